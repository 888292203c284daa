//! Tickets over many nights, through the program as users run it: what is made,
//! told, closed and opened again, and above all what is not.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;
use std::fs;
use support::desk::Desk;
use support::{list, oces, text};

const SKAT: &str = "demo-skat.p12";

/// The beginning of a store: corrupt wherever it is put, and no certificate in it.
fn half() -> Vec<u8> {
    fs::read(support::testdata("made").join(SKAT)).unwrap()[..200].to_vec()
}

#[test]
fn a_ticket_is_made_once_told_once_closed_and_opened_again() {
    let mut desk = Desk::new(&[]);
    desk.put("web01", "srv/skat/skat.p12", SKAT);
    let report = desk.scan("web01", &[]);
    assert_eq!(desk.night(&[&report], &[]), ["create 1"]);
    assert!(desk.night(&[&report], &[]).is_empty(), "the same again");
    desk.put("web01", "srv/skat/second.p12", SKAT);
    let report = desk.scan("web01", &[]);
    let done = desk.night(&[&report], &[]);
    assert_eq!(done.iter().filter(|one| *one == "update 1").count(), 1, "{done:?}");
    assert!(desk.night(&[&report], &[]).is_empty(), "the same again");
    fs::remove_dir_all(desk.root("web01").join("srv")).unwrap();
    let report = desk.scan("web01", &[]);
    assert!(desk.night(&[&report], &[]).contains(&"close 1".to_owned()));
    assert!(desk.night(&[&report], &[]).is_empty(), "closed and gone");
    assert!(desk.tickets.iter().all(|ticket| !ticket.open));
    desk.put("web01", "srv/skat/skat.p12", SKAT);
    let report = desk.scan("web01", &[]);
    assert_eq!(desk.night(&[&report], &[]), ["reopen 1"]);
    assert!(desk.night(&[&report], &[]).is_empty());
}

#[test]
fn nothing_is_closed_where_nobody_looked() {
    let mut desk = Desk::new(&["--per", "certificate"]);
    desk.put("a", "x/skat.p12", SKAT);
    desk.put("b", "x/skat.p12", SKAT);
    let (a, b) = (desk.scan("a", &[]), desk.scan("b", &[]));
    assert_eq!(desk.night(&[&a, &b], &[]), ["create 1"], "one ticket for both hosts");
    assert!(desk.tickets[0].texts[0].contains("a/x/skat.p12"), "{}", desk.tickets[0].texts[0]);
    assert!(desk.tickets[0].texts[0].contains("b/x/skat.p12"), "{}", desk.tickets[0].texts[0]);
    // One host does not report.
    desk.remove("a", "x/skat.p12");
    let a = desk.scan("a", &[]);
    assert!(desk.night(&[&a], &[]).is_empty());
    assert_eq!(desk.left(&[&a]), ["no report is of a host where it was last seen"]);
    // The other place cannot be read.
    desk.write("b", "x/skat.p12", &half());
    let b = desk.scan("b", &[]);
    assert!(desk.night(&[&a, &b], &[]).is_empty());
    assert_eq!(desk.left(&[&a, &b]), ["not every place where it was last seen could be looked at"]);
    // It can, and is gone; another place cannot be read, which hinders nothing.
    desk.remove("b", "x/skat.p12");
    desk.write("b", "elsewhere/broken.p12", &half());
    let b = desk.scan("b", &[]);
    assert_eq!(desk.night(&[&a, &b], &[]), ["close 1"]);
    let last = desk.tickets[0].texts.last().unwrap();
    assert!(last.contains("elsewhere/broken.p12"), "{last}");
}

/// A place that could not be read the night before is still a place where it was seen.
#[test]
fn a_place_is_remembered_over_nights_in_which_nobody_could_look() {
    let mut desk = Desk::new(&["--per", "certificate"]);
    desk.put("a", "x/skat.p12", SKAT);
    desk.put("a", "y/skat.p12", SKAT);
    let report = desk.scan("a", &[]);
    assert_eq!(desk.night(&[&report], &[]), ["create 1"]);
    desk.write("a", "y/skat.p12", &half());
    let report = desk.scan("a", &[]);
    assert!(desk.night(&[&report], &[]).is_empty(), "what cannot be seen has not changed");
    desk.remove("a", "x/skat.p12");
    let report = desk.scan("a", &[]);
    assert!(desk.night(&[&report], &[]).is_empty(), "y was not looked at");
    desk.remove("a", "y/skat.p12");
    let report = desk.scan("a", &[]);
    assert_eq!(desk.night(&[&report], &[]), ["close 1"]);
}

