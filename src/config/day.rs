//! Days as typed: `--as-of`, `--expiring-within`. No clock is read here.

use time::Date;
use time::macros::format_description;

/// The longest `--expiring-within`: a hundred years.
const MAX_DAYS: i64 = 36_525;

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
    use time::macros::date;

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
