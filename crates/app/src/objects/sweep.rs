//! The sweep: what crashes and forgetful callers left behind, found and removed while everything runs.

use gemel_store::{Read, Space};

use super::record::{Upload, UploadId, decode};
use super::{Failure, Objects, key};

/// Bytes younger than this may belong to a write that is not done.
const CONTENT_AGE_MIN_SECONDS: i64 = 24 * 3600;
/// An upload without an end is given up after this long.
const UPLOAD_AGE_MAX_SECONDS: i64 = 7 * 24 * 3600;

/// What a sweep removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Uploads that were given up.
    pub uploads: usize,
    /// Contents that no record names.
    pub contents: usize,
    /// Files that a write left half done.
    pub half_done: usize,
}

impl Objects {
    /// Removes uploads older than a week and content older than a day that nothing names. Reads the index of
    /// uploads and each of 256 folders, one at a time; meant to run once in a while, beside everything else.
    pub async fn sweep(&self) -> Result<Swept, Failure> {
        let now = self.clock.now().seconds();
        let mut swept =
            Swept { uploads: self.sweep_uploads(now - UPLOAD_AGE_MAX_SECONDS).await?, ..Swept::default() };
        let before = now - CONTENT_AGE_MIN_SECONDS;
        for shard in 0..=u8::MAX {
            swept.half_done += self.content.remove_half_done(shard, before);
            for (id, modified_seconds) in self.content.shard(shard).await? {
                // First "held", then "named": a write holds its content until its record is committed.
                if modified_seconds >= before || self.content.is_held(id) {
                    continue;
                }
                if self.read(&[&key::reference(id)]).await?.pop().flatten().is_none() {
                    self.content.remove(id).await?;
                    swept.contents += 1;
                }
            }
        }
        Ok(swept)
    }

    async fn sweep_uploads(&self, before: i64) -> Result<usize, Failure> {
        let mut n_swept = 0;
        let mut after = None;
        loop {
            let range =
                Read::Range { space: Space::Object, prefix: key::UPLOADS.to_vec(), after, limit: 100 };
            let records = self.store.read(&[range]).await?.pop().unwrap_or_default();
            let Some(last) = records.last() else { return Ok(n_swept) };
            after = Some(last.0.bytes.clone());
            for (place, stored) in records {
                let upload: Upload = decode(&stored)?;
                let bucket = place.bytes[1..].split(|it| *it == 0).next().unwrap_or_default();
                let bucket = String::from_utf8_lossy(bucket).into_owned();
                if upload.begun_seconds >= before {
                    continue;
                }
                let Some(id) = UploadId::parse(&super::list::upload_id(&place)) else { continue };
                match self.drop_upload(&bucket, &upload.key, id).await {
                    Ok(()) => n_swept += 1,
                    Err(Failure::NoSuchUpload) => {}
                    Err(failure) => return Err(failure),
                }
            }
        }
    }
}
