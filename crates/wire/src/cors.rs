//! CORS: what browsers of other origins may do, for the JSON services by one policy, for S3 by bucket rules.

use bytes::Bytes;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode};

use crate::message::header;

const METHODS: &str = "GET, PUT, POST, DELETE, HEAD";
const EXPOSED: &str = "x-amzn-requestid, x-amzn-errortype, x-amz-request-id, etag, content-length, date";
/// Each distinct URL costs a preflight, so browsers shall remember the answer as long as they are willing to.
const MAX_AGE_SECONDS: &str = "7200";
const VARIES: &str = "origin, access-control-request-method, access-control-request-headers";

/// The origins that may call the JSON services.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origins {
    /// Every origin. Nothing is given away by that: there are no cookies, each request is signed.
    #[default]
    Any,
    /// These, such as `https://plant.example`; a `*` in one stands for any text.
    Listed(Vec<String>),
}

impl Origins {
    fn allow<'o>(&self, origin: &'o HeaderValue) -> Option<&'o HeaderValue> {
        match self {
            Self::Any => Some(origin),
            Self::Listed(patterns) => {
                let text = origin.to_str().ok()?;
                patterns.iter().any(|it| matches(it, text)).then_some(origin)
            }
        }
    }
}

/// Answers a preflight for a JSON service: 204, and without permission if the origin is not allowed.
pub fn preflight(parts: &Parts, origins: &Origins) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static(VARIES));
    let Some(origin) = parts.headers.get(ORIGIN).and_then(|it| origins.allow(it)) else { return response };
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE_SECONDS));
    if let Some(asked) = parts.headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    response
}

/// Adds to an answer of a JSON service, also to a fault, what lets the browser hand it to the page.
pub fn permit(request: &HeaderMap, origins: &Origins, answer: &mut HeaderMap) {
    let Some(origin) = request.get(ORIGIN) else { return };
    answer.append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origins.allow(origin) {
        answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        answer.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    }
}

/// One rule of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// Origins, with at most one `*` in each.
    pub allowed_origins: Vec<String>,
    /// Methods, such as `GET`.
    pub allowed_methods: Vec<String>,
    /// Headers that a preflight may ask for, with at most one `*` in each.
    pub allowed_headers: Vec<String>,
    /// Headers of the answer that the page may read.
    pub expose_headers: Vec<String>,
    /// How long a browser may remember a preflight.
    pub max_age_seconds: Option<u32>,
}

/// What a rule grants to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    headers: HeaderMap,
}

