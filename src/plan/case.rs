//! One certificate for which something is due: its places, its day, its flags,
//! and (in `values`) what stands in its texts.

mod values;

use super::basis::Basis;
use super::endings::Endings;
use super::seat::{Seat, seats};
use super::story::Story;
use super::{Replacement, telling};
use crate::catalogue::{Environment, Role};
use crate::certificate::Fingerprint;
use crate::check::Octets;
use crate::classify::{Classified, Kind, Listing, Ownership, Status, Verdict};
use crate::clue::UseKind;
use crate::ledger::{Decision, Ledger, Retain};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use time::Date;

/// What is known beside the certificate itself.
pub(super) struct Around<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) endings: &'a Endings<'a>,
    pub(super) replacements: &'a BTreeMap<Fingerprint, Replacement>,
    pub(super) bases: &'a BTreeMap<Fingerprint, Basis>,
    /// Of which a key lies open.
    pub(super) exposed: &'a BTreeSet<Fingerprint>,
    pub(super) as_of: Date,
}

/// One certificate for which something is due.
pub(super) struct Case<'a> {
    pub(super) classified: &'a Classified,
    pub(super) listing: &'a Listing,
    pub(super) replacement: Option<&'a Replacement>,
    pub(super) basis: Option<&'a Basis>,
    pub(super) story: Story<'a>,
    /// What its owner decided.
    pub(super) decision: Option<&'a Decision>,
    /// What its key is kept for.
    pub(super) retain: Option<&'a Retain>,
    /// Whether the key of its sure successor lies open.
    pub(super) successor_exposed: bool,
    /// Where it or its key lies, history left out.
    pub(super) seats: Vec<Seat>,
    /// Whether its time is over.
    pub(super) dead: bool,
    /// Since when it is over, or the last day before it will be.
    pub(super) date: Option<Date>,
    pub(super) as_of: Date,
}

