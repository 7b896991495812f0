//! Block files: immutable, one index at the end, each block with its own checksum. See `docs/design/002-series.md`.

use crate::block;
use crate::codec::{Damaged, Reader, put_bytes, put_value, put_varint};
use crate::key::Removals;
use crate::log::{failure, sync_folder};
use gemel_model::value::Value;
use gemel_model::{Error, Result};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// The first bytes of a block file; the last two are the version of the format.
const MAGIC: &[u8; 8] = b"GEMBLK01";
/// The last bytes of a block file.
const END: &[u8; 8] = b"GEMBEND1";
/// Index offset, index checksum, applied, first and last generation, `END`.
const FOOTER_BYTES: usize = 8 + 4 + 8 + 8 + 8 + 8;
/// A last value longer than this is read from its block.
const LAST_VALUE_BYTES_MAX: usize = 32;

/// Where a block lies and what it covers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BlockEntry {
    pub(crate) offset: u64,
    pub(crate) n_bytes: u32,
    pub(crate) checksum: u32,
    pub(crate) n_points: u32,
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// One series in a file.
pub(crate) struct SeriesEntry {
    pub(crate) key: Box<str>,
    /// Its blocks in the file's list; sorted by time, not overlapping.
    pub(crate) blocks: Range<usize>,
    /// The last value, if it is short.
    last_value: Option<Box<[u8]>>,
}

/// A block file, open for reading. It stays readable after it was removed from the folder.
pub(crate) struct BlockFile {
    pub(crate) path: PathBuf,
    file: File,
    pub(crate) size_bytes: u64,
    /// The log segments whose points it holds, both ends inclusive.
    pub(crate) generations: (u64, u64),
    /// Removals up to this sequence number are already applied to its points.
    pub(crate) applied: u64,
    /// Removals that were needed when it was written.
    pub(crate) removals: Removals,
    pub(crate) series: Vec<SeriesEntry>,
    pub(crate) blocks: Vec<BlockEntry>,
}

/// The file name for a range of generations.
pub(crate) fn name_of((first, last): (u64, u64)) -> String {
    format!("blocks-{first:016x}-{last:016x}.blk")
}

fn damaged(path: &Path, what: &Damaged) -> Error {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    Error::internal(format!("`{name}` of the series store is damaged: {what}"))
}

