//! The hash functions of PKCS#12 and PKCS#5 behind one name: digests, HMACs
//! and the two key derivations.
//!
//! Knows no structure but the identifiers of the functions.

use hmac::{EagerHash, Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512, Sha512_256};
use zeroize::Zeroizing;

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-1.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA-512/256.
    Sha512_256,
}

/// Runs an expression with the hash's type under the name `$type`.
macro_rules! with_hash {
    ($hash:expr, $type:ident => $run:expr) => {
        match $hash {
            Hash::Sha1 => {
                type $type = Sha1;
                $run
            }
            Hash::Sha224 => {
                type $type = Sha224;
                $run
            }
            Hash::Sha256 => {
                type $type = Sha256;
                $run
            }
            Hash::Sha384 => {
                type $type = Sha384;
                $run
            }
            Hash::Sha512 => {
                type $type = Sha512;
                $run
            }
            Hash::Sha512_256 => {
                type $type = Sha512_256;
                $run
            }
        }
    };
}

impl Hash {
    /// By the digest's OID (RFC 8017 appendix B.1) in dots.
    pub fn of_digest(oid: &str) -> Option<Hash> {
        Some(match oid {
            "1.3.14.3.2.26" => Hash::Sha1,
            "2.16.840.1.101.3.4.2.1" => Hash::Sha256,
            "2.16.840.1.101.3.4.2.2" => Hash::Sha384,
            "2.16.840.1.101.3.4.2.3" => Hash::Sha512,
            "2.16.840.1.101.3.4.2.4" => Hash::Sha224,
            "2.16.840.1.101.3.4.2.6" => Hash::Sha512_256,
            _ => return None,
        })
    }

    /// By the HMAC's OID (RFC 8018 appendix B.1) in dots.
    pub fn of_hmac(oid: &str) -> Option<Hash> {
        Some(match oid {
            "1.2.840.113549.2.7" => Hash::Sha1,
            "1.2.840.113549.2.8" => Hash::Sha224,
            "1.2.840.113549.2.9" => Hash::Sha256,
            "1.2.840.113549.2.10" => Hash::Sha384,
            "1.2.840.113549.2.11" => Hash::Sha512,
            "1.2.840.113549.2.13" => Hash::Sha512_256,
            _ => return None,
        })
    }

    /// The length of a digest in octets.
    pub fn size(self) -> usize {
        with_hash!(self, D => <D as Digest>::output_size())
    }

    /// The length of the function's input block in octets.
    fn block(self) -> usize {
        match self {
            Hash::Sha1 | Hash::Sha224 | Hash::Sha256 => 64,
            Hash::Sha384 | Hash::Sha512 | Hash::Sha512_256 => 128,
        }
    }

    /// How many digests it takes to derive `length` octets: each costs the
    /// full number of iterations.
    pub fn rounds(self, length: usize) -> u64 {
        u64::try_from(length.div_ceil(self.size())).unwrap_or(u64::MAX)
    }

    /// What running over data once costs, in iterations.
    pub fn cost_of(data: &[u8]) -> u64 {
        u64::try_from(data.len() / 64).unwrap_or(u64::MAX)
    }

    /// Whether `tag` is the HMAC of `data` under `key`.
    pub fn hmac_fits(self, key: &[u8], data: &[u8], tag: &[u8]) -> bool {
        with_hash!(self, D => hmac_fits::<D>(key, data, tag))
    }

    /// PBKDF2 (RFC 8018 section 5.2).
    pub fn pbkdf2(self, password: &[u8], salt: &[u8], iterations: u32, length: usize) -> Zeroizing<Vec<u8>> {
        let mut key = Zeroizing::new(vec![0; length]);
        with_hash!(self, D => pbkdf2::pbkdf2_hmac::<D>(password, salt, iterations, &mut key));
        key
    }

    /// The derivation of PKCS#12 (RFC 7292 appendix B.2); `purpose` is 1 for
    /// keys, 2 for initial vectors, 3 for MAC keys.
    pub fn pkcs12(
        self,
        purpose: u8,
        password: &[u8],
        salt: &[u8],
        iterations: u32,
        length: usize,
    ) -> Zeroizing<Vec<u8>> {
        let block = self.block();
        let mut input = filled(salt, block);
        input.extend_from_slice(&filled(password, block));
        let mut derived = Zeroizing::new(Vec::with_capacity(length + self.size()));
        while derived.len() < length {
            let digest = self.iterated(&[&vec![purpose; block], &input], iterations);
            derived.extend_from_slice(&digest);
            for part in input.chunks_exact_mut(block) {
                add_repeated(part, &digest);
            }
        }
        derived.truncate(length);
        derived
    }

    /// The hash of the parts, then the hash of the hash, `iterations` in all.
    fn iterated(self, parts: &[&[u8]], iterations: u32) -> Zeroizing<Vec<u8>> {
        with_hash!(self, D => {
            let mut first = D::new();
            for part in parts {
                first.update(part);
            }
            let mut digest = first.finalize();
            for _ in 1..iterations {
                digest = D::digest(digest);
            }
            Zeroizing::new(digest.to_vec())
        })
    }
}

fn hmac_fits<D: EagerHash>(key: &[u8], data: &[u8], tag: &[u8]) -> bool
where
    Hmac<D>: KeyInit + Mac,
{
    let Ok(mut mac) = <Hmac<D> as KeyInit>::new_from_slice(key) else {
        return false;
    };
    mac.update(data);
    mac.verify_slice(tag).is_ok()
}

/// Step 2 and 3 of appendix B.2: the bytes over and over, up to a multiple of
/// the block; nothing for nothing.
fn filled(bytes: &[u8], block: usize) -> Zeroizing<Vec<u8>> {
    let length = bytes.len().div_ceil(block) * block;
    Zeroizing::new(bytes.iter().copied().cycle().take(length).collect())
}

/// Step 6 of appendix B.2: adds the digest, repeated to the block's length,
/// and one, as big-endian numbers without the last carry.
fn add_repeated(part: &mut [u8], digest: &[u8]) {
    let summands: Vec<u8> = digest.iter().copied().cycle().take(part.len()).collect();
    let mut carry = 1u16;
    for (octet, summand) in part.iter_mut().zip(summands).rev() {
        let sum = u16::from(*octet) + u16::from(summand) + carry;
        *octet = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;

    /// RFC 6070, third vector.
    #[test]
    fn pbkdf2_keeps_to_its_vector() {
        let key = Hash::Sha1.pbkdf2(b"password", b"salt", 4096, 20);
        assert_eq!(HEXLOWER.encode(&key), "4b007901b765489abead49d926f721d065a429c1");
    }

    #[test]
    fn a_digest_repeated_carries_over() {
        let mut part = [0xff, 0xff, 0x00, 0xff];
        add_repeated(&mut part, &[0x00, 0x01]);
        assert_eq!(part, [0x00, 0x00, 0x01, 0x01]);
    }

    #[test]
    fn nothing_is_filled_with_nothing() {
        assert!(filled(&[], 64).is_empty());
        assert_eq!(filled(&[1, 2, 3], 4)[..], [1, 2, 3, 1]);
    }
}
