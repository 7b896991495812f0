//! The answer of GetPropertyValueHistory, written straight from the points: it is the busiest answer of all, and building
//! shapes first costs as much again as writing them. A test holds it equal to the shapes.

use super::super::written::OneValue;
use gemel_model::history::{ComponentAt, History, Point, Reference};
use gemel_model::time::Timestamp;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

/// `GetPropertyValueHistoryResponse`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HistoryAnswer<'a> {
    #[serde(serialize_with = "histories")]
    pub(super) property_values: &'a [History],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
}

fn histories<S: Serializer>(of: &[History], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(of.iter().map(OneHistory))
}

struct OneHistory<'a>(&'a History);

impl Serialize for OneHistory<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut it = serializer.serialize_struct("PropertyValueHistory", 2)?;
        it.serialize_field("entityPropertyReference", &OneReference(&self.0.reference))?;
        it.serialize_field("values", &Points(&self.0.points))?;
        it.end()
    }
}

struct OneReference<'a>(&'a Reference);

impl Serialize for OneReference<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = self.0;
        let (name, path) = component(of);
        let mut it = serializer.serialize_map(None)?;
        if let Some(name) = name {
            it.serialize_entry("componentName", name)?;
        }
        if let Some(path) = path {
            it.serialize_entry("componentPath", path)?;
        }
        if !of.external_id_property.is_empty() {
            it.serialize_entry("externalIdProperty", &of.external_id_property)?;
        }
        if let Some(id) = &of.entity_id {
            it.serialize_entry("entityId", id.as_str())?;
        }
        it.serialize_entry("propertyName", &of.property_name)?;
        it.end()
    }
}

/// `componentName` and `componentPath` of a reference.
pub(super) fn component(of: &Reference) -> (Option<&str>, Option<&str>) {
    match &of.component {
        Some(ComponentAt::Name(it)) => (Some(it.as_str()), None),
        Some(ComponentAt::Path(it)) => (None, Some(it.as_str())),
        None => (None, None),
    }
}

struct Points<'a>(&'a [Point]);

impl Serialize for Points<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(OnePoint))
    }
}

struct OnePoint<'a>(&'a Point);

impl Serialize for OnePoint<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut it = serializer.serialize_struct("PropertyValue", 2)?;
        it.serialize_field("value", &OneValue(&self.0.value))?;
        it.serialize_field("time", &Shown(self.0.time))?;
        it.end()
    }
}

/// A time as its `Display` writes it, in a third of the time: a page of history has hundreds of them.
pub(in super::super) struct Shown(pub(in super::super) Timestamp);

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = [0; TIME_BYTES];
        let n_bytes = write_time(&mut text, self.0);
        match std::str::from_utf8(&text[..n_bytes]) {
            Ok(it) => serializer.serialize_str(it),
            Err(_) => serializer.collect_str(&self.0),
        }
    }
}

/// `YYYY-MM-DDThh:mm:ss.SSSSSSSSSZ`
const TIME_BYTES: usize = 30;

/// Writes a time and says how long it became. Years have four digits: a `Timestamp` knows 1677 to 2262.
fn write_time(text: &mut [u8; TIME_BYTES], time: Timestamp) -> usize {
    const DAY_SECONDS: i64 = 86_400;
    let seconds = time.seconds();
    let (year, month, day) = civil(seconds.div_euclid(DAY_SECONDS));
    let of_day = seconds.rem_euclid(DAY_SECONDS);
    text[..20].copy_from_slice(b"0000-00-00T00:00:00Z");
    put(&mut text[0..4], year);
    put(&mut text[5..7], month);
    put(&mut text[8..10], day);
    put(&mut text[11..13], of_day / 3_600);
    put(&mut text[14..16], of_day / 60 % 60);
    put(&mut text[17..19], of_day % 60);
    let fraction = time.nanos().rem_euclid(1_000_000_000);
    if fraction == 0 {
        return 20;
    }
    text[19] = b'.';
    put(&mut text[20..29], fraction);
    let n_zeros = text[20..29].iter().rev().take_while(|it| **it == b'0').count();
    text[29 - n_zeros] = b'Z';
    30 - n_zeros
}

/// Fills `digits` with a number that is not negative, from the right.
fn put(digits: &mut [u8], mut number: i64) {
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
}

/// Year, month and day of a day since 1970. The year begins in March here, so that the leap day is its last one, and
/// the months have 31, 30, 31, 30, 31 days over and over: 153 in five months.
fn civil(days: i64) -> (i64, i64, i64) {
    const ERA_DAYS: i64 = 146_097;
    let from_march_0000 = days + 719_468;
    let (era, of_era) = (from_march_0000.div_euclid(ERA_DAYS), from_march_0000.rem_euclid(ERA_DAYS));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(time: Timestamp) {
        let mut text = [0; TIME_BYTES];
        let n_bytes = write_time(&mut text, time);
        assert_eq!(std::str::from_utf8(&text[..n_bytes]).unwrap(), time.to_string());
    }

    #[test]
    fn times_are_written_as_ever() {
        for nanos in [0, 1, -1, 100, 123_456_789, 999_999_999, 1_500_000_000, i64::MIN, i64::MAX] {
            check(Timestamp::from_nanos(nanos));
        }
        // Every day there is, at a moment that differs from day to day.
        for day in -106_751..=106_750_i64 {
            let seconds = Timestamp::from_seconds(day * 86_400 + (day * 7_919).rem_euclid(86_400));
            check(seconds.plus_nanos((day * 1_000_003).rem_euclid(1_000) * 1_000_000));
        }
    }
}
