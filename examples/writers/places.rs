//! Where it all lies: a file in 2,000 folders for each finding, some of them
//! archives, mails and backups; keys, texts, messages, and what did not open.

use super::certificates::noise;
use oces::certificate::{Certificate, Identifier, Party, Role};
use oces::clue::CLUES;
use oces::failure::{Failure, FailureKind, PERSONAL, StoreFacts, StoreKey};
use oces::inventory::{By, KeyPlace, Mention, MessageParty, Occurrence, Said};
use oces::location::{Location, StepKind};
use oces::place::place_of;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many places certificates lie in.
pub(super) const PLACES: usize = 100_000;

const FOLDERS: usize = 2_000;
const FAILURES: usize = 1_000;
const MESSAGES: usize = 300;

/// The folder of a service; one in twenty is a person's.
fn folder(number: usize) -> PathBuf {
    let number = number % FOLDERS;
    let (host, service) = (number / 40, number % 40);
    PathBuf::from(match number % 20 {
        0 => format!("/srv/host{host:02}/home/ansat{service:02}/Dokumenter/signatur"),
        1 => format!("/srv/host{host:02}/backup/2021/fagsystem-{service:02}/certifikater"),
        2 => format!("/srv/host{host:02}/mail/ansat{service:02}/Maildir/cur"),
        _ => format!("/srv/host{host:02}/opt/fagsystem-{service:02}/konfiguration/certifikater"),
    })
}

fn file(path: &Path) -> Location {
    Location::file(Arc::from(Path::new("/srv")), Arc::from(path))
}

/// The place of this number: one certificate, with its key in every tenth.
pub(super) fn occurrence(number: usize) -> Occurrence {
    let folder = folder(number);
    let (name, format) = match number % 20 {
        0 | 1 => (format!("{number}-nøglelager.p12"), "pkcs12"),
        2 => (format!("{number}-sikkerhedskopi.zip"), "pem"),
        3..=5 => (format!("{number}.cer"), "der"),
        _ => (format!("{number}-certifikat.pem"), "pem"),
    };
    // A name from the time of Latin-1 is no UTF-8.
    let name = if number % 100 == 7 { [b"r\xf8d-".as_slice(), name.as_bytes()].concat() } else { name.into_bytes() };
    let mut location = file(&folder.join(OsString::from_vec(name)));
    if number % 20 == 2 {
        location = location.step(StepKind::Member, format!("WEB-INF/classes/cert-{number}.pem").as_bytes());
    }
    let private_key = format == "pkcs12" && number % 40 < 20;
    Occurrence {
        place: place_of(&location, format),
        alias: (format == "pkcs12").then(|| format!("fagsystem {}", number % 40).into()),
        line: (format == "pem").then_some(1 + number as u64 % 3),
        offset: Some(number as u64 % 7 * 100),
        location,
        format,
        store: None,
        count: 1,
        private_key,
        beside_key: private_key,
        image: None,
    }
}

/// A bare key file of every third certificate.
pub(super) fn keys(certificates: &[Certificate]) -> Vec<KeyPlace> {
    let some = certificates.iter().enumerate().step_by(3);
    let key = |(number, certificate): (usize, &Certificate)| {
        let location = file(&folder(number * 7).join(format!("noegle-{number}.key")));
        KeyPlace {
            place: place_of(&location, "pem"),
            location,
            format: "pem",
            alias: None,
            public_key: Some(certificate.public_key),
            local_key_id: None,
        }
    };
    some.map(key).collect()
}

/// A configuration in each folder that names its keystore; in every tenth one
/// also somebody at the other end, or what died with NemID.
pub(super) fn mentions() -> Vec<Mention> {
    let mut mentions = Vec::new();
    for number in 0..FOLDERS {
        let location = file(&folder(number).join("service.conf"));
        let mention = |line, said, token: &str| Mention {
            location: location.clone(),
            line,
            said,
            token: token.into(),
            setting: Some("keystore.path".into()),
            blocks: Box::default(),
        };
        let store = occurrence(number).location.path;
        let token = store.to_string_lossy().into_owned();
        mentions.push(mention(12, Said::Store { path: store, by: By::Path }, &token));
        if let Some(sign) = CLUES.signs.get(number / 10 % CLUES.signs.len().max(1)).filter(|_| number % 10 == 3) {
            mentions.push(mention(20, Said::Sign(sign), &sign.text));
        }
    }
    mentions.sort();
    mentions
}

/// Encrypted mails of old.
pub(super) fn parties(certificates: &[Certificate]) -> Vec<MessageParty> {
    let with_address = certificates.iter().filter(|certificate| !certificate.emails.is_empty()).take(MESSAGES);
    let party = |(number, certificate): (usize, &Certificate)| MessageParty {
        message: file(Path::new(&format!("/srv/host00/mail/faelles/Maildir/cur/{number}.eml"))),
        party: Party {
            role: Role::Recipient,
            identifier: Identifier::IssuerAndSerial {
                issuer: Arc::from(&*certificate.issuer.der),
                serial: certificate.serial.clone(),
            },
        },
    };
    with_address.enumerate().map(party).collect()
}

/// What did not open, a third of it keystores that tell whose they are.
pub(super) fn failures(certificates: &[Certificate]) -> Vec<Failure> {
    let failure = |number: usize| {
        let location = file(&folder(number * 13).join(format!("lukket-{number}.p12")));
        let kind = FailureKind::ALL[number % FailureKind::ALL.len()];
        if !number.is_multiple_of(3) {
            return Failure::new(location, kind, "unexpected end of the content");
        }
        let detail = if number.is_multiple_of(2) { "no password fits" } else { PERSONAL };
        let own = certificates.get(number % certificates.len().max(1)).map(|one| one.sha1.to_vec());
        let key = StoreKey { friendly_name: Some(format!("fagsystem {number}")), local_key_id: own };
        let unknown = StoreKey { friendly_name: None, local_key_id: Some(noise("key", number, 20)) };
        let store = StoreFacts { format: "pkcs12", keys: vec![key, unknown], belongs_to: Vec::new() };
        Failure { store: Some(store), ..Failure::new(location, FailureKind::Locked, detail) }
    };
    (0..FAILURES).map(failure).collect()
}
