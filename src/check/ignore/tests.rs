//! What ignoring and accepting does to findings and failures.

use super::*;
use crate::check::testing::{Builder, leaf};
use crate::check::{Detail, State, check, message};
use crate::classify::Kind;
use crate::failure::FailureKind;
use crate::ledger::testing::place;
use crate::ledger::{Acknowledge, Issuer};
use crate::location::Location;
use std::path::Path;
use time::macros::date;

const LAST: Date = date!(2027 - 06 - 01);
const AFTER: Date = date!(2027 - 06 - 02);

fn term(reason: &str, until: Option<Date>) -> Term {
    Term { reason: reason.into(), until }
}

fn at(path: &str, reason: &str, until: Option<Date>) -> Ignore {
    Ignore { certificate: None, path: Some(place(path)), rule: None, issuer: None, term: term(reason, until) }
}

fn key() -> Builder {
    leaf(0xab, "II", Kind::Voces).with_key("/srv/a.p12").with_key("/old/b.p12")
}

fn laid(ignores: Vec<Ignore>, as_of: Date) -> (Vec<Finding>, Vec<Classified>, Vec<String>) {
    let certificates = vec![key().build()];
    let mut findings = check(&certificates, &[], "host");
    let ledger = Ledger { ignores, ..Ledger::default() };
    let remarks = ignore(&mut findings, &certificates, &ledger, as_of);
    (findings, certificates, remarks.into_iter().map(|text| text.en).collect())
}

fn states(findings: &[Finding]) -> Vec<(String, State)> {
    findings.iter().map(|one| (one.location.path.display().to_string(), one.state())).collect()
}

#[test]
fn it_holds_on_its_last_day_and_counts_from_the_next_on() {
    let rule = || vec![at("/old/**", "leverandøren flytter den", Some(LAST))];
    let (found, certificates, remarks) = laid(rule(), LAST);
    assert_eq!(states(&found), [("/old/b.p12".to_owned(), State::Ignored), ("/srv/a.p12".to_owned(), State::Counted)]);
    assert!(remarks.is_empty(), "{remarks:?}");
    assert!(!message(&found[0], Some(&certificates[0]), false).contains("ignored"));
    let (found, certificates, remarks) = laid(rule(), AFTER);
    assert!(found.iter().all(|one| one.state() == State::Counted));
    let told = |danish| message(&found[0], Some(&certificates[0]), danish);
    let english = "It was ignored until 1 June 2027 (leverandøren flytter den); that day is past, so it counts again.";
    let danish = "Det var ignoreret til og med den 1. juni 2027 (leverandøren flytter den); den dag er forbi, så det \
                  tæller igen.";
    assert!(told(false).ends_with(english), "{}", told(false));
    assert!(told(true).ends_with(danish), "{}", told(true));
    assert_eq!(remarks.len(), 1);
    assert!(remarks[0].contains("/old/**") && remarks[0].contains("(1) counts again"), "{remarks:?}");
}

#[test]
fn every_rule_says_that_it_lapsed() {
    let mut finding = laid(vec![at("/**/b.p12", "x", Some(LAST))], AFTER).0.remove(0);
    finding.detail = Some(Box::new(Detail::OpenToAll));
    assert!(message(&finding, None, false).ends_with("so it counts again."));
}

#[test]
fn the_first_that_fits_counts_and_one_that_holds_goes_before_one_that_lapsed() {
    let reason = |ignores| laid(ignores, AFTER).0[0].ignored.as_ref().map(|one| (one.reason.to_string(), one.lapsed));
    let (lapsed, first, second) =
        (|| at("/old/*", "lapsed", Some(LAST)), || at("/old/**", "first", None), || at("/**/b.p12", "second", None));
    assert_eq!(reason(vec![first(), second()]), Some(("first".to_owned(), false)));
    assert_eq!(reason(vec![lapsed(), second(), first()]), Some(("second".to_owned(), false)));
    assert_eq!(reason(vec![lapsed()]), Some(("lapsed".to_owned(), true)));
}

