//! What `contrib/windows/Export-OcesInventory.ps1` wrote: the certificate
//! stores of a Windows machine in one JSON file.
//!
//! *Behaviour*
//! 1. Certificates are told with their friendly name and their store, such as
//!    `LocalMachine\My` or `Services\NTDS\My`, and with their private key
//!    where Windows said that it has it.
//! 2. UTF-8 and UTF-16, with and without a byte order mark: Windows PowerShell
//!    writes either.
//! 3. What the script could not read is a failure here: the file alone would
//!    say that there is nothing.
//! 4. A certificate that is not what its thumbprint says is `corrupt`.
//! 5. The bindings and service accounts in it are for other rooms; they are
//!    not read here.

use super::{ContainerReader, Entry, Extraction};
use crate::failure::FailureKind;
use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use serde::Deserialize;
use sha1::{Digest, Sha1};
use std::borrow::Cow;

/// Reads inventories of Windows machines.
pub struct WindowsInventory;

/// The value of `format`, by which the file is known.
const FORMAT: &str = "oces-windows-inventory";

/// The version that is read.
const VERSION: u64 = 1;

/// How far the mark is looked for.
const HEAD: usize = 512;

/// More failures of the script are told as one.
const MAX_ERRORS: usize = 64;

#[derive(Deserialize)]
struct Inventory {
    #[serde(default)]
    format: String,
    #[serde(default)]
    version: u64,
    #[serde(default)]
    stores: Many<Store>,
    #[serde(default)]
    errors: Many<Trouble>,
}

#[derive(Deserialize)]
struct Store {
    location: Option<String>,
    service: Option<String>,
    #[serde(rename = "store")]
    name: Option<String>,
    #[serde(default)]
    certificates: Many<Listed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    thumbprint: Option<String>,
    friendly_name: Option<String>,
    has_private_key: Option<bool>,
    raw: Option<String>,
}

#[derive(Deserialize)]
struct Trouble {
    #[serde(rename = "where")]
    place: Option<String>,
    message: Option<String>,
}

/// PowerShell writes a list of one as its only entry, and an empty one as null.
#[derive(Deserialize)]
#[serde(untagged)]
enum Many<T> {
    List(Vec<T>),
    One(T),
    None(()),
}

impl<T> Default for Many<T> {
    fn default() -> Many<T> {
        Many::None(())
    }
}

impl<T> Many<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            Many::List(list) => list,
            Many::One(one) => vec![one],
            Many::None(()) => Vec::new(),
        }
    }
}

impl ContainerReader for WindowsInventory {
    fn id(&self) -> &'static str {
        "windows-inventory"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let head = &head[..head.len().min(HEAD)];
        text(head).is_some_and(|text| text.trim_start().starts_with('{') && text.contains(&format!("\"{FORMAT}\"")))
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        let mut out = Extraction::default();
        let inventory = text(bytes).map(|text| serde_json::from_str::<Inventory>(&text));
        let inventory = match inventory {
            Some(Ok(inventory)) => inventory,
            Some(Err(error)) => {
                out.problem(FailureKind::Corrupt, format!("damaged or cut short: {error}"));
                return out;
            }
            None => {
                out.problem(FailureKind::Corrupt, "neither UTF-8 nor UTF-16");
                return out;
            }
        };
        if inventory.format != FORMAT || inventory.version != VERSION {
            out.problem(FailureKind::Unsupported, format!("version {} of the inventory", inventory.version));
        }
        let mut number = 0;
        for store in inventory.stores.into_vec() {
            let name = store.full_name();
            for listed in store.certificates.into_vec() {
                number += 1;
                certificate(listed, &name, number, &mut out);
            }
        }
        errors(inventory.errors.into_vec(), &mut out);
        out
    }
}

impl Store {
    /// Such as `LocalMachine\My`.
    fn full_name(&self) -> String {
        let parts = [&self.location, &self.service, &self.name];
        let parts: Vec<&str> =
            parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join("\\").chars().take(super::MAX_ALIAS).collect()
    }
}

fn certificate(listed: Listed, store: &str, number: usize, out: &mut Extraction) {
    let raw: String = listed.raw.unwrap_or_default().split_ascii_whitespace().collect();
    let der = BASE64.decode(raw.as_bytes()).unwrap_or_default();
    if let Some(thumbprint) = listed.thumbprint.filter(|_| !der.is_empty()) {
        let said = HEXLOWER_PERMISSIVE.decode(thumbprint.as_bytes()).unwrap_or_default();
        if said != Sha1::digest(&der).as_slice() {
            let said: String = thumbprint.chars().take(40).collect();
            let what = format!("certificate {number} of {store} is not the one that its thumbprint {said} names");
            out.problem(FailureKind::Corrupt, what);
        }
    }
    let entry = Entry {
        der,
        alias: listed.friendly_name.filter(|name| !name.is_empty()),
        store: (!store.is_empty()).then(|| store.to_owned()),
        private_key: listed.has_private_key.unwrap_or_default(),
    };
    out.entry(entry, number);
}

/// What the script could not read.
fn errors(errors: Vec<Trouble>, out: &mut Extraction) {
    let more = errors.len().saturating_sub(MAX_ERRORS);
    for trouble in errors.into_iter().take(MAX_ERRORS) {
        let brief = |text: Option<String>| -> String { text.unwrap_or_default().chars().take(300).collect() };
        let (place, message) = (brief(trouble.place), brief(trouble.message));
        out.problem(FailureKind::Unreadable, format!("Windows did not let the script read {place}: {message}"));
    }
    if more > 0 {
        out.problem(FailureKind::Unreadable, format!("and {more} more that the script could not read"));
    }
}

/// The text, whatever its encoding. A head may end within a character.
fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| read(*pair)).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => Some(wide(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Some(wide(rest, u16::from_be_bytes)),
        [b'{', 0, ..] => Some(wide(bytes, u16::from_le_bytes)),
        [0xef, 0xbb, 0xbf, rest @ ..] => Some(String::from_utf8_lossy(rest)),
        [first, ..] if first.is_ascii_whitespace() || *first == b'{' => Some(String::from_utf8_lossy(bytes)),
        _ => None,
    }
}
