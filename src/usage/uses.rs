//! What each certificate is used for: signs in the certificate, its place, the
//! texts that name it, and the messages that it opens.
//!
//! Behaviour
//! 1. A certificate alone makes a low sign only; so does a telling folder,
//!    except that an employee's key among robots is a medium one.
//! 2. A robot's project in the folder of the key, or above it, is a high sign;
//!    so is an encrypted message that the certificate opens.
//! 3. A text in use that names a company's or system's key is a medium sign of
//!    an integration, an employee's a low one; texts of mail gateways and
//!    robots speak of mail and robots instead.
//! 4. History only, and a counterparty's certificate, have no use here.

use super::folder_names::{Purpose, purposes};
use super::folder_signs::FolderSigns;
use super::signal::{Signal, Signals};
use super::tie::{Candidate, Tie, candidates};
use super::words::{self, both};
use super::world::{Spot, World, listing};
use super::{Evidence, TextFile, Use};
use crate::certificate::{Certificate, Fingerprint};
use crate::classify::{Kind, Message, Ownership};
use crate::clue::{Confidence, Text, Topic, UseKind};
use crate::inventory::{Mention, Said};
use crate::location::Location;
use std::collections::BTreeMap;

/// All signs by certificate number.
type All = BTreeMap<usize, Signals>;

