//! The report as JSON, `schemaVersion` 1.0: the contract with other programs.
//!
//! What is published stands in private mirror types, one file a noun; the
//! domain types are not serialisable, so that renaming a field of theirs
//! cannot change the format. Certificates and findings are made one by one
//! while they are written: memory stays flat. Minor versions only add.

mod certificate;
mod failure;
mod finding;
mod message;
mod occurrence;
mod place;
mod plan;
mod replacement;
mod scan;
mod stream;
mod term;

use self::certificate::{Certificate, LookAlike, Other, UnknownAuthority};
use self::failure::Failure;
use self::finding::Finding;
use self::message::Message;
use self::plan::Plan;
use self::scan::{Scan, Tool};
use self::stream::{Each, Safe};
use self::term::{SchemaVersion, Term};
use super::{Report, ReportWriter, Style};
use crate::classify::Classified;
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// `-o json`.
pub struct Json;

impl ReportWriter for Json {
    fn format(&self) -> &'static str {
        "json"
    }

    fn write(&self, report: &Report, _: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let mut serializer = serde_json::Serializer::with_formatter(&mut out, Safe::new());
        Document::new(report).serialize(&mut serializer)?;
        out.write_all(b"\n")?;
        out.flush()
    }
}

/// The whole report. Readers ignore keys that they do not know.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    schema_version: Term<'static, SchemaVersion>,
    tool: Tool<'a>,
    scan: Scan<'a>,
    /// Certificates of catalogue generations.
    certificates: Each<'a, &'a Report, Classified, Certificate<'a>>,
    /// Certificates that borrow a name of the catalogue but contradict its keys.
    look_alikes: Each<'a, &'a Report, Classified, LookAlike<'a>>,
    /// Certificates under a family's organisation but no known authority.
    unknown_authorities: Each<'a, &'a Report, Classified, UnknownAuthority<'a>>,
    /// Every other certificate; empty without `--all`.
    others: Each<'a, &'a Report, Classified, Other<'a>>,
    /// Worst first.
    findings: Each<'a, &'a Report, crate::check::Finding, Finding<'a>>,
    /// Messages that a key of the catalogue opens, or that were signed with one
    /// whose certificate is not in them.
    messages: Each<'a, &'a Report, crate::classify::Message, Message<'a>>,
    /// Everything that could not be looked at in full.
    failures: Each<'a, &'a Report, crate::failure::Failure, Failure<'a>>,
    plan: Plan<'a>,
}

impl<'a> Document<'a> {
    fn new(report: &'a Report) -> Document<'a> {
        let from = &report.certificates;
        Document {
            schema_version: Term::new("1.0"),
            tool: Tool::new(report),
            scan: Scan::new(report),
            certificates: Each { context: report, from, make: certificate::listed },
            look_alikes: Each { context: report, from, make: certificate::look_alike },
            unknown_authorities: Each { context: report, from, make: certificate::unknown_authority },
            others: Each { context: report, from, make: certificate::other },
            findings: Each { context: report, from: &report.findings, make: finding::finding },
            messages: Each { context: report, from: &report.messages, make: message::message },
            failures: Each { context: report, from: &report.inventory.failures, make: failure::failure },
            plan: Plan::new(report),
        }
    }
}

/// The schema of what is written, straight from the types that write it.
pub(super) fn schema() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Document<'static>>()
}
