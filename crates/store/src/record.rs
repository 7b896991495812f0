//! Records as they lie on disk: a version byte, then the `postcard` form of a struct of this crate.
//!
//! The structs here are the format. A change of one is a new struct with the next version that can climb from the
//! one before; old ones stay for ever. The page `docs/design/001-store.md` draws them.

mod component_type;
mod definition;
mod entity;
mod setting;
#[cfg(test)]
mod tests;
mod value;

pub use component_type::{decode_component_type, encode_component_type};
pub use entity::{decode_entity, encode_entity};
pub use setting::{
    decode_pricing_plan, decode_scene, decode_tags, decode_workspace, encode_pricing_plan, encode_scene,
    encode_tags, encode_workspace,
};

use gemel_model::{Error, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What lies on disk. Never changed once released: the next form is another type, which climbs from this one.
pub(crate) trait Record: Serialize + DeserializeOwned {
    /// The first byte of the record.
    const VERSION: u8;
    /// The form before this one; [`Nothing`] for the first.
    type Previous: Record;

    /// This form of a record in the previous one.
    fn climb(previous: Self::Previous) -> Self;
}

/// What was before the first form of a record.
#[derive(Serialize, Deserialize)]
pub(crate) enum Nothing {}

impl Record for Nothing {
    const VERSION: u8 = 0;
    type Previous = Self;

    fn climb(previous: Self) -> Self {
        previous
    }
}

/// The bytes of a record.
pub(crate) fn encode<R: Record>(record: &R) -> Result<Vec<u8>> {
    postcard::to_extend(record, vec![R::VERSION])
        .map_err(|it| Error::internal("a record could not be written").because(it))
}

/// The record of some bytes, climbed from whatever version they have.
pub(crate) fn decode<R: Record>(bytes: &[u8]) -> Result<R> {
    let Some((&version, body)) = bytes.split_first() else {
        return Err(Error::internal("a record is empty"));
    };
    if version != R::VERSION {
        if R::VERSION == Nothing::VERSION {
            return Err(Error::internal(format!(
                "a record has layout {version}, which this version of gemel does not know; use a newer one"
            )));
        }
        return decode::<R::Previous>(bytes).map(R::climb);
    }
    match postcard::take_from_bytes(body) {
        Ok((record, [])) => Ok(record),
        Ok((_, rest)) => Err(Error::internal(format!("a record has {} bytes too many", rest.len()))),
        Err(cause) => Err(Error::internal("a record could not be read").because(cause)),
    }
}

/// An enum on disk with the same words as the model's.
macro_rules! mirrored {
    ($(#[$doc:meta])* $name:ident of $model:ident { $($word:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
        pub(super) enum $name { $($word),* }

        impl From<$model> for $name {
            fn from(of: $model) -> Self {
                match of { $($model::$word => Self::$word),* }
            }
        }

        impl From<$name> for $model {
            fn from(of: $name) -> Self {
                match of { $($name::$word => Self::$word),* }
            }
        }
    };
}
use mirrored;
