//! When each scan ended, how long it took, and whether it was complete.

use super::gauge::{Gauge, Labels};
use crate::report::Report;
use crate::report::runs::Run;
use std::collections::BTreeMap;

pub(super) fn gauges(report: &Report, runs: &BTreeMap<&str, Run>) -> [Gauge; 4] {
    let mut build = Gauge::new("oces_build_info", "Version of oces and of its catalogue.");
    let mut complete = Gauge::new("oces_last_scan_complete", "Whether the last scan looked at everything.");
    let mut seconds = Gauge::new("oces_last_scan_duration_seconds", "How long the last scan took.");
    let mut finished = Gauge::new("oces_last_scan_timestamp_seconds", "When the last scan ended, unix time.");
    for (scope, run) in runs {
        let labels = || Labels::new(&[("scope", scope)]);
        let version = env!("CARGO_PKG_VERSION");
        let about = [("version", version), ("catalogue", &report.scan.catalogue_version), ("scope", scope)];
        build.set(Labels::new(&about), 1);
        complete.set(labels(), i64::from(run.complete));
        seconds.set(labels(), run.seconds);
        finished.set(labels(), run.finished);
    }
    [build, complete, seconds, finished]
}
