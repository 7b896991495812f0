//! awsJson 1.0 and 1.1: the operation's name in `X-Amz-Target`, the error's code in the body.

use bytes::Bytes;
use http::Response;
use http::request::Parts;

use super::{REQUEST_ID, answer, fault_json};
use crate::fault::Fault;
use crate::message::header;

/// The two versions, which differ in their content type only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `application/x-amz-json-1.0`
    V10,
    /// `application/x-amz-json-1.1`
    V11,
}

impl Version {
    /// The content type of this version.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::V10 => "application/x-amz-json-1.0",
            Self::V11 => "application/x-amz-json-1.1",
        }
    }
}

/// The operation's name: what follows the last dot of `X-Amz-Target`.
pub fn operation(parts: &Parts) -> Option<&str> {
    let (_, name) = header(parts, "x-amz-target")?.rsplit_once('.')?;
    (!name.is_empty()).then_some(name)
}

/// An answer with a JSON body, already written.
pub fn response(version: Version, body: impl Into<Bytes>, request_id: &str) -> Response<Bytes> {
    answer(200, version.content_type(), body, (REQUEST_ID, request_id))
}

/// A fault: its code in the member `__type`.
pub fn fault(version: Version, fault: &Fault, request_id: &str) -> Response<Bytes> {
    let body = fault_json(&[("__type", &fault.code)], fault);
    answer(fault.status, version.content_type(), body, (REQUEST_ID, request_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations() {
        for (target, want) in [
            ("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents", Some("LookupEvents")),
            ("Logs_20140328.GetLogEvents", Some("GetLogEvents")),
            ("GraniteServiceVersion20100801.", None),
            ("LookupEvents", None),
        ] {
            let request = http::Request::builder().header("x-amz-target", target).body(()).unwrap();
            assert_eq!(operation(&request.into_parts().0), want, "{target}");
        }
    }
}
