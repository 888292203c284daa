//! Builds matters by hand, for the tests of this room.

use super::{Check, Matter, Outcome, Party, Verification, parties, verify};
use crate::catalogue::Catalogue;
use crate::check::testing::Builder;
use crate::classify::{Classified, Settings};
use crate::inventory::Inventory;
use crate::key::Proof;
use std::path::Path;
use time::macros::date;

pub(super) const STORE: &str = "/srv/new.p12";

/// Everything a matter borrows.
pub(super) struct World {
    pub(super) certificates: Vec<Classified>,
    pub(super) content: Option<Vec<u8>>,
    pub(super) inventory: Inventory,
    pub(super) beside: Inventory,
    pub(super) proofs: Vec<Proof>,
    pub(super) parties: Vec<Party>,
    pub(super) own_cvr: Vec<String>,
}

pub(super) fn world(certificates: Vec<Builder>) -> World {
    World {
        certificates: certificates.into_iter().map(Builder::build).collect(),
        content: None,
        inventory: Inventory::default(),
        beside: Inventory::default(),
        proofs: Vec::new(),
        parties: Vec::new(),
        own_cvr: Vec::new(),
    }
}

impl World {
    pub(super) fn for_party(mut self, id: &str) -> World {
        self.parties = parties(&[id.to_owned()]).unwrap().0;
        self
    }

    pub(super) fn verify(&self) -> Verification {
        verify(&Matter {
            store: Path::new(STORE),
            certificates: &self.certificates,
            content: self.content.as_deref(),
            inventory: &self.inventory,
            beside: &self.beside,
            proofs: &self.proofs,
            catalogue: &Catalogue::builtin().unwrap(),
            settings: &Settings {
                as_of: date!(2026 - 11 - 21),
                expiring_within_days: 90,
                own_cvr: self.own_cvr.clone(),
                foreign_cvr: Vec::new(),
            },
            parties: &self.parties,
            test: false,
        })
    }

    /// What the checks of this name say.
    pub(super) fn checks(&self, id: &str) -> Vec<Check> {
        let verification = self.verify();
        let all =
            verification.checks.into_iter().chain(verification.entries.into_iter().flat_map(|entry| entry.checks));
        all.filter(|check| check.id == id).collect()
    }

    /// What they came to.
    pub(super) fn outcomes(&self, id: &str) -> Vec<Outcome> {
        self.checks(id).iter().map(|check| check.outcome).collect()
    }
}
