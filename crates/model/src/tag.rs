//! Tags and the resources that carry them.

use crate::error::{Error, Kind, Result};
use crate::id::{ComponentTypeId, EntityId, SceneId, WorkspaceId};
use crate::limits::TAGS_PER_RESOURCE_MAX;
use indexmap::IndexMap;

/// Tags, in the order they were given.
pub type Tags = IndexMap<String, String>;

/// A TwinMaker resource that has an ARN and can carry tags.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Resource {
    /// `workspace/W`
    Workspace(WorkspaceId),
    /// `workspace/W/entity/E`
    Entity(WorkspaceId, EntityId),
    /// `workspace/W/component-type/T`
    ComponentType(WorkspaceId, ComponentTypeId),
    /// `workspace/W/scene/S`
    Scene(WorkspaceId, SceneId),
}

impl Resource {
    /// The last part of the ARN.
    pub fn path(&self) -> String {
        match self {
            Self::Workspace(it) => format!("workspace/{it}"),
            Self::Entity(workspace, it) => format!("workspace/{workspace}/entity/{it}"),
            Self::ComponentType(workspace, it) => format!("workspace/{workspace}/component-type/{it}"),
            Self::Scene(workspace, it) => format!("workspace/{workspace}/scene/{it}"),
        }
    }

    /// Reads the last part of an ARN; `None` when it names no kind of resource that we keep.
    pub fn of_path(path: &str) -> Option<Self> {
        let mut parts = path.splitn(4, '/');
        let (Some("workspace"), Some(workspace)) = (parts.next(), parts.next()) else { return None };
        let workspace = WorkspaceId::parse("resourceARN", workspace).ok()?;
        match (parts.next(), parts.next()) {
            (None, None) => Some(Self::Workspace(workspace)),
            (Some("entity"), Some(it)) => {
                Some(Self::Entity(workspace, EntityId::parse("resourceARN", it).ok()?))
            }
            (Some("component-type"), Some(it)) => {
                Some(Self::ComponentType(workspace, ComponentTypeId::parse("resourceARN", it).ok()?))
            }
            (Some("scene"), Some(it)) => {
                Some(Self::Scene(workspace, SceneId::parse("resourceARN", it).ok()?))
            }
            _ => None,
        }
    }
}

/// `current` with `added` over it, or `TooManyTags`.
pub fn merged(current: &Tags, added: &Tags) -> Result<Tags> {
    let mut tags = current.clone();
    for (key, value) in added {
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(Error::invalid(format!(
                "tag key `{key}` begins with `aws:`, which is reserved; choose another key"
            )));
        }
        tags.insert(key.clone(), value.clone());
    }
    if tags.len() > TAGS_PER_RESOURCE_MAX {
        return Err(Error::new(
            Kind::TooManyTags,
            format!("a resource can carry {TAGS_PER_RESOURCE_MAX} tags, this would make {}", tags.len()),
        ));
    }
    Ok(tags)
}
