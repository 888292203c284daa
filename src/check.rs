//! From verdicts to findings: one rule, one certificate, one path.
//!
//! Plans nothing and writes nothing.
//!
//! *Behaviour*
//!
//! 1. One finding for each certificate, rule, path and chain of archive
//!    members; repetitions in the same content are its `places`.
//! 2. An end entity of OCES I or II is a `-key` where its private key lies in
//!    the same content or the same directory, else a `-certificate`. Content
//!    that holds the key but not the certificate (a bare key file, a locked
//!    store tied by its localKeyID) is a `-key` at its own path.
//! 3. A CA certificate of OCES I or II is a `-ca`, unless it is the chain of a
//!    leaf that lies there with its key: in the same content, or as a plain
//!    certificate file in the same directory. A keystore beside the pair is a
//!    truststore of its own. A private key of another hierarchy excuses
//!    nothing: a root beside somebody else's key is still trusted.
//! 4. In a message or a log without a key it is history: the same rule, a note.
//! 5. The test environment is one level lower; a note stays a note.
//! 6. A message that an OCES I or II key opens is one `encrypted-mail`: a
//!    warning where the scan found a certificate with its key that opens it,
//!    since it can be saved, else a note.
//! 7. Certificates of the qualified hierarchy, OCES III CAs and OCES III
//!    certificates in date get no finding of these rules.
//! 8. A key that is kept on purpose is a note where it is kept (`retain`).
//! 9. What the configuration ignores, and what a baseline has already, is
//!    told and not counted (`state`).
//! 10. What is told of texts, and of where keys lie, is in `evidence`.

mod bar;
mod baseline;
mod evidence;
mod failed;
mod home;
mod ignore;
mod mail;
mod message;
mod retain;
mod rules;
mod state;
mod words;

pub(crate) use crate::classify::copenhagen_day as day;
pub(crate) use crate::wording::day as date_text;
pub use bar::{Bar, FailOn};
pub use baseline::{Baseline, Known};
pub use failed::failure_identities;
pub(crate) use home::{Directory, Octets, Unit, directory, is_record};
pub use ignore::{Ignored, acknowledge, acknowledged_text, ignore};
pub use message::message;
pub(crate) use message::{certificate_text, status_text};
pub use retain::{Retained, retain};
pub use rules::RULES;
pub use state::State;
pub(crate) use words::{common_name, display_name, kind_text};

use crate::catalogue::{Environment, Role};
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Listing, Message, Ownership, Status, Verdict};
use crate::clue::Dependency;
use crate::inventory::Inventory;
use crate::location::{Location, StepKind};
use crate::password::Weak;
use crate::usage::Usage;
use home::{Chains, Spot};
use rules::Id;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;

/// One finding. Its message is made from the rule and the certificate when it
/// is written, so that a hundred thousand of them stay small.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The first 16 octets of the finding's hash (design section 3).
    pub id: [u8; 16],
    /// The rule.
    pub rule: &'static Rule,
    /// The rule's severity, lowered or raised by what is known.
    pub severity: Severity,
    /// The certificate, if the rule is about one.
    pub certificate: Option<Fingerprint>,
    /// Path and members; encodings are left out.
    pub location: Location,
    /// How many places in that path and those members.
    pub places: u32,
    /// History: in a message or log without a key. Not counted by `--fail-on`.
    pub history: bool,
    /// Of encrypted mail: whether a key that opens it was found.
    pub savable: bool,
    /// What rules about evidence say besides.
    pub detail: Option<Box<Detail>>,
    /// What was said of the key that it is about; see [`retain()`].
    pub retained: Option<Box<Retained>>,
    /// Why it is ignored; see [`ignore()`].
    pub ignored: Option<Box<Ignored>>,
    /// Whether the baseline has it already.
    pub known: bool,
}

