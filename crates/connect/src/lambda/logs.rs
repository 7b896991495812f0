//! What functions print: one pipe a worker, cut into invocations, the last ones kept in memory and on disk.

use super::Settings;
use gemel_model::task::Spawner;
use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{PipeWriter, Write};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::sync::oneshot;

/// Bytes kept of what one invocation prints: the last ones.
const INVOCATION_BYTES_MAX: usize = 256 * 1024;
/// Invocations kept in memory, a function.
const KEPT_INVOCATIONS_MAX: usize = 50;
/// Bytes kept in memory, a function.
const KEPT_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of a function's log file, before it becomes `invocations.log.1` and a new one begins.
const FILE_BYTES_MAX: u64 = 1024 * 1024;
/// How long an answer waits for what was printed before it.
const MARK_WAIT: Duration = Duration::from_millis(250);
/// Bytes of a log's tail that an answer carries, as AWS says.
pub(super) const TAIL_BYTES_MAX: usize = 4096;

/// What one invocation logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvocationLog {
    /// The invocation's id.
    pub request_id: String,
    /// Everything it printed, between AWS's `START` and `REPORT` lines; the end of it, when it was too much.
    pub text: String,
}

/// What a worker printed since the last cut.
#[derive(Debug, Default)]
pub(super) struct Printed {
    bytes: Vec<u8>,
    n_dropped: usize,
}

impl Printed {
    fn push(&mut self, more: &[u8]) {
        self.bytes.extend_from_slice(more);
        let excess = self.bytes.len().saturating_sub(INVOCATION_BYTES_MAX);
        if excess > 0 {
            self.bytes.drain(..excess);
            self.n_dropped += excess;
        }
    }

    /// As text, with a line that says what is missing.
    pub(super) fn text(&self) -> String {
        let text = String::from_utf8_lossy(&self.bytes);
        let newline = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        match self.n_dropped {
            0 => format!("{text}{newline}"),
            n => format!("[{n} bytes before this were dropped]\n{text}{newline}"),
        }
    }
}

/// The pipe that a worker's output comes through.
///
/// The server holds a writing end too: when an invocation is over it writes a mark that only it knows. What comes before
/// the mark was printed before the answer was sent, without any guess about time.
pub(super) struct LogPipe {
    inner: Mutex<Inner>,
    writer: Arc<PipeWriter>,
    mark: Vec<u8>,
}

#[derive(Default)]
struct Inner {
    printed: Printed,
    waiting: Option<oneshot::Sender<Printed>>,
}

impl LogPipe {
    /// A pipe and the end that a child process gets; a background task reads it until every writer is gone.
    pub(super) fn open(spawner: &dyn Spawner) -> std::io::Result<(Arc<Self>, PipeWriter)> {
        let (reader, writer) = std::io::pipe()?;
        let theirs = writer.try_clone()?;
        let mut reader = tokio::net::unix::pipe::Receiver::from_owned_fd(OwnedFd::from(reader))?;
        let mark = format!("\0gemel {}\n", uuid::Uuid::new_v4()).into_bytes();
        let pipe = Arc::new(Self { inner: Mutex::default(), writer: Arc::new(writer), mark });
        let weak = Arc::downgrade(&pipe);
        spawner.spawn(
            "function log",
            Box::pin(async move {
                let mut chunk = vec![0; 16 * 1024];
                while let Ok(n) = reader.read(&mut chunk).await {
                    let Some(pipe) = weak.upgrade().filter(|_| n > 0) else { break };
                    pipe.take(&chunk[..n]);
                }
            }),
        );
        Ok((pipe, theirs))
    }

    /// Everything printed since the last cut.
    pub(super) async fn cut(&self) -> Printed {
        let (sender, receiver) = oneshot::channel();
        self.lock().waiting = Some(sender);
        let (writer, mark) = (Arc::clone(&self.writer), self.mark.clone());
        // The pipe may be full for a moment, so the write may block.
        let written = tokio::task::spawn_blocking(move || (&*writer).write_all(&mark));
        let cut = async {
            written.await.ok()?.ok()?;
            receiver.await.ok()
        };
        match tokio::time::timeout(MARK_WAIT, cut).await {
            Ok(Some(printed)) => printed,
            _ => std::mem::take(&mut self.lock().printed),
        }
    }

