//! Live trackers: what `sync` asks of a server, and in which order.
//!
//! A live tracker is one file in `live/` and one line in [`LIVE`].
//!
//! *Behaviour*
//!
//! 1. Before a ticket is made the server is asked for its identity, and after it
//!    again: of several the one with the lowest number stays, whoever sees the
//!    others withdraws them. So two runs at once end with one ticket.
//! 2. A creation whose answer was lost is looked for before it is sent again.
//! 3. What is refused is told, and the rest goes on; what ends the run leaves the
//!    rest untried, and a new run goes on from what the tracker has.

mod redmine;
mod rt;

use super::client::{Client, Trouble};
use super::decide::Kind;
use super::operation::Operation;
use super::page::Outcome;
use super::tracker::{Request, Settings};
use super::{ExternalId, Standing};
use std::collections::BTreeSet;

/// How often a creation is tried whose answer was lost.
const TRIES: usize = 3;

/// A tracker that answers.
pub trait Live {
    /// Learns what this server calls things, and checks that it can do what is asked of it.
    fn prepare(&mut self, settings: &mut Settings) -> Result<(), Trouble>;
    /// Checks the queues in which tickets are wanted, before the list.
    fn expect(&mut self, _queues: &BTreeSet<String>, _settings: &mut Settings) -> Result<(), Trouble> {
        Ok(())
    }
    /// Every ticket of ours, open and closed, with what it remembers.
    fn list(&mut self, settings: &Settings) -> Result<Vec<Standing>, Trouble>;
    /// The tickets with this identity, lowest number first.
    fn find(&mut self, id: &ExternalId, settings: &Settings) -> Result<Vec<Standing>, Trouble>;
    /// Makes a ticket and tells its number.
    fn create(&mut self, request: &Request) -> Result<String, Trouble>;
    /// Carries out a request on a ticket and makes sure that the server did it.
    fn change(&mut self, number: &str, request: &Request) -> Result<(), Trouble>;
    /// Takes back a ticket that was made a moment ago beside another one.
    fn withdraw(&mut self, number: &str, instead: &str, settings: &Settings) -> Result<(), Trouble>;
}

/// A live tracker: its name, the header of its token, how it is made.
pub struct Entry {
    /// Its name on the command line.
    pub id: &'static str,
    /// The header and its value, from what stands in the token file.
    pub header: fn(&str) -> (&'static str, String),
    /// Makes it.
    pub make: fn(Client) -> Box<dyn Live>,
}

/// The live trackers.
pub static LIVE: &[Entry] = &[
    Entry { id: "rt", header: rt::header, make: |client| Box::new(rt::Rt::new(client)) },
    Entry { id: "redmine", header: redmine::header, make: |client| Box::new(redmine::Redmine::new(client)) },
];

/// Their names, for the command line.
pub fn names() -> Vec<&'static str> {
    LIVE.iter().map(|entry| entry.id).collect()
}

/// The value of `Authorization` for a user and a password.
pub fn basic(user_and_password: &str) -> String {
    format!("Basic {}", data_encoding::BASE64.encode(user_and_password.as_bytes()))
}

/// Carries out the operations and tells what became of each, as soon as it is
/// known. Ends early with what ended it.
pub fn carry_out(
    live: &mut dyn Live,
    operations: &[Operation],
    settings: &Settings,
    told: &mut dyn FnMut(&Operation, &Outcome),
) -> (Vec<Outcome>, Option<Trouble>) {
    let mut outcomes = Vec::with_capacity(operations.len());
    for operation in operations {
        let done = match operation.decision.kind {
            Kind::Create => create(live, operation, settings),
            _ => change(live, operation),
        };
        let outcome = match done {
            Ok(outcome) => outcome,
            Err(Trouble::Refused(why)) => {
                Outcome { outcome: "refused", ticket: operation.decision.number.clone(), why: Some(why) }
            }
            Err(trouble) => {
                let left = operations.len() - outcomes.len();
                outcomes.extend((0..left).map(|_| Outcome { outcome: "not-tried", ticket: None, why: None }));
                return (outcomes, Some(trouble));
            }
        };
        told(operation, &outcome);
        outcomes.push(outcome);
    }
    (outcomes, None)
}

fn change(live: &mut dyn Live, operation: &Operation) -> Result<Outcome, Trouble> {
    let number = operation.decision.number.as_deref();
    let number = number.ok_or_else(|| Trouble::Refused("its number is not known".to_owned()))?;
    let requests = &operation.requests;
    for request in [&requests.first].into_iter().chain(&requests.then) {
        live.change(number, request)?;
    }
    Ok(Outcome { outcome: "done", ticket: Some(number.to_owned()), why: None })
}

fn create(live: &mut dyn Live, operation: &Operation, settings: &Settings) -> Result<Outcome, Trouble> {
    let id = &operation.decision.id;
    let mut tries = TRIES;
    loop {
        if let Some(there) = live.find(id, settings)?.first() {
            let outcome = if tries == TRIES { "there-already" } else { "done" };
            return Ok(Outcome { outcome, ticket: there.number.clone(), why: None });
        }
        match live.create(&operation.requests.first) {
            Ok(number) => return alone(live, operation, settings, &number),
            Err(Trouble::Lost(why)) => {
                tries -= 1;
                if tries == 0 {
                    return Err(Trouble::Over(why));
                }
            }
            Err(other) => return Err(other),
        }
    }
}

/// Makes sure that a new ticket is the only one of its identity.
fn alone(live: &mut dyn Live, operation: &Operation, settings: &Settings, number: &str) -> Result<Outcome, Trouble> {
    for request in &operation.requests.then {
        live.change(number, request)?;
    }
    let all = live.find(&operation.decision.id, settings)?;
    let numbers: Vec<&str> = all.iter().filter_map(|one| one.number.as_deref()).collect();
    let Some((first, others)) = numbers.split_first() else {
        let why = format!("ticket {number} was made, but the tracker does not find it by its identity");
        return Err(Trouble::Over(why));
    };
    for other in others {
        live.withdraw(other, first, settings)?;
    }
    let outcome = if *first == number { "done" } else { "there-already" };
    Ok(Outcome { outcome, ticket: Some((*first).to_owned()), why: None })
}

#[cfg(test)]
mod tests;
