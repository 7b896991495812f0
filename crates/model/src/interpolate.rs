//! Straight lines between points: at which times, and what lies there.

use crate::error::{Error, Result};
use crate::history::{Point, number};
use crate::time::Timestamp;
use crate::value::{Type, Value};

/// The times `start + k·interval`, `k ≥ 1`, of a window: after its start, at or before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    start: Timestamp,
    end: Timestamp,
    interval_nanos: i64,
}

impl Grid {
    /// The grid of a window. The interval is at least a second.
    pub fn new(start: Timestamp, end: Timestamp, interval_seconds: i64) -> Result<Self> {
        if interval_seconds < 1 {
            return Err(Error::constraint(
                "interpolation.intervalInSeconds",
                Some(&interval_seconds.to_string()),
                "Member must have value greater than or equal to 1",
            ));
        }
        Ok(Self { start, end, interval_nanos: interval_seconds.saturating_mul(1_000_000_000) })
    }

    /// Up to `limit` of its times between two points in time, both inclusive.
    pub fn times(&self, from: Timestamp, to: Timestamp, descending: bool, limit: usize) -> Vec<Timestamp> {
        // Windows can be longer than 2^63 nanoseconds.
        let (start, interval) = (i128::from(self.start.nanos()), i128::from(self.interval_nanos));
        let first = (i128::from(from.nanos()) - start + interval - 1).div_euclid(interval).max(1);
        let last = (i128::from(to.min(self.end).nanos()) - start).div_euclid(interval);
        let n = usize::try_from(last - first + 1).unwrap_or(0).min(limit);
        let at = |k: i128| i64::try_from(start + k * interval).map_or(Timestamp::MAX, Timestamp::from_nanos);
        (0..n).map(|it| it as i128).map(|it| at(if descending { last - it } else { first + it })).collect()
    }
}

/// Refuses what has no lines between its values.
pub fn check_kind(property: &str, kind: Type) -> Result<()> {
    if matches!(kind, Type::Double | Type::Integer | Type::Long) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "property `{property}` is a {}; LINEAR interpolation needs DOUBLE, INTEGER or LONG",
        kind.as_str()
    )))
}

/// The value at a time, from the points at or before and at or after it. Whole kinds are rounded.
pub fn linear(before: &Point, after: &Point, at: Timestamp) -> Option<Value> {
    if before.time == at {
        return Some(before.value.clone());
    }
    let (low, high) = (number(&before.value)?, number(&after.value)?);
    let span = nanos_between(before.time, after.time);
    let value = if span > 0.0 { low + (high - low) * (nanos_between(before.time, at) / span) } else { low };
    Some(match before.value {
        #[expect(clippy::cast_possible_truncation, reason = "it lies between two values of the kind")]
        Value::Integer(_) => Value::Integer(value.round() as i32),
        #[expect(clippy::cast_possible_truncation, reason = "it lies between two values of the kind")]
        Value::Long(_) => Value::Long(value.round() as i64),
        _ => Value::Double(value),
    })
}

#[expect(clippy::cast_precision_loss, reason = "a fraction of the distance needs no more")]
fn nanos_between(one: Timestamp, other: Timestamp) -> f64 {
    (i128::from(other.nanos()) - i128::from(one.nanos())) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    fn check(grid: (i64, i64, i64), from: i64, to: i64, descending: bool, limit: usize, want: &[i64]) {
        let it = Grid::new(at(grid.0), at(grid.1), grid.2).unwrap();
        let got: Vec<i64> =
            it.times(at(from), at(to), descending, limit).iter().map(|it| it.seconds()).collect();
        assert_eq!(got, want, "{grid:?} from {from} to {to}");
    }

    #[test]
    fn a_grid_begins_one_interval_after_the_start() {
        check((0, 100, 10), 0, 100, false, 3, &[10, 20, 30]);
        check((0, 100, 10), 0, 100, true, 3, &[100, 90, 80]);
        check((0, 95, 10), 0, 1000, true, 2, &[90, 80]);
        check((5, 100, 10), 16, 44, false, 9, &[25, 35]);
        check((5, 100, 10), 15, 35, true, 9, &[35, 25, 15]);
        check((0, 100, 10), 41, 49, false, 9, &[]);
        check((0, 5, 10), 0, 5, false, 9, &[]);
        check((0, 0, 10), 0, 0, false, 9, &[]);
        check((-100, 100, 60), -1000, 1000, false, 9, &[-40, 20, 80]);
    }

    #[test]
    fn grids_of_any_window_end() {
        let whole = Grid::new(Timestamp::MIN, Timestamp::MAX, 1).unwrap();
        assert_eq!(whole.times(Timestamp::MIN, Timestamp::MAX, false, 2).len(), 2);
        assert_eq!(whole.times(Timestamp::MIN, Timestamp::MAX, true, 2).len(), 2);
        let wide = Grid::new(Timestamp::MIN, Timestamp::MAX, i64::MAX).unwrap();
        assert!(wide.times(Timestamp::MIN, Timestamp::MAX, false, 9).len() <= 2);
        assert!(Grid::new(at(0), at(1), 0).is_err());
    }

    fn between(before: Value, after: Value, seconds: i64) -> Option<Value> {
        linear(&Point { time: at(0), value: before }, &Point { time: at(10), value: after }, at(seconds))
    }

    #[test]
    fn lines_keep_the_kind() {
        assert_eq!(between(Value::Double(1.0), Value::Double(3.0), 5), Some(Value::Double(2.0)));
        assert_eq!(between(Value::Integer(1), Value::Integer(4), 5), Some(Value::Integer(3)));
        assert_eq!(between(Value::Long(10), Value::Long(0), 1), Some(Value::Long(9)));
        assert_eq!(between(Value::Double(1.0), Value::Boolean(true), 0), Some(Value::Double(1.0)));
        assert_eq!(between(Value::Double(1.0), Value::Boolean(true), 1), None);
    }
}
