//! The truststores: one action for all of them in an environment, however many
//! CA certificates lie in them.
//!
//! Which places are truststores is the finding's to say.

use super::case::{Endings, is_active};
use super::guide::Values;
use super::recipe;
use super::{Action, ByPrint};
use crate::catalogue::Environment;
use crate::certificate::Fingerprint;
use crate::check::{Finding, Octets, Unit};
use crate::classify::{Classified, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use time::Date;

/// The truststores of one environment.
#[derive(Default)]
struct Stores {
    certificates: BTreeSet<Fingerprint>,
    paths: BTreeSet<Octets>,
    /// The same with their hosts, where there are several.
    places: BTreeSet<(Option<Arc<str>>, Octets)>,
    /// The first day that counts, of those whose time is over.
    since: Option<Date>,
    /// The first day that counts, of those whose time will be.
    until: Option<Date>,
}

/// The actions for the truststores: at most one for each environment.
pub(super) fn actions(certificates: &ByPrint<'_>, findings: &[Finding], endings: &Endings<'_>) -> Vec<Action> {
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
    stores.iter().filter_map(|(environment, stores)| stores.action(*environment)).collect()
}

/// The contents in which something may be using the certificate.
fn active_contents(classified: &Classified) -> BTreeSet<Unit> {
    let active = classified.occurrences.iter().filter(|one| is_active(one.place));
    active.map(|one| Unit::of(&one.location)).collect()
}

impl Stores {
    fn add(&mut self, finding: &Finding, (dead, date): (bool, Option<Date>)) {
        self.certificates.extend(finding.certificate);
        self.paths.insert(Octets(finding.location.path.clone()));
        self.places.insert((finding.location.scope.clone(), Octets(finding.location.path.clone())));
        let slot = if dead { &mut self.since } else { &mut self.until };
        *slot = (*slot).into_iter().chain(date).min();
    }

    fn action(&self, environment: Environment) -> Option<Action> {
        let (name, concern) = match environment {
            Environment::Production => ("trust-production", "production"),
            Environment::Test => ("trust-test", "test"),
        };
        let flags = BTreeSet::from_iter(self.since.map(|_| "dead"));
        let mut action = recipe::action(name, &flags, &Values::new())?;
        action.brief.places =
            self.places.iter().map(|(scope, path)| recipe::path_text(scope.as_deref(), &path.0)).collect();
        action.id = recipe::identity(action.kind, concern);
        action.certificates = self.certificates.iter().copied().collect();
        action.paths = self.paths.iter().map(|path| path.0.clone()).collect();
        action.overdue_since = self.since;
        action.deadline = if self.since.is_none() { self.until } else { None };
        action.priority = if environment == Environment::Production { 1 } else { 4 };
        Some(action)
    }
}
