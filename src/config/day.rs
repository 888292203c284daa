//! Days: today in Copenhagen, `--as-of`, `--expiring-within`. No clock is read here.

use time::macros::format_description;
use time::{Date, Duration, Month, OffsetDateTime, Time};

/// The longest `--expiring-within`: a hundred years.
const MAX_DAYS: i64 = 36_525;

/// The day in Europe/Copenhagen. The rule is the one in force since 1996:
/// summer time from 01:00 UTC on the last Sunday of March to 01:00 UTC on the
/// last Sunday of October (directive 2000/84/EC).
pub fn in_copenhagen(utc: OffsetDateTime) -> Date {
    let changes =
        |month| last_sunday(utc.year(), month).map(|day| day.with_time(Time::MIDNIGHT).assume_utc() + Duration::HOUR);
    let summer = match (changes(Month::March), changes(Month::October)) {
        (Some(begins), Some(ends)) => (begins..ends).contains(&utc),
        _ => false,
    };
    utc.checked_add(Duration::hours(if summer { 2 } else { 1 })).unwrap_or(utc).date()
}

/// March and October have 31 days.
fn last_sunday(year: i32, month: Month) -> Option<Date> {
    let last = Date::from_calendar_date(year, month, 31).ok()?;
    last.checked_sub(Duration::days(i64::from(last.weekday().number_days_from_sunday())))
}

/// Reads `YYYY-MM-DD`.
pub fn parse(text: &str) -> Result<Date, String> {
    let form = format_description!("[year]-[month]-[day]");
    let day = (text.len() == 10).then(|| Date::parse(text, form).ok()).flatten();
    day.filter(|day| day.year() >= 1970).ok_or_else(|| format!("`{text}` is no day of the form YYYY-MM-DD"))
}

/// Reads `90d`, `90` or `12w` as days.
pub fn parse_span(text: &str) -> Result<i64, String> {
    let (digits, unit) = match text.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let days = digits.parse::<i64>().ok().filter(|_| plain).and_then(|count| count.checked_mul(unit));
    days.filter(|days| *days <= MAX_DAYS)
        .ok_or_else(|| format!("`{text}` is no number of days such as 90d or 12w (at most {MAX_DAYS}d)"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

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
        for (utc, day) in table {
            assert_eq!(in_copenhagen(utc), day, "{utc}");
        }
    }

    #[test]
    fn days_are_read_strictly() {
        assert_eq!(parse("2023-10-31"), Ok(date!(2023 - 10 - 31)));
        for wrong in ["2023-02-30", "2023-1-1", "31-10-2023", "+023-10-31", "", "2023-10-31T", "0001-01-01"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn spans_are_days_or_weeks() {
        assert_eq!(parse_span("90d"), Ok(90));
        assert_eq!(parse_span("90"), Ok(90));
        assert_eq!(parse_span("12w"), Ok(84));
        assert_eq!(parse_span("0"), Ok(0));
        for wrong in ["", "d", "-1", "+9", "9m", "1.5d", "99999999999999999999w", "40000d", "9223372036854775807w"] {
            assert!(parse_span(wrong).is_err(), "{wrong}");
        }
    }
}
