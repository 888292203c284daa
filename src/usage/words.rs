//! What evidence says to people, in Danish and English. Names and tokens in it
//! are foreign text: reports make them safe.

use super::tie::{How, Tie};
use crate::classify::Kind;
use crate::clue::{CLUES, Text};

/// A text in both languages.
pub(super) fn both(da: impl Into<String>, en: impl Into<String>) -> Text {
    Text { da: da.into(), en: en.into() }
}

/// What ties a certificate to a counterparty.
pub(super) fn tie(tie: &Tie<'_>) -> Text {
    let known = CLUES.counterparty(tie.counterparty);
    let name = known.map_or_else(|| both(tie.counterparty, tie.counterparty), |known| known.name.clone());
    let (da, en, token) = (name.da, name.en, &tie.sign.token);
    match (tie.how, tie.reference.is_some()) {
        (How::Only, true) => both(
            format!("Filen nævner certifikatet og kun én modpart, {da} ({token})."),
            format!("The file names the certificate and one counterparty only, {en} ({token})."),
        ),
        (How::Only, false) => both(
            format!("Filen indeholder certifikatet og nævner kun én modpart, {da} ({token})."),
            format!("The file holds the certificate and names one counterparty only, {en} ({token})."),
        ),
        (How::OneCertificate, _) => both(
            format!("Filen nævner flere modparter, deriblandt {da} ({token}), men kun dette certifikat."),
            format!("The file names several counterparties, among them {en} ({token}), but this certificate only."),
        ),
        (How::Group, _) => both(
            format!("Indstillinger i samme gruppe nævner certifikatet og {da} ({token})."),
            format!("Settings of one group name the certificate and {en} ({token})."),
        ),
        (How::Block, _) => both(
            format!("En blok af filen nævner certifikatet og ingen anden modpart end {da} ({token})."),
            format!("A block of the file names the certificate and no other counterparty than {en} ({token})."),
        ),
        (How::Near, _) => both(
            format!("Filen nævner flere modparter og certifikater; dette står nærmest {da} ({token})."),
            format!(
                "The file names several counterparties and certificates; this one stands nearest to {en} ({token})."
            ),
        ),
        (How::Open | How::Folder | How::Beside, _) => weak_tie(tie.how, &da, &en, token),
    }
}

/// The same, where nothing names both in one breath.
fn weak_tie(how: How, da: &str, en: &str, token: &str) -> Text {
    match how {
        How::Open => both(
            format!(
                "Filen nævner flere modparter og certifikater; det er usikkert, om {da} ({token}) hører til dette."
            ),
            format!(
                "The file names several counterparties and certificates; whether {en} ({token}) belongs to this one is uncertain."
            ),
        ),
        How::Folder => both(
            format!("Certifikatet ligger i en mappe, hvor {da} ({token}) er konfigureret."),
            format!("The certificate lies in a folder where {en} ({token}) is configured."),
        ),
        _ => both(
            format!(
                "En anden fil i samme systems mappe nævner {da} ({token}), og dette er mappens eneste certifikat: et svagt tegn."
            ),
            format!(
                "Another file in the system's folder names {en} ({token}), and this is the folder's only certificate: a weak sign."
            ),
        ),
    }
}

/// A kind with its article.
pub(super) fn kind(kind: Kind) -> Text {
    match kind {
        Kind::Poces => both("et personcertifikat (POCES)", "a personal certificate (POCES)"),
        Kind::Moces => both("et medarbejdercertifikat (MOCES)", "an employee certificate (MOCES)"),
        Kind::Voces => both("et virksomhedscertifikat (VOCES)", "a company certificate (VOCES)"),
        Kind::Foces => both("et funktionscertifikat (FOCES)", "a function certificate (FOCES)"),
        Kind::Employee => both("et brugercertifikat", "a user certificate (brugercertifikat)"),
        Kind::Organisation => {
            both("et organisationscertifikat", "an organisation certificate (organisationscertifikat)")
        }
        Kind::System => both("et systemcertifikat", "a system certificate (systemcertifikat)"),
    }
}
