//! Entities in the store: read by id, by name and upwards; made, changed and removed with their index entries.

mod list;
mod subtree;

pub use list::{Filter, Listed, list};
pub use subtree::{Descendant, Order, Subtree};

use crate::change::{Change, Refusal};
use crate::counter::{self, Counted};
use crate::twins::{self, Answers, Versioned};
use crate::{Check, Key, Read, Space, Stored, TwinStore, component_type, key, record, tag, workspace};
use gemel_model::entity::{Component, Entity};
use gemel_model::id::{ComponentTypeId, EntityId, Parent, WorkspaceId};
use gemel_model::tag::{Resource, Tags};
use gemel_model::{Error, Result};
use std::collections::BTreeSet;

/// No quota allows this depth; a longer way up is a circle.
const DEPTH_MAX: usize = 4096;

/// An entity as it was read, with what a later change of it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionedEntity {
    /// The entity.
    pub value: Entity,
    /// The version of its record.
    pub version: u64,
    /// The external ids it is indexed under.
    pub external_ids: BTreeSet<String>,
}

/// An entity and what is needed to show it, from one snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityState {
    /// The entity, if there is one.
    pub entity: Option<VersionedEntity>,
    /// Something hangs below it.
    pub has_children: bool,
    /// The generation of the workspace's component types; `None` when there is no such workspace.
    pub generation: Option<u64>,
}

/// The record of an entity.
pub fn key(workspace: &WorkspaceId, id: &EntityId) -> Key {
    let bytes = key::join(&[workspace.as_str().as_bytes(), id.as_str().as_bytes()]);
    Key { space: Space::Entity, bytes }
}

/// An entity.
pub async fn get(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    id: &EntityId,
) -> Result<Option<VersionedEntity>> {
    twins::one(store, key(workspace, id)).await?.map(|it| decode(id.clone(), &it)).transpose()
}

/// Several entities from one snapshot, in the order asked.
pub async fn get_many(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    ids: &[EntityId],
) -> Result<Vec<Option<VersionedEntity>>> {
    let questions: Vec<Read> = ids.iter().map(|it| Read::Key(key(workspace, it))).collect();
    let mut answers = Answers::of(store, &questions).await?;
    ids.iter().map(|id| answers.one().map(|it| decode(id.clone(), &it)).transpose()).collect()
}

/// An entity, whether it has children, and the generation of its workspace's types.
pub async fn state(store: &dyn TwinStore, workspace: &WorkspaceId, id: &EntityId) -> Result<EntityState> {
    let questions = [
        Read::Key(key(workspace, id)),
        first_child(workspace, id),
        Read::Key(workspace::generation_key(workspace)),
    ];
    let mut answers = Answers::of(store, &questions).await?;
    Ok(EntityState {
        entity: answers.one().map(|it| decode(id.clone(), &it)).transpose()?,
        has_children: answers.one().is_some(),
        generation: answers.one().map(|it| it.version),
    })
}

/// The child of `parent` that has this name. At the root names are free, so there it finds none.
pub async fn by_name(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    parent: &EntityId,
    name: &str,
) -> Result<Option<EntityId>> {
    let Some(stored) = twins::one(store, name_key(workspace, parent, name)).await? else { return Ok(None) };
    let id = String::from_utf8(stored.bytes)
        .map_err(|it| Error::internal("a name leads to what is no entity id").because(it))?;
    Ok(Some(EntityId::trusted(id)))
}

/// `from` and all entities above it, nearest first; one read a level. Ends early at an entity that is gone.
///
/// What was found can change at once: a move that depends on it says so with [`require_below`].
pub async fn ancestors(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    from: &Parent,
) -> Result<Vec<EntityId>> {
    let mut found = Vec::new();
    let mut next = from.clone();
    while let Parent::Entity(id) = next {
        let Some(entity) = get(store, workspace, &id).await? else { break };
        found.push(id);
        if found.len() > DEPTH_MAX {
            return Err(Error::internal(format!(
                "entities above `{from:?}` in workspace `{workspace}` form a circle"
            )));
        }
        next = entity.value.parent;
    }
    Ok(found)
}

/// Applies `change` only if `child` still hangs below `parent`; other changes of either do not disturb it.
pub fn require_below(change: &mut Change, workspace: &WorkspaceId, parent: &Parent, child: &EntityId) {
    change.require(Check::Present(parent_key(workspace, parent, child)), Refusal::Changed);
}

/// Makes an entity, or changes the one that was read. `external_ids` are those of its terms as the types stand now.
///
/// A parent, the workspace and added component types must exist, and below an entity the name must be free.
pub fn put(
    workspace: &WorkspaceId,
    before: Option<&VersionedEntity>,
    after: &Entity,
    external_ids: &BTreeSet<String>,
) -> Result<Change> {
    let mut change = Change::new();
    match before {
        Some(it) => {
            change.require_unchanged(key(workspace, &after.id), it.version);
        }
        None => {
            change.require(Check::Present(workspace::key(workspace)), Refusal::WorkspaceMissing);
            change.require(Check::Absent(key(workspace, &after.id)), Refusal::Exists);
            change.add(counter::key_of(workspace, Counted::Entities), 1);
        }
    }
    let old = before.map(|it| index_entries(workspace, &it.value, &it.external_ids)).unwrap_or_default();
    let new = index_entries(workspace, after, external_ids);
    require_free_place(&mut change, workspace, before.map(|it| &it.value), after);
    let old_types = before.map(|it| component_type_ids(&it.value)).unwrap_or_default();
    for id in component_type_ids(after).difference(&old_types).filter(|it| !it.is_reserved()) {
        let refusal = Refusal::ComponentTypeMissing(id.clone());
        change.require(Check::Present(component_type::key(workspace, id)), refusal);
    }
    for (key, _) in old.difference(&new) {
        change.delete(key.clone());
    }
    for (key, bytes) in new.difference(&old) {
        change.put(key.clone(), bytes.clone());
    }
    change.put(key(workspace, &after.id), record::encode_entity(after, external_ids)?);
    Ok(change)
}

