//! The certificates of catalogue generations: a line each, its places under it.

use super::super::{states, text};
use super::page::Page;
use super::progress;
use super::rows::{BATCH, Columns};
use super::systems::{self, KEY_RULES};
use super::uses::{self, Story};
use super::words::fill;
use crate::catalogue::{Environment, Role};
use crate::certificate::Fingerprint;
use crate::check::{Finding, Severity};
use crate::classify::{Classified, Kind, Listing, Status, Verdict};
use crate::inventory::{KeyPlace, Occurrence};
use crate::location::Location;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

/// From this width on the identifier has a column of its own.
const WIDE: usize = 140;

/// A certificate in the list.
struct Line<'a> {
    severity: Option<Severity>,
    rule: Option<&'static str>,
    /// What was found about how its keys lie.
    keys: Vec<&'a Finding>,
    /// What was found about those that are kept on purpose.
    kept: Vec<&'a Finding>,
    known: &'a Classified,
    listing: &'a Listing,
}

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let lines = lines(page);
    if lines.is_empty() {
        let complete = page.report.scan.complete && states::accepted(page.report) == 0;
        let words = if complete { page.words.nothing_listed } else { page.words.nothing_incomplete };
        return page.section(words);
    }
    page.section(page.words.certificates)?;
    let header = || std::iter::once(header(page));
    let rows = lines.iter().map(|line| cells(page, line));
    let columns = Columns::measure(page.columns, WHO, header().chain(rows));
    for header in columns.lay_out(header()) {
        page.severe(None, &header)?;
    }
    for batch in lines.chunks(BATCH) {
        let rows = columns.lay_out(batch.iter().map(|line| cells(page, line)));
        for (line, row) in batch.iter().zip(rows) {
            page.severe(line.severity, &row)?;
            under(page, &columns, line)?;
        }
    }
    let blocked = |line: &Line<'_>| matches!(line.listing.status, Status::Blocked | Status::ToBeBlocked);
    if lines.iter().any(blocked) {
        page.line(0, page.words.blocked_note)?;
    }
    Ok(())
}

/// Gives each certificate of the list its number.
pub(super) fn number(page: &mut Page<'_>) {
    let lines = lines(page);
    page.numbers = (1..).zip(&lines).map(|(number, line)| (line.known.certificate.sha256, number)).collect();
}

/// The listed certificates, worst first. What is only history is told by
/// folder, elsewhere.
fn lines<'a>(page: &Page<'a>) -> Vec<Line<'a>> {
    // The worst finding of each certificate; `None` where all is history.
    let mut worst: BTreeMap<Fingerprint, Option<(Severity, &'static str)>> = BTreeMap::new();
    let mut keys: BTreeMap<Fingerprint, Vec<&Finding>> = BTreeMap::new();
    let mut kept: BTreeMap<Fingerprint, Vec<&Finding>> = BTreeMap::new();
    for finding in &page.report.findings {
        if let Some(sha256) = finding.certificate {
            if KEY_RULES.contains(&finding.rule.id) {
                keys.entry(sha256).or_default().push(finding);
            }
            if finding.retained.is_some() {
                kept.entry(sha256).or_default().push(finding);
            }
            let finding = (!finding.history).then_some((finding.severity, finding.rule.id));
            let known = worst.entry(sha256).or_default();
            *known = finding.max(*known);
        }
    }
    let mut line = |known: &'a Classified| {
        let Verdict::Listed(listing) = &known.verdict else {
            return None;
        };
        let worst = match worst.get(&known.certificate.sha256) {
            Some(None) => return None,
            Some(worst) => *worst,
            None => None,
        };
        let (severity, rule) = worst.unzip();
        let keys = keys.remove(&known.certificate.sha256).unwrap_or_default();
        let kept = kept.remove(&known.certificate.sha256).unwrap_or_default();
        Some(Line { severity, rule, keys, kept, known, listing })
    };
    let mut lines: Vec<Line<'a>> = page.report.certificates.iter().filter_map(&mut line).collect();
    lines.sort_by_key(|line| (Reverse(line.severity), !line.known.private_key, line.known.certificate.sha256));
    lines
}

/// The column that gives way: who it is, told in full under the row.
const WHO: usize = 5;

fn header(page: &Page<'_>) -> Vec<String> {
    let words = page.words;
    let mut header = vec![words.severity, words.status, words.what, words.not_after, words.key, words.who];
    header.extend((page.columns >= WIDE).then_some(words.identifier));
    header.into_iter().map(str::to_owned).collect()
}

fn cells(page: &Page<'_>, line: &Line<'_>) -> Vec<String> {
    let severity = line.severity.map_or("-", |severity| page.term(severity.id()));
    let key = if line.known.private_key { page.words.yes } else { page.words.no };
    let mut cells = vec![
        severity.to_owned(),
        page.term(line.listing.status.id()).to_owned(),
        what(page, line.listing),
        text::day_of(line.known.certificate.not_after),
        key.to_owned(),
        who(line),
    ];
    cells.extend((page.columns >= WIDE).then(|| identifier(line)));
    cells
}