/// The uses of every certificate that has any.
pub(super) fn uses(
    world: &World<'_>,
    messages: &[Message],
    signs: &FolderSigns<'_>,
    ties: &[Tie<'_>],
) -> BTreeMap<Fingerprint, Vec<Use>> {
    let mut all = All::new();
    for tie in ties {
        add_tie(&mut all, tie);
    }
    for number in (0..world.certificates.len()).filter(|number| world.has_uses(*number)) {
        let signals = all.entry(number).or_default();
        for spot in world.spots(number).into_iter().filter(|spot| spot.key) {
            of_place(world, number, &spot, signs, signals);
        }
        of_certificate(world, number, signals);
    }
    for text in world.texts.iter().filter(|text| text.speaks()) {
        of_text(world, text, signs, &mut all);
    }
    of_messages(world, messages, &mut all);
    let named = all.into_iter().filter_map(|(number, signals)| {
        let uses = signals.uses();
        Some((world.certificates.get(number)?.certificate.sha256, uses)).filter(|(_, uses)| !uses.is_empty())
    });
    named.collect()
}

fn add_tie(all: &mut All, tie: &Tie<'_>) {
    let signals = all.entry(tie.certificate).or_default();
    let (kind, counterparty) = (UseKind::SystemToSystem, Some(tie.counterparty));
    let evidence = at_mention("counterparty", words::tie(tie), tie.sign);
    signals.push(Signal { kind, confidence: tie.confidence, counterparty, evidence });
    if let Some(reference) = tie.reference {
        let evidence = at_mention("reference", named_here(reference), reference);
        signals.push(Signal { kind, confidence: tie.confidence, counterparty, evidence });
    }
}

fn named_here(reference: &Mention) -> Text {
    let token = &reference.token;
    both(format!("Her nævnes det: {token}."), format!("Here it is named: {token}."))
}

fn at_mention(what: &'static str, text: Text, mention: &Mention) -> Evidence {
    Evidence { what, text, location: mention.location.clone(), line: Some(mention.line) }
}

fn at_place(what: &'static str, text: Text, location: &Location) -> Evidence {
    Evidence { what, text, location: location.clone(), line: None }
}

fn general(kind: UseKind, confidence: Confidence, evidence: Evidence) -> Signal {
    Signal { kind, confidence, counterparty: None, evidence }
}

/// The kind of a certificate.
fn kind_of(world: &World<'_>, number: usize) -> Option<Kind> {
    listing(world.certificates.get(number)?)?.kind
}

/// Whether it is a person's.
pub(super) fn is_personal(kind: Kind) -> bool {
    matches!(kind, Kind::Moces | Kind::Poces | Kind::Employee)
}

/// Whether the certificate bears an address and may encrypt.
fn mail_address(certificate: &Certificate) -> Option<&str> {
    let encrypts = certificate.has_key_usage_key_encipherment() || certificate.has_key_usage_data_encipherment();
    certificate.emails.first().filter(|_| encrypts).map(String::as_str)
}

/// An address that people give to a mail gateway.
fn is_gateway_address(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default().to_lowercase();
    matches!(local.as_str(), "sikkermail" | "sikkerpost" | "sikker-mail" | "sikker-post")
}

/// What the certificate itself tells.
fn of_certificate(world: &World<'_>, number: usize, signals: &mut Signals) {
    let (Some(classified), Some(kind)) = (world.certificates.get(number), kind_of(world, number)) else { return };
    let Some(spot) = world.every_spot(number).find(|spot| spot.key) else { return };
    if !is_personal(kind) {
        let Text { da, en } = words::kind(kind);
        let text = both(
            format!("Det er {da} med nøgle; de bruges mest mellem systemer."),
            format!("It is {en} with its key; those mostly serve integrations."),
        );
        let evidence = at_place("certificate-kind", text, spot.location);
        signals.push(general(UseKind::SystemToSystem, Confidence::Low, evidence));
    }
    let Some(address) = mail_address(&classified.certificate) else { return };
    let confidence = if is_gateway_address(address) { Confidence::Medium } else { Confidence::Low };
    let bears = both(format!("Det bærer adressen {address}."), format!("It bears the address {address}."));
    let may = both("Dets nøgle må kryptere.", "Its key may encrypt.");
    let address = at_place("mail-address", bears, spot.location);
    signals.push(general(UseKind::SecureEmail, confidence, address));
    signals.push(general(UseKind::SecureEmail, Confidence::Low, at_place("key-usage", may, spot.location)));
}

/// What the place of the key tells.
fn of_place(world: &World<'_>, number: usize, spot: &Spot<'_>, signs: &FolderSigns<'_>, signals: &mut Signals) {
    let (Some(classified), Some(kind)) = (world.certificates.get(number), kind_of(world, number)) else { return };
    for sign in signs.at(&world.hosts, spot.location) {
        if let Some(signal) = of_sign(sign) {
            signals.push(signal);
        }
    }
    for (purpose, folder) in purposes(&world.hosts, spot.location) {
        signals.push(in_folder(purpose, &folder, kind, mail_address(&classified.certificate).is_some(), spot.location));
    }
}

/// What a folder's name tells of a key, or of a text that names it.
fn in_folder(purpose: Purpose, folder: &str, kind: Kind, mail: bool, location: &Location) -> Signal {
    let medium = |sure: bool| if sure { Confidence::Medium } else { Confidence::Low };
    let (what, used_for, confidence, da, en) = match purpose {
        Purpose::Robot => ("folder", UseKind::Robot, medium(is_personal(kind)), "robotter", "robots"),
        Purpose::Gateway => ("mail-gateway", UseKind::SecureEmail, medium(mail), "en mailserver", "a mail server"),
        Purpose::Server => (
            "application-server",
            UseKind::SystemToSystem,
            medium(!is_personal(kind)),
            "en applikationsserver",
            "an application server",
        ),
    };
    let text = both(
        format!("Mappen »{folder}« er efter sit navn til {da}."),
        format!("By its name the folder “{folder}” is for {en}."),
    );
    general(used_for, confidence, at_place(what, text, location))
}

/// A sign that tells a use.
fn of_sign(sign: &Mention) -> Option<Signal> {
    let Said::Sign(found) = &sign.said else { return None };
    let Topic::Use(kind) = &found.topic else { return None };
    let token = &sign.token;
    let (what, text) = match kind {
        UseKind::Robot => (
            "robot-project",
            both(format!("Her er en softwarerobot ({token})."), format!("Here is a software robot ({token}).")),
        ),
        UseKind::SecureEmail => (
            "mail-gateway",
            both(format!("Her er sikker e-mail sat op ({token})."), format!("Secure mail is set up here ({token}).")),
        ),
        UseKind::SystemToSystem => (
            "binding",
            both(
                format!("Her er en integration sat op ({token})."),
                format!("An integration is set up here ({token})."),
            ),
        ),
    };
    Some(general(*kind, found.confidence, at_mention(what, text, sign)))
}

/// What a text tells of the certificates that it names or holds.
fn of_text(world: &World<'_>, text: &TextFile<'_>, signs: &FolderSigns<'_>, all: &mut All) {
    let candidates = candidates(world, text);
    if candidates.is_empty() {
        return;
    }
    let mut uses: Vec<Signal> = text.mentions.iter().filter_map(|mention| of_sign(mention)).collect();
    uses.extend(signs.at(&world.hosts, text.location).into_iter().filter_map(of_sign));
    let folders = purposes(&world.hosts, text.location);
    for candidate in &candidates {
        let Some(kind) = kind_of(world, candidate.certificate) else { continue };
        let ours = is_ours(world, candidate);
        let signals = all.entry(candidate.certificate).or_default();
        for signal in &uses {
            let confidence = if ours { signal.confidence } else { Confidence::Low };
            signals.push(Signal { confidence, ..signal.clone() });
        }
        let Some(mention) = candidate.mention.filter(|_| ours) else { continue };
        let mail =
            world.certificates.get(candidate.certificate).is_some_and(|one| mail_address(&one.certificate).is_some());
        for (purpose, folder) in &folders {
            let mut signal = in_folder(*purpose, folder, kind, mail, text.location);
            signal.evidence.line = Some(mention.line);
            signals.push(signal);
        }
        let other = |kind: UseKind| kind != UseKind::SystemToSystem;
        let speaks_of_others = uses.iter().any(|signal| other(signal.kind))
            || folders.iter().any(|(purpose, _)| *purpose != Purpose::Server);
        if !speaks_of_others {
            let confidence = if is_personal(kind) { Confidence::Low } else { Confidence::Medium };
            let evidence = at_mention("reference", named_here(mention), mention);
            signals.push(general(UseKind::SystemToSystem, confidence, evidence));
        }
    }
}

/// Whether what a text says of a certificate is said of our use of it: its key
/// is here, or it is ours by its number.
fn is_ours(world: &World<'_>, candidate: &Candidate<'_>) -> bool {
    let Some(classified) = world.certificates.get(candidate.certificate) else { return false };
    classified.private_key || classified.ownership == Ownership::Own
}

/// Messages that a certificate opens.
fn of_messages(world: &World<'_>, messages: &[Message], all: &mut All) {
    for message in messages {
        for judged in message.recipients() {
            let number = judged.certificate.and_then(|sha256| world.by_print.get(&sha256).copied());
            let Some(number) = number.filter(|number| world.has_uses(*number)) else { continue };
            let text = both("Dets nøgle åbner denne krypterede besked.", "Its key opens this encrypted message.");
            let evidence = at_place("encrypted-mail", text, &message.location);
            all.entry(number).or_default().push(general(UseKind::SecureEmail, Confidence::High, evidence));
        }
    }
}
