//! What every text must hold, over every kind of case there is.

use super::super::guide::{self, GUIDE};
use super::basis::demanding_employees;
use super::mail::message;
use super::*;
use crate::check::testing::BLOCK;
use crate::classify::{Kind, Ownership, Status};
use crate::place::Place;
use std::collections::BTreeSet;
use std::sync::LazyLock;

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
    plans.extend(stories().iter().map(World::plan));
    plans.push(resting_on_nemid().plan());
    plans
}

/// Cases that only uses, mail or an answer make.
fn stories() -> Vec<World> {
    let mut worlds = Vec::new();
    for (generation, kind) in ["II", "III"].iter().flat_map(|one| Kind::ALL.iter().map(move |kind| (*one, *kind))) {
        for status in [Status::Blocked, Status::Expired, Status::Expiring] {
            let make = || {
                let one = leaf(1, generation, kind).status(status, BLOCK).email("pøst@eksempel.dk").with_key("/srv/a");
                World { messages: vec![message("/srv/m/1", 1, true)], ..World::of(vec![one]) }
            };
            worlds.push(make().used_with(1, demanding_employees()));
            for one in UseKind::ALL {
                worlds.push(make().used(1, one, Confidence::High, None).referred(1, By::Serial));
                worlds.push(make().used(1, one, Confidence::Medium, Some("skat")).used(
                    1,
                    one,
                    Confidence::Low,
                    Some("stil"),
                ));
            }
            let idle = World { messages: vec![message("/srv/m/1", 7, false)], ..make() }.referred(7, By::Path);
            worlds.push(idle);
        }
    }
    worlds
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
        for text in plan.actions.iter().flat_map(|one| one.steps.iter().chain(&one.checks).chain([&one.title])) {
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
        assert!(!action.who.is_empty() && !action.steps.is_empty() && !action.checks.is_empty(), "{}", action.kind);
        for text in action.who.iter().chain(&action.steps).chain(&action.checks) {
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
    let title = title.replace("1. januar 2027", "{date}").replace("30. oktober 2023", "{date}");
    let skat = crate::clue::CLUES.counterparty("skat").unwrap().name.da.as_str();
    let known = [skat, "STIL (Unilogin, SkoleGrunddata)", "Opfundet"];
    known.iter().fold(title.replace("»Navn1«", "{name}"), |title, name| title.replace(name, "{counterparty}"))
}

#[test]
fn every_procedure_ends_with_its_source_and_its_date() {
    for action in EVERY_CASE.iter().flat_map(|plan| &plan.actions) {
        if matches!(action.kind, "order" | "renew" | "trust" | "swap" | "verify" | "save-mail" | "retire") {
            let last = action.steps.last().unwrap();
            let year = ["2020", "2023", "2026"].iter().any(|year| last.en.contains(year));
            assert!(year && last.en.contains("check with"), "{}: {}", action.kind, last.en);
            assert!(last.da.starts_with("Som beskrevet") && last.da.contains("spørg"), "{}: {}", action.kind, last.da);
            let old = !last.en.contains("2026");
            assert_eq!(old, last.en.contains("more than 18 months ago"), "{}", last.en);
        }
    }
}

fn every_text() -> BTreeSet<(String, String)> {
    let planned = EVERY_CASE.iter().flat_map(|plan| plan.actions.clone());
    let planned = planned.flat_map(|one| {
        std::iter::once(one.title).chain(one.who).chain(one.steps).chain(one.checks).collect::<Vec<_>>()
    });
    let reasons = EVERY_CASE.iter().flat_map(|plan| plan.replacements.values()).flat_map(|one| one.reasons.clone());
    let guide = GUIDE.recipes.values().flat_map(guide::Recipe::texts);
    planned.chain(reasons).chain(guide).map(|text| (text.da, text.en)).collect()
}

fn sentences(text: &str) -> Vec<String> {
    text.to_lowercase().split(['.', ':', ';', '!']).map(str::to_owned).collect()
}
