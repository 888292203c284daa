//! What certificates are used for, what refers to them, and what is known of
//! the counterparty: under a system, or under a certificate of no system.

use super::super::text;
use super::others::more_at;
use super::page::Page;
use super::words::fill;
use crate::certificate::Fingerprint;
use crate::clue::{Confidence, Counterparty, Knowledge, Text, UseKind};
use crate::inventory::By;
use crate::location::Location;
use crate::usage::Evidence;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// So many pieces of evidence of one use are shown.
const EVIDENCE: usize = 3;

/// So many references are shown.
const REFERENCES: usize = 5;

/// What evidence the certificate itself is: its place is told above.
const OF_ITSELF: [&str; 3] = ["certificate-kind", "mail-address", "key-usage"];

/// Whose story it is.
pub(super) struct Story<'s> {
    pub(super) certificates: &'s [Fingerprint],
    /// The folder to which paths are told relatively.
    pub(super) home: Option<&'s Path>,
    /// Which system; `None` for a certificate of none.
    pub(super) system: Option<usize>,
}

/// A text in the language of the page, safe.
pub(super) fn said(page: &Page<'_>, text: &Text) -> String {
    text::safe(if page.style.danish { &text.da } else { &text.en }).into_owned()
}

/// A place, relative where it lies in the home, with its line.
pub(super) fn place(location: &Location, line: Option<u64>, home: Option<&Path>) -> String {
    let there = text::location_there(location);
    let home = home.map(|home| format!("{}/", text::path(home)));
    let inside = home.and_then(|home| there.strip_prefix(&home).map(str::to_owned));
    let place = inside.unwrap_or_else(|| format!("{}{there}", text::host(location)));
    line.map_or_else(|| place.clone(), |line| format!("{place}:{line}"))
}

/// The numbers of some of the certificates; nothing where there is but one.
fn numbers(page: &Page<'_>, story: &Story<'_>, some: &BTreeSet<Fingerprint>) -> String {
    if story.certificates.len() < 2 {
        return String::new();
    }
    let mut numbers: Vec<usize> = some.iter().filter_map(|sha256| page.numbers.get(sha256).copied()).collect();
    numbers.sort_unstable();
    let numbers: Vec<String> = numbers.iter().map(|number| format!("#{number}")).collect();
    if numbers.is_empty() { String::new() } else { format!("{} ", numbers.join(" ")) }
}

