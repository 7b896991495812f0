//! The types that the tables speak of, and the notation of requests and entities.

use crate::component_type::{self, ComponentType, EffectiveType, PropertyGroup};
use crate::definition::PropertyDefinitionDraft;
use crate::entity::{
    Component, ComponentDraft, ComponentUpdate, ComponentUpdateType, CompositeComponentDraft, Entity,
    EntityDraft, EntityUpdate, Property, PropertyUpdate, PropertyUpdateType,
};
use crate::function::{DataConnector, Function, FunctionKind};
use crate::id::{ComponentPath, ComponentTypeId, EntityId, EntityName, Name, WorkspaceId};
use crate::status::{State, Status};
use crate::time::Timestamp;
use crate::value::{DataType, Type, Value};
use indexmap::IndexMap;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

pub(super) type Known = HashMap<ComponentTypeId, Arc<EffectiveType>>;

static TYPES: LazyLock<Known> = LazyLock::new(resolved);

pub(super) fn types() -> Known {
    TYPES.clone()
}

pub(super) fn entity_id(text: &str) -> EntityId {
    EntityId::parse("id", text).unwrap()
}

pub(super) fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

fn type_id(text: &str) -> ComponentTypeId {
    ComponentTypeId::parse("componentTypeId", text).unwrap()
}

fn resolved() -> Known {
    let declared = declared();
    let mut known = component_type::Types::new(WorkspaceId::trusted("plant"));
    for it in &declared {
        known.insert(Arc::new(it.clone()));
    }
    let effective = declared.iter().map(|it| component_type::effective_of(it, &known).unwrap());
    effective.map(|it| (it.id.clone(), Arc::new(it))).collect()
}

fn declared() -> Vec<ComponentType> {
    let mut plain = declare("t.plain", "s~STRING d~DOUBLE=1.5 r~STRING ts~DOUBLE c~STRING key~STRING l~LIST");
    property(&mut plain, "r").is_required_in_entity = Some(true);
    property(&mut plain, "ts").is_time_series = Some(true);
    property(&mut plain, "key").is_external_id = Some(true);
    property(&mut plain, "l").data_type = Some(DataType::list(DataType::plain(Type::Double)));
    property(&mut plain, "c").data_type.as_mut().unwrap().allowed_values =
        ["red", "green"].map(|it| Value::String(it.to_owned())).to_vec();
    function(&mut plain, FunctionKind::DataReader, true, None);

    let mut single = declare("t.single", "");
    single.is_singleton = Some(true);
    let mut heir = declare("t.heir", "");
    heir.extends_from = vec![type_id("t.single")];
    let mut free = ComponentType { id: type_id("t.free"), ..heir.clone() };
    free.is_singleton = Some(false);

    let mut absent = declare("t.abstract", "");
    function(&mut absent, FunctionKind::DataReader, false, None);

    let mut init = declare("t.init", "id~STRING late~DOUBLE");
    property(&mut init, "id").is_required_in_entity = Some(true);
    property(&mut init, "late").is_required_in_entity = Some(true);
    function(&mut init, FunctionKind::SchemaInitializer, true, Some(vec![name("id")]));

    let mut grouped = declare("t.grouped", "s~STRING");
    grouped.property_groups.insert(name("g"), PropertyGroup { property_names: vec![name("s")] });

    vec![
        plain,
        single,
        heir,
        free,
        absent,
        init,
        grouped,
        declare("t.leaf", "v~DOUBLE"),
        composite("t.branch", &[("tip", "t.leaf")]),
        composite("t.tree", &[("left", "t.leaf"), ("left2", "t.branch")]),
        composite("t.holder", &[("it", "t.plain")]),
        composite("t.inits", &[("it", "t.init")]),
        composite("t.endless", &[("it", "t.endless")]),
        composite("t.deep", &[("it", "t.deep2")]),
        composite("t.deep2", &[("it", "t.deep3")]),
        composite("t.deep3", &[("it", "t.deep4")]),
        composite("t.deep4", &[("it", "t.branch")]),
    ]
}

fn declare(id: &str, properties: &str) -> ComponentType {
    let drafted = |it: &PropertyUpdate| PropertyDefinitionDraft {
        default_value: it.value.clone(),
        ..it.definition.clone().unwrap()
    };
    let properties = properties.split_whitespace().map(property_of);
    ComponentType {
        id: type_id(id),
        name: None,
        description: None,
        is_singleton: None,
        extends_from: Vec::new(),
        property_definitions: properties.map(|(name, it)| (name, drafted(&it))).collect(),
        imported_definitions: IndexMap::new(),
        functions: IndexMap::new(),
        property_groups: IndexMap::new(),
        composite_component_types: IndexMap::new(),
        is_schema_initialized: false,
        status: Status::of(State::Active),
        created: Timestamp::from_seconds(1),
        updated: Timestamp::from_seconds(1),
        sync_source: None,
    }
}

