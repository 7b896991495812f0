//! S3: buckets and objects for every S3 client, through `s3s`, with what that library leaves open closed here.
//!
//! ```text
//! front (every x-amz header signed? session token ours?)
//!   └─ S3Service::call ── guard: no old signatures in headers, lent keys only with their token
//!        └─ s3s (signature, shapes, XML) ── ops: one line an operation ── app::objects
//!   ┌────┘
//!   └─ answer: request id and words into errors, the bucket's CORS rules
//! ```

mod bucket;
mod checksum;
mod condition;
mod cors;
mod fault;
mod header;
mod host;
mod list;
mod object;
mod ops;
mod setting;
mod upload;

use std::cell::Cell;
use std::sync::Arc;

use bytes::Bytes;
use gemel_app::objects::Objects;
use gemel_wire::cors::Origins;
use gemel_wire::sigv4::{self, Evidence};
use gemel_wire::{Protocol, Refusal};
use http::request::Parts;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use s3s::auth::{S3Auth, SecretKey};
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::S3ServiceBuilder;
use s3s::{S3Result, s3_error};
use tokio::sync::Semaphore;

use crate::front::Body;
use host::Hosts;

/// Finds the secret of an access key.
pub type Secrets = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// The largest XML body: a thousand keys of a kilobyte, each byte escaped.
const XML_MAX_BYTES: usize = 8 << 20;
/// The largest file in a form. `s3s` holds it in memory, so it is small; clients upload larger ones with PUT.
const FORM_FILE_MAX_BYTES: u64 = 32 << 20;
/// How many forms are read at once, which bounds the memory they take.
const FORMS_MAX: usize = 4;

tokio::task_local! {
    static CALL: Call;
}

/// What is known of the request under way, beside what `s3s` hands on.
struct Call {
    /// Whether keys that are lent with a session token may sign it: only where the token was checked.
    admits_lent_keys: bool,
    operation: Cell<&'static str>,
}

/// What the configuration says about S3.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Twelve digits.
    pub account_id: String,
    /// The region buckets are in.
    pub region: String,
    /// Domains below which a bucket's name may stand, beside `localhost` and AWS's own.
    pub base_domains: Vec<String>,
    /// Origins that browsers may call from where a bucket has no rules of its own.
    pub origins: Origins,
}

/// The id of a request, which whoever took it from the wire may put into its extensions.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// The S3 endpoint.
pub struct S3Service {
    inner: s3s::service::S3Service,
    objects: Arc<Objects>,
    hosts: Hosts,
    origins: Origins,
    account_id: String,
    forms: Semaphore,
}

impl S3Service {
    /// An endpoint over objects.
    pub fn new(objects: Arc<Objects>, secrets: Secrets, settings: Settings) -> Self {
        let hosts = Hosts::new(&settings.base_domains);
        let (origins, account_id) = (settings.origins.clone(), settings.account_id.clone());
        let endpoint = ops::Endpoint { objects: Arc::clone(&objects), settings };
        let mut builder = S3ServiceBuilder::new(endpoint);
        builder.set_auth(Doorkeeper { secrets });
        builder.set_host(hosts.clone());
        let mut config = S3Config::default();
        config.xml_max_body_size = XML_MAX_BYTES;
        config.post_object_max_file_size = FORM_FILE_MAX_BYTES;
        config.form_max_fields_size = 1 << 20;
        config.form_max_parts = 100;
        builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
        Self { inner: builder.build(), objects, hosts, origins, account_id, forms: Semaphore::new(FORMS_MAX) }
    }

    /// Answers a request whose `x-amz-` headers and session token were checked; gives the operation's name too.
    pub async fn call<B>(&self, request: Request<B>) -> (&'static str, Response<Body>)
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        let request_id = match parts.extensions.get::<RequestId>() {
            Some(given) => given.0.clone(),
            None => uuid::Uuid::new_v4().to_string(),
        };
        let (operation, mut response) = match guard(&parts, &self.account_id) {
            Err(refusal) => {
                let response = refusal.fault(Protocol::RestXml).render(Protocol::RestXml, &request_id);
                ("-", response.map(|it| Full::new(it).map_err(|never| match never {}).boxed_unsync()))
            }
            Ok(admits_lent_keys) => {
                let call = Call { admits_lent_keys, operation: Cell::new("-") };
                let asked = Request::from_parts(parts.clone(), body);
                CALL.scope(call, self.handle(asked, &parts, &request_id)).await
            }
        };
        cors::permit(self, &parts, response.headers_mut()).await;
        if let Ok(id) = HeaderValue::from_str(&request_id) {
            response.headers_mut().insert("x-amz-request-id", id);
        }
        (operation, response)
    }

