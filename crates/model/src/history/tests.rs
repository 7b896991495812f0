//! Tests of history: windows, readers, filters, and pages against a naive model.

use super::*;
use crate::component_type::EffectiveType;
use crate::entity::Property;
use crate::function::{EffectiveFunction, Function};
use crate::status::Status;
use crate::value::{DataType, Type};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A type with two time series `t` and `s`, a static `serial` that is an external id, and a data reader.
pub(crate) fn effective(native: bool) -> EffectiveType {
    let definition = |kind, is_time_series, is_external_id| PropertyDefinition {
        data_type: DataType::plain(kind),
        is_time_series,
        is_external_id,
        is_required_in_entity: false,
        is_stored_externally: false,
        is_imported: false,
        is_final: false,
        is_inherited: false,
        default_value: None,
        configuration: IndexMap::new(),
        display_name: None,
    };
    let implemented_by = Some(if native {
        DataConnector::Native
    } else {
        DataConnector::Lambda("arn:aws:lambda:us-east-1:123456789012:function:reader".to_owned())
    });
    let function = Function { required_properties: None, scope: None, implemented_by };
    let function = EffectiveFunction { function, is_inherited: true };
    EffectiveType {
        id: ComponentTypeId::trusted("com.example.mixer"),
        ancestors: vec![ComponentTypeId::trusted(TIMESERIES)],
        property_definitions: IndexMap::from([
            (Name::trusted("t"), definition(Type::Double, true, false)),
            (Name::trusted("s"), definition(Type::String, true, false)),
            (Name::trusted("serial"), definition(Type::String, false, true)),
        ]),
        functions: [FunctionKind::DataReader, FunctionKind::DataWriter]
            .map(|it| (it, function.clone()))
            .into(),
        property_groups: IndexMap::new(),
        composite_component_types: IndexMap::new(),
        is_singleton: false,
        is_abstract: false,
        is_schema_initialized: false,
    }
}

