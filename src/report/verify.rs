//! `oces verify` for people: the verdict, then what is wrong, what is to be
//! looked at, what is right, and what is registered where.

mod json;

use super::table::Page;
use super::{Report, Style, text};
use crate::check::Severity;
use crate::verify::{Check, Entry, Numbers, Outcome, Registration, Verification, party_ids};
use crate::wording::{Text, Values, filled, text as worded};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The formats of `-o`.
pub const FORMATS: &[&str] = &["table", "json"];

/// The verdict with what it is about.
pub struct Said<'a> {
    /// The scan of the store.
    pub report: &'a Report,
    /// The store's file.
    pub store: &'a Path,
    /// What `--for` said.
    pub wanted: &'a [String],
    /// The verdict.
    pub verification: &'a Verification,
}

/// Writes the verdict in one of [`FORMATS`].
pub fn write(said: &Said<'_>, format: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    if format == "json" {
        json::write(said, &mut out)?;
    } else {
        table(said, style, &mut out)?;
    }
    out.flush()
}

fn table(said: &Said<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(said.report, style, out);
    heading(&mut page, said)?;
    let verification = said.verification;
    page.section(&told(&page, &worded("verify.page.store")))?;
    checks(&mut page, &verification.checks)?;
    for entry in &verification.entries {
        one(&mut page, said.report, entry)?;
    }
    if said.wanted.is_empty() && !verification.entries.is_empty() {
        let ids = Values::from([("ids", Text::same(party_ids().join(", ")))]);
        let hint = told(&page, &filled("verify.page.no-party", &ids));
        page.section(&hint_heading(&page))?;
        page.line(2, &hint)?;
    }
    Ok(())
}

fn hint_heading(page: &Page<'_>) -> String {
    told(page, &worded("verify.page.register"))
}

fn heading(page: &mut Page<'_>, said: &Said<'_>) -> io::Result<()> {
    let verification = said.verification;
    let path = Values::from([("path", Text::same(text::path(said.store)))]);
    let title = told(page, &filled("verify.page.heading", &path));
    page.line(0, &title)?;
    let parties =
        if said.wanted.is_empty() { worded("verify.page.nobody") } else { Text::same(said.wanted.join(", ")) };
    let day = Text::same(text::day(said.report.scan.as_of));
    let about = told(page, &filled("verify.page.as-of", &Values::from([("day", day), ("parties", parties)])));
    page.line(0, &about)?;
    page.line(0, "")?;
    let verdict = if verification.ready { "verify.page.ready" } else { "verify.page.not-ready" };
    let verdict = told(page, &worded(verdict));
    page.strong(&verdict)?;
    let tally = told(page, &tally(verification));
    page.line(0, &tally)
}

/// How many checks came out how.
fn tally(verification: &Verification) -> Text {
    let all = || verification.checks.iter().chain(verification.entries.iter().flat_map(|entry| &entry.checks));
    let count = |outcome| Text::same(all().filter(|check| check.outcome == outcome).count().to_string());
    let values = Values::from([
        ("failed", count(Outcome::Failed)),
        ("warnings", count(Outcome::Warning)),
        ("unknown", count(Outcome::Unknown)),
        ("passed", count(Outcome::Passed)),
    ]);
    filled("verify.page.tally", &values)
}

/// Worst first; checks of one outcome in their order.
fn checks(page: &mut Page<'_>, checks: &[Check]) -> io::Result<()> {
    let mut sorted: Vec<&Check> = checks.iter().collect();
    sorted.sort_by_key(|check| check.outcome);
    for check in sorted {
        let (key, severity) = match check.outcome {
            Outcome::Failed => ("verify.page.failed", Some(Severity::Error)),
            Outcome::Warning => ("verify.page.warning", Some(Severity::Warning)),
            Outcome::Unknown => ("verify.page.unknown", Some(Severity::Note)),
            Outcome::Passed => ("verify.page.passed", None),
        };
        let word = told(page, &worded(key));
        let line = format!("{}: {}", check.id, told(page, &check.text));
        page.marked(2, severity, &word, &line)?;
        if let Some(to_do) = &check.to_do {
            let to_do = Values::from([("text", to_do.clone())]);
            let to_do = told(page, &filled("verify.page.to-do", &to_do));
            page.line(3 + text::width(&word), &to_do)?;
        }
    }
    Ok(())
}

fn one(page: &mut Page<'_>, report: &Report, entry: &Entry) -> io::Result<()> {
    let known = report.certificate(&entry.sha256);
    let name = known.and_then(|known| known.certificate.subject.common_name()).unwrap_or("?");
    let named = filled("verify.page.entry", &Values::from([("name", Text::same(text::brief(name)))]));
    let ready = worded(if entry.ready { "verify.page.entry-ready" } else { "verify.page.entry-not-ready" });
    page.section(&format!("{} ({})", told(page, &named), told(page, &ready)))?;
    if !entry.aliases.is_empty() {
        let aliases = Text::same(text::brief(&entry.aliases.join(", ")));
        let line = told(page, &filled("verify.page.aliases", &Values::from([("aliases", aliases)])));
        page.line(2, &line)?;
    }
    checks(page, &entry.checks)?;
    let heading = told(page, &worded("verify.page.numbers"));
    page.section(&heading)?;
    numbers(page, &entry.numbers)?;
    entry.register.iter().try_for_each(|registration| register(page, registration))
}

fn numbers(page: &mut Page<'_>, numbers: &Numbers) -> io::Result<()> {
    let rows = [
        ("verify.page.uuid", numbers.uuid.as_deref()),
        ("verify.page.identifier", numbers.identifier.as_deref()),
        ("verify.page.cvr", numbers.cvr.as_deref()),
        ("verify.page.sha1", Some(numbers.sha1.as_str())),
        ("verify.page.sha256", Some(&numbers.sha256)),
        ("verify.page.serial-hex", Some(&numbers.serial_hex)),
        ("verify.page.serial-decimal", Some(&numbers.serial_decimal)),
        ("verify.page.subject-key-identifier", numbers.subject_key_identifier.as_deref()),
        ("verify.page.subject", Some(&numbers.subject)),
        ("verify.page.subject-encoded", Some(&numbers.subject_encoded)),
        ("verify.page.issuer", Some(&numbers.issuer)),
    ];
    for (key, value) in rows {
        if let Some(value) = value {
            let label = told(page, &worded(key));
            page.path(2, &format!("{label}: {}", text::safe(value)), "")?;
        }
    }
    Ok(())
}

fn register(page: &mut Page<'_>, one: &Registration) -> io::Result<()> {
    let heading = told(page, &filled("verify.page.where", &Values::from([("party", one.name.clone())])));
    let test =
        if one.test { format!(" ({})", told(page, &worded("verify.page.test-environment"))) } else { String::new() };
    page.section(&format!("{heading}{test}"))?;
    let rows = [
        ("verify.page.demands", &one.demand),
        ("verify.page.how", &one.how),
        ("verify.page.hangs-on", &one.hangs_on),
        ("verify.page.source", &one.source),
    ];
    for (key, said) in rows {
        let (label, said) = (told(page, &worded(key)), told(page, said));
        page.item(2, &format!("{label}: "), &said)?;
    }
    Ok(())
}

/// A text in the language of the page, safe.
fn told(page: &Page<'_>, said: &Text) -> String {
    text::safe(said.told(page.style.danish)).into_owned()
}
