//! The plan by certificate: what each is, where it lies, what replaces it and
//! what is to be done.

use super::page::{PLACES, Page, anchor};
use super::systems::{Todo, todo};
use crate::classify::{Classified, Verdict};
use crate::inventory::Occurrence;
use crate::place::Place;
use crate::plan::Replacement;
use crate::report::text;
use std::io;

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
        let complete = report.scan.complete;
        let none = page.word(if complete { "pages.certificates.none" } else { "pages.certificates.none_incomplete" });
        return page.el("p", &none);
    }
    let caption = page.word("pages.certificates.table");
    let heads = [
        ("m", "pages.certificates.which"),
        ("m", "pages.certificates.what"),
        ("", "pages.certificates.where"),
        ("p", "pages.certificates.todo"),
    ];
    page.table(&caption, &heads)?;
    let todo = Todo::of(page);
    for one in known {
        row(page, one, &todo)?;
    }
    page.end_table()
}

fn row(page: &mut Page<'_>, known: &Classified, all: &Todo<'_>) -> io::Result<()> {
    let sha256 = known.certificate.sha256;
    page.raw("<tr>")?;
    let mut names = vec![page.called(known)];
    names.extend(organisation(known));
    names.push(format!("SHA-256 {}…", page.short(&sha256)));
    page.lines(&format!("th scope=\"row\" id=\"{}\"", anchor(&sha256)), &names)?;
    let facts = facts(page, known);
    page.lines("td", &facts)?;
    let places = places(page, known);
    page.lines("td class=\"path\"", &places)?;
    page.raw("<td>")?;
    if let Some(replacement) = page.report.plan.replacements.get(&sha256) {
        for line in replaced(page, replacement) {
            page.say(&line)?;
            page.raw("<br>")?;
        }
    }
    for action in all.of_certificate(&sha256) {
        page.raw("• ")?;
        todo(page, action)?;
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
    of.name.as_deref().map(text::brief).into_iter().chain(cvr).chain(listing.identifier.as_deref().map(text::brief)).collect()
}

/// Status, kind, end, whose, and whether the key is here.
fn facts(page: &Page<'_>, known: &Classified) -> Vec<String> {
    let mut facts = vec![page.status(known), page.what(known)];
    facts.push(page.filled("pages.certificates.until", &[("day", &text::day_of(known.certificate.not_after))]));
    facts.push(page.filled("pages.certificates.owner", &[("whose", page.term(known.ownership.id()))]));
    if known.private_key {
        facts.push(page.word("pages.certificates.key"));
    }
    if let Verdict::LookAlike { reason, .. } = &known.verdict {
        facts.push(text::brief(reason));
    }
    facts
}

/// Where it and its key lie: with the key first.
fn places(page: &Page<'_>, known: &Classified) -> Vec<String> {
    let mut seats: Vec<&Occurrence> = known.occurrences.iter().collect();
    seats.sort_by_key(|place| !place.private_key);
    let mut places: Vec<String> = seats.iter().take(PLACES).map(|place| seat(page, place)).collect();
    for key in known.keys.iter().take(PLACES) {
        places.push(page.filled("pages.certificates.key_at", &[("place", &page.place(&key.location))]));
    }
    let cut = seats.len().saturating_sub(PLACES) + known.keys.len().saturating_sub(PLACES);
    if cut > 0 {
        places.push(page.filled("pages.more", &[("count", &cut.to_string())]));
    }
    places
}

fn seat(page: &Page<'_>, place: &Occurrence) -> String {
    let mut said = vec![place.format.to_owned()];
    said.extend(place.alias.as_deref().map(text::brief));
    if place.place != Place::Live {
        said.push(page.term(place.place.id()).to_owned());
    }
    if place.private_key || place.beside_key {
        said.push(page.word("pages.certificates.key_here"));
    }
    format!("{} ({})", page.place(&place.location), said.join(", "))
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
