//! Which service a request means, by the cheapest evidence first and never by the body.

use std::borrow::Cow;
use std::fmt;

use http::Method;
use http::request::Parts;

use crate::message::{Plus, decode, header};

/// A service that this server speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    /// IoT TwinMaker.
    TwinMaker,
    /// S3.
    S3,
    /// The token service.
    Sts,
    /// Identities and policies.
    Iam,
    /// Lambda.
    Lambda,
    /// IoT SiteWise.
    SiteWise,
    /// Kinesis Video Streams, with its media and archived media.
    KinesisVideo,
    /// CloudWatch.
    CloudWatch,
    /// CloudTrail.
    CloudTrail,
    /// CloudWatch Logs.
    Logs,
}

impl Service {
    /// Every service.
    pub const ALL: [Self; 10] = [
        Self::TwinMaker,
        Self::S3,
        Self::Sts,
        Self::Iam,
        Self::Lambda,
        Self::SiteWise,
        Self::KinesisVideo,
        Self::CloudWatch,
        Self::CloudTrail,
        Self::Logs,
    ];

    /// The name in a credential scope, in ARNs and in the names of IAM's actions (but CloudWatch's).
    pub fn signing_name(self) -> &'static str {
        match self {
            Self::TwinMaker => "iottwinmaker",
            Self::S3 => "s3",
            Self::Sts => "sts",
            Self::Iam => "iam",
            Self::Lambda => "lambda",
            Self::SiteWise => "iotsitewise",
            Self::KinesisVideo => "kinesisvideo",
            Self::CloudWatch => "monitoring",
            Self::CloudTrail => "cloudtrail",
            Self::Logs => "logs",
        }
    }

    /// The service of a signing name.
    pub fn of(signing_name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.signing_name() == signing_name)
    }
}

impl fmt::Display for Service {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.signing_name())
    }
}

/// Who is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addressee<'a> {
    /// A service that is spoken here.
    Known(Service),
    /// A service that is not: its signing name, or its target.
    Unknown(Cow<'a, str>),
}

/// Finds the service: credential scope, then `X-Amz-Target`, then host, then path.
///
/// `None` says that nothing in the request names a service: a request without a signature, to be answered by
/// S3, whose objects can be public. A CORS preflight carries no signature either; ask [`is_preflight`] first.
pub fn service_of(parts: &Parts) -> Option<Addressee<'_>> {
    by_credential(parts)
        .or_else(|| by_target(parts))
        .or_else(|| by_host(parts).map(Addressee::Known))
        .or_else(|| by_path(parts).map(Addressee::Known))
}

/// Whether a request is a browser's question before a request to another origin.
pub fn is_preflight(parts: &Parts) -> bool {
    parts.method == Method::OPTIONS
        && parts.headers.contains_key("origin")
        && parts.headers.contains_key("access-control-request-method")
}

fn by_credential(parts: &Parts) -> Option<Addressee<'_>> {
    if let Some(value) = header(parts, "authorization") {
        if value.starts_with("AWS ") {
            return Some(Addressee::Known(Service::S3)); // signature version 2
        }
        let start = value.find("Credential=")? + "Credential=".len();
        let credential = value[start..].split(',').next()?;
        return Some(by_scope(credential.trim()));
    }
    let query = parts.uri.query()?;
    for pair in query.split('&') {
        if let Some(credential) = pair.strip_prefix("X-Amz-Credential=") {
            return Some(by_scope(&decode(credential, Plus::Space).unwrap_or(Cow::Borrowed(credential))));
        }
        if pair.starts_with("AWSAccessKeyId=") {
            return Some(Addressee::Known(Service::S3)); // a link of signature version 2
        }
    }
    None
}

/// The last part of a scope but one: a scope of version 4a has no region.
fn by_scope(credential: &str) -> Addressee<'static> {
    let name = credential.rsplit('/').nth(1).unwrap_or_default();
    Service::of(name).map_or_else(|| Addressee::Unknown(Cow::Owned(name.to_owned())), Addressee::Known)
}