/// Removes an entity without children, and its tags.
pub fn delete(workspace: &WorkspaceId, before: &VersionedEntity, tags: Option<&Versioned<Tags>>) -> Change {
    let id = &before.value.id;
    let mut change = Change::new();
    change.require_unchanged(key(workspace, id), before.version);
    change.require(Check::EmptyPrefix(Space::EntityByParent, children(workspace, id)), Refusal::HasChildren);
    for (key, _) in index_entries(workspace, &before.value, &before.external_ids) {
        change.delete(key);
    }
    change.delete(key(workspace, id)).add(counter::key_of(workspace, Counted::Entities), -1);
    tag::forget(&mut change, &Resource::Entity(workspace.clone(), id.clone()), tags);
    change
}

fn require_free_place(change: &mut Change, workspace: &WorkspaceId, before: Option<&Entity>, after: &Entity) {
    let is_moved = before.is_none_or(|it| it.parent != after.parent);
    let is_renamed = before.is_none_or(|it| it.name != after.name);
    let Parent::Entity(parent) = &after.parent else { return };
    if is_moved {
        change.require(Check::Present(key(workspace, parent)), Refusal::ParentMissing);
    }
    if is_moved || is_renamed {
        change.require(Check::Absent(name_key(workspace, parent, &after.name)), Refusal::NameTaken);
    }
}

/// All index entries of an entity.
pub(crate) fn index_entries(
    workspace: &WorkspaceId,
    entity: &Entity,
    external_ids: &BTreeSet<String>,
) -> BTreeSet<(Key, Vec<u8>)> {
    let mut entries = BTreeSet::new();
    entries.insert((parent_key(workspace, &entity.parent, &entity.id), Vec::new()));
    if let Parent::Entity(parent) = &entity.parent {
        let id = entity.id.as_str().as_bytes().to_vec();
        entries.insert((name_key(workspace, parent, &entity.name), id));
    }
    for component_type in component_type_ids(entity) {
        let bytes =
            key::join(&[workspace.as_str(), component_type.as_str(), entity.id.as_str()].map(str::as_bytes));
        entries.insert((Key { space: Space::EntityByComponentType, bytes }, Vec::new()));
    }
    for external_id in external_ids {
        let bytes = key::join(&[workspace.as_str(), external_id, entity.id.as_str()].map(str::as_bytes));
        entries.insert((Key { space: Space::EntityByExternalId, bytes }, Vec::new()));
    }
    entries
}

/// The types of all components, composite children included.
pub(crate) fn component_type_ids(entity: &Entity) -> BTreeSet<ComponentTypeId> {
    fn gather(component: &Component, found: &mut BTreeSet<ComponentTypeId>) {
        found.insert(component.component_type_id.clone());
        component.composite_components.values().for_each(|it| gather(it, found));
    }
    let mut found = BTreeSet::new();
    entity.components.values().for_each(|it| gather(it, &mut found));
    found
}

/// What the keys of an entity's children begin with, in the index by parent.
fn children(workspace: &WorkspaceId, id: &EntityId) -> Vec<u8> {
    key::join(&[workspace.as_str(), id.as_str()].map(str::as_bytes))
}

/// What the keys below a parent begin with. The root, which is no entity, is an empty part.
fn below(workspace: &WorkspaceId, parent: &Parent) -> Vec<u8> {
    key::join(&[workspace.as_str(), parent.entity().map_or("", EntityId::as_str)].map(str::as_bytes))
}

fn parent_key(workspace: &WorkspaceId, parent: &Parent, id: &EntityId) -> Key {
    let mut bytes = below(workspace, parent);
    bytes.extend(key::join(&[id.as_str().as_bytes()]));
    Key { space: Space::EntityByParent, bytes }
}

fn name_key(workspace: &WorkspaceId, parent: &EntityId, name: &str) -> Key {
    let bytes = key::join(&[workspace.as_str(), parent.as_str(), name].map(str::as_bytes));
    Key { space: Space::EntityByName, bytes }
}

fn first_child(workspace: &WorkspaceId, id: &EntityId) -> Read {
    Read::Range { space: Space::EntityByParent, prefix: children(workspace, id), after: None, limit: 1 }
}

fn decode(id: EntityId, stored: &Stored) -> Result<VersionedEntity> {
    let (value, external_ids) = record::decode_entity(id, &stored.bytes)?;
    Ok(VersionedEntity { value, version: stored.version, external_ids })
}
