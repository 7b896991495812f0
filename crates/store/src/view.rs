//! What engines share that can look at one ordered state: answering questions and judging transactions.

use crate::{Check, Key, Read, Space, Stored, Transaction, Write, counter, key};
use gemel_model::Result;
use std::collections::BTreeMap;
use std::ops::Bound;

/// Records at a walk's step.
const WALK_STEP: usize = 1000;

/// One unmoving, ordered state of a store.
pub(crate) trait View {
    /// The record at a key.
    fn get(&self, key: &Key) -> Result<Option<Stored>>;

    /// The records of a space in the bounds, in order, at most `limit`. The bounds are in order and not empty.
    fn range(&self, space: Space, bounds: Bounds, limit: usize) -> Result<Vec<(Key, Stored)>>;
}

/// A range of keys in a space: its first key, and the first behind it if it has an end.
pub(crate) struct Bounds {
    pub(crate) start: Bound<Vec<u8>>,
    pub(crate) end: Option<Vec<u8>>,
}

impl Bounds {
    /// The keys that begin with `prefix` and come after `after`; `None` when there can be none.
    fn of(prefix: &[u8], after: Option<&[u8]>) -> Option<Self> {
        let end = key::prefix_end(prefix);
        let start = match after {
            Some(it) if it >= prefix => Bound::Excluded(it.to_vec()),
            _ => Bound::Included(prefix.to_vec()),
        };
        match (&start, &end) {
            (Bound::Excluded(start), Some(end)) if start >= end => None,
            _ => Some(Self { start, end }),
        }
    }
}

/// How a transaction fares.
pub(crate) enum Verdict {
    /// It is applied: what each key holds afterwards.
    Apply(BTreeMap<Key, Option<Vec<u8>>>),
    /// The check at this index does not hold.
    Refused(usize),
}

/// Answers a question.
pub(crate) fn answer(view: &dyn View, question: &Read) -> Result<Vec<(Key, Stored)>> {
    match question {
        Read::Key(key) => Ok(view.get(key)?.map(|it| (key.clone(), it)).into_iter().collect()),
        Read::Range { space, prefix, after, limit } => match Bounds::of(prefix, after.as_deref()) {
            Some(bounds) if *limit > 0 => view.range(*space, bounds, *limit),
            _ => Ok(Vec::new()),
        },
    }
}

/// Judges a transaction without applying it.
pub(crate) fn judge(view: &dyn View, transaction: Transaction) -> Result<Verdict> {
    for (index, check) in transaction.checks.iter().enumerate() {
        if !holds(view, check)? {
            return Ok(Verdict::Refused(index));
        }
    }
    let mut effects: BTreeMap<Key, Option<Vec<u8>>> = BTreeMap::new();
    for write in transaction.writes {
        match write {
            Write::Put(key, bytes) => {
                effects.insert(key, Some(bytes));
            }
            Write::Delete(key) => {
                effects.insert(key, None);
            }
            Write::Add(key, n) => {
                let held = match effects.get(&key) {
                    Some(it) => it.clone(),
                    None => view.get(&key)?.map(|it| it.bytes),
                };
                let sum = held.map_or(Ok(0), |it| counter::number(&it))?.saturating_add(n);
                effects.insert(key, Some(sum.to_le_bytes().to_vec()));
            }
        }
    }
    Ok(Verdict::Apply(effects))
}

fn holds(view: &dyn View, check: &Check) -> Result<bool> {
    Ok(match check {
        Check::Version(key, version) => view.get(key)?.map_or(0, |it| it.version) == *version,
        Check::Present(key) => view.get(key)?.is_some(),
        Check::Absent(key) => view.get(key)?.is_none(),
        Check::EmptyPrefix(space, prefix) => {
            let question = Read::Range { space: *space, prefix: prefix.clone(), after: None, limit: 1 };
            answer(view, &question)?.is_empty()
        }
    })
}

/// Visits every record of a space, in order.
pub(crate) fn walk(
    view: &dyn View,
    space: Space,
    visit: &mut dyn FnMut(Key, Stored) -> Result<()>,
) -> Result<()> {
    let mut after = None;
    loop {
        let question = Read::Range { space, prefix: Vec::new(), after: after.take(), limit: WALK_STEP };
        let found = answer(view, &question)?;
        let is_last = found.len() < WALK_STEP;
        after = found.last().map(|(key, _)| key.bytes.clone());
        for (key, stored) in found {
            visit(key, stored)?;
        }
        if is_last {
            return Ok(());
        }
    }
}
