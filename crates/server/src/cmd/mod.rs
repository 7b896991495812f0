//! The command line: one file a verb.

mod backup;
mod check;
mod console_link;
mod credentials;
mod demo;
mod hosts;
mod restore;
mod serve;

use crate::config;
use clap::{Arg, ArgMatches, Command, value_parser};
pub(crate) use credentials::url;
use std::ffi::OsString;
use std::process::ExitCode;

const ABOUT: &str = "A digital-twin platform you own: the AWS IoT TwinMaker API, self-hosted in one binary";

const AFTER: &str = "\
Exit codes: 0 done, 1 failed, 2 the command line is wrong, 3 `check` or `backup` found damage.

Try it:     gemel demo
Start:      gemel serve
Then:       eval \"$(gemel credentials)\"; aws iottwinmaker list-workspaces";

/// The exit code of `check` and `backup` that says that something was found.
const FOUND: u8 = 3;

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut command = command();
    let matches = match command.try_get_matches_from_mut(arguments) {
        Ok(it) => it,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let done = match matches.subcommand() {
        Some(("serve", matches)) => serve::run(matches),
        Some(("credentials", matches)) => credentials::run(matches),
        Some(("console-link", matches)) => console_link::run(matches),
        Some(("demo", matches)) => demo::run(matches),
        Some(("hosts", matches)) => hosts::run(matches),
        Some(("check", matches)) => check::run(matches),
        Some(("backup", matches)) => backup::run(matches),
        Some(("restore", matches)) => restore::run(matches),
        Some(("completions", matches)) => completions(matches),
        Some(("version", _)) => version(),
        _ => Err("no command given; `gemel --help` lists them".to_owned()),
    };
    match done {
        Ok(code) => code,
        Err(message) => {
            eprintln!("gemel: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The whole command line.
pub fn command() -> Command {
    let version = env!("CARGO_PKG_VERSION");
    Command::new("gemel")
        .version(version)
        .about(ABOUT)
        .after_help(AFTER)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(config::with_settings(
            Command::new("serve")
                .about("Run the server")
                .after_help("Every option can also be given in gemel.toml; docs/ref/config.md shows how"),
        ))
        .subcommand(config::with_settings(credentials::command()))
        .subcommand(config::with_settings(console_link::command()))
        .subcommand(config::with_settings(demo::command()))
        .subcommand(config::with_settings(hosts::command()))
        .subcommand(config::with_settings(check::command()))
        .subcommand(config::with_settings(backup::command()))
        .subcommand(config::with_settings(restore::command()))
        .subcommand(
            Command::new("completions")
                .about("Print completions for a shell: gemel completions bash > /etc/bash_completion.d/gemel")
                .arg(Arg::new("shell").required(true).value_parser(value_parser!(clap_complete::Shell))),
        )
        .subcommand(Command::new("version").about("Print the version"))
}

fn completions(matches: &ArgMatches) -> Result<ExitCode, String> {
    let shell = matches.get_one::<clap_complete::Shell>("shell").copied().ok_or("which shell?")?;
    clap_complete::generate(shell, &mut command(), "gemel", &mut std::io::stdout());
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::unnecessary_wraps, reason = "every verb has one form")]
fn version() -> Result<ExitCode, String> {
    println!("gemel {}", env!("CARGO_PKG_VERSION"));
    Ok(ExitCode::SUCCESS)
}

/// Threads for a command that needs the engines.
fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start threads: {error}"))
}

/// Shows how far work is: on one line of a terminal, on lines of its own elsewhere.
fn progress(step: &str) {
    if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        eprint!("\r\x1b[K{step}\r");
    } else {
        eprintln!("{step}");
    }
}
