//! Values as they are: static ones, those that a connector reads on demand, and rows of tabular groups.

use super::component_at;
use crate::{App, Context};
use gemel_model::component_type::EffectiveType;
use gemel_model::entity::{Component, property};
use gemel_model::event::{self, Row};
use gemel_model::function::FunctionKind;
use gemel_model::history::{ComponentAt, Filter, Reader, Reference, implementer, unknown_property};
use gemel_model::id::{ComponentTypeId, EntityId, Name, WorkspaceId};
use gemel_model::value::Value;
use gemel_model::{Error, IndexMap, Kind, Result};

/// GetPropertyValue.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueAsk {
    /// The entity.
    pub entity_id: EntityId,
    /// The component.
    pub component: ComponentAt,
    /// The type that the caller expects the component to have.
    pub component_type_id: Option<ComponentTypeId>,
    /// Which properties, in the order of the answer.
    pub selected: Vec<String>,
    /// Rows of this group are asked for, and which of them.
    pub tabular: Option<(Name, TabularConditions)>,
    /// Items of a list, or rows, on a page.
    pub limit: usize,
    /// Where the page begins.
    pub cursor: Option<Vec<u8>>,
}

/// Order and filters of rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TabularConditions {
    /// Columns to order by, each with whether the largest comes first.
    pub order: Vec<(String, bool)>,
    /// Rows that fit all of these.
    pub filters: Vec<Filter>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Values {
    /// Properties in the order asked for; one without a value has none.
    pub values: Vec<(Reference, Option<Value>)>,
    /// Result sets of rows, when rows were asked for.
    pub rows: Option<Vec<Vec<Row>>>,
    /// Where the next page begins, when there is one.
    pub next: Option<Vec<u8>>,
}

impl App {
    /// Values of properties that are no time series, or rows of a tabular group.
    pub async fn property_value(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        ask: ValueAsk,
    ) -> Result<Values> {
        self.require_values(cx, "iottwinmaker:GetPropertyValue", workspace_id, Some(&ask.entity_id))?;
        let found = self.found(workspace_id, &ask.entity_id).await?;
        let (component, effective) = component_at(&found.entity, ask.component.as_str(), found.types())?;
        if let Some(id) = ask.component_type_id.as_ref().filter(|it| !effective.is_a(it.as_str())) {
            return Err(Error::invalid(format!(
                "component `{}` of entity `{}` is a `{}`, not a `{id}`",
                ask.component.as_str(),
                ask.entity_id,
                effective.id
            )));
        }
        match &ask.tabular {
            Some((group, conditions)) => {
                self.rows(workspace_id, &ask, group, conditions, component, effective).await
            }
            None => self.values(workspace_id, &ask, component, effective).await,
        }
    }

    async fn values(
        &self,
        workspace_id: &WorkspaceId,
        ask: &ValueAsk,
        component: &Component,
        effective: &EffectiveType,
    ) -> Result<Values> {
        let mut values: IndexMap<&str, Option<Value>> = IndexMap::new();
        let mut external: Vec<String> = Vec::new();
        for name in &ask.selected {
            let shown = property(component, Some(effective), name)
                .ok_or_else(|| unknown_property(name, effective))?;
            if shown.definition.is_time_series {
                return Err(Error::invalid(format!(
                    "property `{name}` is a time series; read it with GetPropertyValueHistory"
                )));
            }
            let is_external = shown.definition.is_stored_externally;
            if is_external && !external.contains(name) {
                external.push(name.clone());
            }
            values.insert(name, shown.value.filter(|_| !is_external).map(std::borrow::Cow::into_owned));
        }
        if !external.is_empty() {
            let read = self.read_external(workspace_id, ask, &external, component, effective).await?;
            for (name, value) in read {
                if let Some((_, slot)) = values.iter_mut().find(|(it, _)| **it == name) {
                    *slot = value;
                }
            }
        }
        page_of_lists(ask, values)
    }

