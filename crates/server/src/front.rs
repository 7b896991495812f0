//! The whole life of a request, in one place: who is meant, who asks, one call, one answer, one log line.

use crate::console::{self, Console, Meant};
use crate::keys::Keys;
use crate::services::Services;
use bytes::{Bytes, BytesMut};
use futures::FutureExt as _;
use gemel_app::Caller;
use gemel_model::time::Clock;
use gemel_wire::cors::{self, Origins};
use gemel_wire::message::segments;
use gemel_wire::route::{Addressee, is_preflight, service_of};
use gemel_wire::sigv4::{self, Evidence, KeyCache, Payload, Terms};
use gemel_wire::{Protocol, Refusal, Request, Service};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use metrics_exporter_prometheus::PrometheusHandle;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// An answer's body, whole or streaming.
pub type Body = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// From here on a request took long enough to be told of.
const SLOW_SECONDS: f64 = 1.0;

/// How long a body may pause before its sender is given up.
const BODY_PAUSE_MAX: Duration = Duration::from_secs(30);
/// Signing keys that are kept derived.
const SIGNING_KEYS_MAX: usize = 1_024;

/// What is read away of a refused request's body, and for how long.
const REFUSED_BODY_MAX_BYTES: usize = 64 << 10;
const REFUSED_BODY_MAX_WAIT: Duration = Duration::from_millis(500);

/// What stands before all services.
pub struct Front {
    /// The services.
    pub services: Services,
    /// The web console.
    pub console: Console,
    /// Who may open the door.
    pub keys: Arc<Keys>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Origins browsers may call from.
    pub origins: Origins,
    /// Largest body, S3 objects apart.
    pub body_max_bytes: usize,
    /// Where metrics come from.
    pub metrics: PrometheusHandle,
    /// Whether requests are taken.
    pub ready: AtomicBool,
    /// Why writes fail until the server is started again, if they do.
    pub health: Health,
    signing_keys: KeyCache,
}

/// Tells what is wrong with the engines below, in words; nothing when all is well.
pub type Health = Box<dyn Fn() -> Option<String> + Send + Sync>;

/// What is known of an answered request, for the log and the metrics.
struct Outcome {
    service: &'static str,
    operation: &'static str,
    caller: Option<String>,
    response: Response<Body>,
}

/// What the log tells of a request beside its outcome.
struct Told<'a> {
    request_id: &'a str,
    method: &'a Method,
    path: &'a str,
    seconds: f64,
}

impl Told<'_> {
    /// One line a request: at `info` what was refused, failed or took long, which is what an operator looks for; at
    /// `debug` the others too.
    fn log(&self, outcome: &Outcome) {
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(
                    request_id = self.request_id,
                    service = outcome.service,
                    operation = outcome.operation,
                    caller = outcome.caller,
                    method = %self.method,
                    path = self.path,
                    status = outcome.response.status().as_u16(),
                    duration_ms = self.seconds * 1e3,
                    "request"
                )
            };
        }
        if outcome.response.status().as_u16() >= 400 || self.seconds >= SLOW_SECONDS {
            line!(info);
        } else {
            line!(debug);
        }
    }
}

impl Front {
    /// A front that is ready.
    pub fn new(
        (services, console): (Services, Console),
        (keys, clock): (Arc<Keys>, Arc<dyn Clock>),
        origins: Origins,
        body_max_bytes: usize,
        metrics: PrometheusHandle,
        health: Health,
    ) -> Self {
        Self {
            services,
            console,
            keys,
            clock,
            origins,
            body_max_bytes,
            metrics,
            ready: AtomicBool::new(true),
            health,
            signing_keys: KeyCache::new(SIGNING_KEYS_MAX),
        }
    }

