//! `oces diff` and `--previous`: an earlier report beside a later one.

use super::commands;
use super::plan::{personal_data, read};
use crate::check::Finding;
use crate::classify::Classified;
use crate::cli::DiffArgs;
use crate::config::Config;
use crate::diff::{Area, Before, Diff, View, diff};
use crate::error::Error;
use crate::failure::Failure;
use crate::inventory::Inventory;
use crate::location::Location;
use crate::plan::Plan;
use crate::privacy;
use crate::recall::{self, Bench, Head, Recalled, Shelf};
use crate::report::{self, PersonalData, Report, Scan};
use crate::usage::Usage;
use std::path::Path;

/// Compares two reports: 1 if anything is new.
pub(super) fn run(config: &Config, args: &DiffArgs) -> Result<u8, Error> {
    let catalogue = commands::load_catalogue(config.catalogue_file.as_deref())?;
    let bench = Bench {
        catalogue: &catalogue,
        settings: &config.settings,
        places: &config.places,
        today: config.started_at.date(),
    };
    let mut outputs = commands::Outputs::open(config)?;
    let mut shelf = Shelf::default();
    let mut old = read(&args.old, &bench, &mut shelf)?;
    let mut new = read(&args.new, &bench, &mut shelf)?;
    in_order(&old, &new)?;
    let scope = leave_out_scope(&mut old, &mut new);
    let changed = diff(&view(&old), &view(&new), &before(&old));
    let page = bare(config, &catalogue.version, scope);
    outputs.write_each(config, |format, style, out| report::diff::write(&page, &changed, format, style, out))?;
    outputs.commit()?;
    Ok(u8::from(!changed.new.is_empty()))
}

/// The earlier one must be the earlier one: else what is new would be called gone.
fn in_order(old: &Recalled, new: &Recalled) -> Result<(), Error> {
    let later = |head: &Head| {
        let others = new.heads.iter().filter(|other| other.scope == head.scope);
        others.filter_map(|other| Some(other.finished_at? < head.finished_at?)).any(|earlier| earlier)
    };
    if old.heads.iter().any(later) {
        let why = "the first report is the later one: give the earlier first, as in `oces diff OLD NEW`";
        return Err(Error::Usage(why.to_owned()));
    }
    Ok(())
}

/// What changed since the earlier report, if one was given. `scans` are those
/// of the later one.
pub(super) fn since(
    previous: Option<&Path>,
    bench: &Bench<'_>,
    scans: Vec<Area>,
    (findings, inventory): (&[Finding], &Inventory),
) -> Result<Option<Diff>, Error> {
    let Some(path) = previous else { return Ok(None) };
    let mut shelf = Shelf::default();
    let mut old = read(path, bench, &mut shelf)?;
    let alone = findings.iter().all(|finding| finding.location.scope.is_none());
    if let ([area], true) = (scans.as_slice(), alone) {
        old.leave_out_scope(&area.scope);
    }
    let place = |path: &Path| Location::file(path.into(), path.into());
    let mut left_out: Vec<Location> = inventory.skipped.iter().map(|(_, path)| place(path)).collect();
    left_out.extend(inventory.skipped_at.iter().map(|(_, place)| place.clone()));
    let failures: &[Failure] = &inventory.failures;
    let new = View { areas: scans, findings, failures, left_out, unsearched: inventory.unsearched > 0 };
    let mut changed = diff(&view(&old), &new, &before(&old));
    if !(changed.gone.is_empty() && changed.not_looked_at.is_empty()) {
        changed.former = persons(old, shelf, bench);
    }
    Ok(Some(changed))
}

/// The certificates of persons in a report, unless it tells no names anyway.
fn persons(report: Recalled, shelf: Shelf, bench: &Bench<'_>) -> Vec<Classified> {
    if report.heads.iter().any(|head| personal_data(head) != PersonalData::Show) {
        return Vec::new();
    }
    let mut certificates = recall::merge(vec![report], shelf, bench).certificates;
    certificates.retain(privacy::is_personal);
    certificates
}

/// A scan of ours as it is compared.
pub(super) fn area(scan: &Scan) -> Area {
    Area {
        scope: scan.scope.clone(),
        roots: scan.roots.clone(),
        options: scan.options.clone(),
        complete: scan.complete,
    }
}

/// A scan of a report as it is compared.
pub(super) fn area_of(head: &Head) -> Area {
    Area {
        scope: head.scope.clone(),
        roots: head.roots.clone(),
        options: head.options.clone(),
        complete: head.complete,
    }
}

fn view(report: &Recalled) -> View<'_> {
    View {
        areas: report.heads.iter().map(area_of).collect(),
        findings: &report.findings,
        failures: &report.failures,
        left_out: report.left_out(),
        unsearched: report.is_unsearched(),
    }
}

fn before(report: &Recalled) -> Before {
    let open = report.planned.iter().filter(|action| !action.done);
    Before {
        day: report.heads.iter().filter_map(Head::day).max(),
        planned: open.map(|action| action.certificates.clone()).collect(),
    }
}

/// Where both are of one host, the host goes without saying; which it is.
fn leave_out_scope(old: &mut Recalled, new: &mut Recalled) -> String {
    let only = |report: &Recalled| match report.heads.as_slice() {
        [head] => Some(head.scope.clone()),
        _ => None,
    };
    if let (Some(one), Some(other)) = (only(old), only(new))
        && one == other
    {
        old.leave_out_scope(&one);
        new.leave_out_scope(&one);
        return one;
    }
    String::new()
}

/// A report of nothing: what the page of a comparison needs to be drawn.
fn bare(config: &Config, catalogue_version: &str, scope: String) -> Report {
    let scan = Scan {
        id: String::new(),
        scope,
        host: String::new(),
        started_at: config.started_at,
        finished_at: config.started_at,
        as_of: config.settings.as_of,
        roots: Vec::new(),
        base: None,
        bar: config.bar.clone(),
        options: std::collections::BTreeMap::new(),
        uid: config.uid,
        capabilities: Vec::new(),
        organisation: None,
        personal_data: crate::report::PersonalData::default(),
        baseline: None,
        complete: true,
        incomplete_reasons: Vec::new(),
        stages: crate::recall::Stages::default(),
        catalogue_version: catalogue_version.to_owned(),
    };
    Report {
        scan,
        scans: Vec::new(),
        remarks: Vec::new(),
        diff: None,
        certificates: Vec::new(),
        messages: Vec::new(),
        usage: Usage::default(),
        findings: Vec::new(),
        inventory: Inventory::default(),
        plan: Plan::default(),
    }
}
