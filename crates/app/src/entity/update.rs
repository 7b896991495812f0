//! Changing an entity, moving it included.

use super::{check_ready, missing, parent_missing, refused, resource, series_paths, type_ids};
use crate::carry::carried;
use crate::component_type::KnownTypes;
use crate::workspace::missing as workspace_missing;
use crate::{App, Context, with_retries};
use gemel_model::Result;
use gemel_model::entity::{self as rules, Entity, EntityUpdate, check_depth, check_move};
use gemel_model::id::{ComponentTypeId, EntityId, Parent, WorkspaceId};
use gemel_model::time::Timestamp;
use gemel_store::change::Change;
use gemel_store::entity::{self as entities, Order, Subtree};
use gemel_store::unfinished::{self, Work};
use gemel_store::workspace;
use std::collections::BTreeSet;

/// Entities looked at in one step of the walk that measures a subtree.
const WALK_STEP: usize = 256;

impl App {
    /// Changes an entity; gives when. Its removed components' values over time are gone when this returns.
    pub async fn update_entity(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: &EntityId,
        update: EntityUpdate,
    ) -> Result<Timestamp> {
        cx.require("iottwinmaker:UpdateEntity", &self.entity_arn(workspace_id, id))?;
        let (app, workspace_id, id) = (self.clone(), workspace_id.clone(), id.clone());
        let work = async move {
            let (after, forgotten) = with_retries(|| app.change_entity(&workspace_id, &id, &update)).await?;
            let mut done = Ok(());
            for path in forgotten {
                done = done.and(app.forget_series(&workspace_id, &id, path).await);
            }
            app.changes.tell_entity(&workspace_id, &id);
            if !rules::pending(&after).is_empty() {
                app.initialize_entity_behind(&workspace_id, &id);
            }
            done.map(|()| after.updated)
        };
        carried("entity update", &self.spawner, work).await
    }

    /// The changed entity, and the paths of removed components whose values over time must go.
    async fn change_entity(
        &self,
        workspace_id: &WorkspaceId,
        id: &EntityId,
        update: &EntityUpdate,
    ) -> Result<(Entity, Vec<String>)> {
        let state = entities::state(&*self.store, workspace_id, id).await?;
        let generation = state.generation.ok_or_else(|| workspace_missing(workspace_id))?;
        let before = state.entity.ok_or_else(|| missing(workspace_id, id))?;
        let used = type_ids(&before.value);
        let added = added_types(update, &used);
        let all = used.union(&added).cloned().collect();
        let types = self.types_for_rules(workspace_id, generation, all).await?;
        let after =
            rules::update(&before.value, update.clone(), &types, &self.settings.quotas, self.clock.now())?;
        check_ready(&types, &added)?;
        let terms = rules::terms(&after, &types);
        let mut change = entities::put(workspace_id, Some(&before), &after, &terms.external_ids)?;
        if !added.is_empty() {
            change.require_unchanged(workspace::generation_key(workspace_id), types.generation);
        }
        if update.parent.is_some() && after.parent != before.value.parent {
            self.check_new_parent(&mut change, workspace_id, &before.value, &after, state.has_children)
                .await?;
        }
        let resource = resource(workspace_id, id);
        let forgotten = removed_series(&before.value, &after, &types);
        for path in &forgotten {
            unfinished::begin(&mut change, &resource, &Work::ForgetSeries(path.clone()));
        }
        if !rules::pending(&after).is_empty() {
            unfinished::begin(&mut change, &resource, &Work::Initialize);
        }
        match change.commit(&*self.store).await? {
            Ok(()) => Ok((after, forgotten)),
            Err(refusal) => Err(refused(workspace_id, &after, &refusal)),
        }
    }

    /// Whether an entity can move there; `change` then holds only while all above the new parent stay in place, so
    /// that two moves at once cannot make a circle.
    async fn check_new_parent(
        &self,
        change: &mut Change,
        workspace_id: &WorkspaceId,
        before: &Entity,
        after: &Entity,
        has_children: bool,
    ) -> Result<()> {
        let above = entities::ancestors(&*self.store, workspace_id, &after.parent).await?;
        if after.parent.entity().is_some() && above.is_empty() {
            return Err(parent_missing(&after.parent));
        }
        check_move(&after.id, above.iter())?;
        for (index, child) in above.iter().enumerate() {
            let parent = above.get(index + 1).map_or(Parent::Root, |it| Parent::Entity(it.clone()));
            entities::require_below(change, workspace_id, &parent, child);
        }
        let quotas = &self.settings.quotas;
        let depth = above.len() + 1;
        check_depth(depth, 0, quotas)?;
        if !has_children {
            return Ok(());
        }
        let old_depth = entities::ancestors(&*self.store, workspace_id, &before.parent).await?.len() + 1;
        if depth <= old_depth {
            return Ok(());
        }
        check_depth(depth, self.height(workspace_id, &after.id).await?, quotas)
    }

    /// Levels below an entity.
    async fn height(&self, workspace_id: &WorkspaceId, id: &EntityId) -> Result<usize> {
        let mut walk = Subtree::new(workspace_id.clone(), Parent::Entity(id.clone()), Order::ParentsFirst);
        let mut height = 0;
        loop {
            let step = walk.next(&*self.store, WALK_STEP).await?;
            if step.is_empty() {
                return Ok(height);
            }
            height = step.iter().map(|it| it.depth).fold(height, usize::max);
        }
    }

    /// Removes values over time of a component, or of the whole entity when the path is empty, and notes that it is
    /// done.
    pub(super) async fn forget_series(
        &self,
        workspace_id: &WorkspaceId,
        id: &EntityId,
        path: String,
    ) -> Result<()> {
        let component = Some(path.as_str()).filter(|it| !it.is_empty());
        self.series.remove(workspace_id, Some(id), component).await?;
        let mut change = Change::new();
        unfinished::end(&mut change, &resource(workspace_id, id), &Work::ForgetSeries(path));
        match change.commit(&*self.store).await? {
            Ok(()) => Ok(()),
            Err(refusal) => {
                Err(gemel_model::Error::internal(format!("a change without checks: {refusal:?}")))
            }
        }
    }
}

/// The types that an update names and the entity does not use yet.
fn added_types(update: &EntityUpdate, used: &BTreeSet<ComponentTypeId>) -> BTreeSet<ComponentTypeId> {
    let named = update.components.values().filter_map(|it| it.component_type_id.clone());
    named.filter(|it| !used.contains(it)).collect()
}

fn removed_series(before: &Entity, after: &Entity, types: &KnownTypes) -> Vec<String> {
    let mut removed = series_paths(before, types);
    removed.retain(|it| after.component(it.split('/')).is_none());
    removed
}
