//! Calling connectors: an event goes out as JSON, the answer comes back as a tree, and failures get their kind.

use crate::App;
use gemel_model::event::{Json, unusable};
use gemel_model::function::{DataConnector, Function};
use gemel_model::{Error, Kind, Result};
use serde_json::{Map, Number, Value};

/// Characters of a handler's own words that a caller sees.
const WORDS_MAX: usize = 1_024;

impl App {
    /// Asks whoever implements a function: `Connector` when it fails or its answer is no JSON, `ConnectorTimeout` when
    /// it takes too long, `Throttled` when it has too much to do, `NotImplemented` for what Gemel itself would have to do
    /// and cannot yet.
    pub(crate) async fn ask_connector(&self, function: &Function, event: Json) -> Result<Json> {
        match &function.implemented_by {
            Some(DataConnector::Lambda(arn)) => self.ask_function(arn, event).await,
            Some(DataConnector::Native) => Err(Error::new(
                Kind::NotImplemented,
                "this native connector is not built yet in this version of Gemel; give it a function of your own",
            )),
            None => Err(Error::invalid("nobody implements this function")),
        }
    }

    /// Asks a Lambda-style function.
    pub(crate) async fn ask_function(&self, arn: &str, event: Json) -> Result<Json> {
        let name = arn.rsplit(':').next().unwrap_or(arn);
        let payload = serde_json::to_vec(&to_json(event))
            .map_err(|it| Error::internal("cannot write a connector's event as JSON").because(it))?;
        let invoked = self.invoker.invoke(name, payload).await.map_err(|error| match error.kind() {
            Kind::NotFound => Error::new(
                Kind::Connector,
                format!(
                    "the connector's function `{arn}` does not exist here; create a function named `{name}`"
                ),
            ),
            Kind::Throttled => Error::new(
                Kind::Throttled,
                format!("the connector's function `{name}` has too much to do; try again"),
            ),
            _ => error,
        })?;
        if let Some(how) = invoked.error {
            let words = words_of(&invoked.payload);
            tracing::warn!(function = name, how, words, log = invoked.log_tail, "a connector failed");
            return Err(Error::new(
                Kind::Connector,
                format!("the connector's function `{name}` failed: {words}"),
            ));
        }
        // A handler that returns nothing returns `null`.
        let answer: Value =
            serde_json::from_slice(&invoked.payload).map_err(|it| unusable("it is not JSON").because(it))?;
        Ok(from_json(answer))
    }
}

/// What a failed handler says of itself: type and message, without the stack.
fn words_of(payload: &[u8]) -> String {
    let error: Value = serde_json::from_slice(payload).unwrap_or_default();
    let part = |key: &str| error.get(key).and_then(Value::as_str).filter(|it| !it.is_empty());
    let words = match (part("errorType"), part("errorMessage")) {
        (Some(kind), Some(message)) => format!("{kind}: {message}"),
        (Some(it), None) | (None, Some(it)) => it.to_owned(),
        (None, None) => "it gave no reason".to_owned(),
    };
    words.chars().take(WORDS_MAX).collect()
}

fn to_json(it: Json) -> Value {
    match it {
        Json::Null => Value::Null,
        Json::Boolean(it) => Value::Bool(it),
        Json::Integer(it) => Value::Number(it.into()),
        Json::Double(it) => Number::from_f64(it).map_or(Value::Null, Value::Number),
        Json::Text(it) => Value::String(it),
        Json::List(items) => Value::Array(items.into_iter().map(to_json).collect()),
        Json::Object(members) => {
            Value::Object(members.into_iter().map(|(key, it)| (key, to_json(it))).collect::<Map<_, _>>())
        }
    }
}

fn from_json(it: Value) -> Json {
    match it {
        Value::Null => Json::Null,
        Value::Bool(it) => Json::Boolean(it),
        Value::Number(it) => match (it.as_i64(), it.as_f64()) {
            (Some(it), _) => Json::Integer(it),
            (None, Some(it)) => Json::Double(it),
            (None, None) => Json::Text(it.to_string()),
        },
        Value::String(it) => Json::Text(it),
        Value::Array(items) => Json::List(items.into_iter().map(from_json).collect()),
        Value::Object(members) => {
            Json::Object(members.into_iter().map(|(key, it)| (key, from_json(it))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{answer, bench, raised};
    use gemel_connect::Invoked;
    use gemel_model::quota::Quotas;
    use serde_json::json;

    const ARN: &str = "arn:aws:lambda:us-east-1:000000000000:function:";

    #[tokio::test]
    async fn failures_get_their_kind() {
        let bench = bench(Quotas::GENEROUS);
        let functions = &bench.functions;
        functions.set("echo", answer);
        functions.set("nothing", |_| answer(&Value::Null));
        functions.set("raises", |_| raised("no such line"));
        functions.set("slow", |_| Err(Error::new(Kind::ConnectorTimeout, "it took longer than 3 s")));
        functions.set("busy", |_| Err(Error::new(Kind::Throttled, "busy")));
        functions.set("garbage", |_| {
            Ok(Invoked { payload: b"<html>".to_vec(), error: None, log_tail: String::new() })
        });
        functions.set("dies", |_| {
            Ok(Invoked { payload: Vec::new(), error: Some("Unhandled".to_owned()), log_tail: String::new() })
        });
        let event = from_json(json!({ "a": [1, 2.5, "x", null, true] }));
        let ask = async |name: &str| bench.app.ask_function(&format!("{ARN}{name}"), event.clone()).await;
        assert_eq!(ask("echo").await.unwrap(), event);
        assert_eq!(ask("nothing").await.unwrap(), Json::Null);
        for (name, kind, piece) in [
            ("raises", Kind::Connector, "Exception: no such line"),
            ("slow", Kind::ConnectorTimeout, "longer than"),
            ("busy", Kind::Throttled, "too much to do"),
            ("garbage", Kind::Connector, "not JSON"),
            ("dies", Kind::Connector, "gave no reason"),
            ("nobody", Kind::Connector, "create a function named `nobody`"),
        ] {
            let error = ask(name).await.unwrap_err();
            assert!(error.kind() == kind && error.message().contains(piece), "{name}: {error:?}");
        }
    }
}
