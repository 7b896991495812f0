//! Python handlers.

use super::*;

const APP: &str = r#"
import json, logging, os, sys, decimal
logging.getLogger().setLevel(logging.INFO)
count = 0

def echo(event, context):
    return {"got": event, "unicode": "é☃"}

def counter(event, context):
    global count
    count += 1
    return count

def about(event, context):
    print("printed é")
    sys.stderr.write("to stderr\n")
    logging.getLogger().info("logged")
    logging.getLogger(__name__).debug("not logged")
    context.log("by context\n")
    return {
        "context": [context.aws_request_id, context.function_name, context.function_version,
                    context.invoked_function_arn, context.memory_limit_in_mb, context.log_group_name,
                    context.log_stream_name.startswith("[$LATEST]"), context.client_context and context.client_context.custom],
        "left": context.get_remaining_time_in_millis(),
        "env": dict(os.environ),
        "cwd": os.getcwd(), "path": sys.path[0], "files": sorted(os.listdir(os.environ["LAMBDA_TASK_ROOT"])),
    }

def raises(event, context):
    print("before")
    raise KeyError("no such key")

def decimals(event, context):
    return [decimal.Decimal("1.5"), decimal.Decimal("2")]

def a_set(event, context):
    return {1, 2}

def surrogate(event, context):
    return "\udc80"

def nothing(event, context):
    pass

def exits(event, context):
    sys.exit(3)

def exits_well(event, context):
    sys.exit()

def big(event, context):
    return "x" * event

def custom(event, context):
    class Oops(Exception): pass
    raise Oops("custom words")
"#;

