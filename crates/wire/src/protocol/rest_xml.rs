//! restXml, as S3 writes its errors.

use bytes::Bytes;
use http::Response;

use super::{S3_REQUEST_ID, answer};
use crate::fault::Fault;
use crate::protocol::xml::Writer;

const XML: &str = "application/xml";

/// An answer with an XML body.
pub fn response(status: u16, body: Writer, request_id: &str) -> Response<Bytes> {
    answer(status, XML, body.into_document(), (S3_REQUEST_ID, request_id))
}

/// A fault; `resource` is the path or key it is about.
pub fn fault(fault: &Fault, resource: Option<&str>, request_id: &str) -> Response<Bytes> {
    let mut xml = Writer::default();
    xml.element("Error", |xml| {
        xml.text("Code", &fault.code);
        xml.text("Message", &fault.message);
        for (name, value) in &fault.members {
            xml.text(name, value);
        }
        if let Some(resource) = resource {
            xml.text("Resource", resource);
        }
        xml.text("RequestId", request_id);
    });
    response(fault.status, xml, request_id)
}
