//! Creations against a tracker of paper: races, lost answers, a server that ends.

use super::*;
use crate::tickets::decide::{Cause, Decision};
use crate::tickets::state::Is;
use crate::tickets::tracker::Requests;
use crate::tickets::{Per, State};
use std::collections::{BTreeMap, BTreeSet};

/// A tracker of paper: numbers by identity, and what is to happen at the next creations.
#[derive(Default)]
struct Paper {
    tickets: Vec<(u64, ExternalId)>,
    withdrawn: Vec<String>,
    next: Vec<Next>,
    creations: usize,
}

/// What happens at a creation.
#[derive(Clone, Copy)]
enum Next {
    /// Another run makes the same ticket first.
    Raced,
    /// It is made, and the answer is lost.
    Lost,
    /// It is not made, and the answer is lost.
    Vanished,
    /// It is made without its identity.
    Nameless,
    Refused,
    Over,
}

impl Paper {
    fn add(&mut self, id: ExternalId) -> String {
        let number = self.tickets.len() as u64 + 1;
        self.tickets.push((number, id));
        number.to_string()
    }
}

fn id_of(request: &Request) -> ExternalId {
    ExternalId::parse(request.body.as_str().unwrap()).unwrap()
}

impl Live for Paper {
    fn prepare(&mut self, _: &mut Settings) -> Result<(), Trouble> {
        Ok(())
    }

    fn list(&mut self, _: &Settings) -> Result<Vec<Standing>, Trouble> {
        Ok(Vec::new())
    }

    fn find(&mut self, id: &ExternalId, _: &Settings) -> Result<Vec<Standing>, Trouble> {
        let here =
            self.tickets.iter().filter(|(number, one)| one == id && !self.withdrawn.contains(&number.to_string()));
        let standing = |(number, id): &(u64, ExternalId)| Standing {
            id: *id,
            number: Some(number.to_string()),
            open: true,
            state: None,
            remembers: true,
        };
        Ok(here.map(standing).collect())
    }

    fn create(&mut self, request: &Request) -> Result<String, Trouble> {
        self.creations += 1;
        let id = id_of(request);
        match self.next.pop() {
            None => Ok(self.add(id)),
            Some(Next::Raced) => {
                self.add(id);
                Ok(self.add(id))
            }
            Some(Next::Lost) => {
                self.add(id);
                Err(Trouble::Lost("lost".to_owned()))
            }
            Some(Next::Vanished) => Err(Trouble::Lost("lost".to_owned())),
            Some(Next::Nameless) => Ok("77".to_owned()),
            Some(Next::Refused) => Err(Trouble::Refused("no such queue".to_owned())),
            Some(Next::Over) => Err(Trouble::Over("gone".to_owned())),
        }
    }

    fn change(&mut self, _: &str, _: &Request) -> Result<(), Trouble> {
        Ok(())
    }

    fn withdraw(&mut self, number: &str, _: &str, _: &Settings) -> Result<(), Trouble> {
        self.withdrawn.push(number.to_owned());
        Ok(())
    }
}

fn creation(name: &str) -> Operation {
    let id = ExternalId::of(Per::System, &[name.as_bytes()]);
    let state = State { per: Per::System, is: Is::Present, scans: BTreeMap::new(), marks: BTreeSet::new() };
    let decision = Decision {
        kind: Kind::Create,
        id,
        number: None,
        open: false,
        cause: Cause::New,
        state,
        scopes: BTreeSet::new(),
    };
    let first = Request { method: "POST", path: String::new(), body: id.to_string().into() };
    let requests = Requests { first, then: Vec::new() };
    Operation { decision, title: None, reason: String::new(), lookup: None, requests, state: String::new() }
}

fn run(paper: &mut Paper, names: &[&str]) -> (Vec<&'static str>, Option<Trouble>) {
    let operations: Vec<Operation> = names.iter().map(|name| creation(name)).collect();
    let (outcomes, trouble) = carry_out(paper, &operations, &Settings::default(), &mut |_, _| {});
    (outcomes.iter().map(|outcome| outcome.outcome).collect(), trouble)
}

#[test]
fn of_two_runs_at_once_one_ticket_stays() {
    let mut paper = Paper { next: vec![Next::Raced], ..Paper::default() };
    assert_eq!(run(&mut paper, &["a"]).0, ["there-already"]);
    assert_eq!(paper.withdrawn, ["2"], "the higher number is withdrawn");
    assert_eq!(run(&mut paper, &["a", "b"]).0, ["there-already", "done"]);
    assert_eq!(paper.creations, 2, "what is there is not made again");
}

#[test]
fn a_creation_whose_answer_was_lost_is_looked_for() {
    let mut paper = Paper { next: vec![Next::Lost], ..Paper::default() };
    assert_eq!(run(&mut paper, &["a"]).0, ["done"]);
    assert_eq!((paper.tickets.len(), paper.creations), (1, 1));
    let mut paper = Paper { next: vec![Next::Vanished], ..Paper::default() };
    assert_eq!(run(&mut paper, &["a"]).0, ["done"]);
    assert_eq!((paper.tickets.len(), paper.creations), (1, 2));
    let mut paper = Paper { next: vec![Next::Vanished; 5], ..Paper::default() };
    let (outcomes, trouble) = run(&mut paper, &["a", "b"]);
    assert_eq!((outcomes, paper.creations), (vec!["not-tried", "not-tried"], 3));
    assert_eq!(trouble, Some(Trouble::Over("lost".to_owned())));
}

#[test]
fn a_ticket_that_is_not_found_again_ends_the_run() {
    let mut paper = Paper { next: vec![Next::Nameless], ..Paper::default() };
    let (outcomes, trouble) = run(&mut paper, &["a", "b"]);
    assert_eq!(outcomes, ["not-tried", "not-tried"]);
    assert!(matches!(trouble, Some(Trouble::Over(why)) if why.contains("77")));
}

#[test]
fn what_is_refused_does_not_stop_the_rest_and_what_ends_it_does() {
    let mut paper = Paper { next: vec![Next::Over, Next::Refused], ..Paper::default() };
    let (outcomes, trouble) = run(&mut paper, &["a", "b", "c"]);
    assert_eq!(outcomes, ["refused", "not-tried", "not-tried"]);
    assert_eq!(trouble, Some(Trouble::Over("gone".to_owned())));
    assert_eq!(run(&mut paper, &["a", "b", "c"]), (vec!["done", "done", "done"], None), "a new run goes on");
}
