//! The functions of a component type: which connector serves which kind of question.

use crate::id::Name;

/// The kinds of function a component type can have; any other key is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FunctionKind {
    /// Imports definitions and values when a type or a component is made.
    SchemaInitializer,
    /// History by entity and by component type.
    DataReader,
    /// History by entity only.
    DataReaderByEntity,
    /// History by component type only.
    DataReaderByComponentType,
    /// BatchPutPropertyValues.
    DataWriter,
    /// Values of properties that are stored externally.
    AttributePropertyValueReaderByEntity,
    /// Rows of a TABULAR property group.
    TabularDataReaderByEntity,
}

/// Who implements a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataConnector {
    /// A Lambda-style function, by ARN.
    Lambda(String),
    /// Gemel itself; only for built-in types and their heirs.
    Native,
}

/// What a function serves; informational.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One entity.
    Entity,
    /// The whole workspace.
    Workspace,
}

/// A function as a user declares it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Function {
    /// The properties whose values the connector needs; `None` when not given.
    pub required_properties: Option<Vec<Name>>,
    /// As sent; informational.
    pub scope: Option<Scope>,
    /// `None`: declared but not implemented, which makes the type abstract.
    pub implemented_by: Option<DataConnector>,
}

/// A function as it stands after inheritance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectiveFunction {
    /// The function.
    pub function: Function,
    /// It comes from a parent type.
    pub is_inherited: bool,
}

impl FunctionKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::SchemaInitializer,
        Self::DataReader,
        Self::DataReaderByEntity,
        Self::DataReaderByComponentType,
        Self::DataWriter,
        Self::AttributePropertyValueReaderByEntity,
        Self::TabularDataReaderByEntity,
    ];

    /// The key on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SchemaInitializer => "schemaInitializer",
            Self::DataReader => "dataReader",
            Self::DataReaderByEntity => "dataReaderByEntity",
            Self::DataReaderByComponentType => "dataReaderByComponentType",
            Self::DataWriter => "dataWriter",
            Self::AttributePropertyValueReaderByEntity => "attributePropertyValueReaderByEntity",
            Self::TabularDataReaderByEntity => "tabularDataReaderByEntity",
        }
    }

    /// From the key on the wire.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == key)
    }
}