#[test]
fn a_scan_with_less_sight_closes_nothing() {
    let mut desk = Desk::new(&[]);
    desk.put("a", "x/skat.p12", SKAT);
    let report = desk.scan("a", &[]);
    assert_eq!(desk.night(&[&report], &[]), ["create 1"]);
    for less in [&["--exclude", "*.p12"][..], &["--exclude", "x"], &["--one-file-system", "--exclude", "x"]] {
        let report = desk.scan("a", less);
        assert!(desk.night(&[&report], &[]).is_empty(), "{less:?}");
        assert_eq!(desk.left(&[&report]).len(), 1, "{less:?}");
    }
    // Another root is another look.
    let other = desk.root("a").join("z");
    fs::create_dir_all(&other).unwrap();
    let outcome =
        oces(&["scan", other.to_str().unwrap(), "--scope", "a", "-o", "json", "--as-of", support::AS_OF, "--all"]);
    let report = desk.beside("z.json", &String::from_utf8(outcome.stdout).unwrap());
    assert!(outcome.code != 0 || desk.night(&[&report], &[]).is_empty());
}

#[test]
fn an_older_report_changes_nothing() {
    let mut desk = Desk::new(&[]);
    desk.put("a", "x/skat.p12", SKAT);
    let old: Value = serde_json::from_str(&fs::read_to_string(desk.scan("a", &[])).unwrap()).unwrap();
    let dated = |desk: &Desk, report: &Value, day: &str| {
        let mut report = report.clone();
        report["scan"]["startedAt"] = day.into();
        report["scan"]["finishedAt"] = day.into();
        desk.beside(&format!("{}.json", &day[..10]), &report.to_string())
    };
    let first = dated(&desk, &old, "2026-11-10T01:00:00Z");
    assert_eq!(desk.night(&[&first], &[]), ["create 1"]);
    desk.remove("a", "x/skat.p12");
    let new: Value = serde_json::from_str(&fs::read_to_string(desk.scan("a", &[])).unwrap()).unwrap();
    let earlier = dated(&desk, &new, "2026-11-09T01:00:00Z");
    assert!(desk.night(&[&earlier], &[]).is_empty(), "a report of the day before knows nothing of it");
    let later = dated(&desk, &new, "2026-11-12T01:00:00Z");
    assert_eq!(desk.night(&[&later], &[]), ["close 1"]);
    assert!(desk.night(&[&first], &[]).is_empty(), "the report of the tenth does not bring it back");
}

#[test]
fn what_a_person_closed_stays_closed() {
    let mut desk = Desk::new(&[]);
    desk.put("a", "x/skat.p12", SKAT);
    let report = desk.scan("a", &[]);
    assert_eq!(desk.night(&[&report], &[]), ["create 1"]);
    desk.tickets[0].open = false;
    assert_eq!(desk.night(&[&report], &[]), ["update 1"], "it is told that it is still there");
    assert!(!desk.tickets[0].open);
    assert!(desk.night(&[&report], &[]).is_empty(), "once");
    assert_eq!(desk.left(&[&report]), ["closed by a person, but it is still there"]);
    desk.remove("a", "x/skat.p12");
    let report = desk.scan("a", &[]);
    assert_eq!(desk.night(&[&report], &[]), ["update 1"], "and that it is gone");
    assert!(desk.night(&[&report], &[]).is_empty(), "once");
    desk.put("a", "x/skat.p12", SKAT);
    let report = desk.scan("a", &[]);
    assert_eq!(desk.night(&[&report], &[]), ["reopen 1"], "what was gone and comes back is opened");
    // A person opens a ticket again whose matter is gone: it is that person's.
    desk.remove("a", "x/skat.p12");
    let report = desk.scan("a", &[]);
    assert_eq!(desk.night(&[&report], &[]), ["close 1"]);
    desk.tickets[0].open = true;
    assert!(desk.night(&[&report], &[]).is_empty());
}

