//! The engine in memory, for tests: the contract and nothing else. Durable means until it is dropped.

use crate::verify::{self, Report};
use crate::view::{Bounds, Verdict, View, answer, judge};
use crate::{Commit, Key, Read, Space, Stored, Transaction, TwinStore};
use async_trait::async_trait;
use gemel_model::Result;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{PoisonError, RwLock};

/// Twins in memory.
#[derive(Debug, Default)]
pub struct Memory {
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    records: BTreeMap<Key, Stored>,
    last_version: u64,
}

impl Memory {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks that records, index entries and counters agree.
    pub fn verify(&self) -> Result<Report> {
        verify::verify(&self.state.read().unwrap_or_else(PoisonError::into_inner).records)
    }
}

#[async_trait]
impl TwinStore for Memory {
    async fn read(&self, questions: &[Read]) -> Result<Vec<Vec<(Key, Stored)>>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        questions.iter().map(|it| answer(&state.records, it)).collect()
    }

    async fn commit(&self, transaction: Transaction) -> Result<Commit> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let effects = match judge(&state.records, transaction)? {
            Verdict::Refused(index) => return Ok(Commit::Refused(index)),
            Verdict::Apply(effects) => effects,
        };
        if !effects.is_empty() {
            state.last_version += 1;
        }
        let version = state.last_version;
        for (key, bytes) in effects {
            match bytes {
                Some(bytes) => state.records.insert(key, Stored { bytes, version }),
                None => state.records.remove(&key),
            };
        }
        Ok(Commit::Done)
    }
}

impl View for BTreeMap<Key, Stored> {
    fn get(&self, key: &Key) -> Result<Option<Stored>> {
        Ok(BTreeMap::get(self, key).cloned())
    }

    fn range(&self, space: Space, bounds: Bounds, limit: usize) -> Result<Vec<(Key, Stored)>> {
        let is_before_end =
            |key: &Key| key.space == space && bounds.end.as_ref().is_none_or(|end| key.bytes < *end);
        let start = bounds.start.as_ref().map(|it| Key { space, bytes: it.clone() });
        let found =
            BTreeMap::range(self, (start, Bound::Unbounded)).take_while(|(key, _)| is_before_end(key));
        Ok(found.take(limit).map(|(key, it)| (key.clone(), it.clone())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract;

    #[tokio::test]
    async fn keeps_the_contract() {
        contract::all(&Memory::new()).await.unwrap();
    }
}
