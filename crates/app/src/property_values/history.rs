//! History: of one component or of a whole type, out of our own series or from a connector.

use super::component_at;
use crate::component_type::missing as type_missing;
use crate::{App, Context};
use gemel_model::Result;
use gemel_model::component_type::EffectiveType;
use gemel_model::entity::{EffectiveTypes, Entity, component_paths};
use gemel_model::event::{self, Answered};
use gemel_model::history::{
    Ask, ComponentAt, Cursor, History, Page, Part, Reader, Reading, Reference, Subject, external_ids,
};
use gemel_model::id::{ComponentTypeId, EntityId, WorkspaceId};
use gemel_series::{SeriesKey, Span};
use gemel_store::entity::{self as entities, Filter};
use gemel_store::key;
use std::collections::BTreeSet;

/// Pages without points that are skipped before an empty one is shown.
const EMPTY_PAGES_MAX: usize = 64;

impl App {
    /// The history of properties.
    pub async fn property_value_history(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        ask: Ask,
    ) -> Result<Page> {
        let action = "iottwinmaker:GetPropertyValueHistory";
        match ask.subject.clone() {
            Subject::Component(entity_id, at) => {
                self.require_values(cx, action, workspace_id, Some(&entity_id))?;
                self.history_of_component(workspace_id, &ask, &entity_id, &at).await
            }
            Subject::ComponentType(id) => {
                self.require_values(cx, action, workspace_id, None)?;
                self.history_of_type(workspace_id, ask, &id).await
            }
        }
    }

    async fn history_of_component(
        &self,
        workspace_id: &WorkspaceId,
        ask: &Ask,
        entity_id: &EntityId,
        at: &ComponentAt,
    ) -> Result<Page> {
        let found = self.found(workspace_id, entity_id).await?;
        let (component, effective) = component_at(&found.entity, at.as_str(), found.types())?;
        let part = Part { entity_id, path: at.as_str(), component, effective };
        match ask.reader(effective)? {
            Reader::Series => self.read_series(workspace_id, Reading::of_component(ask, part)?).await,
            Reader::Function(arn) => {
                ask.check_selected_of(&part)?;
                let properties = event::component_properties(component, effective);
                let event = event::data_reader(workspace_id, ask, effective, &properties);
                let answer = self.ask_function(&arn, event).await?;
                let (answered, next) = event::histories(&answer, |name| {
                    properties.iter().find(|(it, ..)| it.as_str() == name).map(|(_, it, _)| &it.data_type)
                })?;
                let ids = external_ids(&part);
                let reference = |it: &Answered| Reference {
                    entity_id: Some(entity_id.clone()),
                    component: Some(at.clone()),
                    external_id_property: if ids.is_empty() {
                        it.external_id_property.clone()
                    } else {
                        ids.clone()
                    },
                    property_name: it.property_name.clone(),
                };
                Ok(page_of(answered, reference, next))
            }
        }
    }

    async fn history_of_type(
        &self,
        workspace_id: &WorkspaceId,
        mut ask: Ask,
        id: &ComponentTypeId,
    ) -> Result<Page> {
        let known = self.known_types(workspace_id, [id.clone()]).await?;
        let effective = known.effective(id).ok_or_else(|| type_missing(workspace_id, id))?;
        ask.check_selected(effective)?;
        match ask.reader(effective)? {
            Reader::Function(arn) => self.ask_type_reader(workspace_id, &ask, effective, &arn).await,
            Reader::Series => {
                let ids = self.with_heirs(workspace_id, id).await?;
                let mut tries_left = EMPTY_PAGES_MAX;
                loop {
                    let page = self.type_page(workspace_id, &ask, &ids).await?;
                    match &page.next {
                        Some(next) if page.histories.is_empty() && tries_left > 0 => {
                            ask.cursor = Some(Cursor::parse(next)?);
                            tries_left -= 1;
                        }
                        _ => return Ok(page),
                    }
                }
            }
        }
    }

