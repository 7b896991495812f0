//! Live values: what a listener is told first, and what is new each time it looks.
//!
//! A listener is registered before anything is read for it, and told only of what it reads itself, so between the first
//! values and the later ones nothing is lost, and what it hears is what is stored.

mod slot;
#[cfg(test)]
mod tests;

pub use slot::Mode;

use crate::changes::{News, Ticket, Wanted};
use crate::component_type::KnownTypes;
use crate::entity::missing as entity_missing;
use crate::{App, Context};
use gemel_model::entity::Entity;
use gemel_model::history::ComponentAt;
use gemel_model::id::{EntityId, Name, WorkspaceId};
use gemel_model::time::Timestamp;
use gemel_model::value::Value;
use gemel_model::{Kind, Result};
use gemel_series::SeriesKey;
use gemel_store::entity as entities;
use slot::{Shown, Slot, Standing, mark_of};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Entities, or series, that are read at once.
const READ_STEP: usize = 500;

/// A property that somebody wants to hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// The entity.
    pub entity_id: EntityId,
    /// The component.
    pub component: ComponentAt,
    /// The property.
    pub name: Name,
}

/// What a listener is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// How properties reach the listener, by number: at first all that are not pushed, later those that changed.
    Modes(Vec<(u32, Mode)>),
    /// Values by number; `None` for one that is gone.
    Values(Vec<(u32, Option<Latest>)>),
}

/// The value that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Latest {
    /// When, for a property with values over time.
    pub time: Option<Timestamp>,
    /// What.
    pub value: Value,
}

/// A listener. Dropping it ends the listening.
pub struct Live {
    app: App,
    ticket: Ticket,
    slots: Vec<Slot>,
    /// The numbers of the properties of each entity.
    of_entity: Vec<Vec<u32>>,
}

impl App {
    /// Begins to listen; gives the listener and its first two events: modes, then values.
    pub async fn listen(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        properties: Vec<Property>,
    ) -> Result<(Live, [Event; 2])> {
        let mut numbers: HashMap<EntityId, usize> = HashMap::new();
        let (mut entities, mut of_entity): (Vec<EntityId>, Vec<Vec<u32>>) = Default::default();
        let mut keys = Vec::with_capacity(properties.len());
        for (index, it) in (0_u32..).zip(properties) {
            let at = *numbers.entry(it.entity_id.clone()).or_insert_with(|| {
                entities.push(it.entity_id.clone());
                of_entity.push(Vec::new());
                entities.len() - 1
            });
            of_entity[at].push(index);
            keys.push(Arc::new(SeriesKey {
                workspace_id: workspace_id.clone(),
                entity_id: it.entity_id,
                component_path: it.component.as_str().into(),
                property_name: it.name.as_str().into(),
            }));
        }
        for id in &entities {
            for action in ["iottwinmaker:GetPropertyValue", "iottwinmaker:GetPropertyValueHistory"] {
                self.require_values(cx, action, workspace_id, Some(id))?;
            }
        }
        // A workspace that is not there is an error now; one that goes later only takes its entities along.
        self.known_types(workspace_id, []).await?;
        let slots = keys.iter().map(|_| Slot::default()).collect();
        let wanted = Wanted { workspace_id: workspace_id.clone(), keys, entities };
        let ticket = self.changes.listen(wanted, self.settings.live_listeners_max)?;
        let mut live = Live { app: self.clone(), ticket, slots, of_entity };
        let everything = News { is_all: true, ..News::default() };
        let first = live.read(everything).await?;
        Ok((live, [Event::Modes(first.modes), Event::Values(first.values)]))
    }
}

impl Live {
    /// How many properties there are.
    pub fn n_properties(&self) -> usize {
        self.slots.len()
    }

    /// Waits until there is news. Can be dropped at any time without losing some.
    pub async fn wait(&self) {
        self.ticket.wait().await;
    }

    /// What is new; nothing when what changed does not show. To be awaited to the end.
    pub async fn take(&mut self) -> Result<Vec<Event>> {
        let news = self.ticket.take();
        let Read { modes, values, .. } = self.read(news).await?;
        let mut events = Vec::new();
        if !modes.is_empty() {
            events.push(Event::Modes(modes));
        }
        if !values.is_empty() {
            events.push(Event::Values(values));
        }
        Ok(events)
    }

