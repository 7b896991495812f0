//! STS: who the caller is. What needs identities comes with them.

use bytes::Bytes;
use gemel_app::Caller;
use gemel_wire::protocol::aws_query::{self, Form};
use gemel_wire::{Protocol, Refusal, Request};
use http::Response;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
/// What STS can do elsewhere; any other name is no operation at all.
const KNOWN: [&str; 9] = [
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "AssumeRoot",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetFederationToken",
    "GetSessionToken",
    "GetWebIdentityToken",
];

/// The token service.
pub struct Sts {
    account_id: String,
}

impl Sts {
    /// The token service of an account.
    pub fn new(account_id: &str) -> Self {
        Self { account_id: account_id.to_owned() }
    }

    /// Answers a request; gives the operation's name too.
    pub fn call(
        &self,
        caller: &Caller,
        request: &Request,
        request_id: &str,
    ) -> (&'static str, Response<Bytes>) {
        let refuse = |refusal: Refusal| {
            let fault = refusal.fault(Protocol::AwsQuery);
            aws_query::fault(&fault, Some(NAMESPACE), request_id)
        };
        let raw = match request.parts.uri.query() {
            Some(query) if request.body.is_empty() => query.as_bytes(),
            _ => &request.body,
        };
        let form = match Form::parse(raw) {
            Ok(form) => form,
            Err(refusal) => return ("-", refuse(refusal)),
        };
        match form.action() {
            Some("GetCallerIdentity") => ("GetCallerIdentity", self.identity(caller, request_id)),
            Some(action) => match KNOWN.iter().find(|it| **it == action) {
                Some(known) => (known, refuse(Refusal::NotImplemented((*known).to_owned()))),
                None => ("-", refuse(Refusal::UnknownOperation(action.to_owned()))),
            },
            None => ("-", refuse(Refusal::UnknownOperation(String::new()))),
        }
    }

    fn identity(&self, caller: &Caller, request_id: &str) -> Response<Bytes> {
        aws_query::response("GetCallerIdentity", NAMESPACE, request_id, |xml| {
            xml.text("Arn", &caller.arn);
            xml.text("UserId", user_id(caller, &self.account_id));
            xml.text("Account", &self.account_id);
        })
    }
}

/// The root is called by its account; whoever holds a lent key, by that key.
fn user_id<'c>(caller: &'c Caller, account_id: &'c str) -> &'c str {
    if caller.arn.ends_with(":root") { account_id } else { &caller.access_key_id }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(body: &'static str) -> (u16, String) {
        let parts = http::Request::builder().method("POST").uri("/").body(()).unwrap().into_parts().0;
        let request = Request { parts, body: Bytes::from_static(body.as_bytes()) };
        let caller = Caller {
            arn: "arn:aws:iam::123456789012:root".to_owned(),
            access_key_id: "AKIA".to_owned(),
            is_root: true,
            expires_epoch_s: None,
        };
        let (_, response) = Sts::new("123456789012").call(&caller, &request, "id-1");
        (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
    }

    fn check(body: &'static str, status: u16, part: &str) {
        let (got, text) = ask(body);
        assert_eq!(got, status, "{body}: {text}");
        assert!(text.contains(part), "{body}: {text}");
    }

    #[test]
    fn callers_learn_who_they_are() {
        let body = "Action=GetCallerIdentity&Version=2011-06-15";
        check(body, 200, "<Arn>arn:aws:iam::123456789012:root</Arn>");
        check(body, 200, "<Account>123456789012</Account>");
        check(body, 200, "<RequestId>id-1</RequestId>");
    }

    #[test]
    fn the_rest_is_refused_in_words() {
        check("Action=AssumeRole&Version=2011-06-15", 501, "<Code>NotImplemented</Code>");
        check("Action=Nonsense", 400, "<Code>InvalidAction</Code>");
        check("", 400, "<Code>InvalidAction</Code>");
        check("Action=%zz", 400, "<Code>");
    }
}
