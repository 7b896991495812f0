//! The durable engine: a log, points in memory, and block files in one folder.

use crate::keeper::Keeper;
use crate::key;
use crate::log::{self, Record, Segment, failure, sync_folder};
use crate::merge::{Merge, point};
use crate::recover::recover;
use crate::snapshot::Snapshot;
use crate::state::{Latest, State};
use crate::writer::{Message, Writer};
use crate::{Point, SeriesKey, SeriesStore, Span};
use async_trait::async_trait;
use gemel_model::id::{EntityId, WorkspaceId};
use gemel_model::limits::APPEND_POINTS_MAX;
use gemel_model::{Error, Kind, Result};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// How the durable engine uses memory and disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Memory for points that are not in block files yet; up to twice as much while they are being written.
    pub heads_bytes_max: usize,
    /// A log segment of this size is moved into a block file; bounds the time that a start takes.
    pub log_bytes_max: u64,
    /// Appends that wait for the disk, at most.
    pub queue_appends_max: usize,
    /// Bytes of the appends that wait for the disk, at most.
    pub queue_bytes_max: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            heads_bytes_max: 64 << 20,
            log_bytes_max: 64 << 20,
            queue_appends_max: 4096,
            queue_bytes_max: 64 << 20,
        }
    }
}

/// One append may have so many bytes in the log.
const APPEND_BYTES_MAX: usize = 64 << 20;

/// What the engine's threads and its callers share.
pub(crate) struct Shared {
    pub(crate) folder: PathBuf,
    pub(crate) options: Options,
    state: RwLock<State>,
    pub(crate) queued_bytes: AtomicUsize,
    /// The heads are so large that nothing more is taken.
    pub(crate) is_full: AtomicBool,
    pub(crate) is_stopping: AtomicBool,
}

impl Shared {
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The durable engine. Dropping it finishes the appends that were taken and ends its threads.
pub struct Durable {
    shared: Arc<Shared>,
    inbox: SyncSender<Message>,
    threads: Vec<JoinHandle<()>>,
    /// Held as long as the folder is ours.
    _lock: File,
}

/// Takes a folder for one process.
pub(crate) fn lock(folder: &Path) -> Result<File> {
    let path = folder.join("LOCK");
    let failed = |it| failure(&path, "open", it);
    let file = File::options().create(true).append(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::new(
            Kind::Conflict,
            format!("the series store `{}` is in use by another process; stop it first", folder.display()),
        )),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

impl Durable {
    /// Opens a folder, making it if need be. A torn tail of the log is cut; other damage is an error.
    pub fn open(folder: &Path, options: Options) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|it| failure(folder, "create", it))?;
        let lock = lock(folder)?;
        let mut found = recover(folder)?;
        for path in &found.stale {
            std::fs::remove_file(path).map_err(|it| failure(path, "remove", it))?;
        }
        if found.torn_bytes > 0 {
            tracing::warn!(
                n_bytes = found.torn_bytes,
                "cut a write that was never acknowledged off the series log"
            );
        }
        let flushed = found.state.files.last().map_or(0, |it| it.generations.1);
        let last = found.generations.last().copied().unwrap_or(flushed + 1);
        let segment = if found.good_bytes < log::HEAD_BYTES as u64 {
            Segment::create(folder, last)?
        } else {
            Segment::reopen(folder, last, found.good_bytes)?
        };
        sync_folder(folder)?;

        let shared = Arc::new(Shared {
            folder: folder.to_owned(),
            options,
            state: RwLock::new(std::mem::take(&mut found.state)),
            queued_bytes: AtomicUsize::new(0),
            is_full: AtomicBool::new(false),
            is_stopping: AtomicBool::new(false),
        });
        let (inbox, messages) = sync_channel(options.queue_appends_max);
        let (jobs, jobs_inbox) = sync_channel(1);
        let keeper = Keeper { shared: Arc::clone(&shared), jobs: jobs_inbox, writer: inbox.clone() };
        let generations = (found.generations.first().copied().unwrap_or(last), last);
        let writer = Writer {
            shared: Arc::clone(&shared),
            inbox: messages,
            jobs,
            segment,
            generations,
            flushes: Vec::new(),
        };
        let threads = vec![
            start("series-keeper", move || keeper.run())?,
            start("series-writer", move || writer.run())?,
        ];
        Ok(Self { shared, inbox, threads, _lock: lock })
    }