fn composite(id: &str, children: &[(&str, &str)]) -> ComponentType {
    let children = children.iter().map(|(child, it)| (name(child), type_id(it)));
    ComponentType { composite_component_types: children.collect(), ..declare(id, "") }
}

fn property<'a>(of: &'a mut ComponentType, name: &str) -> &'a mut PropertyDefinitionDraft {
    of.property_definitions.get_mut(name).unwrap()
}

fn function(of: &mut ComponentType, kind: FunctionKind, is_implemented: bool, required: Option<Vec<Name>>) {
    let implemented_by =
        is_implemented.then(|| DataConnector::Lambda("arn:aws:lambda:r:0:function:f".to_owned()));
    of.functions.insert(kind, Function { required_properties: required, scope: None, implemented_by });
}

/// `name[!OPERATION][~KIND][=value]`
fn property_of(text: &str) -> (Name, PropertyUpdate) {
    let (head, value) = text.split_once('=').map_or((text, None), |(head, value)| (head, Some(value)));
    let (head, kind) = head.split_once('~').map_or((head, None), |(head, kind)| (head, Some(kind)));
    let (head, operation) = head.split_once('!').map_or((head, None), |(head, it)| (head, Some(it)));
    let of_kind = |it: &str| DataType::plain(Type::ALL.into_iter().find(|kind| kind.as_str() == it).unwrap());
    let definition = kind.map(|it| PropertyDefinitionDraft {
        data_type: Some(of_kind(it)),
        ..PropertyDefinitionDraft::default()
    });
    let update = PropertyUpdate {
        update_type: operation.map(|it| PropertyUpdateType::parse("updateType", it).unwrap()),
        definition,
        value: value.map(value_of),
    };
    (name(head), update)
}

/// `1.5` is a double, `1` an integer, anything else text.
fn value_of(text: &str) -> Value {
    if let Ok(it) = text.parse() {
        return Value::Integer(it);
    }
    text.parse().map_or_else(|_| Value::String(text.to_owned()), Value::Double)
}

/// The parts of a request: name, type, operation, properties.
type Part = (String, Option<ComponentTypeId>, Option<ComponentUpdateType>, IndexMap<Name, PropertyUpdate>);

fn parts(text: &str) -> Vec<Part> {
    let parts = text.split(';').map(str::trim).filter(|it| !it.is_empty());
    parts
        .map(|part| {
            let mut words = part.split_whitespace();
            let mut parsed = (words.next().unwrap().to_owned(), None, None, IndexMap::new());
            for word in words {
                match (word.strip_prefix(':'), ComponentUpdateType::parse("updateType", word)) {
                    (Some(it), _) => parsed.1 = Some(type_id(it)),
                    (None, Ok(it)) => parsed.2 = Some(it),
                    (None, Err(_)) => parsed.3.extend([property_of(word)]),
                }
            }
            parsed
        })
        .collect()
}

pub(super) fn draft(text: &str) -> EntityDraft {
    let mut draft = EntityDraft::named(EntityName::trusted("Pump 1"));
    for (at, component_type_id, _, properties) in parts(text) {
        if at.contains('/') {
            let it = CompositeComponentDraft { properties, ..CompositeComponentDraft::default() };
            draft.composite_components.insert(ComponentPath::trusted(at), it);
        } else {
            let it = ComponentDraft { component_type_id, properties, ..ComponentDraft::default() };
            draft.components.insert(name(&at), it);
        }
    }
    draft
}

pub(super) fn update_of(text: &str) -> EntityUpdate {
    let mut update = EntityUpdate::default();
    for (at, component_type_id, update_type, properties) in parts(text) {
        let it = ComponentUpdate { update_type, component_type_id, properties, ..ComponentUpdate::default() };
        if at.contains('/') {
            update.composite_components.insert(ComponentPath::trusted(at), it);
        } else {
            update.components.insert(name(&at), it);
        }
    }
    update
}

/// An entity in the notation, what is set on it only.
pub(super) fn told(entity: &Entity) -> String {
    let mut words = Vec::new();
    entity.visit(&mut |path, it: &Component| {
        let properties: Vec<String> = it.properties.iter().map(told_property).collect();
        words.push(format!("{path}:{}({})", it.component_type_id, properties.join(" ")));
    });
    words.join(" ")
}

fn told_property((name, it): (&Name, &Property)) -> String {
    let data_type = it.definition.as_ref().and_then(|it| it.data_type.as_ref());
    let kind = data_type.map_or_else(String::new, |it| format!("~{it}"));
    let value = it.value.as_ref().map_or_else(String::new, |it| match it {
        Value::String(it) => format!("={it}"),
        Value::Double(it) => format!("={it}"),
        Value::Integer(it) => format!("={it}"),
        it => format!("={it:?}"),
    });
    format!("{name}{kind}{value}")
}
