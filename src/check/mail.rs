//! Findings about messages that are encrypted to certificates of old.

use super::rules::Id;
use super::{Finding, Severity, identity, without_encodings};
use crate::catalogue::Environment;
use crate::classify::{JudgedParty, Message};
use crate::location::Location;
use std::collections::BTreeMap;

/// What is known of the messages at one place.
#[derive(Default)]
struct Place {
    messages: u32,
    savable: bool,
    production: bool,
}

/// One finding a message. Several in one content without names of their own
/// are one.
pub(super) fn findings(messages: &[Message], scope: &str) -> Vec<Finding> {
    let mut places: BTreeMap<Location, Place> = BTreeMap::new();
    for message in messages {
        let old: Vec<&JudgedParty> = message.recipients().filter(|judged| is_old(judged)).collect();
        if !old.is_empty() {
            let place = places.entry(without_encodings(&message.location)).or_default();
            place.messages = place.messages.saturating_add(1);
            // Any key opens it, whatever it is the key of.
            place.savable |= message.recipients().any(|judged| judged.key);
            place.production |= old.iter().any(|judged| !is_test(judged));
        }
    }
    places.into_iter().map(|(location, place)| finding(location, &place, scope)).collect()
}

fn finding(location: Location, place: &Place, scope: &str) -> Finding {
    let rule = Id::EncryptedMail.rule();
    let severity = if place.savable { Severity::Warning } else { Severity::Note };
    Finding {
        id: identity(scope, rule.id, None, &location),
        rule,
        severity: if place.production { severity } else { severity.lowered() },
        certificate: None,
        location,
        places: place.messages,
        history: false,
        savable: place.savable,
        detail: None,
        retained: None,
        ignored: None,
        known: false,
    }
}

/// Whether its certificate is one of OCES I or II.
fn is_old(judged: &JudgedParty) -> bool {
    judged.hierarchy.as_ref().is_some_and(|(generation, _)| matches!(&**generation, "I" | "II"))
}

fn is_test(judged: &JudgedParty) -> bool {
    judged.hierarchy.as_ref().is_some_and(|(_, environment)| *environment == Environment::Test)
}

/// What such a finding says.
pub(super) fn message(savable: bool, danish: bool) -> &'static str {
    match (savable, danish) {
        (true, true) => {
            "Beskeden er krypteret til et OCES I- eller OCES II-certifikat, og certifikatet og dets private nøgle er \
             fundet: Beskeden kan reddes. Dekryptér den, og gem den i et andet format, før nøglen går tabt."
        }
        (true, false) => {
            "The message is encrypted to an OCES I or OCES II certificate, and that certificate and its private key \
             were found: the message can be saved. Decrypt it and keep it in another format before the key is lost."
        }
        (false, true) => {
            "Beskeden er krypteret til et OCES I- eller OCES II-certifikat, og den private nøgle er ikke fundet: \
             Beskeden er sandsynligvis tabt, medmindre nøglen ligger et andet sted. Led efter nøglefilen og efter \
             NemID på hardware, før beskeden opgives."
        }
        (false, false) => {
            "The message is encrypted to an OCES I or OCES II certificate, and the private key was not found: the \
             message is probably lost, unless the key lies elsewhere. Look for the key file and for NemID on \
             hardware before it is given up."
        }
    }
}
