//! What names a person, and what stands for it in a report that others get.
//!
//! Works on the finished report: nothing is judged after it. Which format asks
//! for it is the writers' and the command line's to say.
//!
//! *Behaviour*
//!
//! 1. Every field of the report is taken apart by name, so that a new one does
//!    not compile before somebody says here what becomes of it.
//! 2. Of a person's certificate the names, numbers, octets and aliases are
//!    originals (`person`). They are covered where they stand as such, and
//!    wherever else they stand in foreign text or in ours (`cover`).
//! 3. By form alone, whoever's they are: addresses of mail (`mail`), user names
//!    in paths (`user`), RID, PID, CPR numbers and the like (`number`).
//! 4. What was sorted is sorted again, what is looked up is found again.
//! 5. Identities of findings, failures and actions about what was covered are HMACs too,
//!    if there is a key; else they stay, for they are one way.
//! 6. Done again it changes nothing.

mod certificate;
mod cover;
mod domain;
mod finding;
mod fold;
mod inventory;
mod known;
mod label;
mod mail;
mod marks;
mod message;
mod name;
mod number;
mod ordinary;
mod person;
mod place;
mod plan;
mod scan;
mod sheets;
mod usage;
mod user;

use crate::classify::Classified;
use crate::report::{PersonalData, Report};
use cover::Cover;
use hmac::{Hmac, KeyInit, Mac};
use label::Labels;
pub(crate) use label::{DOMAIN, PREFIX};
use sha2::Sha256;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use zeroize::Zeroizing;

/// The least length of a key, in octets.
pub const MIN_KEY: usize = 32;

/// The secret that pseudonyms are made with.
#[derive(Clone)]
pub struct Key(Zeroizing<Vec<u8>>);

impl Key {
    /// The octets as they are, but for a line end after them; `None` if they are too few.
    pub fn new(octets: &[u8]) -> Option<Key> {
        let trimmed = octets.trim_ascii_end();
        (trimmed.len() >= MIN_KEY).then(|| Key(Zeroizing::new(trimmed.to_vec())))
    }

    /// A keyed hash of what is compared and never told.
    pub fn tag(&self, octets: &[u8]) -> Option<[u8; 32]> {
        let mut mac = self.mac()?;
        mac.update(b"tag\0");
        mac.update(octets);
        Some(mac.finalize().into_bytes().into())
    }

    fn mac(&self) -> Option<Hmac<Sha256>> {
        Hmac::new_from_slice(&self.0).ok()
    }
}

/// What stands for the identity of a finding about a person, with this key.
pub fn identity(key: &Key, id: &[u8; 16]) -> Option<[u8; 16]> {
    Labels::new(Some(key)).octets(id, 0).as_ref().try_into().ok()
}

/// Whether a certificate is a person's.
pub fn is_personal(classified: &Classified) -> bool {
    person::is_personal(classified)
}

/// A text that goes out beside any report, without what names a person by its
/// form: users in paths, addresses, numbers.
pub fn by_form(text: &str) -> String {
    Cover::by_form().text(text, marks::Slot::Foreign).unwrap_or_else(|| text.to_owned())
}

/// The same of a path.
pub fn path_by_form(path: &Path) -> String {
    let octets = path.as_os_str().as_bytes();
    let covered = Cover::by_form().octets(octets, marks::Slot::Path);
    String::from_utf8_lossy(covered.as_deref().unwrap_or(octets)).into_owned()
}

/// Takes out of the report what names a person, or puts pseudonyms in its place.
/// Pseudonyms without a key are numbers.
pub fn veil(report: &mut Report, mode: PersonalData, key: Option<&Key>) {
    if mode <= report.scan.personal_data {
        return;
    }
    let mut cover = Cover::of(report, key, mode == PersonalData::Pseudonymise);
    let cover = &mut cover;
    let Report { scan, scans, remarks, diff, certificates, messages, usage, findings, inventory, plan } = report;
    // Certificates first, so that numbers follow their order.
    certificate::veil_all(certificates, cover);
    finding::veil_all(findings, cover);
    inventory::veil(inventory, &scan.scope, cover);
    message::veil_all(messages, cover);
    usage::veil(usage, cover);
    plan::veil(plan, cover);
    scan::veil(scan, cover);
    for value in scans {
        scan::veil_value(value, cover);
        if let Some(told) = value.get_mut("personalData") {
            *told = mode.id().into();
        }
    }
    for remark in remarks {
        cover.ours(remark);
    }
    if let Some(diff) = diff {
        scan::veil_diff(diff, cover);
    }
    report.scan.personal_data = mode;
}
