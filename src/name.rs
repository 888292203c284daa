//! Distinguished names: RDNs as sets, values decoded leniently, RFC 4514 text.
//!
//! Knows no authority and no generation.
//!
//! ```text
//! Name ::= CHOICE { rdnSequence SEQUENCE OF RelativeDistinguishedName }
//! RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
//! AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }   -- RFC 5280, 4.1.2.4
//! ```
//!
//! Behaviour
//! 1. Parsing never fails: what cannot be read is left out, and `der` keeps it.
//! 2. An RDN is a set. Its attributes stay in encoded order; comparison sorts them.
//! 3. A string is read by its tag, but octets that contradict the tag are read
//!    as UTF-8 if they are that, else as Latin-1, for that is what stands in
//!    old certificates. A value that is no string is `#` and its hexadecimal DER.
//! 4. Text is RFC 4514: last RDN first, `+` inside a set, control characters escaped.

mod text;
mod value;

use crate::asn1::{self, Elements, tag};

pub use text::oid_of;

/// The attribute types that the program asks for.
pub mod attribute {
    #![allow(missing_docs, reason = "the names are X.520's own")]
    pub const COMMON_NAME: &str = "2.5.4.3";
    pub const SURNAME: &str = "2.5.4.4";
    pub const SERIAL_NUMBER: &str = "2.5.4.5";
    pub const COUNTRY: &str = "2.5.4.6";
    pub const ORGANISATION: &str = "2.5.4.10";
    pub const ORGANISATIONAL_UNIT: &str = "2.5.4.11";
    pub const GIVEN_NAME: &str = "2.5.4.42";
    pub const ORGANISATION_IDENTIFIER: &str = "2.5.4.97";
    pub const EMAIL_ADDRESS: &str = "1.2.840.113549.1.9.1";
    /// RFC 4524 `mail`, used by some old certificates.
    pub const MAIL: &str = "0.9.2342.19200300.100.1.3";
}

/// A decoded X.501 name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The bytes as they stand in the certificate: for matching.
    pub der: Box<[u8]>,
    /// The RDNs in encoded order, each a set of attributes.
    pub rdns: Vec<Vec<Attribute>>,
}

/// One attribute of an RDN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The type as dotted OID.
    pub oid: String,
    /// The value, decoded leniently (UTF-8, Latin-1, T61, BMP, Universal).
    pub value: String,
}

impl Name {
    /// Reads a name, header included; what cannot be read is left out.
    pub fn parse(der: &[u8]) -> Name {
        let rdns = match asn1::read(der) {
            Some((sequence, _)) => sequence
                .children()
                .filter_map(|rdn| rdn.with_tag(tag::SET))
                .map(|rdn| attributes(rdn.children()))
                .collect(),
            None => Vec::new(),
        };
        Name { der: der.into(), rdns }
    }

    /// The attributes of all RDNs in encoded order.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.rdns.iter().flatten()
    }

    /// The values of one attribute type, in encoded order.
    pub fn values<'n>(&'n self, oid: &'n str) -> impl Iterator<Item = &'n str> {
        self.attributes().filter(move |attribute| attribute.oid == oid).map(|attribute| attribute.value.as_str())
    }

    /// The first value of one attribute type.
    pub fn attribute(&self, oid: &str) -> Option<&str> {
        self.attributes().find(|attribute| attribute.oid == oid).map(|attribute| attribute.value.as_str())
    }

    /// The first commonName.
    pub fn common_name(&self) -> Option<&str> {
        self.attribute(attribute::COMMON_NAME)
    }

    /// The first organizationName.
    pub fn organisation(&self) -> Option<&str> {
        self.attribute(attribute::ORGANISATION)
    }

    /// The name as RFC 4514 writes it: last RDN first, sets joined by `+`.
    pub fn to_rfc4514(&self) -> String {
        text::rfc4514(&self.rdns)
    }

    /// The name that an RFC 4514 text tells; `None` if it tells none. Its DER
    /// is made anew: good for reading, not for comparing octets.
    pub fn from_rfc4514(text: &str) -> Option<Name> {
        text::name_of(text)
    }

    /// A key under which names compare as RFC 5280, 7.1 wants, whatever their
    /// string types: case folded, white space collapsed, sets sorted, the
    /// order of the RDNs kept.
    pub fn comparison_key(&self) -> String {
        comparison_key(&self.rdns)
    }

    /// Whether both have one comparison key: told as soon as an RDN differs.
    pub fn is_same(&self, other: &Name) -> bool {
        let mut pairs = self.rdns.iter().zip(&other.rdns);
        self.rdns.len() == other.rdns.len() && pairs.all(|(one, other)| one == other || rdn_key(one) == rdn_key(other))
    }
}

