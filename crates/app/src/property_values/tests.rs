//! Property values over engines in memory and fake functions: where reads and writes go, pages, failures.

use super::{TabularConditions, ValueAsk, Values};
use crate::component_type::ComponentTypeDraft;
use crate::testing::{Bench, answer, bench, raised, root};
use crate::workspace::WorkspaceDraft;
use gemel_model::admit::{Entry, Refusal};
use gemel_model::component_type::{Change, PropertyGroup};
use gemel_model::definition::PropertyDefinitionDraft;
use gemel_model::entity::{ComponentDraft, EntityDraft, PropertyUpdate};
use gemel_model::function::{DataConnector, Function, FunctionKind};
use gemel_model::history::{Ask, ComponentAt, Cursor, Filter, Operator, Page, Point, Subject};
use gemel_model::id::{ComponentTypeId, EntityId, EntityName, Name, WorkspaceId};
use gemel_model::quota::Quotas;
use gemel_model::tag::Tags;
use gemel_model::time::Timestamp;
use gemel_model::value::{DataType, Type, Value};
use gemel_model::{Error, IndexMap, Kind, Result};
use serde_json::json;
use std::collections::BTreeMap;

const ARN: &str = "arn:aws:lambda:us-east-1:000000000000:function:";

pub(crate) fn workspace() -> WorkspaceId {
    WorkspaceId::trusted("bakery")
}

pub(crate) fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

fn property(
    data_type: DataType,
    change: impl FnOnce(&mut PropertyDefinitionDraft),
) -> PropertyDefinitionDraft {
    let mut draft =
        PropertyDefinitionDraft { data_type: Some(data_type), ..PropertyDefinitionDraft::default() };
    change(&mut draft);
    draft
}

fn series(kind: Type) -> PropertyDefinitionDraft {
    property(DataType::plain(kind), |it| it.is_time_series = Some(true))
}

fn lambda(kind: FunctionKind, function: &str) -> (FunctionKind, Function) {
    let implemented_by = Some(DataConnector::Lambda(format!("{ARN}{function}")));
    (kind, Function { required_properties: None, scope: None, implemented_by })
}

async fn make_type(
    bench: &Bench,
    id: &str,
    extends_from: &[&str],
    properties: Vec<(&str, PropertyDefinitionDraft)>,
    functions: Vec<(FunctionKind, Function)>,
) {
    let names: Vec<Name> =
        properties.iter().map(|(at, _)| name(at)).filter(|it| it.as_str().starts_with("col")).collect();
    let groups = if names.is_empty() {
        vec![]
    } else {
        vec![(name("table"), PropertyGroup { property_names: names })]
    };
    let members = Change {
        extends_from: Some(extends_from.iter().map(|it| ComponentTypeId::trusted(*it)).collect()),
        property_definitions: properties.into_iter().map(|(at, it)| (name(at), it)).collect(),
        functions: functions.into_iter().collect(),
        property_groups: groups.into_iter().collect(),
        ..Change::default()
    };
    let draft = ComponentTypeDraft { members, tags: Tags::new() };
    bench
        .app
        .create_component_type(&root(), &workspace(), ComponentTypeId::trusted(id), draft)
        .await
        .unwrap();
}

pub(crate) async fn make_entity(bench: &Bench, id: &str, of: &str, values: &[(&str, Value)]) {
    let set = |value: &Value| PropertyUpdate { value: Some(value.clone()), ..PropertyUpdate::default() };
    let component = ComponentDraft {
        component_type_id: Some(ComponentTypeId::trusted(of)),
        properties: values.iter().map(|(at, it)| (name(at), set(it))).collect(),
        ..ComponentDraft::default()
    };
    let draft = EntityDraft {
        components: [(name("c"), component)].into_iter().collect(),
        ..EntityDraft::named(EntityName::parse("entityName", id).unwrap())
    };
    let id = Some(EntityId::trusted(id));
    bench.app.create_entity(&root(), &workspace(), id, draft, Tags::new()).await.unwrap();
}

pub(crate) fn text(it: &str) -> Value {
    Value::String(it.to_owned())
}

