//! Attribute values: from tag and octets to text. Knows no attribute type.

use crate::asn1::{self, Element};
use std::fmt::Write as _;

/// X.680 string types by their universal tag.
const UTF8_STRING: u8 = 0x0c;
const UNIVERSAL_STRING: u8 = 0x1c;
const BMP_STRING: u8 = 0x1e;
/// Printable, T61, IA5, Visible, General, Numeric, Videotex, Graphic: one octet a character.
const OCTET_STRINGS: [u8; 8] = [0x12, 0x13, 0x14, 0x15, 0x16, 0x19, 0x1a, 0x1b];

/// The text of a value; `#` and hexadecimal DER if it is no string.
pub(super) fn decode(element: &Element<'_>) -> String {
    // A constructed string (BER) has its segments joined first.
    let string = element.tag & !0x20;
    let joined;
    let octets = if element.is_constructed() && is_string(string) {
        let Some(octets) = asn1::octets(element) else { return hexadecimal(element.whole) };
        joined = octets;
        joined.as_slice()
    } else {
        element.content
    };
    match string {
        BMP_STRING => utf16(octets),
        UNIVERSAL_STRING => utf32(octets),
        _ if is_string(string) => eight_bit(octets),
        _ => hexadecimal(element.whole),
    }
}

/// `#` and the hexadecimal digits of the octets (RFC 4514, section 2.4).
pub(super) fn hexadecimal(octets: &[u8]) -> String {
    let mut text = String::from("#");
    for octet in octets {
        // Writing to a String cannot fail.
        write!(text, "{octet:02x}").ok();
    }
    text
}

fn is_string(string: u8) -> bool {
    matches!(string, UTF8_STRING | UNIVERSAL_STRING | BMP_STRING) || OCTET_STRINGS.contains(&string)
}

/// UTF-8 whatever the tag says, for encoders lie both ways; otherwise Latin-1.
fn eight_bit(octets: &[u8]) -> String {
    match std::str::from_utf8(octets) {
        Ok(text) => text.to_owned(),
        Err(_) => octets.iter().map(|octet| char::from(*octet)).collect(),
    }
}

fn utf16(octets: &[u8]) -> String {
    let (pairs, odd) = octets.as_chunks::<2>();
    let mut text: String = char::decode_utf16(pairs.iter().map(|pair| u16::from_be_bytes(*pair)))
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    text.extend(odd.iter().map(|octet| char::from(*octet)));
    text
}

fn utf32(octets: &[u8]) -> String {
    let (quads, odd) = octets.as_chunks::<4>();
    let mut text: String = quads
        .iter()
        .map(|quad| char::from_u32(u32::from_be_bytes(*quad)).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    text.extend(odd.iter().map(|octet| char::from(*octet)));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(der: &[u8]) -> String {
        decode(&asn1::read(der).unwrap().0)
    }

    #[test]
    fn every_string_type_is_read() {
        assert_eq!(text(&[0x0c, 3, b'k', 0xc3, 0xb8]), "kø");
        assert_eq!(text(&[0x14, 2, b'k', 0xf8]), "kø");
        assert_eq!(text(&[0x13, 2, b'k', 0xe6]), "kæ");
        assert_eq!(text(&[0x1e, 4, 0, b'k', 0, 0xe5]), "kå");
        assert_eq!(text(&[0x1e, 3, 0, b'k', b'x']), "kx");
        assert_eq!(text(&[0x1c, 8, 0, 0, 0, b'k', 0, 0, 0, 0xe5]), "kå");
        assert_eq!(text(&[0x2c, 0x80, 0x0c, 1, b'k', 0x0c, 1, b'x', 0, 0]), "kx");
    }

    #[test]
    fn what_is_no_string_is_hexadecimal() {
        assert_eq!(text(&[0x02, 1, 5]), "#020105");
        assert_eq!(text(&[0x30, 3, 2, 1, 5]), "#3003020105");
    }

    #[test]
    fn wrong_code_units_become_replacement_characters() {
        assert_eq!(text(&[0x1e, 2, 0xd8, 0]), "\u{fffd}");
        assert_eq!(text(&[0x1c, 4, 0xff, 0, 0, 0]), "\u{fffd}");
    }
}
