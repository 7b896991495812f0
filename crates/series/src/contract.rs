//! What every engine must do: the contract of `SeriesStore` as tests. A bug found in one engine becomes a case here.

use crate::{Point, SeriesKey, SeriesStore, Span};
use gemel_model::id::{EntityId, Name, WorkspaceId};
use gemel_model::time::Timestamp;
use gemel_model::value::{RelationshipValue, Value};
use gemel_model::{IndexMap, Kind};
use proptest::prelude::*;

pub(crate) fn key(workspace: &str, entity: &str, path: &str, property: &str) -> SeriesKey {
    SeriesKey {
        workspace_id: WorkspaceId::trusted(workspace),
        entity_id: EntityId::trusted(entity),
        component_path: path.into(),
        property_name: property.into(),
    }
}

pub(crate) fn at(nanos: i64, value: Value) -> Point {
    Point { time: Timestamp::from_nanos(nanos), value }
}

pub(crate) fn span(after: i64, until: i64, descending: bool, limit: usize) -> Span {
    let (after, until) = (Timestamp::from_nanos(after), Timestamp::from_nanos(until));
    Span { after, until, descending, limit }
}

pub(crate) const WHOLE: Span =
    Span { after: Timestamp::MIN, until: Timestamp::MAX, descending: false, limit: usize::MAX };

/// All kinds of values, odd numbers and nesting included.
pub(crate) fn any_value() -> impl Strategy<Value = Value> {
    let text = "[a-zé\u{1F600}]{0,12}";
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        any::<u64>().prop_map(|it| Value::Double(f64::from_bits(it))),
        Just(Value::Double(f64::NAN)),
        any::<i32>().prop_map(Value::Integer),
        any::<i64>().prop_map(Value::Long),
        text.prop_map(Value::String),
        "[a-z]{1,5}".prop_map(|it| Value::Expression(format!("${{Parameters.{it}}}"))),
        (proptest::option::of("[a-z]{2,9}"), proptest::option::of("[a-z]{1,9}")).prop_map(
            |(entity, component)| {
                Value::Relationship(RelationshipValue {
                    target_entity_id: entity.map(EntityId::trusted),
                    target_component_name: component.map(Name::trusted),
                })
            }
        ),
    ];
    leaf.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            proptest::collection::vec((text, inner), 0..4)
                .prop_map(|it| Value::Map(it.into_iter().collect::<IndexMap<_, _>>())),
        ]
    })
}

/// Points as text that tells every bit; `NaN` is equal to itself there.
pub(crate) fn shown(points: &[Point]) -> Vec<String> {
    let bits = |it: &Value| match it {
        Value::Double(it) => format!("Double({:x})", it.to_bits()),
        other => format!("{other:?}"),
    };
    points.iter().map(|it| format!("{} {}", it.time.nanos(), bits(&it.value))).collect()
}

pub(crate) async fn check(store: &dyn SeriesStore, key: &SeriesKey, span: Span, want: &[Point]) {
    let got = store.scan(&[(key.clone(), span)]).await.unwrap();
    assert_eq!(shown(&got[0]), shown(want), "{key:?} {span:?}");
}

