//! The bytes of objects: written once under random names, synced, held by their readers, removed when unnamed.

use std::collections::HashMap;
use std::io::{Read as _, Seek as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::{Bytes, BytesMut};
use futures::stream::{BoxStream, Stream, StreamExt as _};
use gemel_model::task::Spawner;
use gemel_model::{Error, Result};
use object_store::local::LocalFileSystem;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutPayload};

use super::Failure;
use super::record::{ContentId, Piece};

/// Bytes on their way to a caller.
pub type ByteStream = BoxStream<'static, Result<Bytes>>;

/// How much is read from a file, or gathered for one, at once.
const CHUNK: usize = 1 << 20;
/// How much is sent at once to a store elsewhere; S3 takes no smaller parts.
const REMOTE_CHUNK: usize = 8 << 20;

/// The bytes of objects.
pub(super) struct Content {
    store: Arc<dyn ObjectStore>,
    /// The folder, when that is where the bytes are: read directly, in large chunks, never through a link.
    folder: Option<PathBuf>,
    held: Mutex<HashMap<ContentId, Held>>,
    postponed: Mutex<Postponed>,
    spawner: Arc<dyn Spawner>,
}

/// Content that waits to be removed until no backup reads.
#[derive(Default)]
struct Postponed {
    n_pauses: usize,
    ids: Vec<ContentId>,
}

/// Keeps all content from being removed while it lives.
pub struct Pause(Arc<Content>);

impl Drop for Pause {
    fn drop(&mut self) {
        let mut postponed = self.0.postponed.lock().unwrap_or_else(PoisonError::into_inner);
        postponed.n_pauses = postponed.n_pauses.saturating_sub(1);
        if postponed.n_pauses == 0 {
            let ids = std::mem::take(&mut postponed.ids);
            drop(postponed);
            self.0.remove_soon(ids);
        }
    }
}

#[derive(Default)]
struct Held {
    n_holders: usize,
    is_doomed: bool,
}

/// Keeps content from being removed while it lives.
pub(super) struct Hold {
    content: Arc<Content>,
    ids: Vec<ContentId>,
    dooms: bool,
}

/// Bytes that were written and synced, and that no record names yet. Dropped, they are removed again.
pub struct Draft {
    pub(super) pieces: Vec<Piece>,
    pub(super) hold: Hold,
}

impl Draft {
    /// How many bytes.
    pub fn size(&self) -> u64 {
        self.pieces.iter().map(|it| it.size).sum()
    }
}

impl Content {
    pub(super) fn in_folder(folder: &Path, spawner: Arc<dyn Spawner>) -> Result<Arc<Self>> {
        let wrong = |it: std::io::Error| {
            Error::internal(format!("the objects' folder `{}` cannot be used", folder.display())).because(it)
        };
        std::fs::create_dir_all(folder.join("content")).map_err(wrong)?;
        let store =
            LocalFileSystem::new_with_prefix(folder).map_err(|it| trouble("open", it))?.with_fsync(true);
        let folder = Some(folder.canonicalize().map_err(wrong)?);
        Ok(Arc::new(Self {
            store: Arc::new(store),
            folder,
            held: Mutex::default(),
            postponed: Mutex::default(),
            spawner,
        }))
    }

    pub(super) fn over(store: Arc<dyn ObjectStore>, spawner: Arc<dyn Spawner>) -> Arc<Self> {
        Arc::new(Self { store, folder: None, held: Mutex::default(), postponed: Mutex::default(), spawner })
    }

    fn held(&self) -> MutexGuard<'_, HashMap<ContentId, Held>> {
        // The map is whole at every unlock, so a panic elsewhere did not tear it.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds content until the answer is dropped.
    pub(super) fn hold(self: &Arc<Self>, ids: Vec<ContentId>) -> Hold {
        let mut held = self.held();
        for id in &ids {
            held.entry(*id).or_default().n_holders += 1;
        }
        drop(held);
        Hold { content: Arc::clone(self), ids, dooms: false }
    }

    /// Starts background work.
    pub(super) fn spawn(&self, name: &'static str, work: gemel_model::task::Work) {
        self.spawner.spawn(name, work);
    }

