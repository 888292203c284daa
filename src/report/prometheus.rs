//! `-o prometheus`: gauges for the textfile collector of `node_exporter`.
//!
//! *Behaviour*
//!
//! 1. Names and labels are part of the contract: alert rules stand on them.
//! 2. No names of people, paths or aliases: a certificate is the first 16
//!    digits of its SHA-256, and a person's has no series of its own where what
//!    names people is left out. Everything else is counted.
//! 3. There are no timestamps: the collector would refuse the whole file. When
//!    the scan ended is a value.
//! 4. Every finding and every failure is counted once, with its state. Rules
//!    and kinds without any are told as 0, so that an alert can tell nothing
//!    found from nothing told.
//! 5. At most [`MOST`] certificates have a series of their own: those that end
//!    next, then those that ended last. How many were left out is told.
//! 6. Of a merged report each scope has its own series; where several scans are
//!    of one scope, the oldest counts.

mod certificates;
mod gauge;
mod scans;

use self::gauge::{Gauge, Labels};
use super::runs::runs;
use super::{PersonalData, Report, ReportWriter, Style, entry};
use crate::check::RULES;
use crate::failure::FailureKind;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

/// So many certificates have a series of their own.
const MOST: usize = 2_000;

/// `-o prometheus`.
pub struct Prometheus;

impl ReportWriter for Prometheus {
    fn format(&self) -> &'static str {
        "prometheus"
    }

    fn personal_data(&self) -> PersonalData {
        PersonalData::Omit
    }

    fn tells_plan(&self) -> bool {
        false
    }

    fn write(&self, report: &Report, _: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let runs = runs(report);
        let scopes: Vec<&str> = runs.keys().copied().collect();
        let mut gauges = vec![failures(report, &scopes), findings(report, &scopes)];
        gauges.extend(certificates::gauges(report, &scopes));
        gauges.extend(scans::gauges(report, &runs));
        gauges.sort_by_key(Gauge::name);
        gauges.iter().try_for_each(|gauge| gauge.write(&mut out))?;
        out.flush()
    }
}

fn findings(report: &Report, scopes: &[&str]) -> Gauge {
    let mut counts: BTreeMap<[&str; 4], i64> = BTreeMap::new();
    for scope in scopes {
        for rule in RULES {
            counts.insert([rule.id, "error", "counted", scope], 0);
        }
    }
    for found in entry::findings(report) {
        let finding = found.finding;
        let key = [finding.rule.id, finding.severity.id(), found.state().id(), found.scope()];
        *counts.entry(key).or_default() += 1;
    }
    let mut gauge = Gauge::new("oces_findings", "Findings of the last scan by rule, severity and state.");
    for ([rule, severity, state, scope], count) in counts {
        let labels = [("rule", rule), ("severity", severity), ("state", state), ("scope", scope)];
        gauge.count(Labels::new(&labels), count);
    }
    gauge
}

fn failures(report: &Report, scopes: &[&str]) -> Gauge {
    let mut gauge = Gauge::new("oces_failures", "What the last scan could not look at in full, by kind.");
    let labels = |kind: FailureKind, acknowledged: bool, scope: &str| {
        let acknowledged = if acknowledged { "true" } else { "false" };
        Labels::new(&[("kind", kind.id()), ("acknowledged", acknowledged), ("scope", scope)])
    };
    for scope in scopes {
        for kind in FailureKind::ALL {
            gauge.count(labels(kind, false, scope), 0);
        }
    }
    for failed in entry::failures(report) {
        gauge.count(labels(failed.failure.kind, failed.failure.is_acknowledged(), failed.scope()), 1);
    }
    gauge
}
