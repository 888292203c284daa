//! The header of a tar member: one block of 512 octets.

/// The size of a block, in octets.
pub(super) const BLOCK: usize = 512;

/// What a header says.
pub(super) struct Header<'h> {
    block: &'h [u8; BLOCK],
    /// The type: a digit or a letter.
    pub(super) kind: u8,
    /// The size of the data, unless it is no number.
    pub(super) size: Option<u64>,
}

impl Header<'_> {
    /// The header, if its checksum is right.
    pub(super) fn read(block: &[u8; BLOCK]) -> Option<Header<'_>> {
        is_good(block).then(|| Header { block, kind: block[156], size: number(&block[124..136]) })
    }

    /// Whether it says something of the member that follows.
    pub(super) fn is_extension(&self) -> bool {
        matches!(self.kind, b'L' | b'K' | b'x' | b'X' | b'g')
    }

    /// The name, with the prefix that ustar gives it.
    pub(super) fn name(&self) -> Vec<u8> {
        let name = text(&self.block[..100]);
        let prefix = text(&self.block[345..500]);
        // GNU tar keeps other things where ustar has the prefix.
        if &self.block[257..263] != b"ustar\0" || prefix.is_empty() {
            return name.to_vec();
        }
        [prefix, b"/", name].concat()
    }

    /// The block itself.
    pub(super) fn block(&self) -> &[u8; BLOCK] {
        self.block
    }
}

/// Whether the checksum is right, summed as it should be or with signs as some
/// old tools did.
pub(super) fn is_good(block: &[u8; BLOCK]) -> bool {
    let Some(told) = octal(&block[148..156]) else { return false };
    let (before, after) = (&block[..148], &block[156..]);
    let sum = |value: fn(u8) -> i64| before.iter().chain(after).map(|octet| value(*octet)).sum::<i64>() + 8 * 32;
    let told = i64::try_from(told).unwrap_or(-1);
    // Every member has a name.
    block[0] != 0 && (told == sum(i64::from) || told == sum(|octet| i64::from(octet.cast_signed())))
}

/// Whether the block bears the magic of ustar or GNU tar.
pub(super) fn bears_magic(block: &[u8; BLOCK]) -> bool {
    matches!(&block[257..265], b"ustar\x0000" | b"ustar  \0")
}

/// A number in octal, or in base 256 where its first bit is set.
pub(super) fn number(field: &[u8]) -> Option<u64> {
    match field {
        [0x80, rest @ ..] => {
            let (high, low) = rest.split_at(rest.len().saturating_sub(8));
            let fits = high.iter().all(|octet| *octet == 0);
            fits.then(|| low.iter().fold(0, |value, octet| value << 8 | u64::from(*octet)))
        }
        // An empty field is zero, as old tools leave it for directories.
        field if field.iter().all(|octet| matches!(octet, 0 | b' ')) => Some(0),
        field => octal(field),
    }
}

/// Octal digits with spaces before and a space or zero behind.
fn octal(field: &[u8]) -> Option<u64> {
    let digits = text(field).trim_ascii();
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0u64, |value, digit| match digit {
        b'0'..=b'7' => value.checked_mul(8)?.checked_add(u64::from(digit - b'0')),
        _ => None,
    })
}

/// What stands before the first zero.
fn text(field: &[u8]) -> &[u8] {
    field.split(|octet| *octet == 0).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_kind() {
        assert_eq!(number(b"00000000017\0"), Some(15));
        assert_eq!(number(b"         17 "), Some(15));
        assert_eq!(number(b"            "), Some(0));
        assert_eq!(number(b"9\0"), None);
        assert_eq!(number(&[0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]), Some(258));
        assert_eq!(number(&[0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]), None);
        assert_eq!(number(&[0xff; 12]), None);
    }
}
