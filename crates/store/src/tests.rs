//! The typed layer against a naive model: after any changes, records, indexes, lists and counters agree with it.

use crate::change::{Change, Refusal};
use crate::counter::{self, Counts};
use crate::entity::{Descendant, Filter, Order, Subtree};
use crate::memory::Memory;
use crate::{Key, Space, TwinStore, Write, blob, component_type, entity, pricing, scene, tag, workspace};
use gemel_model::IndexMap;
use gemel_model::component_type::ComponentType;
use gemel_model::entity::{Component, Entity};
use gemel_model::id::{ComponentTypeId, EntityId, Name, Parent, SceneId, WorkspaceId};
use gemel_model::pricing::PricingPlan;
use gemel_model::scene::Scene;
use gemel_model::status::Status;
use gemel_model::tag::{Resource, Tags};
use gemel_model::time::Timestamp;
use gemel_model::workspace::Workspace;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn plant() -> WorkspaceId {
    WorkspaceId::trusted("plant")
}

fn a_workspace(id: &str) -> Workspace {
    Workspace {
        id: WorkspaceId::trusted(id),
        description: None,
        s3_location: None,
        role: None,
        linked_services: vec![],
        created: Timestamp::default(),
        updated: Timestamp::default(),
    }
}

fn a_component(type_id: &ComponentTypeId) -> Component {
    Component {
        component_type_id: type_id.clone(),
        description: None,
        properties: IndexMap::new(),
        property_groups: IndexMap::new(),
        composite_components: IndexMap::new(),
        defined_in: None,
        status: Status::default(),
        sync_source: None,
    }
}

/// An entity with the first type at the top, each next one inside the one before.
fn an_entity(id: &str, parent: Option<&str>, name: &str, types: &BTreeSet<ComponentTypeId>) -> Entity {
    let nested = types.iter().rev().fold(IndexMap::new(), |inner, it| {
        IndexMap::from([(Name::trusted("c"), Component { composite_components: inner, ..a_component(it) })])
    });
    Entity {
        id: EntityId::trusted(id),
        name: name.to_owned(),
        description: None,
        parent: parent.map_or(Parent::Root, |it| Parent::Entity(EntityId::trusted(it))),
        components: nested,
        status: Status::default(),
        created: Timestamp::default(),
        updated: Timestamp::default(),
        sync_source: None,
    }
}

fn a_type(id: &str, extends: &[&str], composes: &[&str]) -> ComponentType {
    ComponentType {
        id: ComponentTypeId::trusted(id),
        name: None,
        description: None,
        is_singleton: None,
        extends_from: extends.iter().map(|it| ComponentTypeId::trusted(*it)).collect(),
        property_definitions: IndexMap::new(),
        imported_definitions: IndexMap::new(),
        functions: IndexMap::new(),
        property_groups: IndexMap::new(),
        composite_component_types: composes
            .iter()
            .map(|it| (Name::trusted(it.replace('.', "-")), ComponentTypeId::trusted(*it)))
            .collect(),
        is_schema_initialized: false,
        status: Status::default(),
        created: Timestamp::default(),
        updated: Timestamp::default(),
        sync_source: None,
    }
}

fn a_scene(id: &str) -> Scene {
    Scene {
        id: SceneId::trusted(id),
        content_location: None,
        description: None,
        capabilities: vec![],
        metadata: IndexMap::new(),
        created: Timestamp::default(),
        updated: Timestamp::default(),
    }
}

fn type_ids(ids: &[&str]) -> BTreeSet<ComponentTypeId> {
    ids.iter().map(|it| ComponentTypeId::trusted(*it)).collect()
}

fn resource(id: &str) -> Resource {
    Resource::Entity(plant(), EntityId::trusted(id))
}

async fn apply(store: &Memory, change: Change) -> Result<(), Refusal> {
    change.commit(store).await.unwrap()
}

