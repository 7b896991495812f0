//! Lists of entities, always in the order of their ids: all, by parent, by component type, by external id.

use super::{VersionedEntity, below, decode, first_child, key};
use crate::twins::{Answers, Page, behind, page};
use crate::{Read, Space, TwinStore};
use gemel_model::Result;
use gemel_model::entity::Component;
use gemel_model::id::{ComponentTypeId, EntityId, Parent, WorkspaceId};
use std::collections::BTreeSet;

/// Of several lists that are merged, how many entries are read at least at a time from each.
const RUN_MIN: usize = 16;

/// Which entities are listed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Filter<'a> {
    /// All.
    All,
    /// The children of an entity, or of the root.
    Parent(&'a Parent),
    /// Those with a component of one of these types. Heirs are meant only when they are named.
    ComponentTypes(&'a BTreeSet<ComponentTypeId>),
    /// Those with this external id.
    ExternalId(&'a str),
}

/// An entity in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The entity.
    pub entity: VersionedEntity,
    /// Something hangs below it.
    pub has_children: bool,
}

/// Entities of a workspace, by id. An entity that stops matching while it is read is left out.
pub async fn list(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    filter: Filter<'_>,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Page<Listed>> {
    if filter == Filter::All {
        return list_all(store, workspace, after, limit).await;
    }
    let found = positions(store, workspace, filter, after, limit.max(1)).await?;
    let ids: Vec<EntityId> =
        found.items.iter().map(|it| key::last_text(it).map(EntityId::trusted)).collect::<Result<_>>()?;
    let mut questions = Vec::with_capacity(ids.len() * 2);
    for id in &ids {
        questions.push(Read::Key(key(workspace, id)));
        questions.push(first_child(workspace, id));
    }
    let mut answers = Answers::of(store, &questions).await?;
    let mut items = Vec::with_capacity(ids.len());
    for id in ids {
        let (stored, child) = (answers.one(), answers.one());
        let Some(stored) = stored else { continue };
        let entity = decode(id, &stored)?;
        if filter.matches(&entity) {
            items.push(Listed { entity, has_children: child.is_some() });
        }
    }
    Ok(Page { items, next: found.next })
}

/// All entities: the page itself holds their records.
async fn list_all(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Page<Listed>> {
    let prefix = key::join(&[workspace.as_str().as_bytes()]);
    let found = page(store, Space::Entity, prefix, after, limit).await?;
    let entities: Vec<VersionedEntity> = found
        .items
        .iter()
        .map(|(key, it)| decode(EntityId::trusted(key::last_text(&key.bytes)?), it))
        .collect::<Result<_>>()?;
    let questions: Vec<Read> = entities.iter().map(|it| first_child(workspace, &it.value.id)).collect();
    let mut answers = Answers::of(store, &questions).await?;
    let items =
        entities.into_iter().map(|entity| Listed { entity, has_children: answers.one().is_some() }).collect();
    Ok(Page { items, next: found.next })
}

impl Filter<'_> {
    fn matches(self, entity: &VersionedEntity) -> bool {
        match self {
            Self::All => true,
            Self::Parent(it) => entity.value.parent == *it,
            Self::ComponentTypes(ids) => entity.value.components.values().any(|it| has_type_in(it, ids)),
            Self::ExternalId(it) => entity.external_ids.contains(it),
        }
    }

    /// The lists to be merged: a space, and what the keys in it begin with; one part, the entity's id, follows.
    fn lists(self, workspace: &WorkspaceId) -> (Space, Vec<Vec<u8>>) {
        let two = |it: &str| key::join(&[workspace.as_str(), it].map(str::as_bytes));
        match self {
            Self::All => (Space::Entity, vec![key::join(&[workspace.as_str().as_bytes()])]),
            Self::Parent(it) => (Space::EntityByParent, vec![below(workspace, it)]),
            Self::ComponentTypes(ids) => {
                (Space::EntityByComponentType, ids.iter().map(|it| two(it.as_str())).collect())
            }
            Self::ExternalId(it) => (Space::EntityByExternalId, vec![two(it)]),
        }
    }
}

fn has_type_in(component: &Component, ids: &BTreeSet<ComponentTypeId>) -> bool {
    ids.contains(&component.component_type_id)
        || component.composite_components.values().any(|it| has_type_in(it, ids))
}

/// Where the entities of a page stand: the last parts of their keys.
///
/// Every list is read from the same position on. What a list that was cut short may still hold lies behind its last
/// entry, so everything up to the nearest of these ends is complete; the rest is read again from there.
async fn positions(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    filter: Filter<'_>,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Page<Vec<u8>>> {
    let (space, prefixes) = filter.lists(workspace);
    let run = match prefixes.len() {
        0 | 1 => limit.saturating_add(1),
        n => (limit.saturating_mul(2) / n).clamp(RUN_MIN, limit.max(RUN_MIN)),
    };
    let mut found: BTreeSet<Vec<u8>> = BTreeSet::new();
    let mut seen = after.map(<[u8]>::to_vec);
    loop {
        let question = |prefix: &Vec<u8>| Read::Range {
            space,
            prefix: prefix.clone(),
            after: seen.as_deref().map(|it| behind(prefix, it)),
            limit: run,
        };
        let questions: Vec<Read> = prefixes.iter().map(question).collect();
        let mut answers = Answers::of(store, &questions).await?;
        let mut complete_to: Option<Vec<u8>> = None;
        let mut read = BTreeSet::new();
        for prefix in &prefixes {
            let last_parts: Vec<Vec<u8>> = answers
                .all()
                .into_iter()
                .map(|(key, _)| key.bytes.get(prefix.len()..).unwrap_or_default().to_vec())
                .collect();
            if let (true, Some(last)) = (last_parts.len() >= run, last_parts.last()) {
                complete_to = Some(complete_to.map_or(last.clone(), |it| it.min(last.clone())));
            }
            read.extend(last_parts);
        }
        found.extend(read.into_iter().filter(|it| complete_to.as_ref().is_none_or(|end| it <= end)));
        if found.len() > limit || complete_to.is_none() {
            return Ok(Page::of(
                found.into_iter().take(limit.saturating_add(1)).collect(),
                limit,
                Vec::clone,
            ));
        }
        seen = complete_to;
    }
}
