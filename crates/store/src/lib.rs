//! Where twins are kept: the port `TwinStore`, its engines, and the typed records and indexes written once over it.

pub mod blob;
pub mod change;
pub mod component_type;
pub mod contract;
pub mod counter;
pub mod embedded;
pub mod entity;
pub mod key;
pub mod memory;
pub mod pricing;
pub mod record;
pub mod scene;
pub mod tag;
#[cfg(test)]
mod tests;
pub mod twins;
pub mod unfinished;
pub mod verify;
mod view;
pub mod workspace;

pub use change::{Change, Refusal};
pub use twins::{Page, Versioned};

use async_trait::async_trait;
use gemel_model::Result;

/// The kinds of record and index entry. Each is an ordered space of its own; the number is on disk and never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Space {
    /// Workspaces, by id.
    Workspace = 1,
    /// Component types, by workspace and id.
    ComponentType = 2,
    /// Index: types that use a type, by workspace, used type, how (`e` extends it, `c` is composed of it), using type.
    ComponentTypeByParent = 3,
    /// Entities, by workspace and id.
    Entity = 4,
    /// Index: entities, by workspace, parent and id.
    EntityByParent = 5,
    /// Index: sibling names below an entity, by workspace, parent and name; the value is the entity's id.
    EntityByName = 6,
    /// Index: entities, by workspace, component type and id. Every type used by a component, composite ones included.
    EntityByComponentType = 7,
    /// Index: entities, by workspace, external id and id.
    EntityByExternalId = 8,
    /// Scenes, by workspace and id.
    Scene = 9,
    /// Tags, by resource path.
    Tags = 10,
    /// Index: resources, by tag key, value and resource path.
    ResourceByTag = 11,
    /// Counters that quotas and dashboards read, by workspace and what is counted.
    Counter = 12,
    /// Single settings: pricing plan, format version, generation of a workspace's types.
    Setting = 13,
    /// Functions (Lambda), by name.
    Function = 14,
    /// Buckets and their settings, by name.
    Bucket = 15,
    /// What the store knows of objects beyond their bytes: tags, metadata; by bucket and key.
    Object = 16,
}

impl Space {
    /// All spaces, in their order.
    pub const ALL: [Self; 16] = [
        Self::Workspace,
        Self::ComponentType,
        Self::ComponentTypeByParent,
        Self::Entity,
        Self::EntityByParent,
        Self::EntityByName,
        Self::EntityByComponentType,
        Self::EntityByExternalId,
        Self::Scene,
        Self::Tags,
        Self::ResourceByTag,
        Self::Counter,
        Self::Setting,
        Self::Function,
        Self::Bucket,
        Self::Object,
    ];
}

/// The name of a record: a space and ordered bytes within it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which space.
    pub space: Space,
    /// Ordered bytes; build them with [`key::join`], so that parts cannot run into each other.
    pub bytes: Vec<u8>,
}

/// A record as stored: bytes (a versioned record of `record`, or an index entry's own) and the version of its last write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Grows with every write of the key, also when it was removed in between; never 0.
    pub version: u64,
}

/// One question in a read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// The record at a key: none or one answer.
    Key(Key),
    /// Records of a space whose keys begin with `prefix`, in key order, after `after` (exclusive), at most `limit`.
    Range {
        /// Which space.
        space: Space,
        /// What the keys begin with.
        prefix: Vec<u8>,
        /// The last key already seen; `None` begins at the start.
        after: Option<Vec<u8>>,
        /// At most so many.
        limit: usize,
    },
}

/// A condition that must hold when a transaction commits; otherwise nothing of it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// The key holds exactly this version (0: it does not exist).
    Version(Key, u64),
    /// The key exists, in whatever version.
    Present(Key),
    /// The key does not exist.
    Absent(Key),
    /// No key of the space begins with these bytes.
    EmptyPrefix(Space, Vec<u8>),
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Sets the record.
    Put(Key, Vec<u8>),
    /// Removes the record; fine if there is none.
    Delete(Key),
    /// Adds to a counter record (a little-endian i64; absent counts as 0), stopping at the ends of what an i64 holds.
    /// Merges with others' adds instead of conflicting. A record that is no counter is an error; nothing is applied.
    Add(Key, i64),
}

/// Changes that are applied together or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transaction {
    /// What must hold.
    pub checks: Vec<Check>,
    /// What is changed, in order.
    pub writes: Vec<Write>,
}

/// How a commit ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Commit {
    /// Everything is applied and durable.
    Done,
    /// The check at this index did not hold; nothing is applied.
    Refused(usize),
}

/// The port to where twins are kept.
///
/// # Contract
/// - [`read`](TwinStore::read) answers all its questions from one snapshot, in the order asked.
/// - A read sees every commit that returned before it began.
/// - [`commit`](TwinStore::commit) is all or nothing, isolated as if commits ran one after another (checks are judged
///   at that moment), and durable when it returns.
/// - Ranges come in the order of the keys' bytes.
/// - Checks are judged before any write of their transaction; the first that does not hold is told. Writes are
///   applied in order.
/// - After an error of `commit` the transaction was applied whole or not at all, and only a read can tell. Two kinds
///   say more: `Throttled` and `Invalid` applied nothing.
/// - A failure is an `Error`; a check that does not hold is `Commit::Refused`, never an error.
#[async_trait]
pub trait TwinStore: Send + Sync {
    /// Answers several questions from one snapshot: for each, the keys and records found.
    async fn read(&self, questions: &[Read]) -> Result<Vec<Vec<(Key, Stored)>>>;

    /// Applies a transaction.
    async fn commit(&self, transaction: Transaction) -> Result<Commit>;
}
