//! RFC 4514 text of a name, and the short names of attribute types.

use super::Attribute;
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
