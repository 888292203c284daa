//! Places as a ticket lists them: host, path and the way into the file, and
//! what lies there.

use super::{Finding, Teller};
use crate::report::text;
use crate::tickets::draft::scope_of;
use std::collections::{BTreeMap, BTreeSet};

/// One line for each place, in the order of the report.
pub(super) fn lines(teller: &Teller<'_>, findings: &[&Finding]) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    let mut said: BTreeMap<String, BTreeSet<(bool, String)>> = BTreeMap::new();
    for finding in findings {
        let place = line(teller, finding);
        let what = what(teller, finding);
        let told = said.entry(place.clone()).or_insert_with(|| {
            order.push(place);
            BTreeSet::new()
        });
        told.insert(what);
    }
    let told = |place: String| {
        let what = said.get(&place).into_iter().flatten().map(|(_, what)| what.as_str());
        format!("{place}   [{}]", what.collect::<Vec<_>>().join("; "))
    };
    order.into_iter().map(told).collect()
}

/// The host first, always: who opens a ticket has no report beside it.
pub(super) fn line(teller: &Teller<'_>, finding: &Finding) -> String {
    let scope = text::brief(scope_of(teller.report, finding));
    format!("{scope}: {}", text::location_there(&finding.location))
}

/// What lies there, in few words; what is wrong with its key comes after.
fn what(teller: &Teller<'_>, finding: &Finding) -> (bool, String) {
    let kind = teller.kind(finding);
    let on_key = finding.detail.is_some();
    if finding.rule.id.starts_with("oces3-") && has_key(teller, finding) {
        return (on_key, format!("{kind}, {}", teller.told("tickets.kind.with-key")));
    }
    (on_key, kind)
}

/// Whether the private key lies at the same place.
pub(super) fn has_key(teller: &Teller<'_>, finding: &Finding) -> bool {
    let Some(classified) = finding.certificate.and_then(|print| teller.report.certificate(&print)) else {
        return false;
    };
    let here = |place: &crate::location::Location| {
        place.scope == finding.location.scope
            && place.path == finding.location.path
            && place.members() == finding.location.members()
    };
    classified.occurrences.iter().any(|one| one.private_key && here(&one.location))
        || classified.keys.iter().any(|one| here(&one.location))
}
