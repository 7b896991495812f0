//! Results of connectors, read with the tolerance that handlers in the field need: keys in any case, numbers as text,
//! a `timestamp` without a `time`. What cannot be understood even so is the connector's failure.

use super::{Json, unusable};
use crate::definition::PropertyDefinitionDraft;
use crate::entity::Property;
use crate::error::Result;
use crate::history::Point;
use crate::id::{EntityId, Name};
use crate::limits::VALUE_DEPTH_MAX;
use crate::time::Timestamp;
use crate::value::{DataType, Relationship, RelationshipValue, Type, Value};
use indexmap::IndexMap;

/// A row: column → value.
pub type Row = IndexMap<String, Value>;

/// The history of one property as a connector answered it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The property.
    pub property_name: String,
    /// The entity, if the connector named one.
    pub entity_id: Option<EntityId>,
    /// The component, if the connector named one.
    pub component: Option<String>,
    /// The name in the outside store.
    pub external_id_property: IndexMap<String, String>,
    /// The points, in the connector's order.
    pub points: Vec<Point>,
}

/// The histories in the result of a data reader, and its next token. `types` knows the declared types.
pub fn histories<'a>(
    result: &Json,
    types: impl Fn(&str) -> Option<&'a DataType>,
) -> Result<(Vec<Answered>, Option<String>)> {
    let mut answered = Vec::new();
    for it in list(result, "propertyValues")? {
        let reference = it.member("entityPropertyReference").or_else(|| it.member("propertyReference"));
        let reference = reference
            .ok_or_else(|| unusable("an element of propertyValues has no entityPropertyReference"))?;
        let property_name = text_of(reference, "propertyName")?;
        let data_type = types(&property_name);
        let mut points = Vec::new();
        for value in it.member("values").map(|it| items(it, "values")).transpose()?.unwrap_or_default() {
            points.push(point(value, &property_name, data_type)?);
        }
        let entity_id = reference.member("entityId").and_then(Json::text);
        let component = reference.member("componentName").or_else(|| reference.member("componentPath"));
        answered.push(Answered {
            entity_id: entity_id.and_then(|it| EntityId::parse("entityId", it).ok()),
            component: component.and_then(Json::text).map(str::to_owned),
            external_id_property: external_ids(reference),
            property_name,
            points,
        });
    }
    Ok((answered, next_token(result)))
}

fn external_ids(reference: &Json) -> IndexMap<String, String> {
    let Some(Json::Object(members)) = reference.member("externalIdProperty") else { return IndexMap::new() };
    members.iter().filter_map(|(key, it)| Some((key.clone(), scalar_text(it)?))).collect()
}

fn next_token(result: &Json) -> Option<String> {
    result.member("nextToken").and_then(scalar_text).filter(|it| !it.is_empty())
}

/// The values in the result of an attribute reader; a property without a value has none.
pub fn attributes<'a>(
    result: &Json,
    types: impl Fn(&str) -> Option<&'a DataType>,
) -> Result<IndexMap<String, Option<Value>>> {
    let Some(values) = result.member("propertyValues") else {
        return Err(unusable("it has no propertyValues"));
    };
    let mut found = IndexMap::new();
    match values {
        Json::Object(members) => {
            for (name, it) in members {
                found.insert(name.clone(), latest(it, name, types(name))?);
            }
        }
        // Some handlers answer a list, as readers of history do.
        Json::List(values) => {
            for it in values {
                let reference =
                    it.member("propertyReference").or_else(|| it.member("entityPropertyReference"));
                let name = text_of(reference.unwrap_or(it), "propertyName")?;
                let value = latest(it, &name, types(&name))?;
                found.insert(name, value);
            }
        }
        other => return Err(unusable(format_args!("propertyValues is {}, not an object", other.kind()))),
    }
    Ok(found)
}

fn latest(it: &Json, name: &str, data_type: Option<&DataType>) -> Result<Option<Value>> {
    it.member("propertyValue").or_else(|| it.member("value")).map(|it| value(it, name, data_type)).transpose()
}

