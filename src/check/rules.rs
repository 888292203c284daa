//! The registry of rules: names and summaries. To add one: a variant of [`Id`]
//! and a line in [`RULES`], in the same order.
//!
//! When a rule applies is told in the room's own file.

use super::Rule;

/// The rules by name, in the order of [`RULES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Id {
    Oces2Key,
    Oces2Certificate,
    Oces2Ca,
    Oces1Key,
    Oces1Certificate,
    Oces1Ca,
    EncryptedMail,
    NemidDependency,
    OpenKey,
    MisplacedKey,
    SharedKey,
    WeakPassword,
    MissingStore,
    Oces3Expired,
    Oces3Expiring,
    UnknownAuthority,
    LookAlike,
}

impl Id {
    /// The rule in the registry.
    pub(crate) fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }
}

/// The registry of rules.
pub static RULES: &[Rule] = &[
    Rule {
        id: "oces2-key",
        summary_da: "Her ligger den private nøgle til et OCES II-certifikat.",
        summary_en: "The private key of an OCES II certificate lies here.",
    },
    Rule {
        id: "oces2-certificate",
        summary_da: "Her ligger et OCES II-certifikat uden sin private nøgle.",
        summary_en: "An OCES II certificate lies here without its private key.",
    },
    Rule {
        id: "oces2-ca",
        summary_da: "Her ligger et CA-certifikat fra OCES II, som systemer kan have tillid til.",
        summary_en: "A CA certificate of OCES II lies here, and systems may trust it.",
    },
    Rule {
        id: "oces1-key",
        summary_da: "Her ligger den private nøgle til et OCES I-certifikat.",
        summary_en: "The private key of an OCES I certificate lies here.",
    },
    Rule {
        id: "oces1-certificate",
        summary_da: "Her ligger et OCES I-certifikat uden sin private nøgle.",
        summary_en: "An OCES I certificate lies here without its private key.",
    },
    Rule {
        id: "oces1-ca",
        summary_da: "Her ligger et CA-certifikat fra OCES I, som systemer kan have tillid til.",
        summary_en: "A CA certificate of OCES I lies here, and systems may trust it.",
    },
    Rule {
        id: "encrypted-mail",
        summary_da: "En besked er krypteret til et OCES I- eller OCES II-certifikat.",
        summary_en: "A message is encrypted to an OCES I or OCES II certificate.",
    },
    Rule {
        id: "nemid-dependency",
        summary_da: "Konfiguration eller kode nævner noget, der lukkede med NemID.",
        summary_en: "Configuration or code names something that closed with NemID.",
    },
    Rule {
        id: "open-key",
        summary_da: "Alle brugere på maskinen kan læse den private nøgle.",
        summary_en: "Every user of the machine can read the private key.",
    },
    Rule {
        id: "misplaced-key",
        summary_da: "En privat nøgle ligger, hvor ingen nøgle hører hjemme.",
        summary_en: "A private key lies where no key belongs.",
    },
    Rule {
        id: "shared-key",
        summary_da: "Den samme private nøgle ligger i flere systemer.",
        summary_en: "The same private key is in several systems.",
    },
    Rule {
        id: "weak-password",
        summary_da: "Enhver kan åbne nøglelageret: Adgangskoden er tom eller en standardkode.",
        summary_en: "Anybody can open the keystore: its password is empty or a default.",
    },
    Rule {
        id: "missing-store",
        summary_da: "En konfiguration nævner et nøglelager, som ikke er med i scanningen.",
        summary_en: "A configuration names a keystore that is not in the scan.",
    },
    Rule {
        id: "oces3-expired",
        summary_da: "Et OCES III-certifikat er udløbet.",
        summary_en: "An OCES III certificate has expired.",
    },
    Rule {
        id: "oces3-expiring",
        summary_da: "Et OCES III-certifikat udløber snart.",
        summary_en: "An OCES III certificate expires soon.",
    },
    Rule {
        id: "unknown-authority",
        summary_da: "Udstederen bærer en kendt organisations navn, men er ikke en CA i kataloget.",
        summary_en: "The issuer bears a known organisation's name but is no CA of the catalogue.",
    },
    Rule {
        id: "look-alike",
        summary_da: "Certifikatet låner et navn fra kataloget, men nøglerne passer ikke.",
        summary_en: "The certificate borrows a name of the catalogue, but its keys contradict it.",
    },
];
