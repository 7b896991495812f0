//! The answer of GetPropertyValueHistory, written straight from the points: it is the busiest answer of all, and building
//! shapes first costs as much again as writing them. A test holds it equal to the shapes.

use super::value;
use gemel_api::Double;
use gemel_model::history::{ComponentAt, History, Point, Reference};
use gemel_model::value::Value;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

/// `GetPropertyValueHistoryResponse`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HistoryAnswer<'a> {
    #[serde(serialize_with = "histories")]
    pub(super) property_values: &'a [History],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
}

fn histories<S: Serializer>(of: &[History], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(of.iter().map(OneHistory))
}

struct OneHistory<'a>(&'a History);

impl Serialize for OneHistory<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut it = serializer.serialize_struct("PropertyValueHistory", 2)?;
        it.serialize_field("entityPropertyReference", &OneReference(&self.0.reference))?;
        it.serialize_field("values", &Points(&self.0.points))?;
        it.end()
    }
}

struct OneReference<'a>(&'a Reference);

impl Serialize for OneReference<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = self.0;
        let (name, path) = component(of);
        let mut it = serializer.serialize_map(None)?;
        if let Some(name) = name {
            it.serialize_entry("componentName", name)?;
        }
        if let Some(path) = path {
            it.serialize_entry("componentPath", path)?;
        }
        if !of.external_id_property.is_empty() {
            it.serialize_entry("externalIdProperty", &of.external_id_property)?;
        }
        if let Some(id) = &of.entity_id {
            it.serialize_entry("entityId", id.as_str())?;
        }
        it.serialize_entry("propertyName", &of.property_name)?;
        it.end()
    }
}

/// `componentName` and `componentPath` of a reference.
pub(super) fn component(of: &Reference) -> (Option<&str>, Option<&str>) {
    match &of.component {
        Some(ComponentAt::Name(it)) => (Some(it.as_str()), None),
        Some(ComponentAt::Path(it)) => (None, Some(it.as_str())),
        None => (None, None),
    }
}

struct Points<'a>(&'a [Point]);

impl Serialize for Points<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(OnePoint))
    }
}

struct OnePoint<'a>(&'a Point);

impl Serialize for OnePoint<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut it = serializer.serialize_struct("PropertyValue", 2)?;
        it.serialize_field("value", &OneValue(&self.0.value))?;
        it.serialize_field("time", &Shown(self.0.time))?;
        it.end()
    }
}

struct Shown(gemel_model::time::Timestamp);

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

struct OneValue<'a>(&'a Value);

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
