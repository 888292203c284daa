//! Keys that are in several systems or hosts.
//!
//! Copies inside one system and in its backups are one key in one system. Two
//! certificates with the same public key have the same private key.

use super::held::Held;
use super::{Id, about_key};
use crate::certificate::Fingerprint;
use crate::check::home::Unit;
use crate::check::{Detail, Finding, Matter};
use crate::key::PublicKeyHash;
use crate::place::Place;
use crate::usage::System;
use std::collections::{BTreeMap, BTreeSet};

/// The counterparty that forbids one certificate in several systems.
const FORBIDS: &str = "kombit";

/// One finding for each content that holds a shared key, about the youngest of
/// its certificates there.
pub(super) fn findings(held: &[Held<'_>], matter: &Matter<'_>, scope: &str) -> Vec<Finding> {
    let mut keys: BTreeMap<PublicKeyHash, Vec<(&Held<'_>, &System)>> = BTreeMap::new();
    for one in held.iter().filter(|held| matches!(held.place, Place::Live | Place::Source)) {
        if let Some(system) = system_of(one, &matter.usage.systems) {
            keys.entry(one.classified.certificate.public_key).or_default().push((one, system));
        }
    }
    keys.values().flat_map(|seats| of_key(seats, matter, scope)).collect()
}

fn of_key(seats: &[(&Held<'_>, &System)], matter: &Matter<'_>, scope: &str) -> Vec<Finding> {
    let by_id: BTreeMap<&str, &System> = seats.iter().map(|(_, system)| (system.id.as_str(), *system)).collect();
    if by_id.len() < 2 {
        return Vec::new();
    }
    let names: BTreeSet<String> = by_id.values().map(|system| name(system)).collect();
    let certificates: BTreeSet<Fingerprint> =
        seats.iter().map(|(held, _)| held.classified.certificate.sha256).collect();
    let kombit = certificates.iter().any(|sha256| is_used_with(matter, sha256));
    let mut contents: BTreeMap<Unit, &Held<'_>> = BTreeMap::new();
    for (held, _) in seats {
        let youngest = contents.entry(Unit::of(held.location)).or_insert(held);
        if age(held) > age(youngest) {
            *youngest = held;
        }
    }
    let detail = || Detail::Shared { systems: names.iter().cloned().collect(), kombit };
    contents.values().map(|held| about_key(Id::SharedKey, held, detail(), scope)).collect()
}

/// The innermost system of the certificate in whose folder the key lies.
fn system_of<'s>(held: &Held<'_>, systems: &'s [System]) -> Option<&'s System> {
    let has = |system: &&System| system.certificates.contains(&held.classified.certificate.sha256);
    let around = |system: &&System| held.location.path.starts_with(&system.home);
    systems.iter().filter(has).filter(around).max_by_key(|system| system.home.as_os_str().len())
}

fn is_used_with(matter: &Matter<'_>, sha256: &Fingerprint) -> bool {
    let uses = matter.usage.uses.get(sha256).into_iter().flatten();
    uses.filter_map(|one| one.counterparty).any(|party| party.id == FORBIDS)
}

fn age(held: &Held<'_>) -> (Option<i64>, Fingerprint) {
    (held.classified.certificate.not_after, held.classified.certificate.sha256)
}

/// The system's name, with its host where that is known.
fn name(system: &System) -> String {
    match &system.host {
        Some(host) => format!("{} ({host})", system.name),
        None => system.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, told};
    use crate::check::testing::leaf;
    use crate::classify::Kind;

    fn world(paths: &[&str]) -> World {
        let leaf = paths.iter().fold(leaf(1, "III", Kind::System), |leaf, path| leaf.with_key(path));
        World::of([leaf.build()])
    }

    #[test]
    fn a_key_in_two_systems_is_told_at_each_path() {
        let mut world = world(&["/srv/sts/a.p12", "/srv/esdh/a.p12", "/srv/backup/a.p12"]);
        world.system("sts", None, "/srv/sts", &[1]);
        assert!(world.findings().is_empty());
        world.system("esdh", None, "/srv/esdh", &[1]);
        let found = ["warning shared-key /srv/esdh/a.p12", "warning shared-key /srv/sts/a.p12"];
        assert_eq!(told(&world.findings()), found);
        let message = world.message("shared-key", false);
        assert!(message.contains("esdh and sts") && !message.contains("KOMBIT"), "{message}");
        world.used_with_kombit(1);
        assert!(world.message("shared-key", false).contains("KOMBIT"));
    }

    #[test]
    fn copies_in_one_system_are_one_key() {
        let mut world = world(&["/srv/sts/a.p12", "/srv/sts/conf/b.p12", "/srv/backup/sts/a.p12"]);
        world.system("sts", None, "/srv/sts", &[1]);
        world.system("other", None, "/srv/other", &[1]);
        assert!(world.findings().is_empty());
    }

    #[test]
    fn a_system_that_only_trusts_the_certificate_holds_no_key() {
        let leaf = leaf(1, "III", Kind::System).with_key("/srv/sts/a.p12").at("/srv/esdh/trust.pem");
        let mut world = World::of([leaf.build()]);
        world.system("sts", None, "/srv/sts", &[1]);
        world.system("esdh", None, "/srv/esdh", &[1]);
        assert!(world.findings().is_empty());
    }

    #[test]
    fn two_certificates_with_one_key_are_one_key_and_hosts_are_told_apart() {
        let (old, mut new) =
            (leaf(1, "II", Kind::Foces).with_key("/srv/w1/sts/a.p12").build(), leaf(2, "III", Kind::System));
        new = new.with_key("/srv/w2/sts/b.p12");
        let mut new = new.build();
        new.certificate.public_key = old.certificate.public_key;
        let mut world = World::of([old, new]);
        world.system("sts", Some("w1"), "/srv/w1/sts", &[1]);
        world.system("sts", Some("w2"), "/srv/w2/sts", &[2]);
        let found = ["warning shared-key /srv/w1/sts/a.p12", "warning shared-key /srv/w2/sts/b.p12"];
        assert_eq!(told(&world.findings()), found);
        assert!(world.message("shared-key", true).contains("sts (w1) og sts (w2)"));
    }
}
