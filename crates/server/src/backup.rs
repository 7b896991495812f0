//! Backups: everything a data folder holds, in one tar file, taken while the server goes on.
//!
//! ```text
//! manifest.json     format, version of gemel, when, whether objects are in it
//! format credentials secret.key   as they are in the data folder
//! functions/…       the code of functions
//! twins.stream      the twin store's own checksummed stream
//! series.stream     the series store's
//! objects/…         the bytes of objects; they never change once written
//! ```

use crate::foundation::{self, Foundation};
use gemel_model::Error;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The layout of the file that this version writes.
const FORMAT: u32 = 1;
const PLAIN_FILES: [&str; 3] = ["format", "credentials", "secret.key"];

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    gemel_version: String,
    created: String,
    has_objects: bool,
}

/// What was written or read, for the last line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Twin records.
    pub n_records: u64,
    /// Files of objects and functions.
    pub n_files: u64,
    /// Size of the backup.
    pub size_bytes: u64,
    /// Objects whose bytes were damaged or missing already, and so are in the backup; `gemel check` names them.
    pub n_damaged: u64,
}

/// Told about progress: what is being done, and how much of it, in bytes.
pub type Progress<'a> = &'a mut dyn FnMut(&str, u64);

/// Writes a backup to `file`, which must not exist; it appears there whole or not at all. Blocks.
///
/// # Errors
/// In words.
pub fn write(
    foundation: &Foundation,
    data: &Path,
    file: &Path,
    now: &str,
    progress: Progress<'_>,
) -> Result<Totals, String> {
    if file.exists() {
        return Err(format!("`{}` exists already; name another file", file.display()));
    }
    let draft = with_suffix(file, ".partial");
    let done = Writer::new(foundation, data, &draft, now).and_then(|it| it.write(progress));
    let totals = done.inspect_err(|_| {
        let _ = fs::remove_file(&draft);
    })?;
    fs::rename(&draft, file).map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
    Ok(totals)
}

struct Writer<'a> {
    foundation: &'a Foundation,
    data: &'a Path,
    now: &'a str,
    shown: String,
    tar: tar::Builder<BufWriter<File>>,
    totals: Totals,
    /// Names that are in the file already.
    names: HashSet<String>,
}

impl<'a> Writer<'a> {
    fn new(foundation: &'a Foundation, data: &'a Path, draft: &Path, now: &'a str) -> Result<Self, String> {
        let shown = draft.display().to_string();
        let file = File::create(draft).map_err(|error| format!("cannot write `{shown}`: {error}"))?;
        private(draft);
        let tar = tar::Builder::new(BufWriter::with_capacity(1 << 20, file));
        Ok(Self { foundation, data, now, shown, tar, totals: Totals::default(), names: HashSet::new() })
    }

    fn write(mut self, progress: Progress<'_>) -> Result<Totals, String> {
        let objects = self.foundation.objects_folder.clone();
        self.manifest(objects.is_some())?;
        for name in PLAIN_FILES {
            if self.data.join(name).exists() {
                self.file(&self.data.join(name), name)?;
            }
        }
        // A function may change while this goes on: what it ran before and what it runs after are both in the backup.
        self.tree(&self.data.join("functions"), "functions")?;
        // From here on no object's bytes are removed: the twins' snapshot names those that are there now.
        let pause = self.foundation.objects.pause_removals();
        progress("twins", self.totals.size_bytes);
        self.twins()?;
        self.tree(&self.data.join("functions"), "functions")?;
        progress("series", self.totals.size_bytes);
        self.series()?;
        if let Some(folder) = objects {
            progress("objects", self.totals.size_bytes);
            self.tree(&folder.join("content"), "objects/content")?;
        }
        let handle = tokio::runtime::Handle::current();
        let checked = handle.block_on(self.foundation.objects.check()).map_err(|it| words(&it))?;
        self.totals.n_damaged = checked.n_findings;
        drop(pause);
        let failed = |error: io::Error| format!("cannot write `{}`: {error}", self.shown);
        let file =
            self.tar.into_inner().map_err(failed)?.into_inner().map_err(|it| failed(it.into_error()))?;
        file.sync_all().map_err(failed)?;
        self.totals.size_bytes = file.metadata().map_err(failed)?.len();
        Ok(self.totals)
    }

