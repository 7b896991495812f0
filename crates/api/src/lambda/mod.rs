//! The shapes of Lambda, API version 2015-03-31: functions and their invocation.

#[macro_use]
mod pascal;
#[expect(missing_docs, reason = "members are named and commented as in AWS's API reference")]
mod function;
mod operation;

pub use function::*;
pub use operation::{Operation, operation};
