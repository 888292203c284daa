//! RFC 4514 text of a name, there and back, and the short names of attribute types.

use super::{Attribute, Name};
use crate::asn1::{encode, tag};
use std::fmt::Write as _;

/// Short names: RFC 4519, and what OpenSSL and keytool print for the rest.
const SHORT_NAMES: &[(&str, &str)] = &[
    ("2.5.4.3", "CN"),
    ("2.5.4.4", "SN"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "street"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.12", "title"),
    ("2.5.4.13", "description"),
    ("2.5.4.17", "postalCode"),
    ("2.5.4.42", "GN"),
    ("2.5.4.43", "initials"),
    ("2.5.4.44", "generationQualifier"),
    ("2.5.4.46", "dnQualifier"),
    ("2.5.4.65", "pseudonym"),
    ("2.5.4.97", "organizationIdentifier"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("0.9.2342.19200300.100.1.3", "mail"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
    ("1.2.840.113549.1.9.2", "unstructuredName"),
];

/// The OID of a short name, or of a dotted OID itself.
pub fn oid_of(short: &str) -> Option<&str> {
    if let Some((oid, _)) = SHORT_NAMES.iter().find(|(_, name)| *name == short) {
        return Some(oid);
    }
    let dotted = short.contains('.')
        && short.split('.').all(|arc| !arc.is_empty() && arc.bytes().all(|byte| byte.is_ascii_digit()));
    dotted.then_some(short)
}

/// The name that such a text tells; `None` if it tells none. The DER is made
/// anew, every string as UTF-8: good for reading, not for comparing octets.
pub(super) fn name_of(text: &str) -> Option<Name> {
    let mut rdns = Vec::new();
    if !text.trim().is_empty() {
        for rdn in split(text, &[',', ';']) {
            rdns.push(split(rdn, &['+']).into_iter().map(attribute_of).collect::<Option<Vec<Attribute>>>()?);
        }
    }
    rdns.reverse();
    let sets = rdns.iter().map(|rdn| encode(tag::SET, &rdn.iter().filter_map(der_of).collect::<Vec<_>>().concat()));
    let der = encode(tag::SEQUENCE, &sets.collect::<Vec<_>>().concat()).into();
    Some(Name { der, rdns })
}

/// The parts between separators that are not escaped.
fn split<'t>(text: &'t str, separators: &[char]) -> Vec<&'t str> {
    let mut escaped = false;
    text.split(|character: char| {
        let separates = !escaped && separators.contains(&character);
        escaped = !escaped && character == '\\';
        separates
    })
    .collect()
}

fn attribute_of(pair: &str) -> Option<Attribute> {
    let (kind, value) = pair.split_once('=')?;
    let kind = kind.trim();
    let known = SHORT_NAMES.iter().find(|(_, name)| name.eq_ignore_ascii_case(kind));
    let oid = known.map_or(kind, |(oid, _)| oid).to_owned();
    (!oid.is_empty()).then_some(())?;
    Some(Attribute { oid, value: unescape(value)? })
}

/// Undoes [`escape`]; a space that is not escaped at either end is none of the value's.
fn unescape(value: &str) -> Option<String> {
    let value = value.trim_start_matches(' ');
    let mut octets: Vec<u8> = Vec::with_capacity(value.len());
    // How much of it must not be trimmed.
    let mut kept = 0;
    let mut rest = value.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            octets.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        let next = rest.next()?;
        match next.to_digit(16) {
            Some(high) => {
                let pair = high << 4 | rest.next()?.to_digit(16)?;
                octets.push(u8::try_from(pair).ok()?);
            }
            None => octets.extend_from_slice(next.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        kept = octets.len();
    }
    while octets.len() > kept && octets.last() == Some(&b' ') {
        octets.pop();
    }
    String::from_utf8(octets).ok()
}

/// `None` for a type that is no OID.
fn der_of(attribute: &Attribute) -> Option<Vec<u8>> {
    let oid = encode(tag::OID, &oid_content(&attribute.oid)?);
    let hexadecimal = || data_encoding::HEXLOWER.decode(attribute.value.get(1..)?.as_bytes()).ok();
    let raw = is_hexadecimal(&attribute.value).then(hexadecimal).flatten();
    let value = raw.unwrap_or_else(|| encode(0x0c, attribute.value.as_bytes()));
    Some(encode(tag::SEQUENCE, &[oid, value].concat()))
}

/// The content octets of a dotted OID.
fn oid_content(dotted: &str) -> Option<Vec<u8>> {
    let mut arcs = dotted.split('.').map(|arc| arc.parse::<u64>().ok());
    let (first, second) = (arcs.next()??, arcs.next()??);
    let mut content = base128(first.checked_mul(40)?.checked_add(second)?);
    for arc in arcs {
        content.extend(base128(arc?));
    }
    Some(content)
}

fn base128(mut arc: u64) -> Vec<u8> {
    let mut septets = Vec::new();
    loop {
        // Seven bits fit.
        let septet = u8::try_from(arc & 0x7f).unwrap_or_default();
        septets.push(if septets.is_empty() { septet } else { septet | 0x80 });
        arc >>= 7;
        if arc == 0 {
            septets.reverse();
            return septets;
        }
    }
}

pub(super) fn rfc4514(rdns: &[Vec<Attribute>]) -> String {
    let rdn = |attributes: &Vec<Attribute>| attributes.iter().map(attribute).collect::<Vec<_>>().join("+");
    rdns.iter().rev().map(rdn).collect::<Vec<_>>().join(",")
}

fn attribute(attribute: &Attribute) -> String {
    let short =
        SHORT_NAMES.iter().find(|(oid, _)| *oid == attribute.oid).map_or(attribute.oid.as_str(), |(_, name)| name);
    format!("{short}={}", escape(&attribute.value))
}

/// RFC 4514, section 2.4. Control characters are escaped as hexadecimal pairs,
/// so that a name is always one line. A value that was no string stands as
/// `#…`; a string that begins with `#` and reads so cannot be told from it.
fn escape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let last = value.chars().count().saturating_sub(1);
    for (at, character) in value.chars().enumerate() {
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => text.extend(['\\', character]),
            ' ' if at == 0 || at == last => text.push_str("\\ "),
            '#' if at == 0 && !is_hexadecimal(value) => text.push_str("\\#"),
            _ if character.is_control() => {
                for octet in character.encode_utf8(&mut [0; 4]).bytes() {
                    // Writing to a String cannot fail.
                    write!(text, "\\{octet:02X}").ok();
                }
            }
            _ => text.push(character),
        }
    }
    text
}

