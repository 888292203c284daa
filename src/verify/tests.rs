//! Checks that no store in `testdata/verify` shows.

use super::testing::{STORE, World, world};
use super::{CHECKS, Outcome};
use crate::check::testing::{Builder, leaf, location, root_ca};
use crate::classify::{Evidence, Kind, Verdict};
use crate::failure::{Failure, FailureKind};
use crate::inventory::KeyPlace;
use crate::key::{Proof, Protection};
use crate::place::Place;
use std::path::Path;
use std::sync::Arc;

fn system(number: u8) -> Builder {
    leaf(number, "III", Kind::System)
}

/// A leaf in the store with its key, its certificate changed.
fn changed(change: impl FnOnce(&mut crate::certificate::Certificate)) -> World {
    let mut world = world(vec![system(1).with_key(STORE)]);
    change(&mut world.certificates[0].certificate);
    world
}

fn key(path: &str, public_key: [u8; 32]) -> KeyPlace {
    let location = location(path);
    KeyPlace {
        location,
        format: "pem",
        alias: None,
        public_key: Some(public_key),
        local_key_id: None,
        place: Place::Live,
    }
}

#[test]
fn names_of_checks_are_distinct() {
    for (at, check) in CHECKS.iter().enumerate() {
        assert!(CHECKS[..at].iter().all(|other| other.id != check.id), "{}", check.id);
    }
}

#[test]
fn an_empty_store_is_not_ready() {
    let verification = world(Vec::new()).verify();
    assert!(!verification.ready && verification.entries.is_empty());
    assert_eq!(world(Vec::new()).outcomes("end-entity"), [Outcome::Failed]);
    assert_eq!(world(vec![root_ca(1, "III").at(STORE)]).outcomes("end-entity"), [Outcome::Failed]);
}

#[test]
fn several_end_entities_are_each_judged() {
    let two = world(vec![system(1).with_key(STORE), system(2).with_key(STORE)]);
    assert_eq!((two.verify().entries.len(), two.outcomes("end-entity")), (2, vec![Outcome::Warning]));
    // A counterparty's certificate without a key is named, not judged.
    let foreign = world(vec![system(1).with_key(STORE), system(2).at(STORE)]);
    assert_eq!(foreign.verify().entries.len(), 1);
    assert_eq!(foreign.outcomes("end-entity"), [Outcome::Passed, Outcome::Warning]);
}

#[test]
fn a_qualified_or_old_end_entity_is_none_of_ours() {
    let qualified = world(vec![system(1).listing(|listing| listing.qualified = true).with_key(STORE)]);
    assert_eq!(qualified.outcomes("end-entity"), [Outcome::Failed]);
    let old = world(vec![leaf(1, "II", Kind::Voces).with_key(STORE)]);
    assert_eq!(
        (old.outcomes("end-entity"), old.outcomes("no-old-oces")),
        (vec![Outcome::Failed], vec![Outcome::Failed])
    );
    let told = old.checks("no-old-oces")[0].to_do.clone().unwrap();
    assert!(told.en.contains("Delete no old key") && told.da.contains("Slet ingen gammel nøgle"));
}

#[test]
fn what_failed_to_open_leaves_nothing_passed_for_the_whole() {
    let mut locked = world(vec![system(1).with_key(STORE)]);
    locked.inventory.failures.push(Failure::new(location(STORE), FailureKind::Locked, "none of 3 passwords fits"));
    assert_eq!(locked.outcomes("opened"), [Outcome::Failed]);
    assert!(locked.outcomes("no-old-oces").is_empty() && locked.outcomes("no-strangers").is_empty());
    assert!(!locked.verify().ready);
}

#[test]
fn a_key_is_told_by_what_is_known_of_it() {
    let proof = |public_key| Proof { public_key, protection: Protection::Modern, weak: None };
    let tied = || world(vec![system(1).with_key(STORE)]);
    for (proofs, outcome) in [
        (vec![], Outcome::Unknown),
        (vec![proof(Some([1; 32]))], Outcome::Passed),
        (vec![proof(Some([9; 32]))], Outcome::Failed),
        (vec![proof(None)], Outcome::Failed),
        (vec![proof(Some([9; 32])), proof(Some([1; 32]))], Outcome::Passed),
    ] {
        let world = World { proofs: proofs.clone(), ..tied() };
        assert_eq!(world.outcomes("private-key"), [outcome], "{proofs:?}");
    }
    let mut beside = world(vec![system(1).at(STORE)]);
    assert_eq!(beside.outcomes("private-key"), [Outcome::Failed]);
    beside.beside.keys = vec![key("/srv/other.key", [7; 32])];
    assert_eq!(beside.outcomes("private-key"), [Outcome::Failed]);
    beside.beside.keys.push(key("/srv/new.key", [1; 32]));
    assert_eq!(beside.outcomes("private-key"), [Outcome::Passed]);
}

#[test]
fn whoever_can_read_the_key_is_told_of_the_file_that_holds_it() {
    let mut beside = world(vec![system(1).at(STORE)]);
    beside.beside.keys = vec![key("/srv/new.key", [1; 32])];
    let open = |path: &str| Arc::<Path>::from(Path::new(path));
    beside.beside.open_to_all = [open("/srv/other.key")].into();
    assert!(beside.outcomes("permissions").is_empty());
    beside.beside.open_to_all.insert(open("/srv/new.key"));
    assert_eq!(beside.outcomes("permissions"), [Outcome::Warning]);
    let mut store = world(vec![system(1).with_key(STORE)]);
    store.inventory.open_to_all = [open(STORE)].into();
    assert_eq!(store.outcomes("permissions"), [Outcome::Warning]);
}

