//! `ServiceNow`, by its Table API: incidents.
//!
//! *Behaviour*
//!
//! 1. A ticket is known by `correlation_id`. `{ticket}` in a path stands for its
//!    `sys_id`, never for `INC…`: that is what the look-up gives.
//! 2. What is said later is a work note: comments go to the caller.
//! 3. Groups, callers and categories go as they are named: `sys_id`s are the
//!    only names that every instance takes.

use super::{Change, Create, Request, Requests, Settings, Tracker, clip, line, percent};
use crate::check::Severity;
use crate::tickets::decide::Kind;
use crate::tickets::markup::Markup;
use crate::tickets::{Desk, ExternalId};
use serde_json::{Value, json};

/// `ServiceNow`.
pub struct ServiceNow;

const INCIDENTS: &str = "/api/now/table/incident";
/// The lengths of `short_description`, and of `description` and journal fields.
const LONGEST_TITLE: usize = 160;
const LONGEST_TEXT: usize = 4_000;
/// The states of an incident as they come: resolved, and in progress.
const RESOLVED: &str = "6";
const IN_PROGRESS: &str = "2";
/// One of the resolution codes as they come.
const CLOSE_CODE: &str = "Solution provided";

impl Tracker for ServiceNow {
    fn id(&self) -> &'static str {
        "servicenow"
    }

    fn markup(&self) -> Markup {
        Markup::Plain
    }

    fn longest_title(&self) -> usize {
        LONGEST_TITLE
    }

    fn longest_text(&self) -> usize {
        LONGEST_TEXT
    }

    fn lookup(&self, id: &ExternalId, _desk: &Desk, _settings: &Settings) -> Option<Request> {
        let query = percent(&format!("correlation_id={id}^ORDERBYnumber"));
        let path =
            format!("{INCIDENTS}?sysparm_query={query}&sysparm_fields=sys_id,number,state,active,correlation_id");
        Some(Request { method: "GET", path, body: Value::Null })
    }

    fn create(&self, new: &Create<'_>) -> Requests {
        let (urgency, impact) = urgency(new.severity);
        let mut body = json!({
            "short_description": clip(&line(new.title), LONGEST_TITLE),
            "description": clip(new.text, LONGEST_TEXT),
            "urgency": urgency,
            "impact": impact,
            "correlation_id": new.id.to_string(),
            "correlation_display": "oces",
        });
        let desk = new.desk;
        for (field, value) in
            [("assignment_group", &desk.team), ("category", &desk.category), ("caller_id", &desk.caller)]
        {
            if let Some(value) = value {
                body[field] = json!(value);
            }
        }
        if let Some(due) = new.due {
            body["due_date"] = json!(format!("{due} 00:00:00"));
        }
        Requests::one("POST", INCIDENTS, body)
    }

    fn change(&self, change: &Change<'_>) -> Requests {
        let mut body = json!({ "work_notes": clip(change.comment, LONGEST_TEXT) });
        match change.kind {
            Kind::Close => {
                body["state"] = json!(change.settings.closed_status.as_deref().unwrap_or(RESOLVED));
                body["close_code"] = json!(CLOSE_CODE);
                body["close_notes"] = json!(clip(change.comment, LONGEST_TEXT));
            }
            Kind::Reopen => body["state"] = json!(change.settings.open_status.as_deref().unwrap_or(IN_PROGRESS)),
            Kind::Update | Kind::Create => {}
        }
        // `INC0010023` is no place: only a sys_id is.
        let is_sys_id = |number: &&str| number.len() == 32 && number.bytes().all(|octet| octet.is_ascii_hexdigit());
        let ticket = change.number.filter(is_sys_id).unwrap_or("{ticket}");
        Requests::one("PATCH", &format!("{INCIDENTS}/{ticket}"), body)
    }

    fn remarks(&self, requests: &[&Requests], danish: bool) -> Vec<String> {
        if !requests.iter().any(|one| one.first.path.ends_with("{ticket}")) {
            return Vec::new();
        }
        let text = if danish {
            "{ticket} i en sti er sagens sys_id, som opslaget giver, ikke nummeret INC…"
        } else {
            "{ticket} in a path is the sys_id that the look-up gives, not the number INC…"
        };
        vec![text.to_owned()]
    }
}

/// Urgency and impact, whose product is the priority: never so high that it pages somebody.
fn urgency(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("1", "3"),
        Severity::Warning => ("2", "3"),
        Severity::Note => ("3", "3"),
    }
}
