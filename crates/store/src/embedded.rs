//! The embedded engine: one `redb` file in a folder, one thread that writes, readers on snapshots.
//!
//! Everything lies in one table, by space and key, so a transaction touches one tree and a snapshot is one walk.
//! Commits that wait together are made durable together; see [`writer`].

#[cfg(test)]
mod crash;
mod stream;
mod table;
#[cfg(test)]
mod tests;
mod writer;

pub use stream::Saved;

use crate::verify::{self, Report};
use crate::view::answer;
use crate::{Commit, Key, Read, Stored, Transaction, TwinStore};
use async_trait::async_trait;
use gemel_model::{Error, Kind, Result};
use redb::{Builder, Database, DatabaseError, ReadOnlyTable, ReadableDatabase};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use table::{Looking, TWINS};
use writer::Writer;

/// The file in the data folder.
const FILE: &str = "twins.redb";
/// The file while it is made: a file that is half made when the power goes could not be opened again.
const FILE_NEW: &str = "twins.redb.new";
/// The file while a backup is read into it.
const FILE_RESTORING: &str = "twins.redb.restoring";

/// How the engine runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Memory for pages of the file.
    pub cache_bytes: usize,
    /// Commits that may wait; more are refused as `Throttled`.
    pub waiting_commits_max: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { cache_bytes: 128 << 20, waiting_commits_max: 4096 }
    }
}

/// Twins in a folder.
#[derive(Debug)]
pub struct Embedded {
    writer: Writer,
    database: Arc<Database>,
}

impl Embedded {
    /// Opens the twins in a folder; makes folder and file when they are not there.
    pub fn open(folder: &Path, options: Options) -> Result<Self> {
        let shown = folder.display();
        fs::create_dir_all(folder).map_err(|it| {
            Error::internal(format!(
                "the data folder `{shown}` could not be made; check its path and permissions"
            ))
            .because(it)
        })?;
        let path = folder.join(FILE);
        if !path.exists() {
            create(folder, options)?;
        }
        let mut builder = builder(options);
        builder.set_repair_callback(|session| {
            tracing::warn!(
                progress = session.progress(),
                "the twins were not closed cleanly; looking them through"
            );
        });
        let database = builder.create(&path).map_err(|it| not_opened(folder, it))?;
        Self::over(database, options)
    }

    /// Over any disk that `redb` can use: tests bring one that forgets.
    #[cfg(test)]
    fn on(disk: impl redb::StorageBackend, options: Options) -> Result<Self> {
        let database = builder(options)
            .create_with_backend(disk)
            .map_err(|it| not_opened(Path::new("a test's disk"), it))?;
        Self::over(database, options)
    }

    fn over(database: Database, options: Options) -> Result<Self> {
        let last_version = table::prepare(&database)?;
        let database = Arc::new(database);
        let writer = Writer::start(database.clone(), last_version, options.waiting_commits_max)?;
        Ok(Self { writer, database })
    }

    /// Why nothing can be written until the store is opened again, if that is so: the disk failed or was full.
    pub fn failure(&self) -> Option<Error> {
        self.writer.failure()
    }

    /// Checks, on one snapshot, that every record can be read, every index entry has its record, every record has its
    /// index entries, and the counters are right.
    ///
    /// It blocks for as long as reading everything takes.
    pub fn verify(&self) -> Result<Report> {
        verify::verify(&Looking(&self.snapshot()?))
    }

    /// Writes all records, as of one moment, to `to`; commits go on meanwhile.
    ///
    /// It blocks for as long as `to` takes them.
    pub fn save(&self, to: &mut dyn io::Write) -> Result<Saved> {
        stream::save(&Looking(&self.snapshot()?), to)
    }

    /// Reads what [`save`](Self::save) wrote into a folder that has no twins yet. When it fails, the folder still has
    /// none.
    pub fn restore(folder: &Path, options: Options, from: &mut dyn io::Read) -> Result<Saved> {
        let (path, restoring) = (folder.join(FILE), folder.join(FILE_RESTORING));
        let failed = |it| not_written(folder, it);
        fs::create_dir_all(folder).map_err(failed)?;
        if path.exists() {
            return Err(Error::new(
                Kind::Conflict,
                format!(
                    "the data folder `{}` holds twins already; restore into an empty one",
                    folder.display()
                ),
            ));
        }
        remove_leftover(&restoring).map_err(failed)?;
        let database = builder(options).create(&restoring).map_err(|it| not_opened(folder, it))?;
        let saved = stream::restore(&database, from);
        drop(database);
        match saved {
            Ok(_) => name(folder, &restoring, &path).map_err(failed)?,
            Err(_) => remove_leftover(&restoring).map_err(failed)?,
        }
        saved
    }

    fn snapshot(&self) -> Result<ReadOnlyTable<&'static [u8], &'static [u8]>> {
        let reading = self.database.begin_read().map_err(table::unreadable)?;
        reading.open_table(TWINS).map_err(table::unreadable)
    }
}

#[async_trait]
impl TwinStore for Embedded {
    async fn read(&self, questions: &[Read]) -> Result<Vec<Vec<(Key, Stored)>>> {
        let snapshot = self.snapshot()?;
        questions.iter().map(|it| answer(&Looking(&snapshot), it)).collect()
    }

    async fn commit(&self, transaction: Transaction) -> Result<Commit> {
        self.writer.commit(transaction).await
    }
}

fn builder(options: Options) -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(options.cache_bytes);
    builder
}

fn not_opened(folder: &Path, cause: DatabaseError) -> Error {
    let shown = folder.display();
    match cause {
        DatabaseError::DatabaseAlreadyOpen => Error::new(
            Kind::Conflict,
            format!(
                "another gemel process uses this data folder: `{shown}`; stop it, or choose another folder"
            ),
        ),
        other => Error::internal(format!(
            "the twins in `{shown}` could not be opened; check permissions and space, or restore a backup"
        ))
        .because(other),
    }
}

fn not_written(folder: &Path, cause: io::Error) -> Error {
    let shown = folder.display();
    Error::internal(format!(
        "the data folder `{shown}` could not be written; check its permissions and space"
    ))
    .because(cause)
}

/// Makes the file, whole or not at all.
fn create(folder: &Path, options: Options) -> Result<()> {
    let new = folder.join(FILE_NEW);
    remove_leftover(&new).map_err(|it| not_written(folder, it))?;
    let database = builder(options).create(&new).map_err(|it| not_opened(folder, it))?;
    table::prepare(&database)?;
    drop(database);
    name(folder, &new, &folder.join(FILE)).map_err(|it| not_written(folder, it))
}

fn remove_leftover(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Gives a finished file its name, durably.
fn name(folder: &Path, from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    fs::File::open(folder)?.sync_all()
}
