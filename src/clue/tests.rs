use super::*;
use std::collections::BTreeSet;
use time::macros::date;

/// Whom the job names, by id.
const COUNTERPARTIES: [&str; 12] = [
    "datafordeler",
    "digital-post",
    "kombit",
    "mitid-erhverv-idm",
    "nemhandel",
    "nemhandel-edelivery",
    "nemlog-in",
    "nsp",
    "skat",
    "statstidende",
    "stil",
    "tinglysning",
];

fn clues() -> Clues {
    file::load().unwrap()
}

/// Every text of people, with whose it is.
fn texts(clues: &Clues) -> Vec<(&str, &Text)> {
    let mut all = Vec::new();
    for one in &clues.counterparties {
        all.extend([&one.name, &one.demand, &one.registration].map(|text| (one.id.as_str(), text)));
        all.extend([&one.knowledge.source, &one.knowledge.check_with].map(|text| (one.id.as_str(), text)));
    }
    for one in &clues.dependencies {
        all.extend([&one.name, &one.replacement].map(|text| (one.id.as_str(), text)));
        all.extend([&one.knowledge.source, &one.knowledge.check_with].map(|text| (one.id.as_str(), text)));
    }
    for one in &clues.addresses {
        let known = &one.knowledge;
        all.extend([&one.purpose, &known.source, &known.check_with].map(|text| (one.host.as_str(), text)));
    }
    all
}

#[test]
fn every_counterparty_of_the_job_has_its_stanza() {
    let clues = clues();
    let found: BTreeSet<&str> = clues.counterparties.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(found, BTreeSet::from(COUNTERPARTIES));
    for one in &clues.counterparties {
        let demands = one.demands.as_deref();
        assert!(matches!(demands, None | Some("system" | "organisation" | "employee")), "{}: {demands:?}", one.id);
    }
}

#[test]
fn identities_are_unique_and_plain() {
    let clues = clues();
    let counterparties = clues.counterparties.iter().map(|one| &one.id);
    let ids: Vec<&String> = counterparties.chain(clues.dependencies.iter().map(|one| &one.id)).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    for id in ids {
        assert!(id.bytes().all(|octet| matches!(octet, b'a'..=b'z' | b'0'..=b'9' | b'-')), "{id}");
    }
}

#[test]
fn every_text_stands_in_both_languages() {
    let clues = clues();
    for (whose, text) in texts(&clues) {
        for side in [&text.da, &text.en] {
            assert!(!side.trim().is_empty() && side.trim() == side, "{whose}: {side:?}");
            assert!(!side.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|word| word == "valid"), "{whose}");
        }
    }
}

#[test]
fn no_sign_is_there_twice_and_none_is_empty() {
    let clues = clues();
    let mut seen = BTreeSet::new();
    for sign in &clues.signs {
        assert!(sign.text.len() >= 4 && sign.text == sign.text.to_lowercase(), "{sign:?}");
        // Which of two equal texts is found would be left to chance, whatever their kinds.
        assert!(seen.insert(&sign.text), "{sign:?}");
    }
}

#[test]
fn every_topic_has_a_sign_and_every_sign_a_topic() {
    let clues = clues();
    let topics: BTreeSet<&Topic> = clues.signs.iter().map(|sign| &sign.topic).collect();
    let counterparties = clues.counterparties.iter().map(|one| Topic::Counterparty(one.id.clone()));
    let dependencies = clues.dependencies.iter().map(|one| Topic::Dependency(one.id.clone()));
    let all: BTreeSet<Topic> = counterparties.chain(dependencies).chain(UseKind::ALL.map(Topic::Use)).collect();
    assert_eq!(topics, all.iter().collect());
}

#[test]
fn addresses_can_be_told_to_a_firewall() {
    let clues = clues();
    for one in &clues.addresses {
        assert!(!one.ports.is_empty() && !one.ports.contains(&0), "{}", one.host);
        assert!(one.host.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"*.-".contains(&octet)), "{}", one.host);
        let known = one.counterparty.as_deref().is_none_or(|id| clues.counterparty(id).is_some());
        assert!(known, "{}", one.host);
    }
    let is_open = |host: &str| clues.addresses.iter().find(|one| one.host == host).map(|one| one.open);
    assert_eq!(is_open("ca1.gov.dk"), Some(true));
    assert_eq!(is_open("*.trust2408.com"), Some(false));
    assert_eq!(is_open("crtdir.certifikat.dk"), Some(false));
}

#[test]
fn what_was_written_in_2023_is_old_and_what_was_read_in_2026_is_not() {
    let clues = clues();
    let now = date!(2026 - 11 - 21);
    for (id, is_old) in [("kombit", true), ("skat", true), ("datafordeler", true), ("stil", false)] {
        let knowledge = &clues.counterparty(id).unwrap().knowledge;
        assert_eq!((knowledge.is_old(now), knowledge.read), (is_old, !is_old), "{id}");
    }
    for (id, one) in clues.counterparties.iter().map(|one| (&one.id, &one.knowledge)) {
        assert!(one.date <= now && one.date.year() >= 2023, "{id}");
        assert!(one.told(true, now).contains("; "), "{id}");
    }
}
