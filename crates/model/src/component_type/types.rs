//! The declarations at hand: what a workspace declares, gathered before a rule is asked, over the built-in types.

use super::ComponentType;
use crate::builtin;
use crate::error::{Error, Result};
use crate::id::{ComponentTypeId, WorkspaceId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Declarations of one workspace, looked up by id; built-in types are always there.
///
/// Rules are pure, so whoever reads the store fills this first: ask [`unknown`](Types::unknown), read those,
/// [`insert`](Types::insert) or [`insert_absent`](Types::insert_absent) them, and ask again until nothing is unknown.
#[derive(Debug, Clone)]
pub struct Types {
    workspace: WorkspaceId,
    custom: HashMap<ComponentTypeId, Option<Arc<ComponentType>>>,
}

impl Types {
    /// Of a workspace, with nothing but the built-in types.
    pub fn new(workspace: WorkspaceId) -> Self {
        Self { workspace, custom: HashMap::new() }
    }

    /// The workspace.
    pub fn workspace(&self) -> &WorkspaceId {
        &self.workspace
    }

    /// Adds or replaces a declaration.
    pub fn insert(&mut self, declared: Arc<ComponentType>) {
        self.custom.insert(declared.id.clone(), Some(declared));
    }

    /// Notes that the workspace has no type of this id.
    pub fn insert_absent(&mut self, id: ComponentTypeId) {
        self.custom.insert(id, None);
    }

    /// The declaration, if there is one.
    pub fn get(&self, id: &str) -> Option<&ComponentType> {
        builtin::get(id).or_else(|| self.custom.get(id).and_then(Option::as_deref))
    }

    /// Which declarations are still to be read before `roots` can be resolved: of the roots, and of all that these
    /// extend or are composed of. Each id once, in the order found.
    pub fn unknown<'a>(
        &'a self,
        roots: impl IntoIterator<Item = &'a ComponentTypeId>,
    ) -> Vec<ComponentTypeId> {
        let mut unknown = Vec::new();
        let mut seen = HashSet::new();
        let mut waiting: Vec<&ComponentTypeId> = roots.into_iter().collect();
        waiting.reverse();
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.get(id.as_str()) {
                Some(it) => waiting.extend(it.references().rev()),
                None if self.custom.contains_key(id) => {}
                None => unknown.push(id.clone()),
            }
        }
        unknown
    }

    /// Refuses when one of `ids` has no declaration; the words are AWS's, clients look for them.
    pub fn all_exist<'a>(&self, ids: impl IntoIterator<Item = &'a ComponentTypeId>) -> Result<()> {
        let mut missing: Vec<String> = Vec::new();
        for id in ids {
            if self.get(id.as_str()).is_none() {
                missing.push(format!("`{id}`"));
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        Err(Error::invalid(format!(
            "component types {} do not exist in workspace `{}`",
            missing.join(", "),
            self.workspace
        )))
    }
}

impl ComponentType {
    /// The types that this one needs: parents first, then those of composite children.
    pub fn references(&self) -> impl DoubleEndedIterator<Item = &ComponentTypeId> {
        self.extends_from.iter().chain(self.composite_component_types.values())
    }
}
