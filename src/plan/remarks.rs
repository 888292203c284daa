//! What was said that nothing of the scan answers to: a decision or a kept key
//! that fits nothing would else be believed to count.

use super::progress::Subjects;
use super::{Matter, Text};
use crate::check::date_text;
use crate::ledger::{Decision, Retain};
use crate::wording::{Values, filled};

/// The remarks, decisions first, in the order in which they were said.
pub fn remarks(matter: &Matter<'_>) -> Vec<Text> {
    let subjects = Subjects::new(matter);
    let decisions = matter.ledger.decisions.iter().filter_map(|one| of_decision(one, &subjects, matter));
    let retains = matter.ledger.retains.iter().filter_map(|one| of_retain(one, matter));
    decisions.chain(retains).collect()
}

fn of_decision(decision: &Decision, subjects: &Subjects<'_>, matter: &Matter<'_>) -> Option<Text> {
    let fits = |decision: &Decision| {
        matter.certificates.iter().any(|one| {
            let (paths, systems) = subjects.of(one);
            decision.fits(&one.certificate.sha256, &paths, systems)
        })
    };
    if fits(decision) {
        return None;
    }
    let glob = decision.path.as_ref().map(|glob| glob.glob().glob());
    let named = [decision.certificate.as_deref(), glob, decision.system.as_deref()];
    let subject = named.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let values = Values::from([("subject", Text::same(subject))]);
    // A "no" about one of several places is a slip that matters.
    let anywhere = Decision { needed: true, ..decision.clone() };
    if fits(&anywhere) {
        return Some(filled("progress.remark.partial", &values));
    }
    Some(filled("progress.remark.decision", &values))
}

fn of_retain(retain: &Retain, matter: &Matter<'_>) -> Option<Text> {
    let values = Values::from([
        ("certificate", Text::same(&*retain.certificate)),
        ("owner", Text::same(&*retain.owner)),
        ("place", Text::same(retain.place())),
        ("review", Text { da: date_text(retain.review, true), en: date_text(retain.review, false) }),
    ]);
    let mut known = matter.certificates.iter().filter(|one| retain.is_of(&one.certificate.sha256)).peekable();
    if known.peek().is_none() {
        return Some(filled("progress.remark.retain", &values));
    }
    if retain.is_overdue(matter.settings.as_of) {
        return Some(filled("progress.remark.overdue", &values));
    }
    let here = known.any(|one| {
        let seen = one.occurrences.iter().filter(|one| one.private_key).map(|one| &one.location);
        seen.chain(one.keys.iter().map(|key| &key.location)).any(|place| retain.path.is_match(&*place.path))
    });
    (!here).then(|| filled("progress.remark.unseen", &values))
}
