//! Who asks, and what for the log.

use gemel_model::{Error, Kind, Result};

/// An authenticated caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The ARN of the principal, such as `arn:aws:iam::000000000000:root`.
    pub arn: String,
    /// The access key that signed.
    pub access_key_id: String,
    /// The account's own key, which may do everything.
    pub is_root: bool,
    /// When its credentials end, for one that has them on loan.
    pub expires_epoch_s: Option<i64>,
}

/// The first argument of everything the platform does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Who asks.
    pub caller: Caller,
    /// The request's id, for logs and answers.
    pub request_id: String,
}

impl Context {
    /// Refuses unless the caller may do `action` to `resource_arn`.
    ///
    /// Until identities exist, every key that opens the door is the account's own or was lent by it to one of its
    /// functions, and both may do everything.
    pub fn require(&self, action: &str, resource_arn: &str) -> Result<()> {
        if self.caller.is_root {
            return Ok(());
        }
        Err(Error::new(
            Kind::Denied,
            format!(
                "User: {} is not authorized to perform: {action} on resource: {resource_arn}",
                self.caller.arn
            ),
        ))
    }
}