/// Hosts that are scanned and synchronised one by one.
#[test]
fn one_system_on_two_hosts_does_not_swing() {
    let mut desk = Desk::new(&[]);
    let config = desk.beside("oces.toml", "[[owner]]\npath = '**/skat/**'\nsystem = 'Skat'\nqueue = 'Okonomi'\n");
    desk.more = vec!["--config".to_owned(), config];
    desk.put("a", "skat/skat.p12", SKAT);
    desk.put("b", "skat/skat.p12", SKAT);
    let (a, b) = (desk.scan("a", &[]), desk.scan("b", &[]));
    assert_eq!(desk.night(&[&a], &[]), ["create 1"]);
    assert_eq!(desk.night(&[&b], &[]), ["update 1"], "the second host is new");
    for report in [&a, &b, &a] {
        assert!(desk.night(&[report], &[]).is_empty());
    }
    desk.remove("a", "skat/skat.p12");
    let a = desk.scan("a", &[]);
    assert!(desk.night(&[&a], &[]).is_empty(), "the other host still has it, and did not report");
    assert_eq!(desk.night(&[&a, &b], &[]), ["update 1"], "one place less");
    desk.remove("b", "skat/skat.p12");
    let b = desk.scan("b", &[]);
    assert_eq!(desk.night(&[&b], &[]), ["close 1"]);
}

#[test]
fn what_is_settled_makes_no_ticket_and_closes_one() {
    let mut desk = Desk::new(&[]);
    desk.put("a", "x/skat.p12", SKAT);
    let report = desk.scan("a", &[]);
    let sha256 = {
        let report: Value = serde_json::from_str(&fs::read_to_string(&report).unwrap()).unwrap();
        text(list(&report, "certificates").iter().find(|one| one["privateKey"] == true).unwrap(), "sha256").to_owned()
    };
    let ignore = desk.beside("ignore.toml", "[[ignore]]\npath = '**/x/**'\nreason = 'aftalt'\n");
    assert!(desk.night(&[&report], &["--config", &ignore]).is_empty());
    let foreign = desk.beside("foreign.toml", "[[place]]\npath = '**/x/**'\nplace = 'log'\n");
    let log = desk.scan("a", &["--config", &foreign]);
    let made = desk.night(&[&log], &["--config", &foreign]);
    assert!(made.len() <= 1, "{sha256}: {made:?}");
    desk.tickets.clear();
    assert_eq!(desk.night(&[&report], &[]), ["create 1"]);
    assert_eq!(desk.night(&[&report], &["--config", &ignore]), ["close 1"]);
    assert!(desk.night(&[&report], &["--config", &ignore]).is_empty());
    assert_eq!(desk.night(&[&report], &[]), ["reopen 1"], "the ignore was taken back");
}

#[test]
fn more_than_expected_stops_before_anything_is_written() {
    let desk = Desk::new(&[]);
    for number in 0..4 {
        desk.put("a", &format!("opt/s{number}/conf/skat.p12"), SKAT);
    }
    let report = desk.scan("a", &[]);
    let plan = |more: &[&str]| {
        let arguments = [&["tickets", "plan", &report, "--for", "rt", "--queue", "Q"][..], more].concat();
        oces(&arguments)
    };
    let outcome = plan(&["--first-run", "--max-new", "3"]);
    assert_eq!((outcome.code, outcome.stdout.len()), (2, 0), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("--max-new 4"), "{}", outcome.stderr);
    assert_eq!(plan(&["--first-run", "--max-new", "4"]).code, 0);
    let outcome = plan(&[]);
    assert!(outcome.code == 2 && outcome.stderr.contains("--first-run"), "{}", outcome.stderr);
    let outcome = oces(&["tickets", "plan", &report, "--for", "rt", "--first-run"]);
    assert!(outcome.code == 2 && outcome.stderr.contains("queue"), "{}", outcome.stderr);
}

#[test]
fn an_earlier_report_stands_for_the_tracker() {
    let desk = Desk::new(&[]);
    desk.put("a", "opt/one/skat.p12", SKAT);
    desk.put("a", "opt/two/ting.jks", "demo-tinglysning.jks");
    let old = desk.scan("a", &[]);
    fs::copy(&old, desk.root("old.json")).unwrap();
    let old = desk.root("old.json").to_str().unwrap().to_owned();
    desk.remove("a", "opt/one/skat.p12");
    desk.put("a", "opt/three/skat.p12", SKAT);
    let new = desk.scan("a", &[]);
    let outcome = oces(&[
        "tickets",
        "plan",
        &new,
        "--previous",
        &old,
        "--for",
        "rt",
        "--queue",
        "Q",
        "--per",
        "system",
        "--as-of",
        support::AS_OF,
    ]);
    let page = support::parse(&outcome);
    let done: Vec<&str> = list(&page, "operations").iter().map(|one| text(one, "operation")).collect();
    assert_eq!(done, ["close", "create"]);
    assert_eq!(page["summary"]["unchanged"], 1);
    assert!(list(&page, "operations")[0]["path"].as_str().unwrap().contains("{ticket}"));
}

