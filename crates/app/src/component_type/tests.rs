//! Component types over a store in memory.

use super::*;
use crate::testing::{Bench, answer, bench, raised, root};
use crate::workspace::WorkspaceDraft;
use gemel_model::builtin;
use gemel_model::definition::PropertyDefinitionDraft;
use gemel_model::function::{DataConnector, Function, FunctionKind};
use gemel_model::id::Name;
use gemel_model::quota::Quotas;
use gemel_model::status::{ErrorCode, State};
use gemel_model::value::{DataType, Type, Value};
use serde_json::json;

const ALARM: &str = "com.amazon.iottwinmaker.alarm.basic";

fn ws() -> WorkspaceId {
    WorkspaceId::trusted("ws")
}

fn id(text: &str) -> ComponentTypeId {
    ComponentTypeId::trusted(text)
}

fn extending(parents: &[&str]) -> Change {
    Change { extends_from: Some(parents.iter().map(|it| id(it)).collect()), ..Change::default() }
}

fn with_property(name: &str, kind: Type, default: Option<Value>) -> Change {
    let data_type = Some(DataType::plain(kind));
    let draft = PropertyDefinitionDraft { data_type, default_value: default, ..Default::default() };
    Change { property_definitions: [(Name::trusted(name), draft)].into_iter().collect(), ..Change::default() }
}

fn lambda(name: &str, required: &[&str]) -> Function {
    let arn = format!("arn:aws:lambda:us-east-1:000000000000:function:{name}");
    Function {
        required_properties: Some(required.iter().map(|it| Name::trusted(*it)).collect()),
        scope: None,
        implemented_by: Some(DataConnector::Lambda(arn)),
    }
}

async fn plant() -> Bench {
    let bench = bench(Quotas::AWS);
    bench.app.create_workspace(&root(), ws(), WorkspaceDraft::default()).await.unwrap();
    bench
}

impl Bench {
    async fn make(&self, name: &str, members: Change) -> Result<ComponentType> {
        let draft = ComponentTypeDraft { members, tags: Tags::new() };
        self.app.create_component_type(&root(), &ws(), id(name), draft).await
    }

    async fn type_of(&self, name: &str) -> Result<Arc<KnownType>> {
        self.app.component_type(&root(), &ws(), &id(name)).await
    }

    async fn update(&self, name: &str, change: Change) -> Result<ComponentType> {
        self.app.update_component_type(&root(), &ws(), &id(name), change).await
    }

    async fn delete(&self, name: &str) -> Result<()> {
        self.app.delete_component_type(&root(), &ws(), &id(name)).await
    }

    /// All ids over pages of `limit`, and the number of pages.
    async fn ids(&self, filters: &[ComponentTypeFilter], limit: usize) -> (Vec<String>, usize) {
        let (mut found, mut after, mut n_pages) = (Vec::new(), None, 0);
        loop {
            let page = self.app.component_types(&root(), &ws(), filters, after, limit).await.unwrap();
            found.extend(page.items.iter().map(|it| it.id.to_string()));
            n_pages += 1;
            after = page.next;
            if after.is_none() {
                return (found, n_pages);
            }
        }
    }
}

#[tokio::test]
async fn a_type_is_made_seen_changed_and_removed() {
    let bench = plant().await;
    let made = bench.make("com.example.base", with_property("p", Type::String, None)).await.unwrap();
    assert_eq!(made.status.state, State::Active);
    assert_eq!(bench.make("com.example.base", Change::default()).await.unwrap_err().kind(), Kind::Conflict);
    bench.make("com.example.child", extending(&["com.example.base"])).await.unwrap();
    let child = bench.type_of("com.example.child").await.unwrap();
    assert!(child.effective.property_definitions["p"].is_inherited);

    let error = bench.delete("com.example.base").await.unwrap_err();
    assert!(error.message().contains("`com.example.child` extends it"), "{error}");
    let error = bench.update("com.example.base", with_property("q", Type::Long, None)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Invalid);
    let described = Change { description: Some("d".to_owned()), ..Change::default() };
    bench.update("com.example.base", described).await.unwrap();
    assert_eq!(bench.type_of("com.example.base").await.unwrap().declared.description.as_deref(), Some("d"));

    bench.delete("com.example.child").await.unwrap();
    bench.update("com.example.base", with_property("q", Type::Long, None)).await.unwrap();
    let base = bench.type_of("com.example.base").await.unwrap();
    assert_eq!(base.effective.property_definitions.len(), 2, "the old state is not remembered");
    bench.delete("com.example.base").await.unwrap();
    assert_eq!(bench.type_of("com.example.base").await.unwrap_err().kind(), Kind::NotFound);
    assert_eq!(bench.delete("com.example.base").await.unwrap_err().kind(), Kind::NotFound);
    bench.store.verify().unwrap();
}

