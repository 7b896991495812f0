//! Component types: make, look up, change, remove; the rules are the model's, the order of things is here.

mod initialize;
mod known;
mod list;
#[cfg(test)]
mod tests;

pub use known::{KnownType, KnownTypes, TypeCache};
pub use list::ComponentTypeFilter;

use crate::carry::carried;
use crate::workspace::missing as workspace_missing;
use crate::{App, Context, with_retries};
use gemel_model::component_type::{self as rules, Admitted, Change, ComponentType, Types};
use gemel_model::id::{ComponentTypeId, WorkspaceId};
use gemel_model::quota::within;
use gemel_model::status::Status;
use gemel_model::tag::{Resource, Tags, merged};
use gemel_model::{Error, IndexMap, Kind, Result};
use gemel_store::change::Refusal;
use gemel_store::component_type::{self as types, Closure};
use gemel_store::unfinished::{self, Work};
use gemel_store::workspace;
use std::sync::Arc;

/// What a request says of a component type to be made.
#[derive(Debug, Clone, Default)]
pub struct ComponentTypeDraft {
    /// Its members; what is absent is empty or false.
    pub members: Change,
    /// Its tags.
    pub tags: Tags,
}

impl App {
    /// Makes a component type. It is ACTIVE at once, unless a schemaInitializer has to run: then that runs behind.
    pub async fn create_component_type(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: ComponentTypeId,
        draft: ComponentTypeDraft,
    ) -> Result<ComponentType> {
        let resource = Resource::ComponentType(workspace_id.clone(), id.clone());
        cx.require("iottwinmaker:CreateComponentType", &self.arn(&resource))?;
        let tags = merged(&Tags::new(), &draft.tags)?;
        let made = with_retries(|| self.make(workspace_id, &id, &draft.members, &tags)).await?;
        if made.must_initialize {
            self.initialize_behind(workspace_id, &id);
        }
        Ok(made.component_type)
    }

    async fn make(
        &self,
        workspace_id: &WorkspaceId,
        id: &ComponentTypeId,
        members: &Change,
        tags: &Tags,
    ) -> Result<Admitted> {
        let draft = self.drafted(id, members.clone());
        let closure = self.closure(workspace_id, [id.clone()].into_iter().chain(references(&draft))).await?;
        if closure.types.contains_key(id) {
            return Err(refused(workspace_id, id, &Refusal::Exists));
        }
        let admitted = rules::validate_new(draft, &declared(workspace_id, &closure), &self.settings.quotas)?;
        self.check_room(workspace_id).await?;
        let mut change = types::put(workspace_id, None, &admitted.component_type)?;
        require_unchanged(&mut change, workspace_id, id, &closure);
        let resource = Resource::ComponentType(workspace_id.clone(), id.clone());
        if admitted.must_initialize {
            unfinished::begin(&mut change, &resource, &Work::Initialize);
        }
        let change = change.and(gemel_store::tag::first(&resource, tags)?);
        change.commit(&*self.store).await?.map_err(|it| refused(workspace_id, id, &it))?;
        Ok(admitted)
    }

    async fn check_room(&self, workspace_id: &WorkspaceId) -> Result<()> {
        let state = workspace::state(&*self.store, workspace_id).await?;
        let counts = state.ok_or_else(|| workspace_missing(workspace_id))?.counts;
        within(
            "the number of component types",
            counts.n_component_types + 1,
            self.settings.quotas.component_types_per_workspace_max,
        )
    }

    /// A component type, as declared and as it stands; built-in ones are seen from every workspace.
    pub async fn component_type(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: &ComponentTypeId,
    ) -> Result<Arc<KnownType>> {
        let resource = Resource::ComponentType(workspace_id.clone(), id.clone());
        cx.require("iottwinmaker:GetComponentType", &self.arn(&resource))?;
        let known = self.known_types(workspace_id, [id.clone()]).await?;
        known.get(id).ok_or_else(|| missing(workspace_id, id))
    }

    /// Changes a component type. What components or heirs rely on does not change while there are any.
    pub async fn update_component_type(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: &ComponentTypeId,
        change: Change,
    ) -> Result<ComponentType> {
        let resource = Resource::ComponentType(workspace_id.clone(), id.clone());
        cx.require("iottwinmaker:UpdateComponentType", &self.arn(&resource))?;
        let (app, workspace_id, id) = (self.clone(), workspace_id.clone(), id.clone());
        let work = async move {
            let changed = with_retries(|| app.change(&workspace_id, &id, &change)).await?;
            app.changes.tell_workspace(&workspace_id);
            if changed.must_initialize {
                app.initialize_behind(&workspace_id, &id);
            }
            Ok(changed.component_type)
        };
        carried("component type update", &self.spawner, work).await
    }

