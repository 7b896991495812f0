//! Where values over time are kept: the port `SeriesStore`, a durable engine and a memory engine.

mod block;
mod codec;
#[cfg(test)]
mod contract;
mod durable;
mod file;
mod keeper;
mod key;
mod log;
mod memory;
mod merge;
mod recover;
mod snapshot;
mod state;
mod verify;
mod writer;

pub use durable::{Durable, Options};
pub use gemel_model::history::{Point, Span};
pub use memory::Memory;
pub use snapshot::{Snapshot, restore};
pub use verify::{Verified, verify};

use async_trait::async_trait;
use gemel_model::Result;
use gemel_model::id::{EntityId, WorkspaceId};

/// The name of one series: a property of a component of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeriesKey {
    /// Whose world.
    pub workspace_id: WorkspaceId,
    /// The entity.
    pub entity_id: EntityId,
    /// The component's name, or the path of a composite one.
    pub component_path: Box<str>,
    /// The property.
    pub property_name: Box<str>,
}

/// The port to where values over time are kept.
///
/// # Contract
/// - [`append`](SeriesStore::append) is all or nothing, and durable when it returns.
/// - A second value at the same key and time replaces the first; so a retry is harmless.
///   Within one append the later one wins.
/// - [`scan`](SeriesStore::scan) and [`latest`](SeriesStore::latest) see every append and remove that returned
///   before they began.
/// - A series may hold values of several types; each comes back as it was written, NaN included.
/// - [`remove`](SeriesStore::remove) is durable when it returns, and touches only what was written before it.
///   Removing what is not there succeeds.
/// - A full queue is `Throttled`; nothing of the batch is kept then.
/// - A key with a NUL in it, or with an empty component path or property name, is `Invalid`.
#[async_trait]
pub trait SeriesStore: Send + Sync {
    /// Writes points of many series at once.
    async fn append(&self, points: Vec<(SeriesKey, Point)>) -> Result<()>;

    /// Reads a span of each series; answers in the order asked, an unknown series is empty.
    async fn scan(&self, reads: &[(SeriesKey, Span)]) -> Result<Vec<Vec<Point>>>;

    /// The newest point of each series.
    async fn latest(&self, keys: &[SeriesKey]) -> Result<Vec<Option<Point>>>;

    /// Removes whole series: of a workspace, of an entity, or of one component with its composite children
    /// (`None` means all). A component without an entity is `Invalid`.
    async fn remove(
        &self,
        workspace_id: &WorkspaceId,
        entity_id: Option<&EntityId>,
        component_path: Option<&str>,
    ) -> Result<()>;
}
