//! The closing summary: the books, whether the scan was complete, and the
//! next step.

use super::super::{diff, failures_by_kind, number, open_by_kind, reason, states, text};
use super::page::Page;
use super::plan::in_language;
use super::progress;
use super::words::fill;
use crate::check::Severity;
use crate::classify::Verdict;
use crate::failure::{Failure, FailureKind};
use crate::plan::State;
use crate::wording::{Text, filled};
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use std::collections::BTreeMap;
use std::io;

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    page.section(page.words.summary)?;
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(page.columns).unwrap_or(u16::MAX));
    let rows = rows(page).into_iter();
    for (name, value) in rows.chain(progress::rows(page)) {
        table.add_row([name, value]);
    }
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if at == 0 {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    for line in table.lines() {
        page.severe(None, line.trim_end())?;
    }
    let next = next(page);
    page.line(0, "")?;
    for (at, step) in next.iter().enumerate() {
        let template = if at == 0 { page.words.next } else { page.words.next_then };
        page.line(0, &fill(template, &[step]))?;
    }
    Ok(())
}

/// What changed since an earlier report.
fn since(page: &Page<'_>) -> Vec<(String, String)> {
    let Some(changed) = &page.report.diff else { return Vec::new() };
    let told = |text: &Text| text::safe(text.told(page.style.danish)).into_owned();
    let row = told(&filled("merge.diff.row", &diff::since(changed)));
    let mut rows = vec![(row, told(&diff::counts(changed)))];
    rows.extend((changed.planned > 0).then(|| (String::new(), told(&diff::actions(changed)))));
    rows.extend(changed.remarks.iter().map(|remark| (String::new(), told(remark))));
    rows
}

fn rows(page: &Page<'_>) -> Vec<(String, String)> {
    let (words, report) = (page.words, page.report);
    let tally = &report.inventory.tally;
    let files = [tally.files, tally.examined, tally.failed, tally.skipped_files].map(|n| n.to_string());
    let failures = failures_by_kind(&report.inventory);
    let failures = failures.into_iter().map(|(kind, count)| (kind.id().to_owned(), count));
    let skipped = tally.skipped.iter().map(|(reason, count)| ((*reason).to_owned(), *count));
    let seen = fill(words.seen_line, &[&tally.certificates.to_string(), &tally.distinct_certificates.to_string()]);
    let rows = [
        (words.directories, tally.directories.to_string()),
        (words.files, fill(words.files_line, &files.each_ref().map(String::as_str))),
        (words.bytes, size(tally.bytes)),
        (words.containers, tally.containers.to_string()),
        (words.seen, seen),
        (words.listed, counts(page, generations(page).into_iter())),
        (words.findings, findings(page)),
        (words.not_looked_at, counts(page, failures) + &accepted(page)),
        (words.skipped, counts(page, skipped)),
        (words.complete, complete(page)),
    ];
    let mut rows: Vec<(String, String)> = rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    rows.extend(since(page));
    if let Some(closed) = left_closed(page) {
        rows.insert(rows.len() - 1, (words.left_closed.to_owned(), closed));
    }
    rows
}

/// What was not opened because nobody wanted it to be.
fn left_closed(page: &Page<'_>) -> Option<String> {
    let switches = [
        ("no-archives", page.words.no_archives),
        ("no-home", page.words.no_home),
        ("no-mail", page.words.no_mail),
        ("no-references", page.words.no_references),
    ];
    let on = switches.into_iter().filter(|(option, _)| page.report.scan.options.contains_key(*option));
    let closed: Vec<&str> = on.map(|(_, words)| words).collect();
    (!closed.is_empty()).then(|| closed.join(", "))
}

fn generations(page: &Page<'_>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for known in &page.report.certificates {
        if let Verdict::Listed(listing) = &known.verdict {
            *counts.entry(format!("OCES {}", listing.generation)).or_default() += 1;
        }
    }
    counts
}

/// `2 errors, 45 warnings (12 known, 3 ignored)`, or that there are none.
fn findings(page: &Page<'_>) -> String {
    let count = |severity: Severity| {
        let found = page.report.findings.iter().filter(|finding| finding.severity == severity).count();
        let plural = if found == 1 { "" } else { "s" };
        let word = page.term(&format!("{}{plural}", severity.id())).to_owned();
        (found > 0).then(|| format!("{found} {word}{}", states::noted(page.report, severity, page.style.danish)))
    };
    let parts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(count).collect();
    if parts.is_empty() { page.words.none.to_owned() } else { parts.join(", ") }
}

