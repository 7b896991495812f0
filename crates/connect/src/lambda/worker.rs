//! One worker process: started in its sandbox, given one event at a time, killed with everything it started.

use super::environment::{self, Surroundings};
use super::failure::{self, StartFailure};
use super::interpreter::Interpreter;
use super::logs::{LogPipe, Printed};
use super::runtime_api::{Answer, Job, Phase, RuntimeApi};
use super::sandbox::{Confined, Places, Sandbox};
use super::slots::Slot;
use super::spec::{FunctionSpec, Language};
use super::{Inner, memory};
use bytes::Bytes;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::process::Child;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

/// How long a worker may take after an answer until it asks for the next event; then another one is taken.
const ASK_WAIT: Duration = Duration::from_millis(500);
/// How often memory is looked at while an event is handled.
const MEMORY_LOOK: Duration = Duration::from_millis(100);
/// How long an answer that came at the moment of a worker's end is waited for.
const LAST_WORDS_WAIT: Duration = Duration::from_millis(50);
/// Seconds for which a worker's credentials are good.
const CREDENTIALS_VALID_S: i64 = 12 * 3600;
/// Age after which a worker is not used again, so that its credentials never end while it works.
const AGE_MAX: Duration = Duration::from_hours(6);
/// Memory that a program may reserve beyond the function's limit before the kernel itself says no.
const SLACK_BYTES: u64 = 256 << 20;
/// The same for Node, which maps much more than it uses.
const NODE_SLACK_BYTES: u64 = 1 << 30;

/// A worker that asked for its first event.
pub(super) struct Worker {
    jobs: mpsc::Sender<Job>,
    asking: watch::Receiver<bool>,
    ended: watch::Receiver<Option<String>>,
    /// Killed when this goes.
    kill: watch::Sender<bool>,
    log: Arc<LogPipe>,
    pid: u32,
    born: Instant,
    memory_bytes_max: u64,
    /// What starting took, until the first invocation reported it.
    pub(super) init: Option<Duration>,
    /// The most memory seen.
    pub(super) memory_peak_bytes: u64,
}

/// An event to handle.
pub(super) struct Event {
    pub(super) request_id: String,
    pub(super) payload: Bytes,
    pub(super) deadline_epoch_ms: i64,
    pub(super) arn: String,
    pub(super) client_context: Option<String>,
}

/// How an invocation ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// The handler came to an end.
    Answer(Answer),
    /// Its time was over.
    TimedOut,
    /// Its memory was used up.
    OutOfMemory,
    /// The process ended, so.
    Exited(String),
    /// The worker never got the event: it had ended, or does something else.
    NotDelivered,
}

impl Worker {
    /// Starts a worker and waits until it asks for its first event.
    pub(super) async fn start(
        cx: &Arc<Inner>,
        function: &FunctionSpec,
        slot: Slot,
        limit: Duration,
    ) -> Result<Self, StartFailure> {
        let began = Instant::now();
        let ours = |what: &str, error: &dyn std::fmt::Display| {
            tracing::error!(function = function.name, %error, "cannot {what}");
            StartFailure::seen("InternalError", "InternalError", format!("cannot {what}"), String::new())
        };
        let wrong = |message: String| {
            StartFailure::seen("InvalidRuntime", "Runtime.InvalidEntrypoint", message, String::new())
        };
        let language = Language::of(&function.runtime).map_err(|it| wrong(it.message().to_owned()))?;
        let interpreter = cx.interpreters.of(language, &cx.settings, &cx.sandbox).await.map_err(wrong)?;
        let task = cx.code_of(function);
        if !task.is_dir() {
            let message = "the code of this function is not on disk any more; update its code".to_owned();
            return Err(StartFailure::seen(
                "InvalidZipFileException",
                "Runtime.InvalidEntrypoint",
                message,
                String::new(),
            ));
        }
        let plan = plan(language, interpreter.as_ref(), function, &task, &cx.sandbox).map_err(|message| {
            StartFailure::seen(
                "FunctionError.InvalidEntryPoint",
                "Runtime.InvalidEntrypoint",
                message,
                String::new(),
            )
        })?;
        let listener =
            TcpListener::bind(("127.0.0.1", 0)).await.map_err(|error| ours("listen for a worker", &error))?;
        let address = listener.local_addr().map_err(|error| ours("listen for a worker", &error))?.to_string();
        let uid = cx.sandbox.uid(slot.number);
        let (log, output) =
            LogPipe::open(&*cx.spawner).map_err(|error| ours("open a worker's log", &error))?;
        let process = Process { cx, function, language, plan, task, slot, address };
        let (child, end) = process.start(output).await.map_err(|error| ours("start a worker", &error))?;
        let pid = child.id().unwrap_or(0);
        let (jobs, events) = mpsc::channel(1);
        let (kill, killed) = watch::channel(false);
        let (ended_sender, ended) = watch::channel(None);
        let api = RuntimeApi::new(events, uid);
        let (mut phase, asking) = (api.phase(), api.asking());
        cx.spawner.spawn("function worker", Box::pin(end.wait(child, pid, killed, ended_sender)));
        cx.spawner.spawn(
            "function runtime api",
            Box::pin(api.serve(listener, ended.clone(), Arc::clone(&cx.spawner))),
        );
        let memory_bytes_max = u64::from(function.memory_mb) << 20;
        let mut worker = Self {
            jobs,
            asking,
            ended,
            kill,
            log,
            pid,
            born: began,
            memory_bytes_max,
            init: None,
            memory_peak_bytes: 0,
        };
        worker.wait_until_ready(&mut phase, limit).await?;
        worker.init = Some(began.elapsed());
        Ok(worker)
    }

