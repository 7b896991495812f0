//! Removing an entity, with all that hangs below it when that is asked for.

use super::{has_children, missing, refused, resource, series_paths, type_ids};
use crate::carry::carried;
use crate::workspace::missing as workspace_missing;
use crate::{App, Context, with_retries};
use gemel_model::entity::Entity;
use gemel_model::id::{EntityId, Parent, WorkspaceId};
use gemel_model::status::{State, Status};
use gemel_model::{Error, Kind, Result};
use gemel_store::change::{Change, Refusal};
use gemel_store::entity::{self as entities, Descendant, Order, Subtree, VersionedEntity};
use gemel_store::unfinished::{self, Work};

/// Entities removed in one transaction.
const BATCH: usize = 64;
/// Entities removed before the caller gets his answer; the rest goes on behind.
const WAITED_FOR_MAX: usize = 5_000;
/// How often a walk begins again because something appeared below on the way.
const WALKS_MAX: usize = 32;

/// What became of the entity itself.
enum Outcome {
    /// It is gone; its values over time, if it can have had some, are not.
    Gone { has_series: bool },
    /// It is marked, for there is something below it.
    Marked,
}

/// How the removal of a subtree ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walked {
    /// Everything is gone.
    Through,
    /// So many are gone; there is more.
    Paused,
}

impl App {
    /// Removes an entity; with all below it when `is_recursive`, else only when nothing hangs below it.
    ///
    /// What has something below it is first marked as DELETING, so that the removal goes on after a crash.
    pub async fn delete_entity(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: &EntityId,
        is_recursive: bool,
    ) -> Result<()> {
        cx.require("iottwinmaker:DeleteEntity", &self.entity_arn(workspace_id, id))?;
        let (app, workspace_id, id) = (self.clone(), workspace_id.clone(), id.clone());
        let work = async move { app.remove_and_tell(&workspace_id, &id, is_recursive).await };
        carried("entity removal", &self.spawner, work).await
    }

    async fn remove_and_tell(
        &self,
        workspace_id: &WorkspaceId,
        id: &EntityId,
        is_recursive: bool,
    ) -> Result<()> {
        match with_retries(|| self.remove_or_mark(workspace_id, id, is_recursive)).await? {
            Outcome::Gone { has_series } => {
                let mut done = Ok(());
                if has_series {
                    done = self.forget_series(workspace_id, id, String::new()).await;
                }
                self.changes.tell_entity(workspace_id, id);
                done
            }
            Outcome::Marked => {
                let walked = self.remove_subtree(workspace_id, id, Some(WAITED_FOR_MAX)).await?;
                if walked == Walked::Paused {
                    self.remove_subtree_behind(workspace_id, id);
                }
                Ok(())
            }
        }
    }

    /// Removes an entity without children at once; marks one with children.
    async fn remove_or_mark(
        &self,
        workspace_id: &WorkspaceId,
        id: &EntityId,
        is_recursive: bool,
    ) -> Result<Outcome> {
        let state = entities::state(&*self.store, workspace_id, id).await?;
        state.generation.ok_or_else(|| workspace_missing(workspace_id))?;
        let before = state.entity.ok_or_else(|| missing(workspace_id, id))?;
        if let Some(source) = &before.value.sync_source {
            return Err(Error::invalid(format!(
                "entity `{id}` is synced from {source} and cannot be deleted here; delete it at its source"
            )));
        }
        if state.has_children && !is_recursive {
            return Err(has_children(id));
        }
        let (change, outcome) = if state.has_children {
            (self.marked(workspace_id, &before)?, Outcome::Marked)
        } else {
            let (change, has_series) = self.removed(workspace_id, &before).await?;
            (change, Outcome::Gone { has_series })
        };
        match change.commit(&*self.store).await? {
            Ok(()) => Ok(outcome),
            // A child came while we looked: look again.
            Err(Refusal::HasChildren) => Err(refused(workspace_id, &before.value, &Refusal::Changed)),
            Err(refusal) => Err(refused(workspace_id, &before.value, &refusal)),
        }
    }

    /// The change that marks an entity as DELETING.
    pub(super) fn marked(&self, workspace_id: &WorkspaceId, before: &VersionedEntity) -> Result<Change> {
        let status = Status::of(State::Deleting);
        let after = Entity { status, updated: self.clock.now(), ..before.value.clone() };
        let mut change = entities::put(workspace_id, Some(before), &after, &before.external_ids)?;
        unfinished::begin(&mut change, &resource(workspace_id, &after.id), &Work::Remove);
        Ok(change)
    }

    /// The change that removes an entity, its tags and its other unfinished work; and whether it can have values over
    /// time, which must go then.
    async fn removed(&self, workspace_id: &WorkspaceId, before: &VersionedEntity) -> Result<(Change, bool)> {
        let resource = resource(workspace_id, &before.value.id);
        let tags = gemel_store::tag::get(&*self.store, &resource).await?;
        let mut change = entities::delete(workspace_id, before, tags.as_ref());
        unfinished::end(&mut change, &resource, &Work::Initialize);
        unfinished::end(&mut change, &resource, &Work::Remove);
        let has_series = self.may_have_series(workspace_id, &before.value).await?;
        if has_series {
            unfinished::begin(&mut change, &resource, &Work::ForgetSeries(String::new()));
        }
        Ok((change, has_series))
    }

