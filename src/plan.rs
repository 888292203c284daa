//! From findings to the migration plan: what is to be done, by whom, in which
//! order. Which steps make an action is data in `plan/guidance.toml`; what they
//! say stands in `wording/{da,en}/plan.toml`.
//!
//! Nothing is ordered for a foreign certificate. No private key is ever
//! proposed for deletion.
//!
//! *Behaviour*
//!
//! 1. An end entity gets the actions of its kind, over all its places together.
//!    Messages and logs without a key are history and make no action.
//! 2. Foreign: `fetch` the counterparty's present certificate, nothing else.
//!    Unknown: `ask-owner`, nothing else. Only own ones are ordered, renewed
//!    or retired.
//! 3. Own, but only in backups, archives, libraries or mails: `decide` and
//!    `retire`.
//! 4. What nothing refers to, what was decided against, and test certificates
//!    of old: `decide` and `retire`; nothing is ordered.
//! 5. The truststores of an environment are one `trust` action together;
//!    registration is one action for each counterparty; `save-mail` is one for
//!    each key that opens messages of old.
//! 6. Before the block, the deadline is the last day before it; from the block
//!    on there is no deadline but `overdue_since`. `ask-owner`, `save-mail` and
//!    `retire` have neither: no day makes them due.

mod basis;
pub mod calendar;
mod case;
mod course;
mod endings;
mod guide;
pub mod listing;
mod mail;
mod nemid;
pub mod progress;
mod recipe;
mod remarks;
mod seat;
pub mod sheets;
mod stem;
mod story;
mod successor;
mod telling;
mod trust;

pub use crate::wording::Text;
pub use remarks::remarks;

use crate::catalogue::Role;
use crate::certificate::Fingerprint;
use crate::check::Finding;
use crate::classify::{Classified, Message, Settings, Verdict};
use crate::clue::{Counterparty, UseKind};
use crate::ledger::Ledger;
use crate::usage::Usage;
use basis::Basis;
use case::{Around, Case};
use endings::Endings;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use story::Stories;
use time::Date;

/// The ordered actions.
#[derive(Debug, Default)]
pub struct Plan {
    /// By wave, then priority, then identifier.
    pub actions: Vec<Action>,
    /// What replaces each certificate that gets a replacement, by fingerprint.
    pub replacements: BTreeMap<Fingerprint, Replacement>,
    /// How far it is, wave by wave.
    pub progress: Vec<progress::Wave>,
    /// The certificate list of MitID Erhverv against what was found, where one
    /// was given.
    pub listing: Option<listing::Comparison>,
    /// Days to keep in mind, by day.
    pub calendar: Vec<calendar::Entry>,
    /// What is typed, sent and kept.
    pub sheets: sheets::Sheets,
}

/// All that the plan is made from.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the types say it")]
pub struct Matter<'m> {
    pub certificates: &'m [Classified],
    pub messages: &'m [Message],
    pub usage: &'m Usage,
    pub findings: &'m [Finding],
    pub settings: &'m Settings,
    pub ledger: &'m Ledger,
}

/// One thing to do.
#[derive(Clone, Debug, Default)]
pub struct Action {
    /// Stable: from kind and certificate, and the counterparty where each has its own.
    pub id: String,
    /// `decide`, `order`, `register`, `swap`, `retire` and the like.
    pub kind: &'static str,
    /// 0 decide, 1 trust, 2 order, 3 register, 4 swap, 5 verify, 6 take out of service.
    pub wave: u8,
    /// The title, in both languages.
    pub title: Text,
    /// The certificates it concerns.
    pub certificates: Vec<Fingerprint>,
    /// The paths it concerns, sorted.
    pub paths: Vec<Arc<Path>>,
    /// The scopes of those, sorted, where reports of several are merged.
    pub scopes: Vec<Arc<str>>,
    /// The systems it concerns, by id, sorted.
    pub systems: Vec<String>,
    /// The uses that it serves, surest first.
    pub uses: Vec<UseKind>,
    /// Who at the other end it concerns, surest first.
    pub counterparties: Vec<&'static Counterparty>,
    /// Who does it, in both languages.
    pub who: Vec<Text>,
    /// The steps, in both languages.
    pub steps: Vec<Text>,
    /// How to see that it is done, in both languages.
    pub checks: Vec<Text>,
    /// By when, if that lies ahead.
    pub deadline: Option<Date>,
    /// Since when it is overdue.
    pub overdue_since: Option<Date>,
    /// 1 is first.
    pub priority: u32,
    /// Identifiers of the actions before it.
    pub after: Vec<String>,
    /// How far it is.
    pub state: State,
    /// The same in few words, for lists of many actions.
    pub brief: Brief,
}

