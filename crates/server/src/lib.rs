//! The rim of Gemel: sockets, configuration, the command line, and AWS shapes met with twins.

pub mod services;

/// Runs the command line; the exit code is documented in `gemel --help`.
pub fn run() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
