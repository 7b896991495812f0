//! Listings: objects and uploads in the order of their keys, rolled up at a delimiter, a page at a time.

use gemel_store::{Key, Read, Space, Stored};

use super::record::{Object, Upload, decode};
use super::{Failure, Objects, key};

/// How many records a listing reads at once.
const PAGE: usize = 256;

/// What a listing is asked for.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// What keys begin with.
    pub prefix: String,
    /// Keys that hold this behind the prefix are told only up to it, once. Empty is none.
    pub delimiter: String,
    /// What was told last; empty begins at the start.
    pub after: String,
    /// Of uploads only: the upload told last among those of the key `after`.
    pub after_upload: String,
    /// At most so many entries.
    pub limit: usize,
}

/// One line of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// An object.
    Object(String, Box<Object>),
    /// Keys that begin alike, up to the delimiter.
    Prefix(String),
}

/// A page of a listing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Its lines.
    pub entries: Vec<Entry>,
    /// Whether more would follow; then the last line is what `after` must be.
    pub is_truncated: bool,
}

/// A page of a listing of uploads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UploadListing {
    /// Upload ids and uploads.
    pub uploads: Vec<(String, Upload)>,
    /// Keys that begin alike, up to the delimiter.
    pub prefixes: Vec<String>,
    /// Whether more would follow; then the key and upload id told last.
    pub next: Option<(String, String)>,
}

impl Entry {
    /// The key, or the beginning of keys.
    pub fn name(&self) -> &str {
        match self {
            Self::Object(name, _) | Self::Prefix(name) => name,
        }
    }
}

impl Question {
    /// What a key is rolled up to, if it is.
    fn rolled<'k>(&self, name: &'k str) -> Option<&'k str> {
        if self.delimiter.is_empty() {
            return None;
        }
        let tail = name.get(self.prefix.len()..)?;
        let at = tail.find(&self.delimiter)?;
        Some(&name[..self.prefix.len() + at + self.delimiter.len()])
    }

    /// Where to begin. What was told last may be a common prefix: then everything below it was told with it.
    fn start(&self, bucket: &str) -> Option<Vec<u8>> {
        if self.after.is_empty() {
            return None;
        }
        let below = self.after.starts_with(&self.prefix) && self.rolled(&self.after) == Some(&self.after);
        Some(if below { key::behind(bucket, &self.after) } else { key::object_prefix(bucket, &self.after) })
    }
}

impl Objects {
    /// Lists a bucket's objects.
    pub async fn list(&self, bucket: &str, question: &Question) -> Result<Listing, Failure> {
        let mut listing = Listing::default();
        let mut after = question.start(bucket);
        let prefix = key::object_prefix(bucket, &question.prefix);
        let n_before_name = key::object_prefix(bucket, "").len();
        let mut is_first = true;
        loop {
            let wanted = question.limit.saturating_sub(listing.entries.len()).saturating_add(1).min(PAGE);
            let range = Read::Range { space: Space::Object, prefix: prefix.clone(), after, limit: wanted };
            let records = if is_first {
                is_first = false;
                self.read_in_bucket(bucket, range).await?
            } else {
                self.store.read(&[range]).await?.pop().unwrap_or_default()
            };
            if question.limit == 0 {
                return Ok(listing);
            }
            let n_records = records.len();
            after = records.last().map(|it| it.0.bytes.clone());
            let mut told: Option<String> = None;
            for (place, stored) in records {
                let name = String::from_utf8_lossy(place.bytes.get(n_before_name..).unwrap_or_default());
                if told.as_ref().is_some_and(|it| name.starts_with(it)) {
                    continue;
                }
                told = question.rolled(&name).map(str::to_owned);
                if listing.entries.len() == question.limit {
                    listing.is_truncated = true;
                    return Ok(listing);
                }
                listing.entries.push(match &told {
                    Some(rolled) => Entry::Prefix(rolled.clone()),
                    None => Entry::Object(name.into_owned(), Box::new(decode(&stored)?)),
                });
            }
            if n_records < wanted {
                return Ok(listing);
            }
            // The page ended inside a common prefix: the rest of it need not be read.
            if let Some(told) = told {
                after = Some(key::behind(bucket, &told));
            }
        }
    }

    /// Reads a range and, from the same snapshot, whether its bucket exists.
    async fn read_in_bucket(&self, bucket: &str, range: Read) -> Result<Vec<(Key, Stored)>, Failure> {
        let mut answers = self.store.read(&[Read::Key(key::bucket(bucket)), range]).await?.into_iter();
        if answers.next().unwrap_or_default().is_empty() {
            return Err(Failure::NoSuchBucket);
        }
        Ok(answers.next().unwrap_or_default())
    }

    /// Lists a bucket's uploads under way.
    pub async fn list_uploads(&self, bucket: &str, question: &Question) -> Result<UploadListing, Failure> {
        let mut listing = UploadListing::default();
        let mut after = upload_start(bucket, question);
        let prefix = key::upload_prefix(bucket, &question.prefix);
        let mut last = (String::new(), String::new());
        loop {
            let range = Read::Range { space: Space::Object, prefix: prefix.clone(), after, limit: PAGE };
            let records = self.read_in_bucket(bucket, range).await?;
            let n_records = records.len();
            after = records.last().map(|it| it.0.bytes.clone());
            for (place, stored) in records {
                let upload: Upload = decode(&stored)?;
                let rolled = question.rolled(&upload.key).map(str::to_owned);
                if rolled.is_some() && listing.prefixes.last() == rolled.as_ref() {
                    continue;
                }
                if listing.uploads.len() + listing.prefixes.len() >= question.limit {
                    listing.next = Some(last);
                    return Ok(listing);
                }
                let id = upload_id(&place);
                last = (rolled.clone().unwrap_or_else(|| upload.key.clone()), id.clone());
                match rolled {
                    Some(rolled) => listing.prefixes.push(rolled),
                    None => listing.uploads.push((id, upload)),
                }
            }
            if n_records < PAGE {
                return Ok(listing);
            }
        }
    }
}

fn upload_start(bucket: &str, question: &Question) -> Option<Vec<u8>> {
    if question.after.is_empty() {
        return None;
    }
    let mut bytes = key::upload_prefix(bucket, &question.after);
    if question.rolled(&question.after) == Some(&question.after) {
        bytes.push(0xff);
        return Some(bytes);
    }
    match super::record::UploadId::parse(&question.after_upload) {
        Some(id) => Some(key::upload(bucket, &question.after, id).bytes),
        None => {
            // Behind every upload of this key, before any longer key.
            bytes.extend_from_slice(&[0, 2]);
            Some(bytes)
        }
    }
}

/// The upload id at the end of an upload's key.
pub(super) fn upload_id(place: &Key) -> String {
    let at = place.bytes.len().saturating_sub(16);
    let id = place.bytes.get(at..).and_then(|it| <[u8; 16]>::try_from(it).ok()).unwrap_or_default();
    super::record::UploadId(id).to_string()
}
