//! The Lambda Runtime API, version 2018-06-01: one listener a worker, which asks for events and answers them.
//!
//! ```text
//! GET  /2018-06-01/runtime/invocation/next            waits for an event
//! POST /2018-06-01/runtime/invocation/{id}/response   its answer
//! POST /2018-06-01/runtime/invocation/{id}/error      its failure
//! POST /2018-06-01/runtime/init/error                 the function could not be loaded
//! ```
//!
//! **Trust.** The listener is on the loopback and its port is told to one worker. The API has no secret, so another
//! process of this machine that guesses the port could answer for the worker; where workers have user ids of their own,
//! a connection must come from the worker's.

use super::failure;
use bytes::Bytes;
use gemel_model::task::Spawner;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};

/// Bytes of an event and of an answer: AWS's number, 6 MB and some.
pub const PAYLOAD_BYTES_MAX: usize = 6_291_556;
/// Bytes of a failure's document.
const FAILURE_BYTES_MAX: usize = 1024 * 1024;
/// Connections of one worker at once; the official clients need one or two.
const CONNECTIONS_MAX: usize = 8;

/// An event on its way to a worker.
pub(super) struct Job {
    pub(super) request_id: String,
    pub(super) payload: Bytes,
    pub(super) deadline_epoch_ms: i64,
    pub(super) arn: String,
    pub(super) client_context: Option<String>,
    pub(super) reply: oneshot::Sender<Answer>,
}

/// What came back.
#[derive(Debug)]
pub(super) enum Answer {
    /// The handler's result.
    Result(Bytes),
    /// The handler's failure.
    Failure(Bytes),
    /// More than an answer may have; this many bytes, where that was said.
    TooLarge(Option<u64>),
}

/// How far a worker is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Phase {
    /// It loads the function.
    Starting,
    /// It asked for its first event.
    Ready,
    /// It could not load the function; its own document says why.
    Failed(Vec<u8>),
}

/// One worker's API.
pub(super) struct RuntimeApi {
    jobs: tokio::sync::Mutex<mpsc::Receiver<Job>>,
    current: Mutex<Option<(String, oneshot::Sender<Answer>)>>,
    phase: watch::Sender<Phase>,
    asking: watch::Sender<bool>,
    uid: Option<u32>,
}

impl RuntimeApi {
    /// An API whose events come through `jobs`.
    pub(super) fn new(jobs: mpsc::Receiver<Job>, uid: Option<u32>) -> Arc<Self> {
        Arc::new(Self {
            jobs: tokio::sync::Mutex::new(jobs),
            current: Mutex::default(),
            phase: watch::Sender::new(Phase::Starting),
            asking: watch::Sender::new(false),
            uid,
        })
    }

    /// How far the worker is.
    pub(super) fn phase(&self) -> watch::Receiver<Phase> {
        self.phase.subscribe()
    }

    /// Whether the worker waits for an event.
    pub(super) fn asking(&self) -> watch::Receiver<bool> {
        self.asking.subscribe()
    }

