//! Keychains of macOS: `login.keychain-db`, `System.keychain` and the older
//! `.keychain` files. Nothing is decrypted.
//!
//! *Behaviour*
//! 1. Certificates are told with their label.
//! 2. Private keys are told by their label and the SHA-1 of their public key;
//!    a certificate that names the same one has its key here.
//! 3. A damaged record or table is one problem and hides no other.
//!
//! ```text
//! file   ::= "kych" version:4 header-size:4 schema-offset:4 …   (big-endian)
//! schema ::= size:4 tables:4 table-offset:4{tables}
//! table  ::= size:4 id:4 records:4 … record-slots:4 record-offset:4{slots}
//! record ::= size:4 number:4 … :8 data-size:4 … :4 attribute-offset:4{*} data attributes
//! ```
//! An attribute's offset is odd where there is one; its value is a length of
//! four octets and as many more.
//!
//! Source: the record layouts that chainbreaker describes after Apple's
//! `AppleDatabase.cpp` (`libsecurity_filedb`). Tried on files of our own making
//! only, on none that macOS wrote.

use super::{ContainerReader, Entry, Extraction, KeyEntry};
use crate::failure::FailureKind;
use std::collections::BTreeSet;

/// Reads keychains.
pub struct Keychain;

const MAGIC: &[u8] = b"kych";

/// `CSSM_DL_DB_RECORD_PRIVATE_KEY` and `CSSM_DL_DB_RECORD_X509_CERTIFICATE`.
const PRIVATE_KEY: usize = 16;
const CERTIFICATE: usize = 0x8000_1000;

/// The number of attributes of each, and which are the label and the SHA-1 of
/// the public key.
const OF_KEYS: Attributes = Attributes { count: 27, label: 1, hash: 6 };
const OF_CERTIFICATES: Attributes = Attributes { count: 9, label: 2, hash: 8 };

/// More tables are not looked at: a keychain has about twenty.
const MAX_TABLES: usize = 1024;

struct Attributes {
    count: usize,
    label: usize,
    hash: usize,
}

/// A record's data, label and hash.
struct Record<'a> {
    data: &'a [u8],
    label: Option<&'a [u8]>,
    hash: Option<&'a [u8]>,
}

impl ContainerReader for Keychain {
    fn id(&self) -> &'static str {
        "keychain"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["keychain", "keychain-db"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        let mut out = Extraction::default();
        let Some(tables) = tables(bytes, &mut out) else {
            out.problem(FailureKind::Corrupt, "the schema is damaged or cut short");
            return out;
        };
        let mut hashes = Vec::new();
        for table in tables {
            match number(table, 4) {
                Some(PRIVATE_KEY) => records(table, &OF_KEYS, &mut out, |record, _, out| {
                    let local_key_id = record.hash.map(<[u8]>::to_vec);
                    out.keys.push(KeyEntry { alias: record.label.map(text), local_key_id, ..KeyEntry::default() });
                }),
                Some(CERTIFICATE) => records(table, &OF_CERTIFICATES, &mut out, |record, number, out| {
                    let before = out.certificates.len();
                    let alias = record.label.map(text);
                    out.entry(Entry { der: record.data.to_vec(), alias, ..Entry::default() }, number);
                    if out.certificates.len() > before {
                        hashes.push(record.hash.map(<[u8]>::to_vec));
                    }
                }),
                _ => {}
            }
        }
        pair(&hashes, &mut out);
        out
    }
}

/// Ties the certificates, of which `hashes` are the public keys, to the keys.
fn pair(hashes: &[Option<Vec<u8>>], out: &mut Extraction) {
    let keys: BTreeSet<Vec<u8>> = out.keys.iter().filter_map(|key| key.local_key_id.clone()).collect();
    let mut paired = BTreeSet::new();
    for (entry, hash) in out.certificates.iter_mut().zip(hashes) {
        if let Some(hash) = hash.as_ref().filter(|hash| keys.contains(*hash)) {
            entry.private_key = true;
            paired.insert(hash);
        }
    }
    for key in &mut out.keys {
        key.paired = key.local_key_id.as_ref().is_some_and(|hash| paired.contains(hash));
    }
}

/// The tables, each cut to its size.
fn tables<'a>(bytes: &'a [u8], out: &mut Extraction) -> Option<Vec<&'a [u8]>> {
    let schema = bytes.get(number(bytes, 12)?..)?;
    let count = number(schema, 4)?;
    let mut tables = Vec::new();
    for at in 0..count.min(MAX_TABLES) {
        let offset = number(schema, 8 + 4 * at);
        if offset == Some(0) {
            continue;
        }
        let table = offset.and_then(|offset| schema.get(offset..)).and_then(|table| table.get(..number(table, 0)?));
        match table {
            Some(table) => tables.push(table),
            None => out.problem(FailureKind::Corrupt, format!("table {} is damaged or cut short", at + 1)),
        }
    }
    if count > MAX_TABLES {
        out.problem(FailureKind::LimitExceeded, format!("more than {MAX_TABLES} tables"));
    }
    Some(tables)
}

/// Hands on each record of a table. No record may lie in another, so that all
/// of them together are no larger than the table.
fn records<'a>(
    table: &'a [u8],
    attributes: &Attributes,
    out: &mut Extraction,
    mut take: impl FnMut(&Record<'a>, usize, &mut Extraction),
) {
    const SLOTS: usize = 24;
    let expected = number(table, 8).unwrap_or_default();
    let slots = number(table, SLOTS).unwrap_or_default().min(table.len() / 4);
    let mut offsets: Vec<usize> = (1..=slots)
        .map_while(|slot| number(table, SLOTS + 4 * slot))
        // The offset of a free slot is odd or zero.
        .filter(|offset| *offset > 0 && offset % 4 == 0)
        .collect();
    offsets.sort_unstable();
    let mut read = 0;
    for (at, offset) in offsets.iter().enumerate() {
        let end = offsets.get(at + 1).copied().unwrap_or(table.len());
        let Some(record) = table.get(*offset..end).and_then(|bytes| record(bytes, attributes)) else { continue };
        read += 1;
        take(&record, read, out);
    }
    if read < expected {
        out.problem(FailureKind::Corrupt, format!("only {read} of {expected} records of a table can be read"));
    }
}

fn record<'a>(bytes: &'a [u8], attributes: &Attributes) -> Option<Record<'a>> {
    const HEADER: usize = 24;
    let bytes = bytes.get(..number(bytes, 0)?)?;
    let start = HEADER + 4 * attributes.count;
    let data = bytes.get(start..start.checked_add(number(bytes, 16)?)?)?;
    let value = |index: usize| {
        let offset = number(bytes, HEADER + 4 * index).filter(|offset| offset & 1 == 1)? - 1;
        let start = offset.checked_add(4)?;
        let value = bytes.get(start..start.checked_add(number(bytes, offset)?)?)?;
        (!value.is_empty()).then_some(value)
    };
    Some(Record { data, label: value(attributes.label), hash: value(attributes.hash) })
}

fn text(octets: &[u8]) -> String {
    const MOST: usize = 1024;
    let octets = octets.get(..MOST).unwrap_or(octets);
    String::from_utf8_lossy(octets).trim_end_matches('\0').to_owned()
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}
