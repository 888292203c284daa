//! The sheets of the plan without what names a person.

use super::cover::Cover;
use super::label::Class;
use crate::ledger::Retain;
use crate::plan::sheets::{Email, Feedback, Item, Kept, Letter, Order, Recipient, Sheets};

pub(super) fn veil(sheets: &mut Sheets, cover: &mut Cover) {
    let Sheets { orders, unordered, letters, escrow, feedback } = sheets;
    for one in orders.iter_mut() {
        veil_order(one, cover);
    }
    for (sha256, _) in unordered.iter_mut() {
        *sha256 = cover.fingerprint(sha256);
    }
    unordered.sort_unstable();
    for one in letters.iter_mut() {
        veil_letter(one, cover);
    }
    for one in escrow.iter_mut() {
        veil_kept(one, cover);
    }
    escrow.sort_by_key(|one| one.certificate);
    for Feedback { system, team, function, challenge, measures, completion } in feedback {
        cover.foreign(system);
        for team in team.iter_mut() {
            cover.foreign(team);
        }
        for text in [function, completion].into_iter().chain(challenge).chain(measures) {
            cover.sentence(text);
        }
    }
}

fn veil_order(order: &mut Order, cover: &mut Cover) {
    let Order {
        certificate,
        renewal: _,
        expired: _,
        kind: _,
        basis: _,
        reasons,
        name,
        system,
        team,
        shared,
        email,
        mail: _,
        idm: _,
        signing: _,
        signs: _,
        unsure: _,
        test: _,
        waits: _,
        by: _,
        formats: _,
        counterparties: _,
    } = order;
    *certificate = cover.fingerprint(certificate);
    cover.all_ours(reasons);
    for text in [name].into_iter().chain(system).chain(team).chain(shared) {
        cover.foreign(text);
    }
    match email {
        Email::Address(address) | Email::Unfit(address) => *address = cover.label(Class::Mail, address),
        Email::None | Email::Missing => {}
    }
}

fn veil_letter(letter: &mut Letter, cover: &mut Cover) {
    let Letter { to, items, theirs } = letter;
    match to {
        Recipient::Organisation { name, cvr: _ } => name.iter_mut().for_each(|name| cover.foreign(name)),
        Recipient::Vendor { system, label, folder: _ } => {
            for text in system.iter_mut().chain(label) {
                cover.foreign(text);
            }
        }
        Recipient::Counterparty(_) | Recipient::MailPartners => {}
    }
    for Item { old, new, personal: _, kind: _, waits: _ } in items.iter_mut() {
        for sha256 in [old].into_iter().chain(new) {
            *sha256 = cover.fingerprint(sha256);
        }
    }
    items.sort_by_key(|item| item.old);
    super::usage::veil_fingerprints(theirs, cover);
}

fn veil_kept(kept: &mut Kept, cover: &mut Cover) {
    let Kept {
        certificate,
        personal: _,
        messages: _,
        folders,
        more_folders: _,
        records: _,
        systems,
        team,
        retain,
        successor,
    } = kept;
    for sha256 in [certificate].into_iter().chain(successor) {
        *sha256 = cover.fingerprint(sha256);
    }
    for (path, _) in folders.iter_mut() {
        *path = cover.path(path);
    }
    folders.sort();
    for text in systems.iter_mut().chain(team) {
        cover.foreign(text);
    }
    if let Some(retain) = retain {
        let Retain { certificate, path, purpose, owner, review: _ } = retain;
        cover.foreign(certificate);
        cover.glob(path);
        for text in [purpose, owner] {
            cover.foreign(text);
        }
    }
}
