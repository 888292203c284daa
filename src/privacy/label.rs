//! What stands for an original: a pseudonym by HMAC, or a number within the report.
//!
//! *Behaviour*
//!
//! 1. A pseudonym is `person-` and 16 hexadecimal digits of
//!    HMAC-SHA256(key, class, 0, original): the same in every report with that key.
//! 2. Without pseudonyms it is `person-` and a number in the order in which the
//!    report tells of them: places stay apart, nothing is told.
//! 3. Octets keep their length, so that hashes stay hashes to every reader;
//!    numbered ones are zeros but for the number, which no hash is.

use super::Key;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::HashMap;

/// What every label begins with.
pub(crate) const PREFIX: &str = "person-";
/// The domain of what stands for an address; RFC 2606 keeps it unused.
pub(crate) const DOMAIN: &str = "omitted.invalid";
/// The hexadecimal digits of a pseudonym.
const DIGITS: usize = 16;
/// The octets in which a number stands.
const NUMBER: usize = 8;

/// Classes of originals: equal texts of two classes have nothing to do with each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// Names, aliases and user names.
    Name,
    /// What registers call a person: RID, PID, UUID, CPR.
    Number,
    /// Addresses of mail.
    Mail,
}

/// Makes labels.
pub(super) enum Labels {
    Keyed(Box<Hmac<Sha256>>),
    Numbered(HashMap<(Class, Box<[u8]>), u64>),
}

impl Class {
    fn id(self) -> &'static [u8] {
        match self {
            Class::Name => b"name",
            Class::Number => b"number",
            Class::Mail => b"mail",
        }
    }
}

impl Labels {
    /// Pseudonyms where there is a key, else numbers.
    pub(super) fn new(key: Option<&Key>) -> Labels {
        key.and_then(Key::mac).map_or_else(|| Labels::Numbered(HashMap::new()), |mac| Labels::Keyed(Box::new(mac)))
    }

    /// What stands for an original; equal originals are told in one spelling.
    pub(super) fn of(&mut self, class: Class, original: &[u8]) -> String {
        let label = match self {
            Labels::Keyed(mac) => {
                let digest = digest(mac, class.id(), original);
                data_encoding::HEXLOWER.encode(digest.get(..DIGITS / 2).unwrap_or_default())
            }
            Labels::Numbered(known) => {
                let next = known.len() as u64 + 1;
                known.entry((class, original.into())).or_insert(next).to_string()
            }
        };
        match class {
            Class::Mail => format!("{PREFIX}{label}@{DOMAIN}"),
            Class::Name | Class::Number => format!("{PREFIX}{label}"),
        }
    }

    /// What stands for octets, of the same length.
    pub(super) fn octets(&self, original: &[u8], number: u64) -> Box<[u8]> {
        let mut out = vec![0; original.len()];
        match self {
            Labels::Keyed(mac) => {
                for (at, chunk) in (0_u8..).zip(out.chunks_mut(32)) {
                    let digest = digest(mac, &[b'o', b'c', b't', b'e', b't', b's', at], original);
                    chunk.copy_from_slice(digest.get(..chunk.len()).unwrap_or_default());
                }
            }
            Labels::Numbered(_) => {
                // It stands early, because people are shown the first octets.
                let room = out.len().min(NUMBER);
                let number = number.to_be_bytes();
                out[..room].copy_from_slice(&number[NUMBER - room..]);
            }
        }
        out.into()
    }
}

/// Whether a text (in lower case) has the form of a label. It is one only in a
/// report that was veiled before: else anybody may be called so.
pub(super) fn is_label(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(PREFIX.as_bytes()) else { return false };
    let rest = match rest.iter().position(|octet| *octet == b'@') {
        Some(at) if &rest[at + 1..] == DOMAIN.as_bytes() => &rest[..at],
        Some(_) => return false,
        None => rest,
    };
    let number = !rest.is_empty() && rest.len() < DIGITS && rest.iter().all(u8::is_ascii_digit);
    number || (rest.len() == DIGITS && rest.iter().all(u8::is_ascii_hexdigit))
}

fn digest(mac: &Hmac<Sha256>, class: &[u8], original: &[u8]) -> [u8; 32] {
    let mut mac = mac.clone();
    mac.update(class);
    mac.update(&[0]);
    mac.update(original);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pseudonyms_follow_the_key_and_numbers_the_order() {
        let (one, other) = (Key::new(&[1; 32]), Key::new(&[2; 32]));
        let (mut a, mut b) = (Labels::new(one.as_ref()), Labels::new(other.as_ref()));
        assert_eq!(a.of(Class::Name, b"jens"), Labels::new(one.as_ref()).of(Class::Name, b"jens"));
        assert_ne!(a.of(Class::Name, b"jens"), a.of(Class::Number, b"jens"));
        assert_ne!(a.of(Class::Name, b"jens"), b.of(Class::Name, b"jens"));
        assert_ne!(a.octets(&[3; 32], 0), b.octets(&[3; 32], 0));
        assert_eq!(a.octets(&[3; 45], 0).len(), 45);
        let mut numbers = Labels::new(None);
        assert_eq!(numbers.of(Class::Name, b"jens"), "person-1");
        assert_eq!(numbers.of(Class::Mail, b"a@b.dk"), "person-2@omitted.invalid");
        assert_eq!(numbers.of(Class::Name, b"jens"), "person-1");
        assert_eq!(&*numbers.octets(&[9; 10], 258), [0, 0, 0, 0, 0, 0, 1, 2, 0, 0]);
        assert_eq!(&*numbers.octets(&[9; 2], 258), [1, 2]);
    }

    #[test]
    fn labels_are_known_again() {
        let mut labels = Labels::new(Key::new(&[1; 32]).as_ref());
        for class in [Class::Name, Class::Number, Class::Mail] {
            assert!(is_label(labels.of(class, b"x").as_bytes()));
        }
        assert!(is_label(b"person-12") && is_label(b"person-12@omitted.invalid"));
        for text in
            ["person-", "person-jens", "person-12a", "jens", "person-1@fjordby.dk", "person-1@omitted.invalid.dk"]
        {
            assert!(!is_label(text.as_bytes()), "{text}");
        }
    }
}
