//! The engine's table: how keys and records stand in it, and its settings.

use crate::view::{Bounds, View};
use crate::{Key, Space, Stored};
use gemel_model::{Error, Result};
use redb::{Database, ReadableTable, Table, TableDefinition, WriteTransaction};
use std::collections::BTreeMap;
use std::ops::Bound;

/// Every record: the space's number and the key; the version as a variable-length number, and the bytes.
pub(super) const TWINS: TableDefinition<&[u8], &[u8]> = TableDefinition::new("twins");
/// Numbers of the engine itself.
const ENGINE: TableDefinition<&str, u64> = TableDefinition::new("engine");
/// The layout of this page.
const FORMAT: u64 = 1;
const FORMAT_NAME: &str = "format";
const LAST_VERSION_NAME: &str = "last-version";

/// A table that is looked at.
pub(super) struct Looking<'a, T>(pub(super) &'a T);

impl<T: ReadableTable<&'static [u8], &'static [u8]>> View for Looking<'_, T> {
    fn get(&self, key: &Key) -> Result<Option<Stored>> {
        let place = place(key.space, &key.bytes);
        let found = self.0.get(place.as_slice()).map_err(unreadable)?;
        found.map(|it| unpacked(it.value())).transpose()
    }

    fn range(&self, space: Space, bounds: Bounds, limit: usize) -> Result<Vec<(Key, Stored)>> {
        let start = bounds.start.map(|it| place(space, &it));
        let end = bounds.end.map_or_else(|| vec![space as u8 + 1], |it| place(space, &it));
        let range = (start.as_ref().map(Vec::as_slice), Bound::Excluded(end.as_slice()));
        let mut found = Vec::new();
        for entry in self.0.range::<&[u8]>(range).map_err(unreadable)?.take(limit) {
            let (place, packed) = entry.map_err(unreadable)?;
            let bytes = place.value().get(1..).unwrap_or_default().to_vec();
            found.push((Key { space, bytes }, unpacked(packed.value())?));
        }
        Ok(found)
    }
}

/// Makes the tables where they are not there yet, and refuses a layout that is not ours. Returns the last version.
pub(super) fn prepare(database: &Database) -> Result<u64> {
    let writing = database.begin_write().map_err(unwritable)?;
    let (format, last_version) = {
        let numbers = writing.open_table(ENGINE).map_err(unwritable)?;
        let number = |name| numbers.get(name).map(|it| it.map(|it| it.value())).map_err(unreadable);
        (number(FORMAT_NAME)?, number(LAST_VERSION_NAME)?.unwrap_or_default())
    };
    match format {
        Some(FORMAT) => return writing.abort().map_err(unwritable).map(|()| last_version),
        Some(other) => {
            return Err(Error::internal(format!(
                "the twins have layout {other}, this gemel knows {FORMAT}; use the gemel that wrote them or a newer one"
            )));
        }
        None => {}
    }
    writing.open_table(TWINS).map_err(unwritable)?;
    writing.open_table(ENGINE).map_err(unwritable)?.insert(FORMAT_NAME, FORMAT).map_err(unwritable)?;
    writing.commit().map_err(unwritable)?;
    Ok(last_version)
}

/// Remembers the last version given.
pub(super) fn remember(writing: &WriteTransaction, last_version: u64) -> Result<()> {
    let mut numbers = writing.open_table(ENGINE).map_err(unwritable)?;
    numbers.insert(LAST_VERSION_NAME, last_version).map_err(unwritable)?;
    Ok(())
}

/// Writes what keys hold after a transaction.
pub(super) fn apply(
    table: &mut Table<'_, &'static [u8], &'static [u8]>,
    effects: BTreeMap<Key, Option<Vec<u8>>>,
    version: u64,
) -> Result<()> {
    for (key, bytes) in effects {
        match bytes {
            Some(bytes) => put(table, &key, &Stored { bytes, version })?,
            None => {
                table.remove(place(key.space, &key.bytes).as_slice()).map_err(unwritable)?;
            }
        }
    }
    Ok(())
}

/// Writes a record as it is.
pub(super) fn put(
    table: &mut Table<'_, &'static [u8], &'static [u8]>,
    key: &Key,
    stored: &Stored,
) -> Result<()> {
    let packed = packed(stored);
    table.insert(place(key.space, &key.bytes).as_slice(), packed.as_slice()).map_err(unwritable)?;
    Ok(())
}

/// A failure to read.
pub(super) fn unreadable(cause: impl Into<redb::Error>) -> Error {
    Error::internal("the store could not be read").because(cause.into())
}

/// A failure to write.
pub(super) fn unwritable(cause: impl Into<redb::Error>) -> Error {
    Error::internal("the store could not be written").because(cause.into())
}

fn place(space: Space, bytes: &[u8]) -> Vec<u8> {
    let mut place = Vec::with_capacity(1 + bytes.len());
    place.push(space as u8);
    place.extend_from_slice(bytes);
    place
}

fn packed(stored: &Stored) -> Vec<u8> {
    let mut packed = Vec::with_capacity(4 + stored.bytes.len());
    push_number(&mut packed, stored.version);
    packed.extend_from_slice(&stored.bytes);
    packed
}

fn unpacked(packed: &[u8]) -> Result<Stored> {
    let mut rest = packed;
    let version =
        take_number(&mut rest).ok_or_else(|| Error::internal("a record in the store has no version"))?;
    Ok(Stored { bytes: rest.to_vec(), version })
}

/// Seven bits a byte, low ones first; the high bit says that more follow.
pub(super) fn push_number(to: &mut Vec<u8>, mut number: u64) {
    let low = |number: u64| number.to_le_bytes()[0];
    while number >= 0x80 {
        to.push(low(number) | 0x80);
        number >>= 7;
    }
    to.push(low(number));
}

/// Takes a number that [`push_number`] wrote from the front.
pub(super) fn take_number(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        let bits = u64::from(byte & 0x7f);
        if bits << shift >> shift != bits {
            return None;
        }
        number |= bits << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}
