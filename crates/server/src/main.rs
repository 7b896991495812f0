//! The binary `gemel`: see `gemel_server::cmd` for what it can do.

fn main() -> std::process::ExitCode {
    gemel_server::run()
}