    /// Whether content is held; all of it is while a backup reads.
    pub(super) fn is_held(&self, id: ContentId) -> bool {
        let is_paused = self.postponed.lock().unwrap_or_else(PoisonError::into_inner).n_pauses > 0;
        is_paused || self.held().contains_key(&id)
    }

    /// Removes content that no record names any more, as soon as nobody holds it.
    pub(super) fn doom(self: &Arc<Self>, ids: Vec<ContentId>) {
        self.hold(ids).dooms = true;
    }

    /// Removes content now.
    pub(super) async fn remove(&self, id: ContentId) -> Result<()> {
        match self.store.delete(&place(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(trouble("remove", error)),
        }
    }

    /// Writes a body under a new name and syncs it; never more than two chunks are in memory.
    pub(super) async fn write<S>(self: &Arc<Self>, mut body: S) -> Result<Draft, Failure>
    where
        S: Stream<Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin,
    {
        let id = ContentId::new();
        let mut hold = self.hold(vec![id]);
        hold.dooms = true;
        self.refuse_links(id)?;
        let chunk_size = if self.folder.is_some() { CHUNK } else { REMOTE_CHUNK };
        let (first, ended) = gather(&mut body, chunk_size).await?;
        let mut size = first.len() as u64;
        if ended {
            if size == 0 {
                hold.keep();
                return Ok(Draft { pieces: Vec::new(), hold });
            }
            let payload = PutPayload::from(first);
            self.store.put(&place(id), payload).await.map_err(|it| trouble("write", it))?;
        } else {
            let mut upload = self.store.put_multipart(&place(id)).await.map_err(|it| trouble("write", it))?;
            match pour(upload.as_mut(), first, &mut body, chunk_size).await {
                Ok(total) => size = total,
                Err(failure) => {
                    // What is left behind is found by the sweep.
                    let _ = upload.abort().await;
                    return Err(failure);
                }
            }
        }
        Ok(Draft { pieces: vec![Piece { content: id, size }], hold })
    }

    /// Copies pieces under new names; in a folder no byte is copied, the file gets a second name.
    pub(super) async fn copy(self: &Arc<Self>, pieces: &[Piece]) -> Result<Draft, Failure> {
        let mut draft = Draft { pieces: Vec::with_capacity(pieces.len()), hold: self.hold(Vec::new()) };
        draft.hold.dooms = true;
        for piece in pieces {
            let id = ContentId::new();
            self.refuse_links(id)?;
            let mut one = self.hold(vec![id]);
            draft.hold.ids.append(&mut one.ids);
            self.make_shard(id)?;
            self.refuse_damage(piece)?;
            self.store.copy(&place(piece.content), &place(id)).await.map_err(|it| trouble("copy", it))?;
            draft.pieces.push(Piece { content: id, size: piece.size });
        }
        Ok(draft)
    }

    /// Reads ranges of content one after another. The first chunk is read before this returns; `None` when
    /// the first content is gone, which means that the record was read before a later write.
    pub(super) async fn read(
        self: &Arc<Self>,
        mut slices: Vec<(ContentId, Range<u64>)>,
        hold: Hold,
    ) -> Result<Option<ByteStream>> {
        slices.retain(|(_, range)| !range.is_empty());
        slices.reverse();
        let mut reader = Reader { content: Arc::clone(self), slices, now: None, _hold: hold };
        match reader.next().await {
            Ok(None) => Ok(Some(futures::stream::empty().boxed())),
            Ok(Some(first)) => {
                let rest = futures::stream::try_unfold(reader, |mut reader| async move {
                    Ok(reader.next().await?.map(|chunk| (chunk, reader)))
                });
                Ok(Some(futures::stream::once(async { Ok(first) }).chain(rest).boxed()))
            }
            Err(Gone::Missing) => Ok(None),
            Err(Gone::Broken(error)) => Err(error),
        }
    }

    /// Everything written in one of the 256 shards, with its time in epoch seconds.
    pub(super) async fn shard(&self, shard: u8) -> Result<Vec<(ContentId, i64)>> {
        if let Some(folder) = &self.folder {
            let path = folder.join("content").join(format!("{shard:02x}"));
            let fits = path.symlink_metadata().is_ok_and(|it| it.is_dir());
            if !fits {
                return Ok(Vec::new());
            }
        }
        let prefix = object_store::path::Path::from(format!("content/{shard:02x}"));
        let mut found = Vec::new();
        let mut listing = self.store.list(Some(&prefix));
        while let Some(meta) = listing.next().await {
            let meta = meta.map_err(|it| trouble("list", it))?;
            if let Some(id) = id_at(&meta.location) {
                found.push((id, meta.last_modified.timestamp()));
            }
        }
        Ok(found)
    }

    /// Removes what writes left half done in a shard's folder before `before_seconds`.
    pub(super) fn remove_half_done(&self, shard: u8, before_seconds: i64) -> usize {
        let Some(folder) = &self.folder else { return 0 };
        let path = folder.join("content").join(format!("{shard:02x}"));
        let Ok(entries) = std::fs::read_dir(path) else { return 0 };
        let is_old = |it: &std::fs::DirEntry| {
            let modified = it.metadata().and_then(|it| it.modified()).ok();
            let age = modified.and_then(|it| it.duration_since(std::time::UNIX_EPOCH).ok());
            age.and_then(|it| i64::try_from(it.as_secs()).ok()).is_some_and(|it| it < before_seconds)
        };
        entries
            .flatten()
            .filter(|it| it.file_name().to_string_lossy().contains('#') && is_old(it))
            .filter(|it| std::fs::remove_file(it.path()).is_ok())
            .count()
    }

    /// Refuses to write where somebody planted a link in place of a shard's folder.
    fn refuse_links(&self, id: ContentId) -> Result<()> {
        let Some(path) = self.file(id) else { return Ok(()) };
        refuse_link(path.parent().unwrap_or(&path))
    }

    /// Refuses what somebody planted in place of a file of ours: a link, a pipe, a folder.
    pub(super) fn refuse_stranger(&self, id: ContentId) -> Result<()> {
        self.file(id).map_or(Ok(()), |it| refuse_stranger(&it))
    }

    /// Refuses to give damaged bytes a second name: no byte of a copy is read, so nothing else would tell.
    fn refuse_damage(&self, piece: &Piece) -> Result<()> {
        let Some(path) = self.file(piece.content) else { return Ok(()) };
        self.refuse_stranger(piece.content)?;
        match path.symlink_metadata() {
            Ok(it) if it.len() != piece.size => Err(Error::internal(format!(
                "an object's bytes are {} instead of the {} that its record says",
                it.len(),
                piece.size
            ))),
            // What is missing is told by the copy itself.
            _ => Ok(()),
        }
    }

    fn make_shard(&self, id: ContentId) -> Result<()> {
        let Some(path) = self.file(id) else { return Ok(()) };
        let wrong = |it| Error::internal("a folder for an object's bytes could not be made").because(it);
        let Some(shard) = path.parent() else { return Ok(()) };
        if shard.is_dir() {
            return Ok(());
        }
        std::fs::create_dir_all(shard).map_err(wrong)?;
        let above = shard.parent().unwrap_or(shard);
        std::fs::File::open(above).and_then(|it| it.sync_all()).map_err(wrong)
    }

    /// Until the answer is dropped, no content is removed: what a snapshot of the records names stays readable.
    pub(super) fn pause(self: &Arc<Self>) -> Pause {
        self.postponed.lock().unwrap_or_else(PoisonError::into_inner).n_pauses += 1;
        Pause(Arc::clone(self))
    }

    /// Removes content in the background, or when the last pause ends.
    fn remove_soon(self: &Arc<Self>, gone: Vec<ContentId>) {
        if gone.is_empty() {
            return;
        }
        let mut postponed = self.postponed.lock().unwrap_or_else(PoisonError::into_inner);
        if postponed.n_pauses > 0 {
            postponed.ids.extend(gone);
            return;
        }
        drop(postponed);
        let content = Arc::clone(self);
        let work = async move {
            for id in gone {
                if let Err(error) = content.remove(id).await {
                    tracing::warn!(error = %error.chain(), content = %id, "an object's old bytes stay until the sweep");
                }
            }
        };
        self.spawner.spawn("remove object content", Box::pin(work));
    }

    /// How many bytes content has; `None` when it is not there.
    pub(super) async fn size(&self, id: ContentId) -> Result<Option<u64>> {
        match self.store.head(&place(id)).await {
            Ok(it) => Ok(Some(it.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(trouble("look at", error)),
        }
    }

    fn file(&self, id: ContentId) -> Option<PathBuf> {
        let name = id.to_string();
        self.folder.as_ref().map(|it| it.join("content").join(&name[..2]).join(name))
    }
}

impl Hold {
    /// The content is named by a record now: dropping this removes nothing.
    pub(super) fn keep(&mut self) {
        self.dooms = false;
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut gone = Vec::new();
        let mut held = self.content.held();
        for id in &self.ids {
            let Some(entry) = held.get_mut(id) else { continue };
            entry.n_holders = entry.n_holders.saturating_sub(1);
            entry.is_doomed |= self.dooms;
            if entry.n_holders == 0 {
                if entry.is_doomed {
                    gone.push(*id);
                }
                held.remove(id);
            }
        }
        drop(held);
        if gone.is_empty() {
            return;
        }
        self.content.remove_soon(gone);
    }
}

/// Why content could not be read.
enum Gone {
    Missing,
    Broken(Error),
}

impl From<Gone> for Error {
    fn from(gone: Gone) -> Self {
        match gone {
            Gone::Missing => Error::internal("an object's bytes are missing"),
            Gone::Broken(error) => error,
        }
    }
}

struct Reader {
    content: Arc<Content>,
    /// What is still to be read, last first.
    slices: Vec<(ContentId, Range<u64>)>,
    now: Option<Source>,
    _hold: Hold,
}

/// Content being read.
enum Source {
    File { file: std::fs::File, n_left: u64 },
    Stream(BoxStream<'static, object_store::Result<Bytes>>),
}

impl Reader {
    async fn next(&mut self) -> Result<Option<Bytes>, Gone> {
        loop {
            let chunk = match self.now.take() {
                Some(Source::File { n_left: 0, .. }) => continue,
                Some(Source::File { file, n_left }) => self.chunk(move || Ok(file), n_left).await?,
                Some(Source::Stream(mut stream)) => match stream.next().await {
                    None => continue,
                    Some(Err(error)) => return Err(Gone::Broken(trouble("read", error))),
                    Some(Ok(chunk)) => {
                        self.now = Some(Source::Stream(stream));
                        chunk
                    }
                },
                None => {
                    let Some((id, range)) = self.slices.pop() else { return Ok(None) };
                    match self.content.file(id) {
                        Some(path) => {
                            let (start, n_left) = (range.start, range.end - range.start);
                            self.chunk(move || open(&path, start), n_left).await?
                        }
                        None => {
                            self.now = Some(Source::Stream(self.content.fetch(id, range).await?));
                            continue;
                        }
                    }
                }
            };
            return Ok(Some(chunk));
        }
    }

    /// Opens or takes a file and reads its next chunk, in one hop to the threads that may block.
    async fn chunk(
        &mut self,
        file: impl FnOnce() -> Result<std::fs::File, Gone> + Send + 'static,
        n_left: u64,
    ) -> Result<Bytes, Gone> {
        let work = move || {
            let mut file = file()?;
            let wanted = n_left.min(CHUNK as u64);
            let mut chunk = Vec::with_capacity(usize::try_from(wanted).unwrap_or(CHUNK));
            (&mut file).take(wanted).read_to_end(&mut chunk).map_err(read_error)?;
            if chunk.len() as u64 != wanted {
                return Err(Gone::Broken(Error::internal(
                    "an object's bytes are shorter than its record says",
                )));
            }
            Ok((chunk, Source::File { file, n_left: n_left - wanted }))
        };
        let joined = tokio::task::spawn_blocking(work).await;
        let (chunk, source) =
            joined.map_err(|it| Gone::Broken(Error::internal("a read was cut off").because(it)))??;
        self.now = Some(source);
        Ok(chunk.into())
    }
}

impl Content {
    async fn fetch(
        &self,
        id: ContentId,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, object_store::Result<Bytes>>, Gone> {
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        match self.store.get_opts(&place(id), options).await {
            Ok(found) => Ok(found.into_stream()),
            Err(object_store::Error::NotFound { .. }) => Err(Gone::Missing),
            Err(error) => Err(Gone::Broken(trouble("read", error))),
        }
    }
}

fn open(path: &Path, start: u64) -> Result<std::fs::File, Gone> {
    refuse_stranger(path).map_err(Gone::Broken)?;
    let mut file = std::fs::File::open(path).map_err(read_error)?;
    if start > 0 {
        file.seek(std::io::SeekFrom::Start(start)).map_err(read_error)?;
    }
    Ok(file)
}

/// Whoever can plant a link in the data folder must not make us read or write elsewhere.
fn refuse_link(path: &Path) -> Result<()> {
    match path.symlink_metadata() {
        Ok(it) if it.is_symlink() => {
            Err(Error::internal(format!("`{}` is a symbolic link, which is not followed", path.display())))
        }
        _ => Ok(()),
    }
}

/// A pipe or a device would hold the thread that opens it for ever.
fn refuse_stranger(path: &Path) -> Result<()> {
    refuse_link(path.parent().unwrap_or(path))?;
    refuse_link(path)?;
    match path.symlink_metadata() {
        Ok(it) if !it.is_file() => {
            Err(Error::internal(format!("`{}` is not a plain file, and is not read", path.display())))
        }
        _ => Ok(()),
    }
}

fn read_error(error: std::io::Error) -> Gone {
    match error.kind() {
        std::io::ErrorKind::NotFound => Gone::Missing,
        _ => Gone::Broken(Error::internal("an object's bytes could not be read").because(error)),
    }
}

fn place(id: ContentId) -> object_store::path::Path {
    let name = id.to_string();
    object_store::path::Path::from(format!("content/{}/{name}", &name[..2]))
}

/// The content at a place, if the place is one of ours.
fn id_at(location: &object_store::path::Path) -> Option<ContentId> {
    let name = location.filename()?;
    let id = ContentId::parse(name)?;
    (*location == place(id)).then_some(id)
}

fn trouble(what: &str, error: object_store::Error) -> Error {
    Error::internal(format!("could not {what} an object's bytes")).because(error)
}

/// Gathers up to `size` bytes of a body; the flag says that the body ended.
async fn gather<S>(body: &mut S, size: usize) -> Result<(Bytes, bool), Failure>
where
    S: Stream<Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin,
{
    let mut gathered = BytesMut::new();
    while gathered.len() < size {
        match body.next().await {
            None => return Ok((gathered.freeze(), true)),
            Some(Err(error)) => return Err(Failure::Body(error)),
            // A body of one frame, which is most of them, is not copied.
            Some(Ok(chunk)) if gathered.is_empty() && chunk.len() >= size => return Ok((chunk, false)),
            Some(Ok(chunk)) => gathered.extend_from_slice(&chunk),
        }
    }
    Ok((gathered.freeze(), false))
}

/// Writes a long body, reading the next chunk while the last one is written.
async fn pour<S>(
    upload: &mut dyn object_store::MultipartUpload,
    first: Bytes,
    body: &mut S,
    chunk_size: usize,
) -> Result<u64, Failure>
where
    S: Stream<Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin,
{
    let mut size = 0;
    let mut chunk = first;
    let mut ended = false;
    while !chunk.is_empty() {
        size += chunk.len() as u64;
        let writing = upload.put_part(PutPayload::from(std::mem::take(&mut chunk)));
        if ended {
            writing.await.map_err(|it| trouble("write", it))?;
            break;
        }
        let (written, next) = futures::join!(writing, gather(body, chunk_size));
        written.map_err(|it| trouble("write", it))?;
        (chunk, ended) = next?;
    }
    upload.complete().await.map_err(|it| trouble("write", it))?;
    Ok(size)
}
