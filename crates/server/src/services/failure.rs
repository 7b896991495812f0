//! Why a service's call failed: a fault of the wire, or an error of the platform that gets its code here, in one `match`.

use gemel_model::{Error, Kind};
use gemel_wire::Fault;

/// Why a call failed.
#[derive(Debug)]
pub enum Failure {
    /// Found while reading the request.
    Fault(Fault),
    /// Said by the platform.
    Error(Error),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// TwinMaker's status and code of an error; what only the log may know is logged here.
pub fn twinmaker(error: &Error) -> Fault {
    let (status, code) = match error.kind() {
        Kind::Invalid => (400, "ValidationException"),
        Kind::Denied => (403, "AccessDeniedException"),
        Kind::NotFound => (404, "ResourceNotFoundException"),
        Kind::Conflict => (409, "ConflictException"),
        Kind::Quota => (402, "ServiceQuotaExceededException"),
        Kind::TooManyTags => (400, "TooManyTagsException"),
        Kind::Throttled | Kind::Contention => (429, "ThrottlingException"),
        Kind::Connector => (424, "ConnectorFailureException"),
        Kind::ConnectorTimeout => (424, "ConnectorTimeoutException"),
        Kind::QueryTimeout => (400, "QueryTimeoutException"),
        Kind::NotImplemented => (501, "NotImplementedException"),
        Kind::Internal => (500, "InternalServerException"),
    };
    log(error);
    Fault::new(status, code, cut(error.public_message()))
}

/// Says in the log what the caller must not see.
pub fn log(error: &Error) {
    match error.kind() {
        Kind::Internal => tracing::error!(cause = error.chain(), "request failed"),
        Kind::Connector | Kind::ConnectorTimeout => tracing::warn!(cause = error.chain(), "connector failed"),
        _ => tracing::debug!(cause = error.chain(), "request refused"),
    }
}

/// The wire's messages have at most 2,048 characters.
fn cut(message: &str) -> String {
    message.chars().take(2_048).collect()
}
