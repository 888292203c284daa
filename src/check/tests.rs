//! Tests of the rules, one promise each.

use super::testing::{BLOCK, Builder, leaf, location, member, root_ca};
use super::*;
use crate::certificate::{Identifier, Party, Role as party};
use crate::classify::{JudgedParty, Kind};
use crate::place::Place;
use std::sync::Arc;
use time::macros::{date, datetime};

/// Rule, severity and relative path of every finding.
fn found(builders: Vec<Builder>) -> Vec<(&'static str, &'static str, String)> {
    let certificates: Vec<Classified> = builders.into_iter().map(Builder::build).collect();
    check(&certificates, &[], "host")
        .iter()
        .map(|one| (one.rule.id, one.severity.id(), one.location.relative().display().to_string()))
        .collect()
}

fn expect(builders: Vec<Builder>, expected: &[(&'static str, &'static str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(a, b, c)| (*a, *b, (*c).to_owned())).collect();
    assert_eq!(found(builders), expected);
}

#[test]
fn registry_and_names_agree() {
    assert_eq!(Id::LookAlike as usize + 1, RULES.len());
    assert_eq!(Id::Oces2Key.rule().id, "oces2-key");
    assert_eq!(Id::Oces1Ca.rule().id, "oces1-ca");
    assert_eq!(Id::Oces3Expired.rule().id, "oces3-expired");
    assert_eq!(Id::LookAlike.rule().id, "look-alike");
    for (at, rule) in RULES.iter().enumerate() {
        assert!(RULES[..at].iter().all(|other| other.id != rule.id), "{} twice", rule.id);
    }
}

#[test]
fn a_store_with_its_key_is_an_error() {
    expect(vec![leaf(1, "II", Kind::Foces).with_key("/srv/a.p12")], &[("oces2-key", "error", "a.p12")]);
    expect(vec![leaf(1, "I", Kind::Voces).with_key("/srv/a.p12")], &[("oces1-key", "error", "a.p12")]);
}

#[test]
fn a_certificate_alone_is_a_warning_even_when_foreign() {
    let foreign = leaf(1, "II", Kind::Foces).at("/srv/partner.cer").owner(Ownership::Foreign);
    expect(vec![foreign], &[("oces2-certificate", "warning", "partner.cer")]);
}

#[test]
fn key_beside_certificate_counts_for_both_files() {
    let pair = leaf(1, "II", Kind::Foces).at("/srv/ssl/a.crt").key_at("/srv/ssl/a.key");
    expect(vec![pair], &[("oces2-key", "error", "ssl/a.crt"), ("oces2-key", "error", "ssl/a.key")]);
}

#[test]
fn key_elsewhere_is_told_at_its_own_path() {
    let apart = leaf(1, "II", Kind::Foces).at("/srv/certs/a.crt").key_at("/srv/private/a.key");
    expect(vec![apart], &[("oces2-key", "error", "private/a.key"), ("oces2-certificate", "warning", "certs/a.crt")]);
}

#[test]
fn a_truststore_is_a_warning() {
    expect(vec![root_ca(9, "II").at("/srv/trust.pem")], &[("oces2-ca", "warning", "trust.pem")]);
}

#[test]
fn a_chain_in_its_leafs_store_is_no_finding_of_its_own() {
    let chain = root_ca(9, "II").occurs(location("/srv/a.p12"), "pkcs12", Place::Live, false);
    expect(vec![leaf(1, "II", Kind::Foces).with_key("/srv/a.p12"), chain], &[("oces2-key", "error", "a.p12")]);
}

#[test]
fn a_chain_file_beside_the_pair_belongs_to_it_but_a_keystore_does_not() {
    let pair = || leaf(1, "II", Kind::Foces).at("/srv/ssl/a.crt").key_at("/srv/ssl/a.key");
    let keys = [("oces2-key", "error", "ssl/a.crt"), ("oces2-key", "error", "ssl/a.key")];
    expect(vec![pair(), root_ca(9, "II").at("/srv/ssl/chain.pem")], &keys);
    let store = root_ca(9, "II").occurs(location("/srv/ssl/trust.jks"), "jks", Place::Live, false);
    let with_store = [keys[0], keys[1], ("oces2-ca", "warning", "ssl/trust.jks")];
    expect(vec![pair(), store], &with_store);
}

#[test]
fn a_key_of_another_hierarchy_excuses_no_root() {
    let other = leaf(1, "III", Kind::System).with_key("/srv/a.p12");
    let root = root_ca(9, "II").occurs(location("/srv/a.p12"), "pkcs12", Place::Live, false);
    expect(vec![other, root], &[("oces2-ca", "warning", "a.p12")]);
}

#[test]
fn mail_and_log_without_key_are_history() {
    for place in [Place::Message, Place::Log] {
        let mail = leaf(1, "II", Kind::Moces).occurs(location("/srv/m.eml"), "pkcs7", place, false);
        let findings = check(&[mail.build()], &[], "host");
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].severity, findings[0].history), (Severity::Note, true));
        assert_eq!(findings[0].rule.id, "oces2-certificate");
    }
}

