//! Background work on component types: running a schemaInitializer and taking over what it brings.

use crate::{App, with_retries};
use gemel_model::component_type::{ComponentType, EffectiveType, initialized};
use gemel_model::definition::PropertyDefinitionDraft;
use gemel_model::event;
use gemel_model::function::FunctionKind;
use gemel_model::id::{ComponentTypeId, Name, WorkspaceId};
use gemel_model::status::{ErrorCode, State, Status};
use gemel_model::tag::Resource;
use gemel_model::time::Timestamp;
use gemel_model::{Error, IndexMap, Kind, Result, limits};
use gemel_store::component_type as types;
use gemel_store::unfinished::{self, Work};

/// What a schemaInitializer brought, or why nothing.
type Brought = Result<IndexMap<Name, PropertyDefinitionDraft>, (ErrorCode, String)>;

impl App {
    /// Starts the schemaInitializer of a type that waits for it.
    pub(super) fn initialize_behind(&self, workspace_id: &WorkspaceId, id: &ComponentTypeId) {
        let (app, workspace_id, id) = (self.clone(), workspace_id.clone(), id.clone());
        let work = async move {
            if let Err(error) = app.initialize(&workspace_id, &id).await {
                tracing::error!(
                    workspace = %workspace_id, component_type = %id, cause = error.chain(),
                    "schemaInitializer of a component type did not end; it runs again at the next start"
                );
            }
        };
        self.spawner.spawn("schema-initializer", Box::pin(work));
    }

    /// Goes on with what a stop interrupted: types that still wait for their schemaInitializer.
    pub async fn resume_component_types(&self) -> Result<()> {
        let mut after = None;
        loop {
            let page = unfinished::list(&*self.store, after.as_deref(), limits::PAGE_MAX).await?;
            for it in page.items {
                if let (Resource::ComponentType(workspace_id, id), Work::Initialize) = (it.resource, it.work)
                {
                    self.initialize_behind(&workspace_id, &id);
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Calls the schemaInitializer once and stores how it ended. A type that no longer waits is left alone.
    async fn initialize(&self, workspace_id: &WorkspaceId, id: &ComponentTypeId) -> Result<()> {
        let known = self.known_types(workspace_id, [id.clone()]).await?;
        let Some(known) = known.get(id).filter(|it| is_waiting(&it.declared)) else { return Ok(()) };
        let brought = self.ask_initializer(workspace_id, &known.effective).await;
        let asked_at = known.declared.updated;
        with_retries(|| self.settle(workspace_id, id, asked_at, &brought)).await
    }

    async fn settle(
        &self,
        workspace_id: &WorkspaceId,
        id: &ComponentTypeId,
        asked_at: Timestamp,
        brought: &Brought,
    ) -> Result<()> {
        let closure = self.closure(workspace_id, [id.clone()]).await?;
        let Some(before) = closure.types.get(id) else { return Ok(()) };
        if !is_waiting(&before.value) || before.value.updated != asked_at {
            return Ok(());
        }
        let now = self.clock.now();
        let declared = super::declared(workspace_id, &closure);
        let outcome = brought.clone().and_then(|it| {
            initialized(&before.value, it, &declared, &self.settings.quotas, now)
                .map_err(|error| (ErrorCode::ValidationError, error.public_message().to_owned()))
        });
        let after = match outcome {
            Ok(it) => it.component_type,
            Err(error) => {
                let status = Status { state: State::Error, error: Some(error) };
                ComponentType { status, updated: now, ..before.value.clone() }
            }
        };
        let mut change = types::put(workspace_id, Some(before), &after)?;
        super::require_unchanged(&mut change, workspace_id, id, &closure);
        let resource = Resource::ComponentType(workspace_id.clone(), id.clone());
        unfinished::end(&mut change, &resource, &Work::Initialize);
        change.commit(&*self.store).await?.map_err(|it| super::refused(workspace_id, id, &it))?;
        self.changes.tell_workspace(workspace_id);
        Ok(())
    }

    /// Asks whoever implements the type's schemaInitializer.
    async fn ask_initializer(&self, workspace_id: &WorkspaceId, effective: &EffectiveType) -> Brought {
        let asked = async {
            let initializer = effective.implemented(FunctionKind::SchemaInitializer).ok_or_else(|| {
                Error::internal(format!("component type `{}` has no schemaInitializer to run", effective.id))
            })?;
            let properties = event::type_properties(effective);
            let event = event::schema_initializer(workspace_id, None, &properties);
            let answer = self.ask_connector(&initializer.function, event).await?;
            event::definitions(&answer)
        };
        asked.await.map_err(|error| {
            let code = match error.kind() {
                Kind::Internal => ErrorCode::InternalFailure,
                _ => ErrorCode::ProcessingError,
            };
            tracing::warn!(
                workspace = %workspace_id, component_type = %effective.id, cause = error.chain(),
                "schemaInitializer of a component type failed"
            );
            (code, error.public_message().to_owned())
        })
    }
}

/// A schemaInitializer has to run, or was running when the server stopped.
fn is_waiting(it: &ComponentType) -> bool {
    matches!(it.status.state, State::Creating | State::Updating)
}