/// The rows in the result of a tabular reader, result set by result set, and its next token.
pub fn rows<'a>(
    result: &Json,
    types: impl Fn(&str) -> Option<&'a DataType>,
) -> Result<(Vec<Vec<Row>>, Option<String>)> {
    let mut sets = Vec::new();
    for set in list(result, "tabularPropertyValues")? {
        let mut rows = Vec::new();
        for row in items(set, "tabularPropertyValues")? {
            let Json::Object(columns) = row else {
                return Err(unusable(format_args!("a row is {}, not an object", row.kind())));
            };
            let columns = columns.iter().filter(|(_, it)| *it != Json::Null);
            let row = columns.map(|(name, it)| Ok((name.clone(), value(it, name, types(name))?)));
            rows.push(row.collect::<Result<_>>()?);
        }
        sets.push(rows);
    }
    Ok((sets, next_token(result)))
}

/// What a data writer refused: the number of the entry (`None` when it cannot be told which), code and message.
/// `find` looks an entry up by entity, component and property.
pub fn refusals(
    result: &Json,
    find: impl Fn(&str, &str, &str) -> Option<usize>,
) -> Result<Vec<(Option<usize>, String, String)>> {
    // A writer that answers nothing refused nothing.
    let Some(entries) = result.member("errorEntries") else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in items(entries, "errorEntries")? {
        for error in list(entry, "errors")? {
            let refused = error.member("entry");
            let by_id = refused.and_then(|it| scalar_text(it.member("entryId")?)?.parse().ok());
            let by_reference = || {
                let reference = refused?.member("entityPropertyReference")?;
                let at = |key| reference.member(key).and_then(Json::text);
                find(
                    at("entityId")?,
                    at("componentName").or_else(|| at("componentPath"))?,
                    at("propertyName")?,
                )
            };
            let word =
                |key, or: &str| error.member(key).and_then(scalar_text).unwrap_or_else(|| or.to_owned());
            found.push((
                by_id.or_else(by_reference),
                word("errorCode", "CONNECTOR_FAILURE"),
                word("errorMessage", "the connector refused the values and did not say why"),
            ));
        }
    }
    Ok(found)
}

/// What a schemaInitializer brought for a component: definitions and values.
pub fn properties(result: &Json) -> Result<IndexMap<Name, Property>> {
    let mut found = IndexMap::new();
    let Some(properties) = result.member("properties") else { return Err(unusable("it has no properties")) };
    let Json::Object(members) = properties else {
        return Err(unusable(format_args!("properties is {}, not an object", properties.kind())));
    };
    for (key, it) in members {
        let name = Name::parse("properties", key).map_err(|error| unusable(error.message()))?;
        let definition = it.member("definition").map(|it| definition(it, key)).transpose()?;
        let data_type = definition.as_ref().and_then(|it| it.data_type.as_ref());
        let value = it.member("value").map(|it| value(it, key, data_type)).transpose()?;
        found.insert(name, Property { definition, value });
    }
    Ok(found)
}

/// What a schemaInitializer brought for a type: definitions, with the values as defaults.
pub fn definitions(result: &Json) -> Result<IndexMap<Name, PropertyDefinitionDraft>> {
    let brought = properties(result)?.into_iter().map(|(name, it)| {
        let mut draft = it.definition.unwrap_or_default();
        if it.value.is_some() && draft.is_time_series != Some(true) {
            draft.default_value = it.value;
        }
        draft.is_imported = true;
        (name, draft)
    });
    Ok(brought.collect())
}

fn definition(it: &Json, name: &str) -> Result<PropertyDefinitionDraft> {
    let data_type = it.member("dataType").map(|it| data_type(it, name, VALUE_DEPTH_MAX)).transpose()?;
    // Some handlers answer with the names that Java beans have.
    let flag = |key: &str, bean: &str| {
        it.member(key).or_else(|| it.member(bean)).map(|it| {
            boolean(it).ok_or_else(|| unusable(format_args!("`{key}` of `{name}` is {}", it.kind())))
        })
    };
    let default_value =
        it.member("defaultValue").map(|it| value(it, name, data_type.as_ref())).transpose()?;
    let configuration = match it.member("configuration") {
        Some(Json::Object(members)) => {
            Some(members.iter().filter_map(|(key, it)| Some((key.clone(), scalar_text(it)?))).collect())
        }
        _ => None,
    };
    Ok(PropertyDefinitionDraft {
        is_required_in_entity: flag("isRequiredInEntity", "requiredInEntity").transpose()?,
        is_external_id: flag("isExternalId", "externalId").transpose()?,
        is_stored_externally: flag("isStoredExternally", "storedExternally").transpose()?,
        is_time_series: flag("isTimeSeries", "timeSeries").transpose()?,
        default_value,
        configuration,
        display_name: it.member("displayName").and_then(scalar_text),
        is_imported: true,
        data_type,
    })
}

