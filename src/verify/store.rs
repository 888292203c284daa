//! What is asked of the store as a whole: that all of it was read, and that it
//! holds what it should and nothing besides.

use super::entity::{is_new, judged, listing, name};
use super::{Matter, Outcome, Said, plain, said, then};
use crate::catalogue::{Environment, Role};
use crate::classify::{Classified, Verdict};
use crate::failure::FailureKind;
use crate::wording::{Text, text};

/// So many names are told in one sentence.
const NAMES: usize = 6;

/// Everything in it could be read.
pub(super) fn opened(matter: &Matter<'_>) -> Vec<Said> {
    let failures = &matter.inventory.failures;
    if failures.is_empty() {
        return vec![plain(Outcome::Passed, "verify.opened.whole")];
    }
    let failed = failures.iter().take(NAMES).map(|failure| {
        let kind = text(&format!("verify.failure.{}", failure.kind.id()));
        let values = [("kind", kind), ("detail", Text::same(failure.detail.clone()))];
        let failed = said(Outcome::Failed, "verify.opened.failed", values);
        match failure.kind {
            FailureKind::Locked => then(failed, "verify.opened.locked-do", []),
            FailureKind::Unreadable => then(failed, "verify.opened.unreadable-do", []),
            _ => then(failed, "verify.opened.broken-do", []),
        }
    });
    failed.collect()
}

/// One end entity of OCES III, or several that are told apart.
pub(super) fn end_entity(matter: &Matter<'_>) -> Vec<Said> {
    let judged = judged(matter);
    let mut told = vec![match judged.len() {
        0 if !matter.inventory.failures.is_empty() => plain(Outcome::Unknown, "verify.end-entity.untold"),
        0 => then(plain(Outcome::Failed, "verify.end-entity.none"), "verify.end-entity.none-do", []),
        1 => said(Outcome::Passed, "verify.end-entity.one", [("name", names(&judged))]),
        _ => {
            let values = [("count", Text::same(judged.len().to_string())), ("names", names(&judged))];
            then(said(Outcome::Warning, "verify.end-entity.several", values), "verify.end-entity.several-do", [])
        }
    }];
    let others: Vec<&Classified> = matter
        .certificates
        .iter()
        .filter(|one| is_new(one) && !judged.iter().any(|other| other.certificate.sha256 == one.certificate.sha256))
        .collect();
    if !others.is_empty() {
        told.push(said(Outcome::Warning, "verify.end-entity.keyless", [("names", names(&others))]));
    }
    told
}

/// Nothing of OCES I or II is left in it.
pub(super) fn no_old_oces(matter: &Matter<'_>) -> Vec<Said> {
    let is_old = |one: &&Classified| listing(one).is_some_and(|listing| &*listing.generation != "III");
    let old: Vec<&Classified> = matter.certificates.iter().filter(is_old).collect();
    let (leaves, authorities): (Vec<&Classified>, Vec<&Classified>) =
        old.into_iter().partition(|one| listing(one).is_some_and(|listing| listing.role == Role::EndEntity));
    let mut told = Vec::new();
    if !leaves.is_empty() {
        let failed = said(Outcome::Failed, "verify.no-old-oces.certificate", [("names", names(&leaves))]);
        told.push(then(failed, "verify.no-old-oces.certificate-do", []));
    }
    if !authorities.is_empty() {
        let failed = said(Outcome::Failed, "verify.no-old-oces.ca", [("names", names(&authorities))]);
        told.push(then(failed, "verify.no-old-oces.ca-do", []));
    }
    if told.is_empty() && matter.inventory.failures.is_empty() {
        told.push(plain(Outcome::Passed, "verify.no-old-oces.none"));
    }
    told
}

/// No certificate of another environment or hierarchy is mixed in.
pub(super) fn no_strangers(matter: &Matter<'_>) -> Vec<Said> {
    let mut told = Vec::new();
    let mut tell = |wanted: &dyn Fn(&Classified) -> bool, outcome, key: &str| {
        let some: Vec<&Classified> = matter.certificates.iter().filter(|one| wanted(one)).collect();
        if !some.is_empty() {
            told.push(then(said(outcome, key, [("names", names(&some))]), "verify.no-strangers.do", []));
        }
    };
    let environments: Vec<Environment> =
        judged(matter).iter().filter_map(|one| listing(one)).map(|one| one.environment).collect();
    let elsewhere = |one: &Classified| {
        let wrong = |environment| !environments.is_empty() && !environments.contains(&environment);
        listing(one)
            .is_some_and(|one| &*one.generation == "III" && one.role != Role::EndEntity && wrong(one.environment))
    };
    let qualified = |one: &Classified| listing(one).is_some_and(|listing| listing.qualified) && !elsewhere(one);
    tell(&elsewhere, Outcome::Failed, "verify.no-strangers.environment");
    tell(&|one| matches!(one.verdict, Verdict::LookAlike { .. }), Outcome::Failed, "verify.no-strangers.look-alike");
    tell(
        &|one| matches!(one.verdict, Verdict::UnknownAuthority { .. }),
        Outcome::Failed,
        "verify.no-strangers.unknown",
    );
    tell(&qualified, Outcome::Warning, "verify.no-strangers.qualified");
    tell(&|one| one.verdict == Verdict::Other, Outcome::Warning, "verify.no-strangers.other");
    if told.is_empty() && matter.inventory.failures.is_empty() {
        told.push(plain(Outcome::Passed, "verify.no-strangers.none"));
    }
    told
}

/// The names of certificates, with the aliases that tell them apart.
fn names(some: &[&Classified]) -> Text {
    let named = |one: &&Classified| {
        let alias = one.occurrences.iter().find_map(|place| place.alias.as_deref());
        alias.map_or_else(|| name(one), |alias| format!("{} (alias {alias})", name(one)))
    };
    let mut told: Vec<String> = some.iter().take(NAMES).map(named).collect();
    if some.len() > NAMES {
        told.push(format!("… +{}", some.len() - NAMES));
    }
    Text::same(told.join("; "))
}
