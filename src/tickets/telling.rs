//! What is said in a ticket: its title, its first text, the comments. Made from
//! the veiled report; decides nothing. What is to be done is the plan's to say.
//!
//! *Behaviour*
//!
//! 1. A title says what the ticket is about and nothing that the calendar
//!    changes. It fits into the shortest title of a tracker with its host.
//! 2. The first text tells what this is and why it matters, the certificates,
//!    the places, who does what by when, what hinders, and how the ticket lives.
//! 3. A comment tells what changed since the last one, and what a person should
//!    do about it.
//! 4. Foreign text comes out raw; `markup` makes it safe. All of it comes from
//!    the veiled report.

mod body;
mod comment;
mod nameless;
mod orders;
mod places;
mod task;
mod title;

pub use orders::Orders;

use super::decide::{Cause, Decision};
use super::draft::{Draft, Matter, Quiet, Systems};
use super::mark::Tag;
use super::markup::Block;
use super::sight::Sight;
use crate::catalogue::Role;
use crate::certificate::Fingerprint;
use crate::check::Finding;
use crate::classify::{Classified, Listing};
use crate::plan::{Action, State};
use crate::privacy::{self, Key};
use crate::report::{PersonalData, Report};
use crate::wording::{self, told, told_with};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use time::Date;

/// A deadline in so many days is near.
const NEAR: i64 = 31;

/// The actions that are not done, by number, and what they are about.
#[derive(Default)]
#[expect(clippy::struct_field_names, reason = "each is a way to look")]
struct Planned<'t> {
    by_id: HashMap<&'t str, usize>,
    by_certificate: HashMap<Fingerprint, Vec<usize>>,
    by_path: HashMap<&'t Path, Vec<usize>>,
}

impl<'t> Planned<'t> {
    fn new(report: &'t Report) -> Planned<'t> {
        let mut planned = Planned::default();
        let open = report.plan.actions.iter().enumerate().filter(|(_, action)| action.state != State::Done);
        for (at, action) in open {
            planned.by_id.insert(&action.id, at);
            for print in &action.certificates {
                planned.by_certificate.entry(*print).or_default().push(at);
            }
            let bare = action.paths.iter().filter(|_| action.certificates.is_empty());
            for path in bare {
                planned.by_path.entry(path).or_default().push(at);
            }
        }
        planned
    }
}

/// Tells of tickets in one language.
pub struct Teller<'t> {
    report: &'t Report,
    findings: HashMap<[u8; 16], &'t Finding>,
    systems: Systems<'t>,
    planned: Planned<'t>,
    key: Option<&'t Key>,
    /// The scopes by name, as the veiled report has them.
    names: BTreeMap<Tag, String>,
    danish: bool,
}

