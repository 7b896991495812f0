//! The query protocol: forms with dotted keys in, XML out.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::Response;

use super::{REQUEST_ID, answer};
use crate::fault::Fault;
use crate::message::Query;
use crate::protocol::xml::Writer;
use crate::refusal::Refusal;

/// How deep the dotted keys may go; AWS's own shapes need about ten.
const DEPTH_MAX: usize = 24;
const XML: &str = "text/xml";

/// A form as the tree that its dotted keys draw: `Tags.member.1.Key=a` is at `Tags`, `member`, `1`, `Key`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A value.
    Text(String),
    /// Names to what is under them.
    Tree(BTreeMap<String, Form>),
}

impl Form {
    /// Reads a form: a body, or the query of a GET.
    pub fn parse(raw: &[u8]) -> Result<Self, Refusal> {
        let raw = std::str::from_utf8(raw).map_err(|_| Refusal::BadBody("the form is not UTF-8".into()))?;
        let query = Query::parse(raw).map_err(|it| Refusal::BadBody(it.to_string()))?;
        let mut root = BTreeMap::new();
        for (key, value) in query.pairs() {
            insert(&mut root, key, value)?;
        }
        Ok(Self::Tree(root))
    }

    /// The operation's name.
    pub fn action(&self) -> Option<&str> {
        self.text("Action")
    }

    /// What is under a name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Tree(children) => children.get(name),
            Self::Text(_) => None,
        }
    }

    /// The value under a name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// This value, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Tree(_) => None,
        }
    }

    /// The items of a list in the order of their numbers: `Name.member.1`, or flat `Name.1`.
    pub fn list(&self, name: &str) -> Vec<&Self> {
        let Some(list) = self.get(name) else { return Vec::new() };
        let Self::Tree(children) = list.get("member").unwrap_or(list) else { return Vec::new() };
        let mut items: Vec<(u32, &Self)> =
            children.iter().filter_map(|(number, item)| Some((number.parse().ok()?, item))).collect();
        items.sort_by_key(|(number, _)| *number);
        items.into_iter().map(|(_, item)| item).collect()
    }

    /// The entries of a map in the order of their numbers: `Name.entry.1.key`, `Name.entry.1.value`.
    pub fn map(&self, name: &str) -> Vec<(&str, &Self)> {
        let Some(map) = self.get(name) else { return Vec::new() };
        let entries = if map.get("entry").is_some() { map.list("entry") } else { self.list(name) };
        entries.into_iter().filter_map(|entry| Some((entry.text("key")?, entry.get("value")?))).collect()
    }
}

fn insert(root: &mut BTreeMap<String, Form>, key: &str, value: &str) -> Result<(), Refusal> {
    let bad = |words: &str| Err(Refusal::BadBody(format!("the form's key `{key}` {words}")));
    if key.split('.').count() > DEPTH_MAX {
        return bad("has too many dots");
    }
    let (path, last) = key.rsplit_once('.').map_or((None, key), |(path, last)| (Some(path), last));
    let mut at = root;
    for name in path.into_iter().flat_map(|path| path.split('.')) {
        let next = at.entry(name.to_owned()).or_insert_with(|| Form::Tree(BTreeMap::new()));
        match next {
            Form::Tree(children) => at = children,
            Form::Text(_) => return bad("is under another key's value"),
        }
    }
    match at.insert(last.to_owned(), Form::Text(value.to_owned())) {
        None => Ok(()),
        Some(Form::Text(_)) => bad("is given twice"),
        Some(Form::Tree(_)) => bad("is above other keys"),
    }
}

/// The answer of an operation: `<{action}Response><{action}Result>…` with the request's id.
pub fn response(
    action: &str,
    namespace: &str,
    request_id: &str,
    result: impl FnOnce(&mut Writer),
) -> Response<Bytes> {
    let mut xml = Writer::default();
    xml.element_in(&format!("{action}Response"), namespace, |xml| {
        xml.element(&format!("{action}Result"), result);
        xml.element("ResponseMetadata", |xml| xml.text("RequestId", request_id));
    });
    answer(200, XML, xml.into_string(), (REQUEST_ID, request_id))
}

