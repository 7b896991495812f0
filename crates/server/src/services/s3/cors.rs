//! CORS of buckets: what their stored rules say to browsers; the server's own policy where there are none.

use gemel_wire::cors::{self, Rule};
use gemel_wire::{Fault, Protocol};
use http::request::Parts;
use http::{HeaderMap, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use s3s::dto::CORSConfiguration;

use super::{S3Service, bare, setting};
use crate::front::Body;

/// The rules of the bucket that a request is about; `None` when it has none.
async fn rules(service: &S3Service, parts: &Parts) -> Option<Vec<Rule>> {
    let name = service.hosts.bucket_of(parts)?;
    let bucket = service.objects.bucket(&name).await.ok()?;
    let stored: CORSConfiguration = setting::read(&bucket, setting::CORS).ok().flatten()?;
    Some(stored.cors_rules.into_iter().map(rule).collect())
}

fn rule(stored: s3s::dto::CORSRule) -> Rule {
    Rule {
        allowed_origins: stored.allowed_origins,
        allowed_methods: stored.allowed_methods,
        allowed_headers: stored.allowed_headers.unwrap_or_default(),
        expose_headers: stored.expose_headers.unwrap_or_default(),
        max_age_seconds: stored.max_age_seconds.and_then(|it| u32::try_from(it).ok()),
    }
}

/// Answers a preflight as the bucket's rules say; `None` when it has no rules.
pub(super) async fn preflight(service: &S3Service, parts: &Parts) -> Option<Response<Body>> {
    let (origin, method, headers) = cors::asked(parts)?;
    let rules = rules(service, parts).await?;
    if let Some(grant) = cors::evaluate(&rules, origin, method, &headers) {
        let mut response = bare(StatusCode::OK);
        response.headers_mut().extend(grant.headers().clone());
        return Some(response);
    }
    let words = "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, \
                 request method / Access-Control-Request-Method or Access-Control-Request-Headers are not \
                 whitelisted by the resource's CORS spec.";
    let id = uuid::Uuid::new_v4().simple().to_string();
    let fault = Fault::new(403, "AccessForbidden", words)
        .with("Method", method)
        .with("ResourceType", if parts.uri.path().matches('/').count() > 1 { "OBJECT" } else { "BUCKET" });
    let response = fault.render(Protocol::RestXml, &id);
    Some(response.map(|it| Full::new(it).map_err(|never| match never {}).boxed_unsync()))
}

/// Adds to an answer what lets the browser hand it to the page.
pub(super) async fn permit(service: &S3Service, parts: &Parts, answer: &mut HeaderMap) {
    let Some(origin) = parts.headers.get("origin").and_then(|it| it.to_str().ok()) else { return };
    match rules(service, parts).await {
        None => cors::permit(&parts.headers, &service.origins, answer),
        Some(rules) => {
            if let Some(grant) = cors::evaluate(&rules, origin, parts.method.as_str(), &[]) {
                answer.extend(grant.headers().clone());
            }
        }
    }
}
