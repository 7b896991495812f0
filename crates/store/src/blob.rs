//! Records whose owners choose their bytes themselves: functions, buckets, objects.

use crate::change::Change;
use crate::twins::{self, Page, Versioned};
use crate::{Key, Space, Stored, TwinStore, key};
use gemel_model::Result;

/// The bytes at a key.
pub async fn get(store: &dyn TwinStore, key: Key) -> Result<Option<Versioned<Vec<u8>>>> {
    Ok(twins::one(store, key).await?.map(versioned))
}

/// The keys and bytes below some parts, in the order of the keys. The keys begin with `key::join(below)`.
pub async fn list(
    store: &dyn TwinStore,
    space: Space,
    below: &[&[u8]],
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Page<(Key, Versioned<Vec<u8>>)>> {
    let page = twins::page(store, space, key::join(below), after, limit).await?;
    Ok(page.map(|(key, it)| (key, versioned(it))))
}

/// Sets the bytes at a key instead of those that were read: `before` is their version, 0 when there were none.
pub fn put(key: Key, before: u64, bytes: Vec<u8>) -> Change {
    let mut change = Change::new();
    change.require_unchanged(key.clone(), before).put(key, bytes);
    change
}

/// Removes the bytes at a key that were read at this version.
pub fn delete(key: Key, before: u64) -> Change {
    let mut change = Change::new();
    change.require_unchanged(key.clone(), before).delete(key);
    change
}

fn versioned(stored: Stored) -> Versioned<Vec<u8>> {
    Versioned { value: stored.bytes, version: stored.version }
}
