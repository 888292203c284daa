//! Redmine, by its REST interface.
//!
//! *Behaviour*
//!
//! 1. Redmine knows fields, statuses and trackers by number. A live server tells
//!    them (`Settings::learned`); without one they are those of the
//!    configuration, and where it has a name the request bears the name, for the
//!    sender to fill in.
//! 2. Note, status and field of a change are one request. Assignee, priority,
//!    subject and description are set once, when the issue is made.
//! 3. The start is left open: today would be refused with an earlier due date.

use crate::check::Severity;
use crate::tickets::decide::Kind;
use crate::tickets::markup::Markup;
use crate::tickets::operation::STATE_MARK;
use crate::tickets::tracker::{Change, Create, Request, Requests, Settings, Tracker, percent};
use crate::tickets::{Desk, ExternalId};
use serde_json::{Map, Value, json};

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
        let field = number(settings, "field", Some(field(settings)));
        let field = field.map_or_else(|| "{field}".to_owned(), |number| number.to_string());
        let path = format!("/issues.json?status_id=*&sort=id&limit=100&cf_{field}={}", percent(&id.to_string()));
        Some(Request { method: "GET", path, body: Value::Null })
    }

    fn create(&self, new: &Create<'_>) -> Requests {
        let settings = new.settings;
        let mut fields = vec![custom(settings, "field", field(settings), &new.id.to_string())];
        fields.extend(remembered(settings, new.state));
        let mut issue = json!({
            "project_id": new.desk.queue,
            "subject": new.title,
            "description": settled(new.text),
            "start_date": "",
            "custom_fields": fields,
        });
        if let Some(due) = new.due {
            issue["due_date"] = json!(due.to_string());
        }
        if new.severity == Severity::Error {
            put(&mut issue, "priority_id", number(settings, "priority", None));
        }
        put(&mut issue, "tracker_id", number(settings, "tracker", settings.issue_type.as_deref()));
        let project = new.desk.queue.as_deref().unwrap_or_default();
        for (key, what, name) in
            [("category_id", "category", &new.desk.category), ("assigned_to_id", "team", &new.desk.team)]
        {
            let known = name.as_ref().and_then(|name| settings.learned.get(&of_project(what, project, name)));
            put(&mut issue, key, known.and_then(|number| number.parse().ok()));
        }
        Requests::one("POST", "/issues.json", json!({ "issue": issue }))
    }

    fn change(&self, change: &Change<'_>) -> Requests {
        let settings = change.settings;
        let mut issue = json!({ "notes": settled(change.comment) });
        let (what, given, usual) = match change.kind {
            Kind::Close => ("closed", settings.closed_status.as_deref(), "Closed"),
            Kind::Reopen => ("open", settings.open_status.as_deref(), "New"),
            Kind::Update | Kind::Create => ("", None, ""),
        };
        if !what.is_empty() {
            match number(settings, what, given) {
                Some(status) => issue["status_id"] = json!(status),
                None => issue["status"] = json!({ "name": given.unwrap_or(usual) }),
            }
        }
        if let Some(field) = remembered(settings, change.state) {
            issue["custom_fields"] = json!([field]);
        }
        Requests::one("PUT", &format!("/issues/{}.json", change.ticket()), json!({ "issue": issue }))
    }

    fn remarks(&self, requests: &[&Requests], danish: bool) -> Vec<String> {
        let open = |one: &&Requests| {
            let issue = one.first.body.get("issue");
            let fields = issue.and_then(|issue| issue.get("custom_fields")).and_then(Value::as_array);
            let nameless = |field: &Value| field.get("id").is_none();
            fields.is_some_and(|fields| fields.iter().any(nameless))
                || issue.is_some_and(|one| one.get("status").is_some())
        };
        if !requests.iter().any(open) {
            return Vec::new();
        }
        let text = if danish {
            "Redmine kender felter og statusser på deres numre: skriv dem i oces.toml ([tickets] field = 7, state-field = \
             8, closed-status = \"5\", open-status = \"1\"), eller lad afsenderen erstatte hvert navn med et nummer. \
             `oces tickets sync` finder dem selv."
        } else {
            "Redmine knows fields and statuses by number: write them into oces.toml ([tickets] field = 7, state-field = \
             8, closed-status = \"5\", open-status = \"1\"), or let the sender put a number in place of each name. \
             `oces tickets sync` finds them by itself."
        };
        vec![text.to_owned()]
    }
}

