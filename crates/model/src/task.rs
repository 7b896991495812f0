//! How a lower floor starts background work without owning threads: the server lends it a spawner.

use std::future::Future;
use std::pin::Pin;

/// Work that runs in the background until it is done.
pub type Work = Pin<Box<dyn Future<Output = ()> + Send + 'static>>;

/// Starts named background work. The server's one counts it and waits for it at shutdown.
pub trait Spawner: Send + Sync {
    /// Starts `work`; `name` shows in logs and in the list of what did not end.
    fn spawn(&self, name: &'static str, work: Work);
}
