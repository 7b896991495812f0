//! Which values fit which types, and which types make sense.

use super::{DataType, Type, Value};
use crate::error::{Error, Result};
use crate::id;
use crate::limits::{STRING_MAX, STRING_VALUE_MAX, VALUE_DEPTH_MAX, VALUE_ITEMS_MAX};

/// Checks that the value at `member` fits the type, and brings it into the type's own form: whole numbers become
/// `Long` or `Double` where the type says so, in lists and maps too. Errors name the member down to the item.
pub fn check_value(member: &str, value: &Value, data_type: &DataType) -> Result<Value> {
    if matches!(value, Value::List(items) if items.is_empty()) {
        return Err(Error::constraint(
            member,
            Some("[]"),
            "a list must have at least one item; reset the value to clear it",
        ));
    }
    fit(member, value, data_type, &[], 1)
}

/// Checks the data type at `member`: nested types where they belong, a bound on nesting, allowed values that fit.
/// The result has its allowed values in the type's own form.
pub fn check_data_type(member: &str, data_type: &DataType) -> Result<DataType> {
    well_formed(member, data_type, 1)
}

fn fit(member: &str, value: &Value, data_type: &DataType, allowed: &[Value], depth: usize) -> Result<Value> {
    bounded(member, depth)?;
    let allowed = if data_type.allowed_values.is_empty() { allowed } else { &data_type.allowed_values };
    let fitted = match (data_type.kind, value) {
        (_, Value::Expression(_)) => return Ok(value.clone()),
        (Type::List, Value::List(items)) => return fit_list(member, items, data_type, allowed, depth),
        (Type::Map, Value::Map(_)) => return fit_map(member, value, data_type, allowed, depth),
        (kind, it) => fit_plain(member, it, kind)?,
    };
    if allowed.is_empty() || allowed.contains(&fitted) {
        return Ok(fitted);
    }
    let list = allowed.iter().map(shown).collect::<Vec<_>>().join(", ");
    Err(Error::constraint(
        &at(member, value),
        Some(&shown(value)),
        format_args!("Member must satisfy enum value set: [{list}]"),
    ))
}

/// A value that holds no others, in the type's own form.
fn fit_plain(member: &str, value: &Value, kind: Type) -> Result<Value> {
    Ok(match (kind, value) {
        (Type::String, Value::String(text)) => {
            id::length(&at(member, value), text, 1, STRING_VALUE_MAX)?;
            value.clone()
        }
        (Type::Relationship, Value::Relationship(it)) => {
            if it.target_entity_id.is_none() && it.target_component_name.is_none() {
                return Err(Error::constraint(
                    &at(member, value),
                    Some("{}"),
                    "a relationship must have a targetEntityId",
                ));
            }
            value.clone()
        }
        (Type::Boolean, Value::Boolean(_))
        | (Type::Integer, Value::Integer(_))
        | (Type::Long, Value::Long(_))
        | (Type::Double, Value::Double(_)) => value.clone(),
        (Type::Long, Value::Integer(it)) => Value::Long(i64::from(*it)),
        (Type::Double, Value::Integer(it)) => Value::Double(f64::from(*it)),
        #[expect(
            clippy::cast_precision_loss,
            reason = "the property is a DOUBLE: its owner chose that precision"
        )]
        (Type::Double, Value::Long(it)) => Value::Double(*it as f64),
        _ => return Err(mismatch(member, value, kind)),
    })
}

fn fit_list(
    member: &str,
    items: &[Value],
    data_type: &DataType,
    allowed: &[Value],
    depth: usize,
) -> Result<Value> {
    let member = format!("{member}.listValue");
    id::count(&member, items.len(), 0, VALUE_ITEMS_MAX)?;
    let nested = nested(&member, data_type)?;
    let fitted = items
        .iter()
        .enumerate()
        .map(|(index, it)| fit(&format!("{member}[{index}]"), it, nested, allowed, depth + 1))
        .collect::<Result<_>>()?;
    Ok(Value::List(fitted))
}

