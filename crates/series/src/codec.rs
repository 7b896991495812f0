//! Numbers, text and values as bytes: the small codec under log and block files.

use gemel_model::IndexMap;
use gemel_model::id::{EntityId, Name};
use gemel_model::value::{RelationshipValue, Value};

/// Bytes that do not mean what they should; says what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Damaged(pub(crate) &'static str);

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Damaged {}

/// Deeper values than any the model lets in are damage, not data.
const DEPTH_MAX: usize = 64;

pub(crate) fn put_varint(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(u8::try_from(n & 0x7f).unwrap_or(0) | 0x80);
        n >>= 7;
    }
    out.push(u8::try_from(n).unwrap_or(0));
}

pub(crate) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

pub(crate) fn put_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Boolean(it) => out.extend_from_slice(&[1, u8::from(*it)]),
        Value::Double(it) => {
            out.push(2);
            out.extend_from_slice(&it.to_bits().to_le_bytes());
        }
        Value::Integer(it) => {
            out.push(3);
            out.extend_from_slice(&it.to_le_bytes());
        }
        Value::Long(it) => {
            out.push(4);
            out.extend_from_slice(&it.to_le_bytes());
        }
        Value::String(it) => {
            out.push(5);
            put_bytes(out, it.as_bytes());
        }
        Value::List(items) => {
            out.push(6);
            put_varint(out, items.len() as u64);
            for it in items {
                put_value(out, it);
            }
        }
        Value::Map(entries) => {
            out.push(7);
            put_varint(out, entries.len() as u64);
            for (key, it) in entries {
                put_bytes(out, key.as_bytes());
                put_value(out, it);
            }
        }
        Value::Relationship(it) => {
            out.push(8);
            put_bytes(out, it.target_entity_id.as_ref().map_or("", EntityId::as_str).as_bytes());
            put_bytes(out, it.target_component_name.as_ref().map_or("", Name::as_str).as_bytes());
        }
        Value::Expression(it) => {
            out.push(9);
            put_bytes(out, it.as_bytes());
        }
    }
}

/// Reads from the front of bytes.
pub(crate) struct Reader<'a> {
    pub(crate) rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn take(&mut self, n: usize) -> Result<&'a [u8], Damaged> {
        let (head, rest) = self.rest.split_at_checked(n).ok_or(Damaged("the bytes end too early"))?;
        self.rest = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Damaged> {
        let head = self.rest.first_chunk().ok_or(Damaged("the bytes end too early"))?;
        self.rest = &self.rest[N..];
        Ok(*head)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Damaged> {
        Ok(self.array::<1>()?[0])
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Damaged> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Damaged> {
        self.array().map(u64::from_le_bytes)
    }

    pub(crate) fn i64(&mut self) -> Result<i64, Damaged> {
        self.array().map(i64::from_le_bytes)
    }

    pub(crate) fn varint(&mut self) -> Result<u64, Damaged> {
        let mut n = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(n);
            }
        }
        Err(Damaged("a number has too many bytes"))
    }

    /// A number of things still to come, each at least one byte long.
    pub(crate) fn count(&mut self) -> Result<usize, Damaged> {
        let n = usize::try_from(self.varint()?).map_err(|_| Damaged("a count is too large"))?;
        if n > self.rest.len() {
            return Err(Damaged("a count is larger than the bytes that follow"));
        }
        Ok(n)
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], Damaged> {
        let n = self.count()?;
        self.take(n)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Damaged> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Damaged("text is not UTF-8"))
    }

    pub(crate) fn value(&mut self) -> Result<Value, Damaged> {
        self.value_within(DEPTH_MAX)
    }

    fn value_within(&mut self, depth: usize) -> Result<Value, Damaged> {
        let deeper = depth.checked_sub(1).ok_or(Damaged("a value is nested too deeply"))?;
        Ok(match self.byte()? {
            1 => Value::Boolean(self.byte()? != 0),
            2 => Value::Double(f64::from_bits(self.u64()?)),
            3 => Value::Integer(i32::from_le_bytes(self.array()?)),
            4 => Value::Long(self.i64()?),
            5 => Value::String(self.text()?.to_owned()),
            6 => {
                let n = self.count()?;
                Value::List((0..n).map(|_| self.value_within(deeper)).collect::<Result<_, _>>()?)
            }
            7 => {
                let n = self.count()?;
                let mut entries = IndexMap::with_capacity(n);
                for _ in 0..n {
                    let key = self.text()?.to_owned();
                    entries.insert(key, self.value_within(deeper)?);
                }
                Value::Map(entries)
            }
            8 => {
                let (entity, component) = (self.text()?, self.text()?);
                Value::Relationship(RelationshipValue {
                    target_entity_id: (!entity.is_empty()).then(|| EntityId::trusted(entity)),
                    target_component_name: (!component.is_empty()).then(|| Name::trusted(component)),
                })
            }
            9 => Value::Expression(self.text()?.to_owned()),
            _ => return Err(Damaged("a value has an unknown kind")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_round_trip_and_end() {
        for n in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            let mut bytes = Vec::new();
            put_varint(&mut bytes, n);
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.varint(), Ok(n));
            assert!(reader.rest.is_empty());
        }
        assert!(Reader::new(&[0xff; 11]).varint().is_err());
    }

    proptest! {
        #[test]
        fn values_round_trip(value in crate::contract::any_value()) {
            let mut bytes = Vec::new();
            put_value(&mut bytes, &value);
            let mut reader = Reader::new(&bytes);
            let back = reader.value().unwrap();
            prop_assert!(reader.rest.is_empty());
            prop_assert_eq!(format!("{back:?}"), format!("{value:?}"));
        }

        #[test]
        fn garbage_is_damage_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Reader::new(&bytes).value();
        }
    }
}
