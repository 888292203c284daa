//! Which days stand in the calendar, and what they say.

use super::*;
use crate::check::testing::{Builder, leaf};
use crate::classify::Settings;
use crate::clue::CLUES;
use crate::ledger::Ledger;
use crate::plan::plan;
use crate::usage::Usage;
use globset::Glob;
use time::macros::date;

const TODAY: Date = date!(2026 - 11 - 21);

/// 1 June 2028, noon.
const JUNE_2028: i64 = 1_843_473_600;

fn calendar(builders: Vec<Builder>, usage: &Usage, retains: Vec<Retain>) -> Vec<Entry> {
    let certificates: Vec<Classified> = builders.into_iter().map(Builder::build).collect();
    let settings = Settings { as_of: TODAY, expiring_within_days: 90, own_cvr: Vec::new(), foreign_cvr: Vec::new() };
    let ledger = Ledger { retains, ..Ledger::default() };
    let matter = Matter {
        certificates: &certificates,
        messages: &[],
        usage,
        findings: &[],
        settings: &settings,
        ledger: &ledger,
    };
    plan(&matter).calendar
}

fn current(number: u8) -> Builder {
    leaf(number, "III", Kind::System).name("Post til Byggesag").with_key("/srv/app/new.p12").ends(JUNE_2028)
}

fn used(number: u8, id: &str) -> Usage {
    let counterparty = CLUES.counterparty(id);
    let one = Use { kind: UseKind::SystemToSystem, confidence: Confidence::High, counterparty, evidence: Vec::new() };
    Usage { uses: [(current(number).build().certificate.sha256, vec![one])].into(), ..Usage::default() }
}

fn days(entries: &[Entry]) -> Vec<(&'static str, Date)> {
    entries.iter().map(|entry| (entry.kind.id(), entry.date)).collect()
}

#[test]
fn a_current_certificate_has_its_end_and_the_day_to_begin() {
    let entries = calendar(vec![current(1)], &Usage::default(), Vec::new());
    assert_eq!(days(&entries), [("lead", date!(2028 - 04 - 02)), ("expiry", date!(2028 - 06 - 01))]);
    assert!(entries[0].description.en.contains("our own advice") && entries[0].description.da.contains("eget råd"));
    assert!(entries[1].title.da.contains("Post til Byggesag") && entries[1].id.ends_with("-expiry"));
}

#[test]
fn a_registration_of_the_certificate_takes_longer_than_one_of_the_uuid() {
    let kombit = calendar(vec![current(1)], &used(1, "kombit"), Vec::new());
    assert_eq!(kombit[0].date, date!(2028 - 03 - 03));
    assert_eq!(kombit[0].counterparty.map(|party| party.id.as_str()), Some("kombit"));
    let skat = calendar(vec![current(1)], &used(1, "skat"), Vec::new());
    assert_eq!(skat[0].date, date!(2028 - 04 - 02));
    assert!(skat[0].description.en.contains("UUID") && !skat[0].description.en.contains("must be registered"));
    assert!(kombit[0].description.en.contains("must be registered"));
}

#[test]
fn what_is_not_ours_not_of_the_generation_or_over_has_no_day() {
    let foreign = leaf(2, "III", Kind::System).at("/srv/a.pem").owner(Ownership::Foreign).ends(JUNE_2028);
    let old = leaf(3, "II", Kind::Foces).with_key("/srv/b.p12").ends(JUNE_2028);
    let over = leaf(4, "III", Kind::System).with_key("/srv/c.p12").ends(1_700_000_000);
    assert!(calendar(vec![foreign, old, over], &Usage::default(), Vec::new()).is_empty());
}

#[test]
fn a_day_that_has_passed_is_today_and_says_so() {
    let soon = current(1).ends(1_797_000_000);
    let entries = calendar(vec![soon], &Usage::default(), Vec::new());
    assert_eq!(days(&entries), [("lead", TODAY), ("expiry", date!(2026 - 12 - 11))]);
    assert!(entries[0].description.en.contains("should have begun"), "{}", entries[0].description.en);
}

#[test]
fn people_are_not_named() {
    let person = leaf(5, "III", Kind::Employee).name("Frida Fjord").with_key("/srv/p.p12").ends(JUNE_2028);
    let retain = Retain {
        certificate: "0505".to_owned(),
        path: Glob::new("/escrow/**").unwrap().compile_matcher(),
        purpose: "Frida Fjords mails".to_owned(),
        owner: "Frida Fjord".to_owned(),
        review: date!(2027 - 05 - 01),
    };
    let entries = calendar(vec![person], &Usage::default(), vec![retain]);
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[0].kind, EntryKind::Review);
    for entry in &entries {
        for text in [&entry.title, &entry.description] {
            assert!(!text.da.contains("Frida") && !text.en.contains("Frida"), "{text:?}");
        }
    }
    let other = calendar(Vec::new(), &Usage::default(), Vec::new());
    assert!(other.is_empty());
}

#[test]
fn what_replaces_another_inherits_its_counterparties() {
    let old = || leaf(1, "II", Kind::Foces).name("Post til Byggesag").with_key("/srv/app/old.p12");
    let of_new = |old: Builder| {
        let entries = calendar(vec![old, current(2)], &used(1, "kombit"), Vec::new());
        assert!(entries.iter().all(|entry| entry.certificate == Some([2; 32])));
        entries
    };
    let entries = of_new(old());
    assert_eq!(days(&entries), [("lead", date!(2028 - 03 - 03)), ("expiry", date!(2028 - 06 - 01))]);
    assert!(entries.iter().all(|entry| entry.description.en.contains("must be registered")));
    let stranger = of_new(leaf(1, "II", Kind::Foces).name("Andet").with_key("/srv/other/old.p12"));
    assert!(stranger.iter().all(|entry| !entry.description.en.contains("must be registered")));
}
