//! The check of a folder for `gemel check`: every frame, index, block and point is read; nothing is changed.

use crate::durable::lock;
use crate::file::BlockFile;
use crate::recover::{list, recover};
use gemel_model::Result;
use std::path::Path;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Block files.
    pub n_files: u64,
    /// Blocks in them.
    pub n_blocks: u64,
    /// Points in the blocks, before duplicates are merged.
    pub n_points: u64,
    /// Records in the log.
    pub n_log_records: u64,
    /// Bytes at the log's end of a write that was never acknowledged; the next start cuts them.
    pub torn_bytes: u64,
    /// What is wrong, in words; empty when all is well.
    pub damages: Vec<String>,
}

/// Checks the folder of a stopped engine. An `Err` means that the check itself could not run.
pub fn verify(folder: &Path) -> Result<Verified> {
    let mut verified = Verified::default();
    if !folder.exists() {
        return Ok(verified);
    }
    let _lock = lock(folder)?;
    for path in list(folder)?.blocks {
        verified.n_files += 1;
        match BlockFile::open(&path) {
            Ok(it) => check_file(&it, &mut verified),
            Err(error) => verified.damages.push(error.chain()),
        }
    }
    match recover(folder) {
        Ok(it) => {
            verified.n_log_records = it.n_log_records;
            verified.torn_bytes = it.torn_bytes;
        }
        Err(error) => {
            let words = error.chain();
            if !verified.damages.contains(&words) {
                verified.damages.push(words);
            }
        }
    }
    Ok(verified)
}

fn check_file(file: &BlockFile, verified: &mut Verified) {
    let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let keys = file.series.iter().map(|it| &it.key);
    if !keys.clone().zip(keys.skip(1)).all(|(one, next)| one < next) {
        verified.damages.push(format!("`{name}`: its series are not in order"));
    }
    for series in &file.series {
        let mut before = None;
        for entry in &file.blocks[series.blocks.clone()] {
            verified.n_blocks += 1;
            verified.n_points += u64::from(entry.n_points);
            let key = series.key.replace('\0', "/");
            match file.open_block(entry) {
                Ok((times, _)) => {
                    let is_sorted = times.is_sorted_by(|one, next| one < next);
                    let fits = times.first() == Some(&entry.first) && times.last() == Some(&entry.last);
                    if !is_sorted || !fits || before.is_some_and(|it| it >= entry.first) {
                        verified
                            .damages
                            .push(format!("`{name}`: the times of `{key}` are not as the index says"));
                    }
                    before = Some(entry.last);
                }
                Err(error) => verified.damages.push(format!("{} (series `{key}`)", error.chain())),
            }
        }
    }
}
