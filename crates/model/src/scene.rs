//! Scenes: where a 3D document lies, and what it needs.

use crate::id::{Name, SceneId};
use crate::time::Timestamp;
use indexmap::IndexMap;

/// A scene.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// Its id.
    pub id: SceneId,
    /// The document: `s3://bucket/key`; absent for a dynamic scene made without one.
    pub content_location: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// What the viewer must be able to do.
    pub capabilities: Vec<String>,
    /// Free metadata, in order.
    pub metadata: IndexMap<Name, String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}
