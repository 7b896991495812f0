//! Points in time: nanoseconds since the epoch, RFC 3339 text, and the only way to learn the time.

use crate::error::{Error, Result};

/// A point in time: nanoseconds since 1970-01-01T00:00:00Z. Covers the years 1677 to 2262; text beyond is clamped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

/// The only way to learn the time. Tests own one they can turn by hand.
pub trait Clock: Send + Sync {
    /// The present.
    fn now(&self) -> Timestamp;
}

impl Timestamp {
    /// The earliest point that can be told.
    pub const MIN: Self = Self(i64::MIN);
    /// The latest point that can be told.
    pub const MAX: Self = Self(i64::MAX);

    /// From nanoseconds since the epoch.
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// From milliseconds since the epoch; clamped to what can be told.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000_000))
    }

    /// From whole seconds since the epoch; clamped to what can be told.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000_000))
    }

    /// From the wire's fractional epoch seconds, kept to the microsecond that an `f64` can hold.
    #[expect(clippy::cast_possible_truncation, reason = "`as` clamps floats, which is what is wanted")]
    pub fn from_seconds_f64(seconds: f64) -> Result<Self> {
        if !seconds.is_finite() {
            return Err(Error::invalid(format!("`{seconds}` is not a point in time")));
        }
        let micros = (seconds * 1e6).round() as i64;
        Ok(Self(micros.saturating_mul(1_000)))
    }

    /// Nanoseconds since the epoch.
    pub const fn nanos(self) -> i64 {
        self.0
    }

    /// Milliseconds since the epoch, rounded down.
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Whole seconds since the epoch, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000_000)
    }

    /// Epoch seconds with milliseconds as the fraction: the wire's `timestamp`.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of any year fit an f64 exactly enough")]
    pub fn seconds_f64(self) -> f64 {
        self.millis() as f64 / 1e3
    }

    /// This many nanoseconds later (or earlier), clamped.
    #[must_use]
    pub const fn plus_nanos(self, nanos: i64) -> Self {
        Self(self.0.saturating_add(nanos))
    }

    /// Parses the wire's `Time`: `YYYY-MM-DDThh:mm:ss[.SSSSSSSSS](Z|±HH:mm)`, 20 to 35 characters.
    pub fn parse(member: &str, text: &str) -> Result<Self> {
        let length = text.chars().count();
        if length < 20 {
            return Err(Error::constraint(
                member,
                Some(text),
                "Member must have length greater than or equal to 20",
            ));
        }
        if length > 35 {
            return Err(Error::constraint(
                member,
                Some(text),
                "Member must have length less than or equal to 35",
            ));
        }
        let wrong = || {
            Error::constraint(
                member,
                Some(text),
                "Member must be a time of the form YYYY-MM-DDThh:mm:ss[.SSSSSSSSS](Z|±HH:mm)",
            )
        };
        if !has_shape(text.as_bytes()) {
            return Err(wrong());
        }
        match text.parse::<jiff::Timestamp>() {
            Ok(at) => Ok(Self(clamp(at.as_nanosecond()))),
            Err(_) if is_end_of_time(text) => Ok(Self::MAX),
            Err(_) => Err(wrong()),
        }
    }
}

/// The last two days of 9999 are beyond what `jiff` takes, and clients like to write them for "no end".
fn is_end_of_time(text: &str) -> bool {
    let civil = text.get(..19).and_then(|it| it.parse::<jiff::civil::DateTime>().ok());
    civil.is_some_and(|it| it.year() == 9999 && it.month() == 12 && it.day() >= 30)
}

fn clamp(nanos: i128) -> i64 {
    i64::try_from(nanos).unwrap_or(if nanos < 0 { i64::MIN } else { i64::MAX })
}

/// Whether text has the wire's shape; `jiff` takes more forms than AWS does.
fn has_shape(text: &[u8]) -> bool {
    let digits =
        |range: std::ops::Range<usize>| text.get(range).is_some_and(|it| it.iter().all(u8::is_ascii_digit));
    let at = |index: usize, byte: u8| text.get(index) == Some(&byte);
    let head = digits(0..4)
        && at(4, b'-')
        && digits(5..7)
        && at(7, b'-')
        && digits(8..10)
        && at(10, b'T')
        && digits(11..13)
        && at(13, b':')
        && digits(14..16)
        && at(16, b':')
        && digits(17..19);
    if !head {
        return false;
    }
    let mut rest = &text[19..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let n_digits = fraction.iter().take_while(|it| it.is_ascii_digit()).count();
        if n_digits == 0 || n_digits > 9 {
            return false;
        }
        rest = &fraction[n_digits..];
    }
    match rest {
        b"Z" => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => [h1, h2, m1, m2].iter().all(|it| it.is_ascii_digit()),
        _ => false,
    }
}

impl std::fmt::Display for Timestamp {
    /// RFC 3339 in UTC, seconds always shown, fraction only as long as it must be: `2026-01-01T00:00:00Z`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match jiff::Timestamp::from_nanosecond(i128::from(self.0)) {
            Ok(it) => write!(f, "{it}"),
            Err(_) => write!(f, "{}ns", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: Option<&str>) {
        let got = Timestamp::parse("startTime", text).ok().map(|it| it.to_string());
        assert_eq!(got.as_deref(), want, "{text}");
    }

    #[test]
    fn wire_times_parse_or_are_refused() {
        check("2026-01-01T00:00:00Z", Some("2026-01-01T00:00:00Z"));
        check("2022-01-01T00:00:00.123456789+02:00", Some("2021-12-31T22:00:00.123456789Z"));
        check("1899-12-31T00:00:00Z", Some("1899-12-31T00:00:00Z"));
        check("2022-04-27T17:50Z", None);
        check("2022-01-01T00:00:00X", None);
        check("2022-13-01T00:00:00Z", None);
        check("2022-01-01 00:00:00Z", None);
        check("not-a-date-not-a-date", None);
        check("2022-01-01T00:00:00.1234567891Z", None);
        check("2022-01-01T00:00:00[UTC]Z", None);
    }

    #[test]
    fn the_far_future_is_clamped() {
        assert_eq!(Timestamp::parse("t", "9999-01-01T00:00:00Z").unwrap(), Timestamp::MAX);
        assert_eq!(Timestamp::parse("t", "9999-12-31T23:59:59Z").unwrap(), Timestamp::MAX);
        assert_eq!(Timestamp::parse("t", "9999-12-31T23:59:59.999999999-08:00").unwrap(), Timestamp::MAX);
        assert!(Timestamp::parse("t", "9999-12-32T00:00:00Z").is_err());
        assert_eq!(Timestamp::parse("t", "0001-01-01T00:00:00Z").unwrap(), Timestamp::MIN);
    }

    #[test]
    fn seconds_round_trip() {
        assert_eq!(
            Timestamp::from_seconds_f64(1_646_427_217.161).unwrap().nanos(),
            1_646_427_217_161_000_000
        );
        assert!((Timestamp::from_millis(1_646_427_217_161).seconds_f64() - 1_646_427_217.161).abs() < 1e-6);
        assert!(Timestamp::from_seconds_f64(f64::NAN).is_err());
    }
}
