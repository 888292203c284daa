//! A live Redmine.
//!
//! *Behaviour*
//!
//! 1. Redmine passes over what it does not know or allow without a word: a field
//!    in a creation, a status, a note, a filter. So nothing is believed: a new
//!    issue must bear our identity in the answer, or the run ends, for every run
//!    would make another; a changed one is read back; of a list only issues
//!    count whose field holds one of our identities.
//! 2. Whether a status may follow is asked before a note is written: else note
//!    and memory would tell of a closing that never was.
//! 3. A note whose answer was lost is looked for before it is sent again.
//! 4. What a person copied is left alone, though it bears our identity.

mod change;
mod issue;
mod learn;

#[cfg(test)]
mod tests;

use super::{Live, basic};
use crate::tickets::client::{Answer, Client, Repeat, Trouble};
use crate::tickets::tracker::redmine::{field, number, state_field};
use crate::tickets::tracker::{Request, Settings, percent};
use crate::tickets::{ExternalId, Standing};
use issue::{Issue, apart, folded, held, state_in_texts};
use serde_json::Value;
use std::collections::BTreeSet;

/// More pages of a hundred issues are not asked for.
const MOST_PAGES: usize = 10_000;

/// A live Redmine.
pub struct Redmine {
    client: Client,
    /// Our own number.
    me: u64,
    /// Fields that are ticked for single projects.
    ticked: BTreeSet<String>,
    /// Our two fields, by name and number.
    fields: [(String, u64); 2],
}

/// An API key, or a user and a password.
pub fn header(secret: &str) -> (&'static str, String) {
    if secret.contains(':') { ("Authorization", basic(secret)) } else { ("X-Redmine-API-Key", secret.to_owned()) }
}

impl Redmine {
    /// Over this connection.
    pub fn new(client: Client) -> Redmine {
        Redmine { client, me: 0, ticked: BTreeSet::new(), fields: [(String::new(), 0), (String::new(), 0)] }
    }

    /// Who asks. The answer holds the key, and is never told.
    fn learn_me(&mut self) -> Result<(), Trouble> {
        let answer = self.client.get("/users/current.json")?;
        let me = answer.json.as_ref().and_then(|json| json.pointer("/user/id")).and_then(Value::as_u64);
        self.me = me.filter(|_| answer.status == 200).ok_or_else(|| {
            let why = match answer.status {
                403 => "its REST interface is switched off (Administration - Settings - API)",
                _ => "this is no Redmine: --url is what stands before /issues",
            };
            Trouble::Over(format!("{why} ({})", answer.status))
        })?;
        Ok(())
    }

    /// Whether Redmine kept a new field; else the run ends.
    fn kept(&self, issue: &Value, request: &Request) -> Result<(), Trouble> {
        let number = issue.get("id").and_then(Value::as_u64).unwrap_or_default();
        let sent = request.body.pointer("/issue/custom_fields").and_then(Value::as_array);
        for one in sent.into_iter().flatten() {
            let (id, value) = (one.get("id").and_then(Value::as_u64), one.get("value").and_then(Value::as_str));
            let has = id.and_then(|id| held(issue, id)).and_then(Value::as_str).unwrap_or_default();
            if folded(has) == folded(value.unwrap_or_default()) {
                continue;
            }
            let name =
                self.fields.iter().find(|(_, number)| Some(*number) == id).map_or("?", |(name, _)| name.as_str());
            return Err(Trouble::Over(format!(
                "issue {number} was made, but Redmine passed over its custom field `{name}`: a new run would make \
                 another. Delete issue {number}, then tick the field for the project and its tracker, and see that \
                 the workflow does not make it read-only"
            )));
        }
        Ok(())
    }

