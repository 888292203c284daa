//! Messages without what names those who read and signed them.

use super::certificate::veil_name;
use super::cover::Cover;
use crate::certificate::{Identifier, Party};
use crate::classify::{JudgedParty, Message};
use crate::name::Name;

/// Every message; sorted by place again.
pub(super) fn veil_all(messages: &mut [Message], cover: &mut Cover) {
    for Message { location, parties } in messages.iter_mut() {
        cover.location(location);
        for JudgedParty { party, hierarchy: _, certificate, key: _ } in parties.iter_mut() {
            let personal = certificate.is_none_or(|sha256| cover.is_personal(&sha256));
            if let Some(sha256) = certificate {
                *sha256 = cover.fingerprint(sha256);
            }
            veil_party(party, personal, cover);
        }
        parties.sort_by(|a, b| a.party.cmp(&b.party));
    }
    messages.sort_by(|a, b| a.location.cmp(&b.location));
}

/// A party; one whose certificate nobody knows may be a person.
pub(super) fn veil_party(party: &mut Party, personal: bool, cover: &mut Cover) {
    let Party { role: _, identifier } = party;
    let octets = match identifier {
        Identifier::IssuerAndSerial { issuer, serial } => {
            let mut name = Name::parse(issuer);
            if veil_name(&mut name, false, cover) {
                *issuer = name.der.into();
            }
            serial
        }
        Identifier::KeyIdentifier(octets) => octets,
        Identifier::None => return,
    };
    if personal {
        *octets = cover.hidden(octets);
    } else {
        cover.known_octets(octets);
    }
}
