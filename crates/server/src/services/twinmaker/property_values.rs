//! Property values: shapes in, one call, shapes out.

mod answer;
#[cfg(test)]
mod tests;

use super::{Call, Reply, json, page_size, value, workspace_id};
use answer::HistoryAnswer;
pub(super) use answer::Shown;
use gemel_api::twinmaker as shape;
use gemel_app::property_values::{TabularConditions, ValueAsk, Values};
use gemel_model::admit::{Entry, Refusal};
use gemel_model::history::{Ask, ComponentAt, Cursor, Filter, Operator, Point, Reference, Subject, window};
use gemel_model::id::{ComponentPath, ComponentTypeId, EntityId, Name, count, length, required};
use gemel_model::limits::{
    BATCH_ENTRIES_MAX, ENTRY_VALUES_MAX, PROPERTY_FILTERS_MAX, SELECTED_PROPERTIES_MAX, STRING_MAX,
};
use gemel_model::time::Timestamp;
use gemel_model::{Error, Result};
use std::collections::BTreeMap;

pub(super) async fn history(call: &Call<'_>, label: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let request: shape::GetPropertyValueHistoryRequest = call.body()?;
    let cursor = call.cursor(label, request.next_token.as_deref())?;
    let ask = history_ask(request, cursor.as_deref().map(Cursor::parse).transpose()?)?;
    let page = call.app.property_value_history(call.cx, &workspace, ask).await?;
    let next_token = call.token(label, page.next);
    json(&HistoryAnswer { property_values: &page.histories, next_token })
}

fn history_ask(request: shape::GetPropertyValueHistoryRequest, cursor: Option<Cursor>) -> Result<Ask> {
    let is_of_component =
        request.entity_id.is_some() || request.component_name.is_some() || request.component_path.is_some();
    let subject = match request.component_type_id {
        Some(_) if is_of_component => {
            return Err(Error::invalid(
                "entityId and componentTypeId cannot be given together; ask for one component, or for all of a type",
            ));
        }
        Some(it) => Subject::ComponentType(ComponentTypeId::parse("componentTypeId", &it)?),
        None => {
            let id = EntityId::parse("entityId", &required("entityId", request.entity_id)?)?;
            Subject::Component(id, component_at("", request.component_name, request.component_path)?)
        }
    };
    let selected = selected(request.selected_properties)?;
    let (start, end) = window(
        (
            request.start_time.map(|it| Timestamp::parse("startTime", &it)).transpose()?,
            request.end_time.map(|it| Timestamp::parse("endTime", &it)).transpose()?,
        ),
        (
            request.start_date_time.map(|it| Timestamp::from_seconds_f64(it.0)).transpose()?,
            request.end_date_time.map(|it| Timestamp::from_seconds_f64(it.0)).transpose()?,
        ),
    )?;
    let limit = page_size(request.max_results)?;
    Ok(Ask {
        subject,
        selected,
        filters: filters("propertyFilters", request.property_filters)?,
        start,
        end,
        descending: request.order_by_time.map_or(Ok(false), |it| is_descending("orderByTime", &it))?,
        interpolation_seconds: request.interpolation.map(interpolation).transpose()?,
        limit: request.max_results.filter(|it| *it > 0).map(|_| limit),
        cursor,
    })
}

/// The component that the members `…componentName` or `…componentPath` name.
pub(super) fn component_at(member: &str, name: Option<String>, path: Option<String>) -> Result<ComponentAt> {
    let name = name.map(|it| Name::parse(&format!("{member}componentName"), &it)).transpose()?;
    let path = path.map(|it| ComponentPath::parse(&format!("{member}componentPath"), &it)).transpose()?;
    ComponentAt::of(name, path)
}

/// The selected properties, each once.
fn selected(given: Option<Vec<String>>) -> Result<Vec<String>> {
    let given = required("selectedProperties", given)?;
    count("selectedProperties", given.len(), 1, SELECTED_PROPERTIES_MAX)?;
    let mut selected: Vec<String> = Vec::with_capacity(given.len());
    for it in given {
        length("selectedProperties", &it, 1, STRING_MAX)?;
        if !selected.contains(&it) {
            selected.push(it);
        }
    }
    Ok(selected)
}

