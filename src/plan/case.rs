//! One certificate for which something is due: its places, its day, its flags.
//!
//! Knows no text but the values that stand in texts.

use super::guide::Values;
use super::{ByPrint, Replacement, Text};
use crate::catalogue::{Environment, Role};
use crate::check::{Octets, date_text, day, display_name, is_record, kind_text};
use crate::classify::{Classified, Listing, Ownership, Settings, Status, Verdict};
use crate::inventory::{KeyPlace, Occurrence};
use crate::location::Location;
use crate::place::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use time::Date;

/// Places that a sentence names before it only counts.
const NAMED_PLACES: usize = 5;

/// One certificate for which something is due.
pub(super) struct Case<'a> {
    pub(super) classified: &'a Classified,
    pub(super) listing: &'a Listing,
    pub(super) replacement: Option<&'a Replacement>,
    /// Where it or its key lies, history left out.
    pub(super) seats: Vec<Seat>,
    /// Whether its time is over.
    pub(super) dead: bool,
    /// Since when it is over, or the last day before it will be.
    pub(super) date: Option<Date>,
}

/// One place of a certificate or of its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seat {
    /// Path and members; first, since it is what seats are sorted by.
    pub(super) name: String,
    pub(super) path: Octets,
    /// Whose scan it is from, where reports are merged.
    pub(super) scope: Option<Arc<str>>,
    /// Format, alias, key and kind of place.
    pub(super) said: Text,
    /// Whether something may be using it.
    pub(super) active: bool,
}

impl<'a> Case<'a> {
    /// The case of an end entity; `None` if nothing can be due for it.
    pub(super) fn new(
        classified: &'a Classified,
        replacement: Option<&'a Replacement>,
        endings: &Endings<'_>,
    ) -> Option<Case<'a>> {
        let Verdict::Listed(listing) = &classified.verdict else { return None };
        let due = is_old(listing) || matches!(listing.status, Status::Expired | Status::Expiring);
        let seats = seats(classified);
        if listing.qualified || listing.role != Role::EndEntity || !due || seats.is_empty() {
            return None;
        }
        let (dead, date) = endings.day_of(classified, listing);
        Some(Case { classified, listing, replacement, seats, dead, date })
    }

    /// Whether something may be using it.
    pub(super) fn is_active(&self) -> bool {
        self.seats.iter().any(|seat| seat.active)
    }

    pub(super) fn owner(&self) -> Ownership {
        self.classified.ownership
    }

    /// The paths, sorted.
    pub(super) fn paths(&self) -> Vec<Arc<Path>> {
        let mut paths: Vec<Octets> = self.seats.iter().map(|seat| seat.path.clone()).collect();
        paths.sort_unstable();
        paths.dedup();
        paths.into_iter().map(|path| path.0).collect()
    }

    /// 1 is first: a live production key that is dead already.
    pub(super) fn priority(&self) -> u32 {
        if !self.is_active() {
            return 5;
        }
        match (self.listing.environment, self.classified.private_key, self.dead) {
            (Environment::Test, _, _) => 4,
            (Environment::Production, true, true) => 1,
            (Environment::Production, true, false) => 2,
            (Environment::Production, false, _) => 3,
        }
    }

    /// Whether a successor of this sureness was found.
    pub(super) fn has(&self, sureness: &str) -> bool {
        self.replacement.is_some_and(|one| one.successors.iter().any(|(_, state)| *state == sureness))
    }

    /// What steps may depend on.
    pub(super) fn flags(&self) -> BTreeSet<&'static str> {
        let confirmed = self.has("confirmed");
        let status = self.listing.status;
        [
            ("blocked", status == Status::Blocked),
            ("confirmed", confirmed),
            ("dead", self.dead),
            ("expired-successor", self.has("expired") && !confirmed && !self.has("suspected")),
            ("expired", status == Status::Expired),
            ("retired", status == Status::Retired),
            ("email", !self.classified.certificate.emails.is_empty()),
            ("key", self.classified.private_key),
            ("renewal", !is_old(self.listing)),
            ("suspected", !confirmed && self.has("suspected")),
            ("test", self.listing.environment == Environment::Test),
        ]
        .into_iter()
        .filter_map(|(flag, set)| set.then_some(flag))
        .collect()
    }

    /// What stands in braces.
    pub(super) fn values(&self, certificates: &ByPrint<'_>) -> Values {
        let organisation = &self.listing.organisation;
        let kind = kind_text(self.listing, true, false);
        let kind = Text { en: format!("{} ({kind})", kind_text(self.listing, false, false)), da: kind };
        Values::from([
            ("cvr", known(organisation.cvr.as_deref())),
            ("date", date_value(self.date)),
            ("ends", date_value(self.classified.certificate.not_after.and_then(day))),
            ("identifier", known(self.listing.identifier.as_deref())),
            ("kind", kind),
            ("name", quoted(&display_name(self.classified))),
            ("organisation", known(organisation.name.as_deref())),
            ("places", place_list(&self.seats)),
            ("successor", self.successor(certificates)),
        ])
    }

    /// The surest successor, by name and the start of its fingerprint.
    fn successor(&self, certificates: &ByPrint<'_>) -> Text {
        let first = self.replacement.and_then(|one| one.successors.first());
        let found = first.and_then(|(sha256, _)| certificates.get(sha256));
        let Some(found) = found else { return known(None) };
        let print = data_encoding::HEXLOWER.encode(&found.certificate.sha256[..8]);
        let name = quoted(&display_name(found));
        Text { da: format!("{} ({print}…)", name.da), en: format!("{} ({print}…)", name.en) }
    }
}

