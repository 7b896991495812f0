//! Data that lives outside: the port `Invoker` and the engine that runs Lambda-style functions as worker processes.

use async_trait::async_trait;
use gemel_model::Result;

/// What a function answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoked {
    /// The function's own bytes: its result, or the error document when `error` is set.
    pub payload: Vec<u8>,
    /// `Unhandled` or `Handled` when the function failed; what `X-Amz-Function-Error` says.
    pub error: Option<String>,
    /// The last 4 kB of what the invocation logged.
    pub log_tail: String,
}

/// The port to functions.
///
/// # Contract
/// - One call is one invocation of the handler, with its payload unchanged.
/// - A handler's failure is an answer with `error` set, never an `Err`.
/// - `ConnectorTimeout` when the function's own time limit passed; its process is gone then.
/// - `NotFound` for an unknown function; `Throttled` when its concurrency is used up and the queue is full.
#[async_trait]
pub trait Invoker: Send + Sync {
    /// Calls a function by name.
    async fn invoke(&self, function_name: &str, payload: Vec<u8>) -> Result<Invoked>;
}