impl BlockFile {
    /// Opens a file and reads its index.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let failed = |it| failure(path, "read", it);
        let file = File::open(path).map_err(failed)?;
        let size_bytes = file.metadata().map_err(failed)?.len();
        let too_short = Damaged("it is too short");
        let footer_at = size_bytes
            .checked_sub((FOOTER_BYTES + MAGIC.len()) as u64)
            .map(|it| it + MAGIC.len() as u64)
            .ok_or_else(|| damaged(path, &too_short))?;
        let mut magic = [0; MAGIC.len()];
        file.read_exact_at(&mut magic, 0).map_err(failed)?;
        let mut footer = [0; FOOTER_BYTES];
        file.read_exact_at(&mut footer, footer_at).map_err(failed)?;
        if &magic != MAGIC || !footer.ends_with(END) {
            return Err(damaged(path, &Damaged("it is not a block file of this version")));
        }
        let mut reader = Reader::new(&footer);
        let mut head = || -> Result<_, Damaged> {
            Ok((reader.u64()?, reader.u32()?, reader.u64()?, (reader.u64()?, reader.u64()?)))
        };
        let (index_at, checksum, applied, generations) = head().map_err(|it| damaged(path, &it))?;
        let index_bytes = footer_at.checked_sub(index_at).and_then(|it| usize::try_from(it).ok());
        let mut index =
            vec![0; index_bytes.ok_or_else(|| damaged(path, &Damaged("its index lies outside of it")))?];
        file.read_exact_at(&mut index, index_at).map_err(failed)?;
        if checksum != checksum_of(&index, &footer[12..36]) {
            return Err(damaged(path, &Damaged("the checksum of its index is wrong")));
        }
        let mut it = Self {
            path: path.to_owned(),
            file,
            size_bytes,
            generations,
            applied,
            removals: Removals::new(),
            series: Vec::new(),
            blocks: Vec::new(),
        };
        it.read_index(&index).map_err(|it| damaged(path, &it))?;
        Ok(it)
    }

    fn read_index(&mut self, index: &[u8]) -> Result<(), Damaged> {
        let mut reader = Reader::new(index);
        for _ in 0..reader.count()? {
            let scope = reader.text()?.into();
            self.removals.insert(scope, reader.u64()?);
        }
        let n_series = reader.count()?;
        self.series.reserve(n_series);
        for _ in 0..n_series {
            let key = reader.text()?.into();
            let last_value = Some(reader.bytes()?).filter(|it| !it.is_empty()).map(Into::into);
            let start = self.blocks.len();
            for _ in 0..reader.count()? {
                self.blocks.push(BlockEntry {
                    offset: reader.u64()?,
                    n_bytes: reader.u32()?,
                    checksum: reader.u32()?,
                    n_points: reader.u32()?,
                    first: reader.i64()?,
                    last: reader.i64()?,
                });
            }
            if start == self.blocks.len() {
                return Err(Damaged("a series has no block"));
            }
            self.series.push(SeriesEntry { key, blocks: start..self.blocks.len(), last_value });
        }
        self.blocks.shrink_to_fit();
        Ok(())
    }

    /// The series with a key.
    pub(crate) fn find(&self, key: &str) -> Option<&SeriesEntry> {
        let index = self.series.binary_search_by(|it| (*it.key).cmp(key)).ok()?;
        Some(&self.series[index])
    }

    /// Whether any key lies in a half-open range.
    pub(crate) fn any_in(&self, range: &Range<String>) -> bool {
        let index = self.series.partition_point(|it| *it.key < *range.start);
        self.series.get(index).is_some_and(|it| *it.key < *range.end)
    }

    /// Reads a block's bytes and checks them.
    pub(crate) fn read_block(&self, entry: &BlockEntry) -> Result<Vec<u8>> {
        let mut bytes = vec![0; entry.n_bytes as usize];
        self.file.read_exact_at(&mut bytes, entry.offset).map_err(|it| failure(&self.path, "read", it))?;
        if crc32fast::hash(&bytes) != entry.checksum {
            return Err(damaged(&self.path, &Damaged("the checksum of a block is wrong")));
        }
        Ok(bytes)
    }

    /// Reads and unpacks a block.
    pub(crate) fn open_block(&self, entry: &BlockEntry) -> Result<(Vec<i64>, block::Column)> {
        let bytes = self.read_block(entry)?;
        let n_points = entry.n_points as usize;
        block::times(&bytes, n_points)
            .and_then(|(times, rest)| Ok((times, block::values(rest, n_points)?)))
            .map_err(|it| damaged(&self.path, &it))
    }

    /// The newest point of a series.
    pub(crate) fn last_point(&self, series: &SeriesEntry) -> Result<(i64, Value)> {
        let entry = &self.blocks[series.blocks.end - 1];
        if let Some(bytes) = &series.last_value {
            let value = Reader::new(bytes).value().map_err(|it| damaged(&self.path, &it))?;
            return Ok((entry.last, value));
        }
        let (_, column) = self.open_block(entry)?;
        Ok((entry.last, column.value(entry.n_points as usize - 1)))
    }

    /// Copies bytes of the file from an offset; 0 at its end.
    pub(crate) fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        self.file.read_at(buffer, offset)
    }
}

/// The index's checksum also covers the numbers of the footer.
fn checksum_of(index: &[u8], numbers: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(index);
    hasher.update(numbers);
    hasher.finalize()
}

/// Writes a block file: series in the order of their keys, points in the order of time.
pub(crate) struct FileWriter {
    folder: PathBuf,
    temporary: PathBuf,
    out: BufWriter<File>,
    offset: u64,
    index: Vec<u8>,
    n_series: u64,
    /// Entries of the series that is being written.
    entries: Vec<BlockEntry>,
    points: Vec<(i64, Value)>,
}

