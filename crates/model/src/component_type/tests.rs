//! What types inherit, and which declarations and changes are admitted.

use super::*;
use crate::error::{Kind, Result};
use crate::function::DataConnector;
use crate::id::{EntityId, WorkspaceId};
use crate::quota::Quotas;
use crate::status::{ErrorCode, State};
use crate::value::{DataType, Type, Value};
use std::sync::Arc;

const ALARM: &str = "com.amazon.iottwinmaker.alarm.basic";
const LAMBDA: &str = "arn:aws:lambda:us-east-1:000000000000:function:reader";

/// A type that says nothing.
pub(super) fn declared(id: &str) -> ComponentType {
    ComponentType {
        id: ComponentTypeId::trusted(id),
        name: None,
        description: None,
        is_singleton: None,
        extends_from: Vec::new(),
        property_definitions: IndexMap::new(),
        imported_definitions: IndexMap::new(),
        functions: IndexMap::new(),
        property_groups: IndexMap::new(),
        composite_component_types: IndexMap::new(),
        is_schema_initialized: false,
        status: Status::default(),
        created: Timestamp::from_seconds(1),
        updated: Timestamp::from_seconds(1),
        sync_source: None,
    }
}

impl ComponentType {
    fn extends(mut self, parents: &[&str]) -> Self {
        self.extends_from = parents.iter().map(|it| ComponentTypeId::trusted(*it)).collect();
        self
    }

    fn property(mut self, name: &str, draft: PropertyDefinitionDraft) -> Self {
        self.property_definitions.insert(Name::trusted(name), draft);
        self
    }

    fn function(mut self, kind: FunctionKind, function: Function) -> Self {
        self.functions.insert(kind, function);
        self
    }

    fn group(mut self, name: &str, properties: &[&str]) -> Self {
        let property_names = properties.iter().map(|it| Name::trusted(*it)).collect();
        self.property_groups.insert(Name::trusted(name), PropertyGroup { property_names });
        self
    }

    fn child(mut self, name: &str, component_type_id: &str) -> Self {
        self.composite_component_types
            .insert(Name::trusted(name), ComponentTypeId::trusted(component_type_id));
        self
    }
}

fn of(kind: Type) -> PropertyDefinitionDraft {
    PropertyDefinitionDraft { data_type: Some(DataType::plain(kind)), ..Default::default() }
}

fn series(kind: Type) -> PropertyDefinitionDraft {
    PropertyDefinitionDraft { is_time_series: Some(true), ..of(kind) }
}

fn default(value: Value) -> PropertyDefinitionDraft {
    PropertyDefinitionDraft { default_value: Some(value), ..Default::default() }
}

fn lambda(required: &[&str]) -> Function {
    let names: Vec<_> = required.iter().map(|it| Name::trusted(*it)).collect();
    Function {
        required_properties: (!names.is_empty()).then_some(names),
        scope: None,
        implemented_by: Some(DataConnector::Lambda(LAMBDA.to_owned())),
    }
}

fn world(declared: &[ComponentType]) -> Types {
    let mut types = Types::new(WorkspaceId::trusted("ws"));
    for it in declared {
        types.insert(Arc::new(it.clone()));
    }
    types
}

fn resolve(types: &[ComponentType]) -> EffectiveType {
    effective(&types.last().unwrap().id, &world(types)).unwrap()
}

fn admit(draft: &ComponentType, others: &[ComponentType]) -> Result<Admitted> {
    validate_new(draft.clone(), &world(others), &Quotas::AWS)
}

/// `want`: nothing when it is admitted, or a piece of the refusal.
fn check(draft: &ComponentType, others: &[ComponentType], want: Option<&str>) {
    match (admit(draft, others), want) {
        (Ok(_), None) => {}
        (Err(error), Some(piece)) => {
            assert!(error.message().contains(piece), "{error} lacks {piece}");
            assert!(matches!(error.kind(), Kind::Invalid | Kind::Quota), "{error:?}");
        }
        (got, want) => panic!("{}: got {got:?}, want {want:?}", draft.id),
    }
}

