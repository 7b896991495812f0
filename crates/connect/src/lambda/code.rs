//! A function's code on disk: unpacked from a zip or copied from a folder, checked, synced, then put in place at once.
//!
//! ```text
//! DATA/functions/reader/3f9a…-7c1e…/  the code with that hash, as put there once; read-only to its workers
//! DATA/functions/reader/.partial-…/   being unpacked; removed at the next start
//! ```

use super::spec::Code;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gemel_model::{Error, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Cursor, Read};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// Bytes that code may have, unpacked: AWS's number.
const UNPACKED_BYTES_MAX: u64 = 262_144_000;
/// Files and folders that code may have.
const ENTRIES_MAX: usize = 100_000;
/// Bytes of a path inside the code.
const PATH_BYTES_MAX: usize = 1024;
/// Folders in folders.
const DEPTH_MAX: usize = 64;
/// What a folder begins with while it is not complete.
const PARTIAL: &str = ".partial-";

/// Where code comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeSource {
    /// The bytes of a zip.
    Zip(Vec<u8>),
    /// A folder of this machine; it is copied.
    Folder(PathBuf),
}

/// Puts code below `folder` (the function's own). Blocks.
pub(super) fn keep(folder: &Path, source: CodeSource) -> Result<Code> {
    make_folder(folder)?;
    let unique = uuid::Uuid::new_v4().simple().to_string();
    let partial = folder.join(format!("{PARTIAL}{unique}"));
    make_folder(&partial)?;
    let kept = match source {
        CodeSource::Zip(bytes) => unpack(&bytes, &partial),
        CodeSource::Folder(from) => copy(&from, &partial),
    };
    let done = kept.and_then(|(hash, size_bytes)| {
        // Never shared: the folder of a version that goes can be removed while the same code is deployed again.
        let name = format!("{}-{}", hex(&hash), &unique[..8]);
        let place = folder.join(&name);
        sync(&partial)?;
        fs::rename(&partial, &place).map_err(|error| failed("put in place", &place, error))?;
        sync(folder)?;
        Ok(Code { sha256: STANDARD.encode(hash), size_bytes, folder: name })
    });
    if done.is_err() {
        remove(&partial);
    }
    done
}

/// Removes what is not `used`: other versions, and what a crash left half-unpacked. Blocks.
pub(super) fn sweep(folder: &Path, used: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if entry.path().is_dir() && name.to_string_lossy() != used {
            remove(&entry.path());
        }
    }
}

/// Lets everyone read a version's code again. A backup, or a copy under another umask, may have taken that away, and
/// workers have other users than the server where that is root. Blocks.
pub(super) fn open_to_read(folder: &Path) {
    let open = |path: &Path, needed: u32| {
        if let Ok(mode) = fs::symlink_metadata(path).map(|it| it.permissions().mode())
            && mode & needed != needed
        {
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o777 | needed));
        }
    };
    open(folder, 0o755);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(it) if it.is_dir() => open_to_read(&path),
            Ok(it) if it.is_file() => {
                let is_program = entry.metadata().is_ok_and(|it| it.permissions().mode() & 0o100 != 0);
                open(&path, if is_program { 0o755 } else { 0o644 });
            }
            _ => {}
        }
    }
}

/// Removes a folder; what stays is removed at the next start.
pub(super) fn remove(folder: &Path) {
    if let Err(error) = fs::remove_dir_all(folder)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(folder = %folder.display(), %error, "a function's folder cannot be removed");
    }
}

fn unpack(bytes: &[u8], to: &Path) -> Result<([u8; 32], u64)> {
    let wrong = |what: String| Error::invalid(format!("Could not unzip uploaded file: {what}"));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| wrong(error.to_string()))?;
    if archive.is_empty() {
        return Err(Error::invalid("Uploaded file must be a non-empty zip"));
    }
    if archive.len() > ENTRIES_MAX {
        return Err(wrong(format!("it has {} entries; at most {ENTRIES_MAX} are taken", archive.len())));
    }
    let mut left = UNPACKED_BYTES_MAX;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| wrong(error.to_string()))?;
        let name = entry.name().map_err(|error| wrong(error.to_string()))?.into_owned();
        let path = relative(&name).map_err(wrong)?;
        if entry.is_symlink() {
            return Err(wrong(format!("`{name}` is a symbolic link; put the file itself in")));
        }
        let place = to.join(&path);
        if entry.is_dir() {
            make_folder(&place)?;
            continue;
        }
        let is_executable =
            entry.unix_mode().is_some_and(|it| it & 0o111 != 0) || path.as_os_str() == "bootstrap";
        make_folder(place.parent().unwrap_or(to))?;
        left = write(&mut entry, &place, is_executable, left)
            .map_err(|error| wrong(format!("`{name}`: {error}")))?
            .ok_or_else(too_large)?;
    }
    Ok((Sha256::digest(bytes).into(), u64::try_from(bytes.len()).unwrap_or(u64::MAX)))
}

