//! The requests of every tracker, held to the limits that its maker records,
//! over hostile and long texts and every kind of operation.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "tickets_trackers/jira.rs"]
mod jira;
#[path = "tickets_trackers/known.rs"]
mod known;
#[path = "tickets_trackers/service_desks.rs"]
mod service_desks;

use oces::check::Severity;
use oces::tickets::decide::Kind;
use oces::tickets::tracker::{Change, Create, Request, Requests, Tracker};
use oces::tickets::{Desk, ExternalId, Per, Settings, TRACKERS, tracker};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use time::macros::date;

/// Tracker, field, the most UTF-16 units, and where that is recorded.
const LIMITS: &[(&str, &str, usize, &str)] = &[
    ("jira", "/fields/summary", 255, "Jira: summary must be less than 255 characters"),
    ("jira", "/fields/description", 32_767, "Jira: jira.text.field.character.limit"),
    ("jira", "/body", 32_767, "Jira: the same limit holds for comments"),
    ("jira", "/fields/labels/1", 255, "Jira: a label has at most 255 characters and no blank"),
    ("jira-csv", "/Summary", 255, "as Jira"),
    ("jira-csv", "/Description", 32_767, "as Jira; a spreadsheet's cell holds as much"),
    ("jira-csv", "/Comment", 32_767, "as Jira"),
    ("servicenow", "/short_description", 160, "ServiceNow: dictionary of task.short_description"),
    ("servicenow", "/description", 4_000, "ServiceNow: dictionary of task.description"),
    ("servicenow", "/work_notes", 4_000, "ServiceNow: journal input"),
    ("servicenow", "/close_notes", 4_000, "ServiceNow: dictionary of incident.close_notes"),
    ("servicenow", "/correlation_id", 100, "ServiceNow: dictionary of task.correlation_id"),
    ("servicenow", "/correlation_display", 100, "ServiceNow: dictionary of task.correlation_display"),
    ("topdesk", "/briefDescription", 80, "TOPdesk: API of incidents, briefDescription"),
    ("topdesk", "/externalNumber", 60, "TOPdesk: API of incidents, externalNumber"),
    ("topdesk", "/request", 30_000, "ours: TOPdesk records none"),
    ("topdesk", "/action", 30_000, "ours: TOPdesk records none"),
    ("github", "/title", 256, "GitHub: title is too long (maximum is 256 characters)"),
    ("github", "/body", 65_536, "GitHub: body is too long (maximum is 65536 characters)"),
    ("github", "/labels/0", 50, "GitHub: name of a label is too long (maximum is 50 characters)"),
    ("gitlab", "/title", 255, "GitLab: issues API, title"),
    ("gitlab", "/description", 1_048_576, "GitLab: issues API, description"),
    ("gitlab", "/body", 1_000_000, "GitLab: notes API, body"),
];

const OFFLINE: [&str; 6] = ["jira", "jira-csv", "servicenow", "topdesk", "github", "gitlab"];
const KINDS: [Kind; 4] = [Kind::Create, Kind::Update, Kind::Reopen, Kind::Close];

/// Texts that would do harm, or are too long however one counts.
fn hostile() -> Vec<String> {
    vec![
        "plain".to_owned(),
        "x".repeat(1_100_000),
        "😀".repeat(100_000),
        // Marks without a width of their own.
        format!("a{}", "\u{301}".repeat(100_000)),
        "<".repeat(70_000),
        "\"=cmd|' /C calc'!A0\r\n,=1;+2\u{2028}<!-- oces-id: x --> \\ {ticket} %2e%2e/".repeat(3_000),
    ]
}

fn id() -> ExternalId {
    ExternalId::of(Per::System, &[b"a system"])
}

fn desk(tracker: &str, text: &str) -> Desk {
    let queue = match tracker {
        "github" => "kommune/drift".to_owned(),
        "jira" => "OCES".to_owned(),
        _ => text.chars().take(300).collect(),
    };
    let some = |text: &str| Some(text.chars().take(300).collect());
    Desk { queue: Some(queue), team: some(text), category: some(text), caller: some(text) }
}

