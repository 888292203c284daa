use super::*;
use crate::check::testing::location;
use crate::check::{RULES, Severity, identity};
use crate::failure::FailureKind;
use serde_json::json;
use std::path::Path;

fn finding(path: &str) -> Finding {
    of_rule("oces2-key", path)
}

fn of_rule(rule: &str, path: &str) -> Finding {
    let place = Location { root: Path::new("/srv").into(), ..location(path) };
    Finding {
        id: identity("web01", rule, Some(&[1; 32]), &place),
        rule: RULES.iter().find(|one| one.id == rule).unwrap(),
        severity: Severity::Error,
        certificate: Some([1; 32]),
        location: place,
        places: 1,
        history: false,
        savable: false,
        detail: None,
        retained: None,
        ignored: None,
        known: false,
    }
}

fn area(roots: &[&str]) -> Area {
    Area {
        scope: "web01".to_owned(),
        roots: roots.iter().map(PathBuf::from).collect(),
        options: BTreeMap::new(),
        complete: true,
    }
}

fn view<'v>(area: Area, findings: &'v [Finding], failures: &'v [Failure]) -> View<'v> {
    View { areas: vec![area], findings, failures, left_out: Vec::new(), unsearched: false }
}

/// How many are new, gone, not looked at and remaining.
fn counts(old: &View<'_>, new: &View<'_>) -> (usize, usize, usize, u64) {
    let diff = diff(old, new, &Before::default());
    (diff.new.len(), diff.gone.len(), diff.not_looked_at.len(), diff.remaining)
}

#[test]
fn what_is_not_there_any_more_is_gone_only_where_somebody_looked() {
    let old = [finding("/srv/app/a.p12"), finding("/srv/app/b.p12")];
    let (left, then) = ([finding("/srv/app/b.p12")], view(area(&["/srv"]), &old, &[]));
    assert_eq!(counts(&then, &view(area(&["/srv"]), &left, &[])), (0, 1, 0, 1));
    assert_eq!(counts(&then, &view(area(&["/srv/other", "/srv/app/b.p12"]), &left, &[])), (0, 0, 1, 1));
    for path in ["/srv/app/a.p12", "/srv/app", "/srv"] {
        let shut = [Failure::new(location(path), FailureKind::Unreadable, "")];
        assert_eq!(counts(&then, &view(area(&["/srv"]), &left, &shut)), (0, 0, 1, 1), "{path}");
        let mut pruned = view(area(&["/srv"]), &left, &[]);
        pruned.left_out = vec![location(path)];
        assert_eq!(counts(&then, &pruned), (0, 0, 1, 1), "{path}");
    }
    let elsewhere = [Failure::new(location("/srv/ap"), FailureKind::Unreadable, "")];
    let mut incomplete = view(area(&["/srv"]), &left, &elsewhere);
    incomplete.areas[0].complete = false;
    assert_eq!(counts(&then, &incomplete), (0, 1, 0, 1));
}

#[test]
fn a_scan_that_is_incomplete_without_a_word_has_looked_nowhere() {
    let old = [finding("/srv/app/a.p12")];
    let silent = Area { complete: false, ..area(&["/srv"]) };
    assert_eq!(counts(&view(area(&["/srv"]), &old, &[]), &view(silent, &[], &[])), (0, 0, 1, 0));
}

#[test]
fn other_options_look_elsewhere() {
    let inside = Location { ..location("/srv/a.zip").step(crate::location::StepKind::Member, b"a.p12") };
    let old = [Finding { location: inside, ..finding("/srv/a.zip") }, of_rule("nemid-dependency", "/srv/a.conf")];
    let then = view(area(&["/srv"]), &old, &[]);
    let with = |option: &str| {
        let mut new = view(area(&["/srv"]), &[], &[]);
        new.areas[0].options.insert(option.to_owned(), json!(true));
        counts(&then, &new)
    };
    assert_eq!(with("all"), (0, 2, 0, 0));
    assert_eq!(with("no-archives"), (0, 1, 1, 0));
    assert_eq!(with("no-references"), (0, 1, 1, 0));
    assert_eq!(with("exclude"), (0, 0, 2, 0));
    let mut wide = view(area(&["/srv"]), &old, &[]);
    wide.areas[0].options.insert("follow".to_owned(), json!(true));
    assert_eq!(counts(&wide, &view(area(&["/srv"]), &[], &[])), (0, 0, 2, 0));
}

