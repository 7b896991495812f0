//! The workers of one version of a function: a queue with an end, warm ones first, a pause after failed starts.

use super::Inner;
use super::code;
use super::failure::{self, StartFailure};
use super::logs::{InvocationLog, Ring};
use super::runtime_api::{Answer, PAYLOAD_BYTES_MAX};
use super::spec::FunctionSpec;
use super::worker::{Ended, Event, Worker};
use crate::{Call, Called};
use gemel_model::task::Spawner;
use gemel_model::{Error, Kind, Result};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// How long a function may take to start: AWS's number.
pub(super) const INIT_MAX: Duration = Duration::from_secs(10);
/// Callers that wait for a free worker, for each that may work.
const WAITING_PER_WORKER: usize = 16;
/// The first pause after a second failed start; each further one doubles it.
const BACKOFF_FIRST: Duration = Duration::from_millis(250);
/// The longest pause.
const BACKOFF_MAX: Duration = Duration::from_secs(30);
/// Events that may meet a worker that ended before it got them.
const DELIVERIES_MAX: usize = 3;

/// The workers of one version of a function.
pub(super) struct Pool {
    pub(super) function: FunctionSpec,
    pub(super) ring: Arc<Ring>,
    pub(super) folder: Arc<CodeFolder>,
    room: Semaphore,
    n_waiting: AtomicUsize,
    n_waiting_max: usize,
    idle: Mutex<Vec<(Worker, Instant)>>,
    is_retired: AtomicBool,
    pause: Mutex<Option<Pause>>,
}

/// A version's code; removed with its last user once it is not needed.
pub(super) struct CodeFolder {
    pub(super) path: PathBuf,
    is_doomed: AtomicBool,
    spawner: Arc<dyn Spawner>,
}

/// A function that failed to start is not started again at once.
struct Pause {
    until: Instant,
    n_failures: u32,
    last: StartFailure,
}

/// One call under way.
struct Running {
    event: Event,
    began: Instant,
    text: String,
}

impl Pool {
    /// A pool without workers.
    pub(super) fn new(
        function: FunctionSpec,
        ring: Arc<Ring>,
        folder: Arc<CodeFolder>,
        concurrency: u32,
    ) -> Self {
        let n_workers = function.concurrency.unwrap_or(concurrency).clamp(1, 1000) as usize;
        Self {
            function,
            ring,
            folder,
            room: Semaphore::new(n_workers),
            n_waiting: AtomicUsize::new(0),
            n_waiting_max: n_workers * WAITING_PER_WORKER,
            idle: Mutex::default(),
            is_retired: AtomicBool::new(false),
            pause: Mutex::default(),
        }
    }

    /// One invocation, from the queue to the answer.
    pub(super) async fn call(&self, cx: &Arc<Inner>, call: Call) -> Result<Called> {
        let own_limit = Duration::from_secs(u64::from(self.function.timeout_s));
        let until = call.limit.map(|it| Instant::now() + it);
        let left =
            |most: Duration| until.map_or(most, |it| most.min(it.saturating_duration_since(Instant::now())));
        let _room = self.enter(left(own_limit.max(INIT_MAX))).await?;
        let mut running = Running {
            event: Event {
                request_id: call.request_id,
                payload: call.payload,
                deadline_epoch_ms: 0,
                arn: self.function.arn.clone(),
                client_context: call.client_context,
            },
            began: Instant::now(),
            text: String::new(),
        };
        for _ in 0..DELIVERIES_MAX {
            let mut worker = match self.worker(cx, left(INIT_MAX)).await? {
                Ok(worker) => worker,
                Err(failure) => return Ok(self.not_started(cx, running, failure)),
            };
            let limit = left(own_limit);
            running.event.deadline_epoch_ms =
                cx.clock.now().millis() + i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
            running.began = Instant::now();
            match worker.run(&running.event, limit).await {
                Ended::NotDelivered => worker.kill(),
                ended => return Ok(self.finish(cx, running, worker, ended, limit).await),
            }
        }
        Err(Error::new(Kind::Connector, "the function's workers end before they take an event; see its log"))
    }

    /// Ends the workers that were idle for longer than `idle_max`, and forgets those that ended by themselves.
    pub(super) fn rest(&self, idle_max: Duration) {
        self.lock_idle().retain(|(worker, since)| worker.is_usable() && since.elapsed() < idle_max);
    }

