//! Values, definitions and states written straight from the model: in answers that are asked for all the time, building
//! shapes first costs as much again as writing them. Tests hold them equal to the shapes.

use super::value;
use gemel_api::Double;
use gemel_model::definition::PropertyDefinition;
use gemel_model::status::Status;
use gemel_model::value::{DataType, Value};
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

/// Longest message of an error that is shown.
const MESSAGE_CHARS_MAX: usize = 2_048;

/// `DataValue`
pub(super) struct OneValue<'a>(pub(super) &'a Value);

impl Serialize for OneValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn one<S: Serializer>(
            serializer: S,
            member: &'static str,
            value: &impl Serialize,
        ) -> Result<S::Ok, S::Error> {
            let mut it = serializer.serialize_struct("DataValue", 1)?;
            it.serialize_field(member, value)?;
            it.end()
        }
        match self.0 {
            Value::Double(it) => one(serializer, "doubleValue", &Double(*it)),
            Value::Integer(it) => one(serializer, "integerValue", it),
            Value::Long(it) => one(serializer, "longValue", it),
            Value::Boolean(it) => one(serializer, "booleanValue", it),
            Value::String(it) => one(serializer, "stringValue", it),
            rare => Serialize::serialize(&value::value_shape(rare), serializer),
        }
    }
}

/// `PropertyDefinitionResponse`: all seven booleans, always.
pub(super) struct OneDefinition<'a>(pub(super) &'a PropertyDefinition);

impl Serialize for OneDefinition<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = self.0;
        let mut it = serializer.serialize_map(None)?;
        it.serialize_entry("dataType", &OneDataType(&of.data_type))?;
        it.serialize_entry("isTimeSeries", &of.is_time_series)?;
        it.serialize_entry("isRequiredInEntity", &of.is_required_in_entity)?;
        it.serialize_entry("isExternalId", &of.is_external_id)?;
        it.serialize_entry("isStoredExternally", &of.is_stored_externally)?;
        it.serialize_entry("isImported", &of.is_imported)?;
        it.serialize_entry("isFinal", &of.is_final)?;
        it.serialize_entry("isInherited", &of.is_inherited)?;
        if let Some(value) = &of.default_value {
            it.serialize_entry("defaultValue", &OneValue(value))?;
        }
        if !of.configuration.is_empty() {
            it.serialize_entry("configuration", &of.configuration)?;
        }
        if let Some(name) = &of.display_name {
            it.serialize_entry("displayName", name)?;
        }
        it.end()
    }
}

struct OneDataType<'a>(&'a DataType);

impl Serialize for OneDataType<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = self.0;
        let is_plain = of.nested.is_none() && of.allowed_values.is_empty() && of.relationship.is_none();
        if !is_plain {
            return Serialize::serialize(&value::data_type_shape(of), serializer);
        }
        let mut it = serializer.serialize_map(None)?;
        it.serialize_entry("type", of.kind.as_str())?;
        if let Some(unit) = &of.unit_of_measure {
            it.serialize_entry("unitOfMeasure", unit)?;
        }
        it.end()
    }
}

/// `Status`; without an error, `error` is `{}`.
pub(super) struct OneStatus<'a>(pub(super) &'a Status);

impl Serialize for OneStatus<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct OneError<'a>(&'a Status);

        impl Serialize for OneError<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut it = serializer.serialize_map(None)?;
                if let Some((code, message)) = &self.0.error {
                    let message: String = message.chars().take(MESSAGE_CHARS_MAX).collect();
                    it.serialize_entry("code", code.as_str())?;
                    it.serialize_entry("message", &message)?;
                }
                it.end()
            }
        }

        let mut it = serializer.serialize_struct("Status", 2)?;
        it.serialize_field("state", self.0.state.as_str())?;
        it.serialize_field("error", &OneError(self.0))?;
        it.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemel_model::IndexMap;
    use gemel_model::status::{ErrorCode, State};
    use gemel_model::value::{Relationship, Type};

    fn check(written: &impl Serialize, shape: &impl Serialize) {
        assert_eq!(serde_json::to_string(written).unwrap(), serde_json::to_string(shape).unwrap());
    }

    fn data_types() -> Vec<DataType> {
        let plain = DataType {
            kind: Type::String,
            nested: None,
            allowed_values: Vec::new(),
            unit_of_measure: None,
            relationship: None,
        };
        let relationship =
            Relationship { target_component_type_id: Some("a.b".to_owned()), relationship_type: None };
        vec![
            DataType { unit_of_measure: Some("°C \"x\"".to_owned()), ..plain.clone() },
            DataType { allowed_values: vec![Value::Long(1)], ..plain.clone() },
            DataType { kind: Type::List, nested: Some(Box::new(plain.clone())), ..plain.clone() },
            DataType { kind: Type::Relationship, relationship: Some(relationship), ..plain.clone() },
            plain,
        ]
    }

    #[test]
    fn definitions_are_as_their_shapes() {
        for data_type in data_types() {
            for is_full in [false, true] {
                let definition = PropertyDefinition {
                    data_type: data_type.clone(),
                    is_time_series: is_full,
                    is_required_in_entity: !is_full,
                    is_external_id: is_full,
                    is_stored_externally: !is_full,
                    is_imported: is_full,
                    is_final: !is_full,
                    is_inherited: is_full,
                    default_value: is_full.then_some(Value::Double(f64::NAN)),
                    configuration: if is_full {
                        IndexMap::from([("z".to_owned(), "1".to_owned()), ("a".to_owned(), "2".to_owned())])
                    } else {
                        IndexMap::new()
                    },
                    display_name: is_full.then(|| "Name".to_owned()),
                };
                check(&OneDefinition(&definition), &value::definition_shape(&definition));
            }
        }
    }

    #[test]
    fn values_and_states_are_as_their_shapes() {
        for it in [
            Value::Boolean(true),
            Value::Double(1.5),
            Value::Double(f64::NEG_INFINITY),
            Value::Integer(-7),
            Value::Long(i64::MAX),
            Value::String("a\u{0}\"ü".to_owned()),
            Value::List(vec![Value::Long(1)]),
            Value::Expression("${a.b}".to_owned()),
        ] {
            check(&OneValue(&it), &value::value_shape(&it));
        }
        let error = Some((ErrorCode::ProcessingError, "x".repeat(MESSAGE_CHARS_MAX + 1)));
        for it in [Status { state: State::Error, error }, Status::of(State::Active)] {
            check(&OneStatus(&it), &value::status_shape(&it));
        }
    }
}
