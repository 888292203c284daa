//! The rules that must hold whatever is found (migration facts, section 10).

use super::*;
use crate::check::testing::BLOCK;
use crate::classify::{Kind, Ownership, Status};
use crate::place::Place;

#[test]
fn nothing_is_ordered_for_a_foreign_or_unknown_certificate() {
    for (generation, kind) in [("II", Kind::Foces), ("II", Kind::Voces), ("II", Kind::Moces), ("I", Kind::Voces)] {
        let foreign = leaf(1, generation, kind).at("/srv/a").owner(Ownership::Foreign);
        let plan = plan_of(vec![foreign]);
        assert_eq!(kinds(&plan), ["fetch"]);
        assert!(plan.replacements.is_empty());
        let unknown = leaf(1, generation, kind).at("/srv/a").owner(Ownership::Unknown);
        assert_eq!(kinds(&plan_of(vec![unknown])), ["ask-owner"]);
    }
    let expired = leaf(1, "III", Kind::System).status(Status::Expired, BLOCK).at("/srv/a");
    assert_eq!(kinds(&plan_of(vec![expired.owner(Ownership::Foreign)])), ["fetch"]);
}

#[test]
fn an_employees_key_is_moved_by_the_person_only() {
    let plan = plan_of(vec![leaf(1, "II", Kind::Moces).email("a@b.dk").with_key("/srv/a")]);
    let decide = &plan.actions[0];
    for said in ["still employed", "authenticator", "S/MIME", "robot"] {
        assert!(decide.steps.iter().any(|step| step.en.contains(said)), "{said}");
    }
    let retire = plan.actions.last().unwrap();
    assert_eq!(retire.who[0].en, "the user in person (bruger)");
    assert!(retire.steps[0].da.contains("enekontrol"));
    let silent = plan_of(vec![leaf(1, "II", Kind::Moces).with_key("/srv/a")]);
    assert!(!silent.actions[0].steps.iter().any(|step| step.en.contains("S/MIME")));
}

/// What is planned for a certificate of ours that is surely in use, with a successor or without.
fn in_use(builder: Builder, kind: UseKind) -> World {
    World::of(vec![builder]).used(1, kind, Confidence::High, None).referred(1, By::Path)
}

#[test]
fn nothing_is_renewed_or_retired_for_a_foreign_certificate_whatever_it_is_used_for() {
    let foreign = leaf(1, "II", Kind::Foces).at("/srv/a").owner(Ownership::Foreign);
    let plan = in_use(foreign, UseKind::SystemToSystem).used(1, UseKind::SecureEmail, Confidence::High, Some("kombit"));
    assert_eq!(kinds(&plan.plan()), ["fetch"]);
}

#[test]
fn a_key_of_any_generation_goes_to_escrow_and_three_decide() {
    for (generation, status) in [("I", Status::Retired), ("II", Status::Blocked), ("III", Status::Expired)] {
        for kind in Kind::ALL {
            let plan = plan_of(vec![leaf(1, generation, *kind).status(status, BLOCK).with_key("/srv/a")]);
            let retire = only(&plan, "retire");
            let text = said(retire);
            assert!(text.contains("controlled escrow") && text.contains("The key is kept"), "{kind:?}: {text}");
            let who: Vec<&str> = retire.who.iter().map(|one| one.en.as_str()).collect();
            assert!(who.contains(&"DPO") && who.contains(&"archivist (arkivansvarlig)"), "{who:?}");
            assert!(text.contains("decide how long the key is to be kept"), "{text}");
        }
    }
}

#[test]
fn a_persons_key_is_taken_out_of_service_by_nobody_else() {
    for kind in [Kind::Moces, Kind::Poces, Kind::Employee] {
        let world = in_use(leaf(1, "II", kind).with_key("/srv/a"), UseKind::SystemToSystem);
        for world in [world, World::of(vec![leaf(1, "II", kind).test().with_key("/srv/a")])] {
            let plan = world.plan();
            let retire = only(&plan, "retire");
            assert_eq!(retire.who[0].en, "the user in person (bruger)");
            assert!(retire.who.iter().all(|one| !one.en.starts_with("system") && !one.en.starts_with("admin")));
            assert!(said(retire).contains("only that person opens or moves it"));
        }
    }
}

#[test]
fn a_robot_on_an_employees_key_gets_no_twin_but_the_ways_out() {
    for (generation, kind) in [("II", Kind::Moces), ("III", Kind::Employee)] {
        let twin = leaf(2, "III", Kind::Employee).name("Navn1").with_key("/srv/b");
        let robot = leaf(1, generation, kind).status(Status::Expired, BLOCK).with_key("/srv/a");
        let mut world = in_use(robot, UseKind::Robot);
        world.certificates.push(twin.build());
        let plan = world.plan();
        assert_eq!(kinds(&plan), ["decide", "swap", "retire"]);
        let replacement = &plan.replacements[&[1; 32]];
        assert_eq!((replacement.kind, replacement.basis), ("none", "use"));
        assert!(replacement.successors.iter().all(|(_, state)| *state != "confirmed"));
        let ways = said(only(&plan, "swap"));
        for way in ["system certificate (systemcertifikat)", "Digital Post", "federated access", "stop the robot"] {
            assert!(ways.contains(way), "{way}");
        }
        assert!(ways.contains("logs in with MitID Erhverv in person and then starts the robot"));
        let decide = said(only(&plan, "decide"));
        assert!(decide.contains("Ask first") && decide.contains("(unattended, autonom)"), "{decide}");
    }
}

