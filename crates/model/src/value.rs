//! A property's value and its type.

use crate::id::{EntityId, Name};
use indexmap::IndexMap;

mod check;
#[cfg(test)]
mod tests;

pub use check::{check_data_type, check_value};

/// A value, with exactly one of the wire's members set.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `booleanValue`
    Boolean(bool),
    /// `doubleValue`; may be NaN or infinite.
    Double(f64),
    /// `integerValue`
    Integer(i32),
    /// `longValue`
    Long(i64),
    /// `stringValue`
    String(String),
    /// `listValue`
    List(Vec<Value>),
    /// `mapValue`, in the order it was given.
    Map(IndexMap<String, Value>),
    /// `relationshipValue`
    Relationship(RelationshipValue),
    /// `expression`, stored and returned as it is.
    Expression(String),
}

/// Where a relationship points. The target need not exist.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RelationshipValue {
    /// The entity pointed at.
    pub target_entity_id: Option<EntityId>,
    /// The component of it, if one is meant.
    pub target_component_name: Option<Name>,
}

/// The kinds of data a property can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// A link to an entity.
    Relationship,
    /// Text.
    String,
    /// A 64-bit whole number.
    Long,
    /// True or false.
    Boolean,
    /// A 32-bit whole number.
    Integer,
    /// A floating-point number.
    Double,
    /// A list of one nested type.
    List,
    /// A map from text to one nested type.
    Map,
}

/// The whole type of a property.
#[derive(Debug, Clone, PartialEq)]
pub struct DataType {
    /// The outermost kind.
    pub kind: Type,
    /// What a LIST or MAP holds.
    pub nested: Option<Box<DataType>>,
    /// The only values allowed; empty means any.
    pub allowed_values: Vec<Value>,
    /// Free text, for people.
    pub unit_of_measure: Option<String>,
    /// What a RELATIONSHIP means.
    pub relationship: Option<Relationship>,
}

/// What a RELATIONSHIP property links to. Both parts are optional and informational.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Relationship {
    /// The component type the target is expected to have.
    pub target_component_type_id: Option<String>,
    /// The relationship's own word.
    pub relationship_type: Option<String>,
}

impl Type {
    /// All kinds, in the wire's order.
    pub const ALL: [Self; 8] = [
        Self::Relationship,
        Self::String,
        Self::Long,
        Self::Boolean,
        Self::Integer,
        Self::Double,
        Self::List,
        Self::Map,
    ];

    /// The wire's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Relationship => "RELATIONSHIP",
            Self::String => "STRING",
            Self::Long => "LONG",
            Self::Boolean => "BOOLEAN",
            Self::Integer => "INTEGER",
            Self::Double => "DOUBLE",
            Self::List => "LIST",
            Self::Map => "MAP",
        }
    }
}

impl DataType {
    /// A plain type without nesting or restrictions.
    pub const fn plain(kind: Type) -> Self {
        Self { kind, nested: None, allowed_values: Vec::new(), unit_of_measure: None, relationship: None }
    }

    /// A list of something.
    pub fn list(of: Self) -> Self {
        Self { nested: Some(Box::new(of)), ..Self::plain(Type::List) }
    }

    /// A map from text to something.
    pub fn map(of: Self) -> Self {
        Self { nested: Some(Box::new(of)), ..Self::plain(Type::Map) }
    }
}

impl DataType {
    /// The kind at the bottom: of a list of maps of text, STRING.
    pub fn base_kind(&self) -> Type {
        self.nested.as_deref().map_or(self.kind, Self::base_kind)
    }

    /// Whether both have the same kinds all the way down; restrictions and units aside.
    pub fn has_same_shape(&self, other: &Self) -> bool {
        self.kind == other.kind
            && match (self.nested.as_deref(), other.nested.as_deref()) {
                (Some(one), Some(two)) => one.has_same_shape(two),
                (None, None) => true,
                _ => false,
            }
    }
}

impl Value {
    /// The wire's member that carries this kind of value.
    pub const fn member(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "booleanValue",
            Self::Double(_) => "doubleValue",
            Self::Integer(_) => "integerValue",
            Self::Long(_) => "longValue",
            Self::String(_) => "stringValue",
            Self::List(_) => "listValue",
            Self::Map(_) => "mapValue",
            Self::Relationship(_) => "relationshipValue",
            Self::Expression(_) => "expression",
        }
    }
}

impl std::fmt::Display for DataType {
    /// `STRING`, `LIST<MAP<DOUBLE>>`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind.as_str())?;
        match &self.nested {
            Some(it) => write!(f, "<{it}>"),
            None => Ok(()),
        }
    }
}
