//! Node handlers. Skipped, by name, where there is no Node.

use super::*;

fn has_node() -> bool {
    let is_there =
        std::process::Command::new("node").arg("--version").output().is_ok_and(|it| it.status.success());
    if !is_there {
        skipped("there is no `node` on this machine");
    }
    is_there
}

async fn check(files: &[(&str, &str)], handler: &str, event: &str, want: std::result::Result<&str, &str>) {
    if !has_node() {
        return;
    }
    let bench = Bench::open(SandboxKind::Plain).await.unwrap();
    let name = bench.function("nodejs20.x", handler, files).await;
    bench.check(&name, event, want).await;
}

const COMMON: &str = r"
exports.echo = async (event) => ({ got: event });
exports.callback = (event, context, callback) => setTimeout(() => callback(null, 'called'), 5);
exports.wait = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  setInterval(() => undefined, 10000);
  callback(null, 'at once');
};
exports.nothing = () => { setTimeout(() => undefined, 5); };
exports.fails = async () => { throw new TypeError('wrong type'); };
exports.refuses = (event, context, callback) => callback(new RangeError('out of range'));
exports.text = async () => { throw 'just text'; };
exports.rejected = () => { Promise.reject(new Error('nobody waits')); setTimeout(() => undefined, 1000); };
exports.late = () => { setTimeout(() => { throw new Error('too late'); }, 5); };
exports.big = async () => ({ n: 10n });
exports.undef = async () => undefined;
exports.exits = async () => process.exit(4);
exports.deep = { er: { handler: async () => 'deep' } };
exports.notFunction = 5;
exports.about = async (event, context) => [context.functionName.length, context.memoryLimitInMB,
  context.getRemainingTimeInMillis() > 5000, context.awsRequestId.length, process.env.AWS_EXECUTION_ENV];
";

#[tokio::test(flavor = "multi_thread")]
async fn common_js() {
    let files = [("index.js", COMMON)];
    check(&files, "index.echo", r#"{"a":"ü"}"#, Ok(r#"{"got":{"a":"ü"}}"#)).await;
    check(&files, "index.callback", "{}", Ok(r#""called""#)).await;
    check(&files, "index.wait", "{}", Ok(r#""at once""#)).await;
    check(&files, "index.nothing", "{}", Ok("null")).await;
    check(&files, "index.undef", "{}", Ok("null")).await;
    check(&files, "index.deep.er.handler", "{}", Ok(r#""deep""#)).await;
    check(&files, "index.about", "{}", Ok(r#"[33,"256",true,36,"AWS_Lambda_nodejs20.x"]"#)).await;
    check(&files, "index.fails", "{}", Err(r#""errorType":"TypeError","errorMessage":"wrong type""#)).await;
    check(&files, "index.refuses", "{}", Err(r#""errorType":"RangeError","errorMessage":"out of range""#))
        .await;
    check(&files, "index.text", "{}", Err(r#""errorMessage":"just text""#)).await;
    check(&files, "index.rejected", "{}", Err("Runtime.UnhandledPromiseRejection")).await;
    check(&files, "index.late", "{}", Err("too late")).await;
    check(&files, "index.big", "{}", Err("Runtime.MarshalError")).await;
    check(&files, "index.exits", "{}", Err("exit status 4")).await;
    check(&files, "index.echo", "{", Err("Runtime.UnmarshalError")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn modules() {
    let module = "import { x } from './lib/x.mjs'; const y = await Promise.resolve(2); export const go = async () => x + y;";
    check(&[("index.mjs", module), ("lib/x.mjs", "export const x = 1;")], "index.go", "{}", Ok("3")).await;
    let package = r#"{"type":"module"}"#;
    check(
        &[("a/b.js", "export const go = async () => 7;"), ("package.json", package)],
        "a/b.go",
        "{}",
        Ok("7"),
    )
    .await;
    check(
        &[("index.cjs", "exports.go = async () => 8;"), ("package.json", package)],
        "index.go",
        "{}",
        Ok("8"),
    )
    .await;
    check(&[("index.mjs", "export default { go: async () => 9 };")], "index.go", "{}", Ok("9")).await;
    let installed = [
        ("index.js", "exports.go = async () => require('dep').n;"),
        ("node_modules/dep/index.js", "exports.n = 11;"),
    ];
    check(&installed, "index.go", "{}", Ok("11")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_cannot_start_says_why() {
    check(&[("index.js", "x")], "index.go", "{}", Err("x is not defined")).await;
    check(&[("index.js", "((")], "index.go", "{}", Err("Runtime.UserCodeSyntaxError")).await;
    check(&[("index.js", "require('nomod')")], "index.go", "{}", Err("Runtime.ImportModuleError")).await;
    check(&[("index.mjs", "import 'nomod'")], "index.go", "{}", Err("Runtime.ImportModuleError")).await;
    check(&[("other.js", "")], "index.go", "{}", Err("Cannot find module 'index'")).await;
    check(&[("index.js", COMMON)], "index.nope", "{}", Err("Runtime.HandlerNotFound")).await;
    check(&[("index.js", COMMON)], "index.notFunction", "{}", Err("is not a function")).await;
    check(&[("index.js", COMMON)], "index", "{}", Err("Runtime.MalformedHandlerName")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_runs_in_every_sandbox_within_its_memory() {
    if !has_node() {
        return;
    }
    let code = "console.log('loaded'); exports.go = async (n) => { console.error('e', n); return Buffer.alloc(n, 1).length; };";
    for kind in KINDS {
        let Some(bench) = Bench::open(kind).await else { continue };
        let name = bench.function("nodejs20.x", "index.go", &[("index.js", code)]).await;
        let called = bench.check(&name, "1000", Ok("1000")).await;
        assert!(called.log_tail.contains("\tINFO\tloaded\n"), "{}", called.log_tail);
        assert!(called.log_tail.contains("\tERROR\te 1000\n"), "{}", called.log_tail);
    }
}
