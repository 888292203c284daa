//! What counts as a successor, and what does not.

use super::*;
use crate::check::testing::BLOCK;
use crate::classify::{Kind, Ownership, Status};
use crate::place::Place;
use time::macros::datetime;

/// An old FOCES at `/srv/app/old.p12` and a newcomer, the newcomer changed.
fn pair(change: impl FnOnce(Builder) -> Builder) -> Plan {
    let new = leaf(2, "III", Kind::System).name("Eksempel Kommune").with_key("/srv/app/new.p12");
    plan_of(vec![leaf(1, "II", Kind::Foces).with_key("/srv/app/old.p12"), change(new)])
}

fn successors(plan: &Plan) -> Vec<&'static str> {
    plan.replacements[&[1; 32]].successors.iter().map(|(_, state)| *state).collect()
}

#[test]
fn a_successor_is_confirmed_by_all_signs_together() {
    let plan = pair(|new| new);
    assert_eq!(successors(&plan), ["confirmed"]);
    assert_eq!(plan.replacements[&[1; 32]].state, State::InProgress);
    let states: Vec<_> = plan.actions.iter().map(|one| one.state).collect();
    let going = State::InProgress;
    assert_eq!(states, [going, State::Done, State::Open, going, State::Open, State::Open]);
    assert!(plan.actions[0].steps.iter().any(|step| step.en.contains("The successor “Eksempel Kommune” (0202")));
}

#[test]
fn one_sign_missing_is_a_suspicion_or_nothing() {
    assert_eq!(successors(&pair(|new| new.cvr("87654321"))), [""; 0]);
    assert_eq!(successors(&pair(|new| new.cvr("87654321").name("Navn1 OCES3"))), ["suspected"]);
    assert_eq!(successors(&pair(|new| new.listing(|one| one.kind = Some(Kind::Organisation)))), ["suspected"]);
    assert_eq!(successors(&pair(|new| new.status(Status::Expired, BLOCK))), ["expired"]);
    assert_eq!(successors(&pair(|new| new.status(Status::NotYet, BLOCK))), [""; 0]);
    let soon = |new: Builder| new.status(Status::Expiring, BLOCK);
    assert_eq!(successors(&pair(soon)), ["confirmed"], "it is what replaced the old one, and is renewed itself");
    assert_eq!(successors(&pair(|new| soon(new).name("Anden"))), [""; 0], "nobody goes over to what ends");
    assert_eq!(successors(&pair(Builder::test)), [""; 0]);
    let keyless = leaf(2, "III", Kind::System).at("/srv/app/new.cer").owner(Ownership::Own);
    assert_eq!(successors(&pair(|_| keyless)), ["suspected"]);
    let named = leaf(2, "III", Kind::System).name("NAVN1 - systemcertifikat 2025").with_key("/srv/x/n.p12");
    assert_eq!(successors(&pair(|_| named)), ["confirmed"]);
}

#[test]
fn another_name_in_the_same_directory_confirms_nothing() {
    assert_eq!(successors(&pair(|new| new.name("Anden"))), ["suspected"]);
}

#[test]
fn a_renewal_is_for_the_same_holder_or_of_the_same_name_and_kind() {
    let soon = || {
        let ends = datetime!(2026-12-24 12:00 UTC).unix_timestamp();
        leaf(1, "III", Kind::Organisation).status(Status::Expiring, BLOCK).ends(ends).with_key("/srv/app/a.p12")
    };
    let ends = datetime!(2029-12-24 12:00 UTC).unix_timestamp();
    let new = |kind| leaf(2, "III", kind).ends(ends).with_key("/srv/app/b.p12");
    let found = |new| successors(&plan_of(vec![soon(), new]));
    assert_eq!(found(new(Kind::Organisation).name("Anden")), [""; 0]);
    assert_eq!(found(new(Kind::System).name("Navn1")), [""; 0]);
    assert_eq!(found(new(Kind::Organisation).name("Navn1")), ["confirmed"]);
    let holder = |one: Builder| one.listing(|one| one.identifier = Some("UI:DK-O:G:1".into()));
    let plan = plan_of(vec![holder(soon()), holder(new(Kind::Organisation).name("Anden"))]);
    assert_eq!(successors(&plan), ["confirmed"]);
}

#[test]
fn people_are_not_tied_by_a_directory() {
    let old = leaf(1, "II", Kind::Moces).with_key("/home/x/a.p12");
    let new = leaf(2, "III", Kind::Employee).name("Anden Person").with_key("/home/x/b.p12");
    assert_eq!(successors(&plan_of(vec![old, new])), [""; 0]);
}

