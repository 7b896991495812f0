//! Headers and times of objects, between what S3 says and what is stored.

use std::time::{Duration, UNIX_EPOCH};

use gemel_app::objects::Attributes;
use s3s::dto::{Tag, Tagging, Timestamp, TimestampFormat};
use s3s::{S3Result, s3_error};

use super::fault::custom;

/// What an object without a content type is served as.
pub(super) const DEFAULT_TYPE: &str = "binary/octet-stream";
/// How much user metadata an object may have.
const METADATA_MAX_BYTES: usize = 2048;

/// The headers to keep of an input that has them; a macro, since the inputs share names and no trait.
macro_rules! attributes {
    ($input:expr) => {
        $crate::services::s3::header::checked(gemel_app::objects::Attributes {
            content_type: $input.content_type.take(),
            cache_control: $input.cache_control.take(),
            content_disposition: $input.content_disposition.take(),
            content_encoding: $input.content_encoding.take(),
            content_language: $input.content_language.take(),
            expires_seconds: $input.expires.take().map(|it| $crate::services::s3::header::seconds(&it)),
            website_redirect: $input.website_redirect_location.take(),
            storage_class: $input.storage_class.take().map(|it| it.as_str().to_owned()),
            metadata: $input.metadata.take().unwrap_or_default().into_iter().collect(),
        })
    };
}

/// Refuses headers that promise what is not done: keys of the caller's, locks, grants.
macro_rules! refuse_promises {
    ($input:expr) => {
        if $input.sse_customer_algorithm.is_some()
            || $input.sse_customer_key.is_some()
            || $input.ssekms_key_id.is_some()
            || $input.server_side_encryption.as_ref().is_some_and(|it| it.as_str() != "AES256")
            || $input.object_lock_mode.is_some()
            || $input.object_lock_legal_hold_status.is_some()
        {
            return Err(s3s::s3_error!(
                NotImplemented,
                "customer keys, KMS keys and object locks are not implemented"
            ));
        }
        $crate::services::s3::header::refuse_acl($input.acl.as_ref().map(|it| it.as_str()))?;
        if $input.grant_full_control.is_some() || $input.grant_read.is_some() {
            $crate::services::s3::header::refuse_acl(Some("grants"))?;
        }
    };
}

pub(super) use {attributes, refuse_promises};

/// Attributes as they are kept: without the marks of the transfer, and not too many.
pub(super) fn checked(mut attributes: Attributes) -> S3Result<Attributes> {
    // `aws-chunked` says how the request came, not what the object is.
    attributes.content_encoding = attributes.content_encoding.and_then(|it| {
        let kept: Vec<&str> =
            it.split(',').map(str::trim).filter(|it| !it.is_empty() && *it != "aws-chunked").collect();
        (!kept.is_empty()).then(|| kept.join(","))
    });
    attributes.storage_class = attributes.storage_class.filter(|it| it != "STANDARD");
    let size: usize = attributes.metadata.iter().map(|it| it.0.len() + it.1.len()).sum();
    if size > METADATA_MAX_BYTES {
        return Err(s3_error!(
            MetadataTooLarge,
            "Your metadata headers exceed the maximum allowed metadata size"
        ));
    }
    Ok(attributes)
}

/// Refuses access lists other than the owner's own, as buckets do whose owner has everything.
pub(super) fn refuse_acl(canned: Option<&str>) -> S3Result<()> {
    match canned {
        None | Some("private" | "bucket-owner-full-control") => Ok(()),
        Some(_) => Err(s3_error!(AccessControlListNotSupported, "The bucket does not allow ACLs")),
    }
}

/// A time as S3's shapes have it.
pub(super) fn timestamp(seconds: i64) -> Timestamp {
    let time = match u64::try_from(seconds) {
        Ok(after) => UNIX_EPOCH + Duration::from_secs(after.min(253_402_300_799)),
        Err(_) => UNIX_EPOCH,
    };
    Timestamp::from(time)
}

/// Whole epoch seconds of a time.
pub(super) fn seconds(time: &Timestamp) -> i64 {
    let mut text = Vec::new();
    let written = time.format(TimestampFormat::EpochSeconds, &mut text).ok();
    let text = written.and_then(|()| String::from_utf8(text).ok()).unwrap_or_default();
    text.split('.').next().and_then(|it| it.parse().ok()).unwrap_or_default()
}

/// Tags as S3 sends them in a header: `key=value&key=value`.
pub(super) fn tags_of_header(header: Option<&str>) -> S3Result<Vec<(String, String)>> {
    let Some(header) = header else { return Ok(Vec::new()) };
    let pairs = form_urlencoded::parse(header.as_bytes());
    checked_tags(pairs.map(|(key, value)| (key.into_owned(), value.into_owned())).collect(), 10)
}

/// Tags as S3 sends them in a body.
pub(super) fn tags_of(tagging: Tagging, limit: usize) -> S3Result<Vec<(String, String)>> {
    let pair = |it: Tag| (it.key.unwrap_or_default(), it.value.unwrap_or_default());
    checked_tags(tagging.tag_set.into_iter().map(pair).collect(), limit)
}

fn checked_tags(tags: Vec<(String, String)>, limit: usize) -> S3Result<Vec<(String, String)>> {
    if tags.len() > limit {
        return Err(custom(400, "BadRequest", "Object tags cannot be greater than 10"));
    }
    for (index, (key, value)) in tags.iter().enumerate() {
        if key.is_empty() || key.chars().count() > 128 {
            return Err(s3_error!(InvalidTag, "The TagKey you have provided is invalid"));
        }
        if value.chars().count() > 256 {
            return Err(s3_error!(InvalidTag, "The TagValue you have provided is invalid"));
        }
        if tags[..index].iter().any(|it| it.0 == *key) {
            return Err(s3_error!(InvalidTag, "Cannot provide multiple Tags with the same key"));
        }
    }
    Ok(tags)
}

/// Tags as S3 answers them.
pub(super) fn tag_set(tags: Vec<(String, String)>) -> Vec<Tag> {
    tags.into_iter().map(|(key, value)| Tag { key: Some(key), value: Some(value) }).collect()
}

/// Only the unversioned version exists.
pub(super) fn check_version(version: Option<&str>) -> S3Result<()> {
    match version {
        None | Some("null" | "") => Ok(()),
        Some(_) => Err(s3_error!(NoSuchVersion)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_both_ways() {
        for time in [0, 1, 1_800_000_000, 253_402_300_799] {
            assert_eq!(seconds(&timestamp(time)), time);
        }
        assert_eq!(seconds(&timestamp(-5)), 0);
        assert_eq!(seconds(&timestamp(i64::MAX)), 253_402_300_799);
    }

    #[test]
    fn transfer_encodings_are_not_kept() {
        for (given, want) in
            [("aws-chunked", None), ("gzip,aws-chunked", Some("gzip")), ("gzip, br", Some("gzip,br"))]
        {
            let attributes = Attributes { content_encoding: Some(given.to_owned()), ..Attributes::default() };
            assert_eq!(checked(attributes).unwrap().content_encoding.as_deref(), want, "{given}");
        }
    }

    #[test]
    fn tags_in_headers() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(tags_of_header(Some("a=1&b%20c=%26+x")).unwrap(), [pair("a", "1"), pair("b c", "& x")]);
        assert!(tags_of_header(Some("a=1&a=2")).is_err());
        assert!(tags_of_header(Some("=1")).is_err());
        assert!(tags_of_header(Some("a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=10&k=11")).is_err());
    }
}