    /// Answers one request; never fails.
    pub async fn answer(&self, request: http::Request<Incoming>) -> Response<Body> {
        let begun = Instant::now();
        let request_id = uuid::Uuid::new_v4().to_string();
        let (parts, body) = request.into_parts();
        let (method, uri) = (parts.method.clone(), parts.uri.clone());
        let waits = parts.version < http::Version::HTTP_2 && parts.headers.contains_key("expect");
        // A panic is a bug of ours: this request fails, says so, and no other one is touched.
        let routed = AssertUnwindSafe(self.route(parts, body, &request_id)).catch_unwind().await;
        let mut outcome = routed.unwrap_or_else(|_| panicked(&request_id));
        let status = outcome.response.status().as_u16();
        if waits && status >= 300 {
            // Whoever waits for "100 Continue" and hears a refusal may send the body or not: what follows on this
            // connection could be either, so nothing may follow.
            outcome.response.headers_mut().insert("connection", HeaderValue::from_static("close"));
        }
        let seconds = begun.elapsed().as_secs_f64();
        metrics::counter!("gemel_requests_total", "service" => outcome.service, "operation" => outcome.operation, "status" => status.to_string()).increment(1);
        metrics::histogram!("gemel_request_seconds", "service" => outcome.service).record(seconds);
        let told = Told { request_id: &request_id, method: &method, path: uri.path(), seconds };
        told.log(&outcome);
        outcome.response
    }

    async fn route(&self, parts: Parts, body: Incoming, request_id: &str) -> Outcome {
        if is_preflight(&parts) {
            let response = match self.services.s3.preflight(&parts).await {
                Some(of_bucket) => of_bucket,
                None => whole(cors::preflight(&parts, &self.origins)),
            };
            return Outcome { service: "-", operation: "preflight", caller: None, response };
        }
        if let Some(response) = self.own_page(&parts) {
            return Outcome { service: "gemel", operation: "page", caller: None, response };
        }
        if let Some(meant) = console::meant(&parts) {
            return self.console(meant, parts, body).await;
        }
        match service_of(&parts) {
            None if is_of_twinmaker(&parts) => self.call(Service::TwinMaker, parts, body, request_id).await,
            Some(Addressee::Known(Service::S3)) | None => self.s3(parts, body, request_id).await,
            Some(Addressee::Known(service)) => self.call(service, parts, body, request_id).await,
            Some(Addressee::Unknown(name)) => {
                let fault = Refusal::UnknownService(name.into_owned()).fault(Protocol::RestJson);
                let response = whole(fault.render(Protocol::RestJson, request_id));
                Outcome { service: "-", operation: "-", caller: None, response }
            }
        }
    }

    /// The console: files and pages for everybody, and the sign-in by a one-time link.
    async fn console(&self, meant: Meant, parts: Parts, body: Incoming) -> Outcome {
        let (operation, response) = match meant {
            Meant::Page => ("console", self.console.page(&parts)),
            Meant::Session => {
                let body = gather(body, console::SESSION_BODY_MAX_BYTES).await.ok();
                ("console-session", self.console.session(&parts, body.as_deref(), self.clock.now()))
            }
        };
        Outcome { service: "gemel", operation, caller: None, response }
    }

    /// A call with a body of bounded size.
    async fn call(&self, service: Service, parts: Parts, body: Incoming, request_id: &str) -> Outcome {
        let protocol = Protocol::of(service, &parts);
        let headers = parts.headers.clone();
        let mut outcome = match self.admit(parts, body).await {
            Err(refusal) => Outcome {
                service: service.signing_name(),
                operation: "-",
                caller: None,
                response: whole(refusal.fault(protocol).render(protocol, request_id)),
            },
            Ok((caller, request)) => {
                let arn = caller.arn.clone();
                let (operation, response) = self.services.call(service, caller, request, request_id).await;
                Outcome { service: service.signing_name(), operation, caller: Some(arn), response }
            }
        };
        cors::permit(&headers, &self.origins, outcome.response.headers_mut());
        outcome
    }

