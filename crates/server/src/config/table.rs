//! Every setting there is: key in the file, environment variable, unit, default, and words.

/// One setting.
pub struct Setting {
    /// The key in the file: `section.name`, or `name` at the top.
    pub key: &'static str,
    /// The environment variable.
    pub env: &'static str,
    /// What the value is, for the help text.
    pub unit: &'static str,
    /// The default, if there is one.
    pub default: Option<&'static str>,
    /// What it does.
    pub help: &'static str,
}

impl Setting {
    /// The flag without its dashes.
    pub fn flag(&self) -> String {
        self.key.replace(['.', '_'], "-")
    }

    /// The help text, with the default at its end.
    pub fn help_with_default(&self) -> String {
        match self.default {
            Some(it) if !it.is_empty() => format!("{} [default: {it}]", self.help),
            _ => self.help.to_owned(),
        }
    }

    /// Whether `-h` leaves it out; `--help` lists all.
    pub fn is_secondary(&self) -> bool {
        self.key.starts_with("quotas.") && self.key != "quotas.profile"
    }
}

const fn setting(
    key: &'static str,
    env: &'static str,
    unit: &'static str,
    default: Option<&'static str>,
    help: &'static str,
) -> Setting {
    Setting { key, env, unit, default, help }
}

/// Every setting, in the order of the help text.
pub const SETTINGS: &[Setting] = &[
    setting(
        "listen",
        "GEMEL_LISTEN",
        "ADDRESS",
        Some("127.0.0.1:8780"),
        "Address and port of the one listener",
    ),
    setting("data", "GEMEL_DATA", "FOLDER", Some("./gemel-data"), "Data folder; made when it does not exist"),
    setting(
        "account_id",
        "GEMEL_ACCOUNT_ID",
        "DIGITS",
        Some("000000000000"),
        "Account id in ARNs, twelve digits",
    ),
    setting("region", "GEMEL_REGION", "NAME", Some("us-east-1"), "Region in ARNs and signatures"),
    setting(
        "root_access_key_id",
        "GEMEL_ROOT_ACCESS_KEY_ID",
        "KEY",
        None,
        "Root access key; made at first start and kept in DATA/credentials when not given",
    ),
    setting(
        "root_secret_access_key",
        "GEMEL_ROOT_SECRET_ACCESS_KEY",
        "SECRET",
        None,
        "Root secret key; better given by environment than by flag, which other users can see",
    ),
    setting(
        "public_url",
        "GEMEL_PUBLIC_URL",
        "URL",
        None,
        "Address that clients and functions use, when it is not the one listened on",
    ),
    setting("tls.cert", "GEMEL_TLS_CERT", "FILE", None, "Certificate chain (PEM); turns the listener to TLS"),
    setting("tls.key", "GEMEL_TLS_KEY", "FILE", None, "Private key of the certificate (PEM)"),
    setting("log.format", "GEMEL_LOG_FORMAT", "FORMAT", Some("text"), "Log lines as `text` or `json`"),
    setting(
        "log.level",
        "GEMEL_LOG_LEVEL",
        "FILTER",
        Some("info"),
        "Log filter, such as `info` or `gemel=debug,info`",
    ),
    setting(
        "cors.origins",
        "GEMEL_CORS_ORIGINS",
        "LIST",
        Some("*"),
        "Origins browsers may call from, comma separated",
    ),
    setting(
        "console.connect",
        "GEMEL_CONSOLE_CONNECT",
        "LIST",
        None,
        "Other origins the console may load data and pictures from, such as 3D tiles of another host, comma separated",
    ),
    setting(
        "live.listeners_max",
        "GEMEL_LIVE_LISTENERS_MAX",
        "N",
        Some("1000"),
        "Live subscriptions that may be open at once",
    ),
    setting(
        "limits.body_max_bytes",
        "GEMEL_BODY_MAX_BYTES",
        "BYTES",
        Some("75497472"),
        "Largest request body, S3 objects apart; a function's zip must fit, in base64",
    ),
    setting(
        "shutdown.grace_s",
        "GEMEL_SHUTDOWN_GRACE_S",
        "SECONDS",
        Some("30"),
        "How long requests under way may take to finish at shutdown",
    ),
    setting(
        "store.cache_bytes",
        "GEMEL_STORE_CACHE_BYTES",
        "BYTES",
        Some("134217728"),
        "Cache in front of the twin store",
    ),
    setting(
        "series.memory_bytes",
        "GEMEL_SERIES_MEMORY_BYTES",
        "BYTES",
        Some("134217728"),
        "Recent values kept in memory before they go to compressed files",
    ),
    setting(
        "objects.url",
        "GEMEL_OBJECTS_URL",
        "URL",
        None,
        "Bucket for objects, such as s3://bucket/prefix; the data folder when not given",
    ),
    setting(
        "objects.domains",
        "GEMEL_OBJECTS_DOMAINS",
        "LIST",
        Some("localhost"),
        "Base domains of virtual-host addressing (bucket.localhost), comma separated",
    ),
    setting(
        "functions.python",
        "GEMEL_FUNCTION_PYTHON",
        "PROGRAM",
        Some("python3"),
        "Python interpreter that functions run on",
    ),
    setting(
        "functions.node",
        "GEMEL_FUNCTION_NODE",
        "PROGRAM",
        Some("node"),
        "Node interpreter that functions run on",
    ),
    setting(
        "functions.workers_max",
        "GEMEL_FUNCTION_WORKERS_MAX",
        "N",
        Some("32"),
        "Worker processes of all functions together",
    ),
    setting(
        "functions.idle_s",
        "GEMEL_FUNCTION_IDLE_S",
        "SECONDS",
        Some("300"),
        "Idle time after which a function's worker is stopped",
    ),
    setting(
        "functions.connector_timeout_s",
        "GEMEL_FUNCTION_CONNECTOR_TIMEOUT_S",
        "SECONDS",
        Some("30"),
        "Longest time a connector may take to answer",
    ),
    setting(
        "quotas.profile",
        "GEMEL_QUOTAS",
        "PROFILE",
        Some("generous"),
        "`generous`, or `aws` for AWS's own numbers; single quotas below override it",
    ),
    setting("quotas.workspaces_max", "GEMEL_QUOTA_WORKSPACES_MAX", "N", None, "Workspaces"),
    setting(
        "quotas.entities_per_workspace_max",
        "GEMEL_QUOTA_ENTITIES_PER_WORKSPACE_MAX",
        "N",
        None,
        "Entities in a workspace",
    ),
    setting(
        "quotas.component_types_per_workspace_max",
        "GEMEL_QUOTA_COMPONENT_TYPES_PER_WORKSPACE_MAX",
        "N",
        None,
        "Component types in a workspace",
    ),
    setting(
        "quotas.scenes_per_workspace_max",
        "GEMEL_QUOTA_SCENES_PER_WORKSPACE_MAX",
        "N",
        None,
        "Scenes in a workspace",
    ),
    setting(
        "quotas.components_per_entity_max",
        "GEMEL_QUOTA_COMPONENTS_PER_ENTITY_MAX",
        "N",
        None,
        "Components of an entity",
    ),
    setting(
        "quotas.properties_per_component_max",
        "GEMEL_QUOTA_PROPERTIES_PER_COMPONENT_MAX",
        "N",
        None,
        "Properties of a component type or component",
    ),
    setting(
        "quotas.entity_depth_max",
        "GEMEL_QUOTA_ENTITY_DEPTH_MAX",
        "N",
        None,
        "Levels of entities, at most 1000",
    ),
    setting(
        "quotas.component_type_depth_max",
        "GEMEL_QUOTA_COMPONENT_TYPE_DEPTH_MAX",
        "N",
        None,
        "Levels of component types",
    ),
    setting(
        "quotas.parents_per_component_type_max",
        "GEMEL_QUOTA_PARENTS_PER_COMPONENT_TYPE_MAX",
        "N",
        None,
        "Parents of a component type",
    ),
    setting(
        "quotas.composite_depth_max",
        "GEMEL_QUOTA_COMPOSITE_DEPTH_MAX",
        "N",
        None,
        "Levels of a composite component",
    ),
    setting(
        "quotas.composite_types_max",
        "GEMEL_QUOTA_COMPOSITE_TYPES_MAX",
        "N",
        None,
        "Component types in one composite tree",
    ),
];
