//! Entities on disk. The id stands in the key; the external ids an entity is indexed under stand with it, so that
//! its index entries are known even after its types have changed.

use super::definition::{DefinitionV1, GroupV1, by_name, groups, groups_by_name, named};
use super::value::{StatusV1, ValueV1};
use super::{Nothing, Record, decode, encode};
use gemel_model::Result;
use gemel_model::entity::{Component, Entity, Property};
use gemel_model::id::{ComponentTypeId, EntityId, Parent};
use gemel_model::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Serialize, Deserialize)]
struct EntityV1 {
    name: String,
    description: Option<String>,
    /// Empty: below the root.
    parent: String,
    components: Vec<(String, ComponentV1)>,
    status: StatusV1,
    created_ns: i64,
    updated_ns: i64,
    sync_source: Option<String>,
    external_ids: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct ComponentV1 {
    component_type_id: String,
    description: Option<String>,
    properties: Vec<(String, PropertyV1)>,
    property_groups: Vec<(String, GroupV1)>,
    composite_components: Vec<(String, ComponentV1)>,
    defined_in: Option<String>,
    status: StatusV1,
    sync_source: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PropertyV1 {
    /// Boxed because it is large and rare; the bytes are the same.
    definition: Option<Box<DefinitionV1>>,
    value: Option<ValueV1>,
}

impl Record for EntityV1 {
    const VERSION: u8 = 1;
    type Previous = Nothing;

    fn climb(previous: Nothing) -> Self {
        match previous {}
    }
}

/// The record of an entity that is indexed under these external ids.
pub fn encode_entity(entity: &Entity, external_ids: &BTreeSet<String>) -> Result<Vec<u8>> {
    encode(&EntityV1 {
        name: entity.name.clone(),
        description: entity.description.clone(),
        parent: entity.parent.entity().map(ToString::to_string).unwrap_or_default(),
        components: named(&entity.components),
        status: (&entity.status).into(),
        created_ns: entity.created.nanos(),
        updated_ns: entity.updated.nanos(),
        sync_source: entity.sync_source.clone(),
        external_ids: external_ids.iter().cloned().collect(),
    })
}

/// The entity of a record, and the external ids it is indexed under.
pub fn decode_entity(id: EntityId, bytes: &[u8]) -> Result<(Entity, BTreeSet<String>)> {
    let record: EntityV1 = decode(bytes)?;
    let parent = if record.parent.is_empty() {
        Parent::Root
    } else {
        Parent::Entity(EntityId::trusted(record.parent))
    };
    let entity = Entity {
        id,
        name: record.name,
        description: record.description,
        parent,
        components: by_name(record.components),
        status: record.status.into(),
        created: Timestamp::from_nanos(record.created_ns),
        updated: Timestamp::from_nanos(record.updated_ns),
        sync_source: record.sync_source,
    };
    Ok((entity, record.external_ids.into_iter().collect()))
}

impl From<&Component> for ComponentV1 {
    fn from(of: &Component) -> Self {
        Self {
            component_type_id: of.component_type_id.to_string(),
            description: of.description.clone(),
            properties: named(&of.properties),
            property_groups: groups(&of.property_groups),
            composite_components: named(&of.composite_components),
            defined_in: of.defined_in.as_ref().map(ToString::to_string),
            status: (&of.status).into(),
            sync_source: of.sync_source.clone(),
        }
    }
}

impl From<ComponentV1> for Component {
    fn from(of: ComponentV1) -> Self {
        Self {
            component_type_id: ComponentTypeId::trusted(of.component_type_id),
            description: of.description,
            properties: by_name(of.properties),
            property_groups: groups_by_name(of.property_groups),
            composite_components: by_name(of.composite_components),
            defined_in: of.defined_in.map(ComponentTypeId::trusted),
            status: of.status.into(),
            sync_source: of.sync_source,
        }
    }
}

impl From<&Property> for PropertyV1 {
    fn from(of: &Property) -> Self {
        Self {
            definition: of.definition.as_ref().map(|it| Box::new(it.into())),
            value: of.value.as_ref().map(ValueV1::from),
        }
    }
}

impl From<PropertyV1> for Property {
    fn from(of: PropertyV1) -> Self {
        Self { definition: of.definition.map(|it| (*it).into()), value: of.value.map(Into::into) }
    }
}
