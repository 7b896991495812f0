//! A block: up to 2,048 points of one series as two compressed columns, times and values.

use crate::codec::{Damaged, Reader, put_bytes, put_value, put_varint};
use gemel_model::value::Value;
use pco::ChunkConfig;
use pco::data_types::Number;
use pco::standalone::{simple_compress, simple_decompress};
use std::collections::HashMap;

/// Points in one block, at most.
pub(crate) const POINTS_MAX: usize = 2048;

/// Half the time of the default level, and nearly its size.
const COMPRESSION_LEVEL: usize = 4;

/// The values of a block; each kind packed in its own way.
pub(crate) enum Column {
    Double(Vec<f64>),
    Integer(Vec<i32>),
    Long(Vec<i64>),
    Boolean(Vec<u16>),
    /// Distinct texts, and which one each point has.
    String(Vec<String>, Vec<u32>),
    /// Whatever else: mixed kinds, lists, maps, relationships.
    Any(Vec<Value>),
}

impl Column {
    /// How many values there are.
    fn len(&self) -> usize {
        match self {
            Self::Double(it) => it.len(),
            Self::Integer(it) => it.len(),
            Self::Long(it) => it.len(),
            Self::Boolean(it) => it.len(),
            Self::String(_, it) => it.len(),
            Self::Any(it) => it.len(),
        }
    }

    /// The value at an index below the number of points of the block.
    pub(crate) fn value(&self, index: usize) -> Value {
        match self {
            Self::Double(it) => Value::Double(it[index]),
            Self::Integer(it) => Value::Integer(it[index]),
            Self::Long(it) => Value::Long(it[index]),
            Self::Boolean(it) => Value::Boolean(it[index] != 0),
            Self::String(texts, it) => Value::String(texts[it[index] as usize].clone()),
            Self::Any(it) => it[index].clone(),
        }
    }
}

fn pack<T: Number>(numbers: &[T]) -> Result<Vec<u8>, Damaged> {
    let config = ChunkConfig::default().with_compression_level(COMPRESSION_LEVEL);
    simple_compress(numbers, &config).map_err(|_| Damaged("a column cannot be compressed"))
}

fn unpack<T: Number>(bytes: &[u8], n_points: usize) -> Result<Vec<T>, Damaged> {
    let numbers = simple_decompress(bytes).map_err(|_| Damaged("a column cannot be decompressed"))?;
    if numbers.len() == n_points { Ok(numbers) } else { Err(Damaged("a column has the wrong length")) }
}

/// Packs points that are sorted by time.
pub(crate) fn encode(points: &[(i64, Value)]) -> Result<Vec<u8>, Damaged> {
    let times: Vec<i64> = points.iter().map(|(time, _)| *time).collect();
    let mut out = Vec::new();
    put_bytes(&mut out, &pack(&times)?);
    encode_values(&mut out, points)?;
    Ok(out)
}

