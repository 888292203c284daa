//! Uses, references and systems without what names a person.

use super::cover::Cover;
use super::inventory::veil_token;
use crate::certificate::Fingerprint;
use crate::usage::{Dependent, Evidence, Missing, Opening, Owner, Reference, System, Usage, Use};
use std::collections::BTreeMap;
use std::mem::take;

pub(super) fn veil(usage: &mut Usage, cover: &mut Cover) {
    let Usage { uses, references, references_left_out: _, settles, systems, dependencies, missing, firewall } = usage;
    *uses = keyed(take(uses), cover, |uses, _, cover| {
        for Use { kind: _, confidence: _, counterparty: _, evidence } in uses {
            veil_evidence(evidence, cover);
        }
    });
    *references = keyed(take(references), cover, |references, personal, cover| {
        for one in references.iter_mut() {
            veil_reference(one, personal, cover);
        }
        references.sort();
    });
    *settles = keyed(take(settles), cover, |text, _, cover| cover.ours(text));
    for Dependent { location, place: _, names } in dependencies.iter_mut() {
        cover.location(location);
        for (_, _, token) in names.iter_mut() {
            cover.boxed(token);
        }
    }
    let moved = sorted(dependencies);
    for one in systems.iter_mut() {
        veil_system(one, &moved, cover);
    }
    systems.sort_by(|a, b| (&a.host, &a.name, a.home.as_os_str()).cmp(&(&b.host, &b.name, b.home.as_os_str())));
    for Missing { location, line: _, path, setting } in missing.iter_mut() {
        cover.location(location);
        cover.boxed(path);
        if let Some(setting) = setting {
            cover.boxed(setting);
        }
    }
    missing.sort();
    for Opening { address: _, evidence } in firewall {
        veil_evidence(evidence, cover);
    }
}

/// A map by fingerprint, with the fingerprints that stand in the report now.
pub(super) fn keyed<V>(
    map: BTreeMap<Fingerprint, V>,
    cover: &mut Cover,
    mut veil: impl FnMut(&mut V, bool, &mut Cover),
) -> BTreeMap<Fingerprint, V> {
    let mut out = BTreeMap::new();
    for (sha256, mut value) in map {
        veil(&mut value, cover.is_personal(&sha256), cover);
        out.insert(cover.fingerprint(&sha256), value);
    }
    out
}

/// Fingerprints, sorted again.
pub(super) fn veil_fingerprints(prints: &mut [Fingerprint], cover: &mut Cover) {
    for sha256 in prints.iter_mut() {
        *sha256 = cover.fingerprint(sha256);
    }
    prints.sort_unstable();
}

fn veil_evidence(evidence: &mut [Evidence], cover: &mut Cover) {
    for Evidence { what: _, text, location, line: _ } in evidence {
        cover.ours(text);
        cover.location(location);
    }
}

fn veil_reference(reference: &mut Reference, personal: bool, cover: &mut Cover) {
    let Reference { location, line: _, by, token, setting, file } = reference;
    cover.location(location);
    veil_token(token, *by, personal, cover);
    if let Some(setting) = setting {
        cover.boxed(setting);
    }
    if let Some(file) = file {
        *file = cover.path(file);
    }
}

/// Sorts the texts by place; tells where each of them went.
fn sorted(dependencies: &mut Vec<Dependent>) -> Vec<usize> {
    let mut numbered: Vec<(usize, Dependent)> = take(dependencies).into_iter().enumerate().collect();
    numbered.sort_by(|(_, a), (_, b)| a.location.cmp(&b.location));
    let mut moved = vec![0; numbered.len()];
    for (to, (from, _)) in numbered.iter().enumerate() {
        moved[*from] = to;
    }
    dependencies.extend(numbered.into_iter().map(|(_, one)| one));
    moved
}

fn veil_system(system: &mut System, moved: &[usize], cover: &mut Cover) {
    let System {
        id,
        name,
        scope,
        host,
        owner,
        home,
        certificates,
        counterparties: _,
        places,
        files,
        dependencies,
        uses: _,
    } = system;
    let was = (name.clone(), home.clone());
    cover.foreign(name);
    *home = cover.path(home);
    if was != (name.clone(), home.clone()) {
        let old = id.clone();
        cover.hexadecimal_identity(id);
        cover.systems.insert(old, id.clone());
    }
    if let Some(scope) = scope {
        cover.shared(scope);
    }
    if let Some(host) = host {
        cover.foreign(host);
    }
    if let Some(owner) = owner {
        let Owner { system, team, queue, category, caller } = owner;
        for text in [system, team, queue, category, caller].into_iter().flatten() {
            cover.foreign(text);
        }
    }
    veil_fingerprints(certificates, cover);
    for path in places.iter_mut() {
        *path = cover.path(path);
    }
    places.sort();
    for location in files.iter_mut() {
        cover.location(location);
    }
    files.sort();
    for at in dependencies.iter_mut() {
        *at = moved.get(*at).copied().unwrap_or(*at);
    }
    dependencies.sort_unstable();
}
