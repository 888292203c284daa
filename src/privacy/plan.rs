//! The plan without what names a person.

use super::cover::Cover;
use super::label::Class;
use super::sheets;
use super::usage::{keyed, veil_fingerprints};
use crate::ledger::Listed;
use crate::plan::calendar::Entry;
use crate::plan::listing::{Comparison, Met, Unlisted};
use crate::plan::{Action, Brief, Plan, Replacement};
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use std::collections::HashMap;
use std::mem::take;

pub(super) fn veil(plan: &mut Plan, cover: &mut Cover) {
    let Plan { actions, replacements, progress: _, listing, calendar, sheets } = plan;
    let renamed: HashMap<String, String> = actions.iter().filter_map(|one| renamed(one, cover)).collect();
    for one in actions.iter_mut() {
        veil_action(one, &renamed, cover);
    }
    actions.sort_by(|a, b| (a.wave, a.priority, &a.id).cmp(&(b.wave, b.priority, &b.id)));
    *replacements = keyed(take(replacements), cover, |one, _, cover| {
        let Replacement { kind: _, basis: _, reasons, successors, state: _ } = one;
        cover.all_ours(reasons);
        for (sha256, _) in successors.iter_mut() {
            *sha256 = cover.fingerprint(sha256);
        }
    });
    if let Some(listing) = listing {
        veil_listing(listing, cover);
    }
    for Entry { id, date: _, kind: _, certificate, title, description, counterparty: _ } in calendar {
        cover.sentence(id);
        if let Some(sha256) = certificate {
            *sha256 = cover.fingerprint(sha256);
        }
        cover.ours(title);
        cover.ours(description);
    }
    sheets::veil(sheets, cover);
}

/// The identity of an action about what is covered, old and new.
fn renamed(action: &Action, cover: &mut Cover) -> Option<(String, String)> {
    let personal = action.certificates.iter().any(|sha256| cover.is_personal(sha256))
        || action.paths.iter().any(|path| cover.path(path) != *path);
    let mut new = action.id.clone();
    if personal {
        cover.hexadecimal_identity(&mut new);
    }
    (new != action.id).then(|| (action.id.clone(), new))
}

fn veil_action(action: &mut Action, renamed: &HashMap<String, String>, cover: &mut Cover) {
    let Action {
        id,
        kind: _,
        wave: _,
        title,
        certificates,
        paths,
        scopes,
        systems,
        uses: _,
        counterparties: _,
        who,
        steps,
        checks,
        deadline: _,
        overdue_since: _,
        priority: _,
        after,
        state: _,
        brief,
    } = action;
    for id in [id].into_iter().chain(after) {
        if let Some(new) = renamed.get(id) {
            id.clone_from(new);
        }
    }
    cover.ours(title);
    veil_fingerprints(certificates, cover);
    for path in paths.iter_mut() {
        *path = cover.path(path);
    }
    paths.sort();
    for scope in scopes.iter_mut() {
        cover.shared(scope);
    }
    scopes.sort();
    for id in systems.iter_mut() {
        if let Some(new) = cover.systems.get(id) {
            id.clone_from(new);
        }
    }
    systems.sort();
    for texts in [who, steps, checks] {
        cover.all_ours(texts);
    }
    let Brief { heading, name, common, points, places, checks } = brief;
    cover.ours(heading);
    cover.ours(name);
    for texts in [common, points, checks] {
        cover.all_ours(texts);
    }
    for (place, what) in places {
        cover.foreign(place);
        cover.ours(what);
    }
}

fn veil_listing(listing: &mut Comparison, cover: &mut Cover) {
    let Comparison { listed: _, seen: _, unidentified: _, not_seen, not_listed, revoked, other_end } = listing;
    for Met { row, certificates } in not_seen.iter_mut().chain(revoked).chain(other_end) {
        let personal = certificates.iter().any(|sha256| cover.is_personal(sha256)) || is_persons(row);
        veil_fingerprints(certificates, cover);
        veil_row(row, personal, cover);
    }
    for Unlisted { certificate, uuid, renewed: _ } in not_listed {
        if let Some(uuid) = uuid.as_mut().filter(|_| cover.is_personal(certificate)) {
            *uuid = cover.label(Class::Number, uuid);
        }
        *certificate = cover.fingerprint(certificate);
    }
}

/// Whether a row of MitID Erhverv is about a person: its name is left empty
/// there, or its kind says so.
fn is_persons(row: &Listed) -> bool {
    let kind = row.kind.as_deref().unwrap_or_default().to_lowercase();
    let marks = ["bruger", "medarbejder", "person", "user", "employee"];
    row.name.trim().is_empty() || marks.iter().any(|mark| kind.contains(mark))
}

fn veil_row(row: &mut Listed, personal: bool, cover: &mut Cover) {
    let Listed { name, uuid, serials, not_after: _, kind, status } = row;
    if personal {
        if !name.is_empty() {
            *name = cover.label(Class::Name, name);
        }
        if let Some(uuid) = uuid {
            *uuid = cover.label(Class::Number, uuid);
        }
    }
    cover.foreign(name);
    if let Some(uuid) = uuid {
        cover.foreign(uuid);
    }
    for serial in serials.iter_mut() {
        veil_serial(serial, personal, cover);
    }
    for text in [kind, status].into_iter().flatten() {
        cover.foreign(text);
    }
}

/// A serial number in hexadecimal without leading zeros.
fn veil_serial(serial: &mut String, personal: bool, cover: &mut Cover) {
    let padded = format!("{}{serial}", if serial.len() % 2 == 1 { "0" } else { "" });
    let Ok(octets) = HEXLOWER_PERMISSIVE.decode(padded.as_bytes()) else {
        return cover.foreign(serial);
    };
    if personal || cover.has_octets(&octets) {
        *serial = HEXLOWER.encode(&cover.hidden(&octets));
    }
}