struct Told<'t> {
    title: &'t str,
    text: &'t str,
    state: &'t str,
    number: Option<&'t str>,
    settings: Settings,
}

impl<'t> Told<'t> {
    fn of(title: &'t str, text: &'t str) -> Told<'t> {
        Told { title, text, state: "{\"v\":1}", number: None, settings: Settings::default() }
    }

    fn requests(&self, tracker: &dyn Tracker, kind: Kind, desk: &Desk) -> Requests {
        let (id, state, settings) = (id(), self.state, &self.settings);
        if kind == Kind::Create {
            let (title, text, severity) = (self.title, self.text, Severity::Error);
            let due = Some(date!(2026 - 12 - 31));
            return tracker.create(&Create { id, title, text, severity, due, desk, state, settings });
        }
        tracker.change(&Change { id, kind, number: self.number, comment: self.text, desk, state, settings })
    }
}

fn of(name: &str) -> &'static dyn Tracker {
    tracker(name).unwrap()
}

fn all(requests: &Requests) -> impl Iterator<Item = &Request> {
    [&requests.first].into_iter().chain(&requests.then)
}

fn units(value: &Value) -> usize {
    value.as_str().unwrap_or_default().encode_utf16().count()
}

#[test]
fn every_tracker_of_the_issue_is_there() {
    let names: BTreeSet<&str> = TRACKERS.iter().map(|one| one.id()).collect();
    let wanted = ["rt", "redmine"].into_iter().chain(OFFLINE);
    assert_eq!(names, wanted.collect());
}

#[test]
fn every_recorded_limit_holds_and_is_reached() {
    let mut reached = BTreeSet::new();
    for name in OFFLINE {
        for text in hostile() {
            for kind in KINDS {
                let told = Told::of(&text, &text);
                let requests = told.requests(of(name), kind, &desk(name, &text));
                for request in all(&requests) {
                    for (_, field, limit, source) in LIMITS.iter().filter(|(tracker, ..)| *tracker == name) {
                        let Some(value) = request.body.pointer(field) else { continue };
                        assert!(units(value) <= *limit, "{name} {kind:?} {field}: {} ({source})", units(value));
                        reached.insert((name, *field));
                    }
                }
            }
        }
    }
    let all: BTreeSet<_> = LIMITS.iter().map(|(name, field, ..)| (*name, *field)).collect();
    assert_eq!(reached, all, "a limit of a field that is never written holds nothing");
}

#[test]
fn titles_are_one_line_and_short_before_they_come_to_a_request() {
    for name in OFFLINE {
        for text in hostile() {
            let title = of(name).title(&text);
            assert!(title.encode_utf16().count() <= of(name).longest_title(), "{name}");
            assert!(!title.contains(['\n', '\r', '\u{2028}']), "{name}");
        }
        assert_eq!(of(name).title("OCES: Løn"), "OCES: Løn");
    }
}

#[test]
fn paths_hold_nothing_of_what_others_wrote() {
    let harmless = |char: char| char.is_ascii_alphanumeric() || "-._~%/?&=,*{}".contains(char);
    for name in TRACKERS.iter().map(|one| one.id()) {
        for text in hostile() {
            let text: String = text.chars().take(3_000).collect();
            for number in [None, Some("../../x?y=1#7"), Some(".."), Some("a/..#7"), Some("I 2611 042"), Some("7")] {
                for kind in KINDS {
                    let told = Told { number, ..Told::of(&text, &text) };
                    let desk = desk(name, &text);
                    let desk = of(name).home(number, &desk);
                    let requests = told.requests(of(name), kind, &desk);
                    let lookup = of(name).lookup(&id(), &desk, &Settings::default());
                    for request in all(&requests).chain(&lookup) {
                        let path = &request.path;
                        assert!(path.chars().all(harmless), "{name} {path}");
                        assert!(!path.split(['/', '?']).any(|part| matches!(part, "." | "..")), "{name} {path}");
                        assert!(path.matches("{ticket}").count() <= 1, "{name} {path}");
                    }
                    assert!(lookup.is_none_or(|lookup| !lookup.path.contains("{ticket}")), "{name}");
                }
            }
        }
    }
}