#[test]
fn a_certificate_of_another_organisation_is_told_where_the_own_is_known() {
    let mut world = world(vec![system(1).with_key(STORE)]);
    assert!(world.outcomes("organisation").is_empty());
    world.own_cvr = vec!["12345678".to_owned()];
    assert_eq!(world.outcomes("organisation"), [Outcome::Passed]);
    world.own_cvr = vec!["87654321".to_owned()];
    assert_eq!(world.outcomes("organisation"), [Outcome::Warning]);
}

#[test]
fn the_bits_of_key_usage_are_asked_for() {
    for (bits, party, outcomes) in [
        (None, "kombit", vec![Outcome::Warning]),
        (Some(0b101), "kombit", vec![Outcome::Passed]),
        (Some(0b100), "kombit", vec![Outcome::Failed]),
        (Some(0b001), "kombit", vec![Outcome::Warning]),
        (Some(0b001), "secure-email", vec![Outcome::Failed]),
    ] {
        let world = changed(|certificate| certificate.key_usage = bits).for_party(party);
        assert_eq!(world.outcomes("key-usage"), outcomes, "{bits:?} {party}");
    }
}

#[test]
fn addresses_are_told_by_their_form() {
    for (email, outcome) in [
        ("sikkermail@fjordby.example", Outcome::Passed),
        ("søren@fjordby.example", Outcome::Failed),
        ("post@blåbærgrød.example", Outcome::Failed),
        ("post", Outcome::Failed),
        ("post@fjordby", Outcome::Failed),
        ("two words@fjordby.example", Outcome::Failed),
        ("post@@fjordby.example", Outcome::Failed),
    ] {
        let world = changed(|certificate| certificate.emails = vec![email.to_owned()]);
        assert_eq!(world.outcomes("email"), [outcome], "{email}");
    }
}

#[test]
fn a_key_shorter_than_any_seen_is_not_from_there() {
    let bits = |bits| changed(|certificate| certificate.algorithms.rsa_bits = bits).outcomes("algorithms")[0];
    assert_eq!(
        [bits(Some(2048)), bits(Some(3072)), bits(Some(4096)), bits(None)],
        [Outcome::Failed, Outcome::Passed, Outcome::Passed, Outcome::Unknown]
    );
}

#[test]
fn a_ca_that_is_not_the_known_one_is_told() {
    let ca = |evidence| {
        let ca = root_ca(2, "III").listing(|listing| {
            listing.role = crate::catalogue::Role::Issuing;
            listing.evidence = evidence;
            listing.status = crate::classify::Status::Current;
        });
        let mut world = world(vec![system(1).with_key(STORE), ca.at(STORE)]);
        world.certificates[1].certificate.is_ca = true;
        world.certificates[0].certificate.issuer = world.certificates[1].certificate.subject.clone();
        world
    };
    let outcome = |evidence| ca(evidence).outcomes("issuing-ca");
    assert_eq!(outcome(Evidence::Fingerprint), [Outcome::Passed]);
    assert_eq!(outcome(Evidence::KeyIdentifier), [Outcome::Warning]);
    assert_eq!(outcome(Evidence::Chain), [Outcome::Warning]);
    // It names nobody of the catalogue as its issuer.
    assert_eq!(ca(Evidence::Fingerprint).outcomes("root-ca"), [Outcome::Failed]);
    // Another key under the same name issued nothing.
    let mut other = ca(Evidence::Fingerprint);
    other.certificates[0].certificate.authority_key_identifier = Some(Box::from([1]));
    other.certificates[1].certificate.subject_key_identifier = Some(Box::from([2]));
    assert_eq!(other.outcomes("issuing-ca"), [Outcome::Failed]);
}

#[test]
fn strangers_are_told_by_what_they_are() {
    let with = |verdict| {
        let stranger = system(2).verdict(verdict).at(STORE);
        world(vec![system(1).with_key(STORE), stranger]).outcomes("no-strangers")
    };
    assert_eq!(with(Verdict::Other), [Outcome::Warning]);
    assert_eq!(with(Verdict::UnknownAuthority { family: "TRUST2408".into() }), [Outcome::Failed]);
    let test = root_ca(2, "III").test().at(STORE);
    assert_eq!(world(vec![system(1).with_key(STORE), test]).outcomes("no-strangers"), [Outcome::Failed]);
}

#[test]
fn pem_has_the_form_that_servers_read() {
    const CERT: &str = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";
    const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n";
    let outcome = |text: &str| {
        let mut world = world(vec![system(1).with_key(STORE)]);
        for place in world.certificates.iter_mut().flat_map(|one| &mut one.occurrences) {
            place.format = "pem";
        }
        world.content = Some(text.as_bytes().to_vec());
        world.outcomes("pem-form")
    };
    let whole = format!("Bag Attributes\n{CERT}{KEY}");
    assert_eq!(outcome(&whole), [Outcome::Passed]);
    assert_eq!(outcome(&whole.replace('\n', "\r\n")), [Outcome::Passed]);
    for broken in [
        whole.replace('\n', "\r"),
        whole.replace('\n', "\0\n"),
        format!("{CERT}{KEY}{KEY}"),
        format!("{CERT}{KEY}").replace("-----\n-----", "----------"),
        format!("{CERT}{KEY}").replace("-----BEGIN", "  -----BEGIN"),
        CERT.replace("-----BEGIN CERTIFICATE-----\n", ""),
        CERT.replace("-----END CERTIFICATE-----\n", ""),
        "MII\n".to_owned(),
    ] {
        assert_eq!(outcome(&broken), [Outcome::Failed], "{broken:?}");
    }
    let keystore = World { content: Some(b"MII".to_vec()), ..world(vec![system(1).with_key(STORE)]) };
    assert!(keystore.outcomes("pem-form").is_empty());
}
