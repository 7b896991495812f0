//! Listeners over engines in memory: first values, news, what comes late, what goes, and writers that hang up.

use super::*;
use crate::property_values::tests::{bakery, entry, make_entity, name, put, text, workspace};
use crate::testing::{Bench, root};
use futures::FutureExt as _;
use gemel_model::entity::{
    ComponentUpdate, ComponentUpdateType, EntityUpdate, PropertyUpdate, PropertyUpdateType,
};

fn properties(of: &[(&str, &str)]) -> Vec<Property> {
    let property = |(entity, property): &(&str, &str)| Property {
        entity_id: EntityId::trusted(*entity),
        component: ComponentAt::Name(name("c")),
        name: name(property),
    };
    of.iter().map(property).collect()
}

/// A listener whose first events are `want`.
async fn listening(bench: &Bench, of: &[(&str, &str)], want: &[&str]) -> Live {
    let (live, first) = bench.app.listen(&root(), &workspace(), properties(of)).await.unwrap();
    assert_eq!(first.iter().map(shown).collect::<Vec<_>>(), want);
    live
}

/// Checks what a listener is told next; nothing when nothing is wanted.
async fn check(live: &mut Live, want: &[&str]) {
    let mut got = Vec::new();
    while live.wait().now_or_never().is_some() {
        got.extend(live.take().await.unwrap().iter().map(shown));
    }
    assert_eq!(got, want);
}

fn shown(event: &Event) -> String {
    let words: Vec<String> = match event {
        Event::Modes(modes) => modes
            .iter()
            .map(|(index, it)| match it {
                Mode::Push => format!("{index} push"),
                Mode::Poll => format!("{index} poll"),
                Mode::Missing(words) => format!("{index} missing: {words}"),
            })
            .collect(),
        Event::Values(values) => values
            .iter()
            .map(|(index, it)| match it {
                None => format!("{index}=gone"),
                Some(Latest { time, value }) => {
                    let time = time.map(|it| format!("@{}", it.seconds())).unwrap_or_default();
                    match value {
                        Value::Double(it) => format!("{index}={it}{time}"),
                        Value::String(it) => format!("{index}={it}{time}"),
                        other => format!("{index}={other:?}{time}"),
                    }
                }
            })
            .collect(),
    };
    words.join(", ")
}

async fn write(bench: &Bench, entity: &str, points: &[(i64, f64)]) {
    let points: Vec<(i64, Value)> = points.iter().map(|(at, it)| (*at, Value::Double(*it))).collect();
    assert_eq!(put(bench, &[entry(entity, "t", &points)]).await.unwrap(), []);
}

async fn update(bench: &Bench, entity: &str, component: ComponentUpdate) {
    let update = EntityUpdate {
        components: [(name("c"), component)].into_iter().collect(),
        ..EntityUpdate::default()
    };
    bench.app.update_entity(&root(), &workspace(), &EntityId::trusted(entity), update).await.unwrap();
}

#[tokio::test]
async fn first_what_stands_then_what_is_new() {
    let bench = bakery().await;
    write(&bench, "m1", &[(10, 1.0)]).await;
    let of = [
        ("m1", "t"),
        ("m2", "t"),
        ("m1", "key"),
        ("o1", "t"),
        ("o1", "outside"),
        ("o1", "limit"),
        ("m1", "no"),
        ("m9", "t"),
    ];
    let modes = "3 poll, 4 poll, 6 missing: property `no` does not exist in component type `ex.mixer`, \
                 7 missing: entity `m9` does not exist in workspace `bakery`";
    let mut live = listening(&bench, &of, &[modes, "0=1@10, 2=K1, 5=1.5"]).await;
    check(&mut live, &[]).await;
    write(&bench, "m2", &[(5, 2.0), (7, 2.5), (6, 9.0)]).await;
    check(&mut live, &["1=2.5@7"]).await;
    // Many writes until somebody looks are one event, with the newest value of each.
    for it in 0..20 {
        write(&bench, "m1", &[(11 + it, 3.0)]).await;
        write(&bench, "m2", &[(11 + it, 4.0)]).await;
    }
    check(&mut live, &["0=3@30, 1=4@30"]).await;
}

#[tokio::test]
async fn what_comes_late_or_twice_is_not_told_and_a_correction_is() {
    let bench = bakery().await;
    write(&bench, "m1", &[(10, 1.0)]).await;
    let mut live = listening(&bench, &[("m1", "t"), ("m1", "t")], &["", "0=1@10, 1=1@10"]).await;
    write(&bench, "m1", &[(9, 7.0)]).await;
    check(&mut live, &[]).await;
    write(&bench, "m1", &[(10, 1.0)]).await;
    check(&mut live, &[]).await;
    write(&bench, "m1", &[(10, 2.0)]).await;
    check(&mut live, &["0=2@10, 1=2@10"]).await;
    write(&bench, "m1", &[(11, f64::NAN)]).await;
    check(&mut live, &["0=NaN@11, 1=NaN@11"]).await;
}