#[test]
fn one_newcomer_beside_two_old_ones_confirms_neither() {
    let plan = plan_of(vec![
        leaf(1, "II", Kind::Foces).with_key("/srv/app/a.p12"),
        leaf(3, "II", Kind::Foces).with_key("/srv/app/b.p12"),
        leaf(2, "III", Kind::System).name("Eksempel Kommune").with_key("/srv/app/new.p12"),
    ]);
    assert_eq!(successors(&plan), ["suspected"]);
    assert_eq!(plan.replacements[&[3; 32]].successors, [([2; 32], "suspected")]);
}

#[test]
fn replaced_is_done_only_when_no_live_place_is_left() {
    let old = leaf(1, "II", Kind::Foces).occurs(location("/srv/app/o"), "pkcs12", Place::Backup, true);
    let new = leaf(2, "III", Kind::System).name("Navn1 OCES3").with_key("/srv/app/new.p12");
    assert_eq!(plan_of(vec![old, new]).replacements[&[1; 32]].state, State::Done);
}

#[test]
fn the_same_organisation_and_kind_alone_are_no_guess() {
    for name in ["Anden", "Eksempel Kommune"] {
        let plan = pair(|_| leaf(2, "III", Kind::System).name(name).with_key("/srv/other/new.p12"));
        assert_eq!(successors(&plan), [""; 0]);
        assert_eq!(plan.replacements[&[1; 32]].state, State::Open);
        assert!(plan.actions.iter().all(|one| one.state == State::Open));
        assert!(plan.actions.iter().all(|one| !said(one).contains(name) || name == "Eksempel Kommune"));
    }
}

#[test]
fn what_surely_replaces_one_is_no_guess_for_another_of_its_directory() {
    let world = |name: &str| {
        let old = leaf(1, "II", Kind::Foces).with_key("/srv/app/a.p12");
        let new = leaf(2, "III", Kind::System).name(name).with_key("/srv/app/new.p12");
        plan_of(vec![old, leaf(3, "II", Kind::Foces).with_key("/srv/app/b.p12"), new])
    };
    let plan = world("Navn1 OCES3");
    assert_eq!(successors(&plan), ["confirmed"]);
    assert!(plan.replacements[&[3; 32]].successors.is_empty());
    assert_eq!(plan.replacements[&[3; 32]].state, State::Open);
    assert_eq!(world("Anden").replacements[&[3; 32]].successors, [([2; 32], "suspected")]);
}

#[test]
fn what_is_used_with_somebody_else_is_no_guess() {
    for (name, guess) in [("Anden", "suspected"), ("Eksempel Kommune", "confirmed")] {
        let new = leaf(2, "III", Kind::System).name(name).with_key("/srv/app/b.p12");
        let system = UseKind::SystemToSystem;
        let old = leaf(1, "II", Kind::Foces).with_key("/srv/app/a.p12");
        let world = World::of(vec![old, new]).used(1, system, Confidence::High, Some("skat"));
        assert_eq!(successors(&world.plan()), [guess]);
        let elsewhere = world.used(2, system, Confidence::High, Some("kombit"));
        assert_eq!(successors(&elsewhere.plan()), [""; 0]);
        assert_eq!(successors(&elsewhere.used(2, system, Confidence::High, Some("skat")).plan()), [guess]);
    }
}

#[test]
fn a_successor_whose_key_lies_open_is_not_there_yet() {
    let world = || {
        let new = leaf(2, "III", Kind::System).name("Eksempel Kommune").with_key("/srv/app/new.p12");
        World::of(vec![leaf(1, "II", Kind::Foces).with_key("/srv/app/old.p12"), new])
    };
    assert_eq!(only(&world().plan(), "order").state, State::Done);
    for rule in ["open-key", "misplaced-key", "weak-password"] {
        let plan = world().exposed(2, rule, "/srv/app/new.p12").plan();
        for (kind, state) in [("order", State::InProgress), ("register", State::Open), ("swap", State::InProgress)] {
            let action = only(&plan, kind);
            assert_eq!(action.state, state, "{rule}");
            assert!(said(action).contains("The successor's key lies open"), "{kind}: {}", said(action));
        }
        assert!(!said(only(&plan, "order")).contains("hardly anything left to order"));
    }
    for other in [world().exposed(1, "open-key", "/srv/app/old.p12"), world().exposed(2, "shared-key", "/srv/a")] {
        assert_eq!(only(&other.plan(), "order").state, State::Done);
    }
}
