//! Rows against certificates.

use super::*;
use crate::check::testing::{Builder, leaf};
use crate::classify::{Kind, Settings};
use crate::ledger::Ledger;
use crate::usage::Usage;
use time::macros::date;

const A: &str = "5e50b9bb-0000-4a4a-8b8b-0123456789ab";
const B: &str = "6e50b9bb-0000-4a4a-8b8b-0123456789ab";

/// A system certificate of serial number `number`; it ends on 1 January 2027.
fn system(number: u8, uuid: &str) -> Builder {
    let of = format!("UI:DK-O:G:{uuid}");
    leaf(number, "III", Kind::System).with_key(&format!("/srv/{number}.p12")).listing(|one| one.identifier = Some(of))
}

fn row(uuid: Option<&str>, serial: Option<&str>, end: Option<Date>, status: &str) -> Listed {
    Listed {
        uuid: uuid.map(str::to_owned),
        serials: serial.map(str::to_owned).into_iter().collect(),
        not_after: end,
        status: Some(status.to_owned()),
        ..Listed::default()
    }
}

fn compared(builders: Vec<Builder>, rows: Vec<Listed>) -> Comparison {
    let certificates: Vec<Classified> = builders.into_iter().map(Builder::build).collect();
    let as_of = date!(2026 - 11 - 21);
    let settings = Settings { as_of, expiring_within_days: 90, own_cvr: Vec::new(), foreign_cvr: Vec::new() };
    compare(&Matter {
        certificates: &certificates,
        messages: &[],
        usage: &Usage::default(),
        findings: &[],
        settings: &settings,
        ledger: &Ledger { listed: Some(rows), ..Ledger::default() },
    })
    .unwrap()
}

/// How many there are of each: seen, not seen, not listed, revoked, other end.
fn counts(one: &Comparison) -> [usize; 5] {
    [one.seen, one.not_seen.len(), one.not_listed.len(), one.revoked.len(), one.other_end.len()]
}

const END: Option<Date> = Some(date!(2027 - 01 - 01));

#[test]
fn rows_meet_certificates_by_serial_number_or_uuid_and_end() {
    for one in [row(Some(A), Some("10"), END, "Aktiv"), row(Some(A), None, END, ""), row(None, Some("10"), None, "")] {
        assert_eq!(counts(&compared(vec![system(0x10, A)], vec![one.clone()])), [1, 0, 0, 0, 0], "{one:?}");
    }
    let next_day = row(Some(A), Some("10"), Some(date!(2027 - 01 - 02)), "Aktiv");
    assert_eq!(counts(&compared(vec![system(0x10, A)], vec![next_day])), [1, 0, 0, 0, 0], "a list in Danish time");
    let small = row(None, Some("7"), None, "");
    assert_eq!(counts(&compared(vec![system(7, A)], vec![small])), [1, 0, 0, 0, 0], "leading zeros do not count");
}

#[test]
fn ordered_and_not_seen_seen_and_not_listed() {
    let both = compared(vec![system(0x10, A)], vec![row(Some(B), Some("20"), END, "Aktiv")]);
    assert_eq!(counts(&both), [0, 1, 1, 0, 0]);
    assert!(both.not_seen[0].certificates.is_empty() && !both.not_listed[0].renewed);
    let ended = compared(Vec::new(), vec![row(Some(B), None, END, "Udløbet"), row(Some(B), None, END, "Spærret")]);
    assert_eq!(counts(&ended), [0; 5], "what has ended need not be anywhere");
    assert_eq!(compared(Vec::new(), vec![row(None, None, END, "Aktiv")]).unidentified, 1);
}

#[test]
fn a_renewed_certificate_is_not_its_predecessor() {
    let renewed = row(Some(A), Some("20"), Some(date!(2029 - 12 - 01)), "Aktiv");
    let one = compared(vec![system(0x10, A)], vec![renewed]);
    assert_eq!(counts(&one), [0, 1, 1, 0, 0]);
    assert_eq!((one.not_seen[0].certificates.len(), one.not_listed[0].renewed), (1, true));
    let without_serial = row(Some(A), None, Some(date!(2029 - 12 - 01)), "Aktiv");
    assert_eq!(counts(&compared(vec![system(0x10, A)], vec![without_serial.clone()])), [1, 0, 0, 0, 1]);
    let both = vec![without_serial, row(Some(A), None, END, "Aktiv")];
    assert_eq!(counts(&compared(vec![system(0x10, A)], both)), [1, 1, 0, 0, 0], "the old one is listed too");
}

#[test]
fn what_is_revoked_there_and_still_here_is_told() {
    let revoked = |serial| row(Some(A), serial, END, "Spærret");
    assert_eq!(counts(&compared(vec![system(0x10, A)], vec![revoked(Some("10"))])), [1, 0, 0, 1, 0]);
    assert_eq!(counts(&compared(vec![system(0x10, A)], vec![revoked(None)])), [1, 0, 0, 1, 0]);
    let predecessor = vec![revoked(Some("20")), row(Some(A), Some("10"), END, "Aktiv")];
    assert_eq!(counts(&compared(vec![system(0x10, A)], predecessor)), [1, 0, 0, 0, 0], "its predecessor was revoked");
    let without_numbers = vec![row(Some(A), None, None, "Spærret"), row(Some(A), None, END, "Aktiv")];
    assert_eq!(compared(vec![system(0x10, A)], without_numbers).revoked.len(), 0, "of the two the other");
}

#[test]
fn only_our_own_certificates_in_production_are_missed_in_the_list() {
    let foreign = leaf(1, "III", Kind::System).at("/srv/f.pem").owner(Ownership::Foreign);
    let others = vec![
        foreign,
        system(2, A).test(),
        system(3, A).status(Status::Expired, date!(2026 - 01 - 01)),
        leaf(4, "II", Kind::Foces).with_key("/srv/4.p12"),
    ];
    assert_eq!(counts(&compared(others, Vec::new())), [0; 5]);
    assert_eq!(counts(&compared(vec![system(5, A)], Vec::new())), [0, 0, 1, 0, 0]);
}

#[test]
fn a_serial_number_under_another_uuid_is_another_certificate() {
    let one = compared(vec![system(0x10, A)], vec![row(Some(B), Some("10"), END, "Aktiv")]);
    assert_eq!(counts(&one), [0, 1, 1, 0, 0]);
}

#[test]
fn an_end_of_another_day_is_told() {
    let other = row(Some(A), Some("10"), Some(date!(2028 - 01 - 01)), "Aktiv");
    assert_eq!(counts(&compared(vec![system(0x10, A)], vec![other])), [1, 0, 0, 0, 1]);
}
