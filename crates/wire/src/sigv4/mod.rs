//! Signature version 4, verified: who claims to have signed, and the proof.
//!
//! ```text
//! evidence(parts) ─> Claim ─(caller finds the secret)─> verify(parts, payload, claim, secret, terms)
//!                                                          │
//!                         chunked::Decoder <── SigningKey ─┘   (only bodies that come in signed chunks)
//! ```

mod canonical;
pub mod chunked;
mod header;
mod key;
mod presigned;

use std::borrow::Cow;

use http::HeaderName;
use http::header::AUTHORIZATION;
use http::request::Parts;
use subtle::ConstantTimeEq;

pub use self::key::{KeyCache, SigningKey};
use crate::message::{header as header_of, hex_32};
use crate::refusal::Refusal;

/// How far a signer's clock may be from ours.
pub const SKEW_SECONDS: i64 = 15 * 60;
/// The longest life of a presigned link.
pub const LINK_SECONDS_MAX: u32 = 7 * 24 * 3600;
/// The life of a presigned link that does not say it; S3 links must.
const LINK_SECONDS_DEFAULT: u32 = 15 * 60;
const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// Signature version 4a: the same, with a public key instead of a secret, and no region in its scope.
const ALGORITHM_4A: &str = "AWS4-ECDSA-P256-SHA256";
// Names that are parsed once: each look-up by text would parse them again.
const AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");
const AMZ_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const AMZ_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// What a request shows of its signer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence<'a> {
    /// A signature of version 4 to verify.
    SigV4(Claim<'a>),
    /// A signature of version 2, which only S3 knows (`aws s3 presign` still makes them).
    SigV2,
    /// Nothing.
    Anonymous,
}

/// Where a signature stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In the `Authorization` header.
    Header,
    /// In the query of a presigned link.
    Presigned,
}

/// What a signature claims, well formed and unproven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    /// Where the signature stood.
    pub form: Form,
    /// The names of the signed headers, joined by `;`.
    pub signed_headers: Cow<'a, str>,
    /// The signature.
    pub signature: [u8; 32],
    /// When it was signed, epoch seconds.
    pub time: i64,
    /// How long a presigned link is good.
    pub expires_seconds: Option<u32>,
    /// The session token; from the query of a presigned link, else from the header.
    pub session_token: Option<Cow<'a, str>>,
    credential: Credential<'a>,
    /// The signing time as the signer wrote it, or the `Date` header in that form.
    amz_date: Cow<'a, str>,
}

/// A credential, `AKID/20260101/us-east-1/s3/aws4_request`, that was checked to have its five parts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Credential<'a> {
    text: Cow<'a, str>,
    /// Where the access key ends.
    slash: usize,
}

/// The parts of a credential scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope<'c> {
    /// The day, `20260101`.
    pub date: &'c str,
    /// The region.
    pub region: &'c str,
    /// The signing name of the service.
    pub service: &'c str,
}

impl Claim<'_> {
    /// The access key.
    pub fn access_key(&self) -> &str {
        &self.credential.text[..self.credential.slash]
    }

    /// Day, region and service.
    pub fn scope(&self) -> Scope<'_> {
        let mut parts = self.scope_text().split('/');
        let mut next = || parts.next().unwrap_or_default();
        Scope { date: next(), region: next(), service: next() }
    }

    /// The scope as it is signed, `20260101/us-east-1/s3/aws4_request`.
    fn scope_text(&self) -> &str {
        &self.credential.text[self.credential.slash + 1..]
    }

    /// Whether S3 is meant, whose rules of signing are its own.
    fn is_s3(&self) -> bool {
        self.credential.text.ends_with("/s3/aws4_request")
    }

    /// Whether a header (lower case) is signed.
    pub fn signs(&self, name: &str) -> bool {
        // Bytes: for names this short, searching a `char` costs more than looking at each.
        self.signed_headers.as_bytes().split(|it| *it == b';').any(|it| it == name.as_bytes())
    }
}

/// Reads what a request shows of its signer; nothing is proven by this.
pub fn evidence(parts: &Parts) -> Result<Evidence<'_>, Refusal> {
    let query = parts.uri.query().unwrap_or_default();
    let mut headers = parts.headers.get_all(AUTHORIZATION).iter();
    let Some(value) = headers.next() else {
        return presigned::evidence(query);
    };
    if headers.next().is_some() || presigned::is_signed(query) {
        return Err(Refusal::TwoSignatures);
    }
    let value = value.to_str().map_err(|_| incomplete("the Authorization header is not ASCII"))?;
    header::evidence(parts, value)
}

