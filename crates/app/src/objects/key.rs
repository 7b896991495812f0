//! Where each record of objects stands in the ordered spaces of the store.
//!
//! ```text
//! Bucket:  <bucket>
//! Object:  'b' <content id>                                   this content is referenced
//!          'o' <bucket> 00 <key>                              an object
//!          'p' <upload id> <part number, big endian>          a part of an upload
//!          'u' <bucket> 00 <key, 00 as 00 FF> 00 01 <upload>  an upload under way
//! ```
//! Bucket names hold no NUL, so `00` ends them; keys may hold anything.

use gemel_store::{Key, Space};

use super::record::{ContentId, UploadId};

/// The record of a bucket.
pub(super) fn bucket(name: &str) -> Key {
    Key { space: Space::Bucket, bytes: name.as_bytes().to_vec() }
}

/// The record of an object.
pub(super) fn object(bucket: &str, key: &str) -> Key {
    Key { space: Space::Object, bytes: object_prefix(bucket, key) }
}

/// What the records of a bucket's objects begin with whose keys begin with `prefix`.
pub(super) fn object_prefix(bucket: &str, prefix: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(2 + bucket.len() + prefix.len());
    bytes.push(b'o');
    bytes.extend_from_slice(bucket.as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(prefix.as_bytes());
    bytes
}

/// A position behind every key that begins with `prefix`: no UTF-8 text holds the byte FF.
pub(super) fn behind(bucket: &str, prefix: &str) -> Vec<u8> {
    let mut bytes = object_prefix(bucket, prefix);
    bytes.push(0xff);
    bytes
}

/// The mark that content is referenced.
pub(super) fn reference(content: ContentId) -> Key {
    let mut bytes = vec![b'b'];
    bytes.extend_from_slice(&content.0);
    Key { space: Space::Object, bytes }
}

/// The record of an upload.
pub(super) fn upload(bucket: &str, key: &str, id: UploadId) -> Key {
    let mut bytes = upload_prefix(bucket, key);
    bytes.extend_from_slice(&[0, 1]);
    bytes.extend_from_slice(&id.0);
    Key { space: Space::Object, bytes }
}

/// What the records of a bucket's uploads begin with whose keys begin with `prefix`.
pub(super) fn upload_prefix(bucket: &str, prefix: &str) -> Vec<u8> {
    let mut bytes = vec![b'u'];
    bytes.extend_from_slice(bucket.as_bytes());
    bytes.push(0);
    for byte in prefix.bytes() {
        bytes.push(byte);
        if byte == 0 {
            bytes.push(0xff);
        }
    }
    bytes
}

/// What every upload's record begins with.
pub(super) const UPLOADS: &[u8] = b"u";

/// The record of a part.
pub(super) fn part(upload: UploadId, number: u16) -> Key {
    let mut bytes = parts(upload);
    bytes.extend_from_slice(&number.to_be_bytes());
    Key { space: Space::Object, bytes }
}

/// What the records of an upload's parts begin with.
pub(super) fn parts(upload: UploadId) -> Vec<u8> {
    let mut bytes = vec![b'p'];
    bytes.extend_from_slice(&upload.0);
    bytes
}

/// The part number at the end of a part's key.
pub(super) fn part_number(key: &Key) -> u16 {
    match key.bytes.as_slice() {
        [.., high, low] => u16::from_be_bytes([*high, *low]),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_stand_in_the_order_of_their_keys() {
        let mut keys = ["a", "a\0", "a\0b", "a\u{1}", "ab", "b"];
        let place = |it: &&str| upload("bucket", it, UploadId([7; 16])).bytes;
        keys.sort_by_key(place);
        assert_eq!(keys, ["a", "a\0", "a\0b", "a\u{1}", "ab", "b"]);
    }

    #[test]
    fn buckets_do_not_run_into_each_other() {
        assert!(!object("bucket1", "x").bytes.starts_with(&object_prefix("bucket", "")));
    }

    #[test]
    fn behind_is_behind_every_key_of_the_prefix() {
        assert!(behind("bucket", "a/") > object("bucket", "a/\u{10ffff}zz").bytes);
        assert!(behind("bucket", "a/") < object("bucket", "a0").bytes);
    }
}
