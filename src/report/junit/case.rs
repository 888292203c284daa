//! One test case: a finding, a failure, a certificate, or that everything was
//! looked at. Its texts are raw; the writer escapes them.

use super::super::artifact::{shown, shown_whole};
use super::super::entry::{Failed, Found};
use super::super::table::words::term;
use super::super::{Report, reason, standing, text};
use crate::classify::{Classified, Verdict};
use crate::failure::Failure;
use crate::wording::{self, Text, Values};

/// A test case.
#[derive(Default)]
pub(super) struct Case {
    pub(super) outcome: Outcome,
    pub(super) name: String,
    pub(super) class: String,
    pub(super) file: Option<String>,
    pub(super) kind: String,
    pub(super) message: String,
    pub(super) body: String,
}

/// How it went.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Outcome {
    #[default]
    Passed,
    Skipped,
    Failed,
    Errored,
}

/// The letters of an identity that make a name unique.
const LETTERS: usize = 12;

impl Case {
    pub(super) fn of_finding(report: &Report, found: &Found<'_>, danish: bool) -> Case {
        let (finding, id) = (found.finding, found.id());
        let (bar, said) = (&report.scan.bar, found.message(danish));
        let why = standing::of_finding(finding, bar, danish);
        let sha256 = finding.certificate.map_or_else(|| "–".to_owned(), |sha256| text::hex(&sha256));
        Case {
            outcome: if bar.counts(finding) { Outcome::Failed } else { Outcome::Skipped },
            name: format!("{} [{}]", shown_whole(&report.scan, &finding.location), start(&id)),
            class: format!("oces.{}", finding.rule.id),
            file: Some(shown(&report.scan, &finding.location)),
            kind: finding.rule.id.to_owned(),
            message: why.map_or_else(|| said.clone(), |why| format!("{why}. {said}")),
            body: format!("{} | finding {id} | certificate {sha256}", finding.severity.id()),
        }
    }

    pub(super) fn of_failure(report: &Report, failed: &Failed<'_>, danish: bool) -> Case {
        let failure = failed.failure;
        let kind = format!("failure-{}", failure.kind.id());
        let said = format!("{}: {}", term(failure.kind.id(), danish), failure.detail);
        let why = standing::of_failure(failure, danish);
        Case {
            outcome: outcome(failure),
            name: format!("{} [{}]", shown_whole(&report.scan, &failure.location), start(&failed.id)),
            class: format!("oces.{kind}"),
            file: Some(shown(&report.scan, &failure.location)),
            kind,
            message: why.map_or_else(|| said.clone(), |why| format!("{why}. {said}")),
            body: format!("failure {}", failed.id),
        }
    }

    /// A certificate that nothing was found about, at its first place.
    pub(super) fn of_certificate(report: &Report, known: &Classified, number: usize) -> Case {
        let sha256 = text::hex(&known.certificate.sha256);
        let what = match &known.verdict {
            Verdict::Listed(listing) => format!("OCES {}, {}", listing.generation, listing.status.id()),
            _ => String::new(),
        };
        let place = known.occurrences.first().map(|one| &one.location);
        let at = place.map_or_else(String::new, |place| shown_whole(&report.scan, place));
        // Two that were veiled may look alike.
        let again = if number > 1 { format!(" #{number}") } else { String::new() };
        Case {
            name: format!("{at} [{}{again}] ({what})", start(&sha256)),
            class: "oces.certificate".to_owned(),
            file: place.map(|place| shown(&report.scan, place)),
            ..Case::default()
        }
    }

    /// That everything was looked at, or why not.
    pub(super) fn of_scan(report: &Report, danish: bool) -> Case {
        let scan = &report.scan;
        let reasons: Vec<String> = scan.incomplete_reasons.iter().map(|one| reason::told(one, danish)).collect();
        let values = Values::from([("reasons", Text::same(reasons.join(", ")))]);
        Case {
            outcome: of_scan(report),
            name: wording::text("rules.junit.everything").told(danish).to_owned(),
            class: "oces.scan".to_owned(),
            kind: "scan-incomplete".to_owned(),
            message: wording::filled("rules.junit.incomplete", &values).told(danish).to_owned(),
            ..Case::default()
        }
    }
}

/// How looking at a place went that could not be looked at in full.
pub(super) fn outcome(failure: &Failure) -> Outcome {
    if failure.is_acknowledged() { Outcome::Skipped } else { Outcome::Errored }
}

/// How the scan as a whole went.
pub(super) fn of_scan(report: &Report) -> Outcome {
    match (report.scan.complete, report.scan.bar.allow_incomplete) {
        (true, _) => Outcome::Passed,
        (false, true) => Outcome::Skipped,
        (false, false) => Outcome::Errored,
    }
}

fn start(id: &str) -> &str {
    id.get(..LETTERS).unwrap_or(id)
}
