//! Days of Europe/Copenhagen from Unix seconds, without a time zone database.

use time::{Date, Duration, Month, OffsetDateTime, Weekday};

/// The calendar day in Copenhagen of an instant (Unix seconds). Summer time is
/// the European Union's rule since 1996: from the last Sunday of March to the
/// last Sunday of October, both at 01:00 UTC. `None` outside the years of `time`.
pub fn copenhagen_day(seconds: i64) -> Option<Date> {
    local(seconds).map(OffsetDateTime::date)
}

/// The day, hour and minute that clocks in Copenhagen show at an instant.
pub fn copenhagen_time(seconds: i64) -> Option<(Date, u8, u8)> {
    local(seconds).map(|at| (at.date(), at.hour(), at.minute()))
}

fn local(seconds: i64) -> Option<OffsetDateTime> {
    let instant = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    let hours = if is_summer(instant) { 2 } else { 1 };
    instant.checked_add(Duration::hours(hours))
}

fn is_summer(instant: OffsetDateTime) -> bool {
    match (turn(instant.year(), Month::March), turn(instant.year(), Month::October)) {
        (Some(begin), Some(end)) => begin <= instant && instant < end,
        _ => false,
    }
}

/// When the clocks are turned in a month.
fn turn(year: i32, month: Month) -> Option<OffsetDateTime> {
    Some(last_sunday(year, month)?.with_hms(1, 0, 0).ok()?.assume_utc())
}

fn last_sunday(year: i32, month: Month) -> Option<Date> {
    let last = Date::from_calendar_date(year, month, 31).ok()?;
    let past = if last.weekday() == Weekday::Sunday { 0 } else { i64::from(last.weekday().number_days_from_sunday()) };
    last.checked_sub(Duration::days(past))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn clocks_show_an_hour_more_in_winter_and_two_in_summer() {
        let at = |instant: OffsetDateTime| copenhagen_time(instant.unix_timestamp());
        assert_eq!(at(datetime!(2026-11-22 17:09:09 UTC)), Some((date!(2026 - 11 - 22), 18, 9)));
        assert_eq!(at(datetime!(2026-07-01 23:30:00 UTC)), Some((date!(2026 - 07 - 02), 1, 30)));
        assert_eq!(copenhagen_time(i64::MAX), None);
    }

    #[test]
    fn the_day_turns_at_midnight_in_copenhagen() {
        let table = [
            (datetime!(2026-01-01 22:59:59 UTC), date!(2026 - 01 - 01)),
            (datetime!(2026-01-01 23:00 UTC), date!(2026 - 01 - 02)),
            (datetime!(2026-07-01 21:59:59 UTC), date!(2026 - 07 - 01)),
            (datetime!(2026-07-01 22:00 UTC), date!(2026 - 07 - 02)),
            // Summer time began on 29 March 2026 and ends on 25 October 2026.
            (datetime!(2026-03-28 22:30 UTC), date!(2026 - 03 - 28)),
            (datetime!(2026-03-29 22:30 UTC), date!(2026 - 03 - 30)),
            (datetime!(2026-10-24 22:30 UTC), date!(2026 - 10 - 25)),
            (datetime!(2026-10-25 22:30 UTC), date!(2026 - 10 - 25)),
            (datetime!(2023-10-30 23:00 UTC), date!(2023 - 10 - 31)),
            (datetime!(2023-12-31 23:30 UTC), date!(2024 - 01 - 01)),
        ];
        for (instant, day) in table {
            assert_eq!(copenhagen_day(instant.unix_timestamp()), Some(day), "{instant}");
        }
    }

    #[test]
    fn summer_begins_and_ends_on_the_last_sunday() {
        assert!(!is_summer(datetime!(2024-03-31 00:59:59 UTC)) && is_summer(datetime!(2024-03-31 01:00 UTC)));
        assert!(is_summer(datetime!(2023-10-29 00:59:59 UTC)) && !is_summer(datetime!(2023-10-29 01:00 UTC)));
        assert!(is_summer(datetime!(2021-10-31 00:59:59 UTC)) && !is_summer(datetime!(2021-10-31 01:00 UTC)));
    }

    #[test]
    fn instants_beyond_the_calendar_have_no_day() {
        assert_eq!(copenhagen_day(i64::MAX), None);
        assert_eq!(copenhagen_day(253_402_300_799), None);
    }
}
