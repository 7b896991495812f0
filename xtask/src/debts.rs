//! Debts: lists that only shrink, checked against the code so that neither can be wrong alone.

use crate::tree::root;

const NOT_BUILT: &str = "tests/debts/operations-not-built.txt";
const OPERATIONS: &str = "crates/api/src/twinmaker/operation.rs";
const DISPATCH: &str = "crates/server/src/services/twinmaker/mod.rs";

/// Operations that are neither carried out nor on the debt list, or both.
pub(crate) fn check() -> Vec<String> {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap_or_default();
    let (operations, dispatch, debts) = (read(OPERATIONS), read(DISPATCH), read(NOT_BUILT));
    let debts: Vec<&str> = debts.lines().filter(|it| !it.is_empty()).collect();
    let mut findings = Vec::new();
    let names: Vec<&str> = names(&operations).collect();
    if names.is_empty() {
        findings
            .push(format!("{OPERATIONS}: no operations found; the table `operations!` has another form now"));
    }
    for name in &names {
        let is_built =
            dispatch.contains(&format!("It::{name} ")) || dispatch.contains(&format!("It::{name} {{"));
        match (is_built, debts.contains(name)) {
            (false, false) => {
                findings.push(format!("{name} is not carried out in {DISPATCH} and not in {NOT_BUILT}"));
            }
            (true, true) => findings.push(format!("{name} is built; take its line out of {NOT_BUILT}")),
            _ => {}
        }
    }
    for debt in debts.iter().filter(|it| !names.contains(*it)) {
        findings.push(format!("{NOT_BUILT}: `{debt}` is no operation"));
    }
    findings
}

/// The names in the table `operations!`.
fn names(operations: &str) -> impl Iterator<Item = &str> {
    let table = operations.split_once("\noperations! {\n").map_or("", |it| it.1);
    let table = table.split_once("\n}\n").map_or("", |it| it.0);
    table.lines().filter(|it| !it.trim_start().starts_with("///")).filter_map(|it| {
        let name = it.trim().trim_end_matches(';').split([' ', '{']).next()?;
        (!name.is_empty()).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_come_from_the_table() {
        let text =
            "x\noperations! {\n    /// `GET /a`\n    GetA { id };\n    /// `POST /b`\n    ListB;\n}\n\nimpl";
        assert_eq!(super::names(text).collect::<Vec<_>>(), ["GetA", "ListB"]);
    }
}