/// What the row has no room for, then the places.
fn under(page: &mut Page<'_>, columns: &Columns, line: &Line<'_>) -> io::Result<()> {
    let name = common_name(line.known).unwrap_or_else(|| who(line));
    let mut said = Vec::new();
    let who = who(line);
    if !columns.fits(WHO, &who) && who != name {
        said.push(who);
    }
    said.push(name);
    let identifier = identifier(line);
    let cut = !columns.fits(WHO + 1, &identifier);
    if cut && line.listing.identifier.is_some() {
        said.push(identifier);
    }
    if let Some(day) = line.listing.status_since {
        said.push(fill(page.words.since, &[&text::day(day)]));
    }
    if let Some(day) = line.listing.status_on {
        let from = fill(page.words.from_day, &[&text::day(day)]);
        said.push(format!("{} {from}", page.term(line.listing.status.id())));
    }
    said.extend(line.rule.map(str::to_owned));
    said.push(format!("SHA-256 {}…", short(&line.known.certificate.sha256)));
    said.extend(above(page, line.known));
    let number = page.numbers.get(&line.known.certificate.sha256).map_or_else(String::new, |n| format!("#{n} "));
    page.item(2, &number, &said.join("; "))?;
    progress::kept(page, 4, &line.kept)?;
    let known = line.known;
    let sha256 = known.certificate.sha256;
    let untold = |place: &Location| !page.homes.has_told(&sha256, place);
    let places: Vec<&Occurrence> = known.occurrences.iter().filter(|one| untold(&one.location)).collect();
    let keys: Vec<&KeyPlace> = known.keys.iter().filter(|key| untold(&key.location)).collect();
    page.some_places(4, &places, &keys)?;
    for finding in &line.keys {
        if !page.homes.told_findings.contains(&finding.id) {
            systems::about_key(page, 4, finding, &text::location(&finding.location))?;
        }
    }
    if page.homes.told.contains_key(&sha256) { Ok(()) } else { story(page, sha256) }
}

/// Uses, references and counterparties of a certificate of no system.
fn story(page: &mut Page<'_>, sha256: Fingerprint) -> io::Result<()> {
    let story = Story { certificates: &[sha256], home: None, system: None };
    uses::uses(page, &story)?;
    uses::references(page, &story)?;
    let report = page.report;
    for counterparty in report.usage.uses.get(&sha256).into_iter().flatten().filter_map(|one| one.counterparty) {
        if !page.homes.told_counterparties.contains(counterparty.id.as_str()) {
            uses::counterparty(page, counterparty)?;
        }
    }
    Ok(())
}

/// Under which systems the rest of it stands.
fn above(page: &Page<'_>, known: &Classified) -> Option<String> {
    let told = page.homes.told.get(&known.certificate.sha256)?;
    let systems = &page.report.usage.systems;
    let names: Vec<String> = told.iter().filter_map(|at| systems.get(*at)).map(systems::called).collect();
    Some(fill(page.words.told_above, &[&names.join(", ")]))
}

/// Generation, kind or role, and environment, such as `II FOCES test`.
pub(in crate::report) fn what(page: &Page<'_>, listing: &Listing) -> String {
    let mut what = vec![listing.generation.to_string()];
    match (listing.kind, listing.role) {
        (Some(kind @ (Kind::Poces | Kind::Moces | Kind::Voces | Kind::Foces)), _) => {
            what.push(kind.id().to_ascii_uppercase());
        }
        (Some(kind), _) => what.push(page.term(kind.id()).to_owned()),
        (None, Role::Root) => what.push(page.term("root").to_owned()),
        (None, Role::Issuing) => what.push(page.term("issuing").to_owned()),
        (None, Role::EndEntity) => {}
    }
    if listing.qualified {
        what.push(page.term("qualified").to_owned());
    }
    if listing.environment == Environment::Test {
        what.push(page.term("test").to_owned());
    }
    what.join(" ")
}

/// The first octets of a fingerprint: enough to find it in the JSON report.
pub(in crate::report) fn short(sha256: &Fingerprint) -> String {
    text::hex(sha256).chars().take(16).collect()
}

/// The subject's common name, safe to show.
pub(in crate::report) fn common_name(known: &Classified) -> Option<String> {
    let mut attributes = known.certificate.subject.rdns.iter().flatten();
    attributes.find(|attribute| attribute.oid == "2.5.4.3").map(|name| text::brief(&name.value))
}

/// The organisation, else the common name, else the whole subject.
fn who(line: &Line<'_>) -> String {
    let organisation = line.listing.organisation.name.as_deref().map(text::brief);
    organisation
        .or_else(|| common_name(line.known))
        .unwrap_or_else(|| text::brief(&line.known.certificate.subject.to_rfc4514()))
}

fn identifier(line: &Line<'_>) -> String {
    line.listing.identifier.as_deref().map_or_else(|| "-".to_owned(), text::brief)
}
