//! About the bill: who made it, of what, and whether that is all.

use super::property::Properties;
use super::{reference, verdict};
use crate::report::{Report, Style, text, unseen};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// `metadata`.
#[derive(Serialize)]
pub(super) struct Metadata {
    timestamp: String,
    lifecycles: [Phase; 1],
    tools: Tools,
    component: About,
    properties: Properties,
}

#[derive(Serialize)]
struct Phase {
    phase: &'static str,
}

#[derive(Serialize)]
struct Tools {
    components: [Tool; 1],
}

#[derive(Serialize)]
struct Tool {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'static str,
    version: &'static str,
}

/// What the bill is about: what was asked for, not the machine as a whole.
#[derive(Serialize)]
struct About {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "bom-ref")]
    reference: &'static str,
    name: String,
    description: String,
}

/// How complete it is.
#[derive(Serialize)]
pub(super) struct Composition {
    aggregate: &'static str,
    assemblies: [&'static str; 1],
}

pub(super) fn metadata(report: &Report, style: Style) -> Metadata {
    let tool = Tool { kind: "application", name: "oces", version: env!("CARGO_PKG_VERSION") };
    Metadata {
        timestamp: text::instant(report.scan.finished_at),
        lifecycles: [Phase { phase: "operations" }],
        tools: Tools { components: [tool] },
        component: about(report),
        properties: properties(report, style),
    }
}

fn about(report: &Report) -> About {
    let all = report.scan.options.contains_key("all");
    let what = if all { "Certificates" } else { "OCES certificates" };
    let seen = report.inventory.tally.distinct_certificates;
    let listed = report.certificates.len();
    let rest = if all { "" } else { " Certificates of other authorities are counted only." };
    About {
        kind: "data",
        reference: reference::ROOT,
        name: format!("{what} of {}", text::brief(&report.scan.scope)),
        description: format!("{listed} certificates of {seen} that were seen.{rest}"),
    }
}

/// Whether all of what the bill is about is in it.
pub(super) fn composition(report: &Report) -> Composition {
    let aggregate = if report.scan.complete { "complete" } else { "incomplete" };
    Composition { aggregate, assemblies: [reference::ROOT] }
}

fn properties(report: &Report, style: Style) -> Properties {
    let (scan, tally) = (&report.scan, &report.inventory.tally);
    let mut told = Properties::default();
    told.tell("oces:scan:id", &scan.id);
    told.tell("oces:scan:scope", &scan.scope);
    told.tell("oces:scan:host", &scan.host);
    told.tell("oces:scan:asOf", &text::day(scan.as_of));
    told.tell("oces:catalogue", &scan.catalogue_version);
    told.tell("oces:personalData", scan.personal_data.id());
    for root in &scan.roots {
        told.tell("oces:scan:root", &text::path(root));
    }
    told.tell("oces:scan:complete", verdict::truth(scan.complete));
    for reason in &scan.incomplete_reasons {
        told.tell("oces:scan:incompleteReason", reason);
    }
    let counts = [
        ("oces:scan:files", tally.files),
        ("oces:scan:examined", tally.examined),
        ("oces:scan:failed", tally.failed),
        ("oces:scan:skippedFiles", tally.skipped_files),
        ("oces:scan:certificates", tally.certificates),
        ("oces:scan:distinctCertificates", tally.distinct_certificates),
    ];
    for (name, count) in counts {
        told.tell(name, &count.to_string());
    }
    for one in unseen::all(report) {
        told.tell("oces:notLookedAt", &not_looked_at(&one));
    }
    for remark in &report.remarks {
        told.tell("oces:remark", if style.danish { &remark.da } else { &remark.en });
    }
    told
}

/// Kind, whose scan, where, how many: as far as they are told.
fn not_looked_at(one: &unseen::Unseen) -> String {
    let scope = one.scope.as_deref().map(|scope| format!("{scope}:"));
    let path = one.path.as_deref().map(text::path);
    let count = one.count.map(|count| format!("({count})"));
    let parts = [Some(one.kind.to_owned()), scope, path, count];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// `serialNumber`: the run's own name as a UUID. Each run has another, as the
/// specification asks, and every report of one run the same.
pub(super) fn serial_number(report: &Report) -> String {
    let octets = data_encoding::HEXLOWER.decode(report.scan.id.as_bytes()).unwrap_or_default();
    let mut id: [u8; 16] = octets.try_into().unwrap_or_else(|_| {
        let digest: [u8; 32] = Sha256::digest(report.scan.id.as_bytes()).into();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        id
    });
    // Version 4 and the variant of RFC 9562.
    id[6] = id[6] & 0x0f | 0x40;
    id[8] = id[8] & 0x3f | 0x80;
    let hex = text::hex(&id);
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
