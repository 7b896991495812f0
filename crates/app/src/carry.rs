//! Work that is carried to its end even when whoever waits for it goes away.

use gemel_model::task::Spawner;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// Work that is finished behind when it is dropped half done: a client that hangs up in the middle of a write must not
/// keep what was written from those who listen.
pub(crate) struct Carried<T: Send + 'static> {
    name: &'static str,
    spawner: Arc<dyn Spawner>,
    work: Option<Pin<Box<dyn Future<Output = T> + Send>>>,
    is_begun: bool,
}

/// Work that is carried to its end once it has begun.
pub(crate) fn carried<T: Send + 'static>(
    name: &'static str,
    spawner: &Arc<dyn Spawner>,
    work: impl Future<Output = T> + Send + 'static,
) -> Carried<T> {
    Carried { name, spawner: Arc::clone(spawner), work: Some(Box::pin(work)), is_begun: false }
}

impl<T: Send + 'static> Future for Carried<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        self.is_begun = true;
        let Some(work) = self.work.as_mut() else { return Poll::Pending };
        let polled = work.as_mut().poll(context);
        if polled.is_ready() {
            self.work = None;
        }
        polled
    }
}

impl<T: Send + 'static> Drop for Carried<T> {
    fn drop(&mut self) {
        if let Some(work) = self.work.take().filter(|_| self.is_begun && !std::thread::panicking()) {
            self.spawner.spawn(
                self.name,
                Box::pin(async move {
                    work.await;
                }),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Queue;
    use futures::FutureExt as _;
    use std::sync::atomic::{AtomicBool, Ordering};
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn what_was_begun_is_ended() {
        let queue = Arc::new(Queue::default());
        let spawner: Arc<dyn Spawner> = Arc::clone(&queue) as _;
        let is_done = Arc::new(AtomicBool::new(false));
        let (send, receive) = oneshot::channel::<()>();
        let done = Arc::clone(&is_done);
        let mut work = carried("test", &spawner, async move {
            let _ = receive.await;
            done.store(true, Ordering::SeqCst);
        });
        assert!((&mut work).now_or_never().is_none());
        drop(work);
        send.send(()).unwrap();
        queue.run().await;
        assert!(is_done.load(Ordering::SeqCst));
        drop(carried("never begun", &spawner, async {}));
        carried("ended", &spawner, async {}).await;
        assert_eq!(queue.lose(), 0);
    }
}
