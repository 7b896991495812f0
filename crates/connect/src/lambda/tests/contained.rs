//! What a bad function cannot do, in every sandbox.

use super::*;
use std::io::Read;
use std::net::TcpListener;

const APP: &str = r#"
import os, socket, subprocess, sys, time

def loops(event, context):
    print("looping", flush=True)
    while True: pass

def ignores(event, context):
    import signal
    for s in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(s, signal.SIG_IGN)
    time.sleep(600)

def forks(event, context):
    for n in range(5):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execvp("sleep", ["sleep", event])
            os._exit(0)
    subprocess.Popen(["sleep", event])
    time.sleep(0.2)
    if "die" in os.environ.get("MODE", ""): os._exit(1)
    return "forked"

def returns_twice(event, context):
    os.fork()
    return os.getpid()

def prints(event, context):
    for _ in range(event): print("x" * 999)
    return "printed"

def eats(event, context):
    hoard = []
    while True:
        hoard.append(b"x" * 10_000_000)
        time.sleep(0.01)

def eats_at_once(event, context):
    return len(bytearray(8 << 30))

def threads(event, context):
    n = 0
    try:
        for n in range(3000):
            if os.fork() == 0:
                time.sleep(600)
    except OSError as error:
        return "stopped"
    return n

def try_open(path, mode):
    try:
        with open(path, mode) as file: return file.read(20) if mode == "r" else "written"
    except OSError as error: return type(error).__name__

def looks(event, context):
    status = dict(line.rstrip("\n").split(":\t", 1) for line in open("/proc/self/status") if ":\t" in line)
    n_processes = len([it for it in os.listdir("/proc") if it.isdigit()])
    return {
        "secret": try_open(event["secret"], "r"), "neighbour": os.path.exists(event["neighbour"]),
        "task": try_open(os.environ["LAMBDA_TASK_ROOT"] + "/app.py", "a"),
        "new": try_open(os.environ["LAMBDA_TASK_ROOT"] + "/new.txt", "w"),
        "usr": try_open("/usr/new.txt", "w"), "tmp": try_open(os.environ["TMPDIR"] + "/x", "w"),
        "shadow": try_open("/etc/shadow", "r"), "uid": os.getuid(), "no_new_privs": status["NoNewPrivs"],
        "caps": status["CapEff"] + status["CapPrm"] + status["CapBnd"], "n_processes": n_processes, "core": os.getpid(),
    }

def shares(event, context):
    path = os.environ["TMPDIR"] + "/shared"
    seen = os.path.exists(path)
    open(path, "w").close()
    return seen
"#;