#[test]
fn a_restated_property_is_merged_and_stays_inherited() {
    let unit = DataType { unit_of_measure: Some("bar".to_owned()), ..DataType::plain(Type::Double) };
    let base = declared("b").property(
        "d",
        PropertyDefinitionDraft {
            is_required_in_entity: Some(true),
            configuration: Some([("k".to_owned(), "v".to_owned())].into_iter().collect()),
            ..PropertyDefinitionDraft { data_type: Some(unit.clone()), ..default(Value::Double(1.5)) }
        },
    );
    let child = declared("c").extends(&["b"]).property("d", default(Value::Double(2.5)));
    let got = resolve(&[base.clone(), child]).property_definitions["d"].clone();
    assert_eq!(got.data_type, unit);
    assert_eq!(got.default_value, Some(Value::Double(2.5)));
    assert!(got.is_inherited && got.is_required_in_entity);
    assert_eq!(got.configuration["k"], "v");

    let child = declared("c").extends(&["b"]).property("d", of(Type::Double));
    let got = resolve(&[base.clone(), child]).property_definitions["d"].clone();
    assert_eq!(got.data_type.unit_of_measure.as_deref(), Some("bar"));

    let child = declared("c").extends(&["b"]).property("d", of(Type::String));
    check(&child, &[base], Some("Value 'STRING' at 'propertyDefinitions.d.dataType.type'"));
}

#[test]
fn functions_are_inherited_replaced_and_the_implemented_one_wins() {
    let base = declared("b").function(FunctionKind::DataReader, lambda(&[]));
    let heir = resolve(&[base.clone(), declared("c").extends(&["b"])]);
    assert!(heir.functions[&FunctionKind::DataReader].is_inherited);
    let own = declared("c").extends(&["b"]).function(FunctionKind::DataReader, lambda(&[]));
    assert!(!resolve(&[base.clone(), own]).functions[&FunctionKind::DataReader].is_inherited);
    let emptied = declared("c").extends(&["b"]).function(FunctionKind::DataReader, Function::default());
    assert!(resolve(&[base.clone(), emptied]).is_abstract);
    for order in [[ALARM, "b"], ["b", ALARM]] {
        let both = resolve(&[base.clone(), declared("c").extends(&order)]);
        assert!(!both.is_abstract, "{order:?}");
        assert_eq!(both.functions[&FunctionKind::DataReader].function, lambda(&[]));
    }
    let alarm = declared("c").extends(&[ALARM]).function(FunctionKind::DataReader, lambda(&["alarm_key"]));
    assert!(!admit(&alarm, &[]).unwrap().effective.is_abstract);
}

#[test]
fn a_type_is_abstract_while_nobody_reads_its_properties() {
    let external = PropertyDefinitionDraft { is_stored_externally: Some(true), ..of(Type::String) };
    let cases = [
        (of(Type::String), None, false),
        (series(Type::Double), None, true),
        (series(Type::Double), Some(FunctionKind::DataWriter), true),
        (series(Type::Double), Some(FunctionKind::DataReader), false),
        (series(Type::Double), Some(FunctionKind::DataReaderByEntity), false),
        (series(Type::Double), Some(FunctionKind::DataReaderByComponentType), false),
        (external.clone(), None, true),
        (external.clone(), Some(FunctionKind::DataReader), true),
        (external.clone(), Some(FunctionKind::AttributePropertyValueReaderByEntity), false),
        (external, Some(FunctionKind::TabularDataReaderByEntity), false),
    ];
    for (property, function, want) in cases {
        let mut draft = declared("c").property("p", property.clone());
        if let Some(kind) = function {
            draft = draft.function(kind, lambda(&[]));
        }
        assert_eq!(resolve(&[draft]).is_abstract, want, "{property:?} {function:?}");
    }
}

#[test]
fn groups_children_and_singleton_are_inherited() {
    let base = ComponentType { is_singleton: Some(true), ..declared("b") }
        .property("p", of(Type::String))
        .group("g", &["p"])
        .child("x", "leaf");
    let types = [declared("leaf"), base, declared("c").extends(&["b"]).group("h", &["p"]).child("y", "leaf")];
    let got = resolve(&types);
    assert!(got.is_singleton && got.is_a("b") && got.is_a("c") && !got.is_a("leaf"));
    assert!(got.property_groups["g"].1 && !got.property_groups["h"].1);
    let defined = |name| {
        let it: &CompositeChild = &got.composite_component_types[name];
        (it.is_inherited, it.defined_in.as_str())
    };
    assert_eq!((defined("x"), defined("y")), ((true, "b"), (false, "c")));
    let freed = ComponentType { is_singleton: Some(false), ..declared("d") }.extends(&["c"]);
    let [leaf, base, child] = types;
    assert!(!resolve(&[leaf, base, child, freed]).is_singleton);
}

