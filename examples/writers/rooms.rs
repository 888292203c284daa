//! The rooms from the inventory on, in the order of `oces scan`.

use super::certificates::{certificate, cvr};
use super::places::{self, PLACES};
use oces::catalogue::Catalogue;
use oces::certificate::Certificate;
use oces::check::{self, check_all, retain};
use oces::classify::{Settings, classify, messages};
use oces::inventory::{Inventory, Parts, Tally};
use oces::ledger::Ledger;
use oces::plan::{self, plan, remarks};
use oces::report::{PersonalData, Report, Scan};
use oces::usage::{Owners, usage};
use std::collections::BTreeMap;
use std::io;
use time::macros::{date, datetime};

/// A report of so many certificates.
pub(super) fn report(distinct: usize) -> io::Result<Report> {
    let catalogue = Catalogue::builtin().map_err(|error| io::Error::other(error.to_string()))?;
    let settings = Settings {
        as_of: date!(2026 - 11 - 21),
        expiring_within_days: 90,
        own_cvr: (0..30).map(cvr).collect(),
        foreign_cvr: Vec::new(),
    };
    let (scan, ledger) = (about(&catalogue), Ledger::default());
    let mut inventory = inventory(distinct);
    let certificates = classify(&mut inventory, &catalogue, &settings);
    let messages = messages(&inventory, &certificates, &catalogue, &settings);
    let usage = usage(&certificates, &messages, &inventory, &Owners::default());
    let matter =
        check::Matter { certificates: &certificates, messages: &messages, usage: &usage, inventory: &inventory };
    let mut findings = check_all(&matter, &scan.scope);
    retain(&mut findings, &ledger, settings.as_of);
    let matter = plan::Matter {
        certificates: &certificates,
        messages: &messages,
        usage: &usage,
        findings: &findings,
        settings: &settings,
        ledger: &ledger,
    };
    let (plan, remarks) = (plan(&matter), remarks(&matter));
    Ok(Report {
        scan,
        scans: Vec::new(),
        remarks,
        diff: None,
        certificates,
        messages,
        usage,
        findings,
        inventory,
        plan,
    })
}

/// What a scan would have brought home.
fn inventory(distinct: usize) -> Inventory {
    let certificates: Vec<Certificate> = (0..distinct).filter_map(certificate).collect();
    // Spread so that the places of one certificate lie in many folders.
    let pick = |number: usize| certificates.get(number.wrapping_mul(7919) % distinct.max(1));
    let sightings = (0..PLACES).filter_map(|number| Some((pick(number)?.sha256, places::occurrence(number)))).collect();
    let mentions = places::mentions();
    let mut inventory = Inventory::gather(Parts {
        sightings,
        keys: places::keys(&certificates),
        parties: places::parties(&certificates),
        failures: places::failures(&certificates),
        tally: tally(distinct),
        skipped: vec![("network-filesystem", "/srv/host00/net".into())],
        certificates: certificates.into_iter().map(|one| (one.sha256, one)).collect(),
        ..Parts::default()
    });
    inventory.mentions = mentions;
    inventory
}

fn tally(distinct: usize) -> Tally {
    Tally {
        directories: 20_000,
        files: 1_000_000,
        examined: 999_000,
        failed: 1_000,
        bytes: 1 << 40,
        containers: 15_000,
        certificates: 120_000,
        distinct_certificates: distinct as u64,
        skipped: BTreeMap::from([("network-filesystem", 1)]),
        ..Tally::default()
    }
}

fn about(catalogue: &Catalogue) -> Scan {
    Scan {
        id: "0123456789abcdef0123456789abcdef".to_owned(),
        scope: "app01.fjordby.example".to_owned(),
        host: "app01.fjordby.example".to_owned(),
        started_at: datetime!(2026-11-21 06:00 UTC),
        finished_at: datetime!(2026-11-21 06:20 UTC),
        as_of: date!(2026 - 11 - 21),
        roots: vec!["/srv".into()],
        base: None,
        bar: check::Bar::default(),
        options: BTreeMap::new(),
        uid: 1000,
        capabilities: Vec::new(),
        personal_data: PersonalData::default(),
        baseline: None,
        organisation: Some("Fjordby Kommune".to_owned()),
        complete: false,
        incomplete_reasons: vec!["failures".to_owned(), "network-filesystem".to_owned()],
        stages: oces::recall::Stages::default(),
        catalogue_version: catalogue.version.clone(),
    }
}
