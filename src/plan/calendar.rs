//! The calendar: when own OCES III certificates expire, when their renewal
//! should begin, and when a key that is kept on purpose is to be reviewed.
//!
//! Orders nothing: what is due now stands in the actions.
//!
//! *Behaviour*
//!
//! 1. An own OCES III end entity that may be in use gets an entry for its last
//!    day, unless that lies behind, and one for beginning its renewal, unless a
//!    confirmed successor is there. Where that day has passed, it is today.
//! 2. How long before is our own advice, and told as such: no counterparty has
//!    told one. Where a registration hangs on the certificate it is longer.
//!    What surely replaces another is used with its counterparties too.
//! 3. People are not named, nor is who answers for a key that is kept.

use super::{Matter, Plan, Text};
use crate::catalogue::{Environment, Role};
use crate::certificate::Fingerprint;
use crate::check::{date_text, day, display_name, is_record, kind_text};
use crate::classify::{Classified, Kind, Listing, Ownership, Verdict};
use crate::clue::{Bound, Confidence, Counterparty, UseKind};
use crate::ledger::Retain;
use crate::usage::Use;
use crate::wording::{Values, filled, text};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use time::{Date, Duration};

/// Days before the expiry on which the renewal should begin: our own advice.
const LEAD: u16 = 60;

/// The same where the renewed certificate must be registered elsewhere.
const LEAD_REGISTERED: u16 = 90;

/// A day to keep in mind.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Stable: from the certificate and the kind.
    pub id: String,
    /// The day.
    pub date: Date,
    /// What kind of day.
    pub kind: EntryKind,
    /// The certificate, if it is in the scan.
    pub certificate: Option<Fingerprint>,
    /// In one line.
    pub title: Text,
    /// What it means and what to do.
    pub description: Text,
    /// Who must learn of the renewed certificate, and makes the lead long.
    pub counterparty: Option<&'static Counterparty>,
}

/// What kind of day an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A certificate expires.
    Expiry,
    /// Its renewal should begin.
    Lead,
    /// A key that is kept is to be reviewed.
    Review,
}

impl EntryKind {
    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            EntryKind::Expiry => "expiry",
            EntryKind::Lead => "lead",
            EntryKind::Review => "review",
        }
    }
}

/// The entries by day.
pub(super) fn make(matter: &Matter<'_>, plan: &Plan) -> Vec<Entry> {
    let inherited = inherited(matter, plan);
    let uses = |one: &Classified| {
        let sha256 = &one.certificate.sha256;
        let own = matter.usage.uses.get(sha256).into_iter().flatten();
        own.chain(inherited.get(sha256).into_iter().flatten().copied()).collect::<Vec<_>>()
    };
    let mut entries: Vec<Entry> =
        matter.certificates.iter().flat_map(|one| of(one, &uses(one), matter, plan)).collect();
    entries.extend(matter.ledger.retains.iter().map(|retain| review(retain, matter.certificates)));
    entries.sort_by(|a, b| (a.date, a.kind, &a.id).cmp(&(b.date, b.kind, &b.id)));
    entries.dedup_by(|a, b| a.id == b.id);
    entries
}

/// The uses of what each certificate surely replaces.
fn inherited<'m>(matter: &Matter<'m>, plan: &Plan) -> BTreeMap<Fingerprint, Vec<&'m Use>> {
    let mut found: BTreeMap<Fingerprint, Vec<&Use>> = BTreeMap::new();
    for (old, replacement) in &plan.replacements {
        let sure = replacement.successors.iter().filter(|(_, sureness)| *sureness == "confirmed");
        for (successor, _) in sure {
            found.entry(*successor).or_default().extend(matter.usage.uses.get(old).into_iter().flatten());
        }
    }
    found
}

/// The entries of one certificate.
fn of(classified: &Classified, uses: &[&Use], matter: &Matter<'_>, plan: &Plan) -> Vec<Entry> {
    let as_of = matter.settings.as_of;
    let ends = classified.certificate.not_after.and_then(day).filter(|ends| *ends >= as_of);
    let (Some(listing), Some(ends)) = (present(classified), ends) else {
        return Vec::new();
    };
    let sha256 = classified.certificate.sha256;
    let values = Values::from([("who", who(classified, listing)), ("date", date_value(ends))]);
    let mut entries = vec![Entry {
        id: format!("{}-expiry", hex(&sha256)),
        date: ends,
        kind: EntryKind::Expiry,
        certificate: Some(sha256),
        title: filled("calendar.expiry.title", &values),
        description: joined([filled("calendar.expiry.text", &values)].into_iter().chain(own_steps(listing, uses))),
        counterparty: None,
    }];
    if !is_succeeded(plan, &sha256) {
        entries.push(lead(sha256, listing, uses, &values, (ends, as_of)));
    }
    entries
}

