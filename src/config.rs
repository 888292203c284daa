//! What the command line, the environment and `oces.toml` come to.
//!
//! The command line wins over the environment, that over the file, that over
//! the default. The only clock is read here. Opens no report and walks nothing.

pub mod bounds;
pub mod day;
pub mod file;
pub mod hard;
pub mod keys;
pub mod ledger;
pub mod merge;
pub mod outputs;
pub mod owners;
pub mod parse;
pub mod passwords;
pub mod paths;
pub mod places;
pub mod pseudonyms;
pub mod resolve;
mod room;
pub mod surroundings;
pub mod tickets;
pub mod waivers;

pub use crate::exit::FailOn;
pub use crate::walk::WalkOptions;
pub use outputs::OutputSpec;

use crate::bounds::Bounds;
use crate::classify::Settings;
use crate::cli::{CatalogueArgs, Cli, Command, Global, JudgeArgs, ScanArgs};
use crate::error::Error;
use crate::exit::Bar;
use crate::ledger::Ledger;
use crate::password::Passwords;
use crate::privacy;
use crate::read::Gentle;
use crate::report::{PersonalData, Style, WRITERS};
use file::File;
use std::collections::BTreeMap;
use std::path::PathBuf;
use surroundings::Surroundings;
use time::OffsetDateTime;

/// Everything a run needs to know.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct Config {
    /// Absolute and lexical, in the order given, each once.
    pub roots: Vec<PathBuf>,
    /// The current directory.
    pub directory: PathBuf,
    /// Whether `--files-from` was given: then no root may mean no work.
    pub files_from_given: bool,
    /// What the walk does.
    pub walk: WalkOptions,
    /// How many threads; 0 is one a processor.
    pub threads: usize,
    /// Whether everything else on the machine goes first.
    pub idle: bool,
    /// How fast and how long it reads.
    pub gentle: Gentle,
    /// The report of a scan to go on with, absolute.
    pub resume: Option<PathBuf>,
    /// All that may be tried on keystores.
    pub passwords: Passwords,
    /// What the verdict depends on.
    pub settings: Settings,
    /// Whether texts are searched for what they name.
    pub references: bool,
    /// The name of the organisation that scans, for the heading of reports.
    pub organisation: Option<String>,
    /// What `[[place]]` says.
    pub places: crate::place::Rules,
    /// What `[[owner]]` says.
    pub owners: crate::usage::Owners,
    /// An earlier report, absolute.
    pub previous: Option<PathBuf>,
    /// What people have said.
    pub ledger: Ledger,
    /// What stands for this machine in identities.
    pub scope: String,
    /// The host name.
    pub host: String,
    /// When the run began, UTC.
    pub started_at: OffsetDateTime,
    /// The effective user id.
    pub uid: u32,
    /// What a scan must reach to end with 0.
    pub bar: Bar,
    /// A report whose findings are known, absolute.
    pub baseline: Option<PathBuf>,
    /// What becomes of what names a person, if it was asked for.
    pub personal_data: Option<PersonalData>,
    /// The secret that pseudonyms are made with.
    pub pseudonym_key: Option<privacy::Key>,
    /// The reports, at most one of them to standard output.
    pub outputs: Vec<OutputSpec>,
    /// GitHub's file for the summary of a step, if `-o github` is asked for.
    pub step_summary: Option<PathBuf>,
    /// How to write for people on standard output; see [`Config::style_of`].
    pub style: Style,
    /// Whether colour was asked for wherever it goes.
    pub colour_always: bool,
    /// How much is said on standard error.
    pub verbosity: Verbosity,
    /// Whether a progress line is drawn on standard error.
    pub progress: bool,
    /// Whether certificates of no generation are listed too.
    pub all: bool,
    /// What may be opened, and what may be spent on it.
    pub bounds: Bounds,
    /// What is added to the catalogue.
    pub catalogue_file: Option<PathBuf>,
    /// What `oces tickets` comes to.
    pub tickets: tickets::Tickets,
    /// What was asked for that changes what is found, by long option names.
    pub options: BTreeMap<String, serde_json::Value>,
}

/// How much is said on standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Verbosity {
    Quiet,
    #[default]
    Normal,
    Verbose,
}

/// The time, UTC: for when the run ended.
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// What `catalogue` comes to: how to write, and what is added to the catalogue.
pub fn for_catalogue(global: &Global, args: &CatalogueArgs) -> Result<(Style, Option<PathBuf>), Error> {
    let around = Surroundings::look()?;
    let file = File::find(global.config.as_deref(), &around.directory, around.uid)?;
    let judge = JudgeArgs { catalogue: args.catalogue.clone(), ..JudgeArgs::default() };
    let args = merge::scan(ScanArgs { judge, ..ScanArgs::default() }, &file, &around.directory)?;
    let global = merge::global(global, &file);
    Ok((around.style(global.color, global.lang), args.judge.catalogue))
}