impl Grant {
    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

/// Finds the first rule that a request meets, as S3 does. For a preflight, `method` and `request_headers`
/// are those it asks for; for the request itself, `request_headers` is empty.
pub fn evaluate(rules: &[Rule], origin: &str, method: &str, request_headers: &[&str]) -> Option<Grant> {
    let (rule, pattern) = rules.iter().find_map(|rule| {
        let pattern = rule.allowed_origins.iter().find(|it| matches(it, origin))?;
        let method = rule.allowed_methods.iter().any(|it| it == method);
        let headers = request_headers.iter().all(|name| {
            let name = name.trim().to_ascii_lowercase();
            rule.allowed_headers.iter().any(|it| matches(&it.to_ascii_lowercase(), &name))
        });
        (method && headers).then_some((rule, pattern))
    })?;
    let mut headers = HeaderMap::new();
    let mut put = |name, value: &str| {
        // What is no header value cannot be sent; a rule that holds such a name grants the rest.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    if pattern == "*" {
        put(ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    } else {
        put(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        put(ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    put(ACCESS_CONTROL_ALLOW_METHODS, &rule.allowed_methods.join(", "));
    if !request_headers.is_empty() {
        put(ACCESS_CONTROL_ALLOW_HEADERS, &request_headers.join(", ").to_ascii_lowercase());
    }
    if !rule.expose_headers.is_empty() {
        put(ACCESS_CONTROL_EXPOSE_HEADERS, &rule.expose_headers.join(", "));
    }
    if let Some(seconds) = rule.max_age_seconds {
        put(ACCESS_CONTROL_MAX_AGE, &seconds.to_string());
    }
    put(VARY, VARIES);
    Some(Grant { headers })
}

/// What a preflight asks for: origin, method and the names of headers, as [`evaluate`] takes them.
pub fn asked(parts: &Parts) -> Option<(&str, &str, Vec<&str>)> {
    let origin = header(parts, ORIGIN.as_str())?;
    let method = header(parts, ACCESS_CONTROL_REQUEST_METHOD.as_str())?;
    let names = header(parts, ACCESS_CONTROL_REQUEST_HEADERS.as_str()).unwrap_or_default();
    let names = names.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    Some((origin, method, names))
}

/// A pattern with at most one `*`, which stands for any text; a second one is itself.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, tail)) => {
            text.len() >= head.len() + tail.len() && text.starts_with(head) && text.ends_with(tail)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(headers: &HeaderMap) -> Vec<String> {
        let mut lines: Vec<_> =
            headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
        lines.sort();
        lines
    }

    fn asking(origin: &str) -> Parts {
        let request = http::Request::builder()
            .method("OPTIONS")
            .header("origin", origin)
            .header("access-control-request-method", "PUT")
            .header("access-control-request-headers", "authorization, X-Amz-Date")
            .body(());
        request.unwrap().into_parts().0
    }

    #[test]
    fn json_services_echo() {
        let response = preflight(&asking("http://c"), &Origins::Any);
        assert_eq!(response.status(), 204);
        assert_eq!(
            shown(response.headers()),
            [
                "access-control-allow-headers: authorization, X-Amz-Date",
                "access-control-allow-methods: GET, PUT, POST, DELETE, HEAD",
                "access-control-allow-origin: http://c",
                "access-control-max-age: 7200",
                "vary: origin, access-control-request-method, access-control-request-headers",
            ]
        );
    }

    #[test]
    fn listed_origins_only() {
        let listed = Origins::Listed(vec!["https://plant.example".into(), "http://localhost:*".into()]);
        for (origin, want) in [
            ("https://plant.example", true),
            ("http://localhost:3000", true),
            ("http://plant.example", false),
            ("https://plant.example.evil", false),
            ("null", false),
        ] {
            let response = preflight(&asking(origin), &listed);
            assert_eq!(response.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN), want, "{origin}");
            let mut answer = HeaderMap::new();
            permit(&asking(origin).headers, &listed, &mut answer);
            assert_eq!(answer.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN), want, "{origin}");
            assert!(answer.contains_key(VARY));
        }
        let mut answer = HeaderMap::new();
        permit(&HeaderMap::new(), &listed, &mut answer);
        assert!(answer.is_empty());
    }

    fn rules() -> Vec<Rule> {
        let list = |items: &[&str]| items.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        vec![
            Rule {
                allowed_origins: list(&["https://*.plant.example"]),
                allowed_methods: list(&["PUT", "GET"]),
                allowed_headers: list(&["x-amz-*", "Content-Type"]),
                expose_headers: list(&["ETag"]),
                max_age_seconds: Some(60),
            },
            Rule { allowed_origins: list(&["*"]), allowed_methods: list(&["GET"]), ..Rule::default() },
        ]
    }

    /// The rule that grants: 1 echoes the origin, 2 answers `*`.
    fn check(origin: &str, method: &str, headers: &[&str], want: Option<&str>) {
        let grant = evaluate(&rules(), origin, method, headers);
        let got = grant.as_ref().map(|it| it.headers()[ACCESS_CONTROL_ALLOW_ORIGIN].to_str().unwrap());
        assert_eq!(got, want, "{origin} {method} {headers:?}");
    }

    #[test]
    fn bucket_rules_in_order() {
        let plant = "https://a.plant.example";
        check(plant, "PUT", &["content-type", "X-Amz-Meta-A"], Some(plant));
        check(plant, "GET", &[], Some(plant));
        check(plant, "PUT", &["authorization"], None);
        check(plant, "DELETE", &[], None);
        check(plant, "get", &[], None);
        check("https://plant.example", "GET", &[], Some("*"));
        check("http://x", "GET", &[], Some("*"));
        check("http://x", "GET", &["range"], None);
        check("http://x", "PUT", &[], None);
        assert_eq!(evaluate(&[], "http://x", "GET", &[]), None);
    }

    #[test]
    fn a_grant_has_its_headers() {
        let parts = asking("https://a.plant.example");
        let (origin, method, _) = asked(&parts).unwrap();
        let grant = evaluate(&rules(), origin, method, &["Content-Type"]).unwrap();
        assert_eq!(
            shown(grant.headers()),
            [
                "access-control-allow-credentials: true",
                "access-control-allow-headers: content-type",
                "access-control-allow-methods: PUT, GET",
                "access-control-allow-origin: https://a.plant.example",
                "access-control-expose-headers: ETag",
                "access-control-max-age: 60",
                "vary: origin, access-control-request-method, access-control-request-headers",
            ]
        );
        assert_eq!(asked(&parts).unwrap().2, ["authorization", "X-Amz-Date"]);
    }
}
