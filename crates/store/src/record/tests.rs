//! Records come back as they were, stay small, stay readable, and climb.

use super::*;
use gemel_model::IndexMap;
use gemel_model::component_type::{ComponentType, PropertyGroup};
use gemel_model::definition::PropertyDefinitionDraft;
use gemel_model::entity::{Component, Entity, Property};
use gemel_model::function::{DataConnector, Function, FunctionKind, Scope};
use gemel_model::id::{ComponentTypeId, EntityId, Name, Parent, SceneId, WorkspaceId};
use gemel_model::pricing::{PricingMode, PricingPlan};
use gemel_model::scene::Scene;
use gemel_model::status::{ErrorCode, State, Status};
use gemel_model::tag::Tags;
use gemel_model::time::Timestamp;
use gemel_model::value::{DataType, Relationship, RelationshipValue, Type, Value};
use gemel_model::workspace::Workspace;
use std::collections::BTreeSet;

fn name(text: &str) -> Name {
    Name::trusted(text)
}

fn every_value() -> Value {
    let relationship = RelationshipValue {
        target_entity_id: Some(EntityId::trusted("mixer-3")),
        target_component_name: None,
    };
    let map = [("z", Value::Boolean(true)), ("a", Value::Expression("${Parameters.x}".to_owned()))];
    Value::List(vec![
        Value::Double(-0.5),
        Value::Double(f64::INFINITY),
        Value::Integer(i32::MIN),
        Value::Long(i64::MAX),
        Value::String("ü\u{0}".to_owned()),
        Value::Map(map.into_iter().map(|(key, it)| (key.to_owned(), it)).collect()),
        Value::Relationship(relationship),
    ])
}

fn every_definition() -> PropertyDefinitionDraft {
    let relationship =
        Relationship { target_component_type_id: None, relationship_type: Some("feeds".to_owned()) };
    let data_type = DataType {
        allowed_values: vec![every_value()],
        unit_of_measure: Some("°C".to_owned()),
        relationship: Some(relationship),
        ..DataType::list(DataType::map(DataType::plain(Type::Double)))
    };
    PropertyDefinitionDraft {
        data_type: Some(data_type),
        is_required_in_entity: Some(true),
        is_external_id: Some(false),
        is_stored_externally: None,
        is_time_series: Some(true),
        default_value: Some(every_value()),
        configuration: Some(IndexMap::from([
            ("b".to_owned(), "1".to_owned()),
            ("a".to_owned(), "2".to_owned()),
        ])),
        display_name: Some("Temperature".to_owned()),
        is_imported: true,
    }
}

fn failed() -> Status {
    Status { state: State::Error, error: Some((ErrorCode::ProcessingError, "it broke".to_owned())) }
}

fn groups() -> IndexMap<Name, PropertyGroup> {
    IndexMap::from([(name("g"), PropertyGroup { property_names: vec![name("b"), name("a")] })])
}

fn component(n_properties: usize) -> Component {
    let names = ["temperature", "pressure", "assetId", "speed", "isRunning"];
    Component {
        component_type_id: ComponentTypeId::trusted("com.example.telemetry"),
        description: None,
        properties: names[..n_properties]
            .iter()
            .map(|it| {
                (
                    name(it),
                    Property { definition: None, value: Some(Value::String(format!("value of {it}"))) },
                )
            })
            .collect(),
        property_groups: IndexMap::new(),
        composite_components: IndexMap::new(),
        defined_in: None,
        status: Status::default(),
        sync_source: None,
    }
}

fn entity(components: impl IntoIterator<Item = (Name, Component)>) -> Entity {
    Entity {
        id: EntityId::trusted("mixer-3"),
        name: "Mixer 3".to_owned(),
        description: None,
        parent: Parent::Entity(EntityId::trusted("line-1")),
        components: components.into_iter().collect(),
        status: Status::default(),
        created: Timestamp::from_seconds(1_790_000_000),
        updated: Timestamp::from_seconds(1_790_000_001),
        sync_source: None,
    }
}