#[tokio::test]
async fn a_type_that_another_is_composed_of_stays() {
    let bench = plant().await;
    bench.make("leaf", Change::default()).await.unwrap();
    let children = [(Name::trusted("x"), id("leaf"))].into_iter().collect();
    let composed = Change { composite_component_types: children, ..Change::default() };
    bench.make("tree", composed).await.unwrap();
    let error = bench.delete("leaf").await.unwrap_err();
    assert!(error.message().contains("`tree` has it as a composite component"), "{error}");
    let known = bench.app.known_types(&ws(), [id("tree")]).await.unwrap();
    assert!(known.get(&id("leaf")).is_some(), "the types of composite children come along");
}

#[tokio::test]
async fn refusals_have_the_words_that_clients_look_for() {
    let bench = plant().await;
    let check = |got: Result<ComponentType>, piece: &str| {
        let error = got.unwrap_err();
        assert!(error.message().contains(piece) && error.kind() == Kind::Invalid, "{error:?}");
    };
    let reserved = "Not allowed to modify component type in reserved namespace";
    check(bench.make("com.amazon.foo", Change::default()).await, reserved);
    check(bench.update(ALARM, Change::default()).await, reserved);
    assert!(bench.delete(ALARM).await.unwrap_err().message().contains(reserved));
    check(bench.make("t", extending(&["missing.type"])).await, "do not exist in workspace");
    check(bench.make("t", extending(&["com.amazon.missing"])).await, "do not exist in workspace");

    let nowhere = WorkspaceId::trusted("nowhere");
    let app = &bench.app;
    let draft = ComponentTypeDraft::default();
    let made = app.create_component_type(&root(), &nowhere, id("t"), draft).await;
    assert_eq!(made.unwrap_err().kind(), Kind::NotFound);
    let seen = app.component_type(&root(), &nowhere, &id(ALARM)).await;
    assert_eq!(seen.unwrap_err().kind(), Kind::NotFound);
    let listed = app.component_types(&root(), &nowhere, &[], None, 10).await;
    assert_eq!(listed.unwrap_err().kind(), Kind::NotFound);
}

#[tokio::test]
async fn built_in_types_are_seen_and_extended_everywhere() {
    let bench = plant().await;
    for it in builtin::all() {
        assert_eq!(bench.type_of(it.id.as_str()).await.unwrap().declared, *it);
    }
    let plane = "test.com.amazon.iottwinmaker.3d.component.planegeometry";
    let heirs = extending(&[ALARM, builtin::TIMESERIES, plane]);
    bench.make("t", heirs).await.unwrap();
    let made = bench.type_of("t").await.unwrap();
    assert!(!made.effective.is_abstract);
    assert_eq!(made.effective.property_definitions.len(), 6);
}

#[tokio::test]
async fn the_number_of_types_has_a_quota() {
    let bench = bench(Quotas { component_types_per_workspace_max: 1, ..Quotas::AWS });
    bench.app.create_workspace(&root(), ws(), WorkspaceDraft::default()).await.unwrap();
    bench.make("a", Change::default()).await.unwrap();
    assert_eq!(bench.make("b", Change::default()).await.unwrap_err().kind(), Kind::Quota);
}

