//! Tests of the plan: what must hold, and what must never happen.

use super::guide::GUIDE;
use super::*;
use crate::check::testing::{BLOCK, Builder, leaf, location, root_ca};
use crate::check::{check, testing};
use crate::classify::{Kind, Ownership, Status};
use crate::place::Place;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use time::macros::{date, datetime};

const AFTER: Date = date!(2026 - 11 - 21);

fn plan_of(builders: Vec<Builder>) -> Plan {
    plan_at(builders, AFTER)
}

fn plan_at(builders: Vec<Builder>, as_of: Date) -> Plan {
    let certificates: Vec<Classified> = builders.into_iter().map(Builder::build).collect();
    let settings = Settings { as_of, expiring_within_days: 90, own_cvr: Vec::new(), foreign_cvr: Vec::new() };
    let findings = check(&certificates, &[], "host");
    plan(&Matter {
        certificates: &certificates,
        messages: &[],
        usage: &Usage::default(),
        findings: &findings,
        settings: &settings,
        ledger: &Ledger::default(),
    })
}

fn kinds(plan: &Plan) -> Vec<&'static str> {
    plan.actions.iter().map(|action| action.kind).collect()
}

/// Every kind of case there is, planned.
static EVERY_CASE: LazyLock<Vec<Plan>> = LazyLock::new(every_case);

fn every_case() -> Vec<Plan> {
    let mut plans = Vec::new();
    for (generation, kind) in ["II", "III"].iter().flat_map(|one| Kind::ALL.iter().map(move |kind| (*one, *kind))) {
        for status in [Status::Blocked, Status::ToBeBlocked, Status::Expired, Status::Expiring] {
            for owner in Ownership::ALL {
                for (place, key) in [(Place::Live, true), (Place::Live, false), (Place::Backup, true)] {
                    let make = || {
                        leaf(1, generation, kind)
                            .status(status, BLOCK)
                            .email("post@eksempel.dk")
                            .occurs(location("/srv/a"), "pkcs12", place, key)
                            .owner(*owner)
                    };
                    plans.push(plan_of(vec![make(), root_ca(9, "II").at("/srv/trust/ca.pem")]));
                    plans.push(plan_of(vec![make().test(), root_ca(9, "II").test().at("/srv/trust/ca.pem")]));
                }
            }
        }
    }
    plans
}

fn every_text() -> BTreeSet<(String, String)> {
    let planned = EVERY_CASE.iter().flat_map(|plan| plan.actions.clone());
    let planned = planned
        .flat_map(|action| std::iter::once(action.title).chain(action.who).chain(action.steps).collect::<Vec<_>>());
    let guide = GUIDE.recipes.values().flat_map(guide::Recipe::texts);
    planned.chain(guide).map(|text| (text.da, text.en)).collect()
}

fn sentences(text: &str) -> Vec<String> {
    text.to_lowercase().split(['.', ':', ';', '!']).map(str::to_owned).collect()
}

#[test]
fn no_text_proposes_to_delete_a_private_key() {
    let texts = every_text();
    assert!(texts.len() > 80);
    for (da, en) in &texts {
        for sentence in sentences(da) {
            for word in ["slet", "destru", "tilintetgør", "makul", "kasser", "kassér", "overskriv"] {
                assert!(!sentence.contains(word), "{sentence}");
            }
            let key = ["nøglen", "nøgle ", "nøgler", "private nøgle"].iter().any(|one| sentence.contains(one));
            assert!(!(key && (sentence.contains("fjern") || sentence.contains("smid"))), "{sentence}");
        }
        for sentence in sentences(en) {
            for word in ["delet", "destroy", "erase", "wipe", "shred", "discard", "overwrit", "get rid"] {
                assert!(!sentence.contains(word), "{sentence}");
            }
            let key = sentence.contains(" key");
            assert!(!(key && (sentence.contains("remov") || sentence.contains("throw"))), "{sentence}");
        }
    }
}

#[test]
fn texts_never_say_valid_and_always_fill_their_values() {
    for plan in EVERY_CASE.iter() {
        for text in plan.actions.iter().flat_map(|one| one.steps.iter().chain([&one.title])) {
            for side in [&text.da, &text.en] {
                let lower = side.to_lowercase();
                let words: BTreeSet<&str> = lower.split(|one: char| !one.is_alphabetic()).collect();
                assert!(!words.contains("valid") && !words.contains("gyldig") && !words.contains("gyldigt"));
                assert!(!side.contains(['{', '}']), "{side}");
            }
        }
    }
}

