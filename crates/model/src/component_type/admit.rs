//! What may be declared: new types, changes of types, and when a type is too much in use to change.

use super::resolve::depth;
use super::{ComponentType, EffectiveType, PropertyGroup, Types, effective, effective_of};
use crate::builtin;
use crate::definition::{PropertyDefinition, PropertyDefinitionDraft};
use crate::error::{Error, Result};
use crate::function::{DataConnector, Function, FunctionKind};
use crate::id::{ComponentTypeId, EntityId, Name};
use crate::quota::{Quotas, within};
use crate::status::{State, Status};
use crate::time::Timestamp;
use crate::value::check_value;
use indexmap::IndexMap;
use std::collections::HashMap;

/// A declaration that keeps the rules, and what follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Admitted {
    /// To be stored; values are in their types' own forms, status and times are set.
    pub component_type: ComponentType,
    /// As it stands now.
    pub effective: EffectiveType,
    /// A schemaInitializer must run before it is ACTIVE.
    pub must_initialize: bool,
    /// It is new, or other than before in what heirs and components rely on; so nobody may use it yet.
    pub is_altered: bool,
}

/// What an update says: absent members stay, each named key replaces that key, and nothing is removed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Change {
    /// At most one component of it in an entity.
    pub is_singleton: Option<bool>,
    /// A new name, for people.
    pub name: Option<String>,
    /// New free text.
    pub description: Option<String>,
    /// New parents, instead of all the old ones.
    pub extends_from: Option<Vec<ComponentTypeId>>,
    /// Properties to add or replace.
    pub property_definitions: IndexMap<Name, PropertyDefinitionDraft>,
    /// Functions to add or replace.
    pub functions: IndexMap<FunctionKind, Function>,
    /// Groups to add or replace.
    pub property_groups: IndexMap<Name, PropertyGroup>,
    /// Composite children to add or replace.
    pub composite_component_types: IndexMap<Name, ComponentTypeId>,
}

/// Who relies on a type: one example of each kind is enough.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Usage {
    /// An entity with a component of it.
    pub entity: Option<EntityId>,
    /// A type that extends it.
    pub heir: Option<ComponentTypeId>,
    /// A type that has it as a composite child.
    pub composed_in: Option<ComponentTypeId>,
}

/// Admits a new type. `draft` brings id, members and times; its status is set here.
pub fn validate_new(draft: ComponentType, types: &Types, quotas: &Quotas) -> Result<Admitted> {
    refuse_reserved(&draft.id)?;
    admit(draft, State::Creating, types, quotas)
}

/// Admits a change of a type. What others rely on may be sent again, but not changed.
pub fn update(
    current: &ComponentType,
    change: Change,
    usage: &Usage,
    types: &Types,
    quotas: &Quotas,
    now: Timestamp,
) -> Result<Admitted> {
    refuse_reserved(&current.id)?;
    if let Some(source) = &current.sync_source {
        return Err(Error::invalid(format!(
            "component type `{}` is kept in step by `{source}`; change it there",
            current.id
        )));
    }
    if matches!(current.status.state, State::Creating | State::Updating | State::Deleting) {
        return Err(Error::invalid(format!(
            "cannot update component type `{}` when it is in {} state",
            current.id,
            current.status.state.as_str()
        )));
    }
    let before = effective_of(current, types)?;
    let mut admitted = admit(changed(current, change, now), State::Updating, types, quotas)?;
    let alters = alteration(current, &before, &admitted);
    if let (Some(member), Some(reliance)) = (alters, usage.reliance()) {
        return Err(Error::invalid(format!(
            "{member} of component type `{}` cannot change while {reliance}",
            current.id
        )));
    }
    admitted.is_altered = alters.is_some();
    if alters.is_none() && current.status.state == State::Active {
        admitted.must_initialize = false;
        admitted.component_type.is_schema_initialized = current.is_schema_initialized;
        admitted.effective.is_schema_initialized = current.is_schema_initialized;
        admitted.component_type.status = current.status.clone();
    }
    Ok(admitted)
}

/// Whether a type may be deleted.
pub fn delete(id: &ComponentTypeId, usage: &Usage) -> Result<()> {
    refuse_reserved(id)?;
    match usage.reliance() {
        None => Ok(()),
        Some(reliance) => {
            Err(Error::invalid(format!("component type `{id}` cannot be deleted while {reliance}")))
        }
    }
}

/// The type once its schemaInitializer has answered: with what it brought, ACTIVE.
pub fn initialized(
    current: &ComponentType,
    imported: IndexMap<Name, PropertyDefinitionDraft>,
    types: &Types,
    quotas: &Quotas,
    now: Timestamp,
) -> Result<Admitted> {
    let imported = imported
        .into_iter()
        .map(|(name, draft)| (name, PropertyDefinitionDraft { is_imported: true, ..draft }))
        .collect();
    let next = ComponentType { imported_definitions: imported, updated: now, ..current.clone() };
    let mut admitted = admit(next, State::Active, types, quotas)?;
    admitted.must_initialize = false;
    admitted.component_type.status = Status::of(State::Active);
    admitted.component_type.is_schema_initialized = true;
    admitted.effective.is_schema_initialized = true;
    Ok(admitted)
}

