//! Counters that quotas and dashboards read.

use crate::twins::Answers;
use crate::{Key, Read, Space, Stored, TwinStore, key};
use gemel_model::id::WorkspaceId;
use gemel_model::{Error, Result};

/// What is counted in a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Entities.
    pub n_entities: usize,
    /// Own component types; built-in ones are not counted.
    pub n_component_types: usize,
    /// Scenes.
    pub n_scenes: usize,
}

/// What a counter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    Entities,
    ComponentTypes,
    Scenes,
}

impl Counted {
    pub(crate) const ALL: [Self; 3] = [Self::Entities, Self::ComponentTypes, Self::Scenes];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Entities => "entities",
            Self::ComponentTypes => "component-types",
            Self::Scenes => "scenes",
        }
    }
}

/// The counter of something in a workspace.
pub(crate) fn key_of(workspace: &WorkspaceId, counted: Counted) -> Key {
    let bytes = key::join(&[workspace.as_str().as_bytes(), counted.as_str().as_bytes()]);
    Key { space: Space::Counter, bytes }
}

/// The counter of workspaces. No workspace has an empty id, so it stands before all others.
pub(crate) fn workspaces_key() -> Key {
    Key { space: Space::Counter, bytes: key::join(&[b"", b"workspaces"]) }
}

/// How many workspaces there are.
pub async fn workspaces(store: &dyn TwinStore) -> Result<usize> {
    total(Answers::of(store, &[Read::Key(workspaces_key())]).await?.one())
}

/// What a workspace has; zeros when there is no such workspace.
pub async fn in_workspace(store: &dyn TwinStore, workspace: &WorkspaceId) -> Result<Counts> {
    counts(&mut Answers::of(store, &questions(workspace)).await?)
}

/// The questions that [`counts`] takes its answers from.
pub(crate) fn questions(workspace: &WorkspaceId) -> [Read; 3] {
    Counted::ALL.map(|it| Read::Key(key_of(workspace, it)))
}

/// The counts, from the answers to [`questions`].
pub(crate) fn counts(answers: &mut Answers) -> Result<Counts> {
    Ok(Counts {
        n_entities: total(answers.one())?,
        n_component_types: total(answers.one())?,
        n_scenes: total(answers.one())?,
    })
}

/// The number in a counter's record.
pub(crate) fn number(bytes: &[u8]) -> Result<i64> {
    let bytes = bytes.try_into().map_err(|_| {
        Error::internal(format!(
            "a counter has {} bytes instead of 8: `{}`",
            bytes.len(),
            bytes.escape_ascii()
        ))
    })?;
    Ok(i64::from_le_bytes(bytes))
}

fn total(stored: Option<Stored>) -> Result<usize> {
    let Some(stored) = stored else { return Ok(0) };
    let total = number(&stored.bytes)?;
    usize::try_from(total)
        .map_err(|_| Error::internal(format!("a counter stands at {total}; run `gemel check`")))
}
