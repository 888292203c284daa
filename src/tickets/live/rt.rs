//! A live Request Tracker 5.
//!
//! *Behaviour*
//!
//! 1. A field that RT does not know is no error to it: a ticket without our
//!    field would be made anew every night. So each queue that is wanted must
//!    show the field before anything is made, and every new ticket is read back.
//! 2. A ticket that a person merged into another, or moved to where our field
//!    cannot be seen, is neither made again nor written to.
//! 3. RT answers a change with success whatever became of it, and a comment at
//!    times not at all though it is stored. So its answers are not read: the
//!    status is read back, and what a lost answer was about is looked for.
//! 4. Where the field for what a ticket remembers is missing, its texts are
//!    read (`texts`).

mod item;
mod texts;

#[cfg(test)]
mod tests;

use super::{Live, basic};
use crate::tickets::client::{Answer, Client, Repeat, Trouble};
use crate::tickets::tracker::rt::{field, state_field};
use crate::tickets::tracker::{Request, Settings, percent};
use crate::tickets::{ExternalId, Standing};
use item::{Item, text_of};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// More pages of a hundred tickets are not asked for.
const MOST_PAGES: usize = 10_000;

/// How often a comment is sent whose answer was lost.
const TRIES: usize = 3;

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

    /// All items of a search, by number.
    fn search(&self, query: &str, fields: &str) -> Result<Vec<Value>, Trouble> {
        let mut found = Vec::new();
        for page in 1..=MOST_PAGES {
            let query = percent(query);
            // RT's own order is none, and the address that it gives for the next page is no good.
            let path = format!("/REST/2.0/tickets?query={query}&fields={fields}&orderby=id&per_page=100&page={page}");
            let answer = self.client.get(&path)?;
            let json = answer.json.as_ref().filter(|_| answer.status == 200);
            let items = json.and_then(|json| json.get("items")).and_then(Value::as_array);
            let items = items.ok_or_else(|| Trouble::Over(said(&answer)))?;
            found.extend(items.iter().cloned());
            // Whoever may not see all tickets is not told how many pages there are.
            let pages = json.and_then(|json| json.get("pages")).and_then(Value::as_u64);
            if items.is_empty() || pages.map_or(items.len() < 100, |pages| page as u64 >= pages) {
                return Ok(found);
            }
        }
        Err(Trouble::Over("RT has more tickets of ours than can be".to_owned()))
    }

    fn ticket(&self, number: &str) -> Result<Value, Trouble> {
        let answer = self.client.get(&format!("/REST/2.0/ticket/{number}"))?;
        let json = answer.json.as_ref().filter(|_| answer.status == 200);
        json.cloned().ok_or_else(|| Trouble::Refused(said(&answer)))
    }

    /// Sends a status or fields; whether it was done is for the caller to see.
    fn put(&self, number: &str, body: &Value) -> Result<(), Trouble> {
        let path = format!("/REST/2.0/ticket/{number}");
        let answer = self.client.send("PUT", &path, Some(body), Repeat::Freely)?;
        if answer.status == 200 { Ok(()) } else { Err(Trouble::Refused(said(&answer))) }
    }

    fn has_status(&self, number: &str, status: &str) -> Result<bool, Trouble> {
        let ticket = self.ticket(number)?;
        Ok(ticket.get("Status").and_then(Value::as_str).is_some_and(|is| is.eq_ignore_ascii_case(status)))
    }

    fn status(&self, number: &str, body: &Value) -> Result<(), Trouble> {
        self.put(number, body)?;
        let status = body.get("Status").and_then(Value::as_str).unwrap_or_default();
        if self.has_status(number, status)? {
            return Ok(());
        }
        let why = format!(
            "RT does not set ticket {number} to `{status}`: the right ModifyTicket is missing, the lifecycle does not \
             allow it, or the ticket depends on others"
        );
        Err(Trouble::Refused(why))
    }

    fn comment(&self, number: &str, path: &str, body: &Value) -> Result<(), Trouble> {
        let mut tries = TRIES;
        loop {
            match self.client.send("POST", path, Some(body), Repeat::Never) {
                Ok(answer) if answer.status == 201 => return Ok(()),
                Ok(answer) => return Err(Trouble::Refused(said(&answer))),
                Err(Trouble::Lost(why)) => {
                    tries -= 1;
                    let text = body.get("Content").and_then(Value::as_str).unwrap_or_default();
                    if texts::has(&self.client, number, text)? {
                        // The text is there; the fields that come after it may not be.
                        let fields = body.get("CustomFields").cloned().unwrap_or_default();
                        return self.put(number, &json!({ "CustomFields": fields }));
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

impl Live for Rt {
    fn prepare(&mut self, settings: &mut Settings) -> Result<(), Trouble> {
        for name in [field(settings), state_field(settings)] {
            if name.is_empty() || name.contains(['{', '}', '\'', '"', '\\']) {
                return Err(Trouble::Over(format!("`{name}` cannot be the name of a custom field of RT")));
            }
        }
        let answer = self.client.get("/REST/2.0/rt")?;
        let version = answer.json.as_ref().and_then(|json| json.get("Version"));
        if answer.status == 200 && version.is_some_and(Value::is_string) {
            return Ok(());
        }
        let why = "this is not the REST interface 2.0 of Request Tracker: --url is what stands before /REST/2.0";
        Err(Trouble::Over(format!("{why} ({})", answer.status)))
    }

    fn expect(&mut self, queues: &BTreeSet<String>, settings: &mut Settings) -> Result<(), Trouble> {
        for queue in queues {
            let answer = self.client.get(&format!("/REST/2.0/queue/{}", percent(queue)))?;
            let fields = answer.json.as_ref().filter(|_| answer.status == 200);
            let fields = fields.and_then(|json| json.get("TicketCustomFields")).and_then(Value::as_array);
            if answer.status != 200 {
                let why = format!("RT shows no queue `{queue}` to this user: there is none, or SeeQueue is missing");
                return Err(Trouble::Over(format!("{why} ({})", answer.status)));
            }
            let has = |name: &str| fields.is_some_and(|fields| fields.iter().any(|one| item::is_named(one, name)));
            if !has(field(settings)) {
                return Err(Trouble::Over(format!(
                    "queue `{queue}` has no custom field `{}` for tickets that this user may see: make it, apply it to \
                     the queue, and give the rights SeeCustomField and ModifyCustomField",
                    field(settings)
                )));
            }
            settings.state_in_text |= !has(state_field(settings));
        }
        Ok(())
    }

    fn list(&mut self, settings: &Settings) -> Result<Vec<Standing>, Trouble> {
        // Without EffectiveId RT leaves out merged tickets.
        let ours = format!("CF.{{{}}} LIKE 'oces:v1:' AND EffectiveId > 0", field(settings));
        let items = self.search(&ours, "Status,EffectiveId,CustomFields")?;
        let closed = self.search(&format!("{ours} AND Status = '__Inactive__'"), "Status")?;
        let closed: BTreeSet<String> = closed.iter().filter_map(|item| text_of(item.get("id"))).collect();
        let items = items.iter().filter_map(|item| Item::read(item, settings));
        let mut all = Vec::new();
        for item in item::apart(items.filter(|item| item.id.is_some()).collect()) {
            let mut standing = item.standing(!closed.contains(&item.number));
            if standing.remembers && standing.state.is_none() {
                standing.state = texts::state(&self.client, &item.number)?;
            }
            all.push(standing);
        }
        Ok(all)
    }

    fn find(&mut self, id: &ExternalId, settings: &Settings) -> Result<Vec<Standing>, Trouble> {
        let query = format!("CF.{{{}}} = '{id}' AND EffectiveId > 0", field(settings));
        let items = self.search(&query, "Status,EffectiveId,CustomFields")?;
        let items = items.iter().filter_map(|item| Item::read(item, settings));
        // RT compares without regard to case. A field that cannot be seen holds what was asked for.
        let same = items.filter(|item| item.id.is_none_or(|one| one == *id) && !item.other);
        let same = same.map(|item| Item { id: Some(*id), ..item }).collect();
        Ok(item::apart(same).iter().map(|item| item.standing(true)).collect())
    }

    fn create(&mut self, request: &Request) -> Result<String, Trouble> {
        let answer = self.client.send(request.method, &request.path, Some(&request.body), Repeat::Never)?;
        let number = answer.json.as_ref().and_then(|json| text_of(json.get("id")));
        number.filter(|_| answer.status == 201).ok_or_else(|| Trouble::Refused(said(&answer)))
    }

    fn change(&mut self, number: &str, request: &Request) -> Result<(), Trouble> {
        let path = request.path.replace("{ticket}", number);
        match request.method {
            "PUT" => self.status(number, &request.body),
            _ => self.comment(number, &path, &request.body),
        }
    }

    fn withdraw(&mut self, number: &str, instead: &str, settings: &Settings) -> Result<(), Trouble> {
        self.put(number, &json!({ "Status": "deleted" }))?;
        if self.has_status(number, "deleted")? {
            return Ok(());
        }
        // Without the right to delete: no ticket of ours any more, and out of the way.
        self.put(number, &json!({ "CustomFields": { field(settings): null }, "Status": "rejected" }))?;
        let left = Item::read(&self.ticket(number)?, settings);
        if left.is_some_and(|item| item.id.is_some()) {
            let why = format!("ticket {number} is there twice (see {instead}) and RT does not let it be withdrawn");
            return Err(Trouble::Refused(why));
        }
        let text = if settings.danish {
            format!("Oprettet samtidig med sag #{instead}, som gælder i stedet.")
        } else {
            format!("Made at the same time as ticket #{instead}, which stands instead.")
        };
        let body = json!({ "Content": text, "ContentType": "text/plain" });
        self.comment(number, &format!("/REST/2.0/ticket/{number}/comment"), &body)
    }
}

/// What RT said, without what may steer a terminal.
fn said(answer: &Answer) -> String {
    let text: String = answer.text.chars().filter(|one| !one.is_control()).take(300).collect();
    format!("RT answers {}: {text}", answer.status)
}