async fn each(handler: &str, event: &str, want: std::result::Result<&str, &str>) {
    let bench = Bench::open(SandboxKind::Plain).await.unwrap();
    let change = |it: &mut FunctionSpec| it.memory_mb = 1024;
    let name = bench.changed("python3.12", &format!("app.{handler}"), &[("app.py", APP)], change).await;
    bench.check(&name, event, want).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn results_and_failures_come_as_aws_tells_them() {
    each("echo", r#"{"a":[1,null,"ü"]}"#, Ok(r#"{"got": {"a": [1, null, "ü"]}, "unicode": "é☃"}"#)).await;
    each("nothing", "{}", Ok("null")).await;
    each("decimals", "{}", Ok("[1.5, 2]")).await;
    each("raises", "{}", Err(r#""errorMessage": "'no such key'", "errorType": "KeyError""#)).await;
    each("custom", "{}", Err(r#""errorMessage": "custom words", "errorType": "Oops""#)).await;
    each("a_set", "{}", Err("Runtime.MarshalError")).await;
    each("surrogate", "{}", Err("Runtime.MarshalError")).await;
    each("echo", "not json", Err("Runtime.UnmarshalError")).await;
    each("exits", "{}", Err("Runtime exited with error: exit status 3")).await;
    each("exits_well", "{}", Err("Runtime exited without providing a reason")).await;
    each("big", "6000000", Ok("xxx")).await;
    each(
        "big",
        "6291555",
        Err("Response payload size (6291557 bytes) exceeded maximum allowed payload size"),
    )
    .await;
    each("big", "100000000", Err("Function.ResponseSizeTooLarge")).await;
}

async fn start_fails(handler: &str, file: (&str, &str), want: &str) {
    let bench = Bench::open(SandboxKind::Plain).await.unwrap();
    let function = bench.spec("python3.12", handler, &[file], |_| ()).await;
    let failure = bench.engine.probe(&function).await.unwrap_err();
    assert!(failure.message.contains(want), "{} does not say {want}", failure.message);
    bench.engine.deploy(function.clone());
    bench.check(&function.name, "{}", Err(want.split(": ").next().unwrap())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_cannot_start_says_why() {
    start_fails(
        "app.handler",
        ("other.py", ""),
        "Runtime.ImportModuleError: Unable to import module 'app': No module named 'app'",
    )
    .await;
    start_fails(
        "app.handler",
        ("app.py", "import nomod"),
        "Runtime.ImportModuleError: Unable to import module 'app': No module named 'nomod'",
    )
    .await;
    start_fails(
        "app.handler",
        ("app.py", "def ("),
        "Runtime.UserCodeSyntaxError: Syntax error in module 'app'",
    )
    .await;
    start_fails(
        "app.other",
        ("app.py", "x = 1"),
        "Runtime.HandlerNotFound: Handler 'other' missing on module 'app'",
    )
    .await;
    start_fails("app", ("app.py", "x = 1"), "Runtime.MalformedHandlerName: Bad handler 'app'").await;
    start_fails("app.handler", ("app.py", "1 / 0"), "ZeroDivisionError: division by zero").await;
    start_fails(
        "app.handler",
        ("app.py", "import os, sys; print('last words'); sys.stdout.flush(); os._exit(7)"),
        "Runtime exited with error: exit status 7; the last line it printed: last words",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_interpreter_is_told_in_words() {
    let bench = Bench::with(SandboxKind::Plain, |it| it.python = "python-of-nobody".into()).await.unwrap();
    let function = bench.spec("python3.12", "app.echo", &[("app.py", APP)], |_| ()).await;
    let failure = bench.engine.probe(&function).await.unwrap_err();
    assert!(failure.message.contains("`python-of-nobody` cannot be started"), "{}", failure.message);
    bench.engine.deploy(function.clone());
    bench.check(&function.name, "{}", Err("install Python, or set `functions.python`")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_sees_what_aws_documents_and_nothing_of_ours() {
    for kind in KINDS {
        let Some(bench) = Bench::open(kind).await else { continue };
        let name = bench
            .changed("python3.12", "app.about", &[("app.py", APP), ("data/x.txt", "x")], |it| {
                it.variables = BTreeMap::from([("MY_VAR".into(), "it's $(mine)\nall".into())]);
            })
            .await;
        let mut call = Call::new("{}");
        call.client_context = Some(r#"{"custom":{"k":1}}"#.into());
        let id = call.request_id.clone();
        let called = bench.engine.call(&name, call).await.unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&called.payload).unwrap();
        let arn = format!("arn:aws:lambda:eu-west-1:000000000000:function:{name}");
        let group = format!("/aws/lambda/{name}");
        let want = serde_json::json!([id, name, "$LATEST", arn, "256", group, true, {"k": 1}]);
        assert_eq!(answer["context"], want, "{}", called.log_tail);
        let left = answer["left"].as_i64().unwrap();
        assert!((5_000..=10_000).contains(&left), "{left}");
        assert_eq!(answer["files"], serde_json::json!(["app.py", "data"]));
        check_environment(&answer, &name, kind);
        assert!(called.log_tail.contains("printed é\nto stderr\n[INFO]\t"), "{}", called.log_tail);
        assert!(called.log_tail.contains(&format!("Z\t{id}\tlogged\nby context\n")), "{}", called.log_tail);
        assert!(!called.log_tail.contains("not logged"), "{}", called.log_tail);
        assert!(called.log_tail.starts_with(&format!("START RequestId: {id} Version: $LATEST\n")));
        assert!(called.log_tail.contains("Init Duration: "), "{}", called.log_tail);
    }
}

fn check_environment(answer: &serde_json::Value, name: &str, kind: SandboxKind) {
    let env = answer["env"].as_object().unwrap();
    let secret = format!("secret of {name}");
    for (key, want) in [
        ("AWS_LAMBDA_FUNCTION_NAME", name),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_DEFAULT_REGION", "eu-west-1"),
        ("AWS_EXECUTION_ENV", "AWS_Lambda_python3.12"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:8780"),
        ("AWS_DISABLE_HOST_PREFIX_INJECTION", "true"),
        ("AWS_ACCESS_KEY_ID", "ASIATEST"),
        ("AWS_SECRET_ACCESS_KEY", &secret),
        ("AWS_SESSION_TOKEN", "arn:aws:iam::000000000000:role/reader"),
        ("TZ", ":UTC"),
        ("_HANDLER", "app.about"),
        ("MY_VAR", "it's $(mine)\nall"),
    ] {
        assert_eq!(env.get(key).and_then(|it| it.as_str()), Some(want), "{key}");
    }
    if kind != SandboxKind::Plain {
        assert_eq!(env["LAMBDA_TASK_ROOT"], "/var/task");
        assert_eq!(answer["cwd"], "/var/task");
        assert_eq!(answer["path"], "/var/task");
    }
    for ours in ["CARGO_MANIFEST_DIR", "CARGO_TARGET_DIR", "USER", "LOGNAME", "SSH_AUTH_SOCK", "GEMEL_DATA"] {
        assert!(!env.contains_key(ours), "{ours}");
    }
    let known =
        ["PATH", "PWD", "LD_LIBRARY_PATH", "LANG", "HOME", "TMPDIR", "OLDPWD", "LC_CTYPE", "MY_VAR", "TZ"];
    let is_known = |it: &String| {
        it.starts_with("AWS_")
            || it.starts_with("LAMBDA_")
            || it.starts_with("PYTHON")
            || it.starts_with('_')
            || known.contains(&it.as_str())
    };
    let others: Vec<_> = env.keys().filter(|it| !is_known(it)).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn warm_workers_keep_their_state_and_logs_stay_apart() {
    let bench = Bench::open(SandboxKind::Plain).await.unwrap();
    let name = bench.function("python3.12", "app.counter", &[("app.py", APP)]).await;
    for n in 1..=5 {
        bench.check(&name, "{}", Ok(&n.to_string())).await;
    }
    let name = bench
        .function("python3.12", "app.loud", &[("app.py", "def loud(e, c): print('said', e); return e")])
        .await;
    for n in 1..=20 {
        let called = bench.check(&name, &n.to_string(), Ok("")).await;
        let said: Vec<_> = called.log_tail.lines().filter(|it| it.starts_with("said")).collect();
        assert_eq!(said, [format!("said {n}")]);
    }
    let file = fs::read_to_string(bench.folder.path().join("functions").join(&name).join("invocations.log"));
    assert!(file.unwrap().contains("said 7\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_client_is_taken_where_the_code_brings_it() {
    // A stand-in with the official one's name and way of being called.
    let official = r#"
import sys, os, http.client, json
c = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    c.request("GET", "/2018-06-01/runtime/invocation/next"); r = c.getresponse(); r.read()
    c.request("POST", "/2018-06-01/runtime/invocation/%s/response" % r.headers["Lambda-Runtime-Aws-Request-Id"], json.dumps(["official", sys.argv[1]])); c.getresponse().read()
"#;
    let bench = Bench::open(SandboxKind::Plain).await.unwrap();
    let files = [("awslambdaric/__init__.py", ""), ("awslambdaric/__main__.py", official), ("app.py", APP)];
    let name = bench.function("python3.12", "app.echo", &files).await;
    bench.check(&name, "{}", Ok(r#"["official", "app.echo"]"#)).await;
}