    /// All issues whose field holds what is asked for.
    fn search(&self, value: &str, settings: &Settings) -> Result<Vec<(ExternalId, Issue)>, Trouble> {
        let asked = number(settings, "field", None).unwrap_or_default();
        let mut found = Vec::new();
        for page in 0..MOST_PAGES {
            let path = format!(
                "/issues.json?status_id=*&sort=id&limit=100&offset={}&cf_{asked}={}",
                page * 100,
                percent(value)
            );
            let answer = self.client.get(&path)?;
            let json = answer.json.as_ref().filter(|_| answer.status == 200);
            let issues = json.and_then(|json| json.get("issues")).and_then(Value::as_array);
            let issues = issues.ok_or_else(|| Trouble::Over(said(&answer)))?;
            for issue in issues {
                // A field that is no filter lists all issues there are.
                let value = held(issue, asked).and_then(Value::as_str).unwrap_or_default();
                if !value.to_lowercase().contains("oces:v1:") {
                    return Err(Trouble::Over(format!(
                        "Redmine does not search the custom field `{}`: tick `Used as a filter` at it (Administration - \
                         Custom fields), or mend its number in [tickets] field",
                        field(settings)
                    )));
                }
                let issue = Issue::read(issue, settings, self.me);
                found.extend(issue.and_then(|issue| Some((issue.id?, issue))));
            }
            if issues.len() < 100 {
                return Ok(found);
            }
        }
        Err(Trouble::Over("Redmine has more issues of ours than can be".to_owned()))
    }

    fn issue(&self, number: &str) -> Result<Value, Trouble> {
        let answer = self.client.get(&format!("/issues/{number}.json?include=journals,allowed_statuses"))?;
        let json = answer.json.as_ref().filter(|_| answer.status == 200);
        json.and_then(|json| json.get("issue")).cloned().ok_or_else(|| Trouble::Refused(said(&answer)))
    }
}

impl Live for Redmine {
    fn prepare(&mut self, settings: &mut Settings) -> Result<(), Trouble> {
        self.learn_me()?;
        self.learn_names(settings)?;
        self.learn_fields(settings)?;
        let of = |what| number(settings, what, None).unwrap_or_default();
        self.fields =
            [(field(settings).to_owned(), of("field")), (state_field(settings).to_owned(), of("state-field"))];
        Ok(())
    }

    fn expect(&mut self, queues: &BTreeSet<String>, settings: &mut Settings) -> Result<(), Trouble> {
        queues.iter().try_for_each(|project| self.learn_project(project, settings))
    }

    fn list(&mut self, settings: &Settings) -> Result<Vec<Standing>, Trouble> {
        let mut all = Vec::new();
        for (id, issue) in apart(self.search("~oces:v1:", settings)?) {
            let mut standing = issue.standing(id, settings);
            if standing.state.is_none() && settings.state_in_text {
                standing.state = state_in_texts(&self.issue(&issue.number.to_string())?, self.me);
            }
            all.push(standing);
        }
        Ok(all)
    }

    fn find(&mut self, id: &ExternalId, settings: &Settings) -> Result<Vec<Standing>, Trouble> {
        let found = self.search(&id.to_string(), settings)?.into_iter().filter(|(one, _)| one == id);
        Ok(apart(found.collect()).iter().map(|(id, issue)| issue.standing(*id, settings)).collect())
    }

    fn create(&mut self, request: &Request) -> Result<String, Trouble> {
        let answer = self.client.send(request.method, &request.path, Some(&request.body), Repeat::Never)?;
        let issue = answer.json.as_ref().filter(|_| answer.status == 201).and_then(|json| json.get("issue"));
        let issue = issue.ok_or_else(|| Trouble::Refused(said(&answer)))?;
        self.kept(issue, request)?;
        let number = issue.get("id").and_then(Value::as_u64);
        number.map(|number| number.to_string()).ok_or_else(|| Trouble::Over(said(&answer)))
    }

    fn change(&mut self, number: &str, request: &Request) -> Result<(), Trouble> {
        self.carry_out(number, request)
    }

    fn withdraw(&mut self, number: &str, instead: &str, settings: &Settings) -> Result<(), Trouble> {
        self.take_back(number, instead, settings)
    }
}

/// What Redmine said, without what may steer a terminal: its list of errors, if there is one.
fn said(answer: &Answer) -> String {
    let errors = answer.json.as_ref().and_then(|json| json.get("errors")).and_then(Value::as_array);
    let errors: Option<Vec<&str>> = errors.map(|errors| errors.iter().filter_map(Value::as_str).collect());
    let text = errors.map(|errors| errors.join("; ")).unwrap_or_default();
    let text: String = text.chars().filter(|one| !one.is_control()).take(300).collect();
    let hint = match answer.status {
        403 => " (a right is missing: view_issues for all issues, add_issues, edit_own_issues, add_issue_notes)",
        404 => " (it is not there, or --url is not what stands before /issues)",
        422 => " (or add_issues is missing in the project)",
        _ => "",
    };
    format!("Redmine answers {}: {text}{hint}", answer.status)
}
