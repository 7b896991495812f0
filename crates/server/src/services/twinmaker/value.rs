//! Values, data types, definitions of properties and states: shapes to model and back.

use gemel_api::{Double, Map, twinmaker as shape};
use gemel_model::definition::{PropertyDefinition, PropertyDefinitionDraft};
use gemel_model::id::{
    ComponentTypeId, EntityId, Expression, Name, PropertyDisplayName, count, length, required,
};
use gemel_model::limits::{STRING_MAX, STRING_VALUE_MAX, VALUE_DEPTH_MAX, VALUE_ITEMS_MAX};
use gemel_model::status::Status;
use gemel_model::value::{DataType, Relationship, RelationshipValue, Type, Value};
use gemel_model::{Error, IndexMap, Result};

/// A value at `member`: exactly one member is set, and it is well formed. Whether it fits a type is the model's word.
pub(super) fn value(member: &str, given: shape::DataValue) -> Result<Value> {
    nested_value(member, given, 1)
}

fn nested_value(member: &str, given: shape::DataValue, depth: usize) -> Result<Value> {
    bounded(member, depth)?;
    let at = |name: &str| format!("{member}.{name}");
    let candidates = [
        given.boolean_value.map(|it| Ok(Value::Boolean(it))),
        given.double_value.map(|it| Ok(Value::Double(it.0))),
        given.integer_value.map(|it| Ok(Value::Integer(it))),
        given.long_value.map(|it| Ok(Value::Long(it))),
        given.string_value.map(|it| {
            length(&at("stringValue"), &it, 1, STRING_VALUE_MAX)?;
            Ok(Value::String(it))
        }),
        given.list_value.map(|it| list(&at("listValue"), it, depth)),
        given.map_value.map(|it| map(&at("mapValue"), it, depth)),
        given.relationship_value.map(|it| relationship_value(&at("relationshipValue"), it)),
        given.expression.map(|it| {
            Expression::parse(&at("expression"), &it)?;
            Ok(Value::Expression(it))
        }),
    ];
    let mut set = candidates.into_iter().flatten();
    match (set.next(), set.next()) {
        (Some(it), None) => it,
        (first, _) => {
            let shown = if first.is_some() { "several members" } else { "no member" };
            Err(Error::constraint(member, Some(shown), "Member must have exactly one member set"))
        }
    }
}

fn list(member: &str, given: Vec<shape::DataValue>, depth: usize) -> Result<Value> {
    count(member, given.len(), 0, VALUE_ITEMS_MAX)?;
    let items = given.into_iter().enumerate();
    items
        .map(|(index, it)| nested_value(&format!("{member}[{index}]"), it, depth + 1))
        .collect::<Result<_>>()
        .map(Value::List)
}

fn map(member: &str, given: Map<shape::DataValue>, depth: usize) -> Result<Value> {
    count(member, given.len(), 0, VALUE_ITEMS_MAX)?;
    let entries = given.into_iter().map(|(key, it)| {
        length(member, &key, 1, STRING_MAX)?;
        let it = nested_value(&format!("{member}.{key}"), it, depth + 1)?;
        Ok((key, it))
    });
    entries.collect::<Result<_>>().map(Value::Map)
}

fn relationship_value(member: &str, given: shape::RelationshipValue) -> Result<Value> {
    let entity = given.target_entity_id;
    let component = given.target_component_name;
    Ok(Value::Relationship(RelationshipValue {
        target_entity_id: entity
            .map(|it| EntityId::parse(&format!("{member}.targetEntityId"), &it))
            .transpose()?,
        target_component_name: component
            .map(|it| Name::parse(&format!("{member}.targetComponentName"), &it))
            .transpose()?,
    }))
}

/// A value as the wire shows it.
pub(super) fn value_shape(it: &Value) -> shape::DataValue {
    let empty = shape::DataValue::default();
    match it {
        Value::Boolean(it) => shape::DataValue { boolean_value: Some(*it), ..empty },
        Value::Double(it) => shape::DataValue { double_value: Some(Double(*it)), ..empty },
        Value::Integer(it) => shape::DataValue { integer_value: Some(*it), ..empty },
        Value::Long(it) => shape::DataValue { long_value: Some(*it), ..empty },
        Value::String(it) => shape::DataValue { string_value: Some(it.clone()), ..empty },
        Value::List(it) => {
            shape::DataValue { list_value: Some(it.iter().map(value_shape).collect()), ..empty }
        }
        Value::Map(it) => {
            let entries = it.iter().map(|(key, it)| (key.clone(), value_shape(it)));
            shape::DataValue { map_value: Some(entries.collect()), ..empty }
        }
        Value::Relationship(it) => {
            let target = shape::RelationshipValue {
                target_entity_id: it.target_entity_id.as_ref().map(ToString::to_string),
                target_component_name: it.target_component_name.as_ref().map(ToString::to_string),
            };
            shape::DataValue { relationship_value: Some(target), ..empty }
        }
        Value::Expression(it) => shape::DataValue { expression: Some(it.clone()), ..empty },
    }
}