#[test]
fn the_placeholder_stands_in_paths_of_changes_alone() {
    for name in OFFLINE {
        for kind in KINDS {
            let told = Told::of("OCES: Løn", "text");
            let requests = told.requests(of(name), kind, &desk(name, "Drift"));
            for request in all(&requests) {
                assert!(!request.body.to_string().contains("{ticket}"), "{name} {kind:?}");
                let there = request.path.contains("{ticket}");
                assert_eq!(there, kind != Kind::Create && name != "jira-csv", "{name} {kind:?} {}", request.path);
            }
        }
    }
}

#[test]
fn a_ticket_is_known_by_its_identity() {
    let (whole, digits) = (id().to_string(), id().digits());
    let made = |name| Told::of("t", "b").requests(of(name), Kind::Create, &desk(name, "Drift")).first.body;
    assert_eq!(made("servicenow")["correlation_id"], whole);
    assert_eq!(made("servicenow")["correlation_display"], "oces");
    assert_eq!(made("topdesk")["externalNumber"], whole);
    assert_eq!(made("jira-csv")["External issue ID"], whole);
    assert_eq!(made("jira")["fields"]["labels"], json!(["oces", format!("oces-id-{digits}")]));
    assert_eq!(made("jira")["properties"][0]["value"], json!({ "externalId": whole, "state": "{\"v\":1}" }));
    assert_eq!(made("gitlab")["labels"], format!("oces,oces::{digits}"));
    assert_eq!(made("github")["labels"], json!(["oces"]));
    for (name, field) in [("github", "body"), ("gitlab", "description")] {
        let text = format!("<!-- oces-id: {whole} -->\n\nb\n\n<!-- oces-state: {{\"v\":1}} -->");
        assert_eq!(made(name)[field], text, "{name}");
    }
    let asked = |name| of(name).lookup(&id(), &desk(name, "a/b c"), &Settings::default()).unwrap().path;
    let coded = whole.replace(':', "%3A");
    assert!(asked("servicenow").contains(&format!("correlation_id%3D{coded}%5EORDERBYnumber&")));
    assert!(asked("topdesk").contains(&format!("query=externalNumber%3D%3D%27{coded}%27")));
    assert!(asked("jira").contains(&format!("labels%20%3D%20%22oces-id-{digits}%22")));
    assert_eq!(
        asked("gitlab"),
        format!("/api/v4/projects/a%2Fb%20c/issues?labels=oces%3A%3A{digits}&scope=all&per_page=100")
    );
    assert_eq!(asked("github"), "/repos/kommune/drift/issues?labels=oces&state=all&per_page=100");
    assert!(of("jira-csv").lookup(&id(), &Desk::default(), &Settings::default()).is_none());
}

#[test]
fn nobody_can_forge_a_mark_or_end_one() {
    let forged = "a\n<!-- oces-id: oces:v1:00112233445566778899aabbccddeeff -->\n<!-- oces-state: {} -->";
    let state = "{\"v\":1,\"x\":\"--> <b>\"}";
    for name in ["github", "gitlab"] {
        for kind in KINDS {
            let told = Told { state, ..Told::of("t", forged) };
            let requests = told.requests(of(name), kind, &desk(name, "Drift"));
            let body = &requests.first.body;
            let text = body.get("description").unwrap_or(&body["body"]).as_str().unwrap();
            assert_eq!(text.matches("<!-- oces-id: ").count(), usize::from(kind == Kind::Create), "{name} {text}");
            assert_eq!(text.matches("<!-- oces-state: ").count(), 1, "{name} {text}");
            assert_eq!(text.matches("-->").count(), text.matches("<!--").count() + 2, "{name} {text}");
            let last = text.rsplit_once("<!-- oces-state: ").unwrap().1.strip_suffix(" -->").unwrap();
            let (read, meant): (Value, Value) =
                (serde_json::from_str(last).unwrap(), serde_json::from_str(state).unwrap());
            assert_eq!(read, meant, "{name}");
        }
    }
}

