//! Background work: named, counted, and waited for at shutdown. The only file that may call `tokio::spawn`.

use gemel_model::task::{Spawner, Work};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// The server's background work.
#[derive(Clone)]
pub struct Tasks {
    running: Arc<Mutex<BTreeMap<&'static str, usize>>>,
    changed: watch::Sender<()>,
    runtime: tokio::runtime::Handle,
}

impl Tasks {
    /// Work that runs on the current runtime.
    pub fn new(runtime: tokio::runtime::Handle) -> Self {
        Self { running: Arc::default(), changed: watch::Sender::new(()), runtime }
    }

    /// Names and counts of what runs.
    pub fn running(&self) -> BTreeMap<&'static str, usize> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until nothing runs or the time is over; gives the names of what did not end.
    pub async fn finish(&self, grace: Duration) -> Vec<&'static str> {
        let mut changed = self.changed.subscribe();
        let idle = async {
            while !self.running().is_empty() {
                if changed.changed().await.is_err() {
                    break;
                }
            }
        };
        let _ = tokio::time::timeout(grace, idle).await;
        self.running().into_keys().collect()
    }

    fn count(&self, name: &'static str, by: isize) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let n = running.entry(name).or_default();
        *n = n.saturating_add_signed(by);
        if *n == 0 {
            running.remove(name);
        }
        drop(running);
        self.changed.send_replace(());
    }
}

/// Counts a task down however it ends, a panic included.
struct Counted(Tasks, &'static str);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.count(self.1, -1);
    }
}

impl Spawner for Tasks {
    fn spawn(&self, name: &'static str, work: Work) {
        self.count(name, 1);
        let counted = Counted(self.clone(), name);
        self.runtime.spawn(async move {
            let _counted = counted;
            work.await;
        });
    }
}
