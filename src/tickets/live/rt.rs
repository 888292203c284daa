//! A live Request Tracker 5.

use super::{Live, basic};
use crate::tickets::client::{Answer, Client, Repeat, Trouble};
use crate::tickets::tracker::{Request, Settings, percent};
use crate::tickets::{ExternalId, Standing, State};
use serde_json::{Value, json};

/// A live Request Tracker.
pub struct Rt {
    client: Client,
}

/// A token of RT itself, or a user and a password.
pub fn header(secret: &str) -> (&'static str, String) {
    let value = if secret.contains(':') { basic(secret) } else { format!("token {secret}") };
    ("Authorization", value)
}

impl Rt {
    /// Over this connection.
    pub fn new(client: Client) -> Rt {
        Rt { client }
    }

    fn search(&self, query: &str, open: bool, settings: &Settings) -> Result<Vec<Standing>, Trouble> {
        let mut found = Vec::new();
        for page in 1..=10_000 {
            let path = format!(
                "/REST/2.0/tickets?query={}&fields=Status,CustomFields&per_page=100&page={page}&orderby=id",
                percent(query)
            );
            let answer = self.client.get(&path)?;
            let items = answer.json.as_ref().and_then(|json| json.get("items")).and_then(Value::as_array);
            let items = items.ok_or_else(|| Trouble::Over(said(&answer)))?;
            found.extend(items.iter().filter_map(|item| standing(item, open, settings)));
            let pages = answer.json.as_ref().and_then(|json| json.get("pages")).and_then(Value::as_u64).unwrap_or(1);
            if page >= pages || items.is_empty() {
                break;
            }
        }
        Ok(found)
    }

    fn both(&self, condition: &str, settings: &Settings) -> Result<Vec<Standing>, Trouble> {
        let mut all = self.search(&format!("{condition} AND Status = '__Active__'"), true, settings)?;
        all.extend(self.search(&format!("{condition} AND Status = '__Inactive__'"), false, settings)?);
        Ok(all)
    }
}

impl Live for Rt {
    fn prepare(&mut self, _settings: &mut Settings) -> Result<(), Trouble> {
        Ok(())
    }

    fn list(&mut self, settings: &Settings) -> Result<Vec<Standing>, Trouble> {
        let field = settings.field.as_deref().unwrap_or("oces_id");
        self.both(&format!("CF.{{{field}}} LIKE 'oces:v1:'"), settings)
    }

    fn find(&mut self, id: &ExternalId, settings: &Settings) -> Result<Vec<Standing>, Trouble> {
        let field = settings.field.as_deref().unwrap_or("oces_id");
        let mut all = self.both(&format!("CF.{{{field}}} = '{id}'"), settings)?;
        all.sort_by_key(|one| one.number.as_deref().and_then(|number| number.parse::<u64>().ok()));
        Ok(all)
    }

    fn create(&mut self, request: &Request) -> Result<String, Trouble> {
        let answer = self.client.send(request.method, &request.path, Some(&request.body), Repeat::Never)?;
        let number = answer.json.as_ref().and_then(|json| json.get("id"));
        match number {
            Some(Value::String(number)) if answer.status == 201 => Ok(number.clone()),
            Some(Value::Number(number)) if answer.status == 201 => Ok(number.to_string()),
            _ => Err(Trouble::Refused(said(&answer))),
        }
    }

    fn change(&mut self, number: &str, request: &Request) -> Result<(), Trouble> {
        let path = request.path.replace("{ticket}", number);
        let repeat = if request.method == "PUT" { Repeat::Freely } else { Repeat::Never };
        let answer = self.client.send(request.method, &path, Some(&request.body), repeat)?;
        if (200..300).contains(&answer.status) { Ok(()) } else { Err(Trouble::Refused(said(&answer))) }
    }

    fn withdraw(&mut self, number: &str, _instead: &str, _settings: &Settings) -> Result<(), Trouble> {
        let body = json!({ "Status": "deleted" });
        let request = Request { method: "PUT", path: format!("/REST/2.0/ticket/{number}"), body };
        self.change(number, &request)
    }
}

fn standing(item: &Value, open: bool, settings: &Settings) -> Option<Standing> {
    let fields = item.get("CustomFields").and_then(Value::as_array)?;
    let value = |name: &str| {
        let field = fields.iter().find(|field| field.get("name").and_then(Value::as_str) == Some(name))?;
        field.get("values")?.as_array()?.first()?.as_str()
    };
    let id = ExternalId::parse(value(settings.field.as_deref().unwrap_or("oces_id"))?)?;
    let number = match item.get("id")? {
        Value::String(number) => number.clone(),
        other => other.to_string(),
    };
    let state = value(settings.state_field.as_deref().unwrap_or("oces_state")).and_then(State::parse);
    Some(Standing { id, number: Some(number), open, state, remembers: true })
}

fn said(answer: &Answer) -> String {
    let text: String = answer.text.chars().filter(|one| !one.is_control()).take(300).collect();
    format!("RT answers {}: {text}", answer.status)
}
