//! Events: the payloads of the connector functions, as the reference handlers expect them.

use super::Json;
use crate::component_type::EffectiveType;
use crate::definition::PropertyDefinition;
use crate::entity::{Component, property};
use crate::history::{Ask, ComponentAt, Cursor, Filter, Point, Subject};
use crate::id::{EntityId, Name, WorkspaceId};
use crate::limits::HISTORY_PAGE_DEFAULT;
use crate::time::Timestamp;
use crate::value::{DataType, Value};
use std::borrow::Cow;

/// A property in an event: definition and the value that counts.
pub type EventProperty<'a> = (&'a Name, Cow<'a, PropertyDefinition>, Option<Cow<'a, Value>>);

fn object(members: impl IntoIterator<Item = (&'static str, Option<Json>)>) -> Json {
    Json::Object(members.into_iter().filter_map(|(key, it)| Some((key.to_owned(), it?))).collect())
}

#[expect(clippy::unnecessary_wraps, reason = "a member of `object` may be absent; this one is there")]
fn text(it: impl AsRef<str>) -> Option<Json> {
    Some(Json::from(it.as_ref()))
}

#[expect(clippy::unnecessary_wraps, reason = "a member of `object` may be absent; this one is there")]
fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> Option<Json> {
    Some(Json::List(items.into_iter().map(Json::from).collect()))
}

/// All properties of a component: the type's and its own.
pub fn component_properties<'a>(
    component: &'a Component,
    effective: &'a EffectiveType,
) -> Vec<EventProperty<'a>> {
    let own = component.properties.keys().filter(|it| !effective.property_definitions.contains_key(*it));
    let names = effective.property_definitions.keys().chain(own);
    names
        .filter_map(|name| property(component, Some(effective), name.as_str()))
        .map(|it| (it.name, it.definition, it.value))
        .collect()
}

/// All properties of a type, with their defaults as values.
pub fn type_properties(effective: &EffectiveType) -> Vec<EventProperty<'_>> {
    let all = effective.property_definitions.iter();
    all.map(|(name, it)| (name, Cow::Borrowed(it), it.default_value.as_ref().map(Cow::Borrowed))).collect()
}

