//! What a request is for us: the parts of the `http` crate, the bytes of the body, and names decoded once.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::AsHeaderName;
use http::request::Parts;

/// A request that was read wholly.
#[derive(Debug)]
pub struct Request {
    /// Method, target and headers, exactly as received.
    pub parts: Parts,
    /// The whole body; empty when there was none.
    pub body: Bytes,
}

impl Request {
    /// The method's name, such as `POST`.
    pub fn method(&self) -> &str {
        self.parts.method.as_str()
    }

    /// The path's segments; see [`segments`].
    pub fn segments(&self) -> Result<Vec<Cow<'_, str>>, Malformed> {
        segments(self.parts.uri.path())
    }

    /// The query's pairs; see [`Query::parse`].
    pub fn query(&self) -> Result<Query<'_>, Malformed> {
        Query::parse(self.parts.uri.query().unwrap_or_default())
    }

    /// A header's value when it is there once or more and is visible ASCII; the first one counts.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.parts, name)
    }
}

/// A header's first value, when it is visible ASCII.
pub fn header(parts: &Parts, name: impl AsHeaderName) -> Option<&str> {
    parts.headers.get(name)?.to_str().ok()
}

/// Splits a RAW path on `/` and decodes each segment once, so that `%2F` stays inside of its segment.
///
/// The first slash opens the path and makes no segment. Empty segments are kept, also the one after a slash
/// at the end: `/functions/` is `["functions", ""]`, which is how Lambda's ListFunctions arrives.
pub fn segments(path: &str) -> Result<Vec<Cow<'_, str>>, Malformed> {
    let path = path.strip_prefix('/').unwrap_or(path);
    if path.is_empty() {
        return Ok(Vec::new());
    }
    path.split('/').map(|segment| decode(segment, Plus::Literal)).collect()
}

/// The pairs of a query string, decoded, in the order they came; a key may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Query<'a> {
    /// Reads `a=1&b=2`. A key without `=` has the empty value; `+` is a space; empty pairs are skipped.
    pub fn parse(raw: &'a str) -> Result<Self, Malformed> {
        let pairs = raw.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(key, Plus::Space)?, decode(value, Plus::Space)?))
        });
        Ok(Self(pairs.collect::<Result<_, _>>()?))
    }

    /// The first value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.all(key).next()
    }

    /// Every value of a key, in order.
    pub fn all<'q>(&'q self, key: &str) -> impl Iterator<Item = &'q str> {
        self.0.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_ref())
    }

    /// Every pair, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), value.as_ref()))
    }
}

/// What a `+` means: a path keeps it, a query or form means a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plus {
    /// `+` is itself.
    Literal,
    /// `+` is a space.
    Space,
}

/// Decodes percent-encoding once; borrows when there is nothing to decode.
pub fn decode(raw: &str, plus: Plus) -> Result<Cow<'_, str>, Malformed> {
    let special = |byte: &u8| *byte == b'%' || (*byte == b'+' && plus == Plus::Space);
    let Some(first) = raw.as_bytes().iter().position(special) else {
        return Ok(Cow::Borrowed(raw));
    };
    let mut out = Vec::with_capacity(raw.len());
    out.extend_from_slice(&raw.as_bytes()[..first]);
    let mut rest = &raw.as_bytes()[first..];
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'%' => {
                let Some((value, tail)) = hex_pair(tail) else {
                    return Err(Malformed::Percent(raw.to_owned()));
                };
                out.push(value);
                rest = tail;
            }
            b'+' if plus == Plus::Space => out.push(b' '),
            other => out.push(other),
        }
    }
    String::from_utf8(out).map(Cow::Owned).map_err(|_| Malformed::Utf8(raw.to_owned()))
}

