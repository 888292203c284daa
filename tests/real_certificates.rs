//! The verdicts on real certificates, where they are at hand: the authorities
//! and a few end entities that were collected with their facts. They are not
//! part of this repository; without them this test says so and passes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test may stop and must be heard")]

use oces::catalogue::{Catalogue, Environment, Role};
use oces::certificate::Certificate;
use oces::classify::{Classified, Kind, Settings, Status, Verdict, classify};
use oces::inventory::{Inventory, Known};
use std::fs;
use std::path::{Path, PathBuf};
use time::Date;
use time::macros::date;

/// `OCES_SHARED`, or the folder that lies beside a working copy.
fn shared(folder: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/domain");
    let path = std::env::var_os("OCES_SHARED").map_or(beside, PathBuf::from).join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("SKIPPED: no real certificates at {} (set OCES_SHARED); nothing was tested", path.display());
    None
}

/// Every certificate of a folder by its file name.
fn certificates(folder: &Path) -> Vec<(String, Certificate)> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let read = |name: String| {
        let pem = fs::read(folder.join(&name)).unwrap();
        let der = rustls_pemfile::certs(&mut pem.as_slice()).next().unwrap().unwrap();
        (name, Certificate::parse(&der).unwrap())
    };
    names.into_iter().map(read).collect()
}

fn judge(certificate: &Certificate, as_of: Date) -> Classified {
    let known = Known { certificate: certificate.clone(), occurrences: Vec::new() };
    let mut inventory = Inventory { certificates: [(certificate.sha256, known)].into(), ..Inventory::default() };
    let settings = Settings { as_of, expiring_within_days: 90, own_cvr: Vec::new(), foreign_cvr: Vec::new() };
    classify(&mut inventory, &Catalogue::builtin().unwrap(), &settings).remove(0)
}

/// The file name tells what each is: `II-test-…`, `II-FAKE-…`, `other-dk-…`.
#[test]
fn every_authority_is_what_its_file_name_says() {
    let Some(folder) = shared("ca") else { return };
    let catalogue = Catalogue::builtin().unwrap();
    let all = certificates(&folder);
    assert!(all.len() >= 44, "{}", all.len());
    for (name, certificate) in &all {
        let concerned = catalogue.concerns(&certificate.issuer.der) || catalogue.concerns(&certificate.subject.der);
        let verdict = judge(certificate, date!(2026 - 11 - 21)).verdict;
        if name.starts_with("other-dk-") {
            assert_eq!((verdict, concerned), (Verdict::Other, false), "{name}");
            continue;
        }
        assert!(concerned, "{name}");
        if name.contains("-FAKE-") {
            assert!(matches!(verdict, Verdict::LookAlike { .. }), "{name}: {verdict:?}");
            continue;
        }
        let Verdict::Listed(listing) = verdict else { panic!("{name}: {verdict:?}") };
        let mut parts = name.split('-');
        assert_eq!(&*listing.generation, parts.next().unwrap(), "{name}");
        assert_eq!(listing.environment == Environment::Test, parts.next() == Some("test"), "{name}");
        assert_eq!(listing.role == Role::Root, certificate.is_self_issued(), "{name}");
        assert_eq!(listing.qualified, name.contains("kvalificeret"), "{name}");
        let status = if &*listing.generation == "III" { Status::Current } else { Status::Retired };
        assert_eq!((listing.status, listing.kind), (status, None), "{name}");
    }
}

/// Under its fingerprint's absence every authority must still be told by its
/// issuer's key or its own.
#[test]
fn the_facts_of_the_catalogue_are_those_of_the_certificates() {
    let Some(folder) = shared("ca") else { return };
    let catalogue = Catalogue::builtin().unwrap();
    let all = certificates(&folder);
    for authority in &catalogue.authorities {
        let (name, certificate) = all.iter().find(|(_, certificate)| certificate.sha256 == authority.sha256).unwrap();
        assert_eq!(certificate.spki_sha256, authority.spki_sha256, "{name}");
        assert_eq!(certificate.subject_key_identifier, authority.subject_key_identifier, "{name}");
        assert_eq!(certificate.subject.rdns, authority.subject, "{name}");
        let day = time::OffsetDateTime::from_unix_timestamp(certificate.not_after.unwrap()).unwrap().date();
        assert_eq!(day, authority.not_after, "{name}");
    }
}

