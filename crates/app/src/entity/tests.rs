//! Entities over engines in memory: places, names, moves, removals, lists, initializers, crashes.

use super::{EntityFilter, Found};
use crate::component_type::ComponentTypeDraft;
use crate::testing::{Bench, answer, bench, raised, root};
use crate::workspace::WorkspaceDraft;
use async_trait::async_trait;
use gemel_model::component_type::Change;
use gemel_model::definition::PropertyDefinitionDraft;
use gemel_model::entity::{
    ComponentDraft, ComponentUpdate, ComponentUpdateType, EntityDraft, EntityUpdate, ParentUpdate,
    ParentUpdateType, PropertyUpdate,
};
use gemel_model::function::{DataConnector, Function, FunctionKind};
use gemel_model::id::{ComponentTypeId, EntityId, EntityName, Name, Parent, WorkspaceId};
use gemel_model::quota::Quotas;
use gemel_model::status::State;
use gemel_model::tag::{Resource, Tags};
use gemel_model::time::Timestamp;
use gemel_model::value::{DataType, Type, Value};
use gemel_model::{IndexMap, Kind, Result};
use gemel_series::{Point, SeriesKey};
use gemel_store::{Commit, Key, Read, Stored, Transaction, TwinStore};
use serde_json::json;
use std::sync::Arc;

const ARN: &str = "arn:aws:lambda:us-east-1:000000000000:function:";

fn workspace() -> WorkspaceId {
    WorkspaceId::trusted("plant")
}

fn id(text: &str) -> EntityId {
    EntityId::parse("entityId", text).unwrap()
}

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