    async fn read(&mut self, news: News) -> Result<Read> {
        let changed: Vec<u32> = if news.is_all {
            (0_u32..).zip(&self.of_entity).map(|(number, _)| number).collect()
        } else {
            news.entities.numbers
        };
        let mut read = Read::default();
        for step in changed.chunks(READ_STEP) {
            self.read_entities(step, &mut read).await?;
        }
        // What an entity's change made us read already is read no second time.
        let is_series = |it: &u32| matches!(self.slots[*it as usize].standing, Standing::Series);
        read.series.extend(news.properties.numbers.iter().copied().filter(is_series));
        read.series.sort_unstable();
        read.series.dedup();
        let series = std::mem::take(&mut read.series);
        for step in series.chunks(READ_STEP) {
            self.read_series(step, &mut read).await?;
        }
        read.modes.sort_unstable_by_key(|(index, _)| *index);
        read.values.sort_unstable_by_key(|(index, _)| *index);
        Ok(read)
    }

    /// Looks how the properties of some entities stand now.
    async fn read_entities(&mut self, numbers: &[u32], read: &mut Read) -> Result<()> {
        let workspace_id = self.ticket.workspace_id().clone();
        let ids: Vec<EntityId> =
            numbers.iter().map(|it| self.ticket.entities()[*it as usize].clone()).collect();
        let found = entities::get_many(&*self.app.store, &workspace_id, &ids).await?;
        let found: Vec<Option<Entity>> = found.into_iter().map(|it| it.map(|it| it.value)).collect();
        let components = found.iter().flatten().flat_map(|it| it.components.values());
        let type_ids: BTreeSet<_> = components.map(|it| it.component_type_id.clone()).collect();
        let types: Option<KnownTypes> = match self.app.known_types(&workspace_id, type_ids).await {
            Err(error) if error.kind() == Kind::NotFound => None,
            known => Some(known?),
        };
        for ((number, id), entity) in numbers.iter().zip(&ids).zip(found) {
            let there = entity.as_ref().zip(types.as_ref());
            for index in self.of_entity[*number as usize].clone() {
                let key = Arc::clone(&self.ticket.keys()[index as usize]);
                let standing = match there {
                    Some((entity, types)) => Standing::of(entity, &key, types),
                    None => Standing::Missing(entity_missing(&workspace_id, id).public_message().to_owned()),
                };
                self.stand(index, standing, read);
            }
        }
        Ok(())
    }

    /// Takes over how a property stands, and what that means for its value.
    fn stand(&mut self, index: u32, standing: Standing, read: &mut Read) {
        let slot = &mut self.slots[index as usize];
        let mode = standing.mode();
        if slot.standing.mode() != mode {
            read.modes.push((index, mode));
        }
        match &standing {
            Standing::Series => read.series.push(index),
            Standing::Static(value) => {
                let shown = value.as_ref().map_or(Shown::Nothing, |it| Shown::Static(mark_of(it)));
                if slot.shown != shown {
                    let latest = value.clone().map(|value| Latest { time: None, value });
                    read.values.push((index, latest));
                    slot.shown = shown;
                }
            }
            _ => slot.hide(index, read),
        }
        // The value was told; only what kind of property it is must be remembered.
        slot.standing = standing.without_value();
    }

    /// Reads the newest points of some series, and keeps those that are not the ones that were told.
    async fn read_series(&mut self, indexes: &[u32], read: &mut Read) -> Result<()> {
        let keys: Vec<SeriesKey> =
            indexes.iter().map(|it| SeriesKey::clone(&self.ticket.keys()[*it as usize])).collect();
        let found = self.app.series.latest(&keys).await?;
        for (index, point) in indexes.iter().zip(found) {
            let slot = &mut self.slots[*index as usize];
            let Some(point) = point else {
                slot.hide(*index, read);
                continue;
            };
            let shown = Shown::At(point.time, mark_of(&point.value));
            if slot.shown != shown {
                slot.shown = shown;
                read.values.push((*index, Some(Latest { time: Some(point.time), value: point.value })));
            }
        }
        Ok(())
    }
}

/// What a look has found so far.
#[derive(Debug, Default)]
struct Read {
    modes: Vec<(u32, Mode)>,
    values: Vec<(u32, Option<Latest>)>,
    /// Series that are to be read.
    series: Vec<u32>,
}