    async fn write(&self, record: Record, bytes: Vec<u8>) -> Result<()> {
        let n_bytes = bytes.len();
        if n_bytes > APPEND_BYTES_MAX {
            return Err(Error::invalid(format!(
                "one append may have {APPEND_BYTES_MAX} bytes, this one has {n_bytes}; split it"
            )));
        }
        let too_much = || Error::new(Kind::Throttled, "too many writes at once; try again in a moment");
        let queued = self.shared.queued_bytes.fetch_add(n_bytes, Ordering::Relaxed);
        let release = || self.shared.queued_bytes.fetch_sub(n_bytes, Ordering::Relaxed);
        if queued > self.shared.options.queue_bytes_max || self.shared.is_full.load(Ordering::Relaxed) {
            release();
            return Err(too_much());
        }
        let (done, answer) = oneshot::channel();
        match self.inbox.try_send(Message::Write(record, bytes, done)) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                release();
                return Err(too_much());
            }
            Err(TrySendError::Disconnected(_)) => {
                release();
                return Err(ended());
            }
        }
        answer.await.map_err(|_| ended())?
    }

    /// Moves everything that was appended before into block files.
    pub async fn flush(&self) -> Result<()> {
        let (done, answer) = oneshot::channel();
        self.inbox
            .try_send(Message::Flush(done))
            .map_err(|_| Error::new(Kind::Throttled, "too many writes at once; try again in a moment"))?;
        answer.await.map_err(|_| ended())?
    }

    /// Everything that was appended before, to be streamed into a backup while writers go on.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        self.flush().await?;
        Ok(Snapshot::new(self.shared.read().files.as_ref().clone()))
    }

    /// How many block files there are, for tests and metrics.
    pub fn n_block_files(&self) -> usize {
        self.shared.read().files.len()
    }
}

fn ended() -> Error {
    Error::internal("the writer of the series store has ended")
}

fn start(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map_err(|it| Error::internal(format!("cannot start the thread `{name}`")).because(it))
}

impl Drop for Durable {
    fn drop(&mut self) {
        self.shared.is_stopping.store(true, Ordering::Relaxed);
        // The writer takes from the queue until it reads this, so the send ends.
        let _ = self.inbox.send(Message::Stop);
        for thread in self.threads.drain(..).rev() {
            if thread.join().is_err() {
                tracing::error!("a thread of the series store panicked");
            }
        }
    }
}

#[async_trait]
impl SeriesStore for Durable {
    async fn append(&self, points: Vec<(SeriesKey, Point)>) -> Result<()> {
        if points.is_empty() {
            return Ok(());
        }
        if points.len() > APPEND_POINTS_MAX {
            return Err(Error::invalid(format!(
                "one append may have {APPEND_POINTS_MAX} points, this one has {}; split it",
                points.len()
            )));
        }
        let (record, bytes) = log::points_record(points)?;
        self.write(record, bytes).await
    }

    async fn scan(&self, reads: &[(SeriesKey, Span)]) -> Result<Vec<Vec<Point>>> {
        let keys: Vec<String> = reads.iter().map(|(key, _)| key::text_of(key)).collect::<Result<_>>()?;
        let merges: Vec<Merge> = {
            let state = self.shared.read();
            let both = keys.iter().zip(reads);
            both.map(|(key, (_, span))| Merge::new(state.cursors(key, span), *span)).collect()
        };
        // Blocks are read outside of the lock: a slow disk stops nobody else.
        merges.into_iter().map(Merge::collect).collect()
    }

    async fn latest(&self, keys: &[SeriesKey]) -> Result<Vec<Option<Point>>> {
        let keys: Vec<String> = keys.iter().map(key::text_of).collect::<Result<_>>()?;
        let found: Vec<Latest> = {
            let state = self.shared.read();
            keys.iter().map(|it| state.latest(it)).collect()
        };
        keys.iter().zip(found).map(|(key, it)| Ok(it.point(key)?.map(point))).collect()
    }

    async fn remove(
        &self,
        workspace_id: &WorkspaceId,
        entity_id: Option<&EntityId>,
        component_path: Option<&str>,
    ) -> Result<()> {
        let (record, bytes) = log::remove_record(key::scope(workspace_id, entity_id, component_path)?);
        self.write(record, bytes).await
    }
}

#[cfg(test)]
mod tests;
