//! The console's files, embedded at build time: which one a path means, in which encoding, and how long it may be kept.

use super::{TEXT, fresh};
use crate::front::{Body, page};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response};

/// A file of the built console.
struct Embedded {
    /// Its path below `/console/`.
    name: &'static str,
    /// Tells one content from another.
    hash: &'static str,
    plain: &'static [u8],
    gzip: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
}

/// By name.
const FILES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/console.rs"));
/// What is shown when the console was not built.
static PLACEHOLDER: &[Embedded] = &[Embedded {
    name: INDEX,
    hash: concat!("placeholder-", env!("CARGO_PKG_VERSION")),
    plain: include_bytes!("placeholder.html"),
    gzip: None,
    brotli: None,
}];

/// Whether there is more than the page that says how to build it.
pub(crate) const IS_BUILT: bool = !FILES.is_empty();

const INDEX: &str = "index.html";
/// Names below this hold a hash of the content.
const HASHED: &str = "assets/";

/// Endings of files; a path that ends so and has no file is missing, any other one is a page of the client.
const TYPES: &[(&str, &str)] = &[
    ("css", "text/css; charset=utf-8"),
    ("glb", "model/gltf-binary"),
    ("gltf", "model/gltf+json"),
    ("hdr", "image/vnd.radiance"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("ktx2", "image/ktx2"),
    ("map", "application/json"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", TEXT),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff2", "font/woff2"),
];

/// Answers a GET for a path below `/console/`.
pub(super) fn answer(path: &str, headers: &HeaderMap) -> Response<Body> {
    let files = if IS_BUILT { FILES } else { PLACEHOLDER };
    let accepts_html = text(headers, "accept").contains("text/html");
    match look_up(files, path, accepts_html) {
        Some(file) => file_answer(file, headers),
        None => fresh(page(404, TEXT, "there is no such file; the console is at /console/\n"), "no-cache"),
    }
}

/// The file of a path: itself, or the page of the client, which knows its own routes. Ids of component types have dots,
/// so a dot alone is no ending.
fn look_up<'a>(files: &'a [Embedded], path: &str, accepts_html: bool) -> Option<&'a Embedded> {
    let find = |name: &str| files.binary_search_by(|it| it.name.cmp(name)).ok().map(|at| &files[at]);
    if let Some(file) = find(path) {
        return Some(file);
    }
    if path.starts_with(HASHED) || (type_of(path).is_some() && !accepts_html) {
        return None;
    }
    find(INDEX)
}

fn type_of(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit('/').next()?.rsplit_once('.')?;
    TYPES.iter().find(|(it, _)| *it == ending).map(|(_, it)| *it)
}

fn file_answer(file: &Embedded, headers: &HeaderMap) -> Response<Body> {
    let (encoding, bytes) = encoded(file, &text(headers, "accept-encoding"));
    let tag = format!("\"{}{}\"", file.hash, encoding.map(|it| format!("-{it}")).unwrap_or_default());
    let is_known = text(headers, "if-none-match").split(',').any(|it| {
        let it = it.trim();
        it == "*" || it.strip_prefix("W/").unwrap_or(it) == tag
    });
    let kind = type_of(file.name).unwrap_or("application/octet-stream");
    let mut response =
        if is_known { page(304, kind, "") } else { page(200, kind, Bytes::from_static(bytes)) };
    let kept = if file.name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    response = fresh(response, kept);
    let out = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert("etag", tag);
    }
    if file.gzip.is_some() || file.brotli.is_some() {
        out.insert("vary", HeaderValue::from_static("accept-encoding"));
    }
    if let Some(encoding) = encoding.filter(|_| !is_known) {
        out.insert("content-encoding", HeaderValue::from_static(encoding));
    }
    response
}

/// The smallest form that the client takes.
fn encoded(file: &Embedded, accepted: &str) -> (Option<&'static str>, &'static [u8]) {
    match (file.brotli, file.gzip) {
        (Some(bytes), _) if takes(accepted, "br") => (Some("br"), bytes),
        (_, Some(bytes)) if takes(accepted, "gzip") => (Some("gzip"), bytes),
        _ => (None, file.plain),
    }
}