/// Whether a certificate is of a generation that has ended.
pub(super) fn is_old(listing: &Listing) -> bool {
    matches!(&*listing.generation, "I" | "II")
}

/// Whether something may be using a certificate in such a place. Source code
/// is built and run: a certificate in a constant is as good as configured.
pub(super) fn is_active(place: Place) -> bool {
    matches!(place, Place::Live | Place::Source)
}

/// Whether something may be using a certificate or its key.
pub(super) fn is_in_use(classified: &Classified) -> bool {
    let seen = |one: &Occurrence| (one.private_key || !is_record(one.place)) && is_active(one.place);
    let key = |key: &KeyPlace| is_active(key.place);
    classified.occurrences.iter().any(seen) || classified.keys.iter().any(key)
}

/// Where a certificate or its key lies, history left out, sorted.
fn seats(classified: &Classified) -> Vec<Seat> {
    let seen = classified.occurrences.iter().filter(|one| one.private_key || !is_record(one.place));
    let seen = seen.map(|one| seat(&one.location, one.format, one.alias.as_deref(), one.private_key, one.place));
    let keys = classified.keys.iter().map(|key| seat(&key.location, key.format, key.alias.as_deref(), true, key.place));
    let mut seats: Vec<Seat> = seen.chain(keys).collect();
    seats.sort_unstable();
    seats.dedup();
    seats
}

/// One place, described for a sentence.
fn seat(location: &Location, format: &str, alias: Option<&str>, key: bool, place: Place) -> Seat {
    let mut path = on_host(location.scope.as_deref(), &location.path);
    let members = location.members();
    if !members.is_empty() {
        path.push('!');
        path.push_str(&String::from_utf8_lossy(&members));
    }
    let describe = |key_text: &str, place_text: Option<&str>, (open, close): (char, char)| {
        let alias = alias.map(|alias| format!("alias {open}{alias}{close}"));
        let key = key.then(|| key_text.to_owned());
        let place = place_text.map(str::to_owned);
        let parts: Vec<String> = [Some(format.to_owned()), alias, key, place].into_iter().flatten().collect();
        parts.join(", ")
    };
    let (da, en) = place_names(place);
    let said =
        Text { da: describe("privat nøgle", da, ('»', '«')), en: describe("private key", en, ('“', '”')) };
    Seat {
        path: Octets(location.path.clone()),
        scope: location.scope.clone(),
        name: path,
        said,
        active: is_active(place),
    }
}

