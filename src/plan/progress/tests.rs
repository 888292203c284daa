//! What decisions and kept keys do to a plan, and how far it is.

use super::*;
use crate::check::check;
use crate::check::testing::{Builder, leaf};
use crate::classify::{Kind, Settings};
use crate::ledger::testing::{decision, glob, retain};
use crate::ledger::{Decision, Ledger, Retain};
use crate::plan::{plan, remarks};
use crate::usage::Usage;
use time::macros::date;

const AB: Option<&str> = Some("abababab");

/// The plan of certificates and its remarks, as of a day.
fn told(builders: Vec<Builder>, ledger: &Ledger, as_of: time::Date) -> (Plan, Vec<String>) {
    let certificates: Vec<Classified> = builders.into_iter().map(Builder::build).collect();
    let settings = Settings { as_of, expiring_within_days: 90, own_cvr: Vec::new(), foreign_cvr: Vec::new() };
    let findings = check(&certificates, &[], "host");
    let matter = Matter {
        certificates: &certificates,
        messages: &[],
        usage: &Usage::default(),
        findings: &findings,
        settings: &settings,
        ledger,
    };
    (plan(&matter), remarks(&matter).into_iter().map(|text| text.en).collect())
}

fn planned(builder: Builder, ledger: &Ledger) -> Plan {
    told(vec![builder], ledger, date!(2026 - 11 - 21)).0
}

fn kinds(plan: &Plan) -> Vec<(&'static str, &'static str)> {
    plan.actions.iter().map(|action| (action.kind, action.state.id())).collect()
}

fn voces() -> Builder {
    leaf(0xab, "II", Kind::Voces)
}

fn kept() -> Ledger {
    Ledger { retains: vec![retain("abababab")], ..Ledger::default() }
}

fn decisions(all: Vec<Decision>) -> Ledger {
    Ledger { decisions: all, ..Ledger::default() }
}

fn of_certificate(needed: bool) -> Decision {
    Decision { certificate: AB.map(str::to_owned), ..decision(needed) }
}

#[test]
fn what_is_needed_is_decided_and_goes_on() {
    let plan = planned(voces().with_key("/srv/a.p12"), &decisions(vec![of_certificate(true)]));
    let open = ["order", "register", "swap", "verify", "retire"].map(|kind| (kind, "open"));
    assert_eq!(kinds(&plan), [&[("decide", "done")][..], &open].concat());
    let first = &plan.actions[0];
    assert_eq!(first.steps[0].en, "Decided by Systemejer on 2 November 2026: still needed. aftalt");
    assert_eq!(first.steps[0].da, "Afgjort af Systemejer den 2. november 2026: stadig nødvendigt. aftalt");
    assert_eq!((first.overdue_since, first.deadline), (None, None));
}

#[test]
fn what_is_not_needed_is_only_taken_out_of_service() {
    let plan = planned(voces().with_key("/srv/a.p12"), &decisions(vec![of_certificate(false)]));
    assert_eq!(kinds(&plan), [("decide", "done"), ("retire", "open")]);
    assert_eq!(plan.actions[1].after, [plan.actions[0].id.clone()], "nothing waits for what is gone");
    let replacement = plan.replacements.values().next().unwrap();
    assert_eq!(replacement.kind, "none");
    assert!(replacement.reasons.last().is_some_and(|one| one.en.contains("no longer needed")));
}

#[test]
fn a_decision_answers_the_question_whose_it_is_only_with_a_no() {
    let unknown = || voces().at("/srv/a.pem");
    assert_eq!(kinds(&planned(unknown(), &decisions(vec![of_certificate(false)]))), [("ask-owner", "done")]);
    assert_eq!(kinds(&planned(unknown(), &decisions(vec![of_certificate(true)]))), [("ask-owner", "in-progress")]);
    assert_eq!(kinds(&planned(unknown(), &kept())), [("ask-owner", "open")]);
}

#[test]
fn a_no_about_one_place_of_two_is_told_and_not_counted() {
    let about = Decision { path: Some(glob("/opt/old/**")), ..decision(false) };
    let builder = || voces().with_key("/opt/old/a.p12").with_key("/opt/new/a.p12");
    let (plan, remarks) = told(vec![builder()], &decisions(vec![about.clone()]), date!(2026 - 11 - 21));
    assert!(kinds(&plan).contains(&("decide", "open")) && kinds(&plan).contains(&("order", "open")));
    assert!(remarks[0].contains("/opt/old/**") && remarks[0].contains("was not counted"), "{remarks:?}");
    let (plan, remarks) =
        told(vec![voces().with_key("/opt/old/a.p12")], &decisions(vec![about]), date!(2026 - 11 - 21));
    assert_eq!((kinds(&plan)[0], remarks.len()), (("decide", "done"), 0));
}

#[test]
fn a_key_that_lies_only_where_it_is_kept_needs_nothing_more() {
    let plan = planned(voces().with_key("/escrow/a.p12"), &kept());
    assert_eq!(kinds(&plan), [("decide", "done"), ("retire", "done")]);
    assert!(plan.actions[0].steps[0].en.contains("nothing is ordered for it"));
    assert!(plan.actions[1].steps[0].da.contains("bevares til den 1. juni 2027: gammel sikker post (Arkivet)"));
    let mut ledger = kept();
    ledger.decisions.push(of_certificate(true));
    let plan = planned(voces().with_key("/escrow/a.p12"), &ledger);
    assert!(kinds(&plan).contains(&("order", "open")) && kinds(&plan).contains(&("retire", "done")));
}

