//! `oces check`: the state of a scan, or of its report, as a monitoring plugin.
//!
//! What goes wrong becomes UNKNOWN in `main`: a plugin is read on standard
//! output, and its code 2 means that something was found.

use super::commands::Outputs;
use super::plan;
use super::signals::Signals;
use crate::classify::copenhagen_day;
use crate::cli::{CheckArgs, PlanArgs};
use crate::config::{Config, day};
use crate::error::Error;
use crate::exit;
use crate::output::{OwnPaths, to_standard_output};
use crate::plan::Plan;
use crate::privacy;
use crate::report::plugin::{self, Age, Judged};
use crate::report::{PersonalData, Report, runs};
use std::ffi::OsStr;
use std::path::Path;
use time::Date;

/// The age of a report that is still believed, where none is told.
const MOST: &str = "2d";

/// Scans or reads, writes what was asked for besides, and tells the state.
pub(super) fn run(config: &Config, args: &CheckArgs) -> Result<u8, Error> {
    let signals = Signals::listen()?;
    let mut outputs = outputs(config, args)?;
    let own = outputs.as_ref().map(Outputs::own_paths).unwrap_or_default();
    let (mut report, age) = report(config, args, &own, &signals)?;
    exit::anything_seen(&report)?;
    let state = exit::plugin::state(&report, &config.bar, age);
    let day = another_day(config);
    let state = if day.is_some() && !is_asked(args) { exit::plugin::on_another_day(state) } else { state };
    if let Some(outputs) = &mut outputs {
        outputs.write(&mut report, config)?;
    }
    let mode = config.personal_data.unwrap_or(PersonalData::Omit);
    // The state is told without the plan.
    report.plan = Plan::default();
    privacy::veil(&mut report, mode, config.pseudonym_key.as_ref());
    signals.check()?;
    outputs.map_or(Ok(()), Outputs::commit)?;
    let counts = |finding: &crate::check::Finding| exit::plugin::counts(&report, &config.bar, finding);
    let expiring_within_days = config.settings.expiring_within_days;
    let judged = Judged { state, counts: &counts, age, day, expiring_within_days };
    to_standard_output(|out| plugin::write(&report, &judged, config.style.danish, out))?;
    Ok(state.code())
}

/// The day that is judged, if it is not today.
fn another_day(config: &Config) -> Option<Date> {
    let as_of = config.settings.as_of;
    (copenhagen_day(config.started_at.unix_timestamp()) != Some(as_of)).then_some(as_of)
}

/// Whether the day stands on the command line, not in the environment or a file.
fn is_asked(args: &CheckArgs) -> bool {
    let given = args.scan.judge.as_of.as_deref();
    given.is_some() && given.map(OsStr::new) != std::env::var_os("OCES_AS_OF").as_deref()
}

/// The reports that were asked for besides: standard output is the monitor's.
fn outputs(config: &Config, args: &CheckArgs) -> Result<Option<Outputs>, Error> {
    if args.scan.judge.output.is_empty() {
        return Ok(None);
    }
    if let Some(spec) = config.outputs.iter().find(|spec| spec.path.is_none()) {
        return Err(Error::Usage(format!(
            "`-o {0}` would go to standard output, which tells the state: give it a file, as in `-o {0}=PATH`",
            spec.format
        )));
    }
    Outputs::open(config).map(Some)
}

fn report(
    config: &Config,
    args: &CheckArgs,
    own: &OwnPaths,
    signals: &Signals,
) -> Result<(Report, Option<Age>), Error> {
    let most = day::parse_age(args.max_age.as_deref().unwrap_or(MOST));
    let most = most.map_err(|error| Error::Usage(format!("--max-age: {error}")))?;
    match &args.report {
        None => Ok((super::report(config, own, signals)?, None)),
        Some(path) => {
            let report = recalled(config, args, path, signals)?;
            let seconds = config.started_at.unix_timestamp().saturating_sub(runs::oldest(&report));
            Ok((report, Some(Age { seconds, most })))
        }
    }
}

/// What an earlier scan found, judged on the day of the check.
fn recalled(config: &Config, args: &CheckArgs, path: &Path, signals: &Signals) -> Result<Report, Error> {
    if !args.scan.paths.is_empty() || args.scan.files_from.is_some() {
        return Err(Error::Usage("--report tells of a scan that was made: give no paths beside it".to_owned()));
    }
    let args = PlanArgs { reports: vec![path.to_owned()], ..PlanArgs::default() };
    plan::report(config, &args, signals)
}
