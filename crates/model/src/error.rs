//! The one error of the platform: a closed set of kinds, words for the caller, a cause for the log.

use std::fmt;
use std::sync::Arc;

/// What went wrong, in the platform's own terms. Each service maps every kind to its own code in one `match`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request breaks a rule; the same request will fail again.
    Invalid,
    /// The caller is known but may not do this.
    Denied,
    /// The addressed thing does not exist.
    NotFound,
    /// The thing exists already, or its state forbids the request.
    Conflict,
    /// A configured quota is used up.
    Quota,
    /// More tags than a resource can carry.
    TooManyTags,
    /// Too much at once; the caller should back off and try again.
    Throttled,
    /// A connector (a function or an outside source) failed.
    Connector,
    /// A connector did not answer in its time.
    ConnectorTimeout,
    /// A query took longer than it may.
    QueryTimeout,
    /// The operation exists but is not built yet.
    NotImplemented,
    /// Two writers met; the work must be tried again from its reads. Never leaves `app`.
    Contention,
    /// Our own fault; the caller hears only "internal error".
    Internal,
}

/// A failure: what kind, words for the caller, and a cause that only the log sees.
#[derive(Clone)]
pub struct Error {
    kind: Kind,
    message: String,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of a kind with words for the caller.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), cause: None }
    }

    /// A request that breaks a rule.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, message)
    }

    /// A constraint of one member, in AWS's form:
    /// `1 validation error detected: Value 'x' at 'member' failed to satisfy constraint: <rule>`.
    /// `value` is shown in quotes, or as `null` when it is absent; long values are cut.
    pub fn constraint(member: &str, value: Option<&str>, rule: impl fmt::Display) -> Self {
        let shown = match value {
            None => "null".to_owned(),
            Some(it) if it.chars().count() > 160 => {
                format!("'{}…'", it.chars().take(160).collect::<String>())
            }
            Some(it) => format!("'{it}'"),
        };
        Self::invalid(format!(
            "1 validation error detected: Value {shown} at '{member}' failed to satisfy constraint: {rule}"
        ))
    }

    /// A thing that does not exist.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// Our own fault, with what happened for the log.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(Kind::Internal, message)
    }

    /// The same error with its cause, which goes to the log and never to a caller.
    #[must_use]
    pub fn because(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Arc::new(cause));
        self
    }

    /// Which kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The words as they were written; for `Internal` they are for the log only.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The words a caller may see.
    pub fn public_message(&self) -> &str {
        match self.kind {
            Kind::Internal | Kind::Contention => "internal error",
            _ => &self.message,
        }
    }

    /// Message and causes, told once, for the log.
    pub fn chain(&self) -> String {
        let mut text = self.message.clone();
        let mut cause = std::error::Error::source(self);
        while let Some(it) = cause {
            text.push_str(": ");
            text.push_str(&it.to_string());
            cause = it.source();
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.chain())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|it| it as &(dyn std::error::Error + 'static))
    }
}