fn fit_map(
    member: &str,
    value: &Value,
    data_type: &DataType,
    allowed: &[Value],
    depth: usize,
) -> Result<Value> {
    let Value::Map(entries) = value else { return Err(mismatch(member, value, Type::Map)) };
    let member = format!("{member}.mapValue");
    id::count(&member, entries.len(), 0, VALUE_ITEMS_MAX)?;
    let nested = nested(&member, data_type)?;
    let mut fitted = indexmap::IndexMap::with_capacity(entries.len());
    for (key, it) in entries {
        id::length(&member, key, 1, STRING_MAX)?;
        fitted.insert(key.clone(), fit(&format!("{member}.{key}"), it, nested, allowed, depth + 1)?);
    }
    Ok(Value::Map(fitted))
}

fn nested<'a>(member: &str, data_type: &'a DataType) -> Result<&'a DataType> {
    data_type.nested.as_deref().ok_or_else(|| {
        Error::internal(format!(
            "the type at `{member}` is a {} without nested type",
            data_type.kind.as_str()
        ))
    })
}

fn well_formed(member: &str, data_type: &DataType, depth: usize) -> Result<DataType> {
    bounded(member, depth)?;
    let nested = match (data_type.kind, &data_type.nested) {
        (Type::List | Type::Map, Some(it)) => {
            Some(Box::new(well_formed(&format!("{member}.nestedType"), it, depth + 1)?))
        }
        (Type::List | Type::Map, None) => {
            let rule =
                format_args!("Member must not be null: a {} needs it", data_type.kind.as_str()).to_string();
            return Err(Error::constraint(&format!("{member}.nestedType"), None, rule));
        }
        (kind, Some(it)) => {
            return Err(Error::constraint(
                &format!("{member}.nestedType"),
                Some(it.kind.as_str()),
                format_args!("Member must be absent: only LIST and MAP have it, not {}", kind.as_str()),
            ));
        }
        (_, None) => None,
    };
    if let Some(it) = &data_type.unit_of_measure {
        id::length(&format!("{member}.unitOfMeasure"), it, 1, STRING_MAX)?;
    }
    let allowed_member = format!("{member}.allowedValues");
    id::count(&allowed_member, data_type.allowed_values.len(), 0, VALUE_ITEMS_MAX)?;
    let base = DataType::plain(data_type.base_kind());
    let allowed_values = data_type
        .allowed_values
        .iter()
        .enumerate()
        .map(|(index, it)| fit(&format!("{allowed_member}[{index}]"), it, &base, &[], depth))
        .collect::<Result<_>>()?;
    Ok(DataType { nested, allowed_values, ..data_type.clone() })
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

fn mismatch(member: &str, value: &Value, kind: Type) -> Error {
    Error::constraint(
        &at(member, value),
        Some(&shown(value)),
        format_args!("a {} property takes a {}", kind.as_str(), member_of(kind)),
    )
}

/// The member of the wire's value that this value was given in.
fn at(member: &str, value: &Value) -> String {
    format!("{member}.{}", value.member())
}

/// The member that a type asks for, in words.
fn member_of(kind: Type) -> &'static str {
    match kind {
        Type::Relationship => "relationshipValue",
        Type::String => "stringValue",
        Type::Long => "longValue or an integerValue",
        Type::Boolean => "booleanValue",
        Type::Integer => "integerValue",
        Type::Double => "doubleValue, an integerValue or a longValue",
        Type::List => "listValue",
        Type::Map => "mapValue",
    }
}

/// A value in a few characters, for a message.
fn shown(value: &Value) -> String {
    match value {
        Value::Boolean(it) => it.to_string(),
        Value::Double(it) => it.to_string(),
        Value::Integer(it) => it.to_string(),
        Value::Long(it) => it.to_string(),
        Value::String(it) | Value::Expression(it) => it.clone(),
        Value::List(it) => format!("[{} items]", it.len()),
        Value::Map(it) => format!("{{{} entries}}", it.len()),
        Value::Relationship(it) => {
            it.target_entity_id.as_ref().map_or_else(|| "{…}".to_owned(), ToString::to_string)
        }
    }
}
