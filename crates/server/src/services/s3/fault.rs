//! Errors of S3: which code each failure has, the words AWS says with it, and the request id in the body.

use bytes::Bytes;
use gemel_app::objects::Failure;
use gemel_model::{Error, Kind};
use gemel_wire::protocol::xml::Writer;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use s3s::{S3Error, S3ErrorCode, s3_error};

use crate::front::Body;

/// The S3 error of a failure.
pub(super) fn of(failure: Failure) -> S3Error {
    match failure {
        Failure::NoSuchBucket => s3_error!(NoSuchBucket),
        Failure::NoSuchKey => s3_error!(NoSuchKey),
        Failure::NoSuchUpload => s3_error!(NoSuchUpload),
        Failure::BucketExists => s3_error!(BucketAlreadyOwnedByYou),
        Failure::BucketNotEmpty => s3_error!(BucketNotEmpty),
        Failure::ConditionFailed => s3_error!(PreconditionFailed),
        Failure::InvalidPart(_) => s3_error!(InvalidPart),
        Failure::PartTooSmall(_) => s3_error!(EntityTooSmall),
        Failure::OutOfRange => s3_error!(InvalidRange),
        Failure::Body(cause) => of_body(cause.as_ref()),
        Failure::Broken(error) => of_error(&error),
    }
}

/// The S3 error of an error of the platform.
fn of_error(error: &Error) -> S3Error {
    match error.kind() {
        Kind::Throttled | Kind::Contention => s3_error!(SlowDown),
        Kind::Denied => s3_error!(AccessDenied),
        Kind::Internal => {
            tracing::error!(error = %error.chain(), "an S3 request failed");
            s3_error!(InternalError)
        }
        _ => s3_error!(InvalidRequest, "{}", error.public_message()),
    }
}

/// The S3 error of a body that could not be read. `s3s` keeps its errors' types to itself; their words are known.
fn of_body(cause: &(dyn std::error::Error + Send + Sync)) -> S3Error {
    let words = cause.to_string();
    if words.contains("Sha256Mismatch") || words.contains("InvalidChecksum") {
        let told = "The provided 'x-amz-content-sha256' header does not match what was computed.";
        return S3Error::with_message(S3ErrorCode::Custom("XAmzContentSHA256Mismatch".into()), told)
            .status(400);
    }
    if words.contains("SignatureMismatch") {
        return s3_error!(SignatureDoesNotMatch);
    }
    if words.contains("FormatError") || words.contains("TooLarge") || words.contains("TooManyTrailer") {
        return s3_error!(InvalidRequest, "The body is not in the chunks that its headers announce.");
    }
    s3_error!(IncompleteBody)
}

/// A status for codes that `s3s` does not know.
pub(super) trait WithStatus {
    fn status(self, status: u16) -> Self;
}

impl WithStatus for S3Error {
    fn status(mut self, status: u16) -> Self {
        self.set_status_code(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST));
        self
    }
}

/// An error with a code of AWS's that `s3s` does not know.
pub(super) fn custom(status: u16, code: &'static str, words: &'static str) -> S3Error {
    S3Error::with_message(S3ErrorCode::Custom(code.into()), words).status(status)
}

/// An error that carries headers.
pub(super) fn with_headers(
    mut error: S3Error,
    headers: impl IntoIterator<Item = (&'static str, String)>,
) -> S3Error {
    let mut map = HeaderMap::new();
    map.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            map.insert(name, value);
        }
    }
    error.set_headers(map);
    error
}

/// Finishes an answer of `s3s`: errors get AWS's words, the resource and the request id; 304 loses its body.
pub(super) fn finish(response: Response<s3s::Body>, parts: &Parts, request_id: &str) -> Response<Body> {
    let status = response.status();
    if status == StatusCode::NOT_MODIFIED {
        let (mut head, _) = response.into_parts();
        head.headers.remove(CONTENT_TYPE);
        head.headers.remove(CONTENT_LENGTH);
        return Response::from_parts(
            head,
            Full::new(Bytes::new()).map_err(|never| match never {}).boxed_unsync(),
        );
    }
    if !(status.is_client_error() || status.is_server_error()) {
        return response.map(BodyExt::boxed_unsync);
    }
    let (mut head, body) = response.into_parts();
    let Some(xml) = body.bytes() else { return Response::from_parts(head, body.boxed_unsync()) };
    let xml = String::from_utf8_lossy(&xml);
    let code = between(&xml, "<Code>", "</Code>").unwrap_or("InternalError");
    let told = between(&xml, "<Message>", "</Message>").map(unescape);
    let mut writer = Writer::default();
    writer.element("Error", |xml| {
        xml.text("Code", code);
        xml.text("Message", told.as_deref().unwrap_or_else(|| words(code)));
        xml.text("Resource", parts.uri.path());
        xml.text("RequestId", request_id);
    });
    head.headers.remove(CONTENT_LENGTH);
    head.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
    let body = Full::new(writer.into_document().into()).map_err(|never| match never {});
    Response::from_parts(head, body.boxed_unsync())
}

