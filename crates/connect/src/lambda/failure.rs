//! The documents that say why an invocation failed, in AWS's words.

use serde_json::json;

/// Why a worker could not be started. `Clone`, for a function that fails again at once is told the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartFailure {
    /// AWS's reason code of a function's state.
    pub code: &'static str,
    /// In words.
    pub message: String,
    /// The document an invocation answers.
    pub document: Vec<u8>,
    /// What was printed until then.
    pub log: String,
}

impl StartFailure {
    /// A failure that the function itself told, by the Runtime API.
    pub(super) fn told(document: Vec<u8>, log: String) -> Self {
        let value: serde_json::Value = serde_json::from_slice(&document).unwrap_or_default();
        let of = |key: &str| value.get(key).and_then(|it| it.as_str()).unwrap_or("unknown").to_owned();
        let (kind, what) = (of("errorType"), of("errorMessage"));
        let code = match kind.as_str() {
            "Runtime.ImportModuleError" | "Runtime.HandlerNotFound" | "Runtime.MalformedHandlerName" => {
                "FunctionError.InvalidEntryPoint"
            }
            _ => "FunctionError.RuntimeInitError",
        };
        Self { code, message: format!("{kind}: {what}"), document, log }
    }

    /// A failure that we saw.
    pub(super) fn seen(code: &'static str, kind: &str, message: String, log: String) -> Self {
        let document = document(kind, &message);
        Self { code, message, document, log }
    }
}

/// A document with AWS's two members.
pub(super) fn document(kind: &str, message: &str) -> Vec<u8> {
    json!({ "errorType": kind, "errorMessage": message }).to_string().into_bytes()
}

/// What a worker's end means, in AWS's words.
pub(super) fn exit_words(ended: &str) -> String {
    match ended {
        "exit status 0" => "Runtime exited without providing a reason".to_owned(),
        other => format!("Runtime exited with error: {other}"),
    }
}

/// How a process ended, in AWS's words: `exit status 1`, `signal: killed`. Wrappers tell a signal as 128 and more.
pub(super) fn ended(status: std::process::ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    let signal =
        status.signal().or_else(|| status.code().filter(|&it| it > 128 && it < 160).map(|it| it - 128));
    match (signal, status.code()) {
        (Some(6), _) => "signal: aborted".to_owned(),
        (Some(9), _) => "signal: killed".to_owned(),
        (Some(11), _) => "signal: segmentation fault".to_owned(),
        (Some(15), _) => "signal: terminated".to_owned(),
        (Some(other), _) => format!("signal: {other}"),
        (None, Some(code)) => format!("exit status {code}"),
        (None, None) => "unknown".to_owned(),
    }
}
