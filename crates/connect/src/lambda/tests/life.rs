//! Workers over time: warm, idle, crashed, replaced, too many.

use super::*;

const APP: &str = r"
import os, time
def pid(event, context): return os.getpid()
def slow(event, context): time.sleep(event); return os.getpid()
def crash(event, context): os._exit(5) if event == 'die' else None; return 'alive'
def leaves(event, context):
    import threading
    threading.Timer(0.05, lambda: os._exit(1)).start()
    return 'left'
";

async fn bench(change: impl FnOnce(&mut Settings)) -> Bench {
    Bench::with(SandboxKind::Plain, change).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_costs_one_call() {
    let bench = bench(|_| ()).await;
    let name = bench.function("python3.12", "app.crash", &[("app.py", APP)]).await;
    bench.check(&name, "1", Ok("alive")).await;
    bench.check(&name, "\"die\"", Err("exit status 5")).await;
    bench.check(&name, "1", Ok("alive")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_ends_between_two_calls_is_replaced() {
    let bench = bench(|_| ()).await;
    let name = bench.function("python3.12", "app.leaves", &[("app.py", APP)]).await;
    for _ in 0..4 {
        bench.check(&name, "1", Ok("left")).await;
        let work = bench.engine.inner.work.clone();
        until("the worker is gone", || fs::read_dir(&work).unwrap().count() == 0).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_run_side_by_side_up_to_the_limit_and_then_queue() {
    let bench = bench(|_| ()).await;
    let name =
        bench.changed("python3.12", "app.slow", &[("app.py", APP)], |it| it.concurrency = Some(2)).await;
    let calls = (0..6).map(|_| bench.engine.call(&name, Call::new("0.1")));
    let mut pids: Vec<_> =
        futures::future::join_all(calls).await.into_iter().map(|it| it.unwrap().payload).collect();
    pids.sort();
    pids.dedup();
    assert_eq!(pids.len(), 2, "{pids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_has_an_end() {
    let bench = bench(|_| ()).await;
    let name = bench
        .changed("python3.12", "app.slow", &[("app.py", APP)], |it| {
            it.concurrency = Some(1);
            it.timeout_s = 1;
        })
        .await;
    let calls = (0..30).map(|_| bench.engine.call(&name, Call::new("0.01")));
    let kinds: Vec<_> = futures::future::join_all(calls)
        .await
        .into_iter()
        .map(|it| it.map_err(|it| it.kind()).map(|_| ()))
        .collect();
    let n_throttled = kinds.iter().filter(|it| **it == Err(Kind::Throttled)).count();
    assert_eq!(n_throttled, 30 - 1 - 16, "{kinds:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_workers_stop_and_the_folder_of_each_is_gone() {
    let bench = bench(|it| it.idle_max = Duration::from_millis(100)).await;
    let name = bench.function("python3.12", "app.pid", &[("app.py", APP)]).await;
    let first = bench.call(&name, "1").await.payload;
    let work = bench.engine.inner.work.clone();
    assert_eq!(fs::read_dir(&work).unwrap().count(), 1);
    until("the idle worker's folder is gone", || fs::read_dir(&work).unwrap().count() == 0).await;
    assert_ne!(bench.call(&name, "1").await.payload, first);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_functions_idle_worker_makes_way_for_anothers() {
    let bench = bench(|it| it.workers_max = 1).await;
    let one = bench.function("python3.12", "app.pid", &[("app.py", APP)]).await;
    let two = bench.function("python3.12", "app.pid", &[("app.py", APP)]).await;
    for _ in 0..2 {
        let first = bench.call(&one, "1").await.payload;
        assert_ne!(bench.call(&two, "1").await.payload, first);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_replaces_the_old_one_whose_code_goes() {
    let bench = bench(|_| ()).await;
    let mut function =
        bench.spec("python3.12", "app.f", &[("app.py", "def f(e, c): return 'old'")], |_| ()).await;
    let name = function.name.clone();
    bench.engine.deploy(function.clone());
    bench.check(&name, "1", Ok("old")).await;
    let old = bench.engine.inner.code_of(&function);
    let zip = zip_of(&[("app.py", "def f(e, c): return 'new'")]);
    function.code = bench.engine.keep_code(&name, CodeSource::Zip(zip)).await.unwrap();
    bench.engine.deploy(function.clone());
    bench.check(&name, "1", Ok("new")).await;
    until("the old code is gone", || !old.exists()).await;
    // Only settings change: the code stays.
    function.timeout_s = 5;
    bench.engine.deploy(function.clone());
    bench.check(&name, "1", Ok("new")).await;
    assert!(bench.engine.inner.code_of(&function).exists());
    bench.engine.remove(&name);
    until("the code is gone", || !bench.engine.inner.code_of(&function).exists()).await;
    let error = bench.engine.call(&name, Call::new("1")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_cannot_start_is_not_started_again_and_again() {
    let bench = bench(|_| ()).await;
    let name = bench.function("python3.12", "app.f", &[("app.py", "print('starting')\n1 / 0")]).await;
    for _ in 0..40 {
        bench.check(&name, "1", Err("ZeroDivisionError")).await;
    }
    let n_work = bench.engine.logs(&name).len();
    assert_eq!(n_work, 40);
    let began = Instant::now();
    bench.check(&name, "1", Err("ZeroDivisionError")).await;
    assert!(began.elapsed() < Duration::from_millis(30), "it was started again at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connectors_limit_counts_the_start_too() {
    let bench = bench(|it| it.connector_limit = Duration::from_millis(700)).await;
    let name = bench
        .function("python3.12", "app.f", &[("app.py", "import time\ntime.sleep(5)\ndef f(e, c): pass")])
        .await;
    let began = Instant::now();
    let error = bench.engine.invoke(&name, b"1".to_vec()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::ConnectorTimeout);
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_runs_to_its_end_without_its_caller() {
    let bench = bench(|_| ()).await;
    let name = bench.function("python3.12", "app.slow", &[("app.py", APP)]).await;
    let call = bench.engine.call(&name, Call::new("0.3"));
    assert!(tokio::time::timeout(Duration::from_millis(50), call).await.is_err());
    until("the call is in the log", || bench.log(&name).contains("REPORT")).await;
    assert!(!bench.log(&name).contains("error"), "{}", bench.log(&name));
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_ends_every_worker() {
    let bench = bench(|_| ()).await;
    let name = bench.function("python3.12", "app.pid", &[("app.py", APP)]).await;
    bench.call(&name, "1").await;
    let work = bench.engine.inner.work.clone();
    bench.engine.close();
    until("no worker is left", || fs::read_dir(&work).unwrap().count() == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leftovers_of_a_crash_are_swept() {
    let bench = bench(|_| ()).await;
    let name = bench.function("python3.12", "app.pid", &[("app.py", APP)]).await;
    let home = bench.folder.path().join("functions");
    let orphan = bench.engine.keep_code("nobody", CodeSource::Zip(zip_of(&[("a", "b")]))).await.unwrap();
    let old = bench.engine.keep_code(&name, CodeSource::Zip(zip_of(&[("a", "b")]))).await.unwrap();
    bench.engine.sweep();
    assert!(!home.join("nobody").join(orphan.folder).exists());
    assert!(!home.join(&name).join(old.folder).exists());
    bench.check(&name, "1", Ok("")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_that_came_back_unreadable_or_not_at_all() {
    let bench = bench(|_| ()).await;
    let spec = bench.spec("python3.12", "lib/app.pid", &[("lib/app.py", APP)], |_| ()).await;
    let name = spec.name.clone();
    let code = bench.engine.inner.code_of(&spec);
    for it in [code.join("lib/app.py"), code.join("lib"), code.clone()] {
        fs::set_permissions(&it, fs::Permissions::from_mode(if it.is_dir() { 0o700 } else { 0o600 }))
            .unwrap();
    }
    bench.engine.deploy(spec);
    bench.engine.sweep();
    bench.check(&name, "1", Ok("")).await;
    bench.engine.inner.lock()[&name].retire();
    fs::remove_dir_all(&code).unwrap();
    bench.check(&name, "1", Err("the code of this function is not on disk any more")).await;
}