/// Runs every case; the store is left without the workspaces `c1` and `c2`.
pub(crate) async fn all(store: &dyn SeriesStore) {
    spans_begin_after_and_end_with(store).await;
    same_time_replaces(store).await;
    many_series_at_once(store).await;
    every_kind_comes_back(store).await;
    latest_is_the_newest_by_time(store).await;
    removal_takes_what_was_named(store).await;
    bad_names_are_refused(store).await;
    for workspace in ["c1", "c2"] {
        store.remove(&WorkspaceId::trusted(workspace), None, None).await.unwrap();
    }
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
async fn spans_begin_after_and_end_with(store: &dyn SeriesStore) {
    let key = key("c1", "mixer", "telemetry", "rpm");
    let points: Vec<Point> = (1..=5).map(|it| at(it * 10, Value::Double(it as f64))).collect();
    let written = points.iter().rev().map(|it| (key.clone(), it.clone())).collect();
    store.append(written).await.unwrap();
    check(store, &key, WHOLE, &points).await;
    check(store, &key, span(10, 40, false, 100), &points[1..4]).await;
    check(store, &key, span(10, 40, false, 2), &points[1..3]).await;
    let backwards: Vec<Point> = points.iter().rev().cloned().collect();
    check(store, &key, span(10, 40, true, 2), &backwards[1..3]).await;
    check(store, &key, span(9, 10, true, 2), &points[..1]).await;
    check(store, &key, span(10, 10, false, 2), &[]).await;
    check(store, &key, span(40, 10, false, 2), &[]).await;
    check(store, &key, span(0, 100, false, 0), &[]).await;
    check(store, &key, Span { after: Timestamp::MAX, ..WHOLE }, &[]).await;
    // A time too early to be told still has its place.
    store.append(vec![(key.clone(), at(i64::MIN, Value::Double(0.0)))]).await.unwrap();
    check(store, &key, span(i64::MIN, 9, false, 9), &[at(i64::MIN + 1, Value::Double(0.0))]).await;
}

async fn same_time_replaces(store: &dyn SeriesStore) {
    let key = key("c1", "mixer", "telemetry", "state");
    let value = |it: &str| Value::String(it.to_owned());
    store.append(vec![(key.clone(), at(1, value("on"))), (key.clone(), at(2, value("on")))]).await.unwrap();
    store
        .append(vec![(key.clone(), at(1, value("off"))), (key.clone(), at(1, value("idle")))])
        .await
        .unwrap();
    check(store, &key, WHOLE, &[at(1, value("idle")), at(2, value("on"))]).await;
}

async fn many_series_at_once(store: &dyn SeriesStore) {
    let keys: Vec<SeriesKey> = (0..20).map(|it| key("c1", &format!("tank{it}"), "t", "level")).collect();
    let points = |time: i64| keys.iter().map(move |it| (it.clone(), at(time, Value::Long(time)))).collect();
    store.append(points(1)).await.unwrap();
    store.append(points(2)).await.unwrap();
    store.append(Vec::new()).await.unwrap();
    let mut reads: Vec<_> = keys.iter().map(|it| (it.clone(), WHOLE)).collect();
    reads.insert(1, (key("c2", "tank0", "t", "level"), WHOLE));
    reads.push((keys[0].clone(), span(1, 9, true, 1)));
    let found = store.scan(&reads).await.unwrap();
    let lengths: Vec<usize> = found.iter().map(Vec::len).collect();
    assert_eq!(lengths, [vec![2, 0], vec![2; 19], vec![1]].concat());
}

async fn every_kind_comes_back(store: &dyn SeriesStore) {
    let key = key("c1", "mixer", "all/kinds", "value");
    let map = IndexMap::from([("z".to_owned(), Value::Long(1)), ("a".to_owned(), Value::List(vec![]))]);
    let target =
        RelationshipValue { target_entity_id: Some(EntityId::trusted("it")), target_component_name: None };
    let values = [
        Value::Double(f64::NAN),
        Value::Double(f64::from_bits(0xfff8_0000_0000_0123)),
        Value::Double(-0.0),
        Value::Double(f64::NEG_INFINITY),
        Value::Boolean(false),
        Value::Integer(i32::MIN),
        Value::Long(i64::MAX),
        Value::String(String::new()),
        Value::Expression("${Parameters.x}".to_owned()),
        Value::Map(map),
        Value::Relationship(target),
    ];
    let points: Vec<Point> = (1..).zip(values).map(|(time, it)| at(time, it)).collect();
    store.append(points.iter().map(|it| (key.clone(), it.clone())).collect()).await.unwrap();
    check(store, &key, WHOLE, &points).await;
}

async fn latest_is_the_newest_by_time(store: &dyn SeriesStore) {
    let (one, other) = (key("c1", "mixer", "l", "one"), key("c1", "mixer", "l", "other"));
    store.append(vec![(one.clone(), at(5, Value::Long(5)))]).await.unwrap();
    store.append(vec![(one.clone(), at(3, Value::Long(3)))]).await.unwrap();
    let found = store.latest(&[other, one.clone()]).await.unwrap();
    assert_eq!(found, [None, Some(at(5, Value::Long(5)))]);
    store.append(vec![(one.clone(), at(5, Value::Long(6)))]).await.unwrap();
    assert_eq!(store.latest(&[one]).await.unwrap(), [Some(at(5, Value::Long(6)))]);
}

async fn removal_takes_what_was_named(store: &dyn SeriesStore) {
    let keys = [
        key("c2", "oven", "heat", "t"),
        key("c2", "oven", "heat/burner", "t"),
        key("c2", "oven", "heater", "t"),
        key("c2", "oven-2", "heat", "t"),
        key("c2", "oven.", "heat", "t"),
    ];
    let count = async || {
        let reads: Vec<_> = keys.iter().map(|it| (it.clone(), WHOLE)).collect();
        let found = store.scan(&reads).await.unwrap();
        let newest = store.latest(&keys).await.unwrap();
        assert!(newest.iter().zip(&found).all(|(one, all)| one.as_ref() == all.last()));
        found.iter().map(Vec::len).collect::<Vec<_>>()
    };
    let (workspace, oven) = (WorkspaceId::trusted("c2"), EntityId::trusted("oven"));
    let write = async |time| {
        let points = keys.iter().map(|it| (it.clone(), at(time, Value::Long(time)))).collect();
        store.append(points).await.unwrap();
    };
    write(1).await;
    store.remove(&workspace, Some(&oven), Some("heat")).await.unwrap();
    assert_eq!(count().await, [0, 0, 1, 1, 1]);
    write(2).await;
    assert_eq!(count().await, [1, 1, 2, 2, 2]);
    store.remove(&workspace, Some(&oven), None).await.unwrap();
    assert_eq!(count().await, [0, 0, 0, 2, 2]);
    store.remove(&workspace, Some(&oven), None).await.unwrap();
    store.remove(&WorkspaceId::trusted("c"), None, None).await.unwrap();
    assert_eq!(count().await, [0, 0, 0, 2, 2]);
    store.remove(&workspace, None, None).await.unwrap();
    assert_eq!(count().await, [0, 0, 0, 0, 0]);
}

async fn bad_names_are_refused(store: &dyn SeriesStore) {
    for bad in [key("c1", "mixer", "", "p"), key("c1", "mixer", "c", "a\0b")] {
        let good = key("c1", "mixer", "c", "good");
        let points = vec![(good.clone(), at(1, Value::Long(1))), (bad.clone(), at(1, Value::Long(1)))];
        assert_eq!(store.append(points).await.unwrap_err().kind(), Kind::Invalid);
        assert_eq!(store.latest(&[good]).await.unwrap(), [None], "nothing of a refused append is kept");
        assert_eq!(store.scan(&[(bad, WHOLE)]).await.unwrap_err().kind(), Kind::Invalid);
    }
    let workspace = WorkspaceId::trusted("c1");
    assert_eq!(store.remove(&workspace, None, Some("c")).await.unwrap_err().kind(), Kind::Invalid);
}
