//! By what a certificate is known: the old one and the new one side by side,
//! each number in the forms that registers ask for.
//!
//! What is not known yet is a blank to be filled in.

use super::super::markdown::{Paper, brief, code, head};
use super::super::{Report, text};
use crate::check::{day, kind_text};
use crate::classify::{Classified, Kind, Listing, Status};
use crate::plan::sheets::Item;
use crate::refer::decimal;
use std::collections::BTreeSet;
use std::io;

/// So many files are named.
const FILES: usize = 5;

/// What is over, or will be, and since when. Never more than the letters say.
pub(super) fn status(paper: &Paper<'_>, classified: &Classified, listing: &Listing) -> Option<String> {
    let ends = classified.certificate.not_after.and_then(day);
    let (key, on) = match listing.status {
        Status::Blocked => ("sheets.letter.status-blocked", listing.status_since),
        Status::ToBeBlocked => ("sheets.letter.status-to-be-blocked", listing.status_on),
        Status::Retired => ("sheets.letter.status-retired", listing.status_since),
        Status::Expired => ("sheets.letter.status-expired", ends),
        Status::Expiring => ("sheets.letter.status-expiring", ends),
        Status::Current | Status::NotYet => return None,
    };
    Some(paper.fill(key, &[("day", &head::day_text(paper, Some(on?)))]))
}

/// Whether its time is over: nobody has it registered beside a new one.
pub(super) fn is_over(listing: &Listing) -> bool {
    matches!(listing.status, Status::Blocked | Status::Retired | Status::Expired)
}

/// The names of the files that hold its key, without the way there: the
/// vendor knows the program, not our machines.
pub(super) fn files(classified: &Classified) -> Vec<String> {
    let seen = classified.occurrences.iter().filter(|one| one.private_key);
    let seen = seen.map(|one| (&one.location, one.format, one.alias.as_deref()));
    let keys = classified.keys.iter().map(|key| (&key.location, key.format, key.alias.as_deref()));
    let told = seen.chain(keys).filter_map(|(location, format, alias)| {
        let name = code(&text::bytes(location.path.file_name()?.as_encoded_bytes()));
        let alias = alias.map(|alias| format!(", alias {}", code(&text::brief(alias)))).unwrap_or_default();
        Some(format!("{name} ({format}{alias})"))
    });
    told.collect::<BTreeSet<String>>().into_iter().take(FILES).collect()
}

/// The table, and below it what is too long for one. With `uid`, also the
/// value alone that the counterparty registers.
pub(super) fn side_by_side(
    paper: &mut Paper<'_>,
    report: &Report,
    item: &Item,
    old: (&Classified, &Listing),
    uid: bool,
) -> io::Result<()> {
    let new = item.new.and_then(|print| head::listed(report, &print));
    let generation = [("generation", &*brief(&old.1.generation))];
    let now =
        if is_over(old.1) { paper.fill("sheets.letter.former", &generation) } else { paper.text("sheets.letter.old") };
    let mut rows = vec![vec![paper.text("sheets.letter.row"), now, paper.text("sheets.letter.new")]];
    rows.extend(holders(paper, item, old.1, new.map(|(_, listing)| listing), uid));
    let blank = paper.text("sheets.head.blank");
    let mut row = |key: &str, told: fn(&Classified) -> String| {
        let next = new.map_or_else(|| blank.clone(), |(one, _)| told(one));
        rows.push(vec![paper.text(key), told(old.0), next]);
    };
    row("sheets.letter.serial", |one| code(&text::hex(&one.certificate.serial)));
    row("sheets.letter.serial-decimal", |one| code(&decimal(&one.certificate.serial)));
    row("sheets.letter.sha1", |one| code(&one.certificate.thumbprint().unwrap_or_default()));
    if !item.personal && !old.0.certificate.emails.is_empty() {
        row("sheets.letter.email", |one| code(one.certificate.emails.first().map_or("", String::as_str)));
    }
    paper.table(&rows)?;
    long(paper, item, old, new.map(|(one, _)| one))
}

/// The rows that say what it is and whose.
fn holders(paper: &Paper<'_>, item: &Item, old: &Listing, new: Option<&Listing>, uid: bool) -> Vec<Vec<String>> {
    let blank = paper.text("sheets.head.blank");
    let to_be = paper.text(if item.personal { "sheets.letter.new-personal" } else { "sheets.letter.new-identifier" });
    let next = new.map_or_else(|| future_kind(paper, item.kind), |new| kind(paper, new));
    let cvr = brief(old.organisation.cvr.as_deref().unwrap_or_default());
    let mut rows = vec![
        vec![paper.text("sheets.letter.kind"), kind(paper, old), next],
        vec![paper.text("sheets.letter.cvr"), cvr.clone(), cvr],
        vec![paper.text("sheets.letter.holder"), identifier(old), new.map_or(to_be, identifier)],
    ];
    if uid {
        rows.push(vec![paper.text("sheets.letter.uid-field"), tail(old), new.map_or(blank, tail)]);
    }
    rows
}

/// Nothing but the bit of Signering tells organisation from system in OCES III.
fn kind(paper: &Paper<'_>, listing: &Listing) -> String {
    match listing.kind {
        Some(Kind::System) => return paper.text("sheets.head.either"),
        Some(Kind::Organisation) => return paper.text("sheets.letter.kind-signing"),
        _ => {}
    }
    format!("OCES {} {}", brief(&listing.generation), kind_text(listing, paper.danish, false))
}

fn identifier(listing: &Listing) -> String {
    code(listing.identifier.as_deref().unwrap_or_default())
}

/// The number or UUID alone.
fn tail(listing: &Listing) -> String {
    code(listing.identifier.as_deref().and_then(|whole| whole.rsplit(':').next()).unwrap_or_default())
}

/// What the new one will be, where it is not there yet.
fn future_kind(paper: &Paper<'_>, kind: &str) -> String {
    match kind {
        "system" => paper.text("sheets.order.kind.system"),
        "organisation" => paper.text("sheets.order.kind.organisation"),
        "employee" | "none" => paper.text("sheets.letter.kind-none"),
        _ => paper.text("sheets.head.blank"),
    }
}

/// Fingerprint, subject, issuer and period of both, one below the other.
fn long(
    paper: &mut Paper<'_>,
    item: &Item,
    (old, listing): (&Classified, &Listing),
    new: Option<&Classified>,
) -> io::Result<()> {
    let left_out = paper.text("sheets.letter.subject-left-out");
    let blank = paper.text("sheets.head.blank");
    let mut lines = Vec::new();
    let before = if is_over(listing) { "sheets.letter.long-former" } else { "sheets.letter.long-old" };
    let mut tell = |key: &str, told: &dyn Fn(&Classified) -> String| {
        let field = paper.text(key);
        let next = new.map_or_else(|| blank.clone(), told);
        lines.push(paper.fill(before, &[("field", &field), ("value", &told(old))]));
        lines.push(paper.fill("sheets.letter.long-new", &[("field", &field), ("value", &next)]));
    };
    tell("sheets.letter.sha256", &|one| code(&text::hex(&one.certificate.sha256)));
    tell("sheets.letter.subject-name", &|one| {
        if item.personal { left_out.clone() } else { code(&one.certificate.subject.to_rfc4514()) }
    });
    tell("sheets.letter.issuer", &|one| code(&one.certificate.issuer.to_rfc4514()));
    tell("sheets.letter.period", &|one| head::period(paper, one));
    for line in lines {
        paper.item(0, &line)?;
    }
    paper.gap();
    Ok(())
}