/// A bakery with a mixer whose values we keep, and an oven whose values a connector keeps.
pub(crate) async fn bakery() -> Bench {
    let bench = bench(Quotas::GENEROUS);
    bench.app.create_workspace(&root(), workspace(), WorkspaceDraft::default()).await.unwrap();
    let key = property(DataType::plain(Type::String), |it| it.is_external_id = Some(true));
    let ours = vec![("t", series(Type::Double)), ("state", series(Type::String)), ("key", key.clone())];
    make_type(&bench, "ex.mixer", &["com.gemel.timeseries"], ours, vec![]).await;
    make_type(&bench, "ex.big-mixer", &["ex.mixer"], vec![], vec![]).await;
    let external = property(DataType::plain(Type::Double), |it| it.is_stored_externally = Some(true));
    let list = property(DataType::list(DataType::plain(Type::Integer)), |_| {});
    let default = property(DataType::plain(Type::Double), |it| it.default_value = Some(Value::Double(1.5)));
    let theirs = vec![
        ("t", series(Type::Double)),
        ("key", key),
        ("outside", external.clone()),
        ("items", list),
        ("limit", default),
        ("empty", property(DataType::plain(Type::String), |_| {})),
        ("col1", external.clone()),
        ("col2", external),
    ];
    let functions = vec![
        lambda(FunctionKind::DataReader, "read"),
        lambda(FunctionKind::DataWriter, "write"),
        lambda(FunctionKind::AttributePropertyValueReaderByEntity, "attribute"),
        lambda(FunctionKind::TabularDataReaderByEntity, "table"),
    ];
    make_type(&bench, "ex.oven", &[], theirs, functions).await;
    make_entity(&bench, "m1", "ex.mixer", &[("key", text("K1"))]).await;
    make_entity(&bench, "m2", "ex.big-mixer", &[]).await;
    let items = Value::List((0..5).map(Value::Integer).collect());
    make_entity(&bench, "o1", "ex.oven", &[("key", text("K9")), ("items", items)]).await;
    bench.work.run().await;
    bench
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

pub(crate) fn entry(entity: &str, property: &str, points: &[(i64, Value)]) -> Entry {
    Entry {
        entity_id: EntityId::trusted(entity),
        component: ComponentAt::Name(name("c")),
        property_name: property.to_owned(),
        points: points.iter().map(|(time, it)| Point { time: at(*time), value: it.clone() }).collect(),
    }
}

pub(crate) async fn put(bench: &Bench, entries: &[Entry]) -> Result<Vec<Refusal>> {
    bench.app.put_property_values(&root(), &workspace(), entries).await
}

fn ask(entity: &str, selected: &[&str]) -> Ask {
    Ask {
        subject: Subject::Component(EntityId::trusted(entity), ComponentAt::Name(name("c"))),
        selected: selected.iter().map(|it| (*it).to_owned()).collect(),
        filters: Vec::new(),
        start: at(0),
        end: at(1_000_000),
        descending: false,
        interpolation_seconds: None,
        limit: None,
        cursor: None,
    }
}

fn ask_type(id: &str, selected: &[&str]) -> Ask {
    Ask { subject: Subject::ComponentType(ComponentTypeId::trusted(id)), ..ask("m1", selected) }
}

async fn history(bench: &Bench, ask: &Ask) -> Result<Page> {
    bench.app.property_value_history(&root(), &workspace(), ask.clone()).await
}

/// A page as `reference: seconds=value …` lines.
fn shown(page: &Page) -> Vec<String> {
    let line = |it: &gemel_model::history::History| {
        let points: Vec<String> = it
            .points
            .iter()
            .map(|it| match &it.value {
                Value::Double(value) => format!("{}={value}", it.time.seconds()),
                other => format!("{}={other:?}", it.time.seconds()),
            })
            .collect();
        let entity = it.reference.entity_id.as_ref().map_or("-", |it| it.as_str());
        let ids: Vec<String> =
            it.reference.external_id_property.iter().map(|(key, it)| format!("{key}={it}")).collect();
        format!("{entity} [{}] {}: {}", ids.join(","), it.reference.property_name, points.join(" "))
    };
    page.histories.iter().map(line).collect()
}

#[tokio::test]
async fn our_own_series_are_written_and_read() {
    let bench = bakery().await;
    let points: Vec<(i64, Value)> = (1..=3_i32).map(|it| (i64::from(it), Value::Integer(it))).collect();
    let refused =
        put(&bench, &[entry("m1", "t", &points), entry("m2", "state", &[(1, text("on"))])]).await.unwrap();
    assert_eq!(refused, []);
    let page = history(&bench, &ask("m1", &["t", "state"])).await.unwrap();
    assert_eq!(shown(&page), ["m1 [key=K1] t: 1=1 2=2 3=3"]);
    assert_eq!(page.next, None);
    let window = Ask { start: at(1), end: at(2), ..ask("m1", &["t"]) };
    assert_eq!(shown(&history(&bench, &window).await.unwrap()), ["m1 [key=K1] t: 2=2"]);
    let first = Ask { descending: true, limit: Some(2), ..ask("m1", &["t"]) };
    let page = history(&bench, &first).await.unwrap();
    assert_eq!(shown(&page), ["m1 [key=K1] t: 3=3 2=2"]);
    let second = Ask { cursor: Some(Cursor::parse(&page.next.unwrap()).unwrap()), ..first };
    let page = history(&bench, &second).await.unwrap();
    assert_eq!((shown(&page), page.next), (vec!["m1 [key=K1] t: 1=1".to_owned()], None));
    // By type: an external id tells which; without one the entity has to.
    let page = history(&bench, &ask_type("ex.mixer", &["t", "state"])).await.unwrap();
    assert_eq!(shown(&page), ["- [key=K1] t: 1=1 2=2 3=3", "m2 [] state: 1=String(\"on\")"]);
    let page = history(&bench, &ask_type("ex.big-mixer", &["state"])).await.unwrap();
    assert_eq!(shown(&page), ["m2 [] state: 1=String(\"on\")"]);
    let operator = Operator::Greater;
    let filter = Filter { property_name: "t".to_owned(), operator, value: Value::Integer(1) };
    let filtered = Ask { filters: vec![filter], ..ask("m1", &["t"]) };
    assert_eq!(shown(&history(&bench, &filtered).await.unwrap()), ["m1 [key=K1] t: 2=2 3=3"]);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let bench = bakery().await;
    for (ask, kind, piece) in [
        (ask("m1", &["key"]), Kind::Invalid, "not a time series"),
        (ask("m1", &["nobody"]), Kind::Invalid, "does not exist"),
        (ask("o1", &["key"]), Kind::Invalid, "not a time series"),
        (ask("nobody", &["t"]), Kind::NotFound, "entity `nobody`"),
        (ask_type("ex.nobody", &["t"]), Kind::NotFound, "component type `ex.nobody`"),
        (ask_type("ex.mixer", &["key"]), Kind::Invalid, "not a time series"),
        (ask_type("com.gemel.timeseries", &["t"]), Kind::Invalid, "does not exist"),
    ] {
        let error = history(&bench, &ask).await.unwrap_err();
        assert!(error.kind() == kind && error.message().contains(piece), "{error:?} lacks {piece}");
    }
    let path = Ask {
        subject: Subject::Component(EntityId::trusted("m1"), ComponentAt::Name(name("nobody"))),
        ..ask("m1", &["t"])
    };
    assert_eq!(history(&bench, &path).await.unwrap_err().kind(), Kind::NotFound);
    let nowhere = WorkspaceId::trusted("nowhere");
    let error = bench.app.property_value_history(&root(), &nowhere, ask("m1", &["t"])).await.unwrap_err();
    assert!(error.kind() == Kind::NotFound && error.message().contains("workspace"), "{error:?}");
}

/// Pages over more components than one page has, while others are made: nothing twice, nothing lost.
#[tokio::test]
async fn pages_of_a_type_are_stable() {
    let bench = bakery().await;
    let mut want = BTreeMap::new();
    for index in 0..130 {
        let id = format!("x{index:03}");
        make_entity(&bench, &id, if index % 2 == 0 { "ex.mixer" } else { "ex.big-mixer" }, &[]).await;
        let points: Vec<(i64, Value)> = (0..3).map(|it| (it + 1, Value::Double(0.0))).collect();
        put(&bench, &[entry(&id, "t", &points)]).await.unwrap();
        want.insert(id, vec![1, 2, 3]);
    }
    for limit in [1, 2, 199, 200] {
        let mut ask = Ask { limit: Some(limit), ..ask_type("ex.mixer", &["t"]) };
        let mut got: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for n_pages in 0.. {
            let page = history(&bench, &ask).await.unwrap();
            assert!(!page.histories.is_empty() || page.next.is_none(), "an empty page upsets simple clients");
            for it in page.histories {
                let id = it.reference.entity_id.unwrap().to_string();
                got.entry(id).or_default().extend(it.points.iter().map(|it| it.time.seconds()));
            }
            if n_pages == 0 {
                // Made between two pages, in the middle of the first one.
                make_entity(&bench, &format!("x05{limit}new"), "ex.mixer", &[]).await;
            }
            let Some(next) = page.next else { break };
            ask.cursor = Some(Cursor::parse(&next).unwrap());
        }
        assert_eq!(got, want, "pages of {limit}");
    }
}

#[tokio::test]
async fn a_connector_reads_what_it_keeps() {
    let bench = bakery().await;
    bench.functions.set("read", |event| {
        let reference = match event.get("entityId") {
            Some(_) => json!({ "entityId": "o1", "componentName": "c", "propertyName": "t" }),
            None => json!({ "externalIdProperty": { "key": "K9" }, "propertyName": "t" }),
        };
        let values = json!([{ "timestamp": 5, "value": { "doubleValue": "7.5" } }]);
        let page = event.get("nextToken").is_none().then_some("more");
        answer(&json!({ "propertyValues": [{ "entityPropertyReference": reference, "values": values }], "nextToken": page }))
    });
    let page = history(&bench, &ask("o1", &["t"])).await.unwrap();
    assert_eq!(shown(&page), ["o1 [key=K9] t: 5=7.5"]);
    let cursor = Cursor::parse(&page.next.unwrap()).unwrap();
    let page = history(&bench, &Ask { cursor: Some(cursor), ..ask("o1", &["t"]) }).await.unwrap();
    assert_eq!(page.next, None);
    let page = history(&bench, &ask_type("ex.oven", &["t"])).await.unwrap();
    assert_eq!(shown(&page), ["- [key=K9] t: 5=7.5"]);
    let events: Vec<serde_json::Value> =
        bench.functions.take_events().into_iter().map(|(_, it)| it).collect();
    assert_eq!(events[0]["properties"]["key"]["value"]["stringValue"], "K9");
    assert_eq!((&events[0]["maxResults"], events[1]["nextToken"].as_str()), (&json!(100), Some("more")));
    assert!(events[2].get("entityId").is_none() && events[2]["componentTypeId"] == "ex.oven");

    bench.functions.set("read", |_| raised("the line is down"));
    assert_eq!(history(&bench, &ask("o1", &["t"])).await.unwrap_err().kind(), Kind::Connector);
    bench.functions.set("read", |_| answer(&json!({ "propertyValues": "none" })));
    assert_eq!(history(&bench, &ask_type("ex.oven", &["t"])).await.unwrap_err().kind(), Kind::Connector);
    bench.functions.set("read", |_| Err(Error::new(Kind::ConnectorTimeout, "too slow")));
    assert_eq!(history(&bench, &ask("o1", &["t"])).await.unwrap_err().kind(), Kind::ConnectorTimeout);
}

#[tokio::test]
async fn a_batch_goes_where_its_values_belong() {
    let bench = bakery().await;
    bench.functions.set("write", |event| {
        let entries = event["entries"].as_array().unwrap().iter();
        let bad = entries.filter(|it| it["propertyValues"][0]["value"]["doubleValue"] == json!(2.0));
        let errors: Vec<_> =
            bad.map(|it| json!({ "errorCode": "409", "errorMessage": "again", "entry": it })).collect();
        answer(&json!({ "errorEntries": [{ "errors": errors }] }))
    });
    let batch = [
        entry("m1", "t", &[(1, Value::Double(1.0))]),
        entry("o1", "t", &[(1, Value::Double(1.0))]),
        entry("o1", "t", &[(2, Value::Double(2.0))]),
    ];
    let refused = put(&bench, &batch).await.unwrap();
    assert_eq!(refused, [Refusal { entry: 2, code: "409".to_owned(), message: "again".to_owned() }]);
    let events = bench.functions.take_events();
    assert_eq!((events.len(), &events[0].1["entries"][0]["entryId"]), (1, &json!("1")));
    assert!(events[0].1["properties"]["o1"]["key"]["definition"].is_object());
    assert_eq!(shown(&history(&bench, &ask("m1", &["t"])).await.unwrap()), ["m1 [key=K1] t: 1=1"]);

    bench.functions.set("write", |_| raised("full"));
    let refused = put(&bench, &batch).await.unwrap();
    let told: Vec<(usize, &str)> = refused.iter().map(|it| (it.entry, it.code.as_str())).collect();
    assert_eq!(told, [(1, "CONNECTOR_FAILURE"), (2, "CONNECTOR_FAILURE")]);
}

#[tokio::test]
async fn a_bad_batch_writes_nothing() {
    let bench = bakery().await;
    let good = entry("m1", "t", &[(1, Value::Double(1.0))]);
    for (bad, kind) in [
        (entry("m1", "t", &[(1, text("warm"))]), Kind::Invalid),
        (entry("m1", "key", &[(1, text("K"))]), Kind::Invalid),
        (entry("m1", "nobody", &[(1, text("K"))]), Kind::Invalid),
        (entry("nobody", "t", &[(1, Value::Double(1.0))]), Kind::NotFound),
    ] {
        let error = put(&bench, &[good.clone(), bad.clone()]).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{bad:?}: {error}");
    }
    assert_eq!(shown(&history(&bench, &ask("m1", &["t"])).await.unwrap()), Vec::<String>::new());
}

fn value_ask(selected: &[&str]) -> ValueAsk {
    ValueAsk {
        entity_id: EntityId::trusted("o1"),
        component: ComponentAt::Name(name("c")),
        component_type_id: None,
        selected: selected.iter().map(|it| (*it).to_owned()).collect(),
        tabular: None,
        limit: 200,
        cursor: None,
    }
}

async fn value(bench: &Bench, ask: ValueAsk) -> Result<Values> {
    bench.app.property_value(&root(), &workspace(), ask).await
}

fn told(values: &Values) -> Vec<(&str, Option<Value>)> {
    values.values.iter().map(|(reference, it)| (reference.property_name.as_str(), it.clone())).collect()
}

#[tokio::test]
async fn values_come_from_the_entity_its_type_or_a_connector() {
    let bench = bakery().await;
    bench.functions.set("attribute", |event| {
        assert_eq!(event["selectedProperties"], json!(["outside"]));
        answer(&json!({ "propertyValues": { "outside": { "propertyValue": { "doubleValue": "3" } } } }))
    });
    let found = value(&bench, value_ask(&["outside", "limit", "key", "empty"])).await.unwrap();
    let want = [
        ("outside", Some(Value::Double(3.0))),
        ("limit", Some(Value::Double(1.5))),
        ("key", Some(text("K9"))),
        ("empty", None),
    ];
    assert_eq!(told(&found), want);
    let reference = &found.values[0].0;
    assert_eq!(
        (reference.entity_id.as_ref().unwrap().as_str(), reference.component.as_ref().unwrap().as_str()),
        ("o1", "c")
    );
    bench.functions.set("attribute", |_| raised("no"));
    assert_eq!(value(&bench, value_ask(&["outside"])).await.unwrap_err().kind(), Kind::Connector);
    for (ask, piece) in [
        (value_ask(&["t"]), "GetPropertyValueHistory"),
        (value_ask(&["nobody"]), "does not exist"),
        (
            ValueAsk { component_type_id: Some(ComponentTypeId::trusted("ex.mixer")), ..value_ask(&["key"]) },
            "not a `ex.mixer`",
        ),
    ] {
        let error = value(&bench, ask).await.unwrap_err();
        assert!(error.kind() == Kind::Invalid && error.message().contains(piece), "{error:?}");
    }
}

#[tokio::test]
async fn long_lists_come_in_pages() {
    let bench = bakery().await;
    let mut ask = ValueAsk { limit: 2, ..value_ask(&["items", "limit"]) };
    let mut items = Vec::new();
    let mut others = 0;
    loop {
        let page = value(&bench, ask.clone()).await.unwrap();
        for (_, it) in told(&page) {
            match it {
                Some(Value::List(more)) => items.extend(more),
                _ => others += 1,
            }
        }
        if page.next.is_none() {
            break;
        }
        ask.cursor = page.next;
    }
    assert_eq!((items, others), ((0..5).map(Value::Integer).collect(), 1));
}

#[tokio::test]
async fn rows_come_from_a_tabular_reader() {
    let bench = bakery().await;
    bench.functions.set("table", |_| {
        answer(&json!({ "tabularPropertyValues": [[{ "col1": { "doubleValue": 1 }, "col2": { "doubleValue": "2" } }]], "nextToken": "n" }))
    });
    let order = vec![("col1".to_owned(), true)];
    let conditions = TabularConditions { order, filters: Vec::new() };
    let ask =
        ValueAsk { tabular: Some((name("table"), conditions)), limit: 7, ..value_ask(&["col1", "col2"]) };
    let found = value(&bench, ask.clone()).await.unwrap();
    let row: IndexMap<String, Value> =
        [("col1".to_owned(), Value::Double(1.0)), ("col2".to_owned(), Value::Double(2.0))].into();
    assert_eq!((found.rows, found.next.as_deref()), (Some(vec![vec![row]]), Some(b"n".as_slice())));
    value(&bench, ValueAsk { cursor: found.next, ..ask.clone() }).await.unwrap();
    let events = bench.functions.take_events();
    assert_eq!(events[0].1["propertyGroupName"], "table");
    assert_eq!(events[0].1["tabularConditions"]["orderBy"][0]["order"], "DESCENDING");
    assert_eq!((events[0].1.get("nextToken"), &events[1].1["nextToken"]), (None, &json!("n")));
    for ask in [
        ValueAsk { selected: vec!["key".to_owned()], ..ask.clone() },
        ValueAsk { tabular: Some((name("nobody"), TabularConditions::default())), ..ask },
    ] {
        assert_eq!(value(&bench, ask).await.unwrap_err().kind(), Kind::Invalid);
    }
}