async fn put_entity(store: &Memory, after: &Entity, external_ids: &[&str]) -> Result<(), Refusal> {
    let before = entity::get(store, &plant(), &after.id).await.unwrap();
    let external_ids = external_ids.iter().map(|it| (*it).to_owned()).collect();
    apply(store, entity::put(&plant(), before.as_ref(), after, &external_ids).unwrap()).await
}

async fn put_type(store: &Memory, after: &ComponentType) -> Result<(), Refusal> {
    let before = component_type::get(store, &plant(), &after.id).await.unwrap();
    apply(store, component_type::put(&plant(), before.as_ref(), after).unwrap()).await
}

async fn made() -> Memory {
    let store = Memory::new();
    apply(&store, workspace::put(None, &a_workspace("plant")).unwrap()).await.unwrap();
    store
}

async fn ids(store: &Memory, filter: Filter<'_>, limit: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = entity::list(store, &plant(), filter, after.as_deref(), limit).await.unwrap();
        assert!(page.items.len() <= limit);
        found.extend(page.items.iter().map(|it| it.entity.value.id.to_string()));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

const IDS: [&str; 8] = ["a0", "a01", "b0", "b0.b", "c0", "d-1", "d-10", "e0"];
const NAMES: [&str; 3] = ["Oven", "Öfen \u{1f525}", "o/n"];
const TYPES: [&str; 4] =
    ["com.example.a", "com.example.a.b", "com.other", "com.amazon.iottwinmaker.alarm.basic"];
const EXTERNAL_IDS: [&str; 3] = ["x", "x\u{0}y", ""];

#[derive(Debug, Clone)]
enum Act {
    PutEntity {
        id: usize,
        parent: Option<usize>,
        name: usize,
        types: BTreeSet<usize>,
        external_ids: BTreeSet<usize>,
    },
    DeleteEntity(usize),
    Tag {
        id: usize,
        tags: BTreeSet<(usize, usize)>,
    },
    PutType {
        id: usize,
        extends: Option<usize>,
        composes: Option<usize>,
    },
    DeleteType(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let parent = proptest::option::of(0..IDS.len());
    let put =
        (0..IDS.len(), parent, 0..NAMES.len(), btree_set(0..4_usize, 0..3), btree_set(0..3_usize, 0..3));
    prop_oneof![
        6 => put.prop_map(|(id, parent, name, types, external_ids)| {
            Act::PutEntity { id, parent, name, types, external_ids }
        }),
        2 => (0..IDS.len()).prop_map(Act::DeleteEntity),
        2 => (0..IDS.len(), btree_set((0..2_usize, 0..2_usize), 0..3)).prop_map(|(id, tags)| Act::Tag { id, tags }),
        3 => (0..3_usize, proptest::option::of(0..4_usize), proptest::option::of(0..4_usize))
            .prop_map(|(id, extends, composes)| Act::PutType { id, extends, composes }),
        1 => (0..3_usize).prop_map(Act::DeleteType),
    ]
}

/// Parent, name, types, external ids.
type NaiveEntity = (Option<usize>, usize, BTreeSet<usize>, BTreeSet<usize>);

/// What there should be, kept without any index.
#[derive(Debug, Default, Clone)]
struct Naive {
    entities: BTreeMap<usize, NaiveEntity>,
    tags: BTreeMap<usize, BTreeMap<usize, usize>>,
    types: BTreeMap<usize, (Option<usize>, Option<usize>)>,
}

/// The built-in one of [`TYPES`], which is always there.
const BUILT_IN: usize = 3;

impl Naive {
    fn has_type(&self, id: usize) -> bool {
        id == BUILT_IN || self.types.contains_key(&id)
    }

    fn is_below(&self, mut id: usize, above: usize) -> bool {
        loop {
            if id == above {
                return true;
            }
            match self.entities.get(&id).and_then(|it| it.0) {
                Some(parent) => id = parent,
                None => return false,
            }
        }
    }

    /// What the platform's own rules refuse before the store is asked.
    fn is_for_the_store(&self, act: &Act) -> bool {
        match act {
            Act::PutEntity { id, parent: Some(parent), .. } => !self.is_below(*parent, *id),
            Act::PutType { id, extends, composes } => *extends != Some(*id) && *composes != Some(*id),
            _ => true,
        }
    }

    fn act(&mut self, act: &Act) -> bool {
        match act {
            Act::PutEntity { id, parent, name, types, external_ids } => {
                let mut others = self.entities.iter().filter(|(other, _)| *other != id);
                let is_refused = parent.is_some_and(|it| !self.entities.contains_key(&it))
                    || parent.is_some() && others.any(|(_, it)| it.0 == *parent && it.1 == *name)
                    || types.iter().any(|it| !self.has_type(*it));
                if !is_refused {
                    self.entities.insert(*id, (*parent, *name, types.clone(), external_ids.clone()));
                }
                !is_refused
            }
            Act::DeleteEntity(id) => {
                let is_allowed =
                    self.entities.contains_key(id) && self.entities.values().all(|it| it.0 != Some(*id));
                if is_allowed {
                    self.entities.remove(id);
                    self.tags.remove(id);
                }
                is_allowed
            }
            Act::Tag { id, tags } => {
                let is_allowed = self.entities.contains_key(id);
                if is_allowed {
                    self.tags.insert(*id, tags.iter().copied().collect());
                }
                is_allowed
            }
            Act::PutType { id, extends, composes } => {
                let is_allowed = [extends, composes].into_iter().flatten().all(|it| self.has_type(*it));
                if is_allowed {
                    self.types.insert(*id, (*extends, *composes));
                }
                is_allowed
            }
            Act::DeleteType(id) => {
                let is_allowed = self.types.contains_key(id)
                    && self.types.values().all(|it| it.0 != Some(*id) && it.1 != Some(*id))
                    && self.entities.values().all(|it| !it.2.contains(id));
                if is_allowed {
                    self.types.remove(id);
                }
                is_allowed
            }
        }
    }

    fn ids(&self, is_meant: impl Fn(&NaiveEntity) -> bool) -> Vec<String> {
        let found = self.entities.iter().filter(|(_, it)| is_meant(it));
        found.map(|(id, _)| IDS[*id].to_owned()).collect()
    }
}

/// Does it in the store; tells whether it was applied.
async fn act_on(store: &Memory, act: &Act) -> bool {
    match act {
        Act::PutEntity { id, parent, name, types, external_ids } => {
            let types = types.iter().map(|it| ComponentTypeId::trusted(TYPES[*it])).collect();
            let after = an_entity(IDS[*id], parent.map(|it| IDS[it]), NAMES[*name], &types);
            let external_ids: Vec<&str> = external_ids.iter().map(|it| EXTERNAL_IDS[*it]).collect();
            put_entity(store, &after, &external_ids).await.is_ok()
        }
        Act::DeleteEntity(id) => {
            let Some(before) = entity::get(store, &plant(), &EntityId::trusted(IDS[*id])).await.unwrap()
            else {
                return false;
            };
            let tags = tag::get(store, &resource(IDS[*id])).await.unwrap();
            apply(store, entity::delete(&plant(), &before, tags.as_ref())).await.is_ok()
        }
        Act::Tag { id, tags } => {
            let after: Tags =
                tags.iter().map(|(tag, value)| (format!("t{tag}"), format!("v{value}"))).collect();
            let before = tag::get(store, &resource(IDS[*id])).await.unwrap();
            apply(store, tag::set(&resource(IDS[*id]), before.as_ref(), &after).unwrap()).await.is_ok()
        }
        Act::PutType { id, extends, composes } => {
            let extends: Vec<&str> = extends.iter().map(|it| TYPES[*it]).collect();
            let composes: Vec<&str> = composes.iter().map(|it| TYPES[*it]).collect();
            put_type(store, &a_type(TYPES[*id], &extends, &composes)).await.is_ok()
        }
        Act::DeleteType(id) => {
            let id = ComponentTypeId::trusted(TYPES[*id]);
            let Some(before) = component_type::get(store, &plant(), &id).await.unwrap() else { return false };
            apply(store, component_type::delete(&plant(), &before, None)).await.is_ok()
        }
    }
}

async fn compare(store: &Memory, naive: &Naive, limit: usize) {
    let report = store.verify().unwrap();
    assert!(report.is_clean(), "{report:?}");
    let counts = counter::in_workspace(store, &plant()).await.unwrap();
    let want = Counts { n_entities: naive.entities.len(), n_component_types: naive.types.len(), n_scenes: 0 };
    assert_eq!(counts, want);

    assert_eq!(ids(store, Filter::All, limit).await, naive.ids(|_| true));
    assert_eq!(ids(store, Filter::Parent(&Parent::Root), limit).await, naive.ids(|it| it.0.is_none()));
    for (index, id) in IDS.iter().enumerate() {
        let parent = Parent::Entity(EntityId::trusted(*id));
        let children = naive.ids(|it| it.0 == Some(index));
        assert_eq!(ids(store, Filter::Parent(&parent), limit).await, children);
        let state = entity::state(store, &plant(), &EntityId::trusted(*id)).await.unwrap();
        assert_eq!(state.has_children, !children.is_empty());
    }
    for (index, id) in EXTERNAL_IDS.iter().enumerate() {
        assert_eq!(ids(store, Filter::ExternalId(id), limit).await, naive.ids(|it| it.3.contains(&index)));
    }
    for chosen in [vec![], vec![0], vec![3], vec![0, 1], vec![0, 1, 2, 3]] {
        let types = chosen.iter().map(|it| ComponentTypeId::trusted(TYPES[*it])).collect();
        let want = naive.ids(|it| chosen.iter().any(|index| it.2.contains(index)));
        assert_eq!(ids(store, Filter::ComponentTypes(&types), limit).await, want);
    }
    for (tag, value) in [(0, 0), (0, 1), (1, 0)] {
        let (key, text) = (format!("t{tag}"), format!("v{value}"));
        let page = tag::resources(store, (&key, &text), None, 100).await.unwrap();
        let tagged = naive.tags.iter().filter(|(_, it)| it.get(&tag) == Some(&value));
        assert_eq!(page.items, tagged.map(|(id, _)| resource(IDS[*id])).collect::<Vec<_>>());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn agrees_with_a_naive_model(acts in vec(act(), 1..60), limit in 1_usize..5) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let store = made().await;
            let mut naive = Naive::default();
            for act in &acts {
                if naive.is_for_the_store(act) {
                    assert_eq!(act_on(&store, act).await, naive.act(act), "{act:?} on {naive:?}");
                }
            }
            compare(&store, &naive, limit).await;
        });
    }
}

