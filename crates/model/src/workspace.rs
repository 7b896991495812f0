//! Workspaces: each a world of its own.

use crate::id::WorkspaceId;
use crate::time::Timestamp;

/// A workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// Free text.
    pub description: Option<String>,
    /// The ARN of its bucket.
    pub s3_location: Option<String>,
    /// The ARN of the role it acts under.
    pub role: Option<String>,
    /// Services linked to it.
    pub linked_services: Vec<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}
