//! What is to be done with each ticket: made, told of a change, opened again,
//! closed, or left as it is. Pure.
//!
//! *Behaviour*
//!
//! 1. A draft without a ticket makes one.
//! 2. What a ticket remembers and the scans did not look at stays remembered.
//!    It is told of a change when what it remembers changes, and then alone.
//! 3. A ticket that nothing asks for any more is closed when every place where
//!    its matter was last seen was looked at. What is still there but asks for
//!    no ticket closes it too, if the configuration says so, or if the scans of
//!    those hosts were complete: else an unreadable key could make a certificate
//!    somebody else's.
//! 4. A ticket that we closed is opened again when its matter comes back. One
//!    that a person closed stays closed: it is told once that the matter is
//!    still there, and once that it is gone.
//! 5. A ticket that remembers nothing we can read is never closed, and opened
//!    again only where a mere list says that it is closed. Reports that
//!    are older than what a ticket knows change nothing in it.

mod decision;

pub use decision::{Cause, Decision, Decisions, Kind, Left, Stays};

use super::draft::{Draft, Drafts, Quiet};
use super::mark::{Mark, Tag, gathered};
use super::sight::Sight;
use super::state::{Is, Seen};
use super::{ExternalId, Per, Standing, State};
use std::collections::{BTreeMap, BTreeSet};

/// Decides about every ticket. Of several with one identity the open one with
/// the lowest number counts.
pub fn decide(per: Per, drafts: &Drafts, standing: Vec<Standing>, sight: &Sight) -> Decisions {
    let mut decisions = Decisions::default();
    let mut there: BTreeMap<ExternalId, Standing> = BTreeMap::new();
    for one in standing {
        match there.get(&one.id) {
            Some(known) => {
                decisions.twice.push(one.id);
                if rank(&one) < rank(known) {
                    there.insert(one.id, one);
                }
            }
            None => {
                there.insert(one.id, one);
            }
        }
    }
    let judge = Judge { per, drafts, sight };
    for draft in drafts.wanted.values() {
        match there.remove(&draft.id) {
            None => decisions.operations.push(judge.create(draft)),
            Some(ticket) => judge.wanted(draft, ticket, &mut decisions),
        }
    }
    for ticket in there.into_values() {
        judge.unwanted(ticket, BTreeSet::new(), &mut decisions);
    }
    decisions.operations.sort_by_key(|one| (one.kind, one.id));
    decisions.left.sort_by_key(|one| one.id);
    decisions
}

fn rank(ticket: &Standing) -> (bool, usize, Option<&str>) {
    let number = ticket.number.as_deref();
    (!ticket.open, number.map_or(0, str::len), number)
}

struct Judge<'j> {
    per: Per,
    drafts: &'j Drafts,
    sight: &'j Sight,
}