/// The day on which the renewal should begin.
fn lead(sha256: Fingerprint, listing: &Listing, uses: &[&Use], values: &Values, (ends, as_of): (Date, Date)) -> Entry {
    let bound = parties(uses).find(|party| party.bound_to == Some(Bound::Certificate));
    let days = if bound.is_some() { LEAD_REGISTERED } else { LEAD };
    let begins = ends.checked_sub(Duration::days(i64::from(days))).unwrap_or(ends);
    let mut values = values.clone();
    values.insert("begins", date_value(begins));
    values.insert("days", Text::same(days.to_string()));
    let mut parts = vec![filled("calendar.lead.text", &values)];
    parts.extend(own_steps(listing, uses));
    parts.push(filled("calendar.lead.advice", &values));
    parts.extend((begins < as_of).then(|| filled("calendar.lead.late", &values)));
    Entry {
        id: format!("{}-lead", hex(&sha256)),
        date: begins.max(as_of),
        kind: EntryKind::Lead,
        certificate: Some(sha256),
        title: filled("calendar.lead.title", &values),
        description: joined(parts.into_iter()),
        counterparty: bound,
    }
}

/// What renewing means for this one: who renews, and who must learn of it.
fn own_steps(listing: &Listing, uses: &[&Use]) -> Vec<Text> {
    let person = listing.kind == Some(Kind::Employee);
    let mut steps = vec![if person { text("calendar.renew.person") } else { text("calendar.renew.unit") }];
    for party in parties(uses) {
        let values = Values::from([("counterparty", party.name.clone())]);
        steps.push(match party.bound_to {
            Some(Bound::Certificate) => filled("calendar.party.certificate", &values),
            Some(Bound::Uuid) => filled("calendar.party.uuid", &values),
            None => filled("calendar.party.unknown", &values),
        });
    }
    if sure(uses).any(|one| one.kind == UseKind::SecureEmail) {
        steps.push(text("calendar.party.mail"));
    }
    steps
}

/// When a key that is kept on purpose is to be looked at again. Who answers for
/// it and what it is kept for may name people: they stay in the configuration.
fn review(retain: &Retain, certificates: &[Classified]) -> Entry {
    let mut known = certificates.iter().filter(|one| hex(&one.certificate.sha256).starts_with(&retain.certificate));
    let (first, more) = (known.next(), known.next());
    let one = first.filter(|_| more.is_none());
    let unnamed = || Text::same(format!("SHA-256 {}…", retain.certificate));
    let name = one.map_or_else(unnamed, |one| listed(one).map_or_else(unnamed, |listing| who(one, listing)));
    let values = Values::from([("who", name), ("date", date_value(retain.review))]);
    let place = Sha256::digest(retain.path.glob().glob());
    let place = data_encoding::HEXLOWER.encode(place.get(..8).unwrap_or_default());
    Entry {
        id: format!("{}-review-{place}", retain.certificate),
        date: retain.review,
        kind: EntryKind::Review,
        certificate: one.map(|one| one.certificate.sha256),
        title: filled("calendar.review.title", &values),
        description: filled("calendar.review.text", &values),
        counterparty: None,
    }
}

/// Of an own OCES III end entity that may be in use.
fn present(classified: &Classified) -> Option<&Listing> {
    let listing = listed(classified)?;
    let seen = classified.occurrences.iter().any(|one| !is_record(one.place))
        || classified.keys.iter().any(|key| !is_record(key.place));
    let fits = &*listing.generation == "III" && !listing.qualified && listing.role == Role::EndEntity;
    (fits && seen && classified.ownership == Ownership::Own).then_some(listing)
}

fn listed(classified: &Classified) -> Option<&Listing> {
    match &classified.verdict {
        Verdict::Listed(listing) => Some(listing),
        _ => None,
    }
}

fn is_succeeded(plan: &Plan, sha256: &Fingerprint) -> bool {
    let replacement = plan.replacements.get(sha256);
    replacement.is_some_and(|one| one.successors.iter().any(|(_, sureness)| *sureness == "confirmed"))
}

/// Uses that are more than a guess.
fn sure<'u>(uses: &[&'u Use]) -> impl Iterator<Item = &'u Use> {
    uses.iter().copied().filter(|one| one.confidence >= Confidence::Medium)
}

/// The counterparties, each once, surest first.
fn parties(uses: &[&Use]) -> impl Iterator<Item = &'static Counterparty> {
    let mut told: Vec<&str> = Vec::new();
    sure(uses).filter_map(|one| one.counterparty).filter(move |party| {
        let new = !told.contains(&party.id.as_str());
        told.push(&party.id);
        new
    })
}

/// The certificate by its name and kind; a person's by its kind alone.
fn who(classified: &Classified, listing: &Listing) -> Text {
    let key = match (listing.kind, listing.environment) {
        (Some(Kind::Employee | Kind::Moces | Kind::Poces), _) => "calendar.who.person",
        (_, Environment::Production) => "calendar.who.unit",
        (_, Environment::Test) => "calendar.who.test",
    };
    let (da, en) = (kind_text(listing, true, false), kind_text(listing, false, false));
    let kind = Text { en: format!("{en}, {da}"), da };
    filled(key, &Values::from([("name", Text::same(display_name(classified))), ("kind", kind)]))
}

fn date_value(date: Date) -> Text {
    Text { da: date_text(date, true), en: date_text(date, false) }
}

fn joined(parts: impl Iterator<Item = Text>) -> Text {
    let (da, en): (Vec<String>, Vec<String>) = parts.map(|text| (text.da, text.en)).unzip();
    Text { da: da.join(" "), en: en.join(" ") }
}

fn hex(sha256: &Fingerprint) -> String {
    data_encoding::HEXLOWER.encode(sha256)
}

#[cfg(test)]
mod tests;
