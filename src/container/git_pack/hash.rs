//! Ids: the hash of an object with its own header.

use super::index::Kind;
use sha1::{Digest, Sha1};
use sha2::Sha256;

/// Hashes an object of a declared size.
pub(super) fn begin(kind: Kind, size: u64) -> Sha1 {
    Sha1::new_with_prefix(format!("{} {size}\0", kind.name()))
}

/// The SHA-1 id of an object.
pub(super) fn id(kind: Kind, content: &[u8]) -> [u8; 20] {
    begin(kind, content.len() as u64).chain_update(content).finalize().into()
}

/// The first octets of an id, as the index keeps them.
pub(super) fn first(id: &[u8]) -> u64 {
    id.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
}

/// The first octets of an object's id in either kind of repository.
pub(super) fn first_of(kind: Kind, content: &[u8], sha256: bool) -> u64 {
    if !sha256 {
        return first(&id(kind, content));
    }
    let header = format!("{} {}\0", kind.name(), content.len());
    first(&Sha256::new_with_prefix(header).chain_update(content).finalize())
}