fn is_hexadecimal(value: &str) -> bool {
    let digits = value.strip_prefix('#').unwrap_or_default();
    !digits.is_empty()
        && digits.len().is_multiple_of(2)
        && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rfc_4514_reserves_is_escaped() {
        assert_eq!(escape(r#"a"b+c,d;e<f>g\h"#), r#"a\"b\+c\,d\;e\<f\>g\\h"#);
        assert_eq!(escape(" a b "), "\\ a b\\ ");
        assert_eq!(escape(" "), "\\ ");
        assert_eq!(escape("#no"), "\\#no");
        assert_eq!(escape("#0203"), "#0203");
        assert_eq!(escape("a\nb\0\u{85}"), "a\\0Ab\\00\\C2\\85");
    }

    fn there_and_back(rdns: &[&[(&str, &str)]]) {
        let attribute = |(oid, value): &(&str, &str)| Attribute { oid: (*oid).to_owned(), value: (*value).to_owned() };
        let rdns: Vec<Vec<Attribute>> = rdns.iter().map(|rdn| rdn.iter().map(attribute).collect()).collect();
        let text = rfc4514(&rdns);
        let name = name_of(&text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(name.rdns, rdns, "{text}");
        assert_eq!(name.to_rfc4514(), text);
        assert_eq!(Name::parse(&name.der).rdns, rdns, "{text}");
    }

    #[test]
    fn a_name_comes_back_from_its_text() {
        there_and_back(&[]);
        there_and_back(&[&[("2.5.4.6", "DK")], &[("2.5.4.10", "Fjordby Kommune // CVR:12345678")]]);
        there_and_back(&[&[("2.5.4.5", "CVR:12345678-FID:1"), ("2.5.4.3", "Robot + en, \\ \"to\"; <tre>")]]);
        there_and_back(&[&[("2.5.4.3", "  a  ")], &[("2.5.4.3", " ")], &[("2.5.4.3", "")]]);
        there_and_back(&[&[("2.5.4.3", "#nej")], &[("2.5.4.3", "#020105")], &[("1.2.3.4.99999", "x=y")]]);
        there_and_back(&[&[("2.5.4.97", "NTRDK-12345678"), ("1.2.840.113549.1.9.1", "a\nb\0\u{85}æøå€\u{1f600}")]]);
    }

    #[test]
    fn names_are_read_as_others_write_them_too() {
        let name = name_of("cn=Robot\\2C en , O = Fjordby,C=DK").unwrap();
        assert_eq!(name.to_rfc4514(), "CN=Robot\\, en,O=Fjordby,C=DK");
        assert_eq!(name_of("CN=caf\\C3\\A9").unwrap().common_name(), Some("café"));
        for broken in ["CN", "CN=a,", "=x", "CN=a\\", "CN=\\C3", "CN=a\\4", "/C=DK/O=x,"] {
            assert_eq!(name_of(broken), None, "{broken}");
        }
    }

    #[test]
    fn unknown_types_stand_in_dots() {
        let odd = Attribute { oid: "1.2.3".to_owned(), value: "x".to_owned() };
        assert_eq!(rfc4514(&[vec![odd]]), "1.2.3=x");
        assert_eq!(oid_of("organizationIdentifier"), Some("2.5.4.97"));
        assert_eq!(oid_of("1.2.3"), Some("1.2.3"));
        assert_eq!(oid_of("1..3"), None);
        assert_eq!(oid_of("Foo"), None);
    }
}