/// The uses, surest first, and for which certificates none is known.
pub(super) fn uses(page: &mut Page<'_>, story: &Story<'_>) -> io::Result<()> {
    type Key = (Reverse<Confidence>, UseKind, Option<&'static str>);
    let report = page.report;
    let mut found: BTreeMap<Key, (BTreeSet<Fingerprint>, Vec<&Evidence>)> = BTreeMap::new();
    for sha256 in story.certificates {
        let known = report.usage.uses.get(sha256).map(Vec::as_slice).unwrap_or_default();
        // A hint beside what is known only distracts; the JSON report has it.
        let is_known = known.iter().any(|one| one.confidence >= Confidence::Medium);
        for one in known.iter().filter(|one| !is_known || one.confidence >= Confidence::Medium) {
            let counterparty = one.counterparty.map(|counterparty| counterparty.id.as_str());
            let (of, evidence) = found.entry((Reverse(one.confidence), one.kind, counterparty)).or_default();
            of.insert(*sha256);
            for piece in &one.evidence {
                if !evidence.contains(&piece) {
                    evidence.push(piece);
                }
            }
        }
    }
    for ((confidence, kind, counterparty), (of, evidence)) in &found {
        let (kind, confidence) = (page.term(kind.id()).to_owned(), page.term(confidence.0.id()).to_owned());
        let known = counterparty.and_then(|id| crate::clue::CLUES.counterparty(id));
        let what = match (known, counterparty) {
            (Some(known), _) => fill(page.words.used_with, &[&kind, &said(page, &known.name), &confidence]),
            (None, Some(id)) => fill(page.words.used_with, &[&kind, &text::safe(id), &confidence]),
            (None, None) => fill(page.words.used_alone, &[&kind, &confidence]),
        };
        let mark = numbers(page, story, of);
        page.item(2, &format!("{mark}{}", page.words.used_for), &what)?;
        self::evidence(page, 4, evidence, story.home)?;
    }
    unknown(page, story)
}

/// Certificates of which no use is sure, by what would settle it.
fn unknown(page: &mut Page<'_>, story: &Story<'_>) -> io::Result<()> {
    let usage = &page.report.usage;
    let mut unknown: BTreeMap<&Text, BTreeSet<Fingerprint>> = BTreeMap::new();
    for sha256 in story.certificates {
        if let Some(settles) = usage.settles.get(sha256) {
            unknown.entry(settles).or_default().insert(*sha256);
        }
    }
    for (settles, of) in unknown {
        let mark = numbers(page, story, &of);
        let line = fill(page.words.settles, &[&said(page, settles)]);
        page.item(2, &mark, &line)?;
    }
    Ok(())
}

/// Evidence with its places; what the certificate says of itself only where
/// nothing else speaks.
pub(super) fn evidence(
    page: &mut Page<'_>,
    indent: usize,
    evidence: &[&Evidence],
    home: Option<&Path>,
) -> io::Result<()> {
    let (own, others): (Vec<&Evidence>, Vec<&Evidence>) =
        evidence.iter().partition(|piece| OF_ITSELF.contains(&piece.what));
    for piece in others.iter().take(EVIDENCE) {
        let said = text::brief(&said(page, &piece.text));
        page.path(indent, &place(&piece.location, piece.line, home), &said)?;
    }
    more_at(page, indent, others.len(), EVIDENCE)?;
    if !others.is_empty() {
        return Ok(());
    }
    let own: BTreeSet<String> = own.iter().take(EVIDENCE).map(|piece| text::brief(&said(page, &piece.text))).collect();
    if own.is_empty() {
        return Ok(());
    }
    page.line(indent, &own.into_iter().collect::<Vec<_>>().join("; "))
}

/// What refers to the certificates: each text and line once.
pub(super) fn references(page: &mut Page<'_>, story: &Story<'_>) -> io::Result<()> {
    type Key<'a> = (&'a Location, u64, By, Option<&'a str>, &'a str);
    let report = page.report;
    let mut found: BTreeMap<Key<'_>, BTreeSet<Fingerprint>> = BTreeMap::new();
    for sha256 in story.certificates {
        for one in report.usage.references.get(sha256).into_iter().flatten() {
            if story.system.is_none() || page.homes.of_reference(sha256, one) == story.system {
                let key = (&one.location, one.line, one.by, one.setting.as_deref(), &*one.token);
                found.entry(key).or_default().insert(*sha256);
            }
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    page.line(2, page.words.referred)?;
    for ((location, line, by, setting, token), of) in found.iter().take(REFERENCES) {
        let mut by_what = fill(page.words.by, &[page.term(by.id())]);
        if !matches!(by, By::Path | By::FileName) {
            by_what = format!("{by_what} {}", text::fit(&text::safe(token), 48));
        }
        let mut said: Vec<String> =
            setting.iter().map(|setting| text::fit(&text::safe(setting), 48).into_owned()).collect();
        said.push(by_what);
        let mark = numbers(page, story, of);
        page.path(4, &place(location, Some(*line), story.home), &format!("{mark}{}", said.join(", ")))?;
    }
    more_at(page, 4, found.len(), REFERENCES)
}

/// Where something is known from: with its date, and never as certain when old.
pub(super) fn described(page: &Page<'_>, from: &Knowledge) -> String {
    let told = from.told(page.style.danish, page.report.scan.as_of);
    let mut rest = told.chars();
    let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
    text::safe(&format!("{first}{}.", rest.as_str())).into_owned()
}

/// What a counterparty demands and what is registered there.
pub(super) fn counterparty(page: &mut Page<'_>, from: &'static Counterparty) -> io::Result<()> {
    page.homes.told_counterparties.insert(&from.id);
    let demand = said(page, &from.demand);
    let demands = fill(page.words.demands, &[demand.trim_end_matches('.')]);
    let parts = [demands, said(page, &from.registration), described(page, &from.knowledge)];
    let name = fill(page.words.counterparty, &[&said(page, &from.name)]);
    page.item(2, "", &format!("{name}{}", parts.join(" ")))
}