/// The answer of an operation that has no result, such as IAM's DeleteRole.
pub fn empty_response(action: &str, namespace: &str, request_id: &str) -> Response<Bytes> {
    let mut xml = Writer::default();
    xml.element_in(&format!("{action}Response"), namespace, |xml| {
        xml.element("ResponseMetadata", |xml| xml.text("RequestId", request_id));
    });
    answer(200, XML, xml.into_string(), (REQUEST_ID, request_id))
}

/// A fault.
pub fn fault(fault: &Fault, namespace: Option<&str>, request_id: &str) -> Response<Bytes> {
    let mut xml = Writer::default();
    let inner = |xml: &mut Writer| {
        xml.element("Error", |xml| {
            xml.text("Type", if fault.is_senders() { "Sender" } else { "Receiver" });
            xml.text("Code", &fault.code);
            xml.text("Message", &fault.message);
            for (name, value) in &fault.members {
                xml.text(name, value);
            }
        });
        xml.text("RequestId", request_id);
    };
    match namespace {
        Some(namespace) => xml.element_in("ErrorResponse", namespace, inner),
        None => xml.element("ErrorResponse", inner),
    }
    answer(fault.status, XML, xml.into_string(), (REQUEST_ID, request_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_become_trees() {
        let form = Form::parse(
            b"Action=AssumeRole&Version=2011-06-15&Policy=%7B%22a%22%3A+1%7D&Tags.member.2.Key=b&Tags.member.10.Key=c\
              &Tags.member.1.Key=a&Flat.2=y&Flat.1=x&Map.entry.1.key=k&Map.entry.1.value=v&F.1.key=k2&F.1.value=v2",
        )
        .unwrap();
        assert_eq!(form.action(), Some("AssumeRole"));
        assert_eq!(form.text("Policy"), Some("{\"a\": 1}"));
        let keys: Vec<_> = form.list("Tags").into_iter().filter_map(|it| it.text("Key")).collect();
        assert_eq!(keys, ["a", "b", "c"]);
        let flat: Vec<_> = form.list("Flat").into_iter().filter_map(Form::as_text).collect();
        assert_eq!(flat, ["x", "y"]);
        let pair = |name| form.map(name).first().map(|(key, value)| (*key, value.as_text()));
        assert_eq!(pair("Map"), Some(("k", Some("v"))));
        assert_eq!(pair("F"), Some(("k2", Some("v2"))));
        assert!(form.list("None").is_empty() && form.map("Action").is_empty());
        assert_eq!(form.text("Tags"), None);
    }

    #[test]
    fn broken_forms() {
        let deep = "a.".repeat(24) + "a=1";
        for (raw, words) in [
            (&b"A=1&A=2"[..], "the form's key `A` is given twice"),
            (b"A=1&A.B=2", "the form's key `A.B` is under another key's value"),
            (b"A.B=2&A=1", "the form's key `A` is above other keys"),
            (b"\xff=1", "the form is not UTF-8"),
            (b"A=%f", "`%f` is not percent-encoded: write `%` as `%25`"),
            (deep.as_bytes(), &format!("the form's key `{}` has too many dots", &deep[..49])),
        ] {
            assert_eq!(Form::parse(raw), Err(Refusal::BadBody(words.into())));
        }
        assert_eq!(Form::parse(b""), Ok(Form::Tree(BTreeMap::new())));
    }

    #[test]
    fn answers() {
        let response = response("GetCallerIdentity", "u", "r", |xml| xml.text("Account", "1"));
        assert_eq!(
            response.body(),
            "<GetCallerIdentityResponse xmlns=\"u\"><GetCallerIdentityResult><Account>1</Account>\
             </GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>\
             </GetCallerIdentityResponse>"
        );
        let response = empty_response("DeleteRole", "u", "r");
        assert!(!std::str::from_utf8(response.body()).unwrap().contains("Result>"));
        let fault = fault(&Fault::new(500, "InternalFailure", "m"), Some("u"), "r");
        let body = std::str::from_utf8(fault.body()).unwrap();
        assert!(body.starts_with("<ErrorResponse xmlns=\"u\"><Error><Type>Receiver</Type>"), "{body}");
    }
}
