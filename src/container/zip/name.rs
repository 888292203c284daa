//! Names of members, in UTF-8 (APPNOTE appendix D).

use super::record::{fields, u32_at};

/// A longer name is cut, in octets.
const MAX_NAME: usize = 4096;

/// The upper half of code page 865, which Danish names without other word are in;
/// it is code page 437 but for `ø`, `Ø` and `¤`, and page 850 has the first two there too.
const UPPER: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û',
    'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '₧', 'ƒ', 'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '⌐', '¬', '½', '¼', '¡',
    '«', '¤', '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐', '└', '┴', '┬', '├', '─',
    '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧', '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█',
    '▄', '▌', '▐', '▀', 'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩', '≡', '±', '≥',
    '≤', '⌠', '⌡', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²', '■', '\u{a0}',
];

/// Writes the name: from the Unicode path field if it belongs to this very
/// name, as it stands if that is UTF-8 or said to be, else from code page 865.
pub(super) fn decode(raw: &[u8], extra: &[u8], flags: u16, name: &mut Vec<u8>) {
    name.clear();
    if let Some(path) = unicode_path(raw, extra) {
        name.extend_from_slice(path);
    } else if flags & 0x800 != 0 || std::str::from_utf8(raw).is_ok() {
        name.extend_from_slice(raw);
    } else {
        let text: String = raw.iter().map(|octet| character(*octet)).collect();
        name.extend_from_slice(text.as_bytes());
    }
    if name.len() > MAX_NAME {
        // A character is not cut in two.
        let cut = (MAX_NAME - 3..=MAX_NAME).rev().find(|at| name[*at] & 0xc0 != 0x80);
        name.truncate(cut.unwrap_or(MAX_NAME));
    }
}

fn character(octet: u8) -> char {
    octet.checked_sub(128).and_then(|upper| UPPER.get(usize::from(upper))).copied().unwrap_or(char::from(octet))
}

/// The name in an Info-ZIP Unicode Path field (0x7075).
fn unicode_path<'e>(raw: &[u8], extra: &'e [u8]) -> Option<&'e [u8]> {
    let (_, data) = fields(extra).find(|(id, _)| *id == 0x7075)?;
    let path = data.get(5..)?;
    let mut crc = flate2::Crc::new();
    crc.update(raw);
    (data[0] == 1 && u32_at(data, 1) == crc.sum() && std::str::from_utf8(path).is_ok()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(raw: &[u8], extra: &[u8], flags: u16) -> String {
        let mut name = Vec::new();
        decode(raw, extra, flags, &mut name);
        String::from_utf8(name).unwrap()
    }

    #[test]
    fn each_encoding_is_read() {
        assert_eq!(decoded(b"r\x9bd gr\x9bd \xe1.pem", b"", 0), "rød grød ß.pem");
        assert_eq!(decoded(b"\x9d bl\x86b\x91r\\x", b"", 0), "Ø blåbær\\x");
        assert_eq!(decoded("blåbær".as_bytes(), b"", 0), "blåbær");
        assert_eq!(decoded("blåbær".as_bytes(), b"", 0x800), "blåbær");
        assert_eq!(decoded("æ".repeat(3000).as_bytes(), b"", 0x800).chars().count(), 2048);
        assert_eq!(decoded(format!("x{}", "æ".repeat(3000)).as_bytes(), b"", 0).len(), 4095);
    }

    #[test]
    fn the_unicode_path_counts_only_for_its_own_name() {
        let mut crc = flate2::Crc::new();
        crc.update(b"bl?b?r");
        let field = [&[1][..], &crc.sum().to_le_bytes(), "blåbær".as_bytes()].concat();
        let extra = [b"\x75\x70", &[u8::try_from(field.len()).unwrap(), 0][..], &field].concat();
        assert_eq!(decoded(b"bl?b?r", &extra, 0), "blåbær");
        assert_eq!(decoded(b"renamed", &extra, 0), "renamed");
        assert_eq!(decoded(b"bl?b?r", &extra[..7], 0), "bl?b?r");
    }
}
