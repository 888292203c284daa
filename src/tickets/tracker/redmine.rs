//! Redmine, by its REST interface.

use crate::check::Severity;
use crate::tickets::decide::Kind;
use crate::tickets::markup::Markup;
use crate::tickets::tracker::{Change, Create, Request, Requests, Settings, Tracker, percent};
use crate::tickets::{Desk, ExternalId};
use serde_json::{Value, json};

/// Redmine.
pub struct Redmine;

impl Tracker for Redmine {
    fn id(&self) -> &'static str {
        "redmine"
    }

    fn markup(&self) -> Markup {
        Markup::Textile
    }

    fn longest_title(&self) -> usize {
        255
    }

    fn longest_text(&self) -> usize {
        60_000
    }

    fn lacks(&self, desk: &Desk) -> Option<&'static str> {
        desk.queue.is_none().then_some("a project")
    }

    fn lookup(&self, id: &ExternalId, _desk: &Desk, settings: &Settings) -> Option<Request> {
        let path = format!("/issues.json?status_id=*&cf_{}={}", number(settings, "field"), percent(&id.to_string()));
        Some(Request { method: "GET", path, body: Value::Null })
    }

    fn create(&self, new: &Create<'_>) -> Requests {
        let issue = json!({
            "project_id": new.desk.queue,
            "subject": new.title,
            "description": new.text,
            "priority_id": priority(new.severity),
            "due_date": new.due.map(|due| due.to_string()),
            "custom_fields": [{ "id": number(new.settings, "field"), "value": new.id.to_string() }],
        });
        let body = json!({ "issue": issue });
        Requests { first: Request { method: "POST", path: "/issues.json".to_owned(), body }, then: Vec::new() }
    }

    fn change(&self, change: &Change<'_>) -> Requests {
        let mut issue = json!({ "notes": change.comment });
        match change.kind {
            Kind::Close => issue["status_id"] = json!(5),
            Kind::Reopen => issue["status_id"] = json!(1),
            Kind::Update | Kind::Create => {}
        }
        let body = json!({ "issue": issue });
        let path = format!("/issues/{}.json", change.ticket());
        Requests { first: Request { method: "PUT", path, body }, then: Vec::new() }
    }
}

fn number(settings: &Settings, what: &str) -> u64 {
    settings.learned.get(what).and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn priority(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 3,
        _ => 2,
    }
}
