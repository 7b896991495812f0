//! Scenes: make, look up, change, remove, list.

use crate::workspace::missing as workspace_missing;
use crate::{App, Context, with_retries};
use gemel_model::entity::EntityDraft;
use gemel_model::id::{EntityId, EntityName, Name, Parent, SceneId, WorkspaceId};
use gemel_model::quota::within;
use gemel_model::scene::Scene;
use gemel_model::tag::{Resource, Tags, merged};
use gemel_model::time::Timestamp;
use gemel_model::{Error, IndexMap, Kind, Result};
use gemel_store::change::Refusal;
use gemel_store::twins::Page;
use gemel_store::{scene, workspace};

/// The capability of a scene whose nodes are entities.
const DYNAMIC: &str = "DYNAMIC_SCENE";
/// Where a dynamic scene's metadata names its root; App Kit reads it.
const ROOT_KEY: &str = "sceneRootEntityId";
/// The entity that holds the roots of all dynamic scenes, by the id and name that App Kit looks for.
const SCENES_ID: &str = "SCENES_EntityId";
const SCENES_NAME: &str = "$SCENES";

/// What a request says of a scene to be made.
#[derive(Debug, Clone, Default)]
pub struct SceneDraft {
    /// The document; a dynamic scene may have none.
    pub content_location: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// What the viewer must be able to do.
    pub capabilities: Vec<String>,
    /// Free metadata.
    pub metadata: IndexMap<Name, String>,
    /// Its tags.
    pub tags: Tags,
}

/// What a request changes of a scene; absent members stay, a list or map replaces the stored one whole.
#[derive(Debug, Clone, Default)]
pub struct SceneChange {
    /// The document.
    pub content_location: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// What the viewer must be able to do.
    pub capabilities: Option<Vec<String>>,
    /// Free metadata.
    pub metadata: Option<IndexMap<Name, String>>,
}

impl App {
    /// Makes a scene.
    pub async fn create_scene(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: SceneId,
        draft: SceneDraft,
    ) -> Result<Scene> {
        let resource = Resource::Scene(workspace_id.clone(), id.clone());
        cx.require("iottwinmaker:CreateScene", &self.arn(&resource))?;
        let state = workspace::state(&*self.store, workspace_id).await?;
        let counts = state.ok_or_else(|| workspace_missing(workspace_id))?.counts;
        within("the number of scenes", counts.n_scenes + 1, self.settings.quotas.scenes_per_workspace_max)?;
        let tags = gemel_store::tag::first(&resource, &merged(&Tags::new(), &draft.tags)?)?;
        let mut metadata = draft.metadata;
        if draft.capabilities.iter().any(|it| it == DYNAMIC) && !metadata.contains_key(ROOT_KEY) {
            if scene::get(&*self.store, workspace_id, &id).await?.is_some() {
                return Err(refused(workspace_id, &id, &Refusal::Exists));
            }
            let root = self.make_scene_root(cx, workspace_id, &id).await?;
            metadata.insert(Name::trusted(ROOT_KEY), root.to_string());
        }
        let now = self.clock.now();
        let made = Scene {
            id: id.clone(),
            content_location: draft.content_location,
            description: draft.description,
            capabilities: draft.capabilities,
            metadata,
            created: now,
            updated: now,
        };
        let done = scene::put(workspace_id, None, &made)?.and(tags).commit(&*self.store).await?;
        done.map_err(|it| refused(workspace_id, &id, &it))?;
        Ok(made)
    }

    /// Makes the entity below which all nodes of a dynamic scene hang, and the one that holds all such roots.
    async fn make_scene_root(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: &SceneId,
    ) -> Result<EntityId> {
        let scenes = EntityId::trusted(SCENES_ID);
        let holder = root_draft(SCENES_NAME, Parent::Root);
        match self.create_entity(cx, workspace_id, Some(scenes.clone()), holder, Tags::new()).await {
            Err(error) if error.kind() != Kind::Conflict => return Err(error),
            _ => {}
        }
        let name = format!("SCENE_{id}_{}", uuid::Uuid::new_v4());
        let root = EntityId::parse("sceneId", &name)?;
        let draft = root_draft(&name, Parent::Entity(scenes));
        self.create_entity(cx, workspace_id, Some(root.clone()), draft, Tags::new()).await?;
        Ok(root)
    }

