//! By what a certificate is known: the old one and the new one side by side,
//! each number in the forms that registers ask for.
//!
//! What is not known yet is a blank to be filled in.

use super::super::markdown::{Paper, brief, code, head};
use super::super::{Report, text};
use crate::check::{day, kind_text};
use crate::classify::{Classified, Listing, Status};
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

/// The table, and below it what is too long for one.
pub(super) fn side_by_side(
    paper: &mut Paper<'_>,
    report: &Report,
    item: &Item,
    old: &Classified,
    listing: &Listing,
) -> io::Result<()> {
    let new = item.new.and_then(|print| head::listed(report, &print));
    let blank = paper.text("sheets.head.blank");
    let of_new = |value: &dyn Fn(&Classified, &Listing) -> String| {
        new.map_or_else(|| blank.clone(), |(classified, listing)| value(classified, listing))
    };
    let kind = |_: &Classified, listing: &Listing| {
        format!("OCES {} {}", brief(&listing.generation), kind_text(listing, paper.danish, false))
    };
    let holder = |_: &Classified, listing: &Listing| code(listing.identifier.as_deref().unwrap_or_default());
    let serial = |one: &Classified, _: &Listing| code(&text::hex(&one.certificate.serial));
    let in_decimal = |one: &Classified, _: &Listing| code(&decimal(&one.certificate.serial));
    let sha1 = |one: &Classified, _: &Listing| code(&text::hex(&one.certificate.sha1));
    let cvr = |_: &Classified, listing: &Listing| brief(listing.organisation.cvr.as_deref().unwrap_or_default());
    let new_holder = if item.personal { "sheets.letter.new-personal" } else { "sheets.letter.new-identifier" };
    let new_holder = new.map_or_else(|| paper.text(new_holder), |(one, listing)| holder(one, listing));
    let new_kind = new.map_or_else(|| future_kind(paper, item.kind), |(one, listing)| kind(one, listing));
    let row = |key: &str, old: String, new: String| vec![paper.text(key), old, new];
    let mut rows = vec![
        row("sheets.letter.row", paper.text("sheets.letter.old"), paper.text("sheets.letter.new")),
        row("sheets.letter.kind", kind(old, listing), new_kind),
        row("sheets.letter.cvr", cvr(old, listing), cvr(old, listing)),
        row("sheets.letter.holder", holder(old, listing), new_holder),
        row("sheets.letter.serial", serial(old, listing), of_new(&serial)),
        row("sheets.letter.serial-decimal", in_decimal(old, listing), of_new(&in_decimal)),
        row("sheets.letter.sha1", sha1(old, listing), of_new(&sha1)),
    ];
    if !item.personal && !old.certificate.emails.is_empty() {
        let email = |one: &Classified, _: &Listing| {
            one.certificate.emails.first().map_or_else(|| blank.clone(), |one| code(one))
        };
        rows.push(row("sheets.letter.email", email(old, listing), of_new(&email)));
    }
    paper.table(&rows)?;
    long(paper, item, old, new.map(|(one, _)| one))
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
fn long(paper: &mut Paper<'_>, item: &Item, old: &Classified, new: Option<&Classified>) -> io::Result<()> {
    let left_out = paper.text("sheets.letter.subject-left-out");
    let subject = |one: &Classified| {
        if item.personal { left_out.clone() } else { code(&text::safe(&one.certificate.subject.to_rfc4514())) }
    };
    let values: [(&str, &dyn Fn(&Classified) -> String); 4] = [
        ("sheets.letter.sha256", &|one| code(&text::hex(&one.certificate.sha256))),
        ("sheets.letter.subject-name", &subject),
        ("sheets.letter.issuer", &|one| code(&one.certificate.issuer.to_rfc4514())),
        ("sheets.letter.period", &|one| head::period(paper, one)),
    ];
    let blank = paper.text("sheets.head.blank");
    let mut lines = Vec::new();
    for (key, value) in values {
        let field = paper.text(key);
        let present = paper.fill("sheets.letter.long-old", &[("field", &field), ("value", &value(old))]);
        let next = new.map_or_else(|| blank.clone(), value);
        lines.push(present);
        lines.push(paper.fill("sheets.letter.long-new", &[("field", &field), ("value", &next)]));
    }
    for line in lines {
        paper.item(0, &line)?;
    }
    paper.gap();
    Ok(())
}