/// A path that stays below the folder it is joined to.
fn relative(name: &str) -> std::result::Result<PathBuf, String> {
    let refuse = |why: &str| Err(format!("`{}` {why}", name.escape_default()));
    if name.len() > PATH_BYTES_MAX || name.split('/').count() > DEPTH_MAX {
        return refuse("is too long or too deep");
    }
    if name.contains(['\0', '\\']) {
        return refuse("has a NUL or a backslash in it; folders are divided by `/`");
    }
    let name = name.strip_suffix('/').unwrap_or(name);
    if name.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
        return refuse("does not stay inside the function's folder");
    }
    Ok(PathBuf::from(name))
}

/// Copies a folder's files; a link is taken as the file it points to, when that lies in the same folder.
fn copy(from: &Path, to: &Path) -> Result<([u8; 32], u64)> {
    let shown = from.display();
    let root = from
        .canonicalize()
        .map_err(|error| Error::invalid(format!("the folder `{shown}` cannot be read: {error}")))?;
    if !root.is_dir() {
        return Err(Error::invalid(format!("`{shown}` is not a folder")));
    }
    let mut files = BTreeMap::new();
    collect(&root, &root, 0, &mut files)?;
    if files.is_empty() {
        return Err(Error::invalid(format!("the folder `{shown}` is empty")));
    }
    let (mut left, mut hash) = (UNPACKED_BYTES_MAX, Sha256::new());
    for (path, real) in files {
        let wrong =
            |error: io::Error| Error::invalid(format!("`{}` cannot be copied: {error}", real.display()));
        let place = to.join(&path);
        make_folder(place.parent().unwrap_or(to))?;
        let mut file = File::open(&real).map_err(wrong)?;
        let mode = file.metadata().map_err(wrong)?.permissions().mode();
        let before = left;
        left = write(&mut file, &place, mode & 0o111 != 0, left).map_err(wrong)?.ok_or_else(too_large)?;
        hash.update(path.as_os_str().as_encoded_bytes());
        hash.update([0]);
        hash.update((before - left).to_le_bytes());
        let mut copied = File::open(&place).map_err(wrong)?;
        io::copy(&mut copied, &mut HashWriter(&mut hash)).map_err(wrong)?;
    }
    Ok((hash.finalize().into(), UNPACKED_BYTES_MAX - left))
}

fn collect(root: &Path, folder: &Path, depth: usize, files: &mut BTreeMap<PathBuf, PathBuf>) -> Result<()> {
    let wrong = |error: io::Error| Error::invalid(format!("`{}` cannot be read: {error}", folder.display()));
    if depth > DEPTH_MAX {
        return Err(Error::invalid(format!("`{}` is too deep", folder.display())));
    }
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        let name = path.strip_prefix(root).unwrap_or(&path).to_owned();
        let kind = fs::symlink_metadata(&path).map_err(wrong)?.file_type();
        if kind.is_dir() {
            if path.file_name().is_none_or(|it| it != "__pycache__" && it != ".git") {
                collect(root, &path, depth + 1, files)?;
            }
            continue;
        }
        let real = path.canonicalize().map_err(wrong)?;
        if !real.starts_with(root) || !real.is_file() {
            return Err(Error::invalid(format!(
                "`{}` is not a file of the folder itself; links may only point to files inside it",
                name.display()
            )));
        }
        files.insert(name, real);
        if files.len() > ENTRIES_MAX {
            return Err(Error::invalid(format!("the folder has more than {ENTRIES_MAX} files")));
        }
    }
    Ok(())
}

struct HashWriter<'a>(&'a mut Sha256);

impl io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a new file; gives how many bytes are left, or `None` when they were not enough.
fn write(from: &mut impl Read, place: &Path, is_executable: bool, left: u64) -> io::Result<Option<u64>> {
    let mode = if is_executable { 0o755 } else { 0o644 };
    // `create_new` refuses a name that comes twice, and never follows a link.
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(place)?;
    let n = io::copy(&mut from.take(left.saturating_add(1)), &mut file)?;
    file.set_permissions(fs::Permissions::from_mode(mode))?;
    Ok(left.checked_sub(n))
}

fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => Error::invalid(format!(
            "Could not unzip uploaded file: `{}` is a file and a folder",
            folder.file_name().unwrap_or_default().display()
        )),
        _ => failed("make", folder, error),
    })
}

/// One flush for the whole folder: thousands of small files would take thousands of flushes.
fn sync(folder: &Path) -> Result<()> {
    let file = File::open(folder).map_err(|error| failed("open", folder, error))?;
    rustix::fs::syncfs(&file).map_err(|error| failed("sync", folder, error.into()))
}

fn too_large() -> Error {
    Error::invalid(format!("Unzipped size must be smaller than {UNPACKED_BYTES_MAX} bytes"))
}

fn failed(what: &str, path: &Path, error: io::Error) -> Error {
    Error::internal(format!("cannot {what} `{}`", path.display())).because(error)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, it| format!("{text}{it:02x}"))
}

#[cfg(test)]
pub(super) mod tests;
