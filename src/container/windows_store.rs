//! Certificates as Windows writes them outside its registry: the serialized
//! store (`.sst`) and the property files of `SystemCertificates`; the values
//! named `Blob` in the registry are such files too.
//!
//! *Behaviour*
//! 1. A certificate is told with its friendly name, and with its private key
//!    where the properties name a key container: Windows then has the key.
//! 2. Revocation and trust lists are passed over.
//! 3. A store without its end mark, and a chain that does not end with the
//!    content, were cut short.
//!
//! ```text
//! store    ::= 0:4 "CERT" element* end          (little-endian)
//! file     ::= element*
//! element  ::= id:4 encoding:4(=1) length:4 data
//! end      ::= 0:4 0:4 0:4
//! ```
//! The properties of a certificate stand before it (id 32); in a file they may
//! stand anywhere.
//!
//! Source: `CERT_*_PROP_ID` in `wincrypt.h`, `CertSaveStore` in Microsoft's
//! documentation, and `dlls/crypt32/serialize.c` of Wine.

use super::{ContainerReader, Entry, Extraction};
use crate::failure::FailureKind;

/// Reads serialized stores.
pub struct SerializedStore;

/// Reads property files.
pub struct PropertyFile;

const MAGIC: &[u8] = b"\0\0\0\0CERT";

/// `CERT_KEY_PROV_INFO_PROP_ID` and others.
const KEY_PROVIDER: u32 = 2;
const SHA1_HASH: u32 = 3;
const MD5_HASH: u32 = 4;
const FRIENDLY_NAME: u32 = 11;
const KEY_IDENTIFIER: u32 = 20;
const CERTIFICATE: u32 = 32;
const REVOCATION_LIST: u32 = 33;
const TRUST_LIST: u32 = 34;

/// Ids from here on are the applications' own; none is that large.
const MOST_ID: u32 = 0x1_0000;

/// The least octets of a certificate.
const LEAST: usize = 64;

impl ContainerReader for SerializedStore {
    fn id(&self) -> &'static str {
        "sst"
    }

    /// None: `RocksDB` names its tables so as well.
    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
            && head.get(MAGIC.len()..).is_none_or(|rest| rest.len() < 12 || Element::read(rest).is_some())
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        let mut out = Extraction::default();
        let mut rest = bytes.get(MAGIC.len()..).unwrap_or_default();
        let (mut properties, mut number) = (Properties::default(), 0);
        loop {
            let Some((element, behind)) = Element::read(rest).and_then(Element::split) else {
                let at = bytes.len() - rest.len();
                out.problem(FailureKind::Corrupt, format!("the store is damaged or cut short at offset {at}"));
                return out;
            };
            rest = behind;
            match element.id {
                0 => return out,
                CERTIFICATE => {
                    number += 1;
                    properties.take(&element);
                    std::mem::take(&mut properties).tell(number, &mut out);
                }
                REVOCATION_LIST | TRUST_LIST => properties = Properties::default(),
                _ => properties.take(&element),
            }
        }
    }
}

impl ContainerReader for PropertyFile {
    fn id(&self) -> &'static str {
        "windows-property"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    /// Elements in a row until the certificate, or a hash of the right length
    /// before the content ends: nothing else begins so.
    fn sniff(&self, head: &[u8]) -> bool {
        let (mut rest, mut hashes) = (head, 0);
        while let Some(element) = Element::read(rest).filter(|element| element.id > 0 && element.encoding == 1) {
            if element.id == CERTIFICATE {
                return element.length >= LEAST && element.rest.first().is_none_or(|tag| *tag == 0x30);
            }
            let fits = match element.id {
                SHA1_HASH => element.length == 20,
                MD5_HASH => element.length == 16,
                KEY_IDENTIFIER => element.length <= 64,
                _ => true,
            };
            hashes += usize::from(matches!(element.id, SHA1_HASH | MD5_HASH));
            match element.split() {
                Some((_, behind)) if fits => rest = behind,
                _ => return fits && hashes > 0,
            }
        }
        hashes > 0 && rest.len() < HEADER
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        let mut out = Extraction::default();
        let (mut rest, mut properties) = (bytes, Properties::default());
        while !rest.is_empty() {
            let Some((element, behind)) = Element::read(rest).and_then(Element::split) else {
                let at = bytes.len() - rest.len();
                out.problem(FailureKind::Corrupt, format!("the properties are damaged or cut short at offset {at}"));
                break;
            };
            rest = behind;
            properties.take(&element);
        }
        if properties.der.is_some() {
            properties.tell(1, &mut out);
        } else if out.problems.is_empty() {
            out.problem(FailureKind::Corrupt, "properties of a certificate without the certificate");
        }
        out
    }
}

/// The octets before an element's data.
const HEADER: usize = 12;

/// One element. `rest` is its data and what follows.
#[derive(Clone, Copy)]
struct Element<'a> {
    id: u32,
    encoding: u32,
    length: usize,
    rest: &'a [u8],
}

impl<'a> Element<'a> {
    fn read(bytes: &'a [u8]) -> Option<Element<'a>> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let (id, encoding) = (number(0)?, number(4)?);
        let length = usize::try_from(number(8)?).ok()?;
        let sound = if id == 0 { encoding == 0 && length == 0 } else { id < MOST_ID && encoding <= 1 };
        sound.then_some(Element { id, encoding, length, rest: bytes.get(HEADER..)? })
    }

    /// The element with its data as `rest`, and what follows it.
    fn split(self) -> Option<(Element<'a>, &'a [u8])> {
        let (data, behind) = self.rest.split_at_checked(self.length)?;
        Some((Element { rest: data, ..self }, behind))
    }
}

/// What was told of a certificate so far.
#[derive(Default)]
struct Properties<'a> {
    der: Option<&'a [u8]>,
    friendly_name: Option<String>,
    has_key: bool,
}

impl<'a> Properties<'a> {
    fn take(&mut self, element: &Element<'a>) {
        match element.id {
            CERTIFICATE => self.der = Some(element.rest),
            FRIENDLY_NAME => self.friendly_name = utf16(element.rest),
            KEY_PROVIDER => self.has_key = true,
            _ => {}
        }
    }

    fn tell(self, number: usize, out: &mut Extraction) {
        let der = self.der.unwrap_or_default().to_vec();
        out.entry(Entry { der, alias: self.friendly_name, private_key: self.has_key, store: None }, number);
    }
}

/// Text in UTF-16 up to its NUL.
fn utf16(octets: &[u8]) -> Option<String> {
    const MOST: usize = 1024;
    let units = octets.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
    let units: Vec<u16> = units.take(MOST).take_while(|unit| *unit != 0).collect();
    (!units.is_empty()).then(|| String::from_utf16_lossy(&units))
}
