//! The signing key: derived from a secret for one day, region and service, and kept for the next request.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Scope;

/// A derived key, with the first blocks of its HMAC already worked in.
#[derive(Clone)]
pub struct SigningKey(Hmac<Sha256>);

impl SigningKey {
    /// Derives the key of a secret for a scope.
    pub fn derive(secret: &str, scope: Scope<'_>) -> Self {
        let mut first = Vec::with_capacity(4 + secret.len());
        first.extend_from_slice(b"AWS4");
        first.extend_from_slice(secret.as_bytes());
        let steps = [scope.date, scope.region, scope.service, "aws4_request"];
        steps.iter().fold(Self::new(&first), |key, step| Self::new(&key.sign(&[step.as_bytes()])))
    }

    /// The signature of a text given in pieces.
    pub fn sign(&self, pieces: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        for piece in pieces {
            mac.update(piece);
        }
        mac.finalize().into_bytes().into()
    }

    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    fn new(key: &[u8]) -> Self {
        Self(Hmac::new_from_slice(key).expect("HMAC takes keys of any length"))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SigningKey(…)")
    }
}

/// Signing keys of late, by credential (`AKID/day/region/service/aws4_request`).
///
/// Two generations: when the young one is full it becomes the old one, and what the old one had is gone.
/// So at most twice the capacity is kept, yesterday's keys leave by themselves, and nothing has to be sorted.
pub struct KeyCache {
    capacity: usize,
    generations: Mutex<[HashMap<Box<str>, Kept>; 2]>,
}

struct Kept {
    /// The secret the key was made of: an access key whose secret changed must not be served by the old one.
    secret: Box<str>,
    key: SigningKey,
}

impl KeyCache {
    /// A cache that keeps up to twice `capacity` keys.
    pub fn new(capacity: usize) -> Self {
        Self { capacity: capacity.max(1), generations: Mutex::default() }
    }

    pub(super) fn find(&self, credential: &str, secret: &str) -> Option<SigningKey> {
        let generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = generations[0].get(credential).or_else(|| generations[1].get(credential))?;
        // Both secrets are ours, no stranger chose either: this comparison may take what time it likes.
        (*kept.secret == *secret).then(|| kept.key.clone())
    }

    pub(super) fn keep(&self, credential: &str, secret: &str, key: &SigningKey) {
        let kept = Kept { secret: secret.into(), key: key.clone() };
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        if generations[0].len() >= self.capacity {
            generations.swap(0, 1);
            generations[0].clear();
        }
        generations[0].insert(credential.into(), kept);
    }
}

impl Default for KeyCache {
    fn default() -> Self {
        Self::new(1024)
    }
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("KeyCache").field("capacity", &self.capacity).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCOPE: Scope<'_> = Scope { date: "20120215", region: "us-east-1", service: "iam" };

    /// The example of AWS's guide.
    #[test]
    fn derivation_is_the_documented_one() {
        let key = SigningKey::derive("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", SCOPE);
        let mut bytes = "AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".as_bytes().to_vec();
        for step in ["20120215", "us-east-1", "iam", "aws4_request"] {
            bytes = SigningKey::new(&bytes).sign(&[step.as_bytes()]).to_vec();
        }
        assert_eq!(hex::encode(&bytes), "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d");
        assert_eq!(key.sign(&[b"a", b"b"]), SigningKey::new(&bytes).sign(&[b"ab"]));
    }

    #[test]
    fn the_cache_is_bounded_and_knows_its_secret() {
        let cache = KeyCache::new(4);
        let key = SigningKey::derive("secret", SCOPE);
        for round in 0..100 {
            cache.keep(&format!("AK{round}/x"), "secret", &key);
            assert!(cache.find(&format!("AK{round}/x"), "secret").is_some());
            let kept: usize = cache.generations.lock().unwrap().iter().map(HashMap::len).sum();
            assert!(kept <= 8, "{kept}");
        }
        assert!(cache.find("AK0/x", "secret").is_none());
        assert!(cache.find("AK99/x", "Secret").is_none());
        assert!(cache.find("AK99/x", "secret2").is_none());
    }

    #[test]
    fn nothing_secret_is_printed() {
        let cache = KeyCache::new(4);
        let key = SigningKey::derive("topsecret", SCOPE);
        cache.keep("AK/x", "topsecret", &key);
        assert_eq!(format!("{key:?} {cache:?}"), "SigningKey(…) KeyCache { capacity: 4, .. }");
    }
}
