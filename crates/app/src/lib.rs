//! What the platform does: may they, look up, decide, act. One file a resource; no HTTP, no AWS shapes, no engine by name.

pub(crate) mod carry;
pub mod changes;
pub mod component_type;
pub(crate) mod connector;
pub mod context;
pub mod entity;
pub mod function;
pub mod live;
pub mod objects;
pub mod pricing;
pub mod property_values;
pub mod scene;
pub mod tag;
#[cfg(test)]
pub(crate) mod testing;
pub mod workspace;

pub use context::{Caller, Context};

use gemel_connect::Invoker;
use gemel_model::Result;
use gemel_model::quota::Quotas;
use gemel_model::tag::Resource;
use gemel_model::task::Spawner;
use gemel_model::time::Clock;
use gemel_series::SeriesStore;
use gemel_store::TwinStore;
use objects::Objects;
use std::sync::Arc;

/// How often work that met another writer is tried again before the caller is told to slow down.
const CONTENTION_TRIES_MAX: usize = 64;
/// The pause between tries grows so many times; at most 16 ms.
const CONTENTION_PAUSES_MAX: usize = 64;

/// The platform over its ports. A clone is the same platform, for work that outlives a request.
#[derive(Clone)]
pub struct App {
    /// Where twins are kept.
    pub store: Arc<dyn TwinStore>,
    /// Where values over time are kept.
    pub series: Arc<dyn SeriesStore>,
    /// Buckets, keys and bytes.
    pub objects: Arc<Objects>,
    /// Who runs functions.
    pub invoker: Arc<dyn Invoker>,
    /// The only way to learn the time.
    pub clock: Arc<dyn Clock>,
    /// The only way to start background work.
    pub spawner: Arc<dyn Spawner>,
    /// What the configuration says.
    pub settings: Settings,
    /// Who is told that something changed.
    pub(crate) changes: Arc<changes::Changes>,
    /// Component types that were worked out before.
    pub(crate) types: Arc<component_type::TypeCache>,
}

/// What the platform stands on.
pub struct Ports {
    /// Where twins are kept.
    pub store: Arc<dyn TwinStore>,
    /// Where values over time are kept.
    pub series: Arc<dyn SeriesStore>,
    /// Buckets, keys and bytes.
    pub objects: Arc<Objects>,
    /// Who runs functions.
    pub invoker: Arc<dyn Invoker>,
    /// The only way to learn the time.
    pub clock: Arc<dyn Clock>,
    /// The only way to start background work.
    pub spawner: Arc<dyn Spawner>,
}

/// What the configuration says about the platform.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Twelve digits.
    pub account_id: String,
    /// Such as `us-east-1`.
    pub region: String,
    /// How much of everything.
    pub quotas: Quotas,
    /// Live subscriptions that may be open at once.
    pub live_listeners_max: usize,
}

impl App {
    /// The platform over its ports.
    pub fn new(ports: Ports, settings: Settings) -> Self {
        let Ports { store, series, objects, invoker, clock, spawner } = ports;
        let (changes, types) = Default::default();
        Self { store, series, objects, invoker, clock, spawner, settings, changes, types }
    }

    /// The ARN of a resource of this account.
    pub fn arn(&self, resource: &Resource) -> String {
        format!(
            "arn:aws:iottwinmaker:{}:{}:{}",
            self.settings.region,
            self.settings.account_id,
            resource.path()
        )
    }
}

/// Runs `work` until it does not meet another writer; gives up as `Throttled`.
pub(crate) async fn with_retries<T, F>(mut work: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    for n_tries in 1..=CONTENTION_TRIES_MAX {
        match work().await {
            Err(error) if error.kind() == gemel_model::Kind::Contention => {
                // Chance spreads those who met; without it they would meet again.
                let spread = u64::from(uuid::Uuid::new_v4().as_bytes()[0]);
                let pause_us = spread * n_tries.min(CONTENTION_PAUSES_MAX) as u64;
                tokio::time::sleep(std::time::Duration::from_micros(pause_us)).await;
            }
            done => return done,
        }
    }
    Err(gemel_model::Error::new(
        gemel_model::Kind::Throttled,
        "too many writers change this at once; try again",
    ))
}