#[test]
fn what_an_initializer_consumes_is_final_and_what_it_brings_is_imported() {
    let mut base = declared("b")
        .property("key", of(Type::String))
        .property("free", of(Type::String))
        .function(FunctionKind::SchemaInitializer, lambda(&["key"]));
    base.imported_definitions.insert(
        Name::trusted("brought"),
        PropertyDefinitionDraft { is_imported: true, ..default(Value::Long(1)) },
    );
    base.imported_definitions[0].data_type = Some(DataType::plain(Type::Long));
    let got = resolve(&[base, declared("c").extends(&["b"])]);
    let flags = |name| {
        let it: &PropertyDefinition = &got.property_definitions[name];
        (it.is_final, it.is_imported, it.is_inherited)
    };
    assert_eq!(flags("key"), (true, false, true));
    assert_eq!(flags("free"), (false, false, true));
    assert_eq!(flags("brought"), (false, true, true));
}

#[test]
fn drafts_that_break_a_rule_are_refused() {
    let plain = || declared("com.example.c");
    let reserved = Some("Not allowed to modify component type in reserved namespace");
    check(&declared("com.amazon.foo"), &[], reserved);
    check(&declared("com.gemel.foo"), &[], reserved);
    check(&declared("test.com.amazon.iottwinmaker.3d.component.planegeometry"), &[], reserved);
    check(&declared("test.com.amazon.foo"), &[], None);
    check(
        &plain().extends(&["no.1", "no.2"]),
        &[],
        Some("component types `no.1`, `no.2` do not exist in workspace `ws`"),
    );
    check(&plain().child("x", "no.1"), &[], Some("component types `no.1` do not exist in workspace `ws`"));
    check(&plain().extends(&["com.example.c"]), &[], Some("cannot extend itself"));
    check(&plain().extends(&[ALARM, ALARM]), &[], Some("at 'extendsFrom[1]'"));
    check(
        &plain().property("p", PropertyDefinitionDraft::default()),
        &[],
        Some(
            "Value null at 'propertyDefinitions.p.dataType' failed to satisfy constraint: Member must not be null",
        ),
    );
    check(
        &plain().property("p", of(Type::List)),
        &[],
        Some("at 'propertyDefinitions.p.dataType.nestedType'"),
    );
    let wrong = PropertyDefinitionDraft {
        data_type: Some(DataType::plain(Type::Double)),
        ..default(Value::Boolean(true))
    };
    check(
        &plain().property("p", wrong),
        &[],
        Some("Value 'true' at 'propertyDefinitions.p.defaultValue.booleanValue'"),
    );
    check(
        &plain().function(FunctionKind::DataReader, lambda(&["p"])),
        &[],
        Some("Value 'p' at 'functions.dataReader.requiredProperties[0]'"),
    );
    let native = Function { implemented_by: Some(DataConnector::Native), ..Function::default() };
    check(
        &plain().function(FunctionKind::DataReader, native.clone()),
        &[],
        Some("Value 'true' at 'functions.dataReader.implementedBy.isNative'"),
    );
    let heir = plain().extends(&[crate::builtin::TIMESERIES]).function(FunctionKind::DataReader, native);
    check(&heir, &[], None);
    check(&plain().group("g", &["p"]), &[], Some("Value 'p' at 'propertyGroups.g.propertyNames[0]'"));
    let history = plain().property("p", series(Type::Double)).group("g", &["p"]);
    check(&history, &[], Some("a time-series property cannot be in a TABULAR group"));
    let twice = plain().property("p", of(Type::String)).group("g", &["p", "p"]);
    check(&twice, &[], Some("at 'propertyGroups.g.propertyNames[1]'"));
}