#[test]
fn a_memory_that_does_not_fit_is_left_out_and_never_an_old_one() {
    let state = format!("{{\"v\":1,\"x\":\"{}\"}}", "y".repeat(300_000));
    let told = Told { state: &state, ..Told::of("t", "b") };
    for kind in KINDS {
        for name in ["github", "gitlab"] {
            let requests = told.requests(of(name), kind, &desk(name, "Drift"));
            assert!(!requests.first.body.to_string().contains("oces-state"), "{name}");
        }
        let requests = told.requests(of("jira"), kind, &desk("jira", "Drift"));
        let own = match kind {
            Kind::Create => requests.first.body.pointer("/properties/0/value"),
            _ => requests.then.last().map(|request| &request.body),
        };
        assert_eq!(own, Some(&json!({ "externalId": id().to_string() })));
    }
}

#[test]
fn github_and_gitlab_close_and_reopen_after_the_comment() {
    let of = |name, kind, number| {
        let told = Told { number, ..Told::of("t", "b") };
        let desk = desk(name, "drift");
        let desk = of(name).home(number, &desk);
        let requests = told.requests(of(name), kind, &desk);
        let what = |one: &Request| format!("{} {}", one.method, one.path);
        let body = requests.then.first().map(|one| one.body.clone());
        (all(&requests).map(what).collect::<Vec<_>>(), body)
    };
    let (paths, body) = of("github", Kind::Close, Some("anden/butik#7"));
    assert_eq!(paths, ["POST /repos/anden/butik/issues/7/comments", "PATCH /repos/anden/butik/issues/7"]);
    assert_eq!(body, Some(json!({ "state": "closed", "state_reason": "completed" })));
    assert_eq!(of("github", Kind::Reopen, None).1.unwrap()["state"], "open");
    // A bare number may be another repository's.
    assert_eq!(of("github", Kind::Update, Some("7")).0, ["POST /repos/kommune/drift/issues/{ticket}/comments"]);
    let (paths, body) = of("gitlab", Kind::Reopen, Some("a/b/c#7"));
    assert_eq!(paths, ["POST /api/v4/projects/a%2Fb%2Fc/issues/7/notes", "PUT /api/v4/projects/a%2Fb%2Fc/issues/7"]);
    assert_eq!(body, Some(json!({ "state_event": "reopen" })));
    assert_eq!(of("gitlab", Kind::Close, None).1, Some(json!({ "state_event": "close" })));
}

#[test]
fn no_line_is_an_order_to_gitlab() {
    let told = Told::of("t", "/close\n  /assign @all\n```\n/etc/ssl\n```\na /close");
    let body = told.requests(of("gitlab"), Kind::Update, &desk("gitlab", "x")).first.body;
    let text = body["body"].as_str().unwrap();
    assert!(text.starts_with("\\/close\n  \\/assign @all\n```\n/etc/ssl\n```\na /close\n\n"), "{text}");
}

#[test]
fn github_wants_a_repository_and_takes_no_other_shape() {
    for queue in ["", "a", "a/b/c", "a/..", "a/.", "a b/c", "../x", "a/b?c", "æ/b", "a/", "/b"] {
        let desk = Desk { queue: Some(queue.to_owned()), ..Desk::default() };
        assert!(of("github").lacks(&desk).is_some(), "{queue}");
        assert_eq!(
            Told::of("t", "b").requests(of("github"), Kind::Create, &desk).first.path,
            "/repos/{owner}/{repo}/issues"
        );
    }
    assert!(of("github").lacks(&Desk { queue: Some("kommune/it-drift.dk".to_owned()), ..Desk::default() }).is_none());
    for name in ["jira", "gitlab"] {
        assert!(of(name).lacks(&Desk::default()).is_some(), "{name}");
    }
}
