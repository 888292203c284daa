//! Octets by which strings are known, in any case of letters: a filter of bits,
//! and behind it a table. Most of what is asked for is not in it.

use foldhash::quality::RandomState;
use std::collections::HashMap;

/// How many bits the filter has, as a power of two, and in how many words.
const BITS: u32 = 16;
const WORDS: usize = 1 << (BITS - u64::BITS.trailing_zeros());

/// Pieces of `N` octets, at most eight: which strings have each of them how far in.
pub(super) struct Known<const N: usize> {
    filter: Box<[u64; WORDS]>,
    strings: HashMap<u64, Vec<(usize, usize)>, RandomState>,
}

impl<const N: usize> Default for Known<N> {
    fn default() -> Known<N> {
        Known { filter: Box::new([0; WORDS]), strings: HashMap::default() }
    }
}

impl<const N: usize> Known<N> {
    pub(super) fn insert(&mut self, piece: &[u8; N], number: usize, into: usize) {
        let Some(piece) = folded::<N>(piece) else { return };
        let (word, bit) = place(piece);
        if let Some(word) = self.filter.get_mut(word) {
            *word |= 1 << bit;
        }
        self.strings.entry(piece).or_default().push((number, into));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.strings.is_empty()
    }

    /// The strings that have the piece which the text begins with.
    pub(super) fn get(&self, text: &[u8]) -> &[(usize, usize)] {
        let Some(piece) = folded::<N>(text) else { return &[] };
        let (word, bit) = place(piece);
        if self.filter.get(word).is_none_or(|word| word >> bit & 1 == 0) {
            return &[];
        }
        self.strings.get(&piece).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The first `N` octets as one number, in which the case of letters makes no
/// difference. Nearly always there are eight to be taken at once.
fn folded<const N: usize>(text: &[u8]) -> Option<u64> {
    let mut eight = [0; 8];
    if let Some(all) = text.first_chunk() {
        eight = *all;
    } else {
        eight.get_mut(..N)?.copy_from_slice(text.get(..N)?);
    }
    Some((u64::from_le_bytes(eight) | 0x2020_2020_2020_2020) & (u64::MAX >> (u64::BITS as usize - 8 * N)))
}

/// Where the bit of a piece stands.
fn place(piece: u64) -> (usize, u32) {
    let hash = piece.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - BITS);
    (hash as usize / u64::BITS as usize, hash as u32 % u64::BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_known_in_any_case_and_no_other() {
        let mut known = Known::<5>::default();
        assert!(known.is_empty() && known.get(b"alias").is_empty());
        known.insert(b"aLias", 3, 1);
        known.insert(b"alIAS", 4, 0);
        assert_eq!(known.get(b"ALIAS and more"), [(3, 1), (4, 0)]);
        assert_eq!(known.get(b"aLIAs"), known.get(b"alias\xff\xff\xff\xff"));
        for other in [&b"alia"[..], b"blias", b"aliat", b"", b"alia\0and more"] {
            assert!(known.get(other).is_empty());
        }
    }
}
