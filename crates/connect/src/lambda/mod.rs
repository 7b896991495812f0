//! The engine of Lambda-style functions: code on disk, worker processes in sandboxes, the Runtime API between.
//!
//! ```text
//!  call ──> pool (queue, warm workers) ──> worker ──job──> Runtime API  <──GET next──  python, node, bootstrap
//!               │                            │                          <──POST answer──   in a sandbox
//!               └─ slots: all functions'     └─ kill: process group, namespace, user
//! ```
//! Read on in `pool.rs` for the life of a call, in `worker.rs` for the life of a process, in `sandbox.rs` for what it
//! may do.

mod code;
mod environment;
mod failure;
mod interpreter;
mod logs;
mod memory;
mod pool;
mod runtime_api;
mod sandbox;
mod slots;
mod spec;
mod starter;
#[cfg(test)]
mod tests;
mod worker;

pub use code::CodeSource;
pub use environment::{Credentials, Issued, check_variables, log_group};
pub use failure::StartFailure;
pub use logs::InvocationLog;
pub use runtime_api::PAYLOAD_BYTES_MAX;
pub use sandbox::SandboxKind;
pub use spec::{Code, FunctionSpec, Language, State};

use crate::{Call, Called, Functions, Invoked, Invoker};
use async_trait::async_trait;
use gemel_model::task::Spawner;
use gemel_model::time::Clock;
use gemel_model::{Error, Kind, Result};
use interpreter::Interpreters;
use logs::Ring;
use pool::{CodeFolder, INIT_MAX, Pool};
use sandbox::Sandbox;
use slots::{Slot, Slots};
use starter::Starter;
use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{oneshot, watch};
use worker::Worker;

/// How often idle workers are looked at.
const REST_LOOK: Duration = Duration::from_secs(2);
/// What every worker needs of ours; put on disk at every start.
const RUNTIME: [(&str, &str); 4] = [
    ("python.py", include_str!("clients/python.py")),
    ("node.mjs", include_str!("clients/node.mjs")),
    ("start.sh", include_str!("clients/start.sh")),
    ("unshare.sh", include_str!("clients/unshare.sh")),
];

/// How functions run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder that holds functions' code; the engine's own.
    pub folder: PathBuf,
    /// The folder for what workers need while they run; emptied at the start, and nothing to back up.
    pub work: PathBuf,
    /// The Python interpreter.
    pub python: String,
    /// The Node interpreter.
    pub node: String,
    /// Workers of all functions together.
    pub workers_max: usize,
    /// Invocations of one function at once, where it does not say so itself.
    pub concurrency: u32,
    /// Idle time after which a worker is stopped.
    pub idle_max: Duration,
    /// How long a connector's call may take, start of a worker included.
    pub connector_limit: Duration,
    /// The region that functions are told.
    pub region: String,
    /// The address of this server that functions are told.
    pub endpoint_url: String,
    /// The confinement, where it is not the best that works.
    pub sandbox: Option<SandboxKind>,
}

/// The engine.
pub struct Engine {
    inner: Arc<Inner>,
}

struct Inner {
    settings: Settings,
    clock: Arc<dyn Clock>,
    spawner: Arc<dyn Spawner>,
    credentials: Arc<dyn Credentials>,
    sandbox: Sandbox,
    interpreters: Interpreters,
    starter: Starter,
    slots: Arc<Slots>,
    pools: Mutex<HashMap<String, Arc<Pool>>>,
    /// Our runtime clients, on disk.
    runtime: PathBuf,
    /// Where workers' own folders are.
    work: PathBuf,
    closed: watch::Sender<bool>,
}

