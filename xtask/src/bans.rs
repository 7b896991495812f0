//! Words that may not stand in sources, each with its remedy.

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

/// Every banned word in our sources.
pub(crate) fn check(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|it| is_source(&it.path)) {
        for (word, allowed, remedy) in BANS {
            if file.text.contains(word) && !allowed.contains(&file.path.as_str()) {
                findings.push(format!("{}: `{word}` is banned, use {remedy}", file.path));
            }
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

fn is_source(path: &str) -> bool {
    let ours = path.starts_with("crates/") || path.starts_with("bench/") || path.starts_with("tests/");
    ours && [".rs", ".py", ".mjs", ".js"].iter().any(|it| path.ends_with(it))
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
}
