//! `oces plan`: reports in, one plan out.

use super::baseline::{self, Before};
use super::{commands, diff, signals::Signals};
use crate::check::{self, Baseline};
use crate::cli::PlanArgs;
use crate::config::{self, Config};
use crate::error::Error;
use crate::plan::{self, plan};
use crate::recall::{self, Bench, Head, Merged, Recalled, Shelf};
use crate::report::{PersonalData, Report, Scan};
use crate::wording::{Text, Values, filled};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;

/// A larger report is refused, in octets.
const LARGEST: u64 = 2 << 30;

/// Reads, merges, plans and writes.
pub(super) fn run(config: &Config, args: &PlanArgs) -> Result<u8, Error> {
    let signals = Signals::listen()?;
    let mut outputs = commands::Outputs::open(config)?;
    let mut report = report(config, args, &signals)?;
    outputs.write(&mut report, config)?;
    signals.check()?;
    outputs.commit()?;
    commands::last_line(&report, config);
    Ok(0)
}

/// Reads, merges and plans.
pub(super) fn report(config: &Config, args: &PlanArgs, signals: &Signals) -> Result<Report, Error> {
    merged(config, &args.reports, signals).map(|(report, _)| report)
}

/// The same, with what each scan says of itself.
pub(super) fn merged(config: &Config, paths: &[PathBuf], signals: &Signals) -> Result<(Report, Vec<Head>), Error> {
    let catalogue = commands::load_catalogue(config.catalogue_file.as_deref())?;
    let bench = Bench {
        catalogue: &catalogue,
        settings: &config.settings,
        places: &config.places,
        today: config.started_at.date(),
    };
    let mut shelf = Shelf::default();
    let mut reports = Vec::new();
    for path in paths {
        signals.check()?;
        reports.push(read(path, &bench, &mut shelf)?);
    }
    let omitted = omitted(&reports)?;
    let (mut report, heads) = together(config, &bench, reports, shelf, None)?;
    report.remarks.extend(omitted);
    Ok((report, heads))
}

/// Merges and plans; what the baseline knows does not count.
pub(super) fn together(
    config: &Config,
    bench: &Bench<'_>,
    reports: Vec<Recalled>,
    shelf: Shelf,
    known: Option<Before>,
) -> Result<(Report, Vec<Head>), Error> {
    let mut merged = recall::merge(reports, shelf, bench);
    let (ledger, as_of) = (&config.ledger, config.settings.as_of);
    check::retain(&mut merged.findings, ledger, as_of);
    let ignored = check::ignore(&mut merged.findings, &merged.certificates, ledger, as_of);
    let accepted = check::acknowledge(&mut merged.inventory.failures, ledger, as_of);
    merged.remarks.extend(ignored.into_iter().chain(accepted));
    let baseline = known.map(|known| known.lay_over(&mut merged.findings, config));
    merged.remarks.extend(baseline.iter().filter_map(baseline::remark));
    let matter = plan::Matter {
        certificates: &merged.certificates,
        messages: &merged.messages,
        usage: &merged.usage,
        findings: &merged.findings,
        settings: &config.settings,
        ledger: &config.ledger,
    };
    let plan = plan(&matter);
    merged.remarks.extend(plan::remarks(&matter));
    let areas = merged.heads.iter().map(diff::area_of).collect();
    let diff = diff::since(config.previous.as_deref(), bench, areas, (&merged.findings, &merged.inventory))?;
    let (mut scan, scans) = about(config, &merged, &bench.catalogue.version);
    scan.baseline = baseline.or(scan.baseline);
    let Merged { heads, remarks, certificates, messages, usage, findings, inventory, .. } = merged;
    Ok((Report { scan, scans, remarks, diff, certificates, messages, usage, findings, inventory, plan }, heads))
}

/// What is to be said of a report without what names persons. Beside others it
/// is refused: the first person of one report would be taken for that of another.
fn omitted(reports: &[Recalled]) -> Result<Option<Text>, Error> {
    let is_omitted = |head: &Head| personal_data(head) == PersonalData::Omit;
    let Some(one) = reports.iter().find(|one| one.heads.iter().any(is_omitted)) else { return Ok(None) };
    if reports.len() > 1 {
        return Err(Error::Usage(format!(
            "{}: what names persons was left out of it, so they cannot be told from those of other reports; \
             write it again with --personal-data pseudonymise and the same --pseudonym-key-file everywhere",
            one.name
        )));
    }
    let values = Values::from([("name", Text::same(&*one.name))]);
    Ok(Some(filled("merge.remark.omitted", &values)))
}

