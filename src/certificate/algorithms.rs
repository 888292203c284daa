//! With which algorithms a certificate was signed and what its key is made of,
//! told by their object identifiers. Verifies nothing.

use super::{modulus, public_key_bits};
use crate::asn1::{self, Element, tag};

/// 1.2.840.113549.1.1.10, id-RSASSA-PSS (RFC 8017 appendix C).
const RSASSA_PSS: &str = "1.2.840.113549.1.1.10";
/// 1.2.840.113549.1.1.1, rsaEncryption.
const RSA: &str = "1.2.840.113549.1.1.1";

/// The algorithms of a certificate; what cannot be read is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Algorithms {
    /// The signature's OID in dots.
    pub signature: String,
    /// The public key's OID in dots.
    pub key: String,
    /// The bits of an RSA modulus.
    pub rsa_bits: Option<u32>,
}

impl Algorithms {
    /// From the certificate and its `SubjectPublicKeyInfo`, headers included.
    pub(super) fn read(whole: &[u8], spki: &[u8]) -> Algorithms {
        let signature = || {
            let mut parts = asn1::read(whole)?.0.children();
            parts.next_if(tag::SEQUENCE)?;
            oid(&parts.next_if(tag::SEQUENCE)?)
        };
        let key = || oid(&asn1::read(spki)?.0.children().next_if(tag::SEQUENCE)?);
        let key = key().unwrap_or_default();
        let rsa_bits =
            if key == RSA || key == RSASSA_PSS { modulus(public_key_bits(spki)).and_then(bits) } else { None };
        Algorithms { signature: signature().unwrap_or_default(), key, rsa_bits }
    }

    /// Whether the signature is RSASSA-PSS.
    pub fn is_signed_pss(&self) -> bool {
        self.signature == RSASSA_PSS
    }

    /// Whether the key is plain RSA: the holder may sign by any RSA scheme.
    pub fn is_plain_rsa(&self) -> bool {
        self.key == RSA
    }
}

/// The OID of an `AlgorithmIdentifier`.
fn oid(identifier: &Element<'_>) -> Option<String> {
    Some(asn1::oid_text(identifier.children().next_if(tag::OID)?.content))
}

/// The bits of a number without leading zero octets.
fn bits(number: &[u8]) -> Option<u32> {
    let first = number.first()?;
    let octets = u32::try_from(number.len()).ok()?;
    octets.checked_mul(8)?.checked_sub(first.leading_zeros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_counted_from_the_first_one() {
        assert_eq!(bits(&[0x80, 0]), Some(16));
        assert_eq!(bits(&[1, 0]), Some(9));
        assert_eq!(bits(&[]), None);
    }

    #[test]
    fn what_cannot_be_read_is_empty() {
        assert_eq!(Algorithms::read(b"", b""), Algorithms::default());
        assert_eq!(Algorithms::read(&[0x30, 2, 0x30, 0], &[0x30, 0]), Algorithms::default());
    }
}
