//! The sheets that do the work: what is typed into the order form, what is
//! written to whom, which keys are kept, and the feedback that the letter of
//! March 2023 asked for. Pure data; the writers of `report` put it on paper.
//!
//! Finds no action of its own: a sheet follows the plan.
//!
//! *Behaviour*
//!
//! 1. Ordered is what the plan orders and nobody has yet, never anything for a
//!    foreign or unknown certificate, nor for a person without a demand.
//! 2. Letters go to counterparties that are at least probable; what has none
//!    goes to the vendor of its system. No citizen stands in any letter.
//! 3. Every old private key of ours stands in the register of kept keys,
//!    whatever its place and kind.

mod escrow;
mod feedback;
mod letter;
mod order;

pub use escrow::Kept;
pub use feedback::Feedback;
pub use letter::{Item, Letter, Recipient};
pub use order::{Email, Order, PRICE};

use super::{Action, Matter, Plan, State};
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Kind, Listing, Verdict};
use crate::clue::{Confidence, Counterparty, UseKind};
use crate::usage::System;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// All sheets.
#[derive(Debug, Default)]
pub struct Sheets {
    /// What is to be ordered or renewed, in the order of the plan.
    pub orders: Vec<Order>,
    /// What nothing is ordered for, and why not: a last part of a key of `sheets.order.why`.
    pub unordered: Vec<(Fingerprint, &'static str)>,
    /// Counterparties by id, then other organisations, vendors, mail partners.
    pub letters: Vec<Letter>,
    /// By fingerprint.
    pub escrow: Vec<Kept>,
    /// By system, as the systems are sorted.
    pub feedback: Vec<Feedback>,
}

/// Makes the sheets from the finished plan.
pub(super) fn make(matter: &Matter<'_>, plan: &Plan) -> Sheets {
    let desk = Desk::new(matter, plan);
    let (orders, unordered) = order::orders(&desk);
    Sheets {
        orders,
        unordered,
        letters: letter::letters(&desk),
        escrow: escrow::kept(&desk),
        feedback: feedback::feedback(&desk),
    }
}

/// What all sheets look up.
struct Desk<'m> {
    matter: &'m Matter<'m>,
    plan: &'m Plan,
    certificates: BTreeMap<Fingerprint, &'m Classified>,
    actions: BTreeMap<Fingerprint, Vec<&'m Action>>,
    systems: BTreeMap<Fingerprint, Vec<&'m System>>,
}

impl<'m> Desk<'m> {
    fn new(matter: &'m Matter<'m>, plan: &'m Plan) -> Desk<'m> {
        let mut actions: BTreeMap<Fingerprint, Vec<&Action>> = BTreeMap::new();
        for action in &plan.actions {
            for print in &action.certificates {
                actions.entry(*print).or_default().push(action);
            }
        }
        let mut systems: BTreeMap<Fingerprint, Vec<&System>> = BTreeMap::new();
        for system in &matter.usage.systems {
            for print in &system.certificates {
                systems.entry(*print).or_default().push(system);
            }
        }
        let certificates = matter.certificates.iter().map(|one| (one.certificate.sha256, one)).collect();
        Desk { matter, plan, certificates, actions, systems }
    }

    /// The certificate, if it is of the catalogue.
    fn listed(&self, print: &Fingerprint) -> Option<(&'m Classified, &'m Listing)> {
        let classified = *self.certificates.get(print)?;
        match &classified.verdict {
            Verdict::Listed(listing) => Some((classified, listing)),
            _ => None,
        }
    }

    fn actions(&self, print: &Fingerprint) -> &[&'m Action] {
        self.actions.get(print).map_or(&[], Vec::as_slice)
    }

    fn has(&self, print: &Fingerprint, kinds: &[&str]) -> bool {
        self.actions(print).iter().any(|action| kinds.contains(&action.kind))
    }

    /// Whether it waits for somebody to say that it is still needed.
    fn waits(&self, print: &Fingerprint) -> bool {
        self.actions(print).iter().any(|action| action.kind == "decide" && action.state == State::Open)
    }

    /// The counterparties that are at least probable, surest first.
    fn counterparties(&self, print: &Fingerprint) -> Vec<&'static Counterparty> {
        let uses = self.matter.usage.uses.get(print).into_iter().flatten();
        let probable = uses.filter(|one| one.confidence >= Confidence::Medium);
        let mut found: Vec<&'static Counterparty> = Vec::new();
        for counterparty in probable.filter_map(|one| one.counterparty) {
            if !found.iter().any(|known| known.id == counterparty.id) {
                found.push(counterparty);
            }
        }
        found
    }

    /// Whether it is at least probably used so.
    fn is_used_for(&self, print: &Fingerprint, kind: UseKind) -> bool {
        let mut uses = self.matter.usage.uses.get(print).into_iter().flatten();
        uses.any(|one| one.kind == kind && one.confidence >= Confidence::Medium)
    }

    /// The successor that was found with its key.
    fn successor(&self, print: &Fingerprint) -> Option<Fingerprint> {
        let successors = &self.plan.replacements.get(print)?.successors;
        successors.iter().find(|(_, sureness)| *sureness == "confirmed").map(|(successor, _)| *successor)
    }

    fn systems(&self, print: &Fingerprint) -> &[&'m System] {
        self.systems.get(print).map_or(&[], Vec::as_slice)
    }

    /// The systems in which its key is alive; several hosts of one are one.
    fn key_systems(&self, classified: &Classified) -> Vec<&'m System> {
        let seen = classified.occurrences.iter().filter(|one| one.private_key);
        let seen = seen.map(|one| (one.place, &one.location.path));
        let keys = seen.chain(classified.keys.iter().map(|key| (key.place, &key.location.path)));
        let live: BTreeSet<&Path> =
            keys.filter(|(place, _)| super::seat::is_active(*place)).map(|(_, path)| &**path).collect();
        let mut found: Vec<&System> = Vec::new();
        for system in self.systems(&classified.certificate.sha256) {
            let known = found.iter().any(|one| one.name == system.name);
            if !known && system.places.iter().any(|place| live.contains(&**place)) {
                found.push(system);
            }
        }
        found
    }
}

/// Whether a certificate is a person's.
fn is_personal(listing: &Listing) -> bool {
    matches!(listing.kind, Some(Kind::Poces | Kind::Moces | Kind::Employee))
}

/// A system as people tell it from others: with its host.
fn label(system: &System) -> String {
    match &system.host {
        Some(host) => format!("{host}: {}", system.name),
        None => system.name.clone(),
    }
}

/// A system as those outside know it: its configured name, else its folder's.
fn outside_name(system: &System) -> String {
    let told = system.owner.as_ref().and_then(|owner| owner.system.clone());
    let tail = system.name.trim_end_matches('/').rsplit('/').next();
    told.unwrap_or_else(|| tail.unwrap_or_default().to_owned())
}

/// The team that the configuration names for a system.
fn team(system: &System) -> Option<String> {
    system.owner.as_ref().and_then(|owner| owner.team.clone())
}

#[cfg(test)]
mod tests;
