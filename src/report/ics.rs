//! The calendar as iCalendar (RFC 5545), for Outlook and the like: an all-day
//! entry a day, with its reminders.
//!
//! Says which certificate and what to do; names no person.
//!
//! Behaviour
//! 1. Lines end in CRLF and are folded at 75 octets, never inside a character.
//! 2. Whatever could end a line or a value early is written out first (`text`),
//!    then escaped: no name of a certificate adds a line of its own.
//! 3. An entry has the same UID in every run, so that a later import replaces it.

use super::{Report, ReportWriter, Style, text};
use crate::plan::calendar::{Entry, EntryKind};
use std::io::{self, BufWriter, Write};
use time::{Date, OffsetDateTime, UtcOffset};

/// `-o ics`.
pub struct Ics;

/// Octets in a line, without its end.
const WIDTH: usize = 75;

/// A calendar must not be empty (RFC 5545, 3.6): this stands in one without days.
const NOTHING: [&str; 8] = [
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
];

impl ReportWriter for Ics {
    fn format(&self) -> &'static str {
        "ics"
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let language = if style.danish { "DA" } else { "EN" };
        line(&mut out, "BEGIN:VCALENDAR")?;
        line(&mut out, "VERSION:2.0")?;
        line(&mut out, &format!("PRODID:-//oces//oces {}//{language}", env!("CARGO_PKG_VERSION")))?;
        line(&mut out, "CALSCALE:GREGORIAN")?;
        let stamp = instant(report.scan.finished_at);
        for entry in &report.plan.calendar {
            event(&mut out, entry, style, (&stamp, report.scan.as_of))?;
        }
        if report.plan.calendar.is_empty() {
            NOTHING.into_iter().try_for_each(|one| line(&mut out, one))?;
        }
        line(&mut out, "END:VCALENDAR")?;
        out.flush()
    }
}

fn event(out: &mut dyn Write, entry: &Entry, style: Style, (stamp, as_of): (&str, Date)) -> io::Result<()> {
    let summary = value(entry.title.told(style.danish));
    line(out, "BEGIN:VEVENT")?;
    line(out, &format!("UID:{}@oces", value(&entry.id)))?;
    line(out, &format!("DTSTAMP:{stamp}"))?;
    line(out, &format!("DTSTART;VALUE=DATE:{}", day(entry.date)))?;
    if let Some(next) = entry.date.next_day() {
        line(out, &format!("DTEND;VALUE=DATE:{}", day(next)))?;
    }
    line(out, &format!("SUMMARY:{summary}"))?;
    line(out, &format!("DESCRIPTION:{}", value(entry.description.told(style.danish))))?;
    line(out, "CATEGORIES:OCES")?;
    line(out, "TRANSP:TRANSPARENT")?;
    for trigger in triggers(entry, as_of) {
        line(out, "BEGIN:VALARM")?;
        line(out, "ACTION:DISPLAY")?;
        line(out, &format!("TRIGGER:{trigger}"))?;
        line(out, &format!("DESCRIPTION:{summary}"))?;
        line(out, "END:VALARM")?;
    }
    line(out, "END:VEVENT")
}

/// When the reminders come. Where the usual day has passed already, one comes on
/// the day before too, if that lies ahead, and one on the day itself.
fn triggers(entry: &Entry, as_of: Date) -> Vec<String> {
    let usual = ahead(entry.kind);
    let left = (entry.date - as_of).whole_days();
    let mut all = vec![format!("-P{usual}D")];
    if left <= i64::from(usual) {
        all.extend((left > 1).then(|| "-P1D".to_owned()));
        all.push("PT0S".to_owned());
    }
    all
}

/// So many days before the day the reminder comes.
fn ahead(kind: EntryKind) -> u8 {
    match kind {
        EntryKind::Expiry => 30,
        EntryKind::Lead => 7,
        EntryKind::Review => 14,
    }
}

/// A text as a value: nothing in it ends the line, the value or a part of it.
fn value(from: &str) -> String {
    let mut out = String::with_capacity(from.len() + 8);
    for char in text::safe(from).chars() {
        if matches!(char, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// A line, folded: what goes on begins with a space.
fn line(out: &mut dyn Write, line: &str) -> io::Result<()> {
    let mut rest = line;
    let mut room = WIDTH;
    while rest.len() > room {
        let at = (1..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
        let (now, later) = rest.split_at(at);
        write!(out, "{now}\r\n ")?;
        rest = later;
        room = WIDTH - 1;
    }
    write!(out, "{rest}\r\n")
}

fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), u8::from(date.month()), date.day())
}

fn instant(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    format!("{}T{:02}{:02}{:02}Z", day(at.date()), at.hour(), at.minute(), at.second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn folded(text: &str) -> String {
        let mut out = Vec::new();
        line(&mut out, text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_are_folded_between_characters() {
        assert_eq!(folded("short"), "short\r\n");
        for text in ["x".repeat(75), "x".repeat(76), "æ".repeat(100), "€".repeat(80), "x€".repeat(99)] {
            let out = folded(&text);
            assert!(out.split("\r\n").all(|line| line.len() <= 75), "{out}");
            assert_eq!(out.strip_suffix("\r\n").unwrap().replace("\r\n ", ""), text);
        }
    }

    #[test]
    fn what_is_near_is_still_reminded_of() {
        let entry = |date: Date| Entry {
            id: String::new(),
            date,
            kind: EntryKind::Lead,
            certificate: None,
            title: crate::wording::Text::default(),
            description: crate::wording::Text::default(),
            counterparty: None,
        };
        let today = date!(2026 - 11 - 21);
        let on = |date: Date| triggers(&entry(date), today);
        assert_eq!(on(today), ["-P7D", "PT0S"]);
        assert_eq!(on(date!(2026 - 11 - 22)), ["-P7D", "PT0S"]);
        assert_eq!(on(date!(2026 - 11 - 23)), ["-P7D", "-P1D", "PT0S"]);
        assert_eq!(on(date!(2026 - 11 - 28)), ["-P7D", "-P1D", "PT0S"]);
        assert_eq!(on(date!(2026 - 11 - 29)), ["-P7D"]);
    }

    #[test]
    fn a_foreign_text_ends_no_line_and_no_value() {
        assert_eq!(value("a;b,c\\d\r\nEND:VEVENT\u{2028}"), "a\\;b\\,c\\\\d\\\\r\\\\nEND:VEVENT\\\\u{2028}");
    }
}