/// What is known of the body when its signature is verified.
#[derive(Clone, Copy, Debug)]
pub enum Payload<'a> {
    /// The body was read wholly.
    Whole(&'a [u8]),
    /// The body was not read yet: what the request declares is taken, and whoever reads the body must check
    /// it against [`declared`].
    Unread,
}

/// What holds when a signature is verified.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Our clock, epoch seconds.
    pub now: i64,
    /// The only region that is accepted; `None` accepts any.
    pub region: Option<&'a str>,
}

/// Proves a claim: times, scope, covered headers, the body's hash, and the signature itself.
///
/// Gives the signing key back, which signed chunks need: of a body that is [`Declared::Chunks`], only the
/// head is proven here, and a [`chunked::Decoder`] must prove the rest and take the chunks apart.
pub fn verify(
    keys: &KeyCache,
    parts: &Parts,
    payload: Payload<'_>,
    claim: &Claim<'_>,
    secret: &str,
    terms: Terms<'_>,
) -> Result<SigningKey, Refusal> {
    check_time(claim, terms.now)?;
    check_scope(claim, terms)?;
    if !claim.signs("host") {
        return Err(incomplete("the `host` header is not signed"));
    }
    if let Some(name) = unsigned_amz_header(parts, claim) {
        return Err(Refusal::UnsignedHeader(name.to_owned()));
    }
    let hash = payload_line(parts, claim, payload)?;
    let digest = canonical::digest(parts, claim, &hash);
    let known = keys.find(&claim.credential.text, secret);
    let fresh = known.is_none();
    let key = known.unwrap_or_else(|| SigningKey::derive(secret, claim.scope()));
    let mut hex_digest = [0; 64];
    encode_hex(&digest, &mut hex_digest);
    let text: [&[u8]; 7] = [
        ALGORITHM.as_bytes(),
        b"\n",
        claim.amz_date.as_bytes(),
        b"\n",
        claim.scope_text().as_bytes(),
        b"\n",
        &hex_digest,
    ];
    if !bool::from(key.sign(&text).ct_eq(&claim.signature)) {
        return Err(Refusal::Mismatch);
    }
    // Only proven keys are kept, so that strangers cannot push them out.
    if fresh {
        keys.keep(&claim.credential.text, secret, &key);
    }
    Ok(key)
}

/// The first `x-amz-` header that arrived without being signed, if any.
///
/// A header that is not signed can be added to somebody's presigned link by whoever holds it: an
/// `x-amz-copy-source` would make the server read another object as the signer. The exceptions change
/// nothing but how the body is read, and real clients leave them out.
pub fn unsigned_amz_header<'p>(parts: &'p Parts, claim: &Claim<'_>) -> Option<&'p str> {
    const HARMLESS: [&str; 5] = [
        "x-amz-content-sha256",
        "x-amz-decoded-content-length",
        "x-amz-trailer",
        "x-amz-checksum-algorithm",
        "x-amz-sdk-checksum-algorithm",
    ];
    let mut names = parts.headers.keys().map(http::HeaderName::as_str);
    names.find(|name| name.starts_with("x-amz-") && !claim.signs(name) && !HARMLESS.contains(name))
}

/// How a request declares its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared<'a> {
    /// Nothing is said.
    Nothing,
    /// The body is not signed.
    Unsigned,
    /// The body comes in chunks.
    Chunks(chunked::Mode),
    /// The SHA-256 of the body, in hexadecimal.
    Sha256(&'a str),
}

/// Reads `x-amz-content-sha256`, which JavaScript's presigned links carry in the query.
pub fn declared(parts: &Parts) -> Result<Declared<'_>, Refusal> {
    let raw = match header_of(parts, AMZ_CONTENT_SHA256) {
        Some(value) => Some(value),
        None => {
            let query = parts.uri.query().unwrap_or_default();
            query.split('&').find_map(|pair| pair.strip_prefix("X-Amz-Content-Sha256="))
        }
    };
    let Some(raw) = raw else { return Ok(Declared::Nothing) };
    if let Some(mode) = chunked::Mode::of(raw) {
        return Ok(Declared::Chunks(mode));
    }
    match raw {
        UNSIGNED_PAYLOAD => Ok(Declared::Unsigned),
        hash if hash.len() == 64 && hash.bytes().all(|it| it.is_ascii_hexdigit()) => {
            Ok(Declared::Sha256(hash))
        }
        _ => Err(Refusal::BodyHashForm),
    }
}