    async fn wait_until_ready(
        &mut self,
        phase: &mut watch::Receiver<Phase>,
        limit: Duration,
    ) -> Result<(), StartFailure> {
        let mut ended = self.ended.clone();
        let reached = tokio::select! {
            biased;
            it = phase.wait_for(|it| *it != Phase::Starting) => it.ok().map(|it| it.clone()),
            () = over(&mut ended) => None,
            () = tokio::time::sleep(limit) => Some(Phase::Starting),
        };
        match reached {
            Some(Phase::Ready) => Ok(()),
            Some(Phase::Failed(document)) => Err(StartFailure::told(document, self.printed().await.text())),
            Some(Phase::Starting) => {
                let message = format!(
                    "the function did not start within {:.2} seconds; see what it does before its handler is called",
                    limit.as_secs_f64()
                );
                let log = self.printed().await.text();
                self.kill();
                Err(StartFailure::seen("FunctionError.InitTimeout", "Sandbox.Timedout", message, log))
            }
            None => {
                let how = self.ended.borrow().clone().unwrap_or_default();
                let log = self.printed().await.text();
                let mut message = failure::exit_words(&how);
                if let Some(said) = log.lines().rfind(|it| !it.trim().is_empty()) {
                    message = format!("{message}; the last line it printed: {said}");
                }
                Err(StartFailure::seen("FunctionError.RuntimeInitError", "Runtime.ExitError", message, log))
            }
        }
    }

    /// Hands over an event and waits for its end, at most for `limit`.
    pub(super) async fn run(&mut self, event: &Event, limit: Duration) -> Ended {
        let mut ended = self.ended.clone();
        let asks = tokio::select! {
            biased;
            () = over(&mut ended) => false,
            it = tokio::time::timeout(ASK_WAIT, self.asking.wait_for(|&it| it)) => matches!(it, Ok(Ok(_))),
        };
        let (reply, mut answer) = oneshot::channel();
        let job = Job {
            request_id: event.request_id.clone(),
            payload: event.payload.clone(),
            deadline_epoch_ms: event.deadline_epoch_ms,
            arn: event.arn.clone(),
            client_context: event.client_context.clone(),
            reply,
        };
        if !asks || self.jobs.try_send(job).is_err() {
            return Ended::NotDelivered;
        }
        let deadline = Instant::now() + limit;
        let mut look = tokio::time::interval_at(Instant::now() + MEMORY_LOOK, MEMORY_LOOK);
        loop {
            tokio::select! {
                biased;
                it = &mut answer => return match it {
                    Ok(it) => Ended::Answer(it),
                    Err(_) => Ended::Exited(self.how_it_ended().await),
                },
                () = over(&mut ended) => {
                    // It may have answered and gone at once; the answer is on its way through our own tasks.
                    return match tokio::time::timeout(LAST_WORDS_WAIT, answer).await {
                        Ok(Ok(it)) => Ended::Answer(it),
                        _ => Ended::Exited(self.how_it_ended().await),
                    };
                }
                () = tokio::time::sleep_until(deadline) => return Ended::TimedOut,
                _ = look.tick() => {
                    self.look_at_memory();
                    if self.memory_peak_bytes > self.memory_bytes_max {
                        return Ended::OutOfMemory;
                    }
                }
            }
        }
    }

