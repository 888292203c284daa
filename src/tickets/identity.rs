//! The external identity of a ticket: what it is known by in every tracker.
//!
//! *Behaviour*
//!
//! 1. It is made from what the ticket is about, never from a time, a line or
//!    the tool's version: the same matter has the same identity for good.
//! 2. It is written `oces:v1:` and 32 lower-case hexadecimal digits.

use super::Per;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::fmt;

/// What every identity begins with: a ticket without it is none of ours.
pub const PREFIX: &str = "oces:v1:";

/// What a ticket is known by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalId([u8; 16]);

impl ExternalId {
    /// The identity of a matter; its parts are told apart.
    pub fn of(per: Per, parts: &[&[u8]]) -> ExternalId {
        let mut hash = Sha256::new();
        hash.update(b"oces/ticket/v1\0");
        hash.update(per.id());
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let whole: [u8; 32] = hash.finalize().into();
        let mut id = [0; 16];
        id.copy_from_slice(&whole[..16]);
        ExternalId(id)
    }

    /// Reads what [`fmt::Display`] writes, and nothing else.
    pub fn parse(text: &str) -> Option<ExternalId> {
        let digits = text.trim().strip_prefix(PREFIX)?;
        HEXLOWER.decode(digits.as_bytes()).ok()?.try_into().ok().map(ExternalId)
    }

    /// The 32 digits alone, for trackers that allow no colon.
    pub fn digits(&self) -> String {
        HEXLOWER.encode(&self.0)
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.digits())
    }
}

impl fmt::Debug for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart_and_kinds_too() {
        let of = |per, parts: &[&[u8]]| ExternalId::of(per, parts);
        assert_ne!(of(Per::System, &[b"ab", b"c"]), of(Per::System, &[b"a", b"bc"]));
        assert_ne!(of(Per::System, &[b"a"]), of(Per::Action, &[b"a"]));
        // Tickets out there bear it: it must never change.
        assert_eq!(of(Per::System, &[b"a"]).to_string(), "oces:v1:7a3c5a1f7779d045276ee41a0f063a13");
    }

    #[test]
    fn only_its_own_spelling_is_read() {
        let id = ExternalId::of(Per::System, &[b"a"]);
        assert_eq!(ExternalId::parse(&id.to_string()), Some(id));
        for other in ["", "oces:v1:", "oces:v1:ab", "oces:v2:00112233445566778899aabbccddeeff", "00112233"] {
            assert_eq!(ExternalId::parse(other), None, "{other}");
        }
        assert_eq!(ExternalId::parse(&id.to_string().to_uppercase()), None);
    }
}