impl Usage {
    fn reliance(&self) -> Option<String> {
        if let Some(it) = &self.entity {
            return Some(format!("entity `{it}` has a component of it"));
        }
        if let Some(it) = &self.heir {
            return Some(format!("component type `{it}` extends it"));
        }
        self.composed_in.as_ref().map(|it| format!("component type `{it}` has it as a composite component"))
    }
}

/// Refuses to touch what the platform owns; the words are AWS's, clients look for them.
pub fn refuse_reserved(id: &ComponentTypeId) -> Result<()> {
    if !id.is_reserved() {
        return Ok(());
    }
    Err(Error::invalid(format!("Not allowed to modify component type in reserved namespace: `{id}`")))
}

fn changed(current: &ComponentType, change: Change, now: Timestamp) -> ComponentType {
    let mut next = current.clone();
    next.is_singleton = change.is_singleton.or(next.is_singleton);
    next.name = change.name.or(next.name);
    next.description = change.description.or(next.description);
    next.extends_from = change.extends_from.unwrap_or(next.extends_from);
    for (name, mut draft) in change.property_definitions {
        // The type of an own property cannot be missing, so a draft that leaves it out means the one it had.
        let old = next.property_definitions.get(&name).and_then(|it| it.data_type.clone());
        draft.data_type = draft.data_type.or(old);
        next.property_definitions.insert(name, draft);
    }
    next.functions.extend(change.functions);
    next.property_groups.extend(change.property_groups);
    next.composite_component_types.extend(change.composite_component_types);
    next.updated = now;
    next
}

/// The first member that others rely on and that differs.
fn alteration(current: &ComponentType, before: &EffectiveType, admitted: &Admitted) -> Option<&'static str> {
    let after = &admitted.effective;
    let implementations = |it: &EffectiveType| {
        it.functions.iter().map(|(kind, it)| (*kind, it.function.clone())).collect::<IndexMap<_, _>>()
    };
    let groups = |it: &EffectiveType| {
        it.property_groups.iter().map(|(name, it)| (name.clone(), it.0.clone())).collect::<IndexMap<_, _>>()
    };
    let children = |it: &EffectiveType| {
        let children = it.composite_component_types.iter();
        children.map(|(name, it)| (name.clone(), it.component_type_id.clone())).collect::<IndexMap<_, _>>()
    };
    if current.extends_from != admitted.component_type.extends_from {
        Some("extendsFrom")
    } else if before.property_definitions != after.property_definitions {
        Some("propertyDefinitions")
    } else if implementations(before) != implementations(after) {
        Some("functions")
    } else if before.is_singleton != after.is_singleton {
        Some("isSingleton")
    } else if groups(before) != groups(after) {
        Some("propertyGroups")
    } else if children(before) != children(after) {
        Some("compositeComponentTypes")
    } else {
        None
    }
}

/// All rules between the members of a declaration and the types it stands on.
fn admit(mut draft: ComponentType, state: State, types: &Types, quotas: &Quotas) -> Result<Admitted> {
    check_parents(&draft, quotas)?;
    types.all_exist(draft.references())?;
    normalise(&mut draft, types)?;
    let mut effective = effective_of(&draft, types)?;
    within("levels of component types", depth(&draft, types), quotas.component_type_depth_max)?;
    let n_properties = effective.property_definitions.len();
    within("properties of the component type", n_properties, quotas.properties_per_component_max)?;
    check_functions(&draft, &effective, types)?;
    check_groups(&draft, &effective)?;
    check_composites(&draft, types)?;
    let mut measure = Measure { types, declared: &draft, done: HashMap::new(), path: Vec::new() };
    let tree = measure.tree(&draft.id)?;
    within("levels of the composite component", tree.depth, quotas.composite_depth_max)?;
    within("component types in the composite component", tree.size, quotas.composite_types_max)?;
    let must_initialize = effective.wants_initializer();
    draft.status = Status::of(if must_initialize { state } else { State::Active });
    draft.is_schema_initialized = false;
    effective.is_schema_initialized = false;
    Ok(Admitted { component_type: draft, effective, must_initialize, is_altered: true })
}

fn check_parents(draft: &ComponentType, quotas: &Quotas) -> Result<()> {
    within("parents of the component type", draft.extends_from.len(), quotas.parents_per_component_type_max)?;
    for (index, parent) in draft.extends_from.iter().enumerate() {
        let member = format!("extendsFrom[{index}]");
        if *parent == draft.id {
            let rule = "a component type cannot extend itself";
            return Err(Error::constraint(&member, Some(parent.as_str()), rule));
        }
        if draft.extends_from[..index].contains(parent) {
            let rule = "Member must have unique elements";
            return Err(Error::constraint(&member, Some(parent.as_str()), rule));
        }
    }
    Ok(())
}