#[test]
fn danish_uses_the_official_words() {
    for (da, _) in every_text() {
        let lower = da.to_lowercase();
        for word in ["blokeret", "tilbagekald", "stempel", "revoker"] {
            assert!(!lower.contains(word), "{da}");
        }
    }
}

#[test]
fn no_rights_administrator_gets_anything_to_do() {
    for action in EVERY_CASE.iter().flat_map(|plan| &plan.actions) {
        assert!(!action.who.is_empty() && !action.steps.is_empty(), "{}", action.kind);
        for text in action.who.iter().chain(&action.steps) {
            assert!(!text.da.to_lowercase().contains("rettighedsadministrator"));
            assert!(!text.en.to_lowercase().contains("rettighedsadministrator"));
        }
        if action.kind == "order" {
            assert!(action.who[0].en.contains("(organisationsadministrator)"));
            assert!(action.who[1].en.contains("(brugeradministrator)"));
        }
    }
}

#[test]
fn every_recipe_is_used_and_every_used_recipe_is_there() {
    let titles: BTreeSet<String> =
        EVERY_CASE.iter().flat_map(|plan| &plan.actions).map(|one| shape(&one.title.da)).collect();
    for (name, recipe) in &GUIDE.recipes {
        let title = shape(&recipe.title.da);
        assert!(titles.contains(&title), "{name} is never used");
    }
    assert_eq!(titles.len(), GUIDE.recipes.len());
}

/// A title without its values.
fn shape(title: &str) -> String {
    title.replace("»Navn1«", "{name}").replace("1. januar 2027", "{date}").replace("30. oktober 2023", "{date}")
}

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

#[test]
fn a_test_certificate_is_ordered_from_the_test_organisation() {
    let says = |plan: &Plan| {
        let order = plan.actions.iter().find(|one| one.kind == "order").unwrap();
        order.steps.iter().any(|step| step.da.contains("testorganisation"))
    };
    assert!(says(&plan_of(vec![leaf(1, "II", Kind::Foces).test().with_key("/srv/a")])));
    assert!(!says(&plan_of(vec![leaf(1, "II", Kind::Foces).with_key("/srv/a")])));
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
    assert_eq!(successors(&pair(|new| new.status(Status::NotYet, BLOCK))), ["suspected"]);
    assert_eq!(successors(&pair(Builder::test)), [""; 0]);
    let keyless = leaf(2, "III", Kind::System).at("/srv/app/new.cer").owner(Ownership::Own);
    assert_eq!(successors(&pair(|_| keyless)), ["suspected"]);
    let away = leaf(2, "III", Kind::System).name("Anden").with_key("/srv/other/new.p12");
    let plan = pair(|_| away);
    assert_eq!(successors(&plan), ["suspected"]);
    assert_eq!(plan.actions[1].state, State::Open);
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
fn every_procedure_ends_with_its_source_and_its_date() {
    for action in EVERY_CASE.iter().flat_map(|plan| &plan.actions) {
        if matches!(action.kind, "order" | "renew" | "trust" | "swap" | "verify") {
            let last = action.steps.last().unwrap();
            assert!(last.en.contains("2026") && last.en.contains("Check with"), "{}: {}", action.kind, last.en);
            assert!(last.da.contains("2026") && last.da.contains("Kontrollér med"), "{}: {}", action.kind, last.da);
        }
    }
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
fn ordered_by_wave_priority_and_identity() {
    let plan = plan_of(vec![
        leaf(1, "II", Kind::Foces).test().with_key("/srv/a/1"),
        leaf(2, "II", Kind::Voces).cvr("87654321").with_key("/srv/b/2"),
    ]);
    let keys: Vec<_> = plan.actions.iter().map(|one| (one.wave, one.priority, one.id.clone())).collect();
    let mut sorted = keys.clone();
    sorted.sort();
    assert_eq!(keys, sorted);
    assert_eq!(keys.iter().map(|key| &key.2).collect::<BTreeSet<_>>().len(), 12);
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
