//! `gemel hosts`: names for the SDKs that put `api.` and `data.` before every endpoint.

use crate::config;
use clap::{ArgMatches, Command};
use std::process::ExitCode;

pub(super) fn command() -> Command {
    Command::new("hosts").about("Print lines for /etc/hosts, and which SDKs need them")
}

pub(super) fn run(matches: &ArgMatches) -> Result<ExitCode, String> {
    let config = config::read(matches)?;
    let ip = if config.listen.ip().is_unspecified() {
        std::net::Ipv4Addr::LOCALHOST.into()
    } else {
        config.listen.ip()
    };
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let port = config.listen.port();
    println!(
        "\
# AWS's SDKs put `api.` or `data.` before the host of every TwinMaker call, also before one's own endpoint.
#
# No need of these lines: AWS CLI and boto3 (AWS_DISABLE_HOST_PREFIX_INJECTION=true, which `gemel credentials` prints),
# JavaScript v3 (`disableHostPrefix: true` in the client's configuration), browsers (they resolve *.localhost).
# In need of them: Go v2 (the Grafana plugin), Java v2, Rust, and CLIs from before 2024.
# Use {scheme}://localhost:{port} as the endpoint then; with TLS the certificate must cover all three names.
{ip} localhost api.localhost data.localhost"
    );
    Ok(ExitCode::SUCCESS)
}
