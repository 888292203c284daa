//! `cert9.db` and `key4.db`, the databases of Mozilla's NSS (Firefox,
//! Thunderbird, and much that runs on servers). Nothing is decrypted.
//!
//! *Behaviour*
//! 1. The database is read from memory, so nothing is ever written beside the
//!    file; a journal or a `-wal` that lies there is content of its own.
//! 2. Certificates are told with their nickname. Private keys, which lie in
//!    the other file, are told by their label and `CKA_ID`, the SHA-1 of the
//!    RSA modulus or of the point: that ties them to their certificates.
//! 3. Only plain tables are read. Views, triggers and functions that a file
//!    brings along never run, and the steps and rows are bounded.
//! 4. Without the feature `nss` such a file is `unsupported`; what stands in
//!    it in one piece is found all the same.
//!
//! Source: `lib/softoken/sdb.c` of NSS 3.87 (`nssPublic`, `nssPrivate`; columns
//! are `a` and the attribute's number in PKCS #11, in hexadecimal).

#[cfg(feature = "nss")]
mod database;

use super::{ContainerReader, Extraction};

/// Reads `cert9.db` and `key4.db`.
pub struct Nss;

const MAGIC: &[u8] = b"SQLite format 3\0";

/// The tables; their names stand on the first page, in `sqlite_master`.
const TABLES: [&str; 2] = ["nssPublic", "nssPrivate"];

/// How far the names are looked for: the first page, whatever its size.
const FIRST_PAGE: usize = 64 << 10;

impl ContainerReader for Nss {
    fn id(&self) -> &'static str {
        "nss"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let page = &head[..head.len().min(FIRST_PAGE)];
        head.starts_with(MAGIC)
            && TABLES.iter().any(|table| memchr::memmem::find(page, format!("TABLE {table} ").as_bytes()).is_some())
    }

    #[cfg(feature = "nss")]
    fn read(&self, bytes: &[u8]) -> Extraction {
        database::read(bytes)
    }

    #[cfg(not(feature = "nss"))]
    fn read(&self, _bytes: &[u8]) -> Extraction {
        let mut out = Extraction::default();
        out.problem(crate::failure::FailureKind::Unsupported, "built without the feature nss");
        out
    }
}
