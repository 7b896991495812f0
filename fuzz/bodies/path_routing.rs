//! Paths, queries and routing: nothing panics, each segment is decoded once, forms are bounded.

use super::request::request;
use gemel_wire::message::{Query, segments};
use gemel_wire::protocol::aws_query::Form;
use gemel_wire::{Protocol, route, route::Addressee};

/// One input.
pub fn path_routing(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = Query::parse(text);
        if let Ok(parts) = segments(text) {
            let raw = text.strip_prefix('/').unwrap_or(text);
            let want = if raw.is_empty() { 0 } else { raw.split('/').count() };
            assert_eq!(parts.len(), want, "a segment was split or lost");
        }
    }
    let _ = Form::parse(data);
    let Some((parts, body)) = request(data) else { return };
    let _ = route::is_preflight(&parts);
    let _ = route::host(&parts);
    if let Some(Addressee::Known(service)) = route::service_of(&parts) {
        assert_eq!(route::Service::of(service.signing_name()), Some(service));
        if Protocol::of(service, &parts) == Protocol::AwsQuery {
            let _ = Form::parse(body);
        }
    }
}
