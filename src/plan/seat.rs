//! The places of a certificate and of its key, described for a sentence.
//!
//! Behaviour
//! 1. History (messages and logs without a key) is no place.
//! 2. Where reports of several hosts are merged, a place begins with its host.
//! 3. A place is active where something may be using it: not in backups,
//!    archives, libraries, and not where a key is kept on purpose.

use super::{Text, telling};
use crate::check::{Octets, is_record};
use crate::classify::Classified;
use crate::inventory::Occurrence;
use crate::ledger::{Keeping, Ledger};
use crate::location::Location;
use crate::place::Place;
use std::collections::BTreeSet;
use std::sync::Arc;
use time::Date;

/// One place of a certificate or of its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seat {
    /// Host, path and members; first, since it is what seats are sorted by.
    pub(super) name: String,
    pub(super) path: Octets,
    /// Whose scan it is from, where several are merged.
    pub(super) scope: Option<Arc<str>>,
    /// Format, alias, key and kind of place.
    pub(super) said: Text,
    /// Whether something may be using it.
    pub(super) active: bool,
    /// Whether the private key is in it.
    pub(super) key: bool,
}

/// Whether something may be using a certificate in such a place. Source code
/// is built and run: a certificate in a constant is as good as configured.
pub(super) fn is_active(place: Place) -> bool {
    matches!(place, Place::Live | Place::Source)
}

/// Whether something may be using a certificate or its key; where it is kept
/// on purpose, nothing does.
pub(super) fn is_in_use(classified: &Classified, ledger: &Ledger, as_of: Date) -> bool {
    let sha256 = &classified.certificate.sha256;
    let kept = |at: &Location| matches!(ledger.keeping(sha256, &at.path, as_of), Some((_, Keeping::Kept)));
    let active = |at: &Location, place: Place| is_active(place) && !kept(at);
    let seen = |one: &Occurrence| (one.private_key || !is_record(one.place)) && active(&one.location, one.place);
    classified.occurrences.iter().any(seen) || classified.keys.iter().any(|key| active(&key.location, key.place))
}

/// Where a certificate or its key lies, history left out, sorted.
pub(super) fn seats(classified: &Classified) -> Vec<Seat> {
    let seen = classified.occurrences.iter().filter(|one| one.private_key || !is_record(one.place));
    let seen = seen.map(|one| (&one.location, one.format, one.alias.as_deref(), one.private_key, one.place));
    let keys = classified.keys.iter().map(|key| (&key.location, key.format, key.alias.as_deref(), true, key.place));
    let seat = |(location, format, alias, key, place)| seat(location, format, alias, key, place);
    let mut seats: Vec<Seat> = seen.chain(keys).map(seat).collect();
    seats.sort_unstable();
    seats.dedup();
    seats
}

/// The names of the places of the key, each once.
pub(super) fn key_names(seats: &[Seat]) -> Text {
    let names: BTreeSet<&str> = seats.iter().filter(|seat| seat.key).map(|seat| seat.name.as_str()).collect();
    telling::first(names.iter().map(|name| Text::same(*name)), names.len(), "; ")
}

/// The places with what is said of them.
pub(super) fn names(seats: &[Seat]) -> Text {
    let told = |seat: &Seat| {
        let side = |said: &str| format!("{} ({said})", seat.name);
        Text { da: side(&seat.said.da), en: side(&seat.said.en) }
    };
    telling::first(seats.iter().map(told), seats.len(), "; ")
}

/// One place, described for a sentence.
fn seat(location: &Location, format: &str, alias: Option<&str>, key: bool, place: Place) -> Seat {
    let mut name = telling::file(location);
    let members = location.members();
    if !members.is_empty() {
        name.push('!');
        name.push_str(&String::from_utf8_lossy(&members));
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
    let (path, scope) = (Octets(location.path.clone()), location.scope.clone());
    Seat { path, scope, name, said, active: is_active(place), key }
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