#[test]
fn a_company_or_system_key_of_a_robot_becomes_a_system_certificate() {
    for kind in [Kind::Foces, Kind::Voces] {
        let plan = in_use(leaf(1, "II", kind).with_key("/srv/a"), UseKind::Robot).plan();
        assert_eq!(plan.replacements[&[1; 32]].kind, "system");
        assert!(said(only(&plan, "order")).contains("type systemcertifikat"));
    }
}

#[test]
fn a_personal_certificate_has_no_successor() {
    for use_kind in UseKind::ALL {
        let new = leaf(2, "III", Kind::Employee).name("Navn1").with_key("/srv/b");
        let mut world = in_use(leaf(1, "II", Kind::Poces).with_key("/srv/a"), use_kind);
        world.certificates.push(new.build());
        let plan = world.used(1, use_kind, Confidence::High, Some("kombit")).plan();
        assert_eq!(kinds(&plan), ["decide", "swap", "retire"]);
        assert!(plan.replacements[&[1; 32]].successors.is_empty());
        assert_eq!(plan.replacements[&[1; 32]].kind, "none");
    }
}

#[test]
fn an_employee_gets_an_identity_and_no_certificate() {
    let plan = in_use(leaf(1, "II", Kind::Moces).email("a@b.dk").with_key("/srv/a"), UseKind::SecureEmail).plan();
    assert_eq!(kinds(&plan), ["decide", "swap", "retire"]);
    assert_eq!(plan.replacements[&[1; 32]].kind, "none");
    assert!(said(only(&plan, "swap")).contains("creates the person as a user in MitID Erhverv"));
}

#[test]
fn live_truststores_lose_the_old_root_and_the_new_one_comes_with_a_check() {
    let plan = plan_of(vec![root_ca(9, "II").at("/srv/trust/ca.pem")]);
    let trust = said(only(&plan, "trust"));
    assert!(trust.contains("(TRUST2408 and older) out of the live truststores"));
    assert!(trust.contains("keep them in a separate store for that alone"));
    assert!(
        trust.contains("checks the CVR number or the UUID") && trust.contains("foreign CVR number or UUID is refused")
    );
    let test = plan_of(vec![root_ca(9, "II").test().at("/srv/trust/ca.pem")]);
    assert!(said(only(&test, "trust")).contains("check the CVR number or the UUID in test too"));
}

#[test]
fn a_test_successor_never_answers_a_production_certificate() {
    let old = || leaf(1, "II", Kind::Foces).with_key("/srv/a/old.p12");
    let new = || leaf(2, "III", Kind::System).name("Navn1").with_key("/srv/a/new.p12");
    let states = |plan: Plan| plan.replacements[&[1; 32]].successors.iter().map(|one| one.1).collect::<Vec<_>>();
    assert_eq!(states(plan_of(vec![old(), new()])), ["confirmed"]);
    assert_eq!(states(plan_of(vec![old(), new().test()])), [""; 0]);
    assert_eq!(states(plan_of(vec![old().test(), new()])), [""; 0]);
}

#[test]
fn done_here_is_not_done_at_the_counterparty() {
    let mut world = in_use(leaf(1, "II", Kind::Foces).with_key("/srv/a/old.p12"), UseKind::SystemToSystem);
    world.certificates.push(leaf(2, "III", Kind::System).name("Navn1").with_key("/srv/a/new.p12").build());
    let plan = world.used(1, UseKind::SystemToSystem, Confidence::High, Some("skat")).plan();
    assert_eq!(only(&plan, "order").state, State::Done);
    let register = only(&plan, "register");
    assert_eq!(register.state, State::Open);
    assert!(
        register.checks[0].en.contains("has confirmed it") && register.checks[0].en.contains("No scan can see that")
    );
}

#[test]
fn test_certificates_authorities_and_history_order_nothing() {
    let test = in_use(leaf(1, "II", Kind::Foces).test().with_key("/srv/a"), UseKind::SystemToSystem).plan();
    assert_eq!(kinds(&test), ["decide", "retire"]);
    assert!(said(&test.actions[0]).contains("made in the test environment, free of charge"));
    assert_eq!(kinds(&plan_of(vec![root_ca(9, "II").at("/srv/trust/ca.pem")])), ["trust"]);
    for place in [Place::Message, Place::Log] {
        let history = leaf(1, "II", Kind::Foces).occurs(location("/srv/m"), "pem", place, false);
        let world = in_use(history.owner(Ownership::Own), UseKind::SystemToSystem);
        assert!(world.plan().actions.is_empty());
    }
}

#[test]
fn no_order_comes_before_its_decision_and_no_personal_one_without_asking_for_the_employment() {
    for kind in Kind::ALL {
        let plan = in_use(leaf(1, "II", *kind).with_key("/srv/a"), UseKind::SystemToSystem)
            .used(1, UseKind::SystemToSystem, Confidence::High, Some("kombit"))
            .plan();
        for order in plan.actions.iter().filter(|one| one.kind == "order") {
            assert!(order.after.contains(&only(&plan, "decide").id), "{kind:?}");
        }
        if matches!(kind, Kind::Moces | Kind::Employee) {
            assert!(said(only(&plan, "decide")).contains("still employed?"));
        }
    }
}