#[tokio::test]
async fn entities_come_change_and_go() {
    let bench = bakery().await;
    let gone = "0 missing: entity `m7` does not exist in workspace `bakery`, \
                1 missing: entity `m7` does not exist in workspace `bakery`";
    let mut live = listening(&bench, &[("m7", "t"), ("m7", "key"), ("m1", "key")], &[gone, "2=K1"]).await;
    make_entity(&bench, "m7", "ex.mixer", &[("key", text("K7"))]).await;
    check(&mut live, &["0 push, 1 push", "1=K7"]).await;
    write(&bench, "m7", &[(1, 1.0)]).await;
    check(&mut live, &["0=1@1"]).await;
    let set = |update: PropertyUpdate| ComponentUpdate {
        properties: [(name("key"), update)].into_iter().collect(),
        ..ComponentUpdate::default()
    };
    update(&bench, "m7", set(PropertyUpdate { value: Some(text("K8")), ..PropertyUpdate::default() })).await;
    check(&mut live, &["1=K8"]).await;
    update(&bench, "m7", set(PropertyUpdate { value: Some(text("K8")), ..PropertyUpdate::default() })).await;
    check(&mut live, &[]).await;
    let reset =
        PropertyUpdate { update_type: Some(PropertyUpdateType::ResetValue), ..PropertyUpdate::default() };
    update(&bench, "m7", set(reset)).await;
    check(&mut live, &["1=gone"]).await;
    let remove =
        ComponentUpdate { update_type: Some(ComponentUpdateType::Delete), ..ComponentUpdate::default() };
    update(&bench, "m7", remove).await;
    let words = "component `c` does not exist in entity `m7`";
    check(&mut live, &[&format!("0 missing: {words}, 1 missing: {words}"), "0=gone"]).await;
    bench.app.delete_entity(&root(), &workspace(), &EntityId::trusted("m7"), false).await.unwrap();
    check(&mut live, &[gone]).await;
    // Made anew it has nothing of what it had.
    make_entity(&bench, "m7", "ex.mixer", &[]).await;
    check(&mut live, &["0 push, 1 push"]).await;
    write(&bench, "m7", &[(1, 1.0)]).await;
    check(&mut live, &["0=1@1"]).await;
}

#[tokio::test]
async fn a_whole_subtree_that_goes_is_told() {
    let bench = bakery().await;
    write(&bench, "m1", &[(1, 1.0)]).await;
    let mut live = listening(&bench, &[("m1", "t"), ("m2", "t")], &["", "0=1@1"]).await;
    let below = EntityUpdate {
        parent: Some(gemel_model::entity::ParentUpdate {
            update_type: gemel_model::entity::ParentUpdateType::Update,
            parent: Some(gemel_model::id::Parent::Entity(EntityId::trusted("m2"))),
        }),
        ..EntityUpdate::default()
    };
    bench.app.update_entity(&root(), &workspace(), &EntityId::trusted("m1"), below).await.unwrap();
    check(&mut live, &[]).await;
    bench.app.delete_entity(&root(), &workspace(), &EntityId::trusted("m2"), true).await.unwrap();
    bench.work.run().await;
    let words = |id: &str| format!("missing: entity `{id}` does not exist in workspace `bakery`");
    check(&mut live, &[&format!("0 {}, 1 {}", words("m1"), words("m2")), "0=gone"]).await;
}

#[tokio::test]
async fn a_writer_that_hangs_up_is_heard_all_the_same() {
    let bench = bakery().await;
    let mut live = listening(&bench, &[("m1", "t")], &["", ""]).await;
    let entries = [entry("m1", "t", &[(1, Value::Double(1.0))])];
    // Engines in memory never wait, so the work is dropped before it began or after it ended; both are whole.
    drop(put(&bench, &entries));
    bench.work.run().await;
    check(&mut live, &[]).await;
    let _ = put(&bench, &entries).now_or_never();
    bench.work.run().await;
    check(&mut live, &["0=1@1"]).await;
}

#[tokio::test]
async fn there_are_so_many_listeners_and_no_more() {
    let bench = bakery().await;
    let (cx, at) = (root(), workspace());
    let listen = || bench.app.listen(&cx, &at, properties(&[("m1", "t")]));
    let first = listen().await.unwrap();
    let _others = (listen().await.unwrap(), listen().await.unwrap());
    assert_eq!(listen().await.err().map(|it| it.kind()), Some(Kind::Throttled));
    drop(first);
    assert!(listen().await.is_ok());
    let nowhere =
        bench.app.listen(&root(), &WorkspaceId::trusted("nowhere"), properties(&[("m1", "t")])).await;
    assert_eq!(nowhere.err().map(|it| it.kind()), Some(Kind::NotFound));
}
