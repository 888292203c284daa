//! The systems, worst first: the whole story of each on one screen.

use super::super::{detail, text};
use super::certificates::{common_name, what};
use super::dependencies;
use super::others::more_at;
use super::page::Page;
use super::uses::{self, Story, place, said};
use super::words::fill;
use crate::certificate::Fingerprint;
use crate::check::{self, Finding, Severity};
use crate::classify::{Classified, Verdict};
use crate::clue::CLUES;
use crate::inventory::{KeyPlace, Occurrence};
use crate::usage::System;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// So many systems are shown.
const SYSTEMS: usize = 200;

/// So many certificates of a system are shown; the others stand in the list.
const CERTIFICATES: usize = 8;

/// So many places of a certificate, and findings about keys, are shown.
const PLACES: usize = 4;

/// The rules about keys and how they lie.
pub(super) const KEY_RULES: [&str; 4] = ["open-key", "misplaced-key", "shared-key", "weak-password"];

/// A system and what was found in it.
struct Found<'a> {
    at: usize,
    system: &'a System,
    severity: Option<Severity>,
    keys: Vec<&'a Finding>,
    dependencies: Vec<&'a Finding>,
}

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let worst = worst(page);
    let systems = found(page, &worst);
    if systems.is_empty() {
        return Ok(());
    }
    page.section(page.words.systems)?;
    for (number, system) in systems.iter().take(SYSTEMS).enumerate() {
        if number > 0 {
            page.line(0, "")?;
        }
        story(page, system, &worst)?;
    }
    more_at(page, 0, systems.len(), SYSTEMS)
}

/// The worst finding of each certificate that is not history.
fn worst(page: &Page<'_>) -> BTreeMap<Fingerprint, Severity> {
    let mut worst = BTreeMap::new();
    for finding in page.report.findings.iter().filter(|finding| !finding.history) {
        if let Some(sha256) = finding.certificate {
            let known = worst.entry(sha256).or_insert(finding.severity);
            *known = finding.severity.max(*known);
        }
    }
    worst
}

/// The systems with their findings, worst first, else by host and name.
fn found<'a>(page: &Page<'a>, worst: &BTreeMap<Fingerprint, Severity>) -> Vec<Found<'a>> {
    let report = page.report;
    let systems = report.usage.systems.iter().enumerate();
    let mut found: Vec<Found<'a>> = systems
        .map(|(at, system)| {
            let severity = system.certificates.iter().filter_map(|sha256| worst.get(sha256).copied()).max();
            Found { at, system, severity, keys: Vec::new(), dependencies: Vec::new() }
        })
        .collect();
    for finding in report.findings.iter().filter(|finding| !finding.history) {
        let is_key = KEY_RULES.contains(&finding.rule.id);
        if !is_key && !dependencies::is_dependency(finding) {
            continue;
        }
        if let Some(of) = page.homes.of_finding(finding).and_then(|at| found.get_mut(at)) {
            of.severity = of.severity.max(Some(finding.severity));
            if is_key { of.keys.push(finding) } else { of.dependencies.push(finding) }
        }
    }
    found.sort_by_key(|one| (Reverse(one.severity), &one.system.host, &one.system.name, &one.system.home));
    found
}

/// What it is called: host and name.
pub(super) fn called(system: &System) -> String {
    let name = text::brief(&system.name);
    system.host.as_deref().map_or_else(|| name.clone(), |host| format!("{}: {name}", text::brief(host)))
}

fn story(page: &mut Page<'_>, found: &Found<'_>, worst: &BTreeMap<Fingerprint, Severity>) -> io::Result<()> {
    let system = found.system;
    page.strong(&called(system))?;
    let home = fill(page.words.home, &[&text::path(&system.home)]);
    let parts: Vec<String> = std::iter::once(home).chain(owner(page, system)).collect();
    page.item(2, "", &parts.join("; "))?;
    let report = page.report;
    let mut known: Vec<&Classified> = system.certificates.iter().filter_map(|one| report.certificate(one)).collect();
    known.sort_by_key(|known| {
        let sha256 = &known.certificate.sha256;
        (Reverse(worst.get(sha256)), page.numbers.get(sha256).copied().unwrap_or(usize::MAX))
    });
    let shown: Vec<Fingerprint> = known.iter().take(CERTIFICATES).map(|known| known.certificate.sha256).collect();
    for known in known.iter().take(CERTIFICATES) {
        certificate(page, found, known, worst.get(&known.certificate.sha256).copied())?;
    }
    more_at(page, 2, known.len(), CERTIFICATES)?;
    let story = Story { certificates: &shown, home: Some(&*system.home), system: Some(found.at) };
    uses::uses(page, &story)?;
    uses::references(page, &story)?;
    for id in system.counterparties.iter().collect::<BTreeSet<_>>() {
        if let Some(counterparty) = CLUES.counterparty(id) {
            uses::counterparty(page, counterparty)?;
        }
    }
    dependencies::of_system(page, &found.dependencies, &system.home)?;
    keys(page, found)
}

