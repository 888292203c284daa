//! Changes of an issue, each read back.

use super::issue::{folded, has_note, held, is_closed, number_at};
use super::{Redmine, said};
use crate::tickets::client::{Repeat, Trouble};
use crate::tickets::tracker::redmine::number as learned;
use crate::tickets::tracker::{Request, Settings};
use serde_json::{Value, json};

/// How often a change is sent whose answer was lost.
const TRIES: usize = 3;

impl Redmine {
    /// Carries out a change, and makes sure that it was done.
    pub(super) fn carry_out(&self, number: &str, request: &Request) -> Result<(), Trouble> {
        let mut body = request.body.clone();
        let wanted = body.pointer("/issue/status_id").and_then(Value::as_u64);
        let before = self.issue(number)?;
        let mut closed = is_closed(&before);
        if let Some(wanted) = wanted {
            closed = !closed;
            body["issue"]["status_id"] = json!(allowed(&before, wanted, closed, number)?);
        }
        self.put(number, &body)?;
        let after = self.issue(number)?;
        let note = body.pointer("/issue/notes").and_then(Value::as_str).unwrap_or_default();
        if !has_note(&after, note, self.me) {
            let why = "Redmine took no note: the right `Add notes` (add_issue_notes) is missing";
            return Err(Trouble::Refused(format!("issue {number}: {why}")));
        }
        let status = wanted.is_none() || is_closed(&after) == closed;
        let sent = body.pointer("/issue/custom_fields/0");
        let has = held(&after, self.fields[1].1).and_then(Value::as_str).map(folded);
        let value = sent.and_then(|sent| sent.get("value")).and_then(Value::as_str).map(folded);
        if status && (value.is_none() || has.is_none() || has == value) {
            return Ok(());
        }
        Err(Trouble::Refused(format!(
            "issue {number}: Redmine took the note, but neither status nor field: the right `Edit own issues` \
             (edit_own_issues) is missing, or somebody else made the issue"
        )))
    }

    /// Takes back a second issue: deletes it, else empties its field and closes it.
    pub(super) fn take_back(&self, number: &str, instead: &str, settings: &Settings) -> Result<(), Trouble> {
        let there = self.issue(number)?;
        if number_at(&there, "author") != Some(self.me) {
            return Ok(());
        }
        let answer = self.client.send("DELETE", &format!("/issues/{number}.json"), None, Repeat::Freely)?;
        if matches!(answer.status, 200 | 204 | 404) {
            return Ok(());
        }
        let text = if settings.danish {
            format!("Oprettet samtidig med sag #{instead}, som gælder i stedet.")
        } else {
            format!("Made at the same time as issue #{instead}, which stands instead.")
        };
        let closed = learned(settings, "closed", None).unwrap_or_default();
        let [(_, id), (_, state)] = &self.fields;
        let mut issue =
            json!({ "notes": text, "custom_fields": [{ "id": id, "value": "" }, { "id": state, "value": "" }] });
        if let Ok(status) = allowed(&there, closed, true, number) {
            issue["status_id"] = json!(status);
        }
        self.put(number, &json!({ "issue": issue }))?;
        if held(&self.issue(number)?, *id).and_then(Value::as_str).is_some_and(|value| !value.is_empty()) {
            let why = format!("issue {number} is there twice (see {instead}) and Redmine does not let it be withdrawn");
            return Err(Trouble::Refused(why));
        }
        Ok(())
    }

    /// Sends a note with what belongs to it, once.
    fn put(&self, number: &str, body: &Value) -> Result<(), Trouble> {
        let note = body.pointer("/issue/notes").and_then(Value::as_str).unwrap_or_default();
        let mut tries = TRIES;
        loop {
            match self.client.send("PUT", &format!("/issues/{number}.json"), Some(body), Repeat::Never) {
                Ok(answer) if matches!(answer.status, 200 | 204) => return Ok(()),
                Ok(answer) => return Err(Trouble::Refused(said(&answer))),
                Err(Trouble::Lost(why)) => {
                    tries -= 1;
                    if has_note(&self.issue(number)?, note, self.me) {
                        return Ok(());
                    }
                    if tries == 0 {
                        return Err(Trouble::Over(why));
                    }
                }
                Err(other) => return Err(other),
            }
        }
    }
}

/// The wanted status if it may follow, else the first of its kind that may.
pub(super) fn allowed(issue: &Value, wanted: u64, closed: bool, number: &str) -> Result<u64, Trouble> {
    // Versions before 5.0 do not tell; the status is read back then.
    let Some(statuses) = issue.get("allowed_statuses").and_then(Value::as_array) else { return Ok(wanted) };
    let id = |one: &Value| one.get("id").and_then(Value::as_u64);
    let fits = |one: &&Value| one.get("is_closed").and_then(Value::as_bool) == Some(closed);
    if let Some(found) = statuses.iter().find(|one| id(one) == Some(wanted)).or_else(|| statuses.iter().find(fits)) {
        return Ok(id(found).unwrap_or(wanted));
    }
    let (what, key) = if closed { ("closed", "closed-status") } else { ("open", "open-status") };
    let is = issue.pointer("/status/name").and_then(Value::as_str).unwrap_or("?");
    Err(Trouble::Refused(format!(
        "issue {number}: from the status `{is}` Redmine lets this user set no {what} one (wanted: number {wanted}): allow \
         it in the workflow, set another `{key}` in [tickets], or look for subtasks and blocking issues; nothing was \
         changed in it"
    )))
}
