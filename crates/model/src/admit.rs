//! Writing values: which go into our own series, which to a connector's writer, and which nobody takes.

use crate::component_type::EffectiveType;
use crate::entity::{Component, property};
use crate::error::{Error, Kind, Result};
use crate::function::FunctionKind;
use crate::history::{ComponentAt, Point, Reader, implementer, time_series};
use crate::id::EntityId;
use crate::value::check_value;
use indexmap::IndexMap;

/// Values of one property, as they came.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The entity.
    pub entity_id: EntityId,
    /// The component.
    pub component: ComponentAt,
    /// The property.
    pub property_name: String,
    /// The values, each with its time.
    pub points: Vec<Point>,
}

/// A component that is written to, with its type as it stands.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The component.
    pub component: &'a Component,
    /// Its type.
    pub effective: &'a EffectiveType,
}

/// Why values of one entry were not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which entry, counted from 0.
    pub entry: usize,
    /// A word for programs, such as `CONNECTOR_FAILURE`.
    pub code: String,
    /// Words for people.
    pub message: String,
}

/// Where a batch goes. Every entry is in exactly one of the three.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Admitted {
    /// For our own series: entry and points, in the form of the property's type.
    pub stored: Vec<(usize, Vec<Point>)>,
    /// For the writers of connectors: ARN → entries and points.
    pub forwarded: IndexMap<String, Vec<(usize, Vec<Point>)>>,
    /// Nobody takes these, and the caller is not to blame.
    pub refused: Vec<Refusal>,
}

/// Sorts a batch. What is wrong by its definition fails the whole call, before anything is written; `targets` has one
/// element for each entry.
pub fn admit(entries: &[Entry], targets: &[Target<'_>]) -> Result<Admitted> {
    let mut admitted = Admitted::default();
    for (index, (entry, target)) in entries.iter().zip(targets).enumerate() {
        let points = fitted(index, entry, *target)?;
        match implementer(target.effective, &[FunctionKind::DataWriter]) {
            Ok(Reader::Series) => admitted.stored.push((index, points)),
            Ok(Reader::Function(arn)) => admitted.forwarded.entry(arn).or_default().push((index, points)),
            Err(error) if error.kind() == Kind::NotImplemented => {
                let (code, message) = ("NOT_IMPLEMENTED".to_owned(), error.message().to_owned());
                admitted.refused.push(Refusal { entry: index, code, message });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(admitted)
}

/// The points of an entry in the form of the property's type.
fn fitted(index: usize, entry: &Entry, target: Target<'_>) -> Result<Vec<Point>> {
    let shown = property(target.component, Some(target.effective), &entry.property_name);
    let definition = shown.as_ref().map(|it| it.definition.as_ref());
    let definition = time_series(definition, &entry.property_name, target.effective).map_err(|error| {
        let is_static = definition.is_some_and(|it| !it.is_time_series);
        if is_static {
            Error::invalid(format!(
                "property `{}` is not a time series; set it with UpdateEntity",
                entry.property_name
            ))
        } else {
            error
        }
    })?;
    let points = entry.points.iter().enumerate();
    points
        .map(|(at, point)| {
            let member = format!("entries[{index}].propertyValues[{at}].value");
            Ok(Point { time: point.time, value: check_value(&member, &point.value, &definition.data_type)? })
        })
        .collect()
}

#[cfg(test)]
mod tests;
