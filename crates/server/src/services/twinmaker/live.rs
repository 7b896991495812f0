//! Live subscriptions: shapes in, one call, a stream of server-sent events out; `docs/ref/live.md` has the wire.

use super::property_values::{Shown, component_at};
use super::written::OneValue;
use super::{Call, workspace_id};
use crate::front::Body;
use crate::listener::{Stopping, Streaming, Streams};
use crate::services::failure::{self, Failure};
use bytes::Bytes;
use gemel_api::twinmaker as shape;
use gemel_app::live::{Event, Latest, Live, Mode, Property};
use gemel_model::id::{EntityId, Name, count, required};
use gemel_model::limits::LIVE_PROPERTIES_MAX;
use gemel_model::{Error, Result};
use gemel_wire::protocol::rest_json;
use http::{HeaderName, HeaderValue, Response};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::collections::VecDeque;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::{Instant, Interval, MissedTickBehavior, Sleep};

const HEARTBEAT_SECONDS: std::ops::RangeInclusive<i64> = 5..=60;
const HEARTBEAT_SECONDS_DEFAULT: i64 = 15;
/// News goes out no sooner than this: what one batch writes is one event.
const PAUSE_MIN: Duration = Duration::from_millis(2);
/// While news keeps coming, this much of it is one event.
const PACE: Duration = Duration::from_millis(20);
/// So many events may come faster than that.
const AHEAD: Duration = PACE.saturating_mul(8);

/// Begins a subscription.
pub(super) async fn subscribe(
    call: &Call<'_>,
    label: &str,
    stopping: Stopping,
) -> Result<Response<Body>, Failure> {
    let workspace = workspace_id(label)?;
    let request: shape::SubscribePropertyValuesRequest = call.body()?;
    let heartbeat = heartbeat(request.heartbeat_seconds)?;
    let (live, first) = call.app.listen(call.cx, &workspace, properties(request.properties)?).await?;
    let mut heartbeat = tokio::time::interval_at(Instant::now() + heartbeat, heartbeat);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let streams = call.request.parts.extensions.get::<Streams>().cloned().unwrap_or_default();
    let ends = call.cx.caller.expires_epoch_s.map(|it| {
        let left_s = it.saturating_sub(call.app.clock.now().seconds());
        Box::pin(tokio::time::sleep(Duration::from_secs(left_s.try_into().unwrap_or(0))))
    });
    let mut stream = Stream {
        live,
        waiting: VecDeque::new(),
        id: 0,
        heartbeat,
        ends,
        stopping,
        due: Instant::now(),
        is_ended: false,
        _counted: Counted::new(),
        _streaming: streams.begin(),
    };
    stream.tell(&first);
    let body = StreamBody::new(futures::stream::unfold(stream, Stream::next)).boxed_unsync();
    let mut response = rest_json::response(200, Bytes::new(), &call.cx.request_id).map(|_| body);
    for (name, value) in [
        ("content-type", "text/event-stream"),
        ("cache-control", "no-store"),
        // Proxies that gather answers before they pass them on would hold the values back.
        ("x-accel-buffering", "no"),
    ] {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    Ok(response)
}

fn heartbeat(given: Option<i64>) -> Result<Duration> {
    let seconds = given.unwrap_or(HEARTBEAT_SECONDS_DEFAULT);
    match u64::try_from(seconds) {
        Ok(it) if HEARTBEAT_SECONDS.contains(&seconds) => Ok(Duration::from_secs(it)),
        _ => Err(Error::constraint(
            "heartbeatSeconds",
            Some(&seconds.to_string()),
            "Member must be between 5 and 60, inclusive",
        )),
    }
}

fn properties(given: Option<Vec<shape::SubscribedProperty>>) -> Result<Vec<Property>> {
    let given = required("properties", given)?;
    count("properties", given.len(), 1, LIVE_PROPERTIES_MAX)?;
    given.into_iter().enumerate().map(|(index, it)| property(&format!("properties[{index}]."), it)).collect()
}

/// A component's name may be a path here: what it is shows.
fn property(member: &str, given: shape::SubscribedProperty) -> Result<Property> {
    let at = |name: &str| format!("{member}{name}");
    let (name, path) = match (given.component_name, given.component_path) {
        (Some(it), None) if it.contains('/') => (None, Some(it)),
        both => both,
    };
    Ok(Property {
        entity_id: EntityId::parse(&at("entityId"), &required(&at("entityId"), given.entity_id)?)?,
        component: component_at(member, name, path)?,
        name: Name::parse(&at("propertyName"), &required(&at("propertyName"), given.property_name)?)?,
    })
}

/// An answer that goes on until somebody ends it.
struct Stream {
    live: Live,
    /// What is written and not sent yet.
    waiting: VecDeque<Bytes>,
    /// Of the last event.
    id: u64,
    heartbeat: Interval,
    /// When the credentials end.
    ends: Option<Pin<Box<Sleep>>>,
    stopping: Stopping,
    /// When the next news would go out at an even pace.
    due: Instant,
    is_ended: bool,
    _counted: Counted,
    _streaming: Streaming,
}

type Sent = std::result::Result<Frame<Bytes>, Box<dyn std::error::Error + Send + Sync>>;

impl Stream {
    /// The next piece of the answer. It is asked for when the last one was taken: to a slow reader less is told.
    async fn next(mut self) -> Option<(Sent, Self)> {
        loop {
            if let Some(bytes) = self.waiting.pop_front() {
                return Some((Ok(Frame::data(bytes)), self));
            }
            if self.is_ended {
                return None;
            }
            tokio::select! {
                biased;
                () = stopped(&mut self.stopping) => self.end("the server is stopping; ask again in a moment"),
                () = until(&mut self.ends) => self.end("the credentials have expired; ask again with new ones"),
                () = self.live.wait() => self.look().await,
                _ = self.heartbeat.tick() => self.waiting.push_back(Bytes::from_static(b": alive\n\n")),
            }
        }
    }

    /// Gathers what is new for a moment, and tells it.
    async fn look(&mut self) {
        let now = Instant::now();
        let due = self.due.max(now);
        self.due = due + PACE;
        tokio::time::sleep(due.saturating_duration_since(now + AHEAD).max(PAUSE_MIN)).await;
        match self.live.take().await {
            Ok(events) => self.tell(&events),
            Err(error) => {
                failure::log(&error);
                self.end("the server could not read what changed; ask again");
            }
        }
    }

    fn tell(&mut self, events: &[Event]) {
        for event in events {
            match event {
                Event::Modes(modes) => {
                    let data = Ready { count: self.live.n_properties(), properties: modes };
                    self.push("ready", &data);
                }
                Event::Values(values) => self.push("values", &Values { values }),
            }
        }
    }

    fn end(&mut self, reason: &str) {
        self.push("end", &serde_json::json!({ "reason": reason }));
        self.is_ended = true;
    }

    fn push(&mut self, event: &'static str, data: &impl Serialize) {
        self.id += 1;
        metrics::counter!("gemel_live_events_total", "event" => event).increment(1);
        let mut text = format!("id: {}\nevent: {event}\ndata: ", self.id).into_bytes();
        // JSON on one line, as an event's data must be; our own shapes always can be written.
        if let Err(error) = serde_json::to_writer(&mut text, data) {
            tracing::error!(%error, "an event cannot be written as JSON");
            self.is_ended = true;
            return;
        }
        text.extend_from_slice(b"\n\n");
        self.waiting.push_back(text.into());
    }
}

/// Ends when the server is to stop.
async fn stopped(stopping: &mut Stopping) {
    // Who could say it is gone when the server is: that is the end too.
    let _ = stopping.wait_for(|it| *it).await;
}

/// Ends at a time, or never.
async fn until(ends: &mut Option<Pin<Box<Sleep>>>) {
    match ends {
        Some(sleep) => sleep.as_mut().await,
        None => std::future::pending().await,
    }
}

/// Counts a subscription as long as it is open.
struct Counted;

impl Counted {
    fn new() -> Self {
        metrics::gauge!("gemel_live_listeners").increment(1.0);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!("gemel_live_listeners").decrement(1.0);
    }
}

/// The data of `ready`.
#[derive(Serialize)]
struct Ready<'a> {
    count: usize,
    #[serde(serialize_with = "modes")]
    properties: &'a [(u32, Mode)],
}

