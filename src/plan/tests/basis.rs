//! The kind that replaces: the counterparty's demand, then the use, then the old kind.

use super::*;
use crate::classify::Kind;
use crate::clue::Counterparty;

#[test]
fn the_old_kind_decides_the_new_one() {
    let full = ["decide", "order", "register", "swap", "verify", "retire"];
    for (kind, new, actions) in [
        (Kind::Foces, "system", &full[..]),
        (Kind::Voces, "organisation", &full[..]),
        (Kind::Moces, "none", &["decide", "swap", "retire"][..]),
        (Kind::Poces, "none", &["decide", "swap", "retire"][..]),
    ] {
        let plan = plan_of(vec![leaf(1, "II", kind).with_key("/srv/a")]);
        assert_eq!(kinds(&plan), actions);
        assert_eq!(plan.replacements[&[1; 32]].kind, new);
        assert_eq!(plan.replacements[&[1; 32]].basis, "old-kind");
    }
    let plan = plan_of(vec![leaf(1, "II", Kind::Voces).with_key("/srv/a")]);
    assert!(plan.actions[1].steps.iter().any(|step| step.en.contains("type OCES organisationscertifikat")));
}

fn foces() -> World {
    World::of(vec![leaf(1, "II", Kind::Foces).with_key("/srv/a")]).referred(1, By::Path)
}

fn voces() -> World {
    World::of(vec![leaf(1, "II", Kind::Voces).email("sikkermail@eksempel.dk").with_key("/srv/a")]).referred(1, By::Path)
}

/// Kind, basis and reasons.
fn found(world: &World) -> (&'static str, &'static str, String) {
    let plan = world.plan();
    let replacement = &plan.replacements[&[1; 32]];
    let reasons: Vec<&str> = replacement.reasons.iter().map(|one| one.en.as_str()).collect();
    (replacement.kind, replacement.basis, reasons.join(" "))
}

const SYSTEM: UseKind = UseKind::SystemToSystem;

#[test]
fn the_counterparty_comes_before_the_old_kind_and_that_is_told() {
    let (kind, basis, why) = found(&foces().used(1, SYSTEM, Confidence::High, Some("stil")));
    assert_eq!((kind, basis), ("organisation", "counterparty"));
    assert!(why.contains("STIL") && why.contains("(FOCES), would point to a system certificate"), "{why}");
    let (kind, basis, why) = found(&voces().used(1, SYSTEM, Confidence::Medium, Some("kombit")));
    assert_eq!((kind, basis), ("system", "counterparty"));
    assert!(why.contains("24 May 2023; that is more than 18 months ago"), "{why}");
}

#[test]
fn the_use_comes_before_the_old_kind() {
    let mail = voces().used(1, UseKind::SecureEmail, Confidence::Medium, None);
    assert_eq!(found(&mail).0, "organisation");
    let mail = foces().used(1, UseKind::SecureEmail, Confidence::High, None);
    assert_eq!((found(&mail).0, found(&mail).1), ("organisation", "use"));
    let order = said(only(&mail.plan(), "order"));
    assert!(order.contains("must be validated") && order.contains("offentlige certifikatdatabase"), "{order}");
    let (kind, basis, why) = found(&voces().used(1, SYSTEM, Confidence::High, Some("skat")));
    assert_eq!((kind, basis), ("system", "use"));
    assert!(why.contains("Signering"), "{why}");
}

#[test]
fn a_guess_decides_nothing_and_is_named_as_one() {
    let world = foces().used(1, SYSTEM, Confidence::Low, Some("stil"));
    let (kind, basis, why) = found(&world);
    assert_eq!((kind, basis), ("system", "old-kind"));
    assert!(why.contains("Only a hint of low confidence: perhaps STIL"), "{why}");
    let plan = world.plan();
    let register = only(&plan, "register");
    assert!(register.counterparties.is_empty() && said(register).contains("perhaps STIL"));
}

#[test]
fn counterparties_that_demand_different_kinds_are_a_conflict() {
    let world = foces().used(1, SYSTEM, Confidence::High, Some("kombit"));
    let world = world.used(1, SYSTEM, Confidence::Medium, Some("stil"));
    let (kind, _, why) = found(&world);
    assert_eq!(kind, "system");
    assert!(why.contains("demand different kinds"), "{why}");
    assert!(said(only(&world.plan(), "order")).contains("contradict each other"));
    let mail = foces().used(1, SYSTEM, Confidence::High, Some("kombit"));
    let (kind, _, why) = found(&mail.used(1, UseKind::SecureEmail, Confidence::High, None));
    assert_eq!(kind, "system");
    assert!(why.contains("more than one purpose"), "{why}");
}

#[test]
fn what_is_renewed_keeps_its_kind_and_a_contradiction_is_told() {
    let soon = leaf(1, "III", Kind::System).status(crate::classify::Status::Expiring, AFTER).with_key("/srv/a");
    let world = World::of(vec![soon]).used(1, SYSTEM, Confidence::High, Some("stil"));
    let (kind, _, why) = found(&world);
    assert_eq!(kind, "system");
    assert!(why.contains("cannot be told apart for sure"), "{why}");
    assert!(said(only(&world.plan(), "renew")).contains("contradict each other"));
}

#[test]
fn an_employees_key_in_an_integration_becomes_a_system_certificate() {
    let moces = || World::of(vec![leaf(1, "II", Kind::Moces).with_key("/srv/a")]).referred(1, By::Path);
    for with in ["kombit", "skat"] {
        let world = moces().used(1, SYSTEM, Confidence::High, Some(with));
        assert_eq!(found(&world).0, "system", "{with}");
        assert_eq!(kinds(&world.plan()), ["decide", "order", "register", "swap", "verify", "retire"]);
        assert_eq!(only(&world.plan(), "retire").who[0].en, "the user in person (bruger)");
        let swap = said(only(&world.plan(), "swap"));
        assert!(swap.contains("only that person opens, copies or moves it") && !swap.contains("First copy"), "{swap}");
    }
}

/// A counterparty that demands a user certificate; none is known today.
pub(super) fn demanding_employees() -> Use {
    let template = CLUES.counterparty("stil").unwrap();
    let invented: &'static Counterparty = Box::leak(Box::new(Counterparty {
        id: "invented".into(),
        name: Text::same("Opfundet"),
        demands: Some("employee".into()),
        demand: Text::same("et brugercertifikat"),
        registration: template.registration.clone(),
        bound_to: None,
        knowledge: template.knowledge.clone(),
    }));
    Use { kind: SYSTEM, confidence: Confidence::High, counterparty: Some(invented), evidence: Vec::new() }
}

#[test]
fn a_user_certificate_only_where_it_is_demanded_and_the_person_still_employed() {
    let world = World::of(vec![leaf(1, "II", Kind::Moces).with_key("/srv/a")]).used_with(1, demanding_employees());
    let (kind, basis, _) = found(&world);
    assert_eq!((kind, basis), ("employee", "counterparty"));
    let plan = world.plan();
    assert_eq!(kinds(&plan), ["decide", "order", "swap", "retire"]);
    assert!(only(&plan, "order").steps[0].en.contains("still employed"));
}
