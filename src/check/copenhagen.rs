//! The day in Denmark that a second belongs to.
//!
//! Needs no time zone data: the rule of the European Union has stood since
//! 1996, before the first OCES certificate.

use time::{Date, Duration, Month, OffsetDateTime, Time, Weekday};

/// The day in Europe/Copenhagen of a time in seconds since 1970 (UTC).
/// `None` if no calendar reaches that far.
pub(crate) fn day(seconds: i64) -> Option<Date> {
    let utc = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    let hours = if is_summer(utc)? { 2 } else { 1 };
    utc.checked_add(Duration::hours(hours)).map(OffsetDateTime::date)
}

/// Summer time runs from the last Sunday of March to that of October, 01:00 UTC.
fn is_summer(utc: OffsetDateTime) -> Option<bool> {
    let begin = last_sunday(utc.year(), Month::March)?;
    let end = last_sunday(utc.year(), Month::October)?;
    Some(begin <= utc && utc < end)
}

/// 01:00 UTC on the last Sunday of a month with 31 days.
fn last_sunday(year: i32, month: Month) -> Option<OffsetDateTime> {
    let mut date = Date::from_calendar_date(year, month, 31).ok()?;
    while date.weekday() != Weekday::Sunday {
        date = date.previous_day()?;
    }
    Some(date.with_time(Time::from_hms(1, 0, 0).ok()?).assume_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn the_day_turns_at_danish_midnight() {
        let cases = [
            (datetime!(2023-10-30 22:59:59 UTC), date!(2023 - 10 - 30)),
            (datetime!(2023-10-30 23:00:00 UTC), date!(2023 - 10 - 31)),
            (datetime!(2026-07-01 21:59:59 UTC), date!(2026 - 07 - 01)),
            (datetime!(2026-07-01 22:00:00 UTC), date!(2026 - 07 - 02)),
        ];
        for (second, expected) in cases {
            assert_eq!(day(second.unix_timestamp()), Some(expected));
        }
    }

    #[test]
    fn a_second_beyond_every_calendar_is_no_day() {
        assert_eq!(day(i64::MAX), None);
        assert_eq!(day(i64::MIN), None);
    }
}