#[test]
fn a_key_in_a_mail_is_no_history() {
    let mail = leaf(1, "II", Kind::Moces).occurs(location("/srv/m.eml"), "pkcs12", Place::Message, true);
    let findings = check(&[mail.build()], &[], "host");
    assert_eq!((findings[0].severity, findings[0].history), (Severity::Error, false));
}

#[test]
fn test_environment_is_one_level_lower() {
    expect(vec![leaf(1, "II", Kind::Foces).test().with_key("/srv/a")], &[("oces2-key", "warning", "a")]);
    expect(vec![leaf(1, "II", Kind::Foces).test().at("/srv/a")], &[("oces2-certificate", "note", "a")]);
    let expiring = leaf(1, "III", Kind::System).test().status(Status::Expiring, BLOCK).at("/srv/a");
    expect(vec![expiring], &[("oces3-expiring", "note", "a")]);
}

#[test]
fn oces3_by_its_dates() {
    expect(vec![leaf(1, "III", Kind::System).with_key("/srv/a")], &[]);
    let expired = || leaf(1, "III", Kind::System).status(Status::Expired, BLOCK);
    expect(vec![expired().with_key("/srv/a")], &[("oces3-expired", "error", "a")]);
    expect(vec![expired().at("/srv/a").owner(Ownership::Foreign)], &[("oces3-expired", "note", "a")]);
    expect(vec![root_ca(1, "III").status(Status::Expired, BLOCK).at("/srv/a")], &[]);
    let qualified = leaf(1, "II", Kind::Foces).listing(|one| one.qualified = true).at("/srv/a");
    expect(vec![qualified], &[]);
}

#[test]
fn strangers_are_told_apart() {
    let unknown = Verdict::UnknownAuthority { family: "TRUST2408".into() };
    let first = leaf(1, "II", Kind::Foces).verdict(unknown).at("/srv/a");
    expect(vec![first], &[("unknown-authority", "warning", "a")]);
    let Verdict::Listed(listing) = leaf(1, "II", Kind::Foces).build().verdict else { panic!() };
    let alike = Verdict::LookAlike { listing, reason: "other key".into() };
    expect(vec![leaf(1, "II", Kind::Foces).verdict(alike).at("/srv/a")], &[("look-alike", "note", "a")]);
    expect(vec![leaf(1, "II", Kind::Foces).verdict(Verdict::Other).at("/srv/a")], &[]);
}

