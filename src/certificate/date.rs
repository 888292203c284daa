//! Dates of the validity: `UTCTime` and `GeneralizedTime` to Unix seconds.

use crate::asn1::{Element, Elements};
use time::{Date, Month, Time};
use x509_parser::certificate::X509Certificate;

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// notBefore and notAfter from the content of the validity; `strict` is what
/// `x509-parser` made of the certificate.
///
/// ```text
/// Validity ::= SEQUENCE { notBefore Time, notAfter Time }
/// Time ::= CHOICE { utcTime UTCTime, generalTime GeneralizedTime }   -- RFC 5280, 4.1.2.5
/// ```
pub(super) fn validity(content: &[u8], strict: Option<&X509Certificate<'_>>) -> (Option<i64>, Option<i64>) {
    if let Some(certificate) = strict {
        let validity = certificate.validity();
        return (Some(validity.not_before.timestamp()), Some(validity.not_after.timestamp()));
    }
    let mut dates = Elements::new(content);
    let mut next = || dates.next().and_then(|element| seconds(&element));
    (next(), next())
}

/// Unix seconds; `None` where the text is no date. Reads what BER allows and
/// real encoders wrote: no seconds, fractions, offsets.
pub(super) fn seconds(element: &Element<'_>) -> Option<i64> {
    let text = std::str::from_utf8(element.content).ok()?.trim();
    let (year, rest) = match element.tag {
        UTC_TIME => {
            // RFC 5280, 4.1.2.5.1: 50 to 99 are of the 20th century.
            let year = digits(text.get(..2)?)?;
            (if year >= 50 { 1900 + year } else { 2000 + year }, text.get(2..)?)
        }
        GENERALIZED_TIME => (digits(text.get(..4)?)?, text.get(4..)?),
        _ => return None,
    };
    let month = Month::try_from(u8::try_from(digits(rest.get(..2)?)?).ok()?).ok()?;
    let date = Date::from_calendar_date(year, month, small(rest.get(2..4)?)?).ok()?;
    let (time, zone) = clock(rest.get(4..)?)?;
    let local = date.with_time(time).assume_utc().unix_timestamp();
    Some(local - offset(zone)?)
}

/// Hours, minutes and, where they stand, seconds; what follows is the zone.
fn clock(text: &str) -> Option<(Time, &str)> {
    let (hour, minute) = (small(text.get(..2)?)?, small(text.get(2..4)?)?);
    let rest = text.get(4..)?;
    let (second, rest) = match rest.get(..2).and_then(small) {
        Some(second) => (second, rest.get(2..)?),
        None => (0, rest),
    };
    let rest = match rest.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.trim_start_matches(|character: char| character.is_ascii_digit()),
        None => rest,
    };
    // A leap second is told as the last ordinary one.
    Some((Time::from_hms(hour, minute, second.min(59)).ok()?, rest))
}

/// Seconds east of Greenwich. No zone is read as UTC.
fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.as_bytes().first() {
        None | Some(b'Z' | b'z') => return (zone.len() <= 1).then_some(0),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let hours = i64::from(digits(zone.get(1..3)?)?);
    let minutes = i64::from(zone.get(3..5).map_or(Some(0), digits)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn digits(text: &str) -> Option<i32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn small(text: &str) -> Option<u8> {
    u8::try_from(digits(text)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1;

    fn at(tag: u8, text: &str) -> Option<i64> {
        seconds(&asn1::read(&asn1::encode(tag, text.as_bytes())).unwrap().0)
    }

    #[test]
    fn both_types_are_read_with_their_centuries() {
        assert_eq!(at(UTC_TIME, "700101000000Z"), Some(0));
        assert_eq!(at(UTC_TIME, "231031000000Z"), Some(1_698_710_400));
        assert_eq!(at(GENERALIZED_TIME, "20231031000000Z"), Some(1_698_710_400));
        assert_eq!(at(UTC_TIME, "500101000000Z"), Some(-631_152_000));
        assert!(at(UTC_TIME, "491231235959Z") > at(UTC_TIME, "231031000000Z"));
    }

    #[test]
    fn offsets_fractions_and_missing_seconds_are_read() {
        assert_eq!(at(UTC_TIME, "7001010100+0100"), Some(0));
        assert_eq!(at(UTC_TIME, "691231233000-0030"), Some(0));
        assert_eq!(at(GENERALIZED_TIME, "19700101000000.999Z"), Some(0));
        assert_eq!(at(GENERALIZED_TIME, "197001010000"), Some(0));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["", "Z", "230231000000Z", "231331000000Z", "23103125", "231031000000X", "2310é1000000Z", "+31031000000Z"]
        {
            assert_eq!(at(UTC_TIME, text), None, "{text}");
        }
    }
}
