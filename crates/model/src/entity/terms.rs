//! What an entity is found by besides its id, its parent and its name.

use super::{EffectiveTypes, Entity, shown};
use crate::id::ComponentTypeId;
use crate::value::Value;
use std::collections::BTreeSet;

/// The terms an entity is indexed under.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// The types of all its components, composite children included; not what these extend.
    pub component_type_ids: BTreeSet<ComponentTypeId>,
    /// The texts of all its properties that are external ids.
    pub external_ids: BTreeSet<String>,
}

/// The terms of an entity. `types` must know the types of its components.
pub fn terms(entity: &Entity, types: &dyn EffectiveTypes) -> Terms {
    let mut terms = Terms::default();
    entity.visit(&mut |_, component| {
        terms.component_type_ids.insert(component.component_type_id.clone());
        let effective = types.effective(&component.component_type_id);
        for property in shown::properties(component, effective) {
            if let (true, Some(Value::String(it))) =
                (property.definition.is_external_id, property.value.as_deref())
            {
                terms.external_ids.insert(it.clone());
            }
        }
    });
    terms
}

/// The paths of all components, parents first: `line`, `line/oven`.
pub fn component_paths(entity: &Entity) -> Vec<String> {
    let mut paths = Vec::new();
    entity.visit(&mut |path, _| paths.push(path.to_owned()));
    paths
}