    /// One page over the next components of some types.
    async fn type_page(
        &self,
        workspace_id: &WorkspaceId,
        ask: &Ask,
        ids: &BTreeSet<ComponentTypeId>,
    ) -> Result<Page> {
        let (after, begun_until) = match &ask.cursor {
            Some(Cursor::Series { after, until, progress }) => {
                (after.clone(), progress.is_some().then_some(until))
            }
            _ => (Vec::new(), None),
        };
        let (found, next) =
            self.entities_between(workspace_id, ids, &after, begun_until, ask.page_parts_max()).await?;
        let types = self.known_types(workspace_id, ids.iter().cloned()).await?;
        let mut paths = Vec::new();
        for entity in &found {
            paths.extend(component_paths(entity).into_iter().map(|path| (entity, path)));
        }
        let parts = paths.iter().filter_map(|(entity, path)| {
            let component =
                entity.component(path.split('/')).filter(|it| ids.contains(&it.component_type_id))?;
            let effective = types.effective(&component.component_type_id)?;
            Some(Part { entity_id: &entity.id, path, component, effective })
        });
        let parts: Vec<Part<'_>> = parts.collect();
        self.read_series(workspace_id, Reading::of_components(ask, &parts, after, next)?).await
    }

    /// The entities with components of some types: the next ones, or again all of a page that was begun.
    async fn entities_between(
        &self,
        workspace_id: &WorkspaceId,
        ids: &BTreeSet<ComponentTypeId>,
        after: &[u8],
        begun_until: Option<&Option<Vec<u8>>>,
        limit: usize,
    ) -> Result<(Vec<Entity>, Option<Vec<u8>>)> {
        let mut after = (!after.is_empty()).then(|| after.to_vec());
        let last = match begun_until.and_then(Option::as_ref) {
            Some(it) => Some(EntityId::trusted(key::last_text(it)?)),
            None => None,
        };
        let mut found = Vec::new();
        loop {
            let filter = Filter::ComponentTypes(ids);
            let page = entities::list(&*self.store, workspace_id, filter, after.as_deref(), limit).await?;
            found.extend(page.items.into_iter().map(|it| it.entity.value));
            let Some(until) = begun_until else { return Ok((found, page.next)) };
            let is_past = last.as_ref().is_some_and(|last| found.last().is_some_and(|it| it.id >= *last));
            if is_past || page.next.is_none() {
                found.retain(|it| last.as_ref().is_none_or(|last| it.id <= *last));
                return Ok((found, until.clone()));
            }
            after = page.next;
        }
    }

    async fn ask_type_reader(
        &self,
        workspace_id: &WorkspaceId,
        ask: &Ask,
        effective: &EffectiveType,
        arn: &str,
    ) -> Result<Page> {
        let properties = event::type_properties(effective);
        let event = event::data_reader(workspace_id, ask, effective, &properties);
        let answer = self.ask_function(arn, event).await?;
        let types = |name: &str| effective.property_definitions.get(name).map(|it| &it.data_type);
        let (answered, next) = event::histories(&answer, types)?;
        let reference = |it: &Answered| {
            // The external id tells which; without one the connector's own word has to.
            let is_told = !it.external_id_property.is_empty();
            Reference {
                entity_id: it.entity_id.clone().filter(|_| !is_told),
                component: it.component.as_deref().filter(|_| !is_told).map(ComponentAt::at),
                external_id_property: it.external_id_property.clone(),
                property_name: it.property_name.clone(),
            }
        };
        Ok(page_of(answered, reference, next))
    }

    /// Scans until a reading has what it needs.
    async fn read_series(&self, workspace_id: &WorkspaceId, mut reading: Reading) -> Result<Page> {
        loop {
            let looks = reading.looks();
            if looks.is_empty() {
                return Ok(reading.page());
            }
            let key = |entity_id: &EntityId, path: &str, property: &str| SeriesKey {
                workspace_id: workspace_id.clone(),
                entity_id: entity_id.clone(),
                component_path: path.into(),
                property_name: property.into(),
            };
            let reads: Vec<(SeriesKey, Span)> =
                looks.iter().map(|it| (key(it.entity_id, it.path, it.property), it.span)).collect();
            drop(looks);
            let found = self.series.scan(&reads).await?;
            reading.take(found);
        }
    }
}

/// The page of a connector's answer.
fn page_of(
    answered: Vec<Answered>,
    reference: impl Fn(&Answered) -> Reference,
    next: Option<String>,
) -> Page {
    let histories =
        answered.into_iter().map(|it| History { reference: reference(&it), points: it.points }).collect();
    Page { histories, next: next.map(|it| Cursor::Connector(it).to_bytes()) }
}
