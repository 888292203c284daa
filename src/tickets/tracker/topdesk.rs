//! `TOPdesk`, by its REST interface; `contrib/topdesk/send.py` sends it.
//!
//! *Behaviour*
//!
//! 1. An incident is known by `externalNumber`. `{ticket}` is always written:
//!    numbers hold blanks, and the sender looks up before each request.
//! 2. What is said later is an action. Closing sets both `completed` and
//!    `closed`, reopening takes both back: which of them a site uses is its own.
//! 3. Line, impact, urgency and priority are a site's own names: they are left
//!    to the sender. No target date either: where agreements set it, a request
//!    with one is refused.

use super::{Change, Create, Request, Requests, Settings, Tracker, clip, line, percent};
use crate::tickets::decide::Kind;
use crate::tickets::markup::Markup;
use crate::tickets::{Desk, ExternalId};
use serde_json::{Value, json};

/// `TOPdesk`.
pub struct TopDesk;

const INCIDENTS: &str = "/tas/api/incidents";
/// The length of `briefDescription`.
const LONGEST_TITLE: usize = 80;
/// No limit of `request` and `action` is published; this is what people still read.
const LONGEST_TEXT: usize = 30_000;

impl Tracker for TopDesk {
    fn id(&self) -> &'static str {
        "topdesk"
    }

    fn markup(&self) -> Markup {
        Markup::Html
    }

    fn longest_title(&self) -> usize {
        LONGEST_TITLE
    }

    fn longest_text(&self) -> usize {
        LONGEST_TEXT
    }

    fn lookup(&self, id: &ExternalId, _desk: &Desk, _settings: &Settings) -> Option<Request> {
        let path = format!("{INCIDENTS}?query={}&all=true", percent(&format!("externalNumber=='{id}'")));
        Some(Request { method: "GET", path, body: Value::Null })
    }

    fn create(&self, new: &Create<'_>) -> Requests {
        let mut body = json!({
            "briefDescription": clip(&line(new.title), LONGEST_TITLE),
            "request": clip(new.text, LONGEST_TEXT),
            "externalNumber": new.id.to_string(),
        });
        if let Some(team) = &new.desk.team {
            body["operatorGroup"] = json!({ "name": team });
        }
        if let Some(category) = &new.desk.category {
            body["category"] = json!({ "name": category });
        }
        match &new.desk.caller {
            Some(caller) if is_address(caller) => body["callerLookup"] = json!({ "email": caller }),
            Some(caller) => body["caller"] = json!({ "dynamicName": caller }),
            None => {}
        }
        Requests::one("POST", INCIDENTS, body)
    }

    fn change(&self, change: &Change<'_>) -> Requests {
        let mut body = json!({ "action": clip(change.comment, LONGEST_TEXT) });
        let settings = change.settings;
        let mut end = |status: &Option<String>, over: bool| {
            body["completed"] = json!(over);
            body["closed"] = json!(over);
            if let Some(status) = status {
                body["processingStatus"] = json!({ "name": status });
            }
        };
        match change.kind {
            Kind::Close => end(&settings.closed_status, true),
            Kind::Reopen => end(&settings.open_status, false),
            Kind::Update | Kind::Create => {}
        }
        Requests::one("PATCH", &format!("{INCIDENTS}/number/{{ticket}}"), body)
    }
}

fn is_address(caller: &str) -> bool {
    let whole = !caller.contains(char::is_whitespace);
    whole
        && caller
            .split_once('@')
            .is_some_and(|(who, host)| !who.is_empty() && host.contains('.') && !host.contains('@'))
}
