//! Which text refers to which certificate.
//!
//! Behaviour
//! 1. A text refers to a certificate that it names, and to those in a file that
//!    it names; where it names one of them by its alias, to that one alone.
//! 2. A text that holds the certificate does not refer to it.
//! 3. Nothing refers to a file of another host.
//! 4. What names a large store very often is told a few times only: a hundred
//!    thousand certificates times as many texts would be no list.

use super::host::octets;
use super::world::{Held, World, bare_name};
use super::{Reference, TextFile};
use crate::certificate::Fingerprint;
use crate::inventory::{By, Mention, Said};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// A store of up to so many certificates is told [`MAX_TOLD`] times.
const SMALL_STORE: usize = 16;
const MAX_TOLD: usize = 100;

/// A text's word on one certificate.
#[derive(Clone, Copy)]
pub(super) struct Ref<'w> {
    /// The certificate, by its number.
    pub(super) certificate: usize,
    pub(super) mention: &'w Mention,
    /// Whether it names the place of the certificate's key, or the certificate itself.
    pub(super) key: bool,
}

/// Fills in the references of every text; tells how many there was no room for.
pub(super) fn find(world: &mut World<'_>) -> u64 {
    let mut texts = std::mem::take(&mut world.texts);
    let (mut told, mut left_out) = (HashMap::new(), 0);
    for text in &mut texts {
        text.refs = of_text(world, text, &mut told, &mut left_out);
    }
    world.texts = texts;
    left_out
}

/// How often each store was told.
type Told<'w> = HashMap<(&'w [u8], Vec<u8>), usize>;

fn of_text<'w>(world: &World<'w>, text: &TextFile<'w>, told: &mut Told<'w>, left_out: &mut u64) -> Vec<Ref<'w>> {
    let mut refs = Vec::new();
    let aliases = aliases(world, text);
    for mention in text.mentions.iter().copied() {
        match &mention.said {
            Said::Certificate { sha256, .. } => refs.extend(named(world, text, mention, sha256)),
            Said::Store { path, .. } => {
                let (held, key) = store(world, text, mention, path);
                let times = told.entry(key).or_default();
                *times += 1;
                if *times > room(held.len()) {
                    *left_out += held.len() as u64;
                    continue;
                }
                refs.extend(through_store(world, text, mention, held, &aliases));
            }
            Said::Missing { .. } | Said::Sign(_) | Said::Host(_) => {}
        }
    }
    refs.sort_by_key(|one| (one.certificate, one.mention));
    refs.dedup_by_key(|one| (one.certificate, one.mention));
    refs
}

/// The certificates that a text names by an alias.
fn aliases(world: &World<'_>, text: &TextFile<'_>) -> BTreeSet<usize> {
    let named = text.mentions.iter().filter_map(|mention| match &mention.said {
        Said::Certificate { sha256, by: By::Alias } => world.by_print.get(sha256).copied(),
        _ => None,
    });
    named.collect()
}

/// How often a store of so many certificates is told.
fn room(certificates: usize) -> usize {
    if certificates <= SMALL_STORE { MAX_TOLD } else { (MAX_TOLD * SMALL_STORE / certificates).max(4) }
}

/// What the named file holds. Inside one archive the member's name tells.
fn store<'a, 'w>(
    world: &'a World<'w>,
    text: &TextFile<'w>,
    mention: &'w Mention,
    path: &'w Arc<Path>,
) -> (&'a [Held<'w>], (&'w [u8], Vec<u8>)) {
    // `classpath:` and the like stand before bare names.
    let name = bare_name(mention.token.as_bytes()).rsplit(|octet| *octet == b':').next().unwrap_or_default();
    if text.location.path == *path && !text.location.members().is_empty() {
        return (world.in_members(path, name), (octets(path), name.to_vec()));
    }
    (world.in_file(path), (octets(path), Vec::new()))
}

fn through_store<'w>(
    world: &World<'w>,
    text: &TextFile<'w>,
    mention: &'w Mention,
    held: &[Held<'w>],
    aliases: &BTreeSet<usize>,
) -> Vec<Ref<'w>> {
    let by_alias = held.iter().any(|one| aliases.contains(&one.certificate));
    let meant = held.iter().filter(|one| !by_alias || aliases.contains(&one.certificate));
    let elsewhere = meant.filter(|one| !is_same(text, one) && world.hosts.of(&one.location.path) == text.host);
    elsewhere.map(|one| Ref { certificate: one.certificate, mention, key: world.has_key_at(one) }).collect()
}

fn is_same(text: &TextFile<'_>, held: &Held<'_>) -> bool {
    held.location.path == text.location.path && held.location.members() == text.location.members()
}

/// A certificate that is named itself, unless it is in the very text.
fn named<'w>(world: &World<'w>, text: &TextFile<'w>, mention: &'w Mention, sha256: &Fingerprint) -> Option<Ref<'w>> {
    let number = *world.by_print.get(sha256)?;
    let classified = world.certificates.get(number)?;
    let path = octets(&text.location.path);
    // Occurrences are sorted by their paths.
    let first = classified.occurrences.partition_point(|one| octets(&one.location.path) < path);
    let here = classified.occurrences.iter().skip(first).take_while(|one| octets(&one.location.path) == path);
    let members = text.location.members();
    let is_own = here.take(64).any(|one| one.location.members() == members);
    (!is_own).then_some(Ref { certificate: number, mention, key: classified.private_key })
}

/// All references, by certificate and place.
pub(super) fn references(world: &World<'_>) -> BTreeMap<Fingerprint, Vec<Reference>> {
    let mut all: BTreeMap<Fingerprint, Vec<Reference>> = BTreeMap::new();
    for text in &world.texts {
        for one in &text.refs {
            if let (Some(classified), Some((by, file))) = (world.certificates.get(one.certificate), by(one.mention)) {
                all.entry(classified.certificate.sha256).or_default().push(Reference {
                    location: text.location.clone(),
                    line: one.mention.line,
                    by,
                    token: one.mention.token.clone(),
                    setting: one.mention.setting.clone(),
                    file,
                });
            }
        }
    }
    for references in all.values_mut() {
        references.sort();
        references.dedup();
    }
    all
}

/// By what a mention refers, and the file that it names.
fn by(mention: &Mention) -> Option<(By, Option<Arc<Path>>)> {
    match &mention.said {
        Said::Certificate { by, .. } => Some((*by, None)),
        Said::Store { path, by } => Some((*by, Some(path.clone()))),
        Said::Missing { .. } | Said::Sign(_) | Said::Host(_) => None,
    }
}
