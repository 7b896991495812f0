//! The write-ahead log: segments of frames, each frame one synced group of records. See `docs/design/002-series.md`.

use crate::codec::{Damaged, Reader, put_bytes, put_value, put_varint};
use crate::key::{self, Key, Scope};
use crate::{Point, SeriesKey};
use gemel_model::time::Timestamp;
use gemel_model::value::Value;
use gemel_model::{Error, Result};
use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// The first bytes of a segment; the last two are the version of the format.
const MAGIC: &[u8; 8] = b"GEMLOG01";
/// Magic and salt.
pub(crate) const HEAD_BYTES: usize = 12;
/// Length and checksum before a frame's body.
const FRAME_HEAD_BYTES: usize = 8;

/// What one record says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Record {
    /// Points, grouped by series, in the order they were given.
    Points(Vec<(Key, Vec<(i64, Value)>)>),
    /// Everything of a scope goes.
    Remove(Scope),
}

const KIND_POINTS: u8 = 1;
const KIND_REMOVE: u8 = 2;

/// The time a point is kept at. A span begins after a time, so nothing can be read at the earliest one; a point there
/// is kept a nanosecond later.
pub(crate) fn stored_nanos(time: Timestamp) -> i64 {
    time.nanos().max(i64::MIN + 1)
}

/// A record of points, and its bytes for the log.
pub(crate) fn points_record(points: Vec<(SeriesKey, Point)>) -> Result<(Record, Vec<u8>)> {
    let mut series: Vec<(Key, Vec<(i64, Value)>)> = Vec::new();
    let mut last: Option<SeriesKey> = None;
    for (key, point) in points {
        let entry = (stored_nanos(point.time), point.value);
        match series.last_mut() {
            Some((_, points)) if last.as_ref() == Some(&key) => points.push(entry),
            _ => {
                series.push((key::text_of(&key)?.into(), vec![entry]));
                last = Some(key);
            }
        }
    }
    let mut payload = Vec::new();
    put_varint(&mut payload, series.len() as u64);
    for (key, points) in &series {
        put_bytes(&mut payload, key.as_bytes());
        put_varint(&mut payload, points.len() as u64);
        for (time, value) in points {
            payload.extend_from_slice(&time.to_le_bytes());
            put_value(&mut payload, value);
        }
    }
    Ok((Record::Points(series), framed(KIND_POINTS, &payload)))
}

/// A record of removal, and its bytes for the log.
pub(crate) fn remove_record(scope: Scope) -> (Record, Vec<u8>) {
    let bytes = framed(KIND_REMOVE, scope.as_bytes());
    (Record::Remove(scope), bytes)
}

fn framed(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(payload.len() + 8);
    bytes.push(kind);
    put_bytes(&mut bytes, payload);
    bytes
}

fn read_record(reader: &mut Reader<'_>) -> Result<Record, Damaged> {
    let kind = reader.byte()?;
    let payload = reader.bytes()?;
    match kind {
        KIND_POINTS => {
            let mut reader = Reader::new(payload);
            let n_series = reader.count()?;
            let mut series = Vec::with_capacity(n_series);
            for _ in 0..n_series {
                let key: Key = reader.text()?.into();
                let n_points = reader.count()?;
                let mut points = Vec::with_capacity(n_points);
                for _ in 0..n_points {
                    points.push((reader.i64()?, reader.value()?));
                }
                series.push((key, points));
            }
            Ok(Record::Points(series))
        }
        KIND_REMOVE => {
            let scope = std::str::from_utf8(payload).map_err(|_| Damaged("text is not UTF-8"))?;
            Ok(Record::Remove(scope.into()))
        }
        _ => Err(Damaged("a record has an unknown kind")),
    }
}

/// The path of a segment.
pub(crate) fn path_of(folder: &Path, generation: u64) -> PathBuf {
    folder.join(format!("log-{generation:016x}.log"))
}

/// The generation in a segment's file name.
pub(crate) fn generation_of(file_name: &str) -> Option<u64> {
    let digits = file_name.strip_prefix("log-")?.strip_suffix(".log")?;
    if digits.len() == 16 { u64::from_str_radix(digits, 16).ok() } else { None }
}

/// How a segment ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// After a whole frame.
    Whole,
    /// In a frame that was never acknowledged: the bytes from here on are nothing.
    Torn(usize),
    /// A frame is bad though acknowledged ones follow it: data is lost from here on.
    Damaged(usize),
}

/// Reads a segment, calling `visit` with each record and its sequence number.
pub(crate) fn read(bytes: &[u8], mut visit: impl FnMut(u64, Record)) -> Result<Ending, Damaged> {
    let Some((head, _)) = bytes.split_at_checked(HEAD_BYTES) else { return Ok(Ending::Torn(0)) };
    if !head.starts_with(MAGIC) {
        // The beginning of a head and then zeros: a segment whose first sync never came.
        let n_same = head.iter().zip(MAGIC).take_while(|(one, other)| one == other).count();
        let is_empty = bytes[n_same..].iter().all(|it| *it == 0);
        let other = Damaged("it is not a log segment of this version");
        return if is_empty { Ok(Ending::Torn(0)) } else { Err(other) };
    }
    let salt = Reader::new(&head[MAGIC.len()..]).u32()?;
    let (mut at, mut last_sequence) = (HEAD_BYTES, 0);
    while at < bytes.len() {
        let Some(body) = frame_at(bytes, at, salt) else {
            let is_damaged = any_frame_after(bytes, at, salt, last_sequence);
            return Ok(if is_damaged { Ending::Damaged(at) } else { Ending::Torn(at) });
        };
        let mut reader = Reader::new(body);
        let mut sequence = reader.u64()?;
        while !reader.rest.is_empty() {
            visit(sequence, read_record(&mut reader)?);
            last_sequence = sequence;
            sequence += 1;
        }
        at += FRAME_HEAD_BYTES + body.len();
    }
    Ok(Ending::Whole)
}

