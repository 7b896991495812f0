//! One property of a listener: how it stands, and which value was told last.

use super::Read;
use crate::component_type::KnownTypes;
use crate::property_values::component_at;
use gemel_model::entity::{Entity, property};
use gemel_model::function::FunctionKind;
use gemel_model::history::{Reader, implementer, unknown_property};
use gemel_model::time::Timestamp;
use gemel_model::value::Value;
use gemel_series::SeriesKey;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hasher};

/// How a property's values reach a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// We tell them.
    Push,
    /// A function or connector has them: the listener asks for them itself.
    Poll,
    /// There is no such property, in words.
    Missing(String),
}

/// A property of a listener.
#[derive(Debug, Default)]
pub(super) struct Slot {
    pub(super) standing: Standing,
    pub(super) shown: Shown,
}

/// How a property stands.
#[derive(Debug, Default)]
pub(super) enum Standing {
    /// Nobody has looked yet; a listener expects values to be pushed.
    #[default]
    Unknown,
    /// Its values over time are ours.
    Series,
    /// The entity has its value.
    Static(Option<Value>),
    /// Somebody else has its values.
    Elsewhere,
    /// It is not there, in words.
    Missing(String),
}

/// Which value was told last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// None.
    #[default]
    Nothing,
    /// The one that an entity had.
    Static(u64),
    /// A point.
    At(Timestamp, u64),
}

impl Slot {
    /// Tells that a value is gone, if one was told.
    pub(super) fn hide(&mut self, index: u32, read: &mut Read) {
        if self.shown != Shown::Nothing {
            self.shown = Shown::Nothing;
            read.values.push((index, None));
        }
    }
}

impl Standing {
    /// How a property of an entity that exists stands.
    pub(super) fn of(entity: &Entity, key: &SeriesKey, types: &KnownTypes) -> Self {
        let (component, effective) = match component_at(entity, &key.component_path, types) {
            Ok(it) => it,
            Err(error) => return Self::Missing(error.public_message().to_owned()),
        };
        let Some(shown) = property(component, Some(effective), &key.property_name) else {
            let error = unknown_property(&key.property_name, effective);
            return Self::Missing(error.public_message().to_owned());
        };
        if shown.definition.is_time_series {
            let kinds = [FunctionKind::DataReaderByEntity, FunctionKind::DataReader];
            return match implementer(effective, &kinds) {
                Ok(Reader::Series) => Self::Series,
                Ok(Reader::Function(_)) => Self::Elsewhere,
                Err(error) => Self::Missing(error.public_message().to_owned()),
            };
        }
        if shown.definition.is_stored_externally {
            return Self::Elsewhere;
        }
        Self::Static(shown.value.map(std::borrow::Cow::into_owned))
    }

    pub(super) fn mode(&self) -> Mode {
        match self {
            Self::Unknown | Self::Series | Self::Static(_) => Mode::Push,
            Self::Elsewhere => Mode::Poll,
            Self::Missing(words) => Mode::Missing(words.clone()),
        }
    }

    /// The same, without the value that was told.
    pub(super) fn without_value(self) -> Self {
        match self {
            Self::Static(_) => Self::Static(None),
            other => other,
        }
    }
}

/// Tells one value from another without keeping it; every bit counts, NaN is equal to itself.
pub(super) fn mark_of(value: &Value) -> u64 {
    struct Marker(DefaultHasher);

    impl Write for Marker {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }

    let mut marker = Marker(DefaultHasher::new());
    match value {
        Value::Double(it) => marker.0.write_u64(it.to_bits()),
        other => {
            // Writing into a hasher does not fail.
            let _ = write!(marker, "{other:?}");
        }
    }
    marker.0.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_marks_of_their_own() {
        let values = [
            Value::Double(1.0),
            Value::Double(f64::NAN),
            Value::Integer(1),
            Value::Long(1),
            Value::String("1".to_owned()),
            Value::Boolean(true),
            Value::List(vec![Value::Long(1)]),
        ];
        for (index, one) in values.iter().enumerate() {
            for (other_index, other) in values.iter().enumerate() {
                assert_eq!(mark_of(one) == mark_of(other), index == other_index, "{one:?} {other:?}");
            }
        }
    }
}
