//! What is said for each cause, of persons, and to whom the ticket is all there is.

use super::*;
use crate::check::{RULES, Severity};
use crate::failure::{Failure, FailureKind};
use crate::location::Location;
use crate::plan::Plan;
use crate::tickets::decide::Kind;
use crate::tickets::mark::Marker;
use crate::tickets::sight::Area;
use crate::tickets::{Desk, ExternalId, Per, State as Memory};
use crate::wording::Text;
use std::sync::Arc;
use time::macros::{date, datetime};

fn place(path: &str) -> Location {
    Location::file(Path::new("/").into(), Path::new(path).into())
}

/// Two findings at one place and one at another.
fn report() -> Report {
    let mut report = crate::exit::tests::report(&[(Severity::Error, false); 3], true);
    report.scan.scope = "web01".to_owned();
    let told = [("/srv/a.pem", "oces2-key"), ("/srv/a.pem", "open-key"), ("/home/person-6/b.pem", "oces2-key")];
    for (at, (path, rule)) in told.into_iter().enumerate() {
        report.findings[at].id = [u8::try_from(at).unwrap(); 16];
        report.findings[at].location = place(path);
        report.findings[at].rule = RULES.iter().find(|one| one.id == rule).unwrap();
    }
    report
}

fn draft(findings: &[u8]) -> Draft {
    Draft {
        id: ExternalId::of(Per::System, &[b"x"]),
        matter: Matter::Host,
        keys: findings.iter().map(|at| [*at; 6]).collect(),
        findings: findings.iter().map(|at| [*at; 16]).collect(),
        marks: BTreeSet::new(),
        desk: Desk::default(),
        severity: Severity::Error,
    }
}

/// A comment in one line, as Danish as it is sent.
fn comment(report: &Report, cause: Cause, findings: &[u8]) -> String {
    let marker = Marker::default();
    let area = Area {
        scope: "web01".to_owned(),
        roots: vec!["/".into()],
        options: BTreeMap::new(),
        complete: true,
        names_all: true,
        finished_at: Some(datetime!(2026-11-22 17:09:09 UTC)),
    };
    let sight = Sight::new(&[area], &[], &[], false, marker);
    let scope = marker.scope("web01");
    let draft = draft(findings);
    let decision = Decision {
        kind: Kind::Update,
        id: draft.id,
        number: None,
        open: true,
        cause,
        state: Memory::of(Per::System, &draft, &sight),
        scopes: [scope].into(),
    };
    let teller = Teller::new(report, None, [(scope, "web01".to_owned())].into(), true);
    text(&teller.comment(&decision, Some(&draft), &sight))
}

