//! The web console: its embedded files, the few things it is told before anybody has signed in, and the sign-in by a
//! one-time link.

mod assets;
pub(crate) mod link;

pub(crate) use assets::IS_BUILT;

use crate::front::{Body, page};
use crate::keys::Keys;
use gemel_model::time::Timestamp;
use gemel_wire::sigv4::{self, Evidence};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;

/// How long the credentials of a redeemed link are good.
const SESSION_SECONDS: i64 = 12 * 3_600;
/// A redemption holds one token; anything larger is none.
pub(crate) const SESSION_BODY_MAX_BYTES: usize = 4 << 10;

/// What to do when the console was not built.
pub(crate) const HOW_TO_BUILD: &str = "make console && cargo build --release";

const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";

/// What stands below `/console/`.
pub struct Console {
    links: PathBuf,
    public_url: Option<String>,
    account_id: String,
    region: String,
    keys: Arc<Keys>,
    policy: HeaderValue,
}

/// What a console must be told.
pub struct Settings {
    /// The data folder, for links.
    pub data: PathBuf,
    /// The address clients use, when it is not the one listened on.
    pub public_url: Option<String>,
    /// Twelve digits.
    pub account_id: String,
    /// Such as `us-east-1`.
    pub region: String,
    /// Other origins that pages may load from.
    pub connect: Vec<String>,
}

/// What a request for the console is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    /// A file, or a page of the client.
    Page,
    /// The redemption of a link.
    Session,
}

/// Whether a request is for the console. A signature, in a header or a presigned link, means a bucket of that name.
pub(crate) fn meant(parts: &Parts) -> Option<Meant> {
    let path = parts.uri.path();
    let is_below = path == "/console" || path.starts_with("/console/");
    if !is_below || !matches!(sigv4::evidence(parts), Ok(Evidence::Anonymous)) {
        return None;
    }
    match parts.method {
        Method::GET | Method::HEAD => Some(Meant::Page),
        _ if path == "/console/session" => Some(Meant::Session),
        _ => None,
    }
}

impl Console {
    /// The console of a data folder.
    pub fn new(settings: Settings, keys: Arc<Keys>) -> Self {
        let Settings { data, public_url, account_id, region, connect } = settings;
        let links = link::folder(&data);
        let policy = HeaderValue::from_str(&policy(&connect));
        let policy = policy.unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"));
        Self { links, public_url, account_id, region, keys, policy }
    }

    /// A file, a page of the client, or what the console must know before anybody signs in.
    pub(crate) fn page(&self, parts: &Parts) -> Response<Body> {
        let mut response = match parts.uri.path() {
            "/console" => redirect(parts.uri.query()),
            "/console/config.json" => {
                let told = json!({ "version": env!("CARGO_PKG_VERSION"), "region": self.region });
                fresh(page(200, JSON, told.to_string()), "no-cache")
            }
            "/console/session" => {
                let mut response = refusal(405, "sign in by POST /console/session");
                response.headers_mut().insert("allow", HeaderValue::from_static("POST"));
                response
            }
            path => assets::answer(path.strip_prefix("/console/").unwrap_or_default(), &parts.headers),
        };
        self.protect(response.headers_mut());
        response
    }

    /// Takes a link's token and gives temporary credentials for it, once.
    pub(crate) fn session(&self, parts: &Parts, body: Option<&[u8]>, now: Timestamp) -> Response<Body> {
        let done = self.check(parts).and_then(|()| self.redeem(body, now));
        let mut response = match done {
            Ok(credentials) => page(200, JSON, credentials),
            Err((status, message)) => refusal(status, &message),
        };
        response = fresh(response, "no-store");
        self.protect(response.headers_mut());
        response
    }

    /// Only the console's own page may redeem: no other site, and no form of one.
    fn check(&self, parts: &Parts) -> Result<(), (u16, String)> {
        if parts.method != Method::POST {
            return Err((405, "sign in by POST /console/session".to_owned()));
        }
        if let Some(origin) = parts.headers.get("origin") {
            let origin = origin.to_str().unwrap_or("null");
            if !is_own(
                origin,
                &parts.headers,
                parts.uri.authority().map(http::uri::Authority::as_str),
                self.public_url.as_deref(),
            ) {
                return Err((403, format!("`{origin}` is not this server; open the link as it was printed")));
            }
        }
        let content_type =
            parts.headers.get("content-type").and_then(|it| it.to_str().ok()).unwrap_or("none");
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case(JSON) {
            return Err((415, format!("the content type is `{content_type}`, it must be application/json")));
        }
        Ok(())
    }

    fn redeem(&self, body: Option<&[u8]>, now: Timestamp) -> Result<String, (u16, String)> {
        let body =
            body.ok_or_else(|| (413, format!("the body has more than {SESSION_BODY_MAX_BYTES} bytes")))?;
        let told: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        let token = told.get("link").and_then(serde_json::Value::as_str);
        let token = token.ok_or_else(|| (400, "the body must be JSON with the member `link`".to_owned()))?;
        link::redeem(&self.links, token, now.seconds()).map_err(|message| (403, message))?;
        let ends = now.seconds() + SESSION_SECONDS;
        let lent = self.keys.lend(&self.keys.root_caller().arn, ends).map_err(|words| {
            tracing::error!(cause = words, "a console link was redeemed, but no credentials could be made");
            (500, "the server could not make credentials; its log says why".to_owned())
        })?;
        tracing::info!("a console link was redeemed");
        let answer = json!({
            "accessKeyId": lent.access_key_id,
            "secretAccessKey": lent.secret_access_key,
            "sessionToken": lent.session_token,
            "expiration": Timestamp::from_seconds(ends).to_string(),
            "accountId": self.account_id,
            "region": self.region,
        });
        Ok(answer.to_string())
    }

    /// What every answer below `/console` carries.
    fn protect(&self, headers: &mut HeaderMap) {
        headers.insert("content-security-policy", self.policy.clone());
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
}

/// Whether an `Origin` is this server: its authority is the request's own, or that of the configured address.
fn is_own(origin: &str, headers: &HeaderMap, authority: Option<&str>, public_url: Option<&str>) -> bool {
    let Some((_, origin)) = origin.split_once("://") else { return false };
    let host = headers.get("host").and_then(|it| it.to_str().ok()).or(authority);
    let public =
        public_url.and_then(|it| it.split_once("://")).map(|(_, it)| it.split('/').next().unwrap_or(it));
    [host, public].into_iter().flatten().any(|it| it.eq_ignore_ascii_case(origin))
}

/// What the pages may load, and from where.
fn policy(connect: &[String]) -> String {
    let others: String = connect.iter().flat_map(|it| [" ", it.as_str()]).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; \
         style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:{others}; font-src 'self' data:; \
         media-src 'self' blob:; connect-src 'self' blob: data:{others}; manifest-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    )
}

fn redirect(query: Option<&str>) -> Response<Body> {
    let mut response = page(307, TEXT, "");
    let to = query.map_or_else(|| "/console/".to_owned(), |it| format!("/console/?{it}"));
    if let Ok(to) = HeaderValue::from_str(&to) {
        response.headers_mut().insert("location", to);
    }
    response
}

fn refusal(status: u16, message: &str) -> Response<Body> {
    page(status, JSON, json!({ "message": message }).to_string())
}

fn fresh(mut response: Response<Body>, how: &'static str) -> Response<Body> {
    response.headers_mut().insert("cache-control", HeaderValue::from_static(how));
    response
}

#[cfg(test)]
mod tests;