fn type_id(text: &str) -> ComponentTypeId {
    ComponentTypeId::parse("componentTypeId", text).unwrap()
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// A platform with the workspace `plant` and the component types of these tests.
async fn plant(quotas: Quotas) -> Bench {
    let bench = bench(quotas);
    bench.app.create_workspace(&root(), workspace(), WorkspaceDraft::default()).await.unwrap();
    let series = definition(Type::Double, |it| it.is_time_series = Some(true));
    let key = definition(Type::String, |it| it.is_external_id = Some(true));
    let reader = function("read", None);
    make_type(
        &bench,
        "t.pump",
        Vec::new(),
        [("temperature", series), ("key", key.clone())],
        [(FunctionKind::DataReader, reader)],
    )
    .await;
    make_type(&bench, "t.big-pump", vec![type_id("t.pump")], [], []).await;
    make_type(&bench, "t.note", Vec::new(), [("text", definition(Type::String, |_| {}))], []).await;
    let init = function("init", Some(vec![name("key")]));
    make_type(&bench, "t.asset", Vec::new(), [("key", key)], [(FunctionKind::SchemaInitializer, init)]).await;
    bench.work.run().await;
    bench.functions.take_events();
    bench
}

fn definition(kind: Type, change: impl FnOnce(&mut PropertyDefinitionDraft)) -> PropertyDefinitionDraft {
    let mut draft = PropertyDefinitionDraft {
        data_type: Some(DataType::plain(kind)),
        ..PropertyDefinitionDraft::default()
    };
    change(&mut draft);
    draft
}

fn function(of: &str, required_properties: Option<Vec<Name>>) -> Function {
    let implemented_by = Some(DataConnector::Lambda(format!("{ARN}{of}")));
    Function { required_properties, scope: None, implemented_by }
}

async fn make_type<const P: usize, const F: usize>(
    bench: &Bench,
    id: &str,
    extends_from: Vec<ComponentTypeId>,
    properties: [(&str, PropertyDefinitionDraft); P],
    functions: [(FunctionKind, Function); F],
) {
    let members = Change {
        extends_from: Some(extends_from),
        property_definitions: properties.into_iter().map(|(at, it)| (name(at), it)).collect(),
        functions: functions.into_iter().collect(),
        ..Change::default()
    };
    let draft = ComponentTypeDraft { members, tags: Tags::new() };
    bench.app.create_component_type(&root(), &workspace(), type_id(id), draft).await.unwrap();
}

/// A component: name, type, and values of properties.
type Part<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

/// A draft with components.
fn draft(called: &str, below: &str, components: &[Part<'_>]) -> EntityDraft {
    let component = |(of, properties): (&str, &[(&str, &str)])| ComponentDraft {
        component_type_id: Some(type_id(of)),
        properties: properties.iter().map(|(at, it)| (name(at), set(it))).collect(),
        ..ComponentDraft::default()
    };
    EntityDraft {
        parent: Parent::parse("parentEntityId", below).unwrap(),
        components: components.iter().map(|(at, of, it)| (name(at), component((of, it)))).collect(),
        ..EntityDraft::named(EntityName::parse("entityName", called).unwrap())
    }
}

fn set(value: &str) -> PropertyUpdate {
    PropertyUpdate { value: Some(text(value)), ..PropertyUpdate::default() }
}

async fn make(bench: &Bench, at: &str, draft: EntityDraft) -> Result<()> {
    bench.app.create_entity(&root(), &workspace(), Some(id(at)), draft, Tags::new()).await.map(|_| ())
}

/// Makes entities from `id<parent` words, without components.
async fn tree(bench: &Bench, words: &str) {
    for word in words.split_whitespace() {
        let (at, parent) = word.split_once('<').unwrap_or((word, Parent::ROOT));
        make(bench, at, draft(at, parent, &[])).await.unwrap();
    }
}

async fn get(bench: &Bench, at: &str) -> Result<Found> {
    bench.app.entity(&root(), &workspace(), &id(at)).await
}

/// The ids of a list, over all its pages; `+` marks those with children.
async fn list(bench: &Bench, filter: Option<EntityFilter>, limit: usize) -> String {
    let mut pages = Vec::new();
    let mut after = None;
    loop {
        let page = bench.app.entities(&root(), &workspace(), filter.clone(), after, limit).await.unwrap();
        let shown =
            |it: &super::Listed| format!("{}{}", it.entity.id, if it.has_children { "+" } else { "" });
        pages.push(page.items.iter().map(shown).collect::<Vec<_>>().join(" "));
        after = page.next;
        if after.is_none() {
            return pages.join(" | ");
        }
    }
}

async fn move_to(bench: &Bench, at: &str, parent: Option<&str>) -> Result<Timestamp> {
    let update_type = if parent.is_some() { ParentUpdateType::Update } else { ParentUpdateType::Delete };
    let parent = parent.map(|it| Parent::parse("parentEntityId", it).unwrap());
    let update =
        EntityUpdate { parent: Some(ParentUpdate { update_type, parent }), ..EntityUpdate::default() };
    bench.app.update_entity(&root(), &workspace(), &id(at), update).await
}

async fn delete(bench: &Bench, at: &str, is_recursive: bool) -> Result<()> {
    bench.app.delete_entity(&root(), &workspace(), &id(at), is_recursive).await
}

fn refused<T: std::fmt::Debug>(got: Result<T>, kind: Kind, words: &str) {
    let error = got.unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.message().contains(words), "{error}");
}

fn component_update(at: &str, update: ComponentUpdate) -> EntityUpdate {
    EntityUpdate { components: IndexMap::from([(name(at), update)]), ..EntityUpdate::default() }
}

#[tokio::test]
async fn entities_are_made_and_shown() {
    let bench = plant(Quotas::AWS).await;
    let tags = Tags::from([("line".to_owned(), "one".to_owned())]);
    let made =
        bench.app.create_entity(&root(), &workspace(), None, draft("n", "$ROOT", &[]), tags).await.unwrap();
    assert_eq!(made.id.as_str().len(), 36);
    let resource = Resource::Entity(workspace(), made.id.clone());
    let tags = bench.app.tags_of(&root(), &resource, None, 9).await.unwrap();
    assert_eq!(tags.items, [("line".to_owned(), "one".to_owned())]);
    let found = get(&bench, made.id.as_str()).await.unwrap();
    assert_eq!((found.entity.status.state, found.has_children), (State::Active, false));

    make(&bench, "p1", draft("p", "$ROOT", &[("c", "t.big-pump", &[("key", "K")])])).await.unwrap();
    let found = get(&bench, "p1").await.unwrap();
    assert_eq!(found.shown().components[0].properties.len(), 2);
    let page = found.property_page("c", None, 1).unwrap();
    let rest = found.property_page("c", page.next, 1).unwrap();
    assert_eq!((rest.items[0].name.as_str(), rest.next), ("temperature", None));
    refused(get(&bench, "nobody").await, Kind::NotFound, "entity `nobody` does not exist");
    let nowhere = bench.app.entity(&root(), &WorkspaceId::trusted("nowhere"), &id("p1")).await;
    refused(nowhere, Kind::NotFound, "workspace `nowhere` does not exist");
}

#[tokio::test]
async fn ids_names_and_parents_are_checked() {
    let bench = plant(Quotas::AWS).await;
    tree(&bench, "e1 e2<e1").await;
    refused(make(&bench, "e1", draft("x", "$ROOT", &[])).await, Kind::Conflict, "entity `e1` already exists");
    let lost = make(&bench, "e3", draft("x", "missing1", &[])).await;
    refused(lost, Kind::Invalid, "Unable to find parent entity id: missing1");
    refused(make(&bench, "e3", draft("e2", "e1", &[])).await, Kind::Conflict, "an entity named `e2`");
    make(&bench, "e3", draft("e1", "$ROOT", &[])).await.unwrap();
    let rename = EntityUpdate { name: Some(EntityName::trusted("e2")), ..EntityUpdate::default() };
    tree(&bench, "e4<e1").await;
    refused(
        bench.app.update_entity(&root(), &workspace(), &id("e4"), rename).await,
        Kind::Conflict,
        "named `e2`",
    );
    let unknown = make(&bench, "e5", draft("x", "$ROOT", &[("c", "t.none", &[])])).await;
    refused(unknown, Kind::Invalid, "component type `t.none` does not exist");
}

#[tokio::test]
async fn moves_never_make_a_circle() {
    let bench = plant(Quotas::AWS).await;
    tree(&bench, "a1 b1<a1 c1<b1 d1").await;
    refused(move_to(&bench, "a1", Some("c1")).await, Kind::Invalid, "cannot move below itself");
    refused(move_to(&bench, "a1", Some("a1")).await, Kind::Invalid, "cannot move below itself");
    refused(move_to(&bench, "a1", Some("none1")).await, Kind::Invalid, "Unable to find parent entity id");
    move_to(&bench, "b1", Some("d1")).await.unwrap();
    assert_eq!(list(&bench, Some(EntityFilter::Parent(Parent::Entity(id("d1")))), 9).await, "b1+");
    move_to(&bench, "b1", None).await.unwrap();
    assert_eq!(list(&bench, Some(EntityFilter::Parent(Parent::Root)), 9).await, "a1 b1+ d1");
}

/// A store that lets others go first before each answer, so that work at the same time really meets.
struct Polite(Arc<dyn TwinStore>);

#[async_trait]
impl TwinStore for Polite {
    async fn read(&self, questions: &[Read]) -> Result<Vec<Vec<(Key, Stored)>>> {
        tokio::task::yield_now().await;
        self.0.read(questions).await
    }

    async fn commit(&self, transaction: Transaction) -> Result<Commit> {
        tokio::task::yield_now().await;
        self.0.commit(transaction).await
    }
}

async fn polite_plant() -> Bench {
    let mut bench = plant(Quotas::AWS).await;
    bench.app.store = Arc::new(Polite(Arc::clone(&bench.app.store)));
    bench
}

#[tokio::test]
async fn two_moves_at_once_never_make_a_circle() {
    let bench = polite_plant().await;
    tree(&bench, "a1 b1 c1<b1").await;
    for below in ["b1", "c1"] {
        let (one, two) = tokio::join!(move_to(&bench, "a1", Some(below)), move_to(&bench, "b1", Some("a1")));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert_eq!(list(&bench, Some(EntityFilter::Parent(Parent::Root)), 9).await.split(' ').count(), 1);
        move_to(&bench, "a1", None).await.unwrap();
        move_to(&bench, "b1", None).await.unwrap();
    }
}

#[tokio::test]
async fn many_updates_at_once_are_all_kept() {
    let bench = polite_plant().await;
    tree(&bench, "a1").await;
    let add = |number: usize| {
        let it = ComponentUpdate { component_type_id: Some(type_id("t.note")), ..ComponentUpdate::default() };
        let update = component_update(&format!("c{number}"), it);
        let bench = &bench;
        async move { bench.app.update_entity(&root(), &workspace(), &id("a1"), update).await }
    };
    let done = futures::future::join_all((0..8).map(add)).await;
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    assert_eq!(get(&bench, "a1").await.unwrap().entity.components.len(), 8);
}

#[tokio::test]
async fn nothing_is_left_below_what_is_removed() {
    let bench = polite_plant().await;
    for round in 0..10 {
        tree(&bench, "a1 b1<a1").await;
        let (removed, made) = tokio::join!(delete(&bench, "a1", true), async {
            for _ in 0..round {
                tokio::task::yield_now().await;
            }
            make(&bench, "c1", draft("c", "b1", &[])).await
        });
        removed.unwrap();
        assert!(
            made.is_ok() || made.unwrap_err().message().contains("Unable to find parent"),
            "round {round}"
        );
        assert_eq!(list(&bench, None, 9).await, "", "round {round}");
    }
}

#[tokio::test]
async fn depth_has_an_end() {
    let bench = plant(Quotas { entity_depth_max: 3, entities_per_workspace_max: 7, ..Quotas::AWS }).await;
    tree(&bench, "a1 b1<a1 c1<b1 x1 y1<x1").await;
    refused(make(&bench, "d1", draft("d", "c1", &[])).await, Kind::Quota, "levels of entities would be 4");
    refused(move_to(&bench, "x1", Some("b1")).await, Kind::Quota, "levels of entities would be 4");
    move_to(&bench, "x1", Some("a1")).await.unwrap();
    move_to(&bench, "y1", Some("b1")).await.unwrap();
    tree(&bench, "f1 f2").await;
    refused(make(&bench, "f3", draft("f", "$ROOT", &[])).await, Kind::Quota, "entities would be 8");
    refused(make(&bench, "f2", draft("f", "$ROOT", &[])).await, Kind::Conflict, "already exists");
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let bench = plant(Quotas::AWS).await;
    make(&bench, "p1", draft("p", "$ROOT", &[("c", "t.pump", &[("key", "K-1")])])).await.unwrap();
    make(&bench, "p2", draft("p", "$ROOT", &[("c", "t.big-pump", &[("key", "K-2")])])).await.unwrap();
    make(&bench, "p3", draft("p", "p1", &[("c", "t.note", &[]), ("d", "t.pump", &[])])).await.unwrap();
    let of_type = |it: &str| Some(EntityFilter::ComponentType(type_id(it)));
    assert_eq!(list(&bench, None, 2).await, "p1+ p2 | p3");
    assert_eq!(list(&bench, of_type("t.pump"), 2).await, "p1+ p2 | p3");
    assert_eq!(list(&bench, of_type("t.big-pump"), 9).await, "p2");
    assert_eq!(list(&bench, of_type("t.none"), 9).await, "");
    assert_eq!(list(&bench, Some(EntityFilter::ExternalId("K-2".to_owned())), 9).await, "p2");
    let update = ComponentUpdate {
        properties: IndexMap::from([(name("key"), set("K-9"))]),
        ..ComponentUpdate::default()
    };
    bench.app.update_entity(&root(), &workspace(), &id("p2"), component_update("c", update)).await.unwrap();
    assert_eq!(list(&bench, Some(EntityFilter::ExternalId("K-2".to_owned())), 9).await, "");
    assert_eq!(list(&bench, Some(EntityFilter::ExternalId("K-9".to_owned())), 9).await, "p2");
}

fn series_key(at: &str, component: &str) -> SeriesKey {
    SeriesKey {
        workspace_id: workspace(),
        entity_id: id(at),
        component_path: component.into(),
        property_name: "temperature".into(),
    }
}

async fn write(bench: &Bench, at: &str, component: &str) {
    let point = Point { time: Timestamp::from_seconds(1), value: Value::Double(1.0) };
    bench.app.series.append(vec![(series_key(at, component), point)]).await.unwrap();
}

async fn has_series(bench: &Bench, at: &str, component: &str) -> bool {
    bench.app.series.latest(&[series_key(at, component)]).await.unwrap()[0].is_some()
}

async fn n_unfinished(bench: &Bench) -> usize {
    gemel_store::unfinished::list(&*bench.app.store, None, 99).await.unwrap().items.len()
}

#[tokio::test]
async fn removal_takes_children_tags_and_series() {
    let bench = plant(Quotas::AWS).await;
    tree(&bench, "a1 b1<a1 c1<b1").await;
    make(&bench, "p1", draft("p", "b1", &[("c", "t.pump", &[])])).await.unwrap();
    write(&bench, "p1", "c").await;
    let resource = Resource::Entity(workspace(), id("p1"));
    bench
        .app
        .tag_resource(&root(), &resource, &Tags::from([("a".to_owned(), "b".to_owned())]))
        .await
        .unwrap();
    refused(delete(&bench, "a1", false).await, Kind::Invalid, "has child entities");
    delete(&bench, "c1", false).await.unwrap();
    delete(&bench, "a1", true).await.unwrap();
    assert_eq!(list(&bench, None, 9).await, "");
    assert!(!has_series(&bench, "p1", "c").await);
    refused(bench.app.tags_of(&root(), &resource, None, 9).await, Kind::NotFound, "");
    refused(delete(&bench, "a1", true).await, Kind::NotFound, "entity `a1` does not exist");
    assert_eq!(n_unfinished(&bench).await, 0);
}

#[tokio::test]
async fn a_large_subtree_is_removed_in_steps() {
    let bench = plant(Quotas::GENEROUS).await;
    tree(&bench, "a1 a2<a1").await;
    for number in 0..300 {
        let below = if number % 3 == 0 { "a1" } else { "a2" };
        make(&bench, &format!("x{number}"), draft(&format!("x{number}"), below, &[])).await.unwrap();
    }
    delete(&bench, "a1", true).await.unwrap();
    assert_eq!(list(&bench, None, 9).await, "");
    assert_eq!(n_unfinished(&bench).await, 0);
}

#[tokio::test]
async fn removed_components_forget_their_series() {
    let bench = plant(Quotas::AWS).await;
    make(&bench, "p1", draft("p", "$ROOT", &[("c", "t.pump", &[]), ("d", "t.pump", &[])])).await.unwrap();
    write(&bench, "p1", "c").await;
    write(&bench, "p1", "d").await;
    let gone =
        ComponentUpdate { update_type: Some(ComponentUpdateType::Delete), ..ComponentUpdate::default() };
    bench.app.update_entity(&root(), &workspace(), &id("p1"), component_update("c", gone)).await.unwrap();
    assert_eq!((has_series(&bench, "p1", "c").await, has_series(&bench, "p1", "d").await), (false, true));
    assert_eq!(n_unfinished(&bench).await, 0);
}

#[tokio::test]
async fn initializers_run_behind_and_bring_values() {
    let bench = plant(Quotas::AWS).await;
    bench.functions.set("init", |event| {
        let brought = json!({ "speed": {
            "definition": { "dataType": { "type": "DOUBLE" } },
            "value": { "doubleValue": "12.5" },
        } });
        assert_eq!(event["properties"]["key"]["value"]["stringValue"], "K");
        answer(&json!({ "properties": brought }))
    });
    make(&bench, "a1", draft("a", "$ROOT", &[("asset", "t.asset", &[("key", "K")])])).await.unwrap();
    assert_eq!(get(&bench, "a1").await.unwrap().entity.status.state, State::Creating);
    refused(
        move_to(&bench, "a1", None).await,
        Kind::Invalid,
        "Cannot update Entity a1 when it is in CREATING state",
    );
    bench.work.run().await;
    let found = get(&bench, "a1").await.unwrap();
    assert_eq!(found.entity.status.state, State::Active);
    let shown = found.shown();
    let speed = shown.components[0].properties.iter().find(|it| it.name.as_str() == "speed").unwrap();
    assert_eq!((speed.value.as_deref(), speed.definition.is_imported), (Some(&Value::Double(12.5)), true));
    let events = bench.functions.take_events();
    assert_eq!(events.len(), 1);
    assert_eq!((&events[0].1["entityId"], &events[0].1["componentName"]), (&json!("a1"), &json!("asset")));
    assert_eq!(n_unfinished(&bench).await, 0);
}

#[tokio::test]
async fn failing_initializers_end_in_error_and_can_be_tried_again() {
    let bench = plant(Quotas::AWS).await;
    bench.functions.set("init", |_| raised("no such asset"));
    make(&bench, "a1", draft("a", "$ROOT", &[("asset", "t.asset", &[("key", "K")])])).await.unwrap();
    bench.work.run().await;
    let status = get(&bench, "a1").await.unwrap().entity.status;
    assert_eq!(status.state, State::Error, "{status:?}");
    bench.functions.set("init", |_| answer(&json!({ "properties": {} })));
    let again = ComponentUpdate {
        properties: IndexMap::from([(name("key"), set("K-2"))]),
        ..ComponentUpdate::default()
    };
    bench
        .app
        .update_entity(&root(), &workspace(), &id("a1"), component_update("asset", again))
        .await
        .unwrap();
    assert_eq!(get(&bench, "a1").await.unwrap().entity.status.state, State::Updating);
    bench.work.run().await;
    assert_eq!(get(&bench, "a1").await.unwrap().entity.status.state, State::Active);
}

#[tokio::test]
async fn what_a_crash_interrupts_goes_on() {
    let bench = plant(Quotas::AWS).await;
    bench.functions.set("init", |_| answer(&json!({ "properties": {} })));
    make(&bench, "a1", draft("a", "$ROOT", &[("asset", "t.asset", &[("key", "K")])])).await.unwrap();
    assert_eq!(bench.work.lose(), 1);
    assert_eq!(n_unfinished(&bench).await, 1);
    bench.app.resume_entities().await.unwrap();
    bench.work.run().await;
    assert_eq!(get(&bench, "a1").await.unwrap().entity.status.state, State::Active);

    tree(&bench, "b1 b2<b1 b3<b2").await;
    let before = gemel_store::entity::get(&*bench.app.store, &workspace(), &id("b1")).await.unwrap().unwrap();
    let marked = bench.app.marked(&workspace(), &before).unwrap();
    marked.commit(&*bench.app.store).await.unwrap().unwrap();
    assert_eq!(get(&bench, "b1").await.unwrap().entity.status.state, State::Deleting);
    bench.app.resume_entities().await.unwrap();
    bench.work.run().await;
    assert_eq!(list(&bench, None, 9).await, "a1");
    assert_eq!(n_unfinished(&bench).await, 0);
}

#[tokio::test]
async fn an_entity_that_is_removed_while_it_is_initialized_stays_gone() {
    let bench = plant(Quotas::AWS).await;
    bench.functions.set("init", |_| answer(&json!({ "properties": {} })));
    make(&bench, "a1", draft("a", "$ROOT", &[("asset", "t.asset", &[("key", "K")])])).await.unwrap();
    delete(&bench, "a1", false).await.unwrap();
    bench.work.run().await;
    refused(get(&bench, "a1").await, Kind::NotFound, "a1");
    assert_eq!(n_unfinished(&bench).await, 0);
}
