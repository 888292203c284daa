//! Containers: what opens a store or an archive, and the registries of those that can.
//!
//! A reader knows its format and nothing else: no generation, no path, no
//! operating system. It never returns an `Err`: what it could not read is in
//! the extraction beside what it could.

mod ar;
pub mod archive;
mod bcfks;
mod bks;
mod bzip2;
mod compound;
mod compressed;
mod cpio;
mod enveloped;
mod git_object;
mod git_pack;
mod gzip;
mod inflate;
mod input;
mod jks;
mod keybox;
mod keychain;
mod lz4;
mod lzma;
mod mail;
mod mbox;
mod nss;
mod nss_dbm;
mod pkcs12;
mod pkcs7;
mod registry;
mod rpm;
pub mod source;
mod streams;
mod tar;
mod unopened;
mod windows_inventory;
mod windows_store;
mod xz;
mod zip;
mod zstd;

use crate::certificate::Party;
use crate::failure::{FailureKind, StoreFacts};
use crate::key::{Proof, PublicKeyHash};
use crate::password::{Candidates, Weak};
use archive::ArchiveReader;
use std::sync::LazyLock;

/// One format. To add one: one file in `container/`, one line in [`READERS`],
/// and its files in `testdata/`.
pub trait ContainerReader: Sync {
    /// The name in reports, `testdata/` and the manual, such as `pkcs12`.
    fn id(&self) -> &'static str;

    /// File name extensions (lower case, no dot) that promise this format.
    /// Used only to notice a promise that the content does not keep.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether the content may be of this format, from its first bytes (at
    /// least 4096 where the content has them).
    fn sniff(&self, head: &[u8]) -> bool;

    /// Reads what can be read without a password. `bytes` is the whole content.
    fn read(&self, bytes: &[u8]) -> Extraction;

    /// How many octets from the beginning are enough to read, where what follows
    /// them says nothing; a shorter content is read whole.
    fn enough(&self) -> Option<usize> {
        None
    }

    /// Opens the private keys to see which certificates they fit, for `oces
    /// verify` alone; keys in the clear are told too. Empty where the format's
    /// keys cannot be opened here. No key leaves it.
    fn prove(&self, bytes: &[u8], candidates: &mut Candidates<'_>) -> Vec<Proof> {
        let (_, _) = (bytes, candidates);
        Vec::new()
    }

    /// Tries the candidates on a store whose first reading said `locked`.
    /// The result replaces nothing: it holds only what the password opened.
    fn unlock(&self, bytes: &[u8], candidates: &mut Candidates<'_>) -> Extraction {
        let (_, _) = (bytes, candidates);
        Extraction::default()
    }
}

/// The readers, in the order in which they are asked.
pub static READERS: &[&dyn ContainerReader] = &[
    &pkcs12::Pkcs12,
    &jks::Jks,
    &jks::Jceks,
    &bks::Bks,
    &bks::Uber,
    &bcfks::Bcfks,
    &pkcs7::Pkcs7,
    &nss::Nss,
    &nss_dbm::NssDbm,
    &keybox::Keybox,
    &keychain::Keychain,
    &windows_store::SerializedStore,
    &windows_store::PropertyFile,
    &windows_inventory::WindowsInventory,
    &enveloped::Enveloped,
];

/// The readers of what hides whole contents, in the order in which they are asked.
pub static ARCHIVES: &[&dyn ArchiveReader] = &[
    &zip::Zip,
    &gzip::Gzip,
    &bzip2::Bzip2,
    &xz::Xz,
    &zstd::Zstd,
    &lz4::Lz4,
    &lzma::Lzip,
    &ar::Ar,
    &cpio::Cpio,
    &rpm::Rpm,
    &registry::Registry,
    &unopened::Unopened,
    &compound::Msg,
    &compound::Compound,
    &compressed::Compressed,
    &tar::Tar,
    &git_pack::GitPack,
    &git_object::GitObject,
    &lzma::LzmaAlone,
    &mbox::Mbox,
    &mail::Mail,
];

/// What a reader got out of a store.
#[derive(Debug, Default)]
#[must_use]
pub struct Extraction {
    /// The certificates, in the order in which they stand.
    pub certificates: Vec<Entry>,
    /// The private keys, paired or not. Never their secret part.
    pub keys: Vec<KeyEntry>,
    /// What could not be read. Siblings of a bad entry are still above.
    pub problems: Vec<Problem>,
    /// Who can open the message that this is, and who signed it without a
    /// certificate among [`Extraction::certificates`].
    pub parties: Vec<Party>,
    /// The content that is wrapped in here, to be examined in its turn.
    pub content: Option<Content>,
    /// Set when a password could tell more; asks for [`ContainerReader::unlock`].
    pub locked: Option<StoreFacts>,
    /// Set when a store that needs no password to be read guards its keys with
    /// one that everybody tries.
    pub weak: Option<Weak>,
}

