//! The order sheet: the fields of a certificate profile in MitID Erhverv, as
//! they are to be filled in for each certificate that the plan orders.
//!
//! Sets nothing in stone: names and choices are proposals.

use super::super::case::is_old;
use super::super::seat::is_in_use;
use super::super::{Action, Replacement, State};
use super::{Desk, is_personal, label, outside_name, team};
use crate::catalogue::Environment;
use crate::certificate::Fingerprint;
use crate::check::common_name;
use crate::classify::{Classified, Kind, Listing, Ownership, Status};
use crate::clue::{Counterparty, UseKind};
use crate::ledger::Ledger;
use crate::usage::System;
use crate::wording::Text;
use std::collections::BTreeSet;
use time::Date;

/// The listed price of one issue in DKK without VAT: organisation, system and
/// user certificates alike. The page bears no date (read 21 November 2026).
pub const PRICE: u64 = 20;

/// One certificate to be ordered or renewed.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "ticks of a form")]
pub struct Order {
    /// What it replaces.
    pub certificate: Fingerprint,
    /// Whether the profile is renewed: same profile, before the end.
    pub renewal: bool,
    /// Whether the old one ran out, so that renewing is too late.
    pub expired: bool,
    /// `organisation`, `system` or `employee`.
    pub kind: &'static str,
    /// What the kind follows from: `counterparty`, `use` or `old-kind`.
    pub basis: &'static str,
    /// The same in words.
    pub reasons: Vec<Text>,
    /// The proposed name of the profile.
    pub name: String,
    /// The system it is for.
    pub system: Option<String>,
    /// The team of that system, as configured.
    pub team: Option<String>,
    /// All systems that share the old key, where there are several.
    pub shared: Vec<String>,
    /// The address in the certificate.
    pub email: Email,
    /// Whether it is for secure mail.
    pub mail: bool,
    /// Whether it is to have access to the services of identity management.
    pub idm: bool,
    /// Whether it is to sign.
    pub signing: bool,
    /// Whether the old one has the bit of Signering (nonRepudiation).
    pub signs: bool,
    /// Whether the kind is a guess: the old one is of OCES III, nothing but
    /// that bit tells its kinds apart, and nobody demands one of them.
    pub unsure: bool,
    /// Of the test environment: ordered there, free.
    pub test: bool,
    /// Whether it must not be placed before somebody has decided.
    pub waits: bool,
    /// By when, for a renewal.
    pub by: Option<Date>,
    /// The forms in which the old key lies, sorted.
    pub formats: Vec<&'static str>,
    /// Who at the other end takes it.
    pub counterparties: Vec<&'static Counterparty>,
}

/// The address that is to stand in the certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Email {
    /// None: it is not for mail.
    None,
    /// The old one.
    Address(String),
    /// The old one cannot be used: letters outside ASCII.
    Unfit(String),
    /// It is for mail, and the old one had none.
    Missing,
}

impl Order {
    /// The listed price; test certificates are free.
    pub fn price(&self) -> u64 {
        if self.test { 0 } else { PRICE }
    }
}

/// What is ordered, and what is not and why.
pub(super) fn orders(desk: &Desk<'_>) -> (Vec<Order>, Vec<(Fingerprint, &'static str)>) {
    let mut orders: Vec<Order> = Vec::new();
    let wanted = desk.plan.actions.iter().filter(|one| matches!(one.kind, "order" | "renew"));
    for action in wanted.filter(|one| one.state != State::Done) {
        for print in &action.certificates {
            orders.extend(of_certificate(desk, print, action));
        }
    }
    let ordered: BTreeSet<Fingerprint> = orders.iter().map(|order| order.certificate).collect();
    let others = desk.actions.keys().filter(|print| !ordered.contains(*print));
    let unordered = others.filter_map(|print| Some((*print, why_not(desk, print)?))).collect();
    (orders, unordered)
}

/// One order, or one for each system that shares the key.
fn of_certificate(desk: &Desk<'_>, print: &Fingerprint, action: &Action) -> Vec<Order> {
    let Some((classified, listing)) = desk.listed(print) else { return Vec::new() };
    if classified.ownership != Ownership::Own || !is_wanted(desk, print, listing) {
        return Vec::new();
    }
    let order = single(desk, classified, listing, action);
    let systems = desk.key_systems(classified);
    match systems.as_slice() {
        [] => vec![order],
        [system] => vec![for_system(order, system, classified, listing, false)],
        several => {
            let shared: Vec<String> = several.iter().map(|system| label(system)).collect();
            let each = |system: &&System| {
                for_system(Order { shared: shared.clone(), ..order.clone() }, system, classified, listing, true)
            };
            several.iter().map(each).collect()
        }
    }
}

/// Whether anybody may have one: no citizen, and a person only on demand.
fn is_wanted(desk: &Desk<'_>, print: &Fingerprint, listing: &Listing) -> bool {
    let replacement = desk.plan.replacements.get(print);
    match kind(replacement, listing) {
        "none" => false,
        "employee" => {
            replacement.is_some_and(|one| matches!(one.basis, "counterparty" | "use"))
                || desk.is_used_for(print, UseKind::SecureEmail)
        }
        _ => true,
    }
}

/// What the plan says, else what the old one was.
fn kind(replacement: Option<&Replacement>, listing: &Listing) -> &'static str {
    match (replacement.map(|one| one.kind).filter(|kind| !kind.is_empty()), listing.kind) {
        (_, Some(Kind::Poces)) | (None, None) => "none",
        (Some(kind), _) => kind,
        (None, Some(Kind::Moces | Kind::Employee)) => "employee",
        (None, Some(Kind::Voces | Kind::Organisation)) => "organisation",
        (None, Some(Kind::Foces | Kind::System)) => "system",
    }
}