fn data_type(it: &Json, name: &str, depth: usize) -> Result<DataType> {
    let deeper =
        depth.checked_sub(1).ok_or_else(|| unusable(format_args!("the type of `{name}` is too deep")))?;
    let word = text_of(it, "type")?;
    let kind = Type::ALL.into_iter().find(|it| it.as_str().eq_ignore_ascii_case(&word));
    let kind = kind.ok_or_else(|| unusable(format_args!("`{name}` has the unknown type `{word}`")))?;
    let nested = it.member("nestedType").map(|it| data_type(it, name, deeper)).transpose()?;
    let base = DataType { nested: nested.map(Box::new), ..DataType::plain(kind) };
    let allowed = it.member("allowedValues").map(|it| items(it, "allowedValues")).transpose()?;
    let plain = DataType::plain(base.base_kind());
    let allowed = allowed.unwrap_or_default().iter().map(|it| value(it, name, Some(&plain)));
    let relationship = it.member("relationship").map(|it| Relationship {
        target_component_type_id: it.member("targetComponentTypeId").and_then(scalar_text),
        relationship_type: it.member("relationshipType").and_then(scalar_text),
    });
    Ok(DataType {
        allowed_values: allowed.collect::<Result<_>>()?,
        unit_of_measure: it.member("unitOfMeasure").and_then(scalar_text),
        relationship,
        ..base
    })
}

fn point(it: &Json, name: &str, data_type: Option<&DataType>) -> Result<Point> {
    let time = match (it.member("time"), it.member("timestamp")) {
        (Some(it), _) | (None, Some(it)) => instant(it),
        (None, None) => {
            return Err(unusable(format_args!("a value of `{name}` has neither time nor timestamp")));
        }
    };
    let time =
        time.ok_or_else(|| unusable(format_args!("the time of a value of `{name}` cannot be read")))?;
    let given =
        it.member("value").ok_or_else(|| unusable(format_args!("an element of `{name}` has no value")))?;
    Ok(Point { time, value: value(given, name, data_type)? })
}

/// A time: ISO 8601 text with or without seconds, or epoch seconds as number or text.
fn instant(it: &Json) -> Option<Timestamp> {
    match it {
        Json::Integer(it) => Some(Timestamp::from_seconds(*it)),
        Json::Double(it) => Timestamp::from_seconds_f64(*it).ok(),
        Json::Text(text) => {
            let text = text.trim();
            if let Ok(it) = text.parse::<f64>() {
                return Timestamp::from_seconds_f64(it).ok();
            }
            if let Ok(it) = Timestamp::parse("time", text) {
                return Some(it);
            }
            // Java leaves out seconds that are zero.
            let at = text.get(16..17).filter(|it| matches!(*it, "Z" | "+" | "-"));
            let with_seconds = at.map(|_| format!("{}:00{}", &text[..16], &text[16..]));
            // Others leave out the zone and mean UTC, or write a space for the T.
            let candidates = [with_seconds, Some(format!("{text}Z")), Some(text.replacen(' ', "T", 1))];
            let spaced = candidates.iter().flatten().map(|it| it.replacen(' ', "T", 1));
            let all: Vec<String> = candidates.iter().flatten().cloned().chain(spaced).collect();
            all.iter().find_map(|it| Timestamp::parse("time", it).ok())
        }
        _ => None,
    }
}

/// A value of a declared type, or of whichever member it has when none is declared.
fn value(it: &Json, name: &str, data_type: Option<&DataType>) -> Result<Value> {
    value_within(it, data_type, VALUE_DEPTH_MAX).ok_or_else(|| match data_type {
        Some(data_type) => {
            unusable(format_args!("a value of `{name}` cannot be read as {}", data_type.kind.as_str()))
        }
        None => unusable(format_args!("a value of `{name}` has no member that is known")),
    })
}

fn value_within(it: &Json, data_type: Option<&DataType>, depth: usize) -> Option<Value> {
    let deeper = depth.checked_sub(1)?;
    if let Some(text) = it.member("expression").and_then(Json::text) {
        return Some(Value::Expression(text.to_owned()));
    }
    match data_type {
        Some(data_type) => declared(it, data_type, deeper),
        None => undeclared(it, deeper),
    }
}