/// Collects one kind of value, if all values are of it.
macro_rules! all_of {
    ($points:expr, $kind:ident) => {
        $points
            .iter()
            .map(|(_, value)| match value {
                Value::$kind(it) => Some(it),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()
    };
}

fn encode_values(out: &mut Vec<u8>, points: &[(i64, Value)]) -> Result<(), Damaged> {
    if let Some(values) = all_of!(points, Double) {
        out.push(2);
        out.extend(pack(&values.into_iter().copied().collect::<Vec<f64>>())?);
    } else if let Some(values) = all_of!(points, Integer) {
        out.push(3);
        out.extend(pack(&values.into_iter().copied().collect::<Vec<i32>>())?);
    } else if let Some(values) = all_of!(points, Long) {
        out.push(4);
        out.extend(pack(&values.into_iter().copied().collect::<Vec<i64>>())?);
    } else if let Some(values) = all_of!(points, Boolean) {
        out.push(1);
        out.extend(pack(&values.into_iter().map(|it| u16::from(*it)).collect::<Vec<u16>>())?);
    } else if let Some(values) = all_of!(points, String) {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut texts: Vec<&str> = Vec::new();
        let mut index = Vec::with_capacity(values.len());
        for text in values {
            let next = u32::try_from(texts.len()).map_err(|_| Damaged("too many texts"))?;
            index.push(*numbers.entry(text).or_insert_with(|| {
                texts.push(text);
                next
            }));
        }
        out.push(5);
        put_varint(out, texts.len() as u64);
        for text in texts {
            put_bytes(out, text.as_bytes());
        }
        out.extend(pack(&index)?);
    } else {
        out.push(0);
        for (_, value) in points {
            put_value(out, value);
        }
    }
    Ok(())
}

/// Unpacks the times; the rest of the bytes are the values.
pub(crate) fn times(bytes: &[u8], n_points: usize) -> Result<(Vec<i64>, &[u8]), Damaged> {
    let mut reader = Reader::new(bytes);
    let times = unpack(reader.bytes()?, n_points)?;
    Ok((times, reader.rest))
}

/// Unpacks the values.
pub(crate) fn values(bytes: &[u8], n_points: usize) -> Result<Column, Damaged> {
    let mut reader = Reader::new(bytes);
    let column = match reader.byte()? {
        0 => Column::Any((0..n_points).map(|_| reader.value()).collect::<Result<_, _>>()?),
        1 => Column::Boolean(unpack(reader.rest, n_points)?),
        2 => Column::Double(unpack(reader.rest, n_points)?),
        3 => Column::Integer(unpack(reader.rest, n_points)?),
        4 => Column::Long(unpack(reader.rest, n_points)?),
        5 => {
            let n_texts = reader.count()?;
            let texts: Vec<String> =
                (0..n_texts).map(|_| reader.text().map(str::to_owned)).collect::<Result<_, _>>()?;
            let index: Vec<u32> = unpack(reader.rest, n_points)?;
            if index.iter().any(|it| *it as usize >= texts.len()) {
                return Err(Damaged("a text is missing"));
            }
            Column::String(texts, index)
        }
        _ => return Err(Damaged("a column has an unknown kind")),
    };
    if column.len() == n_points { Ok(column) } else { Err(Damaged("a column has the wrong length")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(points: &[(i64, Value)]) -> usize {
        let bytes = encode(points).unwrap();
        let (got, rest) = times(&bytes, points.len()).unwrap();
        let column = values(rest, points.len()).unwrap();
        for (index, (time, value)) in points.iter().enumerate() {
            assert_eq!(got[index], *time);
            let (back, mut want, mut have) = (column.value(index), Vec::new(), Vec::new());
            put_value(&mut want, value);
            put_value(&mut have, &back);
            assert_eq!(have, want, "{back:?} instead of {value:?}");
        }
        bytes.len()
    }

    fn of(value: impl Fn(i64) -> Value, n: i64) -> Vec<(i64, Value)> {
        (0..n).map(|it| (it * 1_000_000_000, value(it))).collect()
    }

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    fn every_kind_keeps_its_bits() {
        check(&of(|it| Value::Double(f64::from_bits(0x7ff8_0000_0000_0000 | it.unsigned_abs())), 100));
        check(&of(|it| Value::Double(if it % 2 == 0 { -0.0 } else { f64::MIN_POSITIVE / 2.0 }), 9));
        check(&of(|it| Value::Integer(if it == 3 { i32::MIN } else { i32::MAX }), 10));
        check(&of(|it| Value::Long(if it % 2 == 0 { i64::MIN } else { i64::MAX }), 10));
        check(&of(|it| Value::Boolean(it % 3 == 0), 2048));
        check(&of(|it| Value::String(if it % 9 == 0 { "on" } else { "" }.to_owned()), 2048));
        check(&of(|it| if it == 7 { Value::Boolean(true) } else { Value::Double(it as f64) }, 10));
        check(&of(|_| Value::List(vec![Value::Long(1), Value::List(vec![])]), 2));
        check(&[(i64::MIN, Value::Long(0)), (i64::MAX, Value::Long(1))]);
    }

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    fn a_regular_measurement_is_small() {
        let n_bytes =
            check(&of(|it| Value::Double((2150.0 + (it as f64 / 90.0).sin() * 300.0).round() / 100.0), 2048));
        assert!(n_bytes < 2 * 2048, "{n_bytes} bytes for 2,048 points");
    }

    proptest! {
        #[test]
        fn garbage_is_damage_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok((_, rest)) = times(&bytes, 3) {
                let _ = values(rest, 3);
            }
            let _ = values(&bytes, 3);
        }
    }
}
