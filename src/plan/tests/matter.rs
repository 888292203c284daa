//! What the plan makes of uses, references, systems and of what people decided.

use super::*;
use crate::check::testing::BLOCK;
use crate::classify::{Kind, Status};
use crate::ledger::{Decision, Retain};
use crate::usage::System;
use globset::Glob;
use std::sync::Arc;

fn foces() -> Builder {
    leaf(1, "II", Kind::Foces).with_key("/srv/app/a.p12")
}

const SYSTEM: UseKind = UseKind::SystemToSystem;

#[test]
fn what_nothing_refers_to_is_proposed_for_retirement() {
    let read = || World::of(vec![foces(), leaf(2, "II", Kind::Foces).with_key("/srv/b")]).referred(2, By::Path);
    let of_one = |world: &World| {
        let plan = world.plan();
        let own = plan.actions.into_iter().filter(|one| one.certificates == [[1; 32]]);
        own.collect::<Vec<_>>()
    };
    let idle = of_one(&read());
    assert_eq!(idle.iter().map(|one| one.kind).collect::<Vec<_>>(), ["decide", "retire"]);
    assert!(idle[0].title.en.starts_with("Proposal: take") && said(&idle[0]).contains("No order is planned"));
    assert_eq!(of_one(&read().used(1, SYSTEM, Confidence::Low, Some("kombit"))).len(), 2);
    for used in [read().referred(1, By::Path), read().used(1, SYSTEM, Confidence::Medium, None)] {
        assert_eq!(of_one(&used).len(), 6);
    }
    assert_eq!(kinds(&plan_of(vec![foces()])).len(), 6, "where no text was read, silence says nothing");
    let mut crowded = read();
    crowded.usage.references_left_out = 1;
    assert_eq!(of_one(&crowded).len(), 6, "nor where references were left out");
}

fn decided(world: World, needed: bool) -> Plan {
    let decision = Decision {
        certificate: Some("0101".into()),
        path: None,
        system: None,
        needed,
        by: "Ane Fjord".into(),
        on: date!(2026 - 11 - 02),
        reason: "Sagssystemet kører på det".into(),
    };
    World { ledger: Ledger { decisions: vec![decision], ..Ledger::default() }, ..world }.plan()
}

#[test]
fn an_answer_is_carried_out() {
    let idle = || World::of(vec![foces(), leaf(2, "II", Kind::Foces).with_key("/srv/b")]).referred(2, By::Path);
    let yes = decided(idle(), true);
    let own =
        |plan: &Plan| plan.actions.iter().filter(|one| one.certificates == [[1; 32]]).cloned().collect::<Vec<_>>();
    assert_eq!(own(&yes).len(), 6, "an answer brings the order back");
    assert_eq!(own(&yes)[0].state, State::Done);
    assert!(
        own(&yes)[0].steps[0].en.contains("by Ane Fjord on 2 November 2026: still needed. Sagssystemet kører på det")
    );
    for kind in Kind::ALL {
        let no = decided(World::of(vec![leaf(1, "II", *kind).with_key("/srv/a")]), false);
        assert_eq!(kinds(&no), ["decide", "retire"], "{kind:?}");
        assert_eq!((no.actions[0].state, no.actions[1].state), (State::Done, State::Open));
    }
    let soon = leaf(1, "III", Kind::System).status(Status::Expiring, BLOCK).with_key("/srv/a");
    assert_eq!(kinds(&decided(World::of(vec![soon]), false)), ["decide", "retire"]);
}

#[test]
fn what_a_robot_needs_is_not_answered_by_needing_it() {
    let robot = |kind| World::of(vec![leaf(1, "II", kind).with_key("/srv/a")]);
    let used = |kind| robot(kind).used(1, UseKind::Robot, Confidence::High, None);
    for kind in [Kind::Moces, Kind::Employee] {
        let plan = decided(used(kind), true);
        assert_eq!(kinds(&plan), ["decide", "swap", "retire"]);
        assert_eq!(plan.actions[0].state, State::InProgress);
        let told = &plan.actions[0].steps[0].en;
        assert!(told.contains("by Ane Fjord") && told.contains("it is still open"), "{told}");
        assert_eq!(decided(used(kind), false).actions[0].state, State::Done);
    }
    assert_eq!(decided(used(Kind::Foces), true).actions[0].state, State::Done);
}

