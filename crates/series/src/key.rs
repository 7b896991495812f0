//! Keys as one piece of text that sorts as the key does, and scopes of removal over them.

use crate::SeriesKey;
use gemel_model::id::{EntityId, WorkspaceId};
use gemel_model::{Error, Result};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// `workspace NUL entity NUL component path NUL property`.
pub(crate) type Key = Arc<str>;

/// What a removal covers: the head of a key. It ends with NUL for a workspace or an entity; without one for a
/// component, which covers its composite children (`path/…`) too.
pub(crate) type Scope = Arc<str>;

/// Removals that still hide something: scope → sequence number of the youngest.
pub(crate) type Removals = BTreeMap<Scope, u64>;

/// The text of a key.
pub(crate) fn text_of(key: &SeriesKey) -> Result<String> {
    let parts: [&str; 4] =
        [key.workspace_id.as_str(), key.entity_id.as_str(), &key.component_path, &key.property_name];
    if parts.iter().any(|it| it.is_empty() || it.contains('\0')) {
        return Err(Error::invalid("the name of a series has an empty part or a NUL in it"));
    }
    let mut text = String::with_capacity(parts.iter().map(|it| it.len() + 1).sum());
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            text.push('\0');
        }
        text.push_str(part);
    }
    Ok(text)
}

/// The scope that a removal names.
pub(crate) fn scope(
    workspace_id: &WorkspaceId,
    entity_id: Option<&EntityId>,
    component_path: Option<&str>,
) -> Result<Scope> {
    let (workspace, entity) = (workspace_id.as_str(), entity_id.map(EntityId::as_str));
    let parts = [Some(workspace), entity, component_path];
    if parts.iter().flatten().any(|it| it.is_empty() || it.contains('\0')) {
        return Err(Error::invalid("what to remove has an empty part or a NUL in it"));
    }
    match (entity, component_path) {
        (None, None) => Ok(format!("{workspace}\0").into()),
        (Some(entity), None) => Ok(format!("{workspace}\0{entity}\0").into()),
        (Some(entity), Some(path)) => Ok(format!("{workspace}\0{entity}\0{path}").into()),
        (None, Some(path)) => {
            Err(Error::invalid(format!("removing the component `{path}` needs the entity it belongs to")))
        }
    }
}

/// The ranges of keys that a scope covers, each half open.
pub(crate) fn ranges(scope: &str) -> Vec<Range<String>> {
    match scope.strip_suffix('\0') {
        Some(head) => vec![scope.to_owned()..format!("{head}\x01")],
        None => vec![format!("{scope}\0")..format!("{scope}\x01"), format!("{scope}/")..format!("{scope}0")],
    }
}

/// The youngest removal that covers a key; 0 when none does.
pub(crate) fn removed_at(removals: &Removals, key: &str) -> u64 {
    if removals.is_empty() {
        return 0;
    }
    let mut youngest = 0;
    let mut n_separators = 0;
    for (index, byte) in key.bytes().enumerate() {
        let head = match byte {
            0 => {
                n_separators += 1;
                if n_separators < 3 { &key[..=index] } else { &key[..index] }
            }
            b'/' if n_separators == 2 => &key[..index],
            _ => continue,
        };
        if let Some(at) = removals.get(head) {
            youngest = youngest.max(*at);
        }
        if n_separators == 3 {
            break;
        }
    }
    youngest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(scope: &str, key: &str, want: bool) {
        let in_ranges = ranges(scope).iter().any(|it| it.start.as_str() <= key && key < it.end.as_str());
        assert_eq!(in_ranges, want, "ranges of {scope:?} over {key:?}");
        let removals = Removals::from([(scope.into(), 7)]);
        assert_eq!(removed_at(&removals, key), if want { 7 } else { 0 }, "{scope:?} covers {key:?}");
    }

    #[test]
    fn a_scope_covers_its_own_keys_only() {
        let key = "w\0e\0a/b\0p";
        check("w\0", key, true);
        check("w\0e\0", key, true);
        check("w\0e\0a", key, true);
        check("w\0e\0a/b", key, true);
        check("w\0e\0a/b/c", key, false);
        check("w\0e\0a/", key, false);
        check("w\0e\0b", key, false);
        check("w\0e2\0", key, false);
        check("w2\0", key, false);
        check("w\0e\0a", "w\0e\0a-b\0p", false);
        check("w\0e\0a", "w\0e\0a\0a/b", true);
    }
}
