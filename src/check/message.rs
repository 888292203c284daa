//! What a finding says to people: whole sentences, Danish and English.
//!
//! Foreign text (names of subjects) stands in them raw; the writers make it
//! safe. Blocked is told as what it is: an announcement, not a look at a CRL.

use super::date_text;
use super::rules::Id;
use super::words::{display_name, kind_text};
use super::{Finding, directory};
use crate::catalogue::Environment;
use crate::classify::copenhagen_day as day;
use crate::classify::{Classified, Listing, Status, Verdict};
use crate::inventory::Occurrence;
use crate::location::Location;
use time::Date;

/// The message of a finding, in Danish or English. `certificate` is the one it
/// names; without it only the rule's summary is told. That it was ignored until
/// a day that is past comes last, whatever the rule.
pub fn message(finding: &Finding, certificate: Option<&Classified>, danish: bool) -> String {
    let mut said = what(finding, certificate, danish);
    if let Some(lapsed) = finding.ignored.as_ref().filter(|one| one.lapsed) {
        said.push(' ');
        said.push_str(lapsed.text().told(danish));
    }
    said
}

/// What the rule says.
fn what(finding: &Finding, certificate: Option<&Classified>, danish: bool) -> String {
    if finding.rule.id == Id::EncryptedMail.rule().id {
        return super::mail::message(finding.savable, danish).to_owned();
    }
    if finding.detail.is_some() {
        return super::evidence::message(finding, certificate, danish);
    }
    let summary = if danish { finding.rule.summary_da } else { finding.rule.summary_en };
    let Some(classified) = certificate else { return summary.to_owned() };
    match &classified.verdict {
        Verdict::Listed(listing) => listed(finding, classified, listing, danish),
        Verdict::LookAlike { reason, .. } => look_alike(classified, reason, danish),
        Verdict::UnknownAuthority { family } => unknown_authority(classified, family, danish),
        Verdict::Other => summary.to_owned(),
    }
}

/// The sentences about a certificate of the catalogue.
fn listed(finding: &Finding, classified: &Classified, listing: &Listing, danish: bool) -> String {
    let mut text = certificate_text(classified, listing, danish);
    text.push_str(match (presence(finding, classified), danish) {
        (Presence::WithKey, true) => " ligger her sammen med sin private nøgle.",
        (Presence::WithKey, false) => " lies here together with its private key.",
        (Presence::KeyOnly, true) => " har sin private nøgle liggende her.",
        (Presence::KeyOnly, false) => " has its private key here.",
        (Presence::KeyElsewhere, true) => " ligger her; den private nøgle ligger et andet sted i det gennemsøgte.",
        (Presence::KeyElsewhere, false) => " lies here; its private key lies elsewhere in what was scanned.",
        (Presence::NoKey, true) => " ligger her; den private nøgle er ikke fundet.",
        (Presence::NoKey, false) => " lies here; its private key was not found.",
        (Presence::Authority, true) => " ligger her, og systemer, der bruger stedet, har tillid til det.",
        (Presence::Authority, false) => " lies here, and systems that use this place trust it.",
        (Presence::History, true) => " ligger her som historisk materiale.",
        (Presence::History, false) => " lies here as historical material.",
    });
    let status = status_text(classified, listing, danish);
    let kept = finding.retained.as_ref().map(|one| one.text());
    let kept = kept.as_ref().map_or("", |text| text.told(danish));
    for said in [status.as_str(), kept].into_iter().filter(|said| !said.is_empty()) {
        text.push(' ');
        text.push_str(said);
    }
    text
}

/// How a certificate and its key lie at a finding's place.
enum Presence {
    WithKey,
    KeyOnly,
    KeyElsewhere,
    NoKey,
    Authority,
    History,
}

fn presence(finding: &Finding, classified: &Classified) -> Presence {
    if finding.history {
        return Presence::History;
    }
    if finding.rule.id.ends_with("-ca") {
        return Presence::Authority;
    }
    let members = finding.location.members();
    let mut places = in_file(classified, &finding.location).filter(|one| one.location.members() == members);
    match finding.rule.id {
        rule if rule.ends_with("-key") && places.next().is_some() => Presence::WithKey,
        rule if rule.ends_with("-key") => Presence::KeyOnly,
        _ if !classified.private_key => Presence::NoKey,
        rule if rule.ends_with("-certificate") => Presence::KeyElsewhere,
        _ if places.any(|one| one.private_key) || has_key_near(finding, classified) => Presence::WithKey,
        _ => Presence::KeyElsewhere,
    }
}

