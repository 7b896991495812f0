//! The bodies of the fuzz targets, driven for a moment by seeded noise over pieces that look like requests.
//!
//! libFuzzer needs a nightly toolchain; this runs everywhere and finds the shallow part of what it would.

#![expect(clippy::unwrap_used, reason = "a test may stop here")]

#[path = "../../../fuzz/bodies/page_token.rs"]
pub mod page_token;
#[path = "../../../fuzz/bodies/path_routing.rs"]
pub mod path_routing;
#[path = "../../../fuzz/bodies/request.rs"]
pub mod request;
#[path = "../../../fuzz/bodies/sigv4_parse.rs"]
pub mod sigv4_parse;

const ROUNDS: u32 = 50_000;

/// What requests are made of, so that noise gets past the first check.
const PIECES: &[&str] = &[
    "GET ",
    "POST ",
    "OPTIONS ",
    "/",
    "/workspaces/",
    "/workspaces-list",
    "..",
    "//",
    "%",
    "%2F",
    "%00",
    "%zz",
    "%ff",
    "+",
    "?",
    "&",
    "=",
    "a",
    ".",
    "Action=",
    "Tags.member.1.Key=",
    "\n",
    "\n\n",
    "host: ",
    "api.localhost:8780",
    "data.",
    "[::1",
    "authorization: ",
    "AWS4-HMAC-SHA256 ",
    "Credential=AK/20260101/us-east-1/s3/aws4_request",
    "Credential=AK/20260101/us-east-1/sts/aws4_request",
    ", SignedHeaders=host;x-amz-date",
    ", Signature=",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "x-amz-date: 20260101T000000Z",
    "x-amz-content-sha256: ",
    "UNSIGNED-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    "X-Amz-Credential=AK/20260101/us-east-1/s3/aws4_request",
    "X-Amz-Date=20260101T000000Z",
    "X-Amz-Expires=60",
    "X-Amz-SignedHeaders=host",
    "X-Amz-Signature=",
    "AWSAccessKeyId=AK",
    "x-amz-target: Logs_20140328.A",
    "5\r\nhello\r\n",
    "0\r\n",
    "\r\n",
    ";chunk-signature=",
    "a:b",
    "{\"nextToken\": null}",
    "[1, 2]",
    "ü",
];

/// A whole signed request, for noise to be added to.
const SIGNED: &str = "PUT /b/k?a=1\nhost: h\nx-amz-date: 20260101T000000Z\nauthorization: AWS4-HMAC-SHA256 \
    Credential=AK/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=\
    0000000000000000000000000000000000000000000000000000000000000000\n\n";

/// SplitMix64: small, seeded, the same everywhere.
struct Noise(u64);

impl Noise {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((word ^ (word >> 31)) % limit as u64).unwrap()
    }

    fn input(&mut self) -> Vec<u8> {
        let mut input = if self.below(2) == 0 { SIGNED.as_bytes().to_vec() } else { Vec::new() };
        for _ in 0..self.below(12) {
            input.extend_from_slice(PIECES[self.below(PIECES.len())].as_bytes());
        }
        for _ in 0..self.below(4) {
            if !input.is_empty() {
                let at = self.below(input.len());
                input[at] = u8::try_from(self.below(256)).unwrap();
            }
        }
        input
    }
}

fn drive(seed: u64, body: fn(&[u8])) {
    let mut noise = Noise(seed);
    for _ in 0..ROUNDS {
        let input = noise.input();
        let outcome = std::panic::catch_unwind(|| body(&input));
        assert!(outcome.is_ok(), "this input fails: {:?}", String::from_utf8_lossy(&input));
    }
}

#[test]
fn path_routing() {
    drive(1, path_routing::path_routing);
}

#[test]
fn sigv4_parse() {
    drive(2, sigv4_parse::sigv4_parse);
}

#[test]
fn page_token() {
    drive(3, page_token::page_token);
}

/// The noise must reach the depths, or the rounds above prove nothing.
#[test]
fn the_noise_gets_far() {
    use gemel_wire::sigv4::{Evidence, evidence};
    let mut noise = Noise(2);
    let claims = (0..ROUNDS).filter(|_| {
        let input = noise.input();
        let parts = request::request(&input).map(|it| it.0);
        parts.is_some_and(|it| matches!(evidence(&it), Ok(Evidence::SigV4(_))))
    });
    let claims = claims.count();
    assert!(claims > 5000, "{claims} of {ROUNDS}");
}
