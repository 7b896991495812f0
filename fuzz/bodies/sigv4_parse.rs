//! Signatures: nothing panics, a stranger's signature is never taken, and chunks decode alike however cut.

use super::request::request;
use gemel_wire::Refusal;
use gemel_wire::sigv4::chunked::{ChunkError, Decoder, Mode};
use gemel_wire::sigv4::{Claim, Evidence, KeyCache, Payload, SigningKey, Terms, evidence, verify};

/// One input.
pub fn sigv4_parse(data: &[u8]) {
    let Some((parts, body)) = request(data) else { return };
    let Ok(Evidence::SigV4(claim)) = evidence(&parts) else { return };
    assert!(!claim.access_key().is_empty(), "a claim without a key");
    assert_eq!(claim.scope().date.len(), 8);
    let keys = KeyCache::new(4);
    let terms = Terms { now: claim.time, region: None };
    for payload in [Payload::Whole(body), Payload::Unread] {
        // Nobody knows this secret, so nobody can have signed with it.
        let got = verify(&keys, &parts, payload, &claim, "not the secret of any seed", terms);
        assert!(matches!(got, Err(ref it) if *it != Refusal::Internal), "taken without the secret");
    }
    let key = SigningKey::derive("secret", claim.scope());
    for mode in [Mode::Signed, Mode::SignedTrailer, Mode::UnsignedTrailer] {
        let whole = decode(mode, &key, &claim, body, usize::MAX);
        let bytes = decode(mode, &key, &claim, body, 1);
        assert_eq!(whole, bytes, "the cut changed the outcome");
    }
}

type Decoded = (Vec<u8>, Result<Vec<(String, String)>, ChunkError>);

/// What came out before the end or the error, and which of both it was.
fn decode(mode: Mode, key: &SigningKey, claim: &Claim<'_>, body: &[u8], step: usize) -> Decoded {
    let mut decoder = Decoder::new(mode, key.clone(), claim, None);
    let mut out = Vec::new();
    for piece in body.chunks(step) {
        if let Err(error) = decoder.push(piece, &mut out) {
            return (out, Err(error));
        }
    }
    (out, decoder.finish())
}