/// How many failures are accepted.
fn accepted(page: &Page<'_>) -> String {
    let count = states::accepted(page.report);
    let told = filled("living.count.accepted", &states::counted(count));
    if count == 0 { String::new() } else { format!(" ({})", told.told(page.style.danish)) }
}

/// `2 locked, 1 corrupt`, or that there are none.
fn counts(page: &Page<'_>, counts: impl Iterator<Item = (String, u64)>) -> String {
    let parts: Vec<String> = counts.map(|(id, count)| number::of_kind(count, &id, page.style.danish)).collect();
    if parts.is_empty() { page.words.none.to_owned() } else { parts.join(", ") }
}

fn complete(page: &Page<'_>) -> String {
    let scan = &page.report.scan;
    if scan.complete {
        let but_for = states::but_for(page.report).map(|said| said.told(page.style.danish).to_owned());
        return but_for.unwrap_or_else(|| page.words.complete_yes.to_owned());
    }
    let reasons: Vec<String> = scan
        .incomplete_reasons
        .iter()
        .map(|reason| text::safe(&reason::told(reason, page.style.danish)).into_owned())
        .collect();
    fill(page.words.complete_no, &[&reasons.join(", ")])
}

/// What a person does first: what stayed shut may hold more certificates; then
/// the plan's first open action.
fn next(page: &Page<'_>) -> Vec<String> {
    let words = page.words;
    let steps: Vec<String> = not_looked_at(page).into_iter().chain(first_action(page)).collect();
    if steps.is_empty() { vec![words.next_nothing.to_owned()] } else { steps }
}

/// What would make the scan complete; nothing of what is accepted.
fn not_looked_at(page: &Page<'_>) -> Option<String> {
    let words = page.words;
    let kinds = open_by_kind(&page.report.inventory);
    let count = |kind: FailureKind| kinds.get(&kind).map(u64::to_string);
    let open = page.report.inventory.failures.iter().filter(|one| !one.is_acknowledged());
    let locked = open.filter(|one| one.kind == FailureKind::Locked);
    let (personal, others): (Vec<&Failure>, Vec<&Failure>) = locked.partition(|one| one.is_personal());
    let people = (!personal.is_empty()).then(|| fill(words.next_person, &[&personal.len().to_string()]));
    let locked = (!others.is_empty()).then(|| fill(words.next_locked, &[&others.len().to_string()]));
    if locked.is_some() || people.is_some() {
        return Some(locked.into_iter().chain(people).collect::<Vec<_>>().join(" "));
    }
    if let Some(unreadable) = count(FailureKind::Unreadable) {
        return Some(fill(words.next_unreadable, &[&unreadable]));
    }
    match kinds.values().sum::<u64>() {
        0 if page.report.scan.complete => None,
        0 => Some(words.next_incomplete.to_owned()),
        all => Some(fill(words.next_failures, &[&all.to_string()])),
    }
}

/// The plan's first open action, with those of the same recipe.
fn first_action(page: &Page<'_>) -> Option<String> {
    let words = page.words;
    let actions = &page.report.plan.actions;
    let first = actions.iter().find(|action| action.state != State::Done)?;
    let wave = first.wave.to_string();
    let heading = &first.brief.heading;
    let open = actions.iter().filter(|one| one.state != State::Done);
    let alike = open.filter(|one| one.kind == first.kind && one.brief.heading == *heading).count();
    if alike < 2 || heading.en.is_empty() {
        return Some(fill(words.next_plan_one, &[&in_language(page, &first.title), &wave]));
    }
    Some(fill(words.next_plan, &[&in_language(page, heading), &alike.to_string(), &wave]))
}

/// Octets in the largest unit that keeps at least one whole.
fn size(bytes: u64) -> String {
    let units = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)];
    let fitting = units.into_iter().find(|(_, shift)| bytes >> shift > 0);
    fitting.map_or_else(
        || format!("{bytes} B"),
        |(unit, shift)| format!("{}.{} {unit}", bytes >> shift, ((bytes >> (shift - 10)) & 1023) * 10 / 1024),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_keep_one_digit() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(1023), "1023 B");
        assert_eq!(size(1536), "1.5 KiB");
        assert_eq!(size(987_654_321), "941.9 MiB");
        assert_eq!(size(u64::MAX), "16777215.9 TiB");
    }
}