#[test]
fn one_finding_for_a_content_with_its_places() {
    let twice = leaf(1, "II", Kind::Foces)
        .at("/srv/a.xml")
        .occurs(location("/srv/a.xml").step(StepKind::Base64, b""), "base64", Place::Live, false)
        .occurs(member("/srv/a.zip", "x.pem"), "pem", Place::Live, false)
        .occurs(member("/srv/a.zip", "y.pem"), "pem", Place::Live, false);
    let findings = check(&[twice.build()], &[], "host");
    assert_eq!(findings.iter().map(|one| one.places).collect::<Vec<_>>(), [2, 1, 1]);
    assert!(findings[0].location.steps.is_empty());
    let mut ids: Vec<_> = findings.iter().map(|one| one.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[test]
fn sorted_worst_first_and_history_last() {
    let mail = leaf(1, "II", Kind::Foces).occurs(location("/srv/a.eml"), "pkcs7", Place::Message, false);
    let soon = leaf(2, "III", Kind::System).status(Status::Expiring, BLOCK).at("/srv/z");
    let key = leaf(3, "II", Kind::Foces).with_key("/srv/k");
    let store = root_ca(4, "II").at("/srv/trust/ca");
    expect(
        vec![mail, soon, key, store],
        &[
            ("oces2-key", "error", "k"),
            ("oces2-ca", "warning", "trust/ca"),
            ("oces3-expiring", "note", "z"),
            ("oces2-certificate", "note", "a.eml"),
        ],
    );
}

/// The identity must never change: computed once with
/// `printf 'oces/v1\0h\0oces2-ca\0…' | sha256sum`.
#[test]
fn identity_is_stable_and_blind_to_root_and_encoding() {
    let one = identity("h", "look-alike", None, &member("/srv/d/a.zip", "m"));
    let mut hash = Sha256::new();
    hash.update(b"oces/v1\0h\0look-alike\0\0d/a.zip\0m");
    assert_eq!(one[..], hash.finalize()[..16]);
    let mut moved = member("/srv/d/a.zip", "m").step(StepKind::Base64, b"");
    moved.root = Arc::from(std::path::Path::new("/mnt"));
    moved.path = Arc::from(std::path::Path::new("/mnt/d/a.zip"));
    assert_eq!(one, identity("h", "look-alike", None, &moved));
    let named = identity("h", "oces2-ca", Some(&[0xAB; 32]), &location("/srv/a"));
    let mut hash = Sha256::new();
    hash.update(format!("oces/v1\0h\0oces2-ca\0{}\0a\0", "ab".repeat(32)));
    assert_eq!(named[..], hash.finalize()[..16]);
}

#[test]
fn messages_are_plain_and_never_say_valid() {
    let key = leaf(1, "II", Kind::Foces).name("Løn (funktionscertifikat)").with_key("/srv/a").build();
    let findings = check(std::slice::from_ref(&key), &[], "host");
    assert_eq!(
        message(&findings[0], Some(&key), false),
        "The OCES II function certificate “Løn (funktionscertifikat)” (Eksempel Kommune, CVR 12345678) \
         lies here together with its private key. It was to be blocked on 31 October 2023 according to \
         Digitaliseringsstyrelsen; no CRL was consulted."
    );
    assert_eq!(
        message(&findings[0], Some(&key), true),
        "OCES II-funktionscertifikatet »Løn (funktionscertifikat)« (Eksempel Kommune, CVR 12345678) \
         ligger her sammen med sin private nøgle. Ifølge Digitaliseringsstyrelsen skulle det spærres den \
         31. oktober 2023; spærrelisten er ikke slået op."
    );
}

#[test]
fn every_status_and_presence_is_a_sentence() {
    for status in Status::ALL {
        for ca in [false, true] {
            let base = if ca { root_ca(1, "II") } else { leaf(1, "II", Kind::Moces) };
            let built = base.status(*status, date!(2023 - 10 - 31)).at("/srv/a").build();
            let findings = check(std::slice::from_ref(&built), &[], "host");
            for danish in [true, false] {
                let text = message(&findings[0], Some(&built), danish);
                assert!(text.ends_with('.') && !text.contains("  "), "{text}");
                let lower = text.to_lowercase();
                assert!(!lower.contains("valid") && !lower.contains("gyldig"), "{text}");
                assert!(text.contains(if danish { " ligger her" } else { " lies here" }), "{text}");
            }
        }
    }
}

#[test]
fn dates_are_spelt_out() {
    assert_eq!(date_text(date!(2026 - 05 - 03), true), "3. maj 2026");
    assert_eq!(date_text(date!(2026 - 05 - 03), false), "3 May 2026");
    let late = datetime!(2026-05-03 22:30 UTC).unix_timestamp();
    let expired = leaf(1, "III", Kind::System).status(Status::Expired, BLOCK).ends(late).with_key("/srv/a");
    let expired = expired.build();
    let findings = check(std::slice::from_ref(&expired), &[], "host");
    assert!(message(&findings[0], Some(&expired), true).contains("udløb den 4. maj 2026"));
}

#[test]
fn an_authority_that_is_distrusted_is_no_finding() {
    let trusted = [("oces2-ca", "warning", "hive")];
    for (stores, expected) in [
        (vec!["LocalMachine\\Disallowed"], &[][..]),
        (vec!["Disallowed", "LocalMachine\\Root"], &trusted[..]),
        (vec!["LocalMachine\\Root"], &trusted[..]),
    ] {
        let mut authority = root_ca(9, "II");
        for store in stores {
            authority = authority.at("/srv/hive").in_store(store);
        }
        expect(vec![authority], expected);
    }
}

/// A message with recipients: generation, environment, and whether the key was found.
fn encrypted(path: &str, recipients: &[(Option<&str>, Environment, bool)]) -> Message {
    let party = Party { role: party::Recipient, identifier: Identifier::None };
    let judged = |(generation, environment, key): &(Option<&str>, Environment, bool)| JudgedParty {
        party: party.clone(),
        hierarchy: generation.map(|generation| (Arc::from(generation), *environment)),
        certificate: None,
        key: *key,
    };
    Message { location: location(path), parties: recipients.iter().map(judged).collect() }
}

#[test]
fn encrypted_mail_is_a_warning_where_it_can_be_saved_and_a_note_where_not() {
    use Environment::{Production, Test};
    let found = |recipients: &[(Option<&str>, Environment, bool)]| {
        let findings = check(&[], &[encrypted("/srv/a.eml", recipients)], "host");
        findings.iter().map(|one| (one.rule.id, one.severity.id(), one.savable)).collect::<Vec<_>>()
    };
    assert_eq!(found(&[(Some("II"), Production, true)]), [("encrypted-mail", "warning", true)]);
    assert_eq!(found(&[(Some("II"), Production, false)]), [("encrypted-mail", "note", false)]);
    assert_eq!(found(&[(Some("I"), Production, false), (Some("III"), Production, true)]).len(), 1);
    assert!(
        found(&[(Some("I"), Production, false), (Some("III"), Production, true)])[0].2,
        "another's key opens it too"
    );
    assert_eq!(found(&[(Some("II"), Test, true)]), [("encrypted-mail", "note", true)]);
    assert_eq!(found(&[(Some("III"), Production, false), (None, Production, false)]), []);
}

#[test]
fn encrypted_mail_is_one_finding_a_message_and_names_no_certificate() {
    let mail = |path| encrypted(path, &[(Some("II"), Environment::Production, true); 3]);
    let mut inside = mail("/srv/box");
    inside.location = member("/srv/box", "a@b").step(crate::location::StepKind::Base64, b"");
    let findings = check(&[], &[mail("/srv/a.eml"), inside.clone(), inside], "host");
    let told: Vec<_> = findings.iter().map(|one| (one.location.members(), one.places, one.certificate)).collect();
    assert_eq!(told, [(Vec::new(), 1, None), (b"a@b".to_vec(), 2, None)]);
    let [danish, english] = [true, false].map(|danish| message(&findings[0], None, danish));
    assert!(danish.contains("kan reddes") && english.contains("can be saved"));
    assert_ne!(findings[0].id, findings[1].id);
}

#[test]
fn a_signature_alone_is_no_finding() {
    let mut signed = encrypted("/srv/a.eml", &[(Some("II"), Environment::Production, true)]);
    signed.parties[0].party.role = party::Signer;
    assert!(check(&[], &[signed], "host").is_empty());
}