#[tokio::test]
async fn refusals_say_why() {
    let store = made().await;
    let none = BTreeSet::new();
    put_type(&store, &a_type("t", &[], &[])).await.unwrap();
    put_entity(&store, &an_entity("top", None, "Top", &none), &[]).await.unwrap();
    put_entity(&store, &an_entity("low", Some("top"), "Low", &type_ids(&["t"])), &[]).await.unwrap();

    let elsewhere = WorkspaceId::trusted("elsewhere");
    let new = |it: &Entity| entity::put(&plant(), None, it, &none_external()).unwrap();
    let missing_type = Refusal::ComponentTypeMissing(ComponentTypeId::trusted("no"));
    let top = entity::get(&store, &plant(), &EntityId::trusted("top")).await.unwrap().unwrap();
    let used = component_type::get(&store, &plant(), &ComponentTypeId::trusted("t")).await.unwrap().unwrap();
    let held = workspace::get(&store, &plant()).await.unwrap().unwrap();
    let stale = crate::Versioned { version: held.version + 1, ..held.clone() };
    let tags = crate::Versioned { value: Tags::new(), version: 1 };
    for (change, want) in [
        (new(&an_entity("top", None, "Top", &none)), Refusal::Exists),
        (new(&an_entity("x", Some("no"), "X", &none)), Refusal::ParentMissing),
        (new(&an_entity("x", Some("top"), "Low", &none)), Refusal::NameTaken),
        (new(&an_entity("x", None, "X", &type_ids(&["no"]))), missing_type.clone()),
        (entity::delete(&plant(), &top, None), Refusal::HasChildren),
        (entity::put(&elsewhere, None, &top.value, &none_external()).unwrap(), Refusal::WorkspaceMissing),
        (component_type::put(&plant(), None, &used.value).unwrap(), Refusal::Exists),
        (component_type::put(&elsewhere, None, &used.value).unwrap(), Refusal::WorkspaceMissing),
        (component_type::put(&plant(), None, &a_type("x", &["no"], &[])).unwrap(), missing_type.clone()),
        (component_type::put(&plant(), None, &a_type("x", &[], &["no"])).unwrap(), missing_type),
        (component_type::delete(&plant(), &used, None), Refusal::ComponentTypeInUse),
        (scene::put(&elsewhere, None, &a_scene("s")).unwrap(), Refusal::WorkspaceMissing),
        (workspace::put(None, &held.value).unwrap(), Refusal::Exists),
        (workspace::put(Some(&stale), &held.value).unwrap(), Refusal::Changed),
        (workspace::delete(&held, None), Refusal::WorkspaceInUse),
        (tag::set(&resource("no"), None, &Tags::new()).unwrap(), Refusal::ResourceMissing),
        (tag::set(&resource("top"), Some(&tags), &Tags::new()).unwrap(), Refusal::Changed),
    ] {
        let words = format!("{:?}", change.transaction());
        assert_eq!(apply(&store, change).await, Err(want), "{words}");
    }
    let mut change = new(&an_entity("x", Some("low"), "X", &none));
    entity::require_below(&mut change, &plant(), &Parent::Root, &EntityId::trusted("low"));
    assert_eq!(apply(&store, change).await, Err(Refusal::Changed));
    assert!(store.verify().unwrap().is_clean());
}

