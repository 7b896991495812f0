//! restJson: JSON bodies, and the error's code in a header that clients' `instanceof` tests depend on.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response};

use super::{REQUEST_ID, answer, fault_json};
use crate::fault::Fault;

const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
const JSON: &str = "application/json";

/// An answer with a JSON body, already written.
pub fn response(status: u16, body: impl Into<Bytes>, request_id: &str) -> Response<Bytes> {
    answer(status, JSON, body, (REQUEST_ID, request_id))
}

/// A fault: its code in `x-amzn-ErrorType`, its message in the body.
pub fn fault(fault: &Fault, request_id: &str) -> Response<Bytes> {
    let mut response = response(fault.status, fault_json(&[], fault), request_id);
    if let Ok(code) = HeaderValue::from_str(&fault.code) {
        response.headers_mut().insert(ERROR_TYPE, code);
    }
    response
}