/// The custom field with our identity.
pub fn field(settings: &Settings) -> &str {
    settings.field.as_deref().unwrap_or("oces_id")
}

/// The custom field in which a ticket remembers.
pub fn state_field(settings: &Settings) -> &str {
    settings.state_field.as_deref().unwrap_or("oces_state")
}

/// Under which name something of one project is learned.
pub fn of_project(what: &str, project: &str, name: &str) -> String {
    format!("{what}\n{project}\n{}", name.trim().to_lowercase())
}

/// What was learned, else the number that the configuration gives.
pub fn number(settings: &Settings, what: &str, given: Option<&str>) -> Option<u64> {
    settings.learned.get(what).map(String::as_str).or(given).and_then(|number| number.parse().ok())
}

fn put(issue: &mut Value, key: &str, number: Option<u64>) {
    if let Some(number) = number {
        issue[key] = json!(number);
    }
}

/// A custom field, by name where its number is not known.
fn custom(settings: &Settings, what: &str, name: &str, value: &str) -> Value {
    let mut field = Map::new();
    match number(settings, what, Some(name)) {
        Some(number) => field.insert("id".to_owned(), json!(number)),
        None => field.insert("name".to_owned(), json!(name)),
    };
    field.insert("value".to_owned(), json!(value));
    Value::Object(field)
}

/// The field in which a ticket remembers, unless the server has none.
fn remembered(settings: &Settings, state: &str) -> Option<Value> {
    let there = !settings.state_in_text || settings.learned.contains_key("state-field");
    there.then(|| custom(settings, "state-field", state_field(settings), state))
}

/// A text whose last line, if that is what the ticket remembers, is shown as it
/// is: as text its quotation marks would become links.
fn settled(text: &str) -> String {
    match text.rsplit_once(&format!("\n\n{STATE_MARK}")) {
        // No character that opens a tag stands in a state.
        Some((said, state)) if !state.contains('\n') => format!("{said}\n\n<pre>\n{STATE_MARK}{state}\n</pre>"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn create(settings: &Settings, text: &str) -> Value {
        let desk = Desk { queue: Some("drift".to_owned()), team: Some("Net".to_owned()), ..Desk::default() };
        let id = ExternalId::of(crate::tickets::Per::System, &[b"a"]);
        let (severity, due) = (Severity::Error, None);
        let new = Create { id, title: "t", text, severity, due, desk: &desk, state: "{}", settings };
        Redmine.create(&new).first.body["issue"].clone()
    }

    #[test]
    fn what_is_not_known_bears_its_name_and_is_told() {
        let issue = create(&Settings::default(), "x");
        assert_eq!(issue["custom_fields"][0]["name"], "oces_id");
        assert!(issue.get("assigned_to_id").is_none() && issue.get("priority_id").is_none());
        let settings = Settings { field: Some("7".into()), state_field: Some("8".into()), ..Settings::default() };
        let issue = create(&settings, "x");
        assert_eq!((&issue["custom_fields"][0]["id"], &issue["custom_fields"][1]["id"]), (&json!(7), &json!(8)));
        let remarks = |settings| {
            let one = Requests::one("POST", "", json!({ "issue": create(settings, "x") }));
            Redmine.remarks(&[&one], false).len()
        };
        assert_eq!((remarks(&Settings::default()), remarks(&settings)), (1, 0));
    }

    #[test]
    fn a_group_and_a_priority_are_set_where_the_server_told_them() {
        let mut settings = Settings::default();
        settings.learned.insert(of_project("team", "drift", "net"), "6".to_owned());
        settings.learned.insert("priority".to_owned(), "3".to_owned());
        let issue = create(&settings, "x");
        assert_eq!((&issue["assigned_to_id"], &issue["priority_id"]), (&json!(6), &json!(3)));
        assert_eq!(issue["start_date"], "");
    }

    #[test]
    fn the_state_in_a_text_is_shown_as_it_is() {
        let settings = Settings { state_in_text: true, ..Settings::default() };
        let issue = create(&settings, "x\n\noces-state: {\"v\":1}");
        assert_eq!(issue["description"], "x\n\n<pre>\noces-state: {\"v\":1}\n</pre>");
        assert_eq!(issue["custom_fields"].as_array().map(Vec::len), Some(1));
        assert_eq!(settled("oces-state: in the middle\n\nx"), "oces-state: in the middle\n\nx");
    }
}