fn single(desk: &Desk<'_>, classified: &Classified, listing: &Listing, action: &Action) -> Order {
    let print = classified.certificate.sha256;
    let replacement = desk.plan.replacements.get(&print);
    let kind = kind(replacement, listing);
    let mail = desk.is_used_for(&print, UseKind::SecureEmail);
    let counterparties = desk.counterparties(&print);
    let expired = listing.status == Status::Expired;
    let basis = replacement.map_or("old-kind", |one| one.basis);
    let keys = classified.occurrences.iter().filter(|one| one.private_key).map(|one| one.format);
    let formats: BTreeSet<&str> = keys.chain(classified.keys.iter().map(|key| key.format)).collect();
    Order {
        certificate: print,
        renewal: action.kind == "renew" && !expired,
        expired,
        kind,
        basis,
        reasons: replacement.map(|one| one.reasons.clone()).unwrap_or_default(),
        name: proposal(classified, listing, None),
        system: None,
        team: None,
        shared: Vec::new(),
        email: email(classified, mail),
        mail,
        idm: counterparties.iter().any(|one| one.id == "mitid-erhverv-idm"),
        // A system certificate has no such tick; a seal is never concluded from files.
        signing: mail && kind == "organisation",
        signs: classified.certificate.has_key_usage_non_repudiation() || listing.kind == Some(Kind::Organisation),
        unsure: listing.kind == Some(Kind::System) && basis == "old-kind",
        test: listing.environment == Environment::Test,
        waits: desk.waits(&print),
        by: action.deadline,
        formats: formats.into_iter().collect(),
        counterparties,
    }
}

/// The order with the system it is for.
fn for_system(order: Order, system: &System, classified: &Classified, listing: &Listing, apart: bool) -> Order {
    let bare = proposal(classified, listing, None);
    let is_told = system.owner.as_ref().is_some_and(|owner| owner.system.is_some());
    let says_nothing = listing.organisation.name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(&bare));
    let helps = (apart || is_told || says_nothing) && !is_personal(listing);
    let name = outside_name(system);
    Order {
        name: if helps { proposal(classified, listing, Some(&name)) } else { bare },
        system: Some(label(system)),
        team: team(system),
        ..order
    }
}

/// The old address, if it is for mail.
fn email(classified: &Classified, mail: bool) -> Email {
    match (mail, classified.certificate.emails.first()) {
        (false, _) => Email::None,
        (true, None) => Email::Missing,
        (true, Some(address)) if address.is_ascii() => Email::Address(address.clone()),
        (true, Some(address)) => Email::Unfit(address.clone()),
    }
}

/// A name for the profile: the old common name without what names its kind and
/// generation, and the system's name where that says more.
fn proposal(classified: &Classified, listing: &Listing, system: Option<&str>) -> String {
    let old = common_name(classified).unwrap_or_default();
    let mut words: Vec<&str> = Vec::new();
    let mut after_oces = false;
    for word in old.split_whitespace() {
        let bare = word.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase();
        let number = after_oces && matches!(bare.as_str(), "i" | "ii" | "iii" | "1" | "2" | "3");
        after_oces = bare == "oces";
        if !number && !is_generation(&bare) {
            words.push(word);
        }
    }
    let mut name = words.join(" ").trim_matches([' ', '-', '–', '/', ',', '(', ')']).to_owned();
    if name.is_empty() {
        name = listing.organisation.name.clone().unwrap_or_default();
    }
    match system {
        Some(system) if !name.to_lowercase().contains(&system.to_lowercase()) => format!("{name}, {system}"),
        _ => name,
    }
}

/// Words that name a kind or a generation.
fn is_generation(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "oces",
        "oces1",
        "oces2",
        "oces3",
        "foces",
        "foces3",
        "voces",
        "voces3",
        "moces",
        "moces3",
        "funktionscertifikat",
        "virksomhedscertifikat",
        "medarbejdercertifikat",
        "organisationscertifikat",
        "systemcertifikat",
        "brugercertifikat",
    ];
    WORDS.contains(&word)
}

/// Why nothing is ordered for a certificate for which something is to be done.
fn why_not(desk: &Desk<'_>, print: &Fingerprint) -> Option<&'static str> {
    let (classified, listing) = desk.listed(print)?;
    if desk.actions(print).iter().all(|action| action.kind == "trust") {
        return None;
    }
    let decided = desk.actions(print).iter().any(|one| one.kind == "decide" && one.state == State::Done);
    let as_of = desk.matter.settings.as_of;
    Some(match (classified.ownership, listing.kind) {
        (Ownership::Foreign, _) => "foreign",
        (Ownership::Unknown, _) => "unknown",
        _ if is_old(listing) && listing.environment == Environment::Test => "test",
        (Ownership::Own, Some(Kind::Poces)) => "person",
        _ if desk.successor(print).is_some() => "replaced",
        _ if is_in_use(classified, &Ledger::default(), as_of) && !is_in_use(classified, desk.matter.ledger, as_of) => {
            "retained"
        }
        _ if !is_in_use(classified, desk.matter.ledger, as_of) => "cold",
        _ if is_personal(listing) => "employee",
        _ if decided => "unneeded",
        (_, Some(_)) if desk.has(print, &["retire"]) => "idle",
        _ => "undecided",
    })
}