/// The last line of the canonical request.
fn payload_line<'p>(
    parts: &'p Parts,
    claim: &Claim<'_>,
    payload: Payload<'_>,
) -> Result<Cow<'p, str>, Refusal> {
    let s3 = claim.is_s3();
    match (declared(parts)?, payload) {
        (Declared::Unsigned, _) => Ok(UNSIGNED_PAYLOAD.into()),
        (Declared::Chunks(mode), _) => Ok(mode.name().into()),
        (Declared::Nothing, _) if s3 && claim.form == Form::Presigned => Ok(UNSIGNED_PAYLOAD.into()),
        (Declared::Nothing, Payload::Whole(body)) => Ok(hash_text(body)),
        (Declared::Nothing, Payload::Unread) => Err(Refusal::BodyHashForm),
        (Declared::Sha256(hash), Payload::Unread) => Ok(hash.into()),
        (Declared::Sha256(hash), Payload::Whole(body)) => {
            let computed = hash_text(body);
            if hash.eq_ignore_ascii_case(&computed) { Ok(hash.into()) } else { Err(Refusal::BodyHash) }
        }
    }
}

fn hash_text(body: &[u8]) -> Cow<'static, str> {
    if body.is_empty() {
        return EMPTY_SHA256.into();
    }
    hex::encode(sha256(body)).into()
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).into()
}

fn encode_hex(bytes: &[u8; 32], out: &mut [u8; 64]) {
    for (pair, byte) in out.chunks_exact_mut(2).zip(bytes) {
        pair[0] = b"0123456789abcdef"[usize::from(byte >> 4)];
        pair[1] = b"0123456789abcdef"[usize::from(byte & 15)];
    }
}

fn check_time(claim: &Claim<'_>, now: i64) -> Result<(), Refusal> {
    let skewed = Refusal::Skewed { signed: claim.time, now };
    match claim.form {
        Form::Header if (claim.time - now).abs() > SKEW_SECONDS => Err(skewed),
        Form::Presigned if claim.time - now > SKEW_SECONDS => Err(skewed),
        Form::Presigned => {
            let until = claim.time + i64::from(claim.expires_seconds.unwrap_or(LINK_SECONDS_DEFAULT));
            if now > until { Err(Refusal::LinkExpired { until, now }) } else { Ok(()) }
        }
        Form::Header => Ok(()),
    }
}

fn check_scope(claim: &Claim<'_>, terms: Terms<'_>) -> Result<(), Refusal> {
    let scope = claim.scope();
    if !claim.amz_date.starts_with(scope.date) {
        return Err(Refusal::ScopeDate { scope: scope.date.to_owned(), signed: claim.time });
    }
    match terms.region {
        Some(region) if region != scope.region => {
            Err(Refusal::ScopeRegion { given: scope.region.to_owned(), expected: region.to_owned() })
        }
        _ => Ok(()),
    }
}

impl<'a> Credential<'a> {
    fn parse(text: Cow<'a, str>) -> Result<Self, Refusal> {
        let mut parts = text.rsplit('/');
        let last = parts.next();
        let service = parts.next().unwrap_or_default();
        let region = parts.next().unwrap_or_default();
        let date = parts.next().unwrap_or_default();
        // What is left before the scope, an access key, may have slashes of its own.
        let tail = "////aws4_request".len() + service.len() + region.len() + date.len();
        let slash = text.len().saturating_sub(tail);
        if last != Some("aws4_request") || service.is_empty() || region.is_empty() || slash == 0 {
            return Err(Refusal::Incomplete(format!(
                "Credential must have 5 slash-delimited elements, key/date/region/service/aws4_request: `{text}`"
            )));
        }
        if date.len() != 8 || !date.bytes().all(|it| it.is_ascii_digit()) {
            return Err(incomplete("the day in Credential is not of the form `20260101`"));
        }
        Ok(Self { text, slash })
    }
}

fn parse_signature(text: &str) -> Result<[u8; 32], Refusal> {
    hex_32(text).ok_or_else(|| incomplete("Signature is not 64 hexadecimal digits"))
}

fn incomplete(words: &str) -> Refusal {
    Refusal::Incomplete(words.to_owned())
}

#[cfg(test)]
mod tests;
