//! The plan by certificate: what each is, where it lies, what replaces it and
//! what is to be done.

use super::named::{anchor, place, short};
use super::page::{PLACES, Page};
use super::systems::Todo;
use crate::catalogue::Role;
use crate::classify::{Classified, Ownership, Verdict};
use crate::inventory::Occurrence;
use crate::place::Place;
use crate::plan::Replacement;
use crate::report::table::words::wave;
use crate::report::text;
use std::io;

/// So many texts that name a certificate are shown.
const NAMED: usize = 3;

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.certificates.heading");
    page.heading(id, &heading)?;
    let report = page.report;
    let mut known: Vec<&Classified> = report.certificates.iter().collect();
    known.sort_by_key(|one| {
        let sha256 = one.certificate.sha256;
        (page.numbers.get(&sha256).copied().unwrap_or(usize::MAX), sha256)
    });
    if known.is_empty() {
        let complete = report.scan.complete && crate::report::states::accepted(report) == 0;
        let none = page.word(if complete { "pages.certificates.none" } else { "pages.certificates.none_incomplete" });
        return page.el("p", &none);
    }
    let caption = page.word("pages.certificates.table");
    let heads = [("", "pages.certificates.which"), ("p", "pages.certificates.where"), ("p", "pages.certificates.todo")];
    page.table(&caption, &heads)?;
    let todo = Todo::of(page);
    for one in known {
        row(page, one, &todo)?;
    }
    page.end_table()
}

fn row(page: &mut Page<'_>, known: &Classified, all: &Todo<'_>) -> io::Result<()> {
    let sha256 = known.certificate.sha256;
    page.raw(&format!("<tr><th scope=\"row\" id=\"{}\">", anchor(&sha256)))?;
    let name = page.called(known);
    page.say(&name)?;
    page.raw("<span class=\"plain\">")?;
    for fact in facts(page, known) {
        page.raw("<br>")?;
        page.say(&fact)?;
    }
    page.raw("</span></th>\n")?;
    let places = places(page, known);
    page.lines("td", &places)?;
    page.raw("<td>")?;
    if let Some(replacement) = page.report.plan.replacements.get(&sha256).filter(|_| is_ours(known)) {
        for line in replaced(page, replacement) {
            page.say(&line)?;
            page.raw("<br>")?;
        }
    }
    if let Some(settles) = page.report.usage.settles.get(&sha256) {
        let said = page.filled("pages.certificates.settles", &[("text", page.told(settles))]);
        page.say(&said)?;
        page.raw("<br>")?;
    }
    for action in all.of_certificate(&sha256) {
        let name = wave(action.wave, page.danish);
        let words = page.filled("pages.plan.wave", &[("wave", &action.wave.to_string()), ("name", name)]);
        page.link(&format!("a-{}", action.id), &words)?;
        page.say(&format!(": {}", page.term(action.state.id())))?;
        page.raw("<br>")?;
    }
    page.raw("</td></tr>\n")
}

fn organisation(known: &Classified) -> Vec<String> {
    let (Verdict::Listed(listing) | Verdict::LookAlike { listing, .. }) = &known.verdict else {
        return Vec::new();
    };
    let of = &listing.organisation;
    let cvr = of.cvr.as_deref().map(|cvr| format!("CVR {}", text::brief(cvr)));
    of.name
        .as_deref()
        .map(text::brief)
        .into_iter()
        .chain(cvr)
        .chain(listing.identifier.as_deref().map(text::brief))
        .collect()
}

/// Status, kind, end, whose, and whether the key is here.
fn facts(page: &Page<'_>, known: &Classified) -> Vec<String> {
    let mut facts = vec![page.status(known), page.what(known)];
    facts.extend(organisation(known));
    facts.push(page.filled("pages.certificates.until", &[("day", &text::day_of(known.certificate.not_after))]));
    facts.push(page.filled("pages.certificates.owner", &[("whose", page.term(known.ownership.id()))]));
    if known.private_key {
        facts.push(page.word("pages.certificates.key"));
    }
    if let Verdict::LookAlike { reason, .. } = &known.verdict {
        facts.push(text::brief(reason));
    }
    facts.push(format!("SHA-256 {}…", short(&known.certificate.sha256)));
    facts
}

/// Where it and its key lie: with the key first.
fn places(page: &Page<'_>, known: &Classified) -> Vec<String> {
    let mut seats: Vec<&Occurrence> = known.occurrences.iter().collect();
    seats.sort_by_key(|place| !place.private_key);
    let mut places: Vec<String> = seats.iter().take(PLACES).map(|one| seat(page, one)).collect();
    for key in known.keys.iter().take(PLACES) {
        places.push(page.filled("pages.certificates.key_at", &[("place", &place(&key.location))]));
    }
    let named = page.report.usage.references.get(&known.certificate.sha256).map_or(&[][..], Vec::as_slice);
    for one in named.iter().take(NAMED) {
        let values = [("place", place(&one.location)), ("line", one.line.to_string())];
        let values: Vec<(&'static str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        places.push(page.filled("pages.certificates.named_in", &values));
    }
    let cut = named.len().saturating_sub(NAMED)
        + seats.len().saturating_sub(PLACES)
        + known.keys.len().saturating_sub(PLACES);
    if cut > 0 {
        places.push(page.filled("pages.more", &[("count", &cut.to_string())]));
    }
    places
}

fn seat(page: &Page<'_>, seat: &Occurrence) -> String {
    let mut said = vec![seat.format.to_owned()];
    said.extend(seat.alias.as_deref().map(text::brief));
    if seat.place != Place::Live {
        said.push(page.term(seat.place.id()).to_owned());
    }
    if seat.private_key || seat.beside_key {
        said.push(page.word("pages.certificates.key_here"));
    }
    format!("{} ({})", place(&seat.location), said.join(", "))
}

/// Only own end entities are replaced by us; a reader of anything else must not
/// take it for an order.
fn is_ours(known: &Classified) -> bool {
    let leaf = matches!(&known.verdict, Verdict::Listed(listing) if listing.role == Role::EndEntity);
    leaf && known.ownership == Ownership::Own
}

/// What replaces it, why, and what may be its successor.
fn replaced(page: &Page<'_>, from: &Replacement) -> Vec<String> {
    let kind = page.word(match from.kind {
        "system" => "pages.certificates.by.system",
        "organisation" => "pages.certificates.by.organisation",
        "employee" => "pages.certificates.by.employee",
        _ => "pages.certificates.by.none",
    });
    let basis = page.word(match from.basis {
        "counterparty" => "pages.certificates.basis.counterparty",
        "use" => "pages.certificates.basis.use",
        _ => "pages.certificates.basis.old_kind",
    });
    let mut lines = vec![page.filled("pages.certificates.replaced", &[("kind", &kind), ("basis", &basis)])];
    lines.extend(from.reasons.iter().map(|reason| page.told(reason).to_owned()));
    for (sha256, sureness) in from.successors.iter().take(PLACES) {
        let key = match *sureness {
            "confirmed" => "pages.certificates.successor.confirmed",
            "expired" => "pages.certificates.successor.expired",
            _ => "pages.certificates.successor.suspected",
        };
        lines.push(page.filled(key, &[("name", &page.named(sha256))]));
    }
    lines
}
