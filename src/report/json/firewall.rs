//! What firewalls must let through and need not any more, in the report.

use super::both::Both;
use super::evidence::Evidence;
use super::knowledge::Knowledge;
use super::term::{FirewallAction, Term};
use crate::report::Report;
use crate::usage;
use schemars::JsonSchema;
use serde::Serialize;

/// An address to open or to close.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Opening<'a> {
    action: Term<'static, FirewallAction>,
    /// The host name, perhaps with a leading `*.`.
    host: &'a str,
    ports: &'a [u16],
    /// Whether it is of the test environment.
    test: bool,
    /// What it is for.
    purpose: Both<'a>,
    #[serde(flatten)]
    knowledge: Knowledge<'a>,
    /// What says that it concerns what was scanned.
    evidence: Vec<Evidence<'a>>,
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn opening<'a>(report: &'a Report, from: &'a usage::Opening) -> Option<Opening<'a>> {
    let address = from.address;
    Some(Opening {
        action: Term::new(if address.open { "open" } else { "close" }),
        host: &address.host,
        ports: &address.ports,
        test: address.test,
        purpose: Both::of(&address.purpose),
        knowledge: Knowledge::new(report, &address.knowledge),
        evidence: from.evidence.iter().map(|evidence| Evidence::new(&report.scan.scope, evidence)).collect(),
    })
}