    fn manifest(&mut self, has_objects: bool) -> Result<(), String> {
        let manifest = Manifest {
            format: FORMAT,
            gemel_version: env!("CARGO_PKG_VERSION").to_owned(),
            created: self.now.to_owned(),
            has_objects,
        };
        let text = serde_json::to_vec_pretty(&manifest).map_err(|error| error.to_string())?;
        self.append("manifest.json", text.len() as u64, &mut text.as_slice())
    }

    /// The stream's length must stand before it, so it goes to a file first.
    fn twins(&mut self) -> Result<(), String> {
        let path = self.data.join("twins.stream.partial");
        let failed = |error: io::Error| format!("cannot write `{}`: {error}", path.display());
        let mut file = BufWriter::new(File::create(&path).map_err(failed)?);
        let saved = self.foundation.store.save(&mut file).map_err(|it| words(&it));
        let written = saved.and_then(|saved| {
            file.flush().map_err(failed)?;
            self.totals.n_records = saved.n_records;
            self.file(&path, "twins.stream")
        });
        let _ = fs::remove_file(&path);
        written
    }

    fn series(&mut self) -> Result<(), String> {
        let handle = tokio::runtime::Handle::current();
        let snapshot = handle.block_on(self.foundation.series.snapshot()).map_err(|it| words(&it))?;
        let (reader, mut writer) = io::pipe().map_err(|error| format!("cannot make a pipe: {error}"))?;
        let size_bytes = snapshot.size_bytes();
        std::thread::scope(|scope| {
            let sender = scope.spawn(move || snapshot.write_to(&mut writer).map_err(|it| words(&it)));
            let received = self.append("series.stream", size_bytes, &mut BufReader::new(reader));
            let sent =
                sender.join().map_err(|_| "the series store stopped while it was copied".to_owned())?;
            sent.and(received)
        })
    }

