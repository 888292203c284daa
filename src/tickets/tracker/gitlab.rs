//! GitLab's issues.
//!
//! *Behaviour*
//!
//! 1. A ticket is known by the label `oces::` with the 32 digits, beside `oces`,
//!    and by the same hidden mark as on GitHub.
//! 2. Its text, and each note, ends with what it remembers, hidden, if that fits.
//! 3. No line of a text is an order to GitLab, which takes `/close` for one.
//! 4. Numbers (`iid`) are a project's own. Only `group/project#7` says which is
//!    meant; a bare number is left to the look-up.

use super::github::{marked, ticket};
use super::{Change, Create, Request, Requests, Settings, Tracker, clip, line, percent};
use crate::tickets::decide::Kind;
use crate::tickets::markup::Markup;
use crate::tickets::{Desk, ExternalId};
use serde_json::{Value, json};
use std::borrow::Cow;

/// GitLab.
pub struct GitLab;

const LONGEST_TITLE: usize = 255;
/// GitLab takes 1,048,576 and 1,000,000 in a note; nobody reads that.
const LONGEST_BODY: usize = 250_000;
const LONGEST_TEXT: usize = 60_000;

impl Tracker for GitLab {
    fn id(&self) -> &'static str {
        "gitlab"
    }

    fn markup(&self) -> Markup {
        Markup::Markdown
    }

    fn longest_title(&self) -> usize {
        LONGEST_TITLE
    }

    fn longest_text(&self) -> usize {
        LONGEST_TEXT
    }

    fn lacks(&self, desk: &Desk) -> Option<&'static str> {
        project(desk).is_none().then_some("a project, written group/name or as its number,")
    }

    fn home<'d>(&self, number: Option<&str>, desk: &'d Desk) -> Cow<'d, Desk> {
        super::github::GitHub.home(number, desk)
    }

    fn lookup(&self, id: &ExternalId, desk: &Desk, _settings: &Settings) -> Option<Request> {
        let path = format!("{}?labels={}&scope=all&per_page=100", issues(desk), percent(&label(id)));
        Some(Request { method: "GET", path, body: Value::Null })
    }

    fn create(&self, new: &Create<'_>) -> Requests {
        let mut body = json!({
            "title": clip(&line(new.title), LONGEST_TITLE),
            "description": marked(Some(&new.id), &harmless(new.text), new.state, LONGEST_BODY),
            "labels": format!("oces,{}", label(&new.id)),
        });
        if let Some(due) = new.due {
            body["due_date"] = json!(due.to_string());
        }
        Requests::one("POST", &issues(new.desk), body)
    }

    fn change(&self, change: &Change<'_>) -> Requests {
        let issue = format!("{}/{}", issues(change.desk), ticket(change.number));
        let body = json!({ "body": marked(None, &harmless(change.comment), change.state, LONGEST_BODY) });
        let first = Request { method: "POST", path: format!("{issue}/notes"), body };
        let event = match change.kind {
            Kind::Close => Some("close"),
            Kind::Reopen => Some("reopen"),
            Kind::Update | Kind::Create => None,
        };
        let then = event.map(|event| Request { method: "PUT", path: issue, body: json!({ "state_event": event }) });
        Requests { first, then: then.into_iter().collect() }
    }
}

fn label(id: &ExternalId) -> String {
    format!("oces::{}", id.digits())
}

fn issues(desk: &Desk) -> String {
    let project = project(desk).map_or_else(|| "{project}".to_owned(), percent);
    format!("/api/v4/projects/{project}/issues")
}

/// The project; dots alone, or nothing, would lead out of the path.
fn project(desk: &Desk) -> Option<&str> {
    let queue = desk.queue.as_deref()?.trim_matches('/');
    (!queue.bytes().all(|octet| octet == b'.')).then_some(queue)
}

/// With no line that GitLab takes for an order. In fenced code it takes none, and paths stay as they are.
fn harmless(text: &str) -> String {
    let mut fenced = false;
    let lines = text.split('\n').map(|one| {
        let start = one.trim_start();
        if start.starts_with("```") || start.starts_with("~~~") {
            fenced = !fenced;
        }
        match start.strip_prefix('/') {
            Some(rest) if !fenced => format!("{}\\/{rest}", &one[..one.len() - start.len()]),
            _ => one.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
