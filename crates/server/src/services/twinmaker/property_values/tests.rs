//! Tests of the mapping: what requests are refused for, and that answers are what the shapes say.

use super::*;
use gemel_model::IndexMap;
use gemel_model::history::History;
use gemel_model::id::{EntityId, Name};
use gemel_model::value::{RelationshipValue, Value};

/// `want`: what the request comes to in a test's own words, or a piece of the refusal.
fn check<T>(got: Result<T>, shown: impl Fn(T) -> String, want: Result<&str, &str>, body: &str) {
    match (got, want) {
        (Ok(it), Ok(want)) => assert_eq!(shown(it), want, "{body}"),
        (Err(error), Err(piece)) => assert!(error.message().contains(piece), "{body}: {error} lacks {piece}"),
        (Ok(it), Err(piece)) => panic!("{body}: {} is not refused for {piece}", shown(it)),
        (Err(error), Ok(_)) => panic!("{body}: {error}"),
    }
}

fn history_of(body: &str, want: Result<&str, &str>) {
    let request: shape::GetPropertyValueHistoryRequest = gemel_api::decode(body.as_bytes()).unwrap();
    let shown = |it: Ask| {
        let limit = it.limit.map_or_else(|| "all".to_owned(), |it| it.to_string());
        let order = if it.descending { "down" } else { "up" };
        let mut text = format!("{:?} {limit} {}..{} {order}", it.selected, it.start, it.end);
        for it in it.filters {
            text = format!("{text} {}{}", it.property_name, it.operator.as_str());
        }
        text
    };
    check(history_ask(request, None), shown, want, body);
}

