//! Objects: buckets, keys and bytes, as S3 knows them; the S3 endpoint and the workspaces stand on this.
//!
//! ```text
//!   key index (TwinStore, Space::Object)            content (object_store: a folder, or a bucket anywhere)
//!   ┌────────────────────────────────────┐          ┌──────────────────────────────────────────────┐
//!   │ bucket, key ─> size, etag, tags …  │ pieces ─>│ content/3f/3f9a…  never changed, never reused │
//!   │ content id  ─> "is referenced"     │          └──────────────────────────────────────────────┘
//!   └────────────────────────────────────┘
//! ```
//!
//! **Keys are data, never paths.** Bytes live under random names, so no key can leave the folder, collide with
//! another, or be too long for the file system; listings read the index, in the order of the keys' bytes.
//!
//! **Order of writes.** 1. the bytes go to a new name and are synced, with their folder; 2. one transaction swaps
//! the index record (that is the moment of the write: all of it, or nothing); 3. what the old record named is
//! removed. A crash after 1 or 2 leaves bytes nobody names, which [`Objects::sweep`] finds by the second index;
//! no crash can leave a record whose bytes are missing or another's.
//!
//! **Readers hold what they read.** Content in use is removed only when its last reader is gone.

mod bucket;
mod check;
mod content;
mod key;
mod list;
mod object;
mod record;
mod sweep;
mod upload;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use gemel_model::task::Spawner;
use gemel_model::time::Clock;
use gemel_model::{Error, Kind, Result};
use gemel_store::{Check, Commit, Key, Read, Stored, Transaction, TwinStore, Write};

pub use self::check::Checked;
pub use self::content::{ByteStream, Draft, Pause};
pub use self::list::{Entry, Listing, Question, UploadListing};
pub use self::object::{Condition, Opened, Slice, Verdict, judge};
pub use self::record::{Algorithm, Attributes, Bucket, Checksum, Object, Part, Piece, Upload};
pub use self::sweep::Swept;
pub use self::upload::{ChosenPart, Finished, PART_NUMBER_MAX};

use self::content::Content;

/// How often a write is tried again when another writer was faster.
const ATTEMPTS_MAX: usize = 64;

/// Buckets, keys and bytes.
pub struct Objects {
    store: Arc<dyn TwinStore>,
    content: Arc<Content>,
    clock: Arc<dyn Clock>,
    /// When the last sweep began, epoch seconds.
    swept_seconds: Arc<AtomicI64>,
}

/// Why a request about objects was refused. The S3 endpoint gives each its own code.
#[derive(Debug)]
pub enum Failure {
    /// No such bucket.
    NoSuchBucket,
    /// No such key in the bucket.
    NoSuchKey,
    /// No such upload, or it was finished or aborted.
    NoSuchUpload,
    /// The bucket exists already.
    BucketExists,
    /// The bucket still holds objects.
    BucketNotEmpty,
    /// A condition of the request does not hold.
    ConditionFailed,
    /// A part named by the request does not exist, or its ETag differs.
    InvalidPart(u16),
    /// A part other than the last is too small.
    PartTooSmall(u16),
    /// The bytes asked for lie outside the object.
    OutOfRange,
    /// The caller's body broke off or did not match its signature.
    Body(Box<dyn std::error::Error + Send + Sync>),
    /// Our own failure.
    Broken(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Broken(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NoSuchBucket => Error::not_found("the bucket does not exist; create it first"),
            Failure::NoSuchKey => Error::not_found("the key does not exist in the bucket"),
            Failure::NoSuchUpload => Error::not_found("the upload does not exist"),
            Failure::BucketExists => Error::new(Kind::Conflict, "the bucket exists already"),
            Failure::BucketNotEmpty => Error::new(Kind::Conflict, "the bucket is not empty"),
            Failure::ConditionFailed => Error::new(Kind::Conflict, "the condition does not hold"),
            Failure::InvalidPart(number) => Error::invalid(format!("part `{number}` does not exist")),
            Failure::PartTooSmall(number) => Error::invalid(format!("part `{number}` is too small")),
            Failure::OutOfRange => Error::invalid("the range lies outside the object"),
            Failure::Body(cause) => Error::invalid(format!("the body could not be read: {cause}")),
            Failure::Broken(error) => error,
        }
    }
}

impl Objects {
    /// Objects whose bytes live in a folder, which is made when it is not there.
    pub fn in_folder(
        folder: &Path,
        store: Arc<dyn TwinStore>,
        clock: Arc<dyn Clock>,
        spawner: Arc<dyn Spawner>,
    ) -> Result<Self> {
        Ok(Self::new(store, Content::in_folder(folder, spawner)?, clock))
    }

    /// Objects whose bytes live in any object store: memory in tests, a bucket of another S3.
    pub fn over(
        bytes: Arc<dyn object_store::ObjectStore>,
        store: Arc<dyn TwinStore>,
        clock: Arc<dyn Clock>,
        spawner: Arc<dyn Spawner>,
    ) -> Self {
        Self::new(store, Content::over(bytes, spawner), clock)
    }

    fn new(store: Arc<dyn TwinStore>, content: Arc<Content>, clock: Arc<dyn Clock>) -> Self {
        Self { store, content, clock, swept_seconds: Arc::new(AtomicI64::new(0)) }
    }

    /// Reads keys of one snapshot, in the order asked.
    async fn read(&self, keys: &[&Key]) -> Result<Vec<Option<Stored>>> {
        let questions: Vec<Read> = keys.iter().map(|it| Read::Key((*it).clone())).collect();
        let answers = self.store.read(&questions).await?;
        Ok(answers.into_iter().map(|it| it.into_iter().next().map(|(_, stored)| stored)).collect())
    }

    /// Commits; `None` when it is done, else the index of the check that did not hold.
    async fn commit(&self, checks: Vec<Check>, writes: Vec<Write>) -> Result<Option<usize>> {
        match self.store.commit(Transaction { checks, writes }).await? {
            Commit::Done => Ok(None),
            Commit::Refused(index) => Ok(Some(index)),
        }
    }
}

/// What is told when others were faster [`ATTEMPTS_MAX`] times.
fn worn_out() -> Failure {
    Failure::Broken(Error::new(Kind::Throttled, "too many writers change the same key at once; try again"))
}

#[cfg(test)]
mod tests;