fn by_target(parts: &Parts) -> Option<Addressee<'_>> {
    let target = header(parts, "x-amz-target")?;
    let (shape, _) = target.rsplit_once('.').unwrap_or((target, ""));
    let last = shape.rsplit('.').next().unwrap_or_default();
    let known = match last {
        "GraniteServiceVersion20100801" => Service::CloudWatch,
        "CloudTrail_20131101" => Service::CloudTrail,
        "Logs_20140328" => Service::Logs,
        _ => return Some(Addressee::Unknown(Cow::Borrowed(target))),
    };
    Some(Addressee::Known(known))
}

/// The host as received, without its port; HTTP/2 has it in the target.
pub fn host(parts: &Parts) -> Option<&str> {
    let host = header(parts, "host").or_else(|| parts.uri.authority().map(http::uri::Authority::as_str))?;
    if host.starts_with('[') {
        return host.find(']').map(|end| &host[..=end]);
    }
    Some(host.split(':').next().unwrap_or(host))
}

/// A host without the label `api.` or `data.` that SDKs put before an endpoint.
pub fn without_prefix(host: &str) -> &str {
    host.strip_prefix("api.").or_else(|| host.strip_prefix("data.")).unwrap_or(host)
}

fn by_host(parts: &Parts) -> Option<Service> {
    let host = host(parts)?;
    let labels = || without_prefix(host).split('.');
    // `bucket.s3.eu-west-1…` and `s3-eu-west-1…`: of a bucket's host, any label can be the service's.
    if labels().any(|it| it == "s3" || it.starts_with("s3-")) {
        return Some(Service::S3);
    }
    let first = labels().next()?;
    if let Some(service) = Service::of(first) {
        return Some(service);
    }
    // The prefix alone: SiteWise has it too, but its requests are signed and were found by that.
    (without_prefix(host) != host).then_some(Service::TwinMaker)
}

