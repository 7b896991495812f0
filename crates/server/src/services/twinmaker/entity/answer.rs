//! The answer of GetEntity, written straight from the entity; see `written`. A test holds it to its shape.

use super::super::written::{OneDefinition, OneStatus, OneValue};
use super::component;
use gemel_model::entity::{Entity, ShownComponent, ShownEntity, ShownProperty};
use gemel_model::id::WorkspaceId;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

/// `GetEntityResponse`
pub(super) struct EntityAnswer<'a> {
    pub(super) workspace_id: &'a WorkspaceId,
    pub(super) arn: String,
    pub(super) entity: &'a Entity,
    pub(super) shown: ShownEntity<'a>,
    pub(super) has_children: bool,
}

impl Serialize for EntityAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = self.entity;
        let mut it = serializer.serialize_map(None)?;
        it.serialize_entry("entityId", of.id.as_str())?;
        it.serialize_entry("entityName", &of.name)?;
        it.serialize_entry("arn", &self.arn)?;
        it.serialize_entry("status", &OneStatus(&of.status))?;
        it.serialize_entry("workspaceId", self.workspace_id.as_str())?;
        it.serialize_entry("description", of.description.as_deref().unwrap_or_default())?;
        it.serialize_entry("components", &Components(&self.shown))?;
        it.serialize_entry("parentEntityId", of.parent.as_str())?;
        it.serialize_entry("hasChildEntities", &self.has_children)?;
        it.serialize_entry("creationDateTime", &of.created.seconds_f64())?;
        it.serialize_entry("updateDateTime", &of.updated.seconds_f64())?;
        if let Some(source) = &of.sync_source {
            it.serialize_entry("syncSource", source)?;
        }
        it.serialize_entry("areAllComponentsReturned", &self.shown.has_all_components)?;
        it.end()
    }
}

struct Components<'a>(&'a ShownEntity<'a>);

impl Serialize for Components<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.components.iter().map(|it| (it.name.as_str(), OneComponent(it))))
    }
}

struct OneComponent<'a>(&'a ShownComponent<'a>);

impl Serialize for OneComponent<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (of, component) = (self.0, self.0.component);
        let mut it = serializer.serialize_map(None)?;
        it.serialize_entry("componentName", of.name.as_str())?;
        if let Some(description) = &component.description {
            it.serialize_entry("description", description)?;
        }
        it.serialize_entry("componentTypeId", component.component_type_id.as_str())?;
        it.serialize_entry("status", &OneStatus(&component.status))?;
        if let Some(id) = &component.defined_in {
            it.serialize_entry("definedIn", id.as_str())?;
        }
        it.serialize_entry("properties", &Properties(&of.properties))?;
        if let Some(groups) = component::group_shapes(&of.property_groups) {
            it.serialize_entry("propertyGroups", &groups)?;
        }
        if let Some(source) = &component.sync_source {
            it.serialize_entry("syncSource", source)?;
        }
        it.serialize_entry("areAllPropertiesReturned", &of.has_all_properties)?;
        if let Some(children) = component::child_shapes(of) {
            it.serialize_entry("compositeComponents", &children)?;
        }
        it.serialize_entry("areAllCompositeComponentsReturned", &of.has_all_composite_components)?;
        it.end()
    }
}

struct Properties<'a>(&'a [ShownProperty<'a>]);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|it| (it.name.as_str(), OneProperty(it))))
    }
}

struct OneProperty<'a>(&'a ShownProperty<'a>);

impl Serialize for OneProperty<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = self.0;
        let n_members = 2 + usize::from(of.value.is_some());
        let mut it = serializer.serialize_struct("PropertyResponse", n_members)?;
        it.serialize_field("definition", &OneDefinition(&of.definition))?;
        if let Some(value) = of.value.as_deref() {
            it.serialize_field("value", &OneValue(value))?;
        }
        it.serialize_field("areAllPropertyValuesReturned", &of.has_all_items)?;
        it.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemel_api::twinmaker as shape;
    use gemel_model::IndexMap;
    use gemel_model::component_type::{EffectiveType, PropertyGroup};
    use gemel_model::definition::PropertyDefinitionDraft;
    use gemel_model::entity::{Component, EffectiveTypes, Property, shown};
    use gemel_model::id::{ComponentTypeId, EntityId, Name, Parent};
    use gemel_model::status::{ErrorCode, State, Status};
    use gemel_model::time::Timestamp;
    use gemel_model::value::{DataType, Type, Value};

    struct NoTypes;

    impl EffectiveTypes for NoTypes {
        fn effective(&self, _: &ComponentTypeId) -> Option<&EffectiveType> {
            None
        }
    }

    fn component(depth: usize) -> Component {
        let data_type = DataType {
            kind: Type::List,
            nested: None,
            allowed_values: Vec::new(),
            unit_of_measure: None,
            relationship: None,
        };
        let definition = PropertyDefinitionDraft { data_type: Some(data_type), ..Default::default() };
        let property = |value| Property { definition: Some(definition.clone()), value };
        let children = (depth > 0).then(|| (Name::trusted("child"), component(depth - 1)));
        Component {
            component_type_id: ComponentTypeId::trusted("a.b"),
            description: (depth > 0).then(|| "text".to_owned()),
            properties: IndexMap::from([
                (Name::trusted("z"), property(Some(Value::List(vec![Value::Long(1); 99])))),
                (Name::trusted("a"), property(None)),
            ]),
            property_groups: IndexMap::from([(
                Name::trusted("g"),
                PropertyGroup { property_names: vec![Name::trusted("z")] },
            )]),
            composite_components: children.into_iter().collect(),
            defined_in: (depth > 0).then(|| ComponentTypeId::trusted("c.d")),
            status: Status { state: State::Error, error: Some((ErrorCode::ValidationError, "x".to_owned())) },
            sync_source: (depth > 0).then(|| "S".to_owned()),
        }
    }

    /// Reading the answer as its shape and writing the shape again must change nothing: no member is misspelt, missing
    /// from the shape, or in another place.
    #[test]
    fn the_answer_has_its_shape() {
        for depth in [0, 1] {
            let entity = Entity {
                id: EntityId::trusted("e"),
                name: "E \"quoted\"".to_owned(),
                description: (depth > 0).then(|| "text".to_owned()),
                parent: Parent::Root,
                components: IndexMap::from([(Name::trusted("one"), component(depth))]),
                status: Status::of(State::Active),
                created: Timestamp::from_nanos(1_767_225_600_123_456_789),
                updated: Timestamp::from_nanos(1_767_225_600_000_000_000),
                sync_source: (depth > 0).then(|| "S".to_owned()),
            };
            let answer = EntityAnswer {
                workspace_id: &WorkspaceId::trusted("w"),
                arn: "arn".to_owned(),
                entity: &entity,
                shown: shown(&entity, &NoTypes),
                has_children: true,
            };
            let written = serde_json::to_string(&answer).unwrap();
            let read: shape::GetEntityResponse = serde_json::from_str(&written).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), written);
            assert!(written.contains(r#""areAllPropertyValuesReturned":false"#), "{written}");
        }
    }
}
