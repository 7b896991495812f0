//! The thread that starts processes.
//!
//! Workers are told to die with the *thread* that started them (`PR_SET_PDEATHSIG` knows no processes). Threads of the
//! async runtime come and go; this one lives as long as the engine, and ends with the process however that ends.

use std::io;
use std::process::Command;
use tokio::process::Child;
use tokio::sync::{mpsc, oneshot};

/// Starts in the queue at once.
const QUEUE_MAX: usize = 64;

type Order = (Command, oneshot::Sender<io::Result<Child>>);

/// A handle to the thread; it ends when the last handle is gone.
#[derive(Clone)]
pub(super) struct Starter(mpsc::Sender<Order>);

impl Starter {
    /// Starts the thread, whose children belong to the current async runtime.
    pub(super) fn new() -> io::Result<Self> {
        let (sender, mut orders) = mpsc::channel::<Order>(QUEUE_MAX);
        let runtime = tokio::runtime::Handle::current();
        std::thread::Builder::new().name("function-starter".to_owned()).spawn(move || {
            while let Some((command, reply)) = orders.blocking_recv() {
                let _context = runtime.enter();
                let mut command = tokio::process::Command::from(command);
                let _ = reply.send(command.kill_on_drop(true).spawn());
            }
        })?;
        Ok(Self(sender))
    }

    /// Starts a process.
    pub(super) async fn start(&self, command: Command) -> io::Result<Child> {
        let gone = || io::Error::other("the thread that starts functions has ended");
        let (reply, started) = oneshot::channel();
        self.0.send((command, reply)).await.map_err(|_| gone())?;
        started.await.map_err(|_| gone())?
    }
}
