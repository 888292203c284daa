//! What changed between two reports, for people and as JSON.

use super::table::Page;
use super::{Report, Style, json, text};
use crate::check::Finding;
use crate::diff::Diff;
use crate::wording::{self, Text, Values};
use std::io::{self, BufWriter, Write};

/// So many findings of a list are shown; the JSON has them all.
const SHOWN: usize = 200;

/// The formats.
pub const FORMATS: [&str; 2] = ["table", "json"];

/// Writes what changed. The report is the later one, bare: it tells the page
/// what is wanted of it and nothing else.
pub fn write(report: &Report, diff: &Diff, format: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if format == "json" {
        return json::write_diff(diff, &report.scan, out);
    }
    let mut out = BufWriter::new(out);
    let mut page = Page::new(report, style, &mut out);
    page.strong(&told(&wording::filled("merge.diff.title", &since(diff)), style))?;
    for remark in &diff.remarks {
        page.item(0, "- ", &told(remark, style))?;
    }
    page.line(0, &told(&counts(diff), style))?;
    if diff.planned > 0 {
        page.line(0, &told(&actions(diff), style))?;
    }
    list(&mut page, "new", &diff.new)?;
    list(&mut page, "gone", &diff.gone)?;
    list(&mut page, "not-looked-at", &diff.not_looked_at)?;
    if diff.new.is_empty() {
        page.section(&told(&wording::text("merge.diff.nothing"), style))?;
    }
    out.flush()
}

fn list(page: &mut Page<'_>, name: &str, findings: &[Finding]) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let style = page.style;
    let heading = told(&wording::text(&format!("merge.diff.{name}")), style);
    page.section(&format!("{heading} ({})", findings.len()))?;
    for finding in findings.iter().take(SHOWN) {
        let severity = page.term(finding.severity.id()).to_owned();
        let print = finding.certificate.map_or_else(String::new, |sha256| {
            format!(" SHA-256 {}…", text::hex(&sha256).chars().take(16).collect::<String>())
        });
        page.severe(Some(finding.severity), &format!("{severity} {}{print}", finding.rule.id))?;
        page.path(2, &text::location(&finding.location), "")?;
    }
    if findings.len() > SHOWN {
        let more = Text::same((findings.len() - SHOWN).to_string());
        page.line(0, &told(&wording::filled("merge.table.more", &Values::from([("count", more)])), style))?;
    }
    Ok(())
}

fn told(text: &Text, style: Style) -> String {
    text::safe(text.told(style.danish)).into_owned()
}

/// Since when.
pub(super) fn since(diff: &Diff) -> Values {
    let unknown = || wording::text("merge.diff.unknown-day");
    Values::from([("since", diff.since.map_or_else(unknown, |day| Text::same(text::day(day))))])
}

/// How many of each.
pub(super) fn counts(diff: &Diff) -> Text {
    let number = |count: usize| Text::same(count.to_string());
    let values = Values::from([
        ("new", number(diff.new.len())),
        ("gone", number(diff.gone.len())),
        ("remaining", Text::same(diff.remaining.to_string())),
        ("not-looked-at", number(diff.not_looked_at.len())),
    ]);
    wording::filled("merge.diff.counts", &values)
}

/// How many actions are done.
pub(super) fn actions(diff: &Diff) -> Text {
    let number = |count: u64| Text::same(count.to_string());
    let values = Values::from([("done", number(diff.done)), ("planned", number(diff.planned))]);
    wording::filled("merge.diff.actions", &values)
}