impl Engine {
    /// Opens the engine; functions come with [`Functions::deploy`].
    pub async fn open(
        settings: Settings,
        clock: Arc<dyn Clock>,
        spawner: Arc<dyn Spawner>,
        credentials: Arc<dyn Credentials>,
    ) -> Result<Self> {
        let failed = |error: std::io::Error| {
            Error::internal(format!("functions cannot be run: {error}")).because(error)
        };
        let (folder, work, wanted) = (settings.folder.clone(), settings.work.clone(), settings.sandbox);
        let prepared = tokio::task::spawn_blocking(move || prepare(&folder, &work, wanted));
        let (sandbox, runtime, work) =
            prepared.await.map_err(std::io::Error::other).and_then(|it| it).map_err(failed)?;
        tracing::info!(sandbox = sandbox.describe(), "functions are confined");
        let inner = Arc::new(Inner {
            slots: Slots::new(settings.workers_max),
            starter: Starter::new().map_err(failed)?,
            settings,
            clock,
            spawner,
            credentials,
            sandbox,
            interpreters: Interpreters::default(),
            pools: Mutex::default(),
            runtime,
            work,
            closed: watch::Sender::new(false),
        });
        let weak = Arc::downgrade(&inner);
        let mut closed = inner.closed.subscribe();
        inner.spawner.spawn(
            "function workers' rest",
            Box::pin(async move {
                while tokio::time::timeout(REST_LOOK, closed.wait_for(|&it| it)).await.is_err() {
                    let Some(inner) = weak.upgrade() else { return };
                    for pool in inner.all() {
                        pool.rest(inner.settings.idle_max);
                    }
                }
            }),
        );
        Ok(Self { inner })
    }

    /// The confinement in force, in words.
    pub fn describe(&self) -> String {
        self.inner.sandbox.describe()
    }

    /// The confinement in force.
    pub fn sandbox(&self) -> SandboxKind {
        self.inner.sandbox.kind()
    }

    /// Removes the folders of functions that are not deployed; to be called once, when all that are known are.
    pub fn sweep(&self) {
        let known: Vec<String> = self.inner.all().iter().map(|it| it.function.name.clone()).collect();
        let Ok(entries) = fs::read_dir(&self.inner.settings.folder) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') && !known.contains(&name) {
                code::remove(&entry.path());
            }
        }
        for pool in self.inner.all() {
            code::sweep(&self.inner.settings.folder.join(&pool.function.name), &pool.function.code.folder);
            if self.inner.sandbox.uid(0).is_some() {
                code::open_to_read(&pool.folder.path);
            }
        }
    }

    /// Ends every worker. Calls under way end as if their workers had crashed.
    pub fn close(&self) {
        self.inner.closed.send_replace(true);
        let pools: Vec<_> = self.inner.lock().drain().map(|it| it.1).collect();
        for pool in pools {
            pool.retire();
        }
    }
}

#[async_trait]
impl Functions for Engine {
    async fn keep_code(&self, name: &str, source: CodeSource) -> Result<Code> {
        let folder = self.inner.home(name)?;
        tokio::task::spawn_blocking(move || code::keep(&folder, source))
            .await
            .map_err(|error| Error::internal("unpacking a function ended early").because(error))?
    }

    async fn discard_code(&self, name: &str, code: &Code) {
        if let Ok(home) = self.inner.home(name) {
            let folder = home.join(&code.folder);
            let _ = tokio::task::spawn_blocking(move || code::remove(&folder)).await;
        }
    }

    async fn probe(&self, function: &FunctionSpec) -> Result<(), StartFailure> {
        let slot = self.inner.slot(INIT_MAX).await.map_err(|error| {
            StartFailure::seen("InternalError", "InternalError", error.message().to_owned(), String::new())
        })?;
        let worker = Worker::start(&self.inner, function, slot, INIT_MAX).await?;
        worker.kill();
        Ok(())
    }

    fn deploy(&self, function: FunctionSpec) {
        let name = function.name.clone();
        let path = self.inner.code_of(&function);
        let mut pools = self.inner.lock();
        let old = pools.remove(&name);
        let ring = match &old {
            Some(old) => Arc::clone(&old.ring),
            None => Arc::new(Ring::of(&self.inner.settings, &name)),
        };
        let folder = match &old {
            Some(old) if old.folder.path == path => Arc::clone(&old.folder),
            _ => CodeFolder::new(path, Arc::clone(&self.inner.spawner)),
        };
        if let Some(old) = &old {
            old.retire();
            if !Arc::ptr_eq(&old.folder, &folder) {
                old.folder.doom();
            }
        }
        pools.insert(name, Arc::new(Pool::new(function, ring, folder, self.inner.settings.concurrency)));
    }

    fn remove(&self, name: &str) {
        let removed = self.inner.lock().remove(name);
        if let Some(pool) = removed {
            pool.retire();
            pool.folder.doom();
        }
    }

