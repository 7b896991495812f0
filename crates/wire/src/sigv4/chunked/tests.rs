//! The chunk decoder against AWS's two documented bodies, cut at every place and bent at every byte.

use super::super::{Form, Scope};
use super::*;
use proptest::prelude::*;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const SCOPE: Scope<'_> = Scope { date: "20130524", region: "us-east-1", service: "s3" };

fn claim(seed: &str) -> Claim<'static> {
    let mut signature = [0; 32];
    hex::decode_to_slice(seed, &mut signature).unwrap();
    Claim {
        form: Form::Header,
        signed_headers: "host".into(),
        signature,
        time: 1_369_353_600,
        expires_seconds: None,
        session_token: None,
        credential: super::super::Credential::parse(
            "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request".into(),
        )
        .unwrap(),
        amz_date: "20130524T000000Z".into(),
    }
}

fn decoder(mode: Mode, seed: &str, bytes: Option<u64>) -> Decoder {
    Decoder::new(mode, SigningKey::derive(SECRET, SCOPE), &claim(seed), bytes)
}

type Decoded = (Vec<u8>, Vec<(String, String)>);

fn decode(mut decoder: Decoder, body: &[u8], step: usize) -> Result<Decoded, ChunkError> {
    let mut out = Vec::new();
    for piece in body.chunks(step) {
        decoder.push(piece, &mut out)?;
    }
    Ok((out, decoder.finish()?))
}