/// Who looks after it.
fn owner(page: &Page<'_>, system: &System) -> Option<String> {
    let owner = system.owner.as_ref()?;
    let team = owner.team.as_deref().map(|team| fill(page.words.team, &[&text::brief(team)]));
    let queue = owner.queue.as_deref().map(|queue| fill(page.words.queue, &[&text::brief(queue)]));
    let parts: Vec<String> = team.into_iter().chain(queue).collect();
    (!parts.is_empty()).then(|| fill(page.words.owner, &[&parts.join(", ")]))
}

/// One certificate of the system: what it is, and where in the system.
fn certificate(
    page: &mut Page<'_>,
    found: &Found<'_>,
    known: &Classified,
    severity: Option<Severity>,
) -> io::Result<()> {
    let sha256 = known.certificate.sha256;
    page.homes.told.entry(sha256).or_default().push(found.at);
    let name = common_name(known).unwrap_or_else(|| text::brief(&known.certificate.subject.to_rfc4514()));
    let number = page.numbers.get(&sha256).map_or_else(String::new, |number| format!("#{number} "));
    let mut said = vec![format!("{number}{name}")];
    if let Verdict::Listed(listing) = &known.verdict {
        said.push(format!("OCES {}", what(page, listing)));
        said.push(page.term(listing.status.id()).to_owned());
    }
    let key = if known.private_key { page.words.yes } else { page.words.no };
    said.push(format!("{}: {key}", page.words.has_key.to_lowercase()));
    page.judged(2, severity, &said.join("; "))?;
    let here = |place| page.homes.of_place(place) == Some(found.at);
    let places: Vec<&Occurrence> = known.occurrences.iter().filter(|one| here(&one.location)).collect();
    let beside = |key: &KeyPlace| places.iter().any(|one| one.beside_key && one.location == key.location);
    let keys: Vec<&KeyPlace> = known.keys.iter().filter(|key| here(&key.location)).filter(|key| !beside(key)).collect();
    let elsewhere = known.occurrences.len() - places.len();
    let home = Some(&*found.system.home);
    for one in places.iter().take(PLACES) {
        let said = page.said_of(one);
        page.path(4, &place(&one.location, None, home), &said)?;
    }
    more_at(page, 4, places.len(), PLACES)?;
    for key in keys.iter().take(PLACES) {
        let line = fill(page.words.key_at, &[&place(&key.location, None, home), key.format]);
        page.path(4, &line, "")?;
    }
    more_at(page, 4, keys.len(), PLACES)?;
    if elsewhere == 0 {
        return Ok(());
    }
    page.line(4, &fill(page.words.elsewhere, &[&elsewhere.to_string()]))
}

/// Keys out of place.
fn keys(page: &mut Page<'_>, found: &Found<'_>) -> io::Result<()> {
    for finding in found.keys.iter().take(PLACES) {
        key(page, finding, found)?;
    }
    for finding in &found.keys {
        page.homes.told_findings.insert(finding.id);
    }
    more_at(page, 2, found.keys.len(), PLACES)
}

fn key(page: &mut Page<'_>, finding: &Finding, found: &Found<'_>) -> io::Result<()> {
    let place = place(&finding.location, None, Some(&*found.system.home));
    about_key(page, 2, finding, &place)
}

/// A finding about how a key lies: the first of its rule in full, with what to
/// do; the others in short.
pub(super) fn about_key(page: &mut Page<'_>, indent: usize, finding: &Finding, place: &str) -> io::Result<()> {
    let first = page.homes.told_rules.insert(finding.rule.id);
    let short: Vec<String> = match finding.detail.as_deref() {
        Some(detail) if !first => detail::told(detail).iter().map(|told| said(page, &told.text)).collect(),
        _ => Vec::new(),
    };
    let message = if short.is_empty() {
        let certificate = finding.certificate.and_then(|sha256| page.report.certificate(&sha256));
        text::safe(&check::message(finding, certificate, page.style.danish)).into_owned()
    } else {
        short.join(", ")
    };
    page.judged(indent, Some(finding.severity), &format!("{} {place}: {message}", finding.rule.id))
}