    /// What it printed since this was asked last.
    pub(super) async fn printed(&self) -> Printed {
        self.log.cut().await
    }

    /// Remembers how much memory it uses, when that is more than before.
    pub(super) fn look_at_memory(&mut self) {
        self.memory_peak_bytes =
            self.memory_peak_bytes.max(memory::used_bytes(self.pid, self.memory_bytes_max));
    }

    /// Ends it, with everything it started.
    pub(super) fn kill(&self) {
        self.kill.send_replace(true);
    }

    /// Whether it may get another event.
    pub(super) fn is_usable(&self) -> bool {
        self.ended.borrow().is_none() && !*self.kill.borrow() && self.born.elapsed() < AGE_MAX
    }

    async fn how_it_ended(&self) -> String {
        let mut ended = self.ended.clone();
        match tokio::time::timeout(LAST_WORDS_WAIT, over(&mut ended)).await {
            Ok(()) => self.ended.borrow().clone().unwrap_or_default(),
            // Still there, but it asked for the next event without answering this one.
            Err(_) => "exit status 0".to_owned(),
        }
    }
}

/// Waits until a worker has ended.
async fn over(ended: &mut watch::Receiver<Option<String>>) {
    let _ = ended.wait_for(Option::is_some).await;
}

/// What to start, by places inside the sandbox that are filled in later.
struct Plan {
    /// Arguments; `{task}` and `{runtime}` stand for the folders.
    words: Vec<String>,
    program: PathBuf,
    needs: Vec<PathBuf>,
    data_bytes_max: u64,
}

/// How a function's program is started; the official runtime client is taken where the code brings it.
fn plan(
    language: Language,
    interpreter: Option<&Interpreter>,
    function: &FunctionSpec,
    task: &Path,
    sandbox: &Sandbox,
) -> Result<Plan, String> {
    let memory_bytes = u64::from(function.memory_mb) << 20;
    let program = interpreter.map_or_else(|| PathBuf::from("{task}/bootstrap"), |it| it.program.clone());
    let mut words = vec![program.display().to_string()];
    let mut slack = SLACK_BYTES;
    match language {
        Language::Python if task.join("awslambdaric/__main__.py").is_file() => {
            words.extend(["-m", "awslambdaric", &function.handler].map(str::to_owned));
        }
        Language::Python => words.push("{runtime}/python.py".to_owned()),
        Language::Node => {
            slack = NODE_SLACK_BYTES;
            words.push(format!("--max-old-space-size={}", function.memory_mb * 9 / 10));
            let official = ["bin/index.mjs", "bin/index.js"]
                .map(|it| format!("node_modules/aws-lambda-ric/{it}"))
                .into_iter()
                .find(|it| task.join(it).is_file());
            match official {
                Some(it) => words.extend([format!("{{task}}/{it}"), function.handler.clone()]),
                None => words.push("{runtime}/node.mjs".to_owned()),
            }
        }
        Language::Provided => {
            let bootstrap = task.join("bootstrap");
            if !bootstrap.is_file() {
                return Err(format!(
                    "the runtime `{}` needs an executable file `bootstrap` at the top of the code, and there is none",
                    function.runtime
                ));
            }
        }
    }
    let mut needs = interpreter.map(|it| it.needs.clone()).unwrap_or_default();
    if !sandbox.hides_files() {
        needs.clear();
    }
    Ok(Plan { words, program, needs, data_bytes_max: 2 * memory_bytes + slack })
}

/// A process about to be started.
struct Process<'a> {
    cx: &'a Arc<Inner>,
    function: &'a FunctionSpec,
    language: Language,
    plan: Plan,
    task: PathBuf,
    slot: Slot,
    address: String,
}

