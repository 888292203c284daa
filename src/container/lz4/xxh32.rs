//! xxHash of 32 bits, with the seed 0.

const PRIMES: [u32; 5] = [0x9e37_79b1, 0x85eb_ca77, 0xc2b2_ae3d, 0x27d4_eb2f, 0x1656_67b1];

/// The hash of octets as they come.
pub(super) struct Xxh32 {
    lanes: [u32; 4],
    /// Octets that fill no stripe yet.
    held: Vec<u8>,
    length: u64,
}

impl Default for Xxh32 {
    fn default() -> Xxh32 {
        let lanes = [PRIMES[0].wrapping_add(PRIMES[1]), PRIMES[1], 0, PRIMES[0].wrapping_neg()];
        Xxh32 { lanes, held: Vec::new(), length: 0 }
    }
}

impl Xxh32 {
    /// The hash of these octets.
    pub(super) fn of(octets: &[u8]) -> u32 {
        let mut sum = Xxh32::default();
        sum.update(octets);
        sum.finish()
    }

    pub(super) fn update(&mut self, mut octets: &[u8]) {
        self.length += octets.len() as u64;
        if !self.held.is_empty() {
            let (some, rest) = octets.split_at(octets.len().min(16 - self.held.len()));
            self.held.extend_from_slice(some);
            octets = rest;
            if self.held.len() < 16 {
                return;
            }
            let held = std::mem::take(&mut self.held);
            self.stripe(&held);
        }
        let stripes = octets.chunks_exact(16);
        self.held.extend_from_slice(stripes.remainder());
        for stripe in stripes {
            self.stripe(stripe);
        }
    }

    fn stripe(&mut self, stripe: &[u8]) {
        for (lane, word) in self.lanes.iter_mut().zip(stripe.chunks_exact(4)) {
            let mixed = lane.wrapping_add(number(word).wrapping_mul(PRIMES[1]));
            *lane = mixed.rotate_left(13).wrapping_mul(PRIMES[0]);
        }
    }

    pub(super) fn finish(&self) -> u32 {
        let [a, b, c, d] = self.lanes;
        let long = self.length >= 16;
        let turned = [a.rotate_left(1), b.rotate_left(7), c.rotate_left(12), d.rotate_left(18)];
        let mut sum = if long { turned.into_iter().fold(0, u32::wrapping_add) } else { PRIMES[4] };
        let [low0, low1, low2, low3, ..] = self.length.to_le_bytes();
        sum = sum.wrapping_add(u32::from_le_bytes([low0, low1, low2, low3]));
        let words = self.held.chunks_exact(4);
        let octets = words.remainder();
        for word in words {
            sum = sum.wrapping_add(number(word).wrapping_mul(PRIMES[2])).rotate_left(17).wrapping_mul(PRIMES[3]);
        }
        for octet in octets {
            sum = sum.wrapping_add(u32::from(*octet).wrapping_mul(PRIMES[4])).rotate_left(11).wrapping_mul(PRIMES[0]);
        }
        sum = (sum ^ sum >> 15).wrapping_mul(PRIMES[1]);
        sum = (sum ^ sum >> 13).wrapping_mul(PRIMES[2]);
        sum ^ sum >> 16
    }
}

fn number(word: &[u8]) -> u32 {
    word.iter().rev().fold(0, |value, octet| value << 8 | u32::from(*octet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_hashes() {
        assert_eq!(Xxh32::of(b""), 0x02cc_5d05);
        assert_eq!(Xxh32::of(b"a"), 0x550d_7456);
        assert_eq!(Xxh32::of(b"Nobody inspects the spammish repetition"), 0xe229_3b2f);
        let mut pieces = Xxh32::default();
        for piece in b"Nobody inspects the spammish repetition".chunks(7) {
            pieces.update(piece);
        }
        assert_eq!(pieces.finish(), 0xe229_3b2f);
    }
}
