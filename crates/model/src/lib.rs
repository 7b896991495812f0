//! Names, values, definitions of twins, and the rules between them: pure, no I/O, no clock, no AWS.

pub mod admit;
pub mod builtin;
pub mod component_type;
pub mod definition;
pub mod entity;
pub mod error;
pub mod event;
pub mod function;
pub mod history;
pub mod id;
pub mod interpolate;
pub mod limits;
pub mod pricing;
pub mod quota;
pub mod scene;
pub mod status;
pub mod tag;
pub mod task;
pub mod time;
pub mod value;
pub mod workspace;

pub use error::{Error, Kind, Result};
pub use indexmap::IndexMap;
