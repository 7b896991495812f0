//! The memory engine: forgets everything when it is dropped; for tests and trials.

use crate::key::{self, Key};
use crate::log::stored_nanos;
use crate::merge::{Merge, point};
use crate::state::{Head, Heads, head_cursor};
use crate::{Point, SeriesKey, SeriesStore, Span};
use async_trait::async_trait;
use gemel_model::Result;
use gemel_model::id::{EntityId, WorkspaceId};
use std::sync::{PoisonError, RwLock};

/// The memory engine.
#[derive(Default)]
pub struct Memory {
    heads: RwLock<Heads>,
}

#[async_trait]
impl SeriesStore for Memory {
    async fn append(&self, points: Vec<(SeriesKey, Point)>) -> Result<()> {
        let points = points.into_iter().map(|(key, it)| Ok((key::text_of(&key)?.into(), it)));
        let points: Vec<(Key, Point)> = points.collect::<Result<_>>()?;
        let mut heads = self.heads.write().unwrap_or_else(PoisonError::into_inner);
        for (key, it) in points {
            heads.entry(key).or_default().insert(stored_nanos(it.time), it.value);
        }
        Ok(())
    }

    async fn scan(&self, reads: &[(SeriesKey, Span)]) -> Result<Vec<Vec<Point>>> {
        let heads = self.heads.read().unwrap_or_else(PoisonError::into_inner);
        let scan_one = |(key, span): &(SeriesKey, Span)| {
            let key = key::text_of(key)?;
            let head = heads.get(key.as_str()).filter(|_| span.after < span.until);
            let cursors = head.and_then(|it: &Head| head_cursor(it, span)).into_iter().collect();
            Merge::new(cursors, *span).collect()
        };
        reads.iter().map(scan_one).collect()
    }

    async fn latest(&self, keys: &[SeriesKey]) -> Result<Vec<Option<Point>>> {
        let heads = self.heads.read().unwrap_or_else(PoisonError::into_inner);
        let latest_one = |key: &SeriesKey| {
            let newest = heads.get(key::text_of(key)?.as_str()).and_then(|it| it.last_key_value());
            Ok(newest.map(|(time, value)| point((*time, value.clone()))))
        };
        keys.iter().map(latest_one).collect()
    }

    async fn remove(
        &self,
        workspace_id: &WorkspaceId,
        entity_id: Option<&EntityId>,
        component_path: Option<&str>,
    ) -> Result<()> {
        let scope = key::scope(workspace_id, entity_id, component_path)?;
        let ranges = key::ranges(&scope);
        let mut heads = self.heads.write().unwrap_or_else(PoisonError::into_inner);
        heads.retain(|key, _| !ranges.iter().any(|it| *it.start <= **key && **key < *it.end));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn the_contract_holds() {
        crate::contract::all(&super::Memory::default()).await;
    }
}
