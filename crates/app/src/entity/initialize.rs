//! Background work on entities: running schemaInitializers of components and taking over what they bring; going on
//! with what a stop interrupted.

use super::{Found, refused, resource};
use crate::component_type::KnownTypes;
use crate::{App, with_retries};
use gemel_model::entity::{self as rules, EffectiveTypes, Entity, Property};
use gemel_model::function::FunctionKind;
use gemel_model::id::{EntityId, Name, WorkspaceId};
use gemel_model::status::ErrorCode;
use gemel_model::tag::Resource;
use gemel_model::{Error, IndexMap, Kind, Result, event, limits};
use gemel_store::entity as entities;
use gemel_store::unfinished::{self, Unfinished, Work};

/// What a schemaInitializer brought, or why nothing.
type Brought = Result<IndexMap<Name, Property>, (ErrorCode, String)>;

impl App {
    /// Starts the schemaInitializers that components of an entity wait for.
    pub(super) fn initialize_entity_behind(&self, workspace_id: &WorkspaceId, id: &EntityId) {
        let (app, workspace_id, id) = (self.clone(), workspace_id.clone(), id.clone());
        let work = async move { app.initialize_entity_or_log(&workspace_id, &id).await };
        self.spawner.spawn("schema-initializer", Box::pin(work));
    }

    /// Goes on with what a stop interrupted. Values over time that were to go are gone when this returns, before
    /// anybody can write new ones; the rest goes on behind.
    pub async fn resume_entities(&self) -> Result<()> {
        let mut waiting = Vec::new();
        let mut after = None;
        loop {
            let page = unfinished::list(&*self.store, after.as_deref(), limits::PAGE_MAX).await?;
            for Unfinished { resource, work } in page.items {
                let Resource::Entity(workspace_id, id) = resource else { continue };
                match work {
                    Work::ForgetSeries(path) => self.forget_series(&workspace_id, &id, path).await?,
                    work => waiting.push((workspace_id, id, work)),
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if !waiting.is_empty() {
            let app = self.clone();
            self.spawner.spawn("unfinished entities", Box::pin(async move { app.finish(waiting).await }));
        }
        Ok(())
    }

    async fn finish(&self, waiting: Vec<(WorkspaceId, EntityId, Work)>) {
        tracing::info!(n_entities = waiting.len(), "going on with what a stop interrupted");
        for (workspace_id, id, work) in waiting {
            match work {
                Work::Remove => self.remove_subtree_or_log(&workspace_id, &id).await,
                Work::Initialize => self.initialize_entity_or_log(&workspace_id, &id).await,
                Work::ForgetSeries(_) => {}
            }
        }
    }

    async fn initialize_entity_or_log(&self, workspace_id: &WorkspaceId, id: &EntityId) {
        if let Err(error) = self.initialize_entity(workspace_id, id).await {
            tracing::error!(
                workspace = %workspace_id, entity = %id, cause = error.chain(),
                "schemaInitializers of an entity did not end; they run again at the next start"
            );
        }
    }

    /// Calls each schemaInitializer that is waited for once, and stores how it ended.
    async fn initialize_entity(&self, workspace_id: &WorkspaceId, id: &EntityId) -> Result<()> {
        let Found { entity, types, .. } = match self.found(workspace_id, id).await {
            Err(error) if error.kind() == Kind::NotFound => return Ok(()),
            found => found?,
        };
        for path in rules::pending(&entity) {
            let brought = self.ask_component_initializer(workspace_id, &entity, &path, &types).await;
            with_retries(|| self.settle_component(workspace_id, &entity, &path, &brought)).await?;
        }
        Ok(())
    }

    /// Stores how one schemaInitializer ended. An entity that was removed meanwhile, or made anew, is left alone.
    async fn settle_component(
        &self,
        workspace_id: &WorkspaceId,
        asked: &Entity,
        path: &str,
        brought: &Brought,
    ) -> Result<()> {
        let Some(before) = entities::get(&*self.store, workspace_id, &asked.id).await? else { return Ok(()) };
        let is_same = before.value.created == asked.created;
        if !is_same || !rules::pending(&before.value).iter().any(|it| it == path) {
            return Ok(());
        }
        let found = self.found(workspace_id, &asked.id).await?;
        let mut after = before.value.clone();
        let quotas = &self.settings.quotas;
        rules::import(&mut after, path, brought.clone(), &found.types, quotas, self.clock.now());
        let terms = rules::terms(&after, &found.types);
        let mut change = entities::put(workspace_id, Some(&before), &after, &terms.external_ids)?;
        if rules::pending(&after).is_empty() {
            unfinished::end(&mut change, &resource(workspace_id, &after.id), &Work::Initialize);
        }
        change.commit(&*self.store).await?.map_err(|it| refused(workspace_id, &after, &it))?;
        self.changes.tell_entity(workspace_id, &after.id);
        Ok(())
    }

    /// Asks the schemaInitializer of the component at `path`.
    async fn ask_component_initializer(
        &self,
        workspace_id: &WorkspaceId,
        entity: &Entity,
        path: &str,
        types: &KnownTypes,
    ) -> Brought {
        let asked = async {
            let missing = || Error::internal(format!("component `{path}` has no schemaInitializer to run"));
            let component = entity.component(path.split('/')).ok_or_else(missing)?;
            let effective = types.effective(&component.component_type_id).ok_or_else(missing)?;
            let initializer = effective.implemented(FunctionKind::SchemaInitializer).ok_or_else(missing)?;
            let properties = event::component_properties(component, effective);
            let event = event::schema_initializer(workspace_id, Some((&entity.id, path)), &properties);
            let answer = self.ask_connector(&initializer.function, event).await?;
            event::properties(&answer)
        };
        asked.await.map_err(|error| {
            let code = match error.kind() {
                Kind::Internal => ErrorCode::InternalFailure,
                _ => ErrorCode::ProcessingError,
            };
            tracing::warn!(
                workspace = %workspace_id, entity = %entity.id, component = path, cause = error.chain(),
                "schemaInitializer of a component failed"
            );
            (code, error.public_message().to_owned())
        })
    }
}
