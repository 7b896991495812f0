//! Functions over a fake engine: what is kept, in which order, and what is refused.

use super::*;
use crate::testing::{bench, root};
use async_trait::async_trait;
use gemel_connect::lambda::{InvocationLog, StartFailure};
use gemel_model::quota::Quotas;
use std::sync::Mutex as Lock;

/// An engine that writes down what it is told.
#[derive(Default)]
struct Told {
    lines: Lock<Vec<String>>,
    n_kept: Lock<u32>,
}

impl Told {
    fn say(&self, line: String) {
        self.lines.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.lines.lock().unwrap())
    }
}

#[async_trait]
impl Engine for Told {
    async fn keep_code(&self, name: &str, source: CodeSource) -> Result<Code> {
        let mut n = self.n_kept.lock().unwrap();
        *n += 1;
        let text = match source {
            CodeSource::Zip(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            CodeSource::Folder(path) => path.display().to_string(),
        };
        self.say(format!("keep {name} {text}"));
        Ok(Code { sha256: text, size_bytes: 1, folder: format!("v{n}") })
    }

    async fn discard_code(&self, name: &str, code: &Code) {
        self.say(format!("discard {name} {}", code.folder));
    }

    async fn probe(&self, function: &FunctionSpec) -> Result<(), StartFailure> {
        if function.code.sha256 == "broken" {
            let message = "Runtime.ImportModuleError: no".to_owned();
            let code = "FunctionError.InvalidEntryPoint";
            return Err(StartFailure { code, message, document: Vec::new(), log: String::new() });
        }
        Ok(())
    }

    fn deploy(&self, function: FunctionSpec) {
        self.say(format!("deploy {} {}", function.name, function.code.folder));
    }

    fn remove(&self, name: &str) {
        self.say(format!("remove {name}"));
    }

    async fn call(&self, name: &str, call: Call) -> Result<Called> {
        self.say(format!("call {name}"));
        Ok(Called { payload: call.payload, error: None, is_timeout: false, log_tail: String::new() })
    }

    fn logs(&self, _: &str) -> Vec<InvocationLog> {
        Vec::new()
    }

    fn describe(&self) -> String {
        "a fake".to_owned()
    }
}

fn functions() -> (Functions, Arc<Told>, crate::testing::Bench) {
    let bench = bench(Quotas::GENEROUS);
    let told = Arc::new(Told::default());
    let ports = FunctionPorts {
        store: Arc::clone(&bench.app.store),
        objects: Arc::clone(&bench.app.objects),
        engine: Arc::clone(&told) as _,
        clock: Arc::clone(&bench.app.clock),
        spawner: Arc::clone(&bench.app.spawner),
    };
    (Functions::new(ports, "us-east-1".into(), "000000000000".into()), told, bench)
}

fn draft(name: &str, code: &str) -> FunctionDraft {
    FunctionDraft {
        name: name.into(),
        code: CodeOrigin::Zip(code.into()),
        tags: BTreeMap::from([("k".into(), "v".into())]),
        settings: FunctionChange {
            runtime: Some("python3.12".into()),
            handler: Some("app.handler".into()),
            role: Some("arn:aws:iam::000000000000:role/x".into()),
            ..FunctionChange::default()
        },
    }
}

#[tokio::test]
async fn a_functions_life() {
    let (functions, told, _bench) = functions();
    let cx = root();
    let made = functions.create(&cx, draft("f", "one")).await.unwrap();
    assert_eq!(made.arn, "arn:aws:lambda:us-east-1:000000000000:function:f");
    assert_eq!((made.timeout_s, made.memory_mb, &made.state), (3, 128, &State::Active));
    assert_eq!(told.take(), ["keep f one", "deploy f v1"]);
    assert_eq!(functions.get(&cx, "f").await.unwrap(), made);

    let again = functions.create(&cx, draft("f", "two")).await.unwrap_err();
    assert_eq!((again.kind(), again.message()), (Kind::Conflict, "Function already exist: f"));
    assert_eq!(told.take(), Vec::<String>::new());

    let change = FunctionChange { timeout_s: Some(9), ..FunctionChange::default() };
    let changed = functions.update(&cx, "f", &change).await.unwrap();
    assert_eq!((changed.timeout_s, changed.memory_mb, &changed.tags), (9, 128, &made.tags));
    assert_ne!(changed.revision_id, made.revision_id);
    assert!(changed.last_modified_epoch_ms > made.last_modified_epoch_ms);
    assert_eq!(told.take(), ["deploy f v1"]);

    let stale =
        functions.update_code(&cx, "f", CodeOrigin::Zip("x".into()), Some(&made.revision_id), false).await;
    assert_eq!(stale.unwrap_err().kind(), Kind::Conflict);
    functions.update_code(&cx, "f", CodeOrigin::Zip("dry".into()), None, true).await.unwrap();
    assert_eq!(told.take(), ["keep f dry", "discard f v2"]);
    functions
        .update_code(&cx, "f", CodeOrigin::Zip("two".into()), Some(&changed.revision_id), false)
        .await
        .unwrap();
    assert_eq!(told.take(), ["keep f two", "deploy f v3"]);

    assert_eq!(functions.set_concurrency(&cx, "f", Some(5)).await.unwrap().concurrency, Some(5));
    assert_eq!(functions.update(&cx, "f", &change).await.unwrap().concurrency, Some(5));
    assert_eq!(functions.set_concurrency(&cx, "f", None).await.unwrap().concurrency, None);
    told.take();
    assert_eq!(functions.restore().await.unwrap(), 1);
    assert_eq!(told.take(), ["deploy f v3"]);

    functions.delete(&cx, "f").await.unwrap();
    assert_eq!(told.take(), ["remove f"]);
    let gone = functions.get(&cx, "f").await.unwrap_err();
    assert_eq!(gone.message(), "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f");
    assert_eq!(functions.delete(&cx, "f").await.unwrap_err().kind(), Kind::NotFound);
}

#[tokio::test]
async fn a_function_that_does_not_start_is_made_and_says_why() {
    let (functions, _, _bench) = functions();
    let made = functions.create(&root(), draft("f", "broken")).await.unwrap();
    let want = State::Failed {
        code: "FunctionError.InvalidEntryPoint".into(),
        reason: "Runtime.ImportModuleError: no".into(),
    };
    assert_eq!(made.state, want);
    let mended =
        functions.update_code(&root(), "f", CodeOrigin::Zip("good".into()), None, false).await.unwrap();
    assert_eq!(mended.state, State::Active);
}

#[tokio::test]
async fn a_refused_request_leaves_nothing() {
    let (functions, told, _bench) = functions();
    let mut wrong = draft("f", "x");
    wrong.settings.timeout_s = Some(0);
    assert_eq!(functions.create(&root(), wrong).await.unwrap_err().kind(), Kind::Invalid);
    assert_eq!(functions.create(&root(), draft("../f", "x")).await.unwrap_err().kind(), Kind::Invalid);
    let absent = CodeOrigin::Object { bucket: "nobody".into(), key: "k".into() };
    let error =
        functions.create(&root(), FunctionDraft { code: absent, ..draft("f", "") }).await.unwrap_err();
    assert!(error.message().contains("S3 Error Code: NoSuchBucket"), "{error}");
    assert_eq!(told.take(), Vec::<String>::new());
}

#[tokio::test]
async fn only_the_account_itself_may_name_a_folder() {
    let (functions, told, _bench) = functions();
    let with = |path: &str| FunctionDraft { code: CodeOrigin::Folder(path.into()), ..draft("f", "") };
    let mut lent = root();
    lent.caller.arn = "arn:aws:sts::000000000000:assumed-role/x/reader".into();
    assert_eq!(functions.create(&lent, with("/etc")).await.unwrap_err().kind(), Kind::Denied);
    assert_eq!(functions.create(&root(), with("code")).await.unwrap_err().kind(), Kind::Invalid);
    assert_eq!(told.take(), Vec::<String>::new());
    functions.create(&root(), with("/srv/code")).await.unwrap();
    assert_eq!(told.take(), ["keep f /srv/code", "deploy f v1"]);
}

#[tokio::test]
async fn events_are_queued_and_calls_are_answered() {
    let (functions, told, bench) = functions();
    functions.create(&root(), draft("f", "x")).await.unwrap();
    told.take();
    assert_eq!(functions.call(&root(), "f", Call::new("1")).await.unwrap().payload, "1");
    functions.start(&root(), "f", Call::new("2")).await.unwrap();
    assert_eq!(told.take(), ["call f"]);
    bench.work.run().await;
    assert_eq!(told.take(), ["call f"]);
    assert_eq!(functions.start(&root(), "g", Call::new("2")).await.unwrap_err().kind(), Kind::NotFound);
    for _ in 0..EVENTS_MAX {
        functions.start(&root(), "f", Call::new("2")).await.unwrap();
    }
    assert_eq!(functions.start(&root(), "f", Call::new("2")).await.unwrap_err().kind(), Kind::Throttled);
}

#[tokio::test]
async fn lists_come_in_pages() {
    let (functions, _, _bench) = functions();
    for name in ["c", "a", "b"] {
        functions.create(&root(), draft(name, "x")).await.unwrap();
    }
    let first = functions.list(&root(), None, 2).await.unwrap();
    let names = |page: &Page<FunctionSpec>| page.items.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&first), ["a", "b"]);
    let second = functions.list(&root(), first.next.as_deref(), 2).await.unwrap();
    assert_eq!((names(&second), second.next), (vec!["c".to_owned()], None));
}
