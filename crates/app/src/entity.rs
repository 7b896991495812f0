//! Entities: make, look up, change, move, remove, list; the rules are the model's, the order of things is here.

mod create;
mod delete;
mod initialize;
mod list;
mod update;

#[cfg(test)]
mod tests;

pub use list::{EntityFilter, Listed};

use crate::component_type::KnownTypes;
use crate::workspace::missing as workspace_missing;
use crate::{App, Context};
use gemel_model::component_type::EffectiveType;
use gemel_model::entity::{self as rules, EffectiveTypes, Entity, ShownEntity, ShownProperty, ShownSummary};
use gemel_model::id::{ComponentPath, ComponentTypeId, EntityId, Name, Parent, WorkspaceId};
use gemel_model::status::State;
use gemel_model::tag::Resource;
use gemel_model::{Error, Kind, Result};
use gemel_store::change::Refusal;
use gemel_store::entity as entities;
use gemel_store::twins::Page;
use std::collections::BTreeSet;

/// An entity with what is needed to show it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The entity.
    pub entity: Entity,
    /// Something hangs below it.
    pub has_children: bool,
    types: KnownTypes,
}

impl Found {
    /// Its components as GetEntity shows them.
    pub fn shown(&self) -> ShownEntity<'_> {
        rules::shown(&self.entity, &self.types)
    }

    /// The types of its components.
    pub fn types(&self) -> &KnownTypes {
        &self.types
    }

    /// Its components, or the composite children at a path, by name.
    pub fn component_page(
        &self,
        path: Option<&ComponentPath>,
        after: Option<Vec<u8>>,
        limit: usize,
    ) -> Result<Page<ShownSummary<'_>>> {
        let after = after.map(name_of_cursor).transpose()?;
        let page = rules::component_page(&self.entity, path, after.as_deref(), limit, &self.types)?;
        Ok(Page { items: page.items, next: page.next.as_ref().map(cursor) })
    }

    /// The properties of a component, by name.
    pub fn property_page(
        &self,
        path: &str,
        after: Option<Vec<u8>>,
        limit: usize,
    ) -> Result<Page<ShownProperty<'_>>> {
        let after = after.map(name_of_cursor).transpose()?;
        let page = rules::property_page(&self.entity, path, after.as_deref(), limit, &self.types)?;
        Ok(Page { items: page.items, next: page.next.as_ref().map(cursor) })
    }
}

impl App {
    /// An entity.
    pub async fn entity(&self, cx: &Context, workspace_id: &WorkspaceId, id: &EntityId) -> Result<Found> {
        cx.require("iottwinmaker:GetEntity", &self.entity_arn(workspace_id, id))?;
        self.found(workspace_id, id).await
    }

    /// An entity whose components are to be listed.
    pub async fn components_of(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: &EntityId,
    ) -> Result<Found> {
        cx.require("iottwinmaker:ListComponents", &self.entity_arn(workspace_id, id))?;
        self.found(workspace_id, id).await
    }

    /// An entity whose properties are to be listed.
    pub async fn properties_of(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: &EntityId,
    ) -> Result<Found> {
        cx.require("iottwinmaker:ListProperties", &self.entity_arn(workspace_id, id))?;
        self.found(workspace_id, id).await
    }

    /// One read of the store when the types are known already.
    pub(crate) async fn found(&self, workspace_id: &WorkspaceId, id: &EntityId) -> Result<Found> {
        let state = entities::state(&*self.store, workspace_id, id).await?;
        let generation = state.generation.ok_or_else(|| workspace_missing(workspace_id))?;
        let entity = state.entity.ok_or_else(|| missing(workspace_id, id))?.value;
        let types = self.known_types_at(workspace_id, generation, type_ids(&entity)).await?;
        Ok(Found { entity, has_children: state.has_children, types })
    }

