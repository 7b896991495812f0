//! What connectors are sent and what they answer, as a small tree of JSON; a floor above turns it into bytes and back.

mod request;
mod result;

#[cfg(test)]
mod tests;

pub use request::{
    EventProperty, attribute_reader, component_properties, data_reader, data_writer, schema_initializer,
    tabular_reader, type_properties,
};
pub use result::{Answered, Row, attributes, definitions, histories, properties, refusals, rows};

use crate::error::{Error, Kind};

/// A JSON document. Keys of an object keep their order and their case.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number; never NaN or infinite.
    Double(f64),
    /// Text.
    Text(String),
    /// `[…]`
    List(Vec<Json>),
    /// `{…}`
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The member of an object under a key in any case; `null` counts as absent.
    pub fn member(&self, key: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        let exact = members.iter().find(|(name, _)| name == key);
        let found = exact.or_else(|| members.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)));
        found.map(|(_, it)| it).filter(|it| **it != Self::Null)
    }

    /// The text, if it is text.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(it) = self { Some(it) } else { None }
    }

    /// What kind of document it is, in a word.
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) | Self::Double(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

impl From<&str> for Json {
    fn from(it: &str) -> Self {
        Self::Text(it.to_owned())
    }
}

/// The failure of a connector whose answer cannot be understood.
pub fn unusable(why: impl std::fmt::Display) -> Error {
    Error::new(Kind::Connector, format!("the connector's answer cannot be used: {why}"))
}
