//! The truststores: one action for all of them in an environment, however many
//! CA certificates lie in them.
//!
//! Which places are truststores is the finding's to say.

use super::endings::Endings;
use super::guide::Values;
use super::recipe::{self, Telling};
use super::seat::is_active;
use super::{Action, ByPrint};
use crate::catalogue::Environment;
use crate::certificate::Fingerprint;
use crate::check::{Finding, Octets, Unit};
use crate::classify::{Classified, Verdict};
use crate::usage::System;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use time::Date;

/// The truststores of one environment.
#[derive(Default)]
struct Stores {
    certificates: BTreeSet<Fingerprint>,
    /// The paths, each with its host where there are several.
    places: BTreeSet<(Option<Arc<str>>, Octets)>,
    /// The first day that counts, of those whose time is over.
    since: Option<Date>,
    /// The first day that counts, of those whose time will be.
    until: Option<Date>,
}

/// The actions for the truststores: at most one for each environment.
pub(super) fn actions(
    certificates: &ByPrint<'_>,
    findings: &[Finding],
    systems: &[System],
    endings: &Endings<'_>,
) -> Vec<Action> {
    let mut active: BTreeMap<Fingerprint, BTreeSet<Unit>> = BTreeMap::new();
    let mut stores: BTreeMap<Environment, Stores> = BTreeMap::new();
    let authorities = findings.iter().filter(|one| one.rule.id.ends_with("-ca") && !one.history);
    for finding in authorities {
        let classified = finding.certificate.and_then(|print| certificates.get(&print));
        if let Some(classified) = classified
            && let Verdict::Listed(listing) = &classified.verdict
        {
            let places = active.entry(classified.certificate.sha256);
            let places = places.or_insert_with(|| active_contents(classified));
            if places.contains(&Unit::of(&finding.location)) {
                stores.entry(listing.environment).or_default().add(finding, endings.day_of(classified, listing));
            }
        }
    }
    stores.iter().filter_map(|(environment, stores)| stores.action(*environment, systems, endings.as_of)).collect()
}

/// The contents in which something may be using the certificate.
fn active_contents(classified: &Classified) -> BTreeSet<Unit> {
    let active = classified.occurrences.iter().filter(|one| is_active(one.place));
    active.map(|one| Unit::of(&one.location)).collect()
}

impl Stores {
    fn add(&mut self, finding: &Finding, (dead, date): (bool, Option<Date>)) {
        self.certificates.extend(finding.certificate);
        self.places.insert((finding.location.scope.clone(), Octets(finding.location.path.clone())));
        let slot = if dead { &mut self.since } else { &mut self.until };
        *slot = (*slot).into_iter().chain(date).min();
    }

    fn action(&self, environment: Environment, systems: &[System], as_of: Date) -> Option<Action> {
        let (name, concern) = match environment {
            Environment::Production => ("trust-production", "production"),
            Environment::Test => ("trust-test", "test"),
        };
        let flags = BTreeSet::from_iter(self.since.map(|_| "dead"));
        let mut action = recipe::action(name, &Telling { flags, values: Values::new(), as_of })?;
        let told = |(scope, path): &(Option<Arc<str>>, Octets)| recipe::path_text(scope.as_deref(), &path.0);
        action.brief.places = self.places.iter().map(told).collect();
        action.id = recipe::identity(action.kind, concern);
        action.certificates = self.certificates.iter().copied().collect();
        let paths: BTreeSet<&Octets> = self.places.iter().map(|(_, path)| path).collect();
        action.paths = paths.into_iter().map(|path| path.0.clone()).collect();
        let scopes: BTreeSet<&Arc<str>> = self.places.iter().filter_map(|(scope, _)| scope.as_ref()).collect();
        action.scopes = scopes.into_iter().cloned().collect();
        let at = |system: &System, place: &Arc<Path>| (system.scope.clone(), Octets(place.clone()));
        let holds = |system: &&System| system.places.iter().any(|place| self.places.contains(&at(system, place)));
        let holding: BTreeSet<&String> = systems.iter().filter(holds).map(|system| &system.id).collect();
        action.systems = holding.into_iter().cloned().collect();
        action.overdue_since = self.since;
        action.deadline = if self.since.is_none() { self.until } else { None };
        action.priority = if environment == Environment::Production { 1 } else { 4 };
        Some(action)
    }
}