    /// Serves until the worker has ended.
    pub(super) async fn serve(
        self: Arc<Self>,
        listener: TcpListener,
        mut ended: watch::Receiver<Option<String>>,
        spawner: Arc<dyn Spawner>,
    ) {
        let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        loop {
            let accepted = tokio::select! {
                it = listener.accept() => it,
                _ = ended.wait_for(Option::is_some) => return,
            };
            let Ok((stream, peer)) = accepted else { continue };
            if !self.is_worker(peer, &listener) {
                tracing::warn!(%peer, "someone else than its worker called a function's Runtime API");
                continue;
            }
            let Ok(permit) = Arc::clone(&room).try_acquire_owned() else { continue };
            let _ = stream.set_nodelay(true);
            let (api, mut ended) = (Arc::clone(&self), ended.clone());
            let connection = async move {
                let service = hyper::service::service_fn(|request| {
                    let api = Arc::clone(&api);
                    async move { Ok::<_, Infallible>(api.answer(request).await) }
                });
                let connection = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service);
                tokio::select! {
                    // A worker that breaks its connection off has ended, or is about to.
                    _ = connection => {}
                    _ = ended.wait_for(Option::is_some) => {}
                }
                drop(permit);
            };
            spawner.spawn("function runtime api", Box::pin(connection));
        }
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path().to_owned();
        let Some(rest) = path.strip_prefix("/2018-06-01/runtime/") else { return not_found() };
        let parts: Vec<&str> = rest.split('/').collect();
        match (request.method(), parts.as_slice()) {
            (&Method::GET, ["invocation", "next"]) => self.next().await,
            (&Method::POST, ["invocation", id, "response"]) => self.settle(id, request, true).await,
            (&Method::POST, ["invocation", id, "error"]) => self.settle(id, request, false).await,
            (&Method::POST, ["init", "error"]) => self.fail_init(request).await,
            _ => not_found(),
        }
    }

    async fn next(&self) -> Response<Full<Bytes>> {
        self.phase.send_if_modified(|it| {
            let is_first = *it == Phase::Starting;
            if is_first {
                *it = Phase::Ready;
            }
            is_first
        });
        let mut jobs = self.jobs.lock().await;
        // Whoever asks for the next event without having answered the last one will not answer it.
        drop(self.lock().take());
        let job = {
            let _asking = Asking::new(&self.asking);
            jobs.recv().await
        };
        let Some(job) = job else {
            return status(StatusCode::GONE, "Gone", "this worker is not needed any more");
        };
        let mut response = Response::builder()
            .header("Content-Type", "application/json")
            .header("Lambda-Runtime-Aws-Request-Id", &job.request_id)
            .header("Lambda-Runtime-Deadline-Ms", job.deadline_epoch_ms)
            .header("Lambda-Runtime-Invoked-Function-Arn", &job.arn)
            .header("Lambda-Runtime-Trace-Id", trace_id(&job.request_id, job.deadline_epoch_ms));
        if let Some(context) = &job.client_context {
            response = response.header("Lambda-Runtime-Client-Context", context);
        }
        *self.lock() = Some((job.request_id, job.reply));
        response.body(Full::new(job.payload)).unwrap_or_else(|_| {
            status(StatusCode::INTERNAL_SERVER_ERROR, "Internal", "this event has no headers")
        })
    }

    async fn settle(&self, id: &str, request: Request<Incoming>, is_result: bool) -> Response<Full<Bytes>> {
        if self.lock().as_ref().is_none_or(|(current, _)| current != id) {
            return status(StatusCode::BAD_REQUEST, "InvalidRequestID", "Invalid request ID");
        }
        let max = if is_result { PAYLOAD_BYTES_MAX } else { FAILURE_BYTES_MAX };
        let answer = match body(request, max).await {
            Body::Whole(bytes) if is_result => Answer::Result(bytes),
            Body::Whole(bytes) => Answer::Failure(bytes),
            Body::TooLarge(size) => Answer::TooLarge(size),
            Body::Broken => return status(StatusCode::BAD_REQUEST, "InvalidBody", "the body broke off"),
        };
        let is_too_large = matches!(answer, Answer::TooLarge(_));
        let Some((_, reply)) = self.lock().take_if(|(current, _)| current == id) else {
            return status(StatusCode::BAD_REQUEST, "InvalidRequestID", "Invalid request ID");
        };
        // Nobody waits when the caller's time is over; the worker need not know.
        let _ = reply.send(answer);
        if is_too_large {
            let message = format!("Exceeded maximum allowed payload size ({max} bytes).");
            return status(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", &message);
        }
        accepted()
    }

    async fn fail_init(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let told = match body(request, FAILURE_BYTES_MAX).await {
            Body::Whole(bytes) => bytes.to_vec(),
            _ => failure::document("Runtime.InitError", "the function's own words are too long or broke off"),
        };
        self.phase.send_if_modified(|it| {
            let is_first = *it == Phase::Starting;
            if is_first {
                *it = Phase::Failed(told);
            }
            is_first
        });
        accepted()
    }

    /// Whether a connection comes from the worker's user, where it has one of its own.
    fn is_worker(&self, peer: SocketAddr, listener: &TcpListener) -> bool {
        let Some(uid) = self.uid else { return true };
        let Ok(local) = listener.local_addr() else { return false };
        match std::fs::read_to_string("/proc/net/tcp") {
            Ok(table) => owner(&table, peer, local) == Some(uid),
            Err(_) => true, // no such table on this platform
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(String, oneshot::Sender<Answer>)>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says that the worker asks, for as long as it lives.
struct Asking<'a>(&'a watch::Sender<bool>);

impl<'a> Asking<'a> {
    fn new(asking: &'a watch::Sender<bool>) -> Self {
        asking.send_replace(true);
        Self(asking)
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.send_replace(false);
    }
}

enum Body {
    Whole(Bytes),
    TooLarge(Option<u64>),
    Broken,
}

async fn body(request: Request<Incoming>, max: usize) -> Body {
    let said = request.headers().get("content-length").and_then(|it| it.to_str().ok()?.parse::<u64>().ok());
    if said.is_some_and(|it| it > max as u64) {
        return Body::TooLarge(said);
    }
    match Limited::new(request.into_body(), max).collect().await {
        Ok(it) => Body::Whole(it.to_bytes()),
        Err(error) if error.downcast_ref::<LengthLimitError>().is_some() => Body::TooLarge(None),
        Err(_) => Body::Broken,
    }
}

fn accepted() -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(b"{\"status\":\"OK\"}\n")));
    *response.status_mut() = StatusCode::ACCEPTED;
    response
}

