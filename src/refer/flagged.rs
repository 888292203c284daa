//! Flagged certificates, and by what texts may name them.

use super::alias::Aliases;
use super::digits::{Digits, Spelled};
use super::hit::{Finder, Hit};
use super::identifier::{Identifiers, is_whole_identifier};
use super::patterns::What;
use super::serial::Serials;
use super::subject::{Names, anchor_of};
use super::windows::Binding;
use super::{digits, setting};
use crate::certificate::{Certificate, Fingerprint};
use crate::classify::{Classified, Verdict};
use crate::inventory::{By, Inventory, Said};
use crate::location::Location;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// What is kept of a flagged certificate.
pub(super) struct Flag {
    pub(super) sha256: Fingerprint,
    /// Where it, or its key, lies.
    pub(super) places: Vec<Location>,
    is_ca: bool,
}

/// All of them.
pub(super) struct Flagged {
    flags: Vec<Flag>,
    /// Files that hold any of them.
    holders: BTreeSet<Arc<Path>>,
    digits: Digits,
    /// The same in base64.
    spelled: Vec<Spelled>,
    identifiers: Identifiers,
    names: Names,
    serials: Serials,
    aliases: Aliases,
}

/// More certificates than this are not told of one token: renewals share a
/// subject, but no more than that.
const MAX_SHARED: usize = 16;

/// Whether references to a certificate are looked for.
pub(super) fn is_wanted(classified: &Classified) -> bool {
    classified.verdict != Verdict::Other
}

impl Flagged {
    pub(super) fn new(certificates: &[Classified], inventory: &Inventory) -> Flagged {
        let mut flagged = Flagged {
            flags: Vec::new(),
            holders: BTreeSet::new(),
            digits: Digits::default(),
            spelled: Vec::new(),
            identifiers: Identifiers::default(),
            names: Names::default(),
            serials: Serials::default(),
            aliases: Aliases::new(inventory),
        };
        for classified in certificates.iter().filter(|classified| is_wanted(classified)) {
            flagged.add(classified);
        }
        flagged.spelled = flagged.digits.spelled();
        flagged
    }

    fn add(&mut self, classified: &Classified) {
        let number = self.flags.len();
        let certificate: &Certificate = &classified.certificate;
        let occurrences = classified.occurrences.iter().map(|one| &one.location);
        let places: Vec<Location> =
            occurrences.chain(classified.keys.iter().map(|key| &key.location)).cloned().collect();
        self.holders.extend(places.iter().map(|place| Arc::clone(&place.path)));
        self.digits.add(number, certificate);
        self.serials.add(number, &certificate.serial);
        self.aliases.add(number, classified);
        if let Some(identifier) = identifier(classified) {
            self.identifiers.add(number, &identifier);
        }
        self.names.add(number, &certificate.subject, anchor_of(&certificate.subject));
        self.flags.push(Flag { sha256: certificate.sha256, places, is_ca: certificate.is_ca });
    }

    /// What is searched for by its characters.
    pub(super) fn patterns(&self) -> impl Iterator<Item = (Vec<u8>, What)> {
        let identifiers = self.identifiers.patterns().map(|(text, at)| (text, What::Identifier(at)));
        let anchors = self.names.patterns().map(|(text, at)| (text, What::Anchor(at)));
        let serials = self.serials.patterns().map(|(text, at)| (text, What::Serial(at)));
        let digests = self.spelled.iter().enumerate();
        let digests = digests.map(|(number, (text, _))| (text.clone().into_bytes(), What::Digest(number)));
        identifiers.chain(anchors).chain(serials).chain(digests)
    }

    /// Whether there is no certificate that a text may name.
    pub(super) fn is_empty(&self) -> bool {
        self.flags.is_empty()
    }

    pub(super) fn has_aliases(&self) -> bool {
        !self.aliases.is_empty()
    }

    /// An identifier, unless it is part of a longer one.
    pub(super) fn identifier_at(&self, finder: &Finder<'_>, number: usize, range: Range<usize>) -> Vec<Hit> {
        if !is_whole_identifier(finder, &range) {
            return Vec::new();
        }
        let token = super::escape::decoded(finder.get(&range));
        self.told(finder, self.identifiers.of(number), By::Identifier, range.start, &token)
    }

    /// A subject, if the rest of it stands around this value.
    pub(super) fn subject_at(&self, finder: &Finder<'_>, number: usize, range: Range<usize>) -> Vec<Hit> {
        let Some(found) = self.names.at(finder, number, &range) else { return Vec::new() };
        let setting = setting::of(finder, found.at);
        if setting.as_deref().is_some_and(|name| name.ends_with("X509IssuerName")) {
            return Vec::new();
        }
        self.told(finder, &found.flags, By::Subject, found.at, &found.token)
    }

