//! Which actions there are, when they are due, in which order they come.

use super::*;
use crate::check::testing::{self, BLOCK};
use crate::classify::{Kind, Ownership, Status};
use crate::place::Place;
use std::collections::BTreeSet;
use time::macros::datetime;

#[test]
fn days_before_and_after_the_block() {
    let after = plan_of(vec![leaf(1, "II", Kind::Foces).with_key("/srv/a")]);
    assert_eq!((after.actions[1].deadline, after.actions[1].overdue_since), (None, Some(BLOCK)));
    let retire = after.actions.last().unwrap();
    assert_eq!((retire.deadline, retire.overdue_since), (None, None));
    let early = leaf(1, "II", Kind::Foces).status(Status::ToBeBlocked, BLOCK).with_key("/srv/a");
    let early = plan_at(vec![early], date!(2023 - 05 - 01));
    let order = &early.actions[1];
    assert_eq!((order.deadline, order.overdue_since), (Some(date!(2023 - 10 - 30)), None));
    assert_eq!(order.priority, 2);
}

#[test]
fn before_the_block_a_ca_is_due_by_it_not_by_its_own_end() {
    let early = || leaf(1, "II", Kind::Foces).status(Status::ToBeBlocked, BLOCK).with_key("/srv/a");
    let root = || root_ca(9, "II").status(Status::Current, date!(2010 - 03 - 03)).at("/srv/trust/ca.pem");
    let trust = |plan: Plan| plan.actions.into_iter().find(|one| one.kind == "trust").unwrap();
    let both = trust(plan_at(vec![early(), root()], date!(2023 - 05 - 01)));
    assert_eq!((both.deadline, both.overdue_since), (Some(date!(2023 - 10 - 30)), None));
    assert!(both.steps.iter().any(|step| step.en.contains("Keep TRUST2408 beside it")));
    assert_eq!(trust(plan_at(vec![root()], date!(2023 - 05 - 01))).deadline, None);
}

#[test]
fn oces3_is_renewed_in_time_or_ordered_anew() {
    let ends = datetime!(2026-12-24 12:00 UTC).unix_timestamp();
    let soon = leaf(1, "III", Kind::System).status(Status::Expiring, BLOCK).ends(ends).with_key("/srv/a");
    let plan = plan_of(vec![soon]);
    assert_eq!(kinds(&plan), ["renew", "register", "swap", "verify", "retire"]);
    assert_eq!(plan.actions[0].deadline, Some(date!(2026 - 12 - 24)));
    assert!(plan.actions[0].steps[0].en.contains("renews the same certificate profile"));
    let ended = datetime!(2026-05-03 12:00 UTC).unix_timestamp();
    let late = leaf(1, "III", Kind::System).status(Status::Expired, BLOCK).ends(ended).with_key("/srv/a");
    let plan = plan_of(vec![late]);
    assert_eq!(kinds(&plan)[..2], ["decide", "renew"]);
    assert_eq!(plan.actions[1].overdue_since, Some(date!(2026 - 05 - 03)));
    assert!(plan.actions[1].steps.iter().any(|step| step.en.contains("Assume a new UUID")));
    assert!(plan_of(vec![leaf(1, "III", Kind::System).with_key("/srv/a")]).actions.is_empty());
}

#[test]
fn truststores_are_one_action_an_environment() {
    let plan = plan_of(vec![
        root_ca(7, "II").at("/srv/b/trust.pem"),
        root_ca(8, "II").at("/srv/a/trust.pem").at("/srv/b/trust.pem"),
        root_ca(9, "II").test().at("/srv/t/trust.pem"),
        root_ca(6, "II").occurs(location("/srv/old.pem"), "pem", Place::Backup, false),
    ]);
    assert_eq!(kinds(&plan), ["trust", "trust"]);
    let trust = &plan.actions[0];
    assert_eq!(trust.certificates, [[7; 32], [8; 32]]);
    let paths: Vec<_> = trust.paths.iter().map(|path| path.display().to_string()).collect();
    assert_eq!(paths, ["/srv/a/trust.pem", "/srv/b/trust.pem"]);
    assert_eq!(trust.overdue_since, Some(BLOCK));
    for said in ["rod-CA” as the trust anchor", "CVR number or the UUID", "separate store", "port 80"] {
        assert!(trust.steps.iter().any(|step| step.en.contains(said)), "{said}");
    }
    assert_eq!(plan.replacements[&[7; 32]].kind, "none");
}