/// A request for the history of `e1.c`, with other members.
fn of_e1(members: &str) -> String {
    format!(r#"{{"entityId":"e1","componentName":"c","selectedProperties":["t"],{members}}}"#)
}

#[test]
fn histories_are_asked_for() {
    let times = r#""startTime":"2022-01-01T00:00:00Z","endTime":"2022-01-02T00:00:00.5+01:00""#;
    let window = "2022-01-01T00:00:00Z..2022-01-01T23:00:00.5Z";
    history_of(&of_e1(times), Ok(&format!(r#"["t"] all {window} up"#)));
    history_of(
        &of_e1(&format!(r#"{times},"orderByTime":"DESCENDING","maxResults":7"#)),
        Ok(&format!(r#"["t"] 7 {window} down"#)),
    );
    history_of(&of_e1(&format!(r#"{times},"maxResults":0"#)), Ok(&format!(r#"["t"] all {window} up"#)));
    history_of(
        &of_e1(r#""startDateTime":-2209032000.5,"endDateTime":1.5"#),
        Ok(r#"["t"] all 1899-12-31T11:59:59.5Z..1970-01-01T00:00:01.5Z up"#),
    );
    let filter = r#""propertyFilters":[{"propertyName":"t","value":{"doubleValue":1}}]"#;
    history_of(&of_e1(&format!("{times},{filter}")), Ok(&format!(r#"["t"] all {window} up t="#)));
    history_of(
        &format!(r#"{{"componentTypeId":"x.y","selectedProperties":["t","s","t"],{times}}}"#),
        Ok(&format!(r#"["t", "s"] all {window} up"#)),
    );
}

#[test]
fn bad_histories_are_refused() {
    let times = r#""startTime":"2022-01-01T00:00:00Z","endTime":"2022-01-02T00:00:00Z""#;
    let with = |members: &str| of_e1(&format!("{times},{members}"));
    history_of(&with(r#""maxResults":201"#), Err("'maxResults'"));
    history_of(&with(r#""orderByTime":"UP""#), Err("'orderByTime'"));
    history_of(&with(r#""componentTypeId":"x""#), Err("componentTypeId cannot be given together"));
    history_of(&with(r#""componentPath":"c/d""#), Err("componentName and componentPath"));
    history_of(&with(r#""endDateTime":5"#), Err("mixed"));
    history_of(
        &with(r#""interpolation":{"intervalInSeconds":5,"interpolationType":"CUBIC"}"#),
        Err("[LINEAR]"),
    );
    history_of(&with(r#""interpolation":{}"#), Err("intervalInSeconds"));
    history_of(
        &with(r#""propertyFilters":[{"propertyName":"t","operator":"LIKE","value":{"longValue":1}}]"#),
        Err("'propertyFilters[0].operator'"),
    );
    history_of(&with(r#""propertyFilters":[{"propertyName":"t"}]"#), Err("'propertyFilters[0].value'"));
    history_of(&with(r#""propertyFilters":[]"#), Err("'propertyFilters'"));
    history_of(&of_e1(r#""startTime":"2022-01-01T00:00:00Z""#), Err("'endTime'"));
    history_of(&of_e1(r#""startTime":"2022-01-01","endTime":"2022-01-01T00:00:00Z""#), Err("'startTime'"));
    history_of(
        &of_e1(r#""startTime":"yesterday at 10 past","endTime":"2022-01-01T00:00:00Z""#),
        Err("'startTime'"),
    );
    history_of(
        &of_e1(r#""startTime":"2022-01-03T00:00:00Z","endTime":"2022-01-02T00:00:00Z""#),
        Err("is after endTime"),
    );
    history_of(&format!(r#"{{"entityId":"e1","componentName":"c",{times}}}"#), Err("'selectedProperties'"));
    history_of(
        &format!(r#"{{"entityId":"e1","selectedProperties":["t"],{times}}}"#),
        Err("componentName or"),
    );
    history_of(&format!(r#"{{"selectedProperties":["t"],{times}}}"#), Err("'entityId'"));
    let many = [r#""t""#; 11].join(",");
    history_of(
        &format!(r#"{{"componentTypeId":"x","selectedProperties":[{many}],{times}}}"#),
        Err("'11 elements'"),
    );
}

fn value_of(body: &str, want: Result<&str, &str>) {
    let request: shape::GetPropertyValueRequest = gemel_api::decode(body.as_bytes()).unwrap();
    let shown = |it: ValueAsk| {
        let tabular = it.tabular.map(|(group, it)| format!("{group} {:?} {}", it.order, it.filters.len()));
        format!("{} {:?} {}", it.component.as_str(), it.selected, tabular.unwrap_or_default())
    };
    check(value_ask(request, None), shown, want, body);
}

#[test]
fn values_are_asked_for() {
    let with = |members: &str| {
        format!(r#"{{"entityId":"e1","componentPath":"a/b","selectedProperties":["t"]{members}}}"#)
    };
    value_of(&with(""), Ok(r#"a/b ["t"] "#));
    value_of(
        &with(
            r#","propertyGroupName":"g","tabularConditions":{"orderBy":[{"propertyName":"t","order":"DESCENDING"},{"propertyName":"u"}],"propertyFilters":[{"propertyName":"t","operator":"<","value":{"longValue":1}}]}"#,
        ),
        Ok(r#"a/b ["t"] g [("t", true), ("u", false)] 1"#),
    );
    value_of(&with(r#","tabularConditions":{}"#), Err("needs propertyGroupName"));
    value_of(
        &with(r#","propertyGroupName":"g","tabularConditions":{"orderBy":[{}]}"#),
        Err("orderBy[0].propertyName"),
    );
    value_of(r#"{"componentTypeId":"x","selectedProperties":["t"]}"#, Err("'entityId'"));
    value_of(r#"{"entityId":"e1","selectedProperties":["t"]}"#, Err("componentName or"));
}

fn batch_of(body: &str, want: Result<&str, &str>) {
    let request: shape::BatchPutPropertyValuesRequest = gemel_api::decode(body.as_bytes()).unwrap();
    let shown = |it: Vec<Entry>| {
        let points = it.iter().flat_map(|it| &it.points);
        points.map(|it| format!("{} {:?}", it.time, it.value)).collect::<Vec<_>>().join(", ")
    };
    check(entries(request), shown, want, body);
}

#[test]
fn batches_are_read() {
    let of = |reference: &str, values: &str| {
        format!(
            r#"{{"entries":[{{"entityPropertyReference":{{{reference}}},"propertyValues":[{values}]}}]}}"#
        )
    };
    let e1 = r#""entityId":"e1","componentName":"c","propertyName":"t""#;
    let value = r#""value":{"doubleValue":"NaN"}"#;
    batch_of(&of(e1, &format!(r#"{{"timestamp":1.5,{value}}}"#)), Ok("1970-01-01T00:00:01.5Z Double(NaN)"));
    batch_of(
        &of(e1, &format!(r#"{{"timestamp":1,"time":"2022-01-01T00:00:00Z",{value}}}"#)),
        Ok("2022-01-01T00:00:00Z Double(NaN)"),
    );
    batch_of(&of(e1, &format!("{{{value}}}")), Err("'entries[0].propertyValues[0].time'"));
    batch_of(&of(e1, r#"{"timestamp":1}"#), Err("'entries[0].propertyValues[0].value'"));
    batch_of(&of(e1, r#"{"timestamp":1,"value":{}}"#), Err("'entries[0].propertyValues[0].value'"));
    batch_of(&of(e1, ""), Err("'entries[0].propertyValues'"));
    let eleven = [r#"{"timestamp":1,"value":{"longValue":1}}"#; 11].join(",");
    batch_of(&of(e1, &eleven), Err("'11 elements' at 'entries[0].propertyValues'"));
    batch_of(&of(r#""externalIdProperty":{"k":"v"},"propertyName":"t""#, ""), Err("alone does not say"));
    batch_of(&of(r#""entityId":"e1","propertyName":"t""#, ""), Err("componentName or componentPath"));
    batch_of(&of(r#""entityId":"e1","componentName":"c""#, ""), Err("entityPropertyReference.propertyName'"));
    batch_of(r#"{"entries":[{}]}"#, Err("'entries[0].entityPropertyReference'"));
    batch_of(r#"{"entries":[]}"#, Err("'entries'"));
    batch_of("{}", Err("'entries'"));
}

#[test]
fn refusals_echo_their_entry() {
    let body = r#"{"entries":[{"propertyValues":[]},{"entityPropertyReference":{"entityId":"e1"}}]}"#;
    let given: shape::BatchPutPropertyValuesRequest = gemel_api::decode(body.as_bytes()).unwrap();
    let refusal = |entry| Refusal { entry, code: "409".to_owned(), message: "no".to_owned() };
    let answer = put_answer(vec![refusal(1), refusal(1)], &given.entries.unwrap());
    let error =
        r#"{"errorCode":"409","errorMessage":"no","entry":{"entityPropertyReference":{"entityId":"e1"}}}"#;
    let want = format!(r#"{{"errorEntries":[{{"errors":[{error},{error}]}}]}}"#);
    assert_eq!(serde_json::to_string(&answer).unwrap(), want);
    let nothing = serde_json::to_string(&put_answer(Vec::new(), &[])).unwrap();
    assert_eq!(nothing, r#"{"errorEntries":[]}"#);
}

/// What is written straight is what the shapes would write.
#[test]
fn the_fast_answer_is_the_shapes_answer() {
    let map = IndexMap::from([
        ("z".to_owned(), Value::Long(1)),
        ("a".to_owned(), Value::List(vec![Value::Integer(2)])),
    ]);
    let target =
        RelationshipValue { target_entity_id: Some(EntityId::trusted("e2")), target_component_name: None };
    let values = [
        Value::Double(1.5),
        Value::Double(5.0),
        Value::Double(f64::NAN),
        Value::Double(f64::NEG_INFINITY),
        Value::Integer(-7),
        Value::Long(i64::MAX),
        Value::Boolean(false),
        Value::String("a \"b\" \u{1F600}\n".to_owned()),
        Value::Map(map),
        Value::Relationship(target),
        Value::Expression("${Parameters.x}".to_owned()),
    ];
    let points: Vec<Point> = (1..)
        .zip(values)
        .map(|(time, value)| Point { time: Timestamp::from_nanos(time * 1_234_567_890), value })
        .collect();
    let references = [
        Reference {
            entity_id: Some(EntityId::trusted("e1")),
            component: Some(ComponentAt::Name(Name::trusted("c"))),
            external_id_property: IndexMap::from([("key".to_owned(), "K1".to_owned())]),
            property_name: "t".to_owned(),
        },
        Reference { component: Some(ComponentAt::at("a/b")), ..Reference::default() },
        Reference { property_name: "s".to_owned(), ..Reference::default() },
    ];
    let histories: Vec<History> =
        references.into_iter().map(|reference| History { reference, points: points.clone() }).collect();
    let fast = HistoryAnswer { property_values: &histories, next_token: Some("more".to_owned()) };
    let point = |it: &Point| shape::PropertyValue {
        timestamp: None,
        value: Some(value::value_shape(&it.value)),
        time: Some(it.time.to_string()),
    };
    let slow = shape::GetPropertyValueHistoryResponse {
        property_values: Some(
            histories
                .iter()
                .map(|it| shape::PropertyValueHistory {
                    entity_property_reference: Some(reference(&it.reference)),
                    values: Some(it.points.iter().map(point).collect()),
                })
                .collect(),
        ),
        next_token: Some("more".to_owned()),
    };
    assert_eq!(serde_json::to_string(&fast).unwrap(), serde_json::to_string(&slow).unwrap());
    let empty = HistoryAnswer { property_values: &[], next_token: None };
    assert_eq!(serde_json::to_string(&empty).unwrap(), r#"{"propertyValues":[]}"#);
}
