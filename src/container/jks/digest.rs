//! Whether the digest at the end of a store is keyed with a password that
//! everybody tries: SHA-1 of the password in UTF-16, a phrase, and the store.
//!
//! 1. Only a store that holds a key, and no key of a person, is tried.
//! 2. A store that is larger than any with keys is not tried.

use crate::certificate::Certificate;
use crate::container::Extraction;
use crate::failure::{StoreFacts, StoreKey};
use crate::password::{Password, Passwords, Weak, looks_personal};
use sha1::{Digest, Sha1};

/// What stands between the password and the store.
const PHRASE: &[u8] = b"Mighty Aphrodite";

/// The largest store that is tried, in octets.
const LARGEST: usize = 4 << 20;

/// What makes the password of a store weak, if one of the usual ones fits.
pub(super) fn weak(extraction: &Extraction, content: &[u8], digest: &[u8]) -> Option<Weak> {
    if extraction.keys.is_empty() || content.len() > LARGEST || is_persons(extraction) {
        return None;
    }
    let fits = |password: &&Password| keyed(password, content).as_slice() == digest;
    Passwords::defaults().iter().find(fits).and_then(Weak::of)
}

fn is_persons(extraction: &Extraction) -> bool {
    let name = |alias: &Option<String>| StoreKey { friendly_name: alias.clone(), local_key_id: None };
    let keys = extraction.keys.iter().map(|key| name(&key.alias)).collect();
    let own = extraction.certificates.iter().filter(|entry| entry.private_key);
    looks_personal(&StoreFacts { keys, ..StoreFacts::default() })
        || own.filter_map(|entry| Certificate::parse(&entry.der)).any(|certificate| certificate.names_person())
}

fn keyed(password: &Password, content: &[u8]) -> [u8; 20] {
    let mut hash = Sha1::new();
    for unit in password.as_str().encode_utf16() {
        hash.update(unit.to_be_bytes());
    }
    hash.update(PHRASE);
    hash.update(content);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::KeyEntry;

    fn with_key(alias: &str) -> Extraction {
        let key = KeyEntry { alias: Some(alias.to_owned()), ..KeyEntry::default() };
        Extraction { keys: vec![key], ..Extraction::default() }
    }

    fn told(extraction: &Extraction, password: &str) -> Option<Weak> {
        weak(extraction, b"a store", &keyed(&Password::new(password.to_owned()), b"a store"))
    }

    #[test]
    fn the_digest_is_the_one_of_java() {
        // printf '\0c\0h\0a\0n\0g\0e\0i\0tMighty Aphroditea store' | sha1sum
        let digest = data_encoding::HEXLOWER.encode(&keyed(&Password::new("changeit".to_owned()), b"a store"));
        assert_eq!(digest, "0e672132afc185b539db2263cdc0631008642691");
    }

    #[test]
    fn only_weak_passwords_on_keys_are_told() {
        assert_eq!(told(&with_key("sts"), "changeit"), Some(Weak::Default));
        assert_eq!(told(&with_key("sts"), ""), Some(Weak::Empty));
        assert_eq!(told(&with_key("sts"), "Kaffe-og-kanel-47"), None);
        assert_eq!(told(&Extraction::default(), "changeit"), None);
        assert_eq!(told(&with_key("min medarbejdersignatur"), "changeit"), None);
    }
}
