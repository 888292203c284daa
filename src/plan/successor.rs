//! Which OCES III certificates of the inventory may already replace an old one,
//! and how sure that is.
//!
//! *Behaviour*
//!
//! 1. `confirmed`: same environment, same CVR number, in date, the fitting
//!    kind, its private key here, and a tie to the old one: the same holder
//!    identifier, the same stem of the common name (if it says more than the
//!    organisation's name), or the same file or directory (if the newcomer is
//!    tied to one old certificate only and their names don't tell two things
//!    apart).
//! 2. `expired`: the same, but out of date.
//! 3. `suspected`: a tie alone, or the CVR number and the fitting kind alone.
//! 4. Within OCES III only a certificate of the same kind for the same holder
//!    identifier or of the same name succeeds: certificates of many systems
//!    lie in one directory. Nor does a directory or a CVR number tie people.
//! 5. A test certificate never succeeds a production one, nor the other way
//!    round. Foreign certificates have no successors: we replace nothing there.

use super::case::{is_in_use, is_old};
use super::stem::stem;
use super::{Replacement, State};
use crate::catalogue::Role;
use crate::certificate::Fingerprint;
use crate::check::{Directory, directory, is_record};
use crate::classify::{Classified, Kind, Listing, Ownership, Status, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// Suspicions told for one certificate: more would bury it.
const MAX_SUSPECTED: usize = 16;

/// A certificate as the search for successors sees it.
struct Facts<'a> {
    classified: &'a Classified,
    listing: &'a Listing,
    stem: Option<String>,
    directories: BTreeSet<Directory>,
}

/// What replaces each certificate that gets a replacement.
pub(super) fn replacements(certificates: &[Classified]) -> BTreeMap<Fingerprint, Replacement> {
    let facts: Vec<Facts<'_>> = certificates.iter().filter_map(Facts::of).collect();
    let new: Vec<&Facts<'_>> = facts.iter().filter(|one| is_candidate(one)).collect();
    let old: Vec<&Facts<'_>> = facts.iter().filter(|one| needs_replacement(one)).collect();
    let pairs = Pairs::new(&old, &new);
    let replaced =
        old.iter().enumerate().map(|(at, one)| (one.classified.certificate.sha256, pairs.replacement(at, one, &new)));
    let authorities = certificates.iter().filter_map(authority);
    authorities.chain(replaced).collect()
}

/// An old CA gets no successor of its own: trust is moved, not replaced.
fn authority(classified: &Classified) -> Option<(Fingerprint, Replacement)> {
    match &classified.verdict {
        Verdict::Listed(listing) if is_old(listing) && listing.role != Role::EndEntity => {
            let state = state(classified, &[]);
            let successors = Vec::new();
            let none = Replacement { kind: "none", basis: "old-kind", reasons: Vec::new(), successors, state };
            Some((classified.certificate.sha256, none))
        }
        _ => None,
    }
}

fn is_candidate(facts: &Facts<'_>) -> bool {
    !is_old(facts.listing)
}

/// Old ones, and those of OCES III whose time is running out.
fn needs_replacement(facts: &Facts<'_>) -> bool {
    let ending = matches!(facts.listing.status, Status::Expired | Status::Expiring);
    facts.classified.ownership != Ownership::Foreign && (is_old(facts.listing) || ending)
}

impl<'a> Facts<'a> {
    fn of(classified: &'a Classified) -> Option<Facts<'a>> {
        let Verdict::Listed(listing) = &classified.verdict else { return None };
        if listing.qualified || listing.role != Role::EndEntity {
            return None;
        }
        let seen = classified.occurrences.iter().filter(|one| !is_record(one.place));
        let seen = seen.map(|one| &one.location);
        let places = seen.chain(classified.keys.iter().map(|key| &key.location));
        let directories = places.map(directory).collect();
        Some(Facts { classified, listing, stem: stem(classified, listing), directories })
    }

    fn cvr(&self) -> Option<&str> {
        self.listing.organisation.cvr.as_deref()
    }
}

/// The old certificates and those that may come after them.
struct Pairs {
    /// For each old one: the candidates, by number, and how they are tied.
    of: Vec<Vec<(usize, Tie)>>,
    /// For each candidate: how many old ones share a directory with it.
    neighbours: Vec<usize>,
}

/// What ties a newcomer to an old certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    /// The same holder or the same name.
    Named,
    /// The same file or directory, and no name speaks against it.
    Near,
    /// The same file or directory under another name.
    Beside,
    /// The same CVR number and the fitting kind, no more.
    Organisation,
}

impl Pairs {
    fn new(old: &[&Facts<'_>], new: &[&Facts<'_>]) -> Pairs {
        let index = Index::new(new);
        let mut pairs = Pairs { of: Vec::new(), neighbours: vec![0; new.len()] };
        for one in old {
            let near = index.near(one).into_iter();
            let mut tied: Vec<(usize, Tie)> = near.filter_map(|at| Some((at, tie(one, new.get(at)?)?))).collect();
            for (at, _) in tied.iter().filter(|(_, tie)| *tie == Tie::Near) {
                if let Some(count) = pairs.neighbours.get_mut(*at) {
                    *count += 1;
                }
            }
            tied.sort_by_key(|(at, tie)| (*tie, *at));
            pairs.of.push(tied);
        }
        pairs
    }

