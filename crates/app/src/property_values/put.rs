//! Writing values: checked as a whole, stored at once, then handed to the writers of connectors.

use super::component_at;
use crate::carry::carried;
use crate::component_type::KnownTypes;
use crate::entity::missing as entity_missing;
use crate::{App, Context};
use futures::future::join_all;
use gemel_model::admit::{Entry, Refusal, Target, admit};
use gemel_model::entity::Entity;
use gemel_model::event::{self, EventProperty};
use gemel_model::history::Point;
use gemel_model::id::{EntityId, WorkspaceId};
use gemel_model::{IndexMap, Kind, Result};
use gemel_series::SeriesKey;
use gemel_store::entity as entities;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The entities of a batch, with the types of their components.
struct Written {
    entities: BTreeMap<EntityId, Entity>,
    types: KnownTypes,
}

impl App {
    /// Writes a batch. What the result names was not written; everything else is durable, or taken by its connector.
    pub async fn put_property_values(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        entries: &[Entry],
    ) -> Result<Vec<Refusal>> {
        for it in entries {
            let action = "iottwinmaker:BatchPutPropertyValues";
            self.require_values(cx, action, workspace_id, Some(&it.entity_id))?;
        }
        let written = self.written(workspace_id, entries).await?;
        let mut targets = Vec::with_capacity(entries.len());
        for it in entries {
            let entity = written
                .entities
                .get(&it.entity_id)
                .ok_or_else(|| entity_missing(workspace_id, &it.entity_id))?;
            let (component, effective) = component_at(entity, it.component.as_str(), &written.types)?;
            targets.push(Target { component, effective });
        }
        let admitted = admit(entries, &targets)?;
        let mut refused = admitted.refused;
        let mut keys: Vec<SeriesKey> = Vec::with_capacity(admitted.stored.len());
        let mut points: Vec<(SeriesKey, Point)> = Vec::new();
        for (index, stored) in admitted.stored {
            let entry = &entries[index];
            let key = SeriesKey {
                workspace_id: workspace_id.clone(),
                entity_id: entry.entity_id.clone(),
                component_path: entry.component.as_str().into(),
                property_name: entry.property_name.as_str().into(),
            };
            points.extend(stored.into_iter().map(|it| (key.clone(), it)));
            keys.push(key);
        }
        self.append(keys, points).await?;
        let forwarded = admitted.forwarded.iter();
        let sent = forwarded.map(|(arn, batch)| self.forward(workspace_id, arn, batch, entries, &targets));
        refused.extend(join_all(sent).await.into_iter().flatten());
        refused.sort_by_key(|it| it.entry);
        Ok(refused)
    }

    /// Stores points of some series; those who listen hear of it once that is durable, and also when the writer does not
    /// wait for it.
    async fn append(&self, keys: Vec<SeriesKey>, points: Vec<(SeriesKey, Point)>) -> Result<()> {
        let (series, changes) = (Arc::clone(&self.series), Arc::clone(&self.changes));
        let work = async move {
            series.append(points).await?;
            changes.tell_series(keys);
            Ok(())
        };
        carried("append", &self.spawner, work).await
    }

    /// Reads the entities of a batch and the types of their components.
    async fn written(&self, workspace_id: &WorkspaceId, entries: &[Entry]) -> Result<Written> {
        let ids: BTreeSet<&EntityId> = entries.iter().map(|it| &it.entity_id).collect();
        let ids: Vec<EntityId> = ids.into_iter().cloned().collect();
        let found = entities::get_many(&*self.store, workspace_id, &ids).await?;
        let found = found.into_iter().flatten().map(|it| (it.value.id.clone(), it.value));
        let entities: BTreeMap<EntityId, Entity> = found.collect();
        let components = entities.values().flat_map(|it| it.components.values());
        let type_ids: BTreeSet<_> = components.map(|it| it.component_type_id.clone()).collect();
        // Read after the entities: types that entities have do not go, but new ones may come.
        let types = self.known_types(workspace_id, type_ids).await?;
        Ok(Written { entities, types })
    }

    /// Hands the values of some entries to one writer, and says which it refused. A writer that fails refused them all.
    async fn forward(
        &self,
        workspace_id: &WorkspaceId,
        arn: &str,
        batch: &[(usize, Vec<Point>)],
        entries: &[Entry],
        targets: &[Target<'_>],
    ) -> Vec<Refusal> {
        let mut properties: IndexMap<&EntityId, IndexMap<&str, EventProperty<'_>>> = IndexMap::new();
        for (index, _) in batch {
            let of_entity = properties.entry(&entries[*index].entity_id).or_default();
            for it in event::component_properties(targets[*index].component, targets[*index].effective) {
                of_entity.entry(it.0.as_str()).or_insert(it);
            }
        }
        let properties: Vec<(&EntityId, Vec<EventProperty<'_>>)> =
            properties.into_iter().map(|(id, it)| (id, it.into_values().collect())).collect();
        let sent: Vec<_> = batch
            .iter()
            .map(|(index, points)| {
                let it = &entries[*index];
                (*index, &it.entity_id, &it.component, it.property_name.as_str(), points.as_slice())
            })
            .collect();
        let event = event::data_writer(workspace_id, &properties, &sent);
        let find = |entity: &str, component: &str, property: &str| {
            let names = batch.iter().map(|(index, _)| (*index, &entries[*index]));
            let mut meant = names.filter(|(_, it)| {
                it.entity_id.as_str() == entity
                    && it.component.as_str() == component
                    && it.property_name == property
            });
            meant.next().map(|(index, _)| index)
        };
        let answer = self.ask_function(arn, event).await;
        match answer.and_then(|it| event::refusals(&it, find)) {
            Ok(refused) => {
                let is_ours = |entry: &usize| batch.iter().any(|(index, _)| index == entry);
                let first = batch.first().map_or(0, |(index, _)| *index);
                let refusal = |(entry, code, message): (Option<usize>, _, _)| Refusal {
                    // A refusal that names nothing is still one; the first entry carries it.
                    entry: entry.filter(is_ours).unwrap_or(first),
                    code,
                    message,
                };
                refused.into_iter().map(refusal).collect()
            }
            Err(error) => {
                tracing::warn!(function = arn, cause = error.chain(), "a data writer failed");
                let code = match error.kind() {
                    Kind::ConnectorTimeout => "CONNECTOR_TIMEOUT",
                    Kind::Connector => "CONNECTOR_FAILURE",
                    Kind::Throttled => "THROTTLED",
                    _ => "INTERNAL_FAILURE",
                };
                let message = error.public_message();
                let refusal =
                    |index| Refusal { entry: index, code: code.to_owned(), message: message.to_owned() };
                batch.iter().map(|(index, _)| refusal(*index)).collect()
            }
        }
    }
}
