//! The variables a worker sees: what AWS documents, the function's own, credentials, and nothing of ours.

use super::spec::{FunctionSpec, Language};
use gemel_model::{Error, Result};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Temporary credentials for one worker.
#[derive(Clone, PartialEq, Eq)]
pub struct Issued {
    /// The access key.
    pub access_key_id: String,
    /// Its secret.
    pub secret_access_key: String,
    /// The token that goes with every request.
    pub session_token: String,
}

/// The port to whoever makes credentials. The server is it.
pub trait Credentials: Send + Sync {
    /// Credentials of a session of `role_arn` (the account's, where it is empty) for a function, good for `valid_s`.
    fn issue(&self, role_arn: &str, function_name: &str, valid_s: i64) -> Result<Issued>;
}

/// Names a function may not set: AWS's reserved ones.
const RESERVED: [&str; 20] = [
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_METADATA_API",
    "AWS_LAMBDA_METADATA_TOKEN",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
];
/// Bytes that a function's own variables may have together: AWS's number.
const VARIABLES_BYTES_MAX: usize = 4096;

/// Refuses variables that AWS refuses.
pub fn check_variables(variables: &BTreeMap<String, String>) -> Result<()> {
    let reserved: Vec<_> = variables.keys().map(String::as_str).filter(|it| RESERVED.contains(it)).collect();
    if !reserved.is_empty() {
        return Err(Error::invalid(format!(
            "Lambda was unable to configure your environment variables because the environment variables you have \
             provided contains reserved keys that are currently not supported for modification. Reserved keys used in \
             this request: {}",
            reserved.join(", ")
        )));
    }
    for (name, value) in variables {
        let mut letters = name.bytes();
        let is_name = letters.next().is_some_and(|it| it.is_ascii_alphabetic())
            && name.len() >= 2
            && letters.all(|it| it.is_ascii_alphanumeric() || it == b'_');
        if !is_name {
            let rule = "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: \
                        [a-zA-Z]([a-zA-Z0-9_])+]";
            return Err(Error::constraint("environment.variables", Some(name), rule));
        }
        if value.contains('\0') {
            return Err(Error::invalid(format!("the environment variable `{name}` has a NUL in it")));
        }
    }
    if variables.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > VARIABLES_BYTES_MAX {
        return Err(Error::invalid(
            "Lambda was unable to configure your environment variables because the environment variables you have \
             provided exceeded the 4KB limit",
        ));
    }
    Ok(())
}

/// Where a worker lives, and with what.
pub(super) struct Surroundings<'a> {
    pub(super) function: &'a FunctionSpec,
    pub(super) language: Language,
    pub(super) task: &'a Path,
    pub(super) runtime: &'a Path,
    pub(super) tmp: &'a Path,
    pub(super) program: &'a Path,
    pub(super) runtime_api: &'a str,
    pub(super) region: &'a str,
    pub(super) endpoint_url: &'a str,
    pub(super) log_stream: &'a str,
    pub(super) credentials: &'a Issued,
}

/// All variables of a worker.
pub(super) fn variables(at: &Surroundings<'_>) -> BTreeMap<String, String> {
    let function = at.function;
    let (task, runtime) = (at.task.display().to_string(), at.runtime.display());
    let mut all = BTreeMap::new();
    let mut set = |name: &str, value: String| drop(all.insert(name.to_owned(), value));
    let bin = at.program.parent().unwrap_or(Path::new("/usr/bin")).display();
    set("PATH", format!("{bin}:/usr/local/bin:/usr/bin:/bin"));
    set("LD_LIBRARY_PATH", format!("{task}:{task}/lib"));
    set("LANG", "en_US.UTF-8".to_owned());
    set("TZ", ":UTC".to_owned());
    set("HOME", at.tmp.display().to_string());
    set("TMPDIR", at.tmp.display().to_string());
    match at.language {
        Language::Python => {
            set("PYTHONIOENCODING", "utf-8".to_owned());
            set("PYTHONDONTWRITEBYTECODE", "1".to_owned());
        }
        Language::Node => set("NODE_PATH", format!("{task}/node_modules:{runtime}/node_modules")),
        Language::Provided => {}
    }
    set("AWS_ENDPOINT_URL", at.endpoint_url.to_owned());
    set("AWS_DISABLE_HOST_PREFIX_INJECTION", "true".to_owned());
    // Without this every SDK call of a function that lost its credentials would ask the network for them.
    set("AWS_EC2_METADATA_DISABLED", "true".to_owned());
    all.extend(function.variables.clone());
    let mut set = |name: &str, value: &str| drop(all.insert(name.to_owned(), value.to_owned()));
    set("AWS_LAMBDA_FUNCTION_NAME", &function.name);
    set("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    set("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &function.memory_mb.to_string());
    set("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    set("AWS_LAMBDA_LOG_GROUP_NAME", &log_group(&function.name));
    set("AWS_LAMBDA_LOG_STREAM_NAME", at.log_stream);
    set("AWS_LAMBDA_RUNTIME_API", at.runtime_api);
    set("AWS_EXECUTION_ENV", &format!("AWS_Lambda_{}", function.runtime));
    set("AWS_REGION", at.region);
    set("AWS_DEFAULT_REGION", at.region);
    set("AWS_ACCESS_KEY_ID", &at.credentials.access_key_id);
    set("AWS_SECRET_ACCESS_KEY", &at.credentials.secret_access_key);
    set("AWS_SESSION_TOKEN", &at.credentials.session_token);
    set("LAMBDA_TASK_ROOT", &task);
    set("LAMBDA_RUNTIME_DIR", &runtime.to_string());
    set("_HANDLER", &function.handler);
    all
}

/// The name of a function's log group, which AWS tells its functions.
pub fn log_group(function_name: &str) -> String {
    format!("/aws/lambda/{function_name}")
}

/// The variables as a script for `sh`: nothing in a value can be more than a value.
pub(super) fn script(variables: &BTreeMap<String, String>) -> String {
    let mut script = String::new();
    for (name, value) in variables {
        let quoted = value.replace('\'', r"'\''");
        let _ = writeln!(script, "export {name}='{quoted}'");
    }
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, value: &str, want: Option<&str>) {
        let variables = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        match (check_variables(&variables), want) {
            (Ok(()), None) => {}
            (Err(error), Some(want)) => assert!(error.message().contains(want), "{name}: {error}"),
            (got, _) => panic!("{name}={value}: {got:?}"),
        }
    }

    #[test]
    fn variables_are_checked_as_aws_does() {
        check("TABLE_NAME", "it's \"x\" $(rm) `y` \n", None);
        check("LD_PRELOAD", "/var/task/x.so", None);
        check("AWS_REGION", "x", Some("Reserved keys used in this request: AWS_REGION"));
        check("A", "x", Some("pattern"));
        check("1AB", "x", Some("pattern"));
        check("A-B", "x", Some("pattern"));
        check("A;rm", "x", Some("pattern"));
        check("NUL", "a\0b", Some("NUL"));
        check("BIG", &"x".repeat(4096), Some("4KB limit"));
    }

    #[test]
    fn a_value_is_never_more_than_a_value() {
        let value = "a'b\"c$(echo d)`e`\\f\n g;h&i\u{e9}";
        let script = script(&BTreeMap::from([("IT".to_owned(), value.to_owned())]));
        let shell = std::process::Command::new("sh")
            .arg("-c")
            .arg(format!("{script}printf %s \"$IT\""))
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(shell.stdout).unwrap(), value);
    }
}
