//! What stands in single cells: UUIDs, serial numbers, days.
//!
//! Reads leniently; what cannot be read is `None`, never a guess.

use time::{Date, Month};

/// The UUID in a text such as `UI:DK-O:G:…` or `{…}`, lower case, with its dashes.
pub fn uuid(text: &str) -> Option<String> {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let mut digits = String::new();
    // What stands before the last colon tells whose it is.
    let last = text.rsplit(':').next().unwrap_or_default();
    let bare = last.trim().trim_start_matches(['{', '"', '=']).trim_end_matches(['}', '"']);
    let plain = !bare.contains('-') && bare.len() == 32;
    let groups: Vec<usize> = bare.split('-').map(str::len).collect();
    if !plain && groups != GROUPS {
        return None;
    }
    for one in bare.chars().filter(|one| *one != '-') {
        digits.push(one.is_ascii_hexdigit().then_some(one.to_ascii_lowercase())?);
    }
    let mut rest = digits.as_str();
    let mut parts = Vec::new();
    for length in GROUPS {
        let (part, more) = rest.split_at_checked(length)?;
        parts.push(part);
        rest = more;
    }
    Some(parts.join("-"))
}

/// The serial numbers that a cell may mean, in hexadecimal without leading
/// zeros: digits alone may be decimal or hexadecimal.
pub(super) fn serials(text: &str) -> Vec<String> {
    let text = text.trim().trim_start_matches(['=', '"']).trim_end_matches('"').to_ascii_lowercase();
    let (bare, marked) = match text.strip_prefix("0x") {
        Some(bare) => (bare, true),
        None => (text.as_str(), text.contains(':')),
    };
    let digits: String = bare.chars().filter(|one| !matches!(one, ':' | ' ' | '\u{a0}' | '-')).collect();
    // RFC 5280 allows 20 octets; twice that is no serial number.
    if digits.is_empty() || digits.len() > 80 || !digits.bytes().all(|one| one.is_ascii_hexdigit()) {
        return Vec::new();
    }
    let decimal = (!marked && digits.bytes().all(|one| one.is_ascii_digit())).then(|| hexadecimal(&digits));
    let mut all: Vec<String> = decimal.into_iter().chain([digits]).map(|one| canonical(&one)).collect();
    all.dedup();
    all
}

/// Hexadecimal digits without leading zeros.
pub(super) fn canonical(digits: &str) -> String {
    digits.trim_start_matches('0').to_owned()
}

/// Decimal digits as hexadecimal ones.
fn hexadecimal(decimal: &str) -> String {
    let mut nibbles: Vec<u32> = Vec::new();
    for digit in decimal.chars().filter_map(|one| one.to_digit(10)) {
        let mut carry = digit;
        for nibble in &mut nibbles {
            let value = *nibble * 10 + carry;
            *nibble = value % 16;
            carry = value / 16;
        }
        if carry > 0 {
            nibbles.push(carry);
        }
    }
    nibbles.iter().rev().filter_map(|nibble| char::from_digit(*nibble, 16)).collect()
}

/// A day as `2026-05-01`, `01-05-2026`, `1.5.2026` or `01/05/2026` (the day
/// first, as in Denmark), a time behind it or not.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim().trim_start_matches(['=', '"']).trim_end_matches('"');
    let end = text.find(|one: char| !one.is_ascii_digit() && !matches!(one, '-' | '.' | '/')).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    if !rest.is_empty() && !rest.starts_with([' ', 'T', 't', ',']) {
        return None;
    }
    let parts: Vec<&str> = date.split(['-', '.', '/']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        _ => return None,
    };
    let short = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse::<u8>().ok()).flatten();
    let month = Month::try_from(short(month)?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, short(day)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn uuids_in_every_dress() {
        let plain = "5e50b9bb-0000-4a4a-8b8b-0123456789ab";
        for text in [
            plain,
            "UI:DK-O:G:5e50b9bb-0000-4a4a-8b8b-0123456789ab",
            "{5E50B9BB-0000-4A4A-8B8B-0123456789AB}",
            "5E50B9BB00004A4A8B8B0123456789AB",
            "=\"5e50b9bb-0000-4a4a-8b8b-0123456789ab\"",
        ] {
            assert_eq!(uuid(text).as_deref(), Some(plain), "{text}");
        }
        for wrong in
            ["", "4711", "5e50b9bb-0000-4a4a-8b8b", "5e50b9bb-0000-4a4a-8b8b-0123456789ag", "ø".repeat(16).as_str()]
        {
            assert_eq!(uuid(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn serial_numbers_are_hexadecimal_or_decimal() {
        for text in ["0x0A1B2C", "0a:1b:2c", "0A 1B 2C", "a1b2c", " 000a1b2c "] {
            assert_eq!(serials(text), ["a1b2c"], "{text}");
        }
        assert_eq!(serials("662316"), ["a1b2c", "662316"], "digits alone may be either");
        assert_eq!(serials("=\"662316\""), ["a1b2c", "662316"]);
        assert_eq!(serials("0x662316"), ["662316"]);
        assert_eq!(
            serials("340282366920938463463374607431768211455"),
            ["f".repeat(32), "340282366920938463463374607431768211455".to_owned()]
        );
        let long = "1".repeat(81);
        for wrong in ["", "-", "1,2E+30", "serie", long.as_str()] {
            assert!(serials(wrong).is_empty(), "{wrong}");
        }
    }

    #[test]
    fn days_in_every_form() {
        for text in [
            "2026-05-01",
            "2026-05-01T21:59:59Z",
            "2026-05-01 21:59",
            "2026/05/01",
            "01-05-2026",
            "1.5.2026",
            "01.05.2026 23:59:59",
            "01/05/2026",
            "=\"01-05-2026\"",
        ] {
            assert_eq!(day(text), Some(date!(2026 - 05 - 01)), "{text}");
        }
        for wrong in
            ["", "05/13/2026", "1-5-26", "31-02-2026", "2026-05", "2026-05-01x", "maj 2026", "-1-5-2026", "001-05-2026"]
        {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }
}