    async fn may_have_series(&self, workspace_id: &WorkspaceId, entity: &Entity) -> Result<bool> {
        if entity.components.is_empty() {
            return Ok(false);
        }
        let types = self.known_types(workspace_id, type_ids(entity)).await?;
        Ok(!series_paths(entity, &types).is_empty())
    }

    /// Removes a marked entity and all below it, children first; pauses after about `n_max` entities.
    async fn remove_subtree(
        &self,
        workspace_id: &WorkspaceId,
        id: &EntityId,
        n_max: Option<usize>,
    ) -> Result<Walked> {
        let mut n_removed = 0;
        for _ in 0..WALKS_MAX {
            let walked = match self.remove_below(workspace_id, id, n_max, &mut n_removed).await {
                Ok(Walked::Paused) => return Ok(Walked::Paused),
                Ok(Walked::Through) => self.remove_batch(workspace_id, std::slice::from_ref(id)).await,
                Err(error) => Err(error),
            };
            match walked {
                Ok(()) => return Ok(Walked::Through),
                Err(error) if error.kind() == Kind::Contention => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::new(
            Kind::Throttled,
            format!("something is made below entity `{id}` all the time; try again"),
        ))
    }

    async fn remove_below(
        &self,
        workspace_id: &WorkspaceId,
        id: &EntityId,
        n_max: Option<usize>,
        n_removed: &mut usize,
    ) -> Result<Walked> {
        let mut walk = Subtree::new(workspace_id.clone(), Parent::Entity(id.clone()), Order::ChildrenFirst);
        loop {
            let step = walk.next(&*self.store, BATCH).await?;
            if step.is_empty() {
                return Ok(Walked::Through);
            }
            *n_removed += step.len();
            for batch in batches(step) {
                self.remove_batch(workspace_id, &batch).await?;
            }
            if n_max.is_some_and(|it| *n_removed >= it) {
                return Ok(Walked::Paused);
            }
        }
    }

    /// Removes entities in one transaction, and their values over time after it.
    async fn remove_batch(&self, workspace_id: &WorkspaceId, ids: &[EntityId]) -> Result<()> {
        let found = entities::get_many(&*self.store, workspace_id, ids).await?;
        let mut change = Change::new();
        let mut with_series = Vec::new();
        for entity in found.into_iter().flatten() {
            let (removal, has_series) = self.removed(workspace_id, &entity).await?;
            change = change.and(removal);
            if has_series {
                with_series.push(entity.value.id);
            }
        }
        if let Err(refusal) = change.commit(&*self.store).await? {
            return Err(Error::new(
                Kind::Contention,
                format!("entities changed while they were removed: {refusal:?}"),
            ));
        }
        let done = self.forget_all_series(workspace_id, &with_series).await;
        for id in ids {
            self.changes.tell_entity(workspace_id, id);
        }
        done
    }

    async fn forget_all_series(&self, workspace_id: &WorkspaceId, ids: &[EntityId]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut done = Change::new();
        for id in ids {
            self.series.remove(workspace_id, Some(id), None).await?;
            unfinished::end(&mut done, &resource(workspace_id, id), &Work::ForgetSeries(String::new()));
        }
        done.commit(&*self.store)
            .await?
            .map_err(|it| Error::internal(format!("a change without checks: {it:?}")))
    }

    fn remove_subtree_behind(&self, workspace_id: &WorkspaceId, id: &EntityId) {
        let (app, workspace_id, id) = (self.clone(), workspace_id.clone(), id.clone());
        let work = async move { app.remove_subtree_or_log(&workspace_id, &id).await };
        self.spawner.spawn("entity removal", Box::pin(work));
    }

    /// Removes a marked entity and all below it, however long that takes.
    pub(super) async fn remove_subtree_or_log(&self, workspace_id: &WorkspaceId, id: &EntityId) {
        if let Err(error) = self.remove_subtree(workspace_id, id, None).await {
            tracing::error!(
                workspace = %workspace_id, entity = %id, cause = error.chain(),
                "removing an entity stopped; it goes on at the next start"
            );
        }
    }
}

/// Splits a step of the walk so that what has children comes in a later transaction than these: all checks of a
/// transaction are judged before its first write.
fn batches(step: Vec<Descendant>) -> Vec<Vec<EntityId>> {
    let mut batches: Vec<Vec<EntityId>> = vec![Vec::new()];
    for it in step {
        if it.has_children {
            batches.push(Vec::new());
        }
        if let Some(last) = batches.last_mut() {
            last.push(it.id);
        }
    }
    batches.retain(|it| !it.is_empty());
    batches
}