    /// Lets a browser hand a refusal of the front to the page, by the bucket's rules.
    pub async fn permit(&self, parts: &Parts, headers: &mut http::HeaderMap) {
        cors::permit(self, parts, headers).await;
    }

    /// Answers a preflight for a bucket that has rules of its own; `None` leaves it to the server's.
    pub async fn preflight(&self, parts: &Parts) -> Option<Response<Body>> {
        cors::preflight(self, parts).await
    }

    async fn handle<B>(&self, request: Request<B>, parts: &Parts, id: &str) -> (&'static str, Response<Body>)
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let _permit = if is_form(parts) { self.forms.acquire().await.ok() } else { None };
        let body_error = |it: B::Error| -> Box<dyn std::error::Error + Send + Sync> { it.into() };
        let request = request.map(|it| s3s::Body::http_body_unsync(it.map_err(body_error)));
        let result = self.inner.call(request).await;
        let operation = CALL.try_with(|it| it.operation.get()).unwrap_or("-");
        match result {
            Ok(response) => (operation, fault::finish(response, parts, id)),
            Err(error) => {
                let error: Box<dyn std::error::Error + Send + Sync> = error.into();
                tracing::error!(%error, request_id = id, "an S3 answer could not be written");
                let fault = Refusal::Internal.fault(Protocol::RestXml).render(Protocol::RestXml, id);
                (operation, fault.map(|it| Full::new(it).map_err(|never| match never {}).boxed_unsync()))
            }
        }
    }
}

/// What must be refused before `s3s` sees it; the answer says whether lent keys may sign.
fn guard(parts: &Parts, account_id: &str) -> Result<bool, Refusal> {
    for name in ["x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner"] {
        if parts.headers.get(name).is_some_and(|it| it.as_bytes() != account_id.as_bytes()) {
            return Err(Refusal::Denied("Access Denied".to_owned()));
        }
    }
    match sigv4::evidence(parts)? {
        Evidence::SigV4(claim) => match sigv4::unsigned_amz_header(parts, &claim) {
            Some(name) => Err(Refusal::UnsignedHeader(name.to_owned())),
            None => Ok(true),
        },
        // Signed without a time that anybody checks: whoever saw such a request once could send it for ever.
        Evidence::SigV2 if parts.headers.contains_key("authorization") => {
            Err(Refusal::Algorithm("AWS (signature version 2)".to_owned()))
        }
        Evidence::SigV2 | Evidence::Anonymous => Ok(false),
    }
}

/// Whether a request is a form with a file, which carries its signature inside.
pub(crate) fn is_form(parts: &Parts) -> bool {
    let kind = parts.headers.get("content-type").and_then(|it| it.to_str().ok()).unwrap_or_default();
    parts.method == http::Method::POST && kind.trim_start().to_ascii_lowercase().starts_with("multipart/")
}

/// Gives `s3s` the secrets.
struct Doorkeeper {
    secrets: Secrets,
}

#[async_trait::async_trait]
impl S3Auth for Doorkeeper {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        let is_lent = access_key.starts_with("ASIA");
        if is_lent && !CALL.try_with(|it| it.admits_lent_keys).unwrap_or(false) {
            return Err(s3_error!(InvalidToken, "The provided token is malformed or otherwise invalid."));
        }
        match (self.secrets)(access_key) {
            Some(secret) => Ok(SecretKey::from(secret)),
            None => Err(s3_error!(
                InvalidAccessKeyId,
                "The AWS Access Key Id you provided does not exist in our records."
            )),
        }
    }
}

/// An answer without a body.
fn bare(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Full::new(Bytes::new()).map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests;
