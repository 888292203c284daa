//! `oces tickets plan`: from reports to operations. `sync` carries them out.

#[cfg(feature = "tickets")]
mod sync;

use super::commands::Outputs;
use super::plan;
use super::signals::Signals;
use crate::cli::TicketsCommand;
use crate::config::{Config, Verbosity};
use crate::error::Error;
use crate::location::Location;
use crate::privacy;
use crate::recall::Head;
use crate::report::{PersonalData, Report, text};
use crate::tickets::decide::{Cause, Kind};
use crate::tickets::mark::Tag;
use crate::tickets::operation::operations;
use crate::tickets::page::{self, Head as PageHead, ScanLine};
use crate::tickets::sight::PERSONAL_DATA;
use crate::tickets::tracker::{Settings, Tracker};
use crate::tickets::{self, Area, Decisions, Drafts, Marker, Operation, Options, Sight, Standing, State, known};
use crate::wording::told;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Runs the subcommand.
pub(super) fn run(config: &Config, command: &TicketsCommand) -> Result<u8, Error> {
    match command {
        TicketsCommand::Plan(_) => plan_only(config),
        #[cfg(feature = "tickets")]
        TicketsCommand::Sync(_) => sync::sync(config),
    }
}

fn plan_only(config: &Config) -> Result<u8, Error> {
    let signals = Signals::listen()?;
    let tracker = tracker(config, "--for")?;
    let previous = if config.tickets.previous.is_empty() {
        config.previous.iter().cloned().collect()
    } else {
        config.tickets.previous.clone()
    };
    if previous.is_empty() && config.tickets.known.is_none() && !config.tickets.first_run {
        let why = "which tickets are there already? Give --previous REPORT (the report of the last time), --known FILE \
                   (a list of the tickets), or --first-run";
        return Err(Error::Usage(why.to_owned()));
    }
    let mut outputs = Outputs::open(config)?;
    let matter = Matter::read(config, &config.tickets.reports, &signals)?;
    if !previous.is_empty() && matter.areas.len() < config.tickets.reports.len() {
        let why = "with --previous, one report of each host is needed as today's: several were given of one host. Each \
                   earlier report needs a --previous of its own (a shell's `--previous old/*` gives it the first alone)";
        return Err(Error::Usage(why.to_owned()));
    }
    let standing = standing(config, &previous, &signals)?;
    let decisions = tickets::decide(config.tickets.per, &matter.drafts, standing, &matter.sight);
    let settings = Settings { danish: config.style.danish, ..config.tickets.settings.clone() };
    not_too_many(&decisions, config)?;
    let told = matter.tell(config, &decisions, tracker, &settings)?;
    let head = told.head(config, tracker, &decisions, Vec::new());
    outputs.write_each(config, |format, _, out| match format {
        "csv" => page::write_import(&head, tracker, out),
        _ => page::write(&head, out),
    })?;
    signals.check()?;
    outputs.commit()?;
    // A file to import has no place for what must be known besides.
    if config.outputs.iter().any(|spec| spec.format == "csv") && config.verbosity != Verbosity::Quiet {
        for remark in page::remarks(&head) {
            drop(writeln!(std::io::stderr(), "oces: {}", text::safe(&remark)));
        }
    }
    Ok(0)
}

/// The tracker that was named.
fn tracker(config: &Config, option: &str) -> Result<&'static dyn Tracker, Error> {
    let name = config.tickets.tracker.as_deref();
    let name = name.ok_or_else(|| Error::Usage(format!("which tracker? Give {option} TRACKER")))?;
    tickets::tracker(name).ok_or_else(|| {
        Error::Usage(format!("unknown tracker `{name}` (known: {})", tickets::tracker_names().join(", ")))
    })
}

/// What changes what a scan sees, and how it names it.
fn options_of(head: &Head) -> BTreeMap<String, serde_json::Value> {
    let mode = Some(plan::personal_data(head)).filter(|mode| *mode != PersonalData::Show);
    let named = mode.map(|mode| (PERSONAL_DATA.to_owned(), mode.id().into()));
    head.options.clone().into_iter().chain(named).collect()
}

/// Stops before more tickets are made than anybody expects.
fn not_too_many(decisions: &Decisions, config: &Config) -> Result<(), Error> {
    let new = decisions.operations.iter().filter(|one| one.kind == Kind::Create).count();
    if new <= config.tickets.max_new {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "{new} new tickets would be made, more than --max-new {}: nothing was written or sent. If so many are meant, \
         give --max-new {new}; with --dry-run (sync) it only tells them",
        config.tickets.max_new
    )))
}

/// What the tickets are made from.
struct Matter {
    report: Report,
    areas: Vec<Area>,
    drafts: Drafts,
    sight: Sight,
}