/// What a finding rests on, beyond its certificate and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What died with NemID, by line.
    Dependencies(Vec<(u64, &'static Dependency, Box<str>)>),
    /// Every user of the machine can read it.
    OpenToAll,
    /// It lies where no key belongs; the folder, mail or history that says so.
    Misplaced(Astray),
    /// The same key is in several systems.
    Shared {
        /// Their names, sorted.
        systems: Vec<String>,
        /// Whether it is used with KOMBIT, which forbids that.
        kombit: bool,
    },
    /// Everybody can open it.
    Weak(Weak),
    /// A keystore that is named at these lines is not in the scan.
    Missing(Vec<(u64, Box<str>)>),
}

/// Where no private key belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Astray {
    /// A folder for downloads, of this name.
    Downloads(String),
    /// A folder that is shared or copied elsewhere, of this name.
    Shared(String),
    /// A folder for what is temporary.
    Temporary(String),
    /// A folder that a web server hands out.
    Web(String),
    /// A mail.
    Mail,
    /// The history of a Git repository.
    Git,
}

/// All that findings are made from.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the types say it")]
pub struct Matter<'m> {
    pub certificates: &'m [Classified],
    pub messages: &'m [Message],
    pub usage: &'m Usage,
    pub inventory: &'m Inventory,
}

/// Applies every rule, also those about uses, texts and misplaced keys.
pub fn check_all(matter: &Matter<'_>, scope: &str) -> Vec<Finding> {
    let mut findings = check(matter.certificates, matter.messages, scope);
    findings.extend(evidence::findings(matter, scope));
    sort(&mut findings);
    findings
}

/// A rule of the registry.
#[derive(Debug)]
pub struct Rule {
    /// Its name: stable, part of the contract.
    pub id: &'static str,
    /// What it says, in Danish.
    pub summary_da: &'static str,
    /// What it says, in English.
    pub summary_en: &'static str,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// One level lower; a note stays a note.
    fn lowered(self) -> Severity {
        match self {
            Severity::Error => Severity::Warning,
            Severity::Warning | Severity::Note => Severity::Note,
        }
    }
}

/// Applies every rule; sorted worst first (history last), then by path.
pub fn check(certificates: &[Classified], messages: &[Message], scope: &str) -> Vec<Finding> {
    let chains = Chains::new(certificates);
    let mut findings = Vec::new();
    for classified in certificates {
        for spot in home::spots(classified) {
            if let Some(id) = rule_for(classified, &spot, &chains) {
                findings.push(finding(id, classified, &spot, scope));
            }
        }
    }
    findings.extend(mail::findings(messages, scope));
    sort(&mut findings);
    findings
}

/// The findings about dates alone: OCES III certificates that are expired or
/// about to. Reports of other days are brought up to date with them.
pub fn of_dates(certificates: &[Classified], scope: &str) -> Vec<Finding> {
    let is_due = |one: &&Classified| match &one.verdict {
        Verdict::Listed(listing) => {
            !listing.qualified && matches!(listing.status, Status::Expired | Status::Expiring) && is_present(listing)
        }
        _ => false,
    };
    let mut findings = Vec::new();
    for classified in certificates.iter().filter(is_due) {
        for spot in home::spots(classified) {
            if let Verdict::Listed(listing) = &classified.verdict
                && let Some(id) = rule_for_present(listing, &spot)
            {
                findings.push(finding(id, classified, &spot, scope));
            }
        }
    }
    findings
}

/// Whether it is of a generation that is still issued.
fn is_present(listing: &Listing) -> bool {
    !matches!(&*listing.generation, "I" | "II")
}

/// Worst first, history last, then by place.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
}

/// What findings are sorted by.
fn sort_key(finding: &Finding) -> (Reverse<Severity>, bool, &Location, &'static str, Option<Fingerprint>) {
    (Reverse(finding.severity), finding.history, &finding.location, finding.rule.id, finding.certificate)
}

/// The rule that a certificate breaks at a spot, if any.
fn rule_for(classified: &Classified, spot: &Spot<'_>, chains: &Chains) -> Option<Id> {
    match &classified.verdict {
        Verdict::Listed(listing) if !listing.qualified => rule_for_listed(listing, spot, chains),
        Verdict::LookAlike { .. } if spot.certificate => Some(Id::LookAlike),
        Verdict::UnknownAuthority { .. } if spot.certificate => Some(Id::UnknownAuthority),
        _ => None,
    }
}

