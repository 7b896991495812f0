//! The two date forms that signatures use, to and from epoch seconds.

const DAY_SECONDS: i64 = 86_400;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads `20260101T000000Z`; years 1970 to 9999, no leap seconds.
pub fn parse_amz(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
        return None;
    }
    let day = day_number(digits(&bytes[0..4])?, digits(&bytes[4..6])?, digits(&bytes[6..8])?)?;
    Some(day * DAY_SECONDS + second_of_day(&bytes[9..11], &bytes[11..13], &bytes[13..15])?)
}

/// Writes epoch seconds as `20260101T000000Z`; what is outside of 1970 to 9999 is cut to that range.
pub fn format_amz(epoch_seconds: i64) -> String {
    let seconds = epoch_seconds.clamp(0, 253_402_300_799);
    let (year, month, day) = civil(seconds.div_euclid(DAY_SECONDS));
    let rest = seconds.rem_euclid(DAY_SECONDS);
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// Reads the `Date` header's form, `Thu, 01 Jan 2026 00:00:00 GMT`. The name of the day is not checked.
/// botocore writes the zone as `-0000`.
pub fn parse_http_date(text: &str) -> Option<i64> {
    let text = [" GMT", " -0000", " +0000"].iter().find_map(|zone| text.strip_suffix(zone))?;
    let bytes = text.as_bytes();
    if bytes.len() != 25 || !text.is_ascii() || &text[3..5] != ", " {
        return None;
    }
    if [7, 11, 16].iter().any(|&at| bytes[at] != b' ') || bytes[19] != b':' || bytes[22] != b':' {
        return None;
    }
    let month = MONTHS.iter().zip(1..).find(|(name, _)| **name == &text[8..11])?.1;
    let day = day_number(digits(&bytes[12..16])?, month, digits(&bytes[5..7])?)?;
    Some(day * DAY_SECONDS + second_of_day(&bytes[17..19], &bytes[20..22], &bytes[23..25])?)
}

fn digits(bytes: &[u8]) -> Option<i64> {
    bytes.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

fn second_of_day(hour: &[u8], minute: &[u8], second: &[u8]) -> Option<i64> {
    let (hour, minute, second) = (digits(hour)?, digits(minute)?, digits(second)?);
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}

/// Days since 1970-01-01. Counts years from March, so that the leap day is the last of its year.
fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    if year < 1970 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (march_year, march_month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * march_month + 2) / 5 + day - 1;
    let number = march_year * 365 + march_year / 4 - march_year / 100 + march_year / 400 + day_of_year;
    let number = number - 719_468;
    // A day the month does not have (30 February) lands in the next month: refuse it.
    (civil(number) == (year, month, day)).then_some(number)
}

/// Year, month and day of a day number; the inverse of `day_number`.
fn civil(number: i64) -> (i64, i64, i64) {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amz_dates() {
        for (text, want) in [
            ("19700101T000000Z", Some(0)),
            ("20130524T000000Z", Some(1_369_353_600)),
            ("20240229T235959Z", Some(1_709_251_199)),
            ("20260101T000000Z", Some(1_767_225_600)),
            ("99991231T235959Z", Some(253_402_300_799)),
            ("20230229T000000Z", None),
            ("20261301T000000Z", None),
            ("20260100T000000Z", None),
            ("20260101T240000Z", None),
            ("20260101T006000Z", None),
            ("20260101T000060Z", None),
            ("2026-01-01T00:00", None),
            ("20260101t000000Z", None),
            ("2026010aT000000Z", None),
            ("20260101T000000", None),
            ("19691231T235959Z", None),
            ("", None),
        ] {
            assert_eq!(parse_amz(text), want, "{text}");
        }
    }

    #[test]
    fn http_dates() {
        for (text, want) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Fri, 24 May 2013 00:00:00 GMT", Some(1_369_353_600)),
            ("Thu, 29 Feb 2024 23:59:59 GMT", Some(1_709_251_199)),
            ("Thu, 29 Feb 2024 23:59:59 -0000", Some(1_709_251_199)),
            ("Thu, 29 Feb 2024 23:59:59 -0100", None),
            ("Thu, 30 Feb 2024 23:59:59 GMT", None),
            ("Thu, 01 Jan 1970 00:00:00 UTC", None),
            ("Thu, 01 Foo 1970 00:00:00 GMT", None),
            ("Thu, 01 Jan 1970 00-00:00 GMT", None),
            ("Thü, 1 Jan 1970 00:00:00 GMT", None),
            ("", None),
        ] {
            assert_eq!(parse_http_date(text), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(seconds in 0i64..=253_402_300_799) {
            prop_assert_eq!(parse_amz(&format_amz(seconds)), Some(seconds));
        }
    }
}