    async fn call(&self, name: &str, call: Call) -> Result<Called> {
        let pool = self.inner.lock().get(name).map(Arc::clone);
        let pool = pool.ok_or_else(|| Error::not_found(format!("Function not found: {name}")))?;
        if call.payload.len() > PAYLOAD_BYTES_MAX {
            return Err(Error::invalid(format!(
                "{} byte payload is too large for the RequestResponse invocation type (limit {PAYLOAD_BYTES_MAX} bytes)",
                call.payload.len()
            )));
        }
        // A call that began runs to its end, even when nobody waits for it any more.
        let (reply, answer) = oneshot::channel();
        let inner = Arc::clone(&self.inner);
        self.inner.spawner.spawn(
            "function call",
            Box::pin(async move {
                let _ = reply.send(pool.call(&inner, call).await);
            }),
        );
        answer.await.map_err(|_| Error::internal("a function's call was given up"))?
    }

    fn logs(&self, name: &str) -> Vec<InvocationLog> {
        self.inner.lock().get(name).map(|it| it.ring.all()).unwrap_or_default()
    }

    fn describe(&self) -> String {
        Self::describe(self)
    }
}

#[async_trait]
impl Invoker for Engine {
    async fn invoke(&self, function_name: &str, payload: Vec<u8>) -> Result<Invoked> {
        let limit = Some(self.inner.settings.connector_limit);
        let called = self.call(function_name, Call { limit, ..Call::new(payload) }).await?;
        if called.is_timeout {
            return Err(Error::new(
                Kind::ConnectorTimeout,
                format!("the function `{function_name}` did not answer in its time"),
            ));
        }
        Ok(Invoked { payload: called.payload.to_vec(), error: called.error, log_tail: called.log_tail })
    }
}

impl Inner {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Pool>>> {
        self.pools.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn all(&self) -> Vec<Arc<Pool>> {
        self.lock().values().cloned().collect()
    }

    /// A function's own folder.
    fn home(&self, name: &str) -> Result<PathBuf> {
        let is_name = !name.is_empty()
            && name.len() <= 140
            && name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'));
        if !is_name {
            return Err(Error::invalid(format!("`{name}` is not the name of a function")));
        }
        Ok(self.settings.folder.join(name))
    }

    /// Where a function's code lies.
    fn code_of(&self, function: &FunctionSpec) -> PathBuf {
        self.settings.folder.join(&function.name).join(&function.code.folder)
    }

    /// Room for a worker; an idle worker makes way, the longest idle one first.
    async fn slot(&self, wait: Duration) -> Result<Slot> {
        if let Some(slot) = self.slots.try_take() {
            return Ok(slot);
        }
        let idle = self.all().into_iter().filter_map(|it| Some((it.idle_since()?, it)));
        if let Some((_, pool)) = idle.min_by_key(|it| it.0) {
            pool.evict();
        }
        tokio::time::timeout(wait, self.slots.take()).await.map_err(|_| {
            Error::new(
                Kind::Throttled,
                format!(
                    "all {} workers are busy; see the setting `functions.workers_max`",
                    self.settings.workers_max
                ),
            )
        })
    }
}

impl Drop for Inner {
    /// Nothing of a worker is needed any more; the last ones end with their owners, which are gone too.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.work);
    }
}

/// Folders, our files in them, and the confinement that works.
fn prepare(
    folder: &Path,
    work: &Path,
    wanted: Option<SandboxKind>,
) -> std::io::Result<(Sandbox, PathBuf, PathBuf)> {
    let runtime = folder.join(".runtime");
    let _ = fs::remove_dir_all(work);
    for it in [runtime.as_path(), work] {
        fs::create_dir_all(it)?;
        fs::set_permissions(it, fs::Permissions::from_mode(0o755))?;
    }
    for (name, text) in RUNTIME {
        fs::write(runtime.join(name), text)?;
        fs::set_permissions(runtime.join(name), fs::Permissions::from_mode(0o644))?;
    }
    let (runtime, work) = (runtime.canonicalize()?, work.canonicalize()?);
    let sandbox = Sandbox::choose(wanted, &runtime, &work)?;
    if sandbox.hides_files() || sandbox.uid(0).is_none() {
        return Ok((sandbox, runtime, work));
    }
    // Another user could not reach a folder inside the data folder, which is nobody else's business.
    let work = std::env::temp_dir().join(format!("gemel-functions-{}", uuid::Uuid::new_v4().simple()));
    fs::create_dir(&work)?;
    fs::set_permissions(&work, fs::Permissions::from_mode(0o711))?;
    Ok((sandbox, runtime, work))
}
