//! What ties a newcomer to an old certificate.

use crate::certificate::Fingerprint;
use crate::check::{Directory, directory, is_record};
use crate::classify::{Classified, Kind, Listing, Verdict};
use crate::location::Location;
use crate::plan::basis::Basis;
use crate::plan::case::{is_old, is_personal};
use crate::plan::stem::stem;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A directory of a host: those of two hosts are never the same.
type Place = (Option<Arc<str>>, Directory);

/// A certificate as the search for successors sees it.
pub(super) struct Facts<'a> {
    pub(super) classified: &'a Classified,
    pub(super) listing: &'a Listing,
    /// What is demanded in its place.
    pub(super) basis: &'a Basis,
    stem: Option<String>,
    directories: BTreeSet<Place>,
}

impl<'a> Facts<'a> {
    /// `None` for CAs and what is none of ours: those have no basis.
    pub(super) fn of(classified: &'a Classified, known: &'a BTreeMap<Fingerprint, Basis>) -> Option<Facts<'a>> {
        let Verdict::Listed(listing) = &classified.verdict else { return None };
        let basis = known.get(&classified.certificate.sha256)?;
        let seen = classified.occurrences.iter().filter(|one| !is_record(one.place));
        let seen = seen.map(|one| &one.location);
        let places = seen.chain(classified.keys.iter().map(|key| &key.location));
        let on_host = |location: &Location| (location.scope.clone(), directory(location));
        let directories = places.map(on_host).collect();
        Some(Facts { classified, listing, basis, stem: stem(classified, listing), directories })
    }

    pub(super) fn cvr(&self) -> Option<&str> {
        self.listing.organisation.cvr.as_deref()
    }
}

/// What ties a newcomer to an old certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// The same holder or the same name.
    Named,
    /// The same file or directory, and no name speaks against it.
    Near,
    /// The same file or directory under another name.
    Beside,
}

/// The tie between two certificates, if there is any.
pub(super) fn tie(old: &Facts<'_>, new: &Facts<'_>) -> Option<Tie> {
    let (before, after) = (old.listing, new.listing);
    let related = fits(old, after.kind) || are_organisational(before.kind, after.kind);
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
    let personal = before.kind.is_some_and(is_personal);
    if renewal || personal || old.cvr().is_none() || old.cvr() != new.cvr() {
        return None;
    }
    if old.directories.is_disjoint(&new.directories) || is_elsewhere(old, new) {
        return None;
    }
    let told_apart = old.stem.is_some() && new.stem.is_some();
    Some(if told_apart { Tie::Beside } else { Tie::Near })
}

/// Whether both are surely used, and with nobody in common.
fn is_elsewhere(old: &Facts<'_>, new: &Facts<'_>) -> bool {
    let (before, after) = (&old.basis.with, &new.basis.with);
    !before.is_empty() && !after.is_empty() && before.iter().all(|one| !after.contains(one))
}

/// A renewal ends later than what it renews.
fn is_later(old: &Facts<'_>, new: &Facts<'_>) -> bool {
    let (before, after) = (&old.classified.certificate, &new.classified.certificate);
    before.sha256 != after.sha256 && (is_old(old.listing) || after.not_after > before.not_after)
}

/// Whether a kind of OCES III is what is demanded. An employee who needs none
/// may have one nevertheless; a robot may not.
pub(super) fn fits(old: &Facts<'_>, new: Option<Kind>) -> bool {
    match (old.basis.kind, new) {
        ("system", Some(Kind::System))
        | ("organisation", Some(Kind::Organisation))
        | ("employee", Some(Kind::Employee)) => true,
        ("none", Some(Kind::Employee)) => old.listing.kind == Some(Kind::Moces) && old.basis.rests_on != "use",
        _ => false,
    }
}

/// A counterparty may have demanded the other of the two kinds.
fn are_organisational(old: Option<Kind>, new: Option<Kind>) -> bool {
    matches!(old, Some(Kind::Voces | Kind::Foces | Kind::Organisation | Kind::System))
        && matches!(new, Some(Kind::Organisation | Kind::System))
}

/// Finds candidates by what can tie them, without comparing all with all: a
/// CVR number alone ties nothing.
pub(super) struct Index<'a> {
    words: BTreeMap<&'a str, Vec<usize>>,
    directories: BTreeMap<&'a Place, Vec<usize>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(new: &[&'a Facts<'_>]) -> Index<'a> {
        let mut index = Index { words: BTreeMap::new(), directories: BTreeMap::new() };
        for (at, one) in new.iter().enumerate() {
            for word in words(one) {
                index.words.entry(word).or_default().push(at);
            }
            for directory in &one.directories {
                index.directories.entry(directory).or_default().push(at);
            }
        }
        index
    }

    pub(super) fn near(&self, old: &Facts<'_>) -> BTreeSet<usize> {
        let named = words(old).filter_map(|word| self.words.get(word));
        let beside = old.directories.iter().filter_map(|directory| self.directories.get(directory));
        named.chain(beside).flatten().copied().collect()
    }
}

/// What a certificate is looked up by.
fn words<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = &'a str> {
    let identifier = facts.listing.identifier.as_deref();
    [facts.stem.as_deref(), identifier].into_iter().flatten()
}
