//! The one thread that writes. It takes all commits that wait, judges them one after another inside one transaction
//! of the file, and makes them durable with one sync; meanwhile the next ones gather.

use super::table::{self, Looking, TWINS};
use crate::view::{Verdict, judge};
use crate::{Commit, Transaction};
use gemel_model::{Error, Kind, Result};
use redb::{Database, Durability};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

/// Commits made durable with one sync, at most: it bounds the memory of one transaction of the file.
const GROUP_MAX: usize = 1024;

/// The way to the thread. Dropped, it ends the thread after what waits is done.
#[derive(Debug)]
pub(super) struct Writer {
    waiting: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    /// Why nothing is written any more.
    broken: Arc<OnceLock<Error>>,
}

#[derive(Debug)]
struct Job {
    transaction: Transaction,
    answer: oneshot::Sender<Result<Commit>>,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(database: Arc<Database>, last_version: u64, waiting_max: usize) -> Result<Self> {
        let (waiting, jobs) = mpsc::channel(waiting_max.max(1));
        let broken = Arc::new(OnceLock::new());
        let mut work = Work { database, last_version, broken: broken.clone() };
        let thread = thread::Builder::new()
            .name("twins-writer".to_owned())
            .spawn(move || work.run(jobs))
            .map_err(|it| Error::internal("the thread that writes twins could not be started").because(it))?;
        Ok(Self { waiting: Some(waiting), thread: Some(thread), broken })
    }

    /// Why nothing can be written any more, if that is so.
    pub(super) fn failure(&self) -> Option<Error> {
        self.broken.get().cloned()
    }

    /// Has a transaction committed, and waits until it is durable.
    pub(super) async fn commit(&self, transaction: Transaction) -> Result<Commit> {
        if let Some(it) = self.broken.get() {
            return Err(it.clone());
        }
        let (answer, answered) = oneshot::channel();
        match self.waiting.as_ref().map(|it| it.try_send(Job { transaction, answer })) {
            Some(Ok(())) => answered.await.unwrap_or_else(|_| Err(self.gone())),
            Some(Err(TrySendError::Full(_))) => Err(Error::new(
                Kind::Throttled,
                "too many changes wait to be written; slow down and try again",
            )),
            Some(Err(TrySendError::Closed(_))) | None => Err(self.gone()),
        }
    }

    fn gone(&self) -> Error {
        self.broken.get().cloned().unwrap_or_else(|| Error::internal("the store is closed"))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.waiting.take());
        if let Some(Err(_)) = self.thread.take().map(JoinHandle::join) {
            tracing::error!("the thread that writes twins panicked");
        }
    }
}

/// What the thread owns.
struct Work {
    database: Arc<Database>,
    last_version: u64,
    broken: Arc<OnceLock<Error>>,
}

impl Work {
    fn run(&mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut group = Vec::new();
        while let Some(first) = jobs.blocking_recv() {
            group.push(first);
            while group.len() < GROUP_MAX
                && let Ok(next) = jobs.try_recv()
            {
                group.push(next);
            }
            let (transactions, answers): (Vec<_>, Vec<_>) =
                group.drain(..).map(|it| (it.transaction, it.answer)).unzip();
            match self.write(transactions) {
                Ok(outcomes) => answers.into_iter().zip(outcomes).for_each(|(to, outcome)| tell(to, outcome)),
                Err(error) => answers.into_iter().for_each(|to| tell(to, Err(error.clone()))),
            }
        }
    }

    /// Commits a group, unless an earlier one broke the store. A failure or a panic breaks it: what is on disk is
    /// whole, but nobody can say which of the group's transactions it holds, so nothing more is written over it.
    fn write(&mut self, transactions: Vec<Transaction>) -> Result<Vec<Result<Commit>>> {
        if let Some(it) = self.broken.get() {
            return Err(it.clone());
        }
        let written =
            catch_unwind(AssertUnwindSafe(|| commit(&self.database, &mut self.last_version, transactions)));
        let cause = match written {
            Ok(Ok(outcomes)) => return Ok(outcomes),
            Ok(Err(cause)) => cause,
            Err(_) => Error::internal("the thread that writes twins panicked"),
        };
        tracing::error!(
            cause = cause.chain(),
            "writing twins failed; no more is written until gemel starts again"
        );
        let broken = Error::internal(
            "the store stopped writing after a failure of the disk or of gemel; see the log, then start gemel again",
        )
        .because(cause);
        Err(self.broken.get_or_init(|| broken).clone())
    }
}

/// Judges and applies transactions one after another, and makes them durable together. An outer error is of the disk:
/// then none of them counts.
fn commit(
    database: &Database,
    last_version: &mut u64,
    transactions: Vec<Transaction>,
) -> Result<Vec<Result<Commit>>> {
    let mut writing = database.begin_write().map_err(table::unwritable)?;
    writing.set_durability(Durability::Immediate).map_err(table::unwritable)?;
    let mut outcomes = Vec::with_capacity(transactions.len());
    let mut version = *last_version;
    {
        let mut twins = writing.open_table(TWINS).map_err(table::unwritable)?;
        for transaction in transactions {
            let verdict = judge(&Looking(&twins), transaction);
            outcomes.push(match verdict {
                Err(error) => Err(error),
                Ok(Verdict::Refused(index)) => Ok(Commit::Refused(index)),
                Ok(Verdict::Apply(effects)) => {
                    if !effects.is_empty() {
                        version += 1;
                        table::apply(&mut twins, effects, version)?;
                    }
                    Ok(Commit::Done)
                }
            });
        }
    }
    if version == *last_version {
        writing.abort().map_err(table::unwritable)?;
        return Ok(outcomes);
    }
    table::remember(&writing, version)?;
    writing.commit().map_err(table::unwritable)?;
    *last_version = version;
    Ok(outcomes)
}

/// Answers; whoever asked may have gone.
fn tell(to: oneshot::Sender<Result<Commit>>, outcome: Result<Commit>) {
    drop(to.send(outcome));
}