/// Whether `Accept-Encoding` names an encoding and does not give it a weight of nothing.
fn takes(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|it| {
        let mut parts = it.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|it| it.eq_ignore_ascii_case(encoding));
        let weight = parts.find_map(|it| it.strip_prefix("q=")).map(|it| it.parse::<f32>().unwrap_or(0.0));
        is_named && weight.is_none_or(|it| it > 0.0)
    })
}

fn text(headers: &HeaderMap, name: &str) -> String {
    let values: Vec<&str> = headers.get_all(name).iter().filter_map(|it| it.to_str().ok()).collect();
    values.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn file(name: &'static str) -> Embedded {
        Embedded { name, hash: "h", plain: b"plain", gzip: Some(b"gz"), brotli: Some(b"br") }
    }

    static SOME: &[Embedded] = &[file("assets/app-1.js"), file("icon.svg"), file("index.html")];

    #[test]
    fn paths_mean_files_or_pages_of_the_client() {
        let check = |path: &str, accepts_html: bool, want: Option<&str>| {
            assert_eq!(look_up(SOME, path, accepts_html).map(|it| it.name), want, "{path}");
        };
        check("", false, Some("index.html"));
        check("index.html", false, Some("index.html"));
        check("assets/app-1.js", false, Some("assets/app-1.js"));
        check("assets/app-2.js", true, None);
        check("missing.js", false, None);
        check("missing.png", false, None);
        check("missing.js", true, Some("index.html"));
        check("workspaces/a/entities/e", false, Some("index.html"));
        check("workspaces/a/component-types/com.example.mixer", false, Some("index.html"));
        check("../../etc/passwd", false, Some("index.html"));
    }

    #[test]
    fn the_smallest_form_that_is_taken() {
        let check = |accepted: &str, want: Option<&str>| {
            assert_eq!(encoded(&SOME[0], accepted).0, want, "{accepted}");
        };
        check("gzip, deflate, br", Some("br"));
        check("gzip, deflate, br;q=0", Some("gzip"));
        check("GZIP;q=0.5", Some("gzip"));
        check("identity", None);
        check("", None);
        check("brotli", None);
    }

    #[test]
    fn answers_can_be_kept_and_asked_about() {
        let ask = |name: &'static str, value: &'static str| {
            HeaderMap::from_iter([(http::HeaderName::from_static(name), HeaderValue::from_static(value))])
        };
        let check = |file: &Embedded, headers: &HeaderMap, status: u16, kept: &str, tag: &str| {
            let answer = file_answer(file, headers);
            assert_eq!(answer.status(), status);
            assert_eq!(
                (&answer.headers()["cache-control"], &answer.headers()["etag"]),
                (&HeaderValue::from_str(kept).unwrap(), &HeaderValue::from_str(tag).unwrap())
            );
            assert_eq!(answer.headers()["vary"], "accept-encoding");
        };
        let forever = "public, max-age=31536000, immutable";
        check(&SOME[0], &HeaderMap::new(), 200, forever, "\"h\"");
        check(&SOME[0], &ask("accept-encoding", "br"), 200, forever, "\"h-br\"");
        check(&SOME[2], &ask("if-none-match", "W/\"h\", \"x\""), 304, "no-cache", "\"h\"");
        check(&SOME[2], &ask("if-none-match", "\"h-br\""), 200, "no-cache", "\"h\"");
    }

    #[test]
    fn every_embedded_file_has_a_type_and_they_are_in_order() {
        for it in FILES {
            assert!(type_of(it.name).is_some(), "add the ending of {} to TYPES", it.name);
        }
        assert!(FILES.is_sorted_by(|a, b| a.name < b.name));
        assert!(FILES.is_empty() || FILES.iter().any(|it| it.name == INDEX));
    }
}