/// Brings what the draft says of properties into its own form: whole data types, fitting defaults.
fn normalise(draft: &mut ComponentType, types: &Types) -> Result<()> {
    let rough = effective_of(draft, types)?;
    for (name, own) in draft.imported_definitions.iter_mut().chain(&mut draft.property_definitions) {
        let Some(whole) = rough.property_definitions.get(name) else { continue };
        let whole = whole.clone().checked(&format!("propertyDefinitions.{name}"))?;
        if own.data_type.is_some() {
            own.data_type = Some(whole.data_type.clone());
        }
        if let Some(value) = &own.default_value {
            let member = format!("propertyDefinitions.{name}.defaultValue");
            own.default_value = Some(check_value(&member, value, &whole.data_type)?);
        }
    }
    Ok(())
}

fn check_functions(draft: &ComponentType, effective: &EffectiveType, types: &Types) -> Result<()> {
    for (kind, function) in &draft.functions {
        let member = format!("functions.{}", kind.as_str());
        for (index, name) in function.required_properties.iter().flatten().enumerate() {
            if !effective.property_definitions.contains_key(name) {
                return Err(Error::constraint(
                    &format!("{member}.requiredProperties[{index}]"),
                    Some(name.as_str()),
                    "the component type must have a property of this name",
                ));
            }
        }
        let is_native = function.implemented_by == Some(DataConnector::Native);
        if is_native && !has_builtin_ancestor(draft, types) {
            return Err(Error::constraint(
                &format!("{member}.implementedBy.isNative"),
                Some("true"),
                "only component types that extend a built-in one can have native functions; name a lambda instead",
            ));
        }
    }
    Ok(())
}

fn has_builtin_ancestor(draft: &ComponentType, types: &Types) -> bool {
    super::resolve::ancestors(draft, types).iter().any(|it| builtin::get(it.as_str()).is_some())
}

fn check_groups(draft: &ComponentType, effective: &EffectiveType) -> Result<()> {
    for (name, group) in &draft.property_groups {
        check_group(&format!("propertyGroups.{name}"), group, &effective.property_definitions)?;
    }
    Ok(())
}

/// Checks a TABULAR group: its properties exist, each once, and none has a history for a value.
pub fn check_group(
    member: &str,
    group: &PropertyGroup,
    definitions: &IndexMap<Name, PropertyDefinition>,
) -> Result<()> {
    for (index, name) in group.property_names.iter().enumerate() {
        let rule = match definitions.get(name) {
            None => "the component type must have a property of this name",
            Some(it) if it.is_time_series && !it.is_stored_externally => {
                "a time-series property cannot be in a TABULAR group"
            }
            Some(_) if group.property_names[..index].contains(name) => "Member must have unique elements",
            Some(_) => continue,
        };
        return Err(Error::constraint(
            &format!("{member}.propertyNames[{index}]"),
            Some(name.as_str()),
            rule,
        ));
    }
    Ok(())
}

/// A composite child that a parent declares too may only become more special.
fn check_composites(draft: &ComponentType, types: &Types) -> Result<()> {
    if draft.composite_component_types.is_empty() {
        return Ok(());
    }
    for parent in &draft.extends_from {
        let parent = effective(parent, types)?;
        for (name, child) in &draft.composite_component_types {
            let Some(inherited) = parent.composite_component_types.get(name) else { continue };
            if !effective(child, types)?.is_a(inherited.component_type_id.as_str()) {
                return Err(Error::constraint(
                    &format!("compositeComponentTypes.{name}.componentTypeId"),
                    Some(child.as_str()),
                    format_args!(
                        "must be or extend `{}`, as in `{}`",
                        inherited.component_type_id, parent.id
                    ),
                ));
            }
        }
    }
    Ok(())
}

/// How large a composite tree is.
#[derive(Debug, Clone, Copy)]
struct Tree {
    depth: usize,
    size: usize,
}

/// Measures composite trees; each type is measured once, however often it occurs.
struct Measure<'a> {
    types: &'a Types,
    declared: &'a ComponentType,
    done: HashMap<ComponentTypeId, Tree>,
    path: Vec<ComponentTypeId>,
}

impl Measure<'_> {
    fn tree(&mut self, id: &ComponentTypeId) -> Result<Tree> {
        if let Some(it) = self.done.get(id) {
            return Ok(*it);
        }
        if self.path.contains(id) {
            return Err(Error::invalid(format!(
                "component type `{id}` would be a composite component of itself"
            )));
        }
        // A tree that contains the type which is being declared grows with it, so that one is looked at as drafted.
        let whole = if *id == self.declared.id {
            effective_of(self.declared, self.types)?
        } else {
            self.types.all_exist([id])?;
            effective(id, self.types)?
        };
        self.path.push(id.clone());
        let mut tree = Tree { depth: 1, size: 1 };
        for child in whole.composite_component_types.values() {
            let below = self.tree(&child.component_type_id)?;
            tree.depth = tree.depth.max(below.depth.saturating_add(1));
            tree.size = tree.size.saturating_add(below.size);
        }
        self.path.pop();
        self.done.insert(id.clone(), tree);
        Ok(tree)
    }
}
