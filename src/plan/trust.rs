//! The truststores: one action for all of them in an environment, however many
//! CA certificates lie in them.
//!
//! Which places are truststores is the finding's to say.

use super::Action;
use super::case::{day_of, is_active, place_list};
use super::guide::Values;
use super::recipe;
use crate::catalogue::Environment;
use crate::certificate::Fingerprint;
use crate::check::Finding;
use crate::classify::{Classified, Listing, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use time::Date;

/// The truststores of one environment.
#[derive(Default)]
struct Stores {
    certificates: BTreeSet<Fingerprint>,
    paths: BTreeSet<Arc<Path>>,
    /// The first day that counts, of those whose time is over.
    since: Option<Date>,
    /// The first day that counts, of those whose time will be.
    until: Option<Date>,
}

/// The actions for the truststores: at most one for each environment.
pub(super) fn actions(certificates: &[Classified], findings: &[Finding]) -> Vec<Action> {
    let by_print: BTreeMap<&Fingerprint, &Classified> =
        certificates.iter().map(|one| (&one.certificate.sha256, one)).collect();
    let mut stores: BTreeMap<Environment, Stores> = BTreeMap::new();
    for finding in findings.iter().filter(|one| one.rule.id.ends_with("-ca") && !one.history) {
        let classified = finding.certificate.as_ref().and_then(|print| by_print.get(print));
        if let Some(classified) = classified
            && let Verdict::Listed(listing) = &classified.verdict
            && in_use(classified, finding)
        {
            stores.entry(listing.environment).or_default().add(classified, listing, finding);
        }
    }
    stores.iter().filter_map(|(environment, stores)| stores.action(*environment)).collect()
}

/// Whether something may be using the certificate at the finding's place.
fn in_use(classified: &Classified, finding: &Finding) -> bool {
    let members = finding.location.members();
    let mut here = classified.occurrences.iter().filter(|one| {
        one.location.path == finding.location.path && one.location.members() == members
    });
    here.any(|one| is_active(one.place))
}

impl Stores {
    fn add(&mut self, classified: &Classified, listing: &Listing, finding: &Finding) {
        self.certificates.insert(classified.certificate.sha256);
        self.paths.insert(finding.location.path.clone());
        let (dead, date) = day_of(classified, listing, Date::MIN);
        let slot = if dead { &mut self.since } else { &mut self.until };
        *slot = (*slot).into_iter().chain(date).min();
    }

    fn action(&self, environment: Environment) -> Option<Action> {
        let (name, concern) = match environment {
            Environment::Production => ("trust-production", "production"),
            Environment::Test => ("trust-test", "test"),
        };
        let flags = BTreeSet::from_iter(self.since.map(|_| "dead"));
        let places: Vec<String> = self.paths.iter().map(|path| path.display().to_string()).collect();
        let values = Values::from([("places", place_list(places.iter().map(String::as_str)))]);
        let mut action = recipe::action(name, &flags, &values)?;
        action.id = recipe::identity(action.kind, concern);
        action.certificates = self.certificates.iter().copied().collect();
        action.paths = self.paths.iter().cloned().collect();
        action.overdue_since = self.since;
        action.deadline = if self.since.is_none() { self.until } else { None };
        action.priority = if environment == Environment::Production { 1 } else { 4 };
        Some(action)
    }
}
