//! The signature in the query of a presigned link.

use std::borrow::Cow;

use super::{ALGORITHM, Claim, Credential, Evidence, Form, LINK_SECONDS_MAX};
use crate::message::{Plus, decode};
use crate::refusal::Refusal;
use crate::timestamp;

const NAMES: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
];

/// Whether a query carries a signature of version 4 or 2.
pub(super) fn is_signed(query: &str) -> bool {
    query.split('&').any(|pair| {
        ["X-Amz-Algorithm=", "X-Amz-Credential=", "X-Amz-Signature=", "AWSAccessKeyId="]
            .iter()
            .any(|name| pair.starts_with(name))
    })
}

pub(super) fn evidence(query: &str) -> Result<Evidence<'_>, Refusal> {
    if !is_signed(query) {
        return Ok(Evidence::Anonymous);
    }
    let [algorithm, credential, date, signed_headers, signature, expires, token] = fields_of(query)?;
    if algorithm.is_none() && credential.is_none() && signature.is_none() {
        return Ok(Evidence::SigV2);
    }
    if let Some(other) = algorithm.as_deref().filter(|it| *it != ALGORITHM) {
        return Err(Refusal::Algorithm(other.to_owned()));
    }
    let (Some(_), Some(credential), Some(amz_date), Some(signed_headers), Some(signature)) =
        (algorithm, credential, date, signed_headers, signature)
    else {
        let words = "the query needs X-Amz-Algorithm, X-Amz-Credential, X-Amz-Date, X-Amz-SignedHeaders \
                     and X-Amz-Signature";
        return Err(super::incomplete(words));
    };
    let credential = Credential::parse(credential)?;
    let time = timestamp::parse_amz(&amz_date).ok_or_else(|| {
        super::incomplete("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
    })?;
    let claim = Claim {
        form: Form::Presigned,
        signature: super::parse_signature(&signature)?,
        expires_seconds: expires_of(expires.as_deref(), &credential.text)?,
        credential,
        signed_headers,
        time,
        amz_date,
        session_token: token,
    };
    Ok(Evidence::SigV4(claim))
}

/// The values of `NAMES`, each there at most once: of two, the signer and we could take different ones.
fn fields_of(query: &str) -> Result<[Option<Cow<'_, str>>; 7], Refusal> {
    let mut values = [const { None }; 7];
    for pair in query.split('&').filter(|pair| pair.starts_with("X-Amz-")) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let Some(at) = NAMES.iter().position(|it| *it == name) else { continue };
        if values[at].replace(decode(value, Plus::Space)?).is_some() {
            return Err(Refusal::Incomplete(format!("the query has `{name}` twice")));
        }
    }
    Ok(values)
}

fn expires_of(text: Option<&str>, credential: &str) -> Result<Option<u32>, Refusal> {
    match text {
        Some(text) => match text.parse() {
            Ok(seconds @ 1..=LINK_SECONDS_MAX) => Ok(Some(seconds)),
            _ => Err(Refusal::LinkTooLong),
        },
        None if credential.ends_with("/s3/aws4_request") => {
            Err(super::incomplete("the query needs X-Amz-Expires"))
        }
        None => Ok(None),
    }
}