async fn in_each(mut test: impl AsyncFnMut(Bench)) {
    for kind in KINDS {
        if let Some(bench) = Bench::open(kind).await {
            test(bench).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn time_is_limited() {
    in_each(async |bench| {
        for handler in ["loops", "ignores"] {
            let name = bench
                .changed("python3.12", &format!("app.{handler}"), &[("app.py", APP)], |it| it.timeout_s = 1)
                .await;
            let began = Instant::now();
            let called = bench.check(&name, "{}", Err("Task timed out after 1.00 seconds")).await;
            assert!(called.is_timeout);
            assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
            let error = bench.engine.invoke(&name, b"{}".to_vec()).await.unwrap_err();
            assert_eq!(error.kind(), Kind::ConnectorTimeout, "{error:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn children_do_not_outlive_a_worker() {
    in_each(async |bench| {
        for mode in ["die", "live"] {
            let seconds = format!("9{}", uuid::Uuid::new_v4().as_u128() % 1_000_000_000);
            let name = bench
                .changed("python3.12", "app.forks", &[("app.py", APP)], |it| {
                    it.variables = BTreeMap::from([("MODE".into(), mode.into())]);
                })
                .await;
            let want = if mode == "die" { Err("exit status 1") } else { Ok("forked") };
            bench.check(&name, &format!("\"{seconds}\""), want).await;
            if mode == "live" {
                assert!(processes_with(&seconds) >= 6, "the children are not there: the test proves nothing");
                bench.engine.remove(&name);
            }
            if bench.engine.sandbox() == SandboxKind::Plain && !rustix::process::geteuid().is_root() {
                skipped("in the plain sandbox under one user, a child that left its group lives on");
                continue;
            }
            until("all children are gone", || processes_with(&seconds) == 0).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forked_child_does_not_answer_for_its_parent() {
    let bench = Bench::open(SandboxKind::Plain).await.unwrap();
    let name = bench.function("python3.12", "app.returns_twice", &[("app.py", APP)]).await;
    let first = bench.check(&name, "{}", Ok("")).await.payload;
    for _ in 0..5 {
        assert_eq!(bench.check(&name, "{}", Ok("")).await.payload, first, "another process answered");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn printing_and_eating_are_limited() {
    in_each(async |bench| {
        let name = bench.function("python3.12", "app.prints", &[("app.py", APP)]).await;
        bench.check(&name, "20000", Ok("printed")).await;
        let log = bench.log(&name);
        assert!(log.len() < 300_000, "{}", log.len());
        assert!(log.contains("bytes before this were dropped]"), "{}", &log[..200]);
        let name = bench.changed("python3.12", "app.eats", &[("app.py", APP)], |it| it.memory_mb = 128).await;
        bench.check(&name, "{}", Err("more than its 128 MB of memory")).await;
        let name = bench
            .changed("python3.12", "app.eats_at_once", &[("app.py", APP)], |it| it.memory_mb = 128)
            .await;
        bench.check(&name, "{}", Err("MemoryError")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fork_bomb_stops() {
    in_each(async |bench| {
        if bench.engine.sandbox() == SandboxKind::Plain && !rustix::process::geteuid().is_root() {
            skipped("in the plain sandbox under one user, processes are not counted");
            return;
        }
        let name =
            bench.changed("python3.12", "app.threads", &[("app.py", APP)], |it| it.memory_mb = 3008).await;
        bench.check(&name, "{}", Ok("stopped")).await;
        bench.engine.remove(&name);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_and_privileges_are_the_least() {
    in_each(async |bench| {
        let secret = bench.folder.path().join("credentials");
        fs::write(&secret, "the root's secret").unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
        let neighbour = bench.function("python3.12", "app.looks", &[("app.py", APP)]).await;
        let name = bench.function("python3.12", "app.looks", &[("app.py", APP)]).await;
        let event = serde_json::json!({ "secret": secret, "neighbour": bench.folder.path().join("functions").join(neighbour) });
        let called = bench.check(&name, &event.to_string(), Ok("")).await;
        let saw: serde_json::Value = serde_json::from_slice(&called.payload).unwrap();
        assert_eq!(saw["no_new_privs"], "1", "{saw}");
        assert_eq!(saw["tmp"], "written", "{saw}");
        let is_root = rustix::process::geteuid().is_root();
        if is_root {
            assert!(saw["uid"].as_u64().unwrap() >= 30_000, "{saw}");
            assert!(saw["caps"].as_str().unwrap().bytes().all(|it| it == b'0'), "{saw}");
        }
        let hides = bench.engine.sandbox() != SandboxKind::Plain;
        if hides || is_root {
            for file in ["secret", "task", "new", "usr", "shadow"] {
                let got = saw[file].as_str().unwrap();
                assert!(["FileNotFoundError", "PermissionError", "OSError"].contains(&got), "{file}: {saw}");
            }
        } else {
            skipped(&format!("the plain sandbox under one user hides no files: {saw}"));
        }
        if hides {
            assert_eq!(saw["neighbour"], false, "{saw}");
            assert!(saw["n_processes"].as_u64().unwrap() < 6, "{saw}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_worker_has_its_own_tmp() {
    in_each(async |bench| {
        for _ in 0..2 {
            let name = bench.function("python3.12", "app.shares", &[("app.py", APP)]).await;
            bench.check(&name, "{}", Ok("false")).await;
            bench.check(&name, "{}", Ok("true")).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_of_the_function_is_never_loaded_with_privileges() {
    // If a tool that still holds privileges loaded this, it would complain of it before the handler runs.
    in_each(async |bench| {
        let name = bench
            .changed(
                "python3.12",
                "app.looks",
                &[
                    ("app.py", "import os\ndef looks(e, c): return os.environ['LD_PRELOAD']"),
                    ("x.so", "junk"),
                ],
                |it| {
                    it.variables = BTreeMap::from([("LD_PRELOAD".into(), "/var/task/x.so".into())]);
                },
            )
            .await;
        let called = bench.check(&name, "{}", Ok("/var/task/x.so")).await;
        let n_loaded = called.log_tail.matches("cannot be preloaded").count();
        assert!(n_loaded <= 1, "{}", called.log_tail);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_users_process_cannot_answer_for_a_worker() {
    if !rustix::process::geteuid().is_root() {
        skipped("workers have no user ids of their own here");
        return;
    }
    let bench = Bench::open(SandboxKind::Plain).await.unwrap();
    // The handler tells its port to us through a listener, and waits for us to try.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let code = "import os, socket\ndef go(port, c):\n    s = socket.create_connection(('127.0.0.1', port)); s.sendall(os.environ['AWS_LAMBDA_RUNTIME_API'].encode()); s.shutdown(1); s.recv(1); return 'mine'";
    let name = bench.function("python3.12", "app.go", &[("app.py", code)]).await;
    let port = listener.local_addr().unwrap().port();
    let attack = tokio::task::spawn_blocking(move || {
        let (mut worker, _) = listener.accept().unwrap();
        worker.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut address = String::new();
        worker.read_to_string(&mut address).unwrap();
        let mut api = std::net::TcpStream::connect(address).unwrap();
        std::io::Write::write_all(
            &mut api,
            b"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n",
        )
        .unwrap();
        let mut heard = Vec::new();
        let _ = api.read_to_end(&mut heard);
        heard
    });
    let called = bench.call(&name, &port.to_string()).await;
    if called.error.is_some() {
        // Lets the attacker end.
        let _ = std::net::TcpStream::connect(("127.0.0.1", port));
    }
    assert_eq!(called.payload, "\"mine\"", "{}", called.log_tail);
    assert_eq!(attack.await.unwrap(), b"", "someone else got an answer of the Runtime API");
}