#[test]
fn a_report_without_its_persons_is_refused() {
    let desk = Desk::new(&[]);
    desk.put("a", "x/skat.p12", SKAT);
    let report = desk.scan("a", &["--personal-data", "omit"]);
    let outcome = oces(&["tickets", "plan", &report, "--for", "rt", "--queue", "Q", "--first-run"]);
    assert!(outcome.code == 2 && outcome.stderr.contains("persons were left out"), "{}", outcome.stderr);
}

/// The same tickets, whether a host's report comes alone, beside others or merged.
#[test]
fn identities_do_not_depend_on_the_company() {
    let desk = Desk::new(&[]);
    for host in ["int01", "web01"] {
        fs::create_dir_all(desk.root(host)).unwrap();
        support::copy(&support::testdata(&format!("demo/fjordby-{host}")), &desk.root(host));
    }
    let (int01, web01) = (desk.scan("int01", &[]), desk.scan("web01", &[]));
    let merged = oces(&["plan", &int01, &web01, "-o", "json", "--as-of", support::AS_OF]);
    let merged = desk.beside("merged.json", &String::from_utf8(merged.stdout).unwrap());
    for per in ["system", "certificate", "action"] {
        let ids = |reports: &[&str]| -> std::collections::BTreeSet<String> {
            let page = desk.plan(reports, &["--per", per, "--max-new", "200"]);
            list(&page, "operations").iter().map(|one| text(one, "externalId").to_owned()).collect()
        };
        let (one, other, both) = (ids(&[&int01]), ids(&[&web01]), ids(&[&int01, &web01]));
        // What is to be done depends on what both hosts tell of one certificate.
        if per != "action" {
            assert_eq!(one.union(&other).cloned().collect::<std::collections::BTreeSet<_>>(), both, "{per}");
        }
        assert_eq!(ids(&[&merged]), both, "{per}: merged before");
        assert_eq!(ids(&[&web01, &int01, &int01]), both, "{per}: in another order, one of them twice");
    }
}

/// So many places that the memory is drawn together: still nothing is told gone that is there.
#[test]
fn many_places_are_no_less_there() {
    let mut desk = Desk::new(&["--per", "certificate"]);
    let pem = fs::read(support::testdata("certificates").join("ii-voces-ca-1.pem")).unwrap();
    for number in 0..405 {
        desk.write("a", &format!("srv/app/{number}/ca.pem"), &pem);
    }
    let report = desk.scan("a", &[]);
    assert_eq!(desk.night(&[&report], &[]), ["create 1"]);
    assert!(desk.night(&[&report], &[]).is_empty());
    let ignore = desk.beside("ignore.toml", "[[ignore]]\npath = '**/srv/**'\nreason = 'aftalt'\n");
    let page = desk.plan(&[&report], &["--config", &ignore]);
    let close = &list(&page, "operations")[0];
    assert_eq!(text(close, "operation"), "close");
    assert!(text(close, "reason").contains("needs no ticket"), "{}", text(close, "reason"));
    // One of them cannot be read: not everything was looked at.
    fs::remove_dir_all(desk.root("a").join("srv/app")).unwrap();
    desk.write("a", "srv/app/7/store.p12", &half());
    let report = desk.scan("a", &[]);
    assert!(desk.night(&[&report], &[]).is_empty());
    fs::remove_dir_all(desk.root("a").join("srv/app/7")).unwrap();
    let report = desk.scan("a", &[]);
    assert_eq!(desk.night(&[&report], &[]), ["close 1"]);
}

#[test]
fn the_same_places_under_other_roots_are_the_same() {
    let mut desk = Desk::new(&[]);
    desk.put("a", "srv/skat/skat.p12", SKAT);
    let whole = desk.scan("a", &[]);
    assert_eq!(desk.night(&[&whole], &[]), ["create 1"]);
    let root = desk.root("a").join("srv");
    let scan = oces(&["scan", root.to_str().unwrap(), "--scope", "a", "-o", "json", "--as-of", support::AS_OF]);
    let part = desk.beside("part.json", &String::from_utf8(scan.stdout).unwrap());
    assert!(desk.night(&[&part], &[]).is_empty(), "seen from another root");
    assert!(desk.night(&[&whole], &[]).is_empty());
}
