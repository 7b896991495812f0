//! The wire: who is meant by a request, who signed it, and how answers and faults are written.
//!
//! Pure functions over bytes: no I/O, no clock, no randomness, and no knowledge of twins. Time, keys and
//! secrets are arguments. A request passes through here in this order:
//!
//! 1. [`route::service_of`] finds the service by the cheapest evidence.
//! 2. [`sigv4::evidence`] reads who claims to have signed; [`sigv4::verify`] proves it.
//! 3. [`message::Request`] gives path segments and query pairs, each decoded once.
//! 4. [`protocol`] reads forms and targets, and writes answers; a [`fault::Fault`] becomes each protocol's error.

pub mod cors;
pub mod fault;
pub mod message;
pub mod page_token;
pub mod protocol;
mod refusal;
pub mod route;
pub mod sigv4;
pub mod timestamp;

pub use fault::{Fault, Refusal};
pub use message::Request;
pub use protocol::Protocol;
pub use route::Service;