fn filters(member: &str, given: Option<Vec<shape::PropertyFilter>>) -> Result<Vec<Filter>> {
    let Some(given) = given else { return Ok(Vec::new()) };
    count(member, given.len(), 1, PROPERTY_FILTERS_MAX)?;
    let filters = given.into_iter().enumerate().map(|(index, it)| {
        let at = |name: &str| format!("{member}[{index}].{name}");
        let property_name = required(&at("propertyName"), it.property_name)?;
        length(&at("propertyName"), &property_name, 1, STRING_MAX)?;
        Ok(Filter {
            property_name,
            operator: it.operator.map_or(Ok(Operator::Equal), |it| Operator::parse(&at("operator"), &it))?,
            value: value::value(&at("value"), required(&at("value"), it.value)?)?,
        })
    });
    filters.collect()
}

fn is_descending(member: &str, word: &str) -> Result<bool> {
    match word {
        "ASCENDING" => Ok(false),
        "DESCENDING" => Ok(true),
        _ => Err(Error::constraint(
            member,
            Some(word),
            "Member must satisfy enum value set: [ASCENDING, DESCENDING]",
        )),
    }
}

/// The interval; LINEAR is the only kind there is.
fn interpolation(given: shape::InterpolationParameters) -> Result<i64> {
    if let Some(word) = given.interpolation_type.filter(|it| it != "LINEAR") {
        let rule = "Member must satisfy enum value set: [LINEAR]";
        return Err(Error::constraint("interpolation.interpolationType", Some(&word), rule));
    }
    required("interpolation.intervalInSeconds", given.interval_in_seconds)
}

pub(super) async fn get(call: &Call<'_>, label: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let request: shape::GetPropertyValueRequest = call.body()?;
    let cursor = call.cursor(label, request.next_token.as_deref())?;
    let values = call.app.property_value(call.cx, &workspace, value_ask(request, cursor)?).await?;
    json(&values_answer(&values, call.token(label, values.next.clone())))
}

fn value_ask(request: shape::GetPropertyValueRequest, cursor: Option<Vec<u8>>) -> Result<ValueAsk> {
    let group = request.property_group_name.map(|it| Name::parse("propertyGroupName", &it)).transpose()?;
    let tabular = match (group, request.tabular_conditions) {
        (Some(group), conditions) => {
            Some((group, conditions.map_or(Ok(TabularConditions::default()), tabular)?))
        }
        (None, None) => None,
        (None, Some(_)) => return Err(Error::invalid("tabularConditions needs propertyGroupName")),
    };
    let component_type_id = request.component_type_id;
    Ok(ValueAsk {
        entity_id: EntityId::parse("entityId", &required("entityId", request.entity_id)?)?,
        component: component_at("", request.component_name, request.component_path)?,
        component_type_id: component_type_id
            .map(|it| ComponentTypeId::parse("componentTypeId", &it))
            .transpose()?,
        selected: selected(request.selected_properties)?,
        tabular,
        limit: page_size(request.max_results)?,
        cursor,
    })
}

fn tabular(given: shape::TabularConditions) -> Result<TabularConditions> {
    if let Some(order) = &given.order_by {
        count("tabularConditions.orderBy", order.len(), 1, PROPERTY_FILTERS_MAX)?;
    }
    let order = given.order_by.unwrap_or_default().into_iter().enumerate().map(|(index, it)| {
        let at = |name: &str| format!("tabularConditions.orderBy[{index}].{name}");
        let name = required(&at("propertyName"), it.property_name)?;
        length(&at("propertyName"), &name, 1, STRING_MAX)?;
        Ok((name, it.order.map_or(Ok(false), |it| is_descending(&at("order"), &it))?))
    });
    Ok(TabularConditions {
        order: order.collect::<Result<_>>()?,
        filters: filters("tabularConditions.propertyFilters", given.property_filters)?,
    })
}

fn values_answer(values: &Values, next_token: Option<String>) -> shape::GetPropertyValueResponse {
    let latest = values.values.iter().map(|(of, it)| {
        let latest = shape::PropertyLatestValue {
            property_reference: Some(reference(of)),
            property_value: it.as_ref().map(value::value_shape),
        };
        (of.property_name.clone(), latest)
    });
    let rows = values.rows.as_ref().map(|sets| {
        let row = |it: &gemel_model::event::Row| {
            it.iter().map(|(column, it)| (column.clone(), value::value_shape(it))).collect()
        };
        sets.iter().map(|rows| rows.iter().map(row).collect()).collect()
    });
    shape::GetPropertyValueResponse {
        property_values: Some(latest.collect()),
        next_token,
        tabular_property_values: rows,
    }
}