    fn take(&self, chunk: &[u8]) {
        let mut inner = self.lock();
        let seen = inner.printed.bytes.len().saturating_sub(self.mark.len());
        inner.printed.push_whole(chunk);
        let from = seen.min(inner.printed.bytes.len());
        let Some(at) = find(&inner.printed.bytes[from..], &self.mark).map(|at| at + from) else {
            inner.printed.push(&[]);
            return;
        };
        let rest = inner.printed.bytes.split_off(at + self.mark.len());
        inner.printed.bytes.truncate(at);
        inner.printed.push(&[]);
        let printed = std::mem::take(&mut inner.printed);
        match inner.waiting.take() {
            Some(waiting) => drop(waiting.send(printed)),
            None => inner.printed = printed, // the mark of a cut that did not wait any more
        }
        inner.printed.push(&rest);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Printed {
    /// Adds without cutting, so that a mark can still be found.
    fn push_whole(&mut self, more: &[u8]) {
        self.bytes.extend_from_slice(more);
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|it| it == needle)
}

/// The last invocations of one function.
pub(super) struct Ring {
    kept: Mutex<VecDeque<InvocationLog>>,
    file: PathBuf,
}

impl Ring {
    /// The logs of a function.
    pub(super) fn of(settings: &Settings, name: &str) -> Self {
        Self { kept: Mutex::default(), file: settings.folder.join(name).join("invocations.log") }
    }

    /// Keeps a log; the file gets those that say something.
    pub(super) fn keep(&self, log: InvocationLog, is_telling: bool, spawner: &dyn Spawner) {
        if is_telling {
            let (file, text) = (self.file.clone(), log.text.clone());
            let write = async move {
                let done = tokio::task::spawn_blocking(move || append(&file, &text)).await;
                if let Ok(Err(error)) = done {
                    tracing::warn!(%error, "a function's log cannot be written");
                }
            };
            spawner.spawn("function log file", Box::pin(write));
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back(log);
        let mut n_bytes: usize = kept.iter().map(|it| it.text.len()).sum();
        while kept.len() > KEPT_INVOCATIONS_MAX || (n_bytes > KEPT_BYTES_MAX && kept.len() > 1) {
            n_bytes -= kept.pop_front().map_or(0, |it| it.text.len());
        }
    }

    /// The last invocations, oldest first.
    pub(super) fn all(&self) -> Vec<InvocationLog> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

fn append(path: &Path, text: &str) -> std::io::Result<()> {
    if path.parent().is_some_and(|it| !it.is_dir()) {
        return Ok(()); // the function is gone
    }
    if path.metadata().is_ok_and(|it| it.len() > FILE_BYTES_MAX) {
        std::fs::rename(path, path.with_extension("log.1"))?;
    }
    let mut file: File = OpenOptions::new().append(true).create(true).open(path)?;
    file.write_all(text.as_bytes())
}

/// The last bytes of a log, from the beginning of a character.
pub(super) fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(TAIL_BYTES_MAX);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

#[cfg(test)]
mod tests {
    use super::super::tests::Tasks;
    use super::*;

    #[tokio::test]
    async fn a_cut_has_what_was_printed_before_it_and_nothing_else() {
        let (pipe, theirs) = LogPipe::open(&Tasks).unwrap();
        for text in ["one", "", "two\n\0gemel not a mark\n", &"x".repeat(60_000)] {
            (&theirs).write_all(text.as_bytes()).unwrap();
            assert_eq!(pipe.cut().await.bytes, text.as_bytes());
        }
    }

    #[tokio::test]
    async fn too_much_keeps_the_end() {
        let (pipe, theirs) = LogPipe::open(&Tasks).unwrap();
        let write = std::thread::spawn(move || {
            for _ in 0..600 {
                (&theirs).write_all(&[b'x'; 1000]).unwrap();
            }
            (&theirs).write_all(b"end").unwrap();
        });
        tokio::task::spawn_blocking(|| write.join().unwrap()).await.unwrap();
        let printed = pipe.cut().await;
        assert_eq!(printed.bytes.len(), INVOCATION_BYTES_MAX);
        assert_eq!(printed.n_dropped, 600_003 - INVOCATION_BYTES_MAX);
        assert!(
            printed.text().starts_with("[337859 bytes before this were dropped]"),
            "{}",
            printed.n_dropped
        );
        assert!(printed.text().ends_with("xend\n"));
    }

    #[test]
    fn a_tail_begins_at_a_character() {
        assert_eq!(tail("short"), "short");
        let text = format!("é{}", "x".repeat(TAIL_BYTES_MAX - 1));
        assert_eq!(tail(&text).len(), TAIL_BYTES_MAX - 1);
    }
}