fn none_external() -> BTreeSet<String> {
    BTreeSet::new()
}

#[tokio::test]
async fn a_removed_workspace_leaves_nothing() {
    let store = made().await;
    let before = workspace::state(&store, &plant()).await.unwrap().unwrap();
    let resource = Resource::Workspace(plant());
    let tags = Tags::from([("k".to_owned(), "v".to_owned())]);
    apply(&store, tag::set(&resource, None, &tags).unwrap()).await.unwrap();
    apply(&store, scene::put(&plant(), None, &a_scene("s")).unwrap()).await.unwrap();
    put_type(&store, &a_type("t", &[], &[])).await.unwrap();
    let held_scene = scene::get(&store, &plant(), &SceneId::trusted("s")).await.unwrap().unwrap();
    apply(&store, scene::delete(&plant(), &held_scene, None)).await.unwrap();
    let held_type =
        component_type::get(&store, &plant(), &ComponentTypeId::trusted("t")).await.unwrap().unwrap();
    apply(&store, component_type::delete(&plant(), &held_type, None)).await.unwrap();

    let tags = tag::get(&store, &resource).await.unwrap();
    assert_eq!(apply(&store, workspace::delete(&before.workspace, None)).await, Err(Refusal::Changed));
    apply(&store, workspace::delete(&before.workspace, tags.as_ref())).await.unwrap();
    let report = store.verify().unwrap();
    assert!(report.is_clean(), "{report:?}");
    let n_left: u64 = report.n_records.values().sum();
    assert_eq!(n_left, 1, "only the counter of workspaces is left");
    assert_eq!(counter::workspaces(&store).await.unwrap(), 0);

    apply(&store, workspace::put(None, &a_workspace("plant")).unwrap()).await.unwrap();
    let again = workspace::state(&store, &plant()).await.unwrap().unwrap();
    assert!(again.generation > before.generation, "caches of the first workspace do not hold for the second");
}

