//! Tests of the judgement of messages, one promise each.

use super::super::tests::{foces, inventory, occurrence, oces3, place, settings};
use super::*;
use crate::certificate::Certificate;
use crate::inventory::MessageParty;
use time::macros::date;

fn recipient(certificate: &Certificate) -> Identifier {
    Identifier::IssuerAndSerial { issuer: Arc::from(&*certificate.issuer.der), serial: certificate.serial.clone() }
}

/// The parties of one message, judged beside some certificates.
fn judged(parties: Vec<(Role, Identifier)>, found: &[Certificate], with_key: bool) -> Option<Message> {
    let mut inventory = inventory(found);
    for known in inventory.certificates.values_mut() {
        known.occurrences.push(occurrence("/srv/x.p12", with_key));
    }
    let party = |(role, identifier)| MessageParty { message: place("/srv/a.eml"), party: Party { role, identifier } };
    inventory.parties = parties.into_iter().map(party).collect();
    let catalogue = Catalogue::builtin().unwrap();
    let settings = settings(date!(2026 - 01 - 01));
    let certificates = super::super::classify(&mut inventory, &catalogue, &settings);
    messages(&inventory, &certificates, &catalogue, &settings).pop()
}

fn generation(message: &Message) -> Option<&str> {
    message.parties[0].hierarchy.as_ref().map(|(generation, _)| &**generation)
}

#[test]
fn a_recipient_is_told_by_issuer_and_its_key_by_the_scan() {
    let old = foces().build();
    let none = judged(vec![(Role::Recipient, recipient(&old))], &[], false).unwrap();
    assert_eq!((generation(&none), none.parties[0].certificate, none.parties[0].key), (Some("II"), None, false));
    for with_key in [false, true] {
        let message = judged(vec![(Role::Recipient, recipient(&old))], std::slice::from_ref(&old), with_key).unwrap();
        assert!(message.is_encrypted() && generation(&message) == Some("II"));
        assert_eq!((message.parties[0].certificate, message.parties[0].key), (Some(old.sha256), with_key));
    }
}

#[test]
fn a_key_identifier_needs_the_certificate() {
    let old = foces().ski(&[7; 20]).build();
    let by_key = || vec![(Role::Recipient, Identifier::KeyIdentifier(Box::from([7; 20])))];
    assert_eq!(judged(by_key(), &[], false), None);
    let message = judged(by_key(), &[old], true).unwrap();
    assert!(generation(&message) == Some("II") && message.parties[0].key);
}

#[test]
fn other_serials_and_other_issuers_are_others() {
    let old = foces().build();
    let Identifier::IssuerAndSerial { issuer, .. } = recipient(&old) else { panic!() };
    let other = Identifier::IssuerAndSerial { issuer, serial: Box::from([9, 9]) };
    let message = judged(vec![(Role::Recipient, other)], &[old], true).unwrap();
    assert_eq!((message.parties[0].certificate, message.parties[0].key), (None, false));
    let stranger = Identifier::IssuerAndSerial { issuer: Arc::from([0x30, 0]), serial: Box::from([1]) };
    assert_eq!(judged(vec![(Role::Recipient, stranger), (Role::Recipient, Identifier::None)], &[], false), None);
}

#[test]
fn signers_do_not_encrypt_and_the_present_generation_is_told() {
    let old = foces().build();
    let signed = judged(vec![(Role::Signer, recipient(&old))], &[], false).unwrap();
    assert!(!signed.is_encrypted() && signed.signers().count() == 1);
    let new = oces3("UI:DK-O:G:1").build();
    assert_eq!(generation(&judged(vec![(Role::Recipient, recipient(&new))], &[], false).unwrap()), Some("III"));
}