/// schemaInitializer: of a type, or of a component of an entity.
pub fn schema_initializer(
    workspace_id: &WorkspaceId,
    component: Option<(&EntityId, &str)>,
    properties: &[EventProperty<'_>],
) -> Json {
    object([
        ("workspaceId", text(workspace_id)),
        ("entityId", component.and_then(|(entity, _)| text(entity))),
        ("componentName", component.and_then(|(_, path)| text(path))),
        ("properties", Some(properties_json(properties))),
    ])
}

/// dataReader, dataReaderByEntity and dataReaderByComponentType; handlers tell them apart by the presence of `entityId`.
pub fn data_reader(
    workspace_id: &WorkspaceId,
    ask: &Ask,
    effective: &EffectiveType,
    properties: &[EventProperty<'_>],
) -> Json {
    let component = match &ask.subject {
        Subject::Component(entity, at) => Some((entity, at)),
        Subject::ComponentType(_) => None,
    };
    let interpolation = ask.interpolation_seconds.map(|it| {
        object([("interpolationType", text("LINEAR")), ("intervalInSeconds", Some(Json::Integer(it)))])
    });
    let next_token = match &ask.cursor {
        Some(Cursor::Connector(token)) => text(token),
        _ => None,
    };
    let limit = ask.limit.unwrap_or(HISTORY_PAGE_DEFAULT);
    object([
        ("workspaceId", text(workspace_id)),
        ("entityId", component.and_then(|(entity, _)| text(entity))),
        ("componentName", component.and_then(|(_, at)| text(at.as_str()))),
        ("componentTypeId", text(&effective.id)),
        ("selectedProperties", texts(ask.selected.iter().map(String::as_str))),
        ("properties", Some(properties_json(properties))),
        // The deprecated members too: the reference parser insists on them.
        ("startDateTime", Some(Json::Integer(ask.start.seconds()))),
        ("endDateTime", Some(Json::Integer(ask.end.seconds()))),
        ("startTime", text(ask.start.to_string())),
        ("endTime", text(ask.end.to_string())),
        ("propertyFilters", filters_json(&ask.filters)),
        ("interpolation", interpolation),
        ("maxResults", Some(Json::Integer(i64::try_from(limit).unwrap_or(i64::MAX)))),
        ("orderByTime", text(if ask.descending { "DESCENDING" } else { "ASCENDING" })),
        ("nextToken", next_token),
    ])
}

/// attributePropertyValueReaderByEntity.
pub fn attribute_reader(
    workspace_id: &WorkspaceId,
    entity_id: &EntityId,
    at: &ComponentAt,
    effective: &EffectiveType,
    selected: &[String],
    properties: &[EventProperty<'_>],
) -> Json {
    object([
        ("workspaceId", text(workspace_id)),
        ("entityId", text(entity_id)),
        ("componentName", text(at.as_str())),
        ("componentTypeId", text(&effective.id)),
        ("selectedProperties", texts(selected.iter().map(String::as_str))),
        ("properties", Some(properties_json(properties))),
    ])
}

/// tabularDataReaderByEntity: the members of [`attribute_reader`], and which rows. `order` is column and direction.
pub fn tabular_reader(
    attributes: Json,
    group: &str,
    order: &[(String, bool)],
    filters: &[Filter],
    limit: usize,
    next_token: Option<&str>,
) -> Json {
    let order = order.iter().map(|(column, descending)| {
        let word = if *descending { "DESCENDING" } else { "ASCENDING" };
        object([("propertyName", text(column)), ("order", text(word))])
    });
    let order: Vec<Json> = order.collect();
    let order = (!order.is_empty()).then_some(Json::List(order));
    let filters = filters_json(filters);
    let conditions = (order.is_some() || filters.is_some())
        .then(|| object([("orderBy", order), ("propertyFilters", filters)]));
    let more = object([
        ("propertyGroupName", text(group)),
        ("tabularConditions", conditions),
        ("maxResults", Some(Json::Integer(i64::try_from(limit).unwrap_or(i64::MAX)))),
        ("nextToken", next_token.and_then(text)),
    ]);
    match (attributes, more) {
        (Json::Object(mut members), Json::Object(more)) => {
            members.extend(more);
            Json::Object(members)
        }
        (attributes, _) => attributes,
    }
}

/// dataWriter: `entries` are number, entity, component, property and points; `properties` by entity.
pub fn data_writer(
    workspace_id: &WorkspaceId,
    properties: &[(&EntityId, Vec<EventProperty<'_>>)],
    entries: &[(usize, &EntityId, &ComponentAt, &str, &[Point])],
) -> Json {
    let of_entities = properties.iter().map(|(id, it)| (id.to_string(), properties_json(it)));
    let entries = entries.iter().map(|(number, entity_id, component, name, points)| {
        let reference = object([
            ("entityId", text(entity_id)),
            ("componentName", text(component.as_str())),
            ("propertyName", text(name)),
        ]);
        object([
            ("entryId", text(number.to_string())),
            ("entityPropertyReference", Some(reference)),
            ("propertyValues", Some(Json::List(points.iter().map(point_json).collect()))),
        ])
    });
    object([
        ("workspaceId", text(workspace_id)),
        ("properties", Some(Json::Object(of_entities.collect()))),
        ("entries", Some(Json::List(entries.collect()))),
    ])
}

fn point_json(point: &Point) -> Json {
    object([
        ("time", text(point.time.to_string())),
        ("timestamp", Some(epoch(point.time))),
        ("value", Some(value_json(&point.value))),
    ])
}

fn epoch(time: Timestamp) -> Json {
    if time.millis() % 1_000 == 0 { Json::Integer(time.seconds()) } else { Json::Double(time.seconds_f64()) }
}

fn filters_json(filters: &[Filter]) -> Option<Json> {
    let filters = filters.iter().map(|it| {
        object([
            ("propertyName", text(&it.property_name)),
            ("operator", text(it.operator.as_str())),
            ("value", Some(value_json(&it.value))),
        ])
    });
    let filters: Vec<Json> = filters.collect();
    (!filters.is_empty()).then_some(Json::List(filters))
}

fn properties_json(properties: &[EventProperty<'_>]) -> Json {
    let all = properties.iter().map(|(name, definition, value)| {
        let it = object([
            ("definition", Some(definition_json(definition))),
            ("value", value.as_deref().map(value_json)),
        ]);
        (name.to_string(), it)
    });
    Json::Object(all.collect())
}

fn definition_json(it: &PropertyDefinition) -> Json {
    let flag = |it| Some(Json::Boolean(it));
    let configuration =
        it.configuration.iter().map(|(key, value)| (key.clone(), Json::from(value.as_str()))).collect();
    object([
        ("dataType", Some(data_type_json(&it.data_type))),
        ("isTimeSeries", flag(it.is_time_series)),
        ("isRequiredInEntity", flag(it.is_required_in_entity)),
        ("isExternalId", flag(it.is_external_id)),
        ("isStoredExternally", flag(it.is_stored_externally)),
        ("isImported", flag(it.is_imported)),
        ("isFinal", flag(it.is_final)),
        ("isInherited", flag(it.is_inherited)),
        ("defaultValue", it.default_value.as_ref().map(value_json)),
        ("configuration", Some(Json::Object(configuration))),
        ("displayName", it.display_name.as_deref().and_then(text)),
    ])
}

fn data_type_json(it: &DataType) -> Json {
    let allowed: Vec<Json> = it.allowed_values.iter().map(value_json).collect();
    let relationship = it.relationship.as_ref().map(|it| {
        object([
            ("targetComponentTypeId", it.target_component_type_id.as_deref().and_then(text)),
            ("relationshipType", it.relationship_type.as_deref().and_then(text)),
        ])
    });
    object([
        ("type", text(it.kind.as_str())),
        ("nestedType", it.nested.as_deref().map(data_type_json)),
        ("allowedValues", (!allowed.is_empty()).then_some(Json::List(allowed))),
        ("unitOfMeasure", it.unit_of_measure.as_deref().and_then(text)),
        ("relationship", relationship),
    ])
}

/// A value as the wire writes it.
pub(super) fn value_json(value: &Value) -> Json {
    let (key, it) = match value {
        Value::Boolean(it) => ("booleanValue", Json::Boolean(*it)),
        Value::Double(it) => ("doubleValue", double_json(*it)),
        Value::Integer(it) => ("integerValue", Json::Integer(i64::from(*it))),
        Value::Long(it) => ("longValue", Json::Integer(*it)),
        Value::String(it) => ("stringValue", Json::from(it.as_str())),
        Value::List(items) => ("listValue", Json::List(items.iter().map(value_json).collect())),
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, it)| (key.clone(), value_json(it)));
            ("mapValue", Json::Object(entries.collect()))
        }
        Value::Relationship(it) => {
            let target = object([
                ("targetEntityId", it.target_entity_id.as_ref().and_then(text)),
                ("targetComponentName", it.target_component_name.as_ref().and_then(text)),
            ]);
            ("relationshipValue", target)
        }
        Value::Expression(it) => ("expression", Json::from(it.as_str())),
    };
    object([(key, Some(it))])
}

fn double_json(it: f64) -> Json {
    if it.is_finite() {
        return Json::Double(it);
    }
    Json::from(if it.is_nan() {
        "NaN"
    } else if it > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    })
}
