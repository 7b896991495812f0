//! What all shapes share: optional members, ordered maps, floating-point numbers with NaN, epoch seconds, decoding.

use gemel_wire::fault::Fault;
use indexmap::IndexMap;
use serde::de::{self, DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

/// Declares shapes: camelCase members, each optional, absent when `None`.
///
/// `remote = "Self"` makes serde's code plain functions instead of trait implementations, so that [`Object`] can stand
/// before them: serde would also take an array for a structure, member by member.
macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident : $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase", default, remote = "Self")]
        pub struct $name {
            $($(#[$attribute])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$type>,)*
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize($crate::shape::Object(deserializer))
            }
        }
    )*};
}

/// Takes a structure from an object only.
pub(crate) struct Object<D>(pub(crate) D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Object<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A map in the order it arrived; entries with `null` are dropped, as if they were not sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Map<T>(pub IndexMap<String, T>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<T> Deref for Map<T> {
    type Target = IndexMap<String, T>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> DerefMut for Map<T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<T> FromIterator<(String, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (String, T);
    type IntoIter = indexmap::map::IntoIter<String, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.0)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Map<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut entries = IndexMap::new();
                while let Some((key, value)) = access.next_entry::<String, Option<T>>()? {
                    if let Some(value) = value {
                        entries.insert(key, value);
                    }
                }
                Ok(Map(entries))
            }
        }
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

/// A double; `"NaN"`, `"Infinity"` and `"-Infinity"` travel as text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Double(pub f64);

impl Serialize for Double {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            it if it.is_nan() => serializer.serialize_str("NaN"),
            f64::INFINITY => serializer.serialize_str("Infinity"),
            f64::NEG_INFINITY => serializer.serialize_str("-Infinity"),
            it => serializer.serialize_f64(it),
        }
    }
}

impl<'de> Deserialize<'de> for Double {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a whole number for a double is rounded, as everywhere"
        )]
        impl Visitor<'_> for Number {
            type Value = Double;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or one of \"NaN\", \"Infinity\", \"-Infinity\"")
            }

            fn visit_f64<E: de::Error>(self, it: f64) -> Result<Double, E> {
                Ok(Double(it))
            }

            fn visit_i64<E: de::Error>(self, it: i64) -> Result<Double, E> {
                Ok(Double(it as f64))
            }

            fn visit_u64<E: de::Error>(self, it: u64) -> Result<Double, E> {
                Ok(Double(it as f64))
            }

            fn visit_str<E: de::Error>(self, it: &str) -> Result<Double, E> {
                match it {
                    "NaN" => Ok(Double(f64::NAN)),
                    "Infinity" => Ok(Double(f64::INFINITY)),
                    "-Infinity" => Ok(Double(f64::NEG_INFINITY)),
                    _ => Err(E::invalid_value(de::Unexpected::Str(it), &self)),
                }
            }
        }
        deserializer.deserialize_any(Number)
    }
}

/// A `timestamp`: epoch seconds, with a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub f64);

/// Decodes a JSON body; nothing at all counts as `{}`.
///
/// # Errors
/// `SerializationException` for what is no JSON object; `ValidationException` naming the member for a wrong type.
pub fn decode<T: DeserializeOwned + Default>(body: &[u8]) -> Result<T, Fault> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(T::default());
    }
    match serde_json::from_slice(body) {
        Ok(it) => Ok(it),
        Err(_) => Err(explain::<T>(body)),
    }
}

/// Parses once more, slowly, to learn where and why a body is refused.
fn explain<T: DeserializeOwned>(body: &[u8]) -> Fault {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let Err(error) = serde_path_to_error::deserialize::<_, T>(&mut deserializer) else {
        return serialization("the body goes on after its JSON object");
    };
    let path = error.path().to_string();
    let inner = error.into_inner();
    if !inner.is_data() {
        return serialization(&format!("the body is not JSON: {inner}"));
    }
    if path == "." {
        return serialization("the body must be a JSON object");
    }
    let why = inner.to_string();
    let why = why.rsplit_once(" at line ").map_or(why.as_str(), |(head, _)| head);
    Fault::new(
        400,
        "ValidationException",
        format!("1 validation error detected: Value at '{path}' failed to satisfy constraint: {why}"),
    )
}

fn serialization(why: &str) -> Fault {
    Fault::new(400, "SerializationException", why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twinmaker::DataValue;

    fn check(body: &str, want: &str) {
        let got = match decode::<DataValue>(body.as_bytes()) {
            Ok(it) => serde_json::to_string(&it).unwrap(),
            Err(it) => format!("{} {}", it.code, it.message),
        };
        assert!(got.starts_with(want), "{body}: {got}");
    }

    #[test]
    fn bodies() {
        check("", "{}");
        check("  ", "{}");
        check(r#"{"doubleValue": "NaN", "nobody": [1]}"#, r#"{"doubleValue":"NaN"}"#);
        check(r#"{"doubleValue": 5}"#, r#"{"doubleValue":5.0}"#);
        check(
            r#"{"mapValue": {"z": {"stringValue": "1"}, "n": null, "a": {"longValue": 2}}}"#,
            r#"{"mapValue":{"z":{"stringValue":"1"},"a":{"longValue":2}}}"#,
        );
        check(r#"{"stringValue": null}"#, "{}");
        check(
            r#"{"integerValue": "1"}"#,
            "ValidationException 1 validation error detected: Value at 'integerValue'",
        );
        check(
            r#"{"listValue": [{}, {"booleanValue": 1}]}"#,
            "ValidationException 1 validation error detected: Value at 'listValue[1].booleanValue'",
        );
        check("[]", "SerializationException");
        check(
            r#"{"relationshipValue": ["e1"]}"#,
            "ValidationException 1 validation error detected: Value at 'relationshipValue'",
        );
        check("{", "SerializationException");
        check("{} x", "SerializationException");
        check("\u{0}", "SerializationException");
    }
}
