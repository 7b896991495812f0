//! The protocols of AWS: how operations are named, and how answers and faults are written.

pub mod aws_json;
pub mod aws_query;
pub mod rest_json;
pub mod rest_xml;
pub mod xml;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::fault::Fault;
use crate::message::header;
use crate::route::Service;

/// The request id, as every service but S3 calls it.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
/// The request id, as S3 calls it.
pub const S3_REQUEST_ID: HeaderName = HeaderName::from_static("x-amz-request-id");

/// A protocol that a service can speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// JSON bodies, operations by method and path.
    RestJson,
    /// JSON bodies of version 1.0, operations by `X-Amz-Target`.
    AwsJson10,
    /// JSON bodies of version 1.1, operations by `X-Amz-Target`.
    AwsJson11,
    /// Form bodies, XML answers, operations by `Action`.
    AwsQuery,
    /// XML bodies, operations by method and path: S3.
    RestXml,
}

impl Protocol {
    /// The protocol in which a service must answer a request.
    pub fn of(service: Service, parts: &Parts) -> Self {
        match service {
            Service::TwinMaker | Service::SiteWise | Service::KinesisVideo | Service::Lambda => {
                Self::RestJson
            }
            Service::S3 => Self::RestXml,
            Service::Sts | Service::Iam => Self::AwsQuery,
            Service::CloudTrail | Service::Logs => Self::AwsJson11,
            // Speaks three; its older clients send forms.
            Service::CloudWatch => match header(parts, "content-type") {
                Some(form) if form.starts_with("application/x-www-form-urlencoded") => Self::AwsQuery,
                _ => Self::AwsJson10,
            },
        }
    }

    /// Writes a fault as an answer.
    pub fn fault(self, fault: &Fault, request_id: &str) -> Response<Bytes> {
        match self {
            Self::RestJson => rest_json::fault(fault, request_id),
            Self::AwsJson10 => aws_json::fault(aws_json::Version::V10, fault, request_id),
            Self::AwsJson11 => aws_json::fault(aws_json::Version::V11, fault, request_id),
            Self::AwsQuery => aws_query::fault(fault, None, request_id),
            Self::RestXml => rest_xml::fault(fault, None, request_id),
        }
    }
}

/// An answer with a content type and a request id.
fn answer(
    status: u16,
    content_type: &'static str,
    body: impl Into<Bytes>,
    (id_name, id): (HeaderName, &str),
) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    // A status that is none is a mistake of ours.
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(id_name, id);
    }
    response
}

/// A fault's members as a JSON object: first those given, then `message`, then the fault's own.
fn fault_json(first: &[(&str, &str)], fault: &Fault) -> Vec<u8> {
    let mut members = serde_json::Map::new();
    for (name, value) in first {
        members.insert((*name).to_owned(), (*value).into());
    }
    members.insert("message".to_owned(), fault.message.as_str().into());
    for (name, value) in &fault.members {
        members.insert((*name).to_owned(), value.as_str().into());
    }
    serde_json::Value::Object(members).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(response: &Response<Bytes>) -> String {
        let mut lines = vec![response.status().as_u16().to_string()];
        lines.extend(
            response.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())),
        );
        lines.push(String::from_utf8_lossy(response.body()).into_owned());
        lines.join("\n")
    }

    #[test]
    fn one_fault_in_every_protocol() {
        let fault = Fault::new(409, "ConflictException", "\"a\" <b> & c").with("resourceId", "x<");
        for (protocol, want) in [
            (
                Protocol::RestJson,
                "409\ncontent-type: application/json\nx-amzn-requestid: r-1\nx-amzn-errortype: ConflictException\n\
                 {\"message\":\"\\\"a\\\" <b> & c\",\"resourceId\":\"x<\"}",
            ),
            (
                Protocol::AwsJson11,
                "409\ncontent-type: application/x-amz-json-1.1\nx-amzn-requestid: r-1\n\
                 {\"__type\":\"ConflictException\",\"message\":\"\\\"a\\\" <b> & c\",\"resourceId\":\"x<\"}",
            ),
            (
                Protocol::AwsQuery,
                "409\ncontent-type: text/xml\nx-amzn-requestid: r-1\n\
                 <ErrorResponse><Error><Type>Sender</Type><Code>ConflictException</Code>\
                 <Message>&quot;a&quot; &lt;b&gt; &amp; c</Message><resourceId>x&lt;</resourceId></Error>\
                 <RequestId>r-1</RequestId></ErrorResponse>",
            ),
            (
                Protocol::RestXml,
                "409\ncontent-type: application/xml\nx-amz-request-id: r-1\n\
                 <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>ConflictException</Code>\
                 <Message>&quot;a&quot; &lt;b&gt; &amp; c</Message><resourceId>x&lt;</resourceId>\
                 <RequestId>r-1</RequestId></Error>",
            ),
        ] {
            assert_eq!(shown(&fault.render(protocol, "r-1")), want, "{protocol:?}");
        }
    }

    #[test]
    fn a_bad_id_or_status_makes_no_panic() {
        let response = Fault::new(9, "X\n", "m").render(Protocol::RestJson, "a\nb");
        assert_eq!(response.status(), 500);
        assert!(response.headers().get(REQUEST_ID).is_none());
        assert!(response.headers().get("x-amzn-errortype").is_none());
    }

    #[test]
    fn cloudwatch_answers_as_it_is_asked() {
        let of = |content_type: &str| {
            let request = http::Request::builder().header("content-type", content_type).body(()).unwrap();
            Protocol::of(Service::CloudWatch, &request.into_parts().0)
        };
        assert_eq!(of("application/x-www-form-urlencoded; charset=utf-8"), Protocol::AwsQuery);
        assert_eq!(of("application/x-amz-json-1.0"), Protocol::AwsJson10);
    }
}
