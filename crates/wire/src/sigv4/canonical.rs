//! The canonical request: what both sides hash, whatever the way wrote it differently.

use http::request::Parts;
use sha2::{Digest, Sha256};

use super::{Claim, Form};
use crate::message::hex_pair;

/// The SHA-256 of the canonical request.
pub(super) fn digest(parts: &Parts, claim: &Claim<'_>, payload_line: &str) -> [u8; 32] {
    Sha256::digest(request(parts, claim, payload_line)).into()
}

/// Method, path, query, headers, names of the headers, and the body's hash, a line each.
fn request(parts: &Parts, claim: &Claim<'_>, payload_line: &str) -> Vec<u8> {
    let path = parts.uri.path();
    let query = parts.uri.query().unwrap_or_default();
    let mut out = Vec::with_capacity(512 + path.len() + query.len());
    out.extend_from_slice(parts.method.as_str().as_bytes());
    out.push(b'\n');
    if claim.is_s3() {
        encode_once(path.as_bytes(), Slash::Kept, &mut out);
    } else {
        encode_twice(path, &mut out);
    }
    out.push(b'\n');
    query_line(query, claim.form, &mut out);
    out.push(b'\n');
    for name in claim.signed_headers.split(';') {
        header_line(parts, name, &mut out);
    }
    out.push(b'\n');
    out.extend_from_slice(claim.signed_headers.as_bytes());
    out.push(b'\n');
    out.extend_from_slice(payload_line.as_bytes());
    out
}

/// S3's path: each byte encoded or not by one rule, whichever way it came. Keys may hold `//` and `..`,
/// so nothing is folded.
fn encode_once(raw: &[u8], slash: Slash, out: &mut Vec<u8>) {
    let mut rest = raw;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'/' if slash == Slash::Kept => out.push(b'/'),
            b'%' => match hex_pair(tail) {
                Some((value, tail)) => {
                    push_encoded(value, out);
                    rest = tail;
                }
                // Not an encoding: the byte itself. Whoever decodes the path refuses it.
                None => push_encoded(b'%', out),
            },
            other => push_encoded(other, out),
        }
    }
}

/// Every other service's path: empty, `.` and `..` segments are folded, and what came is encoded again.
fn encode_twice(path: &str, out: &mut Vec<u8>) {
    let plain = path.bytes().all(|it| it == b'/' || is_unreserved(it));
    if plain && !path.contains("//") && !path.contains("/.") && path.starts_with('/') {
        return out.extend_from_slice(path.as_bytes()); // nothing to fold or encode: nearly always
    }
    let start = out.len();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                let parent = out[start..].iter().rposition(|it| *it == b'/').unwrap_or(0);
                out.truncate(start + parent);
            }
            _ => {
                out.push(b'/');
                segment.bytes().for_each(|byte| push_encoded(byte, out));
            }
        }
    }
    if path.ends_with('/') || out.len() == start {
        out.push(b'/');
    }
}

/// The pairs, encoded by one rule, in order of name and then value.
fn query_line(query: &str, form: Form, out: &mut Vec<u8>) {
    if query.is_empty() {
        return;
    }
    let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = Vec::with_capacity(8);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if form == Form::Presigned && name == "X-Amz-Signature" {
            continue;
        }
        pairs.push((query_text(name), query_text(value)));
    }
    pairs.sort_unstable();
    for (at, (name, value)) in pairs.iter().enumerate() {
        if at > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(name);
        out.push(b'=');
        out.extend_from_slice(value);
    }
}

/// A name or value of a query; a `+` is a space, as for those who read the query.
fn query_text(raw: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() + 8);
    for (at, piece) in raw.split('+').enumerate() {
        if at > 0 {
            out.extend_from_slice(b"%20");
        }
        encode_once(piece.as_bytes(), Slash::Encoded, &mut out);
    }
    out
}

/// `name:value`, several values joined by commas, spaces trimmed and folded.
fn header_line(parts: &Parts, name: &str, out: &mut Vec<u8>) {
    out.extend(name.bytes().map(|it| it.to_ascii_lowercase()));
    out.push(b':');
    let mut found = false;
    for value in parts.headers.get_all(name) {
        if found {
            out.push(b',');
        }
        found = true;
        fold_spaces(value.as_bytes(), out);
    }
    // HTTP/2 has the host in the target and not in a header.
    if !found && name.eq_ignore_ascii_case("host") {
        out.extend_from_slice(parts.uri.authority().map_or("", |it| it.as_str()).as_bytes());
    }
    out.push(b'\n');
}

