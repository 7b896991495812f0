//! IoT TwinMaker, API version 2021-11-29: shapes and routes.

#![expect(missing_docs, reason = "members and labels are named and documented as in the public API")]

mod component;
mod component_type;
mod entity;
mod live;
mod operation;
mod pricing;
mod property_value;
mod scene;
mod tag;
mod value;
mod workspace;

pub use component::*;
pub use component_type::*;
pub use entity::*;
pub use live::*;
pub use operation::{Operation, Plane, operation};
pub use pricing::*;
pub use property_value::*;
pub use scene::*;
pub use tag::*;
pub use value::*;
pub use workspace::*;