/// The body of the frame at an offset, if a whole one with the right checksum is there.
fn frame_at(bytes: &[u8], at: usize, salt: u32) -> Option<&[u8]> {
    let mut reader = Reader::new(bytes.get(at..)?);
    let (length, checksum) = (reader.u32().ok()? as usize, reader.u32().ok()?);
    if length <= 8 {
        return None;
    }
    let body = reader.rest.get(..length)?;
    (checksum_of(body, salt) == checksum).then_some(body)
}

/// Whether a later frame is whole. Groups are synced one after another, so a whole frame behind a bad one means that
/// the bad one was acknowledged. Sequence numbers are looked at first; the salt keeps a caller's text from posing as a frame.
fn any_frame_after(bytes: &[u8], at: usize, salt: u32, last_sequence: u64) -> bool {
    (at + 1..bytes.len().saturating_sub(FRAME_HEAD_BYTES + 8)).any(|offset| {
        let sequence = Reader::new(&bytes[offset + FRAME_HEAD_BYTES..]).u64().unwrap_or(0);
        sequence > last_sequence
            && sequence - last_sequence < u64::from(u32::MAX)
            && frame_at(bytes, offset, salt).is_some()
    })
}

fn checksum_of(body: &[u8], salt: u32) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(salt);
    hasher.update(body);
    hasher.finalize()
}

/// A segment that is being written.
pub(crate) struct Segment {
    file: File,
    path: PathBuf,
    salt: u32,
    /// Bytes that are whole frames.
    pub(crate) size_bytes: u64,
    /// A sync failed or a bad tail could not be cut: nothing more may be written here.
    is_broken: bool,
}

impl Segment {
    /// Makes a new segment; its name and head are on disk when this returns.
    pub(crate) fn create(folder: &Path, generation: u64) -> Result<Self> {
        let path = path_of(folder, generation);
        let failed = |it| failure(&path, "create", it);
        // The keys of a `RandomState` are the randomness that the standard library offers.
        let salt = u32::try_from(RandomState::new().build_hasher().finish() >> 32).unwrap_or(1);
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).open(&path).map_err(failed)?;
        let mut head = MAGIC.to_vec();
        head.extend_from_slice(&salt.to_le_bytes());
        file.write_all(&head).and_then(|()| file.sync_all()).map_err(failed)?;
        sync_folder(folder)?;
        Ok(Self { file, salt, size_bytes: HEAD_BYTES as u64, is_broken: false, path })
    }

    /// Opens a segment to write on, after cutting what follows `good_bytes`.
    pub(crate) fn reopen(folder: &Path, generation: u64, good_bytes: u64) -> Result<Self> {
        let path = path_of(folder, generation);
        let failed = |it| failure(&path, "open", it);
        let file = OpenOptions::new().read(true).append(true).open(&path).map_err(failed)?;
        let mut head = [0; HEAD_BYTES];
        file.read_exact_at(&mut head, 0).map_err(failed)?;
        let salt = Reader::new(&head[MAGIC.len()..])
            .u32()
            .map_err(|it| Error::internal("a log segment has no head").because(it))?;
        if file.metadata().map_err(failed)?.len() != good_bytes {
            file.set_len(good_bytes).and_then(|()| file.sync_all()).map_err(failed)?;
        }
        Ok(Self { file, salt, size_bytes: good_bytes, is_broken: false, path })
    }

    /// Whether it still takes frames.
    pub(crate) fn check(&self) -> Result<()> {
        if self.is_broken {
            return Err(Error::internal(
                "the log is broken since an earlier failed write; restart the server",
            ));
        }
        Ok(())
    }

    /// Writes one frame and syncs it. After an error nothing of it counts; after a failed sync nothing more is taken.
    pub(crate) fn append(&mut self, first_sequence: u64, records: &[&[u8]]) -> Result<()> {
        self.check()?;
        let n_bytes = 8 + records.iter().map(|it| it.len()).sum::<usize>();
        let length = u32::try_from(n_bytes).map_err(|_| Error::internal("a log frame is too large"))?;
        let mut frame = Vec::with_capacity(FRAME_HEAD_BYTES + n_bytes);
        frame.extend_from_slice(&length.to_le_bytes());
        frame.extend_from_slice(&[0; 4]);
        frame.extend_from_slice(&first_sequence.to_le_bytes());
        for record in records {
            frame.extend_from_slice(record);
        }
        let checksum = checksum_of(&frame[FRAME_HEAD_BYTES..], self.salt);
        frame[4..8].copy_from_slice(&checksum.to_le_bytes());
        if let Err(error) = self.file.write_all(&frame) {
            // Most often the disk is full. What was written of the frame must not stand before the next one.
            self.is_broken = self.file.set_len(self.size_bytes).is_err();
            return Err(failure(&self.path, "write", error));
        }
        if let Err(error) = self.file.sync_data() {
            // The kernel may have dropped the pages, so a second sync that succeeds proves nothing.
            self.is_broken = true;
            return Err(failure(&self.path, "sync", error));
        }
        self.size_bytes += frame.len() as u64;
        Ok(())
    }
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|it| it.sync_all()).map_err(|it| failure(folder, "sync", it))
}

/// An I/O error with what was tried on what.
pub(crate) fn failure(path: &Path, action: &str, error: std::io::Error) -> Error {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    Error::internal(format!("cannot {action} `{name}` of the series store")).because(error)
}
