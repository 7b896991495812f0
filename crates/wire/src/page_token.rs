//! Page tokens: a list's cursor, sealed so that it means nothing outside of the request it belongs to.
//!
//! ```text
//! token = base64url( version 1 byte | nonce 12 bytes | AES-256-GCM(cursor) | tag 16 bytes )
//! bound to: operation, workspace, and a hash of the request without its page members
//! ```
//!
//! The nonce is the start of an HMAC over the binding and the cursor. So the crate needs no randomness, one
//! page has one token, and a nonce repeats for two different cursors only when 96 bits of HMAC-SHA-256
//! collide: among 2^32 tokens under one key the chance is below 2^-32, the bound that GCM asks for.

use std::fmt;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::{Digest, Sha256};

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 12;
const HEAD_BYTES: usize = 1 + NONCE_BYTES;
/// The longest token that TwinMaker's clients may send.
const TOKEN_CHARS_MAX: usize = 17_880;

/// What a token is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    bytes: Vec<u8>,
}

impl Binding {
    /// Binds to an operation, a workspace (or whatever owns the list; empty for none) and a hash of the
    /// request; see [`request_hash`].
    pub fn new(operation: &str, workspace: &str, request_hash: [u8; 32]) -> Self {
        let mut bytes = Vec::with_capacity(operation.len() + workspace.len() + 49);
        // Lengths first, so that no two bindings have the same bytes.
        for text in [operation, workspace] {
            bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        bytes.push(VERSION);
        bytes.extend_from_slice(&request_hash);
        Self { bytes }
    }
}

/// The hash of a request's members, whatever their order, without `nextToken`, `maxResults` and nulls.
pub fn request_hash(request: &Value) -> [u8; 32] {
    let mut hash = Sha256::new();
    match request {
        Value::Object(members) => {
            let page = |name: &str| matches!(name, "nextToken" | "maxResults");
            hash_members(members.iter().filter(|(name, _)| !page(name)), &mut hash);
        }
        other => hash_value(other, &mut hash),
    }
    hash.finalize().into()
}

fn hash_members<'v>(members: impl Iterator<Item = (&'v String, &'v Value)>, hash: &mut Sha256) {
    // An absent member and a null one are the same request.
    let mut members: Vec<_> = members.filter(|(_, value)| !value.is_null()).collect();
    members.sort_unstable_by_key(|(name, _)| *name);
    hash.update(b"{");
    hash.update((members.len() as u64).to_le_bytes());
    for (name, value) in members {
        hash_text(name, hash);
        hash_value(value, hash);
    }
}

fn hash_value(value: &Value, hash: &mut Sha256) {
    match value {
        Value::Object(members) => hash_members(members.iter(), hash),
        Value::Array(items) => {
            hash.update(b"[");
            hash.update((items.len() as u64).to_le_bytes());
            for item in items {
                hash_value(item, hash);
            }
        }
        Value::String(text) => {
            hash.update(b"\"");
            hash_text(text, hash);
        }
        // Numbers, booleans and null, as JSON writes them.
        other => {
            hash.update(b"=");
            hash_text(&other.to_string(), hash);
        }
    }
}

fn hash_text(text: &str, hash: &mut Sha256) {
    hash.update((text.len() as u64).to_le_bytes());
    hash.update(text.as_bytes());
}

/// Seals and opens page tokens under one key.
#[derive(Clone)]
pub struct Sealer {
    cipher: Aes256Gcm,
    nonces: Hmac<Sha256>,
}

impl Sealer {
    /// A sealer of a key that is kept in the data folder. Two keys are derived of it, one for each use.
    #[expect(clippy::expect_used, reason = "AES-256 takes 32 bytes, HMAC any number")]
    pub fn new(key: &[u8; 32]) -> Self {
        let derive = |purpose: &[u8]| -> [u8; 32] {
            let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes any key");
            mac.update(purpose);
            mac.finalize().into_bytes().into()
        };
        let cipher = Aes256Gcm::new_from_slice(&derive(b"gemel page token: cipher")).expect("32 bytes");
        let nonces = KeyInit::new_from_slice(&derive(b"gemel page token: nonce")).expect("any key");
        Self { cipher, nonces }
    }

