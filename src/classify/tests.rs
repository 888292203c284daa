//! Tests of the verdicts, on made-up certificates under real names.

use super::*;
use crate::asn1::{encode, tag};
use crate::certificate::tests::{Builder, name_der, pair};
use crate::inventory::Known;
use crate::location::Location;
use crate::place::Place;
use std::path::Path;
use time::macros::date;

const ICA_IV_KEY: &str = "5cbb7562163299aa36a0b89afb6fa70c5ff00ad5";
const ICA_1_KEY: &str = "4c01e2ca73bcc3be380a383d36b05c749c7b97b9";
const PRIMARY_KEY: &str = "f66df8b148b3414301db8644e51805b75ecc0637";

fn key(text: &str) -> Vec<u8> {
    data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap()
}

fn ica_iv() -> Vec<u8> {
    name_der(&[("C", "DK"), ("O", "TRUST2408"), ("CN", "TRUST2408 OCES CA IV")])
}

fn ica_1() -> Vec<u8> {
    name_der(&[("CN", "Den Danske Stat OCES udstedende-CA 1"), ("O", "Den Danske Stat"), ("C", "DK")])
}

/// An OCES II subject: CN and serialNumber in one RDN.
fn holder(serial: &str) -> Vec<u8> {
    let rdn = |content: &[u8]| encode(tag::SET, content);
    let last = [pair("serialNumber", serial), pair("CN", "Robot (funktionscertifikat)")].concat();
    encode(tag::SEQUENCE, &[rdn(&pair("C", "DK")), rdn(&pair("O", "Byen // CVR:12345678")), rdn(&last)].concat())
}

pub(super) fn foces() -> Builder {
    Builder::new(&ica_iv(), &holder("CVR:12345678-FID:87654321")).aki(&key(ICA_IV_KEY)).usage(0b1011_1000)
}

pub(super) fn oces3(serial: &str) -> Builder {
    let subject = name_der(&[
        ("CN", "x"),
        ("serialNumber", serial),
        ("O", "Byen"),
        ("organizationIdentifier", "NTRDK-12345678"),
        ("C", "DK"),
    ]);
    Builder::new(&ica_1(), &subject).aki(&key(ICA_1_KEY))
}

pub(super) fn settings(as_of: Date) -> Settings {
    Settings { as_of, expiring_within_days: 90, own_cvr: Vec::new(), foreign_cvr: Vec::new() }
}

pub(super) fn inventory(certificates: &[Certificate]) -> Inventory {
    let known = |certificate: &Certificate| {
        (certificate.sha256, Known { certificate: certificate.clone(), occurrences: Vec::new() })
    };
    Inventory { certificates: certificates.iter().map(known).collect(), ..Inventory::default() }
}

/// The verdict on the first of the certificates.
fn verdict_among(certificates: &[Certificate], as_of: Date) -> Verdict {
    let catalogue = Catalogue::builtin().unwrap();
    let mut all = classify(&mut inventory(certificates), &catalogue, &settings(as_of));
    let at = all.iter().position(|classified| classified.certificate.sha256 == certificates[0].sha256).unwrap();
    all.swap_remove(at).verdict
}

fn verdict(builder: &Builder) -> Verdict {
    verdict_among(&[builder.build()], date!(2026 - 11 - 21))
}

