//! Private keys seen by their public part only: PKCS #8 (RFC 5958), PKCS #1
//! (RFC 8017) and SEC 1 (RFC 5915), so that a certificate can be told its key.
//!
//! Nothing secret leaves this room but in buffers that are wiped: a hash of
//! the public part is all that others need. Nothing is decrypted or computed
//! here: a key that does not tell its public part has none.

mod pem;

pub use self::pem::{encrypted_in_pem, from_pem};

use crate::asn1::{self, Element, Elements, tag};
use crate::password::Weak;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// SHA-256 of the content of the certificate's `subjectPublicKey` BIT STRING
/// (without the unused-bits octet): for RSA the DER of `RSAPublicKey`.
pub type PublicKeyHash = [u8; 32];

/// What became known of a private key when it was opened to see whether it
/// fits. Never the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The hash of its public part; `None` if no password opened it.
    pub public_key: Option<PublicKeyHash>,
    /// How it is protected.
    pub protection: Protection,
    /// Whether everybody could have opened it.
    pub weak: Option<Weak>,
}

/// How a private key is protected where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Not at all.
    Clear,
    /// PBES2 with AES: what is usual now.
    Modern,
    /// Java's own way: only Java opens it.
    Java,
    /// RC2, RC4, DES or 3DES: what new runtimes open with a legacy provider only.
    Legacy,
    /// Something that no reader here knows.
    Unknown,
}

/// 1.2.840.113549.1.1: PKCS #1, plain RSA and RSASSA-PSS.
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];

/// 1.2.840.10045.2.1: id-ecPublicKey.
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

/// The fewest and most octets of a private scalar on the curves in use.
const SCALAR: std::ops::RangeInclusive<usize> = 14..=72;

/// The hash of the public part of an unencrypted private key in DER.
/// `None` if the bytes are no such key or do not tell their public part.
pub fn public_key_of(der: &[u8]) -> Option<PublicKeyHash> {
    match Key::read(der)? {
        Key::Pkcs8(key) => key.public_key(),
        Key::Rsa(key) => Some(key.public_key()),
        Key::Ec(key) => key.public_key(),
    }
}

/// Whether the bytes have the shape of an unencrypted private key: PKCS #8,
/// PKCS #1 or SEC 1. Looks at the outer structure only.
pub fn is_private_key(der: &[u8]) -> bool {
    Key::read(der).is_some()
}

/// A private key, borrowed.
enum Key<'a> {
    Pkcs8(Pkcs8<'a>),
    Rsa(Rsa<'a>),
    Ec(Ec<'a>),
}

/// ```text
/// OneAsymmetricKey ::= SEQUENCE {                 (RFC 5958 section 2)
///     version INTEGER { v1(0), v2(1) }, privateKeyAlgorithm AlgorithmIdentifier,
///     privateKey OCTET STRING, attributes [0] OPTIONAL,
///     publicKey [1] IMPLICIT BIT STRING OPTIONAL }
/// ```
struct Pkcs8<'a> {
    algorithm: &'a [u8],
    private_key: Element<'a>,
    public_key: Option<Element<'a>>,
}

/// ```text
/// RSAPrivateKey ::= SEQUENCE {                    (RFC 8017 appendix A.1.2)
///     version INTEGER, modulus INTEGER, publicExponent INTEGER,
///     six more INTEGERs, otherPrimeInfos OPTIONAL }
/// ```
struct Rsa<'a> {
    modulus: &'a [u8],
    exponent: &'a [u8],
}

/// ```text
/// ECPrivateKey ::= SEQUENCE {                     (RFC 5915 section 3)
///     version INTEGER { ecPrivkeyVer1(1) }, privateKey OCTET STRING,
///     parameters [0] EXPLICIT OPTIONAL, publicKey [1] EXPLICIT BIT STRING OPTIONAL }
/// ```
struct Ec<'a> {
    parameters: Option<Element<'a>>,
    public_key: Option<Element<'a>>,
}

