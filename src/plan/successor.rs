//! Which OCES III certificates of the inventory may already replace an old one,
//! and how sure that is.
//!
//! *Behaviour*
//!
//! 1. `confirmed`: same environment, same CVR number, in date, the kind that
//!    is demanded, its private key here, and a tie to the old one: the same holder
//!    identifier, the same stem of the common name (if it says more than the
//!    organisation's name), or the same file or directory (if the newcomer is
//!    tied to one old certificate only and their names don't tell two things
//!    apart).
//! 2. `expired`: the same, but out of date.
//! 3. `suspected`: a tie alone, if the newcomer is in date with time left, does
//!    not surely replace another and is not surely used with somebody else.
//!    The CVR number and the fitting kind alone say nothing: all systems of an
//!    organisation have them in common.
//! 4. Within OCES III only a certificate of the same kind for the same holder
//!    identifier or of the same name succeeds: certificates of many systems
//!    lie in one directory. Nor does a directory or a CVR number tie people.
//! 5. A test certificate never succeeds a production one, nor the other way
//!    round. Foreign certificates have no successors: we replace nothing there.

mod tie;

use super::basis::Basis;
use super::case::is_old;
use super::seat::is_in_use;
use super::{Replacement, State};
use crate::catalogue::Role;
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Ownership, Status, Verdict};
use crate::ledger::Ledger;
use crate::wording;
use std::collections::{BTreeMap, BTreeSet};
use tie::{Facts, Index, Tie, fits, tie};
use time::Date;

/// Suspicions told for one certificate: more would bury it.
const MAX_SUSPECTED: usize = 16;

/// What replaces each certificate that gets a replacement.
pub(super) fn replacements(
    certificates: &[Classified],
    known: &BTreeMap<Fingerprint, Basis>,
    ledger: &Ledger,
    as_of: Date,
) -> BTreeMap<Fingerprint, Replacement> {
    let facts: Vec<Facts<'_>> = certificates.iter().filter_map(|one| Facts::of(one, known)).collect();
    let new: Vec<&Facts<'_>> = facts.iter().filter(|one| !is_old(one.listing)).collect();
    let old: Vec<&Facts<'_>> = facts.iter().filter(|one| needs_replacement(one)).collect();
    let pairs = Pairs::new(&old, &new);
    let lives = |one: &Classified| is_in_use(one, ledger, as_of);
    let mut found: Vec<Vec<Found>> = old.iter().enumerate().map(|(at, one)| pairs.successors(at, one, &new)).collect();
    leave_to_others(&mut found);
    let replaced = old.iter().zip(found).map(|(one, found)| {
        let successors: Vec<_> = found.into_iter().map(|one| (one.sha256, one.sureness)).collect();
        let state = state(lives(one.classified), &successors);
        let (kind, basis, reasons) = (one.basis.kind, one.basis.rests_on, one.basis.reasons.clone());
        (one.classified.certificate.sha256, Replacement { kind, basis, reasons, successors, state })
    });
    let authorities = certificates.iter().filter_map(authority);
    authorities.chain(replaced).collect()
}

/// An old CA gets no successor of its own: trust is moved, not replaced.
fn authority(classified: &Classified) -> Option<(Fingerprint, Replacement)> {
    match &classified.verdict {
        Verdict::Listed(listing) if is_old(listing) && listing.role != Role::EndEntity => {
            let reasons = vec![wording::text("plan.reasons.authority")];
            let none = Replacement { kind: "none", basis: "old-kind", reasons, ..Replacement::default() };
            Some((classified.certificate.sha256, none))
        }
        _ => None,
    }
}

/// Old ones, and those of OCES III whose time is running out.
fn needs_replacement(facts: &Facts<'_>) -> bool {
    let ending = matches!(facts.listing.status, Status::Expired | Status::Expiring);
    facts.classified.ownership != Ownership::Foreign && (is_old(facts.listing) || ending)
}

/// A certificate that may come after another.
struct Found {
    sha256: Fingerprint,
    sureness: &'static str,
    tie: Tie,
}

/// What surely replaces one is no guess for the others of its directory: each
/// system has its own.
fn leave_to_others(found: &mut [Vec<Found>]) {
    let taken = found.iter().flatten().filter(|one| one.sureness == "confirmed").map(|one| one.sha256);
    let taken: BTreeSet<Fingerprint> = taken.collect();
    for successors in found {
        let is_guess = |one: &Found| one.sureness == "suspected" && one.tie != Tie::Named;
        successors.retain(|one| !is_guess(one) || !taken.contains(&one.sha256));
    }
}

/// The old certificates and those that may come after them.
struct Pairs {
    /// For each old one: the candidates, by number, and how they are tied.
    of: Vec<Vec<(usize, Tie)>>,
    /// For each candidate: how many old ones share a directory with it.
    neighbours: Vec<usize>,
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

    /// The successors of an old one, surest first.
    fn successors(&self, at: usize, old: &Facts<'_>, new: &[&Facts<'_>]) -> Vec<Found> {
        let mut sure: Vec<Found> = Vec::new();
        let mut suspected = Vec::new();
        let tied = self.of.get(at).into_iter().flatten();
        for (number, tie, candidate) in tied.filter_map(|(at, tie)| Some((at, tie, new.get(*at)?))) {
            let alone = self.neighbours.get(*number).is_some_and(|count| *count == 1);
            let tied = *tie == Tie::Named || (*tie == Tie::Near && alone);
            let sha256 = candidate.classified.certificate.sha256;
            match sureness(old, candidate, tied) {
                Some(sureness @ "suspected") => suspected.push(Found { sha256, sureness, tie: *tie }),
                Some(sureness) => sure.push(Found { sha256, sureness, tie: *tie }),
                None => {}
            }
        }
        suspected.truncate(MAX_SUSPECTED);
        sure.extend(suspected);
        sure.sort_by_key(|one| match one.sureness {
            "confirmed" => 0,
            "suspected" => 1,
            _ => 2,
        });
        sure
    }
}

/// How sure a tied candidate is; `None` if it does not fit and is not in date,
/// or not for long: nobody would go over to it.
fn sureness(old: &Facts<'_>, new: &Facts<'_>, tied: bool) -> Option<&'static str> {
    let same_cvr = old.cvr().is_some() && old.cvr() == new.cvr();
    let fits = tied && same_cvr && new.classified.private_key && fits(old, new.listing.kind);
    match new.listing.status {
        Status::Current | Status::Expiring if fits => Some("confirmed"),
        Status::Expired => fits.then_some("expired"),
        Status::Current => Some("suspected"),
        _ => None,
    }
}

/// How far a replacement is.
fn state(lives: bool, successors: &[(Fingerprint, &'static str)]) -> State {
    let surest = successors.first().map(|(_, sureness)| *sureness);
    match surest {
        Some("confirmed") if !lives => State::Done,
        Some("confirmed" | "suspected") if lives => State::InProgress,
        _ => State::Open,
    }
}
