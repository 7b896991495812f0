//! Reading one series from several sources at once: in order of time, the newest source winning at equal times.

use crate::block::Column;
use crate::file::BlockFile;
use crate::{Point, Span};
use gemel_model::Result;
use gemel_model::time::Timestamp;
use gemel_model::value::Value;
use std::ops::Range;
use std::sync::Arc;
use std::vec::IntoIter;

/// Points of one source in the order asked for, blocks opened only when their turn comes.
pub(crate) enum Cursor {
    /// Points from memory, in the order asked for.
    Points(IntoIter<(i64, Value)>),
    /// Blocks of a file.
    Blocks {
        file: Arc<BlockFile>,
        /// What is still to be opened.
        waiting: Range<usize>,
        open: Option<OpenBlock>,
    },
}

/// A block that was unpacked, and the points of it that are still to come.
pub(crate) struct OpenBlock {
    times: Vec<i64>,
    column: Column,
    left: Range<usize>,
}

/// Where a cursor stands.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
struct Next {
    /// The time, or the earliest that it could be; turned around when reading backwards.
    rank: i64,
    /// Waiting blocks come first at equal times: they may hold the same time.
    is_open: bool,
}

impl Cursor {
    /// The blocks of one series of a file that touch a span; `None` when there are none.
    pub(crate) fn blocks(file: &Arc<BlockFile>, key: &str, span: &Span) -> Option<Self> {
        let series = file.find(key)?;
        let blocks = &file.blocks[series.blocks.clone()];
        let start = blocks.partition_point(|it| it.last <= span.after.nanos());
        let end = blocks.partition_point(|it| it.first <= span.until.nanos());
        if start >= end {
            return None;
        }
        let waiting = series.blocks.start + start..series.blocks.start + end;
        Some(Self::Blocks { file: Arc::clone(file), waiting, open: None })
    }

    fn next(&self, span: &Span) -> Option<Next> {
        let (time, is_open) = match self {
            Self::Points(points) => (points.as_slice().first()?.0, true),
            Self::Blocks { open: Some(it), .. } => {
                (it.times[if span.descending { it.left.end - 1 } else { it.left.start }], true)
            }
            Self::Blocks { file, waiting, open: None } if !waiting.is_empty() => {
                if span.descending {
                    (file.blocks[waiting.end - 1].last.min(span.until.nanos()), false)
                } else {
                    (file.blocks[waiting.start].first.max(span.after.nanos().saturating_add(1)), false)
                }
            }
            Self::Blocks { .. } => return None,
        };
        Some(Next { rank: if span.descending { !time } else { time }, is_open })
    }

    /// Opens the next waiting block.
    fn open(&mut self, span: &Span) -> Result<()> {
        let Self::Blocks { file, waiting, open } = self else { return Ok(()) };
        let taken = if span.descending { waiting.next_back() } else { waiting.next() };
        let Some(index) = taken else { return Ok(()) };
        let (times, column) = file.open_block(&file.blocks[index])?;
        let start = times.partition_point(|it| *it <= span.after.nanos());
        let end = times.partition_point(|it| *it <= span.until.nanos());
        *open = (start < end).then_some(OpenBlock { times, column, left: start..end });
        Ok(())
    }

    fn pop(&mut self, span: &Span) -> Option<(i64, Value)> {
        match self {
            Self::Points(points) => points.next(),
            Self::Blocks { open, .. } => {
                let block = open.as_mut()?;
                let index = if span.descending { block.left.next_back() } else { block.left.next() }?;
                let point = (block.times[index], block.column.value(index));
                if block.left.is_empty() {
                    *open = None;
                }
                Some(point)
            }
        }
    }
}

/// Several cursors read as one, newest source first in the list.
pub(crate) struct Merge {
    pub(crate) cursors: Vec<Cursor>,
    pub(crate) span: Span,
    last: Option<i64>,
}

impl Merge {
    /// A merge of cursors that were made for this span.
    pub(crate) fn new(cursors: Vec<Cursor>, span: Span) -> Self {
        Self { cursors, span, last: None }
    }

    /// The next point; the limit is the caller's to count.
    pub(crate) fn next(&mut self) -> Result<Option<(i64, Value)>> {
        loop {
            // Equal places go to the first cursor, which is the newest source.
            let best = (self.cursors.iter().enumerate())
                .filter_map(|(index, it)| Some((it.next(&self.span)?, index)))
                .min();
            let Some((next, index)) = best else { return Ok(None) };
            let cursor = &mut self.cursors[index];
            if !next.is_open {
                cursor.open(&self.span)?;
                continue;
            }
            let Some((time, value)) = cursor.pop(&self.span) else { return Ok(None) };
            if self.last.replace(time) != Some(time) {
                return Ok(Some((time, value)));
            }
        }
    }

    /// Up to the limit of points.
    pub(crate) fn collect(mut self) -> Result<Vec<Point>> {
        let limit = self.span.limit;
        // One source in memory is the common case of a live plant; it needs no comparing.
        if let [Cursor::Points(points)] = self.cursors.as_mut_slice() {
            return Ok(points.take(limit).map(point).collect());
        }
        let mut found = Vec::new();
        while found.len() < limit
            && let Some(it) = self.next()?
        {
            found.push(point(it));
        }
        Ok(found)
    }
}

/// A point of the port.
pub(crate) fn point((nanos, value): (i64, Value)) -> Point {
    Point { time: Timestamp::from_nanos(nanos), value }
}