impl<'a> Key<'a> {
    fn read(der: &'a [u8]) -> Option<Key<'a>> {
        let mut fields = sequence(der)?;
        let version = asn1::unsigned(&fields.next_if(tag::INTEGER)?)?;
        match (version, fields.rest().first()?) {
            (0 | 1, &tag::SEQUENCE) => Pkcs8::read(fields).map(Key::Pkcs8),
            (0 | 1, &tag::INTEGER) => Rsa::read(fields).map(Key::Rsa),
            // Alone, it must say its curve or its public key: too much else
            // is a number and some octets.
            (1, _) => Ec::read(fields).filter(|key| key.parameters.is_some() || key.public_key.is_some()).map(Key::Ec),
            _ => None,
        }
    }
}

impl<'a> Pkcs8<'a> {
    fn read(mut fields: Elements<'a>) -> Option<Pkcs8<'a>> {
        let algorithm = fields.next_if(tag::SEQUENCE)?.children().next_if(tag::OID)?.content;
        let private_key = fields.next().filter(|key| key.tag & !0x20 == tag::OCTET_STRING)?;
        fields.next_if(tag::CONTEXT_0);
        let public_key = fields.next_if(0x81).or_else(|| fields.next_if(tag::CONTEXT_1));
        fields.rest().is_empty().then_some(Pkcs8 { algorithm, private_key, public_key })
    }

    fn public_key(&self) -> Option<PublicKeyHash> {
        if let Some(hash) = self.public_key.as_ref().and_then(hash_of_bits) {
            return Some(hash);
        }
        let joined;
        let inner = if self.private_key.is_constructed() {
            joined = Zeroizing::new(asn1::octets(&self.private_key)?);
            joined.as_slice()
        } else {
            self.private_key.content
        };
        let mut fields = sequence(inner)?;
        fields.next_if(tag::INTEGER)?;
        if self.algorithm.starts_with(RSA) {
            return Rsa::read(fields).map(|key| key.public_key());
        }
        if self.algorithm == EC {
            return Ec::read(fields)?.public_key();
        }
        None
    }
}

impl<'a> Rsa<'a> {
    /// Reads what follows the version.
    fn read(mut fields: Elements<'a>) -> Option<Rsa<'a>> {
        let modulus = fields.next_if(tag::INTEGER)?.content;
        let exponent = fields.next_if(tag::INTEGER)?.content;
        for _ in 0..6 {
            fields.next_if(tag::INTEGER)?;
        }
        // A modulus below 384 bits is no key but some other list of numbers.
        (modulus.len() >= 48).then_some(Rsa { modulus, exponent })
    }

    fn public_key(&self) -> PublicKeyHash {
        let mut numbers = unsigned_integer(self.modulus);
        numbers.extend(unsigned_integer(self.exponent));
        Sha256::digest(asn1::encode(tag::SEQUENCE, &numbers)).into()
    }
}

impl<'a> Ec<'a> {
    /// Reads what follows the version.
    fn read(mut fields: Elements<'a>) -> Option<Ec<'a>> {
        fields.next_if(tag::OCTET_STRING).filter(|scalar| SCALAR.contains(&scalar.content.len()))?;
        let parameters = fields.next_if(tag::CONTEXT_0);
        let public_key = fields.next_if(tag::CONTEXT_1);
        fields.rest().is_empty().then_some(Ec { parameters, public_key })
    }

    fn public_key(&self) -> Option<PublicKeyHash> {
        self.public_key.as_ref().and_then(hash_of_bits)
    }
}

/// The hash of a BIT STRING's bits, tagged IMPLICIT or EXPLICIT.
fn hash_of_bits(element: &Element<'_>) -> Option<PublicKeyHash> {
    let content =
        if element.is_constructed() { element.children().next_if(tag::BIT_STRING)?.content } else { element.content };
    let (unused, bits) = content.split_first()?;
    (*unused == 0 && !bits.is_empty()).then(|| Sha256::digest(bits).into())
}

/// A non-negative INTEGER in DER, whatever sign octets it was written with.
fn unsigned_integer(content: &[u8]) -> Vec<u8> {
    let start = content.iter().position(|byte| *byte != 0).unwrap_or(content.len());
    let digits = content.get(start..).unwrap_or_default();
    if digits.first().is_none_or(|byte| byte & 0x80 != 0) {
        return asn1::encode(tag::INTEGER, &[&[0], digits].concat());
    }
    asn1::encode(tag::INTEGER, digits)
}

/// The fields of the SEQUENCE at the front; what follows it is ignored.
fn sequence(der: &[u8]) -> Option<Elements<'_>> {
    let (element, _) = asn1::read(der)?;
    Some(element.with_tag(tag::SEQUENCE)?.children())
}