    async fn change(
        &self,
        workspace_id: &WorkspaceId,
        id: &ComponentTypeId,
        change: &Change,
    ) -> Result<Admitted> {
        rules::refuse_reserved(id)?;
        let referred = references(&self.drafted(id, change.clone()));
        let closure = self.closure(workspace_id, [id.clone()].into_iter().chain(referred)).await?;
        let before = closure.types.get(id).ok_or_else(|| missing(workspace_id, id))?;
        let usage = types::usage(&*self.store, workspace_id, id).await?;
        let admitted = rules::update(
            &before.value,
            change.clone(),
            &usage,
            &declared(workspace_id, &closure),
            &self.settings.quotas,
            self.clock.now(),
        )?;
        let mut put = types::put(workspace_id, Some(before), &admitted.component_type)?;
        require_unchanged(&mut put, workspace_id, id, &closure);
        if admitted.is_altered {
            types::require_unused(&mut put, workspace_id, id);
        }
        if admitted.must_initialize {
            let resource = Resource::ComponentType(workspace_id.clone(), id.clone());
            unfinished::begin(&mut put, &resource, &Work::Initialize);
        }
        put.commit(&*self.store).await?.map_err(|it| refused(workspace_id, id, &it))?;
        Ok(admitted)
    }

    /// Removes a component type that no component uses and no other type extends or is composed of.
    pub async fn delete_component_type(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: &ComponentTypeId,
    ) -> Result<()> {
        let resource = Resource::ComponentType(workspace_id.clone(), id.clone());
        cx.require("iottwinmaker:DeleteComponentType", &self.arn(&resource))?;
        rules::refuse_reserved(id)?;
        with_retries(|| async {
            let before = types::get(&*self.store, workspace_id, id).await?;
            let before = before.ok_or_else(|| missing(workspace_id, id))?;
            rules::delete(id, &types::usage(&*self.store, workspace_id, id).await?)?;
            let tags = gemel_store::tag::get(&*self.store, &resource).await?;
            let mut change = types::delete(workspace_id, &before, tags.as_ref());
            unfinished::end(&mut change, &resource, &Work::Initialize);
            change.commit(&*self.store).await?.map_err(|it| refused(workspace_id, id, &it))
        })
        .await
    }

    /// Own types with all that they need, from one state of the workspace.
    async fn closure(
        &self,
        workspace_id: &WorkspaceId,
        ids: impl IntoIterator<Item = ComponentTypeId>,
    ) -> Result<Closure> {
        let found = types::closure(&*self.store, workspace_id, ids).await?;
        found.ok_or_else(|| workspace_missing(workspace_id))
    }

    /// A declaration with these members and nothing else.
    fn drafted(&self, id: &ComponentTypeId, members: Change) -> ComponentType {
        let now = self.clock.now();
        ComponentType {
            id: id.clone(),
            name: members.name,
            description: members.description,
            is_singleton: members.is_singleton,
            extends_from: members.extends_from.unwrap_or_default(),
            property_definitions: members.property_definitions,
            imported_definitions: IndexMap::new(),
            functions: members.functions,
            property_groups: members.property_groups,
            composite_component_types: members.composite_component_types,
            is_schema_initialized: false,
            status: Status::default(),
            created: now,
            updated: now,
            sync_source: None,
        }
    }
}

fn references(of: &ComponentType) -> Vec<ComponentTypeId> {
    of.references().cloned().collect()
}

/// What the store gave, as the rules want it.
fn declared(workspace_id: &WorkspaceId, closure: &Closure) -> Types {
    let mut types = Types::new(workspace_id.clone());
    for it in closure.types.values() {
        types.insert(Arc::new(it.value.clone()));
    }
    for id in &closure.missing {
        types.insert_absent(id.clone());
    }
    types
}

/// What was worked out from other types holds only while these are as they were.
fn require_unchanged(
    change: &mut gemel_store::Change,
    workspace_id: &WorkspaceId,
    own: &ComponentTypeId,
    closure: &Closure,
) {
    for (id, it) in closure.types.iter().filter(|(id, _)| *id != own) {
        change.require_unchanged(types::key(workspace_id, id), it.version);
    }
}

/// What is said of a component type that does not exist.
pub(crate) fn missing(workspace_id: &WorkspaceId, id: &ComponentTypeId) -> Error {
    Error::not_found(format!("component type `{id}` does not exist in workspace `{workspace_id}`"))
}

fn refused(workspace_id: &WorkspaceId, id: &ComponentTypeId, refusal: &Refusal) -> Error {
    match refusal {
        Refusal::Exists => Error::new(
            Kind::Conflict,
            format!("component type `{id}` already exists in workspace `{workspace_id}`"),
        ),
        Refusal::WorkspaceMissing => workspace_missing(workspace_id),
        _ => Error::new(Kind::Contention, format!("component type `{id}` was changed by another writer")),
    }
}
