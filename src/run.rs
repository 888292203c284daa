//! The whole program on one screen: a command line in, an exit code out.

mod baseline;
mod commands;
mod diff;
mod idle;
mod legible;
mod plan;
mod plugin;
mod progress;
mod refer;
mod resume;
mod scan;
mod signals;
mod stores;
mod tickets;
mod verify;

use crate::catalogue::Catalogue;
use crate::check::{self, Matter, check_all, retain};
use crate::classify::{classify, learned_names, messages};
use crate::cli::{Cli, Command, generate};
use crate::config::{self, Config};
use crate::error::Error;
use crate::exit;
use crate::inventory::Said;
use crate::location::{self, Left, Stopped};
use crate::output::{OwnPaths, to_standard_output};
use crate::plan::{Matter as Planned, plan as make_plan, remarks};
use crate::recall::{Bench, Stages};
use crate::refer::Search;
use crate::report::{Report, Scan};
use crate::usage::usage;
use baseline::Before;
use resume::Earlier;
use signals::Signals;
use std::path::Path;

/// Runs the command and returns the exit code.
#[expect(clippy::needless_pass_by_value, reason = "the command is done with it")]
pub fn run(cli: Cli) -> Result<u8, Error> {
    match &cli.command {
        Command::Scan(_) => return scan_command(&Config::load(&cli)?),
        Command::Plan(args) => return plan::run(&Config::load(&cli)?, args),
        Command::Verify(args) => return verify::verify(Config::load(&cli)?, &args.counterparty),
        Command::Diff(args) => return diff::run(&Config::load(&cli)?, args),
        Command::Tickets(command) => return tickets::run(&Config::load(&cli)?, command),
        Command::Check(args) => return plugin::run(&Config::load(&cli)?, args),
        Command::Inspect(_) => return commands::inspect(&Config::load(&cli)?),
        Command::Catalogue(args) => commands::catalogue(&cli.global, args)?,
        Command::Schema { of } => commands::schema(*of)?,
        Command::Completions { shell } => to_standard_output(|out| out.write_all(&generate::completions(*shell)))?,
        Command::Man { out: Some(directory) } => commands::man_pages(directory)?,
        Command::Man { out: None } => to_standard_output(|out| generate::man(out))?,
    }
    Ok(0)
}

/// `oces scan`: outputs are opened before the first file is read, and put in
/// their places when all of them are whole.
fn scan_command(config: &Config) -> Result<u8, Error> {
    // Listening comes first: from here on a signal leaves nothing half done.
    let signals = Signals::listen()?;
    let mut outputs = commands::Outputs::open(config)?;
    let mut report = report(config, &outputs.own_paths(), &signals)?;
    exit::anything_seen(&report)?;
    let status = exit::of(&report, &config.bar);
    outputs.write(&mut report, config)?;
    signals.check()?;
    outputs.commit()?;
    commands::last_line(&report, config);
    Ok(status.code())
}

/// Scans, judges and plans.
fn report(config: &Config, own: &OwnPaths, signals: &Signals) -> Result<Report, Error> {
    let _back = idle::step_back(config);
    // What cannot be used is told before the first file is read.
    let known = baseline::read(config)?;
    let mut catalogue = commands::load_catalogue(config.catalogue_file.as_deref())?;
    let mut earlier = resume::read(config, &catalogue)?;
    let found = look(config, &mut catalogue, &mut earlier, own, signals)?;
    match earlier {
        None => judge(config, &catalogue, found, known, config.previous.as_deref(), own, signals),
        Some(earlier) => {
            // What a baseline and an earlier report say is said of the whole.
            let again = found.whole.then(|| found.again.clone());
            let part = judge(config, &catalogue, found, None, None, own, signals)?;
            resume::whole(config, &catalogue, &earlier, again.as_deref(), part, known, signals)
        }
    }
}

/// The first reading: of all, or of what an earlier scan left.
fn look(
    config: &Config,
    catalogue: &mut Catalogue,
    earlier: &mut Option<Earlier>,
    own: &OwnPaths,
    signals: &Signals,
) -> Result<scan::Found, Error> {
    let mut watch: Vec<Vec<u8>> = earlier.iter().flat_map(|earlier| earlier.stopped.watch.clone()).collect();
    catalogue.watch_also(watch.iter().map(|name| name.as_slice().into()));
    let mut found = scan(config, earlier.as_ref().map(Earlier::left), catalogue, own, signals)?;
    // A CA that was told by its issuer may issue under a name that nobody
    // watched for: then everything is looked at once more, by this scan or, if
    // there is no time for it, by the one that goes on. It is rare.
    for _ in 0..3 {
        let learned = learned_names(&found.inventory, catalogue, &config.settings);
        if learned.is_empty() || config.all {
            break;
        }
        watch.extend(learned.iter().map(|name| name.to_vec()));
        catalogue.watch_also(learned);
        if config.gentle.leaving_time().is_over() {
            found.left = config.roots.iter().map(|root| Left::root(root)).collect();
            break;
        }
        *earlier = None;
        found = scan(config, None, catalogue, own, signals)?;
    }
    found.watch = watch;
    match earlier {
        Some(earlier) => gather(config, earlier, found, catalogue, own, signals),
        None => Ok(found),
    }
}