/// [`Name::comparison_key`] of RDNs that stand in no certificate.
pub fn comparison_key(rdns: &[Vec<Attribute>]) -> String {
    rdns.iter().map(|rdn| rdn_key(rdn)).collect::<Vec<_>>().join("\u{0}")
}

fn rdn_key(attributes: &[Attribute]) -> String {
    let mut parts: Vec<String> =
        attributes.iter().map(|attribute| format!("{}={}", attribute.oid, fold(&attribute.value))).collect();
    parts.sort();
    parts.join("\u{1}")
}

/// A value for comparison: lower case, white space collapsed and trimmed.
pub fn fold(value: &str) -> String {
    let words: Vec<&str> = value.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The text of one string value, by its tag and octets.
pub fn decode(element: &asn1::Element<'_>) -> String {
    value::decode(element)
}

fn attributes(elements: Elements<'_>) -> Vec<Attribute> {
    elements.filter_map(|pair| attribute_of(&pair)).collect()
}

fn attribute_of(pair: &asn1::Element<'_>) -> Option<Attribute> {
    let mut parts = pair.with_tag(tag::SEQUENCE)?.children();
    let oid = asn1::oid_text(parts.next_if(tag::OID)?.content);
    let rest = parts.rest();
    let value = parts.next().map_or_else(|| value::hexadecimal(rest), |element| value::decode(&element));
    Some(Attribute { oid, value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::encode;

    fn pair(oid: &[u8], string: u8, value: &[u8]) -> Vec<u8> {
        encode(tag::SEQUENCE, &[encode(tag::OID, oid), encode(string, value)].concat())
    }

    fn name(rdns: &[Vec<u8>]) -> Name {
        let sets: Vec<Vec<u8>> = rdns.iter().map(|rdn| encode(tag::SET, rdn)).collect();
        Name::parse(&encode(tag::SEQUENCE, &sets.concat()))
    }

    const CN: &[u8] = &[0x55, 4, 3];
    const SERIAL: &[u8] = &[0x55, 4, 5];
    const O: &[u8] = &[0x55, 4, 10];

    #[test]
    fn a_set_is_one_rdn_and_the_last_rdn_comes_first() {
        let holder = [pair(SERIAL, 0x13, b"CVR:12345678-FID:1"), pair(CN, 0x0c, b"Robot, one")].concat();
        let name = name(&[pair(O, 0x0c, b"A // B"), holder]);
        assert_eq!(name.to_rfc4514(), "serialNumber=CVR:12345678-FID:1+CN=Robot\\, one,O=A // B");
        assert_eq!(name.common_name(), Some("Robot, one"));
        assert_eq!(name.attribute(attribute::SERIAL_NUMBER), Some("CVR:12345678-FID:1"));
    }

    #[test]
    fn names_compare_without_their_string_types_case_and_order_in_sets() {
        let bmp: Vec<u8> = "TRUST2408".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let one = name(&[pair(O, 0x1e, &bmp), [pair(CN, 0x0c, b"x"), pair(SERIAL, 0x13, b"1")].concat()]);
        let other = name(&[pair(O, 0x13, b" trust2408  "), [pair(SERIAL, 0x0c, b"1"), pair(CN, 0x14, b"X")].concat()]);
        assert_eq!(one.comparison_key(), other.comparison_key());
        assert!(one.is_same(&other) && other.is_same(&one));
        let turned = name(&[[pair(CN, 0x0c, b"x"), pair(SERIAL, 0x13, b"1")].concat(), pair(O, 0x13, b"TRUST2408")]);
        assert_ne!(one.comparison_key(), turned.comparison_key());
        assert!(!one.is_same(&turned) && !one.is_same(&Name::default()));
    }

    #[test]
    fn broken_names_never_fail() {
        let whole = name(&[pair(CN, 0x0c, b"name"), pair(O, 0x0c, b"org")]).der;
        for cut in 0..whole.len() {
            let _name = Name::parse(&whole[..cut]);
            let mut flipped = whole.to_vec();
            flipped[cut] ^= 0xff;
            let _text = Name::parse(&flipped).to_rfc4514();
        }
    }
}
