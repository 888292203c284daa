//! What would settle the use of a certificate that nothing tells.
//!
//! Behaviour
//! 1. Concrete from what is known: the person, the mail address, the system
//!    store, the file and the texts that name it.
//! 2. Weak signs are said to be hints only.

use super::uses::is_personal;
use super::words::both;
use super::world::{Spot, World, bare_name, listing};
use super::{Reference, Use};
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Kind};
use crate::clue::{Confidence, Text};
use std::collections::BTreeMap;

/// What would settle it, for every certificate that is in use for nobody knows what.
pub(super) fn settles(
    world: &World<'_>,
    uses: &BTreeMap<Fingerprint, Vec<Use>>,
    references: &BTreeMap<Fingerprint, Vec<Reference>>,
) -> BTreeMap<Fingerprint, Text> {
    let open = (0..world.certificates.len()).filter(|number| world.has_uses(*number)).filter_map(|number| {
        let classified = world.certificates.get(number)?;
        let sha256 = classified.certificate.sha256;
        let signs = uses.get(&sha256).map(Vec::as_slice).unwrap_or_default();
        let is_known = signs.iter().any(|one| one.confidence >= Confidence::Medium);
        let spot = world.every_spot(number).max_by_key(|spot| (spot.key, std::cmp::Reverse(spot.location)))?;
        let named = references.get(&sha256).map(Vec::as_slice).unwrap_or_default();
        (!is_known).then(|| (sha256, sentence(classified, &spot, !signs.is_empty(), named)))
    });
    open.collect()
}

fn sentence(classified: &Classified, spot: &Spot<'_>, hints: bool, references: &[Reference]) -> Text {
    let mut parts = vec![if hints {
        both(
            "Anvendelsen er ikke kendt; de svage tegn er kun fingerpeg.",
            "The use is not known; the weak signs are hints only.",
        )
    } else {
        both("Anvendelsen er ikke kendt.", "The use is not known.")
    }];
    let kind = listing(classified).and_then(|listing| listing.kind);
    parts.extend(whom_to_ask(classified, kind));
    if classified.private_key || kind.is_none_or(|kind| !is_personal(kind)) {
        parts.push(where_to_look(classified, spot, references));
    }
    Text { da: join(&parts, |text| &text.da), en: join(&parts, |text| &text.en) }
}

fn join(parts: &[Text], language: impl Fn(&Text) -> &String) -> String {
    parts.iter().map(|text| language(text).as_str()).collect::<Vec<_>>().join(" ")
}

/// The people who know.
fn whom_to_ask(classified: &Classified, kind: Option<Kind>) -> Vec<Text> {
    let mut parts = Vec::new();
    if kind.is_some_and(is_personal) {
        let name = classified.certificate.subject.common_name().unwrap_or_default();
        parts.push(both(
            format!("Spørg den person, som det er udstedt til ({name}), hvad det bruges til."),
            format!("Ask the person it was issued to ({name}) what it is used for."),
        ));
    }
    if let Some(address) = classified.certificate.emails.first() {
        parts.push(both(
            format!("Spørg mailserverens administrator, om {address} modtager krypteret post."),
            format!("Ask the mail server's administrator whether {address} receives encrypted mail."),
        ));
    }
    parts
}

/// Where the answer lies on the machine.
fn where_to_look(classified: &Classified, spot: &Spot<'_>, references: &[Reference]) -> Text {
    if let Some(store) = spot.store {
        return both(
            format!(
                "Det ligger i certifikatlageret {store}: se `netsh http show sslcert`, bindingerne i IIS, og hvilken konto der har adgang til nøglen."
            ),
            format!(
                "It is in the certificate store {store}: see `netsh http show sslcert`, the bindings of IIS, and which account may use the key."
            ),
        );
    }
    let octets = spot.location.path.as_os_str().as_encoded_bytes();
    let file = String::from_utf8_lossy(bare_name(octets)).into_owned();
    if let Some(first) = references.first() {
        let (at, line) = (first.location.path.to_string_lossy(), first.line);
        return both(
            format!(
                "{at} linje {line} nævner det uden at sige til hvad: spørg den, der driver det system, og se, hvilken proces der har filen åben (`lsof`, `fuser`)."
            ),
            format!(
                "{at} line {line} names it without saying what for: ask whoever runs that system, and see which process has the file open (`lsof`, `fuser`)."
            ),
        );
    }
    if !classified.private_key {
        return both(
            format!(
                "Ingen fil i denne scanning nævner {file}, og nøglen er ikke fundet: spørg mappens ejer, om det er jeres eget eller en modparts."
            ),
            format!(
                "No file of this scan names {file}, and its key was not found: ask the folder's owner whether it is your own or a counterparty's."
            ),
        );
    }
    both(
        format!(
            "Ingen fil i denne scanning nævner {file}: se, hvilken proces der har filen åben (`lsof`, `fuser`), i programmernes startparametre og i hemmeligheder i CI og orkestrering."
        ),
        format!(
            "No file of this scan names {file}: see which process has the file open (`lsof`, `fuser`), the start parameters of programs, and the secrets of CI and orchestration."
        ),
    )
}
