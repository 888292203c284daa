//! What a certificate was judged to be, as properties.

use super::property::Properties;
use super::reference;
use crate::classify::{Classified, Listing, Verdict};
use crate::report::{Report, text};

pub(super) fn properties(report: &Report, of: &Classified) -> Properties {
    let mut told = Properties::default();
    match &of.verdict {
        Verdict::Listed(listing) => {
            told.tell("oces:verdict", "listed");
            listed(&mut told, listing);
        }
        Verdict::LookAlike { listing, reason } => {
            told.tell("oces:verdict", "look-alike");
            told.tell("oces:lookAlike:reason", reason);
            listed(&mut told, listing);
        }
        Verdict::UnknownAuthority { family } => {
            told.tell("oces:verdict", "unknown-authority");
            told.tell("oces:unknownAuthority:family", family);
        }
        Verdict::Other => told.tell("oces:verdict", "other"),
    }
    told.tell("oces:ownership", of.ownership.id());
    told.tell("oces:privateKey", truth(of.private_key));
    for email in &of.certificate.emails {
        told.tell("oces:email", email);
    }
    uses(report, of, &mut told);
    told
}

/// The particulars of a generation; of a look-alike, what it pretends to be.
fn listed(told: &mut Properties, listing: &Listing) {
    told.tell("oces:generation", &listing.generation);
    told.tell("oces:qualified", truth(listing.qualified));
    told.tell("oces:environment", listing.environment.id());
    told.tell("oces:role", listing.role.id());
    told.tell_if("oces:kind", listing.kind.map(crate::classify::Kind::id));
    told.tell("oces:evidence", listing.evidence.id());
    told.tell("oces:status", listing.status.id());
    told.tell_if("oces:statusSince", listing.status_since.map(text::day).as_deref());
    told.tell_if("oces:statusOn", listing.status_on.map(text::day).as_deref());
    told.tell_if("oces:organisation:name", listing.organisation.name.as_deref());
    told.tell_if("oces:organisation:cvr", listing.organisation.cvr.as_deref());
    told.tell_if("oces:identifier", listing.identifier.as_deref());
}

/// What it is used for, and what replaces it.
fn uses(report: &Report, of: &Classified, told: &mut Properties) {
    let sha256 = &of.certificate.sha256;
    for one in report.usage.uses.get(sha256).into_iter().flatten() {
        let counterparty = one.counterparty.map_or("", |with| with.id.as_str());
        told.tell("oces:use", format!("{} {} {counterparty}", one.kind.id(), one.confidence.id()).trim_end());
    }
    if let Some(replacement) = report.plan.replacements.get(sha256) {
        told.tell("oces:replacement", &format!("{} {}", replacement.kind, replacement.state.id()));
        for (successor, state) in &replacement.successors {
            told.tell("oces:successor", &format!("{state} {}", reference::certificate(successor)));
        }
    }
}

pub(super) fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
