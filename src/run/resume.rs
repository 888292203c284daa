//! `--resume`: a scan that goes on where another one was stopped.
//!
//! *Behaviour*
//! 1. The earlier report is read before anything is scanned. Where there is
//!    none, where its scan was not stopped, or where it watched for less than
//!    this catalogue has, everything is looked at anew.
//! 2. Other roots, another scope and options that change what is found are
//!    refused by name, and so is what lacks names of persons.
//! 3. What is reported is the whole: both parts, merged as `oces plan` merges.
//! 4. The part that comes to the end sees all files together that held anything
//!    (see [`super::gather`]), so that the whole is what one scan would tell.

use super::baseline::Before;
use super::plan::{personal_data, text_of, together};
use super::signals::Signals;
use crate::catalogue::Catalogue;
use crate::config::{Config, Verbosity};
use crate::error::Error;
use crate::location::{Left, Places, Stopped};
use crate::recall::{self, Bench, Head, Shelf};
use crate::report::{self, PersonalData, Report, open_by_kind};
use crate::wording::{Text, Values, filled};
use std::collections::BTreeSet;
use std::io::{ErrorKind, Write};

/// Options that change verdicts alone: those are made anew.
const JUDGED_ANEW: [&str; 1] = ["expiring-within"];

/// The scan that is gone on with.
pub(super) struct Earlier {
    text: Vec<u8>,
    name: String,
    pub(super) stopped: Stopped,
}

/// Reads the report, if one was given and there is anything to go on with.
pub(super) fn read(config: &Config, catalogue: &Catalogue) -> Result<Option<Earlier>, Error> {
    let Some(path) = &config.resume else { return Ok(None) };
    let name = format!("--resume {}", path.display());
    let text = match text_of(path) {
        // The first of many runs has nothing to go on with.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        text => text.map_err(|error| Error::Usage(format!("{name}: {error}")))?,
    };
    let told = recall::resumable(&text, &name)?;
    let refused = |why: &str| Error::Usage(format!("{name}: {why}"));
    let [head] = told.heads.as_slice() else {
        return Err(refused("it is merged from several scans; each goes on by itself"));
    };
    let Some(stopped) = head.stages.stopped.clone() else { return Ok(None) };
    if personal_data(head) != PersonalData::Show {
        return Err(refused(
            "what names persons stands not in it, so that its parts could not be told together: write the report that \
             is to be resumed with --personal-data show",
        ));
    }
    same_scan(config, head).map_err(|why| refused(&why))?;
    if told.catalogue.as_deref() != Some(&catalogue.version) {
        say(config, &format!("{name}: it was made with another catalogue: everything is looked at anew"));
        return Ok(None);
    }
    Ok(Some(Earlier { text, name, stopped }))
}

/// Nobody may be listening; the report says the same by its parts.
fn say(config: &Config, text: &str) {
    if config.verbosity != Verbosity::Quiet {
        drop(writeln!(std::io::stderr(), "oces: {text}"));
    }
}

/// Whether both look for the same in the same places; if not, what differs.
fn same_scan(config: &Config, head: &Head) -> Result<(), String> {
    if head.scope != config.scope {
        return Err(format!("it is of the scope `{}`, this scan of `{}`", head.scope, config.scope));
    }
    let texts = |roots: &[std::path::PathBuf]| -> BTreeSet<String> {
        roots.iter().map(|root| root.to_string_lossy().into_owned()).collect()
    };
    let (then, now) = (texts(&head.roots), texts(&config.roots));
    if let Some(root) = then.symmetric_difference(&now).next() {
        let whose = if now.contains(root) { "this scan has" } else { "it has" };
        return Err(format!("the paths differ: {whose} {root}, the other has not"));
    }
    let names: BTreeSet<&String> = head.options.keys().chain(config.options.keys()).collect();
    let differs = |name: &&&String| head.options.get(**name) != config.options.get(**name);
    let judged = |name: &&&String| JUDGED_ANEW.contains(&name.as_str());
    match names.iter().find(|name| differs(name) && !judged(name)) {
        Some(name) => Err(format!("--{name} is not as it was: all parts of a scan must look for the same")),
        None => Ok(()),
    }
}

impl Earlier {
    /// Whether all that held anything is left: then the part that goes on sees
    /// all of it.
    pub(super) fn left_all(&self) -> bool {
        let places = Places::new(&self.stopped.left);
        self.stopped.again.iter().all(|one| places.hold(&one.root, &one.path))
    }

    /// Where to begin.
    pub(super) fn left(&self) -> &[Left] {
        &self.stopped.left
    }
}

/// The whole scan, of the earlier report and what was found from there on;
/// `seen` are the files of all parts, if this one saw them together.
pub(super) fn whole(
    config: &Config,
    catalogue: &Catalogue,
    earlier: &Earlier,
    seen: Option<&[Left]>,
    part: Report,
    known: Option<Before>,
    signals: &Signals,
) -> Result<Report, Error> {
    let mut text = Vec::new();
    report::json(&part, &mut text).map_err(|error| Error::Internal(error.to_string()))?;
    drop(part);
    signals.check()?;
    let bench =
        Bench { catalogue, settings: &config.settings, places: &config.places, today: config.started_at.date() };
    let mut shelf = Shelf::default();
    let before = recall::read(&earlier.text, &earlier.name, &bench, &mut shelf)?;
    let after = recall::read(&text, &earlier.name, &bench, &mut shelf)?;
    drop(text);
    let (mut report, _) = together(config, &bench, vec![before.resumed_by(after, seen)], shelf, known)?;
    told_whole(&mut report, seen.is_some());
    Ok(report)
}

/// Why the whole is not complete, and that it was done in parts.
fn told_whole(report: &mut Report, together: bool) {
    let stages = &report.scan.stages;
    if let Some(first) = stages.parts.first() {
        let values = Values::from([
            ("count", Text::same(stages.parts.len().to_string())),
            ("first", Text::same(first.started_at.date().to_string())),
        ]);
        report.remarks.insert(0, filled(if together { "merge.remark.parts" } else { "merge.remark.apart" }, &values));
    }
    let counts = open_by_kind(&report.inventory).into_iter().map(|(kind, count)| format!("{count} {}", kind.id()));
    let mut reasons: Vec<String> = counts.collect();
    reasons.extend(stages.stopped.as_ref().map(reason));
    reasons.append(&mut report.scan.incomplete_reasons);
    report.scan.complete = reasons.is_empty();
    report.scan.incomplete_reasons = reasons;
}

/// Why a scan that was stopped is not complete.
pub(super) fn reason(stopped: &Stopped) -> String {
    format!("{} time-limit", stopped.left.len())
}

#[cfg(test)]
mod tests;
