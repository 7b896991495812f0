//! The thread that makes block files: writes frozen heads, and merges small files while flushes go on.

use crate::Span;
use crate::durable::Shared;
use crate::file::{BlockFile, FileWriter};
use crate::key;
use crate::log;
use crate::merge::{Cursor, Merge};
use crate::state::Frozen;
use crate::writer::{Done, Message};
use gemel_model::Result;
use gemel_model::time::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::Duration;

/// So many files of a size make one of the next.
const MERGE_FILES_MIN: usize = 4;
/// Files of the smallest size class are below this; each class is four times the one before.
const SMALLEST_CLASS_BYTES: u64 = 1 << 20;
/// Files of higher classes (from 1 GiB) are left as they are.
const CLASS_MAX: u32 = 4;
/// How long to wait before a flush that failed is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// Heads to write.
pub(crate) struct Job {
    pub(crate) frozen: Arc<Frozen>,
    pub(crate) done: Vec<Done>,
}

pub(crate) struct Keeper {
    pub(crate) shared: Arc<Shared>,
    pub(crate) jobs: Receiver<Job>,
    pub(crate) writer: SyncSender<Message>,
}

/// Everything of a series.
const WHOLE: Span =
    Span { after: Timestamp::MIN, until: Timestamp::MAX, descending: false, limit: usize::MAX };

impl Keeper {
    pub(crate) fn run(self) {
        while let Ok(job) = self.jobs.recv() {
            self.flush(job);
            while let Some(files) = self.ripe() {
                if let Err(error) = self.merge(&files) {
                    tracing::error!(error = %error.chain(), "block files of the series store cannot be merged");
                    break;
                }
            }
        }
    }

    fn is_stopping(&self) -> bool {
        self.shared.is_stopping.load(Ordering::Relaxed)
    }

    /// Writes frozen heads until it succeeds; meanwhile they are readable from memory, and safe in the log.
    fn flush(&self, mut job: Job) {
        let file = loop {
            match self.write(&job.frozen) {
                Ok(it) => break it,
                Err(error) => {
                    tracing::error!(error = %error.chain(), "the series store cannot write a block file");
                    for done in job.done.drain(..) {
                        let _ = done.send(Err(error.clone()));
                    }
                }
            }
            if self.is_stopping() {
                return;
            }
            std::thread::sleep(RETRY);
        };
        {
            let mut state = self.shared.write();
            state.frozen = None;
            let mut files = state.files.as_ref().clone();
            files.push(Arc::new(file));
            state.files = Arc::new(files);
            state.prune_removals();
        }
        let (first, last) = job.frozen.generations;
        for generation in first..=last {
            // A segment that stays is found to be stale at the next start.
            let _ = std::fs::remove_file(log::path_of(&self.shared.folder, generation));
        }
        for done in job.done {
            let _ = done.send(Ok(()));
        }
        // Only fails when the writer has ended.
        let _ = self.writer.send(Message::Installed);
    }

    fn write(&self, frozen: &Frozen) -> Result<BlockFile> {
        let mut out = FileWriter::create(&self.shared.folder, frozen.generations)?;
        for (key, head) in &frozen.heads {
            for (time, value) in head {
                out.push(*time, value.clone())?;
            }
            out.end_series(key)?;
        }
        let removals = self.shared.read().removals.clone();
        out.finish(frozen.generations, frozen.applied, &removals)
    }

    /// The newest files that are worth merging, oldest first.
    fn ripe(&self) -> Option<Vec<Arc<BlockFile>>> {
        if self.is_stopping() {
            return None;
        }
        let files = Arc::clone(&self.shared.read().files);
        let sizes: Vec<u64> = files.iter().map(|it| it.size_bytes).collect();
        Some(files[ripe(&sizes)?..].to_vec())
    }

    /// Merges neighbouring files into one. Readers keep the old ones until the new one is in its place.
    fn merge(&self, files: &[Arc<BlockFile>]) -> Result<()> {
        let (Some(first), Some(last)) = (files.first(), files.last()) else { return Ok(()) };
        let generations = (first.generations.0, last.generations.1);
        let (removals, applied) = {
            let state = self.shared.read();
            (state.removals.clone(), state.applied)
        };
        let mut out = FileWriter::create(&self.shared.folder, generations)?;
        let keys: BTreeSet<&str> = files.iter().flat_map(|it| &it.series).map(|it| &*it.key).collect();
        for key in keys {
            let removed_at = key::removed_at(&removals, key);
            let sources = files.iter().rev().filter(|it| it.applied >= removed_at);
            let mut merge =
                Merge::new(sources.filter_map(|it| Cursor::blocks(it, key, &WHOLE)).collect(), WHOLE);
            while let Some((time, value)) = merge.next()? {
                out.push(time, value)?;
            }
            out.end_series(key)?;
            if self.is_stopping() {
                return Ok(());
            }
            // A merge can be long; full heads must not wait for it.
            if let Ok(job) = self.jobs.try_recv() {
                self.flush(job);
            }
        }
        let needed = self.shared.read().removals.clone();
        let merged = Arc::new(out.finish(generations, applied, &needed)?);
        {
            let mut state = self.shared.write();
            let is_old = |it: &Arc<BlockFile>| files.iter().any(|old| Arc::ptr_eq(it, old));
            let at = state.files.iter().position(is_old).unwrap_or_default();
            let mut kept: Vec<_> = state.files.iter().filter(|it| !is_old(it)).cloned().collect();
            kept.insert(at, merged);
            state.files = Arc::new(kept);
            state.prune_removals();
        }
        for file in files {
            // A file that stays is found to be stale at the next start.
            let _ = std::fs::remove_file(&file.path);
        }
        Ok(())
    }
}

/// Where the files to merge begin, given the sizes from oldest to newest; they reach to the end.
fn ripe(sizes: &[u64]) -> Option<usize> {
    let class = |size: u64| (size / SMALLEST_CLASS_BYTES).checked_ilog2().map_or(0, |it| it / 2 + 1);
    (0..=CLASS_MAX).find_map(|max| {
        let start = sizes.iter().rposition(|it| class(*it) > max).map_or(0, |it| it + 1);
        (sizes.len() - start >= MERGE_FILES_MIN).then_some(start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sizes_mib: &[u64], want: Option<usize>) {
        let sizes: Vec<u64> = sizes_mib.iter().map(|it| it << 20).collect();
        assert_eq!(ripe(&sizes), want, "{sizes_mib:?}");
    }

    #[test]
    fn small_newest_files_are_merged_first() {
        check(&[], None);
        check(&[0, 0, 0], None);
        check(&[0, 0, 0, 0], Some(0));
        check(&[3, 0, 0, 0, 0], Some(1));
        check(&[3, 3, 3, 0], Some(0));
        check(&[50, 3, 3, 3, 0], Some(1));
        check(&[50, 3, 3, 0], Some(0));
        check(&[2000, 2000, 2000, 2000], None);
    }
}