    /// Asks the connector for the values of properties that are stored externally.
    async fn read_external(
        &self,
        workspace_id: &WorkspaceId,
        ask: &ValueAsk,
        names: &[String],
        component: &Component,
        effective: &EffectiveType,
    ) -> Result<IndexMap<String, Option<Value>>> {
        let arn = function(effective, FunctionKind::AttributePropertyValueReaderByEntity)?;
        let properties = event::component_properties(component, effective);
        let event = event::attribute_reader(
            workspace_id,
            &ask.entity_id,
            &ask.component,
            effective,
            names,
            &properties,
        );
        let answer = self.ask_function(&arn, event).await?;
        event::attributes(&answer, |name| {
            properties.iter().find(|(it, ..)| it.as_str() == name).map(|(_, it, _)| &it.data_type)
        })
    }

    async fn rows(
        &self,
        workspace_id: &WorkspaceId,
        ask: &ValueAsk,
        group: &Name,
        conditions: &TabularConditions,
        component: &Component,
        effective: &EffectiveType,
    ) -> Result<Values> {
        let of_type = effective.property_groups.get(group).map(|(it, _)| it);
        let columns = component.property_groups.get(group).or(of_type);
        let columns = columns.ok_or_else(|| {
            Error::invalid(format!(
                "property group `{group}` does not exist in component type `{}`",
                effective.id
            ))
        })?;
        let order = conditions.order.iter().map(|(it, _)| it);
        let filtered = conditions.filters.iter().map(|it| &it.property_name);
        for name in ask.selected.iter().chain(order).chain(filtered) {
            if !columns.property_names.iter().any(|it| it.as_str() == name) {
                return Err(Error::invalid(format!(
                    "property `{name}` does not belong to property group `{group}`"
                )));
            }
        }
        let arn = function(effective, FunctionKind::TabularDataReaderByEntity)?;
        let properties = event::component_properties(component, effective);
        let (entity_id, selected) = (&ask.entity_id, &ask.selected);
        let event = event::attribute_reader(
            workspace_id,
            entity_id,
            &ask.component,
            effective,
            selected,
            &properties,
        );
        let token = ask.cursor.as_deref().map(text_of_cursor).transpose()?;
        let event = event::tabular_reader(
            event,
            group.as_str(),
            &conditions.order,
            &conditions.filters,
            ask.limit,
            token,
        );
        let answer = self.ask_function(&arn, event).await?;
        let (rows, next) = event::rows(&answer, |name| {
            properties.iter().find(|(it, ..)| it.as_str() == name).map(|(_, it, _)| &it.data_type)
        })?;
        Ok(Values { values: Vec::new(), rows: Some(rows), next: next.map(String::into_bytes) })
    }
}

/// The ARN of the function of a kind; our own series store has none of these.
fn function(effective: &EffectiveType, kind: FunctionKind) -> Result<String> {
    match implementer(effective, &[kind])? {
        Reader::Function(arn) => Ok(arn),
        Reader::Series => Err(Error::new(
            Kind::NotImplemented,
            format!("the native {} is not built yet in this version of Gemel", kind.as_str()),
        )),
    }
}

fn text_of_cursor(cursor: &[u8]) -> Result<&str> {
    std::str::from_utf8(cursor).map_err(|_| Error::invalid("nextToken does not fit this operation"))
}

/// Cuts lists to the page. Later pages show only the lists that go on.
fn page_of_lists(ask: &ValueAsk, values: IndexMap<&str, Option<Value>>) -> Result<Values> {
    let begin: usize = match &ask.cursor {
        None => 0,
        Some(it) => text_of_cursor(it)?
            .parse()
            .map_err(|_| Error::invalid("nextToken does not fit this operation"))?,
    };
    let end = begin.saturating_add(ask.limit.max(1));
    let mut page = Values::default();
    for (name, value) in values {
        let value = match value {
            Some(Value::List(items)) if begin > 0 || items.len() > end => {
                if items.len() > end {
                    page.next = Some(end.to_string().into_bytes());
                }
                let cut: Vec<Value> = items.into_iter().skip(begin).take(end - begin).collect();
                if cut.is_empty() {
                    continue;
                }
                Some(Value::List(cut))
            }
            _ if begin > 0 => continue,
            whole => whole,
        };
        let reference = Reference {
            entity_id: Some(ask.entity_id.clone()),
            component: Some(ask.component.clone()),
            external_id_property: IndexMap::new(),
            property_name: name.to_owned(),
        };
        page.values.push((reference, value));
    }
    Ok(page)
}