    /// The types of `ids` as the rules for writing want them: those that singletons extend are there too.
    async fn types_for_rules(
        &self,
        workspace_id: &WorkspaceId,
        generation: u64,
        ids: BTreeSet<ComponentTypeId>,
    ) -> Result<KnownTypes> {
        let known = self.known_types_at(workspace_id, generation, ids.iter().cloned()).await?;
        let mut wanted = ids;
        let mut waiting: Vec<ComponentTypeId> = wanted.iter().cloned().collect();
        let mut is_enough = true;
        while let Some(id) = waiting.pop() {
            let Some(effective) = EffectiveTypes::effective(&known, &id) else { continue };
            let children = effective.composite_component_types.values().map(|it| &it.component_type_id);
            waiting.extend(children.filter(|it| wanted.insert((*it).clone())).cloned());
            if effective.is_singleton {
                is_enough &= !effective.ancestors.iter().any(|it| wanted.insert(it.clone()));
            }
        }
        if is_enough {
            return Ok(known);
        }
        self.known_types_at(workspace_id, generation, wanted).await
    }

    fn entity_arn(&self, workspace_id: &WorkspaceId, id: &EntityId) -> String {
        self.arn(&resource(workspace_id, id))
    }
}

fn resource(workspace_id: &WorkspaceId, id: &EntityId) -> Resource {
    Resource::Entity(workspace_id.clone(), id.clone())
}

/// The types of an entity's components; those of composite children follow from them.
fn type_ids(entity: &Entity) -> BTreeSet<ComponentTypeId> {
    entity.components.values().map(|it| it.component_type_id.clone()).collect()
}

/// Refuses component types that are not ready: what they bring may still change.
fn check_ready<'a>(types: &KnownTypes, ids: impl IntoIterator<Item = &'a ComponentTypeId>) -> Result<()> {
    for id in ids {
        let state = types.get(id).map(|it| it.declared.status.state);
        if let Some(busy @ (State::Creating | State::Updating | State::Deleting)) = state {
            return Err(Error::invalid(format!(
                "component type `{id}` cannot be used when it is in {} state; wait until it is ACTIVE",
                busy.as_str()
            )));
        }
    }
    Ok(())
}

/// The paths of components that can have values over time; all when a type is not known.
fn series_paths(entity: &Entity, types: &KnownTypes) -> Vec<String> {
    let can_have = |path: &String| {
        let Some(component) = entity.component(path.split('/')) else { return false };
        let own = component.properties.values().filter_map(|it| it.definition.as_ref());
        let effective: Option<&EffectiveType> = types.effective(&component.component_type_id);
        own.into_iter().any(|it| it.is_time_series == Some(true))
            || effective.is_none_or(|it| it.property_definitions.values().any(|it| it.is_time_series))
    };
    rules::component_paths(entity).into_iter().filter(can_have).collect()
}

/// What is said of an entity that does not exist.
pub(crate) fn missing(workspace_id: &WorkspaceId, id: &EntityId) -> Error {
    Error::not_found(format!("entity `{id}` does not exist in workspace `{workspace_id}`"))
}

/// What is said of a parent that does not exist; clients look for the words.
fn parent_missing(parent: &Parent) -> Error {
    Error::invalid(format!("Unable to find parent entity id: {}", parent.as_str()))
}

fn refused(workspace_id: &WorkspaceId, entity: &Entity, refusal: &Refusal) -> Error {
    let id = &entity.id;
    match refusal {
        Refusal::Exists => {
            Error::new(Kind::Conflict, format!("entity `{id}` already exists in workspace `{workspace_id}`"))
        }
        Refusal::WorkspaceMissing => workspace_missing(workspace_id),
        Refusal::ParentMissing => parent_missing(&entity.parent),
        Refusal::NameTaken => Error::new(
            Kind::Conflict,
            format!(
                "an entity named `{}` already exists below parent entity `{}`; siblings need different names",
                entity.name,
                entity.parent.as_str()
            ),
        ),
        Refusal::HasChildren => has_children(id),
        _ => Error::new(Kind::Contention, format!("entity `{id}` was changed by another writer")),
    }
}

fn has_children(id: &EntityId) -> Error {
    Error::invalid(format!("entity `{id}` has child entities; delete them first, or set isRecursive"))
}

fn cursor(name: &Name) -> Vec<u8> {
    name.as_str().as_bytes().to_vec()
}

fn name_of_cursor(cursor: Vec<u8>) -> Result<String> {
    String::from_utf8(cursor).map_err(|_| Error::invalid("nextToken does not fit this operation"))
}
