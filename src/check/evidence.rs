//! Findings about texts and keys out of place: what still names NemID, keys
//! that lie open, astray or in several systems, keystores that were not seen.
//!
//! Behaviour
//! 1. The rules about keys are for every generation: they are about today.
//! 2. One finding for each rule, certificate, path and chain of members; the
//!    rules about texts have one for each file.
//! 3. The test environment is one level lower; a note stays a note.

mod astray;
mod dependency;
mod held;
mod message;
mod missing;
mod open;
mod shared;
mod weak;

pub(super) use message::message;

use super::rules::Id;
use super::{Detail, Finding, Matter, Severity, identity, without_encodings};
use crate::catalogue::Environment;
use crate::certificate::Fingerprint;
use crate::location::Location;
use held::Held;

/// All of them, in no order.
pub(super) fn findings(matter: &Matter<'_>, scope: &str) -> Vec<Finding> {
    let held = held::keys(matter.certificates);
    let mut findings = open::findings(&held, matter, scope);
    findings.extend(astray::findings(&held, matter, scope));
    findings.extend(shared::findings(&held, matter, scope));
    findings.extend(weak::findings(&held, matter, scope));
    findings.extend(dependency::findings(matter, scope));
    findings.extend(missing::findings(matter, scope));
    once(findings)
}

/// One for each identity and place; repetitions there are counted. Two roots may
/// have the same path below them: what is said of one is not said of the other.
fn once(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|one, other| (one.id, &one.location).cmp(&(other.id, &other.location)));
    findings.dedup_by(|again, first| {
        let same = again.id == first.id && again.location == first.location;
        first.places = first.places.saturating_add(if same { again.places } else { 0 });
        same
    });
    findings
}

/// A finding about a key that lies somewhere.
fn about_key(id: Id, held: &Held<'_>, detail: Detail, scope: &str) -> Finding {
    let severity = match held.listing.environment {
        Environment::Production => Severity::Warning,
        Environment::Test => Severity::Warning.lowered(),
    };
    let certificate = Some(held.classified.certificate.sha256);
    finding(id, severity, certificate, held.location, detail, scope)
}

/// Puts a finding together.
fn finding(
    id: Id,
    severity: Severity,
    certificate: Option<Fingerprint>,
    location: &Location,
    detail: Detail,
    scope: &str,
) -> Finding {
    let (rule, location) = (id.rule(), without_encodings(location));
    Finding {
        id: identity(scope, rule.id, certificate.as_ref(), &location),
        rule,
        severity,
        certificate,
        location,
        places: 1,
        history: false,
        savable: false,
        detail: Some(Box::new(detail)),
        retained: None,
        ignored: None,
        known: false,
    }
}

#[cfg(test)]
mod testing;