/// The members a value can have, and what each means.
const MEMBERS: [(&str, Type); 9] = [
    ("doubleValue", Type::Double),
    ("integerValue", Type::Integer),
    ("intValue", Type::Integer),
    ("longValue", Type::Long),
    ("stringValue", Type::String),
    ("booleanValue", Type::Boolean),
    ("listValue", Type::List),
    ("mapValue", Type::Map),
    ("relationshipValue", Type::Relationship),
];

fn declared(it: &Json, data_type: &DataType, depth: usize) -> Option<Value> {
    let own = MEMBERS.iter().filter(|(_, kind)| *kind == data_type.kind);
    let other = MEMBERS.iter().filter(|(_, kind)| *kind != data_type.kind);
    let given = own.chain(other).find_map(|(key, _)| it.member(key))?;
    read(given, data_type.kind, data_type.nested.as_deref(), depth)
}

fn undeclared(it: &Json, depth: usize) -> Option<Value> {
    let (given, kind) = MEMBERS.iter().find_map(|(key, kind)| Some((it.member(key)?, *kind)))?;
    read(given, kind, None, depth)
}

fn read(given: &Json, kind: Type, nested: Option<&DataType>, depth: usize) -> Option<Value> {
    Some(match kind {
        Type::Boolean => Value::Boolean(boolean(given)?),
        Type::Double => Value::Double(double(given)?),
        Type::Integer => Value::Integer(i32::try_from(whole(given)?).ok()?),
        Type::Long => Value::Long(whole(given)?),
        Type::String => Value::String(scalar_text(given)?),
        Type::List => {
            let Json::List(items) = given else { return None };
            Value::List(items.iter().map(|it| value_within(it, nested, depth)).collect::<Option<_>>()?)
        }
        Type::Map => {
            let Json::Object(members) = given else { return None };
            let entries = members.iter().filter(|(_, it)| *it != Json::Null);
            let entries = entries.map(|(key, it)| Some((key.clone(), value_within(it, nested, depth)?)));
            Value::Map(entries.collect::<Option<_>>()?)
        }
        Type::Relationship => {
            let at = |key| given.member(key).and_then(Json::text);
            Value::Relationship(RelationshipValue {
                target_entity_id: at("targetEntityId")
                    .map(|it| EntityId::parse("targetEntityId", it))
                    .transpose()
                    .ok()?,
                target_component_name: at("targetComponentName")
                    .map(|it| Name::parse("targetComponentName", it))
                    .transpose()
                    .ok()?,
            })
        }
    })
}

fn boolean(it: &Json) -> Option<bool> {
    match it {
        Json::Boolean(it) => Some(*it),
        Json::Text(it) if it.eq_ignore_ascii_case("true") => Some(true),
        Json::Text(it) if it.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "the property is a DOUBLE: its owner chose that precision")]
fn double(it: &Json) -> Option<f64> {
    match it {
        Json::Integer(it) => Some(*it as f64),
        Json::Double(it) => Some(*it),
        Json::Text(it) => it.trim().parse().ok(),
        _ => None,
    }
}

fn whole(it: &Json) -> Option<i64> {
    match it {
        Json::Integer(it) => Some(*it),
        Json::Double(it) => whole_of(*it),
        Json::Text(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| whole_of(text.parse().ok()?))
        }
        _ => None,
    }
}

/// A double without a fraction, as a whole number.
#[expect(clippy::cast_possible_truncation, reason = "it has no fraction and lies within the range")]
fn whole_of(it: f64) -> Option<i64> {
    (it.fract() == 0.0 && it.abs() < 9_223_372_036_854_774_784.0).then_some(it as i64)
}

fn scalar_text(it: &Json) -> Option<String> {
    match it {
        Json::Text(it) => Some(it.clone()),
        Json::Integer(it) => Some(it.to_string()),
        Json::Double(it) => Some(it.to_string()),
        Json::Boolean(it) => Some(it.to_string()),
        Json::Null | Json::List(_) | Json::Object(_) => None,
    }
}

fn text_of(it: &Json, key: &str) -> Result<String> {
    it.member(key).and_then(scalar_text).ok_or_else(|| unusable(format_args!("`{key}` is missing")))
}

fn items<'a>(it: &'a Json, key: &str) -> Result<&'a [Json]> {
    match it {
        Json::List(items) => Ok(items),
        other => Err(unusable(format_args!("{key} is {}, not a list", other.kind()))),
    }
}

fn list<'a>(it: &'a Json, key: &str) -> Result<&'a [Json]> {
    items(it.member(key).ok_or_else(|| unusable(format_args!("it has no {key}")))?, key)
}
