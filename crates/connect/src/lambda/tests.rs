//! The engine with real interpreters: what good handlers get, and what bad ones cannot do.
//!
//! Everything is tried in every sandbox that works on this machine; one that does not is named on standard error.

mod contained;
mod life;
mod node;
mod provided;
mod python;

use super::code::tests::zip_of;
use super::*;
use gemel_model::time::Timestamp;
use std::collections::BTreeMap;
use std::time::{Instant, UNIX_EPOCH};

pub(in super::super) struct Tasks;

impl Spawner for Tasks {
    fn spawn(&self, _: &'static str, work: gemel_model::task::Work) {
        tokio::runtime::Handle::current().spawn(work);
    }
}

struct RealClock;

impl Clock for RealClock {
    fn now(&self) -> Timestamp {
        // Handlers compare their deadline with the real time.
        let since = UNIX_EPOCH.elapsed().unwrap();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
    }
}

struct Keys;

impl Credentials for Keys {
    fn issue(&self, role_arn: &str, function_name: &str, _: i64) -> Result<Issued> {
        Ok(Issued {
            access_key_id: "ASIATEST".into(),
            secret_access_key: format!("secret of {function_name}"),
            session_token: role_arn.into(),
        })
    }
}

/// An interpreter that workers can reach: in the plain sandbox those of root have a user of their own.
fn python(kind: SandboxKind) -> &'static str {
    let everyones = "/usr/bin/python3";
    let needs_it = kind == SandboxKind::Plain && rustix::process::geteuid().is_root();
    if needs_it && Path::new(everyones).exists() { everyones } else { "python3" }
}

/// An engine in a folder of its own.
struct Bench {
    engine: Engine,
    folder: tempfile::TempDir,
}

impl Bench {
    /// An engine with a sandbox; `None` and a line on standard error when it does not work here.
    async fn open(kind: SandboxKind) -> Option<Self> {
        Self::with(kind, |_| ()).await
    }

    async fn with(kind: SandboxKind, change: impl FnOnce(&mut Settings)) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings {
            folder: folder.path().join("functions"),
            work: folder.path().join("workers"),
            python: python(kind).into(),
            node: "node".into(),
            workers_max: 8,
            concurrency: 4,
            idle_max: Duration::from_mins(5),
            connector_limit: Duration::from_secs(20),
            region: "eu-west-1".into(),
            endpoint_url: "http://127.0.0.1:8780".into(),
            sandbox: Some(kind),
        };
        change(&mut settings);
        match Engine::open(settings, Arc::new(RealClock), Arc::new(Tasks), Arc::new(Keys)).await {
            Ok(engine) => Some(Self { engine, folder }),
            Err(error) => {
                skipped(&format!("the sandbox {kind:?} does not work here: {}", error.chain()));
                None
            }
        }
    }

    /// Deploys a function and gives its name.
    async fn function(&self, runtime: &str, handler: &str, files: &[(&str, &str)]) -> String {
        self.changed(runtime, handler, files, |_| ()).await
    }

    async fn changed(
        &self,
        runtime: &str,
        handler: &str,
        files: &[(&str, &str)],
        change: impl FnOnce(&mut FunctionSpec),
    ) -> String {
        let function = self.spec(runtime, handler, files, change).await;
        let name = function.name.clone();
        self.engine.deploy(function);
        name
    }

    async fn spec(
        &self,
        runtime: &str,
        handler: &str,
        files: &[(&str, &str)],
        change: impl FnOnce(&mut FunctionSpec),
    ) -> FunctionSpec {
        let name = format!("f{}", uuid::Uuid::new_v4().simple());
        let code = self.engine.keep_code(&name, CodeSource::Zip(zip_of(files))).await.unwrap();
        let mut function = FunctionSpec {
            arn: format!("arn:aws:lambda:eu-west-1:000000000000:function:{name}"),
            name,
            runtime: runtime.into(),
            handler: handler.into(),
            role: "arn:aws:iam::000000000000:role/reader".into(),
            description: String::new(),
            variables: BTreeMap::new(),
            timeout_s: 10,
            memory_mb: 256,
            concurrency: None,
            tags: BTreeMap::new(),
            code,
            last_modified_epoch_ms: 0,
            revision_id: String::new(),
            state: State::Active,
        };
        change(&mut function);
        function
    }

    /// One call; the answer as text.
    async fn call(&self, name: &str, event: &str) -> Called {
        self.engine.call(name, Call::new(event.to_owned())).await.unwrap()
    }

    /// Calls, and checks whether it succeeds with, or fails with, something that contains `want`.
    async fn check(&self, name: &str, event: &str, want: std::result::Result<&str, &str>) -> Called {
        let called = self.call(name, event).await;
        let text = String::from_utf8_lossy(&called.payload).into_owned();
        let got = if called.error.is_some() { Err(()) } else { Ok(()) };
        let (Ok(part) | Err(part)) = want;
        assert_eq!(got, want.map(|_| ()).map_err(|_| ()), "{text}\n{}", called.log_tail);
        assert!(text.contains(part), "`{text}` does not say `{part}`\n{}", called.log_tail);
        called
    }

    /// All log text of a function.
    fn log(&self, name: &str) -> String {
        self.engine.logs(name).iter().map(|it| it.text.as_str()).collect()
    }
}

/// Says what is not tried here, where it can be seen: the test runner keeps what passing tests print.
fn skipped(what: &str) {
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("SKIPPED: {what}\n").as_bytes());
}

const KINDS: [SandboxKind; 3] = [SandboxKind::Bwrap, SandboxKind::Unshare, SandboxKind::Plain];

/// Waits until something is so.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(20), "not so in time: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// How many processes of this machine have a word in their command line.
fn processes_with(word: &str) -> usize {
    let of = |entry: std::fs::DirEntry| std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
    let all = fs::read_dir("/proc").unwrap().flatten();
    all.filter(|it| it.file_name().to_string_lossy().bytes().all(|it| it.is_ascii_digit()))
        .map(of)
        .filter(|it| String::from_utf8_lossy(it).contains(word))
        .count()
}