    /// A folder with everything in it; files that vanish meanwhile belong to nothing any more.
    fn tree(&mut self, folder: &Path, name: &str) -> Result<(), String> {
        let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
        for entry in entries {
            let entry = entry.map_err(|error| format!("cannot list `{}`: {error}", folder.display()))?;
            let inner = format!("{name}/{}", entry.file_name().to_string_lossy());
            match entry.file_type() {
                Ok(it) if it.is_dir() => self.tree(&entry.path(), &inner)?,
                Ok(it) if it.is_file() && !self.names.contains(&inner) && entry.path().exists() => {
                    self.totals.n_files += 1;
                    self.file(&entry.path(), &inner)?;
                    self.names.insert(inner);
                }
                // Links are not followed: whatever they point at is not ours.
                _ => {}
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, name: &str) -> Result<(), String> {
        use std::os::unix::fs::PermissionsExt;
        let failed = |error: io::Error| format!("cannot read `{}`: {error}", path.display());
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        let is_program = metadata.permissions().mode() & 0o100 != 0;
        self.append_with(
            name,
            metadata.len(),
            if is_program { 0o755 } else { 0o600 },
            &mut BufReader::new(file),
        )
    }

    fn append(&mut self, name: &str, size_bytes: u64, from: &mut dyn Read) -> Result<(), String> {
        self.append_with(name, size_bytes, 0o600, from)
    }

    fn append_with(
        &mut self,
        name: &str,
        size_bytes: u64,
        mode: u32,
        from: &mut dyn Read,
    ) -> Result<(), String> {
        let mut header = tar::Header::new_gnu();
        header.set_size(size_bytes);
        header.set_mode(mode);
        let failed = |error: io::Error| format!("cannot write `{name}` to `{}`: {error}", self.shown);
        self.tar.append_data(&mut header, name, from.take(size_bytes)).map_err(failed)?;
        self.totals.size_bytes += size_bytes;
        Ok(())
    }
}

/// Makes a data folder from a backup; the folder must be empty or not there. When it fails, nothing is left.
///
/// # Errors
/// In words.
pub fn restore(file: &Path, data: &Path, progress: Progress<'_>) -> Result<Totals, String> {
    if fs::read_dir(data).is_ok_and(|mut it| it.next().is_some()) {
        return Err(format!("the data folder `{}` is not empty; restore into a new one", data.display()));
    }
    let draft = with_suffix(data, ".restoring");
    let _ = fs::remove_dir_all(&draft);
    let totals = unpack(file, &draft, progress).inspect_err(|_| {
        let _ = fs::remove_dir_all(&draft);
    })?;
    let _ = fs::remove_dir(data);
    fs::rename(&draft, data).map_err(|error| format!("cannot make `{}`: {error}", data.display()))?;
    Ok(totals)
}

fn unpack(file: &Path, draft: &Path, progress: Progress<'_>) -> Result<Totals, String> {
    let shown = file.display();
    let unreadable = |error: io::Error| format!("`{shown}` is not a whole backup: {error}");
    let opened = File::open(file).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
    let mut totals = Totals { size_bytes: opened.metadata().map_err(unreadable)?.len(), ..Totals::default() };
    fs::create_dir_all(draft).map_err(|error| format!("cannot make `{}`: {error}", draft.display()))?;
    let mut archive = tar::Archive::new(BufReader::with_capacity(1 << 20, opened));
    let (mut is_first, mut n_bytes, mut has_series) = (true, 0, false);
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        let name = entry.path().map_err(unreadable)?.into_owned();
        if std::mem::take(&mut is_first) != (name == Path::new("manifest.json")) {
            return Err(format!("`{shown}` is not a backup of gemel"));
        }
        n_bytes += entry.size();
        match name.to_str() {
            Some("manifest.json") => manifest(&shown.to_string(), &mut entry)?,
            Some("twins.stream") => {
                progress("twins", n_bytes);
                let saved = gemel_store::embedded::Embedded::restore(
                    &draft.join("twins"),
                    gemel_store::embedded::Options::default(),
                    &mut entry,
                );
                totals.n_records = saved.map_err(|it| words(&it))?.n_records;
            }
            Some("series.stream") => {
                progress("series", n_bytes);
                gemel_series::restore(&draft.join("series"), &mut entry).map_err(|it| words(&it))?;
                has_series = true;
            }
            _ => {
                write_file(draft, &name, &mut entry)?;
                totals.n_files += 1;
            }
        }
    }
    if !has_series {
        return Err(format!("`{shown}` is not a whole backup: it ends too early"));
    }
    foundation::prepare(draft)?;
    Ok(totals)
}

fn manifest(shown: &str, entry: &mut dyn Read) -> Result<(), String> {
    let manifest: Manifest = serde_json::from_reader(entry)
        .map_err(|error| format!("`{shown}` is not a backup of gemel: {error}"))?;
    if manifest.format > FORMAT {
        return Err(format!(
            "`{shown}` was written by gemel {}; use that or a newer one",
            manifest.gemel_version
        ));
    }
    Ok(())
}

/// Writes one plain file below the folder; a name that leads out of it is refused.
fn write_file(draft: &Path, name: &Path, entry: &mut tar::Entry<'_, BufReader<File>>) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    if name.components().any(|it| !matches!(it, Component::Normal(_))) {
        return Err(format!("the backup holds the name `{}`, which leads out of it", name.display()));
    }
    let path = draft.join(name);
    let failed = |error: io::Error| format!("cannot write `{}`: {error}", path.display());
    fs::create_dir_all(path.parent().unwrap_or(draft)).map_err(failed)?;
    let mut file = File::create_new(&path).map_err(failed)?;
    io::copy(entry, &mut file).map_err(failed)?;
    let mode = entry.header().mode().unwrap_or(0o600) & 0o755;
    file.set_permissions(fs::Permissions::from_mode(mode)).map_err(failed)?;
    file.sync_all().map_err(failed)
}

fn words(error: &Error) -> String {
    error.chain()
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut text = path.as_os_str().to_owned();
    text.push(suffix);
    PathBuf::from(text)
}

fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
}

/// Runs a backup away from the threads that answer requests.
///
/// # Errors
/// In words.
pub async fn write_aside(
    foundation: Arc<Foundation>,
    data: PathBuf,
    file: PathBuf,
    now: String,
    progress: tokio::sync::mpsc::Sender<String>,
) -> Result<Totals, String> {
    let work = move || {
        // A slow reader of progress must not slow the backup.
        let mut tell = |what: &str, n_bytes: u64| drop(progress.try_send(format!("{what} {n_bytes}")));
        write(&foundation, &data, &file, &now, &mut tell)
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| "the backup stopped half way".to_owned())?
}