#[test]
fn a_key_elsewhere_overdue_or_unseen_keeps_its_action_open() {
    let retire = |builder: Builder, as_of| {
        let (plan, _) = told(vec![builder], &kept(), as_of);
        let action = plan.actions.iter().find(|one| one.kind == "retire").unwrap();
        (action.state.id(), action.steps[0].en.clone())
    };
    let (today, review) = (date!(2026 - 11 - 21), date!(2027 - 06 - 01));
    let table = [
        (voces().with_key("/escrow/a.p12").with_key("/srv/b.p12"), today, "open", "elsewhere: /srv/b.p12."),
        (voces().at("/escrow/a.pem").key_at("/srv/b.key"), today, "open", "elsewhere: /srv/b.key."),
        (voces().with_key("/escrow/a.p12"), review, "open", "was due on 1 June 2027"),
        (voces().at("/srv/a.pem").owner(crate::classify::Ownership::Own), today, "open", "saw no key"),
        (
            voces().with_key("/escrow/a.p12").at("/srv/a.pem"),
            today,
            "in-progress",
            "still lies where something may use it: /srv/a.pem",
        ),
        (voces().with_key("/escrow/a.p12"), today, "done", "/escrow/**"),
    ];
    for (builder, as_of, state, said) in table {
        let (found, step) = retire(builder, as_of);
        assert_eq!(found, state, "{step}");
        assert!(step.contains(said), "{step}");
    }
}

#[test]
fn a_kept_key_that_configuration_still_names_is_not_out_of_service() {
    let named = |text: &str| {
        let certificate = voces().with_key("/escrow/a.p12").build();
        let location = crate::check::testing::location(text);
        let (by, token) = (crate::inventory::By::Path, "/escrow/a.p12".into());
        let reference = crate::usage::Reference { location, line: 1, by, token, setting: None, file: None };
        let references = BTreeMap::from([(certificate.certificate.sha256, vec![reference])]);
        let usage = Usage { references, ..Usage::default() };
        let as_of = date!(2026 - 11 - 21);
        let settings = Settings { as_of, expiring_within_days: 90, own_cvr: Vec::new(), foreign_cvr: Vec::new() };
        let certificates = [certificate];
        let findings = check(&certificates, &[], "host");
        let (messages, settings, ledger) = (&[][..], &settings, &kept());
        plan(&Matter { certificates: &certificates, messages, usage: &usage, findings: &findings, settings, ledger })
    };
    let used = named("/etc/postfix/main.cf");
    assert!(kinds(&used).contains(&("order", "open")) && kinds(&used).contains(&("retire", "in-progress")));
    let step = &used.actions.iter().find(|one| one.kind == "retire").unwrap().steps[0].en;
    assert!(step.contains("/etc/postfix/main.cf"), "{step}");
    for harmless in ["/escrow/register.txt", "/var/log/mail.log"] {
        assert_eq!(kinds(&named(harmless)), [("decide", "done"), ("retire", "done")], "{harmless}");
    }
}

#[test]
fn what_fits_nothing_is_told() {
    let ledger = Ledger {
        decisions: vec![of_certificate(true), Decision { system: Some("STS".to_owned()), ..decision(true) }],
        retains: vec![
            retain("12345678"),
            retain("abababab"),
            Retain { review: date!(2026 - 01 - 01), ..retain("cdcdcdcd") },
        ],
        listed: None,
        ..Ledger::default()
    };
    let builders = vec![voces().with_key("/srv/a.p12"), leaf(0xcd, "II", Kind::Voces).with_key("/escrow/c.p12")];
    let (_, remarks) = told(builders, &ledger, date!(2026 - 11 - 21));
    let parts =
        ["about STS fits nothing", "12345678 fits nothing", "abababab says that its key is kept", "was to be reviewed"];
    assert_eq!(remarks.len(), parts.len(), "{remarks:#?}");
    for (remark, part) in remarks.iter().zip(parts) {
        assert!(remark.contains(part), "{remark}");
    }
}

#[test]
fn what_was_told_already_is_not_told_again() {
    let mut plan = planned(voces().with_key("/srv/a.p12"), &decisions(vec![of_certificate(true)]));
    let steps = plan.actions[0].steps.len();
    let again = of_certificate(false);
    let said = BTreeMap::from([([0xab; 32], Said { decision: Some(&again), kept: None, robot: false })]);
    decide(&mut plan.actions[0], &said);
    assert_eq!((plan.actions[0].steps.len(), plan.actions[0].state), (steps, State::Done));
}

#[test]
fn percentages_are_rounded_down() {
    let action = |wave, state| Action { wave, state, ..Action::default() };
    let mut actions = vec![action(2, State::Done); 199];
    actions.push(action(2, State::InProgress));
    actions.extend([action(0, State::Done), action(6, State::Open)]);
    let waves = waves(&actions);
    assert_eq!(waves.iter().map(|one| (one.wave, one.percent())).collect::<Vec<_>>(), [(0, 100), (2, 99), (6, 0)]);
    assert_eq!((waves[1].open, waves[1].in_progress, waves[1].done), (0, 1, 199));
}