/// For requests that nothing signed: only what cannot be a request for a public object.
fn by_path(parts: &Parts) -> Option<Service> {
    let path = parts.uri.path();
    if let Some(rest) = path.strip_prefix("/service/") {
        return rest.starts_with("GraniteServiceVersion20100801/operation/").then_some(Service::CloudWatch);
    }
    let content_type = header(parts, "content-type").unwrap_or_default();
    if parts.method == Method::POST
        && path == "/"
        && content_type.starts_with("application/x-www-form-urlencoded")
    {
        // AssumeRoleWithWebIdentity and AssumeRoleWithSAML come unsigned.
        return Some(Service::Sts);
    }
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let json = content_type.starts_with("application/json");
    match first {
        "2015-03-31" => Some(Service::Lambda),
        "workspaces"
        | "workspaces-list"
        | "queries"
        | "tags"
        | "tags-list"
        | "pricingplan"
        | "sync-jobs"
        | "metadata-transfer-jobs"
        | "metadata-transfer-jobs-list"
            if json =>
        {
            Some(Service::TwinMaker)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(request: &str) -> Parts {
        let mut lines = request.lines();
        let (method, uri) = lines.next().unwrap().split_once(' ').unwrap();
        let mut builder = http::Request::builder().method(method).uri(uri);
        for line in lines {
            let (name, value) = line.split_once(": ").unwrap();
            builder = builder.header(name, value);
        }
        builder.body(()).unwrap().into_parts().0
    }

    /// Takes a request as `METHOD target` and lines of headers.
    fn check(request: &str, want: &str) {
        let parts = parts(request);
        let got = match service_of(&parts) {
            Some(Addressee::Known(service)) => service.to_string(),
            Some(Addressee::Unknown(name)) => format!("unknown {name}"),
            None => "none".to_owned(),
        };
        assert_eq!(got, want, "{request}");
    }

    #[test]
    fn a_scope_comes_before_all() {
        const HEAD: &str = "authorization: AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/";
        for service in Service::ALL {
            let name = service.signing_name();
            check(&format!("GET /\n{HEAD}{name}/aws4_request, SignedHeaders=host, Signature=0"), name);
            check(&format!("GET /?X-Amz-Credential=AK%2F20260101%2Fr%2F{name}%2Faws4_request"), name);
            check(&format!("GET /?a=1&X-Amz-Credential=AK/20260101/r/{name}/aws4_request"), name);
        }
        check(&format!("GET /\nhost: s3.x\nx-amz-target: Logs_20140328.A\n{HEAD}iam/aws4_request"), "iam");
        check(&format!("GET /\n{HEAD}dynamodb/aws4_request,SignedHeaders=host"), "unknown dynamodb");
        let four_a =
            "authorization: AWS4-ECDSA-P256-SHA256 Credential=AK/20260101/s3/aws4_request, Signature=0";
        check(&format!("GET /\n{four_a}"), "s3");
        check("GET /\nauthorization: AWS AK:c2ln", "s3");
        check("GET /b/k?AWSAccessKeyId=AK&Signature=x&Expires=1", "s3");
        check("GET /\nauthorization: Bearer x\nhost: sts.x", "sts");
        check("GET /?X-Amz-Credential=%zz", "unknown ");
    }

    #[test]
    fn then_target_host_and_path() {
        check("POST /\nx-amz-target: GraniteServiceVersion20100801.ListMetrics", "monitoring");
        let trail = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents";
        check(&format!("POST /\nx-amz-target: {trail}"), "cloudtrail");
        check("POST /\nx-amz-target: CloudTrail_20131101.LookupEvents", "cloudtrail");
        check("POST /\nx-amz-target: secretsmanager.ListSecrets", "unknown secretsmanager.ListSecrets");
        check("GET /x\nhost: api.localhost:8780", "iottwinmaker");
        check("GET /x\nhost: data.twin", "iottwinmaker");
        check("GET /x\nhost: data.iotsitewise.us-east-1.amazonaws.com", "iotsitewise");
        check("GET /x\nhost: data.s3.localhost", "s3");
        check("GET /x\nhost: a.b.s3-eu-west-1.amazonaws.com", "s3");
        check("GET /x\nhost: sts.us-east-1.amazonaws.com", "sts");
        check("GET http://iam.x/y", "iam");
        check("POST /service/GraniteServiceVersion20100801/operation/ListMetrics", "monitoring");
        check("POST /\ncontent-type: application/x-www-form-urlencoded; charset=utf-8", "sts");
        check("GET /2015-03-31/functions/", "lambda");
        check("POST /workspaces-list\ncontent-type: application/json", "iottwinmaker");
        check("GET /workspaces-list\nhost: 127.0.0.1:8780", "none");
        check("GET /bucket/key\nhost: [::1]:8780", "none");
        check("GET /", "none");
    }

    #[test]
    fn hosts() {
        for (given, want) in [("a.b:80", "a.b"), ("[::1]:80", "[::1]"), ("[::1]", "[::1]"), ("h", "h")] {
            assert_eq!(host(&parts(&format!("GET /\nhost: {given}"))), Some(want));
        }
        assert_eq!(host(&parts("GET /\nhost: [::1")), None);
        assert_eq!(without_prefix("api.data.x"), "data.x");
        assert_eq!(without_prefix("apix"), "apix");
    }

    #[test]
    fn preflights() {
        let asks = "origin: http://c\naccess-control-request-method: PUT";
        assert!(is_preflight(&parts(&format!("OPTIONS /workspaces/a\n{asks}"))));
        assert!(!is_preflight(&parts(&format!("GET /workspaces/a\n{asks}"))));
        assert!(!is_preflight(&parts("OPTIONS /workspaces/a\norigin: http://c")));
    }
}
