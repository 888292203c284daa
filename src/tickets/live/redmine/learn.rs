//! What a Redmine calls things: numbers of fields, statuses, trackers and groups.
//!
//! *Behaviour*
//!
//! 1. Redmine tells the fields to administrators alone. Others see them at the
//!    projects they are ticked for, or at any issue; else the configuration must
//!    give the number.
//! 2. A field that a project has not is dropped without a word: where that can
//!    be seen it is said before anything is made.

use super::{Redmine, said};
use crate::tickets::client::Trouble;
use crate::tickets::tracker::redmine::{field, of_project, state_field};
use crate::tickets::tracker::{Settings, percent};
use serde_json::Value;
use std::collections::BTreeSet;

/// More members of a project are not looked at, in pages of a hundred.
const MOST_PAGES: usize = 20;

type Learned = Result<(), Trouble>;

impl Redmine {
    /// Statuses, priorities and the tracker.
    pub(super) fn learn_names(&self, settings: &mut Settings) -> Learned {
        let statuses = self.list_of("/issue_statuses.json", "issue_statuses")?;
        let closed = |one: &&Value| one.get("is_closed").and_then(Value::as_bool).unwrap_or(false);
        let (given, usual) = (settings.closed_status.clone(), ["Closed", "Lukket"]);
        let found = choose(&statuses.iter().filter(closed).collect::<Vec<_>>(), given.as_deref(), &usual);
        let number = found.ok_or_else(|| missing("closed status", "closed-status", given.as_deref(), &statuses))?;
        settings.learned.insert("closed".to_owned(), number);
        let given = settings.open_status.clone();
        let found = choose(&statuses.iter().filter(|one| !closed(one)).collect::<Vec<_>>(), given.as_deref(), &[]);
        let number = found.ok_or_else(|| missing("open status", "open-status", given.as_deref(), &statuses))?;
        settings.learned.insert("open".to_owned(), number);
        if let Some(given) = settings.issue_type.clone() {
            let trackers = self.list_of("/trackers.json", "trackers")?;
            let found = choose(&trackers.iter().collect::<Vec<_>>(), Some(&given), &[]);
            let number = found.ok_or_else(|| missing("tracker", "issue-type", Some(&given), &trackers))?;
            settings.learned.insert("tracker".to_owned(), number);
        }
        let priorities = self.list_of("/enumerations/issue_priorities.json", "issue_priorities")?;
        let usual = |one: &Value| one.get("is_default").and_then(Value::as_bool) == Some(true);
        let active = |one: &&Value| one.get("active").and_then(Value::as_bool) != Some(false);
        let above = priorities.iter().skip_while(|one| !usual(one)).skip(1).find(active);
        settings.learned.extend(above.and_then(number_of).map(|number| ("priority".to_owned(), number)));
        Ok(())
    }

    /// The numbers of our two fields.
    pub(super) fn learn_fields(&mut self, settings: &mut Settings) -> Learned {
        let projects = self.list_of("/projects.json?include=issue_custom_fields&limit=100", "projects")?;
        let ticked: Vec<&Value> = projects.iter().flat_map(|one| items(one, "issue_custom_fields")).collect();
        let issues = self.list_of("/issues.json?status_id=*&limit=100&sort=id:desc", "issues")?;
        let seen: Vec<&Value> = issues.iter().flat_map(|one| items(one, "custom_fields")).collect();
        let find = |name: &str| {
            if name.parse::<u64>().is_ok() {
                return Some(name.to_owned());
            }
            ticked.iter().chain(&seen).find(|one| is_named(one, name)).and_then(|one| number_of(one))
        };
        let name = field(settings);
        let number = find(name).ok_or_else(|| {
            Trouble::Over(format!(
                "Redmine shows this user no custom field `{name}` for issues. Make it (Text, `Used as a filter`), untick \
                 `For all projects` and tick the projects instead; or write its number from the address of its page \
                 into oces.toml: [tickets] field = 7"
            ))
        })?;
        self.ticked = ticked.iter().filter_map(|one| number_of(one)).collect();
        settings.learned.insert("field".to_owned(), number);
        match find(state_field(settings)) {
            Some(number) => drop(settings.learned.insert("state-field".to_owned(), number)),
            None => settings.state_in_text = true,
        }
        Ok(())
    }