    /// Makes the token of a cursor.
    #[expect(clippy::expect_used, reason = "GCM refuses 64 GiB and more, cursors are names")]
    pub fn seal(&self, binding: &Binding, cursor: &[u8]) -> String {
        let nonce = self.nonce(binding, cursor);
        let payload = Payload { msg: cursor, aad: &binding.bytes };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload).expect("a cursor is short");
        let mut token = Vec::with_capacity(HEAD_BYTES + sealed.len());
        token.push(VERSION);
        token.extend_from_slice(&nonce);
        token.extend_from_slice(&sealed);
        URL_SAFE_NO_PAD.encode(token)
    }

    /// Gives the cursor of a token back, if it was sealed here for the same binding.
    pub fn open(&self, binding: &Binding, token: &str) -> Result<Vec<u8>, BadToken> {
        if token.len() > TOKEN_CHARS_MAX {
            return Err(BadToken);
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| BadToken)?;
        let (head, sealed) = bytes.split_at_checked(HEAD_BYTES).ok_or(BadToken)?;
        let nonce: [u8; NONCE_BYTES] = head[1..].try_into().map_err(|_| BadToken)?;
        if head[0] != VERSION {
            return Err(BadToken);
        }
        let payload = Payload { msg: sealed, aad: &binding.bytes };
        self.cipher.decrypt(&Nonce::from(nonce), payload).map_err(|_| BadToken)
    }

    fn nonce(&self, binding: &Binding, cursor: &[u8]) -> [u8; NONCE_BYTES] {
        let mut mac = self.nonces.clone();
        // The binding ends in a hash of fixed length, so where the cursor starts is never in doubt.
        mac.update(&binding.bytes);
        mac.update(cursor);
        let tag: [u8; 32] = mac.finalize().into_bytes().into();
        std::array::from_fn(|at| tag[at])
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Sealer(…)")
    }
}

/// A token that was not made here, or not for this request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadToken;

impl fmt::Display for BadToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("`nextToken` is not a token of this operation and request: start again without it")
    }
}

impl std::error::Error for BadToken {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn sealer() -> Sealer {
        Sealer::new(&[7; 32])
    }

    fn binding() -> Binding {
        Binding::new("ListEntities", "bakery", request_hash(&json!({"filters": []})))
    }

    #[test]
    fn a_token_is_good_for_its_own_request_only() {
        let token = sealer().seal(&binding(), b"mixer-3");
        assert_eq!(sealer().open(&binding(), &token).unwrap(), b"mixer-3");
        let hash = request_hash(&json!({"filters": []}));
        for other in [
            Binding::new("ListScenes", "bakery", hash),
            Binding::new("ListEntities", "brewery", hash),
            Binding::new("ListEntitiesb", "akery", hash),
            Binding::new("ListEntities", "bakery", request_hash(&json!({"filters": [{}]}))),
        ] {
            assert_eq!(sealer().open(&other, &token), Err(BadToken), "{other:?}");
        }
        assert_eq!(Sealer::new(&[8; 32]).open(&binding(), &token), Err(BadToken));
    }

    #[test]
    fn one_page_has_one_token_and_two_pages_have_two() {
        let token = |cursor: &[u8]| sealer().seal(&binding(), cursor);
        assert_eq!(token(b"a"), token(b"a"));
        assert_ne!(token(b"a")[..18], token(b"b")[..18]);
    }

    #[test]
    fn every_changed_bit_fails() {
        let token = sealer().seal(&binding(), b"mixer-3");
        let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut bent = bytes.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            let bent = URL_SAFE_NO_PAD.encode(bent);
            assert_eq!(sealer().open(&binding(), &bent), Err(BadToken), "bit {bit}");
        }
        for bit in 0..token.len() * 7 {
            let mut bent = token.clone().into_bytes();
            bent[bit / 7] ^= 1 << (bit % 7);
            let bent = String::from_utf8(bent).unwrap();
            assert_eq!(sealer().open(&binding(), &bent), Err(BadToken), "character bit {bit}");
        }
        for end in 0..token.len() {
            assert_eq!(sealer().open(&binding(), &token[..end]), Err(BadToken), "cut at {end}");
        }
    }

    #[test]
    fn foreign_tokens_fail() {
        for token in ["", "x", "v1.local.abc", "AQ", "AQ==", "é", &"A".repeat(20_000)] {
            assert_eq!(sealer().open(&binding(), token), Err(BadToken), "{token}");
        }
    }

    #[test]
    fn the_hash_is_of_what_is_asked() {
        let base = json!({"a": 1, "b": {"c": [1, 2], "d": "x"}});
        for same in [
            json!({"b": {"d": "x", "c": [1, 2]}, "a": 1}),
            json!({"a": 1, "b": {"c": [1, 2], "d": "x", "e": null}, "z": null}),
            json!({"a": 1, "b": {"c": [1, 2], "d": "x"}, "nextToken": "t", "maxResults": 5}),
        ] {
            assert_eq!(request_hash(&same), request_hash(&base), "{same}");
        }
        for other in [
            json!({"a": "1", "b": {"c": [1, 2], "d": "x"}}),
            json!({"a": 1, "b": {"c": [2, 1], "d": "x"}}),
            json!({"a": 1, "b": {"c": [[1], 2], "d": "x"}}),
            json!({"a": 1, "b": {"c": [1, 2], "d": "x", "nextToken": "t"}}),
            json!({"a": 1}),
            json!([]),
            json!(null),
        ] {
            assert_ne!(request_hash(&other), request_hash(&base), "{other}");
        }
    }

    proptest! {
        #[test]
        fn cursors_come_back(cursor in proptest::collection::vec(any::<u8>(), 0..300), op in ".{0,9}", ws in ".{0,9}") {
            let binding = Binding::new(&op, &ws, request_hash(&json!({"op": op})));
            let token = sealer().seal(&binding, &cursor);
            prop_assert!(token.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_'));
            prop_assert_eq!(sealer().open(&binding, &token), Ok(cursor));
        }
    }
}
