//! Which ticket orders what: a certificate that lies in several systems is
//! ordered once, where its key is.

use super::{Draft, Matter, Teller, places};
use crate::certificate::Fingerprint;
use std::collections::{BTreeMap, BTreeSet};

/// The tickets that order, by the certificate that is replaced.
#[derive(Default)]
pub struct Orders<'d>(BTreeMap<Fingerprint, (bool, &'d Draft)>);

impl<'d> Orders<'d> {
    /// The ticket on which the successor of a certificate is ordered, if several have it.
    pub(super) fn of(&self, certificate: &Fingerprint) -> Option<&'d Draft> {
        self.0.get(certificate).map(|(_, draft)| *draft)
    }
}

/// The first ticket that has the key of a certificate, else the first that has it.
/// A key that several systems share is none of one ticket: each system gets its own.
pub(super) fn orders<'d>(teller: &Teller<'_>, drafts: impl Iterator<Item = &'d Draft>) -> Orders<'d> {
    let shared = teller.report.findings.iter().filter(|finding| finding.rule.id == "shared-key");
    let shared: BTreeSet<Fingerprint> = shared.filter_map(|finding| finding.certificate).collect();
    let mut orders = Orders::default();
    for draft in drafts.filter(|draft| matches!(draft.matter, Matter::Named(_) | Matter::System | Matter::Host)) {
        for finding in teller.findings(draft) {
            let Some(print) = finding.certificate.filter(|print| !shared.contains(print)) else { continue };
            let key = places::has_key(teller, finding);
            let known = orders.0.entry(print).or_insert((key, draft));
            if key && !known.0 {
                *known = (true, draft);
            }
        }
    }
    orders
}