/// What became of what names a person when the report was written.
pub(super) fn personal_data(head: &Head) -> PersonalData {
    let told = head.raw.get("personalData").and_then(serde_json::Value::as_str);
    PersonalData::ALL.into_iter().find(|mode| told == Some(mode.id())).unwrap_or_default()
}

/// One report: a file, what a pipe gives, or `-` for standard input.
pub(super) fn read(path: &Path, bench: &Bench<'_>, shelf: &mut Shelf) -> Result<Recalled, Error> {
    let name = path.display().to_string();
    let text = text_of(path).map_err(|error| Error::Usage(format!("{name}: {error}")))?;
    recall::read(&text, &name, bench, shelf)
}

/// The text of a report.
pub(super) fn text_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().take(LARGEST + 1).read_to_end(&mut text)?
    } else {
        let file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        file.take(LARGEST + 1).read_to_end(&mut text)?
    };
    if read as u64 > LARGEST {
        return Err(io::Error::other("larger than any report (2 GiB)"));
    }
    Ok(text)
}

/// The run: that of the one scan, else what all of them come to.
fn about(config: &Config, merged: &Merged, catalogue_version: &str) -> (Scan, Vec<serde_json::Value>) {
    let heads = &merged.heads;
    let scans = if heads.len() > 1 { heads.iter().map(|head| head.raw.clone()).collect() } else { Vec::new() };
    let scan = match heads.as_slice() {
        [head] => Scan {
            options: head.options.clone(),
            roots: head.roots.clone(),
            base: (head.host == config.host).then(|| config.directory.clone()),
            ..of_head(head)
        },
        several => of_all(several, config),
    };
    let scan = Scan {
        as_of: config.settings.as_of,
        bar: config.bar.clone(),
        organisation: config.organisation.clone(),
        // Hidden only if all of them hide it.
        personal_data: heads.iter().map(personal_data).min().unwrap_or_default(),
        catalogue_version: catalogue_version.to_owned(),
        ..scan
    };
    (scan, scans)
}

fn of_head(head: &Head) -> Scan {
    let started_at = head.started_at.or(head.finished_at).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    Scan {
        id: head.id.clone(),
        scope: head.scope.clone(),
        host: head.host.clone(),
        started_at,
        finished_at: head.finished_at.unwrap_or(started_at),
        as_of: started_at.date(),
        roots: Vec::new(),
        base: None,
        bar: crate::exit::Bar::default(),
        options: std::collections::BTreeMap::new(),
        uid: head.uid,
        capabilities: head.capabilities.clone(),
        organisation: None,
        personal_data: crate::report::PersonalData::default(),
        baseline: head.baseline,
        complete: head.complete,
        incomplete_reasons: head.incomplete_reasons.clone(),
        stages: head.stages.clone(),
        catalogue_version: String::new(),
    }
}

/// Complete if all of them are, for the reasons of all of them.
fn of_all(heads: &[Head], config: &Config) -> Scan {
    let reasons = heads.iter().flat_map(|head| head.incomplete_reasons.iter().map(move |why| (head, why)));
    Scan {
        id: commands::random_id(),
        scope: config.scope.clone(),
        host: config.host.clone(),
        started_at: config.started_at,
        finished_at: config::now(),
        as_of: config.settings.as_of,
        roots: Vec::new(),
        base: None,
        bar: config.bar.clone(),
        options: std::collections::BTreeMap::new(),
        uid: 0,
        capabilities: Vec::new(),
        organisation: None,
        personal_data: crate::report::PersonalData::default(),
        baseline: heads.iter().filter_map(|head| head.baseline).reduce(both),
        complete: heads.iter().all(|head| head.complete),
        incomplete_reasons: reasons.map(|(head, why)| format!("{}: {why}", head.scope)).collect(),
        stages: recall::Stages::default(),
        catalogue_version: String::new(),
    }
}

/// The baselines of two scans as one: of no day of its own.
fn both(one: Baseline, other: Baseline) -> Baseline {
    Baseline { made: None, total: one.total.saturating_add(other.total), gone: one.gone.saturating_add(other.gone) }
}
