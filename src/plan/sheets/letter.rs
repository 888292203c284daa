//! The letters: who is told of which certificate, and whose certificates we
//! ask for in return.
//!
//! Knows no word of the letters themselves.

use super::{Desk, is_personal, label, outside_name};
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Kind, Listing, Ownership};
use crate::clue::{Counterparty, UseKind};
use crate::usage::System;
use std::collections::BTreeMap;

/// One letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// To whom.
    pub to: Recipient,
    /// Our certificates that they know or take, by fingerprint.
    pub items: Vec<Item>,
    /// Theirs that we hold, by fingerprint.
    pub theirs: Vec<Fingerprint>,
}

/// To whom a letter goes.
#[derive(Clone, Debug)]
pub enum Recipient {
    /// A counterparty that is known here.
    Counterparty(&'static Counterparty),
    /// Another organisation whose certificates lie here.
    Organisation {
        /// Its name.
        name: Option<String>,
        /// Its CVR number.
        cvr: Option<String>,
    },
    /// Whoever made the program of a system that is used with nobody known.
    Vendor {
        /// The system as those outside know it, if it is in one at all.
        system: Option<String>,
        /// The same as we tell it from others.
        label: Option<String>,
        /// Whether the name is only its folder's.
        folder: bool,
    },
    /// Those who exchange secure mail with us.
    MailPartners,
}

/// One of our certificates in a letter.
#[derive(Clone, Debug)]
pub struct Item {
    /// The old one.
    pub old: Fingerprint,
    /// The new one, where it was found with its key.
    pub new: Option<Fingerprint>,
    /// A person's: named by numbers only.
    pub personal: bool,
    /// What replaces it: `system`, `organisation`, `employee` or `none`.
    pub kind: &'static str,
    /// Whether nobody has decided yet that it is still needed.
    pub waits: bool,
}

/// What recipients are sorted and told apart by.
type Key = (u8, String);

/// All letters.
pub(super) fn letters(desk: &Desk<'_>) -> Vec<Letter> {
    let mut letters: BTreeMap<Key, Letter> = BTreeMap::new();
    for print in desk.actions.keys() {
        let Some((classified, listing)) = desk.listed(print) else { continue };
        match classified.ownership {
            Ownership::Own => ours(desk, classified, listing, &mut letters),
            Ownership::Foreign if desk.has(print, &["fetch"]) => theirs(desk, classified, listing, &mut letters),
            Ownership::Foreign | Ownership::Unknown => {}
        }
    }
    letters.into_values().collect()
}

/// A certificate of ours that is being replaced, to everybody who knows it.
fn ours(desk: &Desk<'_>, classified: &Classified, listing: &Listing, letters: &mut BTreeMap<Key, Letter>) {
    let print = classified.certificate.sha256;
    let replaced = desk.has(&print, &["order", "renew", "register", "swap"]);
    if !replaced || listing.kind == Some(Kind::Poces) {
        return;
    }
    let item = Item {
        old: print,
        new: desk.successor(&print),
        personal: is_personal(listing),
        kind: desk.plan.replacements.get(&print).map_or("", |one| one.kind),
        waits: desk.waits(&print),
    };
    for recipient in recipients(desk, classified, item.personal) {
        letter(letters, recipient).items.push(item.clone());
    }
}

fn recipients(desk: &Desk<'_>, classified: &Classified, personal: bool) -> Vec<Recipient> {
    let print = &classified.certificate.sha256;
    let mut found: Vec<Recipient> = desk.counterparties(print).into_iter().map(Recipient::Counterparty).collect();
    if personal {
        return found;
    }
    if desk.is_used_for(print, UseKind::SecureEmail) {
        found.push(Recipient::MailPartners);
    }
    if found.is_empty() {
        let systems = desk.key_systems(classified);
        found = systems.into_iter().map(|system| vendor(Some(system))).collect();
    }
    if found.is_empty() {
        found.push(vendor(desk.systems(print).first().copied()));
    }
    found
}

fn vendor(system: Option<&System>) -> Recipient {
    let told = |one: &System| one.owner.as_ref().is_some_and(|owner| owner.system.is_some());
    let folder = system.is_some_and(|one| !told(one));
    Recipient::Vendor { system: system.map(outside_name), label: system.map(label), folder }
}

/// A certificate of another organisation, to the counterparty whose it is
/// known to be, else to the organisation that it names.
fn theirs(desk: &Desk<'_>, classified: &Classified, listing: &Listing, letters: &mut BTreeMap<Key, Letter>) {
    let print = classified.certificate.sha256;
    let known: Vec<Recipient> = desk.counterparties(&print).into_iter().map(Recipient::Counterparty).collect();
    let organisation = &listing.organisation;
    let other = Recipient::Organisation { name: organisation.name.clone(), cvr: organisation.cvr.clone() };
    for recipient in if known.is_empty() { vec![other] } else { known } {
        letter(letters, recipient).theirs.push(print);
    }
}

/// The letter to this recipient, begun if there is none.
fn letter(letters: &mut BTreeMap<Key, Letter>, to: Recipient) -> &mut Letter {
    let key = match &to {
        Recipient::Counterparty(counterparty) => (0, counterparty.id.clone()),
        Recipient::Organisation { cvr: Some(cvr), .. } => (1, cvr.clone()),
        Recipient::Organisation { name, .. } => (1, format!("~{}", name.as_deref().unwrap_or_default())),
        Recipient::Vendor { label, .. } => (2, label.clone().unwrap_or_default()),
        Recipient::MailPartners => (3, String::new()),
    };
    letters.entry(key).or_insert_with(|| Letter { to, items: Vec::new(), theirs: Vec::new() })
}
