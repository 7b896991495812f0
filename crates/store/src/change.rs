//! A transaction that knows what each of its checks means.

use crate::{Check, Commit, Key, Transaction, TwinStore, Write};
use gemel_model::id::ComponentTypeId;
use gemel_model::{Error, Result};

/// Why a change was not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Another writer changed what this change was made from: read again, and try again.
    Changed,
    /// A thing of this name exists already.
    Exists,
    /// The workspace does not exist.
    WorkspaceMissing,
    /// The workspace still holds entities, component types or scenes.
    WorkspaceInUse,
    /// The parent entity does not exist.
    ParentMissing,
    /// A sibling has this name.
    NameTaken,
    /// The entity has children.
    HasChildren,
    /// This component type does not exist.
    ComponentTypeMissing(ComponentTypeId),
    /// Entities or other types use the component type.
    ComponentTypeInUse,
    /// The resource to be tagged does not exist.
    ResourceMissing,
}

/// Changes to be applied together or not at all, and what it means when they are refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    transaction: Transaction,
    refusals: Vec<Refusal>,
}

impl Change {
    /// A change of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Applies only if `check` holds; `refusal` says what it means when it does not. The first one that fails counts.
    pub fn require(&mut self, check: Check, refusal: Refusal) -> &mut Self {
        self.transaction.checks.push(check);
        self.refusals.push(refusal);
        self
    }

    /// Applies only if the record is still at this version (0: there is none), else [`Refusal::Changed`].
    pub fn require_unchanged(&mut self, key: Key, version: u64) -> &mut Self {
        self.require(Check::Version(key, version), Refusal::Changed)
    }

    /// Sets a record.
    pub fn put(&mut self, key: Key, bytes: Vec<u8>) -> &mut Self {
        self.write(Write::Put(key, bytes))
    }

    /// Removes a record.
    pub fn delete(&mut self, key: Key) -> &mut Self {
        self.write(Write::Delete(key))
    }

    /// Adds to a counter.
    pub fn add(&mut self, key: Key, n: i64) -> &mut Self {
        self.write(Write::Add(key, n))
    }

    /// Applies `other` together with this. All checks are judged before anything is written.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.transaction.checks.extend(other.transaction.checks);
        self.transaction.writes.extend(other.transaction.writes);
        self.refusals.extend(other.refusals);
        self
    }

    /// The transaction.
    pub fn transaction(&self) -> &Transaction {
        &self.transaction
    }

    /// Applies it. The outer result is the store's; the inner one says why nothing was applied.
    pub async fn commit(self, store: &dyn TwinStore) -> Result<Result<(), Refusal>> {
        match store.commit(self.transaction).await? {
            Commit::Done => Ok(Ok(())),
            Commit::Refused(index) => match self.refusals.into_iter().nth(index) {
                Some(it) => Ok(Err(it)),
                None => Err(Error::internal(format!("the store refused check {index}, which was not asked"))),
            },
        }
    }

    fn write(&mut self, write: Write) -> &mut Self {
        self.transaction.writes.push(write);
        self
    }
}