/// The byte that two hexadecimal digits at the front mean, and what follows them.
pub(crate) fn hex_pair(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let [high, low, rest @ ..] = bytes else { return None };
    let (high, low) = (DIGITS[usize::from(*high)], DIGITS[usize::from(*low)]);
    if (high | low) < 16 { Some((high << 4 | low, rest)) } else { None }
}

/// The 32 bytes that 64 hexadecimal digits mean.
pub(crate) fn hex_32(text: &str) -> Option<[u8; 32]> {
    let mut rest = text.as_bytes();
    let mut out = [0; 32];
    for byte in &mut out {
        (*byte, rest) = hex_pair(rest)?;
    }
    rest.is_empty().then_some(out)
}

/// What a byte means as a hexadecimal digit, 255 for none. A table, because the digits of a signature are
/// random: of branches on them a processor would guess every third one wrong.
const DIGITS: [u8; 256] = {
    let mut table = [255; 256];
    let mut digit = 0;
    while digit < 16 {
        table[b"0123456789abcdef"[digit as usize] as usize] = digit;
        table[b"0123456789ABCDEF"[digit as usize] as usize] = digit;
        digit += 1;
    }
    table
};

/// A name in a path or query that cannot be decoded; carries the text as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// A `%` without two hexadecimal digits after it.
    Percent(String),
    /// The decoded bytes are not UTF-8.
    Utf8(String),
}

impl fmt::Display for Malformed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(raw) => {
                write!(out, "`{raw}` is not percent-encoded: write `%` as `%25`")
            }
            Self::Utf8(raw) => write!(out, "`{raw}` is not UTF-8 after percent-decoding"),
        }
    }
}

impl std::error::Error for Malformed {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        fn check(path: &str, want: Option<&[&str]>) {
            let got = segments(path).ok();
            let got = got.as_ref().map(|it| it.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
            assert_eq!(got.as_deref(), want, "{path}");
        }
        check("/", Some(&[]));
        check("", Some(&[]));
        check("/workspaces/a", Some(&["workspaces", "a"]));
        check("/workspaces/", Some(&["workspaces", ""]));
        check("//a", Some(&["", "a"]));
        check("/workspaces/arn%3Aaws%3Aw%2FFoo", Some(&["workspaces", "arn:aws:w/Foo"]));
        check("/a+b/c%20d/%2B", Some(&["a+b", "c d", "+"]));
        check("/%2525", Some(&["%25"]));
        check("/%c3%bC", Some(&["ü"]));
        check("/../%2e%2e/%00", Some(&["..", "..", "\0"]));
        check("/%", None);
        check("/%4", None);
        check("/%zz", None);
        check("/%+1", None);
        check("/%ff", None);
        check("/%c3/%bc", None);
    }

    #[test]
    fn queries() {
        fn check(raw: &str, want: Option<&[(&str, &str)]>) {
            let got = Query::parse(raw).ok();
            assert_eq!(got.as_ref().map(|it| it.pairs().collect::<Vec<_>>()).as_deref(), want, "{raw}");
        }
        check("", Some(&[]));
        check("a", Some(&[("a", "")]));
        check("a=1&a=0&b=b%20c&a=", Some(&[("a", "1"), ("a", "0"), ("b", "b c"), ("a", "")]));
        check("&&a=b=c&", Some(&[("a", "b=c")]));
        check("tag%4Beys=x+y%2Bz", Some(&[("tagKeys", "x y+z")]));
        check("a=%", None);
        check("%fe=1", None);
    }

    #[test]
    fn repeated_keys_keep_their_order() {
        let query = Query::parse("tagKeys=b&x=1&tagKeys=a").unwrap();
        assert_eq!(query.all("tagKeys").collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(query.get("tagKeys"), Some("b"));
        assert_eq!(query.get("none"), None);
    }

    #[test]
    fn faults_name_the_input() {
        let text = decode("a%zz", Plus::Literal).unwrap_err().to_string();
        assert_eq!(text, "`a%zz` is not percent-encoded: write `%` as `%25`");
    }
}
