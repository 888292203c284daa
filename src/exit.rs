//! The exit codes of `scan`: what scripts and CI hold on to; those of `check`
//! are in `plugin`.
//!
//! Decides nothing but the code. Errors of the run end with 2 in `main`.

pub mod plugin;

pub use crate::check::{Bar, FailOn};

use crate::error::Error;
use crate::failure::Failure;
use crate::privacy;
use crate::report::Report;

/// How a scan ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// Everything was looked at, and nothing at or above `--fail-on` was found.
    Clean,
    /// Findings at or above `--fail-on`.
    Findings,
    /// A usage or runtime error, or nothing was there to look at.
    Error,
    /// No such findings, but not everything could be looked at.
    Incomplete,
}

/// The status of a finished scan. Findings beat incompleteness; what is not
/// [`crate::check::State::Counted`] does not count, and `--fail-on never` does not hide that
/// the scan was incomplete.
pub fn of(report: &Report, bar: &Bar) -> ExitStatus {
    if report.findings.iter().any(|finding| bar.counts(finding)) {
        ExitStatus::Findings
    } else if report.scan.complete || bar.allow_incomplete {
        ExitStatus::Clean
    } else {
        ExitStatus::Incomplete
    }
}

/// The error of a scan that saw not one regular file: a clean bill for nothing
/// would be a lie. It is told where others read, so no path names a person.
/// A scan that was stopped before it saw any says that it was.
pub fn anything_seen(report: &Report) -> Result<(), Error> {
    let inventory = &report.inventory;
    if inventory.tally.files > 0 || report.scan.stages.stopped.is_some() {
        return Ok(());
    }
    let first = inventory.failures.first();
    let place = |failure: &Failure| privacy::path_by_form(&failure.location.path);
    let why = first.map(|failure| format!("; {}: {}", place(failure), privacy::by_form(&failure.detail)));
    let why = why.unwrap_or_default();
    Err(Error::Usage(format!("nothing was there to look at: not one file under the given paths{why}")))
}

