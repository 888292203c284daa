//! Operations: decisions in the words and requests of one tracker.
//!
//! *Behaviour*
//!
//! 1. Titles and texts are cut to what the tracker takes, never in the middle of
//!    a character.
//! 2. Where the tracker has no field for what a ticket remembers, its texts end
//!    with it.

use super::decide::{Decision, Decisions, Kind};
use super::draft::Drafts;
use super::markup;
use super::sight::Sight;
use super::telling::{Orders, Teller};
use super::tracker::{Change, Create, Request, Requests, Settings, Tracker};
use crate::check::Severity;
use crate::report::text;
use crate::wording::told_with;

/// What a line in a text begins with that holds what a ticket remembers.
pub const STATE_MARK: &str = "oces-state: ";

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// What was decided.
    pub decision: Decision,
    /// The title; of a ticket that nothing asks for any more it is not known.
    pub title: Option<String>,
    /// Why, for people.
    pub reason: String,
    /// How the ticket is found.
    pub lookup: Option<Request>,
    /// What does it.
    pub requests: Requests,
    /// What the ticket remembers from then on.
    pub state: String,
}

/// All operations, in their order.
pub fn operations(
    decisions: &Decisions,
    drafts: &Drafts,
    sight: &Sight,
    teller: &Teller<'_>,
    tracker: &dyn Tracker,
    settings: &Settings,
) -> Vec<Operation> {
    let orders = teller.orders(drafts.wanted.values());
    let writer = Writer { drafts, sight, teller, orders, tracker, settings };
    decisions.operations.iter().map(|decision| writer.operation(decision)).collect()
}

struct Writer<'w> {
    drafts: &'w Drafts,
    sight: &'w Sight,
    teller: &'w Teller<'w>,
    orders: Orders<'w>,
    tracker: &'w dyn Tracker,
    settings: &'w Settings,
}

impl Writer<'_> {
    fn operation(&self, decision: &Decision) -> Operation {
        let draft = self.drafts.wanted.get(&decision.id);
        let desk = draft.map_or(&self.settings.desk, |draft| &draft.desk);
        let home = self.tracker.home(decision.number.as_deref(), desk);
        let desk = home.as_ref();
        let state = decision.state.text();
        let title = draft.map(|draft| self.tracker.title(&text::safe(&self.teller.title(draft))));
        let (id, kind, settings) = (decision.id, decision.kind, self.settings);
        let new = draft.filter(|_| kind == Kind::Create);
        let requests = if let Some(draft) = new {
            let text = self.text(&self.teller.body(draft, &self.orders), &state);
            let due = self.teller.due(draft);
            let severity = if self.teller.is_near(due) { Severity::Error } else { draft.severity };
            let title = title.as_deref().unwrap_or_default();
            self.tracker.create(&Create { id, title, text: &text, severity, due, desk, state: &state, settings })
        } else {
            let comment = self.text(&self.teller.comment(decision, draft, self.sight), &state);
            let number = decision.number.as_deref();
            self.tracker.change(&Change { id, kind, number, comment: &comment, desk, state: &state, settings })
        };
        let lookup = self.tracker.lookup(&id, desk, settings);
        Operation { decision: decision.clone(), title, reason: self.teller.reason(decision), lookup, requests, state }
    }

    fn text(&self, blocks: &[markup::Block], state: &str) -> String {
        let tail = if self.settings.state_in_text { format!("\n\n{STATE_MARK}{state}") } else { String::new() };
        let room = self.tracker.longest_text().saturating_sub(tail.chars().count());
        let more = |left: usize| {
            let values = [("count", left.to_string())];
            told_with(
                "tickets.more",
                self.settings.danish,
                &values.each_ref().map(|(name, text)| (*name, text.as_str())),
            )
        };
        markup::write(self.tracker.markup(), blocks, room, more) + &tail
    }
}
