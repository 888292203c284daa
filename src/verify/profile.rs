//! What the certificate was issued as, against what the other end demands:
//! kind, key usage, addresses, algorithms.

use super::entity::listing;
use super::{Matter, Outcome, Party, Said, plain, said, then};
use crate::classify::{Classified, Kind};
use crate::wording::Text;

/// System, organisation or employee.
///
/// System and organisation certificates share subject form and policy; only
/// the bit nonRepudiation, which follows the profile's »Signering«, was seen to
/// tell them apart. So the kind is said with that reservation.
pub(super) fn kind(matter: &Matter<'_>, one: &Classified) -> Vec<Said> {
    let Some(kind) = listing(one).and_then(|listing| listing.kind) else {
        return vec![plain(Outcome::Unknown, "verify.kind.untold")];
    };
    if kind == Kind::Employee {
        return employee(matter);
    }
    let mut told = vec![match kind {
        Kind::Organisation => plain(Outcome::Passed, "verify.kind.signing"),
        _ => plain(Outcome::Passed, "verify.kind.no-signing"),
    }];
    told.extend(matter.parties.iter().map(|party| demanded(party, kind)));
    told
}

/// A person's own certificate: for a person's mail at most.
fn employee(matter: &Matter<'_>) -> Vec<Said> {
    let others: Vec<&Party> = matter.parties.iter().filter(|party| !party.takes_employee).collect();
    if others.is_empty() {
        return vec![then(plain(Outcome::Warning, "verify.kind.employee"), "verify.kind.employee-do", [])];
    }
    let refused = |party: &&Party| {
        let failed = said(Outcome::Failed, "verify.kind.employee-refused", [("party", party.short_name())]);
        then(failed, "verify.kind.employee-refused-do", [])
    };
    others.iter().map(refused).collect()
}

/// Organisation or system, as this party demands it.
fn demanded(party: &Party, kind: Kind) -> Said {
    let of = |outcome, key: &str| said(outcome, key, [("party", party.short_name())]);
    let check = |said: Said| then(said, "verify.kind.check", []);
    match (party.kind.as_deref(), kind) {
        _ if party.needs_signing && kind != Kind::Organisation => {
            then(of(Outcome::Failed, "verify.kind.needs-signing"), "verify.kind.needs-signing-do", [])
        }
        (Some("organisation"), Kind::Organisation) => check(of(Outcome::Unknown, "verify.kind.speaks-for")),
        (Some("organisation"), _) => check(of(Outcome::Unknown, "verify.kind.may-be-organisation")),
        (Some("system"), Kind::Organisation) => check(of(Outcome::Warning, "verify.kind.hardly-system")),
        (Some("system"), _) => check(of(Outcome::Unknown, "verify.kind.may-be-system")),
        (Some("employee"), _) => of(Outcome::Failed, "verify.kind.needs-employee"),
        _ => of(Outcome::Unknown, "verify.kind.unsettled"),
    }
}

/// The bits that client authentication, encryption and seals need.
pub(super) fn key_usage(matter: &Matter<'_>, one: &Classified) -> Vec<Said> {
    let certificate = &one.certificate;
    if certificate.key_usage.is_none() {
        return vec![plain(Outcome::Warning, "verify.key-usage.none")];
    }
    let mut told = Vec::new();
    if !certificate.has_key_usage_digital_signature() {
        told.push(then(plain(Outcome::Failed, "verify.key-usage.no-signature"), "verify.key-usage.do", []));
    }
    if !certificate.has_key_usage_key_encipherment() {
        let needed = matter.parties.iter().any(|party| party.needs_encipherment);
        let outcome = if needed { Outcome::Failed } else { Outcome::Warning };
        told.push(then(plain(outcome, "verify.key-usage.no-encipherment"), "verify.key-usage.do", []));
    }
    if told.is_empty() {
        let key = if certificate.has_key_usage_non_repudiation() {
            "verify.key-usage.with-signing"
        } else {
            "verify.key-usage.without-signing"
        };
        told.push(plain(Outcome::Passed, key));
    }
    told
}

/// The form of the address, and that there is one where mail depends on it.
pub(super) fn email(matter: &Matter<'_>, one: &Classified) -> Vec<Said> {
    let emails = &one.certificate.emails;
    if emails.is_empty() {
        let needs = matter.parties.iter().filter(|party| party.needs_email).map(|party| {
            let failed = said(Outcome::Failed, "verify.email.missing", [("party", party.short_name())]);
            then(failed, "verify.email.missing-do", [])
        });
        return needs.collect();
    }
    let judge = |email: &String| {
        let value = || [("email", Text::same(email.clone()))];
        if !email.is_ascii() {
            return then(said(Outcome::Failed, "verify.email.letters", value()), "verify.email.do", []);
        }
        if !is_address(email) {
            return then(said(Outcome::Failed, "verify.email.form", value()), "verify.email.do", []);
        }
        said(Outcome::Passed, "verify.email.right", value())
    };
    emails.iter().map(judge).collect()
}

/// One `@` between a name and a domain with a dot, no blanks.
fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@');
    plain(name) && plain(domain) && domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty())
}

/// What the runtime must handle.
pub(super) fn algorithms(_: &Matter<'_>, one: &Classified) -> Vec<Said> {
    let algorithms = &one.certificate.algorithms;
    let mut told = vec![match algorithms.rsa_bits {
        Some(bits @ 3072..) => {
            said(Outcome::Passed, "verify.algorithms.bits", [("bits", Text::same(bits.to_string()))])
        }
        Some(bits) => {
            let failed = said(Outcome::Failed, "verify.algorithms.short", [("bits", Text::same(bits.to_string()))]);
            then(failed, "verify.algorithms.short-do", [])
        }
        None => said(Outcome::Unknown, "verify.algorithms.other", [("oid", Text::same(algorithms.key.clone()))]),
    }];
    if algorithms.is_signed_pss() {
        told.push(then(plain(Outcome::Unknown, "verify.algorithms.pss"), "verify.algorithms.pss-do", []));
    } else {
        told.push(said(
            Outcome::Warning,
            "verify.algorithms.not-pss",
            [("oid", Text::same(algorithms.signature.clone()))],
        ));
    }
    told
}