    /// Reads the body and proves who sent it.
    async fn admit(&self, parts: Parts, body: Incoming) -> Result<(Caller, Request), Refusal> {
        // What is unsigned or signed by nobody we know is turned away before its body is read.
        let caller = match self.known_caller(&parts) {
            Ok(caller) => caller,
            Err(refusal) => {
                drain(&parts, body).await;
                return Err(refusal);
            }
        };
        let request = Request { body: gather(body, self.body_max_bytes).await?, parts };
        let Evidence::SigV4(claim) = sigv4::evidence(&request.parts)? else { return Err(Refusal::Unsigned) };
        self.prove(&request.parts, Payload::Whole(&request.body), &claim)?;
        Ok((caller, request))
    }

    /// Who claims to have signed, if it is somebody we know.
    fn known_caller(&self, parts: &Parts) -> Result<Caller, Refusal> {
        let Evidence::SigV4(claim) = sigv4::evidence(parts)? else { return Err(Refusal::Unsigned) };
        if self.keys.secret_of(claim.access_key()).is_none() {
            return Err(Refusal::UnknownKey);
        }
        self.keys.caller(&claim, self.clock.now().seconds())
    }

    fn prove(&self, parts: &Parts, payload: Payload<'_>, claim: &sigv4::Claim<'_>) -> Result<(), Refusal> {
        let secret = self.keys.secret_of(claim.access_key()).ok_or(Refusal::UnknownKey)?;
        let terms = Terms { now: self.clock.now().seconds(), region: None };
        sigv4::verify(&self.signing_keys, parts, payload, claim, &secret, terms).map(drop)
    }

    /// S3 reads and proves its own bodies, which stream; what its library does not check is checked here first.
    async fn s3(&self, mut parts: Parts, body: Incoming, request_id: &str) -> Outcome {
        parts.extensions.insert(crate::services::s3::RequestId(request_id.to_owned()));
        let caller = match self.s3_caller(&parts) {
            Ok(caller) => caller,
            Err(refusal) => {
                drain(&parts, body).await;
                let mut response = refusal.fault(Protocol::RestXml).render(Protocol::RestXml, request_id);
                self.services.s3.permit(&parts, response.headers_mut()).await;
                return Outcome { service: "s3", operation: "-", caller: None, response: whole(response) };
            }
        };
        let (operation, mut response) = self.services.s3.call(http::Request::from_parts(parts, body)).await;
        if let Ok(id) = HeaderValue::from_str(request_id) {
            response.headers_mut().entry("x-amz-request-id").or_insert(id);
        }
        Outcome { service: "s3", operation, caller, response }
    }

    /// Who claims to have signed; nobody when the request is anonymous.
    fn s3_caller(&self, parts: &Parts) -> Result<Option<String>, Refusal> {
        segments(parts.uri.path()).map_err(Refusal::BadPath)?;
        let claim = match sigv4::evidence(parts)? {
            Evidence::SigV4(claim) => claim,
            Evidence::SigV2 => return Ok(None),
            // A form carries its signature inside.
            Evidence::Anonymous if crate::services::s3::is_form(parts) => return Ok(None),
            Evidence::Anonymous => return Err(Refusal::Unsigned),
        };
        if let Some(name) = sigv4::unsigned_amz_header(parts, &claim) {
            return Err(Refusal::UnsignedHeader(name.to_owned()));
        }
        if self.keys.secret_of(claim.access_key()).is_none() {
            return Err(Refusal::UnknownKey);
        }
        self.keys.caller(&claim, self.clock.now().seconds()).map(|it| Some(it.arn))
    }

    fn readiness(&self) -> Response<Body> {
        let text = "text/plain; charset=utf-8";
        if !self.ready.load(Ordering::Acquire) {
            return page(503, text, "shutting down\n");
        }
        match (self.health)() {
            None => page(200, text, "ready\n"),
            Some(words) => page(503, text, format!("{words}\n")),
        }
    }

