//! Page tokens: foreign ones never open, ours always do, and for their own request only.

use gemel_wire::page_token::{Binding, Sealer, request_hash};

/// One input.
pub fn page_token(data: &[u8]) {
    let sealer = Sealer::new(&[42; 32]);
    let value = serde_json::from_slice(data).unwrap_or(serde_json::Value::Null);
    let binding = Binding::new("ListEntities", "bakery", request_hash(&value));
    if let Ok(text) = std::str::from_utf8(data) {
        assert!(sealer.open(&binding, text).is_err(), "a token that nobody sealed");
    }
    let token = sealer.seal(&binding, data);
    // Cursors are short; one that would make too long a token for clients cannot come back.
    if token.len() <= 17_880 {
        assert_eq!(sealer.open(&binding, &token).as_deref(), Ok(data));
    }
    let other = Binding::new("ListScenes", "bakery", request_hash(&value));
    assert!(sealer.open(&other, &token).is_err(), "a token of another operation");
}
