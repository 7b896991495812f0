//! The configuration: one table of settings, read from flags, environment and file, in this order of strength.

mod docs;
mod table;

pub use docs::page;
pub use table::{SETTINGS, Setting};

use clap::{Arg, ArgAction, ArgMatches, Command};
use gemel_model::quota::Quotas;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What `gemel` was told, complete and checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The data folder.
    pub data: PathBuf,
    /// Twelve digits.
    pub account_id: String,
    /// Such as `us-east-1`.
    pub region: String,
    /// The root access key, when configured rather than made.
    pub root_credentials: Option<(String, String)>,
    /// The address clients and functions use, when it is not the one listened on.
    pub public_url: Option<String>,
    /// Certificate chain and key, both PEM.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// `text` or `json`.
    pub log_format: String,
    /// A filter such as `info` or `gemel=debug,info`.
    pub log_level: String,
    /// How much of everything.
    pub quotas: Quotas,
    /// Bytes of cache in front of the twin store.
    pub store_cache_bytes: usize,
    /// Bytes of recent values kept in memory.
    pub series_memory_bytes: usize,
    /// Where objects are kept; `None`: in the data folder.
    pub objects_url: Option<String>,
    /// Base domains of virtual-host addressing.
    pub objects_domains: Vec<String>,
    /// The Python interpreter for functions.
    pub functions_python: String,
    /// The Node interpreter for functions.
    pub functions_node: String,
    /// Workers of all functions together.
    pub functions_workers_max: usize,
    /// Seconds after which an idle worker is stopped.
    pub functions_idle_s: u64,
    /// Seconds a connector may take to answer a read or write.
    pub functions_connector_timeout_s: u64,
    /// Bytes a request body may have, S3 apart.
    pub body_max_bytes: usize,
    /// Origins browsers may call from; `*` is any.
    pub cors_origins: Vec<String>,
    /// Other origins the console may load from.
    pub console_connect: Vec<String>,
    /// Live subscriptions that may be open at once.
    pub live_listeners_max: usize,
    /// Seconds that requests under way get at shutdown.
    pub shutdown_grace_s: u64,
}

/// Adds every setting to a command as a flag with its environment variable.
pub fn with_settings(mut command: Command) -> Command {
    command = command.arg(
        Arg::new("config")
            .long("config")
            .env("GEMEL_CONFIG")
            .value_name("FILE")
            .help("Configuration file; gemel.toml in the working folder is read when it exists"),
    );
    for setting in SETTINGS {
        let mut arg = Arg::new(setting.key)
            .long(setting.flag())
            .env(setting.env)
            .value_name(setting.unit)
            .help(setting.help_with_default())
            .action(ArgAction::Set)
            .hide_env_values(true);
        if setting.is_secondary() {
            arg = arg.hide_short_help(true);
        }
        command = command.arg(arg);
    }
    command
}

/// Reads the configuration of a parsed command line.
///
/// # Errors
/// One line saying which setting of which origin is wrong and what it must be.
pub fn read(matches: &ArgMatches) -> Result<Config, String> {
    let file = match matches.get_one::<String>("config") {
        Some(path) => read_file(Path::new(path))?,
        None if Path::new("gemel.toml").exists() => read_file(Path::new("gemel.toml"))?,
        None => BTreeMap::new(),
    };
    let mut values = BTreeMap::new();
    for setting in SETTINGS {
        let told = matches.get_one::<String>(setting.key).cloned();
        let value =
            told.or_else(|| file.get(setting.key).cloned()).or_else(|| setting.default.map(str::to_owned));
        if let Some(value) = value {
            values.insert(setting.key, value);
        }
    }
    build(&values)
}

/// Reads a file into settings by key; sections are the first part of a key.
fn read_file(path: &Path) -> Result<BTreeMap<String, String>, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
    let table: toml::Table = text.parse().map_err(|error| format!("`{shown}` is not TOML: {error}"))?;
    let mut values = BTreeMap::new();
    for (name, value) in table {
        match value {
            toml::Value::Table(section) => {
                for (inner, value) in section {
                    values.insert(format!("{name}.{inner}"), text_of(&value));
                }
            }
            value => {
                values.insert(name, text_of(&value));
            }
        }
    }
    if let Some(unknown) = values.keys().find(|key| SETTINGS.iter().all(|it| it.key != key.as_str())) {
        return Err(format!(
            "`{shown}` sets `{unknown}`, which is no setting; `gemel serve --help` lists them all"
        ));
    }
    Ok(values)
}

fn text_of(value: &toml::Value) -> String {
    match value {
        toml::Value::String(it) => it.clone(),
        toml::Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(","),
        toml::Value::Integer(it) => it.to_string(),
        toml::Value::Float(it) => it.to_string(),
        toml::Value::Boolean(it) => it.to_string(),
        toml::Value::Datetime(it) => it.to_string(),
        toml::Value::Table(_) => "a table".to_owned(),
    }
}

