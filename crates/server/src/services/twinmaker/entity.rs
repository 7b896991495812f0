//! Entities: shapes in, one call, shapes out.

mod answer;

use super::{Call, Reply, component, epoch, json, page_size, tag, value, workspace_id};
use answer::EntityAnswer;
use gemel_api::twinmaker as shape;
use gemel_app::entity::{EntityFilter, Listed};
use gemel_model::entity::{EntityDraft, EntityUpdate, ParentUpdate, ParentUpdateType};
use gemel_model::id::{ComponentTypeId, Description, EntityId, EntityName, Parent, WorkspaceId, required};
use gemel_model::limits::STRING_MAX;
use gemel_model::status::State;
use gemel_model::tag::Resource;
use gemel_model::{Error, Result, id};

pub(super) async fn create(call: &Call<'_>, label: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let request: shape::CreateEntityRequest = call.body()?;
    let id = request.entity_id.map(|it| EntityId::parse("entityId", &it)).transpose()?;
    let tags = tag::tags(request.tags)?;
    let draft = EntityDraft {
        name: EntityName::parse("entityName", &required("entityName", request.entity_name)?)?,
        description: description(request.description)?,
        parent: parent("parentEntityId", request.parent_entity_id.as_deref())?.unwrap_or(Parent::Root),
        components: component::drafts(request.components)?,
        composite_components: component::composite_drafts(request.composite_components)?,
    };
    let made = call.app.create_entity(call.cx, &workspace, id, draft, tags).await?;
    json(&shape::CreateEntityResponse {
        arn: Some(arn(call, &workspace, &made.id)),
        entity_id: Some(made.id.to_string()),
        creation_date_time: epoch(made.created),
        state: Some(State::Creating.as_str().to_owned()),
    })
}

pub(super) async fn get(call: &Call<'_>, label: &str, entity: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let id = EntityId::parse("entityId", entity)?;
    let found = call.app.entity(call.cx, &workspace, &id).await?;
    json(&EntityAnswer {
        workspace_id: &workspace,
        arn: arn(call, &workspace, &found.entity.id),
        entity: &found.entity,
        shown: found.shown(),
        has_children: found.has_children,
    })
}

pub(super) async fn update(call: &Call<'_>, label: &str, entity: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let id = EntityId::parse("entityId", entity)?;
    let request: shape::UpdateEntityRequest = call.body()?;
    let update = EntityUpdate {
        name: request.entity_name.map(|it| EntityName::parse("entityName", &it)).transpose()?,
        description: description(request.description)?,
        components: component::updates(request.component_updates)?,
        composite_components: component::composite_updates(request.composite_component_updates)?,
        parent: request.parent_entity_update.map(parent_update).transpose()?,
    };
    let updated = call.app.update_entity(call.cx, &workspace, &id, update).await?;
    json(&shape::UpdateEntityResponse {
        update_date_time: epoch(updated),
        state: Some(State::Updating.as_str().to_owned()),
    })
}

pub(super) async fn delete(call: &Call<'_>, label: &str, entity: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let id = EntityId::parse("entityId", entity)?;
    let is_recursive = flag("isRecursive", call.query("isRecursive")?.as_deref())?;
    call.app.delete_entity(call.cx, &workspace, &id, is_recursive).await?;
    json(&shape::DeleteEntityResponse { state: Some(State::Deleting.as_str().to_owned()) })
}

pub(super) async fn list(call: &Call<'_>, label: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let request: shape::ListEntitiesRequest = call.body()?;
    let limit = page_size(request.max_results)?;
    let cursor = call.cursor(label, request.next_token.as_deref())?;
    let filter = filter(request.filters.unwrap_or_default())?;
    let page = call.app.entities(call.cx, &workspace, filter, cursor, limit).await?;
    json(&shape::ListEntitiesResponse {
        entity_summaries: Some(page.items.into_iter().map(|it| summary(call, &workspace, it)).collect()),
        next_token: call.token(label, page.next),
    })
}

fn summary(call: &Call<'_>, workspace: &WorkspaceId, it: Listed) -> shape::EntitySummary {
    let Listed { entity, has_children } = it;
    shape::EntitySummary {
        arn: Some(arn(call, workspace, &entity.id)),
        entity_id: Some(entity.id.to_string()),
        entity_name: Some(entity.name),
        parent_entity_id: Some(entity.parent.as_str().to_owned()),
        status: Some(value::status_shape(&entity.status)),
        description: Some(entity.description.unwrap_or_default()),
        has_child_entities: Some(has_children),
        creation_date_time: epoch(entity.created),
        update_date_time: epoch(entity.updated),
    }
}

fn arn(call: &Call<'_>, workspace: &WorkspaceId, id: &EntityId) -> String {
    call.app.arn(&Resource::Entity(workspace.clone(), id.clone()))
}

fn description(given: Option<String>) -> Result<Option<Description>> {
    given.map(|it| Description::parse("description", &it)).transpose()
}

fn parent(member: &str, given: Option<&str>) -> Result<Option<Parent>> {
    given.map(|it| Parent::parse(member, it)).transpose()
}

fn parent_update(given: shape::ParentEntityUpdateRequest) -> Result<ParentUpdate> {
    let member = "parentEntityUpdate.updateType";
    let update_type = ParentUpdateType::parse(member, &required(member, given.update_type)?)?;
    let parent = parent("parentEntityUpdate.parentEntityId", given.parent_entity_id.as_deref())?;
    Ok(ParentUpdate { update_type, parent })
}

/// At most one filter, with exactly one member.
fn filter(given: Vec<shape::ListEntitiesFilter>) -> Result<Option<EntityFilter>> {
    if given.len() > 1 {
        return Err(Error::constraint(
            "filters",
            Some(&format!("{} elements", given.len())),
            "Member must have length less than or equal to 1",
        ));
    }
    let Some(given) = given.into_iter().next() else { return Ok(None) };
    match (given.parent_entity_id, given.component_type_id, given.external_id) {
        (Some(it), None, None) => Parent::parse("filters.parentEntityId", &it).map(EntityFilter::Parent),
        (None, Some(it), None) => {
            ComponentTypeId::parse("filters.componentTypeId", &it).map(EntityFilter::ComponentType)
        }
        (None, None, Some(it)) => {
            id::length("filters.externalId", &it, 1, STRING_MAX)?;
            Ok(EntityFilter::ExternalId(it))
        }
        _ => Err(Error::constraint(
            "filters",
            None,
            "exactly one of parentEntityId, componentTypeId and externalId must be set",
        )),
    }
    .map(Some)
}

/// A flag in the query: `true`, `false`, or absent, which is false.
fn flag(member: &str, given: Option<&str>) -> Result<bool> {
    match given {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err(Error::constraint(member, Some(other), "Member must be true or false")),
    }
}
