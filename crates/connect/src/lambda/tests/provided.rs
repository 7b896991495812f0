//! Functions that bring their own program.

use super::*;

/// A runtime in shell: no curl, no interpreter but bash's own /dev/tcp.
const BASH: &str = r#"#!/bin/bash
host=${AWS_LAMBDA_RUNTIME_API%:*} port=${AWS_LAMBDA_RUNTIME_API#*:}
while true; do
    exec 3<>"/dev/tcp/$host/$port"
    printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' >&3
    id= length=0
    while IFS= read -r line <&3; do
        line=${line%$'\r'}
        [ -z "$line" ] && break
        case ${line,,} in
            lambda-runtime-aws-request-id:*) id=${line#*: } ;;
            content-length:*) length=${line#*: } ;;
        esac
    done
    IFS= read -r -N "$length" event <&3
    exec 3>&-
    echo "event $event"
    answer="{\"from\":\"bash\",\"event\":$event,\"handler\":\"$_HANDLER\"}"
    exec 3<>"/dev/tcp/$host/$port"
    printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %s\r\n\r\n%s' \
        "$id" "${#answer}" "$answer" >&3
    cat <&3 >/dev/null
    exec 3>&-
done
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_bootstrap_in_shell_runs_in_every_sandbox() {
    for kind in KINDS {
        let Some(bench) = Bench::open(kind).await else { continue };
        let name = bench.function("provided.al2023", "any.thing", &[("bootstrap", BASH)]).await;
        for n in 1..4 {
            let called = bench.check(&name, &n.to_string(), Ok(r#"{"from":"bash","event":"#)).await;
            assert!(called.log_tail.contains(&format!("event {n}\n")), "{}", called.log_tail);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_is_contained() {
    let bench = Bench::open(SandboxKind::Plain).await.unwrap();
    let speak = |words: &str| {
        format!(
            "#!/bin/bash\nexec 3<>\"/dev/tcp/${{AWS_LAMBDA_RUNTIME_API%:*}}/${{AWS_LAMBDA_RUNTIME_API#*:}}\"\n\
             printf '{words}' >&3\ntimeout 1 cat <&3\nexit 9\n"
        )
    };
    for (words, want) in [
        ("no http at all\\r\\n\\r\\n", "exit status 9"),
        ("GET /../../etc/passwd HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n", "exit status 9"),
        (
            "POST /2018-06-01/runtime/invocation/nope/response HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 2\\r\\n\\r\\nhi",
            "exit status 9",
        ),
        (
            "POST /2018-06-01/runtime/init/error HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 7\\r\\n\\r\\nnotjson",
            "notjson",
        ),
    ] {
        let name = bench.function("provided", "x", &[("bootstrap", &speak(words))]).await;
        bench.check(&name, "{}", Err(want)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_or_broken_bootstrap_is_told() {
    let bench = Bench::open(SandboxKind::Plain).await.unwrap();
    for (file, text, want) in [
        ("other", "", "needs an executable file `bootstrap`"),
        ("bootstrap", "#!/no/such/shell\n", "exit status 12"),
        ("bootstrap", "\u{0}\u{1}\u{2}", "exit status 12"),
    ] {
        let function = bench.spec("provided.al2023", "", &[(file, text)], |_| ()).await;
        let failure = bench.engine.probe(&function).await.unwrap_err();
        assert!(failure.message.contains(want), "{}", failure.message);
    }
}
