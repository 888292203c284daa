//! Jira, by its REST interface, version 2: that one takes texts as wiki markup.
//!
//! *Behaviour*
//!
//! 1. A ticket is known by the label `oces-id-` with the 32 digits, which JQL
//!    finds everywhere, and remembers in the entity property `oces.ticket`.
//! 2. Jira knows transitions by number alone. Where the settings give none, the
//!    request says which kind of status is meant, and a remark what to do.
//! 3. A transition goes before its comment: should it be refused, nothing was
//!    said that would be said again every night.

use super::{Batch, Change, Create, Request, Requests, Settings, Tracker, clip, line, percent};
use crate::check::Severity;
use crate::tickets::decide::Kind;
use crate::tickets::markup::Markup;
use crate::tickets::{Desk, ExternalId};
use serde_json::{Value, json};

/// Jira.
pub struct Jira;

/// What Jira calls the longest text: `jira.text.field.character.limit`.
pub(super) const LONGEST_TEXT: usize = 32_767;
/// Jira's limit of a summary.
pub(super) const LONGEST_TITLE: usize = 255;
/// The entity property of a ticket, and its longest value.
const PROPERTY: &str = "oces.ticket";
const LONGEST_PROPERTY: usize = 32_768;
/// Jira takes so many issues in one request.
const BATCH: usize = 50;

impl Tracker for Jira {
    fn id(&self) -> &'static str {
        "jira"
    }

    fn markup(&self) -> Markup {
        Markup::JiraWiki
    }

    fn longest_title(&self) -> usize {
        LONGEST_TITLE
    }

    fn longest_text(&self) -> usize {
        LONGEST_TEXT
    }

    fn lacks(&self, desk: &Desk) -> Option<&'static str> {
        desk.queue.is_none().then_some("the key of a project")
    }

    fn lookup(&self, id: &ExternalId, _desk: &Desk, _settings: &Settings) -> Option<Request> {
        Some(search(&format!("labels = \"{}\"", label(id))))
    }

    fn create(&self, new: &Create<'_>) -> Requests {
        let mut fields = json!({
            "project": { "key": new.desk.queue },
            "issuetype": { "name": issue_type(new.settings) },
            "summary": clip(&line(new.title), LONGEST_TITLE),
            "description": clip(new.text, LONGEST_TEXT),
            "labels": ["oces", label(&new.id)],
            "priority": { "name": priority(new.severity) },
        });
        if let Some(due) = new.due {
            fields["duedate"] = json!(due.to_string());
        }
        let properties = json!([{ "key": PROPERTY, "value": property(&new.id, new.state) }]);
        Requests::one("POST", "/rest/api/2/issue", json!({ "fields": fields, "properties": properties }))
    }

    fn change(&self, change: &Change<'_>) -> Requests {
        let issue = format!("/rest/api/2/issue/{}", change.ticket());
        let comment = Request {
            method: "POST",
            path: format!("{issue}/comment"),
            body: json!({ "body": clip(change.comment, LONGEST_TEXT) }),
        };
        let memory = Request {
            method: "PUT",
            path: format!("{issue}/properties/{PROPERTY}"),
            body: property(&change.id, change.state),
        };
        match transition(change) {
            Some(body) => {
                let first = Request { method: "POST", path: format!("{issue}/transitions"), body };
                Requests { first, then: vec![comment, memory] }
            }
            None => Requests { first: comment, then: vec![memory] },
        }
    }

    fn batches(&self, creates: &[(ExternalId, &Value)]) -> Vec<Batch> {
        let batch = |part: &[(ExternalId, &Value)]| {
            let labels: Vec<String> = part.iter().map(|(id, _)| format!("\"{}\"", label(id))).collect();
            let updates: Vec<&Value> = part.iter().map(|(_, body)| *body).collect();
            Batch {
                creates: part.iter().map(|(id, _)| *id).collect(),
                lookup: search(&format!("labels in ({})", labels.join(", "))),
                request: Request {
                    method: "POST",
                    path: "/rest/api/2/issue/bulk".to_owned(),
                    body: json!({ "issueUpdates": updates }),
                },
            }
        };
        creates.chunks(BATCH).map(batch).collect()
    }

    fn remarks(&self, requests: &[&Requests], danish: bool) -> Vec<String> {
        let unknown = |one: &&Requests| one.first.body.pointer("/transition/to").is_some();
        let count = requests.iter().filter(|one| unknown(one)).count();
        if count == 0 {
            return Vec::new();
        }
        let text = if danish {
            format!(
                "Jira kender kun overgange (transitions) ved nummer: {count} handlinger mangler det. Hent det med GET \
                 /rest/api/2/issue/NØGLE/transitions, og skriv det som closed-status og open-status i [tickets]"
            )
        } else {
            format!(
                "Jira knows transitions by number alone, and {count} operations lack it: ask GET \
                 /rest/api/2/issue/KEY/transitions and write it as closed-status and open-status in [tickets]"
            )
        };
        vec![text]
    }
}

/// The label that a ticket is known by; a colon would be allowed, but not everywhere be found.
pub(super) fn label(id: &ExternalId) -> String {
    format!("oces-id-{}", id.digits())
}

/// The type of a ticket.
pub(super) fn issue_type(settings: &Settings) -> &str {
    settings.issue_type.as_deref().unwrap_or("Task")
}

/// The names that Jira comes with.
pub(super) fn priority(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "High",
        Severity::Warning => "Medium",
        Severity::Note => "Low",
    }
}

fn search(jql: &str) -> Request {
    let path = format!("/rest/api/2/search/jql?jql={}&fields=labels,status&properties={PROPERTY}", percent(jql));
    Request { method: "GET", path, body: Value::Null }
}

/// What a ticket remembers; nothing where it is too long, so that it remembers nothing that is old.
fn property(id: &ExternalId, state: &str) -> Value {
    let whole = json!({ "externalId": id.to_string(), "state": state });
    let fits = whole.to_string().encode_utf16().count() <= LONGEST_PROPERTY;
    if fits { whole } else { json!({ "externalId": id.to_string() }) }
}

fn transition(change: &Change<'_>) -> Option<Value> {
    let (status, category) = match change.kind {
        Kind::Close => (&change.settings.closed_status, "done"),
        Kind::Reopen => (&change.settings.open_status, "new"),
        Kind::Update | Kind::Create => return None,
    };
    let number = status.as_deref().filter(|word| !word.is_empty() && word.bytes().all(|octet| octet.is_ascii_digit()));
    Some(match (number, status) {
        (Some(number), _) => json!({ "transition": { "id": number } }),
        (None, Some(name)) => json!({ "transition": { "to": { "name": name } } }),
        (None, None) => json!({ "transition": { "to": { "statusCategory": { "key": category } } } }),
    })
}
