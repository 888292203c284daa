//! Request Tracker 5, by its REST interface 2.0.

use crate::check::Severity;
use crate::tickets::decide::Kind;
use crate::tickets::markup::Markup;
use crate::tickets::tracker::{Change, Create, Request, Requests, Settings, Tracker, percent};
use crate::tickets::{Desk, ExternalId};
use serde_json::{Value, json};

/// Request Tracker.
pub struct Rt;

impl Tracker for Rt {
    fn id(&self) -> &'static str {
        "rt"
    }

    fn markup(&self) -> Markup {
        Markup::Plain
    }

    fn longest_title(&self) -> usize {
        200
    }

    fn longest_text(&self) -> usize {
        200_000
    }

    fn lacks(&self, desk: &Desk) -> Option<&'static str> {
        desk.queue.is_none().then_some("a queue")
    }

    fn lookup(&self, id: &ExternalId, _desk: &Desk, settings: &Settings) -> Option<Request> {
        let query = format!("CF.{{{}}} = '{id}'", field(settings));
        let path = format!("/REST/2.0/tickets?query={}&fields=Status", percent(&query));
        Some(Request { method: "GET", path, body: Value::Null })
    }

    fn create(&self, new: &Create<'_>) -> Requests {
        let mut fields = json!({ field(new.settings): new.id.to_string() });
        if let Some(name) = state_field(new.settings) {
            fields[name] = json!(new.state);
        }
        let mut body = json!({
            "Queue": new.desk.queue,
            "Subject": new.title,
            "Content": new.text,
            "ContentType": "text/plain",
            "Priority": priority(new.severity),
            "CustomFields": fields,
        });
        if let Some(due) = new.due {
            body["Due"] = json!(format!("{due} 00:00:00"));
        }
        if let Some(caller) = &new.desk.caller {
            body["Requestor"] = json!(caller);
        }
        Requests { first: Request { method: "POST", path: "/REST/2.0/ticket".to_owned(), body }, then: Vec::new() }
    }

    fn change(&self, change: &Change<'_>) -> Requests {
        let ticket = change.ticket();
        let comment = json!({ "Content": change.comment, "ContentType": "text/plain" });
        let first = Request { method: "POST", path: format!("/REST/2.0/ticket/{ticket}/comment"), body: comment };
        let mut body = json!({});
        match change.kind {
            Kind::Close => body["Status"] = json!(change.settings.closed_status.as_deref().unwrap_or("resolved")),
            Kind::Reopen => body["Status"] = json!(change.settings.open_status.as_deref().unwrap_or("open")),
            Kind::Update | Kind::Create => {}
        }
        if let Some(name) = state_field(change.settings) {
            body["CustomFields"] = json!({ name: change.state });
        }
        let nothing = body.as_object().is_none_or(serde_json::Map::is_empty);
        let put = Request { method: "PUT", path: format!("/REST/2.0/ticket/{ticket}"), body };
        Requests { first, then: if nothing { Vec::new() } else { vec![put] } }
    }
}

/// The custom field with our identity.
pub fn field(settings: &Settings) -> &str {
    settings.field.as_deref().unwrap_or("oces_id")
}

/// The custom field in which a ticket remembers, if the server has it.
fn state_field(settings: &Settings) -> Option<&str> {
    (!settings.state_in_text).then(|| settings.state_field.as_deref().unwrap_or("oces_state"))
}

/// 0 to 100; RT shows the higher first.
fn priority(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 80,
        Severity::Warning => 50,
        Severity::Note => 20,
    }
}