#[tokio::test]
async fn the_generation_grows_with_every_change_of_types() {
    let store = made().await;
    let mut last = 0;
    let generation = async || workspace::state(&store, &plant()).await.unwrap().unwrap().generation;
    for _ in 0..2 {
        put_type(&store, &a_type("t", &[], &[])).await.unwrap();
        let next = generation().await;
        assert!(next > last);
        last = next;
        put_entity(&store, &an_entity("e", None, "E", &type_ids(&["t"])), &[]).await.unwrap();
        assert_eq!(generation().await, last);
    }
    let state = entity::state(&store, &plant(), &EntityId::trusted("e")).await.unwrap();
    assert_eq!(state.generation, Some(last));
}

#[tokio::test]
async fn types_are_gathered_with_all_they_need() {
    let store = made().await;
    for (id, extends, composes) in [
        ("base", &["com.amazon.iottwinmaker.alarm.basic"][..], &[][..]),
        ("middle", &["base"], &[]),
        ("part", &["base"], &[]),
        ("leaf", &["middle"], &["part"]),
        ("alone", &[], &[]),
    ] {
        put_type(&store, &a_type(id, extends, composes)).await.unwrap();
    }
    let wanted = type_ids(&["leaf", "nobody", "com.gemel.timeseries"]);
    let closure = component_type::closure(&store, &plant(), wanted).await.unwrap().unwrap();
    assert_eq!(
        closure.types.into_keys().collect::<BTreeSet<_>>(),
        type_ids(&["base", "middle", "part", "leaf"])
    );
    assert_eq!(closure.missing, type_ids(&["nobody"]));

    let base = ComponentTypeId::trusted("base");
    let heirs = component_type::with_heirs(&store, &plant(), &base, 4).await.unwrap();
    assert_eq!(heirs, type_ids(&["base", "middle", "part", "leaf"]));
    assert!(component_type::with_heirs(&store, &plant(), &base, 3).await.is_err());
    let children = component_type::list_by_parent(&store, &plant(), &base, None, 1).await.unwrap();
    assert_eq!(children.items[0].value.id.as_str(), "middle");
    let rest =
        component_type::list_by_parent(&store, &plant(), &base, children.next.as_deref(), 1).await.unwrap();
    assert_eq!((rest.items[0].value.id.as_str(), rest.next), ("part", None));
    let listed = component_type::list(&store, &plant(), "m", None, 10).await.unwrap();
    assert_eq!(listed.items.iter().map(|it| it.value.id.as_str()).collect::<Vec<_>>(), ["middle"]);
}

