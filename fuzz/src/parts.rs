//! The small parts under every reader: the BER walker, names, certificates and
//! private keys.

use crate::{Target, Weight};
use oces::asn1::{self, Element, Elements};
use oces::certificate::{Certificate, outline};
use oces::key;
use oces::name::Name;

/// All of them.
pub fn targets() -> Vec<Target> {
    vec![
        Target::new("asn1", Weight::Heavy, ber, |content| asn1::read(content).is_some()),
        Target::new("name", Weight::Usual, name, |content| Name::parse(content).rdns.len() > 1),
        Target::new("certificate", Weight::Usual, certificate, |content| outline(content).is_some()),
        Target::new("key", Weight::Usual, private_key, |content| {
            key::is_private_key(content) || key::from_pem(content).is_some_and(|keys| !keys.is_empty())
        }),
    ]
}

/// More elements are not walked, so that depth times width stays small.
const MAX_ELEMENTS: usize = 20_000;

fn ber(data: &[u8]) {
    let mut left = MAX_ELEMENTS;
    walk(data, 0, &mut left);
}

fn walk(bytes: &[u8], depth: u32, left: &mut usize) {
    let mut elements = Elements::new(bytes);
    let mut at = 0;
    while let Some(element) = elements.next() {
        assert_eq!(element.whole, &bytes[at..at + element.whole.len()], "elements stand in a row");
        at += element.whole.len();
        assert_eq!(elements.rest(), &bytes[at..], "the rest begins where the element ends");
        one(&element);
        *left = left.saturating_sub(1);
        if *left == 0 {
            return;
        }
        if element.is_constructed() && depth < asn1::MAX_DEPTH {
            walk(element.content, depth + 1, left);
        }
    }
    assert_eq!(asn1::read(elements.rest()), None, "it stops only where nothing can be read");
}

fn one(element: &Element<'_>) {
    assert!(element.content.len() + 2 <= element.whole.len(), "a header has two octets at least");
    let header = asn1::header(element.whole).expect("what was read has a header");
    assert_eq!(header.length.unwrap_or(element.content.len()), element.content.len(), "it is as long as it says");
    let again = asn1::encode(element.tag, element.content);
    let (read, rest) = asn1::read(&again).expect("what is encoded can be read");
    assert!(rest.is_empty() && read.tag == element.tag && read.content == element.content, "encoding turns back");
    if let Some(joined) = asn1::octets(element) {
        assert!(joined.len() <= element.content.len(), "segments do not grow");
    }
    let text = asn1::oid_text(element.content);
    assert!(text.bytes().all(|octet| octet.is_ascii_digit() || octet == b'.'), "an OID in dots: {text}");
    if let Some(number) = asn1::unsigned(element) {
        assert!(element.content.len() <= 8 || element.content[0] == 0, "{number} fits 64 bits");
    }
}

fn name(data: &[u8]) {
    named(&Name::parse(data));
    // A text with control characters is no RFC 4514; types with such are read all the same.
    let text = std::str::from_utf8(data).ok().filter(|text| !text.chars().any(char::is_control));
    if let Some(told) = text.and_then(Name::from_rfc4514) {
        named(&told);
    }
}

fn named(name: &Name) {
    let text = name.to_rfc4514();
    assert!(!text.chars().any(char::is_control), "a control character in {text:?}");
    let _key: String = name.comparison_key();
    if let Some(again) = Name::from_rfc4514(&text) {
        assert_eq!(again.to_rfc4514(), text, "the text of a name is read as that name");
    }
}

fn certificate(data: &[u8]) {
    let (outlined, parsed) = (outline(data), Certificate::parse(data));
    assert_eq!(outlined.is_some(), parsed.is_some(), "whatever has an outline parses");
    let (Some(outlined), Some(parsed)) = (outlined, parsed) else { return };
    assert!(data.starts_with(outlined.whole), "it stands at the beginning");
    named(&parsed.subject);
    named(&parsed.issuer);
    assert!(parsed.emails.len() + parsed.policies.len() <= data.len(), "no more than there are octets");
    let alone = Certificate::parse(outlined.whole).expect("a certificate without its tail is one");
    assert_eq!(alone.sha256, parsed.sha256, "what follows a certificate does not change it");
}

fn private_key(data: &[u8]) {
    let hash = key::public_key_of(data);
    assert!(hash.is_none() || key::is_private_key(data), "a public part of what is no key");
    for der in key::from_pem(data).into_iter().flatten() {
        let _hash: Option<key::PublicKeyHash> = key::public_key_of(&der);
    }
    assert!(key::encrypted_in_pem(data).len() <= data.len(), "more keys than octets");
}