/// A data type at `member`; rules between its parts are the model's.
pub(super) fn data_type(member: &str, given: shape::DataType) -> Result<DataType> {
    nested_data_type(member, given, 1)
}

fn nested_data_type(member: &str, given: shape::DataType, depth: usize) -> Result<DataType> {
    bounded(member, depth)?;
    let at = |name: &str| format!("{member}.{name}");
    let word = required(&at("type"), given.kind)?;
    let kind = one_of(&at("type"), &word, Type::ALL, Type::as_str)?;
    let nested =
        given.nested_type.map(|it| nested_data_type(&at("nestedType"), *it, depth + 1)).transpose()?;
    let allowed = given.allowed_values.unwrap_or_default();
    count(&at("allowedValues"), allowed.len(), 0, VALUE_ITEMS_MAX)?;
    let allowed = allowed.into_iter().enumerate();
    let allowed_values = allowed
        .map(|(index, it)| value(&at(&format!("allowedValues[{index}]")), it))
        .collect::<Result<_>>()?;
    let unit_of_measure = given.unit_of_measure;
    if let Some(it) = &unit_of_measure {
        length(&at("unitOfMeasure"), it, 1, STRING_MAX)?;
    }
    Ok(DataType {
        kind,
        nested: nested.map(Box::new),
        allowed_values,
        unit_of_measure,
        relationship: given.relationship.map(|it| relationship(&at("relationship"), it)).transpose()?,
    })
}

fn relationship(member: &str, given: shape::Relationship) -> Result<Relationship> {
    if let Some(it) = &given.target_component_type_id {
        ComponentTypeId::parse(&format!("{member}.targetComponentTypeId"), it)?;
    }
    if let Some(it) = &given.relationship_type {
        length(&format!("{member}.relationshipType"), it, 1, STRING_MAX)?;
    }
    Ok(Relationship {
        target_component_type_id: given.target_component_type_id,
        relationship_type: given.relationship_type,
    })
}

/// A data type as the wire shows it.
pub(super) fn data_type_shape(it: &DataType) -> shape::DataType {
    let allowed = it.allowed_values.iter().map(value_shape).collect::<Vec<_>>();
    let relationship = it.relationship.as_ref().map(|it| shape::Relationship {
        target_component_type_id: it.target_component_type_id.clone(),
        relationship_type: it.relationship_type.clone(),
    });
    shape::DataType {
        kind: Some(it.kind.as_str().to_owned()),
        nested_type: it.nested.as_deref().map(|it| Box::new(data_type_shape(it))),
        allowed_values: (!allowed.is_empty()).then_some(allowed),
        unit_of_measure: it.unit_of_measure.clone(),
        relationship,
    }
}

/// A property's definition at `member`, as drafted.
pub(super) fn definition(
    member: &str,
    given: shape::PropertyDefinitionRequest,
) -> Result<PropertyDefinitionDraft> {
    let at = |name: &str| format!("{member}.{name}");
    let configuration = given.configuration.map(|it| configuration(&at("configuration"), it)).transpose()?;
    if let Some(it) = &given.display_name {
        PropertyDisplayName::parse(&at("displayName"), it)?;
    }
    Ok(PropertyDefinitionDraft {
        data_type: given.data_type.map(|it| data_type(&at("dataType"), it)).transpose()?,
        is_required_in_entity: given.is_required_in_entity,
        is_external_id: given.is_external_id,
        is_stored_externally: given.is_stored_externally,
        is_time_series: given.is_time_series,
        default_value: given.default_value.map(|it| value(&at("defaultValue"), it)).transpose()?,
        configuration,
        display_name: given.display_name,
        is_imported: false,
    })
}

fn configuration(member: &str, given: Map<String>) -> Result<IndexMap<String, String>> {
    for key in given.keys() {
        Name::parse(member, key)?;
    }
    Ok(given.0)
}

/// A property's definition as the wire shows it: all seven booleans, always.
pub(super) fn definition_shape(it: &PropertyDefinition) -> shape::PropertyDefinitionResponse {
    let configuration: Map<String> =
        it.configuration.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    shape::PropertyDefinitionResponse {
        data_type: Some(data_type_shape(&it.data_type)),
        is_time_series: Some(it.is_time_series),
        is_required_in_entity: Some(it.is_required_in_entity),
        is_external_id: Some(it.is_external_id),
        is_stored_externally: Some(it.is_stored_externally),
        is_imported: Some(it.is_imported),
        is_final: Some(it.is_final),
        is_inherited: Some(it.is_inherited),
        default_value: it.default_value.as_ref().map(value_shape),
        configuration: (!configuration.is_empty()).then_some(configuration),
        display_name: it.display_name.clone(),
    }
}