impl Judge<'_> {
    fn create(&self, draft: &Draft) -> Decision {
        let state = State::of(self.per, draft, self.sight);
        let scopes = state.scopes();
        Decision { kind: Kind::Create, id: draft.id, number: None, open: false, cause: Cause::New, state, scopes }
    }

    /// A ticket whose matter is there.
    fn wanted(&self, draft: &Draft, ticket: Standing, decisions: &mut Decisions) {
        let Some(state) = &ticket.state else {
            let cause = if ticket.open { Cause::Forgotten } else { Cause::FoundClosed };
            if ticket.open && !ticket.remembers {
                decisions.unchanged += 1;
                return;
            }
            if !ticket.open && ticket.remembers {
                let left = Left { id: ticket.id, number: ticket.number, why: Stays::NoState };
                decisions.left.push(left);
                return;
            }
            let kind = if ticket.open { Kind::Update } else { Kind::Reopen };
            let made = self.create(draft);
            decisions.operations.push(Decision { kind, number: ticket.number, open: ticket.open, cause, ..made });
            return;
        };
        let news = |mark: &&Mark| self.sight.is_news(mark.scope, state);
        let present: BTreeSet<Mark> = draft.marks.iter().filter(news).cloned().collect();
        if present.is_empty() {
            self.unwanted(ticket, present, decisions);
            return;
        }
        let next = self.next(&present, state);
        let same = next.marks == state.marks && self.sees_alike(&next, state);
        let (kind, cause, is) = match (ticket.open, state.is) {
            (true, Is::Present) if same => {
                decisions.unchanged += 1;
                return;
            }
            (true, _) => (Kind::Update, changed(&next, state), Is::Present),
            (false, Is::Gone) => (Kind::Reopen, Cause::CameBack, Is::Present),
            (false, Is::Disputed) if same => {
                let left = Left { id: ticket.id, number: ticket.number, why: Stays::ByHand };
                decisions.left.push(left);
                return;
            }
            (false, Is::Present | Is::Disputed) => (Kind::Update, Cause::StillThere, Is::Disputed),
        };
        let scopes = scopes(&next.marks);
        let (id, number, open) = (ticket.id, ticket.number, ticket.open);
        let state = State { is, ..next };
        decisions.operations.push(Decision { kind, id, number, open, cause, state, scopes });
    }

    /// A ticket whose matter was not found by the scans that may speak of it.
    fn unwanted(&self, ticket: Standing, present: BTreeSet<Mark>, decisions: &mut Decisions) {
        let (id, number, open) = (ticket.id, ticket.number, ticket.open);
        let mut leave = |number, why| decisions.left.push(Left { id, number, why });
        let Some(state) = ticket.state else {
            // A closed ticket that nothing asks for is as it should be.
            if open {
                leave(number, Stays::NoState);
            }
            return;
        };
        // Closed and gone is as it should be; opened again by a person is a person's.
        if state.is == Is::Gone {
            return;
        }
        if state.per != self.per {
            leave(number, Stays::OtherPer);
            return;
        }
        if let Some(why) = state.marks.iter().find_map(|mark| self.unseen(mark, &state)) {
            leave(number, why);
            return;
        }
        let settled: BTreeSet<Quiet> = state.marks.iter().flat_map(|mark| self.drafts.quiet(mark)).collect();
        let said = |why: &Quiet| matches!(why, Quiet::Ignored | Quiet::Kept | Quiet::Named);
        let complete = state.scopes().iter().all(|scope| self.sight.complete(*scope));
        if !complete && !settled.iter().all(said) {
            leave(number, Stays::Unsure);
            return;
        }
        let cause = match (open, settled.is_empty()) {
            (true, true) => Cause::Gone,
            (true, false) => Cause::Settled(settled),
            (false, true) => Cause::Confirmed,
            (false, false) => return,
        };
        let scopes = state.scopes();
        let mut scans = state.scans.clone();
        scans.extend(self.sight.seen(&scopes));
        let next = State { per: self.per, is: Is::Gone, scans, marks: present };
        let kind = if open { Kind::Close } else { Kind::Update };
        decisions.operations.push(Decision { kind, id, number, open, cause, state: next, scopes });
    }

    /// Why nobody can say that a place is empty.
    fn unseen(&self, mark: &Mark, state: &State) -> Option<Stays> {
        if self.sight.looked(mark, state) {
            return None;
        }
        let reported = self.sight.knows(mark.scope);
        Some(if reported { Stays::NotLooked } else { Stays::NoReport })
    }

    /// What the ticket remembers next: what is there, and what nobody looked at.
    fn next(&self, present: &BTreeSet<Mark>, state: &State) -> State {
        let known: BTreeSet<_> = present.iter().map(place).collect();
        let files: BTreeSet<_> = present.iter().map(|mark| (mark.scope, &mark.way)).collect();
        // Of a file that is there, what was true because of others is so until all others were looked at.
        let unsure = |mark: &Mark| {
            mark.of_others && files.contains(&(mark.scope, &mark.way)) && !self.sight.complete(mark.scope)
        };
        let stay = |mark: &&Mark| !known.contains(&place(mark)) && (unsure(mark) || !self.sight.looked(mark, state));
        let kept: BTreeSet<Mark> = state.marks.iter().filter(stay).cloned().collect();
        let mut scans = self.sight.seen(&scopes(present));
        for scope in scopes(&kept) {
            // What was seen with more sight is gone only when that sight is back.
            let at = scans.get(&scope).map_or(i64::MIN, |seen| seen.at);
            if let Some(before) = state.scans.get(&scope) {
                scans.insert(scope, Seen { at: at.max(before.at), options: before.options.clone() });
            }
        }
        let marks = gathered(present.iter().cloned().chain(kept).collect());
        State { per: self.per, is: state.is, scans, marks }
    }

    /// Whether what the ticket remembers of the scans may stay as it is: were it
    /// wider than the scans are from now on, nothing could be told gone.
    fn sees_alike(&self, next: &State, state: &State) -> bool {
        let same = |scope: &Tag| {
            let options = |of: &State| of.scans.get(scope).map(|seen| seen.options.clone());
            options(next) == options(state)
        };
        scopes(&next.marks).iter().all(|scope| same(scope) || self.sight.speaks_of(*scope, state))
    }
}

/// Where and what, whatever is said of it.
fn place(mark: &Mark) -> (Tag, &[Tag], [u8; 6]) {
    (mark.scope, &mark.way, mark.finding)
}

fn scopes(marks: &BTreeSet<Mark>) -> BTreeSet<Tag> {
    marks.iter().map(|mark| mark.scope).collect()
}

fn changed(next: &State, before: &State) -> Cause {
    let (then, now): (BTreeSet<_>, BTreeSet<_>) =
        (before.marks.iter().map(place).collect(), next.marks.iter().map(place).collect());
    let fresh = next.marks.iter().filter(|mark| !then.contains(&place(mark)));
    let new = fresh.map(|mark| mark.finding).collect();
    Cause::Changed { new, gone: then.difference(&now).count() }
}
