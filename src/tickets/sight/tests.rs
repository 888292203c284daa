//! What counts as looked at, place by place.

use super::*;
use crate::failure::FailureKind;
use crate::tickets::Per;
use crate::tickets::state::Is;
use serde_json::json;

const DAY: i64 = 86_400;

fn area(scope: &str, root: &str, day: i64) -> Area {
    Area {
        scope: scope.to_owned(),
        roots: vec![PathBuf::from(root)],
        options: BTreeMap::new(),
        complete: true,
        names_all: true,
        finished_at: OffsetDateTime::from_unix_timestamp(day * DAY).ok(),
    }
}

fn with(option: &str, value: Value, area: Area) -> Area {
    Area { options: [(option.to_owned(), value)].into(), ..area }
}

fn place(path: &str) -> Location {
    Location::file(Path::new("/").into(), Path::new(path).into())
}

fn failure(path: &str) -> Failure {
    Failure::new(place(path), FailureKind::Corrupt, "broken")
}

fn mark(path: &str) -> Mark {
    Marker::default().place("a", &place(path))
}

/// What a ticket remembers that was made after these scans.
fn remembered(areas: &[Area]) -> State {
    let sight = Sight::new(areas, &[], &[], false, Marker::default());
    let scopes = areas.iter().map(|area| Marker::default().scope(&area.scope)).collect();
    State { per: Per::System, is: Is::Present, scans: sight.seen(&scopes), marks: BTreeSet::new() }
}

/// Whether a later scan looked at the mark that an earlier one saw.
fn looked(before: Area, now: &[Area], failures: &[Failure], mark: &Mark) -> bool {
    Sight::new(now, failures, &[], false, Marker::default()).looked(mark, &remembered(&[before]))
}

#[test]
fn a_place_below_a_root_was_looked_at_unless_something_was_in_the_way() {
    let before = || area("a", "/srv", 1);
    let now = [area("a", "/srv", 2)];
    let incomplete = [Area { complete: false, ..area("a", "/srv", 2) }];
    let at = mark("/srv/x/a.pem");
    assert!(looked(before(), &now, &[], &at));
    assert!(looked(before(), &incomplete, &[failure("/srv/y/b.p12")], &at), "what failed elsewhere hinders nothing");
    for shut in ["/srv/x/a.pem", "/srv/x", "/srv"] {
        assert!(!looked(before(), &incomplete, &[failure(shut)], &at), "{shut}");
    }
    assert!(looked(before(), &incomplete, &[failure("/srv/x/a.pem2")], &at), "another file");
    assert!(!looked(before(), &incomplete, &[], &at), "incomplete, and it does not say where");
    let cut = [Area { names_all: false, ..area("a", "/srv", 2) }];
    assert!(!looked(before(), &cut, &[failure("/srv/y")], &at), "more was left out than it names");
    assert!(!looked(before(), &now, &[], &mark("/opt/a.pem")), "below no root");
    assert!(!looked(before(), &[area("b", "/srv", 2)], &[], &at), "another host");
    assert!(!looked(area("a", "/srv", 3), &now, &[], &at), "an older report");
    assert!(!looked(before(), &[], &[], &at));
}

#[test]
fn a_folder_was_looked_at_if_everything_below_it_was() {
    let folder = Mark { folder: true, ..mark("/srv/x") };
    let incomplete = [Area { complete: false, ..area("a", "/srv", 2) }];
    let before = || area("a", "/srv", 1);
    assert!(looked(before(), &incomplete, &[failure("/srv/y")], &folder));
    assert!(!looked(before(), &incomplete, &[failure("/srv/x/deep/b.p12")], &folder));
    assert!(!looked(before(), &[area("a", "/srv/x/deep", 2)], &[], &folder), "a part of it");
}

#[test]
fn less_sight_has_not_looked() {
    let at = mark("/srv/a.pem");
    let plain = || area("a", "/srv", 2);
    for widening in WIDENING {
        let before = || with(widening, json!(true), area("a", "/srv", 1));
        assert!(!looked(before(), &[plain()], &[], &at), "{widening}");
        assert!(looked(before(), &[with(widening, json!(true), plain())], &[], &at), "{widening}");
    }
    for narrowing in NARROWING {
        let now = || with(narrowing, json!(["x"]), plain());
        assert!(!looked(area("a", "/srv", 1), &[now()], &[], &at), "{narrowing}");
        assert!(looked(with(narrowing, json!(["x"]), area("a", "/srv", 1)), &[now()], &[], &at), "{narrowing}");
        let other = with(narrowing, json!(["y"]), area("a", "/srv", 1));
        assert!(!looked(other, &[now()], &[], &at), "{narrowing}");
    }
    let inside = Mark { inside: true, ..mark("/srv/a.zip") };
    assert!(!looked(area("a", "/srv", 1), &[with("no-archives", json!(true), plain())], &[], &inside));
    let mail = Mark { of_mail: true, ..mark("/srv/a.eml") };
    assert!(!looked(area("a", "/srv", 1), &[with("no-mail", json!(true), plain())], &[], &mail));
    let text = Mark { of_text: true, ..mark("/srv/a.conf") };
    assert!(!looked(area("a", "/srv", 1), &[with("no-references", json!(true), plain())], &[], &text));
    assert!(looked(area("a", "/srv", 1), &[with("no-references", json!(true), plain())], &[], &at));
    let unsearched = Sight::new(&[plain()], &[], &[], true, Marker::default());
    assert!(!unsearched.looked(&text, &remembered(&[area("a", "/srv", 1)])), "texts were left unsearched");
}

#[test]
fn another_key_recognises_nothing() {
    let key = crate::privacy::Key::new(&[b'k'; 32]).unwrap();
    let sight = Sight::new(&[area("a", "/srv", 2)], &[], &[], false, Marker { key: Some(&key) });
    assert!(!sight.looked(&mark("/srv/a.pem"), &remembered(&[area("a", "/srv", 1)])));
}

/// Two scans of one scope: what one could not see, nobody saw.
#[test]
fn of_two_scans_of_one_host_the_narrower_counts() {
    let at = mark("/srv/a.pem");
    let two = [area("a", "/srv", 2), with("exclude", json!(["x"]), area("a", "/opt", 2))];
    assert!(!looked(area("a", "/srv", 1), &two, &[], &at));
    let old = [area("a", "/srv", 2), area("a", "/opt", 0)];
    assert!(!looked(area("a", "/srv", 1), &old, &[], &at), "one of them is older than the ticket");
}

/// Reports of several nights given at once: the last one's time counts.
#[test]
fn a_later_scan_of_the_same_roots_stands_for_an_earlier_one() {
    let at = mark("/srv/a.pem");
    assert!(looked(area("a", "/srv", 3), &[area("a", "/srv", 1), area("a", "/", 4)], &[], &at));
    assert!(!looked(area("a", "/srv", 3), &[area("a", "/", 1), area("a", "/srv", 4)], &[], &at));
}
