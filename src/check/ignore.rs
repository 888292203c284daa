//! `[[ignore]]` and `[[acknowledge]]` laid over findings and failures: they are
//! told as before, with the reason, and are not counted.
//!
//! *Behaviour*
//!
//! 1. The first rule that fits counts; a rule that still holds goes before one
//!    that has lapsed.
//! 2. After `until` it counts again, and what was said stays with it as lapsed.
//! 3. Severities stay as they are: that nobody acts is no reason to call it less.

use super::Finding;
use crate::certificate::Fingerprint;
use crate::classify::Classified;
use crate::failure::{Acknowledged, Failure};
use crate::ledger::Ledger;
use std::sync::Arc;
use time::Date;

/// What was said of a finding that is ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// Why.
    pub reason: Arc<str>,
    /// The last day on which it is ignored.
    pub until: Option<Date>,
    /// Whether that day is past, so that it counts again.
    pub lapsed: bool,
}

/// Lays `[[ignore]]` over the findings. `certificates` are sorted by fingerprint.
pub fn ignore(findings: &mut [Finding], certificates: &[Classified], ledger: &Ledger, as_of: Date) {
    if ledger.ignores.is_empty() {
        return;
    }
    let issuer = |sha256: &Fingerprint| {
        let at = certificates.binary_search_by(|known| known.certificate.sha256.cmp(sha256)).ok()?;
        certificates.get(at).map(|known| known.certificate.issuer.to_rfc4514())
    };
    for finding in findings {
        let issuer = finding.certificate.as_ref().and_then(issuer).unwrap_or_default();
        let fits = |one: &&crate::ledger::Ignore| {
            one.fits(finding.certificate.as_ref(), &finding.location, finding.rule.id, &issuer)
        };
        let mut fitting = ledger.ignores.iter().filter(fits);
        let Some(first) = fitting.clone().find(|one| !one.term.is_past(as_of)).or_else(|| fitting.next()) else {
            continue;
        };
        let (reason, until) = (first.term.reason.clone(), first.term.until);
        finding.ignored = Some(Box::new(Ignored { reason, until, lapsed: first.term.is_past(as_of) }));
    }
}

/// Lays `[[acknowledge]]` over the failures.
pub fn acknowledge(failures: &mut [Failure], ledger: &Ledger, as_of: Date) {
    for failure in failures {
        let mut fitting = ledger.acknowledges.iter().filter(|one| one.fits(&failure.location, failure.kind));
        let Some(first) = fitting.clone().find(|one| !one.term.is_past(as_of)).or_else(|| fitting.next()) else {
            continue;
        };
        let (reason, until) = (first.term.reason.clone(), first.term.until);
        failure.acknowledged = Some(Box::new(Acknowledged { reason, until, lapsed: first.term.is_past(as_of) }));
    }
}