#[test]
fn all_that_a_rule_names_must_fit() {
    let ignored = |change: &dyn Fn(&mut Ignore)| {
        let mut rule = at("/old/**", "x", None);
        change(&mut rule);
        laid(vec![rule], LAST).0.iter().filter(|one| one.state() == State::Ignored).count()
    };
    assert_eq!(ignored(&|_| {}), 1);
    assert_eq!(ignored(&|rule| rule.path = None), 2, "nothing else is named: the config refuses it");
    assert_eq!(ignored(&|rule| rule.rule = Some("oces2-key")), 1);
    assert_eq!(ignored(&|rule| rule.rule = Some("oces2-ca")), 0);
    assert_eq!(ignored(&|rule| rule.certificate = Some("abababab".to_owned())), 1);
    assert_eq!(ignored(&|rule| rule.certificate = Some("cdcdcdcd".to_owned())), 0);
    assert_eq!(ignored(&|rule| rule.issuer = Some(Issuer::new("Somebody else"))), 0);
}

#[test]
fn what_fits_nothing_is_told() {
    let (_, _, remarks) = laid(vec![at("/nowhere/**", "x", None), at("/srv/**", "y", None)], LAST);
    assert_eq!(remarks.len(), 1);
    assert!(remarks[0].contains("[[ignore]] of oces.toml for /nowhere/** fits nothing"), "{remarks:?}");
}

#[test]
fn severities_stay_and_what_lapsed_counts_although_it_is_known() {
    let (found, _, _) = laid(vec![at("/old/**", "x", None)], LAST);
    assert!(found.iter().all(|one| one.severity == crate::check::Severity::Error));
    let (mut found, _, _) = laid(vec![at("/old/**", "x", Some(LAST))], AFTER);
    for one in &mut found {
        one.known = true;
    }
    assert_eq!(states(&found), [("/old/b.p12".to_owned(), State::Counted), ("/srv/a.p12".to_owned(), State::Known)]);
}

#[test]
fn a_failure_is_accepted_by_place_and_kind_until_its_day() {
    let file = |path: &str| Location::file(Path::new("/").into(), Path::new(path).into());
    let failures = || {
        let member = file("/srv/a.zip").step(crate::location::StepKind::Member, b"b.p12");
        vec![
            Failure::new(file("/srv/a.p12"), FailureKind::Locked, ""),
            Failure::new(file("/srv/a.p12"), FailureKind::Corrupt, ""),
            Failure::new(member, FailureKind::Locked, ""),
        ]
    };
    let rule = |path: &str, kind, until| Acknowledge { path: place(path), kind, term: term("kendt", until) };
    let told = |rules: Vec<Acknowledge>, as_of| {
        let mut failures = failures();
        let remarks = acknowledge(&mut failures, &Ledger { acknowledges: rules, ..Ledger::default() }, as_of);
        (failures.iter().map(Failure::is_acknowledged).collect::<Vec<_>>(), remarks.len(), failures)
    };
    let locked = Some(FailureKind::Locked);
    assert_eq!(told(vec![rule("/srv/a.p12", locked, Some(LAST))], LAST).0, [true, false, false]);
    assert_eq!(told(vec![rule("/srv/a.p12", None, None)], LAST).0, [true, true, false]);
    assert_eq!(told(vec![rule("/srv/a.zip!b.p12", None, None)], LAST).0, [false, false, true]);
    let (held, remarks, failures) = told(vec![rule("/srv/a.p12", locked, Some(LAST))], AFTER);
    assert_eq!((held, remarks), (vec![false; 3], 1));
    let said = acknowledged_text(failures[0].acknowledged.as_ref().unwrap());
    assert!(said.en.contains("1 June 2027 (kendt)") && said.en.ends_with("incomplete again."), "{}", said.en);
    assert_eq!(told(vec![rule("/nowhere", None, None)], LAST).1, 1, "what fits nothing is told");
}

#[test]
fn what_a_report_told_gives_way_to_what_is_said_now() {
    let certificates = vec![key().build()];
    let mut findings = check(&certificates, &[], "host");
    let told = |lapsed| Some(Box::new(Ignored { reason: "told".into(), until: Some(LAST), lapsed }));
    findings[0].ignored = told(false);
    findings[1].ignored = told(false);
    let ledger = |ignores| Ledger { ignores, ..Ledger::default() };
    let lapsed = ledger(vec![at("/old/**", "now", Some(date!(2020 - 01 - 01)))]);
    ignore(&mut findings, &certificates, &lapsed, LAST);
    assert_eq!(&*findings[0].ignored.as_ref().unwrap().reason, "told", "what holds goes before what lapsed");
    ignore(&mut findings, &certificates, &ledger(vec![at("/old/**", "now", None)]), LAST);
    assert_eq!(&*findings[0].ignored.as_ref().unwrap().reason, "now");
    assert_eq!(&*findings[1].ignored.as_ref().unwrap().reason, "told", "and what it does not fit stays");
}
