//! The console's place until the console exists: one page that says what runs here and what to try.

use crate::front::{Body, page};
use http::{HeaderValue, Response};

/// The page at `/console/`; any other path below it does not exist.
pub(crate) fn page_at(path: &str) -> Response<Body> {
    let mut response = match path {
        "/console" | "/console/" => page(200, "text/html; charset=utf-8", include_str!("console.html")),
        _ => page(404, "text/plain; charset=utf-8", "there is no such page; the console is at /console/\n"),
    };
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    response.headers_mut().insert("content-security-policy", HeaderValue::from_static(policy));
    response.headers_mut().insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    response
}
