//! Words that are nobody's name where they stand alone: roles, the names of
//! organisations in the report, what our own sentences are made of.

use super::fold::{Folded, is_letter};
use crate::wording;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Words that stand in names of certificates and are no names.
const ROLES: &[&str] = &[
    "test",
    "kommune",
    "region",
    "certifikat",
    "certificate",
    "cert",
    "funktionscertifikat",
    "virksomhedscertifikat",
    "medarbejdercertifikat",
    "medarbejdersignatur",
    "medarbejder",
    "systemcertifikat",
    "organisationscertifikat",
    "brugercertifikat",
    "bruger",
    "user",
    "employee",
    "person",
    "personlig",
    "signatur",
    "foces",
    "voces",
    "moces",
    "poces",
    "oces",
    "oces2",
    "oces3",
    "gyldig",
    "ugyldig",
    "spaerret",
    "udloebet",
    "valid",
    "expired",
    "revoked",
    "prod",
    "produktion",
    "production",
    "system",
    "server",
    "client",
    "service",
    "mail",
    "email",
    "key",
    "noegle",
    "aps",
    "com",
    "net",
    "org",
    "www",
    "the",
    "for",
    "and",
    "med",
    "ved",
    "den",
    "det",
    "danid",
    "nemid",
    "mitid",
    "trust2408",
    "nets",
    "tdc",
    "rid",
    "pid",
    "cvr",
    "uid",
    "fid",
    "dansk",
    "danmark",
    "danske",
    "stat",
];
/// Aliases that say nothing of anybody.
const ALIASES: &[&str] = &[
    "mykey",
    "tomcat",
    "jetty",
    "server",
    "client",
    "signing",
    "encryption",
    "default",
    "keystore",
    "certificate",
    "localhost",
    "alias",
    "privatekey",
    "private key",
    "cert",
    "root",
    "test",
    "prod",
    "valid",
    "expired",
    "signature",
    "moces",
    "poces",
];

/// What many organisations call an address of mail.
const DESKS: &[&str] = &[
    "info",
    "post",
    "mail",
    "kontakt",
    "contact",
    "support",
    "service",
    "servicedesk",
    "helpdesk",
    "hovedpostkasse",
    "postmaster",
    "hostmaster",
    "webmaster",
    "noreply",
    "no reply",
    "office",
    "drift",
    "borgerservice",
    "sikkerpost",
    "sikkermail",
    "certifikat",
    "certifikater",
    "digitalpost",
    "test",
    "kommune",
    "kommunen",
    "sales",
    "salg",
    "root",
];

/// The words.
#[derive(Default)]
pub(super) struct Ordinary {
    roles: HashSet<Vec<u8>>,
    ours: HashSet<Vec<u8>>,
}

impl Ordinary {
    /// Roles alone.
    pub(super) fn roles() -> Ordinary {
        let roles = ROLES.iter().map(|word| word.as_bytes().to_vec()).collect();
        Ordinary { roles, ..Ordinary::default() }
    }

    /// Those of every report.
    pub(super) fn new() -> Ordinary {
        let mut ordinary = Ordinary::roles();
        for text in wording::all() {
            for sentence in [&text.da, &text.en] {
                ordinary.ours.extend(words(sentence));
            }
        }
        ordinary
    }

    /// Takes out organisations that are called after one of these persons: all
    /// words of the person's name are in theirs.
    pub(super) fn without_persons<'n>(&self, organisations: &mut Vec<String>, names: impl Iterator<Item = &'n str>) {
        let mut holding: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
        for (at, organisation) in organisations.iter().enumerate() {
            for word in words(organisation).into_iter().collect::<BTreeSet<_>>() {
                holding.entry(word).or_default().push(at);
            }
        }
        let mut out = BTreeSet::new();
        for name in names {
            let own: BTreeSet<Vec<u8>> = words(name).into_iter().filter(|word| !self.is_role(word)).collect();
            let mut with = own.iter().map(|word| holding.get(word).map_or(&[][..], Vec::as_slice));
            let first = with.next().unwrap_or_default().to_vec();
            let all =
                with.fold(first, |left, next| left.into_iter().filter(|at| next.binary_search(at).is_ok()).collect());
            out.extend(all);
        }
        let mut at = 0;
        organisations.retain(|_| {
            at += 1;
            !out.contains(&(at - 1))
        });
    }

    /// Those of an organisation's name.
    pub(super) fn add_organisation(&mut self, name: &str) {
        self.roles.extend(words(name));
    }

    /// Whether it says what somebody is, not who.
    pub(super) fn is_role(&self, word: &[u8]) -> bool {
        self.roles.contains(word)
    }

    /// Whether our own sentences have it.
    pub(super) fn is_ours(&self, word: &[u8]) -> bool {
        self.is_role(word) || self.ours.contains(word) || !word.iter().any(|octet| is_letter(*octet))
    }

    /// Whether many keys are called so.
    pub(super) fn is_alias(alias: &[u8]) -> bool {
        ALIASES.iter().any(|known| known.as_bytes() == alias)
    }

    /// Whether it is a desk's name, not a person's.
    pub(super) fn is_desk(name: &[u8]) -> bool {
        DESKS.iter().any(|known| known.as_bytes() == name)
    }
}

/// The words of a text, folded.
fn words(text: &str) -> Vec<Vec<u8>> {
    let folded = Folded::new(text.as_bytes(), false).octets;
    folded.split(|octet| !is_letter(*octet)).filter(|word| word.len() >= 2).map(<[u8]>::to_vec).collect()
}
