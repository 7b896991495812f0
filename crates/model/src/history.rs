//! Reading history: what is asked, who answers it, and how a read of our own series goes on from page to page.

mod cursor;
mod filter;
mod reading;

#[cfg(test)]
pub(crate) mod tests;

pub use cursor::Cursor;
pub(crate) use filter::number;
pub use filter::{Filter, Operator};
pub use reading::{Look, Reading};

use crate::builtin::TIMESERIES;
use crate::component_type::EffectiveType;
use crate::definition::PropertyDefinition;
use crate::entity::{Component, property};
use crate::error::{Error, Kind, Result};
use crate::function::{DataConnector, FunctionKind};
use crate::id::{ComponentPath, ComponentTypeId, EntityId, Name};
use crate::limits::{HISTORY_PAGE_POINTS_MAX, HISTORY_PAGE_SERIES_MAX, SELECTED_PROPERTIES_MAX};
use crate::time::Timestamp;
use crate::value::Value;
use indexmap::IndexMap;

/// A value at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// When.
    pub time: Timestamp,
    /// What.
    pub value: Value,
}

/// What to read of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Points strictly after this time.
    pub after: Timestamp,
    /// Points at or before this time.
    pub until: Timestamp,
    /// Newest first.
    pub descending: bool,
    /// At most so many points.
    pub limit: usize,
}

/// A component of an entity as a caller names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ComponentAt {
    /// `componentName`: a top-level component.
    Name(Name),
    /// `componentPath`: any component.
    Path(ComponentPath),
}

impl ComponentAt {
    /// From the two members of a request; exactly one is given.
    pub fn of(name: Option<Name>, path: Option<ComponentPath>) -> Result<Self> {
        match (name, path) {
            (Some(name), None) => Ok(Self::Name(name)),
            (None, Some(path)) => Ok(Self::Path(path)),
            (Some(_), Some(_)) => Err(Error::invalid(
                "componentName and componentPath cannot be given together; give one of them",
            )),
            (None, None) => Err(Error::invalid("componentName or componentPath must be given with entityId")),
        }
    }

    /// The path: of a top-level component it is its name.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Name(it) => it.as_str(),
            Self::Path(it) => it.as_str(),
        }
    }

    /// A component at a path that nobody has named.
    pub fn at(path: &str) -> Self {
        if path.contains('/') {
            Self::Path(ComponentPath::trusted(path))
        } else {
            Self::Name(Name::trusted(path))
        }
    }
}

/// Whose history is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// One component's.
    Component(EntityId, ComponentAt),
    /// All components' of a type and its heirs.
    ComponentType(ComponentTypeId),
}

/// GetPropertyValueHistory.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Whose history.
    pub subject: Subject,
    /// Which properties, in the order of the answer.
    pub selected: Vec<String>,
    /// Points that fit all of these.
    pub filters: Vec<Filter>,
    /// Points after this time.
    pub start: Timestamp,
    /// Points at or before this time.
    pub end: Timestamp,
    /// Newest first.
    pub descending: bool,
    /// Straight lines between points, at every so many seconds after the start.
    pub interpolation_seconds: Option<i64>,
    /// Points of each property on a page; `None` when the caller did not say.
    pub limit: Option<usize>,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
}

/// Who reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    /// Our own series store.
    Series,
    /// A Lambda-style function, by ARN.
    Function(String),
}

/// Which property of what: as the wire shows it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reference {
    /// The entity; absent when a type was asked for and the external id tells which.
    pub entity_id: Option<EntityId>,
    /// The component.
    pub component: Option<ComponentAt>,
    /// The name in the outside store.
    pub external_id_property: IndexMap<String, String>,
    /// The property.
    pub property_name: String,
}

/// The points of one property.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Which property of what.
    pub reference: Reference,
    /// Its points, in the order asked for.
    pub points: Vec<Point>,
}

/// A page of the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// One element a property that has points on this page.
    pub histories: Vec<History>,
    /// Where the next page begins, when there is one: the plain bytes of the page token.
    pub next: Option<Vec<u8>>,
}

/// A component whose history is read, with its type as it stands.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Its entity.
    pub entity_id: &'a EntityId,
    /// The way to it.
    pub path: &'a str,
    /// The component.
    pub component: &'a Component,
    /// Its type.
    pub effective: &'a EffectiveType,
}

/// The window from the new members (`startTime`, `endTime`) and the deprecated ones (`startDateTime`, `endDateTime`).
pub fn window(
    times: (Option<Timestamp>, Option<Timestamp>),
    date_times: (Option<Timestamp>, Option<Timestamp>),
) -> Result<(Timestamp, Timestamp)> {
    let has_new = times.0.or(times.1).is_some();
    let has_old = date_times.0.or(date_times.1).is_some();
    let (start, end) = match (has_new, has_old) {
        (true, true) => {
            return Err(Error::invalid(
                "startTime and endTime cannot be mixed with the deprecated startDateTime and endDateTime; \
                 give startTime and endTime",
            ));
        }
        (false, true) => date_times,
        (_, false) => times,
    };
    let missing = |member| Error::constraint(member, None, "Member must not be null");
    let start = start.ok_or_else(|| missing("startTime"))?;
    let end = end.ok_or_else(|| missing("endTime"))?;
    if start > end {
        return Err(Error::invalid(format!(
            "startTime `{start}` is after endTime `{end}`; give the earlier first"
        )));
    }
    Ok((start, end))
}

