//! The summary in numbers: what there is, by status; what is open, by wave;
//! what was found; and what to begin with.

use super::named::sign;
use super::page::Page;
use crate::catalogue::Role;
use crate::check::Severity;
use crate::classify::{Status, Verdict};
use crate::plan::{Action, State};
use crate::report::states;
use crate::report::table::words::wave;
use crate::wording::filled;
use std::collections::BTreeMap;
use std::io;

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.summary.heading");
    page.heading(id, &heading)?;
    numbers(page)?;
    begin(page)?;
    by_status(page)?;
    by_wave(page)
}

/// What there is at a glance.
fn numbers(page: &mut Page<'_>) -> io::Result<()> {
    let report = page.report;
    let count = |severity| report.findings.iter().filter(|one| one.severity == severity).count();
    let noted = |severity| states::noted(report, severity, page.danish);
    let accepted = filled("living.count.accepted", &states::counted(states::accepted(report)));
    let failures = match (report.inventory.failures.len(), states::accepted(report)) {
        (all, 0) => all.to_string(),
        (all, _) => format!("{all} ({})", page.told(&accepted)),
    };
    let listed = report.certificates.iter().filter(|known| matches!(known.verdict, Verdict::Listed(_))).count();
    let values = [
        ("systems", report.usage.systems.len().to_string()),
        ("certificates", listed.to_string()),
        ("errors", count(Severity::Error).to_string()),
        ("warnings", count(Severity::Warning).to_string()),
        ("notes", count(Severity::Note).to_string()),
        ("errors-noted", noted(Severity::Error)),
        ("warnings-noted", noted(Severity::Warning)),
        ("notes-noted", noted(Severity::Note)),
        ("failures", failures),
    ];
    let values: Vec<(&'static str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let said = page.filled("pages.summary.numbers", &values);
    page.el("p", &said)
}

/// The plan's first open action.
fn begin(page: &mut Page<'_>) -> io::Result<()> {
    let Some(first) = page.report.plan.actions.iter().find(|action| action.state != State::Done) else {
        let nothing = page.word("pages.summary.nothing");
        return page.el("p class=\"box\"", &nothing);
    };
    let title = if first.brief.heading.en.is_empty() { &first.title } else { &first.brief.heading };
    let number = first.wave.to_string();
    let said = page.filled("pages.summary.begin", &[("title", page.told(title)), ("wave", &number)]);
    page.raw("<p class=\"box\">")?;
    page.link(&format!("wave-{number}"), &said)?;
    page.raw("</p>\n")
}

/// End entities and CAs by generation and status.
fn by_status(page: &mut Page<'_>) -> io::Result<()> {
    let mut counts: BTreeMap<(&str, bool, Status), (usize, usize)> = BTreeMap::new();
    for known in &page.report.certificates {
        if let Verdict::Listed(listing) = &known.verdict {
            let key = (&*listing.generation, listing.role != Role::EndEntity, listing.status);
            let (all, keys) = counts.entry(key).or_default();
            *all += 1;
            *keys += usize::from(known.private_key);
        }
    }
    if counts.is_empty() {
        let none = page.word("pages.summary.no_certificates");
        return page.el("p", &none);
    }
    let caption = page.word("pages.summary.by_status");
    let heads = [
        ("", "pages.summary.what"),
        ("", "pages.summary.status"),
        ("n", "pages.summary.count"),
        ("n", "pages.summary.with_key"),
    ];
    page.table(&caption, &heads)?;
    for ((generation, is_ca, status), (all, keys)) in counts {
        let what = page.word(if is_ca { "pages.summary.authorities" } else { "pages.summary.end_entities" });
        let status = format!("{} {}", sign(status.id()), page.term(status.id()));
        page.row(&[&format!("OCES {generation}: {what}"), &status, &all.to_string(), &keys.to_string()])?;
    }
    page.end_table()
}

/// What is open, begun and done, by wave.
fn by_wave(page: &mut Page<'_>) -> io::Result<()> {
    let actions = &page.report.plan.actions;
    if actions.is_empty() {
        return Ok(());
    }
    let caption = page.word("pages.summary.by_wave");
    let heads = [
        ("", "pages.summary.wave"),
        ("n", "pages.summary.open"),
        ("n", "pages.summary.begun"),
        ("n", "pages.summary.done"),
        ("d", "pages.summary.overdue"),
    ];
    page.table(&caption, &heads)?;
    for actions in actions.chunk_by(|one, next| one.wave == next.wave) {
        let Some(first) = actions.first() else { continue };
        let name = format!("{} {}", first.wave, wave(first.wave, page.danish));
        let count = |state| actions.iter().filter(|action| action.state == state).count().to_string();
        let (open, begun, done) = (count(State::Open), count(State::InProgress), count(State::Done));
        page.row(&[&name, &open, &begun, &done, &overdue(actions)])?;
    }
    page.end_table()
}

/// Since when the longest overdue of them is so.
fn overdue(actions: &[Action]) -> String {
    let open = actions.iter().filter(|action| action.state != State::Done);
    let first = open.filter_map(|action| action.overdue_since).min();
    first.map_or_else(|| "–".to_owned(), crate::report::text::day)
}