fn not_found() -> Response<Full<Bytes>> {
    status(StatusCode::NOT_FOUND, "NotFound", "there is no such path in the Lambda Runtime API 2018-06-01")
}

fn status(code: StatusCode, kind: &str, message: &str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(failure::document(kind, message).into()));
    *response.status_mut() = code;
    response
}

/// An X-Ray trace id; nothing is traced, but clients parse it.
fn trace_id(request_id: &str, epoch_ms: i64) -> String {
    let hex: String = request_id.chars().filter(char::is_ascii_hexdigit).collect();
    let (root, parent) = (hex.get(..24).unwrap_or_default(), hex.get(16..32).unwrap_or_default());
    format!("Root=1-{:08x}-{root};Parent={parent};Sampled=0", epoch_ms / 1000)
}

/// The user id at the other end of a connection on this machine, from the kernel's table of connections.
fn owner(table: &str, peer: SocketAddr, local: SocketAddr) -> Option<u32> {
    let hex = |address: SocketAddr| match address {
        SocketAddr::V4(it) => {
            let octets = it.ip().octets();
            Some(format!("{:08X}:{:04X}", u32::from_ne_bytes(octets), it.port()))
        }
        SocketAddr::V6(_) => None,
    };
    let (from, to) = (hex(peer)?, hex(local)?);
    table.lines().find_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let is_it = words.next()? == from && words.next()? == to;
        is_it.then(|| words.nth(4)?.parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_of_a_connection_is_in_the_kernels_table() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
            0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1\n   \
            1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000 58003        0 2 1\n";
        let at = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
        assert_eq!(owner(table, at(50_000), at(8080)), Some(58_003));
        assert_eq!(owner(table, at(50_001), at(8080)), None);
    }

    #[test]
    fn a_trace_id_has_the_form_that_clients_parse() {
        let id = trace_id("01234567-89ab-cdef-0123-456789abcdef", 1_700_000_000_000);
        assert_eq!(id, "Root=1-6553f100-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0");
    }
}
