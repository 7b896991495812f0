//! Where the bucket's name stands: before the host, or first in the path.

use std::sync::Arc;

use http::request::Parts;
use s3s::S3Result;
use s3s::host::{S3Host, VirtualHost};

/// The domains below which the label before them is a bucket.
#[derive(Debug, Clone)]
pub(super) struct Hosts {
    base_domains: Arc<[String]>,
}

impl Hosts {
    pub(super) fn new(base_domains: &[String]) -> Self {
        let base_domains = base_domains.iter().map(|it| it.trim_matches('.').to_ascii_lowercase());
        Self { base_domains: base_domains.filter(|it| !it.is_empty()).collect() }
    }

    /// The bucket in a host name, if it names one.
    pub(super) fn bucket<'h>(&self, host: &'h str) -> Option<&'h str> {
        let name = without_port(host);
        let lower = name.to_ascii_lowercase();
        let bases =
            ["localhost", "s3.localhost"].into_iter().chain(self.base_domains.iter().map(String::as_str));
        let known =
            bases.filter_map(|it| lower.strip_suffix(it)?.strip_suffix('.')).min_by_key(|it| it.len());
        let bucket = match known {
            Some(bucket) => bucket,
            None => amazon(&lower)?,
        };
        // Endpoints of their own, not buckets.
        let is_bucket = !bucket.is_empty() && !self.is_base(&lower) && bucket != "s3";
        is_bucket.then(|| &name[..bucket.len()])
    }

    fn is_base(&self, host: &str) -> bool {
        self.base_domains.iter().any(|it| it == host)
    }

    /// The bucket that a request is about, if it names one.
    pub(super) fn bucket_of(&self, parts: &Parts) -> Option<String> {
        let host = gemel_wire::route::host(parts).unwrap_or_default();
        if let Some(bucket) = self.bucket(host) {
            return Some(bucket.to_owned());
        }
        let first = parts.uri.path().split('/').nth(1)?;
        (!first.is_empty()).then(|| first.to_owned())
    }
}

impl S3Host for Hosts {
    fn parse_host_header<'a>(&'a self, host: &'a str) -> S3Result<VirtualHost<'a>> {
        let domain = VirtualHost::new(host);
        Ok(match self.bucket(host) {
            Some(bucket) => domain.with_bucket(bucket.to_ascii_lowercase()),
            None => domain,
        })
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => host,
    }
}

/// The bucket before AWS's own names: `bucket.s3.region.amazonaws.com`, `bucket.s3-region.amazonaws.com`,
/// `bucket.s3.dualstack.region.amazonaws.com`.
fn amazon(host: &str) -> Option<&str> {
    let rest = host.strip_suffix(".amazonaws.com").or_else(|| host.strip_suffix(".amazonaws.com.cn"))?;
    // The bucket may hold dots, and even a label `s3`: the last one that leaves only a region is the service.
    let mut labels: Vec<usize> = rest.match_indices('.').map(|it| it.0 + 1).collect();
    labels.push(0);
    labels.sort_unstable_by(|a, b| b.cmp(a));
    let is_service = |at: &&usize| {
        let tail = &rest[**at..];
        tail == "s3" || tail.starts_with("s3.") || (tail.starts_with("s3-") && !tail.contains('.'))
    };
    let at = *labels.iter().find(is_service)?;
    rest[..at].strip_suffix('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_found_in_hosts() {
        let hosts = Hosts::new(&["gemel.example.com".to_owned()]);
        for (host, want) in [
            ("localhost:8780", None),
            ("bucket.localhost:8780", Some("bucket")),
            ("bucket.localhost", Some("bucket")),
            ("BUCKET.localhost", Some("BUCKET")),
            ("a.b.localhost", Some("a.b")),
            ("s3.localhost", None),
            ("bucket.s3.localhost", Some("bucket")),
            ("127.0.0.1:8780", None),
            ("[::1]:8780", None),
            ("gemel.example.com", None),
            ("bucket.gemel.example.com", Some("bucket")),
            ("elsewhere.example.com", None),
            ("s3.amazonaws.com", None),
            ("s3.eu-west-1.amazonaws.com", None),
            ("bucket.s3.amazonaws.com", Some("bucket")),
            ("my.bucket.s3.eu-west-1.amazonaws.com", Some("my.bucket")),
            ("my.s3.bucket.s3.eu-west-1.amazonaws.com", Some("my.s3.bucket")),
            ("bucket.s3-eu-west-1.amazonaws.com", Some("bucket")),
            ("bucket.s3.dualstack.eu-west-1.amazonaws.com", Some("bucket")),
            ("iottwinmaker.eu-west-1.amazonaws.com", None),
            ("", None),
        ] {
            assert_eq!(hosts.bucket(host), want, "{host}");
        }
    }
}
