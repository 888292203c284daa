//! Jira, over its interface and as a file to import.

use super::{OFFLINE, Told, desk, id, of};
use oces::tickets::decide::Kind;
use oces::tickets::{ExternalId, Per, Settings};
use serde_json::{Value, json};

#[test]
fn jira_is_asked_fifty_at_a_time() {
    let bodies: Vec<Value> = (0..101).map(|number| json!({ "fields": { "summary": number.to_string() } })).collect();
    let one = |number: usize| (ExternalId::of(Per::System, &[&number.to_be_bytes()]), &bodies[number]);
    let creates: Vec<(ExternalId, &Value)> = (0..101).map(one).collect();
    let batches = of("jira").batches(&creates);
    assert_eq!(batches.iter().map(|batch| batch.creates.len()).collect::<Vec<_>>(), [50, 50, 1]);
    let sent: Vec<&Value> =
        batches.iter().flat_map(|batch| batch.request.body["issueUpdates"].as_array().unwrap()).collect();
    assert_eq!(sent, bodies.iter().collect::<Vec<_>>());
    for batch in &batches {
        assert_eq!(batch.request.path, "/rest/api/2/issue/bulk");
        assert!(batch.creates.iter().all(|id| batch.lookup.path.contains(&id.digits())));
    }
    assert!(OFFLINE[1..].iter().all(|name| of(name).batches(&creates).is_empty()));
}

#[test]
fn jira_closes_by_the_number_of_a_transition_and_says_where_it_is_missing() {
    let set = |closed: Option<&str>, open: Option<&str>| Settings {
        closed_status: closed.map(str::to_owned),
        open_status: open.map(str::to_owned),
        ..Settings::default()
    };
    let ask = |kind, settings| {
        let told = Told { settings, number: Some("OCES-7"), ..Told::of("t", "b") };
        told.requests(of("jira"), kind, &desk("jira", "x"))
    };
    let close = ask(Kind::Close, set(Some("31"), None));
    assert_eq!(close.first.path, "/rest/api/2/issue/OCES-7/transitions");
    assert_eq!(close.first.body, json!({ "transition": { "id": "31" } }));
    let then: Vec<&str> = close.then.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(then, ["/rest/api/2/issue/OCES-7/comment", "/rest/api/2/issue/OCES-7/properties/oces.ticket"]);
    let named = ask(Kind::Close, set(Some("Færdig"), None));
    let reopened = ask(Kind::Reopen, set(None, None));
    assert_eq!(named.first.body, json!({ "transition": { "to": { "name": "Færdig" } } }));
    assert_eq!(reopened.first.body, json!({ "transition": { "to": { "statusCategory": { "key": "new" } } } }));
    assert!(of("jira").remarks(&[&close], false).is_empty());
    assert!(of("jira").remarks(&[&close, &named, &reopened], false)[0].contains("2 operations"));
    assert!(of("jira").remarks(&[&named], true)[0].contains("closed-status"));
}

#[test]
fn the_file_for_jira_holds_new_tickets_and_no_formula() {
    let tracker = of("jira-csv");
    let evil = "=1+1\n- @SUM(A1)\n- a,=2;+3 \"x\"\n-4\r\n\t=5";
    let made = Told::of("=HYPERLINK(\"http://x\")", evil).requests(tracker, Kind::Create, &desk("jira-csv", "x"));
    let closed = Told::of("t", "gone").requests(tracker, Kind::Close, &desk("jira-csv", "x"));
    let file = tracker.import(&[&made.first.body, &closed.first.body]).unwrap();
    let heading = "\"Summary\",\"Description\",\"Issue Type\",\"Priority\",\"Due Date\",\"Labels\",\"Labels\",\"External issue ID\"\r\n";
    let cells = [
        "\"'=HYPERLINK(\"\"http://x\"\")\"".to_owned(),
        "\"'=1+1\n* @SUM(A1)\n* a,'=2;'+3 \"\"x\"\"\n'-4\n'\t=5\"".to_owned(),
        "\"Task\",\"High\",\"2026-12-31\",\"oces\"".to_owned(),
        format!("\"oces-id-{}\",\"{}\"", id().digits(), id()),
    ];
    assert_eq!(file, format!("{heading}{}\r\n", cells.join(",")));
    assert_eq!((made.first.method, closed.first.method), ("IMPORT", "BY-HAND"));
    assert_eq!(closed.first.body["Status"], "Done");
    assert!(tracker.remarks(&[&made], false).is_empty());
    assert!(tracker.remarks(&[&made, &closed], false)[0].contains("1 comments"));
    assert!(OFFLINE.iter().filter(|name| **name != "jira-csv").all(|name| of(name).import(&[]).is_none()));
}

#[test]
fn cells_of_the_file_stay_within_the_limits_with_their_apostrophes() {
    let text = format!("{}{}", "a,=".repeat(20_000), "\n-".repeat(10_000));
    let made = Told::of(&text, &text).requests(of("jira-csv"), Kind::Create, &desk("jira-csv", "x"));
    let file = of("jira-csv").import(&[&made.first.body]).unwrap();
    let cells: Vec<&str> = file.split("\r\n").nth(1).unwrap().split("\",\"").collect();
    assert_eq!(cells.len(), 8);
    assert!(cells[0].chars().count() <= 256 && cells[1].chars().count() <= 32_767);
}