/// A path, the host before it where there are several.
pub(super) fn on_host(scope: Option<&str>, path: &Path) -> String {
    scope.map_or_else(|| path.display().to_string(), |scope| format!("{scope}: {}", path.display()))
}

/// The name of a kind of place; a live one needs no word.
fn place_names(place: Place) -> (Option<&'static str>, Option<&'static str>) {
    let (da, en) = match place {
        Place::Live => return (None, None),
        Place::Archive => ("arkiv", "archive"),
        Place::Backup => ("sikkerhedskopi", "backup"),
        Place::Library => ("programbibliotek", "software library"),
        Place::Log => ("log", "log"),
        Place::Message => ("mail", "mail"),
        Place::Source => ("kildekode", "source code"),
    };
    (Some(da), Some(en))
}

/// When generations end, as far as the certificates tell: a CA or a test
/// certificate before the block shows a notAfter that it will not live to see.
pub(super) struct Endings<'a> {
    as_of: Date,
    blocks: BTreeMap<&'a str, Date>,
}

impl<'a> Endings<'a> {
    pub(super) fn of(certificates: &'a [Classified], settings: &Settings) -> Endings<'a> {
        let blocks = certificates.iter().filter_map(|classified| match &classified.verdict {
            Verdict::Listed(listing) if listing.status == Status::ToBeBlocked => {
                Some((&*listing.generation, listing.status_on?))
            }
            _ => None,
        });
        Endings { as_of: settings.as_of, blocks: blocks.collect() }
    }

    /// Whether the certificate's time is over, and the day that counts: since
    /// when, or the last day before it. A day that is not known is none.
    pub(super) fn day_of(&self, classified: &Classified, listing: &Listing) -> (bool, Option<Date>) {
        let ends = classified.certificate.not_after.and_then(day);
        match listing.status {
            Status::Blocked | Status::Retired => (true, listing.status_since),
            Status::Expired => (true, ends),
            Status::ToBeBlocked => (false, listing.status_on.and_then(Date::previous_day)),
            Status::Expiring | Status::Current | Status::NotYet if is_old(listing) => {
                let block = self.blocks.get(&*listing.generation).copied();
                let last = block.and_then(Date::previous_day);
                (false, last.into_iter().chain(ends.filter(|_| last.is_some())).min())
            }
            Status::Expiring | Status::Current | Status::NotYet => (ends.is_some_and(|ends| ends < self.as_of), ends),
        }
    }
}

/// Up to five places, then a count.
fn place_list(all: &[Seat]) -> Text {
    let named = &all[..all.len().min(NAMED_PLACES)];
    let told = |side: fn(&Text) -> &str| named.iter().map(move |seat| format!("{} ({})", seat.name, side(&seat.said)));
    let join = |side: fn(&Text) -> &str| told(side).collect::<Vec<_>>().join("; ");
    let (da, en) = (join(|text| &text.da), join(|text| &text.en));
    match all.len() - named.len() {
        0 => Text { da, en },
        more => Text { da: format!("{da} og {more} andre"), en: format!("{en} and {more} more") },
    }
}

/// A date, or that there is none.
pub(super) fn date_value(date: Option<Date>) -> Text {
    date.map_or_else(
        || Text { da: "(ukendt dato)".into(), en: "(unknown date)".into() },
        |date| Text { da: date_text(date, true), en: date_text(date, false) },
    )
}

fn quoted(name: &str) -> Text {
    Text { da: format!("»{name}«"), en: format!("“{name}”") }
}

fn known(value: Option<&str>) -> Text {
    value.map_or_else(
        || Text { da: "ukendt".into(), en: "unknown".into() },
        |value| Text { da: value.to_owned(), en: value.to_owned() },
    )
}
