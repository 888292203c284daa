//! The octets of an exported list as text: UTF-8, UTF-16 with a byte order
//! mark, else the code page of Danish Windows.
//!
//! Knows nothing of rows.

use std::borrow::Cow;

/// The text; what no encoding explains is told by `U+FFFD`.
pub(super) fn decode(octets: &[u8]) -> Cow<'_, str> {
    match octets {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).into(),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).into(),
        _ => std::str::from_utf8(octets)
            .map_or_else(|_| octets.iter().map(|octet| windows_1252(*octet)).collect::<String>().into(), Cow::Borrowed),
    }
}

fn utf16(octets: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = octets.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let lost = (!rest.is_empty()).then_some(char::REPLACEMENT_CHARACTER);
    char::decode_utf16(units).map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER)).chain(lost).collect()
}

/// Latin-1 but for 0x80 to 0x9f.
fn windows_1252(octet: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let high = usize::from(octet).checked_sub(0x80).and_then(|at| HIGH.get(at));
    high.copied().unwrap_or(char::from(octet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_tells_the_same() {
        let text = "Udløb – Åse";
        let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        assert_eq!(decode(text.as_bytes()), text);
        assert_eq!(decode(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), text);
        assert_eq!(decode(&[b"\xff\xfe".to_vec(), units(u16::to_le_bytes)].concat()), text);
        assert_eq!(decode(&[b"\xfe\xff".to_vec(), units(u16::to_be_bytes)].concat()), text);
        assert_eq!(decode(b"Udl\xf8b \x96 \xc5se"), text);
    }

    #[test]
    fn half_a_character_is_told_and_nothing_breaks() {
        assert_eq!(decode(b"\xff\xfea\0b"), "a\u{fffd}");
        assert_eq!(decode(b"\xff\xfe\x00\xd8"), "\u{fffd}");
        assert_eq!(decode(b""), "");
    }
}