fn text(blocks: &[Block]) -> String {
    let lines = blocks.iter().map(|block| match block {
        Block::Heading(text) | Block::Text(text) => text.clone(),
        Block::List(items) | Block::Places(items) => items.join("\n"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_gone_is_a_finding_and_what_is_new_a_place() {
    let report = report();
    let gone = comment(&report, Cause::Changed { new: BTreeSet::new(), gone: 1 }, &[0]);
    assert!(
        gone.starts_with(
            "Siden sidst er 1 forhold bragt i orden, fjernet eller flyttet. Tilbage er:\nweb01: /srv/a.pem"
        ),
        "{gone}"
    );
    assert!(!gone.contains("sted"), "{gone}");
    let new = comment(&report, Cause::Changed { new: [[0; 6], [1; 6]].into(), gone: 0 }, &[0, 1, 2]);
    assert!(new.starts_with("Nyt siden sidst, 1 sted:\nweb01: /srv/a.pem"), "{new}");
    assert!(!new.contains("person") && new.lines().count() == 2, "{new}");
    let both = comment(&report, Cause::Changed { new: [[1; 6], [2; 6]].into(), gone: 2 }, &[0, 1, 2]);
    assert!(both.contains("Nyt siden sidst, 2 steder:") && both.contains("er 2 forhold bragt i orden"), "{both}");
    let same = comment(&report, Cause::Changed { new: BTreeSet::new(), gone: 0 }, &[0]);
    assert!(same.starts_with("Stederne er de samme") && same.contains("/srv/a.pem"), "{same}");
}

#[test]
fn every_other_cause_says_what_to_do_and_what_nobody_knows() {
    let mut report = report();
    report.inventory.failures = vec![Failure::new(place("/srv/c.p12"), FailureKind::Corrupt, "broken")];
    for (cause, start, holds) in [
        (Cause::New, "Dette er fundet:", "/srv/a.pem"),
        (Cause::Forgotten, "Det, scanningen gemmer", "/srv/a.pem"),
        (Cause::StillThere, "Sagen er lukket af en medarbejder", "Driften fører det ind"),
        (Cause::CameBack, "Det er her igen", "/srv/a.pem"),
        (Cause::Gone, "Intet af det", "kan scanningen ikke se"),
        (Cause::Gone, "Intet af det", "så de hindrer ikke, at den lukkes"),
        (Cause::Gone, "Intet af det", "web01, færdig 22. november 2026 kl. 18.09 dansk tid"),
        (Cause::Confirmed, "Sagen var allerede lukket", "kan scanningen ikke se"),
        (Cause::Settled([Quiet::Kept].into()), "Det er der stadig", "[[retain]]"),
    ] {
        let told = comment(&report, cause.clone(), &[0]);
        assert!(told.starts_with(start) && told.contains(holds), "{cause:?}: {told}");
    }
    let told = comment(&report, Cause::Confirmed, &[0]);
    assert!(!told.contains("hindrer") && told.contains("/srv/c.p12"), "closed already: {told}");
}

#[test]
fn reasons_count_findings() {
    let report = report();
    let teller = Teller::new(&report, None, BTreeMap::new(), true);
    let sight = Sight::default();
    let draft = draft(&[0]);
    let reason = |cause| {
        let state = Memory::of(Per::System, &draft, &sight);
        let (kind, id, scopes) = (Kind::Update, draft.id, BTreeSet::new());
        teller.reason(&Decision { kind, id, number: None, open: true, cause, state, scopes })
    };
    assert_eq!(reason(Cause::Changed { new: [[1; 6]].into(), gone: 2 }), "1 nyt forhold, 2 forhold væk");
    assert_eq!(reason(Cause::Changed { new: BTreeSet::new(), gone: 0 }), "samme steder, men deres status er ændret");
    let settled = Cause::Settled([Quiet::Ignored, Quiet::Minor].into());
    assert!(reason(settled).matches(';').count() == 1);
    let others =
        [Cause::New, Cause::Forgotten, Cause::StillThere, Cause::CameBack, Cause::Gone, Cause::Confirmed].map(reason);
    assert_eq!(others.iter().collect::<BTreeSet<_>>().len(), 6, "{others:?}");
    assert!(others.iter().all(|one| !one.contains("tickets.")), "{others:?}");
}

fn action(wave: u8, deadline: Option<time::Date>) -> Action {
    Action {
        id: format!("a{wave}"),
        wave,
        title: Text::same(format!("Opgave {wave}")),
        paths: vec![Arc::from(Path::new("/srv/a.pem"))],
        deadline,
        ..Action::default()
    }
}

fn with_plan(actions: Vec<Action>) -> Report {
    let mut report = report();
    report.plan = Plan { actions, ..Plan::default() };
    report
}

#[test]
fn a_ticket_is_due_with_the_first_of_its_tasks() {
    let done = Action { state: State::Done, ..action(1, Some(date!(2026 - 11 - 23))) };
    let report = with_plan(vec![
        done,
        action(2, Some(date!(2027 - 02 - 01))),
        action(3, Some(date!(2027 - 01 - 01))),
        action(4, None),
    ]);
    let teller = Teller::new(&report, None, BTreeMap::new(), true);
    assert_eq!(teller.due(&draft(&[0])), Some(date!(2027 - 01 - 01)));
    assert_eq!(teller.due(&draft(&[2])), None, "another place");
}

#[test]
fn one_day_is_told_once() {
    let late = |wave| Action { overdue_since: Some(date!(2023 - 10 - 31)), ..action(wave, None) };
    let report = with_plan(vec![late(1), late(2), late(3)]);
    let teller = Teller::new(&report, None, BTreeMap::new(), true);
    let told = text(&teller.body(&draft(&[0]), &Orders::default()));
    assert_eq!(told.matches("31. oktober 2023").count(), 1, "{told}");
    assert!(told.contains("Det hele skulle have været gjort den 31. oktober 2023."), "{told}");
}

#[test]
fn what_the_plan_says_of_files_nobody_has_is_said_of_the_ticket() {
    for danish in [true, false] {
        let step = |key| Text::same(wording::told(key, danish));
        let steps = ["plan.steps.write-answer.text", "plan.steps.write-answer.list", "plan.steps.idle-answer.text"];
        let asking = Action { steps: steps.map(step).into(), certificates: vec![[7; 32]], ..action(0, None) };
        let retire = Action { certificates: vec![[7; 32]], ..action(6, None) };
        let mut report = with_plan(vec![asking, action(4, None), retire]);
        report.findings[0].certificate = Some([7; 32]);
        let teller = Teller::new(&report, None, BTreeMap::new(), danish);
        let told = text(&teller.body(&draft(&[0, 1]), &Orders::default()));
        let [number, here] = if danish { ["nr. 3", "Driften fører"] } else { ["no. 3", "Operations enters"] };
        assert_eq!(told.matches(number).count(), 2, "{told}");
        assert!(told.matches(here).count() >= 3, "{told}");
        for plan in ["fase 6", "wave 6", "svaret i oces.toml", "answer into oces.toml"] {
            assert!(!told.contains(plan), "{plan}: {told}");
        }
    }
}

#[test]
fn every_sentence_that_is_replaced_is_one_of_the_plan() {
    for danish in [true, false] {
        let plan = if danish {
            include_str!("../../wording/da/plan.toml")
        } else {
            include_str!("../../wording/en/plan.toml")
        };
        for (theirs, _) in task::INSTEAD {
            assert!(plan.contains(wording::told(theirs, danish)), "{theirs}");
        }
    }
}

#[test]
fn numbers_of_persons_are_no_names_outside_their_report() {
    let mut report = report();
    report.scan.personal_data = PersonalData::Omit;
    let teller = Teller::new(&report, None, BTreeMap::new(), true);
    let told = text(&teller.body(&draft(&[2]), &Orders::default()));
    assert!(told.contains("web01: /home/(udeladt)/b.pem") && !told.contains("person-6"), "{told}");
    assert_eq!(told.matches("Navne på personer er udeladt").count(), 1, "{told}");
    for (from, to) in [
        ("»person-12 (RID)«", "»(navn udeladt) (RID)«"),
        ("til person-2@omitted.invalid.", "til (adresse udeladt)."),
        ("/home/person-1.pem, /a/person-3/b", "/home/(navn udeladt).pem, /a/(udeladt)/b"),
        (
            "kontaktperson-1 person-1a person-jens person-0123456789abcdef",
            "kontaktperson-1 person-1a person-jens person-0123456789abcdef",
        ),
    ] {
        assert_eq!(teller.nameless(from), to);
    }
    let key = Key::new(&[1; 32]);
    assert_eq!(Teller::new(&report, key.as_ref(), BTreeMap::new(), true).nameless("person-6"), "person-6");
    report.scan.personal_data = PersonalData::Show;
    let told = text(&Teller::new(&report, None, BTreeMap::new(), true).body(&draft(&[2]), &Orders::default()));
    assert!(told.contains("/home/person-6/b.pem") && !told.contains("udeladt"), "{told}");
}

#[test]
fn where_the_plan_is_silent_the_rules_speak() {
    let mut report = report();
    let teller_text = |report: &Report| {
        let teller = Teller::new(report, None, BTreeMap::new(), true);
        text(&teller.body(&draft(&[0]), &Orders::default()))
    };
    report.findings[0].rule = RULES.iter().find(|one| one.id == "encrypted-mail").unwrap();
    let told = teller_text(&report);
    assert!(told.contains("dekryptér beskeden") && !told.contains("Ret det,"), "{told}");
    assert!(told.contains("Slet ikke en privat nøgle for at få sagen lukket"), "{told}");
}