pub(crate) fn component(serial: Option<&str>) -> Component {
    let value = serial.map(|it| Value::String(it.to_owned()));
    Component {
        component_type_id: ComponentTypeId::trusted("com.example.mixer"),
        description: None,
        properties: IndexMap::from([(Name::trusted("serial"), Property { definition: None, value })]),
        property_groups: IndexMap::new(),
        composite_components: IndexMap::new(),
        defined_in: None,
        status: Status::default(),
        sync_source: None,
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

pub(crate) fn ask() -> Ask {
    Ask {
        subject: Subject::Component(EntityId::trusted("m1"), ComponentAt::Name(Name::trusted("telemetry"))),
        selected: vec!["t".to_owned()],
        filters: Vec::new(),
        start: at(0),
        end: at(1_000),
        descending: false,
        interpolation_seconds: None,
        limit: None,
        cursor: None,
    }
}

#[test]
fn windows_come_in_two_forms() {
    let some = |seconds| Some(at(seconds));
    assert_eq!(window((some(1), some(2)), (None, None)).unwrap(), (at(1), at(2)));
    assert_eq!(window((None, None), (some(1), some(1))).unwrap(), (at(1), at(1)));
    for (times, date_times, piece) in [
        ((some(1), None), (None, some(2)), "mixed"),
        ((some(1), some(2)), (None, some(2)), "mixed"),
        ((some(1), None), (None, None), "endTime"),
        ((None, None), (None, some(1)), "startTime"),
        ((None, None), (None, None), "startTime"),
        ((some(2), some(1)), (None, None), "after endTime"),
    ] {
        let error = window(times, date_times).unwrap_err();
        assert!(error.message().contains(piece), "{times:?} {date_times:?}: {error}");
    }
}

#[test]
fn a_component_is_named_in_one_way() {
    let (name, path) = (Name::trusted("a"), ComponentPath::trusted("a/b"));
    assert_eq!(ComponentAt::of(Some(name.clone()), None).unwrap().as_str(), "a");
    assert_eq!(ComponentAt::of(None, Some(path.clone())).unwrap().as_str(), "a/b");
    assert!(ComponentAt::of(Some(name), Some(path)).is_err());
    assert!(ComponentAt::of(None, None).is_err());
}

#[test]
fn the_reader_follows_from_the_question() {
    let by_type = Ask { subject: Subject::ComponentType(ComponentTypeId::trusted("x")), ..ask() };
    let mut effective = effective(true);
    assert_eq!(ask().reader(&effective).unwrap(), Reader::Series);
    assert_eq!(by_type.reader(&effective).unwrap(), Reader::Series);
    let lambda = super::tests::effective(false).functions[&FunctionKind::DataReader].clone();
    effective.functions.insert(FunctionKind::DataReaderByEntity, lambda);
    assert!(matches!(ask().reader(&effective).unwrap(), Reader::Function(_)));
    assert_eq!(by_type.reader(&effective).unwrap(), Reader::Series);
    effective.functions.shift_remove(&FunctionKind::DataReader);
    let error = by_type.reader(&effective).unwrap_err();
    assert!(error.message().contains("no implemented dataReaderByComponentType or dataReader"), "{error}");
    effective.functions.insert(FunctionKind::DataReader, super::tests::effective(true).functions[0].clone());
    effective.ancestors.clear();
    assert_eq!(by_type.reader(&effective).unwrap_err().kind(), Kind::NotImplemented);
}

#[test]
fn filters_compare_within_a_kind() {
    let check = |value: &Value, operator: &str, constant: Value, want: bool| {
        let operator = Operator::parse("operator", operator).unwrap();
        let filter = Filter { property_name: "t".to_owned(), operator, value: constant };
        assert_eq!(filter.accepts(value), want, "{value:?} {filter:?}");
    };
    let text = |it: &str| Value::String(it.to_owned());
    check(&Value::Double(1.5), "=", Value::Double(1.5), true);
    check(&Value::Double(2.0), "=", Value::Integer(2), true);
    check(&Value::Integer(2), "<", Value::Double(2.5), true);
    check(&Value::Long(i64::MAX), ">", Value::Long(i64::MAX - 1), true);
    check(&Value::Double(f64::NAN), "=", Value::Double(f64::NAN), false);
    check(&Value::Double(f64::NAN), "!=", Value::Double(f64::NAN), true);
    check(&Value::Double(f64::NAN), "<=", Value::Double(1.0), false);
    check(&text("ACTIVE"), "=", text("ACTIVE"), true);
    check(&text("b"), ">=", text("a"), true);
    check(&text("1"), "=", Value::Integer(1), false);
    check(&text("1"), "!=", Value::Integer(1), true);
    check(&Value::Boolean(true), "!=", Value::Boolean(false), true);
    check(&Value::List(vec![text("a")]), "=", Value::List(vec![text("a")]), true);
    check(&Value::List(vec![text("a")]), "<", Value::List(vec![text("b")]), false);
    for bad in ["==", "<>", "LIKE", "", "= 1 OR 1"] {
        assert!(Operator::parse("operator", bad).is_err(), "{bad}");
    }
}

#[test]
fn references_say_what_the_question_left_open() {
    let (effective, with, without) = (effective(true), component(Some("S-1")), component(None));
    let entity_id = EntityId::trusted("m1");
    let by_type = Subject::ComponentType(effective.id.clone());
    let told = |component, subject: &Subject| {
        let part = Part { entity_id: &entity_id, path: "telemetry", component, effective: &effective };
        let it = reference(subject, &part, &external_ids(&part), "t");
        (it.entity_id.is_some(), it.component.is_some(), it.external_id_property.get("serial").cloned())
    };
    assert_eq!(told(&with, &ask().subject), (true, true, Some("S-1".to_owned())));
    assert_eq!(told(&with, &by_type), (false, false, Some("S-1".to_owned())));
    assert_eq!(told(&without, &by_type), (true, true, None));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let (effective, component, entity_id) =
        (effective(true), component(Some("S-1")), EntityId::trusted("m1"));
    let part =
        Part { entity_id: &entity_id, path: "telemetry", component: &component, effective: &effective };
    let check = |ask: Ask, piece: &str| {
        let error = Reading::of_component(&ask, part).unwrap_err();
        assert!(error.kind() == Kind::Invalid && error.message().contains(piece), "{error} lacks {piece}");
    };
    let selected = |it: &str| Ask { selected: vec![it.to_owned()], ..ask() };
    check(selected("nobody"), "`nobody` does not exist");
    check(selected("serial"), "is not a time series");
    check(Ask { interpolation_seconds: Some(10), ..selected("s") }, "LINEAR interpolation needs");
    check(Ask { interpolation_seconds: Some(0), ..ask() }, "intervalInSeconds");
    check(Ask { cursor: Some(Cursor::Connector("x".to_owned())), ..ask() }, "has changed");
    let filter = |name: &str| Filter {
        property_name: name.to_owned(),
        operator: Operator::Equal,
        value: Value::String("S-1".to_owned()),
    };
    check(Ask { filters: vec![filter("s")], ..ask() }, "neither selected nor");
    check(Ask { filters: vec![filter("nobody")], ..ask() }, "`nobody` does not exist");
    assert!(ask().check_selected(&effective).is_ok());
    assert!(selected("serial").check_selected(&effective).is_err());
    // A filter on a static property takes or leaves the whole component.
    let looks = |value: &str| {
        let filter = Filter { value: Value::String(value.to_owned()), ..filter("serial") };
        let reading = Reading::of_component(&Ask { filters: vec![filter], ..ask() }, part).unwrap();
        reading.looks().len()
    };
    assert_eq!((looks("S-1"), looks("S-2")), (1, 0));
}

/// Series by entity and property.
type World = BTreeMap<(String, String), BTreeMap<i64, Value>>;

fn scan(world: &World, look: &Look<'_>) -> Vec<Point> {
    let Some(series) = world.get(&(look.entity_id.to_string(), look.property.to_owned())) else {
        return Vec::new();
    };
    let inside = series
        .iter()
        .map(|(time, value)| Point { time: at(*time), value: value.clone() })
        .filter(|it| look.span.after < it.time && it.time <= look.span.until);
    if look.span.descending {
        inside.rev().take(look.span.limit).collect()
    } else {
        inside.take(look.span.limit).collect()
    }
}

fn of_m0() -> Subject {
    Subject::Component(EntityId::trusted("m0"), ComponentAt::Name(Name::trusted("telemetry")))
}

/// Reads page after page; each page is checked for its size.
fn read_all(world: &World, mut ask: Ask, entities: &[EntityId]) -> BTreeMap<(String, String), Vec<Point>> {
    let (effective, component) = (effective(true), component(None));
    let part =
        |entity_id| Part { entity_id, path: "telemetry", component: &component, effective: &effective };
    let mut all: BTreeMap<(String, String), Vec<Point>> = BTreeMap::new();
    for _ in 0..10_000 {
        let mut reading = if matches!(ask.subject, Subject::Component(..)) {
            Reading::of_component(&ask, part(&entities[0])).unwrap()
        } else {
            let after = match &ask.cursor {
                Some(Cursor::Series { after, .. }) => after.clone(),
                _ => Vec::new(),
            };
            let rest = entities.iter().filter(|it| it.as_str().as_bytes() > after.as_slice());
            let parts: Vec<Part<'_>> = rest.clone().take(2).map(part).collect();
            let more = (rest.count() > 2).then(|| parts[1].entity_id.as_str().as_bytes().to_vec());
            Reading::of_components(&ask, &parts, after, more).unwrap()
        };
        loop {
            let looks = reading.looks();
            if looks.is_empty() {
                break;
            }
            let found = looks.iter().map(|it| scan(world, it)).collect();
            reading.take(found);
        }
        let page = reading.page();
        for it in page.histories {
            assert!(it.points.len() <= ask.limit.unwrap_or(200));
            let entity = it.reference.entity_id.unwrap_or_else(|| entities[0].clone()).to_string();
            all.entry((entity, it.reference.property_name)).or_default().extend(it.points);
        }
        match page.next {
            Some(it) => ask.cursor = Some(Cursor::parse(&it).unwrap()),
            None => return all,
        }
    }
    panic!("the pages never end");
}

proptest! {
    #[test]
    fn pages_together_are_the_whole(
        series in proptest::collection::btree_map((0..5_usize, any::<bool>()), proptest::collection::btree_map(-5..40_i64, -3..3_i64, 0..30), 0..10),
        (start, length) in (-10..40_i64, 0..50_i64),
        descending: bool,
        limit in 1..7_usize,
        by_type: bool,
        filter in proptest::option::of((0..6_usize, -3..3_i64)),
    ) {
        let entities: Vec<EntityId> = (0..5).map(|it| EntityId::trusted(format!("m{it}"))).collect();
        let world: World = series
            .into_iter()
            .map(|((entity, is_t), points)| {
                let value = |it: i64| if is_t { Value::Double(f64::from(i32::try_from(it).unwrap())) } else { Value::String(it.to_string()) };
                let points = points.into_iter().map(|(time, it)| (time, value(it))).collect();
                ((format!("m{entity}"), if is_t { "t" } else { "s" }.to_owned()), points)
            })
            .collect();
        let filter = filter.map(|(operator, it)| Filter {
            property_name: "t".to_owned(),
            operator: Operator::ALL[operator],
            value: Value::Long(it),
        });
        let subject = if by_type { Subject::ComponentType(ComponentTypeId::trusted("com.example.mixer")) } else { of_m0() };
        let n_entities = if by_type { 5 } else { 1 };
        let ask = Ask {
            subject,
            selected: vec!["t".to_owned(), "s".to_owned()],
            start: at(start),
            end: at(start + length),
            descending,
            limit: Some(limit),
            filters: filter.clone().into_iter().collect(),
            ..ask()
        };
        let got = read_all(&world, ask, &entities[..n_entities]);
        let mut want: BTreeMap<(String, String), Vec<Point>> = BTreeMap::new();
        for ((entity, name), points) in world {
            let inside = points.into_iter().filter(|(time, _)| start < *time && *time <= start + length);
            let mut inside: Vec<Point> = inside
                .filter(|(_, value)| name != "t" || filter.as_ref().is_none_or(|it| it.accepts(value)))
                .map(|(time, value)| Point { time: at(time), value })
                .collect();
            if descending {
                inside.reverse();
            }
            if !inside.is_empty() && entities[..n_entities].iter().any(|it| it.as_str() == entity) {
                want.insert((entity, name), inside);
            }
        }
        prop_assert_eq!(got, want);
    }

    #[test]
    fn lines_are_drawn_between_neighbours(
        points in proptest::collection::btree_map(-5..60_i64, -50..50_i32, 0..20),
        (start, length, interval) in (-10..40_i64, 0..70_i64, 1..9_i64),
        descending: bool,
        limit in 1..7_usize,
    ) {
        let series = points.iter().map(|(time, it)| (*time, Value::Double(f64::from(*it)))).collect();
        let world = World::from([(("m0".to_owned(), "t".to_owned()), series)]);
        let ask = Ask {
            subject: of_m0(),
            start: at(start),
            end: at(start + length),
            descending,
            limit: Some(limit),
            interpolation_seconds: Some(interval),
            ..ask()
        };
        let got = read_all(&world, ask, &[EntityId::trusted("m0")]);
        let mut want = Vec::new();
        for time in (1..).map(|it| start + it * interval).take_while(|it| *it <= start + length) {
            let before = points.range(..=time).next_back();
            let after = points.range(time..).next();
            if let (Some((t0, v0)), Some((t1, v1))) = (before, after) {
                let share = if t0 == t1 { 0.0 } else { seconds(time - t0) / seconds(t1 - t0) };
                want.push((time, f64::from(*v0) + share * f64::from(v1 - v0)));
            }
        }
        if descending {
            want.reverse();
        }
        let got: Vec<(i64, f64)> = got
            .into_values()
            .flatten()
            .map(|it| (it.time.seconds(), number(&it.value).unwrap()))
            .collect();
        prop_assert_eq!(got.len(), want.len());
        for (got, want) in got.iter().zip(&want) {
            prop_assert!(got.0 == want.0 && (got.1 - want.1).abs() < 1e-9, "{:?} {:?}", got, want);
        }
    }
}

fn seconds(it: i64) -> f64 {
    f64::from(i32::try_from(it).unwrap())
}

#[test]
fn a_filter_that_finds_little_reads_in_bounded_rounds() {
    let (effective, component, entity_id) = (effective(true), component(None), EntityId::trusted("m1"));
    let part =
        Part { entity_id: &entity_id, path: "telemetry", component: &component, effective: &effective };
    let filter =
        Filter { property_name: "t".to_owned(), operator: Operator::Equal, value: Value::Double(1.0) };
    let ask = Ask { end: Timestamp::MAX, filters: vec![filter], ..ask() };
    let mut reading = Reading::of_component(&ask, part).unwrap();
    let mut n_rounds = 0_i64;
    while !reading.looks().is_empty() {
        let limit = reading.looks()[0].span.limit;
        let times = (1..).map(|it| n_rounds * 10_000 + it).take(limit);
        reading.take(vec![times.map(|it| Point { time: at(it), value: Value::Double(0.0) }).collect()]);
        n_rounds += 1;
    }
    assert_eq!(n_rounds, i64::try_from(crate::limits::HISTORY_FILTER_ROUNDS_MAX).unwrap());
    let page = reading.page();
    assert!(page.histories.is_empty() && page.next.is_some(), "the next page goes on from there");
}