impl<'a> Case<'a> {
    /// The case of an end entity; `None` if nothing can be due for it.
    pub(super) fn new(classified: &'a Classified, story: Story<'a>, around: &Around<'a>) -> Option<Case<'a>> {
        let Verdict::Listed(listing) = &classified.verdict else { return None };
        let due = is_old(listing) || matches!(listing.status, Status::Expired | Status::Expiring);
        let sha256 = &classified.certificate.sha256;
        let retain = around.ledger.retain(sha256).filter(|one| around.as_of < one.review);
        let seats = seats(classified);
        if listing.qualified || listing.role != Role::EndEntity || !due || seats.is_empty() {
            return None;
        }
        let (dead, date) = around.endings.day_of(classified, listing);
        // A decision is about where it is used; a backup has no say.
        let used: Vec<&Seat> = seats.iter().filter(|seat| seat.active).collect();
        let used = if used.is_empty() { seats.iter().collect() } else { used };
        let paths: Vec<&Path> = used.iter().map(|seat| &*seat.path.0).collect();
        let systems: Vec<&str> = story.systems.iter().map(|one| one.name.as_str()).collect();
        let replacement = around.replacements.get(sha256);
        let sure = replacement.and_then(|one| one.successors.first()).filter(|(_, sureness)| *sureness == "confirmed");
        Some(Case {
            successor_exposed: sure.is_some_and(|(successor, _)| around.exposed.contains(successor)),
            decision: around.ledger.decision(sha256, &paths, &systems),
            replacement,
            basis: around.bases.get(sha256),
            as_of: around.as_of,
            classified,
            listing,
            story,
            retain,
            seats,
            dead,
            date,
        })
    }

    /// Whether something may be using it.
    pub(super) fn is_active(&self) -> bool {
        self.seats.iter().any(|seat| seat.active)
    }

    pub(super) fn owner(&self) -> Ownership {
        self.classified.ownership
    }

    /// Whether its key is kept on purpose, and lies nowhere else.
    pub(super) fn is_kept(&self) -> bool {
        let kept = |seat: &&Seat| self.retain.is_some_and(|one| one.path.is_match(&*seat.path.0));
        let mut keys = self.seats.iter().filter(|seat| seat.key).peekable();
        keys.peek().is_some() && keys.all(|seat| kept(&seat))
    }

    /// The paths, sorted.
    pub(super) fn paths(&self) -> Vec<Arc<Path>> {
        let paths: BTreeSet<&Octets> = self.seats.iter().map(|seat| &seat.path).collect();
        paths.into_iter().map(|path| path.0.clone()).collect()
    }

    /// The scopes of those, sorted.
    pub(super) fn scopes(&self) -> Vec<Arc<str>> {
        let scopes: BTreeSet<&Arc<str>> = self.seats.iter().filter_map(|seat| seat.scope.as_ref()).collect();
        scopes.into_iter().cloned().collect()
    }

    /// The places that something may be using: a backup is not worked on.
    pub(super) fn working(&self) -> Vec<Seat> {
        let none = !self.is_active();
        self.seats.iter().filter(|seat| seat.active || none).cloned().collect()
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

    /// Nothing refers to it, no use is known, no successor says otherwise.
    pub(super) fn is_idle(&self) -> bool {
        self.story.is_idle() && !self.has("confirmed")
    }

    /// What the owner answered, if there is an answer.
    pub(super) fn needed(&self) -> Option<bool> {
        self.decision.map(|one| one.needed)
    }

    /// What steps may depend on.
    pub(super) fn flags(&self) -> BTreeSet<&'static str> {
        let confirmed = self.has("confirmed");
        let (status, story) = (self.listing.status, &self.story);
        let emails = &self.classified.certificate.emails;
        let counterparties = story.counterparties(true);
        let personal = self.listing.kind.is_some_and(is_personal);
        [
            ("blocked", status == Status::Blocked),
            ("confirmed", confirmed),
            ("conflict", self.basis.is_some_and(|one| one.conflict)),
            ("counterparty", !counterparties.is_empty()),
            ("dead", self.dead),
            ("decided-needed", self.needed() == Some(true)),
            ("decided-not", self.needed() == Some(false)),
            ("dependencies", !story.dependents.is_empty()),
            ("email", !emails.is_empty()),
            ("encrypted", !story.messages.is_empty()),
            ("expired-successor", self.has("expired") && !confirmed && !self.has("suspected")),
            ("expired", status == Status::Expired),
            ("idm", counterparties.iter().any(|one| one.id == "mitid-erhverv-idm")),
            ("integration", personal && self.basis.is_some_and(|one| matches!(one.kind, "system" | "organisation"))),
            ("kept", self.is_kept()),
            ("key", self.classified.private_key),
            ("letters", emails.first().is_some_and(|address| !address.is_ascii())),
            ("mail", story.serves(UseKind::SecureEmail)),
            ("perhaps", !story.counterparties(false).is_empty()),
            ("pins", !telling::pins(story.references).is_empty()),
            ("referred", !story.references.is_empty()),
            ("renewal", !is_old(self.listing)),
            ("retired", status == Status::Retired),
            ("settle", story.settle.is_some()),
            ("shared", !story.shared.is_empty()),
            ("successor-exposed", self.successor_exposed),
            ("suspected", !confirmed && self.has("suspected")),
            ("test", self.listing.environment == Environment::Test),
            ("unreferred", story.is_idle()),
            ("user-certificate", self.basis.is_some_and(|one| one.kind == "employee")),
        ]
        .into_iter()
        .filter_map(|(flag, set)| set.then_some(flag))
        .collect()
    }
}

/// Whether a certificate is of a generation that has ended.
pub(super) fn is_old(listing: &Listing) -> bool {
    matches!(&*listing.generation, "I" | "II")
}

/// Whether it is a person's.
pub(super) fn is_personal(kind: Kind) -> bool {
    matches!(kind, Kind::Poces | Kind::Moces | Kind::Employee)
}
