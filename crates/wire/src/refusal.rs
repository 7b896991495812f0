//! Why the front end turns a request away before any service sees it, and what each protocol calls that.

use crate::fault::Fault;
use crate::message::Malformed;
use crate::protocol::Protocol;
use crate::timestamp::format_amz;

/// A reason to refuse. [`Refusal::fault`] gives it the code, status and words of a protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no signature, and the call needs one.
    Unsigned,
    /// The signature lacks a part or has it in a wrong form; the words say which.
    Incomplete(String),
    /// The request is signed in a way that is not served; carries its name.
    Algorithm(String),
    /// The header and the query both carry a signature.
    TwoSignatures,
    /// The signature is not the one that this key makes of this request.
    Mismatch,
    /// Nobody has this access key.
    UnknownKey,
    /// The session token is missing, not ours, or not of this key.
    BadToken,
    /// The session's time is over.
    ExpiredToken,
    /// The signer's clock (epoch seconds) is more than 15 minutes away from ours.
    Skewed {
        /// The time in the signature.
        signed: i64,
        /// Our time.
        now: i64,
    },
    /// A presigned link that was good until `until`, epoch seconds.
    LinkExpired {
        /// The last good second.
        until: i64,
        /// Our time.
        now: i64,
    },
    /// A presigned link for a time that is no number or longer than seven days.
    LinkTooLong,
    /// The day in the credential scope is not the day of the signature.
    ScopeDate {
        /// The scope's day.
        scope: String,
        /// The signature's time, epoch seconds.
        signed: i64,
    },
    /// The scope names another region.
    ScopeRegion {
        /// The scope's region.
        given: String,
        /// Ours.
        expected: String,
    },
    /// The body is not the one whose hash was declared.
    BodyHash,
    /// The body's hash was declared in no form that is known here.
    BodyHashForm,
    /// An `x-amz-` header that the signature does not cover.
    UnsignedHeader(String),
    /// The caller is known and may not do this; the words name who, what and on what.
    Denied(String),
    /// The service has no operation at this method and path, or of this name.
    UnknownOperation(String),
    /// No service has this signing name or target.
    UnknownService(String),
    /// The operation exists at AWS and is not served here; carries its name.
    NotImplemented(String),
    /// The path or query cannot be decoded.
    BadPath(Malformed),
    /// The body cannot be parsed; the words say where.
    BadBody(String),
    /// The body's content type is not one of the protocol.
    ContentType(String),
    /// The body is longer than the limit.
    BodyTooLarge {
        /// The limit that holds.
        limit_bytes: u64,
    },
    /// Too many requests: come back later.
    Throttled,
    /// Our fault; the log knows more.
    Internal,
}

