//! The sweep: what crashes and forgetful callers left behind, found and removed while everything runs.

use std::sync::Arc;
use std::sync::atomic::Ordering;

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

/// How long after a sweep the next one begins, if anything is written at all.
const SWEEP_EVERY_SECONDS: i64 = 6 * 3600;

impl Objects {
    /// Begins a sweep in the background if the last one is long ago. Only writes leave something to sweep, so
    /// they call this; the first one after a start finds what a crash left.
    pub(super) fn sweep_now_and_then(&self) {
        let now = self.clock.now().seconds();
        let last = self.swept_seconds.load(Ordering::Relaxed);
        let is_due = now - last >= SWEEP_EVERY_SECONDS;
        if !is_due
            || self.swept_seconds.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_err()
        {
            return;
        }
        let objects = Self {
            store: Arc::clone(&self.store),
            content: Arc::clone(&self.content),
            clock: Arc::clone(&self.clock),
            swept_seconds: Arc::clone(&self.swept_seconds),
        };
        let work = async move {
            match objects.sweep().await {
                Ok(swept) if swept == Swept::default() => {}
                Ok(swept) => tracing::info!(?swept, "what crashes and forgotten uploads left is removed"),
                Err(failure) => {
                    tracing::warn!(?failure, "the sweep of objects stopped; the next one goes on");
                }
            }
        };
        self.content.spawn("sweep objects", Box::pin(work));
    }

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
