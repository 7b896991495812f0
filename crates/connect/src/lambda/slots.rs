//! Room for workers: so many of all functions together, each with a number of its own.

use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// The numbers that are free.
pub(super) struct Slots {
    free: Mutex<Vec<u32>>,
    freed: Notify,
}

/// A number that is taken, until it is dropped.
pub(super) struct Slot {
    /// The number; no other worker has it now.
    pub(super) number: u32,
    slots: Arc<Slots>,
}

impl Slots {
    /// So many.
    pub(super) fn new(n_slots: usize) -> Arc<Self> {
        let n_slots = u32::try_from(n_slots.clamp(1, 2000)).unwrap_or(1);
        Arc::new(Self { free: Mutex::new((0..n_slots).rev().collect()), freed: Notify::new() })
    }

    /// A free one, if there is any.
    pub(super) fn try_take(self: &Arc<Self>) -> Option<Slot> {
        let number = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        Some(Slot { number, slots: Arc::clone(self) })
    }

    /// Waits for a free one.
    pub(super) async fn take(self: &Arc<Self>) -> Slot {
        loop {
            let freed = self.freed.notified();
            if let Some(slot) = self.try_take() {
                return slot;
            }
            freed.await;
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.free.lock().unwrap_or_else(PoisonError::into_inner).push(self.number);
        self.slots.freed.notify_one();
    }
}