    /// Whether tickets can be made in a project, and its categories and groups.
    pub(super) fn learn_project(&self, project: &str, settings: &mut Settings) -> Learned {
        let path = format!("/projects/{}.json?include=issue_custom_fields,trackers,issue_categories", percent(project));
        let answer = self.client.get(&path)?;
        let json = answer.json.as_ref().filter(|_| answer.status == 200);
        let found = json.and_then(|json| json.get("project")).ok_or_else(|| {
            Trouble::Over(format!(
                "Redmine shows no project `{project}` to this user: give the identifier from its address \
                 (/projects/IDENTIFIER), and make the user a member ({})",
                answer.status
            ))
        })?;
        if found.get("status").and_then(Value::as_u64).is_some_and(|status| status != 1) {
            return Err(Trouble::Over(format!("project `{project}` is closed or archived: nothing can be made in it")));
        }
        let here: BTreeSet<String> = items(found, "issue_custom_fields").filter_map(number_of).collect();
        let lacks =
            |what: &str| settings.learned.get(what).is_some_and(|one| self.ticked.contains(one) && !here.contains(one));
        if lacks("field") {
            let name = field(settings);
            return Err(Trouble::Over(format!(
                "the custom field `{name}` is not ticked for project `{project}`: tick it (Administration - Custom fields)"
            )));
        }
        settings.state_in_text |= lacks("state-field");
        if let Some(tracker) = settings.learned.get("tracker")
            && !items(found, "trackers").filter_map(number_of).any(|one| one == *tracker)
        {
            let name = settings.issue_type.as_deref().unwrap_or_default();
            return Err(Trouble::Over(format!(
                "project `{project}` has no tracker `{name}`: tick it there, or set another `issue-type` in [tickets]"
            )));
        }
        for one in items(found, "issue_categories") {
            let known = one.get("name").and_then(Value::as_str).zip(number_of(one));
            settings.learned.extend(known.map(|(name, number)| (of_project("category", project, name), number)));
        }
        self.learn_groups(project, settings)
    }

    /// Groups and people that are members; who may not see them leaves teams to Redmine.
    fn learn_groups(&self, project: &str, settings: &mut Settings) -> Learned {
        for page in 0..MOST_PAGES {
            let path = format!("/projects/{}/memberships.json?limit=100&offset={}", percent(project), page * 100);
            let answer = self.client.get(&path)?;
            let Some(json) = answer.json.as_ref().filter(|_| answer.status == 200) else { return Ok(()) };
            let members: Vec<&Value> = items(json, "memberships").collect();
            for member in members.iter().filter_map(|one| one.get("group").or_else(|| one.get("user"))) {
                let known = member.get("name").and_then(Value::as_str).zip(number_of(member));
                settings.learned.extend(known.map(|(name, number)| (of_project("team", project, name), number)));
            }
            if members.len() < 100 {
                break;
            }
        }
        Ok(())
    }

    fn list_of(&self, path: &str, key: &str) -> Result<Vec<Value>, Trouble> {
        let answer = self.client.get(path)?;
        let json = answer.json.as_ref().filter(|_| answer.status == 200);
        let list = json.and_then(|json| json.get(key)).and_then(Value::as_array);
        list.cloned().ok_or_else(|| Trouble::Over(said(&answer)))
    }
}

/// The one that was asked for, by name or number; else one with a usual name; else the first.
fn choose(from: &[&Value], given: Option<&str>, usual: &[&str]) -> Option<String> {
    let by = |name: &str| from.iter().find(|one| is_named(one, name) || number_of(one).as_deref() == Some(name));
    let found = match given {
        Some(name) => by(name),
        None => usual.iter().find_map(|name| by(name)).or(from.first()),
    };
    found.and_then(|one| number_of(one))
}

fn missing(what: &str, key: &str, given: Option<&str>, there: &[Value]) -> Trouble {
    let names: Vec<&str> = there.iter().filter_map(|one| one.get("name").and_then(Value::as_str)).collect();
    let asked = given.map(|name| format!(" `{name}`")).unwrap_or_default();
    Trouble::Over(format!("Redmine has no {what}{asked}: set `{key}` in [tickets] to one of: {}", names.join(", ")))
}

fn items<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default().iter()
}

fn is_named(one: &Value, name: &str) -> bool {
    one.get("name").and_then(Value::as_str).is_some_and(|is| is.eq_ignore_ascii_case(name))
}

fn number_of(one: &Value) -> Option<String> {
    one.get("id").and_then(Value::as_u64).map(|number| number.to_string())
}
