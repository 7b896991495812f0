//! Keys made of parts, in bytes whose order is the order of the parts.
//!
//! Each part ends with `00`. Inside a part, `00` is written `01 01` and `01` is written `01 02`, so no part can run
//! into the next, a shorter part comes before a longer one that begins with it, and the bytes of the first parts are
//! a prefix of every key that begins with these parts.

use gemel_model::{Error, Result};

const END: u8 = 0x00;
const ESCAPE: u8 = 0x01;
const ESCAPED_END: u8 = 0x01;
const ESCAPED_ESCAPE: u8 = 0x02;

/// A key, or the prefix of all keys, with these parts.
pub fn join(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parts.iter().map(|it| it.len() + 1).sum());
    for part in parts {
        push(&mut bytes, part);
        bytes.push(END);
    }
    bytes
}

/// The prefix of all keys with these parts whose next part begins with `start`.
pub fn join_begin(parts: &[&[u8]], start: &[u8]) -> Vec<u8> {
    let mut bytes = join(parts);
    push(&mut bytes, start);
    bytes
}

/// The parts of a key that [`join`] made.
pub fn split(bytes: &[u8]) -> Result<Vec<Vec<u8>>> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    let mut rest = bytes.iter();
    while let Some(&byte) = rest.next() {
        match byte {
            END => parts.push(std::mem::take(&mut part)),
            ESCAPE => part.push(match rest.next() {
                Some(&ESCAPED_END) => END,
                Some(&ESCAPED_ESCAPE) => ESCAPE,
                _ => return Err(unreadable(bytes)),
            }),
            _ => part.push(byte),
        }
    }
    if part.is_empty() { Ok(parts) } else { Err(unreadable(bytes)) }
}

/// The parts of a key as text; exactly `N`.
pub fn split_text<const N: usize>(bytes: &[u8]) -> Result<[String; N]> {
    let texts: Option<Vec<String>> = split(bytes)?.into_iter().map(|it| String::from_utf8(it).ok()).collect();
    texts.and_then(|it| it.try_into().ok()).ok_or_else(|| unreadable(bytes))
}

/// The last part of a key as text, without looking at the others.
pub fn last_text(bytes: &[u8]) -> Result<String> {
    let Some((&END, inner)) = bytes.split_last() else { return Err(unreadable(bytes)) };
    let start = inner.iter().rposition(|it| *it == END).map_or(0, |it| it + 1);
    let [text] = split_text(bytes.get(start..).unwrap_or_default())?;
    Ok(text)
}

/// The first byte string behind every one that begins with `prefix`; `None` when there is no end.
pub fn prefix_end(prefix: &[u8]) -> Option<Vec<u8>> {
    let kept = prefix.iter().rposition(|it| *it != 0xff)?;
    let mut end = prefix.get(..=kept)?.to_vec();
    *end.last_mut()? += 1;
    Some(end)
}

fn push(bytes: &mut Vec<u8>, part: &[u8]) {
    for &byte in part {
        match byte {
            END => bytes.extend_from_slice(&[ESCAPE, ESCAPED_END]),
            ESCAPE => bytes.extend_from_slice(&[ESCAPE, ESCAPED_ESCAPE]),
            _ => bytes.push(byte),
        }
    }
}

fn unreadable(bytes: &[u8]) -> Error {
    Error::internal(format!("the store holds a key that cannot be read: `{}`", bytes.escape_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn part() -> impl Strategy<Value = Vec<u8>> {
        vec(prop_oneof![Just(0), Just(1), Just(2), Just(0xff), any::<u8>()], 0..6)
    }

    fn joined(parts: &[Vec<u8>]) -> Vec<u8> {
        join(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn keys_split_into_their_parts(parts in vec(part(), 0..4)) {
            prop_assert_eq!(split(&joined(&parts)).unwrap(), parts);
        }

        #[test]
        fn keys_order_as_their_parts(one in vec(part(), 0..4), two in vec(part(), 0..4)) {
            prop_assert_eq!(joined(&one).cmp(&joined(&two)), one.cmp(&two));
        }

        #[test]
        fn prefixes_are_of_whole_parts(one in vec(part(), 0..3), two in vec(part(), 0..4)) {
            prop_assert_eq!(joined(&two).starts_with(&joined(&one)), two.starts_with(&one));
        }

        #[test]
        fn beginnings_are_of_the_next_part(one in part(), two in part()) {
            let (key, begin) = (join(&[b"w", &two]), join_begin(&[b"w"], &one));
            prop_assert_eq!(key.starts_with(&begin), two.starts_with(&one));
        }

        #[test]
        fn the_end_of_a_prefix_is_behind_it(prefix in part(), key in part()) {
            let is_before_end = prefix_end(&prefix).is_none_or(|it| key < it);
            prop_assert_eq!(key >= prefix && is_before_end, key.starts_with(&prefix));
        }
    }

    #[test]
    fn the_last_part_is_found_alone() {
        for last in ["", "x", "a\0b", "\u{1}"] {
            assert_eq!(last_text(&join(&[b"w", b"a\0", last.as_bytes()])).unwrap(), last);
        }
        assert!(last_text(b"").is_err());
        assert!(last_text(b"w").is_err());
    }

    #[test]
    fn what_was_not_joined_is_refused() {
        for wrong in [&b"w"[..], b"\x01", b"\x01\x03\0", b"\x01\0"] {
            assert!(split(wrong).is_err(), "{wrong:?}");
        }
        assert!(split_text::<1>(&join(&[b"\xff"])).is_err());
        assert!(split_text::<2>(&join(&[b"a"])).is_err());
    }
}