#[test]
fn parents_that_disagree_cannot_be_combined() {
    let one = declared("one").property("p", of(Type::String)).child("x", "one.leaf");
    let two = declared("two").property("p", of(Type::Long));
    let both = declared("both").extends(&["one", "two"]);
    check(
        &both,
        &[declared("one.leaf"), one.clone(), two],
        Some("property `p` is STRING in `one` and LONG in `two`; `both` cannot extend both"),
    );
    let three = declared("three").child("x", "three.leaf");
    let others = [declared("one.leaf"), declared("three.leaf"), one, three];
    check(&declared("both").extends(&["one", "three"]), &others, Some("`both` must say which"));
    let other = declared("both").extends(&["one"]).child("x", "three.leaf");
    check(&other, &others, Some("must be or extend `one.leaf`"));
    let more_special = declared("both").extends(&["one"]).child("x", "heir");
    let [a, b, c, d] = others;
    check(&more_special, &[a, b, c, d, declared("heir").extends(&["one.leaf"])], None);
}

#[test]
fn quotas_bound_parents_levels_properties_and_trees() {
    let id = |it: usize| format!("t.{it}");
    let parents: Vec<_> = (0..11).map(|it| declared(&id(it))).collect();
    let names: Vec<_> = (0..11).map(id).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    check(&declared("c").extends(&names[..10]), &parents, None);
    check(&declared("c").extends(&names), &parents, Some("parents of the component type would be 11"));

    let line = |n: usize| -> Vec<_> {
        (0..n)
            .map(|it| match it {
                0 => declared(&id(0)),
                _ => declared(&id(it)).extends(&[&id(it - 1)]),
            })
            .collect()
    };
    check(&declared("c").extends(&[&id(8)]), &line(9), None);
    check(&declared("c").extends(&[&id(9)]), &line(10), Some("levels of component types would be 11"));

    let many = |n: usize| (0..n).fold(declared("c"), |it, n| it.property(&n.to_string(), of(Type::String)));
    check(&many(800), &[], None);
    check(&many(801), &[], Some("properties of the component type would be 801"));

    let nested = |n: usize| -> Vec<_> {
        (0..n)
            .map(|it| match it {
                0 => declared(&id(0)),
                _ => declared(&id(it)).child("x", &id(it - 1)),
            })
            .collect()
    };
    check(&declared("c").child("x", &id(3)), &nested(4), None);
    check(
        &declared("c").child("x", &id(4)),
        &nested(5),
        Some("levels of the composite component would be 6"),
    );
    let wide = |n: usize| (0..n).fold(declared("c"), |it, n| it.child(&n.to_string(), "leaf"));
    check(&wide(49), &[declared("leaf")], None);
    check(&wide(50), &[declared("leaf")], Some("component types in the composite component would be 51"));
    let ring = declared("c").child("x", "c");
    check(&ring, &[declared("c")], Some("component type `c` would be a composite component of itself"));
}

#[test]
fn a_broken_store_cannot_make_resolution_loop() {
    let ring = [declared("a").extends(&["b"]), declared("b").extends(&["a"])];
    let error = effective(&ring[0].id, &world(&ring)).unwrap_err();
    assert!(error.message().contains("component type `a` would extend itself: a -> b -> a"), "{error}");
    let error = effective(&ComponentTypeId::trusted("no"), &world(&[])).unwrap_err();
    assert_eq!(error.kind(), Kind::NotFound);
}

#[test]
fn admitted_values_are_in_their_types_form() {
    let draft = declared("c").property(
        "p",
        PropertyDefinitionDraft {
            data_type: Some(DataType::plain(Type::Double)),
            ..default(Value::Integer(2))
        },
    );
    let admitted = admit(&draft, &[]).unwrap();
    assert_eq!(admitted.component_type.property_definitions["p"].default_value, Some(Value::Double(2.0)));
    assert_eq!(admitted.effective.property_definitions["p"].default_value, Some(Value::Double(2.0)));
    assert_eq!(admitted.component_type.status, Status::of(State::Active));
}

#[test]
fn unknown_types_are_asked_for_until_none_is_left() {
    let mut types = Types::new(WorkspaceId::trusted("ws"));
    let c = declared("c").extends(&["b", ALARM]).child("x", "leaf");
    let ids = |it: Vec<ComponentTypeId>| it.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(ids(types.unknown([&c.id])), ["c"]);
    types.insert(Arc::new(c.clone()));
    assert_eq!(ids(types.unknown([&c.id])), ["b", "leaf"]);
    types.insert(Arc::new(declared("b").extends(&["a"])));
    types.insert_absent(ComponentTypeId::trusted("leaf"));
    assert_eq!(ids(types.unknown(c.references())), ["a"]);
    types.insert(Arc::new(declared("a")));
    assert!(types.unknown([&c.id]).is_empty());
}

