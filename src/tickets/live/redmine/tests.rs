//! Against answers as a real Redmine 5.0.4 gave them.

use super::change::allowed;
use super::issue::{Issue, apart, has_note, state_in_texts};
use crate::tickets::client::Trouble;
use crate::tickets::tracker::Settings;
use serde_json::{Value, json};

const ID: &str = "oces:v1:0123456789abcdef0123456789abcdef";
const STATE: &str = r#"{"v":1,"per":"system","is":"present","scans":{},"places":[]}"#;

fn issue(number: u64, author: u64, id: &str) -> Value {
    json!({ "id": number, "author": { "id": author }, "status": { "id": 5, "name": "Closed", "is_closed": true },
        "custom_fields": [{ "id": 1, "name": "oces_id", "value": id }, { "id": 2, "name": "oces_state", "value": STATE }] })
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.learned.insert("field".to_owned(), "1".to_owned());
    settings.learned.insert("state-field".to_owned(), "2".to_owned());
    settings
}

fn read(issue: &Value) -> Issue {
    Issue::read(issue, &settings(), 5).unwrap()
}

#[test]
fn an_issue_is_ours_by_its_field_alone() {
    let one = read(&issue(7, 5, ID));
    assert!(one.closed && one.ours && one.state.is_some());
    assert_eq!(one.id.unwrap().to_string(), ID);
    for other in ["", "oces:v1:", &ID.to_uppercase(), &format!("see {ID}")] {
        assert!(read(&issue(7, 5, other)).id.is_none(), "{other}");
    }
}

#[test]
fn what_a_person_copied_does_not_count_beside_ours() {
    let pair = |number, author| {
        let one = read(&issue(number, author, ID));
        (one.id.unwrap(), one)
    };
    let numbers = |issues| apart(issues).iter().map(|(_, one)| one.number).collect::<Vec<_>>();
    assert_eq!(numbers(vec![pair(9, 5), pair(3, 1), pair(8, 5)]), [8, 9]);
    assert_eq!(numbers(vec![pair(4, 1), pair(3, 1)]), [3, 4]);
}

#[test]
fn an_issue_without_the_field_does_not_remember() {
    let mut bare = issue(7, 5, ID);
    bare["custom_fields"].as_array_mut().unwrap().pop();
    let one = read(&bare);
    assert!(!one.standing(one.id.unwrap(), &settings()).remembers);
}

#[test]
fn only_our_own_notes_tell_what_it_remembers() {
    let note = |user: u64, text: String| json!({ "user": { "id": user }, "notes": text });
    let of = |journals: Value| state_in_texts(&json!({ "description": "", "journals": journals }), 5).is_some();
    assert!(of(json!([note(5, format!("x\r\n\r\n<pre>\r\noces-state: {STATE}\r\n</pre>"))])));
    assert!(!of(json!([note(1, format!("oces-state: {STATE}"))])));
    assert!(!of(json!([note(5, format!("> oces-state: {STATE}"))])));
    assert!(has_note(&json!({ "journals": [note(5, "a\r\nb".to_owned())] }), "a\nb\n", 5));
}

#[test]
fn a_status_that_may_not_follow_is_refused_by_name() {
    let of = |statuses: Value| json!({ "status": { "name": "New" }, "allowed_statuses": statuses });
    let (open, done, closed) = (
        json!({ "id": 1, "is_closed": false }),
        json!({ "id": 6, "is_closed": true }),
        json!({ "id": 5, "is_closed": true }),
    );
    assert_eq!(allowed(&of(json!([open, done, closed])), 5, true, "7"), Ok(5));
    assert_eq!(allowed(&of(json!([open, done])), 5, true, "7"), Ok(6));
    let Err(Trouble::Refused(why)) = allowed(&of(json!([open])), 5, true, "7") else { panic!() };
    assert!(why.contains("`New`") && why.contains("closed-status"), "{why}");
    assert_eq!(allowed(&json!({}), 5, true, "7"), Ok(5));
}
