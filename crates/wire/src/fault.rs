//! A fault: an error in the AWS sense, with the status, code and message that a client matches on.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::Response;

use crate::protocol::Protocol;
pub use crate::refusal::Refusal;

/// What a client is told when a request fails. Each protocol writes it in its own form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The HTTP status.
    pub status: u16,
    /// AWS's code, such as `ValidationException`.
    pub code: Cow<'static, str>,
    /// Words for the caller; never what only the log may know.
    pub message: String,
    /// More members of the error's shape, such as SiteWise's `resourceId` or S3's `Region`.
    pub members: Vec<(&'static str, String)>,
}

impl Fault {
    /// A fault without further members.
    pub fn new(status: u16, code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: message.into(), members: Vec::new() }
    }

    /// The same fault with one more member.
    #[must_use]
    pub fn with(mut self, member: &'static str, value: impl Into<String>) -> Self {
        self.members.push((member, value.into()));
        self
    }

    /// Whether the caller is to blame, which the query protocol calls `Sender`.
    pub fn is_senders(&self) -> bool {
        self.status < 500
    }

    /// Writes the fault as an answer of the given protocol.
    pub fn render(&self, protocol: Protocol, request_id: &str) -> Response<Bytes> {
        protocol.fault(self, request_id)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({}): {}", self.code, self.status, self.message)
    }
}

impl std::error::Error for Fault {}
