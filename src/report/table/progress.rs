//! How far the plan is, what is kept on purpose, and the certificate list of
//! MitID Erhverv against what was found.

use super::super::text;
use super::page::{PLACES, Page};
use crate::certificate::Fingerprint;
use crate::check::{Finding, Severity};
use crate::ledger::{Keeping, Listed};
use crate::plan::listing::{Comparison, Met, Unlisted};
use crate::plan::progress::Wave;
use crate::wording::{self, Text, Values};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// The list, where one was given.
pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let Some(list) = page.report.plan.listing.as_ref() else { return Ok(()) };
    let heading = told(page, "progress.list.heading", &[]);
    page.section(&heading)?;
    let counts = [("listed", list.listed.to_string()), ("seen", list.seen.to_string())];
    let counts = told(page, "progress.list.counts", &counts);
    page.line(0, &counts)?;
    if list.unidentified > 0 {
        let line = told(page, "progress.list.unidentified", &[("count", list.unidentified.to_string())]);
        page.line(0, &line)?;
    }
    for met in &list.revoked {
        let line = told(page, "progress.list.revoked", &[("row", row(page, &met.row))]);
        page.judged(0, Some(Severity::Error), &line)?;
        places(page, met)?;
    }
    not_seen(page, list)?;
    other_end(page, list)?;
    not_listed(page, list)?;
    let parts = [list.revoked.len(), list.not_seen.len(), list.other_end.len(), list.not_listed.len()];
    if parts.iter().all(|count| *count == 0) && list.unidentified == 0 {
        let line = told(page, "progress.list.agrees", &[]);
        page.line(0, &line)?;
    }
    Ok(())
}

fn not_seen(page: &mut Page<'_>, list: &Comparison) -> io::Result<()> {
    let personal = list.not_seen.iter().filter(|met| met.row.is_personal()).count();
    let said = |page: &Page<'_>, met: &Met| {
        let mut said = vec![row(page, &met.row)];
        if !met.certificates.is_empty() {
            said.push(told(page, "progress.list.predecessor", &[]));
        }
        said.join("; ")
    };
    items(page, "progress.list.not-seen", &list.not_seen, said)?;
    if personal == 0 {
        return Ok(());
    }
    let line = told(page, "progress.list.personal", &[("count", personal.to_string())]);
    page.line(2, &line)
}

fn other_end(page: &mut Page<'_>, list: &Comparison) -> io::Result<()> {
    items(page, "progress.list.other-end", &list.other_end, |page, met| {
        let here = met.certificates.iter().filter_map(|sha256| page.report.certificate(sha256));
        let here: Vec<String> = here.map(|known| text::day_of(known.certificate.not_after)).collect();
        let listed = met.row.not_after.map_or_else(|| "?".to_owned(), text::day);
        let ends = [("listed", listed), ("here", here.join(", "))];
        format!("{}; {}", name(page, &met.row), told(page, "progress.list.ends", &ends))
    })
}

fn not_listed(page: &mut Page<'_>, list: &Comparison) -> io::Result<()> {
    // What was renewed stands above already.
    let above: BTreeSet<Fingerprint> = list.not_seen.iter().flat_map(|met| met.certificates.iter().copied()).collect();
    let rest: Vec<&Unlisted> = list.not_listed.iter().filter(|one| !above.contains(&one.certificate)).collect();
    items(page, "progress.list.not-listed", &rest, |page, one: &&Unlisted| {
        let number = page.numbers.get(&one.certificate).map(|number| format!("#{number}"));
        let known = page.report.certificate(&one.certificate);
        let name = known.and_then(super::certificates::common_name);
        let until = known.map(|known| text::day_of(known.certificate.not_after));
        let until = until.map(|day| told(page, "progress.list.until", &[("day", day)]));
        let renewed = one.renewed.then(|| told(page, "progress.list.renewed", &[]));
        let named = [number, name].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let parts = [Some(named), one.uuid.clone(), until, renewed];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    })
}

