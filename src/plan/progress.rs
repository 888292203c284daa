//! What people have said, laid over the finished plan, and how far it is, wave
//! by wave.
//!
//! Looks at actions from outside: whoever makes them need not know of it.
//!
//! Behaviour
//! 1. A decision answers `decide`. What is not needed is neither ordered nor
//!    registered nor swapped: only taking it out of service is left. That a
//!    robot's key of a person is needed does not answer what takes its place.
//! 2. A key that is kept on purpose, and of which every place that was seen is
//!    the place where it is kept, has been taken out of service. If nothing
//!    else of its certificate is left either, it needs no successor, unless a
//!    decision says that it is needed.
//!    A key that lies open where it is kept is not out of service yet.
//! 3. Not seen is not done: a key that was said to be kept, but that the scan
//!    saw nowhere, leaves its action open; so does a text that still names it.

mod kept;

pub(super) use kept::Subjects;

use super::case::is_personal;
use super::{Action, Matter, Plan, State, Text};
use crate::certificate::Fingerprint;
use crate::check::date_text;
use crate::classify::{Classified, Verdict};
use crate::clue::{Confidence, UseKind};
use crate::ledger::Decision;
use crate::wording::{Values, filled};
use kept::Kept;
use std::collections::{BTreeMap, BTreeSet};

/// What is left out where nothing is needed.
const ONLY_IF_NEEDED: [&str; 5] = ["order", "renew", "register", "swap", "verify"];

/// How far a wave is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Wave {
    pub wave: u8,
    pub open: usize,
    pub in_progress: usize,
    pub done: usize,
}

impl Wave {
    /// All its actions.
    pub fn all(&self) -> usize {
        self.open + self.in_progress + self.done
    }

    /// How many of a hundred are done, rounded down: 100 is all of them.
    pub fn percent(&self) -> usize {
        (self.done * 100).checked_div(self.all()).unwrap_or(100)
    }
}

/// The waves that have actions, in order.
pub(super) fn waves(actions: &[Action]) -> Vec<Wave> {
    let mut waves: BTreeMap<u8, Wave> = BTreeMap::new();
    for action in actions {
        let wave = waves.entry(action.wave).or_insert(Wave { wave: action.wave, ..Wave::default() });
        match action.state {
            State::Open => wave.open += 1,
            State::InProgress => wave.in_progress += 1,
            State::Done => wave.done += 1,
        }
    }
    waves.into_values().collect()
}

/// Lays decisions and kept keys over the plan.
pub(super) fn settle(plan: &mut Plan, matter: &Matter<'_>) {
    if matter.ledger.decisions.is_empty() && matter.ledger.retains.is_empty() {
        return;
    }
    let subjects = Subjects::new(matter);
    let said = matter.certificates.iter().map(|one| (one.certificate.sha256, Said::of(one, &subjects, matter)));
    let said: BTreeMap<Fingerprint, Said<'_>> = said.collect();
    for action in &mut plan.actions {
        match action.kind {
            "ask-owner" => ask(action, &said),
            "decide" => decide(action, &said),
            "retire" => retire(action, &said),
            _ => {}
        }
    }
    leave_out(plan, &said);
    for (sha256, replacement) in &mut plan.replacements {
        if let Some(no) = said.get(sha256).and_then(Said::no) {
            replacement.kind = "none";
            replacement.reasons.push(no);
        }
    }
}

/// What was said of one certificate.
struct Said<'a> {
    decision: Option<&'a Decision>,
    kept: Option<Kept<'a>>,
    /// Whether it is a person's, and a robot uses it.
    robot: bool,
}

impl<'a> Said<'a> {
    fn of(classified: &'a Classified, subjects: &Subjects<'_>, matter: &Matter<'a>) -> Said<'a> {
        let (paths, systems) = subjects.of(classified);
        let decision = matter.ledger.decision(&classified.certificate.sha256, &paths, systems);
        let kept = matter.ledger.retain(&classified.certificate.sha256).map(|rule| Kept::of(classified, rule, matter));
        Said { decision, kept, robot: is_robot(classified, matter) }
    }

    /// Whether what was said leaves nothing to decide.
    fn settles(&self) -> bool {
        self.answer().is_some() && !self.asks_on()
    }

    fn asks_on(&self) -> bool {
        self.robot && self.decision.is_some_and(|one| one.needed)
    }

    /// That it was decided, or that its key is only kept: as a step, and in the
    /// few words of a list.
    fn answer(&self) -> Option<(Text, Text)> {
        let told = |decision| decision_text(decision, self.asks_on());
        self.decision.map(told).or_else(|| self.only_kept().map(Kept::answer))
    }

    /// Why nothing comes after it.
    fn no(&self) -> Option<Text> {
        match self.decision {
            Some(decision) if decision.needed => None,
            _ => self.answer().map(|(step, _)| step),
        }
    }

    fn only_kept(&self) -> Option<&Kept<'a>> {
        self.kept.as_ref().filter(|kept| kept.alone && kept.state != State::Open)
    }
}

