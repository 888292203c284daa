//! `ServiceNow` and `TOPdesk`.

use super::{Told, desk, of};
use oces::tickets::decide::Kind;
use oces::tickets::{Desk, Settings};
use serde_json::json;

#[test]
fn servicenow_writes_notes_that_the_caller_does_not_get() {
    let settings = Settings { closed_status: Some("7".to_owned()), ..Settings::default() };
    let ask = |kind, number, settings: &Settings| {
        let told = Told { number, settings: settings.clone(), ..Told::of("t", "b") };
        let request = told.requests(of("servicenow"), kind, &desk("servicenow", "x")).first;
        assert!(request.body.get("comments").is_none());
        request
    };
    let close = ask(Kind::Close, Some("INC0010023"), &settings);
    assert_eq!((close.method, close.path.as_str()), ("PATCH", "/api/now/table/incident/{ticket}"));
    let wanted = json!({ "work_notes": "b", "state": "7", "close_code": "Solution provided", "close_notes": "b" });
    assert_eq!(close.body, wanted);
    let sys_id = "0123456789abcdef0123456789abcdef";
    let update = ask(Kind::Update, Some(sys_id), &Settings::default());
    assert_eq!((update.path, update.body), (format!("/api/now/table/incident/{sys_id}"), json!({ "work_notes": "b" })));
    assert_eq!(ask(Kind::Reopen, None, &Settings::default()).body["state"], "2");
    assert_eq!(ask(Kind::Close, None, &Settings::default()).body["state"], "6");
    let made = ask(Kind::Create, None, &Settings::default()).body;
    assert_eq!(made["due_date"], "2026-12-31 00:00:00");
    assert_eq!(
        (&made["assignment_group"], &made["category"], &made["caller_id"]),
        (&json!("x"), &json!("x"), &json!("x"))
    );
}

#[test]
fn topdesk_gets_what_its_sender_takes() {
    let ask = |kind, caller: &str| {
        let desk = Desk { caller: Some(caller.to_owned()), team: Some("Servere".to_owned()), ..Desk::default() };
        let told = Told { number: Some("I 2611 042"), ..Told::of("t", "b") };
        let requests = told.requests(of("topdesk"), kind, &desk);
        assert!(requests.then.is_empty(), "the sender takes one request alone");
        requests.first
    };
    let made = ask(Kind::Create, "it@kommune.dk");
    assert_eq!((made.method, made.path.as_str()), ("POST", "/tas/api/incidents"));
    assert_eq!(made.body["callerLookup"], json!({ "email": "it@kommune.dk" }));
    assert_eq!(made.body["operatorGroup"], json!({ "name": "Servere" }));
    for name in ["It-drift", "a@b", "@b.dk", "a @b.dk"] {
        assert_eq!(ask(Kind::Create, name).body["caller"], json!({ "dynamicName": name }));
    }
    let close = ask(Kind::Close, "x");
    assert_eq!((close.method, close.path.as_str()), ("PATCH", "/tas/api/incidents/number/{ticket}"));
    assert_eq!(close.body, json!({ "action": "b", "completed": true, "closed": true }));
    assert_eq!(ask(Kind::Reopen, "x").body, json!({ "action": "b", "completed": false, "closed": false }));
    assert_eq!(ask(Kind::Update, "x").body, json!({ "action": "b" }));
}