#[tokio::test]
async fn lists_go_on_when_the_element_of_the_cursor_is_gone() {
    let store = made().await;
    let none = BTreeSet::new();
    for id in ["a", "b", "c"] {
        put_entity(&store, &an_entity(id, None, id, &none), &[]).await.unwrap();
    }
    for filter in [Filter::All, Filter::Parent(&Parent::Root)] {
        let page = entity::list(&store, &plant(), filter, None, 1).await.unwrap();
        let first = &page.items[0].entity;
        apply(&store, entity::delete(&plant(), first, None)).await.unwrap();
        let next = entity::list(&store, &plant(), filter, page.next.as_deref(), 1).await.unwrap();
        assert_eq!(next.items[0].entity.value.id.as_str(), "b");
        put_entity(&store, &first.value.clone(), &[]).await.unwrap();
    }
}

#[tokio::test]
async fn many_types_are_merged_in_order() {
    let store = made().await;
    let types: Vec<String> = (0..7).map(|it| format!("t{it}")).collect();
    for id in &types {
        put_type(&store, &a_type(id, &[], &[])).await.unwrap();
    }
    let mut want = Vec::new();
    for n in 0..300_usize {
        let id = format!("e{n:03}");
        // One type after another, so that no page may take more of a late list than it knows of the early ones; and
        // every fifth entity in two lists.
        let mut own = type_ids(&[&types[n / 60]]);
        if n.is_multiple_of(5) {
            own.insert(ComponentTypeId::trusted(types[5].as_str()));
        }
        put_entity(&store, &an_entity(&id, None, &id, &own), &[]).await.unwrap();
        want.push(id);
    }
    let all: BTreeSet<_> = types.iter().map(|it| ComponentTypeId::trusted(it.as_str())).collect();
    for limit in [1, 7, 16, 17, 60, 100, 200, 1000] {
        assert_eq!(ids(&store, Filter::ComponentTypes(&all), limit).await, want, "pages of {limit}");
    }
}

