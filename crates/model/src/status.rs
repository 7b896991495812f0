//! The life cycle of entities, components and component types.

/// Where a thing is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum State {
    /// Being made.
    Creating,
    /// Being changed.
    Updating,
    /// Being removed.
    Deleting,
    /// Ready.
    #[default]
    Active,
    /// Something failed; see the error.
    Error,
}

/// Why a thing is in `Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// What was given or imported breaks a rule.
    ValidationError,
    /// Our own fault.
    InternalFailure,
    /// A step after the request failed, such as a schemaInitializer.
    ProcessingError,
    /// A composite child failed.
    CompositeComponentFailure,
}

/// State and, in `Error`, why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// Where it is.
    pub state: State,
    /// Code and message, when `state` is `Error`.
    pub error: Option<(ErrorCode, String)>,
}

impl State {
    /// The wire's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "CREATING",
            Self::Updating => "UPDATING",
            Self::Deleting => "DELETING",
            Self::Active => "ACTIVE",
            Self::Error => "ERROR",
        }
    }
}

impl ErrorCode {
    /// The wire's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ValidationError => "VALIDATION_ERROR",
            Self::InternalFailure => "INTERNAL_FAILURE",
            Self::ProcessingError => "PROCESSING_ERROR",
            Self::CompositeComponentFailure => "COMPOSITE_COMPONENT_FAILURE",
        }
    }
}

impl Status {
    /// A state without an error.
    pub const fn of(state: State) -> Self {
        Self { state, error: None }
    }
}