/// A content that stands inside another.
#[derive(Debug)]
pub struct Content {
    /// Its octets, joined.
    pub octets: Vec<u8>,
    /// Where they stand with their headers.
    pub stands: std::ops::Range<usize>,
}

/// One certificate in a store.
#[derive(Debug, Default)]
pub struct Entry {
    /// The certificate's bytes, as they stand.
    pub der: Vec<u8>,
    /// Alias, friendlyName or nickname.
    pub alias: Option<String>,
    /// The system store that holds it, such as `CurrentUser\My` or `Disallowed`,
    /// where the container tells it.
    pub store: Option<String>,
    /// Whether the store holds the private key of this very certificate.
    pub private_key: bool,
}

/// One private key in a store, described from outside.
#[derive(Debug, Default)]
pub struct KeyEntry {
    /// Alias or friendlyName.
    pub alias: Option<String>,
    /// PKCS #9 localKeyID, as raw bytes.
    pub local_key_id: Option<Vec<u8>>,
    /// The hash of its public part, where that can be had without decryption.
    pub public_key: Option<PublicKeyHash>,
    /// Whether it was paired with a certificate of the same store.
    pub paired: bool,
}

/// Something a reader could not read.
#[derive(Debug)]
pub struct Problem {
    /// The kind.
    pub kind: FailureKind,
    /// What exactly, in English; names entries by their alias or number.
    pub detail: String,
}

impl Extraction {
    /// Adds a certificate, or a problem where the bytes of an entry, the
    /// `number`th of its store, are none.
    pub fn entry(&mut self, mut entry: Entry, number: usize) {
        if let Some(alias) = &mut entry.alias {
            shorten(alias);
        }
        if crate::certificate::outline(&entry.der).is_some() {
            self.certificates.push(entry);
            return;
        }
        let alias = entry.alias.map(|alias| format!(" ({alias})")).unwrap_or_default();
        if self.problems.len() < MAX_PROBLEMS {
            self.problem(FailureKind::Corrupt, format!("entry {number}{alias} is no certificate"));
        }
    }

    /// Adds a problem.
    pub fn problem(&mut self, kind: FailureKind, detail: impl Into<String>) {
        self.problems.push(Problem { kind, detail: detail.into() });
    }
}

/// More entries that are no certificates are not kept: whoever tells them
/// stops before that, and says so.
const MAX_PROBLEMS: usize = 256;

/// More characters of an alias are not kept: a hostile store may repeat it.
const MAX_ALIAS: usize = 512;

fn shorten(alias: &mut String) {
    if let Some((end, _)) = alias.char_indices().nth(MAX_ALIAS) {
        alias.truncate(end);
    }
}

/// Opens the private keys of a content, of a store or in PEM, to see which
/// certificates they fit: for `oces verify` alone.
pub fn prove(content: &[u8], candidates: &mut Candidates<'_>) -> Vec<Proof> {
    match sniff(content) {
        Some(reader) => reader.prove(content, candidates),
        None => crate::key::encrypted_in_pem(content).iter().map(|key| pkcs12::prove_alone(key, candidates)).collect(),
    }
}

/// The reader that recognises the content by its first bytes.
pub fn sniff(head: &[u8]) -> Option<&'static dyn ContainerReader> {
    READERS.iter().copied().find(|reader| reader.sniff(head))
}

/// The reader of archives that recognises the content by its first bytes.
pub fn sniff_archive(head: &[u8]) -> Option<&'static dyn ArchiveReader> {
    ARCHIVES.iter().copied().find(|reader| reader.sniff(head))
}

/// The reader of archives that recognises the content by its end.
pub fn archive_by_end(content: &dyn source::ReadAt) -> Option<&'static dyn ArchiveReader> {
    ARCHIVES.iter().copied().find(|reader| reader.ends(content))
}

/// Whether a member's name promises a keystore.
pub fn name_promises_store(name: &[u8]) -> bool {
    let base = name.rsplit(|octet| *octet == b'/').next().unwrap_or_default();
    match memchr::memrchr(b'.', base) {
        Some(dot) if dot > 0 => std::str::from_utf8(&base[dot + 1..]).is_ok_and(promises_store),
        _ => false,
    }
}

/// Whether a file name of this extension (any case) promises a keystore.
pub fn promises_store(extension: &str) -> bool {
    static ALL: LazyLock<Vec<&str>> =
        LazyLock::new(|| READERS.iter().flat_map(|reader| reader.extensions()).copied().collect());
    ALL.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_distinct_and_extensions_lower_case() {
        for (at, reader) in READERS.iter().enumerate() {
            assert!(READERS[..at].iter().all(|other| other.id() != reader.id()), "{}", reader.id());
            for extension in reader.extensions() {
                assert_eq!(*extension, extension.to_ascii_lowercase());
            }
        }
    }
}
