//! Values, data types and statuses on disk.

use super::mirrored;
use gemel_model::id::{EntityId, Name};
use gemel_model::status::{ErrorCode, State, Status};
use gemel_model::value::{DataType, Relationship, RelationshipValue, Type, Value};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) enum ValueV1 {
    Boolean(bool),
    Double(f64),
    Integer(i32),
    Long(i64),
    String(String),
    List(Vec<ValueV1>),
    Map(Vec<(String, ValueV1)>),
    Relationship { target_entity_id: Option<String>, target_component_name: Option<String> },
    Expression(String),
}

#[derive(Serialize, Deserialize)]
pub(super) struct DataTypeV1 {
    kind: TypeV1,
    nested: Option<Box<DataTypeV1>>,
    allowed_values: Vec<ValueV1>,
    unit_of_measure: Option<String>,
    relationship: Option<RelationshipV1>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RelationshipV1 {
    target_component_type_id: Option<String>,
    relationship_type: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StatusV1 {
    state: StateV1,
    error: Option<(ErrorCodeV1, String)>,
}

mirrored! {
    /// The kinds of data.
    TypeV1 of Type { Relationship, String, Long, Boolean, Integer, Double, List, Map }
}

mirrored! {
    /// Where a thing is in its life.
    StateV1 of State { Creating, Updating, Deleting, Active, Error }
}

mirrored! {
    /// Why a thing is in error.
    ErrorCodeV1 of ErrorCode { ValidationError, InternalFailure, ProcessingError, CompositeComponentFailure }
}

impl From<&Value> for ValueV1 {
    fn from(of: &Value) -> Self {
        match of {
            Value::Boolean(it) => Self::Boolean(*it),
            Value::Double(it) => Self::Double(*it),
            Value::Integer(it) => Self::Integer(*it),
            Value::Long(it) => Self::Long(*it),
            Value::String(it) => Self::String(it.clone()),
            Value::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Map(entries) => {
                Self::Map(entries.iter().map(|(key, it)| (key.clone(), Self::from(it))).collect())
            }
            Value::Relationship(it) => Self::Relationship {
                target_entity_id: it.target_entity_id.as_ref().map(ToString::to_string),
                target_component_name: it.target_component_name.as_ref().map(ToString::to_string),
            },
            Value::Expression(it) => Self::Expression(it.clone()),
        }
    }
}

impl From<ValueV1> for Value {
    fn from(of: ValueV1) -> Self {
        match of {
            ValueV1::Boolean(it) => Self::Boolean(it),
            ValueV1::Double(it) => Self::Double(it),
            ValueV1::Integer(it) => Self::Integer(it),
            ValueV1::Long(it) => Self::Long(it),
            ValueV1::String(it) => Self::String(it),
            ValueV1::List(items) => Self::List(items.into_iter().map(Self::from).collect()),
            ValueV1::Map(entries) => {
                Self::Map(entries.into_iter().map(|(key, it)| (key, it.into())).collect())
            }
            ValueV1::Relationship { target_entity_id, target_component_name } => {
                Self::Relationship(RelationshipValue {
                    target_entity_id: target_entity_id.map(EntityId::trusted),
                    target_component_name: target_component_name.map(Name::trusted),
                })
            }
            ValueV1::Expression(it) => Self::Expression(it),
        }
    }
}

impl From<&DataType> for DataTypeV1 {
    fn from(of: &DataType) -> Self {
        Self {
            kind: of.kind.into(),
            nested: of.nested.as_deref().map(|it| Box::new(it.into())),
            allowed_values: of.allowed_values.iter().map(ValueV1::from).collect(),
            unit_of_measure: of.unit_of_measure.clone(),
            relationship: of.relationship.as_ref().map(|it| RelationshipV1 {
                target_component_type_id: it.target_component_type_id.clone(),
                relationship_type: it.relationship_type.clone(),
            }),
        }
    }
}

impl From<DataTypeV1> for DataType {
    fn from(of: DataTypeV1) -> Self {
        Self {
            kind: of.kind.into(),
            nested: of.nested.map(|it| Box::new((*it).into())),
            allowed_values: of.allowed_values.into_iter().map(Value::from).collect(),
            unit_of_measure: of.unit_of_measure,
            relationship: of.relationship.map(|it| Relationship {
                target_component_type_id: it.target_component_type_id,
                relationship_type: it.relationship_type,
            }),
        }
    }
}

impl From<&Status> for StatusV1 {
    fn from(of: &Status) -> Self {
        Self {
            state: of.state.into(),
            error: of.error.as_ref().map(|(code, message)| ((*code).into(), message.clone())),
        }
    }
}

impl From<StatusV1> for Status {
    fn from(of: StatusV1) -> Self {
        Self { state: of.state.into(), error: of.error.map(|(code, message)| (code.into(), message)) }
    }
}
