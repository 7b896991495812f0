//! Live subscriptions: what is asked for, how events are written, how streams end.

use super::*;
use crate::clock::SystemClock;
use crate::foundation::Foundation;
use crate::tasks::Tasks;
use gemel_app::{App, Caller, Context, Ports, Settings};
use gemel_model::id::WorkspaceId;
use gemel_model::quota::Quotas;
use gemel_model::task::Spawner;
use gemel_model::time::{Clock, Timestamp};
use gemel_model::value::Value;
use std::sync::Arc;
use tokio::sync::watch;

/// Nobody runs functions here.
struct Nobody;

#[async_trait::async_trait]
impl gemel_connect::Invoker for Nobody {
    async fn invoke(&self, name: &str, _payload: Vec<u8>) -> Result<gemel_connect::Invoked> {
        Err(Error::not_found(format!("function `{name}` does not exist")))
    }
}

/// A stream of one property that nobody has, over the real engines.
async fn stream(data: &std::path::Path, stopping: Stopping) -> Stream {
    let command = crate::config::with_settings(clap::Command::new("serve"));
    let matches = command.get_matches_from(["serve".as_ref(), "--data".as_ref(), data.as_os_str()]);
    let config = crate::config::read(&matches).unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let spawner: Arc<dyn Spawner> = Arc::new(Tasks::new(tokio::runtime::Handle::current()));
    let below = Foundation::open(&config, &clock, &spawner).unwrap();
    let ports = Ports {
        store: Arc::clone(&below.store) as _,
        series: Arc::clone(&below.series) as _,
        objects: Arc::clone(&below.objects),
        invoker: Arc::new(Nobody),
        clock,
        spawner,
    };
    let settings = Settings {
        account_id: "000000000000".to_owned(),
        region: "us-east-1".to_owned(),
        quotas: Quotas::GENEROUS,
        live_listeners_max: 1,
    };
    let app = App::new(ports, settings);
    let caller = Caller {
        arn: "root".to_owned(),
        access_key_id: "K".to_owned(),
        is_root: true,
        expires_epoch_s: None,
    };
    let cx = Context { caller, request_id: "test".to_owned() };
    let workspace = WorkspaceId::trusted("w");
    let draft = gemel_app::workspace::WorkspaceDraft::default();
    app.create_workspace(&cx, workspace.clone(), draft).await.unwrap();
    let given = shape::SubscribedProperty {
        entity_id: Some("e1".to_owned()),
        component_name: Some("c".to_owned()),
        component_path: None,
        property_name: Some("p".to_owned()),
    };
    let (live, first) = app.listen(&cx, &workspace, vec![property("", given).unwrap()]).await.unwrap();
    let second = Duration::from_secs(1);
    let mut stream = Stream {
        live,
        waiting: VecDeque::new(),
        id: 0,
        heartbeat: tokio::time::interval_at(Instant::now() + second, second),
        ends: None,
        stopping,
        due: Instant::now(),
        is_ended: false,
        _counted: Counted::new(),
        _streaming: Streams::default().begin(),
    };
    stream.tell(&first);
    stream
}