    /// A serial number, if its surroundings say that it is one.
    pub(super) fn serial_at(&self, finder: &Finder<'_>, number: usize, range: Range<usize>) -> Vec<Hit> {
        let Some(whole) = self.serials.at(finder, number, range) else { return Vec::new() };
        let token = super::escape::decoded(finder.get(&whole));
        self.told(finder, self.serials.of(number), By::Serial, whole.start, &token)
    }

    /// The alias that this word speaks of.
    pub(super) fn alias_at(&self, finder: &Finder<'_>, word: Range<usize>, hits: &[Hit]) -> Vec<Hit> {
        let stores = hits.iter().filter_map(|hit| match &hit.said {
            Said::Store { path, .. } => Some(&**path),
            _ => None,
        });
        self.aliases.at(finder, &word, &stores.collect(), &self.flags)
    }

    /// Thumbprints and key identifiers in hexadecimal.
    pub(super) fn digits_in(&self, text: &[u8]) -> Vec<digits::Found> {
        self.digits.find(text)
    }

    /// The certificate whose thumbprint or key identifier this is.
    pub(super) fn digest_at(&self, finder: &Finder<'_>, number: usize, range: Range<usize>) -> Vec<Hit> {
        let found = self.spelled.get(number).and_then(|spelled| self.digits.base64_at(finder.text, spelled, range));
        self.named_by(finder, found.into_iter().collect())
    }

    /// The certificates that thumbprints and key identifiers name.
    pub(super) fn named_by(&self, finder: &Finder<'_>, digits: Vec<digits::Found>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for found in digits {
            let token = super::escape::decoded(finder.get(&found.range));
            hits.extend(self.told(finder, &found.flags, found.by, found.range.start, &token));
            if hits.len() > super::MAX_MENTIONS {
                break;
            }
        }
        hits
    }

    /// The thumbprints in the bindings of a Windows machine.
    pub(super) fn bindings(&self, text: &[u8], bindings: Vec<Binding>) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut from = 0;
        for binding in bindings {
            let found = digits::find_text(text, from, &binding.thumbprint);
            let at = found.unwrap_or(from);
            from = found.map_or(from, |at| at + 1);
            for found in self.digits.token(&binding.thumbprint) {
                for flag in found.flags.iter().filter_map(|flag| self.flags.get(*flag)) {
                    let said = Said::Certificate { sha256: flag.sha256, by: found.by };
                    hits.push(Hit::new(at, said, &binding.thumbprint, Some(binding.setting.clone())));
                }
            }
        }
        hits
    }

    /// The certificates that a token names, but for those that the text itself holds.
    fn told(&self, finder: &Finder<'_>, flags: &[usize], by: By, at: usize, token: &str) -> Vec<Hit> {
        let flags = flags.iter().filter_map(|flag| self.flags.get(*flag));
        let flags = flags.filter(|flag| !flag.is_held_by(finder.location) && !self.is_chain(finder, flag, by));
        let flags: Vec<&Flag> = flags.take(MAX_SHARED).collect();
        if flags.is_empty() {
            return Vec::new();
        }
        let setting = setting::of(finder, at);
        let hit = |flag: &Flag| Hit::new(at, Said::Certificate { sha256: flag.sha256, by }, token, setting.clone());
        flags.into_iter().map(hit).collect()
    }

    /// Whether a CA is named as the issuer of what the file holds.
    fn is_chain(&self, finder: &Finder<'_>, flag: &Flag, by: By) -> bool {
        flag.is_ca
            && matches!(by, By::Subject | By::SubjectKeyIdentifier | By::Serial)
            && self.holders.contains(&finder.location.path)
    }
}

impl Flag {
    /// Whether the text holds it, or its key.
    pub(super) fn is_held_by(&self, text: &Location) -> bool {
        self.places.iter().any(|place| place.path == text.path && place.steps.starts_with(&text.steps))
    }
}

/// The identifier in the subject.
fn identifier(classified: &Classified) -> Option<String> {
    use crate::name::attribute::SERIAL_NUMBER;
    let listed = match &classified.verdict {
        Verdict::Listed(listing) | Verdict::LookAlike { listing, .. } => listing.identifier.clone(),
        _ => None,
    };
    let own = || classified.certificate.subject.attribute(SERIAL_NUMBER).map(str::to_owned);
    listed.or_else(own).filter(|identifier| identifier.contains(':') && identifier.is_ascii())
}
