//! Whether the private key is there and fits the certificate.

use super::entity::is_new;
use super::{Matter, Outcome, Said, plain, said, then};
use crate::classify::Classified;
use crate::failure::FailureKind;
use crate::inventory::KeyPlace;
use crate::wording::Text;
use std::path::Path;

/// What is known of a certificate's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Its public part was compared and is the certificate's.
    Fits,
    /// The same, in another file of the folder.
    FitsBeside(Box<Path>),
    /// The store ties a key to the certificate; this format's keys are not opened.
    Tied,
    /// A key is there that no password opened.
    Shut,
    /// A key is there, and it belongs to none of the store's certificates.
    Unfit,
    /// No key is there.
    Missing,
}

/// What is known of the key of this certificate.
pub(super) fn key_of(matter: &Matter<'_>, one: &Classified) -> Key {
    let wanted = one.certificate.public_key;
    let fits = |key: &KeyPlace| key.public_key == Some(wanted);
    let proved = matter.proofs.iter().any(|proof| proof.public_key == Some(wanted));
    if proved || matter.inventory.keys.iter().any(fits) {
        return Key::Fits;
    }
    if let Some(key) = matter.beside.keys.iter().find(|key| fits(key)) {
        return Key::FitsBeside(Box::from(&*key.location.path));
    }
    let tied = one.occurrences.iter().any(|place| place.private_key);
    let shut = matter.proofs.iter().any(|proof| proof.public_key.is_none());
    let beside = one.occurrences.iter().any(|place| place.beside_key) && is_only(matter, one);
    match (tied, matter.proofs.is_empty()) {
        (true, true) => Key::Tied,
        (true, false) if shut => Key::Shut,
        (true, false) => Key::Unfit,
        (false, _) if (beside || matter.proofs.len() == 1) && is_only(matter, one) => {
            if shut || !has_another(matter, one) { Key::Shut } else { Key::Unfit }
        }
        _ => Key::Missing,
    }
}

/// Whether it is the only OCES III end entity of the store: what key there is
/// was meant for it.
fn is_only(matter: &Matter<'_>, one: &Classified) -> bool {
    matter
        .certificates
        .iter()
        .filter(|other| is_new(other))
        .all(|other| other.certificate.sha256 == one.certificate.sha256)
}

/// Whether a key was seen whose public part is another's than this one's.
fn has_another(matter: &Matter<'_>, one: &Classified) -> bool {
    let other = |key: Option<[u8; 32]>| key.is_some_and(|key| key != one.certificate.public_key);
    matter.inventory.keys.iter().any(|key| other(key.public_key))
        || matter.proofs.iter().any(|proof| other(proof.public_key))
}

/// The check.
pub(super) fn private_key(matter: &Matter<'_>, one: &Classified) -> Vec<Said> {
    vec![match key_of(matter, one) {
        Key::Fits => plain(Outcome::Passed, "verify.private-key.fits"),
        Key::FitsBeside(path) => {
            said(Outcome::Passed, "verify.private-key.beside", [("path", Text::same(path.display().to_string()))])
        }
        Key::Tied => then(plain(Outcome::Unknown, "verify.private-key.tied"), "verify.private-key.tied-do", []),
        Key::Shut => then(plain(Outcome::Failed, "verify.private-key.shut"), "verify.private-key.shut-do", []),
        Key::Unfit => then(plain(Outcome::Failed, "verify.private-key.unfit"), "verify.private-key.unfit-do", []),
        Key::Missing if is_locked(matter) => {
            then(plain(Outcome::Failed, "verify.private-key.locked"), "verify.private-key.shut-do", [])
        }
        Key::Missing => then(plain(Outcome::Failed, "verify.private-key.missing"), "verify.private-key.missing-do", []),
    }]
}

fn is_locked(matter: &Matter<'_>) -> bool {
    matter.inventory.failures.iter().any(|failure| failure.kind == FailureKind::Locked)
}
