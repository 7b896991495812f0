//! Changing an entity: the whole request holds, or nothing of it.

use super::create::{self, check_tree, check_whole, described, type_of};
use super::property::{self, Site};
use super::{
    Component, ComponentDraft, ComponentUpdate, ComponentUpdateType, EffectiveTypes, Entity, EntityUpdate,
};
use super::{destination, import};
use crate::error::{Error, Result};
use crate::function::FunctionKind;
use crate::id::{ComponentPath, Description, Name};
use crate::quota::Quotas;
use crate::status::{State, Status};
use crate::time::Timestamp;

/// The entity after an update. A new parent is taken over unchecked: see [`check_move`](super::check_move).
/// Components whose schemaInitializer must run are `Creating` or `Updating`, and so is the entity then.
pub fn update(
    entity: &Entity,
    update: EntityUpdate,
    types: &dyn EffectiveTypes,
    quotas: &Quotas,
    now: Timestamp,
) -> Result<Entity> {
    check_ready(entity)?;
    let before = entity;
    let mut entity = Entity { updated: now, status: Status::of(State::Updating), ..entity.clone() };
    if let Some(name) = update.name {
        entity.name = name.to_string();
    }
    if let Some(it) = update.description {
        entity.description = described(Some(it.as_str()));
    }
    if let Some(it) = &update.parent {
        entity.parent = destination(it)?;
    }
    for (name, update) in &update.components {
        top_level(&mut entity, name, update, types, quotas)?;
    }
    for (path, update) in &update.composite_components {
        let is_new = before.component(path.segments()).is_none();
        composite(&mut entity, path.as_str(), is_new, update, types)?;
    }
    check_whole(&entity, types, quotas)?;
    let names = update.components.keys().map(Name::as_str);
    for path in names.chain(update.composite_components.keys().map(ComponentPath::as_str)) {
        if let Some(component) = entity.component(path.split('/')) {
            check_tree(path, component, types, quotas)?;
        }
    }
    import::settle(&mut entity);
    Ok(entity)
}

/// Refuses an entity that is busy or that somebody else keeps in step.
fn check_ready(entity: &Entity) -> Result<()> {
    let state = entity.status.state;
    if !matches!(state, State::Active | State::Error) {
        return Err(Error::invalid(format!(
            "Cannot update Entity {} when it is in {} state",
            entity.id,
            state.as_str()
        )));
    }
    check_not_synced("entity", entity.id.as_str(), entity.sync_source.as_deref())
}

/// Synced things are read-only.
fn check_not_synced(what: &str, name: &str, sync_source: Option<&str>) -> Result<()> {
    match sync_source {
        None => Ok(()),
        Some(source) => Err(Error::invalid(format!(
            "{what} `{name}` is synced from {source} and cannot be changed here; change it at its source"
        ))),
    }
}

fn top_level(
    entity: &mut Entity,
    name: &Name,
    update: &ComponentUpdate,
    types: &dyn EffectiveTypes,
    quotas: &Quotas,
) -> Result<()> {
    const MEMBER: &str = "componentUpdates";
    let exists = entity.components.contains_key(name);
    let implied = if exists { ComponentUpdateType::Update } else { ComponentUpdateType::Create };
    match update.update_type.unwrap_or(implied) {
        ComponentUpdateType::Create if exists => Err(Error::invalid(format!(
            "component `{name}` of entity {} cannot be created as it already exists",
            entity.id
        ))),
        ComponentUpdateType::Create => {
            let draft = ComponentDraft {
                component_type_id: update.component_type_id.clone(),
                description: update.description.clone(),
                properties: update.properties.clone(),
                property_groups: update.property_groups.clone(),
            };
            let component = create::component(name, &draft, MEMBER, "propertyUpdates", types, quotas)?;
            entity.components.insert(name.clone(), component);
            Ok(())
        }
        ComponentUpdateType::Update | ComponentUpdateType::Delete if !exists => {
            Err(Error::invalid(format!("component `{name}` does not exist in entity {}", entity.id)))
        }
        ComponentUpdateType::Update => {
            let site = Site::new(MEMBER, "propertyUpdates", name.as_str(), false);
            match entity.components.get_mut(name) {
                Some(component) => change(component, update, &site, name.as_str(), types),
                None => Ok(()),
            }
        }
        ComponentUpdateType::Delete => {
            if let Some(removed) = entity.components.shift_remove(name) {
                check_not_synced("component", name.as_str(), removed.sync_source.as_deref())?;
            }
            Ok(())
        }
    }
}

/// Changes a composite child; `is_new` when the component above it was made in this same request.
fn composite(
    entity: &mut Entity,
    path: &str,
    is_new: bool,
    update: &ComponentUpdate,
    types: &dyn EffectiveTypes,
) -> Result<()> {
    let component = create::composite(entity, path)?;
    match update.update_type.unwrap_or(ComponentUpdateType::Update) {
        ComponentUpdateType::Create => Err(Error::invalid(format!(
            "composite component `{path}` cannot be created as it already exists"
        ))),
        ComponentUpdateType::Delete => Err(Error::invalid(format!(
            "composite component `{path}` comes with its component type and cannot be deleted alone"
        ))),
        ComponentUpdateType::Update => {
            let site = Site::new("compositeComponentUpdates", "propertyUpdates", path, is_new);
            change(component, update, &site, path, types)
        }
    }
}

/// Changes a component that is there.
fn change(
    component: &mut Component,
    update: &ComponentUpdate,
    site: &Site<'_>,
    path: &str,
    types: &dyn EffectiveTypes,
) -> Result<()> {
    check_not_synced("component", path, component.sync_source.as_deref())?;
    let type_id = &component.component_type_id;
    if let Some(other) = update.component_type_id.as_ref().filter(|it| *it != type_id) {
        return Err(Error::invalid(format!(
            "component `{path}` has component type `{type_id}`, which cannot change to `{other}`; delete the component and create it anew"
        )));
    }
    let effective = type_of(type_id, types)?;
    if let Some(it) = update.description.as_ref().map(Description::as_str) {
        component.description = described(Some(it));
    }
    property::update_all(component, effective, &update.properties, site)?;
    property::update_groups(component, effective, &update.property_groups, site)?;
    // What failed before is tried again once somebody has touched it.
    if component.status.state == State::Error
        && effective.implemented(FunctionKind::SchemaInitializer).is_some()
    {
        component.status = Status::of(State::Updating);
    }
    Ok(())
}
