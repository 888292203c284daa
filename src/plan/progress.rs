//! What people have said, laid over the finished plan, and how far it is, wave
//! by wave.
//!
//! Looks at actions from outside: whoever makes them need not know of it.
//!
//! Behaviour
//! 1. A decision answers `decide`. What is not needed is neither ordered nor
//!    registered nor swapped: only taking it out of service is left.
//! 2. A key that is kept on purpose, and of which every place that was seen is
//!    the place where it is kept, has been taken out of service. If nothing
//!    else of its certificate is left either, it needs no successor, unless a
//!    decision says that it is needed.
//! 3. Not seen is not done: a key that was said to be kept, but that the scan
//!    saw nowhere, leaves its action open; so does a text that still names it.

use super::case::is_active;
use super::{Action, Matter, Plan, State, Text};
use crate::certificate::Fingerprint;
use crate::check::{date_text, is_record};
use crate::classify::Classified;
use crate::ledger::{Decision, Keeping, Retain};
use crate::place::{Place, place_of};
use crate::wording::{Values, filled};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// So many paths are named in a step.
const NAMED: usize = 3;

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
    let said: BTreeMap<Fingerprint, Said<'_>> =
        matter.certificates.iter().map(|one| (one.certificate.sha256, Said::of(one, matter))).collect();
    for action in &mut plan.actions {
        match action.kind {
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
}

/// How the key of a certificate lies that is to be kept.
struct Kept<'a> {
    rule: &'a Retain,
    state: State,
    /// The key told of in `progress.retire`.
    told: &'static str,
    /// The paths that stand against it.
    paths: BTreeSet<&'a Path>,
    /// Whether nothing of the certificate is anywhere else.
    alone: bool,
}

impl<'a> Said<'a> {
    fn of(classified: &'a Classified, matter: &Matter<'a>) -> Said<'a> {
        let kept = matter.ledger.retain(&classified.certificate.sha256).map(|rule| Kept::of(classified, rule, matter));
        Said { decision: decided(classified, matter), kept }
    }

    /// That it was decided, or that its key is only kept: as a step, and in the
    /// few words of a list.
    fn answer(&self) -> Option<(Text, Text)> {
        self.decision.map(decision_text).or_else(|| self.only_kept().map(|kept| kept.told("decide.kept")))
    }

    /// Why nothing comes after it.
    fn no(&self) -> Option<Text> {
        match self.decision {
            Some(decision) if decision.needed => None,
            _ => self.answer().map(|(step, _)| step),
        }
    }

    fn only_kept(&self) -> Option<&Kept<'a>> {
        self.kept.as_ref().filter(|kept| kept.alone && kept.state == State::Done)
    }
}

/// The decision about a certificate: by its places in use, or by all of them
/// where none is.
pub(super) fn decided<'a>(classified: &Classified, matter: &Matter<'a>) -> Option<&'a Decision> {
    let (paths, systems) = subjects(classified, matter);
    matter.ledger.decision(&classified.certificate.sha256, &paths, &systems)
}

/// The paths and systems that decisions about a certificate may name.
pub(super) fn subjects<'c>(classified: &'c Classified, matter: &Matter<'c>) -> (Vec<&'c Path>, Vec<&'c str>) {
    let seats = seats(classified);
    let used: BTreeSet<&Path> = seats.iter().filter(|seat| is_active(seat.place)).map(|seat| seat.path).collect();
    let paths = if used.is_empty() { seats.iter().map(|seat| seat.path).collect() } else { used };
    let sha256 = &classified.certificate.sha256;
    let of = matter.usage.systems.iter().filter(|system| system.certificates.contains(sha256));
    (paths.into_iter().collect(), of.map(|system| system.name.as_str()).collect())
}

/// One place of a certificate or of its key, history left out.
struct Seat<'c> {
    path: &'c Path,
    key: bool,
    place: Place,
}

fn seats(classified: &Classified) -> Vec<Seat<'_>> {
    let seen = classified.occurrences.iter().filter(|one| one.private_key || !is_record(one.place));
    let seen = seen.map(|one| Seat { path: &one.location.path, key: one.private_key, place: one.place });
    let keys = classified.keys.iter().map(|key| Seat { path: &key.location.path, key: true, place: key.place });
    seen.chain(keys).collect()
}

