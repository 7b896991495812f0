//! What the engine knows at a moment: points in memory, block files, and removals that still hide something.

use crate::Span;
use crate::file::BlockFile;
use crate::key::{self, Key, Removals};
use crate::log::Record;
use crate::merge::Cursor;
use gemel_model::Result;
use gemel_model::value::Value;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// The points of one series in memory.
pub(crate) type Head = BTreeMap<i64, Value>;

/// Points in memory by series.
pub(crate) type Heads = BTreeMap<Key, Head>;

/// What a point costs in a tree besides what its value owns; measured, rounded up.
const POINT_BYTES: usize = 128;
/// What a series costs besides its key and points.
const SERIES_BYTES: usize = 256;

/// Heads on their way into a block file.
pub(crate) struct Frozen {
    pub(crate) heads: Heads,
    /// The log segments they came from.
    pub(crate) generations: (u64, u64),
    /// Removals up to here are applied to them.
    pub(crate) applied: u64,
}

/// Room that a read makes for points before it knows how many there are.
const RESERVED_MAX: usize = 256;

/// Everything there is to read.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) heads: Heads,
    /// Roughly the memory that `heads` takes.
    pub(crate) heads_bytes: usize,
    pub(crate) frozen: Option<Arc<Frozen>>,
    /// Oldest first; replaced as a whole, so a reader keeps what it began with.
    pub(crate) files: Arc<Vec<Arc<BlockFile>>>,
    pub(crate) removals: Removals,
    /// The sequence number of the last record that was applied.
    pub(crate) applied: u64,
}

impl State {
    /// Applies a record of the log.
    pub(crate) fn apply(&mut self, sequence: u64, record: Record) {
        self.applied = sequence;
        match record {
            Record::Points(series) => series.into_iter().for_each(|(key, points)| self.put(key, points)),
            Record::Remove(scope) => {
                for range in key::ranges(&scope) {
                    let bounds = (Bound::Included(range.start.as_str()), Bound::Excluded(range.end.as_str()));
                    let keys: Vec<Key> =
                        self.heads.range::<str, _>(bounds).map(|(key, _)| Arc::clone(key)).collect();
                    for key in keys {
                        let head = self.heads.remove(&key).unwrap_or_default();
                        self.heads_bytes = self.heads_bytes.saturating_sub(cost_of(&key, &head));
                    }
                }
                if self.hides_something(&scope, sequence) {
                    self.removals.insert(scope, sequence);
                }
            }
        }
    }

    fn put(&mut self, key: Key, points: Vec<(i64, Value)>) {
        let head = match self.heads.get_mut(&key) {
            Some(it) => it,
            None => {
                self.heads_bytes += SERIES_BYTES + key.len();
                self.heads.entry(key).or_default()
            }
        };
        for (time, value) in points {
            self.heads_bytes += POINT_BYTES + owned_bytes(&value);
            if let Some(old) = head.insert(time, value) {
                self.heads_bytes = self.heads_bytes.saturating_sub(POINT_BYTES + owned_bytes(&old));
            }
        }
    }

    /// Whether a removal has anything to hide in what is older than it.
    fn hides_something(&self, scope: &str, sequence: u64) -> bool {
        key::ranges(scope).iter().any(|range| {
            let bounds = (Bound::Included(range.start.as_str()), Bound::Excluded(range.end.as_str()));
            let in_frozen = (self.frozen.iter())
                .any(|it| it.applied < sequence && it.heads.range::<str, _>(bounds).next().is_some());
            in_frozen || self.files.iter().any(|it| it.applied < sequence && it.any_in(range))
        })
    }

    /// Forgets removals that hide nothing any more.
    pub(crate) fn prune_removals(&mut self) {
        let mut removals = std::mem::take(&mut self.removals);
        removals.retain(|scope, sequence| self.hides_something(scope, *sequence));
        self.removals = removals;
    }