#[tokio::test]
async fn lists_are_own_types_then_built_in_ones_over_any_page_size() {
    let bench = plant().await;
    for it in ["m.c", "m.a", "m.b"] {
        bench.make(it, extending(&[builtin::TIMESERIES])).await.unwrap();
    }
    bench.make("m.alarm", extending(&[ALARM])).await.unwrap();
    let own = ["m.a", "m.alarm", "m.b", "m.c"];
    let all: Vec<&str> = own.into_iter().chain(builtin::all().map(|it| it.id.as_str())).collect();
    for limit in [1, 2, 3, 4, 5, 26, 27, 200] {
        let (found, n_pages) = bench.ids(&[], limit).await;
        assert_eq!(found, all, "{limit}");
        assert_eq!(n_pages, all.len().div_ceil(limit), "{limit}");
    }
    let extends = |it: &str| ComponentTypeFilter::ExtendsFrom(id(it));
    let begins = |it: &str| ComponentTypeFilter::Namespace(it.to_owned());
    let is_abstract = ComponentTypeFilter::IsAbstract;
    let cases: [(Vec<ComponentTypeFilter>, &[&str]); 7] = [
        (vec![extends(builtin::TIMESERIES)], &["m.a", "m.b", "m.c"]),
        (vec![extends(ALARM)], &["m.alarm", "com.amazon.iotsitewise.alarm"]),
        (vec![is_abstract(true)], &["m.alarm", ALARM]),
        (vec![extends(ALARM), is_abstract(false)], &["com.amazon.iotsitewise.alarm"]),
        (vec![begins("m.a")], &["m.a", "m.alarm"]),
        (vec![begins("m."), extends(builtin::TIMESERIES), begins("m.b")], &["m.b"]),
        (vec![begins("nobody")], &[]),
    ];
    for (filters, want) in cases {
        for limit in [1, 2, 200] {
            assert_eq!(bench.ids(&filters, limit).await.0, want, "{filters:?} {limit}");
        }
    }
}

#[tokio::test]
async fn paging_goes_on_while_what_was_listed_is_deleted() {
    let bench = plant().await;
    for it in 0..7 {
        bench.make(&format!("t{it}"), Change::default()).await.unwrap();
    }
    let namespace = [ComponentTypeFilter::Namespace("t".to_owned())];
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = bench.app.component_types(&root(), &ws(), &namespace, after, 2).await.unwrap();
        for it in page.items.iter().filter(|it| !it.id.is_reserved()) {
            seen.push(it.id.to_string());
            bench.delete(it.id.as_str()).await.unwrap();
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["t0", "t1", "t2", "t3", "t4", "t5", "t6"]);
}

fn initializing() -> Change {
    Change {
        functions: [(FunctionKind::SchemaInitializer, lambda("importer", &["key"]))].into_iter().collect(),
        ..with_property("key", Type::String, Some(Value::String("k1".to_owned())))
    }
}

#[tokio::test]
async fn an_initializer_runs_behind_and_brings_definitions() {
    let bench = plant().await;
    bench.functions.set("importer", |_| {
        answer(&json!({ "properties": {
            "rpm": { "definition": { "dataType": { "type": "DOUBLE" } }, "value": { "doubleValue": 2.5 } },
        }}))
    });
    assert_eq!(bench.make("t", initializing()).await.unwrap().status.state, State::Creating);
    assert_eq!(bench.type_of("t").await.unwrap().declared.status.state, State::Creating);
    bench.work.run().await;
    let made = bench.type_of("t").await.unwrap();
    assert_eq!(made.declared.status, Status::of(State::Active));
    assert!(made.effective.is_schema_initialized);
    let rpm = &made.effective.property_definitions["rpm"];
    assert!(rpm.is_imported);
    assert_eq!(rpm.default_value, Some(Value::Double(2.5)));
    let events = bench.functions.take_events();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].0, "importer");
    assert_eq!(events[0].1["workspaceId"], "ws");
    assert_eq!(events[0].1["properties"]["key"]["value"]["stringValue"], "k1");
    assert!(events[0].1.get("entityId").is_none());

    // What changes nothing that matters does not run it again; what does, does.
    bench.update("t", Change { description: Some("d".to_owned()), ..Change::default() }).await.unwrap();
    bench.update("t", with_property("more", Type::Long, None)).await.unwrap();
    bench.work.run().await;
    assert_eq!(bench.functions.take_events().len(), 1);
    assert_eq!(bench.type_of("t").await.unwrap().declared.status, Status::of(State::Active));
    bench.store.verify().unwrap();
}