/// File, generation, environment, kind, CVR, and the status on each day.
type Leaf = (&'static str, &'static str, Environment, Kind, &'static str, &'static [(Date, Status)]);

const II_LIVE: &[(Date, Status)] = &[
    (date!(2021 - 01 - 01), Status::ToBeBlocked),
    (date!(2023 - 10 - 30), Status::ToBeBlocked),
    (date!(2023 - 10 - 31), Status::Blocked),
    (date!(2026 - 11 - 21), Status::Blocked),
];

const LEAVES: &[Leaf] = &[
    ("005a86275a067dea", "II", Environment::Production, Kind::Voces, "34051178", II_LIVE),
    ("59ecb17d87cfa385", "II", Environment::Production, Kind::Foces, "19435075", II_LIVE),
    (
        "fe337d5dd634c4fd",
        "II",
        Environment::Production,
        Kind::Voces,
        "30060946",
        &[
            (date!(2014 - 01 - 01), Status::Current),
            (date!(2016 - 09 - 27), Status::Expiring),
            (date!(2026 - 01 - 01), Status::Expired),
        ],
    ),
    (
        "b8a6f10d54dadd12",
        "II",
        Environment::Test,
        Kind::Foces,
        "30808460",
        &[
            (date!(2022 - 12 - 10), Status::NotYet),
            (date!(2023 - 10 - 30), Status::Current),
            (date!(2023 - 10 - 31), Status::Retired),
        ],
    ),
    (
        "37f61f55596adc28",
        "I",
        Environment::Production,
        Kind::Voces,
        "30808460",
        &[
            (date!(2010 - 01 - 01), Status::Current),
            (date!(2012 - 01 - 01), Status::Expired),
            (date!(2026 - 01 - 01), Status::Retired),
        ],
    ),
    (
        "7110cb8041f9b539",
        "III",
        Environment::Production,
        Kind::System,
        "19435075",
        &[
            (date!(2023 - 03 - 27), Status::NotYet),
            (date!(2024 - 01 - 01), Status::Current),
            (date!(2026 - 03 - 01), Status::Expiring),
            (date!(2026 - 03 - 28), Status::Expired),
        ],
    ),
    (
        "929742b313ce8b1b",
        "III",
        Environment::Production,
        Kind::Organisation,
        "34051178",
        &[(date!(2025 - 11 - 14), Status::Expired)],
    ),
    (
        "5318073e537c721a",
        "III",
        Environment::Test,
        Kind::Organisation,
        "94354969",
        &[(date!(2023 - 01 - 01), Status::Current)],
    ),
    (
        "643d5989af88a736",
        "III",
        Environment::Test,
        Kind::System,
        "94354969",
        &[(date!(2024 - 04 - 28), Status::Expired)],
    ),
];

#[test]
fn every_end_entity_is_told_with_its_kind_and_status() {
    let Some(folder) = shared("leaf") else { return };
    let catalogue = Catalogue::builtin().unwrap();
    let all = certificates(&folder);
    assert_eq!(all.len(), LEAVES.len());
    for (name, generation, environment, kind, cvr, days) in LEAVES {
        let (_, certificate) = all.iter().find(|(file, _)| file.starts_with(name)).unwrap();
        assert!(
            (catalogue.concerns(&certificate.issuer.der) || catalogue.concerns(&certificate.subject.der)),
            "{name}"
        );
        assert!(!certificate.policies.is_empty() && certificate.authority_key_identifier.is_some(), "{name}");
        for (day, status) in *days {
            let Verdict::Listed(listing) = judge(certificate, *day).verdict else { panic!("{name}") };
            assert_eq!(&*listing.generation, *generation, "{name}");
            assert_eq!(
                (listing.environment, listing.role, listing.kind),
                (*environment, Role::EndEntity, Some(*kind)),
                "{name}"
            );
            assert_eq!((listing.status, listing.organisation.cvr.as_deref()), (*status, Some(*cvr)), "{name} on {day}");
        }
    }
}