/// All that a stream says.
async fn all_of(stream: Stream) -> String {
    let mut stream = Some(stream);
    let mut text = String::new();
    while let Some((sent, rest)) = Stream::next(stream.take().unwrap()).await {
        text.push_str(std::str::from_utf8(sent.unwrap().data_ref().unwrap()).unwrap());
        stream = Some(rest);
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_ends_with_the_credentials_and_with_the_server() {
    let data = tempfile::tempdir().unwrap();
    let (stop, stopping) = watch::channel(false);
    let mut ending = stream(&data.path().join("a"), stopping.clone()).await;
    ending.ends = Some(Box::pin(tokio::time::sleep(Duration::from_millis(1))));
    let told = all_of(ending).await;
    assert!(told.starts_with("id: 1\nevent: ready\ndata: {\"count\":1,"), "{told}");
    assert!(told.contains("\n\nid: 2\nevent: values\ndata: {\"values\":[]}\n\n"), "{told}");
    assert!(
        told.contains("\n\nid: 3\nevent: end\ndata: {\"reason\":\"the credentials have expired"),
        "{told}"
    );
    let ending = stream(&data.path().join("b"), stopping).await;
    stop.send_replace(true);
    let told = all_of(ending).await;
    assert!(told.contains("event: end\ndata: {\"reason\":\"the server is stopping"), "{told}");
    assert!(told.ends_with("\n\n"), "{told}");
}

#[test]
fn what_is_asked_for() {
    let check = |body: &str, want: std::result::Result<&str, &str>| {
        let request: shape::SubscribePropertyValuesRequest = gemel_api::decode(body.as_bytes()).unwrap();
        let got = heartbeat(request.heartbeat_seconds).and_then(|beat| {
            let it = properties(request.properties)?.remove(0);
            let component = match &it.component {
                gemel_model::history::ComponentAt::Name(it) => format!("name {it}"),
                gemel_model::history::ComponentAt::Path(it) => format!("path {it}"),
            };
            Ok(format!("{} {component} {} {}", it.entity_id, it.name, beat.as_secs()))
        });
        match (got, want) {
            (Ok(got), Ok(want)) => assert_eq!(got, want),
            (Err(error), Err(piece)) => assert!(error.message().contains(piece), "{error} lacks {piece}"),
            (got, want) => panic!("{body}: {got:?}, wanted {want:?}"),
        }
    };
    let of = |component: &str, more: &str| {
        format!(r#"{{"properties":[{{"entityId":"e1",{component},"propertyName":"p"}}]{more}}}"#)
    };
    check(&of(r#""componentName":"c""#, ""), Ok("e1 name c p 15"));
    check(&of(r#""componentName":"a/b""#, r#","heartbeatSeconds":5"#), Ok("e1 path a/b p 5"));
    check(&of(r#""componentPath":"a""#, r#","heartbeatSeconds":60"#), Ok("e1 path a p 60"));
    check(&of(r#""componentName":"a","componentPath":"a""#, ""), Err("cannot be given together"));
    check(&of(r#""componentName":"c""#, r#","heartbeatSeconds":4"#), Err("between 5 and 60"));
    check(&of(r#""componentName":"c""#, r#","heartbeatSeconds":-1"#), Err("between 5 and 60"));
    check(r#"{"properties":[{"entityId":"e1"}]}"#, Err("componentName or componentPath"));
    check(r#"{"properties":[{"componentName":"c"}]}"#, Err("properties[0].entityId"));
    check(r#"{"properties":[{"entityId":"e1","componentName":"c"}]}"#, Err("properties[0].propertyName"));
    check(r#"{"properties":[]}"#, Err("properties"));
    check("{}", Err("properties"));
    let many = format!(r#"{{"properties":[{}]}}"#, vec!["{}"; LIVE_PROPERTIES_MAX + 1].join(","));
    check(&many, Err("20000"));
}

#[test]
fn events_are_written_as_promised() {
    let ready = Ready {
        count: 3,
        properties: &[(0, Mode::Push), (1, Mode::Poll), (2, Mode::Missing("gone\n".to_owned()))],
    };
    assert_eq!(
        serde_json::to_string(&ready).unwrap(),
        r#"{"count":3,"properties":[{"index":0,"mode":"push"},{"index":1,"mode":"poll"},{"index":2,"mode":"missing","message":"gone\n"}]}"#
    );
    let point = Latest { time: Some(Timestamp::from_millis(1_500)), value: Value::Double(1.5) };
    let text = Latest { time: None, value: Value::String("a\nb".to_owned()) };
    let values = Values { values: &[(0, Some(point)), (1, Some(text)), (2, None)] };
    assert_eq!(
        serde_json::to_string(&values).unwrap(),
        r#"{"values":[{"index":0,"time":"1970-01-01T00:00:01.5Z","value":{"doubleValue":1.5}},{"index":1,"value":{"stringValue":"a\nb"}},{"index":2,"value":null}]}"#
    );
}