impl Matter {
    /// Reads and merges the reports, and gathers their findings.
    fn read(config: &Config, reports: &[PathBuf], signals: &Signals) -> Result<Matter, Error> {
        let (report, heads) = plan::merged(config, reports, signals)?;
        if let Some(head) = heads.iter().find(|head| plan::personal_data(head) == PersonalData::Omit) {
            let why = "persons were left out of it, so its places have other names each time and nothing can be told \
                       changed or gone; give the report as the scan wrote it, tickets leave persons out themselves";
            return Err(Error::Usage(format!("the report of {}: {why}", privacy::by_form(&head.scope))));
        }
        let area = |head: &Head| Area {
            scope: head.scope.clone(),
            roots: head.roots.clone(),
            options: options_of(head),
            complete: head.complete,
            names_all: head.names_all_skipped(),
            finished_at: head.finished_at,
        };
        let areas: Vec<Area> = heads.iter().map(area).collect();
        let marker = Marker { key: config.pseudonym_key.as_ref() };
        let inventory = &report.inventory;
        let file = |path: &std::sync::Arc<std::path::Path>| Location::file(path.clone(), path.clone());
        let mut left_out: Vec<Location> =
            inventory.skipped.iter().map(|(_, path)| file(&path.as_path().into())).collect();
        left_out.extend(inventory.skipped_at.iter().map(|(_, place)| place.clone()));
        let sight = Sight::new(&areas, &inventory.failures, &left_out, inventory.unsearched > 0, marker);
        let options = Options {
            per: config.tickets.per,
            owners: &config.owners,
            least: config.tickets.least.severity(),
            desk: &config.tickets.settings.desk,
            marker,
        };
        let drafts = tickets::drafts(&report, &options);
        Ok(Matter { report, areas, drafts, sight })
    }

    /// The scopes by name, as the veiled report has them: those of a merged one in the same order.
    fn names(&self, key: Option<&privacy::Key>) -> BTreeMap<Tag, String> {
        let Report { scan, scans, .. } = &self.report;
        let told = scans.iter().map(|one| one.get("scope").and_then(serde_json::Value::as_str));
        let told: Vec<&str> = if scans.is_empty() {
            vec![scan.scope.as_str(); self.areas.len()]
        } else {
            told.map(Option::unwrap_or_default).collect()
        };
        let tags = self.areas.iter().map(|area| Marker { key }.scope(&area.scope));
        tags.zip(told).map(|(tag, name)| (tag, name.to_owned())).collect()
    }

    /// Veils the report and puts the decisions into words.
    fn tell(
        mut self,
        config: &Config,
        decisions: &Decisions,
        tracker: &'static dyn Tracker,
        settings: &Settings,
    ) -> Result<Told, Error> {
        let mode = config.personal_data.unwrap_or(PersonalData::Omit);
        privacy::veil(&mut self.report, mode, config.pseudonym_key.as_ref());
        let creates = decisions.operations.iter().filter(|one| one.kind == Kind::Create);
        for draft in creates.filter_map(|one| self.drafts.wanted.get(&one.id)) {
            if let Some(what) = tracker.lacks(&draft.desk) {
                return Err(Error::Usage(format!(
                    "{} needs {what} for each ticket: give --queue NAME, or `queue` in [tickets] or [[owner]] of oces.toml",
                    tracker.id()
                )));
            }
        }
        let key = config.pseudonym_key.as_ref();
        let teller = tickets::Teller::new(&self.report, key, self.names(key), settings.danish);
        let operations = operations(decisions, &self.drafts, &self.sight, &teller, tracker, settings);
        let mut remarks: Vec<String> =
            self.report.remarks.iter().map(|remark| remark.told(settings.danish).to_owned()).collect();
        if decisions.operations.iter().any(|one| one.cause == Cause::FoundClosed) {
            remarks.push(told("tickets.who-closed", settings.danish).to_owned());
        }
        Ok(Told { operations, remarks, areas: self.areas, personal_data: self.report.scan.personal_data })
    }
}

/// Decisions in words.
struct Told {
    operations: Vec<Operation>,
    remarks: Vec<String>,
    areas: Vec<Area>,
    personal_data: PersonalData,
}

impl Told {
    fn head<'h>(
        &'h self,
        config: &Config,
        tracker: &dyn Tracker,
        decisions: &'h Decisions,
        outcomes: Vec<page::Outcome>,
    ) -> PageHead<'h> {
        let line = |area: &Area| ScanLine {
            scope: privacy::by_form(&area.scope),
            finished_at: page::instant(area.finished_at),
            complete: area.complete,
        };
        PageHead {
            tracker: tracker.id(),
            per: config.tickets.per,
            danish: config.style.danish,
            as_of: config.settings.as_of,
            personal_data: self.personal_data,
            scans: self.areas.iter().map(line).collect(),
            remarks: self.remarks.clone(),
            decisions,
            operations: &self.operations,
            outcomes,
        }
    }
}

/// The tickets that are there, as earlier reports and a list tell it.
fn standing(config: &Config, previous: &[PathBuf], signals: &Signals) -> Result<Vec<Standing>, Error> {
    let mut list = match &config.tickets.known {
        Some(path) => {
            let wrong = |why: String| Error::Usage(format!("--known {}: {why}", path.display()));
            let octets = plan::text_of(path).map_err(|error| wrong(error.to_string()))?;
            known::read(&known::text_of(&octets)).map_err(wrong)?
        }
        None => Vec::new(),
    };
    if previous.is_empty() {
        return Ok(list);
    }
    let matter = Matter::read(config, previous, signals)?;
    for draft in matter.drafts.wanted.values() {
        let state = State::of(config.tickets.per, draft, &matter.sight);
        let mut there = list.iter_mut().filter(|one| one.id == draft.id).peekable();
        if there.peek().is_none() && config.tickets.known.is_none() {
            list.push(Standing { id: draft.id, number: None, open: true, state: Some(state), remembers: false });
            continue;
        }
        for one in there {
            one.state.get_or_insert_with(|| state.clone());
        }
    }
    Ok(list)
}