#[test]
fn an_employee_who_needs_it_gets_a_way_to_a_certificate() {
    let plan = decided(World::of(vec![leaf(1, "II", Kind::Moces).with_key("/srv/a")]), true);
    assert_eq!(kinds(&plan), ["decide", "order", "swap", "retire"]);
    assert_eq!(plan.actions[0].state, State::Done);
    let order = only(&plan, "order");
    assert!(order.who[1].en.contains("(brugeradministrator)"));
    assert!(
        said(order).contains("the user in person issues and downloads it from the e-mail “Hent et brugercertifikat”")
    );
    assert!(said(order).contains("The owner has answered that it is still needed"));
    assert!(said(only(&plan, "swap")).contains("puts it in wherever the certificate is demanded"));
    let replacement = &plan.replacements[&[1; 32]];
    assert_eq!((replacement.kind, replacement.basis), ("employee", "use"));
}

#[test]
fn a_kept_key_that_lies_open_is_not_out_of_service() {
    let kept = |rule: &str, path: &str| {
        let retain = Retain {
            certificate: "0101".into(),
            path: Glob::new("/srv/escrow/**").unwrap().compile_matcher(),
            purpose: "dekryptering".into(),
            owner: "arkivet".into(),
            review: date!(2027 - 01 - 01),
        };
        let ledger = Ledger { retains: vec![retain], ..Ledger::default() };
        let world = World::of(vec![leaf(1, "II", Kind::Foces).with_key("/srv/escrow/a.p12")]);
        World { ledger, ..world }.exposed(1, rule, path).plan()
    };
    for rule in ["open-key", "misplaced-key", "weak-password"] {
        let plan = kept(rule, "/srv/escrow/a.p12");
        assert_eq!(kinds(&plan), ["decide", "retire"]);
        assert_eq!((plan.actions[0].state, plan.actions[1].state), (State::Done, State::InProgress));
        assert!(plan.actions[1].steps[0].en.contains("lies open there"), "{:?}", plan.actions[1].steps[0]);
    }
    assert_eq!(kept("shared-key", "/srv/escrow/a.p12").actions[1].state, State::Done);
}

#[test]
fn a_key_that_is_kept_on_purpose_is_done_until_its_review_and_only_there() {
    let kept = |path: &str, as_of: Date| {
        let retain = Retain {
            certificate: "0101".into(),
            path: Glob::new("/srv/escrow/**").unwrap().compile_matcher(),
            purpose: "dekryptering".into(),
            owner: "arkivet".into(),
            review: date!(2027 - 01 - 01),
        };
        let ledger = Ledger { retains: vec![retain], ..Ledger::default() };
        World { ledger, as_of: Some(as_of), ..World::of(vec![leaf(1, "II", Kind::Foces).with_key(path)]) }.plan()
    };
    let plan = kept("/srv/escrow/a.p12", AFTER);
    assert_eq!(kinds(&plan), ["decide", "retire"]);
    assert!(plan.actions.iter().all(|one| one.state == State::Done));
    assert!(said(&plan.actions[1]).contains("until 1 January 2027: dekryptering (arkivet)"));
    assert_eq!(kinds(&kept("/srv/escrow/a.p12", date!(2027 - 01 - 01))).len(), 6);
    assert_eq!(kinds(&kept("/srv/live/a.p12", AFTER)).len(), 6);
}

#[test]
fn one_registration_for_each_counterparty_by_who_can_do_it_there() {
    let world = World::of(vec![foces()]);
    let world = ["nemlog-in", "skat", "kombit"]
        .into_iter()
        .fold(world, |world, id| world.used(1, SYSTEM, Confidence::High, Some(id)));
    let plan = world.plan();
    let of = |id: &str| {
        let found: Vec<&Action> =
            plan.actions.iter().filter(|one| one.kind == "register" && one.counterparties[0].id == id).collect();
        assert_eq!((found.len(), found[0].counterparties.len()), (1, 1), "{id}");
        found[0]
    };
    assert!(of("nemlog-in").who[0].en.contains("NemLog-in Administration"));
    assert!(of("skat").who[0].en.contains("TastSelv"));
    assert!(of("kombit").who[0].en.contains("(systemejer)"));
    assert!(said(of("skat")).contains("UI:DK-O:G:") && said(of("skat")).contains("2 November 2023"));
    assert!(said(of("kombit")).contains("serial number 01, SHA-1 thumbprint 0101"));
    assert_eq!(plan.actions.iter().map(|one| &one.id).collect::<std::collections::BTreeSet<_>>().len(), 8);
    assert_eq!(plan.actions[0].counterparties.len(), 3);
}