/// Marks a decision as made where there is one for all that it is about.
/// Whoever made the action may have told it already.
fn decide(action: &mut Action, said: &BTreeMap<Fingerprint, Said<'_>>) {
    let answers: Vec<Option<(Text, Text)>> = answers(action, said).map(|said| said.and_then(Said::answer)).collect();
    let all = self::answers(action, said).all(|said| said.is_some_and(Said::settles));
    if all && action.state == State::Done {
        return;
    }
    for answer in answers.into_iter().flatten() {
        tell(action, answer, if all { State::Done } else { State::InProgress });
    }
}

/// Whose it is need not be known where nobody needs it; where somebody does,
/// that is a beginning of the answer.
fn ask(action: &mut Action, said: &BTreeMap<Fingerprint, Said<'_>>) {
    let decisions: Vec<Option<&Decision>> =
        answers(action, said).map(|said| said.and_then(|said| said.decision)).collect();
    let needless = decisions.iter().all(|one| one.is_some_and(|one| !one.needed));
    for decision in decisions.into_iter().flatten() {
        tell(action, decision_text(decision, false), if needless { State::Done } else { State::InProgress });
    }
}

/// Marks the end of service as reached where the key is kept as was said.
fn retire(action: &mut Action, said: &BTreeMap<Fingerprint, Said<'_>>) {
    let kept: Vec<Option<&Kept<'_>>> =
        answers(action, said).map(|said| said.and_then(|said| said.kept.as_ref())).collect();
    let states: BTreeSet<State> = kept.iter().map(|kept| kept.map_or(State::Open, |kept| kept.state)).collect();
    let state = match (states.first(), states.last()) {
        (Some(State::Done), _) => State::Done,
        (_, Some(State::Open) | None) => State::Open,
        _ => State::InProgress,
    };
    if state == State::Done && action.state == State::Done {
        return;
    }
    for kept in kept.into_iter().flatten() {
        tell(action, kept.standing(), state);
    }
}

fn answers<'s, 'a>(
    action: &Action,
    said: &'s BTreeMap<Fingerprint, Said<'a>>,
) -> impl Iterator<Item = Option<&'s Said<'a>>> {
    action.certificates.iter().map(|sha256| said.get(sha256)).collect::<Vec<_>>().into_iter()
}

/// Puts a step first, and its point first of what a list tells of this action alone.
fn tell(action: &mut Action, (step, point): (Text, Text), state: State) {
    action.state = state;
    if state == State::Done {
        (action.deadline, action.overdue_since) = (None, None);
    }
    if !action.steps.contains(&step) {
        action.brief.points.insert(0, point);
        action.steps.insert(0, step);
    }
}

/// Takes out what only a certificate that is needed gets.
fn leave_out(plan: &mut Plan, said: &BTreeMap<Fingerprint, Said<'_>>) {
    let needless = |sha256: &Fingerprint| said.get(sha256).is_some_and(|said| said.no().is_some());
    let goes = |action: &Action| {
        ONLY_IF_NEEDED.contains(&action.kind)
            && !action.certificates.is_empty()
            && action.certificates.iter().all(needless)
    };
    let gone: BTreeSet<String> = plan.actions.iter().filter(|one| goes(one)).map(|one| one.id.clone()).collect();
    plan.actions.retain(|action| !gone.contains(&action.id));
    for action in &mut plan.actions {
        action.after.retain(|id| !gone.contains(id));
    }
}

/// Who decided what, when and why.
fn decision_text(decision: &Decision, asks_on: bool) -> (Text, Text) {
    let values = Values::from([
        ("by", Text::same(&*decision.by)),
        ("on", date(decision.on)),
        ("reason", Text::same(&*decision.reason)),
    ]);
    let answer = match (decision.needed, asks_on) {
        (true, true) => "robot",
        (true, false) => "yes",
        (false, _) => "no",
    };
    let told = |key: &str| filled(key, &values);
    (told(&format!("progress.decide.{answer}")), told(&format!("progress.point.decide.{answer}")))
}

/// Whether a robot surely uses a person's certificate.
fn is_robot(classified: &Classified, matter: &Matter<'_>) -> bool {
    let personal = matches!(&classified.verdict, Verdict::Listed(one) if one.kind.is_some_and(is_personal));
    let uses = matter.usage.uses.get(&classified.certificate.sha256).into_iter().flatten();
    personal && uses.into_iter().any(|one| one.kind == UseKind::Robot && one.confidence >= Confidence::Medium)
}

fn date(day: time::Date) -> Text {
    Text { da: date_text(day, true), en: date_text(day, false) }
}

#[cfg(test)]
mod tests;
