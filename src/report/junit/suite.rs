//! Test suites: the scan itself, then the roots, each with what lies under it.

use super::super::artifact::root;
use super::super::text::{self, xml};
use super::super::{Report, Scan, entry};
use super::Counts;
use super::case::{self, Case, Outcome};
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Verdict};
use crate::location::Location;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// A suite and what its cases are made from.
pub(super) struct Suite<'r> {
    name: String,
    host: String,
    /// Whether it is the scan's own.
    of_scan: bool,
    findings: Vec<entry::Found<'r>>,
    failures: Vec<entry::Failed<'r>>,
    /// Each with how many of the same beginning came before it, and itself.
    certificates: Vec<(&'r Classified, usize)>,
}

/// Whose, and which root.
type Key<'r> = (Option<&'r str>, &'r [u8]);

/// All suites of a report, the scan's first.
pub(super) fn all(report: &Report, danish: bool) -> Vec<Suite<'_>> {
    let mut roots: BTreeMap<Key<'_>, Suite<'_>> = BTreeMap::new();
    for found in entry::findings(report) {
        suite(&mut roots, &report.scan, &found.finding.location).findings.push(found);
    }
    for failed in entry::failures(report) {
        suite(&mut roots, &report.scan, &failed.failure.location).failures.push(failed);
    }
    let mut alike: BTreeMap<&[u8], usize> = BTreeMap::new();
    for known in fine(report) {
        let Some(first) = known.occurrences.first() else { continue };
        let number = alike.entry(known.certificate.sha256.get(..6).unwrap_or_default()).or_default();
        *number += 1;
        suite(&mut roots, &report.scan, &first.location).certificates.push((known, *number));
    }
    let title = if danish { "scanning" } else { "scan" };
    let own = Suite { of_scan: true, ..empty(format!("{}: {title}", report.scan.scope), report.scan.host.clone()) };
    std::iter::once(own).chain(roots.into_values()).collect()
}

fn suite<'m, 'r>(
    roots: &'m mut BTreeMap<Key<'r>, Suite<'r>>,
    scan: &Scan,
    location: &'r Location,
) -> &'m mut Suite<'r> {
    let (scope, root) = (location.scope.as_deref(), root(location));
    roots.entry((scope, root)).or_insert_with(|| {
        let name = format!("{}: {}", scope.unwrap_or(&scan.scope), text::bytes(root));
        empty(name, scope.unwrap_or(&scan.host).to_owned())
    })
}

fn empty<'r>(name: String, host: String) -> Suite<'r> {
    let (findings, failures, certificates) = (Vec::new(), Vec::new(), Vec::new());
    Suite { name, host, of_scan: false, findings, failures, certificates }
}

/// Certificates of the catalogue that nothing was found about.
fn fine(report: &Report) -> impl Iterator<Item = &Classified> {
    let found: BTreeSet<Fingerprint> = report.findings.iter().filter_map(|finding| finding.certificate).collect();
    let listed = |known: &&Classified| matches!(known.verdict, Verdict::Listed(_));
    report.certificates.iter().filter(listed).filter(move |known| !found.contains(&known.certificate.sha256))
}

impl Suite<'_> {
    pub(super) fn counts(&self, report: &Report) -> Counts {
        let bar = &report.scan.bar;
        let own = self.of_scan.then(|| case::of_scan(report));
        let finding =
            |found: &entry::Found<'_>| if bar.counts(found.finding) { Outcome::Failed } else { Outcome::Skipped };
        let findings = self.findings.iter().map(finding);
        let failures = self.failures.iter().map(|failed| case::outcome(failed.failure));
        let certificates = self.certificates.iter().map(|_| Outcome::Passed);
        let outcomes = own.into_iter().chain(findings).chain(failures).chain(certificates);
        outcomes.map(Counts::of).fold(Counts::default(), Counts::plus)
    }

    pub(super) fn write(&self, report: &Report, danish: bool, out: &mut dyn Write) -> io::Result<()> {
        let (name, host) = (xml::escape(&self.name), xml::escape(&self.host));
        let at = text::instant(report.scan.started_at);
        // A time zone is not part of it.
        let at = at.trim_end_matches('Z');
        let books = self.counts(report).attributes();
        writeln!(out, "  <testsuite name=\"{name}\" {books} time=\"0\" timestamp=\"{at}\" hostname=\"{host}\">")?;
        if self.of_scan {
            Case::of_scan(report, danish).write(out)?;
        }
        self.findings.iter().try_for_each(|found| Case::of_finding(report, found, danish).write(out))?;
        self.failures.iter().try_for_each(|failed| Case::of_failure(report, failed, danish).write(out))?;
        let certificates = &mut self.certificates.iter();
        certificates.try_for_each(|(known, number)| Case::of_certificate(report, known, *number).write(out))?;
        out.write_all(b"  </testsuite>\n")
    }
}