#[test]
fn what_survives_a_renewal_is_told_for_each_counterparty() {
    let register = |status: Status, id: &str| {
        let one = leaf(1, "III", Kind::System).status(status, BLOCK).with_key("/srv/a");
        said(only(&World::of(vec![one]).used(1, SYSTEM, Confidence::High, Some(id)).plan(), "register"))
    };
    assert!(register(Status::Expiring, "skat").contains("may survive a renewal before expiry"));
    assert!(register(Status::Expired, "skat").contains("a new order with a new UUID"));
    for status in [Status::Expiring, Status::Expired] {
        assert!(register(status, "kombit").contains("hangs on the certificate itself"));
        assert!(register(status, "statstidende").contains("not known here: ask the counterparty"));
    }
}

#[test]
fn systems_uses_and_pins_are_told() {
    let mut world = World::of(vec![foces()]).used(1, SYSTEM, Confidence::High, Some("idm-none").filter(|_| false));
    world.usage.systems.push(System {
        scope: None,
        id: "abc".into(),
        name: "/srv/app".into(),
        host: None,
        owner: None,
        home: Arc::from(Path::new("/srv/app")),
        certificates: vec![[1; 32]],
        counterparties: Vec::new(),
        places: Vec::new(),
        files: Vec::new(),
        dependencies: Vec::new(),
        uses: Vec::new(),
    });
    let plan = world.referred(1, By::Sha1).plan();
    assert!(plan.actions.iter().all(|one| one.systems == ["abc"] && one.uses == [SYSTEM]));
    let swap = said(only(&plan, "swap"));
    assert!(swap.contains("pinned and must be changed: /srv/app/app.conf, line 7 (SHA-1 thumbprint)"), "{swap}");
    assert!(
        swap.contains("C=DK,organizationIdentifier=NTRDK-12345678,O=Eksempel Kommune,serialNumber=UI:DK-O:G:"),
        "{swap}"
    );
    assert!(swap.contains("RSASSA-PSS") && swap.contains("3072-bit") && swap.contains("http://ca1.gov.dk"), "{swap}");
    assert!(said(only(&plan, "decide")).contains("/srv/app/app.conf, line 7 (key-store)"));
    let without = World::of(vec![foces()]).referred(1, By::Alias).plan();
    assert!(said(only(&without, "swap")).contains("No places were found that pin"));
}

#[test]
fn hosts_are_told_apart() {
    let on = |host: &str, number: u8, generation: &str, kind: Kind| {
        let mut place = location("/srv/app/a.p12");
        place.scope = Some(Arc::from(host));
        leaf(number, generation, kind).occurs(place, "pkcs12", crate::place::Place::Live, true)
    };
    let new = |host: &str| on(host, 2, "III", Kind::System).name("Eksempel Kommune");
    let plan = |host: &str| plan_of(vec![on("a", 1, "II", Kind::Foces), new(host)]);
    assert_eq!(plan("a").replacements[&[1; 32]].successors[0].1, "confirmed");
    assert!(plan("b").replacements[&[1; 32]].successors.is_empty());
    let swap = plan("a").actions.into_iter().find(|one| one.kind == "swap").unwrap();
    assert_eq!(swap.scopes, [Arc::from("a")]);
    assert!(said(&swap).contains("a: /srv/app/a.p12"));
}

#[test]
fn what_rested_on_nemid_is_one_action_for_each_system_and_folder() {
    let plan = resting_on_nemid().plan();
    let all: Vec<&Action> = plan.actions.iter().filter(|one| one.kind == "replace-nemid").collect();
    let [outside, system] = all.as_slice() else { panic!("{}", all.len()) };
    let (outside, system) = if outside.systems.is_empty() { (outside, system) } else { (system, outside) };
    assert_eq!(system.systems, ["abc"]);
    assert_eq!(
        outside.paths.iter().map(|path| path.to_str().unwrap()).collect::<Vec<_>>(),
        ["/var/www/a.php", "/var/www/b.php"]
    );
    assert!(said(outside).contains("applet") || said(outside).contains("log-in"), "{}", said(outside));
    assert_ne!(outside.id, system.id);
}