fn fold_spaces(value: &[u8], out: &mut Vec<u8>) {
    if !value.iter().any(u8::is_ascii_whitespace) {
        return out.extend_from_slice(value);
    }
    let mut words = value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    if let Some(first) = words.next() {
        out.extend_from_slice(first);
    }
    for word in words {
        out.push(b' ');
        out.extend_from_slice(word);
    }
}

/// Whether a slash stands for itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slash {
    Kept,
    Encoded,
}

/// One byte by the rule of RFC 3986: unreserved bytes stay, others become `%XX`.
fn push_encoded(byte: u8, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    if is_unreserved(byte) {
        out.push(byte);
    } else {
        out.extend_from_slice(&[b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn paths() {
        for (raw, once, twice) in [
            ("/", "/", "/"),
            ("/a/b", "/a/b", "/a/b"),
            ("/a/b/", "/a/b/", "/a/b/"),
            ("/a%20b", "/a%20b", "/a%2520b"),
            ("/a:b", "/a%3Ab", "/a%3Ab"),
            ("/a%3ab", "/a%3Ab", "/a%253ab"),
            ("/a%7Eb", "/a~b", "/a%257Eb"),
            ("/a%2Fb", "/a%2Fb", "/a%252Fb"),
            ("/a+b", "/a%2Bb", "/a%2Bb"),
            ("//a//b", "//a//b", "/a/b"),
            ("/a/./b/../c", "/a/./b/../c", "/a/c"),
            ("/../../a", "/../../a", "/a"),
            ("/a/..", "/a/..", "/"),
            ("/%zz", "/%25zz", "/%25zz"),
        ] {
            assert_eq!(text(|out| encode_once(raw.as_bytes(), Slash::Kept, out)), once, "{raw}");
            assert_eq!(text(|out| encode_twice(raw, out)), twice, "{raw}");
        }
    }

    #[test]
    fn queries() {
        for (raw, want) in [
            ("", ""),
            ("b=2&a=1", "a=1&b=2"),
            ("a=2&a=10&a=1", "a=1&a=10&a=2"),
            ("a-=1&a=2", "a=2&a-=1"),
            ("acl", "acl="),
            ("a=b+c&d=e%2Bf", "a=b%20c&d=e%2Bf"),
            ("a=%c3%bc", "a=%C3%BC"),
            ("a=x/y:z", "a=x%2Fy%3Az"),
            ("a=b=c", "a=b%3Dc"),
            ("&a=1&&", "a=1"),
            ("X-Amz-Signature=0&a=1", "a=1"),
        ] {
            assert_eq!(text(|out| query_line(raw, Form::Presigned, out)), want, "{raw}");
        }
        assert_eq!(text(|out| query_line("X-Amz-Signature=0", Form::Header, out)), "X-Amz-Signature=0");
    }

    #[test]
    fn headers_fold() {
        let request = http::Request::builder()
            .uri("http://h:1/")
            .header("x-a", "  b   c\t d ")
            .header("x-r", "2")
            .header("x-r", " 1 ")
            .body(())
            .unwrap();
        let parts = request.into_parts().0;
        for (name, want) in
            [("x-a", "x-a:b c d\n"), ("X-R", "x-r:2,1\n"), ("host", "host:h:1\n"), ("none", "none:\n")]
        {
            assert_eq!(text(|out| header_line(&parts, name, out)), want);
        }
    }

    proptest! {
        /// Both sides must meet: canonical text is its own canonical text.
        #[test]
        fn encoding_once_is_stable(raw in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut first = Vec::new();
            encode_once(&raw, Slash::Kept, &mut first);
            let mut second = Vec::new();
            encode_once(&first, Slash::Kept, &mut second);
            prop_assert_eq!(first, second);
        }

        #[test]
        fn query_order_does_not_matter(
            pairs in proptest::collection::vec(("[a-c+%.-]{0,3}", "[a-c+%=]{0,3}"), 0..6),
            turn in 0usize..6,
        ) {
            let mut pairs: Vec<String> = pairs.into_iter().map(|(k, v)| format!("{k}={v}")).collect();
            let one = text(|out| query_line(&pairs.join("&"), Form::Header, out));
            let turn = turn.min(pairs.len());
            pairs.rotate_left(turn);
            let other = text(|out| query_line(&pairs.join("&"), Form::Header, out));
            prop_assert_eq!(&one, &other);
            prop_assert_eq!(text(|out| query_line(&one, Form::Header, out)), one);
        }

        #[test]
        fn folded_paths_never_climb(path in "(/|/\\.|/\\.\\.|/a|/%2e){0,12}") {
            let folded = text(|out| encode_twice(&path, out));
            prop_assert!(folded.starts_with('/'));
            prop_assert!(!folded.contains("//") && !folded.contains("/../") && !folded.ends_with("/.."));
        }
    }
}