    fn replacement(&self, at: usize, old: &Facts<'_>, new: &[&Facts<'_>]) -> Replacement {
        let mut sure: Vec<(Fingerprint, &'static str)> = Vec::new();
        let mut suspected = Vec::new();
        let tied = self.of.get(at).into_iter().flatten();
        for (number, tie, candidate) in tied.filter_map(|(at, tie)| Some((at, tie, new.get(*at)?))) {
            let alone = self.neighbours.get(*number).is_some_and(|count| *count == 1);
            let tied = *tie == Tie::Named || (*tie == Tie::Near && alone);
            let print = candidate.classified.certificate.sha256;
            match sureness(old, candidate, tied) {
                Some("suspected") => suspected.push((print, "suspected")),
                Some(other) => sure.push((print, other)),
                None => {}
            }
        }
        suspected.truncate(MAX_SUSPECTED);
        sure.extend(suspected);
        sure.sort_by_key(|(_, sureness)| match *sureness {
            "confirmed" => 0,
            "suspected" => 1,
            _ => 2,
        });
        let state = state(old.classified, &sure);
        let kind = replacement_kind(old.listing.kind);
        Replacement { kind, basis: "old-kind", reasons: Vec::new(), successors: sure, state }
    }
}

/// How sure a tied candidate is; `None` if it is expired and would not fit.
fn sureness(old: &Facts<'_>, new: &Facts<'_>, tied: bool) -> Option<&'static str> {
    let same_cvr = old.cvr().is_some() && old.cvr() == new.cvr();
    let fits = tied && same_cvr && new.classified.private_key && fits(old.listing.kind, new.listing.kind);
    match new.listing.status {
        Status::Current | Status::Expiring if fits => Some("confirmed"),
        Status::Expired => fits.then_some("expired"),
        _ => Some("suspected"),
    }
}

/// The tie between two certificates, if there is any.
fn tie(old: &Facts<'_>, new: &Facts<'_>) -> Option<Tie> {
    let (before, after) = (old.listing, new.listing);
    let related = fits(before.kind, after.kind) || are_organisational(before.kind, after.kind);
    if before.environment != after.environment || !related || !is_later(old, new) {
        return None;
    }
    let renewal = !is_old(before);
    if renewal && before.kind != after.kind {
        return None;
    }
    let same_holder = before.identifier.is_some() && before.identifier == after.identifier;
    if same_holder || (old.stem.is_some() && old.stem == new.stem) {
        return Some(Tie::Named);
    }
    let is_person = matches!(before.kind, Some(Kind::Moces | Kind::Employee));
    if renewal || is_person || old.cvr().is_none() || old.cvr() != new.cvr() {
        return None;
    }
    if !old.directories.is_disjoint(&new.directories) {
        let told_apart = old.stem.is_some() && new.stem.is_some();
        return Some(if told_apart { Tie::Beside } else { Tie::Near });
    }
    (after.status != Status::Expired && fits(before.kind, after.kind)).then_some(Tie::Organisation)
}

/// A renewal ends later than what it renews.
fn is_later(old: &Facts<'_>, new: &Facts<'_>) -> bool {
    let (before, after) = (&old.classified.certificate, &new.classified.certificate);
    before.sha256 != after.sha256 && (is_old(old.listing) || after.not_after > before.not_after)
}

/// Whether a kind of OCES III is what an old kind becomes.
fn fits(old: Option<Kind>, new: Option<Kind>) -> bool {
    matches!(
        (old, new),
        (Some(Kind::Moces | Kind::Employee), Some(Kind::Employee))
            | (Some(Kind::Voces | Kind::Organisation), Some(Kind::Organisation))
            | (Some(Kind::Foces | Kind::System), Some(Kind::System))
    )
}

/// A counterparty may have demanded the other of the two kinds.
fn are_organisational(old: Option<Kind>, new: Option<Kind>) -> bool {
    matches!(old, Some(Kind::Voces | Kind::Foces | Kind::Organisation | Kind::System))
        && matches!(new, Some(Kind::Organisation | Kind::System))
}

/// The kind that replaces a kind when no counterparty and no use says otherwise.
fn replacement_kind(old: Option<Kind>) -> &'static str {
    match old {
        Some(Kind::Voces | Kind::Organisation) => "organisation",
        Some(Kind::Foces | Kind::System) => "system",
        Some(Kind::Employee) => "employee",
        Some(Kind::Poces | Kind::Moces) | None => "none",
    }
}

/// How far a replacement is.
fn state(old: &Classified, successors: &[(Fingerprint, &'static str)]) -> State {
    let lives = is_in_use(old);
    let surest = successors.first().map(|(_, sureness)| *sureness);
    match surest {
        Some("confirmed") if !lives => State::Done,
        Some("confirmed" | "suspected") if lives => State::InProgress,
        _ => State::Open,
    }
}

/// Finds candidates by CVR number, stem and identifier without comparing all with all.
struct Index<'a>(BTreeMap<&'a str, Vec<usize>>);

impl<'a> Index<'a> {
    fn new(new: &[&'a Facts<'_>]) -> Index<'a> {
        let mut index = Index(BTreeMap::new());
        for (at, one) in new.iter().enumerate() {
            for word in words(one) {
                index.0.entry(word).or_default().push(at);
            }
        }
        index
    }

    fn near(&self, old: &Facts<'_>) -> BTreeSet<usize> {
        words(old).filter_map(|word| self.0.get(word)).flatten().copied().collect()
    }
}

/// What a certificate is looked up by.
fn words<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = &'a str> {
    let identifier = facts.listing.identifier.as_deref();
    [facts.cvr(), facts.stem.as_deref(), identifier].into_iter().flatten()
}