impl FileWriter {
    /// Starts a file; it gets its name when it is finished.
    pub(crate) fn create(folder: &Path, generations: (u64, u64)) -> Result<Self> {
        let temporary = folder.join(name_of(generations)).with_extension("tmp");
        let file = File::create(&temporary).map_err(|it| failure(&temporary, "create", it))?;
        let mut it = Self {
            folder: folder.to_owned(),
            out: BufWriter::with_capacity(256 * 1024, file),
            temporary,
            offset: 0,
            index: Vec::new(),
            n_series: 0,
            entries: Vec::new(),
            points: Vec::new(),
        };
        it.write(MAGIC)?;
        Ok(it)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.write_all(bytes).map_err(|it| failure(&self.temporary, "write", it))?;
        self.offset += bytes.len() as u64;
        Ok(())
    }

    /// Adds a point of the series under way, later than the last one.
    pub(crate) fn push(&mut self, time: i64, value: Value) -> Result<()> {
        // One more than fits is kept back, so that the last point is always at hand when the series ends.
        if self.points.len() == block::POINTS_MAX {
            self.write_block()?;
        }
        self.points.push((time, value));
        Ok(())
    }

    fn write_block(&mut self) -> Result<()> {
        let (Some((first, _)), Some((last, _))) = (self.points.first(), self.points.last()) else {
            return Ok(());
        };
        let (first, last) = (*first, *last);
        let bytes = block::encode(&self.points).map_err(|it| damaged(&self.temporary, &it))?;
        let too_large = |_| damaged(&self.temporary, &Damaged("a block would be too large"));
        self.entries.push(BlockEntry {
            offset: self.offset,
            n_bytes: u32::try_from(bytes.len()).map_err(too_large)?,
            checksum: crc32fast::hash(&bytes),
            n_points: u32::try_from(self.points.len()).map_err(too_large)?,
            first,
            last,
        });
        self.write(&bytes)?;
        self.points.clear();
        Ok(())
    }

    /// Ends the series under way. A series without points is left out.
    pub(crate) fn end_series(&mut self, key: &str) -> Result<()> {
        let mut last_value = Vec::new();
        if let Some((_, value)) = self.points.last() {
            put_value(&mut last_value, value);
        }
        self.write_block()?;
        if self.entries.is_empty() {
            return Ok(());
        }
        if last_value.len() > LAST_VALUE_BYTES_MAX {
            last_value.clear();
        }
        put_bytes(&mut self.index, key.as_bytes());
        put_bytes(&mut self.index, &last_value);
        put_varint(&mut self.index, self.entries.len() as u64);
        for it in self.entries.drain(..) {
            self.index.extend_from_slice(&it.offset.to_le_bytes());
            self.index.extend_from_slice(&it.n_bytes.to_le_bytes());
            self.index.extend_from_slice(&it.checksum.to_le_bytes());
            self.index.extend_from_slice(&it.n_points.to_le_bytes());
            self.index.extend_from_slice(&it.first.to_le_bytes());
            self.index.extend_from_slice(&it.last.to_le_bytes());
        }
        self.n_series += 1;
        Ok(())
    }

    /// Writes the index, syncs, and gives the file its name: from then on it counts.
    pub(crate) fn finish(
        mut self,
        generations: (u64, u64),
        applied: u64,
        removals: &Removals,
    ) -> Result<BlockFile> {
        let mut index = Vec::with_capacity(self.index.len() + 64);
        put_varint(&mut index, removals.len() as u64);
        for (scope, at) in removals {
            put_bytes(&mut index, scope.as_bytes());
            index.extend_from_slice(&at.to_le_bytes());
        }
        put_varint(&mut index, self.n_series);
        index.append(&mut self.index);
        let mut numbers = applied.to_le_bytes().to_vec();
        numbers.extend_from_slice(&generations.0.to_le_bytes());
        numbers.extend_from_slice(&generations.1.to_le_bytes());
        let mut footer = self.offset.to_le_bytes().to_vec();
        footer.extend_from_slice(&checksum_of(&index, &numbers).to_le_bytes());
        footer.extend_from_slice(&numbers);
        footer.extend_from_slice(END);
        self.write(&index)?;
        self.write(&footer)?;
        let failed = |it| failure(&self.temporary, "write", it);
        self.out.flush().map_err(failed)?;
        self.out.get_ref().sync_all().map_err(failed)?;
        let path = self.folder.join(name_of(generations));
        std::fs::rename(&self.temporary, &path).map_err(|it| failure(&path, "name", it))?;
        sync_folder(&self.folder)?;
        BlockFile::open(&path)
    }
}
