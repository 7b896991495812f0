//! Words that may not stand in sources, each with its remedy.

use crate::imports::{is_typescript, without_comments};
use crate::tree::File;

/// What is banned, where it may stand all the same, and what to do instead.
const BANS: &[(&str, &[&str], &str)] = &[
    ("SystemTime::now", &["crates/server/src/clock.rs"], "take a model::time::Clock; time is an argument"),
    ("tokio::spawn(", &["crates/server/src/tasks.rs"], "use the model::task::Spawner you are given"),
    ("unbounded_channel", &[], "channel(limit); every queue has an end"),
    ("todo!(", &[], "an honest Kind::NotImplemented, and a line in tests/debts"),
    ("unimplemented!(", &[], "an honest Kind::NotImplemented, and a line in tests/debts"),
    ("FIXME", &[], "an issue"),
    ("TODO", &[], "an issue"),
    ("#[allow(", &[], "#[expect(lint, reason = \"…\")], so that it goes stale loudly"),
    ("#[ignore", &[], "make it fast and sure, or delete it"),
    ("dbg!(", &[], "tracing"),
];

/// What floor 0 may not name besides.
const PURE_BANS: &[(&str, &str)] = &[
    ("std::fs", "pure crates do no I/O; do it in a higher crate"),
    ("std::net", "pure crates do no I/O; do it in a higher crate"),
    ("std::thread", "pure crates start nothing"),
    ("async fn", "pure crates wait for nothing"),
];

/// What TypeScript may not say: words as they stand in code, comments apart.
const TYPESCRIPT_BANS: &[(&str, &str)] = &[
    (": any", "`unknown`, and look what it is"),
    ("as any", "`unknown`, and look what it is"),
    ("<any>", "`unknown`, and look what it is"),
    ("eval(", "an interpreter such as the one of scene/src/rules; the policy of the page forbids it too"),
    (
        "new Function",
        "an interpreter such as the one of scene/src/rules; the policy of the page forbids it too",
    ),
    ("dangerouslySetInnerHTML", "elements; what people write can be a script"),
];
/// What not even its comments may say.
const TYPESCRIPT_PRAGMAS: &[(&str, &str)] = &[
    ("@ts-ignore", "`@ts-expect-error` with the reason, so that it goes stale loudly"),
    ("@ts-nocheck", "types"),
];

/// Every banned word in our sources.
pub(crate) fn check(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|it| is_source(&it.path)) {
        for (word, allowed, remedy) in BANS {
            if file.text.contains(word) && !allowed.contains(&file.path.as_str()) {
                findings.push(format!("{}: `{word}` is banned, use {remedy}", file.path));
            }
        }
        if is_typescript(&file.path) {
            findings.extend(check_typescript(file));
        }
        let is_pure = ["crates/model/src", "crates/wire/src"].iter().any(|it| file.path.starts_with(it));
        for (word, remedy) in PURE_BANS.iter().filter(|_| is_pure) {
            if file.text.contains(word) && !is_test(&file.path) {
                findings.push(format!("{}: `{word}` is banned, {remedy}", file.path));
            }
        }
    }
    findings
}

fn check_typescript(file: &File) -> Vec<String> {
    let code = without_comments(&file.text);
    let in_code = TYPESCRIPT_BANS.iter().filter(|(word, _)| says(&code, word));
    let anywhere = TYPESCRIPT_PRAGMAS.iter().filter(|(word, _)| file.text.contains(word));
    in_code.chain(anywhere).map(|(word, it)| format!("{}: `{word}` is banned, use {it}", file.path)).collect()
}

/// Whether code has a word that is not a piece of a longer one: `evaluate(`, `jexl.eval(` and `: anything` are others.
fn says(code: &str, word: &str) -> bool {
    let is_part = |it: char| it.is_alphanumeric() || it == '_' || it == '$';
    let (begins, ends) = (word.starts_with(is_part), word.ends_with(is_part));
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back().is_some_and(|it| is_part(it) || it == '.');
        let after = code[at + word.len()..].chars().next().is_some_and(is_part);
        !((begins && before) || (ends && after))
    })
}

fn is_source(path: &str) -> bool {
    let ours = ["crates/", "bench/", "tests/", "scene/", "console/"].iter().any(|it| path.starts_with(it));
    ours && [".rs", ".py", ".mjs", ".js", ".ts", ".tsx"].iter().any(|it| path.ends_with(it))
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banned_words_are_found_where_they_may_not_stand() {
        let check_one =
            |path: &str, text: &str| check(&[File { path: path.to_owned(), text: text.to_owned() }]).len();
        assert_eq!(check_one("crates/app/src/a.rs", "tokio::spawn(x)"), 1);
        assert_eq!(check_one("crates/server/src/tasks.rs", "tokio::spawn(x)"), 0);
        assert_eq!(check_one("crates/model/src/a.rs", "use std::fs;"), 1);
        assert_eq!(check_one("crates/store/src/a.rs", "use std::fs;"), 0);
        assert_eq!(check_one("docs/a.md", "TODO"), 0);
    }

    #[test]
    fn typescript_says_what_things_are() {
        let check_one = |text: &str, want: usize| {
            let path = "console/src/a.tsx".to_owned();
            let found = check(&[File { path, text: text.to_owned() }]);
            assert_eq!(found.len(), want, "{text}: {found:?}");
        };
        check_one("function f(a: any) {}", 1);
        check_one("const a = b as any", 1);
        check_one("const a: anything = 1", 0);
        check_one("// whatever it is: any of them\nconst a = 1", 0);
        check_one("eval('1')", 1);
        check_one("jexl.eval('1')", 0);
        check_one("medieval('1')", 0);
        check_one("new Function('a')", 1);
        check_one("// @ts-ignore\nf()", 1);
        check_one("// TODO later", 1);
        check_one("<b dangerouslySetInnerHTML={it} />", 1);
    }
}
