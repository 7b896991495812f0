//! Making an entity from a draft, with the composite children that its types bring.

use super::property::{self, Site};
use super::{Component, ComponentDraft, EffectiveTypes, Entity, EntityDraft, import};
use crate::component_type::EffectiveType;
use crate::error::{Error, Result};
use crate::function::FunctionKind;
use crate::id::{self, ComponentTypeId, EntityId, Name};
use crate::quota::{self, Quotas};
use crate::status::{State, Status};
use crate::time::Timestamp;
use indexmap::IndexMap;
use std::collections::HashMap;

/// The entity that a draft makes. Components whose type has a schemaInitializer are `Creating`, and so is the entity
/// then; otherwise everything is `Active`.
pub fn create(
    draft: EntityDraft,
    id: EntityId,
    types: &dyn EffectiveTypes,
    quotas: &Quotas,
    now: Timestamp,
) -> Result<Entity> {
    let mut entity = Entity {
        id,
        name: draft.name.to_string(),
        description: described(draft.description.as_ref().map(id::Description::as_str)),
        parent: draft.parent,
        components: IndexMap::with_capacity(draft.components.len()),
        status: Status::of(State::Creating),
        created: now,
        updated: now,
        sync_source: None,
    };
    for (name, draft) in draft.components {
        let component = component(&name, &draft, "components", "properties", types, quotas)?;
        entity.components.insert(name, component);
    }
    for (path, draft) in draft.composite_components {
        let site = Site::new("compositeComponents", "properties", path.as_str(), true);
        let component = composite(&mut entity, path.as_str())?;
        let effective = type_of(&component.component_type_id, types)?;
        if draft.description.is_some() {
            component.description = described(draft.description.as_ref().map(id::Description::as_str));
        }
        property::update_all(component, effective, &draft.properties, &site)?;
        property::update_groups(component, effective, &draft.property_groups, &site)?;
    }
    check_whole(&entity, types, quotas)?;
    for (name, component) in &entity.components {
        check_tree(name.as_str(), component, types, quotas)?;
    }
    import::settle(&mut entity);
    Ok(entity)
}

/// A new top-level component with its composite children, values not yet checked for being complete.
pub(super) fn component(
    name: &Name,
    draft: &ComponentDraft,
    member: &'static str,
    properties_member: &'static str,
    types: &dyn EffectiveTypes,
    quotas: &Quotas,
) -> Result<Component> {
    let Some(type_id) = draft.component_type_id.clone() else {
        return Err(Error::invalid(format!("component `{name}` needs a componentTypeId")));
    };
    let mut n_types = 0;
    let mut component = fresh(&type_id, None, 1, &mut n_types, types, quotas)?;
    component.description = described(draft.description.as_ref().map(id::Description::as_str));
    let effective = type_of(&type_id, types)?;
    let site = Site::new(member, properties_member, name.as_str(), true);
    property::update_all(&mut component, effective, &draft.properties, &site)?;
    property::update_groups(&mut component, effective, &draft.property_groups, &site)?;
    Ok(component)
}

/// The composite child at a path, to be changed.
pub(super) fn composite<'a>(entity: &'a mut Entity, path: &str) -> Result<&'a mut Component> {
    if !path.contains('/') {
        return Err(Error::invalid(format!(
            "`{path}` is not the path of a composite component; write `component/child`"
        )));
    }
    let id = entity.id.clone();
    entity.component_mut(path).ok_or_else(|| {
        Error::invalid(format!(
            "composite component `{path}` does not exist in entity {id}; composite components come with their component types"
        ))
    })
}

/// What holds for the entity as a whole: the number of components, and singletons.
pub(super) fn check_whole(entity: &Entity, types: &dyn EffectiveTypes, quotas: &Quotas) -> Result<()> {
    quota::within("components of the entity", entity.components.len(), quotas.components_per_entity_max)?;
    let mut seen: HashMap<ComponentTypeId, String> = HashMap::new();
    let mut clash = None;
    entity.visit(&mut |path, component| {
        for singleton in singletons(&component.component_type_id, types) {
            if let Some(first) = seen.insert(singleton.clone(), path.to_owned())
                && clash.is_none()
            {
                clash = Some((singleton, first, path.to_owned()));
            }
        }
    });
    match clash {
        None => Ok(()),
        Some((singleton, first, second)) => Err(Error::invalid(format!(
            "component type `{singleton}` is a singleton: an entity can have one component of it, not both `{first}` and `{second}`"
        ))),
    }
}

/// Checks a component and all below it for being complete.
pub(super) fn check_tree(
    path: &str,
    component: &Component,
    types: &dyn EffectiveTypes,
    quotas: &Quotas,
) -> Result<()> {
    let effective = type_of(&component.component_type_id, types)?;
    property::check_complete(path, component, effective, quotas)?;
    for (name, child) in &component.composite_components {
        check_tree(&format!("{path}/{name}"), child, types, quotas)?;
    }
    Ok(())
}

/// The type of a component, or words about what is wrong with it.
pub(super) fn type_of<'a>(id: &ComponentTypeId, types: &'a dyn EffectiveTypes) -> Result<&'a EffectiveType> {
    types.effective(id).ok_or_else(|| {
        Error::invalid(format!("component type `{id}` does not exist in workspace; create it first"))
    })
}

/// Empty text is no text.
pub(super) fn described(text: Option<&str>) -> Option<String> {
    text.filter(|it| !it.is_empty()).map(str::to_owned)
}

/// An empty component of a type, with its composite children.
fn fresh(
    id: &ComponentTypeId,
    defined_in: Option<ComponentTypeId>,
    depth: usize,
    n_types: &mut usize,
    types: &dyn EffectiveTypes,
    quotas: &Quotas,
) -> Result<Component> {
    let effective = type_of(id, types)?;
    if effective.is_abstract {
        return Err(Error::invalid(format!(
            "component type `{id}` is abstract; use a type that extends it and implements its functions"
        )));
    }
    quota::within("levels of the composite component", depth, quotas.composite_depth_max)?;
    let mut composite_components = IndexMap::with_capacity(effective.composite_component_types.len());
    for (name, child) in &effective.composite_component_types {
        *n_types += 1;
        quota::within("component types in the composite component", *n_types, quotas.composite_types_max)?;
        let defined_in = Some(child.defined_in.clone());
        let component = fresh(&child.component_type_id, defined_in, depth + 1, n_types, types, quotas)?;
        composite_components.insert(name.clone(), component);
    }
    let state = if effective.implemented(FunctionKind::SchemaInitializer).is_some() {
        State::Creating
    } else {
        State::Active
    };
    Ok(Component {
        component_type_id: id.clone(),
        description: None,
        properties: IndexMap::new(),
        property_groups: IndexMap::new(),
        composite_components,
        defined_in,
        status: Status::of(state),
        sync_source: None,
    })
}

/// The singleton types that a component of this type counts for: its own and those it extends.
fn singletons(id: &ComponentTypeId, types: &dyn EffectiveTypes) -> Vec<ComponentTypeId> {
    let Some(effective) = types.effective(id).filter(|it| it.is_singleton) else { return Vec::new() };
    let ancestors = effective.ancestors.iter();
    let inherited = ancestors.filter(|it| types.effective(it).is_some_and(|it| it.is_singleton)).cloned();
    std::iter::once(id.clone()).chain(inherited).collect()
}