#[tokio::test]
async fn subtrees_are_walked_in_both_orders() {
    let store = made().await;
    let none = BTreeSet::new();
    for (id, parent) in [
        ("top", None),
        ("a", Some("top")),
        ("a1", Some("a")),
        ("a2", Some("a")),
        ("b", Some("top")),
        ("c", Some("top")),
        ("c1", Some("c")),
        ("c11", Some("c1")),
        ("other", None),
    ] {
        put_entity(&store, &an_entity(id, parent, id, &none), &[]).await.unwrap();
    }
    let start = Parent::Entity(EntityId::trusted("top"));
    for limit in [1, 2, 100] {
        for (order, want) in [
            (Order::ParentsFirst, "a1 a1-2 a2-2 b1 c1 c1-2 c11-3"),
            (Order::ChildrenFirst, "a1-2 a2-2 a1 b1 c11-3 c1-2 c1"),
        ] {
            let mut walk = Subtree::new(plant(), start.clone(), order);
            let mut found: Vec<Descendant> = Vec::new();
            loop {
                let step = walk.next(&store, limit).await.unwrap();
                assert!(step.len() <= limit);
                if step.is_empty() {
                    break;
                }
                found.extend(step);
            }
            let told: Vec<String> =
                found
                    .iter()
                    .map(|it| {
                        if it.depth == 1 { format!("{}1", it.id) } else { format!("{}-{}", it.id, it.depth) }
                    })
                    .collect();
            assert_eq!(told.join(" "), want, "{order:?}");
        }
    }
    let mut walk = Subtree::new(plant(), start, Order::ChildrenFirst);
    while let Some(it) = walk.next(&store, 1).await.unwrap().pop() {
        let before = entity::get(&store, &plant(), &it.id).await.unwrap().unwrap();
        apply(&store, entity::delete(&plant(), &before, None)).await.unwrap();
    }
    assert_eq!(ids(&store, Filter::All, 100).await, ["other", "top"]);
}

#[tokio::test]
async fn ways_up_and_names_are_found() {
    let store = made().await;
    let none = BTreeSet::new();
    for (id, parent) in [("a", None), ("b", Some("a")), ("c", Some("b"))] {
        put_entity(&store, &an_entity(id, parent, "Same", &none), &[]).await.unwrap();
    }
    let from = Parent::Entity(EntityId::trusted("c"));
    let up = entity::ancestors(&store, &plant(), &from).await.unwrap();
    assert_eq!(up.iter().map(EntityId::as_str).collect::<Vec<_>>(), ["c", "b", "a"]);
    assert!(entity::ancestors(&store, &plant(), &Parent::Root).await.unwrap().is_empty());
    let named = entity::by_name(&store, &plant(), &EntityId::trusted("a"), "Same").await.unwrap();
    assert_eq!(named, Some(EntityId::trusted("b")));
    assert_eq!(entity::by_name(&store, &plant(), &EntityId::trusted("a"), "None").await.unwrap(), None);
}

