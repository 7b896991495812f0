//! Where a page begins: the plain bytes inside of a page token. They are sealed by the server, so nobody forges them.

use crate::error::{Error, Result};
use crate::time::Timestamp;
use std::collections::BTreeMap;

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cursor {
    /// In our own series.
    Series {
        /// Where the components of this page begin in the store's list, when the history of a type is read.
        after: Vec<u8>,
        /// Where they end; `None` is the end of the list. Only said once series of them were begun.
        until: Option<Vec<u8>>,
        /// The series that are not at their end, and the last time that was shown of each; `None` when none was begun.
        progress: Option<BTreeMap<u64, Timestamp>>,
    },
    /// Where a connector said.
    Connector(String),
}

const SERIES: u8 = 1;
const CONNECTOR: u8 = 2;

impl Cursor {
    /// The bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Series { after, until, progress } => {
                let mut bytes = vec![SERIES];
                put(&mut bytes, after);
                bytes.push(u8::from(until.is_some()));
                put(&mut bytes, until.as_deref().unwrap_or_default());
                bytes.push(u8::from(progress.is_some()));
                for (series, time) in progress.iter().flatten() {
                    bytes.extend_from_slice(&series.to_le_bytes());
                    bytes.extend_from_slice(&time.nanos().to_le_bytes());
                }
                bytes
            }
            Self::Connector(token) => [&[CONNECTOR], token.as_bytes()].concat(),
        }
    }

    /// From the bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        Self::read(bytes)
            .ok_or_else(|| Error::invalid("nextToken comes from another version; ask again without it"))
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        match bytes.split_first()? {
            (&SERIES, rest) => {
                let (after, rest) = take(rest)?;
                let (has_end, rest) = rest.split_first()?;
                let (until, rest) = take(rest)?;
                let (begun, mut rest) = rest.split_first()?;
                let mut progress = BTreeMap::new();
                while let Some((series, more)) = rest.split_first_chunk() {
                    let (time, more) = more.split_first_chunk()?;
                    progress.insert(
                        u64::from_le_bytes(*series),
                        Timestamp::from_nanos(i64::from_le_bytes(*time)),
                    );
                    rest = more;
                }
                let is_whole = rest.is_empty() && (*begun == 1 || progress.is_empty());
                is_whole.then(|| Self::Series {
                    after: after.to_vec(),
                    until: (*has_end == 1).then(|| until.to_vec()),
                    progress: (*begun == 1).then_some(progress),
                })
            }
            (&CONNECTOR, rest) => Some(Self::Connector(String::from_utf8(rest.to_vec()).ok()?)),
            _ => None,
        }
    }
}

fn put(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend_from_slice(part);
}

fn take(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

/// A series in a cursor: FNV-1a over its name. A page has some hundred series, so two never meet.
pub(super) fn series_number(entity_id: &str, path: &str, property: &str) -> u64 {
    let bytes = [entity_id, "\0", path, "\0", property].into_iter().flat_map(str::bytes);
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, it| (hash ^ u64::from(it)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cursor: &Cursor) {
        let bytes = cursor.to_bytes();
        assert_eq!(&Cursor::parse(&bytes).unwrap(), cursor);
        for cut in 0..bytes.len() {
            // A shorter one is refused, or is another whole cursor; it never panics.
            if let Ok(it) = Cursor::parse(&bytes[..cut]) {
                assert_ne!(&it, cursor);
            }
        }
    }

    #[test]
    fn cursors_round_trip() {
        check(&Cursor::Connector("abc".to_owned()));
        check(&Cursor::Series { after: Vec::new(), until: None, progress: None });
        check(&Cursor::Series {
            after: b"mixer".to_vec(),
            until: Some(Vec::new()),
            progress: Some(BTreeMap::new()),
        });
        let progress = BTreeMap::from([(7, Timestamp::MIN), (u64::MAX, Timestamp::from_seconds(1))]);
        check(&Cursor::Series {
            after: b"mixer".to_vec(),
            until: Some(b"oven".to_vec()),
            progress: Some(progress),
        });
        assert!(Cursor::parse(b"").is_err());
        assert!(Cursor::parse(&[9]).is_err());
    }
}
