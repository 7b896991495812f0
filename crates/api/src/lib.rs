//! The shapes of the wire, by hand: one folder a service, one file a resource.
//!
//! Every member is optional here, because absent and `null` mean the same on the wire and a missing required member
//! deserves a better answer than a parser's. Which are required, and all limits, is decided where shapes meet twins.

#[macro_use]
mod shape;
pub mod lambda;
pub mod twinmaker;

pub use shape::{Double, Epoch, Map, decode};
