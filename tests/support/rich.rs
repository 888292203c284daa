//! The sample with every rule, every state and every kind of failure added,
//! each with marks that no writer can change: a word in its path, one in its
//! certificate's name, one in what was said of it.

use crate::sample;
use oces::check::{Astray, Detail, Finding, Ignored, RULES, Retained, Rule, Severity, State};
use oces::classify::{Classified, Verdict};
use oces::clue::CLUES;
use oces::failure::{Acknowledged, Failure, FailureKind};
use oces::inventory::Occurrence;
use oces::ledger::Keeping;
use oces::location::{Location, StepKind};
use oces::password::Weak;
use oces::report::Report;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;
use time::macros::date;

/// A finding or a failure of the report, and what must be told of it.
pub struct Mark {
    /// Stands in its path.
    pub place: String,
    /// Stands in its certificate's name.
    pub name: Option<String>,
    /// Stands in what was said of it.
    pub reason: Option<String>,
    /// A finding's identity.
    pub id: Option<String>,
    /// A finding's state.
    pub state: Option<State>,
}

/// What is said of a finding besides its rule.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    Nothing,
    Known,
    Ignored,
    IgnoredUntil,
    Lapsed,
    LapsedAndKnown,
    Kept,
    Overdue,
    History,
    /// Nothing, but a place that is hard to write.
    Octets,
    Member,
    Hostile,
}

/// The report, its marked findings and its marked failures.
pub fn rich() -> (Report, Vec<Mark>, Vec<Mark>) {
    let mut report = sample::report();
    let mut findings: Vec<Mark> =
        (100..).zip(RULES).map(|(n, rule)| found(&mut report, n, rule, Said::Nothing)).collect();
    let states = [Said::Known, Said::Ignored, Said::IgnoredUntil, Said::Lapsed, Said::LapsedAndKnown, Said::Kept];
    let states = states.into_iter().chain([Said::Overdue, Said::History, Said::Octets, Said::Member, Said::Hostile]);
    let key = &RULES[0];
    findings.extend((130..).zip(states).map(|(n, said)| found(&mut report, n, key, said)));
    report.certificates.sort_by_key(|known| known.certificate.sha256);
    let failures = failures(&mut report);
    (report, findings, failures)
}

/// Adds a finding with its certificate, and tells its marks.
fn found(report: &mut Report, n: u8, rule: &'static Rule, said: Said) -> Mark {
    let location = location(&format!("fund{n}x"), said);
    let verdict = verdict_for(report, rule.id);
    let name = verdict.as_ref().map(|_| format!("Navn{n}x"));
    if let (Some(verdict), Some(name)) = (verdict, &name) {
        let known = sample::known(n, name, verdict);
        let private_key = rule.id.ends_with("-key");
        let place = Occurrence { location: location.clone(), private_key, ..sample::occurrence("/", "pem") };
        report.certificates.push(Classified { occurrences: vec![place], private_key, ..known });
    }
    let mut finding = Finding {
        id: [n; 16],
        rule,
        severity: Severity::Warning,
        certificate: name.is_some().then_some([n; 32]),
        location,
        places: 1,
        history: said == Said::History,
        savable: false,
        detail: detail(rule.id).map(Box::new),
        retained: None,
        ignored: None,
        known: matches!(said, Said::Known | Said::LapsedAndKnown),
    };
    let reason = format!("Grund{n}x");
    let reason = lay(&mut finding, said, &reason).then_some(reason);
    let state = Some(finding.state());
    report.findings.push(finding);
    Mark { place: format!("fund{n}x"), name, reason, id: Some(data_encoding::HEXLOWER.encode(&[n; 16])), state }
}

/// Lays what is said over a finding; whether it has a reason.
fn lay(finding: &mut Finding, said: Said, reason: &str) -> bool {
    let ignored = |until, lapsed| Some(Box::new(Ignored { reason: Arc::from(reason), until, lapsed }));
    let retained = |keeping| {
        let (purpose, owner, place) = (reason.to_owned(), "Arkivet".to_owned(), "/escrow/**".to_owned());
        let (review, otherwise) = (date!(2027 - 06 - 01), Severity::Error);
        Some(Box::new(Retained { purpose, owner, review, place, keeping, otherwise }))
    };
    match said {
        Said::Ignored => finding.ignored = ignored(None, false),
        Said::IgnoredUntil => finding.ignored = ignored(Some(date!(2027 - 06 - 01)), false),
        Said::Lapsed | Said::LapsedAndKnown => finding.ignored = ignored(Some(date!(2026 - 06 - 01)), true),
        Said::Kept => finding.retained = retained(Keeping::Kept),
        Said::Overdue => finding.retained = retained(Keeping::Overdue),
        _ => return false,
    }
    true
}

