//! Pack files of Git: the history of a repository, object by object.
//!
//! *Behaviour*
//! 1. Objects are read in the order in which they stand, each until its zlib
//!    stream ends. Blobs are handed on; commits and tags if they may hold a
//!    certificate; trees hold names only and are passed over.
//! 2. A member's name is the object's SHA-1 id: unlike an offset it outlives
//!    repacking. Hashing costs little beside inflating and looking. In a
//!    repository with SHA-256 ids it is an identity too, though not Git's.
//! 3. Deltas are resolved against their bases, the last of which are kept. A
//!    base told by its id may stand behind its delta: those come last.
//! 4. Objects of more than [`MOST`] octets are read as a stream, and are no
//!    base; one that only flows bears its offset as name.
//! 5. What cannot be resolved is counted and told once for each reason.
//! 6. Behind damage no next object can be found: what was read stays. The
//!    checksum at the end is computed in passing.
//!
//! Source: gitformat-pack(5).

mod cache;
mod checksum;
mod delta;
mod find;
mod hash;
mod header;
mod index;
mod input;
mod late;
mod tally;
mod walk;

use super::archive::{ArchiveReader, Visitor, damaged, unsupported};
use super::source::{ReadAt, Source, Stretch};
use input::Input;
use std::io::{self, Read};

/// Reads pack files.
pub struct GitPack;

/// Larger objects are no bases, and deltas that make them are not resolved.
const MOST: u64 = 16 << 20;

/// The header: a mark, the version and the number of objects.
const HEADER: usize = 12;

impl ArchiveReader for GitPack {
    fn id(&self) -> &'static str {
        "git-pack"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        // The version is small; one that nobody knows is told, not passed over.
        head.starts_with(b"PACK\0\0\0") && head.len() >= HEADER
    }

    fn wants_random(&self) -> bool {
        true
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        match content.random() {
            Some(random) => read(&mut Stretch::new(random, 0, random.size()), Some(random), visitor),
            None => read(content, None, visitor),
        }
    }
}

fn read(content: &mut dyn Read, random: Option<&dyn ReadAt>, visitor: &mut dyn Visitor) -> io::Result<()> {
    let mut input = Input::new(content);
    let mut header = [0; HEADER];
    input.read_exact(&mut header).map_err(|error| input.or_failure(error))?;
    let [_, _, _, _, v1, v2, v3, v4, count @ ..] = header;
    match u32::from_be_bytes([v1, v2, v3, v4]) {
        2 | 3 => walk::open(input, random, u32::from_be_bytes(count), visitor),
        0 => Err(damaged("its version is none")),
        version => Err(unsupported(format!("version {version} of pack files is read by no reader"))),
    }
}

#[cfg(test)]
mod tests;