/// AWS's example: 65 KiB of `a`, in chunks of 64 KiB, 1 KiB and none.
mod documented {
    pub(super) const SEED: &str = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    const CHUNKS: [(usize, &str); 3] = [
        (65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
        (1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
        (0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
    ];
    pub(super) const TRAILER_SEED: &str = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
    const TRAILER_CHUNKS: [(usize, &str); 3] = [
        (65536, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2"),
        (1024, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7"),
        (0, "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992"),
    ];
    const TRAILER: &str = "x-amz-checksum-crc32c:sOO8/Q==\r\n\
        x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n";

    fn write(chunks: &[(usize, &str)], trailer: &str) -> Vec<u8> {
        let mut body = Vec::new();
        for (size, signature) in chunks {
            body.extend_from_slice(format!("{size:x};chunk-signature={signature}\r\n").as_bytes());
            body.resize(body.len() + size, b'a');
            if *size > 0 {
                body.extend_from_slice(b"\r\n");
            }
        }
        body.extend_from_slice(trailer.as_bytes());
        body.extend_from_slice(b"\r\n");
        body
    }

    pub(super) fn signed() -> Vec<u8> {
        write(&CHUNKS, "")
    }

    pub(super) fn with_trailer() -> Vec<u8> {
        write(&TRAILER_CHUNKS, TRAILER)
    }
}

/// A body signed here, small enough to try everything with.
fn small(mode: Mode, chunks: &[&[u8]], trailers: &[(&str, &str)]) -> (Vec<u8>, String) {
    let seed = "00".repeat(32);
    let key = SigningKey::derive(SECRET, SCOPE);
    let context = "20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n";
    let mut previous = seed.clone();
    let mut body = Vec::new();
    for chunk in chunks.iter().chain([&&b""[..]]) {
        let text = format!(
            "AWS4-HMAC-SHA256-PAYLOAD\n{context}{previous}\n{EMPTY_SHA256}\n{}",
            hex::encode(sha256(chunk))
        );
        previous = hex::encode(key.sign(&[text.as_bytes()]));
        let head = match mode {
            Mode::UnsignedTrailer => format!("{:x}\r\n", chunk.len()),
            _ => format!("{:x};chunk-signature={previous}\r\n", chunk.len()),
        };
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(chunk);
        if !chunk.is_empty() {
            body.extend_from_slice(b"\r\n");
        }
    }
    let lines: String = trailers.iter().flat_map(|(name, value)| [name, ":", value, "\n"]).collect();
    body.extend_from_slice(lines.replace('\n', "\r\n").as_bytes());
    if mode == Mode::SignedTrailer {
        let hash = hex::encode(sha256(lines.as_bytes()));
        let text = format!("AWS4-HMAC-SHA256-TRAILER\n{context}{previous}\n{hash}");
        let signature = hex::encode(key.sign(&[text.as_bytes()]));
        body.extend_from_slice(format!("x-amz-trailer-signature:{signature}\r\n").as_bytes());
    }
    body.extend_from_slice(b"\r\n");
    (body, seed)
}

#[test]
fn the_documented_bodies_decode() {
    let data = vec![b'a'; 66_560];
    for step in [usize::MAX, 33_000, 1000, 1] {
        let signed = decoder(Mode::Signed, documented::SEED, Some(66_560));
        assert_eq!(decode(signed, &documented::signed(), step), Ok((data.clone(), vec![])), "{step}");
        let trailer = decoder(Mode::SignedTrailer, documented::TRAILER_SEED, Some(66_560));
        let want = vec![("x-amz-checksum-crc32c".to_owned(), "sOO8/Q==".to_owned())];
        assert_eq!(decode(trailer, &documented::with_trailer(), step), Ok((data.clone(), want)), "{step}");
    }
}

/// As botocore's `AwsChunkedWrapper` writes it.
#[test]
fn botocores_body_decodes() {
    let body = b"6\r\nhello \r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n";
    for step in [usize::MAX, 7, 1] {
        let decoder = decoder(Mode::UnsignedTrailer, &"00".repeat(32), Some(11));
        let want = vec![("x-amz-checksum-crc32".to_owned(), "DUoRhQ==".to_owned())];
        assert_eq!(decode(decoder, body, step), Ok((b"hello world".to_vec(), want)), "{step}");
    }
}

/// An uppercase digit in a signature or size is the only change that may pass: it says the same.
fn says_the_same(before: u8, after: u8) -> bool {
    before.eq_ignore_ascii_case(&after) && before.is_ascii_hexdigit()
}

#[test]
fn every_changed_bit_fails() {
    for mode in [Mode::Signed, Mode::SignedTrailer] {
        let trailers: &[_] = if mode == Mode::Signed { &[] } else { &[("x-amz-checksum-crc32", "AAAAAA==")] };
        let (body, seed) = small(mode, &[b"hello", b"world!"], trailers);
        let whole = decode(decoder(mode, &seed, Some(11)), &body, usize::MAX).unwrap();
        assert_eq!(whole.0, b"helloworld!");
        for at in 0..body.len() {
            for bit in 0..8 {
                let mut bent = body.clone();
                bent[at] ^= 1 << bit;
                let got = decode(decoder(mode, &seed, Some(11)), &bent, usize::MAX);
                // Names are read in any case; what is proven is the name in lower case.
                let same = says_the_same(body[at], bent[at]) || got.as_ref() == Ok(&whole);
                assert!(got.is_err() || same, "{mode:?} byte {at} bit {bit}");
                assert!(got.is_err() || got.as_ref() == Ok(&whole), "{mode:?} byte {at} bit {bit}");
            }
        }
    }
}

#[test]
fn a_body_cut_short_fails() {
    for mode in Mode::ALL {
        let (body, seed) = small(mode, &[b"hello", b"world!"], &[]);
        for end in 0..body.len() {
            let got = decode(decoder(mode, &seed, None), &body[..end], usize::MAX);
            // The empty line at the end of a signed body is a habit and no proof.
            let habit = mode == Mode::Signed && end == body.len() - 2;
            assert_eq!(got.is_ok(), habit, "{mode:?} cut at {end}");
        }
    }
}

#[test]
fn broken_forms() {
    fn check(body: &str, bytes: Option<u64>, want: &ChunkError) {
        let got = decode(decoder(Mode::UnsignedTrailer, &"00".repeat(32), bytes), body.as_bytes(), 7);
        assert_eq!(got.as_ref().err(), Some(want), "{body:?}");
    }
    check("", None, &ChunkError::Incomplete);
    check("5\r\nhello\r\n0\r\n\r\n", Some(6), &ChunkError::Incomplete);
    check("5\r\nhello\r\n0\r\n\r\n", Some(4), &ChunkError::Incomplete);
    let size = ChunkError::Malformed("the size of a chunk is not a hexadecimal number");
    check("x\r\n", None, &size);
    check("+5\r\nhello\r\n0\r\n\r\n", None, &size);
    check("ffffffffffffffff1\r\n", None, &size);
    check("\r\n", None, &size);
    check("5\r\nhello!\r\n", None, &ChunkError::Malformed("a chunk is not as long as it says"));
    check("5\nhello", None, &ChunkError::Malformed("a line does not end in CRLF"));
    check("0\r\nno colon\r\n\r\n", None, &ChunkError::Malformed("a trailing header has no `:`"));
    check("0\r\n\r\nx", None, &ChunkError::Malformed("bytes after the end"));
    check(&"1".repeat(5000), None, &ChunkError::Malformed("a line is too long"));
    check(
        "0\r\nx-amz-trailer-signature:00\r\n\r\n",
        None,
        &ChunkError::Malformed("a trailing header that nothing announced"),
    );
    check(
        &format!("0\r\n{}\r\n", "a:b\r\n".repeat(17)),
        None,
        &ChunkError::Malformed("a trailing header that nothing announced"),
    );
}

#[test]
fn a_signed_chunk_has_a_limit_and_a_signature() {
    let seed = "00".repeat(32);
    for (body, words) in [
        ("1000001;chunk-signature=00\r\n", "a signed chunk is longer than 16 MiB"),
        ("5\r\nhello\r\n", "a chunk has no signature"),
        ("5;chunk-signature=00\r\nhello\r\n", "a chunk has no signature"),
    ] {
        let got = decode(decoder(Mode::Signed, &seed, None), body.as_bytes(), 9);
        assert_eq!(got, Err(ChunkError::Malformed(words)), "{body:?}");
    }
}

#[test]
fn nothing_leaves_before_it_is_proven() {
    let (mut body, seed) = small(Mode::Signed, &[b"hello", b"world!"], &[]);
    let at = body.windows(5).position(|it| it == b"world").unwrap();
    body[at] = b'W';
    let mut decoder = decoder(Mode::Signed, &seed, None);
    let mut out = Vec::new();
    assert_eq!(decoder.push(&body, &mut out), Err(ChunkError::Mismatch));
    assert_eq!(out, b"hello");
}

#[test]
fn names_read_back() {
    for mode in Mode::ALL {
        assert_eq!(Mode::of(mode.name()), Some(mode));
    }
    assert_eq!(Mode::of("UNSIGNED-PAYLOAD"), None);
}

proptest! {
    #[test]
    fn pieces_do_not_matter(
        chunks in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..40), 0..5),
        step in 1usize..50,
        mode in 0usize..3,
    ) {
        let mode = Mode::ALL[mode];
        let trailers: &[_] = if mode == Mode::Signed { &[] } else { &[("a", "1"), ("b", "2")] };
        let slices: Vec<&[u8]> = chunks.iter().map(Vec::as_slice).collect();
        let (body, seed) = small(mode, &slices, trailers);
        let data = chunks.concat();
        let length = Some(data.len() as u64);
        let (got, got_trailers) = decode(decoder(mode, &seed, length), &body, step).unwrap();
        prop_assert_eq!(got, data);
        prop_assert_eq!(got_trailers.len(), trailers.len());
    }

    #[test]
    fn noise_never_panics(body in proptest::collection::vec(any::<u8>(), 0..200), mode in 0usize..3) {
        let _ = decode(decoder(Mode::ALL[mode], &"00".repeat(32), None), &body, 3);
    }
}
