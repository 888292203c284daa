//! `oces inspect`: everything known about each certificate and store in one
//! file, for people.

use super::table::words::fill;
use super::table::{Page, certificates, failures};
use super::{Report, Style, states, text};
use crate::classify::{Classified, Listing, Verdict};
use crate::name::Name;
use std::io::{self, Write};

/// The bits of keyUsage (RFC 5280 section 4.2.1.3), lowest first.
const KEY_USAGE: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

/// Writes all that the report knows.
pub fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(report, style, out);
    if report.certificates.is_empty() {
        page.line(0, page.words.no_certificate)?;
    }
    for known in &report.certificates {
        certificate(&mut page, known)?;
    }
    if !report.inventory.keys.is_empty() {
        page.section(page.words.private_keys)?;
        for key in &report.inventory.keys {
            let alias = key.alias.as_deref().map(|alias| fill(page.words.alias, &[&text::safe(alias)]));
            let said: Vec<String> = std::iter::once(key.format.to_owned()).chain(alias).collect();
            page.path(2, &text::location(&key.location), &said.join(", "))?;
        }
    }
    stores(&mut page)
}

fn certificate(page: &mut Page<'_>, known: &Classified) -> io::Result<()> {
    let certificate = &known.certificate;
    let subject = certificate.subject.to_rfc4514();
    page.section(&certificates::common_name(known).unwrap_or_else(|| text::safe(&subject).into_owned()))?;
    for (name, value) in facts(page, known).into_iter().chain(verdict(page, known)) {
        page.item(2, &format!("{name}: "), &value)?;
    }
    page.line(2, &format!("{}:", page.words.places))?;
    page.places(4, &known.occurrences, &known.keys)
}

/// What the certificate says of itself.
fn facts(page: &Page<'_>, known: &Classified) -> Vec<(&'static str, String)> {
    let (words, certificate) = (page.words, &known.certificate);
    let mut facts = vec![
        (words.subject, name(&certificate.subject)),
        (words.issuer, name(&certificate.issuer)),
        (words.serial, text::hex(&certificate.serial)),
        (words.not_before, instant(certificate.not_before)),
        (words.until, instant(certificate.not_after)),
        ("SHA-256", text::hex(&certificate.sha256)),
        ("SHA-1", text::hex(&certificate.sha1)),
    ];
    facts.extend(extensions(page, known));
    facts
}

/// The extensions, then what the scan tells of its key.
fn extensions(page: &Page<'_>, known: &Classified) -> Vec<(&'static str, String)> {
    let (words, certificate) = (page.words, &known.certificate);
    let hex = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map_or_else(dash, text::hex);
    let yes = |holds: bool| (if holds { words.yes } else { words.no }).to_owned();
    vec![
        (words.subject_key, hex(&certificate.subject_key_identifier)),
        (words.authority_key, hex(&certificate.authority_key_identifier)),
        (words.is_ca, yes(certificate.is_ca)),
        (words.key_usage, key_usage(certificate.key_usage)),
        (words.policies, list(&certificate.policies)),
        (words.emails, list(&certificate.emails)),
        (words.has_key, yes(known.private_key)),
        (words.ownership, page.term(known.ownership.id()).to_owned()),
    ]
}

/// What we say of it, and by what evidence.
fn verdict(page: &Page<'_>, known: &Classified) -> Vec<(&'static str, String)> {
    let words = page.words;
    match &known.verdict {
        Verdict::Listed(listing) => listed(page, listing),
        Verdict::LookAlike { reason, .. } => {
            vec![(words.verdict, words.look_alikes.to_owned()), (words.evidence, text::safe(reason).into_owned())]
        }
        Verdict::UnknownAuthority { family } => {
            let issuer = known.certificate.issuer.to_rfc4514();
            vec![
                (words.verdict, words.unknown_authorities.to_owned()),
                (words.evidence, fill(words.family, &[&text::safe(family), &text::safe(&issuer)])),
            ]
        }
        Verdict::Other => vec![(words.verdict, words.not_oces.to_owned())],
    }
}

fn listed(page: &Page<'_>, listing: &Listing) -> Vec<(&'static str, String)> {
    let words = page.words;
    let mut verdict = format!("OCES {}: {}", certificates::what(page, listing), page.term(listing.status.id()));
    for part in [
        listing.status_since.map(|day| fill(words.since, &[&text::day(day)])),
        listing.status_on.map(|day| fill(words.from_day, &[&text::day(day)])),
    ]
    .into_iter()
    .flatten()
    {
        verdict.push(' ');
        verdict.push_str(&part);
    }
    let organisation = &listing.organisation;
    let name = organisation.name.as_deref().map_or_else(|| "-".into(), text::safe);
    let cvr = organisation.cvr.as_deref().map_or_else(|| "-".into(), text::safe);
    let identifier = listing.identifier.as_deref().map_or_else(|| "-".into(), text::safe);
    let mut facts = vec![
        (words.verdict, verdict),
        (words.evidence, page.term(listing.evidence.id()).to_owned()),
        (words.organisation, format!("{name}, CVR {cvr}, {identifier}")),
    ];
    if matches!(listing.status, crate::classify::Status::Blocked | crate::classify::Status::ToBeBlocked) {
        facts.push(("*", words.blocked_note.to_owned()));
    }
    facts
}

/// What could not be read, with what the store tells from outside.
fn stores(page: &mut Page<'_>) -> io::Result<()> {
    if page.report.inventory.failures.is_empty() {
        return Ok(());
    }
    page.section(page.words.failures)?;
    for failure in &page.report.inventory.failures {
        let said = format!("{}: {}", page.term(failure.kind.id()), text::safe(&failure.detail));
        page.path(2, &text::location(&failure.location), &said)?;
        if let Some(state) = states::of_failure(failure) {
            page.line(6, &text::safe(state.told(page.style.danish)))?;
        }
        if let Some(store) = &failure.store {
            page.line(6, store.format)?;
            failures::store_facts(page, 6, store)?;
        }
    }
    Ok(())
}

fn key_usage(bits: Option<u16>) -> String {
    let Some(bits) = bits else {
        return "-".to_owned();
    };
    let names: Vec<&str> =
        KEY_USAGE.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, name)| *name).collect();
    names.join(", ")
}

fn list(texts: &[String]) -> String {
    if texts.is_empty() { dash() } else { text::safe(&texts.join(", ")).into_owned() }
}

fn name(name: &Name) -> String {
    text::safe(&name.to_rfc4514()).into_owned()
}

fn instant(at: Option<i64>) -> String {
    let at = at.and_then(|at| time::OffsetDateTime::from_unix_timestamp(at).ok());
    at.map_or_else(dash, text::instant)
}

fn dash() -> String {
    "-".to_owned()
}
