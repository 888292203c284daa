//! The end entities of a store: which of them are judged, where they belong,
//! and whether their time has come.

use super::fit::{Key, key_of};
use super::{Matter, Outcome, Party, Said, plain, said, then};
use crate::catalogue::{Environment, Role};
use crate::classify::{Classified, Listing, Status};
use crate::wording::Text;
use time::Date;

/// What a certificate of the catalogue is.
pub(super) fn listing(one: &Classified) -> Option<&Listing> {
    one.listing()
}

/// Whether it is an OCES III end entity.
pub(super) fn is_new(one: &Classified) -> bool {
    listing(one)
        .is_some_and(|listing| &*listing.generation == "III" && listing.role == Role::EndEntity && !listing.qualified)
}

/// The end entities that are judged: those with a key; all where none has one.
pub(super) fn judged<'m>(matter: &Matter<'m>) -> Vec<&'m Classified> {
    let all: Vec<&Classified> = matter.certificates.iter().filter(|one| is_new(one)).collect();
    let with_key: Vec<&Classified> = all.iter().copied().filter(|one| key_of(matter, one) != Key::Missing).collect();
    if with_key.is_empty() { all } else { with_key }
}

/// How people call a certificate: its common name, else its subject.
pub(super) fn name(one: &Classified) -> String {
    let subject = &one.certificate.subject;
    subject.common_name().map_or_else(|| subject.to_rfc4514(), str::to_owned)
}

/// Production or test, and whether that is what is asked for.
pub(super) fn environment(matter: &Matter<'_>, one: &Classified) -> Vec<Said> {
    let Some(listing) = listing(one) else { return Vec::new() };
    let wants_test = matter.test || matter.parties.iter().any(|party| party.test);
    let wants_production = !wants_test || matter.parties.iter().any(|party| !party.test);
    match (listing.environment, wants_production) {
        (Environment::Test, true) => {
            vec![then(plain(Outcome::Failed, "verify.environment.test"), "verify.environment.test-do", [])]
        }
        (Environment::Test, false) => vec![plain(Outcome::Passed, "verify.environment.test-wanted")],
        (Environment::Production, true) if !wants_test => {
            vec![plain(Outcome::Passed, "verify.environment.production")]
        }
        (Environment::Production, _) => vec![in_test(matter)],
    }
}

/// A production certificate for a test environment: the other end's own rule.
fn in_test(matter: &Matter<'_>) -> Said {
    let tests: Vec<&Party> = matter.parties.iter().filter(|party| party.test).collect();
    let source = |party: &Party| [("source", party.told(matter.settings.as_of))];
    if let Some(party) = tests.iter().find(|party| ["nemlog-in", "skat"].contains(&party.id.as_str())) {
        let refused = said(Outcome::Failed, "verify.environment.refused", source(party));
        return then(refused, "verify.environment.refused-do", []);
    }
    match &tests[..] {
        [party] if party.id == "datafordeler" => {
            said(Outcome::Unknown, "verify.environment.datafordeler", source(party))
        }
        _ => plain(Outcome::Unknown, "verify.environment.in-test"),
    }
}

/// Issued to the organisation that `oces.toml` names; nothing where it names none.
pub(super) fn organisation(matter: &Matter<'_>, one: &Classified) -> Vec<Said> {
    let own = &matter.settings.own_cvr;
    let Some(listing) = listing(one).filter(|_| !own.is_empty()) else { return Vec::new() };
    let cvr = listing.organisation.cvr.clone().unwrap_or_else(|| "?".to_owned());
    let is_own = own.contains(&cvr);
    let value = [("cvr", Text::same(cvr))];
    vec![if is_own {
        said(Outcome::Passed, "verify.organisation.own", value)
    } else {
        then(said(Outcome::Warning, "verify.organisation.another", value), "verify.organisation.another-do", [])
    }]
}

/// Not before, not after, and when to renew.
pub(super) fn dates(matter: &Matter<'_>, one: &Classified) -> Vec<Said> {
    let Some(listing) = listing(one) else { return Vec::new() };
    let ends = ("ends", day(last_day(one)));
    let as_of = ("day", day(Some(matter.settings.as_of)));
    vec![match listing.status {
        Status::NotYet => {
            let begins = ("begins", day(listing.status_on));
            then(said(Outcome::Failed, "verify.dates.not-yet", [begins, as_of]), "verify.dates.not-yet-do", [])
        }
        Status::Expiring => then(said(Outcome::Warning, "verify.dates.expiring", [ends]), "verify.dates.renew", []),
        Status::Current if one.certificate.not_after.is_some() => said(Outcome::Passed, "verify.dates.current", [ends]),
        Status::Current => plain(Outcome::Failed, "verify.dates.none"),
        Status::Expired | Status::Blocked | Status::ToBeBlocked | Status::Retired => {
            then(said(Outcome::Failed, "verify.dates.expired", [ends, as_of]), "verify.dates.expired-do", [])
        }
    }]
}

/// No CRL is consulted: where to ask, and from where.
pub(super) fn revocation(_: &Matter<'_>, one: &Classified) -> Vec<Said> {
    let test = listing(one).is_some_and(|listing| listing.environment == Environment::Test);
    let host = Text::same(if test { "ca1.cti-gov.dk" } else { "ca1.gov.dk" });
    vec![then(plain(Outcome::Unknown, "verify.revocation.text"), "verify.revocation.do", [("host", host)])]
}

fn last_day(one: &Classified) -> Option<Date> {
    one.certificate.not_after.and_then(crate::classify::copenhagen_day)
}

pub(super) fn day(date: Option<Date>) -> Text {
    let told = date.map(|date| format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()));
    Text::same(told.unwrap_or_else(|| "?".to_owned()))
}