fn rich_entity() -> Entity {
    let property = Property { definition: Some(every_definition()), value: Some(every_value()) };
    let child = Component { defined_in: Some(ComponentTypeId::trusted("com.example.line")), ..component(1) };
    let rich = Component {
        description: Some("rich".to_owned()),
        properties: IndexMap::from([(name("x"), property), (name("a"), Property::default())]),
        property_groups: groups(),
        composite_components: IndexMap::from([(name("child"), child)]),
        status: failed(),
        sync_source: Some("SITEWISE".to_owned()),
        ..component(0)
    };
    Entity {
        parent: Parent::Root,
        description: Some(String::new()),
        status: Status::of(State::Updating),
        sync_source: Some("SITEWISE".to_owned()),
        ..entity([(name("z"), rich), (name("a"), component(5))])
    }
}

fn rich_type() -> ComponentType {
    let function = |implemented_by| Function {
        required_properties: Some(vec![name("b"), name("a")]),
        scope: Some(Scope::Workspace),
        implemented_by,
    };
    ComponentType {
        id: ComponentTypeId::trusted("com.example.mixer"),
        name: Some("Mixer".to_owned()),
        description: Some("mixes".to_owned()),
        is_singleton: Some(true),
        extends_from: vec![ComponentTypeId::trusted("b"), ComponentTypeId::trusted("a")],
        property_definitions: IndexMap::from([(name("x"), every_definition())]),
        imported_definitions: IndexMap::from([(name("y"), PropertyDefinitionDraft::default())]),
        functions: FunctionKind::ALL
            .into_iter()
            .zip(
                [None, Some(DataConnector::Native), Some(DataConnector::Lambda("arn".to_owned()))]
                    .into_iter()
                    .cycle(),
            )
            .map(|(kind, it)| (kind, function(it)))
            .collect(),
        property_groups: groups(),
        composite_component_types: IndexMap::from([(
            name("c"),
            ComponentTypeId::trusted("com.example.part"),
        )]),
        is_schema_initialized: true,
        status: failed(),
        created: Timestamp::MIN,
        updated: Timestamp::MAX,
        sync_source: None,
    }
}

#[test]
fn everything_comes_back_as_it_was() {
    for entity in [rich_entity(), entity([])] {
        let external_ids = BTreeSet::from(["x".to_owned(), String::new()]);
        let bytes = encode_entity(&entity, &external_ids).unwrap();
        assert_eq!(decode_entity(entity.id.clone(), &bytes).unwrap(), (entity, external_ids));
    }
    let declared = rich_type();
    let bytes = encode_component_type(&declared).unwrap();
    assert_eq!(decode_component_type(declared.id.clone(), &bytes).unwrap(), declared);

    let workspace = Workspace {
        id: WorkspaceId::trusted("w"),
        description: Some("d".to_owned()),
        s3_location: None,
        role: Some("r".to_owned()),
        linked_services: vec!["IOTSITEWISE".to_owned()],
        created: Timestamp::MIN,
        updated: Timestamp::MAX,
    };
    let bytes = encode_workspace(&workspace).unwrap();
    assert_eq!(decode_workspace(workspace.id.clone(), &bytes).unwrap(), workspace);

    let scene = Scene {
        id: SceneId::trusted("s"),
        content_location: Some("s3://bucket/key".to_owned()),
        description: None,
        capabilities: vec!["MATTERPORT".to_owned()],
        metadata: IndexMap::from([(name("b"), "1".to_owned()), (name("a"), String::new())]),
        created: Timestamp::default(),
        updated: Timestamp::default(),
    };
    let bytes = encode_scene(&scene).unwrap();
    assert_eq!(decode_scene(scene.id.clone(), &bytes).unwrap(), scene);

    let tags = Tags::from([("b".to_owned(), "1".to_owned()), ("a".to_owned(), String::new())]);
    assert!(decode_tags(&encode_tags(&tags).unwrap()).unwrap().iter().eq(tags.iter()));

    for mode in [PricingMode::Basic, PricingMode::Standard, PricingMode::TieredBundle] {
        let plan = PricingPlan { mode, ..PricingPlan::standard(Timestamp::MAX) };
        assert_eq!(decode_pricing_plan(&encode_pricing_plan(&plan).unwrap()).unwrap(), plan);
    }
}