/// Status and code per protocol, in the order restJson, awsJson, query, restXml (S3).
type Row = [(u16, &'static str); 4];

/// One code for restJson and awsJson, whose statuses differ: awsJson has 400 for every fault of the sender.
const fn row(
    rest_status: u16,
    json: &'static str,
    query: (u16, &'static str),
    s3: (u16, &'static str),
) -> Row {
    let aws_status = if rest_status < 500 { 400 } else { rest_status };
    [(rest_status, json), (aws_status, json), query, s3]
}

impl Refusal {
    /// The fault as a protocol says it.
    pub fn fault(&self, protocol: Protocol) -> Fault {
        let column = match protocol {
            Protocol::RestJson => 0,
            Protocol::AwsJson10 | Protocol::AwsJson11 => 1,
            Protocol::AwsQuery => 2,
            Protocol::RestXml => 3,
        };
        let (status, code) = self.row()[column];
        let words = match protocol {
            Protocol::RestXml => self.s3_words().unwrap_or_else(|| self.words()),
            _ => self.words(),
        };
        let fault = Fault::new(status, code, words);
        match (protocol, self) {
            (Protocol::RestXml, Self::UnsignedHeader(name)) => fault.with("HeadersNotSigned", name),
            // boto3 and others ask again in the region that this member names.
            (Protocol::RestXml, Self::ScopeRegion { expected, .. }) => fault.with("Region", expected),
            _ => fault,
        }
    }

    fn row(&self) -> Row {
        const SIGNATURE: &str = "InvalidSignatureException";
        const MISMATCH: (u16, &str) = (403, "SignatureDoesNotMatch");
        const BAD_HEADER: (u16, &str) = (400, "AuthorizationHeaderMalformed");
        const DENIED: (u16, &str) = (403, "AccessDenied");
        const MALFORMED: (u16, &str) = (400, "MalformedInput");
        match self {
            Self::Unsigned => {
                let query = (403, "MissingAuthenticationToken");
                row(403, "MissingAuthenticationTokenException", query, DENIED)
            }
            Self::Incomplete(_) => {
                row(403, "IncompleteSignatureException", (400, "IncompleteSignature"), BAD_HEADER)
            }
            Self::Algorithm(_) | Self::TwoSignatures => {
                let query = (400, "IncompleteSignature");
                row(403, "IncompleteSignatureException", query, (400, "InvalidArgument"))
            }
            Self::Mismatch => row(403, SIGNATURE, MISMATCH, MISMATCH),
            Self::UnknownKey => {
                let query = (403, "InvalidClientTokenId");
                row(403, "UnrecognizedClientException", query, (403, "InvalidAccessKeyId"))
            }
            Self::BadToken => {
                let query = (403, "InvalidClientTokenId");
                row(403, "UnrecognizedClientException", query, (400, "InvalidToken"))
            }
            Self::ExpiredToken => {
                row(403, "ExpiredTokenException", (403, "ExpiredToken"), (400, "ExpiredToken"))
            }
            Self::Skewed { .. } => row(403, SIGNATURE, MISMATCH, (403, "RequestTimeTooSkewed")),
            Self::LinkExpired { .. } => row(403, SIGNATURE, (400, "RequestExpired"), DENIED),
            Self::LinkTooLong => {
                let s3 = (400, "AuthorizationQueryParametersError");
                row(403, SIGNATURE, MISMATCH, s3)
            }
            Self::ScopeDate { .. } | Self::ScopeRegion { .. } => row(403, SIGNATURE, MISMATCH, BAD_HEADER),
            Self::BodyHash => row(403, SIGNATURE, MISMATCH, (400, "XAmzContentSHA256Mismatch")),
            Self::BodyHashForm => row(403, SIGNATURE, MISMATCH, (400, "InvalidArgument")),
            Self::UnsignedHeader(_) => row(403, SIGNATURE, MISMATCH, DENIED),
            Self::Denied(_) => row(403, "AccessDeniedException", DENIED, DENIED),
            Self::UnknownOperation(_) => {
                let query = (400, "InvalidAction");
                row(404, "UnknownOperationException", query, (405, "MethodNotAllowed"))
            }
            Self::UnknownService(_) => {
                row(404, "UnknownOperationException", (404, "InvalidAction"), (404, "NoSuchService"))
            }
            Self::NotImplemented(_) => {
                row(501, "NotImplemented", (501, "NotImplemented"), (501, "NotImplemented"))
            }
            Self::BadPath(_) => row(400, "ValidationException", MALFORMED, (400, "InvalidURI")),
            Self::BadBody(_) => row(400, "SerializationException", MALFORMED, (400, "MalformedXML")),
            Self::ContentType(_) => {
                let s3 = (415, "UnsupportedMediaType");
                row(415, "UnsupportedMediaTypeException", (400, "MalformedInput"), s3)
            }
            Self::BodyTooLarge { .. } => {
                let json = "RequestEntityTooLargeException";
                let mut row = row(413, json, (413, "RequestEntityTooLarge"), (400, "EntityTooLarge"));
                row[1].0 = 413;
                row
            }
            Self::Throttled => row(429, "ThrottlingException", (400, "Throttling"), (503, "SlowDown")),
            Self::Internal => {
                row(500, "InternalServerException", (500, "InternalFailure"), (500, "InternalError"))
            }
        }
    }

    /// The words of AWS's JSON and query services, where they are known.
    fn words(&self) -> String {
        match self {
            Self::Unsigned => "Missing Authentication Token".into(),
            Self::Incomplete(words) | Self::Denied(words) | Self::BadBody(words) => words.clone(),
            Self::Algorithm(name) => format!("`{name}` is not served: sign with AWS4-HMAC-SHA256"),
            Self::TwoSignatures => {
                "the request is signed in the Authorization header and in the query: keep one".into()
            }
            Self::Mismatch => {
                "The request signature we calculated does not match the signature you provided. \
                Check your AWS Secret Access Key and signing method. \
                Consult the service documentation for details."
                    .into()
            }
            Self::UnknownKey | Self::BadToken => {
                "The security token included in the request is invalid.".into()
            }
            Self::ExpiredToken => "The security token included in the request is expired".into(),
            Self::Skewed { signed, now } => skew_words(*signed, *now),
            Self::LinkExpired { until, now } => {
                format!("Signature expired: {} is now earlier than {}", format_amz(*until), format_amz(*now))
            }
            Self::LinkTooLong => "X-Amz-Expires must be a number of seconds from 1 to 604800".into(),
            Self::ScopeDate { scope, signed } => {
                let signed = format_amz(*signed);
                format!(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                     '{scope}' != '{}', from '{signed}'.",
                    &signed[..8]
                )
            }
            Self::ScopeRegion { given, expected } => format!(
                "Credential should be scoped to a valid region. This server is `{expected}`, not `{given}`."
            ),
            Self::BodyHash => {
                "The provided 'x-amz-content-sha256' header does not match what was computed.".into()
            }
            Self::BodyHashForm => "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING- form, \
                or a valid sha256 value."
                .into(),
            Self::UnsignedHeader(name) => {
                format!("the header `{name}` is not signed: sign it or leave it out")
            }
            Self::UnknownOperation(what) => format!("there is no operation `{what}`"),
            Self::UnknownService(name) => format!("there is no service `{name}` here"),
            Self::NotImplemented(what) => format!("`{what}` is not implemented"),
            Self::BadPath(malformed) => malformed.to_string(),
            Self::ContentType(given) => format!("content type `{given}` is not served by this operation"),
            Self::BodyTooLarge { limit_bytes } => {
                format!("the body is longer than the limit of {limit_bytes} bytes")
            }
            Self::Throttled => "Rate exceeded".into(),
            Self::Internal => "the server failed; its log has the request id".into(),
        }
    }

    /// S3's own words, where they differ.
    fn s3_words(&self) -> Option<String> {
        Some(match self {
            Self::Unsigned => "Access Denied".into(),
            Self::UnknownKey => "The AWS Access Key Id you provided does not exist in our records.".into(),
            Self::BadToken => "The provided token is malformed or otherwise invalid.".into(),
            Self::ExpiredToken => "The provided token has expired.".into(),
            Self::Mismatch => {
                "The request signature we calculated does not match the signature you provided. \
                Check your key and signing method."
                    .into()
            }
            Self::Skewed { .. } => {
                "The difference between the request time and the current time is too large.".into()
            }
            Self::LinkExpired { .. } => "Request has expired".into(),
            Self::ScopeRegion { given, expected } => {
                format!(
                    "The authorization header is malformed; the region '{given}' is wrong; expecting '{expected}'"
                )
            }
            Self::UnsignedHeader(_) => {
                "There were headers present in the request which were not signed".into()
            }
            Self::Internal => "We encountered an internal error. Please try again.".into(),
            Self::Throttled => "Please reduce your request rate.".into(),
            _ => return None,
        })
    }
}

fn skew_words(signed: i64, now: i64) -> String {
    let (text, now_text) = (format_amz(signed), format_amz(now));
    if signed < now {
        let edge = format_amz(now - crate::sigv4::SKEW_SECONDS);
        format!("Signature expired: {text} is now earlier than {edge} ({now_text} - 15 min.)")
    } else {
        let edge = format_amz(now + crate::sigv4::SKEW_SECONDS);
        format!("Signature not yet current: {text} is still later than {edge} ({now_text} + 15 min.)")
    }
}

impl From<Malformed> for Refusal {
    fn from(malformed: Malformed) -> Self {
        Self::BadPath(malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `status code` in restJson, awsJson, query and S3.
    fn check(refusal: &Refusal, want: [&str; 4]) {
        let protocols = [Protocol::RestJson, Protocol::AwsJson11, Protocol::AwsQuery, Protocol::RestXml];
        for (protocol, want) in protocols.into_iter().zip(want) {
            let fault = refusal.fault(protocol);
            assert_eq!(format!("{} {}", fault.status, fault.code), want, "{refusal:?} {protocol:?}");
            assert!(!fault.message.is_empty(), "{refusal:?}");
        }
    }

    #[test]
    fn each_protocol_has_its_own_code() {
        check(
            &Refusal::Unsigned,
            [
                "403 MissingAuthenticationTokenException",
                "400 MissingAuthenticationTokenException",
                "403 MissingAuthenticationToken",
                "403 AccessDenied",
            ],
        );
        check(
            &Refusal::Mismatch,
            [
                "403 InvalidSignatureException",
                "400 InvalidSignatureException",
                "403 SignatureDoesNotMatch",
                "403 SignatureDoesNotMatch",
            ],
        );
        check(
            &Refusal::UnknownKey,
            [
                "403 UnrecognizedClientException",
                "400 UnrecognizedClientException",
                "403 InvalidClientTokenId",
                "403 InvalidAccessKeyId",
            ],
        );
        check(
            &Refusal::ExpiredToken,
            [
                "403 ExpiredTokenException",
                "400 ExpiredTokenException",
                "403 ExpiredToken",
                "400 ExpiredToken",
            ],
        );
        check(
            &Refusal::Skewed { signed: 0, now: 10_000 },
            [
                "403 InvalidSignatureException",
                "400 InvalidSignatureException",
                "403 SignatureDoesNotMatch",
                "403 RequestTimeTooSkewed",
            ],
        );
        check(
            &Refusal::UnknownOperation("Fly".into()),
            [
                "404 UnknownOperationException",
                "400 UnknownOperationException",
                "400 InvalidAction",
                "405 MethodNotAllowed",
            ],
        );
    }

    #[test]
    fn skew_says_which_way() {
        let past = Refusal::Skewed { signed: 0, now: 1000 }.fault(Protocol::RestJson).message;
        assert_eq!(
            past,
            "Signature expired: 19700101T000000Z is now earlier than 19700101T000140Z (19700101T001640Z - 15 min.)"
        );
        let future = Refusal::Skewed { signed: 1000, now: 0 }.fault(Protocol::RestJson).message;
        assert_eq!(
            future,
            "Signature not yet current: 19700101T001640Z is still later than 19700101T001500Z (19700101T000000Z + 15 min.)"
        );
    }

    #[test]
    fn s3_names_the_region_and_the_header() {
        let region = Refusal::ScopeRegion { given: "eu-west-1".into(), expected: "us-east-1".into() };
        let fault = region.fault(Protocol::RestXml);
        assert_eq!(fault.members, [("Region", "us-east-1".to_owned())]);
        let fault = Refusal::UnsignedHeader("x-amz-copy-source".into()).fault(Protocol::RestXml);
        assert_eq!(fault.members, [("HeadersNotSigned", "x-amz-copy-source".to_owned())]);
    }
}