/// When nothing is left, what held anything in any part is read once more: what
/// lies apart is tied together only by who sees all of it. There is one attempt.
fn gather(
    config: &Config,
    earlier: &Earlier,
    mut found: scan::Found,
    catalogue: &Catalogue,
    own: &OwnPaths,
    signals: &Signals,
) -> Result<scan::Found, Error> {
    found.whole = earlier.left_all();
    found.again.extend(earlier.stopped.again.iter().cloned());
    found.again = location::once(std::mem::take(&mut found.again));
    found.gathered = earlier.stopped.gathered;
    if found.whole || found.gathered || !found.left.is_empty() {
        return Ok(found);
    }
    found.gathered = true;
    let all = scan(config, Some(&found.again), catalogue, own, signals)?;
    if all.left.is_empty() {
        return Ok(found.with_all(all));
    }
    // Another part is to do it, as if nobody had read them.
    found.left.clone_from(&found.again);
    Ok(found)
}

/// What was found, judged and planned for.
fn judge(
    config: &Config,
    catalogue: &Catalogue,
    mut found: scan::Found,
    known: Option<Before>,
    previous: Option<&Path>,
    own: &OwnPaths,
    signals: &Signals,
) -> Result<Report, Error> {
    let classified = classify(&mut found.inventory, catalogue, &config.settings);
    let messages = messages(&found.inventory, &classified, catalogue, &config.settings);
    if config.references {
        let search = Search::new(&classified, &found.inventory);
        let left = refer::read_again(config, &found.legible, own, &search, &mut found.inventory, signals)?;
        found.left.extend(left);
    }
    let (whole, stopped) = (found.whole, found.stopped(config));
    if !whole || stopped.is_some() {
        // What was not met may lie where another part looked or will look.
        found.inventory.mentions.retain(|one| !matches!(one.said, Said::Missing { .. }));
    }
    let usage = usage(&classified, &messages, &found.inventory, &config.owners);
    let mut findings = check_all(
        &Matter { certificates: &classified, messages: &messages, usage: &usage, inventory: &found.inventory },
        &config.scope,
    );
    retain(&mut findings, &config.ledger, config.settings.as_of);
    let mut said = check::ignore(&mut findings, &classified, &config.ledger, config.settings.as_of);
    said.extend(check::acknowledge(&mut found.inventory.failures, &config.ledger, config.settings.as_of));
    let baseline = known.map(|known| known.lay_over(&mut findings, config));
    said.extend(baseline.iter().filter_map(baseline::remark));
    let matter = Planned {
        certificates: &classified,
        messages: &messages,
        usage: &usage,
        findings: &findings,
        settings: &config.settings,
        ledger: &config.ledger,
    };
    let (plan, remarks) = (make_plan(&matter), remarks(&matter).into_iter().chain(said).collect());
    let scan = Scan { baseline, ..about(config, catalogue, &found, stopped) };
    let scans = Vec::new();
    let inventory = found.inventory;
    let bench =
        Bench { catalogue, settings: &config.settings, places: &config.places, today: config.started_at.date() };
    let diff = diff::since(previous, &bench, vec![diff::area(&scan)], (&findings, &inventory))?;
    Ok(Report { scan, scans, remarks, diff, certificates: classified, messages, usage, findings, inventory, plan })
}

/// The first reading, its places as the configuration has them.
fn scan(
    config: &Config,
    left: Option<&[Left]>,
    catalogue: &Catalogue,
    own: &OwnPaths,
    signals: &Signals,
) -> Result<scan::Found, Error> {
    let mut found = scan::scan(config, left, catalogue, own, signals)?;
    found.inventory.overrule_places(&config.places);
    Ok(found)
}

fn about(config: &Config, catalogue: &Catalogue, found: &scan::Found, stopped: Option<Stopped>) -> Scan {
    let mut incomplete_reasons = found.incomplete_reasons();
    incomplete_reasons.extend(stopped.as_ref().map(resume::reason));
    Scan {
        id: commands::random_id(),
        scope: config.scope.clone(),
        host: config.host.clone(),
        started_at: config.started_at,
        finished_at: config::now(),
        as_of: config.settings.as_of,
        roots: config.roots.clone(),
        base: Some(config.directory.clone()),
        bar: config.bar.clone(),
        options: config.options.clone(),
        uid: config.uid,
        capabilities: commands::capabilities(),
        organisation: config.organisation.clone(),
        personal_data: crate::report::PersonalData::default(),
        baseline: None,
        complete: incomplete_reasons.is_empty(),
        incomplete_reasons,
        stages: Stages { parts: Vec::new(), stopped },
        catalogue_version: catalogue.version.clone(),
    }
}
