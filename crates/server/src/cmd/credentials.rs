//! `gemel credentials`: what a shell needs so that AWS's tools talk to this server.

use crate::config::{self, Config};
use crate::keys::{RootCredentials, read_credentials};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::process::ExitCode;

pub(super) fn command() -> Command {
    Command::new("credentials")
        .about("Print export lines for AWS's tools: eval \"$(gemel credentials)\"")
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print one JSON object instead"))
}

pub(super) fn run(matches: &ArgMatches) -> Result<ExitCode, String> {
    let config = config::read(matches)?;
    let credentials = credentials(&config)?;
    let variables = [
        ("AWS_ACCESS_KEY_ID", credentials.access_key_id),
        ("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key),
        ("AWS_DEFAULT_REGION", config.region.clone()),
        ("AWS_REGION", config.region.clone()),
        ("AWS_ENDPOINT_URL", url(&config)),
        ("AWS_DISABLE_HOST_PREFIX_INJECTION", "true".to_owned()),
    ];
    if matches.get_flag("json") {
        let object: serde_json::Map<String, serde_json::Value> =
            variables.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        println!("{}", serde_json::Value::Object(object));
    } else {
        // A token of another account in the environment would be sent along and refused.
        println!("unset AWS_SESSION_TOKEN AWS_PROFILE");
        for (name, value) in variables {
            println!("export {name}={}", quoted(&value));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn credentials(config: &Config) -> Result<RootCredentials, String> {
    if let Some((access_key_id, secret_access_key)) = config.root_credentials.clone() {
        return Ok(RootCredentials { access_key_id, secret_access_key });
    }
    let path = config.data.join("credentials");
    if !path.exists() {
        return Err(format!(
            "`{}` does not exist; start the server once, or name its data folder with --data",
            path.display()
        ));
    }
    read_credentials(&path)
}

/// The address clients use: the configured one, or the one listened on.
pub(crate) fn url(config: &Config) -> String {
    if let Some(url) = &config.public_url {
        return url.clone();
    }
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let mut address = config.listen;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    format!("{scheme}://{address}")
}

/// A shell word; plain text stays as it is.
fn quoted(text: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || "_-./:+=@".contains(it);
    if text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn shell_words() {
        assert_eq!(quoted("AKIA/a+b=1"), "AKIA/a+b=1");
        assert_eq!(quoted("a b'c$"), r"'a b'\''c$'");
    }
}
