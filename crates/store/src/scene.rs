//! Scenes in the store.

use crate::change::{Change, Refusal};
use crate::counter::{self, Counted};
use crate::twins::{self, Page, Versioned};
use crate::{Check, Key, Space, Stored, TwinStore, key, record, tag, workspace};
use gemel_model::Result;
use gemel_model::id::{SceneId, WorkspaceId};
use gemel_model::scene::Scene;
use gemel_model::tag::{Resource, Tags};

/// The record of a scene.
pub fn key(workspace: &WorkspaceId, id: &SceneId) -> Key {
    let bytes = key::join(&[workspace.as_str().as_bytes(), id.as_str().as_bytes()]);
    Key { space: Space::Scene, bytes }
}

/// A scene.
pub async fn get(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    id: &SceneId,
) -> Result<Option<Versioned<Scene>>> {
    twins::one(store, key(workspace, id)).await?.map(|it| decode(id.clone(), &it)).transpose()
}

/// The scenes of a workspace, by id.
pub async fn list(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Page<Versioned<Scene>>> {
    let prefix = key::join(&[workspace.as_str().as_bytes()]);
    let page = twins::page(store, Space::Scene, prefix, after, limit).await?;
    page.map(|(key, it)| decode(SceneId::trusted(key::last_text(&key.bytes)?), &it)).transposed()
}

/// Makes a scene, or changes the one that was read.
pub fn put(workspace: &WorkspaceId, before: Option<&Versioned<Scene>>, after: &Scene) -> Result<Change> {
    let mut change = Change::new();
    match before {
        Some(it) => {
            change.require_unchanged(key(workspace, &after.id), it.version);
        }
        None => {
            change.require(Check::Present(workspace::key(workspace)), Refusal::WorkspaceMissing);
            change.require(Check::Absent(key(workspace, &after.id)), Refusal::Exists);
            change.add(counter::key_of(workspace, Counted::Scenes), 1);
        }
    }
    change.put(key(workspace, &after.id), record::encode_scene(after)?);
    Ok(change)
}

/// Removes a scene and its tags.
pub fn delete(workspace: &WorkspaceId, before: &Versioned<Scene>, tags: Option<&Versioned<Tags>>) -> Change {
    let id = &before.value.id;
    let mut change = Change::new();
    change.require_unchanged(key(workspace, id), before.version);
    change.delete(key(workspace, id)).add(counter::key_of(workspace, Counted::Scenes), -1);
    tag::forget(&mut change, &Resource::Scene(workspace.clone(), id.clone()), tags);
    change
}

fn decode(id: SceneId, stored: &Stored) -> Result<Versioned<Scene>> {
    Ok(Versioned { value: record::decode_scene(id, &stored.bytes)?, version: stored.version })
}