fn between<'x>(xml: &'x str, open: &str, close: &str) -> Option<&'x str> {
    let start = xml.find(open)? + open.len();
    let end = xml[start..].find(close)?;
    Some(&xml[start..start + end])
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}

/// What AWS says with a code.
fn words(code: &str) -> &'static str {
    match code {
        "AccessDenied" => "Access Denied",
        "BadDigest" => "The Content-MD5 you specified did not match what we received.",
        "BucketAlreadyOwnedByYou" => {
            "Your previous request to create the named bucket succeeded and you already own it."
        }
        "BucketNotEmpty" => "The bucket you tried to delete is not empty",
        "EntityTooLarge" => "Your proposed upload exceeds the maximum allowed size",
        "EntityTooSmall" => "Your proposed upload is smaller than the minimum allowed size",
        "IncompleteBody" => {
            "You did not provide the number of bytes specified by the Content-Length HTTP header."
        }
        "InternalError" => "We encountered an internal error. Please try again.",
        "InvalidArgument" => "Invalid Argument",
        "InvalidBucketName" => "The specified bucket is not valid.",
        "InvalidDigest" => "The Content-MD5 you specified was invalid.",
        "InvalidPart" => {
            "One or more of the specified parts could not be found.  The part may not have been uploaded, or the \
             specified entity tag may not match the part's entity tag."
        }
        "InvalidPartOrder" => {
            "The list of parts was not in ascending order. Parts must be ordered by part number."
        }
        "InvalidRange" => "The requested range is not satisfiable",
        "InvalidURI" => "Couldn't parse the specified URI.",
        "KeyTooLongError" => "Your key is too long",
        "MalformedXML" => {
            "The XML you provided was not well-formed or did not validate against our published schema"
        }
        "MaxMessageLengthExceeded" => "Your request was too big.",
        "MethodNotAllowed" => "The specified method is not allowed against this resource.",
        "MissingContentLength" => "You must provide the Content-Length HTTP header.",
        "MissingRequestBodyError" => "Request body is empty.",
        "NoSuchBucket" => "The specified bucket does not exist",
        "NoSuchBucketPolicy" => "The bucket policy does not exist",
        "NoSuchCORSConfiguration" => "The CORS configuration does not exist",
        "NoSuchKey" => "The specified key does not exist.",
        "NoSuchLifecycleConfiguration" => "The lifecycle configuration does not exist",
        "NoSuchTagSet" => "The TagSet does not exist",
        "NoSuchUpload" => {
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted \
             or completed."
        }
        "NoSuchVersion" => "The specified version does not exist.",
        "NoSuchWebsiteConfiguration" => "The specified bucket does not have a website configuration",
        "NotImplemented" => "A header you provided implies functionality that is not implemented",
        "ObjectLockConfigurationNotFoundError" => "Object Lock configuration does not exist for this bucket",
        "OwnershipControlsNotFoundError" => "The bucket ownership controls were not found",
        "PreconditionFailed" => "At least one of the pre-conditions you specified did not hold",
        "ReplicationConfigurationNotFoundError" => "The replication configuration was not found",
        "RequestTimeTooSkewed" => {
            "The difference between the request time and the current time is too large."
        }
        "ServerSideEncryptionConfigurationNotFoundError" => {
            "The server side encryption configuration was not found"
        }
        "SignatureDoesNotMatch" => {
            "The request signature we calculated does not match the signature you provided. Check your key and \
             signing method."
        }
        "SlowDown" => "Please reduce your request rate.",
        _ => "The request was refused.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_get_words_resource_and_id() {
        let parts = Response::builder()
            .status(404)
            .body(s3s::Body::from("<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>".to_owned()));
        let request = http::Request::builder().uri("/bucket/a%3Cb").body(()).unwrap().into_parts().0;
        let response = finish(parts.unwrap(), &request, "42");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let body = runtime.block_on(response.into_body().collect()).unwrap().to_bytes();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(
            text.contains("<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>"),
            "{text}"
        );
        assert!(text.contains("<Resource>/bucket/a%3Cb</Resource><RequestId>42</RequestId>"), "{text}");
    }

    #[test]
    fn told_words_are_kept() {
        assert_eq!(unescape("a &lt;b&gt; &amp;lt;"), "a <b> &lt;");
        assert_eq!(between("<Code>X</Code>", "<Code>", "</Code>"), Some("X"));
        assert_eq!(between("<Code>X", "<Code>", "</Code>"), None);
    }
}
