//! The report as JSON, `schemaVersion` 1.0: the contract with other programs.
//!
//! What is published stands in private mirror types, one file a noun; the
//! domain types are not serialisable, so that renaming a field of theirs
//! cannot change the format. Certificates and findings are made one by one
//! while they are written: memory stays flat. Minor versions only add.

mod both;
mod calendar;
mod certificate;
mod change;
mod counterparty;
mod dependency;
mod evidence;
mod failure;
mod finding;
mod firewall;
mod knowledge;
pub(super) mod lines;
mod message;
mod occurrence;
mod place;
mod plan;
mod progress;
mod reference;
mod replacement;
mod scan;
mod stages;
pub(super) mod stream;
mod system;
mod term;
mod timeline;
mod unseen;
mod uses;

use self::both::Both;
use self::certificate::{Certificate, LookAlike, Other, UnknownAuthority};
use self::change::Previous;
use self::counterparty::Counterparty;
use self::dependency::Dependent;
use self::failure::Failure;
use self::finding::Finding;
use self::firewall::Opening;
use self::message::Message;
use self::plan::Plan;
use self::scan::{Scan, Tool};
use self::stream::{Each, Safe};
use self::system::{Book, System};
use self::term::{SchemaVersion, Term};
use self::timeline::Event;
use self::unseen::Unseen;
use super::{Report, ReportWriter, Style};
use crate::classify::Classified;
use crate::usage;
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
        let (book, unseen) = (Book::new(report), super::unseen::all(report));
        Document::new(&book, &unseen).serialize(&mut serializer)?;
        out.write_all(b"\n")?;
        out.flush()
    }
}

pub(super) use self::change::write as write_diff;

/// The whole report. Readers ignore keys that they do not know.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    schema_version: Term<'static, SchemaVersion>,
    tool: Tool<'a>,
    /// About the run; absent where reports of several are merged.
    #[serde(skip_serializing_if = "Option::is_none")]
    scan: Option<Scan<'a>>,
    /// In a merged report: what each report says of its own run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<Scan<'static>>>")]
    scans: Option<&'a [serde_json::Value]>,
    /// What is odd about what the report rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<Both<'a>>,
    /// Certificates of catalogue generations.
    certificates: Each<'a, &'a Book<'a>, Classified, Certificate<'a>>,
    /// Certificates that borrow a name of the catalogue but contradict its keys.
    look_alikes: Each<'a, &'a Book<'a>, Classified, LookAlike<'a>>,
    /// Certificates under a family's organisation but no known authority.
    unknown_authorities: Each<'a, &'a Report, Classified, UnknownAuthority<'a>>,
    /// Every other certificate; empty without `--all`.
    others: Each<'a, &'a Report, Classified, Other<'a>>,
    /// What changed since an earlier report, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Previous<'a>>,
    /// Worst first.
    findings: Each<'a, &'a Report, crate::check::Finding, Finding<'a>>,
    /// Messages that a key of the catalogue opens, or that were signed with one
    /// whose certificate is not in them.
    messages: Each<'a, &'a Report, crate::classify::Message, Message<'a>>,
    /// Everything that could not be looked at in full.
    failures: Each<'a, &'a Report, crate::failure::Failure, Failure<'a>>,
    /// The systems, by host and name.
    systems: Each<'a, &'a Report, usage::System, System<'a>>,
    /// Who certificates are used with, by id.
    counterparties: Vec<Counterparty<'a>>,
    /// Texts that still name what died with NemID, by path.
    dependencies: Each<'a, &'a Report, usage::Dependent, Dependent<'a>>,
    /// Addresses to open and to close.
    firewall: Each<'a, &'a Report, usage::Opening, Opening<'a>>,
    /// What was not looked at, and what no scan of files sees.
    not_looked_at: Each<'a, &'a Report, super::unseen::Unseen, Unseen<'a>>,
    plan: Plan<'a>,
    /// Every date that concerns OCES, NemID for businesses or secure email.
    timeline: Vec<Event<'a>>,
}

impl<'a> Document<'a> {
    fn new(book: &'a Book<'a>, unseen: &'a [super::unseen::Unseen]) -> Document<'a> {
        let (report, context) = (book.report, book);
        let usage = &report.usage;
        let from = &report.certificates;
        Document {
            schema_version: Term::new("1.0"),
            tool: Tool::new(report),
            scan: report.scans.is_empty().then(|| Scan::new(report)),
            scans: (!report.scans.is_empty()).then_some(&*report.scans),
            remarks: report.remarks.iter().map(Both::of).collect(),
            certificates: Each { context, from, make: certificate::listed },
            look_alikes: Each { context, from, make: certificate::look_alike },
            unknown_authorities: Each { context: report, from, make: certificate::unknown_authority },
            others: Each { context: report, from, make: certificate::other },
            previous: report.diff.as_ref().map(|diff| Previous::new(&report.scan.scope, diff)),
            findings: Each { context: report, from: &report.findings, make: finding::finding },
            messages: Each { context: report, from: &report.messages, make: message::message },
            failures: Each { context: report, from: &report.inventory.failures, make: failure::failure },
            systems: Each { context: report, from: &usage.systems, make: system::system },
            counterparties: counterparty::all(report),
            dependencies: Each { context: report, from: &usage.dependencies, make: dependency::dependent },
            firewall: Each { context: report, from: &usage.firewall, make: firewall::opening },
            not_looked_at: Each { context: report, from: unseen, make: unseen::unseen },
            plan: Plan::new(report),
            timeline: timeline::all(),
        }
    }
}

/// The schema of what is written, straight from the types that write it.
pub(super) fn schema() -> Schema {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Document<'static>>();
    // A report is of one scan or of several, never of both and never of none.
    schema.insert("oneOf".to_owned(), serde_json::json!([{ "required": ["scan"] }, { "required": ["scans"] }]));
    schema
}
