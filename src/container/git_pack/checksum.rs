//! The end of a pack: the hash of all that stands before it.

use super::input::Input;
use crate::container::archive::damaged;
use crate::container::source::{ReadAt, Stretch};
use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// Checks what follows the last object. The SHA-256 of a pack that only flowed
/// past remains unchecked: only its length showed that it is one.
pub(super) fn check(input: &mut Input<'_>, random: Option<&dyn ReadAt>) -> io::Result<()> {
    let sha1 = input.checksum();
    let offset = input.offset();
    let rest = input.peek(33)?.to_vec();
    let right = match (rest.len(), random) {
        (20, _) => rest == sha1,
        (32, Some(random)) => rest[..] == sha256(random, offset)?,
        (32, None) => true,
        (0..20, _) => return Err(damaged("it is cut short behind its last object")),
        _ => return Err(damaged(format!("more than a checksum follows its last object at offset {offset}"))),
    };
    if right { Ok(()) } else { Err(damaged("its checksum is wrong")) }
}

fn sha256(random: &dyn ReadAt, end: u64) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut content = Stretch::new(random, 0, end);
    let mut piece = vec![0; 64 << 10];
    loop {
        match content.read(&mut piece)? {
            0 => return Ok(hash.finalize().into()),
            got => hash.update(&piece[..got]),
        }
    }
}