    /// Cursors over every source that may hold points of a series in a span, newest source first.
    pub(crate) fn cursors(&self, key: &str, span: &Span) -> Vec<Cursor> {
        if span.after >= span.until || span.limit == 0 {
            return Vec::new();
        }
        let removed_at = key::removed_at(&self.removals, key);
        let mut cursors = Vec::new();
        cursors.extend(self.heads.get(key).and_then(|it| head_cursor(it, span)));
        if let Some(frozen) = self.frozen.as_ref().filter(|it| it.applied >= removed_at) {
            cursors.extend(frozen.heads.get(key).and_then(|it| head_cursor(it, span)));
        }
        let files = self.files.iter().rev().filter(|it| it.applied >= removed_at);
        cursors.extend(files.filter_map(|it| Cursor::blocks(it, key, span)));
        cursors
    }

    /// Where the newest point of a series is.
    pub(crate) fn latest(&self, key: &str) -> Latest {
        let removed_at = key::removed_at(&self.removals, key);
        let frozen = self.frozen.as_ref().filter(|it| it.applied >= removed_at);
        let in_heads = [self.heads.get(key), frozen.and_then(|it| it.heads.get(key))];
        let mut best: Option<(i64, &Value)> = None;
        for (time, value) in in_heads.into_iter().flatten().filter_map(BTreeMap::last_key_value) {
            if best.is_none_or(|(it, _)| it < *time) {
                best = Some((*time, value));
            }
        }
        let mut in_file = None;
        let mut newest = best.map(|(time, _)| time);
        for file in self.files.iter().rev().filter(|it| it.applied >= removed_at) {
            let Some(series) = file.find(key) else { continue };
            let time = file.blocks[series.blocks.end - 1].last;
            if newest.is_none_or(|it| it < time) {
                newest = Some(time);
                in_file = Some(file);
            }
        }
        match (in_file, best) {
            (Some(file), _) => Latest::InFile(Arc::clone(file)),
            (None, Some((time, value))) => Latest::Known(time, value.clone()),
            (None, None) => Latest::Nowhere,
        }
    }
}

/// Where the newest point of a series is.
pub(crate) enum Latest {
    Nowhere,
    Known(i64, Value),
    /// In this file, which may have to be read.
    InFile(Arc<BlockFile>),
}

impl Latest {
    /// The point; may read the disk, so not to be called with the state held.
    pub(crate) fn point(self, key: &str) -> Result<Option<(i64, Value)>> {
        match self {
            Self::Nowhere => Ok(None),
            Self::Known(time, value) => Ok(Some((time, value))),
            Self::InFile(file) => file.find(key).map(|it| file.last_point(it)).transpose(),
        }
    }
}

/// The points of a head in a span that is not empty.
pub(crate) fn head_cursor(head: &Head, span: &Span) -> Option<Cursor> {
    let range = head.range((Bound::Excluded(span.after.nanos()), Bound::Included(span.until.nanos())));
    let own = |(time, value): (&i64, &Value)| (*time, value.clone());
    let mut points = Vec::with_capacity(span.limit.min(head.len()).min(RESERVED_MAX));
    if span.descending {
        points.extend(range.rev().take(span.limit).map(own));
    } else {
        points.extend(range.take(span.limit).map(own));
    }
    (!points.is_empty()).then(|| Cursor::Points(points.into_iter()))
}

fn cost_of(key: &str, head: &Head) -> usize {
    SERIES_BYTES + key.len() + head.values().map(|it| POINT_BYTES + owned_bytes(it)).sum::<usize>()
}

/// Roughly what a value owns outside of itself.
fn owned_bytes(value: &Value) -> usize {
    match value {
        Value::Boolean(_) | Value::Double(_) | Value::Integer(_) | Value::Long(_) => 0,
        Value::String(it) | Value::Expression(it) => it.capacity(),
        Value::List(items) => items.iter().map(|it| 80 + owned_bytes(it)).sum(),
        Value::Map(entries) => entries.iter().map(|(key, it)| 128 + key.capacity() + owned_bytes(it)).sum(),
        Value::Relationship(_) => 256,
    }
}