#[test]
fn every_word_comes_back_as_it_was() {
    for kind in Type::ALL {
        let mut declared = rich_type();
        declared.property_definitions = IndexMap::from([(
            name("x"),
            PropertyDefinitionDraft { data_type: Some(DataType::plain(kind)), ..every_definition() },
        )]);
        let bytes = encode_component_type(&declared).unwrap();
        assert_eq!(decode_component_type(declared.id.clone(), &bytes).unwrap(), declared);
    }
    for state in [State::Creating, State::Updating, State::Deleting, State::Active, State::Error] {
        for code in [
            ErrorCode::ValidationError,
            ErrorCode::InternalFailure,
            ErrorCode::ProcessingError,
            ErrorCode::CompositeComponentFailure,
        ] {
            let status = Status { state, error: Some((code, String::new())) };
            let entity = Entity { status, ..entity([]) };
            let bytes = encode_entity(&entity, &BTreeSet::new()).unwrap();
            assert_eq!(decode_entity(entity.id.clone(), &bytes).unwrap().0, entity);
        }
    }
}

#[test]
fn an_ordinary_entity_is_small() {
    let entity = entity([(name("telemetry"), component(5)), (name("alarm"), component(5))]);
    let n_bytes = encode_entity(&entity, &BTreeSet::from(["asset-3".to_owned()])).unwrap().len();
    assert!(n_bytes < 500, "{n_bytes} bytes");
}

/// Bytes of the first released layout. They must stay readable for ever; when a new layout comes, it is the encoding
/// that moves on, and these stay.
#[test]
fn first_layouts_are_read_for_ever() {
    let old = include_bytes!("old/entity-v1");
    assert_eq!(decode_entity(EntityId::trusted("mixer-3"), old).unwrap().0, rich_entity());
    let old = include_bytes!("old/component-type-v1");
    assert_eq!(decode_component_type(rich_type().id, old).unwrap(), rich_type());
}

/// Whoever changes a layout without a new version breaks this; `UPDATE_EXPECT=1` writes the files of a new one.
#[test]
fn today_s_layouts_are_those_that_are_kept() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/record/old");
    let ids = BTreeSet::from(["asset-3".to_owned()]);
    let today = [
        ("entity-v1", encode_entity(&rich_entity(), &ids).unwrap()),
        ("component-type-v1", encode_component_type(&rich_type()).unwrap()),
    ];
    for (name, bytes) in today {
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(folder.join(name), &bytes).unwrap();
        }
        assert!(std::fs::read(folder.join(name)).unwrap() == bytes, "the layout of `{name}` has changed");
    }
}

#[test]
fn what_cannot_be_read_is_told() {
    let good = encode_tags(&Tags::from([("k".to_owned(), "v".to_owned())])).unwrap();
    let check = |bytes: &[u8], words: &str| {
        let error = decode_tags(bytes).unwrap_err();
        assert!(error.message().contains(words), "{error}");
    };
    check(&[], "empty");
    check(&[9, 0], "layout 9");
    check(&[0, 0], "could not be read");
    check(&good[..good.len() - 1], "could not be read");
    check(&[good.as_slice(), b"x"].concat(), "1 bytes too many");
    for cut in 0..good.len() {
        assert!(decode_tags(&good[..cut]).is_err(), "{cut}");
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct PumpV1 {
    name: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct PumpV2 {
    name: String,
    parent: String,
}

impl Record for PumpV1 {
    const VERSION: u8 = 1;
    type Previous = Nothing;

    fn climb(previous: Nothing) -> Self {
        match previous {}
    }
}

impl Record for PumpV2 {
    const VERSION: u8 = 2;
    type Previous = PumpV1;

    fn climb(previous: PumpV1) -> Self {
        Self { name: previous.name, parent: "$ROOT".to_owned() }
    }
}

#[test]
fn old_records_climb() {
    let old = encode(&PumpV1 { name: "p".to_owned() }).unwrap();
    let new = PumpV2 { name: "p".to_owned(), parent: "$ROOT".to_owned() };
    assert_eq!(decode::<PumpV2>(&old).unwrap(), new);
    assert_eq!(decode::<PumpV2>(&encode(&new).unwrap()).unwrap(), new);
    assert!(decode::<PumpV1>(&encode(&new).unwrap()).is_err());
}
