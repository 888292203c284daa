//! What is registered where: the certificate's public numbers in the forms
//! that registrations ask for, and which of them each one hangs on.

use super::{Matter, Party};
use crate::certificate::Certificate;
use crate::classify::{Classified, Verdict};
use crate::clue::Bound;
use crate::name::Name;
use crate::wording::{Text, Values, filled, text};

/// Public numbers of a certificate, as they are typed elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The UUID behind `UI:DK-O:G:`, lower case.
    pub uuid: Option<String>,
    /// The whole subject serialNumber.
    pub identifier: Option<String>,
    /// The organisation's CVR number.
    pub cvr: Option<String>,
    /// SHA-1 of the certificate: the thumbprint of Windows.
    pub sha1: String,
    /// SHA-256 of the certificate.
    pub sha256: String,
    /// The serial number in hexadecimal.
    pub serial_hex: String,
    /// The serial number in decimal.
    pub serial_decimal: String,
    /// The subject as RFC 4514 writes it: last part first.
    pub subject: String,
    /// The subject in encoded order.
    pub subject_encoded: String,
    /// The issuer as RFC 4514 writes it.
    pub issuer: String,
    /// The subject key identifier.
    pub subject_key_identifier: Option<String>,
}

/// What one party is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Who.
    pub party: String,
    /// Its test environment.
    pub test: bool,
    /// Its name.
    pub name: Text,
    /// What it demands.
    pub demand: Text,
    /// How it is done there.
    pub how: Text,
    /// What the registration hangs on: `certificate`, `uuid` or unknown.
    pub bound_to: Option<&'static str>,
    /// What that means, also for the next renewal.
    pub hangs_on: Text,
    /// Where that was read, and with whom to check.
    pub source: Text,
}

impl Numbers {
    /// Those of one certificate.
    pub fn of(one: &Classified) -> Numbers {
        let certificate = &one.certificate;
        let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
        let (identifier, cvr) = match &one.verdict {
            Verdict::Listed(listing) => (listing.identifier.clone(), listing.organisation.cvr.clone()),
            _ => (None, None),
        };
        Numbers {
            uuid: identifier.as_deref().and_then(uuid),
            identifier,
            cvr,
            sha1: hex(&certificate.sha1),
            sha256: hex(&certificate.sha256),
            serial_hex: hex(&certificate.serial),
            serial_decimal: decimal(&certificate.serial),
            subject: certificate.subject.to_rfc4514(),
            subject_encoded: encoded(certificate),
            issuer: certificate.issuer.to_rfc4514(),
            subject_key_identifier: certificate.subject_key_identifier.as_deref().map(hex),
        }
    }
}

/// What each party is told of this store.
pub(super) fn registrations(matter: &Matter<'_>) -> Vec<Registration> {
    matter.parties.iter().map(|party| registration(matter, party)).collect()
}

fn registration(matter: &Matter<'_>, party: &Party) -> Registration {
    let hangs_on = match party.bound_to {
        Some(Bound::Certificate) => text("verify.register.by-certificate"),
        Some(Bound::Uuid) => text("verify.register.by-uuid"),
        None => filled("verify.register.by-unknown", &Values::from([("whom", party.knowledge.check_with.clone())])),
    };
    Registration {
        party: party.id.clone(),
        test: party.test,
        name: party.name.clone(),
        demand: party.demand.clone(),
        how: party.registration.clone(),
        bound_to: party.bound_to.map(|bound| match bound {
            Bound::Certificate => "certificate",
            Bound::Uuid => "uuid",
        }),
        hangs_on,
        source: party.told(matter.settings.as_of),
    }
}

/// What follows the last colon of `UI:DK-O:G:…`, if it has a UUID's length.
fn uuid(identifier: &str) -> Option<String> {
    let last = identifier.rsplit(':').next()?;
    let fits = identifier.starts_with("UI:DK-")
        && last.len() == 36
        && last.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    fits.then(|| last.to_lowercase())
}

/// The subject's parts in the order in which they stand in the certificate.
fn encoded(certificate: &Certificate) -> String {
    let mut rdns = certificate.subject.rdns.clone();
    rdns.reverse();
    Name { der: Box::default(), rdns }.to_rfc4514()
}

/// A number of any length in decimal.
fn decimal(octets: &[u8]) -> String {
    let mut digits: Vec<u8> = vec![0];
    for octet in octets {
        let mut carry = u32::from(*octet);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = u8::try_from(carry % 10).unwrap_or_default();
            carry /= 10;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 10).unwrap_or_default());
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_told_in_decimal() {
        assert_eq!(decimal(&[]), "0");
        assert_eq!(decimal(&[0x01, 0x00]), "256");
        assert_eq!(decimal(&[0xff; 20]), "1461501637330902918203684832716283019655932542975");
    }

    #[test]
    fn the_uuid_is_what_follows_the_form() {
        let one = uuid("UI:DK-O:G:5E50B9BB-0000-4000-8000-000000000000");
        assert_eq!(one.as_deref(), Some("5e50b9bb-0000-4000-8000-000000000000"));
        assert_eq!(uuid("UI:DK-00000001"), None);
        assert_eq!(uuid("CVR:12345678-UID:1"), None);
    }
}
