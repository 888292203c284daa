//! The data is sound, and says what the letters say.

use super::*;
use crate::catalogue::Catalogue;
use crate::clue::CLUES;
use std::collections::{BTreeMap, BTreeSet};

fn id_of(id: &str) -> &'static Event {
    event(id).unwrap_or_else(|| panic!("no event {id}"))
}

#[test]
fn the_files_are_read_and_every_event_is_whole() {
    assert_eq!(file::load().map(|events| events.len()), Ok(TIMELINE.len()));
    let ids: BTreeSet<&str> = TIMELINE.iter().map(|event| event.id.as_str()).collect();
    assert!(TIMELINE.len() >= 28 && ids.len() == TIMELINE.len(), "ids are not distinct");
    for event in TIMELINE.iter() {
        for text in [Some(&event.text), Some(&event.source), event.label.as_ref()].into_iter().flatten() {
            assert!(!text.da.is_empty() && !text.en.is_empty(), "{}", event.id);
            assert!(!text.en.to_lowercase().contains("valid") && !text.da.contains("gyldig"), "{}", event.id);
        }
        assert!(!event.concerns.is_empty(), "{}", event.id);
        for concern in &event.concerns {
            let known = ["oces", "nemid", "secure-mail", "mitid-erhverv"].contains(&concern.as_str());
            let party = concern.strip_prefix("counterparty:").is_some_and(|id| CLUES.counterparty(id).is_some());
            assert!(known || party, "{}: {concern}", event.id);
        }
        if let (Some(from), Some(until)) = (event.when.first(), event.until.and_then(When::first)) {
            assert!(from < until, "{}", event.id);
        }
    }
}

#[test]
fn what_was_replaced_names_what_counts_and_nothing_that_counts_contradicts() {
    let mut counts: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for event in TIMELINE.iter() {
        match event.superseded_by.as_deref() {
            Some(later) => {
                let later = id_of(later);
                assert!(later.superseded_by.is_none() && later.matter == event.matter, "{}", event.id);
                assert_ne!(later.when, event.when, "{}", event.id);
                assert!(event.original, "{}", event.id);
            }
            None => counts.entry(&event.matter).or_default().push(event),
        }
    }
    for (matter, events) in counts {
        assert!(events.iter().all(|one| one.when == events[0].when), "{matter}");
    }
}

#[test]
fn the_block_is_the_day_of_the_catalogue() {
    let catalogue = Catalogue::builtin().unwrap();
    let second = catalogue.generations.iter().find(|one| &*one.id == "II").unwrap();
    assert_eq!(id_of("oces2-blocked").when.day(), second.blocked_on);
    assert_eq!(id_of("nemid-shutdown").when.day(), second.retired_on);
}

/// Section by section of the letters: which days count, and which were planned first.
#[test]
fn old_dates_are_told_as_what_they_were() {
    let of = |id: &str| TIMELINE.iter().filter(|event| event.when.id() == id).collect::<Vec<_>>();
    let counting: BTreeSet<&str> =
        of("2023-06-30").iter().filter(|event| event.superseded_by.is_none()).map(|event| event.id.as_str()).collect();
    assert_eq!(counting, BTreeSet::from(["key-cards-fetched-until", "limited-operation", "recommended-by"]));
    for old in ["2023-summer", "2023-middle"] {
        assert!(!of(old).is_empty() && of(old).iter().all(|event| event.superseded_by.is_some()), "{old}");
    }
    for event in TIMELINE.iter() {
        let all = format!("{} {} {} {}", event.text.da, event.text.en, event.source.da, event.source.en);
        assert!(!all.contains("oktober 2021") && !all.contains("October 2021"), "{}", event.id);
        assert!(event.when.id() != "2021-10-31" && !all.to_lowercase().contains("bank"), "{}", event.id);
    }
    let unknown: Vec<&str> =
        TIMELINE.iter().filter(|event| event.when == When::Unknown).map(|event| event.id.as_str()).collect();
    assert_eq!(unknown, ["oces2-revocation-service-ends"]);
    assert_eq!(TIMELINE.last().map(|event| event.id.as_str()), Some("oces2-revocation-service-ends"));
}
