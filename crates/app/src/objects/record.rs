//! What the store knows of buckets, objects, uploads and parts, and how it is written down.

use std::collections::BTreeMap;
use std::fmt;

use gemel_model::{Error, Result};
use gemel_store::Stored;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The first byte of every record of this module; another number means another layout.
const VERSION: u8 = 1;

/// A bucket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// When it was made, whole epoch seconds.
    pub created_seconds: i64,
    /// The location its maker asked for.
    pub location: Option<String>,
    /// Its settings (CORS, policy, …) by name, each in the form the endpoint gave it.
    pub settings: BTreeMap<String, Vec<u8>>,
}

/// An object: everything but its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// How long it is.
    pub size: u64,
    /// Its ETag, without quotes.
    pub etag: String,
    /// When it was written, whole epoch seconds.
    pub modified_seconds: i64,
    /// The headers it is served with.
    pub attributes: Attributes,
    /// Its tags, in the order given.
    pub tags: Vec<(String, String)>,
    /// Its checksum, if its writer wanted one.
    pub checksum: Option<Checksum>,
    /// Its bytes, in order. More than one when it was uploaded in parts; none when it is empty.
    pub pieces: Vec<Piece>,
}

/// The headers an object is served with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attributes {
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Cache-Control`.
    pub cache_control: Option<String>,
    /// `Content-Disposition`.
    pub content_disposition: Option<String>,
    /// `Content-Encoding`.
    pub content_encoding: Option<String>,
    /// `Content-Language`.
    pub content_language: Option<String>,
    /// `Expires`, epoch seconds.
    pub expires_seconds: Option<i64>,
    /// `x-amz-website-redirect-location`.
    pub website_redirect: Option<String>,
    /// `x-amz-storage-class`, when it is not `STANDARD`.
    pub storage_class: Option<String>,
    /// `x-amz-meta-*`, by name.
    pub metadata: BTreeMap<String, String>,
}

/// A run of an object's bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Where the bytes are.
    pub content: ContentId,
    /// How many.
    pub size: u64,
}

/// How a checksum is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// CRC-32.
    Crc32,
    /// CRC-32C.
    Crc32c,
    /// CRC-64/NVME.
    Crc64Nvme,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
}

/// A checksum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksum {
    /// How it was made.
    pub algorithm: Algorithm,
    /// Base64, with `-N` behind it when it is made of the checksums of `N` parts.
    pub value: String,
    /// Whether it is of the whole object's bytes.
    pub is_full: bool,
}

/// An upload under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// The key it will have.
    pub key: String,
    /// When it began, whole epoch seconds.
    pub begun_seconds: i64,
    /// The headers the object will be served with.
    pub attributes: Attributes,
    /// The tags the object will have.
    pub tags: Vec<(String, String)>,
    /// How its checksum will be made, and whether over the whole object.
    pub checksum: Option<(Algorithm, bool)>,
}

/// A part of an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its bytes; none when it is empty.
    pub piece: Option<Piece>,
    /// How long it is.
    pub size: u64,
    /// The MD5 of its bytes.
    pub md5: [u8; 16],
    /// When it arrived, whole epoch seconds.
    pub modified_seconds: i64,
    /// Its checksum, if one was given or asked for.
    pub checksum: Option<Checksum>,
}

/// The name of content: random, used once.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ContentId(pub(super) [u8; 16]);

/// The name of an upload: random, used once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UploadId(pub(super) [u8; 16]);

impl ContentId {
    /// A new name.
    pub(super) fn new() -> Self {
        Self(uuid::Uuid::new_v4().into_bytes())
    }

    /// Reads a name as [`fmt::Display`] writes it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        parse_hex(text).map(Self)
    }
}

impl fmt::Display for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|it| write!(f, "{it:02x}"))
    }
}

impl fmt::Debug for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl UploadId {
    /// A new name.
    pub(super) fn new() -> Self {
        Self(uuid::Uuid::new_v4().into_bytes())
    }

    /// Reads a name as [`fmt::Display`] writes it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        parse_hex(text).map(Self)
    }
}

impl fmt::Display for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|it| write!(f, "{it:02x}"))
    }
}

fn parse_hex(text: &str) -> Option<[u8; 16]> {
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return None;
    }
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |it: u8| match it {
            b'0'..=b'9' => Some(it - b'0'),
            b'a'..=b'f' => Some(it - b'a' + 10),
            _ => None,
        };
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

/// Writes a record.
pub(super) fn encode(record: &impl Serialize) -> Result<Vec<u8>> {
    postcard::to_extend(record, vec![VERSION])
        .map_err(|it| Error::internal("an object's record could not be written").because(it))
}

/// Reads a record.
pub(super) fn decode<T: DeserializeOwned>(stored: &Stored) -> Result<T> {
    match stored.bytes.split_first() {
        Some((&VERSION, body)) => postcard::from_bytes(body)
            .map_err(|it| Error::internal("an object's record could not be read").because(it)),
        Some((version, _)) => Err(Error::internal(format!(
            "an object's record has layout {version}, which this version does not know"
        ))),
        None => Err(Error::internal("an object's record is empty")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let id = ContentId::new();
        assert_eq!(ContentId::parse(&id.to_string()), Some(id));
        for wrong in ["", "xyz", &"g".repeat(32), &"A".repeat(32), &"a".repeat(33), &"é".repeat(16)] {
            assert_eq!(ContentId::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_record_of_another_layout_is_refused_in_words() {
        let record = Bucket { created_seconds: 7, ..Bucket::default() };
        let mut bytes = encode(&record).unwrap();
        let stored = Stored { bytes: bytes.clone(), version: 1 };
        assert_eq!(decode::<Bucket>(&stored).unwrap(), record);
        bytes[0] = 9;
        let error = decode::<Bucket>(&Stored { bytes, version: 1 }).unwrap_err();
        assert!(error.message().contains("layout 9"), "{error}");
    }
}
