//! Aliases and friendly names: only as the whole value of a setting whose name
//! speaks of one.
//!
//! Behaviour
//! 1. An alias that is short, or that everybody gives, counts only where the
//!    same text names the store that has it.
//! 2. Where the text names stores with that alias, no other one is meant;
//!    else those on the text's own host are.

use super::aside::{LONGEST, subject_values, values};
use super::escape::{decoded, without_entities};
use super::flagged::Flag;
use super::hit::{Finder, Hit};
use super::setting;
use super::target::common;
use crate::classify::Classified;
use crate::failure::FailureKind;
use crate::inventory::{By, Inventory, Said};
use crate::name::fold;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// What the names of such settings end with.
pub(super) const WORDS: [&str; 8] =
    ["alias", "friendlyname", "friendly-name", "keyname", "aliasname", "findbysubjectname", "nickname", "alias-filter"];

/// Aliases that everybody gives.
const COMMON: &[&str] = &[
    "mykey",
    "tomcat",
    "server",
    "key",
    "cert",
    "client",
    "certificate",
    "alias",
    "privatekey",
    "default",
    "ca",
    "root",
    "ssl",
    "https",
    "signing",
    "encryption",
    "sign",
    "test",
    "selfsigned",
    "localhost",
    "jetty",
    "keystore",
    "sp",
    "idp",
    "saml",
    "main",
];

/// Who has an alias.
struct Holder {
    /// The certificate; none of a store that stayed locked.
    flag: Option<usize>,
    path: Arc<Path>,
}

/// Aliases as they compare, and who has them.
pub(super) struct Aliases(BTreeMap<String, Vec<Holder>>);

impl Aliases {
    /// Those of stores that stayed locked.
    pub(super) fn new(inventory: &Inventory) -> Aliases {
        let mut aliases = Aliases(BTreeMap::new());
        for failure in inventory.failures.iter().filter(|failure| failure.kind == FailureKind::Locked) {
            let keys = failure.store.iter().flat_map(|store| &store.keys);
            for name in keys.filter_map(|key| key.friendly_name.as_deref()) {
                aliases.put(name, None, &failure.location.path);
            }
        }
        aliases
    }

    /// Those of a certificate, and its common name: .NET looks for that.
    pub(super) fn add(&mut self, flag: usize, classified: &Classified) {
        let occurrences = classified.occurrences.iter().map(|one| (&one.alias, &one.location));
        let keys = classified.keys.iter().map(|key| (&key.alias, &key.location));
        for (alias, location) in occurrences.chain(keys) {
            if let Some(alias) = alias {
                self.put(alias, Some(flag), &location.path);
            }
        }
        if let (Some(name), Some(first)) =
            (classified.certificate.subject.common_name(), classified.occurrences.first())
        {
            self.put(&format!("\u{0}{name}"), Some(flag), &first.location.path);
        }
    }

    fn put(&mut self, alias: &str, flag: Option<usize>, path: &Arc<Path>) {
        let alias = fold(alias);
        if !alias.is_empty() && alias.len() <= LONGEST {
            self.0.entry(alias).or_default().push(Holder { flag, path: Arc::clone(path) });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the value of the setting that ends with this word names.
    pub(super) fn at(
        &self,
        finder: &Finder<'_>,
        word: &Range<usize>,
        stores: &BTreeSet<&Path>,
        flags: &[Flag],
    ) -> Vec<Hit> {
        let by_subject = finder.get(word).eq_ignore_ascii_case(b"findbysubjectname");
        let values = if by_subject { subject_values(finder, word) } else { values(finder, word) };
        for value in values {
            let token = without_entities(&decoded(finder.get(&value)));
            let key = if by_subject { format!("\u{0}{}", fold(&token)) } else { fold(&token) };
            let Some(holders) = self.0.get(&key) else { continue };
            return hits(finder, holders, &value, &token, stores, flags);
        }
        Vec::new()
    }
}

fn hits(
    finder: &Finder<'_>,
    holders: &[Holder],
    value: &Range<usize>,
    token: &str,
    stores: &BTreeSet<&Path>,
    flags: &[Flag],
) -> Vec<Hit> {
    const MOST: usize = 16;
    let named: Vec<&Holder> = holders.iter().filter(|holder| stores.contains(&*holder.path)).collect();
    let bare = fold(token);
    let chosen = if !named.is_empty() {
        named
    } else if bare.chars().count() < 3 || COMMON.contains(&bare.as_str()) {
        return Vec::new();
    } else {
        let own = |holder: &&Holder| common(&super::target::parts_of_path(&holder.path), &finder.parts) >= finder.host;
        holders.iter().filter(own).collect()
    };
    let setting = setting::of(finder, value.start);
    let hit = |holder: &Holder| {
        let said = match holder.flag.and_then(|flag| flags.get(flag)) {
            Some(flag) if flag.is_held_by(finder.location) => return None,
            Some(flag) => Said::Certificate { sha256: flag.sha256, by: By::Alias },
            None if holder.path == finder.location.path => return None,
            None => Said::Store { path: Arc::clone(&holder.path), by: By::Alias },
        };
        Some(Hit::new(value.start, said, token, setting.clone()))
    };
    chosen.into_iter().filter_map(hit).take(MOST).collect()
}