impl ExitStatus {
    /// The number for the operating system.
    pub fn code(self) -> u8 {
        match self {
            ExitStatus::Clean => 0,
            ExitStatus::Findings => 1,
            ExitStatus::Error => 2,
            ExitStatus::Incomplete => 3,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::check::{Finding, Ignored, RULES, Retained, Rule, Severity};
    use crate::inventory::{Inventory, Tally};
    use crate::ledger::Keeping;
    use crate::location::Location;
    use crate::plan::Plan;
    use crate::report::Scan;
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::sync::Arc;
    use time::{Date, OffsetDateTime};

    static RULE: Rule = Rule { id: "test", summary_da: "", summary_en: "" };

    pub(crate) fn report(findings: &[(Severity, bool)], complete: bool) -> Report {
        let path: Arc<Path> = Arc::from(Path::new("/a"));
        let scan = Scan {
            id: String::new(),
            scope: String::new(),
            host: String::new(),
            started_at: OffsetDateTime::UNIX_EPOCH,
            finished_at: OffsetDateTime::UNIX_EPOCH,
            as_of: Date::MIN,
            roots: Vec::new(),
            base: None,
            bar: Bar::default(),
            options: BTreeMap::new(),
            uid: 0,
            capabilities: Vec::new(),
            organisation: None,
            personal_data: crate::report::PersonalData::default(),
            baseline: None,
            complete,
            incomplete_reasons: Vec::new(),
            stages: crate::recall::Stages::default(),
            catalogue_version: String::new(),
        };
        let finding = |(severity, history): &(Severity, bool)| Finding {
            id: [0; 16],
            rule: &RULE,
            severity: *severity,
            certificate: None,
            location: Location::file(path.clone(), path.clone()),
            places: 1,
            history: *history,
            savable: false,
            detail: None,
            retained: None,
            ignored: None,
            known: false,
        };
        Report {
            usage: crate::usage::Usage::default(),
            scan,
            scans: Vec::new(),
            remarks: Vec::new(),
            diff: None,
            certificates: Vec::new(),
            messages: Vec::new(),
            findings: findings.iter().map(finding).collect(),
            inventory: Inventory::default(),
            plan: Plan::default(),
        }
    }

    #[test]
    fn the_table_of_codes() {
        use Severity::{Error, Note, Warning};
        let none: &[(Severity, bool)] = &[];
        let table = [
            // findings, complete, fail-on, allow-incomplete, code
            (none, true, FailOn::Warning, false, 0),
            (none, false, FailOn::Warning, false, 3),
            (none, false, FailOn::Warning, true, 0),
            (none, false, FailOn::Never, false, 3),
            (none, false, FailOn::Never, true, 0),
            (&[(Note, false)], true, FailOn::Warning, false, 0),
            (&[(Note, false)], true, FailOn::Note, false, 1),
            (&[(Warning, false)], true, FailOn::Warning, false, 1),
            (&[(Warning, false)], true, FailOn::Error, false, 0),
            (&[(Warning, false)], false, FailOn::Error, false, 3),
            (&[(Error, false)], true, FailOn::Error, false, 1),
            (&[(Error, false)], true, FailOn::Never, false, 0),
            (&[(Error, false)], false, FailOn::Never, false, 3),
            (&[(Error, false)], false, FailOn::Warning, false, 1),
            (&[(Error, false)], false, FailOn::Warning, true, 1),
            (&[(Error, true)], true, FailOn::Note, false, 0),
            (&[(Error, true)], false, FailOn::Note, false, 3),
            (&[(Error, true), (Note, false)], true, FailOn::Note, false, 1),
        ];
        for (row, (findings, complete, fail_on, allow, code)) in table.into_iter().enumerate() {
            let bar = Bar { fail_on, rules: Vec::new(), allow_incomplete: allow };
            assert_eq!(of(&report(findings, complete), &bar).code(), code, "row {row}");
        }
    }

    /// A report with one warning of `oces2-key`, changed.
    fn one(change: impl FnOnce(&mut Finding), complete: bool) -> Report {
        let mut report = report(&[(Severity::Warning, false)], complete);
        for finding in report.findings.iter_mut().take(1) {
            finding.rule = RULES.iter().find(|rule| rule.id == "oces2-key").unwrap();
        }
        if let Some(finding) = report.findings.first_mut() {
            change(finding);
        }
        report
    }

    #[test]
    fn a_rule_that_was_named_counts_whatever_its_severity() {
        let table = [
            // fail-on, rules, complete, code
            (FailOn::Never, vec![], true, 0),
            (FailOn::Never, vec!["oces2-key"], true, 1),
            (FailOn::Never, vec!["oces2-key"], false, 1),
            (FailOn::Error, vec!["oces2-ca", "oces2-key"], true, 1),
            (FailOn::Never, vec!["oces2-ca"], true, 0),
            (FailOn::Never, vec!["oces2-ca"], false, 3),
            (FailOn::Warning, vec!["oces2-ca"], true, 1),
        ];
        for (row, (fail_on, rules, complete, code)) in table.into_iter().enumerate() {
            let bar = Bar { fail_on, rules, allow_incomplete: false };
            assert_eq!(of(&one(|_| {}, complete), &bar).code(), code, "row {row}");
        }
    }

    #[test]
    fn what_is_known_ignored_kept_or_history_never_counts() {
        let ignored = |lapsed| Some(Box::new(Ignored { reason: "x".into(), until: None, lapsed }));
        let kept = |keeping| {
            let (purpose, owner, place) = (String::new(), String::new(), String::new());
            let (review, otherwise) = (Date::MIN, Severity::Error);
            Some(Box::new(Retained { purpose, owner, review, place, keeping, otherwise }))
        };
        let code = |change: &dyn Fn(&mut Finding)| {
            let codes = [FailOn::Note, FailOn::Never].map(|fail_on| {
                let bar = Bar { fail_on, rules: vec!["oces2-key"], allow_incomplete: false };
                of(&one(change, true), &bar).code()
            });
            assert_eq!(codes[0], codes[1], "by severity and by rule alike");
            codes[0]
        };
        assert_eq!(code(&|_| {}), 1);
        assert_eq!(code(&|one| one.known = true), 0);
        assert_eq!(code(&|one| one.history = true), 0);
        assert_eq!(code(&|one| one.ignored = ignored(false)), 0);
        assert_eq!(code(&|one| one.retained = kept(Keeping::Kept)), 0);
        assert_eq!(code(&|one| one.ignored = ignored(true)), 1, "its day is past");
        assert_eq!(code(&|one| one.retained = kept(Keeping::Overdue)), 1);
        assert_eq!(code(&|one| one.retained = kept(Keeping::Elsewhere)), 1);
        let both = |one: &mut Finding| (one.known, one.ignored) = (true, ignored(true));
        assert_eq!(code(&both), 1, "a baseline of meanwhile does not make it quiet");
    }

    #[test]
    fn nothing_seen_is_an_error() {
        let mut report = report(&[], false);
        assert!(matches!(anything_seen(&report), Err(Error::Usage(_))));
        report.scan.stages.stopped = Some(crate::location::Stopped::default());
        assert!(anything_seen(&report).is_ok(), "it was stopped before it saw any");
        report.scan.stages.stopped = None;
        report.inventory.tally = Tally { files: 1, ..Tally::default() };
        assert!(anything_seen(&report).is_ok());
        assert_eq!(ExitStatus::Error.code(), 2);
    }
}