#[test]
fn what_is_out_of_force_is_told_with_its_source() {
    let said = |builder: Builder| {
        let plan = plan_of(vec![builder.with_key("/srv/a")]);
        plan.actions[0].steps.iter().map(|step| step.en.clone()).collect::<Vec<_>>().join(" ")
    };
    let blocked = said(leaf(1, "II", Kind::Foces));
    assert!(
        blocked.contains("according to Digitaliseringsstyrelsen it was to be blocked on 31 October 2023"),
        "{blocked}"
    );
    let retired = said(leaf(1, "II", Kind::Foces).test().status(Status::Retired, BLOCK));
    assert!(retired.contains("as the catalogue of oces counts it"), "{retired}");
}

#[test]
fn ordered_by_wave_priority_and_identity() {
    let plan = plan_of(vec![
        leaf(1, "II", Kind::Foces).test().with_key("/srv/a/1"),
        leaf(2, "II", Kind::Voces).cvr("87654321").with_key("/srv/b/2"),
    ]);
    let keys: Vec<_> = plan.actions.iter().map(|one| (one.wave, one.priority, one.id.clone())).collect();
    let mut sorted = keys.clone();
    sorted.sort();
    assert_eq!(keys, sorted);
    assert_eq!(keys.iter().map(|key| &key.2).collect::<BTreeSet<_>>().len(), 8);
    assert_eq!((keys[0].1, keys[1].1), (1, 4));
    for action in &plan.actions {
        assert_eq!(action.id.len(), 16);
        let earlier = plan.actions.iter().filter(|one| one.certificates == action.certificates);
        let earlier: Vec<_> = earlier.take_while(|one| one.id != action.id).map(|one| one.id.clone()).collect();
        assert_eq!(action.after, earlier);
    }
}

#[test]
fn identity_depends_on_kind_and_certificate_alone() {
    let here = plan_of(vec![leaf(1, "II", Kind::Foces).with_key("/srv/a")]);
    let there = plan_of(vec![leaf(1, "II", Kind::Foces).name("x").with_key("/srv/b").at("/srv/c")]);
    let ids = |plan: &Plan| plan.actions.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&here), ids(&there));
}

#[test]
fn a_bare_key_is_a_path_of_the_plan() {
    let apart = leaf(1, "II", Kind::Foces).at("/srv/c/a.crt").key_at("/srv/k/a.key");
    let plan = plan_of(vec![apart]);
    assert_eq!(plan.actions[0].paths.len(), 2);
    let swap = plan.actions.iter().find(|action| action.kind == "swap").unwrap();
    assert!(swap.steps.iter().any(|step| step.da.contains("/srv/k/a.key (pem, privat nøgle)")), "{:?}", swap.steps);
    let other = testing::location("/srv/k/a.key");
    assert!(plan.actions[0].paths.contains(&other.path));
}

#[test]
fn history_makes_no_action_and_a_backup_only_two() {
    let mail = leaf(1, "II", Kind::Foces).occurs(location("/srv/m"), "pkcs7", Place::Message, false);
    assert!(plan_of(vec![mail.owner(Ownership::Own)]).actions.is_empty());
    let backup = leaf(1, "II", Kind::Foces).occurs(location("/srv/b"), "pkcs12", Place::Backup, true);
    let plan = plan_of(vec![backup]);
    assert_eq!(kinds(&plan), ["decide", "retire"]);
    assert!(plan.actions.iter().all(|one| one.overdue_since.is_none() && one.priority == 5));
}