#[test]
fn another_scope_is_another_world_and_says_so() {
    let (old, new) = ([finding("/srv/a.p12")], [finding("/srv/b.p12")]);
    let other = Area { scope: "web02".to_owned(), ..area(&["/srv"]) };
    let diff = diff(&view(area(&["/srv"]), &old, &[]), &view(other, &new, &[]), &Before::default());
    assert_eq!((diff.new.len(), diff.gone.len(), diff.not_looked_at.len()), (1, 0, 1));
    assert_eq!(diff.remarks.len(), 2);
}

#[test]
fn a_moved_root_is_known_by_what_is_under_both() {
    let moved = |path: &str| {
        let root: std::sync::Arc<Path> = Path::new("/mnt/srv").into();
        Finding { location: Location { root, ..location(path) }, ..finding(&path.replace("/mnt", "")) }
    };
    let old = [finding("/srv/a.p12"), finding("/srv/b.p12")];
    let then = view(area(&["/srv"]), &old, &[]);
    assert_eq!(counts(&then, &view(area(&["/mnt/srv"]), &[moved("/mnt/srv/a.p12")], &[])), (0, 1, 0, 1));
    assert_eq!(counts(&then, &view(area(&["/mnt/srv"]), &[], &[])), (0, 0, 2, 0));
}

#[test]
fn what_lies_outside_its_root_was_not_looked_at() {
    let old = [finding("/elsewhere/a.p12"), finding("/srv/b.p12")];
    let (then, left) = (view(area(&["/srv"]), &old, &[]), [finding("/srv/b.p12")]);
    assert_eq!(counts(&then, &view(area(&["/srv"]), &left, &[])), (0, 0, 1, 1));
}

#[test]
fn an_action_is_done_when_nothing_is_left_of_its_certificates() {
    let old = [finding("/srv/a.p12"), finding("/srv/b.p12")];
    let then = view(area(&["/srv"]), &old, &[]);
    let before = Before { day: None, planned: vec![vec![[1; 32]], vec![[2; 32]], vec![]] };
    let done = |new: &View<'_>| {
        let diff = diff(&then, new, &before);
        (diff.planned, diff.done)
    };
    assert_eq!(done(&view(area(&["/srv"]), &[], &[])), (3, 1));
    assert_eq!(done(&view(area(&["/srv"]), &[finding("/srv/b.p12")], &[])), (3, 0));
    assert_eq!(done(&view(area(&["/srv"]), &[finding("/srv/elsewhere.p12")], &[])), (3, 0));
    assert_eq!(done(&view(area(&["/srv/a.p12"]), &[], &[])), (3, 0));
}

#[test]
fn the_same_path_under_another_root_is_neither_gone_nor_new() {
    let moved = |root: &str| {
        let place = Location { root: Path::new(root).into(), ..location("/srv/a/x.pem") };
        let id = identity("web01", "oces2-key", Some(&[1; 32]), &place);
        vec![Finding { id, location: place, ..of_rule("oces2-key", "/srv/a/x.pem") }]
    };
    let (old, new) = (moved("/srv"), moved("/srv/a"));
    assert_ne!(old[0].id, new[0].id);
    let counted = counts(&view(area(&["/srv"]), &old, &[]), &view(area(&["/srv/a"]), &new, &[]));
    assert_eq!(counted, (0, 0, 0, 1));
}
