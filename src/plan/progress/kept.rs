//! Where a certificate and its key lie, as decisions and kept keys see it.

use super::super::seat::is_active;
use super::super::story::is_exposure;
use super::super::{Matter, State, Text};
use super::date;
use crate::certificate::Fingerprint;
use crate::check::is_record;
use crate::classify::Classified;
use crate::ledger::{Keeping, Retain};
use crate::place::{Place, place_of};
use crate::wording::{Values, filled};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// So many paths are named in a step.
const NAMED: usize = 3;

/// What decisions about each certificate may name: the paths where something
/// may use it (all of them where nothing does), and its systems.
pub(in crate::plan) struct Subjects<'m>(BTreeMap<Fingerprint, Vec<&'m str>>);

impl<'m> Subjects<'m> {
    pub(in crate::plan) fn new(matter: &Matter<'m>) -> Subjects<'m> {
        let mut systems: BTreeMap<Fingerprint, Vec<&str>> = BTreeMap::new();
        for system in &matter.usage.systems {
            for sha256 in &system.certificates {
                systems.entry(*sha256).or_default().push(&system.name);
            }
        }
        Subjects(systems)
    }

    /// Its paths and its systems.
    pub(in crate::plan) fn of<'c>(&self, classified: &'c Classified) -> (Vec<&'c Path>, &[&'m str]) {
        let seats = seats(classified);
        let used: BTreeSet<&Path> = seats.iter().filter(|seat| is_active(seat.place)).map(|seat| seat.path).collect();
        let paths = if used.is_empty() { seats.iter().map(|seat| seat.path).collect() } else { used };
        let systems = self.0.get(&classified.certificate.sha256).map_or(&[][..], Vec::as_slice);
        (paths.into_iter().collect(), systems)
    }
}

/// How the key of a certificate lies that is to be kept.
pub(super) struct Kept<'a> {
    rule: &'a Retain,
    pub(super) state: State,
    /// The key of what is told of it.
    told: &'static str,
    /// The paths that stand against it.
    paths: BTreeSet<&'a Path>,
    /// Whether nothing of the certificate is anywhere else.
    pub(super) alone: bool,
}

impl<'a> Kept<'a> {
    pub(super) fn of(classified: &'a Classified, rule: &'a Retain, matter: &Matter<'a>) -> Kept<'a> {
        let (ledger, as_of) = (matter.ledger, matter.settings.as_of);
        let sha256 = &classified.certificate.sha256;
        let seats = seats(classified);
        let lies = |seat: &Seat<'_>| ledger.keeping(sha256, seat.path, as_of).map(|(_, keeping)| keeping);
        let paths = |which: &dyn Fn(&Seat<'a>) -> bool| -> BTreeSet<&'a Path> {
            seats.iter().filter(|seat| which(seat)).map(|seat| seat.path).collect()
        };
        let astray = paths(&|seat| seat.key && lies(seat) == Some(Keeping::Elsewhere));
        let overdue = paths(&|seat| seat.key && lies(seat) == Some(Keeping::Overdue));
        let left = paths(&|seat| !seat.key && is_active(seat.place) && lies(seat) != Some(Keeping::Kept));
        let named = named(sha256, matter);
        let alone = named.is_empty() && seats.iter().all(|seat| lies(seat) == Some(Keeping::Kept));
        let exposed = matter.findings.iter().filter(|one| one.certificate == Some(*sha256) && is_exposure(one));
        let exposed = exposed
            .map(|one| &*one.location.path)
            .filter(|path| matches!(ledger.keeping(sha256, path, as_of), Some((_, Keeping::Kept))));
        let exposed: BTreeSet<&Path> = exposed.collect();
        let (state, told, paths) = match () {
            () if !seats.iter().any(|seat| seat.key) => (State::Open, "unseen", BTreeSet::new()),
            () if !astray.is_empty() => (State::Open, "elsewhere", astray),
            () if !overdue.is_empty() => (State::Open, "overdue", overdue),
            () if !left.is_empty() => (State::InProgress, "left", left),
            () if !named.is_empty() => (State::InProgress, "named", named),
            () if !exposed.is_empty() => (State::InProgress, "exposed", exposed),
            () => (State::Done, "kept", BTreeSet::new()),
        };
        Kept { rule, state, told, paths, alone }
    }

    /// That nothing is needed, as a step and in the few words of a list.
    pub(super) fn answer(&self) -> (Text, Text) {
        (self.text("progress.decide.kept"), self.text("progress.point.decide.kept"))
    }

    /// How far its end of service is, as a step and in the few words of a list.
    pub(super) fn standing(&self) -> (Text, Text) {
        let told = self.told;
        (self.text(&format!("progress.retire.{told}")), self.text(&format!("progress.point.retire.{told}")))
    }

    fn text(&self, key: &str) -> Text {
        let mut paths: Vec<String> = self.paths.iter().take(NAMED).map(|path| path.display().to_string()).collect();
        if self.paths.len() > NAMED {
            paths.push(format!("… (+{})", self.paths.len() - NAMED));
        }
        let values = Values::from([
            ("owner", Text::same(&*self.rule.owner)),
            ("paths", Text::same(paths.join(", "))),
            ("place", Text::same(self.rule.place())),
            ("purpose", Text::same(&*self.rule.purpose)),
            ("review", date(self.rule.review)),
        ]);
        filled(key, &values)
    }
}

/// The texts that may be in use and name a certificate or a store of its,
/// those beside its kept key left out.
fn named<'a>(sha256: &Fingerprint, matter: &Matter<'a>) -> BTreeSet<&'a Path> {
    let references = matter.usage.references.get(sha256).into_iter().flatten();
    let outside = |path: &Path| {
        let keeping = matter.ledger.keeping(sha256, path, matter.settings.as_of);
        keeping.is_none_or(|(_, keeping)| keeping == Keeping::Elsewhere)
    };
    let live = references.filter(|one| is_active(place_of(&one.location, "")) && outside(&one.location.path));
    live.map(|one| &*one.location.path).collect()
}

/// One place of a certificate or of its key, history left out.
struct Seat<'c> {
    path: &'c Path,
    key: bool,
    place: Place,
}

fn seats(classified: &Classified) -> Vec<Seat<'_>> {
    let seen = classified.occurrences.iter().filter(|one| one.private_key || !is_record(one.place));
    let seen = seen.map(|one| Seat { path: &one.location.path, key: one.private_key, place: one.place });
    let keys = classified.keys.iter().map(|key| Seat { path: &key.location.path, key: true, place: key.place });
    seen.chain(keys).collect()
}
