//! Lists of entities.

use crate::workspace::missing as workspace_missing;
use crate::{App, Context};
use gemel_model::entity::Entity;
use gemel_model::id::{ComponentTypeId, Parent, WorkspaceId};
use gemel_model::tag::Resource;
use gemel_model::{Result, builtin};
use gemel_store::entity::{self as entities, Filter};
use gemel_store::twins::Page;
use gemel_store::{component_type as types, workspace};
use std::collections::BTreeSet;

/// Heirs of one type that a list looks for.
const HEIRS_MAX: usize = 1_000;

/// Which entities are listed; one filter at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntityFilter {
    /// The children of an entity, or of the root.
    Parent(Parent),
    /// Those with a component of this type or of one of its heirs.
    ComponentType(ComponentTypeId),
    /// Those with this value in a property that is an external id.
    ExternalId(String),
}

/// An entity in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The entity.
    pub entity: Entity,
    /// Something hangs below it.
    pub has_children: bool,
}

impl App {
    /// Entities of a workspace, by id.
    pub async fn entities(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        filter: Option<EntityFilter>,
        after: Option<Vec<u8>>,
        limit: usize,
    ) -> Result<Page<Listed>> {
        cx.require("iottwinmaker:ListEntities", &self.arn(&Resource::Workspace(workspace_id.clone())))?;
        let ids;
        let filter = match &filter {
            None => Filter::All,
            Some(EntityFilter::Parent(it)) => Filter::Parent(it),
            Some(EntityFilter::ExternalId(it)) => Filter::ExternalId(it),
            Some(EntityFilter::ComponentType(it)) => {
                ids = self.with_heirs(workspace_id, it).await?;
                Filter::ComponentTypes(&ids)
            }
        };
        let page = self.full_page(workspace_id, filter, after, limit).await?;
        if page.items.is_empty() && workspace::get(&*self.store, workspace_id).await?.is_none() {
            return Err(workspace_missing(workspace_id));
        }
        Ok(page)
    }

    /// A page that is not empty while more follow: entities can stop matching between two reads.
    async fn full_page(
        &self,
        workspace_id: &WorkspaceId,
        filter: Filter<'_>,
        mut after: Option<Vec<u8>>,
        limit: usize,
    ) -> Result<Page<Listed>> {
        loop {
            let page = entities::list(&*self.store, workspace_id, filter, after.as_deref(), limit).await?;
            if page.items.is_empty() && page.next.is_some() {
                after = page.next;
                continue;
            }
            let listed =
                |it: entities::Listed| Listed { entity: it.entity.value, has_children: it.has_children };
            return Ok(Page { items: page.items.into_iter().map(listed).collect(), next: page.next });
        }
    }

    /// A type and all that extend it, built-in ones too.
    pub(crate) async fn with_heirs(
        &self,
        workspace_id: &WorkspaceId,
        id: &ComponentTypeId,
    ) -> Result<BTreeSet<ComponentTypeId>> {
        let mut found = BTreeSet::new();
        let extends =
            |it: &ComponentTypeId| builtin::effective(it.as_str()).is_some_and(|it| it.is_a(id.as_str()));
        let built_in = builtin::all().map(|it| it.id.clone()).filter(|it| it != id && extends(it));
        for root in built_in.chain([id.clone()]) {
            found.extend(types::with_heirs(&*self.store, workspace_id, &root, HEIRS_MAX).await?);
        }
        Ok(found)
    }
}