fn location(mark: &str, said: Said) -> Location {
    let file = |path: &[u8]| Location::file(Path::new("/srv").into(), Path::new(OsStr::from_bytes(path)).into());
    let plain = format!("/srv/{mark}/sted.pem");
    match said {
        Said::Octets => file(&[b"/srv/", mark.as_bytes(), b"/r\xf8d.pem"].concat()),
        Said::Member => {
            let archive = file(format!("/srv/{mark}/ydre.zip").as_bytes());
            archive.step(StepKind::Member, b"indre.jar").step(StepKind::Member, b"\xffnavn.pem")
        }
        Said::Hostile => file(format!("/srv/{mark}/{}.pem", sample::HOSTILE).as_bytes()),
        _ => file(plain.as_bytes()),
    }
}

/// The verdict of a certificate that breaks a rule; `None` where none does.
fn verdict_for(report: &Report, rule: &str) -> Option<Verdict> {
    let of = |n: u8| report.certificate(&[n; 32]).map(|known| known.verdict.clone());
    match rule {
        "nemid-dependency" | "missing-store" | "encrypted-mail" => None,
        "look-alike" => of(5),
        "unknown-authority" => of(6),
        rule if rule.ends_with("-ca") => of(3),
        rule if rule.starts_with("oces3-") => of(4),
        _ => of(1),
    }
}

fn detail(rule: &str) -> Option<Detail> {
    match rule {
        "nemid-dependency" => {
            let names = CLUES.dependency("nemid-login").map(|one| (3, one, "applet.danid.dk".into()));
            Some(Detail::Dependencies(names.into_iter().collect()))
        }
        "missing-store" => Some(Detail::Missing(vec![(5, "borte.jks".into())])),
        "open-key" => Some(Detail::OpenToAll),
        "misplaced-key" => Some(Detail::Misplaced(Astray::Downloads("Downloads".to_owned()))),
        "shared-key" => Some(Detail::Shared { systems: vec!["a".to_owned(), "b".to_owned()], kombit: true }),
        "weak-password" => Some(Detail::Weak(Weak::Empty)),
        _ => None,
    }
}

/// Every kind, open, accepted in each way, lapsed, twice in one place, and in
/// places that are hard to write.
fn failures(report: &mut Report) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut add = |n: usize, said: Said, kind: FailureKind, accepted: Option<(Option<time::Date>, bool)>| {
        let (place, reason) = (format!("fejl{n}x"), format!("Grund{n}x"));
        let acknowledged =
            accepted.map(|(until, lapsed)| Box::new(Acknowledged { reason: Arc::from(&*reason), until, lapsed }));
        let reason = acknowledged.is_some().then_some(reason);
        let failure = Failure::new(location(&place, said), kind, format!("detail {n}"));
        report.inventory.failures.push(Failure { acknowledged, ..failure });
        marks.push(Mark { place, name: None, reason, id: None, state: None });
    };
    for (n, kind) in (200..).zip(FailureKind::ALL) {
        add(n, Said::Nothing, kind, None);
    }
    for (n, kind) in (220..).zip([FailureKind::Locked, FailureKind::Unreadable]) {
        add(n, Said::Nothing, kind, Some((None, false)));
        add(n + 10, Said::Nothing, kind, Some((Some(date!(2027 - 06 - 01)), false)));
        add(n + 20, Said::Nothing, kind, Some((Some(date!(2026 - 06 - 01)), true)));
    }
    for (n, said) in (260..).zip([Said::Octets, Said::Member, Said::Hostile]) {
        add(n, said, FailureKind::Corrupt, None);
    }
    add(270, Said::Nothing, FailureKind::Corrupt, None);
    add(270, Said::Nothing, FailureKind::Corrupt, None);
    report.inventory.failures.sort();
    marks
}