/// An action as a list tells it beside others of its recipe: what they share
/// need be told once only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// The title of all of them together.
    pub heading: Text,
    /// The name of this one's certificate; empty where it concerns several.
    pub name: Text,
    /// The steps, as they hold for others too.
    pub common: Vec<Text>,
    /// What is said of this one alone.
    pub points: Vec<Text>,
    /// Its places, where they are needed for doing it, and what they are.
    pub places: Vec<(String, Text)>,
    /// How to see that it is done, as it holds for others too.
    pub checks: Vec<Text>,
}

/// How far an action is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum State {
    #[default]
    Open,
    InProgress,
    Done,
}

impl State {
    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            State::Open => "open",
            State::InProgress => "in-progress",
            State::Done => "done",
        }
    }
}

/// What replaces a certificate.
#[derive(Clone, Debug, Default)]
pub struct Replacement {
    /// `system`, `organisation`, `employee` or `none`.
    pub kind: &'static str,
    /// `counterparty`, `use` or `old-kind`.
    pub basis: &'static str,
    /// What the kind was concluded from, in words, and what speaks for another.
    pub reasons: Vec<Text>,
    /// The certificates that may be its successors, and how sure that is
    /// (`confirmed`, `suspected`, `expired`).
    pub successors: Vec<(Fingerprint, &'static str)>,
    /// How far it is.
    pub state: State,
}

/// The kinds of action and their waves.
pub const KINDS: &[(&str, u8)] = &[
    ("ask-owner", 0),
    ("decide", 0),
    ("save-mail", 0),
    ("fetch", 1),
    ("trust", 1),
    ("order", 2),
    ("renew", 2),
    ("register", 3),
    ("swap", 4),
    ("replace-nemid", 4),
    ("verify", 5),
    ("retire", 6),
];

/// The certificates by fingerprint.
type ByPrint<'a> = BTreeMap<Fingerprint, &'a Classified>;

/// Makes the plan.
pub fn plan(matter: &Matter<'_>) -> Plan {
    let Matter { certificates, findings, settings, .. } = *matter;
    let by_print: ByPrint<'_> = certificates.iter().map(|one| (one.certificate.sha256, one)).collect();
    let stories = Stories::of(matter);
    let bases = bases(matter, &stories);
    let replacements = successor::replacements(certificates, &bases, matter.ledger, settings.as_of);
    let endings = Endings::of(certificates, settings);
    let mut actions = trust::actions(&by_print, findings, &matter.usage.systems, &endings);
    actions.extend(nemid::actions(matter.usage, &endings));
    actions.extend(mail::locked(matter.messages, &by_print, &endings));
    let exposed = story::exposed(findings);
    let around = Around {
        ledger: matter.ledger,
        endings: &endings,
        replacements: &replacements,
        bases: &bases,
        exposed: &exposed,
        as_of: settings.as_of,
    };
    for classified in certificates {
        if let Some(case) = Case::new(classified, stories.story(classified), &around) {
            actions.extend(recipe::actions(&case, &by_print));
        }
    }
    actions.sort_by(|a, b| (a.wave, a.priority, &a.id).cmp(&(b.wave, b.priority, &b.id)));
    let mut plan = Plan { actions, replacements, ..Plan::default() };
    progress::settle(&mut plan, matter);
    plan.progress = progress::waves(&plan.actions);
    plan.listing = listing::compare(matter);
    plan.calendar = calendar::make(matter, &plan);
    plan.sheets = sheets::make(matter, &plan);
    plan
}

/// The kind that replaces each end entity, and why.
fn bases(matter: &Matter<'_>, stories: &Stories<'_>) -> BTreeMap<Fingerprint, Basis> {
    let (ledger, as_of) = (matter.ledger, matter.settings.as_of);
    let subjects = progress::Subjects::new(matter);
    let demanded = |one: &Classified| {
        let (paths, systems) = subjects.of(one);
        ledger.decision(&one.certificate.sha256, &paths, systems).is_some_and(|decision| decision.needed)
    };
    let demanded = |one: &Classified| !ledger.decisions.is_empty() && demanded(one);
    let end_entities = matter.certificates.iter().filter_map(|one| match &one.verdict {
        Verdict::Listed(listing) if listing.role == Role::EndEntity && !listing.qualified => Some((one, listing)),
        _ => None,
    });
    end_entities
        .map(|(one, listing)| {
            (one.certificate.sha256, basis::basis(listing, &stories.story(one), demanded(one), as_of))
        })
        .collect()
}

#[cfg(test)]
mod tests;
