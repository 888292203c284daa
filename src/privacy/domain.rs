//! The names of domains and organisations as folders of homes are called after
//! them (`/home/FJORDBY/anna`): they are nobody's.

use super::fold::{Folded, is_letter, is_word};
use foldhash::fast::RandomState;
use std::collections::HashSet;

/// How domains end. Below homes a full stop is in names of users as well.
const ENDINGS: [&[u8]; 12] = [
    b".dk",
    b".com",
    b".org",
    b".net",
    b".eu",
    b".local",
    b".lan",
    b".intern",
    b".internal",
    b".corp",
    b".test",
    b".example",
];

/// The names.
#[derive(Default)]
pub(super) struct Domains(HashSet<Box<[u8]>, RandomState>);

impl Domains {
    /// Notes an organisation's name, joined, and those of its words that are no `role`.
    pub(super) fn add_organisation(&mut self, name: &str, role: impl Fn(&[u8]) -> bool) {
        let folded = Folded::new(name.as_bytes(), false).octets;
        for word in folded.split(|octet| !is_letter(*octet)).filter(|word| word.len() >= 3 && !role(word)) {
            self.0.insert(word.into());
        }
        self.add(folded.iter().copied().filter(|octet| is_word(*octet)).collect());
    }

    /// Notes the domain of a host.
    pub(super) fn add_host(&mut self, host: &str) {
        let folded = Folded::new(host.as_bytes(), false).octets;
        let Some(dot) = memchr::memchr(b'.', &folded) else { return };
        let domain = &folded[dot + 1..];
        self.add(domain.into());
        if let Some(last) = memchr::memrchr(b'.', domain) {
            self.add(domain[..last].into());
        }
    }

    fn add(&mut self, name: Vec<u8>) {
        if name.len() >= 3 {
            self.0.insert(name.into());
        }
    }

    /// Whether a folded folder is called after one of them.
    pub(super) fn has(&self, folder: &[u8]) -> bool {
        let stem = ENDINGS.iter().find_map(|ending| folder.strip_suffix(*ending)).unwrap_or(folder);
        self.0.contains(folder) || self.0.contains(stem) || {
            let joined: Vec<u8> = stem.iter().copied().filter(|octet| is_word(*octet)).collect();
            self.0.contains(joined.as_slice())
        }
    }

    /// Whether a folded folder ends like a domain.
    pub(super) fn ends_like_one(folder: &[u8]) -> bool {
        ENDINGS.iter().any(|ending| folder.len() > ending.len() && folder.ends_with(ending))
    }
}