impl<'a> Kept<'a> {
    fn of(classified: &'a Classified, rule: &'a Retain, matter: &Matter<'a>) -> Kept<'a> {
        let (ledger, as_of) = (matter.ledger, matter.settings.as_of);
        let sha256 = &classified.certificate.sha256;
        let seats = seats(classified);
        let lies = |seat: &Seat<'_>| ledger.keeping(sha256, seat.path, as_of).map(|(_, keeping)| keeping);
        let paths = |which: &dyn Fn(&Seat<'a>) -> bool| -> BTreeSet<&'a Path> {
            seats.iter().filter(|seat| which(seat)).map(|seat| seat.path).collect()
        };
        let astray = paths(&|seat| seat.key && lies(seat) == Some(Keeping::Elsewhere));
        let overdue = paths(&|seat| seat.key && lies(seat) == Some(Keeping::Overdue));
        let left = paths(&|seat| !seat.key && is_active(seat.place) && lies(seat) != Some(Keeping::Kept));
        let named = named(sha256, matter);
        let alone = named.is_empty() && seats.iter().all(|seat| lies(seat) == Some(Keeping::Kept));
        let (state, told, paths) = match () {
            () if !seats.iter().any(|seat| seat.key) => (State::Open, "unseen", BTreeSet::new()),
            () if !astray.is_empty() => (State::Open, "elsewhere", astray),
            () if !overdue.is_empty() => (State::Open, "overdue", overdue),
            () if !left.is_empty() => (State::InProgress, "left", left),
            () if !named.is_empty() => (State::InProgress, "named", named),
            () => (State::Done, "kept", BTreeSet::new()),
        };
        Kept { rule, state, told, paths, alone }
    }

    /// As a step, and in the few words of a list.
    fn told(&self, key: &str) -> (Text, Text) {
        (self.text(&format!("progress.{key}")), self.text(&format!("progress.point.{key}")))
    }

    fn text(&self, key: &str) -> Text {
        let mut paths: Vec<String> = self.paths.iter().take(NAMED).map(|path| path.display().to_string()).collect();
        if self.paths.len() > NAMED {
            paths.push(format!("… (+{})", self.paths.len() - NAMED));
        }
        let values = Values::from([
            ("owner", Text::same(&*self.rule.owner)),
            ("paths", Text::same(paths.join(", "))),
            ("place", Text::same(self.rule.place())),
            ("purpose", Text::same(&*self.rule.purpose)),
            ("review", date(self.rule.review)),
        ]);
        filled(key, &values)
    }
}

/// The texts that may be in use and name a certificate or a store of its,
/// those beside its kept key left out.
fn named<'a>(sha256: &Fingerprint, matter: &Matter<'a>) -> BTreeSet<&'a Path> {
    let references = matter.usage.references.get(sha256).into_iter().flatten();
    let outside = |path: &Path| {
        let keeping = matter.ledger.keeping(sha256, path, matter.settings.as_of);
        keeping.is_none_or(|(_, keeping)| keeping == Keeping::Elsewhere)
    };
    let live = references.filter(|one| is_active(place_of(&one.location, "")) && outside(&one.location.path));
    live.map(|one| &*one.location.path).collect()
}

/// Marks a decision as made where there is one for all that it is about.
fn decide(action: &mut Action, said: &BTreeMap<Fingerprint, Said<'_>>) {
    let answers: Vec<Option<(Text, Text)>> = answers(action, said).map(|said| said.and_then(Said::answer)).collect();
    let all = answers.iter().all(Option::is_some);
    for answer in answers.into_iter().flatten() {
        tell(action, answer, if all { State::Done } else { State::InProgress });
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
    for kept in kept.into_iter().flatten() {
        tell(action, kept.told(&format!("retire.{}", kept.told)), state);
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
fn decision_text(decision: &Decision) -> (Text, Text) {
    let values = Values::from([
        ("by", Text::same(&*decision.by)),
        ("on", date(decision.on)),
        ("reason", Text::same(&*decision.reason)),
    ]);
    let answer = if decision.needed { "yes" } else { "no" };
    let told = |key: &str| filled(key, &values);
    (told(&format!("progress.decide.{answer}")), told(&format!("progress.point.decide.{answer}")))
}

fn date(day: time::Date) -> Text {
    Text { da: date_text(day, true), en: date_text(day, false) }
}

#[cfg(test)]
mod tests;