#[tokio::test]
async fn plans_and_blobs_are_checked_and_kept() {
    let store = Memory::new();
    let plan = PricingPlan::standard(Timestamp::default());
    apply(&store, pricing::put(None, &plan).unwrap()).await.unwrap();
    assert_eq!(apply(&store, pricing::put(None, &plan).unwrap()).await, Err(Refusal::Changed));
    assert_eq!(pricing::get(&store).await.unwrap().map(|it| it.value), Some(plan));

    let key = |name: &str| Key { space: Space::Function, bytes: crate::key::join(&[name.as_bytes()]) };
    for name in ["b", "a", "c"] {
        apply(&store, blob::put(key(name), 0, name.as_bytes().to_vec())).await.unwrap();
    }
    assert_eq!(apply(&store, blob::put(key("a"), 0, vec![])).await, Err(Refusal::Changed));
    let page = blob::list(&store, Space::Function, &[], None, 2).await.unwrap();
    assert_eq!(page.items.iter().map(|(_, it)| it.value.as_slice()).collect::<Vec<_>>(), [b"a", b"b"]);
    let page = blob::list(&store, Space::Function, &[], page.next.as_deref(), 2).await.unwrap();
    assert_eq!((page.items.len(), page.next), (1, None));
    let held = blob::get(&store, key("a")).await.unwrap().unwrap();
    apply(&store, blob::delete(key("a"), held.version)).await.unwrap();
    assert_eq!(blob::get(&store, key("a")).await.unwrap(), None);
}

/// Whatever single record is changed or lost, `verify` finds it.
#[tokio::test]
async fn every_loss_is_found() {
    let store = made().await;
    let tags = Tags::from([("k".to_owned(), "v".to_owned())]);
    put_type(&store, &a_type("t", &[], &[])).await.unwrap();
    put_type(&store, &a_type("u", &["t"], &["t"])).await.unwrap();
    put_entity(&store, &an_entity("aa", None, "A", &type_ids(&["t"])), &["x"]).await.unwrap();
    put_entity(&store, &an_entity("bb", Some("aa"), "B", &BTreeSet::new()), &[]).await.unwrap();
    apply(&store, scene::put(&plant(), None, &a_scene("ss")).unwrap()).await.unwrap();
    apply(&store, tag::set(&resource("bb"), None, &tags).unwrap()).await.unwrap();
    apply(&store, pricing::put(None, &PricingPlan::standard(Timestamp::default())).unwrap()).await.unwrap();
    assert!(store.verify().unwrap().is_clean());
    let mut n_records = 0;
    for space in Space::ALL {
        let everything = crate::Read::Range { space, prefix: vec![], after: None, limit: 100 };
        for (key, stored) in store.read(&[everything]).await.unwrap().concat() {
            n_records += 1;
            let write = async |write| {
                let transaction = crate::Transaction { checks: vec![], writes: vec![write] };
                store.commit(transaction).await.unwrap();
                store.verify().unwrap()
            };
            if key != pricing::key() {
                let report = write(Write::Delete(key.clone())).await;
                assert!(!report.is_clean(), "{key:?} is lost and nobody says so");
            }
            let is_read = stored.bytes.len() > 1 || space == Space::EntityByName;
            if is_read {
                let report = write(Write::Put(key.clone(), vec![9, 9])).await;
                assert!(!report.is_clean(), "{key:?} is damaged and nobody says so");
            }
            let mut other = key.clone();
            other.bytes.insert(0, b'z');
            let report = write(Write::Put(other.clone(), stored.bytes.clone())).await;
            assert!(!report.is_clean(), "{other:?} is too much and nobody says so");
            write(Write::Delete(other)).await;
            assert!(write(Write::Put(key, stored.bytes)).await.is_clean());
        }
    }
    assert!(n_records > 20, "{n_records}");
}
