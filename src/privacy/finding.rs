//! Findings and failures without what names a person.

use super::cover::Cover;
use super::label::Class;
use super::marks::Slot;
use crate::check::{self, Astray, Detail, Finding, Ignored, Retained};
use crate::failure::{Acknowledged, Failure, StoreFacts, StoreKey};

/// Every finding; sorted again.
pub(super) fn veil_all(findings: &mut [Finding], cover: &mut Cover) {
    for one in findings.iter_mut() {
        veil(one, cover);
    }
    check::sort(findings);
}

fn veil(finding: &mut Finding, cover: &mut Cover) {
    let Finding {
        id,
        rule: _,
        severity: _,
        certificate,
        location,
        places: _,
        history: _,
        savable: _,
        detail,
        retained,
        ignored,
        known: _,
    } = finding;
    let personal = certificate.is_some_and(|sha256| cover.is_personal(&sha256));
    if let Some(sha256) = certificate {
        *sha256 = cover.fingerprint(sha256);
    }
    if cover.location(location) || personal {
        cover.identity(id);
    }
    match detail.as_deref_mut() {
        Some(Detail::Dependencies(names)) => names.iter_mut().for_each(|(_, _, token)| cover.boxed(token)),
        Some(Detail::Missing(lines)) => lines.iter_mut().for_each(|(_, path)| cover.boxed(path)),
        Some(Detail::Shared { systems, kombit: _ }) => systems.iter_mut().for_each(|name| cover.foreign(name)),
        Some(Detail::Misplaced(
            Astray::Downloads(name) | Astray::Shared(name) | Astray::Temporary(name) | Astray::Web(name),
        )) => {
            cover.foreign(name);
        }
        Some(Detail::Misplaced(Astray::Mail | Astray::Git) | Detail::OpenToAll | Detail::Weak(_)) | None => {}
    }
    if let Some(retained) = retained {
        let Retained { purpose, owner, review: _, place, keeping: _, otherwise: _ } = &mut **retained;
        for text in [purpose, owner, place] {
            cover.foreign(text);
        }
    }
    if let Some(ignored) = ignored {
        let Ignored { reason, until: _, lapsed: _ } = &mut **ignored;
        cover.shared(reason);
    }
}

/// A failure.
pub(super) fn veil_failure(failure: &mut Failure, cover: &mut Cover) {
    let Failure { location, kind: _, detail, store, acknowledged, identity } = failure;
    if let (true, Some(id)) = (cover.location(location), identity) {
        cover.identity(id);
    }
    if let Some(new) = cover.text(detail, Slot::Ours) {
        *detail = new;
    }
    if let Some(facts) = store {
        let personal = cover.may_be_personal(facts);
        let StoreFacts { format: _, keys, belongs_to } = facts;
        for StoreKey { friendly_name, local_key_id } in keys.iter_mut() {
            match friendly_name {
                Some(name) if personal => *name = cover.label(Class::Name, name),
                Some(name) => cover.foreign(name),
                None => {}
            }
            if let Some(octets) = local_key_id {
                cover.known_octets(octets);
            }
        }
        for sha256 in belongs_to.iter_mut() {
            *sha256 = cover.fingerprint(sha256);
        }
        belongs_to.sort_unstable();
    }
    if let Some(acknowledged) = acknowledged {
        let Acknowledged { reason, until: _, lapsed: _ } = &mut **acknowledged;
        cover.shared(reason);
    }
}