/// A heading with a count, and its items; nothing where there are none.
fn items<T>(page: &mut Page<'_>, key: &str, all: &[T], said: impl Fn(&Page<'_>, &T) -> String) -> io::Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    let heading = told(page, key, &[("count", all.len().to_string())]);
    page.line(0, &heading)?;
    for one in all.iter().take(PLACES * 2) {
        let line = said(page, one);
        page.item(2, "- ", &line)?;
    }
    if all.len() <= PLACES * 2 {
        return Ok(());
    }
    let more = told(page, "progress.list.more", &[("count", (all.len() - PLACES * 2).to_string())]);
    page.line(2, &more)
}

/// Where the certificates of a row lie.
fn places(page: &mut Page<'_>, met: &Met) -> io::Result<()> {
    let report = page.report;
    let known = met.certificates.iter().filter_map(|sha256| report.certificate(sha256));
    let seen = known.flat_map(|one| {
        let keys = one.keys.iter().map(|key| &key.location);
        one.occurrences.iter().map(|one| &one.location).chain(keys)
    });
    let paths: BTreeSet<String> = seen.map(text::location).collect();
    for path in paths.iter().take(PLACES) {
        page.path(4, path, "")?;
    }
    Ok(())
}

/// A row in few words.
fn row(page: &Page<'_>, from: &Listed) -> String {
    let until = from.not_after.map(|day| told(page, "progress.list.until", &[("day", text::day(day))]));
    let said = [from.kind.as_deref().map(text::brief), from.status.as_deref().map(text::brief), until];
    std::iter::once(name(page, from)).chain(said.into_iter().flatten()).collect::<Vec<_>>().join("; ")
}

/// What a row is told by.
fn name(page: &Page<'_>, from: &Listed) -> String {
    let serial = from.serials.first().map(|serial| format!("{} {serial}", page.term("serial")));
    let id = from.uuid.clone().or(serial).unwrap_or_default();
    if from.name.is_empty() { id } else { format!("{} ({id})", text::brief(&from.name)) }
}

/// The lines of the summary: what is kept, and the waves.
pub(super) fn rows(page: &Page<'_>) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let kept = page.report.findings.iter().filter(|finding| finding.is_kept()).count();
    if kept > 0 {
        let count = told(page, "progress.table.kept-count", &[("count", kept.to_string())]);
        rows.push((told(page, "progress.table.kept", &[]), count));
    }
    let waves: Vec<String> = page.report.plan.progress.iter().map(|one| wave(page, one)).collect();
    if !waves.is_empty() {
        rows.push((told(page, "progress.table.progress", &[]), waves.join("; ")));
    }
    rows
}

fn wave(page: &Page<'_>, from: &Wave) -> String {
    let values = [
        ("wave", from.wave.to_string()),
        ("done", from.done.to_string()),
        ("all", from.all().to_string()),
        ("percent", from.percent().to_string()),
        ("started", from.in_progress.to_string()),
    ];
    let key = if from.in_progress > 0 { "progress.table.under-way" } else { "progress.table.wave" };
    told(page, key, &values)
}

/// What was said of the keys of findings, each once, and the places that it
/// was not said of.
pub(super) fn kept(page: &mut Page<'_>, indent: usize, findings: &[&Finding]) -> io::Result<()> {
    let mut texts: BTreeMap<Text, BTreeSet<String>> = BTreeMap::new();
    for (finding, said) in findings.iter().filter_map(|one| Some((one, one.retained.as_ref()?))) {
        let places = texts.entry(said.text()).or_default();
        if said.keeping == Keeping::Elsewhere {
            places.insert(text::location(&finding.location));
        }
    }
    for (said, places) in texts {
        let said = super::plan::in_language(page, &said);
        page.line(indent, &said)?;
        for place in places.iter().take(PLACES) {
            page.path(indent + 2, place, "")?;
        }
    }
    Ok(())
}

/// A text in the language of the page. The values are safe already.
fn told(page: &Page<'_>, key: &str, values: &[(&'static str, String)]) -> String {
    let values: Values = values.iter().map(|(name, value)| (*name, Text::same(value.as_str()))).collect();
    wording::filled(key, &values).told(page.style.danish).to_owned()
}
