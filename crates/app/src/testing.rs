//! For tests: the platform over engines in memory, a clock that moves by itself, work that runs when told, fake functions.

use crate::objects::Objects;
use crate::{App, Caller, Context, Ports, Settings};
use async_trait::async_trait;
use gemel_connect::{Invoked, Invoker};
use gemel_model::quota::Quotas;
use gemel_model::task::{Spawner, Work};
use gemel_model::time::{Clock, Timestamp};
use gemel_model::{Error, Result};
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

/// The platform and the handles that tests hold on it.
pub(crate) struct Bench {
    pub(crate) app: App,
    pub(crate) store: Arc<gemel_store::memory::Memory>,
    pub(crate) functions: Arc<Functions>,
    pub(crate) work: Arc<Queue>,
}

/// Root, who may do everything.
pub(crate) fn root() -> Context {
    Context {
        caller: Caller {
            arn: "arn:aws:iam::000000000000:root".to_owned(),
            access_key_id: "AKIDTEST".to_owned(),
            is_root: true,
            expires_epoch_s: None,
        },
        request_id: "test".to_owned(),
    }
}

/// A platform with these quotas and nothing in it.
pub(crate) fn bench(quotas: Quotas) -> Bench {
    let store = Arc::new(gemel_store::memory::Memory::new());
    let functions = Arc::new(Functions::default());
    let work = Arc::new(Queue::default());
    let clock = Arc::new(Ticks(AtomicI64::new(1_700_000_000_000)));
    let bytes = Arc::new(object_store::memory::InMemory::new());
    let objects =
        Objects::over(bytes, Arc::clone(&store) as _, Arc::clone(&clock) as _, Arc::clone(&work) as _);
    let ports = Ports {
        store: Arc::clone(&store) as _,
        series: Arc::new(gemel_series::Memory::default()),
        objects: Arc::new(objects),
        invoker: Arc::clone(&functions) as _,
        clock,
        spawner: Arc::clone(&work) as _,
    };
    let settings = Settings {
        account_id: "000000000000".to_owned(),
        region: "us-east-1".to_owned(),
        quotas,
        live_listeners_max: 3,
    };
    Bench { app: App::new(ports, settings), store, functions, work }
}

/// A clock that is a millisecond later each time it is asked.
struct Ticks(AtomicI64);

impl Clock for Ticks {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// Background work, kept until a test runs it.
#[derive(Default)]
pub(crate) struct Queue(Mutex<Vec<Work>>);

impl Queue {
    /// Runs all work, and what that starts, to the end.
    pub(crate) async fn run(&self) {
        loop {
            let waiting = std::mem::take(&mut *self.0.lock().unwrap());
            if waiting.is_empty() {
                return;
            }
            for work in waiting {
                work.await;
            }
        }
    }

    /// Loses all work, as a crash does; says how much there was.
    pub(crate) fn lose(&self) -> usize {
        std::mem::take(&mut *self.0.lock().unwrap()).len()
    }
}

impl Spawner for Queue {
    fn spawn(&self, _name: &'static str, work: Work) {
        self.0.lock().unwrap().push(work);
    }
}

/// What a fake function does with its event.
type Handler = Box<dyn Fn(&serde_json::Value) -> Result<Invoked> + Send + Sync>;

/// Functions that live in the test.
#[derive(Default)]
pub(crate) struct Functions {
    handlers: Mutex<HashMap<String, Handler>>,
    events: Mutex<Vec<(String, serde_json::Value)>>,
}

impl Functions {
    /// Makes or replaces a function.
    pub(crate) fn set(
        &self,
        name: &str,
        handler: impl Fn(&serde_json::Value) -> Result<Invoked> + Send + Sync + 'static,
    ) {
        self.handlers.lock().unwrap().insert(name.to_owned(), Box::new(handler));
    }

    /// The events that were sent, each with the function's name; forgets them.
    pub(crate) fn take_events(&self) -> Vec<(String, serde_json::Value)> {
        std::mem::take(&mut *self.events.lock().unwrap())
    }
}

#[async_trait]
impl Invoker for Functions {
    async fn invoke(&self, function_name: &str, payload: Vec<u8>) -> Result<Invoked> {
        let event = serde_json::from_slice(&payload).unwrap();
        let handlers = self.handlers.lock().unwrap();
        let handler = handlers
            .get(function_name)
            .ok_or_else(|| Error::not_found(format!("function `{function_name}` does not exist")))?;
        let answer = handler(&event);
        self.events.lock().unwrap().push((function_name.to_owned(), event));
        answer
    }
}

/// A function's good answer.
#[expect(clippy::unnecessary_wraps, reason = "what a handler gives back")]
pub(crate) fn answer(result: &serde_json::Value) -> Result<Invoked> {
    Ok(Invoked { payload: serde_json::to_vec(result).unwrap(), error: None, log_tail: String::new() })
}

/// What a function answers that raised an exception.
#[expect(clippy::unnecessary_wraps, reason = "what a handler gives back")]
pub(crate) fn raised(message: &str) -> Result<Invoked> {
    let payload = serde_json::json!({ "errorMessage": message, "errorType": "Exception" });
    Ok(Invoked {
        payload: serde_json::to_vec(&payload).unwrap(),
        error: Some("Unhandled".to_owned()),
        log_tail: String::new(),
    })
}
