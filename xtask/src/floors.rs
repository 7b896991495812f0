//! Floors: a crate uses crates of lower floors only.

use crate::tree::root;

/// The floors, lowest first.
const FLOORS: [&[&str]; 4] =
    [&["model", "wire"], &["api", "connect", "series", "store"], &["app"], &["server"]];

/// Uses that the floors would allow and the house does not.
const FORBIDDEN: [(&str, &str, &str); 3] = [
    ("app", "wire", "what the platform does knows no HTTP; translate in server/src/services"),
    ("app", "api", "what the platform does knows no AWS shapes; translate in server/src/services"),
    ("api", "model", "shapes are the wire's words; thought must not be in them"),
];

/// Crates that must stay pure: no runtime, no database, no serialisation of their own types.
const PURE: [(&str, &[&str]); 2] = [
    ("model", &["tokio", "serde", "serde_json", "redb", "http", "hyper", "async-trait"]),
    ("wire", &["tokio", "redb", "hyper"]),
];

/// Every use of a crate on its own floor or above.
pub(crate) fn check() -> Vec<String> {
    let mut findings = Vec::new();
    let Ok(folders) = std::fs::read_dir(root().join("crates")) else {
        return vec!["crates/ cannot be read".to_owned()];
    };
    for folder in folders.flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        let Some(floor) = floor_of(&name) else {
            findings.push(format!(
                "crates/{name} stands on no floor; add it to xtask/src/floors.rs and ARCHITECTURE.md"
            ));
            continue;
        };
        for used in dependencies(&name) {
            findings.extend(judge(&name, floor, &used));
        }
    }
    findings
}

fn judge(name: &str, floor: usize, used: &str) -> Option<String> {
    if PURE.iter().any(|(pure, banned)| *pure == name && banned.contains(&used)) {
        return Some(format!("`{name}` may not use `{used}`; it is pure: move the need up a floor"));
    }
    let ours = used.strip_prefix("gemel-")?;
    if let Some((_, _, why)) = FORBIDDEN.iter().find(|(user, it, _)| *user == name && *it == ours) {
        return Some(format!("`{name}` may not use `{ours}`; {why}"));
    }
    match floor_of(ours) {
        Some(below) if below < floor => None,
        _ => Some(format!("`{name}` (floor {floor}) may not use `{ours}`; a crate uses lower floors only")),
    }
}

fn floor_of(name: &str) -> Option<usize> {
    FLOORS.iter().position(|it| it.contains(&name))
}

fn dependencies(name: &str) -> Vec<String> {
    let manifest =
        std::fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap_or_default();
    let table: toml::Table = manifest.parse().unwrap_or_default();
    table
        .get("dependencies")
        .and_then(toml::Value::as_table)
        .map(|it| it.keys().cloned().collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floors_hold() {
        let check = |user: &str, used: &str, allowed: bool| {
            let found = judge(user, floor_of(user).unwrap(), used);
            assert_eq!(found.is_none(), allowed, "{user} uses {used}: {found:?}");
        };
        check("store", "gemel-model", true);
        check("store", "gemel-series", false);
        check("model", "gemel-app", false);
        check("app", "gemel-wire", false);
        check("api", "gemel-model", false);
        check("model", "serde", false);
        check("store", "serde", true);
        check("server", "gemel-app", true);
    }
}