/// The rule for a certificate of a catalogue generation.
fn rule_for_listed(listing: &Listing, spot: &Spot<'_>, chains: &Chains) -> Option<Id> {
    let (key, certificate, authority) = match &*listing.generation {
        "I" => (Id::Oces1Key, Id::Oces1Certificate, Id::Oces1Ca),
        "II" => (Id::Oces2Key, Id::Oces2Certificate, Id::Oces2Ca),
        _ => return rule_for_present(listing, spot),
    };
    if listing.role == Role::EndEntity {
        return Some(if spot.key { key } else { certificate });
    }
    // What is distrusted is as it should be.
    (spot.certificate && !spot.distrusted && !chains.covers(listing, spot)).then_some(authority)
}

/// The rule for a certificate of a generation that is still issued.
fn rule_for_present(listing: &Listing, spot: &Spot<'_>) -> Option<Id> {
    if listing.role != Role::EndEntity || !spot.certificate {
        return None;
    }
    match listing.status {
        Status::Expired => Some(Id::Oces3Expired),
        Status::Expiring => Some(Id::Oces3Expiring),
        _ => None,
    }
}

/// How bad a broken rule is here.
fn severity(id: Id, classified: &Classified, history: bool) -> Severity {
    let base = match id {
        _ if history => Severity::Note,
        Id::Oces2Key | Id::Oces1Key => Severity::Error,
        Id::Oces3Expired if classified.ownership == Ownership::Own => Severity::Error,
        Id::Oces3Expired | Id::Oces3Expiring | Id::LookAlike => Severity::Note,
        Id::Oces2Certificate
        | Id::Oces1Certificate
        | Id::Oces2Ca
        | Id::Oces1Ca
        | Id::UnknownAuthority
        | Id::EncryptedMail => Severity::Warning,
        // Rules about evidence have their severities there.
        Id::NemidDependency | Id::OpenKey | Id::MisplacedKey | Id::SharedKey | Id::WeakPassword | Id::MissingStore => {
            Severity::Note
        }
    };
    match &classified.verdict {
        Verdict::Listed(listing) if listing.environment == Environment::Test => base.lowered(),
        _ => base,
    }
}

/// Puts a finding together.
fn finding(id: Id, classified: &Classified, spot: &Spot<'_>, scope: &str) -> Finding {
    let rule = id.rule();
    let location = without_encodings(spot.location);
    let fingerprint = classified.certificate.sha256;
    Finding {
        id: identity(scope, rule.id, Some(&fingerprint), &location),
        rule,
        severity: severity(id, classified, spot.history),
        certificate: Some(fingerprint),
        location,
        places: spot.places,
        history: spot.history,
        savable: false,
        detail: None,
        retained: None,
        ignored: None,
        known: false,
    }
}

/// The identity of a finding: it survives lines, times, aliases and another
/// absolute root. The certificate is hashed as lower-case hex.
pub fn identity(scope: &str, rule: &str, certificate: Option<&Fingerprint>, location: &Location) -> [u8; 16] {
    let scope = location.scope.as_deref().unwrap_or(scope);
    let hex = certificate.map(|sha256| data_encoding::HEXLOWER.encode(sha256)).unwrap_or_default();
    let members = location.members();
    let relative = location.relative().as_os_str().as_encoded_bytes();
    let parts = [scope.as_bytes(), rule.as_bytes(), hex.as_bytes(), relative, &members];
    let mut hash = Sha256::new();
    hash.update(b"oces/v1\0");
    hash.update(parts.join(&0));
    let digest: [u8; 32] = hash.finalize().into();
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    id
}

/// The place with its archive members only.
pub(crate) fn without_encodings(location: &Location) -> Location {
    if location.steps.iter().all(|step| step.kind == StepKind::Member) {
        return location.clone();
    }
    let members: Vec<_> = location.steps.iter().filter(|step| step.kind == StepKind::Member).cloned().collect();
    Location { steps: members.into(), ..location.clone() }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
