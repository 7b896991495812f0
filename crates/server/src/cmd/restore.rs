//! `gemel restore FILE`: a new data folder from a backup.

use crate::{admin, backup, config};
use clap::{Arg, ArgMatches, Command};
use std::path::Path;
use std::process::ExitCode;

pub(super) fn command() -> Command {
    Command::new("restore")
        .about("Make a data folder from a backup; the folder must be empty or not there")
        .arg(Arg::new("file").required(true).value_name("FILE").help("The backup"))
}

pub(super) fn run(matches: &ArgMatches) -> Result<ExitCode, String> {
    let config = config::read(matches)?;
    let file = matches.get_one::<String>("file").map_or("", String::as_str);
    if admin::socket(&config.data).exists() {
        return Err(format!(
            "the data folder `{}` belongs to a server; restore into a new one with --data",
            config.data.display()
        ));
    }
    let mut tell = |what: &str, n_bytes: u64| super::progress(&format!("{what} {n_bytes}"));
    let totals = backup::restore(Path::new(file), &config.data, &mut tell)?;
    println!(
        "{}: {} records, {} files; check it with `gemel check --data {}`",
        config.data.display(),
        totals.n_records,
        totals.n_files,
        config.data.display()
    );
    Ok(ExitCode::SUCCESS)
}