impl Process<'_> {
    async fn start(self, output: io::PipeWriter) -> io::Result<(Child, End)> {
        let cx = self.cx;
        let own = cx.work.join(format!("{}-{}", self.slot.number, uuid::Uuid::new_v4().simple()));
        let mut end = End { own: own.clone(), sandbox: cx.sandbox.clone(), slot: Some(self.slot) };
        let number = end.slot.as_ref().map_or(0, |it| it.number);
        let (sandbox, runtime, plan, task) = (cx.sandbox.clone(), cx.runtime.clone(), self.plan, self.task);
        let surroundings = Facts {
            cx: Arc::clone(cx),
            function: self.function.clone(),
            language: self.language,
            address: self.address,
        };
        let prepared = tokio::task::spawn_blocking(move || {
            let mut confined = Confined {
                program: Vec::new(),
                task: &task,
                runtime: &runtime,
                own: &own,
                needs: &plan.needs,
                slot: number,
                data_bytes_max: plan.data_bytes_max,
            };
            let places = sandbox.prepare(&confined)?;
            let inside = |word: &String| {
                word.replace("{task}", &places.task.display().to_string())
                    .replace("{runtime}", &places.runtime.display().to_string())
            };
            confined.program = plan.words.iter().map(inside).collect();
            // `prepare` made the file; its owner and mode stay.
            std::fs::write(own.join("variables"), surroundings.script(&places, &plan.program)?)?;
            let output = output.try_clone().and_then(|errors| {
                Ok(sandbox.command(&confined, &places)).map(|mut it| {
                    it.stdout(output).stderr(errors);
                    it
                })
            })?;
            Ok::<_, io::Error>(output)
        });
        let command = prepared.await.map_err(io::Error::other).and_then(|it| it);
        let started = match command {
            Ok(command) => cx.starter.start(command).await,
            Err(error) => Err(error),
        };
        match started {
            Ok(child) => Ok((child, end)),
            Err(error) => {
                end.clear().await;
                Err(error)
            }
        }
    }
}

struct Facts {
    cx: Arc<Inner>,
    function: FunctionSpec,
    language: Language,
    address: String,
}

impl Facts {
    fn script(&self, places: &Places, program: &Path) -> io::Result<String> {
        let credentials = self
            .cx
            .credentials
            .issue(&self.function.role, &self.function.name, CREDENTIALS_VALID_S)
            .map_err(|error| io::Error::other(error.chain()))?;
        let log_stream = format!("[$LATEST]{}", uuid::Uuid::new_v4().simple());
        Ok(environment::script(&environment::variables(&Surroundings {
            function: &self.function,
            language: self.language,
            task: &places.task,
            runtime: &places.runtime,
            tmp: &places.tmp,
            program,
            runtime_api: &self.address,
            region: &self.cx.settings.region,
            endpoint_url: &self.cx.settings.endpoint_url,
            log_stream: &log_stream,
            credentials: &credentials,
        })))
    }
}

/// What must be done when a process ends, however it ends.
struct End {
    own: PathBuf,
    sandbox: Sandbox,
    slot: Option<Slot>,
}

impl End {
    /// Waits for the end or the order to kill, then sees that nothing is left.
    async fn wait(
        mut self,
        mut child: Child,
        pid: u32,
        mut killed: watch::Receiver<bool>,
        ended: watch::Sender<Option<String>>,
    ) {
        let by_itself = tokio::select! {
            biased;
            it = child.wait() => it.ok(),
            // An error says that the worker's owner is gone.
            _ = killed.wait_for(|&it| it) => None,
        };
        kill_group(pid);
        let status = match by_itself {
            Some(status) => Some(status),
            None => child.wait().await.ok(),
        };
        self.clear().await;
        ended.send_replace(Some(status.map_or_else(|| "unknown".to_owned(), failure::ended)));
    }

    /// Kills what its user still runs, removes its folder, gives the slot back.
    async fn clear(&mut self) {
        let number = self.slot.as_ref().map_or(0, |it| it.number);
        if let Some(command) = self.sandbox.reap(number) {
            let _ = tokio::process::Command::from(command).status().await;
        }
        let own = self.own.clone();
        let _ = tokio::task::spawn_blocking(move || super::code::remove(&own)).await;
        self.slot = None;
    }
}

fn kill_group(pid: u32) {
    let group = i32::try_from(pid).ok().filter(|&it| it > 1).and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        // It is fine when nobody is left.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}