impl Ask {
    /// Who answers for a type.
    pub fn reader(&self, effective: &EffectiveType) -> Result<Reader> {
        let kinds = match self.subject {
            Subject::Component(..) => [FunctionKind::DataReaderByEntity, FunctionKind::DataReader],
            Subject::ComponentType(_) => [FunctionKind::DataReaderByComponentType, FunctionKind::DataReader],
        };
        implementer(effective, &kinds)
    }

    /// Components that a page of a type's history looks at; at least one.
    pub fn page_parts_max(&self) -> usize {
        let n_series = (HISTORY_PAGE_POINTS_MAX / self.limit().max(1))
            .clamp(SELECTED_PROPERTIES_MAX, HISTORY_PAGE_SERIES_MAX);
        (n_series / self.selected.len().max(1)).max(1)
    }

    /// Points of each property on a page of ours.
    pub(crate) fn limit(&self) -> usize {
        self.limit.unwrap_or(crate::limits::PAGE_MAX)
    }

    /// Refuses unless every selected property of a component is a time series.
    pub fn check_selected_of(&self, part: &Part<'_>) -> Result<()> {
        for name in &self.selected {
            let shown = property(part.component, Some(part.effective), name);
            time_series(shown.as_ref().map(|it| it.definition.as_ref()), name, part.effective)?;
        }
        Ok(())
    }

    /// Refuses unless every selected property of a type is a time series.
    pub fn check_selected(&self, effective: &EffectiveType) -> Result<()> {
        for name in &self.selected {
            time_series(effective.property_definitions.get(name.as_str()), name, effective)?;
        }
        Ok(())
    }
}

/// Who implements the first of these functions that anybody implements.
pub fn implementer(effective: &EffectiveType, kinds: &[FunctionKind]) -> Result<Reader> {
    for kind in kinds {
        match effective.implemented(*kind).and_then(|it| it.function.implemented_by.as_ref()) {
            Some(DataConnector::Lambda(arn)) => return Ok(Reader::Function(arn.clone())),
            Some(DataConnector::Native) if effective.is_a(TIMESERIES) => return Ok(Reader::Series),
            Some(DataConnector::Native) => {
                return Err(Error::new(
                    Kind::NotImplemented,
                    format!(
                        "the native {} of component type `{}` is not built yet in this version of Gemel; \
                         extend `{TIMESERIES}` or give it a function of your own",
                        kind.as_str(),
                        effective.id
                    ),
                ));
            }
            None => {}
        }
    }
    let words: Vec<&str> = kinds.iter().map(|it| it.as_str()).collect();
    Err(Error::invalid(format!(
        "component type `{}` cannot answer this: it has no implemented {}",
        effective.id,
        words.join(" or ")
    )))
}

/// The definition, if it is there and a time series.
pub(crate) fn time_series<'a>(
    definition: Option<&'a PropertyDefinition>,
    name: &str,
    effective: &EffectiveType,
) -> Result<&'a PropertyDefinition> {
    let definition = definition.ok_or_else(|| unknown_property(name, effective))?;
    if definition.is_time_series {
        return Ok(definition);
    }
    Err(Error::invalid(format!("property `{name}` is not a time series; read it with GetPropertyValue")))
}

/// The refusal of a property that nobody defines.
pub fn unknown_property(name: &str, effective: &EffectiveType) -> Error {
    Error::invalid(format!("property `{name}` does not exist in component type `{}`", effective.id))
}

/// The external ids of a component: name → value.
pub fn external_ids(part: &Part<'_>) -> IndexMap<String, String> {
    let own = part.component.properties.iter();
    let own = own.filter(|(_, it)| it.definition.as_ref().is_some_and(|it| it.is_external_id == Some(true)));
    let typed = part.effective.property_definitions.iter().filter(|(_, it)| it.is_external_id);
    let names = typed.map(|(name, _)| name).chain(own.map(|(name, _)| name));
    let mut found = IndexMap::new();
    for name in names {
        let shown = property(part.component, Some(part.effective), name.as_str());
        if let Some(Value::String(text)) = shown.as_ref().and_then(|it| it.value.as_deref()) {
            found.insert(name.to_string(), text.clone());
        }
    }
    found
}

/// Which property of a component, as the answer to this question tells it.
pub fn reference(
    subject: &Subject,
    part: &Part<'_>,
    external_ids: &IndexMap<String, String>,
    name: &str,
) -> Reference {
    let (entity_id, component) = match subject {
        Subject::Component(entity_id, at) => (Some(entity_id.clone()), Some(at.clone())),
        // AWS leaves entity and component out here; without an external id nobody could tell which it is.
        Subject::ComponentType(_) if external_ids.is_empty() => {
            (Some(part.entity_id.clone()), Some(ComponentAt::at(part.path)))
        }
        Subject::ComponentType(_) => (None, None),
    };
    Reference {
        entity_id,
        component,
        external_id_property: external_ids.clone(),
        property_name: name.to_owned(),
    }
}