    /// Health, readiness, metrics, and the way to the console: plain GETs without a signature.
    fn own_page(&self, parts: &Parts) -> Option<Response<Body>> {
        let plain = matches!(parts.method, Method::GET | Method::HEAD)
            && !parts.headers.contains_key("authorization")
            && parts.uri.query().is_none();
        if !plain {
            return None;
        }
        let text = "text/plain; charset=utf-8";
        match parts.uri.path() {
            "/healthz" => Some(page(200, text, "ok\n")),
            "/readyz" => Some(self.readiness()),
            "/metrics" => Some(page(200, "text/plain; version=0.0.4", self.metrics.render())),
            "/" if !is_for_a_bucket(parts) => Some(redirect("/console/")),
            _ => None,
        }
    }
}

/// Whether an unsigned request without any other evidence has the method and path of a TwinMaker operation with a body;
/// what a bucket's URL could be is left to S3.
fn is_of_twinmaker(parts: &Parts) -> bool {
    let Ok(segments) = segments(parts.uri.path()) else { return false };
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    parts.method == Method::POST
        && !crate::services::s3::is_form(parts)
        && gemel_api::twinmaker::operation("POST", &segments).is_some()
}

/// Whether the host names a bucket: `bucket.localhost` asks for the bucket, not for our console.
fn is_for_a_bucket(parts: &Parts) -> bool {
    let host = gemel_wire::route::host(parts).map(gemel_wire::route::without_prefix).unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    name.split_once('.').is_some_and(|(_, base)| base == "localhost" || base.contains("s3."))
}

/// Reads a refused request's small body away: closing with bytes unread would take the answer from the client's hands.
async fn drain(parts: &Parts, body: Incoming) {
    // Who asks first hears the refusal first.
    if !parts.headers.contains_key("expect") {
        let rest = Limited::new(body, REFUSED_BODY_MAX_BYTES).collect();
        let _ = tokio::time::timeout(REFUSED_BODY_MAX_WAIT, rest).await;
    }
}

fn panicked(request_id: &str) -> Outcome {
    tracing::error!(request_id, "the request met a panic; the lines before say where");
    let fault = Refusal::Internal.fault(Protocol::RestJson);
    let response = whole(fault.render(Protocol::RestJson, request_id));
    Outcome { service: "-", operation: "-", caller: None, response }
}

/// The whole body, if it comes in time and is not too large.
async fn gather(body: Incoming, max_bytes: usize) -> Result<Bytes, Refusal> {
    let mut body = Limited::new(body, max_bytes);
    let mut whole = BytesMut::new();
    loop {
        let Ok(frame) = tokio::time::timeout(BODY_PAUSE_MAX, body.frame()).await else {
            return Err(Refusal::BadBody(format!(
                "nothing of the body came for {} seconds",
                BODY_PAUSE_MAX.as_secs()
            )));
        };
        match frame {
            None => return Ok(whole.freeze()),
            Some(Ok(frame)) => whole.extend_from_slice(frame.data_ref().map_or(&[], |it| it.as_ref())),
            Some(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
                return Err(Refusal::BodyTooLarge { limit_bytes: max_bytes as u64 });
            }
            Some(Err(_)) => {
                return Err(Refusal::BadBody("the connection ended before the body did".to_owned()));
            }
        }
    }
}

/// A page of our own.
pub(crate) fn page(status: u16, content_type: &'static str, text: impl Into<Bytes>) -> Response<Body> {
    let mut response = Response::new(Full::new(text.into()).map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    response.headers_mut().insert("content-type", HeaderValue::from_static(content_type));
    response
}

fn redirect(to: &'static str) -> Response<Body> {
    let mut response = page(307, "text/plain; charset=utf-8", "");
    response.headers_mut().insert("location", HeaderValue::from_static(to));
    response
}

/// An answer that is not streamed.
pub(crate) fn whole(response: Response<Bytes>) -> Response<Body> {
    response.map(|it| Full::new(it).map_err(|never| match never {}).boxed_unsync())
}