/// The places of the certificate in a file. They are sorted by place: one of a
/// thousand hosts is found without a look at the others.
fn in_file<'c>(classified: &'c Classified, file: &'c Location) -> impl Iterator<Item = &'c Occurrence> {
    let from = classified.occurrences.partition_point(|one| file_of(&one.location) < file_of(file));
    let rest = classified.occurrences.get(from..).unwrap_or_default();
    rest.iter().take_while(move |one| file_of(&one.location) == file_of(file))
}

/// Scope and octets of the path.
fn file_of(place: &Location) -> (Option<&str>, &[u8]) {
    (place.scope.as_deref(), place.path.as_os_str().as_encoded_bytes())
}

/// Whether a key file of the certificate lies in the finding's directory.
fn has_key_near(finding: &Finding, classified: &Classified) -> bool {
    let home = directory(&finding.location);
    let near = |place: &Location| place.scope == finding.location.scope && directory(place) == home;
    classified.keys.iter().any(|key| near(&key.location))
}

/// The certificate as the subject of a sentence, with its holder.
pub(crate) fn certificate_text(classified: &Classified, listing: &Listing, danish: bool) -> String {
    let kind = kind_text(listing, danish, true);
    let name = display_name(classified);
    let is_test = listing.environment == Environment::Test;
    let holder = holder_text(listing);
    let text = match (danish, is_test) {
        (true, false) => format!("OCES {}-{kind} »{name}«", listing.generation),
        (true, true) => format!("OCES {}-{kind} »{name}« fra testmiljøet", listing.generation),
        (false, false) => format!("The OCES {} {kind} “{name}”", listing.generation),
        (false, true) => format!("The OCES {} {kind} “{name}” of the test environment", listing.generation),
    };
    if holder.is_empty() { text } else { format!("{text} ({holder})") }
}

/// The organisation and its CVR number, as far as they are known.
fn holder_text(listing: &Listing) -> String {
    let cvr = listing.organisation.cvr.as_ref().map(|cvr| format!("CVR {cvr}"));
    let parts: Vec<String> = listing.organisation.name.iter().cloned().chain(cvr).collect();
    parts.join(", ")
}

/// What the status means, as a sentence of its own.
pub(crate) fn status_text(classified: &Classified, listing: &Listing, danish: bool) -> String {
    let date = |date: Option<Date>| date.map(|date| date_text(date, danish));
    let when = match listing.status {
        Status::Blocked | Status::Retired => listing.status_since,
        Status::ToBeBlocked => listing.status_on,
        Status::NotYet => classified.certificate.not_before.and_then(day),
        Status::Expired | Status::Expiring | Status::Current => classified.certificate.not_after.and_then(day),
    };
    let Some(when) = date(when) else { return String::new() };
    if danish { status_danish(listing.status, &when) } else { status_english(listing.status, &when) }
}

fn status_danish(status: Status, when: &str) -> String {
    match status {
        Status::Blocked => {
            format!("Ifølge Digitaliseringsstyrelsen skulle det spærres den {when}; spærrelisten er ikke slået op.")
        }
        Status::ToBeBlocked => {
            format!("Ifølge Digitaliseringsstyrelsen bliver det spærret den {when}.")
        }
        Status::Retired => format!("Det har været udfaset siden den {when}."),
        Status::Expired => format!("Det udløb den {when}."),
        Status::Expiring => format!("Det udløber snart, den {when}."),
        Status::Current => format!("Det udløber den {when}."),
        Status::NotYet => format!("Det træder først i kraft den {when}."),
    }
}

fn status_english(status: Status, when: &str) -> String {
    match status {
        Status::Blocked => {
            format!("It was to be blocked on {when} according to Digitaliseringsstyrelsen; no CRL was consulted.")
        }
        Status::ToBeBlocked => {
            format!("It is to be blocked on {when} according to Digitaliseringsstyrelsen.")
        }
        Status::Retired => format!("It has been retired since {when}."),
        Status::Expired => format!("It expired on {when}."),
        Status::Expiring => format!("It expires soon, on {when}."),
        Status::Current => format!("It expires on {when}."),
        Status::NotYet => format!("Its period only begins on {when}."),
    }
}

fn look_alike(classified: &Classified, reason: &str, danish: bool) -> String {
    let name = display_name(classified);
    if danish {
        format!("Certifikatet »{name}« ligner et OCES-certifikat, men er det ikke ({reason}).")
    } else {
        format!("The certificate “{name}” looks like an OCES certificate but is none: {reason}.")
    }
}

fn unknown_authority(classified: &Classified, family: &str, danish: bool) -> String {
    let name = display_name(classified);
    if danish {
        format!(
            "Certifikatet »{name}« er udstedt i navnet {family}, men af en CA, som kataloget ikke kender. \
             Undersøg, hvem der har udstedt det."
        )
    } else {
        format!(
            "The certificate “{name}” was issued in the name of {family}, but by a CA that the catalogue \
             does not know. Find out who issued it."
        )
    }
}
