//! Deltas: copies out of the base, and new octets between them.

/// The sizes of base and result, and the instructions behind them.
fn sizes(delta: &[u8]) -> Option<(u64, u64, &[u8])> {
    let (base, rest) = number(delta)?;
    let (result, rest) = number(rest)?;
    Some((base, result, rest))
}

/// The size of the result, as the delta declares it.
pub(super) fn result_size(delta: &[u8]) -> Option<u64> {
    sizes(delta).map(|(_, result, _)| result)
}

/// The result, of at most `most` octets. `None` where the delta is damaged or
/// does not belong to the base.
pub(super) fn apply(base: &[u8], delta: &[u8], most: u64) -> Option<Vec<u8>> {
    let (base_size, size, mut rest) = sizes(delta)?;
    let size = usize::try_from(size).ok().filter(|_| size <= most)?;
    if base_size != base.len() as u64 {
        return None;
    }
    let mut result = Vec::new();
    while let Some((&instruction, behind)) = rest.split_first() {
        let piece = if instruction & 0x80 != 0 {
            let (from, length, behind) = copy(instruction, behind)?;
            rest = behind;
            base.get(from..from.checked_add(length)?)?
        } else {
            // An instruction 0 is reserved.
            let length = usize::from(instruction);
            let (piece, behind) = behind.split_at_checked(length).filter(|_| length > 0)?;
            rest = behind;
            piece
        };
        if result.len() + piece.len() > size {
            return None;
        }
        if result.is_empty() && piece.len() < size {
            // Not by the number alone: the first piece is there.
            result.reserve(size.min(2 * (base.len() + delta.len())));
        }
        result.extend_from_slice(piece);
    }
    (result.len() == size).then_some(result)
}

/// Where a copy begins, how long it is, and what follows the instruction.
fn copy(instruction: u8, mut rest: &[u8]) -> Option<(usize, usize, &[u8])> {
    let mut number = 0_u64;
    for bit in 0..7 {
        if instruction & 1 << bit != 0 {
            let (&octet, behind) = rest.split_first()?;
            number |= u64::from(octet) << (8 * bit);
            rest = behind;
        }
    }
    let length = match number >> 32 {
        0 => 0x1_0000,
        length => length,
    };
    Some((usize::try_from(number & 0xffff_ffff).ok()?, usize::try_from(length).ok()?, rest))
}

/// A number in groups of seven bits, the lowest first.
fn number(octets: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for (at, octet) in octets.iter().enumerate().take(9) {
        number |= u64::from(octet & 0x7f) << (7 * at);
        if octet & 0x80 == 0 {
            return Some((number, &octets[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_and_new_octets_are_joined() {
        assert_eq!(apply(b"hello world", &[11, 8, 0x91, 6, 5, 3, b'!', b'!', b'!'], 99).unwrap(), b"world!!!");
        assert_eq!(apply(&vec![7; 70_000], &[0xf0, 0xa2, 4, 0x80, 0x80, 4, 0x80], 70_000).unwrap(), vec![7; 0x1_0000]);
    }

    #[test]
    fn what_does_not_fit_is_none() {
        for bad in [
            &[10, 8, 0x91, 6, 5, 3, 1, 1, 1][..],
            &[11, 9, 0x91, 6, 5, 3, 1, 1, 1],
            &[11, 7, 0x91, 6, 5, 3, 1, 1, 1],
            &[11, 8, 0x91, 7, 5, 3, 1, 1, 1],
            &[11, 8, 0x91, 6, 5, 3, 1, 1],
            &[11, 1, 0],
            &[11, 1, 0x91],
            &[0xff; 20],
            &[],
        ] {
            assert_eq!(apply(b"hello world", bad, 99), None, "{bad:?}");
        }
        assert_eq!(apply(b"hello world", &[11, 8, 0x91, 6, 5, 3, 1, 1, 1], 7), None);
    }
}
