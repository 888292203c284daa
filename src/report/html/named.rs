//! What things are called on the page: certificates, systems, places, uses,
//! and the sign beside a status.

use super::page::Page;
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Kind, Listing, Verdict};
use crate::clue::Confidence;
use crate::location::Location;
use crate::report::text;
use crate::usage::{Evidence, Use};

impl Page<'_> {
    /// `#7 Name`, as certificates are called here.
    pub(super) fn called(&self, known: &Classified) -> String {
        let name = text::brief(&crate::check::display_name(known));
        match self.numbers.get(&known.certificate.sha256) {
            Some(number) => format!("#{number} {name}"),
            None => name,
        }
    }

    /// The same for a fingerprint.
    pub(super) fn named(&self, sha256: &Fingerprint) -> String {
        let known = self.report.certificate(sha256);
        known.map_or_else(|| format!("SHA-256 {}…", short(sha256)), |known| self.called(known))
    }

    /// `OCES II FOCES, test`.
    pub(super) fn kind(&self, listing: &Listing) -> String {
        let kind = match listing.kind {
            Some(kind @ (Kind::Poces | Kind::Moces | Kind::Voces | Kind::Foces)) => kind.id().to_uppercase(),
            Some(Kind::Employee) => "brugercertifikat".to_owned(),
            Some(Kind::Organisation) => "organisationscertifikat".to_owned(),
            Some(Kind::System) => "systemcertifikat".to_owned(),
            None => self.term(listing.role.id()).to_owned(),
        };
        let mut kind = format!("OCES {} {kind}", listing.generation);
        for (is, word) in [(listing.qualified, "qualified"), (listing.environment.id() == "test", "test")] {
            if is {
                kind = format!("{kind}, {}", self.term(word));
            }
        }
        kind
    }

    /// What it is: generation and kind, or why it is none of ours.
    pub(super) fn what(&self, known: &Classified) -> String {
        match &known.verdict {
            Verdict::Listed(listing) => self.kind(listing),
            Verdict::LookAlike { .. } => self.word("pages.certificates.look_alike"),
            Verdict::UnknownAuthority { .. } => self.word("pages.certificates.unknown_authority"),
            Verdict::Other => self.word("pages.certificates.other"),
        }
    }

    /// The status with a sign before it and its day.
    pub(super) fn status(&self, known: &Classified) -> String {
        let Verdict::Listed(listing) = &known.verdict else { return "–".to_owned() };
        let day = listing.status_since.or(listing.status_on).map(text::day);
        let day = day.map_or_else(String::new, |day| format!(" ({day})"));
        format!("{} {}{day}", sign(listing.status.id()), self.term(listing.status.id()))
    }

    /// What a certificate is used for, and with whom, surest first.
    pub(super) fn used(&self, sha256: &Fingerprint) -> Vec<String> {
        let uses = self.report.usage.uses.get(sha256).map_or(&[][..], Vec::as_slice);
        let told = |one: &Use| {
            let (kind, sure) = (self.term(one.kind.id()), self.term(one.confidence.id()));
            match one.counterparty {
                Some(party) => format!("{kind}: {} ({sure})", self.told(&party.name)),
                None => format!("{kind} ({sure})"),
            }
        };
        // A guess beside what is known only distracts; the JSON report has it.
        let is_known = uses.iter().any(|one| one.confidence >= Confidence::Medium);
        uses.iter().filter(|one| !is_known || one.confidence >= Confidence::Medium).map(told).collect()
    }

    /// A piece of evidence: where, and what.
    pub(super) fn evidence(&self, piece: &Evidence) -> String {
        let line = piece.line.map_or_else(String::new, |line| format!(":{line}"));
        format!("{}{line}: {}", place(&piece.location), text::brief(self.told(&piece.text)))
    }

    /// The name of a system by its id.
    pub(super) fn system(&self, id: &str) -> Option<String> {
        self.systems.get(id).cloned()
    }
}

/// A place, with its host where several reports are merged.
pub(super) fn place(location: &Location) -> String {
    let place = text::location(location);
    location.scope.as_deref().map_or_else(|| place.clone(), |scope| format!("{}: {place}", text::brief(scope)))
}

/// The first octets of a fingerprint.
pub(super) fn short(sha256: &Fingerprint) -> String {
    text::hex(sha256.get(..8).unwrap_or_default())
}

/// A sign that tells a status in black and white, beside its word.
pub(super) fn sign(status: &str) -> &'static str {
    match status {
        "blocked" | "expired" => "✖",
        "to-be-blocked" | "expiring" => "▲",
        "current" => "●",
        _ => "○",
    }
}

/// The anchor of a certificate.
pub(super) fn anchor(sha256: &Fingerprint) -> String {
    format!("c-{}", text::hex(sha256.get(..12).unwrap_or_default()))
}
