//! Days and ages as typed: `--as-of`, `--expiring-within`, `--max-age`. No clock is read here.

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

/// Reads `90m`, `26h`, `2d` or `1w` as seconds.
pub fn parse_age(text: &str) -> Result<i64, String> {
    const UNITS: [(char, i64); 4] = [('m', 60), ('h', 3_600), ('d', 86_400), ('w', 604_800)];
    let unit = UNITS.iter().find_map(|(unit, seconds)| Some((text.strip_suffix(*unit)?, *seconds)));
    let age = unit.and_then(|(digits, seconds)| {
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<i64>().ok().filter(|_| plain)?.checked_mul(seconds)
    });
    age.filter(|age| *age <= MAX_DAYS * 86_400).ok_or_else(|| format!("`{text}` is no age such as 90m, 26h or 2d"))
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
    fn ages_have_a_unit() {
        assert_eq!(parse_age("90m"), Ok(5_400));
        assert_eq!(parse_age("26h"), Ok(93_600));
        assert_eq!(parse_age("2d"), Ok(172_800));
        assert_eq!(parse_age("1w"), Ok(604_800));
        for wrong in ["", "2", "d", "-1d", "+1d", "1.5h", "1y", "2 d", "99999999999999999999h", "40000d"] {
            assert!(parse_age(wrong).is_err(), "{wrong}");
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
