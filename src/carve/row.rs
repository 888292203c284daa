//! The rows of a dump: an offset, so many octets in hexadecimal, and perhaps
//! the same as text (`xxd`, `hexdump -C`, `od -t x1`, `certutil -dump`).

/// The longest row, in octets of text.
const MAX_ROW: usize = 240;

/// Where in a row the octets are read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Row {
    /// It is a dump's first row, and the second is not there yet.
    Unknown,
    /// Octets in each row, and how many are left in this one.
    Known {
        /// In each.
        width: usize,
        /// In this one.
        left: usize,
    },
}

impl Row {
    /// The row in which the octet at `at` stands, if that is a dump.
    pub(super) fn around(text: &[u8], at: usize) -> Option<Row> {
        let before = &text[at.saturating_sub(MAX_ROW)..at];
        let begin = memchr::memrchr(b'\n', before).map_or(at - before.len(), |newline| at - before.len() + newline + 1);
        let first = offset(&text[begin..at])?;
        let filled = column(&text[begin + first.length..at])?;
        let area = &text[at..text.len().min(at + MAX_ROW)];
        let Some(newline) = memchr::memchr(b'\n', area) else {
            return (area.len() < MAX_ROW).then_some(Row::Unknown);
        };
        let line = &area[newline + 1..];
        let Some(second) = offset(line) else {
            return (line.len() < 32 && !line.contains(&b'\n')).then_some(Row::Unknown);
        };
        let width = usize::try_from(second.value.checked_sub(first.value)?).ok()?;
        (filled < width && width <= 64).then(|| Row::Known { width, left: width - filled })
    }

    /// One octet was read.
    pub(super) fn count(&mut self) {
        if let Row::Known { left, .. } = self {
            *left = left.saturating_sub(1);
        }
    }

    /// Whether what follows in the row is no octet.
    pub(super) fn is_full(self) -> bool {
        matches!(self, Row::Known { left: 0, .. })
    }

    /// Where the octets of the next row begin.
    pub(super) fn next(&mut self, text: &[u8], at: usize) -> Option<usize> {
        let Row::Known { width, left } = self else { return None };
        let area = &text[at..text.len().min(at + MAX_ROW)];
        let newline = memchr::memchr(b'\n', area)?;
        let prefix = offset(&area[newline + 1..])?;
        *left = *width;
        Some(at + newline + 1 + prefix.length)
    }
}

/// The offset before a row.
struct Offset {
    value: u64,
    /// With the white space around it.
    length: usize,
}

/// At least four digits, or a colon behind them; `od` counts in octal.
fn offset(line: &[u8]) -> Option<Offset> {
    let blank = |from: usize| line[from..].iter().take(16).take_while(|octet| matches!(octet, b' ' | b'\t')).count();
    let indent = blank(0);
    let size = line[indent..].iter().take(17).take_while(|octet| octet.is_ascii_hexdigit()).count();
    let digits = std::str::from_utf8(&line[indent..indent + size]).ok()?;
    let mut end = indent + size;
    let colon = matches!(line.get(end), Some(b':' | b'h' | b'-'));
    end += usize::from(colon);
    let space = blank(end);
    if space == 0 || size > 16 || size < if colon { 2 } else { 4 } {
        return None;
    }
    let base = if size == 7 && !colon { 8 } else { 16 };
    let value = u64::from_str_radix(digits, base).ok()?;
    Some(Offset { value, length: end + space })
}

/// How many octets stand in this part of a row; nothing if something else does.
fn column(part: &[u8]) -> Option<usize> {
    let plain = part.iter().all(|octet| octet.is_ascii_hexdigit() || *octet == b' ');
    plain.then(|| part.iter().filter(|octet| octet.is_ascii_hexdigit()).count() / 2)
}
