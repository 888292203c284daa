//! Performance data by the Monitoring Plugins guidelines:
//! `'label'=value[unit];warning;critical;min;max`.

use super::{Judged, is_critical};
use crate::catalogue::{Environment, Role};
use crate::classify::{Ownership, Verdict, copenhagen_day};
use crate::report::Report;

pub(super) fn perfdata(report: &Report, judged: &Judged<'_>) -> String {
    let counted = report.findings.iter().filter(|finding| (judged.counts)(finding)).count();
    let errors = report.findings.iter().filter(|finding| is_critical(judged, finding)).count();
    let accepted = report.inventory.failures.iter().filter(|failure| failure.is_acknowledged()).count();
    let failures = report.inventory.failures.len() - accepted;
    let mut parts = vec![
        format!("'errors'={errors};;0;0"),
        format!("'warnings'={};0;;0", counted - errors),
        format!("'failures'={failures};;;0"),
        format!("'uncounted'={};;;0", report.findings.len() - counted),
        format!("'acknowledged'={accepted};;;0"),
    ];
    let days = days_left(report).map(|days| format!("'oces3_days_left'={days};{}:", judged.expiring_within_days));
    parts.extend(days);
    parts.extend(judged.age.map(|age| format!("'age'={}s;;{};0", age.seconds.max(0), age.most)));
    parts.join(" ")
}

/// The days until the first of our own OCES III certificates ends; those that
/// ended already are findings, not days.
fn days_left(report: &Report) -> Option<i64> {
    let today = report.scan.as_of;
    let ends = report.certificates.iter().filter_map(|one| match &one.verdict {
        Verdict::Listed(listing)
            if one.ownership == Ownership::Own
                && &*listing.generation == "III"
                && listing.role == Role::EndEntity
                && listing.environment == Environment::Production
                && !listing.qualified =>
        {
            copenhagen_day(one.certificate.not_after?)
        }
        _ => None,
    });
    ends.filter(|day| *day >= today).min().map(|day| (day - today).whole_days())
}
