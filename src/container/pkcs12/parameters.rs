//! The parameters that PBES1, PBES2 and the MACs share: identifiers, salts,
//! iteration counts and those of PBKDF2.
//!
//! Derives no key.

use super::hash::Hash;
use super::structure::{corrupt, unsupported};
use crate::asn1::{self, Element, Elements, tag};
use crate::container::Problem;
use crate::failure::FailureKind;

/// How many iterations a single derivation may take.
pub const MAX_ITERATIONS: u64 = 10_000_000;

/// The longest key that a parameter may ask for, in octets: RC2's limit.
const MAX_KEY: u64 = 128;

/// ```text
/// PBKDF2-params ::= SEQUENCE { salt CHOICE { specified OCTET STRING, … },
///     iterationCount INTEGER, keyLength INTEGER OPTIONAL,
///     prf AlgorithmIdentifier DEFAULT algid-hmacWithSHA1 }     -- RFC 8018 appendix A.2
/// ```
#[derive(Debug)]
pub struct Pbkdf2 {
    /// The salt.
    pub salt: Vec<u8>,
    /// The iterations, within [`MAX_ITERATIONS`].
    pub iterations: u32,
    /// The length of the key in octets, if the parameters tell it.
    pub key_length: Option<usize>,
    /// The function.
    pub prf: Hash,
}

impl Pbkdf2 {
    /// Reads the identifier of a key derivation; only PBKDF2 is known.
    pub fn parse(algorithm: &[u8]) -> Result<Pbkdf2, Problem> {
        let bad = || corrupt("the key derivation cannot be read");
        let (oid, parameters) = identifier(algorithm).ok_or_else(bad)?;
        if oid != "1.2.840.113549.1.5.12" {
            return Err(unsupported(format!("the key derivation {oid}")));
        }
        let mut elements = Elements::new(sequence(parameters).ok_or_else(bad)?);
        let salt = salt(elements.next()).ok_or_else(bad)?;
        let iterations = iterations(elements.next().as_ref())?;
        let key_length = match elements.next_if(tag::INTEGER) {
            Some(length) => Some(key_length(&length).ok_or_else(bad)?),
            None => None,
        };
        let prf = match elements.next_if(tag::SEQUENCE) {
            None => Hash::Sha1,
            Some(prf) => {
                let (oid, _) = identifier(prf.whole).ok_or_else(bad)?;
                Hash::of_hmac(&oid).ok_or_else(|| unsupported(format!("the function {oid} of PBKDF2")))?
            }
        };
        Ok(Pbkdf2 { salt, iterations, key_length, prf })
    }

    /// What deriving so many octets costs, in iterations.
    pub fn cost(&self, length: usize) -> u64 {
        (u64::from(self.iterations) + Hash::cost_of(&self.salt)).saturating_mul(self.prf.rounds(length))
    }
}

/// ```text
/// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
/// ```
/// The OID in dots, and the bytes of the parameters.
pub fn identifier(bytes: &[u8]) -> Option<(String, &[u8])> {
    let mut elements = Elements::new(sequence(bytes)?);
    let oid = elements.next_if(tag::OID)?;
    Some((asn1::oid_text(oid.content), elements.rest()))
}

/// The content of the SEQUENCE at the start of `bytes`.
pub fn sequence(bytes: &[u8]) -> Option<&[u8]> {
    Some(asn1::read(bytes)?.0.with_tag(tag::SEQUENCE)?.content)
}

/// The octets of a salt: an OCTET STRING, primitive or constructed.
pub fn salt(element: Option<Element<'_>>) -> Option<Vec<u8>> {
    element.filter(|element| element.tag & !0x20 == tag::OCTET_STRING).and_then(|element| asn1::octets(&element))
}

/// An iteration count within [`MAX_ITERATIONS`].
pub fn iterations(element: Option<&Element<'_>>) -> Result<u32, Problem> {
    let count = element.and_then(asn1::unsigned).ok_or_else(|| corrupt("the iteration count cannot be read"))?;
    u32::try_from(count).ok().filter(|_| count <= MAX_ITERATIONS).ok_or_else(|| Problem {
        kind: FailureKind::LimitExceeded,
        detail: format!("{count} iterations of key derivation; at most {MAX_ITERATIONS} are made"),
    })
}

fn key_length(element: &Element<'_>) -> Option<usize> {
    asn1::unsigned(element)
        .filter(|length| (1..=MAX_KEY).contains(length))
        .and_then(|length| usize::try_from(length).ok())
}
