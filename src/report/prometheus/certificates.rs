//! The listed certificates: how many of which kind, and when each end entity's
//! ends.

use super::MOST;
use super::gauge::{Gauge, Labels};
use crate::catalogue::Role;
use crate::classify::{Classified, Listing, Verdict, copenhagen_day};
use crate::report::{Report, text};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use time::Date;

pub(super) fn gauges(report: &Report, scopes: &[&str]) -> [Gauge; 3] {
    let mut left_out = Gauge::new("oces_certificates_left_out", "Certificates without a series of their own.");
    for scope in scopes {
        left_out.count(Labels::new(&[("scope", scope)]), 0);
    }
    let ends = ends(report, &mut left_out);
    [counts(report), left_out, ends]
}

/// How many there are of each generation, kind and status, by scope.
fn counts(report: &Report) -> Gauge {
    let mut gauge = Gauge::new("oces_certificates", "Listed certificates by generation, kind and status.");
    for (one, listing) in listed(report) {
        for scope in scopes_of(report, one) {
            gauge.count(labels(listing, scope, &[]), 1);
        }
    }
    gauge
}

/// When end entities end; those that have no series are counted. A person whose
/// fingerprint is left out has none: its number is another's in the next scan.
fn ends(report: &Report, left_out: &mut Gauge) -> Gauge {
    let mut gauge = Gauge::new(
        "oces_certificate_not_after_timestamp_seconds",
        "When a certificate of an end entity ends, unix time; by the first digits of its SHA-256.",
    );
    let end_entities = listed(report).filter(|(_, listing)| listing.role == Role::EndEntity);
    let mut dated: Vec<_> =
        end_entities.filter_map(|(one, listing)| Some((one.certificate.not_after?, one, listing))).collect();
    dated.sort_by_key(|(ends, one, _)| (nearness(*ends, report.scan.as_of), one.certificate.sha256));
    let mut written = 0;
    let mut missing: BTreeMap<&str, i64> = BTreeMap::new();
    for (ends, one, listing) in dated {
        let name = text::hex(&one.certificate.sha256[..8]);
        let own = [("certificate", &*name), ("ownership", one.ownership.id())];
        for scope in scopes_of(report, one) {
            if written < MOST && !is_left_out(one) && gauge.set(labels(listing, scope, &own), ends) {
                written += 1;
            } else {
                *missing.entry(scope).or_default() += 1;
            }
        }
    }
    for (scope, count) in missing {
        left_out.count(Labels::new(&[("scope", scope)]), count);
    }
    gauge
}

/// First what ends next, then what ended last.
fn nearness(ends: i64, today: Date) -> (bool, i64, Reverse<i64>) {
    let past = copenhagen_day(ends).is_none_or(|day| day < today);
    if past { (true, 0, Reverse(ends)) } else { (false, ends, Reverse(0)) }
}

/// Whether a number stands for the fingerprint: all zeros behind it, which no hash has.
fn is_left_out(one: &Classified) -> bool {
    one.certificate.sha256.iter().skip(8).all(|octet| *octet == 0)
}

fn labels(listing: &Listing, scope: &str, own: &[(&str, &str)]) -> Labels {
    let kind = listing.kind.map_or(listing.role.id(), crate::classify::Kind::id);
    let rest =
        [("generation", &*listing.generation), ("kind", kind), ("status", listing.status.id()), ("scope", scope)];
    let pairs: Vec<(&str, &str)> = own.iter().copied().chain(rest).collect();
    Labels::new(&pairs)
}

fn listed(report: &Report) -> impl Iterator<Item = (&Classified, &Listing)> {
    report.certificates.iter().filter_map(|one| match &one.verdict {
        Verdict::Listed(listing) => Some((one, listing)),
        _ => None,
    })
}

/// Whose scans it was found in.
fn scopes_of<'r>(report: &'r Report, one: &'r Classified) -> BTreeSet<&'r str> {
    let places = one.occurrences.iter().map(|place| &place.location);
    let places = places.chain(one.keys.iter().map(|key| &key.location));
    places.map(|place| place.scope.as_deref().unwrap_or(&report.scan.scope)).collect()
}
