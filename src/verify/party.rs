//! Who is at the other end: the counterparties of `clue`, and two uses that
//! have no counterparty of their own but demand something of the certificate.

use crate::clue::{Bound, CLUES, Counterparty, Knowledge};
use crate::wording::{Text, text};
use time::Date;
use time::macros::date;

/// What says that it is a test environment of theirs.
const TEST: &str = ":test";

/// Secure mail by S/MIME, whoever the partners are.
const SECURE_EMAIL: &str = "secure-email";
/// A seal (segl) on documents.
const SEAL: &str = "seal";

/// What one end demands, and what it is told.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a demand of its own")]
pub struct Party {
    /// Its id.
    pub id: String,
    /// Whether its test environment is meant.
    pub test: bool,
    /// Its name.
    pub name: Text,
    /// The kind it demands, if that is known.
    pub kind: Option<String>,
    /// What it demands, in words.
    pub demand: Text,
    /// How the certificate is registered there.
    pub registration: Text,
    /// What the registration hangs on, if known.
    pub bound_to: Option<Bound>,
    /// Where that was read.
    pub knowledge: Knowledge,
    /// Whether the certificate must hold an address.
    pub needs_email: bool,
    /// Whether it must have been ordered with »Signering«.
    pub needs_signing: bool,
    /// Whether something is encrypted to it.
    pub needs_encipherment: bool,
    /// Whether a person's own certificate can do.
    pub takes_employee: bool,
}

/// The ids that `--for` takes, sorted.
pub fn party_ids() -> Vec<&'static str> {
    let mut ids: Vec<&str> = CLUES.counterparties.iter().map(|one| one.id.as_str()).collect();
    ids.extend([SEAL, SECURE_EMAIL, "test"]);
    ids.sort_unstable();
    ids
}

/// The parties of these ids, each once, and whether `test` was among them.
///
/// # Errors
/// The first id that is not known.
pub fn parties(ids: &[String]) -> Result<(Vec<Party>, bool), String> {
    let mut all: Vec<Party> = Vec::new();
    for given in ids.iter().filter(|id| *id != "test") {
        let id = given.strip_suffix(TEST).unwrap_or(given);
        let found = CLUES.counterparty(id).map(of_clue).or_else(|| of_use(id)).ok_or_else(|| id.to_owned())?;
        let party = Party { test: id != given, ..found };
        if !all.iter().any(|other| other.id == party.id && other.test == party.test) {
            all.push(party);
        }
    }
    Ok((all, ids.iter().any(|id| id == "test")))
}

impl Party {
    /// The name without what stands behind it in brackets.
    pub fn short_name(&self) -> Text {
        let short = |name: &str| name.split(" (").next().unwrap_or(name).to_owned();
        Text { da: short(&self.name.da), en: short(&self.name.en) }
    }

    /// The source in words.
    pub fn told(&self, as_of: Date) -> Text {
        Text { da: self.knowledge.told(true, as_of), en: self.knowledge.told(false, as_of) }
    }
}

fn of_clue(one: &Counterparty) -> Party {
    Party {
        id: one.id.clone(),
        test: false,
        name: one.name.clone(),
        kind: one.demands.clone(),
        demand: one.demand.clone(),
        registration: one.registration.clone(),
        bound_to: one.bound_to,
        knowledge: one.knowledge.clone(),
        needs_email: false,
        needs_signing: false,
        needs_encipherment: false,
        takes_employee: one.demands.as_deref() == Some("employee"),
    }
}

fn of_use(id: &str) -> Option<Party> {
    let mail = id == SECURE_EMAIL;
    if !mail && id != SEAL {
        return None;
    }
    let knowledge = if mail {
        Knowledge {
            source: text("verify.party.mail-source"),
            date: date!(2026 - 11 - 21),
            read: true,
            check_with: text("verify.party.mail-ask"),
        }
    } else {
        Knowledge {
            source: text("verify.party.seal-source"),
            date: date!(2026 - 11 - 21),
            read: true,
            check_with: text("verify.party.seal-ask"),
        }
    };
    Some(Party {
        id: id.to_owned(),
        test: false,
        name: text(if mail { "verify.party.mail-name" } else { "verify.party.seal-name" }),
        kind: Some("organisation".to_owned()),
        demand: text(if mail { "verify.party.mail-demand" } else { "verify.party.seal-demand" }),
        registration: text(if mail { "verify.party.mail-registration" } else { "verify.party.seal-registration" }),
        bound_to: Some(Bound::Certificate),
        knowledge,
        needs_email: mail,
        needs_signing: !mail,
        needs_encipherment: mail,
        takes_employee: mail,
    })
}
