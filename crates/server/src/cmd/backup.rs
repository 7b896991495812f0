//! `gemel backup FILE`: everything in one file, from a running or a stopped server.

use crate::backup::{self, Totals};
use crate::clock::SystemClock;
use crate::foundation::Foundation;
use crate::tasks::Tasks;
use crate::{admin, config};
use clap::{Arg, ArgMatches, Command};
use gemel_model::task::Spawner;
use gemel_model::time::Clock;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

pub(super) fn command() -> Command {
    Command::new("backup")
        .about("Write a backup of everything, also while the server runs")
        .arg(Arg::new("file").required(true).value_name("FILE").help("The backup; must not exist yet"))
}

pub(super) fn run(matches: &ArgMatches) -> Result<ExitCode, String> {
    let config = config::read(matches)?;
    let file = absolute(matches.get_one::<String>("file").map_or("", String::as_str))?;
    let asked = format!("backup {}", file.display());
    let mut tell = |line: &str| super::progress(line.trim_start_matches("at "));
    let totals = match admin::ask(&config.data, &asked, &mut tell) {
        Some(answer) => parse(&answer?),
        None => {
            if !config.data.join("format").exists() {
                return Err(format!(
                    "`{}` is no data folder of gemel; name it with --data",
                    config.data.display()
                ));
            }
            let runtime = super::runtime()?;
            let clock: Arc<dyn Clock> = Arc::new(SystemClock);
            let spawner: Arc<dyn Spawner> = Arc::new(Tasks::new(runtime.handle().clone()));
            let target = file.clone();
            let work = move || {
                let foundation = Foundation::open(&config, &clock, &spawner)?;
                let mut tell = |what: &str, n_bytes: u64| super::progress(&format!("{what} {n_bytes}"));
                backup::write(&foundation, &config.data, &target, &clock.now().to_string(), &mut tell)
            };
            runtime
                .block_on(runtime.spawn_blocking(work))
                .map_err(|_| "the backup stopped half way".to_owned())??
        }
    };
    println!(
        "{}: {} records, {} files, {} bytes",
        file.display(),
        totals.n_records,
        totals.n_files,
        totals.size_bytes
    );
    if totals.n_damaged > 0 {
        eprintln!(
            "gemel: {} objects were damaged before this backup and are so in it; `gemel check` names them",
            totals.n_damaged
        );
        return Ok(ExitCode::from(super::FOUND));
    }
    Ok(ExitCode::SUCCESS)
}

/// The server has another working folder.
fn absolute(file: &str) -> Result<PathBuf, String> {
    std::path::absolute(Path::new(file)).map_err(|error| format!("`{file}` is no file name: {error}"))
}

fn parse(words: &str) -> Totals {
    let mut numbers = words.split(' ').map(|it| it.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    Totals { n_records: next(), n_files: next(), size_bytes: next(), n_damaged: next() }
}
