//! The signature in the `Authorization` header.

use std::borrow::Cow;

use http::header::DATE;
use http::request::Parts;

use super::{ALGORITHM, ALGORITHM_4A, AMZ_DATE, AMZ_SECURITY_TOKEN, Claim, Credential, Evidence, Form};
use crate::message::header as header_of;
use crate::refusal::Refusal;
use crate::timestamp;

/// Reads `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
pub(super) fn evidence<'a>(parts: &'a Parts, value: &'a str) -> Result<Evidence<'a>, Refusal> {
    let (scheme, rest) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    match scheme {
        ALGORITHM => Ok(Evidence::SigV4(claim(parts, rest)?)),
        "AWS" => Ok(Evidence::SigV2),
        ALGORITHM_4A => Err(Refusal::Algorithm(scheme.to_owned())),
        // Whatever else it is (`Bearer`, a truncated name), it may hold a secret: do not echo it.
        _ => Err(super::incomplete("Authorization header requires 'AWS4-HMAC-SHA256'")),
    }
}

fn claim<'a>(parts: &'a Parts, fields: &'a str) -> Result<Claim<'a>, Refusal> {
    let [credential, signed_headers, signature] = fields_of(fields)?;
    let (time, amz_date) = time_of(parts)?;
    Ok(Claim {
        form: Form::Header,
        credential: Credential::parse(credential.into())?,
        signed_headers: signed_headers.into(),
        signature: super::parse_signature(signature)?,
        time,
        amz_date,
        expires_seconds: None,
        session_token: header_of(parts, AMZ_SECURITY_TOKEN).map(Cow::Borrowed),
    })
}

/// The values of Credential, SignedHeaders and Signature, each there once.
fn fields_of(text: &str) -> Result<[&str; 3], Refusal> {
    const NAMES: [&str; 3] = ["Credential", "SignedHeaders", "Signature"];
    let mut values = [""; 3];
    for field in text.split(',') {
        let (name, value) = field.trim().split_once('=').unwrap_or((field.trim(), ""));
        match NAMES.iter().position(|it| *it == name) {
            Some(at) if values[at].is_empty() => values[at] = value,
            Some(_) => {
                return Err(Refusal::Incomplete(format!("Authorization header has '{name}' twice")));
            }
            None => return Err(super::incomplete("Authorization header has a parameter that is not known")),
        }
    }
    let missing = NAMES.iter().zip(values).filter(|(_, value)| value.is_empty());
    let words: Vec<_> =
        missing.map(|(name, _)| format!("Authorization header requires '{name}' parameter.")).collect();
    if words.is_empty() { Ok(values) } else { Err(Refusal::Incomplete(words.join(" "))) }
}

/// The signing time: `X-Amz-Date`, else `Date` in either form.
fn time_of(parts: &Parts) -> Result<(i64, Cow<'_, str>), Refusal> {
    let Some(text) = header_of(parts, AMZ_DATE).or_else(|| header_of(parts, DATE)) else {
        let words = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
        return Err(super::incomplete(words));
    };
    if let Some(time) = timestamp::parse_amz(text) {
        return Ok((time, text.into()));
    }
    match timestamp::parse_http_date(text) {
        Some(time) => Ok((time, timestamp::format_amz(time).into())),
        None => Err(Refusal::Incomplete(format!("Date must be in ISO-8601 'basic format'. Got '{text}'."))),
    }
}