fn build(values: &BTreeMap<&str, String>) -> Result<Config, String> {
    let text = |key: &str| values.get(key).cloned().filter(|it| !it.is_empty());
    let given = |key: &str| text(key).ok_or_else(|| format!("`{key}` must not be empty"));
    let account_id = given("account_id")?;
    if account_id.len() != 12 || !account_id.bytes().all(|it| it.is_ascii_digit()) {
        return Err(format!("`account_id` is `{account_id}`, it must be twelve digits"));
    }
    let region = given("region")?;
    if !region.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-') {
        return Err(format!("`region` is `{region}`, it must be lower-case letters, digits and hyphens"));
    }
    let log_format = given("log.format")?;
    if !matches!(log_format.as_str(), "text" | "json") {
        return Err(format!("`log.format` is `{log_format}`, it must be `text` or `json`"));
    }
    Ok(Config {
        listen: number(values, "listen", "an address such as 127.0.0.1:8780")?,
        data: PathBuf::from(given("data")?),
        account_id,
        region,
        root_credentials: pair(
            text("root_access_key_id"),
            text("root_secret_access_key"),
            "root_access_key_id",
            "root_secret_access_key",
        )?,
        public_url: text("public_url").map(|it| it.trim_end_matches('/').to_owned()),
        tls: pair(text("tls.cert"), text("tls.key"), "tls.cert", "tls.key")?
            .map(|(cert, key)| (PathBuf::from(cert), PathBuf::from(key))),
        log_format,
        log_level: given("log.level")?,
        quotas: quotas(values)?,
        store_cache_bytes: number(values, "store.cache_bytes", "a number of bytes")?,
        series_memory_bytes: number(values, "series.memory_bytes", "a number of bytes")?,
        objects_url: text("objects.url"),
        objects_domains: list(text("objects.domains").as_deref()),
        functions_python: given("functions.python")?,
        functions_node: given("functions.node")?,
        functions_workers_max: number(values, "functions.workers_max", "a number of workers")?,
        functions_idle_s: number(values, "functions.idle_s", "a number of seconds")?,
        functions_connector_timeout_s: number(
            values,
            "functions.connector_timeout_s",
            "a number of seconds",
        )?,
        body_max_bytes: number(values, "limits.body_max_bytes", "a number of bytes")?,
        cors_origins: list(text("cors.origins").as_deref()),
        console_connect: other_origins(text("console.connect").as_deref())?,
        live_listeners_max: number(values, "live.listeners_max", "a number of subscriptions")?,
        shutdown_grace_s: number(values, "shutdown.grace_s", "a number of seconds")?,
    })
}

fn number<T: std::str::FromStr>(values: &BTreeMap<&str, String>, key: &str, what: &str) -> Result<T, String> {
    let text = values.get(key).map_or("", String::as_str);
    text.parse().map_err(|_| format!("`{key}` is `{text}`, it must be {what}"))
}

fn pair(
    first: Option<String>,
    second: Option<String>,
    first_key: &str,
    second_key: &str,
) -> Result<Option<(String, String)>, String> {
    match (first, second) {
        (Some(first), Some(second)) => Ok(Some((first, second))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(format!("`{first_key}` is set without `{second_key}`; set both or neither")),
        (None, Some(_)) => Err(format!("`{second_key}` is set without `{first_key}`; set both or neither")),
    }
}

fn list(text: Option<&str>) -> Vec<String> {
    text.iter()
        .flat_map(|it| it.split(','))
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect()
}

/// Origins for a Content-Security-Policy: a word that is more than an origin could change the policy.
fn other_origins(text: Option<&str>) -> Result<Vec<String>, String> {
    let origins = list(text);
    for it in &origins {
        let host = it.strip_prefix("https://").or_else(|| it.strip_prefix("http://")).unwrap_or_default();
        let is_plain = |it: char| it.is_ascii_alphanumeric() || "-.:[]".contains(it);
        if host.is_empty() || !host.chars().all(is_plain) {
            return Err(format!(
                "`console.connect` has `{it}`, each must be an origin such as https://tiles.example"
            ));
        }
    }
    Ok(origins)
}

fn quotas(values: &BTreeMap<&str, String>) -> Result<Quotas, String> {
    let profile = values.get("quotas.profile").map_or("", String::as_str);
    let mut quotas = match profile {
        "generous" => Quotas::GENEROUS,
        "aws" => Quotas::AWS,
        _ => return Err(format!("`quotas.profile` is `{profile}`, it must be `generous` or `aws`")),
    };
    let members: [(&str, &mut usize); 11] = [
        ("quotas.workspaces_max", &mut quotas.workspaces_max),
        ("quotas.entities_per_workspace_max", &mut quotas.entities_per_workspace_max),
        ("quotas.component_types_per_workspace_max", &mut quotas.component_types_per_workspace_max),
        ("quotas.scenes_per_workspace_max", &mut quotas.scenes_per_workspace_max),
        ("quotas.components_per_entity_max", &mut quotas.components_per_entity_max),
        ("quotas.properties_per_component_max", &mut quotas.properties_per_component_max),
        ("quotas.entity_depth_max", &mut quotas.entity_depth_max),
        ("quotas.component_type_depth_max", &mut quotas.component_type_depth_max),
        ("quotas.parents_per_component_type_max", &mut quotas.parents_per_component_type_max),
        ("quotas.composite_depth_max", &mut quotas.composite_depth_max),
        ("quotas.composite_types_max", &mut quotas.composite_types_max),
    ];
    for (key, member) in members {
        if values.contains_key(key) {
            *member = number(values, key, "a number")?;
        }
    }
    // A walk up or down the tree must end, whatever is configured.
    let deepest = 1_000;
    if quotas.entity_depth_max > deepest {
        return Err(format!(
            "`quotas.entity_depth_max` is {}, it must be at most {deepest}",
            quotas.entity_depth_max
        ));
    }
    Ok(quotas)
}

#[cfg(test)]
mod tests;