#[tokio::test]
async fn a_failing_initializer_leaves_the_type_in_error() {
    let bench = plant().await;
    bench.functions.set("importer", |_| raised("no such asset"));
    bench.make("t", initializing()).await.unwrap();
    bench.work.run().await;
    let status = bench.type_of("t").await.unwrap().declared.status.clone();
    assert_eq!((status.state, status.error.as_ref().unwrap().0), (State::Error, ErrorCode::ProcessingError));

    bench.functions.set("importer", |_| {
        answer(&json!({ "properties": { "key": { "definition": { "dataType": { "type": "LONG" } } } } }))
    });
    bench.update("t", Change::default()).await.unwrap();
    bench.work.run().await;
    let status = bench.type_of("t").await.unwrap().declared.status.clone();
    let (code, why) = status.error.unwrap();
    assert_eq!(code, ErrorCode::ValidationError);
    assert!(why.contains("'propertyDefinitions.key.dataType.type'"), "{why}");
    bench.delete("t").await.unwrap();
    bench.store.verify().unwrap();
}

#[tokio::test]
async fn an_initializer_that_was_cut_off_runs_at_the_next_start() {
    let bench = plant().await;
    bench.functions.set("importer", |_| answer(&json!({ "properties": {} })));
    bench.make("t", initializing()).await.unwrap();
    assert_eq!(bench.work.lose(), 1);
    bench.app.resume_component_types().await.unwrap();
    bench.work.run().await;
    assert_eq!(bench.type_of("t").await.unwrap().declared.status, Status::of(State::Active));
    bench.app.resume_component_types().await.unwrap();
    assert_eq!(bench.work.lose(), 0);
}

#[tokio::test]
async fn a_type_that_is_deleted_while_its_initializer_runs_stays_deleted() {
    let bench = plant().await;
    bench.functions.set("importer", |_| answer(&json!({ "properties": {} })));
    bench.make("t", initializing()).await.unwrap();
    bench.delete("t").await.unwrap();
    bench.work.run().await;
    assert_eq!(bench.type_of("t").await.unwrap_err().kind(), Kind::NotFound);
    bench.app.resume_component_types().await.unwrap();
    assert_eq!(bench.work.lose(), 0);
}

#[tokio::test]
async fn many_writers_end_with_every_type_made() {
    let bench = Arc::new(plant().await);
    bench.make("base", with_property("p", Type::String, None)).await.unwrap();
    let names: Vec<String> = (0..24).map(|it| format!("t{it}")).collect();
    let made = names.iter().map(|it| bench.make(it, extending(&["base"])));
    for it in futures::future::join_all(made).await {
        it.unwrap();
    }
    let heirs = bench.ids(&[ComponentTypeFilter::ExtendsFrom(id("base"))], 200).await.0;
    assert_eq!(heirs.len(), names.len());
}

#[tokio::test]
async fn the_cache_knows_a_generation_and_has_a_bound() {
    let bench = plant().await;
    bench.make("a", with_property("p", Type::String, None)).await.unwrap();
    let first = bench.app.known_types(&ws(), [id("a")]).await.unwrap();
    let again = bench.app.known_types_at(&ws(), first.generation, [id("a")]).await.unwrap();
    assert!(Arc::ptr_eq(&first.get(&id("a")).unwrap(), &again.get(&id("a")).unwrap()), "kept");
    bench.make("b", Change::default()).await.unwrap();
    let later = bench.app.known_types(&ws(), [id("a")]).await.unwrap();
    assert!(later.generation > first.generation);
    assert!(!Arc::ptr_eq(&first.get(&id("a")).unwrap(), &later.get(&id("a")).unwrap()), "worked out again");
    assert!(later.get(&id("nobody")).is_none());
}