/// State and error as the wire shows them; without an error, `error` is `{}`.
pub(super) fn status_shape(it: &Status) -> shape::Status {
    let error = it.error.as_ref();
    shape::Status {
        state: Some(it.state.as_str().to_owned()),
        error: Some(shape::ErrorDetails {
            code: error.map(|(code, _)| code.as_str().to_owned()),
            message: error.map(|(_, message)| message.chars().take(2_048).collect()),
        }),
    }
}

/// The one of `all` that is written `word`.
pub(super) fn one_of<T: Copy, const N: usize>(
    member: &str,
    word: &str,
    all: [T; N],
    as_str: impl Fn(T) -> &'static str,
) -> Result<T> {
    all.into_iter().find(|it| as_str(*it) == word).ok_or_else(|| {
        let words = all.map(as_str).join(", ");
        Error::constraint(member, Some(word), format_args!("Member must satisfy enum value set: [{words}]"))
    })
}

fn bounded(member: &str, depth: usize) -> Result<()> {
    if depth <= VALUE_DEPTH_MAX {
        return Ok(());
    }
    Err(Error::constraint(
        member,
        Some("…"),
        format_args!("Member must not nest deeper than {VALUE_DEPTH_MAX}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `want`: what the value is written as again, or a piece of the refusal.
    fn check(body: &str, want: Result<&str, &str>) {
        let given: shape::DataValue = gemel_api::decode(body.as_bytes()).unwrap();
        match (value("value", given), want) {
            (Ok(got), Ok(want)) => {
                assert_eq!(serde_json::to_string(&value_shape(&got)).unwrap(), want, "{body}");
            }
            (Err(error), Err(piece)) => {
                assert!(error.message().contains(piece), "{body}: {error} lacks {piece}");
            }
            (got, want) => panic!("{body}: got {got:?}, want {want:?}"),
        }
    }

    #[test]
    fn values_come_back_as_they_were() {
        for body in [
            r#"{"booleanValue":false}"#,
            r#"{"doubleValue":"NaN"}"#,
            r#"{"integerValue":-7}"#,
            r#"{"longValue":9007199254740993}"#,
            r#"{"stringValue":"x"}"#,
            r#"{"listValue":[{"stringValue":"x"},{"listValue":[]}]}"#,
            r#"{"mapValue":{"z":{"integerValue":1},"a":{"integerValue":2}}}"#,
            r#"{"relationshipValue":{"targetEntityId":"e1","targetComponentName":"c"}}"#,
            r#"{"expression":"${Parameters.x}"}"#,
        ] {
            check(body, Ok(body));
        }
    }

    #[test]
    fn malformed_values_name_their_member() {
        check("{}", Err("Value 'no member' at 'value'"));
        check(r#"{"stringValue":"x","longValue":1}"#, Err("Value 'several members' at 'value'"));
        check(r#"{"stringValue":""}"#, Err("at 'value.stringValue'"));
        check(r#"{"listValue":[{"stringValue":"x"},{}]}"#, Err("at 'value.listValue[1]'"));
        check(r#"{"mapValue":{"k":{"stringValue":""}}}"#, Err("at 'value.mapValue.k.stringValue'"));
        check(
            r#"{"relationshipValue":{"targetEntityId":"-"}}"#,
            Err("at 'value.relationshipValue.targetEntityId'"),
        );
        check(r#"{"expression":"x"}"#, Err("at 'value.expression'"));
        let many = format!(r#"{{"listValue":[{}]}}"#, vec![r#"{"integerValue":1}"#; 51].join(","));
        check(&many, Err("'51 elements' at 'value.listValue'"));
        let deep =
            format!("{}{}{}", r#"{"listValue":["#.repeat(16), r#"{"integerValue":1}"#, "]}".repeat(16));
        check(&deep, Err("nest deeper than 16"));
    }

    #[test]
    fn definitions_name_their_member() {
        let refused = |body: &str, piece: &str| {
            let given: shape::PropertyDefinitionRequest = gemel_api::decode(body.as_bytes()).unwrap();
            let error = definition("propertyDefinitions.t", given).unwrap_err();
            assert!(error.message().contains(piece), "{body}: {error} lacks {piece}");
        };
        refused(r#"{"dataType":{}}"#, "Value null at 'propertyDefinitions.t.dataType.type'");
        refused(
            r#"{"dataType":{"type":"TEXT"}}"#,
            "Value 'TEXT' at 'propertyDefinitions.t.dataType.type' failed to satisfy constraint: Member must satisfy enum value set: [RELATIONSHIP, STRING,",
        );
        refused(
            r#"{"dataType":{"type":"LIST","nestedType":{"type":"x"}}}"#,
            "at 'propertyDefinitions.t.dataType.nestedType.type'",
        );
        refused(
            r#"{"dataType":{"type":"STRING","unitOfMeasure":""}}"#,
            "at 'propertyDefinitions.t.dataType.unitOfMeasure'",
        );
        refused(r#"{"configuration":{"a b":"x"}}"#, "Value 'a b' at 'propertyDefinitions.t.configuration'");
        refused(r#"{"defaultValue":{}}"#, "at 'propertyDefinitions.t.defaultValue'");
    }
}