fn initializing() -> ComponentType {
    declared("c")
        .property(
            "key",
            PropertyDefinitionDraft {
                default_value: Some(Value::String("k".to_owned())),
                ..of(Type::String)
            },
        )
        .function(FunctionKind::SchemaInitializer, lambda(&["key"]))
}

#[test]
fn an_initializer_runs_once_it_has_what_it_needs() {
    let must = |it: &ComponentType| admit(it, &[]).unwrap().must_initialize;
    assert!(must(&initializing()));
    assert!(!must(&declared("c")));
    assert!(!must(&initializing().property("key", of(Type::String))), "no default");
    assert!(!must(&initializing().property("p", series(Type::Double))), "abstract");
    let required = PropertyDefinitionDraft { is_required_in_entity: Some(true), ..of(Type::String) };
    assert!(!must(&initializing().property("p", required)), "another required property has no default");
    assert_eq!(admit(&initializing(), &[]).unwrap().component_type.status.state, State::Creating);
}

#[test]
fn an_initializers_answer_is_checked_and_imported() {
    let current = admit(&initializing(), &[]).unwrap().component_type;
    let run = |name: &str, draft: PropertyDefinitionDraft| {
        let imported = [(Name::trusted(name), draft)].into_iter().collect();
        initialized(&current, imported, &world(&[]), &Quotas::AWS, Timestamp::from_seconds(9))
    };
    let brought = PropertyDefinitionDraft {
        data_type: Some(DataType::plain(Type::Double)),
        ..default(Value::Integer(3))
    };
    let done = run("p", brought).unwrap();
    assert!(done.component_type.is_schema_initialized && !done.must_initialize);
    assert_eq!(done.component_type.status, Status::of(State::Active));
    let it = &done.effective.property_definitions["p"];
    assert!(it.is_imported && !it.is_inherited);
    assert_eq!(it.default_value, Some(Value::Double(3.0)));
    assert!(
        run("key", of(Type::Long))
            .unwrap_err()
            .message()
            .contains("at 'propertyDefinitions.key.dataType.type'")
    );
    assert!(run("p", PropertyDefinitionDraft::default()).is_err());
}

fn change() -> Change {
    Change::default()
}

fn try_update(current: &ComponentType, change: Change, usage: &Usage) -> Result<Admitted> {
    update(current, change, usage, &world(&[declared("a")]), &Quotas::AWS, Timestamp::from_seconds(9))
}

fn used() -> [Usage; 3] {
    [
        Usage { entity: Some(EntityId::trusted("e1")), ..Usage::default() },
        Usage { heir: Some(ComponentTypeId::trusted("h")), ..Usage::default() },
        Usage { composed_in: Some(ComponentTypeId::trusted("h")), ..Usage::default() },
    ]
}

#[test]
fn an_update_merges_per_key_and_removes_nothing() {
    let current =
        ComponentType { description: Some("old".to_owned()), name: Some("n".to_owned()), ..declared("c") }
            .property("p", of(Type::String))
            .property("q", of(Type::String))
            .function(FunctionKind::DataReader, lambda(&[]));
    let q = PropertyDefinitionDraft { display_name: Some("Q".to_owned()), ..of(Type::Long) };
    let change = Change {
        description: Some("new".to_owned()),
        property_definitions: [(Name::trusted("q"), q.clone()), (Name::trusted("r"), of(Type::Boolean))]
            .into_iter()
            .collect(),
        ..change()
    };
    let got = try_update(&current, change, &Usage::default()).unwrap().component_type;
    let want = ComponentType {
        description: Some("new".to_owned()),
        updated: Timestamp::from_seconds(9),
        ..current.property("q", q).property("r", of(Type::Boolean))
    };
    assert_eq!(got, want);
}