fn reference(of: &Reference) -> shape::EntityPropertyReference {
    let (name, path) = answer::component(of);
    let ids = &of.external_id_property;
    let ids = (!ids.is_empty()).then(|| ids.iter().map(|(key, it)| (key.clone(), it.clone())).collect());
    shape::EntityPropertyReference {
        component_name: name.map(str::to_owned),
        component_path: path.map(str::to_owned),
        external_id_property: ids,
        entity_id: of.entity_id.as_ref().map(ToString::to_string),
        property_name: Some(of.property_name.clone()),
    }
}

pub(super) async fn put(call: &Call<'_>, label: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let request: shape::BatchPutPropertyValuesRequest = call.body()?;
    let entries = entries(request)?;
    let refused = call.app.put_property_values(call.cx, &workspace, &entries).await?;
    let given =
        if refused.is_empty() { shape::BatchPutPropertyValuesRequest::default() } else { call.body()? };
    json(&put_answer(refused, &given.entries.unwrap_or_default()))
}

fn entries(request: shape::BatchPutPropertyValuesRequest) -> Result<Vec<Entry>> {
    let given = required("entries", request.entries)?;
    count("entries", given.len(), 1, BATCH_ENTRIES_MAX)?;
    given.into_iter().enumerate().map(|(index, it)| entry(&format!("entries[{index}]"), it)).collect()
}

fn entry(member: &str, given: shape::PropertyValueEntry) -> Result<Entry> {
    let at = |name: &str| format!("{member}.entityPropertyReference.{name}");
    let of = required(&format!("{member}.entityPropertyReference"), given.entity_property_reference)?;
    if of.entity_id.is_none() && of.external_id_property.is_some() {
        return Err(Error::invalid(format!(
            "`{}` alone does not say where the values belong; give entityId, componentName and propertyName",
            at("externalIdProperty")
        )));
    }
    for (key, id) in of.external_id_property.iter().flat_map(|it| it.iter()) {
        length(&at("externalIdProperty"), key, 1, STRING_MAX)?;
        length(&at(&format!("externalIdProperty.{key}")), id, 1, STRING_MAX)?;
    }
    let entity_id = EntityId::parse(&at("entityId"), &required(&at("entityId"), of.entity_id)?)?;
    let component = component_at(&at(""), of.component_name, of.component_path)?;
    let property_name = required(&at("propertyName"), of.property_name)?;
    Name::parse(&at("propertyName"), &property_name)?;
    let values_member = format!("{member}.propertyValues");
    let values = required(&values_member, given.property_values)?;
    count(&values_member, values.len(), 1, ENTRY_VALUES_MAX)?;
    let values = values.into_iter().enumerate();
    let points = values.map(|(index, it)| point(&format!("{values_member}[{index}]"), it));
    Ok(Entry { entity_id, component, property_name, points: points.collect::<Result<_>>()? })
}

/// `time` wins over the deprecated `timestamp`.
fn point(member: &str, given: shape::PropertyValue) -> Result<Point> {
    let at = |name: &str| format!("{member}.{name}");
    let said = given.time.clone().or_else(|| given.timestamp.map(|it| it.0.to_string()));
    let time = match (given.time, given.timestamp) {
        (Some(it), _) => Timestamp::parse(&at("time"), &it)?,
        (None, Some(it)) => Timestamp::from_seconds_f64(it.0)?,
        (None, None) => return Err(Error::constraint(&at("time"), None, "Member must not be null")),
    };
    // In a window a time beyond these means "no end"; a value would be kept at another time than was said.
    if time == Timestamp::MIN || time == Timestamp::MAX {
        return Err(Error::constraint(
            &at("time"),
            said.as_deref(),
            "Member must be between the years 1677 and 2262",
        ));
    }
    Ok(Point { time, value: value::value(&at("value"), required(&at("value"), given.value)?)? })
}

/// What was refused, entry by entry, each with the entry as it came.
fn put_answer(
    refused: Vec<Refusal>,
    given: &[shape::PropertyValueEntry],
) -> shape::BatchPutPropertyValuesResponse {
    let mut by_entry: BTreeMap<usize, Vec<shape::BatchPutPropertyError>> = BTreeMap::new();
    for it in refused {
        let errors = by_entry.entry(it.entry).or_default();
        if errors.len() < ENTRY_VALUES_MAX {
            errors.push(shape::BatchPutPropertyError {
                error_code: Some(it.code),
                error_message: Some(it.message.chars().take(2_048).collect()),
                entry: given.get(it.entry).cloned(),
            });
        }
    }
    let entries = by_entry.into_values().map(|it| shape::BatchPutPropertyErrorEntry { errors: Some(it) });
    shape::BatchPutPropertyValuesResponse { error_entries: Some(entries.collect()) }
}