fn listing(builder: &Builder, as_of: Date) -> Listing {
    match verdict_among(&[builder.build()], as_of) {
        Verdict::Listed(listing) => listing,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_function_certificate_is_told_with_all_its_particulars() {
    let listing = listing(&foces(), date!(2026 - 11 - 21));
    assert_eq!(
        (&*listing.generation, listing.environment, listing.role),
        ("II", Environment::Production, Role::EndEntity)
    );
    assert_eq!((listing.kind, listing.evidence), (Some(Kind::Foces), Evidence::KeyIdentifier));
    assert_eq!((listing.status, listing.status_since), (Status::Blocked, Some(date!(2023 - 10 - 31))));
    assert_eq!(listing.organisation, Organisation { name: Some("Byen".to_owned()), cvr: Some("12345678".to_owned()) });
    assert_eq!(listing.identifier.as_deref(), Some("CVR:12345678-FID:87654321"));
}

#[test]
fn subject_forms_and_key_usage_tell_the_kind() {
    let day = date!(2022 - 01 - 01);
    for (serial, kind) in
        [("PID:9208-2002-2-1", Kind::Poces), ("CVR:12345678-RID:1", Kind::Moces), ("CVR:12345678-UID:1", Kind::Voces)]
    {
        let builder = Builder::new(&ica_iv(), &holder(serial)).aki(&key(ICA_IV_KEY));
        assert_eq!(listing(&builder, day).kind, Some(kind), "{serial}");
    }
    let uuid = "c70b0207-162e-4d3d-a7f1-a19a8e07d99b";
    assert_eq!(listing(&oces3(&format!("UI:DK-E:C:{uuid}")).usage(0xe0), day).kind, Some(Kind::Employee));
    assert_eq!(listing(&oces3(&format!("UI:DK-O:G:{uuid}")).usage(0xe0), day).kind, Some(Kind::Organisation));
    let system = listing(&oces3(&format!("UI:DK-O:G:{uuid}")).usage(0xa0), day);
    assert_eq!((system.kind, system.organisation.cvr.as_deref()), (Some(Kind::System), Some("12345678")));
}

#[test]
fn the_block_date_outranks_the_dates_of_the_certificate() {
    let status = |builder: &Builder, day| {
        let listing = listing(builder, day);
        (listing.status, listing.status_since.or(listing.status_on))
    };
    let block = Some(date!(2023 - 10 - 31));
    assert_eq!(status(&foces(), date!(2023 - 10 - 30)), (Status::ToBeBlocked, block));
    assert_eq!(status(&foces(), date!(2023 - 10 - 31)), (Status::Blocked, block));
    let ended = |not_after| Builder { not_after, ..foces() };
    let old = ended("231030225959Z");
    assert_eq!(status(&old, date!(2026 - 01 - 01)), (Status::Expired, Some(date!(2023 - 10 - 30))));
    assert_eq!(status(&old, date!(2023 - 10 - 30)).0, Status::Expiring);
    assert_eq!(status(&ended("231030230000Z"), date!(2026 - 01 - 01)), (Status::Blocked, block));
    assert_eq!(status(&ended("239930230000Z"), date!(2026 - 01 - 01)), (Status::Blocked, block));
}

#[test]
fn oces_3_goes_by_its_dates() {
    let builder = oces3("UI:DK-O:G:1").usage(0xa0);
    let status = |day| listing(&builder, day).status;
    assert_eq!(status(date!(2020 - 12 - 31)), Status::NotYet);
    assert_eq!(status(date!(2021 - 01 - 01)), Status::Current);
    assert_eq!(status(date!(2023 - 10 - 02)), Status::Current);
    assert_eq!(status(date!(2023 - 10 - 03)), Status::Expiring);
    assert_eq!(status(date!(2024 - 01 - 01)), Status::Expiring);
    assert_eq!(status(date!(2024 - 01 - 02)), Status::Expired);
}

#[test]
fn authorities_and_test_certificates_are_retired_not_blocked() {
    let issuer = name_der(&[("C", "DK"), ("O", "TRUST2408"), ("CN", "TRUST2408 Systemtest XXXIV CA")]);
    let test =
        Builder::new(&issuer, &holder("CVR:12345678-FID:1")).aki(&key("cd6c6897397219a435ab64eaf411a38187f8693b"));
    assert_eq!(listing(&test, date!(2023 - 10 - 31)).status, Status::Retired);
    assert_eq!(listing(&test, date!(2022 - 10 - 31)).status, Status::Current);
    let first = name_der(&[("C", "DK"), ("O", "TDC"), ("CN", "TDC OCES CA")]);
    let old = Builder::new(&first, &holder("CVR:12345678-UID:1")).aki(&key("60b585ec56647e121927671d50154b73ae3bf912"));
    let old = listing(&old, date!(2026 - 01 - 01));
    assert_eq!((&*old.generation, old.status), ("I", Status::Retired));
}

#[test]
fn another_key_makes_a_look_alike_and_none_does_not() {
    let mut forged = foces();
    forged.extensions.clear();
    assert!(matches!(verdict(&forged), Verdict::Listed(listing) if listing.evidence == Evidence::IssuerName));
    assert!(
        matches!(verdict(&forged.clone().aki(&[1; 20])), Verdict::LookAlike { listing, .. } if &*listing.generation == "II")
    );
    let root = name_der(&[("C", "DK"), ("O", "TRUST2408"), ("CN", "TRUST2408 OCES Primary CA")]);
    let forged = Builder::new(&root, &root).ca().ski(&key(PRIMARY_KEY)).aki(&key(PRIMARY_KEY));
    assert!(matches!(verdict(&forged), Verdict::LookAlike { .. }));
    let forged = Builder::new(&name_der(&[("CN", "Own root")]), &ica_iv()).ca().ski(&key(ICA_IV_KEY));
    assert!(matches!(verdict(&forged), Verdict::LookAlike { .. }));
}

#[test]
fn near_names_are_look_alikes_and_new_ones_unknown() {
    let issuer = name_der(&[("C", "DK"), ("O", "TRUST2048"), ("CN", "TRUST2408 OCES CA IV")]);
    assert!(matches!(verdict(&Builder::new(&issuer, &holder("CVR:12345678-FID:1"))), Verdict::LookAlike { .. }));
    let issuer = name_der(&[("C", "DK"), ("O", "TRUST2408"), ("CN", "TRUST2408 OCES CA VI")]);
    let unknown = Verdict::UnknownAuthority { family: "TRUST2408".to_owned() };
    assert_eq!(verdict(&Builder::new(&issuer, &holder("CVR:12345678-FID:1")).aki(&[1; 20])), unknown);
    assert_eq!(verdict(&Builder::new(&issuer, &issuer).ca()), unknown);
    assert_eq!(verdict(&Builder::new(&name_der(&[("CN", "x")]), &issuer)), Verdict::Other);
}

#[test]
fn the_nameless_key_of_the_stub_authority_is_told_by_name() {
    let stub = name_der(&[("C", "DK"), ("O", "TRUST2408"), ("CN", "TRUST2408 Stub Primary CA")]);
    let leaf = Builder::new(&stub, &holder("CVR:12345678-FID:1"));
    assert_eq!(listing(&leaf, date!(2020 - 01 - 01)).evidence, Evidence::IssuerName);
    assert!(matches!(verdict(&Builder::new(&stub, &stub).ca()), Verdict::LookAlike { .. }));
}

#[test]
fn authorities_are_learned_by_their_chain_to_the_end() {
    let primary = name_der(&[("C", "DK"), ("O", "TRUST2408"), ("CN", "TRUST2408 OCES Primary CA")]);
    let [one, two] = ["Byens CA", "Byens anden CA"].map(|name| name_der(&[("O", "Byen"), ("CN", name)]));
    let first = Builder::new(&primary, &one).ca().aki(&key(PRIMARY_KEY)).ski(&[1; 20]).build();
    let second = Builder::new(&one, &two).ca().aki(&[1; 20]).ski(&[2; 20]).build();
    let leaf = Builder::new(&two, &holder("CVR:12345678-FID:1")).aki(&[2; 20]).build();
    let all = [leaf.clone(), second, first];
    let Verdict::Listed(listing) = verdict_among(&all, date!(2026 - 01 - 01)) else { panic!() };
    assert_eq!((listing.evidence, listing.status), (Evidence::Chain, Status::Blocked));
    assert_eq!(verdict_among(&[leaf], date!(2026 - 01 - 01)), Verdict::Other);

    let mut catalogue = Catalogue::builtin().unwrap();
    let (inventory, settings) = (inventory(&all), settings(date!(2026 - 01 - 01)));
    let names = learned_names(&inventory, &catalogue, &settings);
    assert_eq!(names.len(), 2);
    catalogue.watch_also(names);
    assert!(learned_names(&inventory, &catalogue, &settings).is_empty());
    assert!(catalogue.concerns(&two));
}

#[test]
fn qualified_certificates_have_no_kind() {
    let issuer =
        name_der(&[("CN", "Den Danske Stat kvalificeret udstedende-CA 1"), ("O", "Den Danske Stat"), ("C", "DK")]);
    let leaf = Builder::new(&issuer, &holder("UI:DK-O:G:1")).aki(&key("33a8b7423af9ad84ec2912cdeb14175bee3dfeb2"));
    let listing = listing(&leaf, date!(2026 - 01 - 01));
    assert_eq!((&*listing.generation, listing.qualified, listing.kind), ("III", true, None));
}

pub(super) fn place(path: &str) -> Location {
    Location::file(Path::new("/srv").into(), Path::new(path).into())
}

pub(super) fn occurrence(path: &str, private_key: bool) -> Occurrence {
    let (format, place_kind) = ("pem", Place::Live);
    Occurrence {
        location: place(path),
        format,
        alias: None,
        store: None,
        line: None,
        offset: None,
        count: 1,
        private_key,
        beside_key: false,
        place: place_kind,
        image: None,
    }
}

#[test]
fn keys_are_matched_by_public_part_and_local_key_id() {
    let certificate = foces().build();
    let key = |path: &str, public_key, local_key_id: Option<&[u8]>| KeyPlace {
        location: place(path),
        format: "pem",
        alias: None,
        public_key,
        local_key_id: local_key_id.map(Box::from),
        place: Place::Live,
    };
    let cases = [
        (key("/srv/a", Some(certificate.public_key), None), true),
        (key("/srv/a", Some([9; 32]), None), false),
        (key("/srv/a", None, Some(&certificate.sha1)), true),
        (key("/srv/a", None, Some(&certificate.public_key_sha1)), true),
        (key("/srv/a", None, Some(&[1, 0, 0, 0])), false),
    ];
    for (key, fits) in cases {
        let mut inventory = inventory(std::slice::from_ref(&certificate));
        inventory.keys = vec![key];
        let all = classify(&mut inventory, &Catalogue::builtin().unwrap(), &settings(date!(2026 - 01 - 01)));
        assert_eq!((all[0].private_key, all[0].keys.len()), (fits, usize::from(fits)));
        assert_eq!(all[0].ownership, if fits { Ownership::Own } else { Ownership::Unknown });
    }
}

#[test]
fn ownership_needs_our_number_or_a_key() {
    let certificate = foces().build();
    let judged = |own: &[&str], private_key| {
        let mut inventory = inventory(std::slice::from_ref(&certificate));
        inventory
            .certificates
            .values_mut()
            .for_each(|known| known.occurrences.push(occurrence("/srv/x.pem", private_key)));
        let settings =
            Settings { own_cvr: own.iter().map(|cvr| (*cvr).to_owned()).collect(), ..settings(date!(2026 - 01 - 01)) };
        classify(&mut inventory, &Catalogue::builtin().unwrap(), &settings)[0].ownership
    };
    assert_eq!(judged(&["12 34 56 78"], false), Ownership::Own);
    assert_eq!(judged(&["87654321"], false), Ownership::Foreign);
    assert_eq!(judged(&["87654321"], true), Ownership::Own);
    assert_eq!(judged(&[], false), Ownership::Unknown);
    let told = |foreign: &str| {
        let mut inventory = inventory(std::slice::from_ref(&certificate));
        inventory.certificates.values_mut().for_each(|known| known.occurrences.push(occurrence("/srv/x.pem", true)));
        let settings = Settings { foreign_cvr: vec![foreign.to_owned()], ..settings(date!(2026 - 01 - 01)) };
        classify(&mut inventory, &Catalogue::builtin().unwrap(), &settings)[0].ownership
    };
    assert_eq!((told("12345678"), told("87654321")), (Ownership::Foreign, Ownership::Own));
}
