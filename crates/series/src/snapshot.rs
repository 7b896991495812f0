//! Backups: block files as one stream, and a folder made from such a stream.

use crate::codec::Damaged;
use crate::file::{BlockFile, name_of};
use crate::log::{failure, sync_folder};
use crate::recover::recover;
use gemel_model::{Error, Result};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

/// The first bytes of a stream; the last two are the version of the format.
const MAGIC: &[u8; 8] = b"GEMSNP01";
const CHUNK_BYTES: usize = 256 * 1024;

/// All that was appended before a moment. Its files stay readable however the engine goes on.
pub struct Snapshot {
    files: Vec<Arc<BlockFile>>,
}

fn unreadable(what: &'static str) -> Error {
    Error::invalid(format!("the backup of the series store cannot be read: {what}")).because(Damaged(what))
}

impl Snapshot {
    pub(crate) fn new(files: Vec<Arc<BlockFile>>) -> Self {
        Self { files }
    }

    /// Exactly how many bytes [`write_to`](Self::write_to) will write.
    pub fn size_bytes(&self) -> u64 {
        let head = MAGIC.len() as u64 + 8;
        head + self.files.iter().map(|it| 8 + 8 + 8 + it.size_bytes + 4).sum::<u64>()
    }

    /// Writes the stream. Reads from disk, so call it where blocking is allowed.
    pub fn write_to(&self, out: &mut dyn Write) -> Result<()> {
        let failed = |it| Error::internal("cannot write the backup of the series store").because(it);
        out.write_all(MAGIC).map_err(failed)?;
        out.write_all(&(self.files.len() as u64).to_le_bytes()).map_err(failed)?;
        let mut buffer = vec![0; CHUNK_BYTES];
        for file in &self.files {
            for number in [file.generations.0, file.generations.1, file.size_bytes] {
                out.write_all(&number.to_le_bytes()).map_err(failed)?;
            }
            let (mut hasher, mut offset) = (crc32fast::Hasher::new(), 0);
            while offset < file.size_bytes {
                let n = file.read_at(&mut buffer, offset).map_err(|it| failure(&file.path, "read", it))?;
                if n == 0 {
                    return Err(Error::internal("a block file of the series store is shorter than it was"));
                }
                hasher.update(&buffer[..n]);
                out.write_all(&buffer[..n]).map_err(failed)?;
                offset += n as u64;
            }
            out.write_all(&hasher.finalize().to_le_bytes()).map_err(failed)?;
        }
        out.flush().map_err(failed)
    }
}

fn number(input: &mut dyn Read) -> Result<u64> {
    let mut bytes = [0; 8];
    input.read_exact(&mut bytes).map_err(|_| unreadable("it ends too early"))?;
    Ok(u64::from_le_bytes(bytes))
}

/// Makes a folder of the durable engine from a stream; the folder must be empty or not there. Reads nothing after
/// the stream's end, so other parts of a backup may follow.
pub fn restore(folder: &Path, input: &mut dyn Read) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|it| failure(folder, "create", it))?;
    let mut entries = std::fs::read_dir(folder).map_err(|it| failure(folder, "list", it))?;
    if entries.next().is_some() {
        return Err(Error::invalid(format!(
            "the folder `{}` is not empty; restore into a new one",
            folder.display()
        )));
    }
    let mut magic = [0; MAGIC.len()];
    input.read_exact(&mut magic).map_err(|_| unreadable("it ends too early"))?;
    if &magic != MAGIC {
        return Err(unreadable("it is not a backup of this version"));
    }
    for _ in 0..number(input)? {
        restore_file(folder, input)?;
    }
    sync_folder(folder)?;
    recover(folder).map(|_| ())
}

fn restore_file(folder: &Path, input: &mut dyn Read) -> Result<()> {
    let generations = (number(input)?, number(input)?);
    let mut left = number(input)?;
    let path = folder.join(name_of(generations));
    let failed = |it| failure(&path, "write", it);
    let mut file = File::create_new(&path).map_err(failed)?;
    let (mut hasher, mut buffer) = (crc32fast::Hasher::new(), vec![0; CHUNK_BYTES]);
    while left > 0 {
        let wanted = usize::try_from(left).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES);
        let chunk = &mut buffer[..wanted];
        input.read_exact(chunk).map_err(|_| unreadable("it ends too early"))?;
        hasher.update(chunk);
        file.write_all(chunk).map_err(failed)?;
        left -= wanted as u64;
    }
    let mut checksum = [0; 4];
    input.read_exact(&mut checksum).map_err(|_| unreadable("it ends too early"))?;
    if u32::from_le_bytes(checksum) != hasher.finalize() {
        return Err(unreadable("a checksum is wrong"));
    }
    file.sync_all().map_err(failed)
}
