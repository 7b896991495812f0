//! The rim of Gemel: sockets, configuration, the command line, and AWS shapes met with twins.

pub mod admin;
pub mod backup;
pub mod check;
pub mod clock;
pub mod cmd;
pub mod config;
mod console;
pub mod foundation;
pub mod front;
pub mod functions;
pub mod keys;
pub mod listener;
pub mod services;
pub mod tasks;
pub mod telemetry;

/// Runs the command line; exit codes are documented in `gemel --help`.
pub fn run() -> std::process::ExitCode {
    cmd::run(std::env::args_os())
}
