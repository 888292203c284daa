//! How the key is guarded: password, permissions, encryption.

use super::entity::judged;
use super::fit::{Key, key_of};
use super::{Matter, Outcome, Said, plain, said, then};
use crate::inventory::KeyPlace;
use crate::key::Protection;
use crate::password::Weak;
use crate::wording::Text;
use std::collections::BTreeSet;
use std::path::Path;

/// Not one that everybody tries.
pub(super) fn password(matter: &Matter<'_>) -> Vec<Said> {
    let weak = matter.inventory.weak.iter().map(|(_, weak)| *weak);
    let weak: BTreeSet<Weak> = weak.chain(matter.proofs.iter().filter_map(|proof| proof.weak)).collect();
    let said = |weak: &Weak| {
        let key = match weak {
            Weak::Empty => "verify.password.empty",
            Weak::Default => "verify.password.default",
        };
        then(plain(Outcome::Warning, key), "verify.password.do", [])
    };
    if weak.is_empty()
        && matter.proofs.iter().any(|proof| proof.public_key.is_some() && proof.protection != Protection::Clear)
    {
        return vec![plain(Outcome::Passed, "verify.password.own")];
    }
    weak.iter().map(said).collect()
}

/// Not every user of the machine may read the key.
pub(super) fn permissions(matter: &Matter<'_>) -> Vec<Said> {
    let mut files: BTreeSet<&Path> = matter.inventory.open_to_all.iter().map(|path| &**path).collect();
    for one in judged(matter) {
        if let Key::FitsBeside(file) = key_of(matter, one) {
            files.extend(matter.beside.open_to_all.iter().map(|path| &**path).filter(|path| **path == *file));
        }
    }
    let open = files.iter().map(|file| {
        let path = || Text::same(file.display().to_string());
        then(
            said(Outcome::Warning, "verify.permissions.open", [("path", path())]),
            "verify.permissions.open-do",
            [("path", path())],
        )
    });
    open.collect()
}

/// What the runtime must be able to open.
pub(super) fn encryption(matter: &Matter<'_>) -> Vec<Said> {
    let is = |protection| matter.proofs.iter().any(|proof| proof.protection == protection);
    let mut told = Vec::new();
    if is(Protection::Legacy) {
        told.push(then(plain(Outcome::Warning, "verify.encryption.legacy"), "verify.encryption.legacy-do", []));
    }
    if is(Protection::Modern) {
        told.push(plain(Outcome::Passed, "verify.encryption.modern"));
    }
    if is(Protection::Java) {
        told.push(plain(Outcome::Passed, "verify.encryption.java"));
    }
    if is(Protection::Unknown) {
        told.push(plain(Outcome::Unknown, "verify.encryption.unknown"));
    }
    // Usual for what a web server reads; the permissions are a check of their own.
    let bare = matter.inventory.keys.iter().chain(&matter.beside.keys);
    let fits = |key: &KeyPlace| judged(matter).iter().any(|one| key.public_key == Some(one.certificate.public_key));
    if is(Protection::Clear) || bare.into_iter().any(fits) {
        told.push(plain(Outcome::Passed, "verify.encryption.clear"));
    }
    told
}
