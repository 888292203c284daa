//! The inventory without what names a person.

use super::certificate::{veil_key, veil_known};
use super::cover::Cover;
use super::finding::veil_failure;
use super::label::Class;
use super::marks::Slot;
use super::message::veil_party;
use crate::check;
use crate::inventory::{By, Inventory, Mention, MessageParty, Said};
use crate::place::Rules;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

pub(super) fn veil(inventory: &mut Inventory, scope: &str, cover: &mut Cover) {
    // Numbers stand for places, so that another scan gives them to others.
    let identities = check::failure_identities(scope, &inventory.failures);
    for (failure, id) in inventory.failures.iter_mut().zip(identities) {
        failure.identity = Some(id);
    }

    let Inventory {
        certificates,
        keys,
        parties,
        mentions,
        unsearched: _,
        signposts,
        open_to_all,
        weak,
        failures,
        tally: _,
        skipped,
        skipped_at,
        rules,
    } = inventory;
    let known = std::mem::take(certificates).into_values().map(|mut known| {
        veil_known(&mut known, cover);
        (known.certificate.sha256, known)
    });
    *certificates = known.collect();
    for key in keys.iter_mut() {
        let octets = [key.public_key.as_ref().map(<[u8; 32]>::as_slice), key.local_key_id.as_deref()];
        let personal = octets.into_iter().flatten().any(|octets| cover.has_octets(octets));
        veil_key(key, personal, cover);
    }
    keys.sort();
    for MessageParty { message, party } in parties.iter_mut() {
        cover.location(message);
        veil_party(party, true, cover);
    }
    parties.sort();
    for one in mentions.iter_mut() {
        veil_mention(one, cover);
    }
    mentions.sort();
    veil_paths(signposts, cover);
    veil_paths(open_to_all, cover);
    let weakly = std::mem::take(weak).into_iter().map(|(mut location, why)| {
        cover.location(&mut location);
        (location, why)
    });
    *weak = weakly.collect();
    for one in failures.iter_mut() {
        veil_failure(one, cover);
    }
    failures.sort();
    for (_, path) in skipped.iter_mut() {
        cover.path_buf(path);
    }
    skipped.sort();
    for (_, location) in skipped_at.iter_mut() {
        cover.location(location);
    }
    skipped_at.sort();
    veil_rules(rules, cover);
}

fn veil_paths(paths: &mut BTreeSet<Arc<Path>>, cover: &mut Cover) {
    *paths = std::mem::take(paths).iter().map(|path| cover.path(path)).collect();
}

fn veil_mention(mention: &mut Mention, cover: &mut Cover) {
    let Mention { location, line: _, said, token, setting, blocks: _ } = mention;
    cover.location(location);
    match said {
        Said::Certificate { sha256, by } => {
            let personal = cover.is_personal(sha256);
            *sha256 = cover.fingerprint(sha256);
            veil_token(token, *by, personal, cover);
        }
        Said::Store { path, by: _ } => *path = cover.path(path),
        Said::Missing { path } => cover.boxed(path),
        Said::Host(name) => cover.boxed(name),
        Said::Sign(_) => {}
    }
    cover.boxed(token);
    if let Some(setting) = setting {
        cover.boxed(setting);
    }
}

/// What stands in a text for a certificate.
pub(super) fn veil_token(token: &mut Box<str>, by: By, personal: bool, cover: &mut Cover) {
    match cover.text(token, Slot::Foreign) {
        Some(new) => *token = new.into(),
        // It names somebody, in whatever way it does.
        None if personal && !matches!(by, By::Path | By::FileName) => {
            *token = cover.label(Class::Name, token).into();
        }
        None => {}
    }
}

/// Rules name paths.
fn veil_rules(rules: &mut Rules, cover: &mut Cover) {
    let Rules(rules) = rules;
    rules.retain_mut(|(matcher, _)| cover.glob(matcher));
}
