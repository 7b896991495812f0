//! The administrator's socket, `DATA/admin.sock`: the command line's way to a running server on the same machine.
//!
//! One line asks (`backup FILE`, `check`), lines answer: `at …` while it works, `found …` for findings, and one last
//! line `done …` or `failed …`. Whoever may open the file may ask; its mode is 0600.

use crate::backup;
use crate::check::{self, Report};
use crate::foundation::Foundation;
use gemel_model::task::Spawner;
use gemel_model::time::Clock;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream as BlockingStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

/// Lines on their way to the command line.
const LINES_MAX: usize = 64;

/// What the socket's side of the server needs.
pub struct Desk {
    /// The engines.
    pub foundation: Arc<Foundation>,
    /// The data folder.
    pub data: PathBuf,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Who runs what is asked for.
    pub spawner: Arc<dyn Spawner>,
}

/// Takes questions until the answer is dropped or the runtime ends.
///
/// # Errors
/// In words, when the socket cannot be made.
pub fn listen(desk: Desk) -> Result<Open, String> {
    let path = socket(&desk.data);
    let _ = std::fs::remove_file(&path);
    let failed = |error: std::io::Error| format!("cannot listen on `{}`: {error}", path.display());
    let listener = UnixListener::bind(&path).map_err(failed)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(failed)?;
    let (stop, mut stopped) = tokio::sync::watch::channel(());
    let desk = Arc::new(desk);
    let spawner = Arc::clone(&desk.spawner);
    let work = async move {
        loop {
            let stream = tokio::select! {
                accepted = listener.accept() => accepted,
                // Ends when the sender is dropped.
                _ = stopped.changed() => break,
            };
            if let Ok((stream, _)) = stream {
                let asked = Arc::clone(&desk);
                desk.spawner.spawn("administration", Box::pin(async move { answer(&asked, stream).await }));
            }
        }
    };
    spawner.spawn("administrator's socket", Box::pin(work));
    Ok(Open { path, _stop: stop })
}

/// The open socket; dropped, it takes no more questions.
pub struct Open {
    path: PathBuf,
    _stop: tokio::sync::watch::Sender<()>,
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

async fn answer(desk: &Desk, stream: UnixStream) {
    let (reader, mut writer) = stream.into_split();
    let mut line = String::new();
    if tokio::io::BufReader::new(reader).read_line(&mut line).await.is_err() {
        return;
    }
    let (lines, mut waiting) = tokio::sync::mpsc::channel::<String>(LINES_MAX);
    let work = carry_out(desk, line.trim_end(), lines);
    let tell = async {
        while let Some(it) = waiting.recv().await {
            if writer.write_all(format!("{}\n", it.replace('\n', " ")).as_bytes()).await.is_err() {
                break;
            }
        }
        let _ = writer.shutdown().await;
    };
    tokio::join!(work, tell);
}

async fn carry_out(desk: &Desk, line: &str, lines: tokio::sync::mpsc::Sender<String>) {
    let last = match line.split_once(' ').unwrap_or((line, "")) {
        ("backup", file) if !file.is_empty() => {
            let (progress, mut steps) = tokio::sync::mpsc::channel::<String>(LINES_MAX);
            let now = desk.clock.now().to_string();
            let foundation = Arc::clone(&desk.foundation);
            let work = backup::write_aside(foundation, desk.data.clone(), PathBuf::from(file), now, progress);
            let tell = async {
                while let Some(it) = steps.recv().await {
                    let _ = lines.send(format!("at {it}")).await;
                }
            };
            let (done, ()) = tokio::join!(work, tell);
            done.map(|it| format!("done {} {} {} {}", it.n_records, it.n_files, it.size_bytes, it.n_damaged))
        }
        ("check", _) => {
            let report = check::running(Arc::clone(&desk.foundation)).await;
            match report {
                Ok(report) => {
                    for it in &report.findings {
                        let _ = lines.send(format!("found {it}")).await;
                    }
                    Ok(format!("done {} {}", report.n_findings, report.summary))
                }
                Err(words) => Err(words),
            }
        }
        _ => Err(format!("`{line}` is nothing that can be asked here")),
    };
    let _ = lines.send(last.unwrap_or_else(|words| format!("failed {words}"))).await;
}

/// Where the socket of a data folder is.
pub fn socket(data: &Path) -> PathBuf {
    data.join("admin.sock")
}

/// Asks the running server of a data folder; `None` when none runs. `tell` hears every line but the last.
///
/// # Errors
/// The server's own words when it failed, or that it stopped half way.
pub fn ask(data: &Path, line: &str, tell: &mut dyn FnMut(&str)) -> Option<Result<String, String>> {
    let mut stream = BlockingStream::connect(socket(data)).ok()?;
    Some(talk(&mut stream, line, tell))
}

fn talk(stream: &mut BlockingStream, line: &str, tell: &mut dyn FnMut(&str)) -> Result<String, String> {
    let broken = |error: std::io::Error| format!("the running server does not answer: {error}");
    stream.write_all(format!("{line}\n").as_bytes()).map_err(broken)?;
    for line in BufReader::new(stream).lines() {
        let line = line.map_err(broken)?;
        if let Some(words) = line.strip_prefix("failed ") {
            return Err(words.to_owned());
        }
        if let Some(words) = line.strip_prefix("done") {
            return Ok(words.trim_start().to_owned());
        }
        tell(&line);
    }
    Err("the server stopped before it was done".to_owned())
}

/// A check's answer as the socket tells it.
///
/// # Errors
/// As [`ask`].
pub fn ask_check(data: &Path) -> Option<Result<Report, String>> {
    let mut findings = Vec::new();
    let mut hear = |line: &str| {
        if let Some(it) = line.strip_prefix("found ") {
            findings.push(it.to_owned());
        }
    };
    let answer = ask(data, "check", &mut hear)?;
    Some(answer.map(|it| {
        let (n_findings, summary) = it.split_once(' ').unwrap_or((&it, ""));
        let n_findings = n_findings.parse().unwrap_or(findings.len() as u64);
        Report { findings, n_findings, summary: summary.to_owned() }
    }))
}