    /// A scene.
    pub async fn scene(&self, cx: &Context, workspace_id: &WorkspaceId, id: &SceneId) -> Result<Scene> {
        cx.require("iottwinmaker:GetScene", &self.arn(&Resource::Scene(workspace_id.clone(), id.clone())))?;
        let found = scene::get(&*self.store, workspace_id, id).await?;
        found.map(|it| it.value).ok_or_else(|| missing(workspace_id, id))
    }

    /// Changes a scene; gives when.
    pub async fn update_scene(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        id: &SceneId,
        change: SceneChange,
    ) -> Result<Timestamp> {
        cx.require(
            "iottwinmaker:UpdateScene",
            &self.arn(&Resource::Scene(workspace_id.clone(), id.clone())),
        )?;
        with_retries(|| async {
            let before = scene::get(&*self.store, workspace_id, id).await?;
            let before = before.ok_or_else(|| missing(workspace_id, id))?;
            let after = changed(&before.value, &change, self.clock.now());
            let done = scene::put(workspace_id, Some(&before), &after)?.commit(&*self.store).await?;
            done.map_err(|it| refused(workspace_id, id, &it))?;
            Ok(after.updated)
        })
        .await
    }

    /// Removes a scene; its document stays in the bucket.
    pub async fn delete_scene(&self, cx: &Context, workspace_id: &WorkspaceId, id: &SceneId) -> Result<()> {
        let resource = Resource::Scene(workspace_id.clone(), id.clone());
        cx.require("iottwinmaker:DeleteScene", &self.arn(&resource))?;
        with_retries(|| async {
            let before = scene::get(&*self.store, workspace_id, id).await?;
            let before = before.ok_or_else(|| missing(workspace_id, id))?;
            let tags = gemel_store::tag::get(&*self.store, &resource).await?;
            let done = scene::delete(workspace_id, &before, tags.as_ref()).commit(&*self.store).await?;
            done.map_err(|it| refused(workspace_id, id, &it))
        })
        .await
    }

    /// The scenes of a workspace, by id.
    pub async fn scenes(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        after: Option<Vec<u8>>,
        limit: usize,
    ) -> Result<Page<Scene>> {
        cx.require("iottwinmaker:ListScenes", &self.arn(&Resource::Workspace(workspace_id.clone())))?;
        let page = scene::list(&*self.store, workspace_id, after.as_deref(), limit).await?;
        if page.items.is_empty() && workspace::get(&*self.store, workspace_id).await?.is_none() {
            return Err(workspace_missing(workspace_id));
        }
        Ok(Page { items: page.items.into_iter().map(|it| it.value).collect(), next: page.next })
    }
}

fn root_draft(name: &str, parent: Parent) -> EntityDraft {
    EntityDraft {
        name: EntityName::trusted(name),
        description: None,
        parent,
        components: IndexMap::new(),
        composite_components: IndexMap::new(),
    }
}

fn changed(before: &Scene, change: &SceneChange, now: Timestamp) -> Scene {
    let it = change.clone();
    Scene {
        id: before.id.clone(),
        content_location: it.content_location.or_else(|| before.content_location.clone()),
        description: it.description.or_else(|| before.description.clone()),
        capabilities: it.capabilities.unwrap_or_else(|| before.capabilities.clone()),
        metadata: it.metadata.unwrap_or_else(|| before.metadata.clone()),
        created: before.created,
        updated: now,
    }
}

fn missing(workspace_id: &WorkspaceId, id: &SceneId) -> Error {
    Error::not_found(format!("scene `{id}` does not exist in workspace `{workspace_id}`"))
}

fn refused(workspace_id: &WorkspaceId, id: &SceneId, refusal: &Refusal) -> Error {
    match refusal {
        Refusal::Exists => {
            Error::new(Kind::Conflict, format!("scene `{id}` already exists in workspace `{workspace_id}`"))
        }
        Refusal::WorkspaceMissing => workspace_missing(workspace_id),
        _ => Error::new(Kind::Contention, format!("scene `{id}` was changed by another writer")),
    }
}