impl<'t> Teller<'t> {
    /// From the veiled report.
    pub fn new(report: &'t Report, key: Option<&'t Key>, names: BTreeMap<Tag, String>, danish: bool) -> Teller<'t> {
        let findings = report.findings.iter().map(|finding| (finding.id, finding)).collect();
        Teller { report, findings, systems: Systems::new(report), planned: Planned::new(report), key, names, danish }
    }

    /// The findings of a draft as they may be told, in the order of the report.
    pub fn findings(&self, draft: &Draft) -> Vec<&'t Finding> {
        let veiled = |id: &[u8; 16]| {
            let known = self.findings.get(id);
            known.or_else(|| self.findings.get(&privacy::identity(self.key?, id)?)).copied()
        };
        draft.findings.iter().filter_map(veiled).collect()
    }

    /// The title, stable while the matter is.
    pub fn title(&self, draft: &Draft) -> String {
        title::title(self, draft)
    }

    /// By when something of it must be done, if that lies ahead.
    pub fn due(&self, draft: &Draft) -> Option<Date> {
        self.actions(draft, &self.findings(draft)).into_iter().filter_map(|action| action.deadline).min()
    }

    /// Whether a day is near enough to come before what is long overdue.
    pub fn is_near(&self, due: Option<Date>) -> bool {
        due.is_some_and(|due| (due - self.report.scan.as_of).whole_days() <= NEAR)
    }

    /// The first text of a new ticket.
    pub fn body(&self, draft: &Draft, orders: &Orders<'_>) -> Vec<Block> {
        let told = body::body(self, draft, orders);
        let mut blocks: Vec<Block> = told.iter().cloned().map(|block| self.nameless_block(block)).collect();
        if blocks != told {
            let last = blocks.iter().rposition(|block| matches!(block, Block::Heading(_))).unwrap_or(blocks.len());
            blocks.insert(last, Block::Text(self.told("tickets.omitted.note").to_owned()));
        }
        blocks
    }

    /// Which ticket orders what.
    pub fn orders<'d>(&self, drafts: impl Iterator<Item = &'d Draft>) -> Orders<'d> {
        orders::orders(self, drafts)
    }

    /// What is said of a change, a return or the end.
    pub fn comment(&self, decision: &Decision, draft: Option<&Draft>, sight: &Sight) -> Vec<Block> {
        let told = comment::comment(self, decision, draft, sight);
        told.into_iter().map(|block| self.nameless_block(block)).collect()
    }

    /// Why, in one line for the operator.
    pub fn reason(&self, decision: &Decision) -> String {
        match &decision.cause {
            Cause::New => self.told("tickets.reason.new").to_owned(),
            Cause::Changed { new, gone } if new.is_empty() && *gone == 0 => {
                self.told("tickets.reason.otherwise").to_owned()
            }
            Cause::Changed { new, gone } => {
                let parts = [
                    (new.len(), ["tickets.reason.found-new-one", "tickets.reason.found-new"]),
                    (*gone, ["tickets.reason.found-gone-one", "tickets.reason.found-gone"]),
                ];
                let parts = parts.into_iter().filter(|(count, _)| *count > 0);
                parts.map(|(count, keys)| self.counted(keys, count)).collect::<Vec<_>>().join(", ")
            }
            Cause::Forgotten => self.told("tickets.reason.forgotten").to_owned(),
            Cause::StillThere => self.told("tickets.reason.still-there").to_owned(),
            Cause::FoundClosed => self.told("tickets.reason.found-closed").to_owned(),
            Cause::CameBack => self.told("tickets.reason.came-back").to_owned(),
            Cause::Gone => self.told("tickets.reason.gone").to_owned(),
            Cause::Confirmed => self.told("tickets.reason.confirmed").to_owned(),
            Cause::Settled(why) => self.fill("tickets.reason.settled", &[("why", &self.why(why))]),
        }
    }

    /// Why findings ask for no ticket, in few words.
    fn why(&self, why: &BTreeSet<Quiet>) -> String {
        let one = |why: &Quiet| match why {
            Quiet::Ignored => "tickets.settled.ignored",
            Quiet::Kept => "tickets.settled.kept",
            Quiet::History => "tickets.settled.history",
            Quiet::Foreign => "tickets.settled.foreign",
            Quiet::Minor => "tickets.settled.minor",
            Quiet::Elsewhere | Quiet::Named => "tickets.settled.elsewhere",
        };
        why.iter().map(|why| self.told(one(why))).collect::<Vec<_>>().join("; ")
    }

    /// What is to be done about these findings and is not done, in the order of the plan.
    fn actions(&self, draft: &Draft, findings: &[&Finding]) -> Vec<&'t Action> {
        if let Matter::Action(id, kind) = &draft.matter {
            if let Some(at) = self.planned.by_id.get(id.as_str()) {
                return self.report.plan.actions.get(*at).into_iter().collect();
            }
            // A key renamed it: its kind and certificate tell it.
            let certificate = findings.first().and_then(|finding| finding.certificate);
            let same = |action: &&Action| {
                action.state != State::Done
                    && action.kind == *kind
                    && certificate.is_none_or(|print| action.certificates.contains(&print))
            };
            return self.report.plan.actions.iter().find(same).into_iter().collect();
        }
        let about = findings.iter().filter_map(|finding| match &finding.certificate {
            Some(print) => self.planned.by_certificate.get(print),
            None => self.planned.by_path.get(&*finding.location.path),
        });
        let numbers: BTreeSet<usize> = about.flatten().copied().collect();
        numbers.into_iter().filter_map(|at| self.report.plan.actions.get(at)).collect()
    }

    /// What a finding is, in few words.
    fn kind(&self, finding: &Finding) -> String {
        let key = format!("tickets.kind.{}", finding.rule.id);
        if wording::knows(&key) { self.fill(&key, &[]) } else { finding.rule.id.to_owned() }
    }

    /// The certificates of findings, each once, in their order.
    fn certificates(&self, findings: &[&Finding]) -> Vec<&'t Classified> {
        let mut known = BTreeSet::new();
        let prints = findings.iter().filter_map(|finding| finding.certificate).filter(|print| known.insert(*print));
        prints.filter_map(|print| self.report.certificate(&print)).collect()
    }

    /// Without numbers that stand for a person in one report only.
    fn nameless(&self, foreign: &str) -> String {
        if self.report.scan.personal_data == PersonalData::Omit && self.key.is_none() {
            return nameless::nameless(self, foreign);
        }
        foreign.to_owned()
    }

    fn nameless_block(&self, block: Block) -> Block {
        let all = |items: Vec<String>| items.iter().map(|item| self.nameless(item)).collect();
        match block {
            Block::Heading(text) => Block::Heading(self.nameless(&text)),
            Block::Text(text) => Block::Text(self.nameless(&text)),
            Block::List(items) => Block::List(all(items)),
            Block::Places(items) => Block::Places(all(items)),
        }
    }

    fn told(&self, key: &'static str) -> &'static str {
        told(key, self.danish)
    }

    fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        told_with(key, self.danish, values)
    }

    /// A text about one or several.
    fn counted(&self, [one, several]: [&str; 2], count: usize) -> String {
        self.fill(if count == 1 { one } else { several }, &[("count", &count.to_string())])
    }
}

/// Whether it is an authority's.
fn is_authority(listing: &Listing) -> bool {
    listing.role != Role::EndEntity
}

#[cfg(test)]
mod tests;