impl Config {
    /// What a command that reads or reports comes to.
    pub fn load(cli: &Cli) -> Result<Config, Error> {
        let around = Surroundings::look()?;
        let named = cli.global.config.as_deref();
        let mut file = File::find(named, &around.directory, around.uid)?;
        let formats: Vec<&str> = match &cli.command {
            Command::Verify(_) => crate::report::verify::FORMATS.to_vec(),
            Command::Diff(_) => crate::report::diff::FORMATS.to_vec(),
            Command::Tickets(tickets) => tickets.formats().to_vec(),
            _ => WRITERS.iter().map(|writer| writer.format()).collect(),
        };
        let args = match &cli.command {
            Command::Inspect(inspect) => {
                file.scan = file.scan.of_one_file();
                inspect.as_scan()
            }
            Command::Verify(verify) => {
                file.scan = file.scan.of_one_file();
                verify.as_scan()
            }
            Command::Plan(plan) => {
                file.scan = file.scan.of_reports();
                plan.as_scan()
            }
            Command::Diff(diff) => {
                file.scan = file.scan.of_reports();
                diff.as_scan()
            }
            Command::Tickets(tickets) => {
                file.scan = file.scan.of_reports();
                tickets.common().as_plan().as_scan()
            }
            Command::Scan(scan) => scan.as_ref().clone(),
            Command::Check(check) => {
                // The file says what `oces scan` writes; a check writes what it is asked for.
                file.scan.output.clear();
                check.scan.clone()
            }
            _ => ScanArgs::default(),
        };
        let mut config = Config::resolve(&cli.global, args, &file, &around, &formats)?;
        if matches!(cli.command, Command::Scan(_) | Command::Check(_) | Command::Inspect(_) | Command::Verify(_)) {
            room::fit(&mut config)?;
        }
        if let Command::Tickets(given) = &cli.command {
            config.tickets = tickets::tickets(given, &file, &around.directory)?;
        }
        Ok(config)
    }

    /// The same from values alone, but for the files that these name.
    pub fn resolve(
        global: &Global,
        args: ScanArgs,
        file: &File,
        around: &Surroundings,
        formats: &[&str],
    ) -> Result<Config, Error> {
        let global = merge::global(global, file);
        let args = merge::scan(args, file, &around.directory)?;
        let base = around.directory.as_path();
        let verbosity = resolve::verbosity(&global);
        Ok(Config {
            roots: resolve::roots(&args, around)?,
            directory: around.directory.clone(),
            files_from_given: args.files_from.is_some(),
            threads: hard::threads(&args),
            idle: args.hard.idle.unwrap_or_default(),
            gentle: hard::gentle(&args)?,
            resume: args.hard.resume.clone(),
            passwords: resolve::passwords(&args, file, around)?,
            settings: resolve::settings(&args, file, around)?,
            references: !args.no_references.unwrap_or_default(),
            organisation: file.organisation.name.clone().filter(|name| !name.trim().is_empty()),
            places: places::places(file, base)?,
            owners: owners::owners(file, base)?,
            previous: args.said.previous.clone(),
            ledger: ledger::ledger(file, base, args.said.mitid_erhverv_csv.as_deref())?,
            scope: resolve::scope(args.scope.as_deref().unwrap_or(&around.host))?,
            host: around.host.clone(),
            started_at: around.now,
            uid: around.uid,
            bar: resolve::bar(&args)?,
            baseline: args.baseline.clone(),
            personal_data: args.speak.personal_data,
            pseudonym_key: pseudonyms::key(&args.speak)?,
            step_summary: outputs::step_summary(&args.judge.output, around),
            outputs: outputs::outputs(base, &args.judge.output, formats)?,
            style: Style { csv: args.speak.csv_dialect.unwrap_or_default(), ..around.style(global.color, global.lang) },
            colour_always: global.color == Some(crate::cli::Color::Always),
            verbosity,
            progress: around.error_terminal && verbosity != Verbosity::Quiet,
            all: args.all.unwrap_or_default(),
            bounds: bounds::bounds(&args)?,
            catalogue_file: args.judge.catalogue.clone(),
            tickets: tickets::Tickets::default(),
            options: merge::telling(&args),
            walk: resolve::walk(args, around)?,
        })
    }

    /// How to write a report: a file has no colour unless it was asked for, and
    /// no terminal's width.
    pub fn style_of(&self, output: &OutputSpec) -> Style {
        match output.path {
            None => self.style,
            Some(_) => Style { colour: self.colour_always, ..self.style },
        }
    }
}

#[cfg(test)]
mod tests;