fn modes<S: Serializer>(of: &[(u32, Mode)], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(of.iter().map(|(index, mode)| OneMode(*index, mode)))
}

struct OneMode<'a>(u32, &'a Mode);

impl Serialize for OneMode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut it = serializer.serialize_map(None)?;
        it.serialize_entry("index", &self.0)?;
        let (word, message) = match self.1 {
            Mode::Push => ("push", None),
            Mode::Poll => ("poll", None),
            Mode::Missing(words) => ("missing", Some(words)),
        };
        it.serialize_entry("mode", word)?;
        if let Some(message) = message {
            it.serialize_entry("message", message)?;
        }
        it.end()
    }
}

/// The data of `values`.
#[derive(Serialize)]
struct Values<'a> {
    #[serde(serialize_with = "values")]
    values: &'a [(u32, Option<Latest>)],
}

fn values<S: Serializer>(
    of: &[(u32, Option<Latest>)],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(of.iter().map(|(index, latest)| One(*index, latest.as_ref())))
}

struct One<'a>(u32, Option<&'a Latest>);

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut it = serializer.serialize_map(None)?;
        it.serialize_entry("index", &self.0)?;
        if let Some(time) = self.1.and_then(|it| it.time) {
            it.serialize_entry("time", &Shown(time))?;
        }
        it.serialize_entry("value", &self.1.map(|it| OneValue(&it.value)))?;
        it.end()
    }
}

#[cfg(test)]
mod tests;