    /// When its longest idle worker began to be so.
    pub(super) fn idle_since(&self) -> Option<Instant> {
        self.lock_idle().first().map(|it| it.1)
    }

    /// Ends its longest idle worker.
    pub(super) fn evict(&self) {
        let mut idle = self.lock_idle();
        if !idle.is_empty() {
            idle.remove(0);
        }
    }

    /// No more idle workers: this version is not used again.
    pub(super) fn retire(&self) {
        self.is_retired.store(true, Ordering::SeqCst);
        self.lock_idle().clear();
    }

    async fn enter(&self, wait: Duration) -> Result<tokio::sync::SemaphorePermit<'_>> {
        let throttled = || Error::new(Kind::Throttled, "Rate Exceeded.");
        if let Ok(permit) = self.room.try_acquire() {
            return Ok(permit);
        }
        let _waiting = Waiting::begin(&self.n_waiting, self.n_waiting_max).ok_or_else(throttled)?;
        match tokio::time::timeout(wait, self.room.acquire()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(throttled()),
        }
    }

    /// A warm worker, or a new one; an inner error is the function's own.
    async fn worker(&self, cx: &Arc<Inner>, limit: Duration) -> Result<Result<Worker, StartFailure>> {
        while let Some((worker, _)) = self.pop_idle() {
            if worker.is_usable() {
                return Ok(Ok(worker));
            }
        }
        if let Some(pause) = &*self.lock_pause()
            && Instant::now() < pause.until
        {
            return Ok(Err(pause.last.clone()));
        }
        let slot = cx.slot(limit).await?;
        let started = Worker::start(cx, &self.function, slot, limit).await;
        let mut pause = self.lock_pause();
        match &started {
            Ok(_) => *pause = None,
            Err(failure) => {
                let n_failures = pause.as_ref().map_or(0, |it| it.n_failures) + 1;
                let wait = match n_failures {
                    1 => Duration::ZERO,
                    n => BACKOFF_FIRST.saturating_mul(1 << (n - 2).min(16)).min(BACKOFF_MAX),
                };
                *pause = Some(Pause { until: Instant::now() + wait, n_failures, last: failure.clone() });
            }
        }
        Ok(started)
    }

    async fn finish(
        &self,
        cx: &Arc<Inner>,
        mut running: Running,
        mut worker: Worker,
        ended: Ended,
        limit: Duration,
    ) -> Called {
        let took = running.began.elapsed();
        if worker.init.is_some() {
            worker.look_at_memory();
        }
        let verdict = self.judge(ended, &running.event.request_id, limit);
        running.text = worker.printed().await.text();
        let memory_mb = worker.memory_peak_bytes >> 20;
        let init = worker.init.take();
        if verdict.is_reusable && worker.is_usable() {
            self.put_back(worker);
        } else {
            worker.kill();
        }
        let Verdict { payload, error, is_timeout, .. } = verdict;
        self.told(cx, running, Outcome { payload, error, is_timeout, took, memory_mb, init })
    }

    /// What an end means for the caller, and for the worker.
    fn judge(&self, ended: Ended, request_id: &str, limit: Duration) -> Verdict {
        let bad = |kind: &str, what: String| Verdict {
            payload: failure::document(kind, &what).into(),
            error: Some("Unhandled"),
            is_timeout: false,
            is_reusable: false,
        };
        let of = |what: String| format!("RequestId: {request_id} Error: {what}");
        match ended {
            Ended::Answer(Answer::Result(payload)) => {
                Verdict { payload, error: None, is_timeout: false, is_reusable: true }
            }
            Ended::Answer(Answer::Failure(payload)) => {
                Verdict { payload, error: Some("Unhandled"), is_timeout: false, is_reusable: true }
            }
            Ended::Answer(Answer::TooLarge(size)) => {
                let size = size.map_or_else(String::new, |it| format!(" ({it} bytes)"));
                let what = format!(
                    "Response payload size{size} exceeded maximum allowed payload size ({PAYLOAD_BYTES_MAX} bytes)."
                );
                bad("Function.ResponseSizeTooLarge", what)
            }
            Ended::TimedOut => {
                let what = format!("Task timed out after {:.2} seconds", limit.as_secs_f64());
                Verdict { is_timeout: true, ..bad("Sandbox.Timedout", of(what)) }
            }
            Ended::OutOfMemory => {
                let what =
                    format!("the function used more than its {} MB of memory", self.function.memory_mb);
                bad("Runtime.OutOfMemory", of(what))
            }
            Ended::Exited(how) => bad("Runtime.ExitError", of(failure::exit_words(&how))),
            Ended::NotDelivered => {
                bad("Runtime.ExitError", of("the worker did not take the event".to_owned()))
            }
        }
    }

    fn not_started(&self, cx: &Arc<Inner>, mut running: Running, failure: StartFailure) -> Called {
        running.text = failure.log;
        let took = running.began.elapsed();
        let outcome = Outcome {
            payload: failure.document.into(),
            error: Some("Unhandled"),
            is_timeout: failure.code == "FunctionError.InitTimeout",
            took,
            memory_mb: 0,
            init: None,
        };
        self.told(cx, running, outcome)
    }

    /// Writes the log and gives the answer.
    fn told(&self, cx: &Arc<Inner>, running: Running, outcome: Outcome) -> Called {
        let id = running.event.request_id;
        let ms = outcome.took.as_secs_f64() * 1e3;
        let init = outcome
            .init
            .map_or_else(String::new, |it| format!("\tInit Duration: {:.2} ms", it.as_secs_f64() * 1e3));
        let failed = match outcome.error {
            Some(_) => {
                format!("{}\n", String::from_utf8_lossy(&outcome.payload[..outcome.payload.len().min(2048)]))
            }
            None => String::new(),
        };
        let text = format!(
            "START RequestId: {id} Version: $LATEST\n{}{failed}END RequestId: {id}\n\
             REPORT RequestId: {id}\tDuration: {ms:.2} ms\tBilled Duration: {:.0} ms\tMemory Size: {} MB\t\
             Max Memory Used: {} MB{init}\n",
            running.text,
            ms.ceil(),
            self.function.memory_mb,
            outcome.memory_mb,
        );
        let is_telling = outcome.error.is_some() || !running.text.is_empty();
        if outcome.error.is_some() {
            tracing::info!(
                function = self.function.name,
                function_request_id = id,
                failure = failed.trim(),
                "a function failed; see its invocations.log"
            );
        }
        let log_tail = super::logs::tail(&text).to_owned();
        self.ring.keep(InvocationLog { request_id: id, text }, is_telling, &*cx.spawner);
        Called {
            payload: outcome.payload,
            error: outcome.error.map(str::to_owned),
            is_timeout: outcome.is_timeout,
            log_tail,
        }
    }

    fn put_back(&self, worker: Worker) {
        let mut idle = self.lock_idle();
        // Asked under the lock, so that `retire` cannot miss this worker.
        if !self.is_retired.load(Ordering::SeqCst) {
            idle.push((worker, Instant::now()));
        }
    }

    fn pop_idle(&self) -> Option<(Worker, Instant)> {
        self.lock_idle().pop()
    }

    fn lock_idle(&self) -> std::sync::MutexGuard<'_, Vec<(Worker, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_pause(&self) -> std::sync::MutexGuard<'_, Option<Pause>> {
        self.pause.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Outcome {
    payload: bytes::Bytes,
    error: Option<&'static str>,
    is_timeout: bool,
    took: Duration,
    memory_mb: u64,
    init: Option<Duration>,
}

struct Verdict {
    payload: bytes::Bytes,
    error: Option<&'static str>,
    is_timeout: bool,
    is_reusable: bool,
}

/// One in the queue.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn begin(n: &'a AtomicUsize, max: usize) -> Option<Self> {
        let waiting = Self(n);
        (n.fetch_add(1, Ordering::SeqCst) < max).then_some(waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl CodeFolder {
    /// The folder of a version in use.
    pub(super) fn new(path: PathBuf, spawner: Arc<dyn Spawner>) -> Arc<Self> {
        Arc::new(Self { path, is_doomed: AtomicBool::new(false), spawner })
    }

    /// It may go with its last user.
    pub(super) fn doom(&self) {
        self.is_doomed.store(true, Ordering::SeqCst);
    }
}

impl Drop for CodeFolder {
    fn drop(&mut self) {
        if *self.is_doomed.get_mut() {
            let path = std::mem::take(&mut self.path);
            self.spawner.spawn(
                "function code",
                Box::pin(async move {
                    let _ = tokio::task::spawn_blocking(move || code::remove(&path)).await;
                }),
            );
        }
    }
}
