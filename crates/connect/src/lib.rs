//! Data that lives outside: the ports `Invoker` and `Functions`, and the engine that runs Lambda-style functions as
//! worker processes.

pub mod lambda;

use async_trait::async_trait;
use bytes::Bytes;
use gemel_model::Result;
use lambda::{Code, CodeSource, FunctionSpec, InvocationLog, StartFailure};
use std::time::Duration;

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

/// One call of a function, with everything Lambda's `Invoke` can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The invocation's id.
    pub request_id: String,
    /// The event.
    pub payload: Bytes,
    /// JSON that the caller gives beside the event.
    pub client_context: Option<String>,
    /// How long the whole call may take, when that is less than the function's own limit.
    pub limit: Option<Duration>,
}

impl Call {
    /// A call with a new id.
    pub fn new(payload: impl Into<Bytes>) -> Self {
        let request_id = uuid::Uuid::new_v4().to_string();
        Self { request_id, payload: payload.into(), client_context: None, limit: None }
    }
}

/// How a call ended; a function's failure is an answer too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The function's own bytes: its result, or the error document when `error` is set.
    pub payload: Bytes,
    /// `Unhandled` when the function failed.
    pub error: Option<String>,
    /// Its time was over; its process is gone.
    pub is_timeout: bool,
    /// The last 4 kB of its log.
    pub log_tail: String,
}

/// The port to functions as things that are made, changed and removed.
///
/// # Contract
/// - Code is complete and on disk when [`keep_code`](Functions::keep_code) returns; it belongs to nobody until a
///   function with it is deployed.
/// - [`deploy`](Functions::deploy) replaces a function at once for calls that come after it; calls under way end on the
///   old version, whose code goes with its last call.
/// - [`call`](Functions::call) runs to its end even when its caller goes away.
#[async_trait]
pub trait Functions: Send + Sync {
    /// Unpacks and checks code.
    async fn keep_code(&self, name: &str, source: CodeSource) -> Result<Code>;

    /// Removes code that was not deployed in the end.
    async fn discard_code(&self, name: &str, code: &Code);

    /// Starts a worker to see that it does, and ends it.
    async fn probe(&self, function: &FunctionSpec) -> Result<(), StartFailure>;

    /// Makes or replaces a function.
    fn deploy(&self, function: FunctionSpec);

    /// Removes a function; fine if there is none.
    fn remove(&self, name: &str);

    /// Calls a function.
    async fn call(&self, name: &str, call: Call) -> Result<Called>;

    /// The last invocations of a function, oldest first.
    fn logs(&self, name: &str) -> Vec<InvocationLog>;

    /// How functions are confined, in words.
    fn describe(&self) -> String;
}
