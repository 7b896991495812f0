//! All records as a stream, for backups: blocks with checksums, and an end that says how many records there are.
//!
//! `docs/design/001-store.md` draws it. A stream that was cut, changed or written by a newer gemel is refused.

use super::table::{self, TWINS, push_number, take_number};
use crate::view::{View, walk};
use crate::{Key, Space, Stored};
use gemel_model::{Error, Result};
use redb::Database;
use std::io;

const MAGIC: &[u8; 12] = b"gemel twins\n";
const VERSION: u8 = 1;
/// A block is closed when it reaches this size. A single record can be larger.
const BLOCK_BYTES: usize = 1 << 20;
/// No block is larger; what claims to be is damaged, and would only fill the memory.
const BLOCK_BYTES_MAX: usize = 1 << 30;
/// Blocks in one transaction of the file.
const TRANSACTION_BLOCKS: usize = 16;

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saved {
    /// Records and index entries.
    pub n_records: u64,
    /// Length of the stream.
    pub n_bytes: u64,
}

/// Writes every record.
pub(super) fn save(view: &dyn View, to: &mut dyn io::Write) -> Result<Saved> {
    let mut saved = Saved::default();
    let mut head = MAGIC.to_vec();
    head.push(VERSION);
    send(to, &head, &mut saved)?;
    let mut block = Vec::new();
    for space in Space::ALL {
        walk(view, space, &mut |key, stored| {
            block.push(space as u8);
            push_number(&mut block, stored.version);
            for bytes in [&key.bytes, &stored.bytes] {
                push_number(&mut block, bytes.len() as u64);
                block.extend_from_slice(bytes);
            }
            saved.n_records += 1;
            if block.len() >= BLOCK_BYTES {
                send_block(to, &block, &mut saved)?;
                block.clear();
            }
            Ok(())
        })?;
    }
    if !block.is_empty() {
        send_block(to, &block, &mut saved)?;
    }
    let mut end = Vec::new();
    push_number(&mut end, saved.n_records);
    send(to, &0_u32.to_le_bytes(), &mut saved)?;
    send_block(to, &end, &mut saved)?;
    to.flush().map_err(unsent)?;
    Ok(saved)
}

/// Reads every record into an empty database.
pub(super) fn restore(database: &Database, from: &mut dyn io::Read) -> Result<Saved> {
    let mut saved = Saved::default();
    let mut head = [0; MAGIC.len() + 1];
    take(from, &mut head, &mut saved)?;
    match head.split_last() {
        Some((&VERSION, magic)) if magic == MAGIC => {}
        Some((version, magic)) if magic == MAGIC => {
            return Err(Error::invalid(format!(
                "the backup has layout {version}, this gemel knows {VERSION}; use the gemel that wrote it or a newer one"
            )));
        }
        _ => return Err(Error::invalid("this is no backup of twins")),
    }
    table::prepare(database)?;
    let mut last_version = 0;
    let mut is_end = false;
    while !is_end {
        let writing = database.begin_write().map_err(table::unwritable)?;
        for _ in 0..TRANSACTION_BLOCKS {
            let Some(block) = take_block(from, &mut saved)? else {
                is_end = true;
                break;
            };
            let mut twins = writing.open_table(TWINS).map_err(table::unwritable)?;
            let mut rest = block.as_slice();
            while !rest.is_empty() {
                let (key, stored) = take_record(&mut rest).ok_or_else(damaged)?;
                last_version = last_version.max(stored.version);
                table::put(&mut twins, &key, &stored)?;
                saved.n_records += 1;
            }
        }
        table::remember(&writing, last_version)?;
        writing.commit().map_err(table::unwritable)?;
    }
    let end = take_block(from, &mut saved)?.ok_or_else(damaged)?;
    if take_number(&mut end.as_slice()) != Some(saved.n_records) {
        return Err(damaged());
    }
    Ok(saved)
}

fn take_record(from: &mut &[u8]) -> Option<(Key, Stored)> {
    let (space, rest) = from.split_first()?;
    *from = rest;
    let space = Space::ALL.into_iter().find(|it| *it as u8 == *space)?;
    let version = take_number(from)?;
    let bytes = take_bytes(from)?;
    Some((Key { space, bytes }, Stored { version, bytes: take_bytes(from)? }))
}

fn take_bytes(from: &mut &[u8]) -> Option<Vec<u8>> {
    let length = usize::try_from(take_number(from)?).ok()?;
    let (bytes, rest) = from.split_at_checked(length)?;
    *from = rest;
    Some(bytes.to_vec())
}

fn send_block(to: &mut dyn io::Write, block: &[u8], saved: &mut Saved) -> Result<()> {
    let length =
        u32::try_from(block.len()).ok().filter(|_| block.len() <= BLOCK_BYTES_MAX).ok_or_else(|| {
            Error::internal(format!("a record of {} bytes is too large for a backup", block.len()))
        })?;
    send(to, &length.to_le_bytes(), saved)?;
    send(to, &crc32fast::hash(block).to_le_bytes(), saved)?;
    send(to, block, saved)
}

fn send(to: &mut dyn io::Write, bytes: &[u8], saved: &mut Saved) -> Result<()> {
    saved.n_bytes += bytes.len() as u64;
    to.write_all(bytes).map_err(unsent)
}

/// The next block; `None` at the mark that says that the end follows.
fn take_block(from: &mut dyn io::Read, saved: &mut Saved) -> Result<Option<Vec<u8>>> {
    let mut number = [0; 4];
    take(from, &mut number, saved)?;
    let length = u32::from_le_bytes(number) as usize;
    if length == 0 {
        return Ok(None);
    }
    if length > BLOCK_BYTES_MAX {
        return Err(damaged());
    }
    take(from, &mut number, saved)?;
    let mut block = Vec::new();
    let n_read =
        io::Read::read_to_end(&mut io::Read::take(from, length as u64), &mut block).map_err(unreceived)?;
    saved.n_bytes += n_read as u64;
    if n_read != length || crc32fast::hash(&block) != u32::from_le_bytes(number) {
        return Err(damaged());
    }
    Ok(Some(block))
}

fn take(from: &mut dyn io::Read, bytes: &mut [u8], saved: &mut Saved) -> Result<()> {
    from.read_exact(bytes).map_err(unreceived)?;
    saved.n_bytes += bytes.len() as u64;
    Ok(())
}

fn damaged() -> Error {
    Error::invalid("the backup is damaged or was cut; use another one")
}

fn unsent(cause: io::Error) -> Error {
    Error::internal("the backup could not be written").because(cause)
}

fn unreceived(cause: io::Error) -> Error {
    if cause.kind() == io::ErrorKind::UnexpectedEof {
        return damaged();
    }
    Error::internal("the backup could not be read").because(cause)
}
