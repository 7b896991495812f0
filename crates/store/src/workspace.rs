//! Workspaces in the store.

use crate::change::{Change, Refusal};
use crate::counter::{self, Counted, Counts};
use crate::twins::{self, Answers, Page, Versioned};
use crate::{Check, Key, Read, Space, Stored, TwinStore, key, record, tag};
use gemel_model::Result;
use gemel_model::id::WorkspaceId;
use gemel_model::tag::{Resource, Tags};
use gemel_model::workspace::Workspace;

/// What most work in a workspace begins with, from one snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkspaceState {
    /// The workspace.
    pub workspace: Versioned<Workspace>,
    /// Grows with every change of the workspace's component types: whatever was worked out from them holds only for it.
    pub generation: u64,
    /// What it has.
    pub counts: Counts,
}

/// The record of a workspace.
pub fn key(id: &WorkspaceId) -> Key {
    Key { space: Space::Workspace, bytes: key::join(&[id.as_str().as_bytes()]) }
}

/// The record whose version is the generation of a workspace's component types. It is there as long as the workspace.
pub fn generation_key(id: &WorkspaceId) -> Key {
    Key { space: Space::Setting, bytes: key::join(&[b"generation", id.as_str().as_bytes()]) }
}

/// A workspace.
pub async fn get(store: &dyn TwinStore, id: &WorkspaceId) -> Result<Option<Versioned<Workspace>>> {
    twins::one(store, key(id)).await?.map(|it| decode(id.clone(), &it)).transpose()
}

/// A workspace, the generation of its component types, and its counts.
pub async fn state(store: &dyn TwinStore, id: &WorkspaceId) -> Result<Option<WorkspaceState>> {
    let mut questions = vec![Read::Key(key(id)), Read::Key(generation_key(id))];
    questions.extend(counter::questions(id));
    let mut answers = Answers::of(store, &questions).await?;
    let (Some(stored), Some(generation)) = (answers.one(), answers.one()) else { return Ok(None) };
    let workspace = decode(id.clone(), &stored)?;
    Ok(Some(WorkspaceState {
        workspace,
        generation: generation.version,
        counts: counter::counts(&mut answers)?,
    }))
}

/// Workspaces, by id.
pub async fn list(
    store: &dyn TwinStore,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Page<Versioned<Workspace>>> {
    let page = twins::page(store, Space::Workspace, Vec::new(), after, limit).await?;
    page.map(|(key, it)| decode(WorkspaceId::trusted(key::last_text(&key.bytes)?), &it)).transposed()
}

/// Makes a workspace, or changes the one that was read.
pub fn put(before: Option<&Versioned<Workspace>>, after: &Workspace) -> Result<Change> {
    let mut change = Change::new();
    match before {
        Some(it) => {
            change.require_unchanged(key(&after.id), it.version);
        }
        None => {
            change.require(Check::Absent(key(&after.id)), Refusal::Exists);
            change.put(generation_key(&after.id), Vec::new());
            change.add(counter::workspaces_key(), 1);
        }
    }
    change.put(key(&after.id), record::encode_workspace(after)?);
    Ok(change)
}

/// Removes an empty workspace and its tags.
pub fn delete(before: &Versioned<Workspace>, tags: Option<&Versioned<Tags>>) -> Change {
    let id = &before.value.id;
    let mut change = Change::new();
    change.require_unchanged(key(id), before.version);
    for space in [Space::Entity, Space::ComponentType, Space::Scene] {
        change.require(
            Check::EmptyPrefix(space, key::join(&[id.as_str().as_bytes()])),
            Refusal::WorkspaceInUse,
        );
    }
    change.delete(key(id)).delete(generation_key(id)).add(counter::workspaces_key(), -1);
    for counted in Counted::ALL {
        change.delete(counter::key_of(id, counted));
    }
    tag::forget(&mut change, &Resource::Workspace(id.clone()), tags);
    change
}

fn decode(id: WorkspaceId, stored: &Stored) -> Result<Versioned<Workspace>> {
    Ok(Versioned { value: record::decode_workspace(id, &stored.bytes)?, version: stored.version })
}