#[test]
fn what_others_rely_on_is_frozen() {
    let current = declared("c")
        .property("p", of(Type::String))
        .function(FunctionKind::DataReader, lambda(&[]))
        .group("g", &["p"]);
    let property = |draft| Change {
        property_definitions: [(Name::trusted("p"), draft)].into_iter().collect(),
        ..change()
    };
    let frozen = [
        ("propertyDefinitions", property(default(Value::String("x".to_owned())))),
        (
            "propertyDefinitions",
            property(PropertyDefinitionDraft { display_name: Some("P".to_owned()), ..of(Type::String) }),
        ),
        ("extendsFrom", Change { extends_from: Some(vec![ComponentTypeId::trusted("a")]), ..change() }),
        (
            "functions",
            Change { functions: [(FunctionKind::DataWriter, lambda(&[]))].into_iter().collect(), ..change() },
        ),
        ("isSingleton", Change { is_singleton: Some(true), ..change() }),
        (
            "propertyGroups",
            Change {
                property_groups: [(Name::trusted("g"), PropertyGroup::default())].into_iter().collect(),
                ..change()
            },
        ),
        (
            "compositeComponentTypes",
            Change {
                composite_component_types: [(Name::trusted("x"), ComponentTypeId::trusted("a"))]
                    .into_iter()
                    .collect(),
                ..change()
            },
        ),
    ];
    for (member, change) in frozen {
        for usage in used() {
            let refused = try_update(&current, change.clone(), &usage);
            match refused {
                Err(error) => assert!(
                    error.message().starts_with(&format!("{member} of component type `c` cannot change")),
                    "{error}"
                ),
                Ok(got) => panic!("{member} changed although {usage:?}: {got:?}"),
            }
        }
        try_update(&current, change, &Usage::default()).unwrap();
    }
    for usage in used() {
        let free = Change { description: Some("d".to_owned()), name: Some("n".to_owned()), ..change() };
        try_update(&current, free, &usage).unwrap();
        let same = Change {
            extends_from: Some(Vec::new()),
            is_singleton: Some(false),
            functions: current.functions.clone(),
            ..property(of(Type::String))
        };
        try_update(&current, same, &usage).unwrap();
    }
}

#[test]
fn types_that_are_busy_reserved_or_synced_do_not_change() {
    let refused = |current: &ComponentType, piece: &str| {
        let error = try_update(current, change(), &Usage::default()).unwrap_err();
        assert!(error.message().contains(piece) && error.kind() == Kind::Invalid, "{error:?}");
    };
    for state in [State::Creating, State::Updating] {
        let busy = ComponentType { status: Status::of(state), ..declared("c") };
        refused(&busy, &format!("when it is in {} state", state.as_str()));
    }
    refused(&ComponentType { sync_source: Some("SITEWISE".to_owned()), ..declared("c") }, "`SITEWISE`");
    refused(
        crate::builtin::get(ALARM).unwrap(),
        "Not allowed to modify component type in reserved namespace",
    );
    let error = delete(&ComponentTypeId::trusted(ALARM), &Usage::default()).unwrap_err();
    assert!(error.message().contains("Not allowed to modify component type in reserved namespace"));
    for usage in used() {
        assert_eq!(delete(&ComponentTypeId::trusted("c"), &usage).unwrap_err().kind(), Kind::Invalid);
    }
    delete(&ComponentTypeId::trusted("c"), &Usage::default()).unwrap();
}

#[test]
fn an_initializer_runs_again_only_when_something_changed_or_failed() {
    let ready = ComponentType { is_schema_initialized: true, ..initializing() };
    let described = Change { description: Some("d".to_owned()), ..change() };
    let got = try_update(&ready, described.clone(), &Usage::default()).unwrap();
    assert!(!got.must_initialize && got.component_type.is_schema_initialized);
    let more = Change {
        property_definitions: [(Name::trusted("p"), of(Type::Long))].into_iter().collect(),
        ..change()
    };
    let got = try_update(&ready, more, &Usage::default()).unwrap();
    assert!(got.must_initialize && !got.component_type.is_schema_initialized);
    assert_eq!(got.component_type.status.state, State::Updating);
    let error = Some((ErrorCode::ProcessingError, "failed".to_owned()));
    let failed = ComponentType { status: Status { state: State::Error, error }, ..initializing() };
    assert!(try_update(&failed, described, &Usage::default()).unwrap().must_initialize);
}
