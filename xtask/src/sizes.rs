//! Sizes and headers: no file too long to read, and every file says what it is.

use crate::tree::{File, root};

/// Lines of a Rust file; tests apart. TypeScript and Python are denser.
const RUST_LINES_MAX: usize = 700;
const SCRIPT_LINES_MAX: usize = 400;
/// Files that are longer today. The list only shrinks.
const DEBTS: &str = "tests/debts/long-files.txt";

/// Files that are too long or do not say what they are, and debts that are paid.
pub(crate) fn check(files: &[File]) -> Vec<String> {
    let debts = std::fs::read_to_string(root().join(DEBTS)).unwrap_or_default();
    let debts: Vec<&str> = debts.lines().filter(|it| !it.is_empty()).collect();
    let mut findings = Vec::new();
    for file in files {
        let Some((max, header)) = rules(&file.path) else { continue };
        let n_lines = file.text.lines().count();
        let is_debt = debts.contains(&file.path.as_str());
        if n_lines > max && !is_debt {
            findings.push(format!(
                "{}: {n_lines} lines, the limit is {max}; make it a folder by noun",
                file.path
            ));
        }
        if n_lines <= max && is_debt {
            findings.push(format!("{}: short enough now; take its line out of {DEBTS}", file.path));
        }
        if !header.iter().any(|it| without_shebang(&file.text).starts_with(it))
            && !file.text.trim().is_empty()
        {
            findings.push(format!("{}: its first line must say what it is ({})", file.path, header[0]));
        }
    }
    findings
}

fn without_shebang(text: &str) -> &str {
    if text.starts_with("#!") && !text.starts_with("#![") {
        text.split_once('\n').map_or("", |it| it.1)
    } else {
        text
    }
}

fn rules(path: &str) -> Option<(usize, &'static [&'static str])> {
    match path.rsplit('.').next()? {
        "rs" => {
            let max = if path.contains("/tests") { usize::MAX } else { RUST_LINES_MAX };
            Some((max, &["//! "]))
        }
        "py" => Some((SCRIPT_LINES_MAX, &["\"\"\""])),
        _ if is_generated(path) => None,
        "ts" | "tsx" | "mjs" | "js" => Some((SCRIPT_LINES_MAX, &["// ", "/** ", "/*"])),
        _ => None,
    }
}

/// Written by a tool, and so is its size.
fn is_generated(path: &str) -> bool {
    [".generated.", "/generated/", "/dist/", "/node_modules/"].iter().any(|it| path.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_and_files_without_a_header_are_found() {
        let check_one =
            |path: &str, text: &str| check(&[File { path: path.to_owned(), text: text.to_owned() }]).len();
        assert_eq!(check_one("crates/a.rs", "//! What.\n"), 0);
        assert_eq!(check_one("crates/a.rs", "fn main() {}\n"), 1);
        assert_eq!(check_one("crates/a.rs", &format!("//! What.\n{}", "x\n".repeat(700))), 1);
        assert_eq!(check_one("a.py", "#!/usr/bin/env python3\n\"\"\"What.\"\"\"\n"), 0);
        assert_eq!(check_one("a.mjs", "const x = 1\n"), 1);
        assert_eq!(check_one("console/src/a.tsx", "// What.\n"), 0);
        assert_eq!(check_one("scene/src/a.ts", "/** What. */\n"), 0);
        assert_eq!(check_one("scene/src/a.ts", &format!("// What.\n{}", "x\n".repeat(400))), 1);
        assert_eq!(check_one("scene/src/a.generated.ts", &"x\n".repeat(900)), 0);
    }
}
