//! The one thread that writes the log: many callers, one sync; then the points are readable, then the callers hear.

use crate::durable::Shared;
use crate::keeper::Job;
use crate::log::{HEAD_BYTES, Record, Segment};
use crate::state::Frozen;
use gemel_model::Result;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;
use tokio::sync::oneshot;

/// A group stops growing at this size, so that nobody waits for a very long write.
const GROUP_BYTES_MAX: usize = 8 << 20;
/// While the heads are full, how often making room is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// Where a caller waits.
pub(crate) type Done = oneshot::Sender<Result<()>>;

/// What the writer is told.
pub(crate) enum Message {
    /// A record, its bytes, and who waits for it.
    Write(Record, Vec<u8>, Done),
    /// Move everything so far into block files.
    Flush(Done),
    /// The keeper has a frozen head on disk.
    Installed,
    /// Finish what came before, and end.
    Stop,
}

pub(crate) struct Writer {
    pub(crate) shared: Arc<Shared>,
    pub(crate) inbox: Receiver<Message>,
    pub(crate) jobs: SyncSender<Job>,
    pub(crate) segment: Segment,
    /// The segments that are not in block files or on the way there.
    pub(crate) generations: (u64, u64),
    /// Who waits for a flush that has not begun.
    pub(crate) flushes: Vec<Done>,
}

impl Writer {
    pub(crate) fn run(mut self) {
        self.make_room();
        loop {
            let first = if self.shared.is_full.load(Ordering::Relaxed) {
                self.inbox.recv_timeout(RETRY)
            } else {
                self.inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            let mut next = match first {
                Ok(it) => Some(it),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let (mut group, mut group_bytes, mut is_stopping) = (Vec::new(), 0, false);
            while let Some(message) = next {
                match message {
                    Message::Write(record, bytes, done) => {
                        group_bytes += bytes.len();
                        group.push((record, bytes, done));
                    }
                    Message::Flush(done) => self.flushes.push(done),
                    Message::Installed => {}
                    Message::Stop => is_stopping = true,
                }
                let goes_on = group_bytes < GROUP_BYTES_MAX && !is_stopping;
                next = if goes_on { self.inbox.try_recv().ok() } else { None };
            }
            self.commit(group, group_bytes);
            if is_stopping {
                return;
            }
            self.make_room();
        }
    }

    /// Writes and syncs a group, makes it readable, and tells the callers.
    fn commit(&mut self, group: Vec<(Record, Vec<u8>, Done)>, group_bytes: usize) {
        if group.is_empty() {
            return;
        }
        let first_sequence = self.shared.read().applied + 1;
        let records: Vec<&[u8]> = group.iter().map(|(_, bytes, _)| bytes.as_slice()).collect();
        let written = self.segment.append(first_sequence, &records);
        if let Err(error) = &written {
            tracing::error!(error = %error.chain(), "the series log cannot be written");
        }
        let mut waiting = Vec::with_capacity(group.len());
        let mut state = written.is_ok().then(|| self.shared.write());
        for (sequence, (record, _, done)) in (first_sequence..).zip(group) {
            if let Some(state) = &mut state {
                state.apply(sequence, record);
            }
            waiting.push(done);
        }
        drop(state);
        self.shared.queued_bytes.fetch_sub(group_bytes, Ordering::Relaxed);
        for done in waiting {
            // A caller who went away wanted no answer.
            let _ = done.send(written.clone());
        }
    }

    /// Hands the heads to the keeper when they are large, or when somebody waits for it.
    fn make_room(&mut self) {
        let (heads_bytes, is_busy) = {
            let state = self.shared.read();
            (state.heads_bytes, state.frozen.is_some())
        };
        let options = &self.shared.options;
        let is_large =
            heads_bytes >= options.heads_bytes_max || self.segment.size_bytes >= options.log_bytes_max;
        if self.segment.size_bytes <= HEAD_BYTES as u64 && !is_busy {
            // Nothing was written since the last flush.
            for done in self.flushes.drain(..) {
                let _ = done.send(Ok(()));
            }
        }
        if (is_large || !self.flushes.is_empty()) && !is_busy {
            self.freeze();
        }
        let is_full = self.shared.read().heads_bytes >= options_full(self.shared.options.heads_bytes_max);
        self.shared.is_full.store(is_full, Ordering::Relaxed);
    }

    fn freeze(&mut self) {
        let next = self.generations.1 + 1;
        let made = self.segment.check().and_then(|()| Segment::create(&self.shared.folder, next));
        let segment = match made {
            Ok(it) => it,
            Err(error) => {
                tracing::error!(error = %error.chain(), "the series log cannot begin a new segment");
                for done in self.flushes.drain(..) {
                    let _ = done.send(Err(error.clone()));
                }
                return;
            }
        };
        let frozen = {
            let mut state = self.shared.write();
            state.heads_bytes = 0;
            let heads = std::mem::take(&mut state.heads);
            let frozen = Arc::new(Frozen { heads, generations: self.generations, applied: state.applied });
            state.frozen = Some(Arc::clone(&frozen));
            frozen
        };
        self.segment = segment;
        self.generations = (next, next);
        let job = Job { frozen, done: std::mem::take(&mut self.flushes) };
        if self.jobs.send(job).is_err() {
            tracing::error!("the keeper of the series store has ended; points stay in memory and in the log");
        }
    }
}

/// Beyond this the writer takes no more until the keeper has made room.
fn options_full(heads_bytes_max: usize) -> usize {
    heads_bytes_max.saturating_mul(2)
}
