//! The report: the one value that every writer gets, the trait of writers and
//! their registry. Decides nothing.

mod artifact;
pub mod catalogue;
mod codequality;
mod csv;
mod cyclonedx;
mod detail;
pub mod diff;
mod entry;
mod escrow;
pub mod github;
mod html;
mod ics;
pub mod inspect;
mod json;
mod junit;
mod letters;
pub mod line;
pub(crate) mod markdown;
mod ndjson;
mod number;
mod orders;
pub mod plugin;
mod prometheus;
mod reason;
pub mod runs;
mod sarif;
mod schema;
mod standing;
mod states;
mod table;
#[cfg(test)]
mod testing;
pub mod text;
mod tilbagemelding;
mod unseen;
pub mod verify;

pub use self::schema::{line_schema, schema};

use crate::certificate::Fingerprint;
use crate::check::{Bar, Baseline, Finding};
use crate::classify::{Classified, Message};
use crate::diff::Diff;
use crate::failure::FailureKind;
use crate::inventory::Inventory;
use crate::plan::Plan;
use crate::recall::Stages;
use crate::usage::Usage;
use crate::wording::Text;
use clap::ValueEnum;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use time::{Date, OffsetDateTime};

/// All there is to say.
#[derive(Debug)]
pub struct Report {
    /// About the run; of a merged report, about all its scans together.
    pub scan: Scan,
    /// Of a merged report: what each report says of its own run.
    pub scans: Vec<serde_json::Value>,
    /// Of a merged report: what is odd about the reports themselves, such as
    /// stale ones and those that contradict each other.
    pub remarks: Vec<Text>,
    /// What changed since an earlier report, where one was given.
    pub diff: Option<Diff>,
    /// The verdicts, sorted by fingerprint: listed, look-alikes and (with `--all`) others.
    pub certificates: Vec<Classified>,
    /// Messages that a key of the catalogue opens, or that were signed with one
    /// whose certificate is not in them; sorted by place.
    pub messages: Vec<Message>,
    /// Uses, references and systems.
    pub usage: Usage,
    /// The findings, worst first.
    pub findings: Vec<Finding>,
    /// Failures, tally, keys and skipped paths (`certificates` was taken out).
    pub inventory: Inventory,
    /// The plan.
    pub plan: Plan,
}

impl Report {
    /// The certificate of this fingerprint.
    pub fn certificate(&self, sha256: &Fingerprint) -> Option<&Classified> {
        let at = self.certificates.binary_search_by(|known| known.certificate.sha256.cmp(sha256)).ok()?;
        self.certificates.get(at)
    }
}

/// The report as `-o json`, for our own use.
pub fn json(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    json::Json.write(report, Style::default(), out)
}

/// How many failures there are of each kind that occurs.
pub fn failures_by_kind(inventory: &Inventory) -> BTreeMap<FailureKind, u64> {
    let mut kinds = BTreeMap::new();
    for failure in &inventory.failures {
        *kinds.entry(failure.kind).or_default() += 1;
    }
    kinds
}

/// The same of those that nobody accepts.
pub fn open_by_kind(inventory: &Inventory) -> BTreeMap<FailureKind, u64> {
    let mut kinds = BTreeMap::new();
    for failure in inventory.failures.iter().filter(|failure| !failure.is_acknowledged()) {
        *kinds.entry(failure.kind).or_default() += 1;
    }
    kinds
}

/// About the run itself.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Random; the same in every report of the run.
    pub id: String,
    /// `--scope`, by default the host name.
    pub scope: String,
    /// The host name.
    pub host: String,
    /// When it began, UTC.
    pub started_at: OffsetDateTime,
    /// When it ended, UTC.
    pub finished_at: OffsetDateTime,
    /// The day of the verdicts.
    pub as_of: Date,
    /// The roots as given, absolute and lexical.
    pub roots: Vec<PathBuf>,
    /// The directory in which the scan was started, where its paths are of this
    /// machine: what lies below it, CI systems match to files of a repository.
    pub base: Option<PathBuf>,
    /// From where on findings count.
    pub bar: Bar,
    /// The options that change what is found, by their long names.
    pub options: BTreeMap<String, serde_json::Value>,
    /// The effective user id.
    pub uid: u32,
    /// Names of effective capabilities that matter for reading.
    pub capabilities: Vec<String>,
    /// What became of what names a person.
    pub personal_data: PersonalData,
    /// The report that told what is known, where one was given.
    pub baseline: Option<Baseline>,
    /// The name of the organisation that scans, as configured.
    pub organisation: Option<String>,
    /// Whether everything was looked at.
    pub complete: bool,
    /// Why not, one reason a kind.
    pub incomplete_reasons: Vec<String>,
    /// Its parts, and where it was stopped.
    pub stages: Stages,
    /// The version of the catalogue.
    pub catalogue_version: String,
}

/// How people-facing writers write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Danish instead of English.
    pub danish: bool,
    /// Colour; nothing is told by it alone.
    pub colour: bool,
    /// The width in columns.
    pub width: u16,
    /// Which CSV.
    pub csv: CsvDialect,
}

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum CsvDialect {
    /// Semicolons and a byte order mark, as a Danish Excel opens it
    #[default]
    ExcelDa,
    /// Commas and no byte order mark, RFC 4180
    Rfc4180,
}

/// What becomes of what names a person.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum PersonalData {
    /// It stands there
    #[default]
    Show,
    /// A pseudonym stands for it, the same in every report with the same key
    Pseudonymise,
    /// It is left out
    Omit,
}

impl PersonalData {
    /// Every value, for the schema and its tests.
    pub const ALL: [PersonalData; 3] = [PersonalData::Show, PersonalData::Pseudonymise, PersonalData::Omit];

    /// The name on the command line and in reports.
    pub fn id(self) -> &'static str {
        match self {
            PersonalData::Show => "show",
            PersonalData::Pseudonymise => "pseudonymise",
            PersonalData::Omit => "omit",
        }
    }
}

/// A report format. To add one: one file in `report/`, one line in [`WRITERS`].
pub trait ReportWriter: Sync {
    /// The name of the format, as in `-o json`.
    fn format(&self) -> &'static str;
    /// What becomes of what names a person, where nothing was asked for: formats
    /// that go to others by their nature leave it out.
    fn personal_data(&self) -> PersonalData {
        PersonalData::Show
    }
    /// Whether it tells the plan. For formats that do not, none is veiled.
    fn tells_plan(&self) -> bool {
        true
    }
    /// Writes the whole report.
    fn write(&self, report: &Report, style: Style, out: &mut dyn io::Write) -> io::Result<()>;
}

/// The writers.
pub static WRITERS: &[&dyn ReportWriter] = &[
    &json::Json,
    &table::Table,
    &html::Html,
    &markdown::Markdown,
    &ics::Ics,
    &orders::Orders,
    &letters::Letters,
    &escrow::Escrow,
    &tilbagemelding::Tilbagemelding,
    &ndjson::Ndjson,
    &csv::Csv,
    &sarif::Sarif,
    &junit::Junit,
    &codequality::CodeQuality,
    &github::Github,
    &cyclonedx::V1_6,
    &cyclonedx::V1_7,
    &prometheus::Prometheus,
];
