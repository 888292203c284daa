//! What a subject says of its holder: kind, identifier, organisation.
//!
//! ```text
//! OCES I/II  PID:…                  POCES    OCES III  UI:DK-E:…  employee
//!            CVR:nnnnnnnn-RID:…     MOCES              UI:DK-O:…  organisation, if keyUsage
//!            CVR:nnnnnnnn-UID:…     VOCES                         has nonRepudiation; else system
//!            CVR:nnnnnnnn-FID:…     FOCES
//! ```

use super::{Kind, Organisation};
use crate::certificate::Certificate;
use crate::name::{Name, attribute};

/// What stands for the organisation of a person who has none.
const NO_ORGANISATION: &str = "Ingen organisatorisk tilknytning";

/// The kind of an end entity: by the subject's serialNumber, else by policy.
pub(super) fn kind(certificate: &Certificate) -> Option<Kind> {
    let by_subject =
        certificate.subject.values(attribute::SERIAL_NUMBER).find_map(|serial| kind_of_identifier(serial, certificate));
    by_subject.or_else(|| certificate.policies.iter().find_map(|policy| kind_of_policy(policy, certificate)))
}

/// The serialNumber that names the holder; one of a known form goes first.
pub(super) fn identifier(certificate: &Certificate) -> Option<String> {
    let serials = || certificate.subject.values(attribute::SERIAL_NUMBER);
    serials()
        .find(|serial| kind_of_identifier(serial, certificate).is_some())
        .or_else(|| serials().next())
        .map(str::to_owned)
}

/// The organisation: its name without ` // CVR:…`, and its CVR number from the
/// serialNumber, the organizationIdentifier or the name, in that order.
pub fn organisation(subject: &Name) -> Organisation {
    let full = subject.organisation().filter(|name| !name.eq_ignore_ascii_case(NO_ORGANISATION));
    let name = full.map(|name| name.split(" // CVR:").next().unwrap_or(name).trim().to_owned());
    let cvr = subject.values(attribute::SERIAL_NUMBER).find_map(|serial| number_after(serial, "CVR:"));
    let cvr = cvr
        .or_else(|| subject.values(attribute::ORGANISATION_IDENTIFIER).find_map(|value| number_after(value, "NTRDK-")));
    let cvr = cvr.or_else(|| full.and_then(|name| number_after(name, "CVR:")));
    Organisation { name: name.filter(|name| !name.is_empty()), cvr }
}

/// The digits of a text: a CVR number however it was typed.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn kind_of_identifier(serial: &str, certificate: &Certificate) -> Option<Kind> {
    let serial = serial.trim().to_ascii_uppercase();
    let is_company = |part: &str| serial.starts_with("CVR:") && serial.contains(part);
    match serial.as_str() {
        text if text.starts_with("PID:") => Some(Kind::Poces),
        _ if is_company("-RID:") => Some(Kind::Moces),
        _ if is_company("-UID:") => Some(Kind::Voces),
        _ if is_company("-FID:") => Some(Kind::Foces),
        text if text.starts_with("UI:DK-E:") => Some(Kind::Employee),
        text if text.starts_with("UI:DK-O:") => Some(organisation_or_system(certificate)),
        _ => None,
    }
}

fn organisation_or_system(certificate: &Certificate) -> Kind {
    if certificate.has_key_usage_non_repudiation() { Kind::Organisation } else { Kind::System }
}

/// The OCES arc, production and test. OCES III kept it from version 7 on.
fn kind_of_policy(policy: &str, certificate: &Certificate) -> Option<Kind> {
    let (kind, version) = if let Some(rest) = policy.strip_prefix("1.2.208.169.1.1.1.") {
        let mut arcs = rest.split('.');
        (arcs.next()?, arcs.next().and_then(|version| version.parse().ok()).unwrap_or(0u32))
    } else if let Some(rest) = policy.strip_prefix("1.3.6.1.4.1.31313.2.4.") {
        (rest.split('.').nth(1)?, 0)
    } else {
        (policy.strip_prefix("1.1.1.1.1.1.1.1.1.")?, 0)
    };
    match (kind, version >= 7) {
        ("1", false) => Some(Kind::Poces),
        ("2", false) => Some(Kind::Moces),
        ("3", false) => Some(Kind::Voces),
        ("4", false) => Some(Kind::Foces),
        ("2", true) => Some(Kind::Employee),
        ("3", true) => Some(organisation_or_system(certificate)),
        _ => None,
    }
}

/// Exactly eight digits after a mark.
fn number_after(text: &str, mark: &str) -> Option<String> {
    let at = text.to_ascii_uppercase().find(mark)?;
    let rest = text.get(at + mark.len()..)?.trim_start();
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (number.len() == 8).then_some(number)
}
