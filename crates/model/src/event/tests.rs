//! Tests of what connectors are sent, and of the tolerance for what they answer.

use super::*;
use crate::history::tests::{ask, component, effective};
use crate::history::{Ask, ComponentAt, Cursor, Filter, Operator, Point, Subject};
use crate::id::{EntityId, Name, WorkspaceId};
use crate::time::Timestamp;
use crate::value::{DataType, Type, Value};
use proptest::prelude::*;

/// A tree as compact JSON, for reading in a test.
fn show(json: &Json) -> String {
    match json {
        Json::Null => "null".to_owned(),
        Json::Boolean(it) => it.to_string(),
        Json::Integer(it) => it.to_string(),
        Json::Double(it) => format!("{it:?}"),
        Json::Text(it) => format!("{it:?}"),
        Json::List(it) => format!("[{}]", it.iter().map(show).collect::<Vec<_>>().join(",")),
        Json::Object(it) => {
            let members: Vec<String> = it.iter().map(|(key, it)| format!("{key:?}:{}", show(it))).collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

fn object(members: &[(&str, Json)]) -> Json {
    Json::Object(members.iter().map(|(key, it)| ((*key).to_owned(), it.clone())).collect())
}

fn list(items: &[Json]) -> Json {
    Json::List(items.to_vec())
}

fn keys(json: &Json) -> Vec<&str> {
    let Json::Object(members) = json else { return Vec::new() };
    members.iter().map(|(key, _)| key.as_str()).collect()
}

#[test]
fn a_reader_is_told_everything_it_parses() {
    let (workspace, effective, component) =
        (WorkspaceId::trusted("bakery"), effective(false), component(Some("S-1")));
    let properties = component_properties(&component, &effective);
    let filter =
        Filter { property_name: "t".to_owned(), operator: Operator::Greater, value: Value::Double(f64::NAN) };
    let ask = Ask {
        filters: vec![filter],
        interpolation_seconds: Some(60),
        end: Timestamp::from_nanos(1_500_000_001),
        cursor: Some(Cursor::Connector("theirs".to_owned())),
        ..ask()
    };
    let event = data_reader(&workspace, &ask, &effective, &properties);
    let want = r#""selectedProperties":["t"]"#;
    assert!(show(&event).contains(want), "{}", show(&event));
    for (key, want) in [
        ("entityId", r#""m1""#),
        ("componentName", r#""telemetry""#),
        ("startTime", r#""1970-01-01T00:00:00Z""#),
        ("endTime", r#""1970-01-01T00:00:01.500000001Z""#),
        ("startDateTime", "0"),
        ("endDateTime", "1"),
        ("maxResults", "100"),
        ("orderByTime", r#""ASCENDING""#),
        ("nextToken", r#""theirs""#),
        ("propertyFilters", r#"[{"propertyName":"t","operator":">","value":{"doubleValue":"NaN"}}]"#),
        ("interpolation", r#"{"interpolationType":"LINEAR","intervalInSeconds":60}"#),
    ] {
        assert_eq!(event.member(key).map(show).as_deref(), Some(want), "{key}");
    }
    let serial = event.member("properties").unwrap().member("serial").unwrap();
    assert_eq!(serial.member("value").map(show).as_deref(), Some(r#"{"stringValue":"S-1"}"#));
    assert_eq!(show(serial.member("definition").unwrap().member("isExternalId").unwrap()), "true");
    // By type: no entity, no component, and nothing is null.
    let by_type = Ask { subject: Subject::ComponentType(effective.id.clone()), ..super::tests::ask() };
    let event = data_reader(&workspace, &by_type, &effective, &type_properties(&effective));
    assert!(event.member("entityId").is_none() && event.member("componentName").is_none());
    assert!(!show(&event).contains("null"), "{}", show(&event));
}

#[test]
fn other_functions_are_told_their_part() {
    let (workspace, effective, component) =
        (WorkspaceId::trusted("bakery"), effective(false), component(None));
    let (entity, at) = (EntityId::trusted("m1"), ComponentAt::Name(Name::trusted("telemetry")));
    let properties = component_properties(&component, &effective);
    let event = schema_initializer(&workspace, None, &type_properties(&effective));
    assert_eq!(keys(&event), ["workspaceId", "properties"]);
    let event = schema_initializer(&workspace, Some((&entity, "telemetry")), &properties);
    assert_eq!(keys(&event), ["workspaceId", "entityId", "componentName", "properties"]);
    let event = attribute_reader(&workspace, &entity, &at, &effective, &["x".to_owned()], &properties);
    assert_eq!(show(event.member("selectedProperties").unwrap()), r#"["x"]"#);
    let event = tabular_reader(event, "rows", &[("x".to_owned(), true)], &[], 25, None);
    assert_eq!(
        event.member("tabularConditions").map(show).as_deref(),
        Some(r#"{"orderBy":[{"propertyName":"x","order":"DESCENDING"}]}"#)
    );
    let points = [Point { time: Timestamp::from_millis(1_500), value: Value::Long(7) }];
    let event = data_writer(&workspace, &[(&entity, properties)], &[(3, &entity, &at, "t", &points)]);
    assert_eq!(
        event.member("entries").map(show).as_deref(),
        Some(
            r#"[{"entryId":"3","entityPropertyReference":{"entityId":"m1","componentName":"telemetry","propertyName":"t"},"propertyValues":[{"time":"1970-01-01T00:00:01.500Z","timestamp":1.5,"value":{"longValue":7}}]}]"#
        )
        .map(|it| it.replace("01.500Z", "01.5Z"))
        .as_deref()
    );
    assert!(event.member("properties").unwrap().member("m1").unwrap().member("serial").is_some());
}

fn text(it: &str) -> Json {
    Json::from(it)
}

/// Reads one value of a declared type out of a reader's result; `None` is the connector's failure.
#[expect(clippy::needless_pass_by_value, reason = "a table reads better without a borrow in each line")]
fn check_value(kind: Option<Type>, value: &Json, want: Option<Value>) {
    let data_type = kind
        .map(|it| DataType { nested: Some(Box::new(DataType::plain(Type::Double))), ..DataType::plain(it) });
    let element = object(&[("Value", value.clone()), ("timestamp", Json::Integer(5))]);
    let result = object(&[(
        "PropertyValues",
        list(&[object(&[
            ("entityPropertyReference", object(&[("PropertyName", text("t"))])),
            ("values", list(&[element])),
        ])]),
    )]);
    let got = histories(&result, |_| data_type.as_ref());
    if let Err(error) = &got {
        assert_eq!(error.kind(), Kind::Connector, "{error}");
    }
    let got = got.ok().map(|(it, _)| it[0].points[0].value.clone());
    assert_eq!(format!("{got:?}"), format!("{want:?}"), "{} as {kind:?}", show(value));
}

#[test]
fn values_are_read_by_their_declared_type() {
    let one = |key: &str, it: Json| object(&[(key, it)]);
    let string = |it: &str| Some(Value::String(it.to_owned()));
    check_value(Some(Type::Double), &one("doubleValue", text("12.3")), Some(Value::Double(12.3)));
    check_value(Some(Type::Double), &one("DoubleValue", Json::Integer(2)), Some(Value::Double(2.0)));
    check_value(Some(Type::Double), &one("doubleValue", text("NaN")), Some(Value::Double(f64::NAN)));
    check_value(Some(Type::Double), &one("longValue", Json::Integer(2)), Some(Value::Double(2.0)));
    check_value(Some(Type::Double), &one("doubleValue", text("warm")), None);
    check_value(Some(Type::Integer), &one("intValue", text("7")), Some(Value::Integer(7)));
    check_value(Some(Type::Integer), &one("integerValue", Json::Double(7.0)), Some(Value::Integer(7)));
    check_value(Some(Type::Integer), &one("integerValue", Json::Double(7.5)), None);
    check_value(Some(Type::Integer), &one("integerValue", Json::Integer(1 << 40)), None);
    check_value(
        Some(Type::Long),
        &one("longValue", text("9007199254740993")),
        Some(Value::Long(9_007_199_254_740_993)),
    );
    check_value(Some(Type::Boolean), &one("booleanValue", text("True")), Some(Value::Boolean(true)));
    check_value(Some(Type::Boolean), &one("booleanValue", Json::Integer(1)), None);
    check_value(Some(Type::String), &one("stringValue", text("x")), string("x"));
    check_value(Some(Type::String), &one("doubleValue", Json::Integer(5)), string("5"));
    check_value(Some(Type::String), &one("stringValue", Json::Null), None);
    check_value(Some(Type::String), &text("x"), None);
    check_value(
        Some(Type::String),
        &object(&[("doubleValue", Json::Null), ("stringValue", text("x"))]),
        string("x"),
    );
    let items = list(&[one("doubleValue", text("1")), one("integerValue", Json::Integer(2))]);
    check_value(
        Some(Type::List),
        &one("listValue", items.clone()),
        Some(Value::List(vec![Value::Double(1.0), Value::Double(2.0)])),
    );
    check_value(Some(Type::Map), &one("mapValue", items), None);
    check_value(None, &one("intValue", Json::Integer(2)), Some(Value::Integer(2)));
    check_value(None, &one("something", Json::Integer(2)), None);
    check_value(
        Some(Type::Double),
        &one("expression", text("${Parameters.x}")),
        Some(Value::Expression("${Parameters.x}".to_owned())),
    );
}

#[test]
fn times_are_read_in_all_the_forms_they_come_in() {
    let check = |members: &[(&str, Json)], want: Option<&str>| {
        let mut element = members.to_vec();
        element.push(("value", object(&[("doubleValue", Json::Integer(1))])));
        let of = object(&[
            ("entityPropertyReference", object(&[("propertyName", text("t"))])),
            ("values", list(&[object(&element)])),
        ]);
        let got = histories(&object(&[("propertyValues", list(&[of]))]), |_| None);
        assert_eq!(got.ok().map(|it| it.0[0].points[0].time.to_string()).as_deref(), want, "{members:?}");
    };
    let time = |it: &str| [("time", Json::from(it))];
    check(&time("2022-04-27T17:50:00Z"), Some("2022-04-27T17:50:00Z"));
    check(&time("2022-04-27T17:50Z"), Some("2022-04-27T17:50:00Z"));
    check(&time("2022-04-27T17:50+02:00"), Some("2022-04-27T15:50:00Z"));
    check(&time("2022-04-27T17:50:00.123456789"), Some("2022-04-27T17:50:00.123456789Z"));
    check(&time("2022-04-27 17:50:01"), Some("2022-04-27T17:50:01Z"));
    check(&time("1651081800.5"), Some("2022-04-27T17:50:00.5Z"));
    check(&[("timestamp", Json::Integer(1_651_081_800))], Some("2022-04-27T17:50:00Z"));
    check(&[("timestamp", Json::Double(1_651_081_800.25))], Some("2022-04-27T17:50:00.25Z"));
    check(&[("time", Json::Null), ("timestamp", text("1651081800"))], Some("2022-04-27T17:50:00Z"));
    check(&time("yesterday"), None);
    check(&[], None);
}

#[test]
fn answers_that_make_no_sense_are_the_connector_s_failure() {
    for result in [
        Json::Null,
        text("ok"),
        object(&[]),
        object(&[("propertyValues", text("none"))]),
        object(&[("propertyValues", list(&[Json::Null]))]),
    ] {
        assert_eq!(histories(&result, |_| None).unwrap_err().kind(), Kind::Connector, "{}", show(&result));
    }
    assert_eq!(attributes(&object(&[]), |_| None).unwrap_err().kind(), Kind::Connector);
    assert_eq!(rows(&object(&[]), |_| None).unwrap_err().kind(), Kind::Connector);
    assert_eq!(properties(&object(&[])).unwrap_err().kind(), Kind::Connector);
    assert!(refusals(&object(&[("errorEntries", text("x"))]), |_, _, _| None).is_err());
    assert_eq!(
        histories(&object(&[("propertyValues", list(&[])), ("nextToken", Json::Null)]), |_| None).unwrap(),
        (vec![], None)
    );
}

#[test]
fn attributes_rows_and_refusals_are_read() {
    let double = DataType::plain(Type::Double);
    let value = object(&[("doubleValue", text("1.5"))]);
    let result = object(&[(
        "propertyValues",
        object(&[("t", object(&[("propertyValue", value.clone())])), ("u", object(&[]))]),
    )]);
    let got = attributes(&result, |_| Some(&double)).unwrap();
    assert_eq!((got["t"].clone(), got["u"].clone()), (Some(Value::Double(1.5)), None));
    let result = object(&[
        ("tabularPropertyValues", list(&[list(&[object(&[("t", value), ("u", Json::Null)])])])),
        ("nextToken", text("n")),
    ]);
    let (sets, next) = rows(&result, |_| Some(&double)).unwrap();
    assert_eq!((sets[0][0].len(), &sets[0][0]["t"], next.as_deref()), (1, &Value::Double(1.5), Some("n")));

    let refused = |entry: &[(&str, Json)]| {
        let error = object(&[
            ("errorCode", Json::Integer(409)),
            ("errorMessage", text("again")),
            ("entry", object(entry)),
        ]);
        let result = object(&[("ErrorEntries", list(&[object(&[("errors", list(&[error]))])]))]);
        refusals(&result, |entity, component, name| {
            (entity == "m1" && component == "c" && name == "t").then_some(4)
        })
        .unwrap()
    };
    let reference =
        object(&[("entityId", text("m1")), ("componentName", text("c")), ("propertyName", text("t"))]);
    let want = |entry| vec![(entry, "409".to_owned(), "again".to_owned())];
    assert_eq!(refused(&[("entryId", text("2"))]), want(Some(2)));
    assert_eq!(refused(&[("entryId", text("x")), ("entityPropertyReference", reference)]), want(Some(4)));
    assert_eq!(refused(&[]), want(None));
    assert!(refusals(&object(&[]), |_, _, _| None).unwrap().is_empty());
}

#[test]
fn initializers_bring_definitions_and_values_in_any_case() {
    let data_type = object(&[
        ("Type", text("list")),
        ("NestedType", object(&[("type", text("INTEGER"))])),
        ("allowedValues", list(&[object(&[("intValue", Json::Integer(1))])])),
    ]);
    let definition = object(&[
        ("DataType", data_type),
        ("timeSeries", text("false")),
        ("IsExternalId", Json::Boolean(true)),
        ("configuration", object(&[("k", Json::Integer(1))])),
    ]);
    let value = object(&[("listValue", list(&[object(&[("integerValue", text("1"))])]))]);
    let result =
        object(&[("Properties", object(&[("p", object(&[("Definition", definition), ("Value", value)]))]))]);
    let brought = properties(&result).unwrap();
    let it = &brought["p"];
    let draft = it.definition.clone().unwrap();
    assert_eq!(draft.data_type.as_ref().unwrap().nested.as_deref(), Some(&DataType::plain(Type::Integer)));
    assert_eq!(draft.data_type.unwrap().allowed_values, [Value::Integer(1)]);
    assert_eq!(
        (draft.is_time_series, draft.is_external_id, draft.is_stored_externally),
        (Some(false), Some(true), None)
    );
    assert_eq!(draft.configuration.unwrap()["k"], "1");
    let want = Value::List(vec![Value::Integer(1)]);
    assert_eq!(it.value, Some(want.clone()));
    assert_eq!(definitions(&result).unwrap()["p"].default_value, Some(want));
    let bad = object(&[("properties", object(&[("a b", object(&[]))]))]);
    assert_eq!(properties(&bad).unwrap_err().kind(), Kind::Connector);
}

fn any_json() -> impl Strategy<Value = Json> {
    let key = prop_oneof![
        Just("propertyValues".to_owned()),
        Just("entityPropertyReference".to_owned()),
        Just("propertyName".to_owned()),
        Just("values".to_owned()),
        Just("value".to_owned()),
        Just("time".to_owned()),
        Just("doubleValue".to_owned()),
        Just("listValue".to_owned()),
        Just("properties".to_owned()),
        Just("definition".to_owned()),
        Just("dataType".to_owned()),
        Just("errorEntries".to_owned()),
        "[a-zé]{0,5}",
    ];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Boolean),
        any::<i64>().prop_map(Json::Integer),
        any::<f64>().prop_map(Json::Double),
        "[0-9T:Zé.+ -]{0,30}".prop_map(Json::Text),
    ];
    leaf.prop_recursive(6, 40, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::List),
            proptest::collection::vec((key.clone(), inner), 0..5).prop_map(Json::Object),
        ]
    })
}

proptest! {
    #[test]
    fn any_answer_is_read_or_refused(json in any_json()) {
        let double = DataType::list(DataType::plain(Type::Double));
        let _ = histories(&json, |_| Some(&double));
        let _ = attributes(&json, |_| None);
        let _ = rows(&json, |_| None);
        let _ = properties(&json);
        let _ = refusals(&json, |_, _, _| None);
    }
}
