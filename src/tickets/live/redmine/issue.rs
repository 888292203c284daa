//! An issue as Redmine lists it.

use crate::tickets::operation::STATE_MARK;
use crate::tickets::tracker::Settings;
use crate::tickets::tracker::redmine::number;
use crate::tickets::{ExternalId, Standing, State};
use serde_json::Value;

/// What counts of it.
#[derive(Debug)]
pub struct Issue {
    /// Its number.
    pub number: u64,
    /// Its identity, if the field holds one of ours.
    pub id: Option<ExternalId>,
    /// What it remembers in its field.
    pub state: Option<State>,
    /// Whether it has the field for what it remembers.
    pub has_state: bool,
    /// Whether it is closed.
    pub closed: bool,
    /// Whether we made it.
    pub ours: bool,
}

impl Issue {
    /// Reads one; `None` if it has no number.
    pub fn read(issue: &Value, settings: &Settings, me: u64) -> Option<Issue> {
        let value = |what| number(settings, what, None).and_then(|number| held(issue, number));
        let state = value("state-field");
        Some(Issue {
            number: issue.get("id")?.as_u64()?,
            id: value("field").and_then(Value::as_str).and_then(ExternalId::parse),
            has_state: state.is_some(),
            state: state.and_then(Value::as_str).and_then(State::parse),
            closed: is_closed(issue),
            ours: number_at(issue, "author") == Some(me),
        })
    }

    /// As the tracker's ticket.
    pub fn standing(&self, id: ExternalId, settings: &Settings) -> Standing {
        let remembers = self.has_state || settings.state_in_text;
        Standing { id, number: Some(self.number.to_string()), open: !self.closed, state: self.state.clone(), remembers }
    }
}

/// The value of a custom field; `None` if the issue has no such field.
pub fn held(issue: &Value, field: u64) -> Option<&Value> {
    let fields = issue.get("custom_fields")?.as_array()?;
    let field = fields.iter().find(|one| one.get("id").and_then(Value::as_u64) == Some(field))?;
    field.get("value")
}

/// Whether its status is a closed one.
pub fn is_closed(issue: &Value) -> bool {
    issue.pointer("/status/is_closed").and_then(Value::as_bool).unwrap_or(false)
}

/// The number of what is named.
pub fn number_at(value: &Value, key: &str) -> Option<u64> {
    value.get(key)?.get("id")?.as_u64()
}

/// A person who copies an issue copies its fields: of several with one identity
/// only those that we made are ours, if there are any. Lowest number first.
pub fn apart(mut issues: Vec<(ExternalId, Issue)>) -> Vec<(ExternalId, Issue)> {
    let ours: std::collections::BTreeSet<ExternalId> =
        issues.iter().filter(|(_, issue)| issue.ours).map(|(id, _)| *id).collect();
    issues.retain(|(id, issue)| issue.ours || !ours.contains(id));
    issues.sort_by_key(|(_, issue)| issue.number);
    issues
}

/// What the newest of our own notes, else the description, says that the ticket remembers.
pub fn state_in_texts(issue: &Value, me: u64) -> Option<State> {
    let journals = issue.get("journals").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let ours = journals.iter().rev().filter(|one| number_at(one, "user") == Some(me));
    let notes = ours.filter_map(|one| one.get("notes").and_then(Value::as_str));
    let description = issue.get("description").and_then(Value::as_str);
    notes.chain(description).find_map(state_in)
}

fn state_in(text: &str) -> Option<State> {
    text.lines().rev().find_map(|line| line.strip_prefix(STATE_MARK)).and_then(State::parse)
}

/// Whether a note of ours with this text is there.
pub fn has_note(issue: &Value, text: &str, me: u64) -> bool {
    let journals = issue.get("journals").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let ours = journals.iter().rev().filter(|one| number_at(one, "user") == Some(me));
    let mut notes = ours.filter_map(|one| one.get("notes").and_then(Value::as_str));
    notes.any(|note| folded(note) == folded(text))
}

/// A text as Redmine may give it back: with other line ends, and cut at its ends.
pub fn folded(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}
