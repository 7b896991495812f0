//! Making an entity.

use super::{check_ready, parent_missing, refused, resource};
use crate::carry::carried;
use crate::workspace::missing as workspace_missing;
use crate::{App, Context, with_retries};
use gemel_model::Result;
use gemel_model::entity::{self as rules, Entity, EntityDraft, check_depth};
use gemel_model::id::{ComponentTypeId, EntityId, Parent, WorkspaceId};
use gemel_model::quota::within;
use gemel_model::tag::{Tags, merged};
use gemel_store::unfinished::{self, Work};
use gemel_store::{entity as entities, workspace};
use std::collections::BTreeSet;
use uuid::Uuid;

impl App {
    /// Makes an entity, with an id of our own when none is given. It is ACTIVE at once, unless a schemaInitializer
    /// has to run for one of its components: then that runs behind.
    pub async fn create_entity(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: Option<EntityId>,
        draft: EntityDraft,
        tags: Tags,
    ) -> Result<Entity> {
        let id = id.unwrap_or_else(|| EntityId::trusted(Uuid::new_v4().to_string()));
        cx.require("iottwinmaker:CreateEntity", &self.entity_arn(workspace_id, &id))?;
        let tags = merged(&Tags::new(), &tags)?;
        let (app, workspace_id) = (self.clone(), workspace_id.clone());
        let work = async move {
            let made = with_retries(|| app.make_entity(&workspace_id, &id, &draft, &tags)).await?;
            app.changes.tell_entity(&workspace_id, &id);
            if !rules::pending(&made).is_empty() {
                app.initialize_entity_behind(&workspace_id, &id);
            }
            Ok(made)
        };
        carried("entity creation", &self.spawner, work).await
    }

    async fn make_entity(
        &self,
        workspace_id: &WorkspaceId,
        id: &EntityId,
        draft: &EntityDraft,
        tags: &Tags,
    ) -> Result<Entity> {
        let quotas = &self.settings.quotas;
        let state = workspace::state(&*self.store, workspace_id).await?;
        let state = state.ok_or_else(|| workspace_missing(workspace_id))?;
        let ids: BTreeSet<ComponentTypeId> =
            draft.components.values().filter_map(|it| it.component_type_id.clone()).collect();
        let types = self.types_for_rules(workspace_id, state.generation, ids.clone()).await?;
        let made = rules::create(draft.clone(), id.clone(), &types, quotas, self.clock.now())?;
        check_ready(&types, &ids)?;
        self.check_new_place(workspace_id, &made.parent).await?;
        let terms = rules::terms(&made, &types);
        let mut change = entities::put(workspace_id, None, &made, &terms.external_ids)?;
        let resource = resource(workspace_id, id);
        if !ids.is_empty() {
            change.require_unchanged(workspace::generation_key(workspace_id), types.generation);
        }
        if !rules::pending(&made).is_empty() {
            unfinished::begin(&mut change, &resource, &Work::Initialize);
        }
        let change = change.and(gemel_store::tag::first(&resource, tags)?);
        let n_entities = state.counts.n_entities + 1;
        if n_entities > quotas.entities_per_workspace_max {
            // An id that is taken is the better answer: the caller's request can then be complete already.
            if entities::get(&*self.store, workspace_id, id).await?.is_none() {
                within("the number of entities", n_entities, quotas.entities_per_workspace_max)?;
            }
        }
        match change.commit(&*self.store).await? {
            Ok(()) => Ok(made),
            Err(refusal) => Err(refused(workspace_id, &made, &refusal)),
        }
    }

    /// Whether an entity can hang there: the parent exists, and it is not too deep.
    async fn check_new_place(&self, workspace_id: &WorkspaceId, parent: &Parent) -> Result<()> {
        let above = entities::ancestors(&*self.store, workspace_id, parent).await?;
        if parent.entity().is_some() && above.is_empty() {
            return Err(parent_missing(parent));
        }
        check_depth(above.len() + 1, 0, &self.settings.quotas)
    }
}
