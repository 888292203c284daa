//! Which rule fits what.

use super::testing::{decision, glob, retain};
use super::*;
use time::macros::date;

const PRINT: Fingerprint = [0xab; 32];

fn paths<'p>(all: &[&'p str]) -> Vec<&'p Path> {
    all.iter().map(|path| Path::new(*path)).collect()
}

#[test]
fn a_certificate_is_told_by_the_beginning_of_its_fingerprint() {
    let of = |prefix: &str| Decision { certificate: Some(prefix.to_owned()), ..decision(true) };
    assert!(of("abababab").fits(&PRINT, &[], &[]));
    assert!(!of("abababac").fits(&PRINT, &[], &[]));
    assert!(!decision(true).fits(&PRINT, &paths(&["/a"]), &["STS"]), "without a subject it is about nothing");
}

#[test]
fn a_yes_may_be_about_one_place_and_a_no_must_be_about_all() {
    let about = |needed| Decision { path: Some(glob("/opt/sts/**")), ..decision(needed) };
    let (one, both) = (paths(&["/opt/sts/a.jks"]), paths(&["/opt/sts/a.jks", "/srv/b.jks"]));
    assert!(about(true).fits(&PRINT, &one, &[]) && about(false).fits(&PRINT, &one, &[]));
    assert!(about(true).fits(&PRINT, &both, &[]) && !about(false).fits(&PRINT, &both, &[]));
    assert!(!about(true).fits(&PRINT, &[], &[]) && !about(false).fits(&PRINT, &[], &[]));
    let system = |needed| Decision { system: Some("sts".to_owned()), ..decision(needed) };
    assert!(system(true).fits(&PRINT, &[], &["STS", "ESDH"]) && !system(false).fits(&PRINT, &[], &["STS", "ESDH"]));
}

#[test]
fn all_subjects_must_fit_and_the_first_decision_counts() {
    let both = Decision { certificate: Some("abababab".to_owned()), system: Some("ESDH".to_owned()), ..decision(true) };
    let alone = Decision { certificate: Some("abababab".to_owned()), ..decision(false) };
    let ledger = Ledger { decisions: vec![both, alone], ..Ledger::default() };
    assert_eq!(ledger.decision(&PRINT, &[], &["ESDH"]).map(|one| one.needed), Some(true));
    assert_eq!(ledger.decision(&PRINT, &[], &["STS"]).map(|one| one.needed), Some(false));
    assert!(ledger.decision(&[1; 32], &[], &["ESDH"]).is_none());
}

#[test]
fn a_key_is_kept_where_it_was_said_until_the_day_of_its_review() {
    let second = Retain { path: glob("/vault/*"), ..retain("abababab") };
    let ledger = Ledger { retains: vec![retain("abababab"), second], ..Ledger::default() };
    let at = |path: &str, day| ledger.keeping(&PRINT, Path::new(path), day).map(|(_, keeping)| keeping);
    let (before, day) = (date!(2027 - 05 - 31), date!(2027 - 06 - 01));
    assert_eq!(at("/escrow/a.p12", before), Some(Keeping::Kept));
    assert_eq!(at("/vault/a.p12", before), Some(Keeping::Kept));
    assert_eq!(at("/escrow/a.p12", day), Some(Keeping::Overdue));
    assert_eq!(at("/srv/a.p12", before), Some(Keeping::Elsewhere));
    assert!(ledger.keeping(&[1; 32], Path::new("/escrow/a.p12"), before).is_none());
    assert!(ledger.retain(&PRINT).is_some() && ledger.retain(&[1; 32]).is_none());
}
