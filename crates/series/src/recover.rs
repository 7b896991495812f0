//! Finding out what a folder holds after a stop or a crash; reads only, changes nothing.

use crate::codec::Damaged;
use crate::file::BlockFile;
use crate::log::{self, Ending, failure};
use crate::state::State;
use gemel_model::{Error, Result};
use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a folder holds.
pub(crate) struct Found {
    pub(crate) state: State,
    /// The generations of the log that are not in block files, ascending; empty in a new folder.
    pub(crate) generations: Vec<u64>,
    /// Bytes of the last segment that are whole frames; 0 when not even its head is.
    pub(crate) good_bytes: u64,
    /// Bytes after them, of a write that was never acknowledged.
    pub(crate) torn_bytes: u64,
    /// Files that a crash left behind and that say nothing new.
    pub(crate) stale: Vec<PathBuf>,
    /// Records read from the log.
    pub(crate) n_log_records: u64,
}

/// The names in a folder that are ours.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) blocks: Vec<PathBuf>,
    pub(crate) segments: Vec<u64>,
    pub(crate) temporary: Vec<PathBuf>,
}

/// Lists a folder.
pub(crate) fn list(folder: &Path) -> Result<Names> {
    let failed = |it| failure(folder, "list", it);
    let mut names = Names::default();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(generation) = log::generation_of(&name) {
            names.segments.push(generation);
        } else if name.starts_with("blocks-") {
            match path.extension().and_then(|it| it.to_str()) {
                Some("blk") => names.blocks.push(path),
                Some("tmp") => names.temporary.push(path),
                _ => {}
            }
        }
    }
    names.segments.sort_unstable();
    Ok(names)
}

/// Reads block files' indexes and replays the log.
pub(crate) fn recover(folder: &Path) -> Result<Found> {
    let names = list(folder)?;
    let mut stale = names.temporary;
    let files: Vec<_> = names.blocks.iter().map(|it| BlockFile::open(it)).collect::<Result<_>>()?;
    let files = in_order(files, &mut stale)?;
    let flushed = files.last().map_or(0, |it| it.generations.1);
    let mut state = State::default();
    for file in &files {
        for (scope, at) in &file.removals {
            let newest = state.removals.entry(Arc::clone(scope)).or_default();
            *newest = (*newest).max(*at);
            state.applied = state.applied.max(*at);
        }
        state.applied = state.applied.max(file.applied);
    }
    state.files = Arc::new(files.into_iter().map(Arc::new).collect());
    state.prune_removals();

    let (old, generations): (Vec<u64>, Vec<u64>) = names.segments.iter().partition(|it| **it <= flushed);
    stale.extend(old.into_iter().map(|it| log::path_of(folder, it)));
    let mut found = Found { state, generations, good_bytes: 0, torn_bytes: 0, stale, n_log_records: 0 };
    for (index, generation) in found.generations.clone().into_iter().enumerate() {
        if generation != flushed + 1 + index as u64 {
            return Err(missing(flushed + 1 + index as u64));
        }
        let is_last = index + 1 == found.generations.len();
        replay(folder, generation, is_last, &mut found)?;
    }
    Ok(found)
}

/// Sorts files by age, and puts aside those whose points a merged file has.
fn in_order(mut files: Vec<BlockFile>, stale: &mut Vec<PathBuf>) -> Result<Vec<BlockFile>> {
    files.sort_by_key(|it| (it.generations.0, Reverse(it.generations.1)));
    let mut kept: Vec<BlockFile> = Vec::with_capacity(files.len());
    for file in files {
        let reached = kept.last().map_or(0, |it| it.generations.1);
        if file.generations.1 <= reached {
            stale.push(file.path);
        } else if file.generations.0 == reached + 1 {
            kept.push(file);
        } else {
            return Err(missing(reached + 1));
        }
    }
    Ok(kept)
}

fn missing(generation: u64) -> Error {
    Error::internal(format!(
        "the series store has lost a file: neither a log segment nor a block file has generation {generation:016x}; \
         restore it from a backup"
    ))
}

fn replay(folder: &Path, generation: u64, is_last: bool, found: &mut Found) -> Result<()> {
    let path = log::path_of(folder, generation);
    let bytes = std::fs::read(&path).map_err(|it| failure(&path, "read", it))?;
    let (state, n_records) = (&mut found.state, &mut found.n_log_records);
    let ending = log::read(&bytes, |sequence, record| {
        state.apply(sequence, record);
        *n_records += 1;
    });
    let damaged = |at: usize, what: &Damaged| {
        Error::internal(format!(
            "the log segment {generation:016x} of the series store is damaged at byte {at}: {what}; \
             acknowledged points are lost from there on; restore the folder from a backup"
        ))
    };
    match ending.map_err(|it| damaged(0, &it))? {
        Ending::Whole => found.good_bytes = bytes.len() as u64,
        Ending::Torn(at) if is_last => {
            found.good_bytes = at as u64;
            found.torn_bytes = (bytes.len() - at) as u64;
        }
        Ending::Torn(at) => {
            return Err(damaged(at, &Damaged("it ends too early, yet a later segment follows")));
        }
        Ending::Damaged(at) => return Err(damaged(at, &Damaged("a bad frame with whole ones after it"))),
    }
    Ok(())
}
