//! Conditional requests: the headers' conditions in the platform's form, and what S3 answers when they fail.

use gemel_app::objects::{Condition, Object, Verdict, judge};
use s3s::dto::{ETagCondition, Timestamp};
use s3s::{S3Error, s3_error};

use super::fault;
use super::header::{seconds, timestamp};

/// An ETag condition as a list that the platform reads.
pub(super) fn list(condition: Option<&ETagCondition>) -> Option<String> {
    condition.map(|it| match it {
        ETagCondition::Any => "*".to_owned(),
        ETagCondition::ETag(tag) => tag.value().to_owned(),
    })
}

/// The conditions of a read.
pub(super) fn of(
    if_match: Option<&ETagCondition>,
    if_none_match: Option<&ETagCondition>,
    if_modified_since: Option<&Timestamp>,
    if_unmodified_since: Option<&Timestamp>,
) -> Condition {
    Condition {
        if_match: list(if_match),
        if_none_match: list(if_none_match),
        if_modified_since: if_modified_since.map(seconds),
        if_unmodified_since: if_unmodified_since.map(seconds),
        ..Condition::default()
    }
}

/// Refuses a read whose conditions do not hold.
pub(super) fn admit(condition: &Condition, object: &Object) -> Result<(), S3Error> {
    match judge(condition, object) {
        Verdict::Holds => Ok(()),
        Verdict::Fails => Err(s3_error!(PreconditionFailed)),
        Verdict::Unchanged => {
            let mut date = Vec::new();
            let format = s3s::dto::TimestampFormat::HttpDate;
            // A date that cannot be written is left out; the ETag says enough.
            let _ = timestamp(object.modified_seconds).format(format, &mut date);
            let date = String::from_utf8(date).unwrap_or_default();
            let headers = [("etag", format!("\"{}\"", object.etag)), ("last-modified", date)];
            Err(fault::with_headers(s3_error!(NotModified), headers))
        }
    }
}
