//! Opens encrypted private keys (RFC 5958) to see whether they fit: of the
//! key only the hash of its public part is kept, and its octets are wiped.
//!
//! Only `oces verify` asks for that; a scan never does.

use super::parameters::identifier;
use super::pbe::Pbe;
use super::structure::Part;
use crate::asn1::{self, tag};
use crate::key::{self, Proof, Protection};
use crate::password::{Candidates, Password, Weak};

/// Tries the passwords on one key.
///
/// ```text
/// EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm AlgorithmIdentifier,
///     encryptedData OCTET STRING }                             -- RFC 5958 section 3
/// ```
pub fn prove(encrypted: &[u8], passwords: &[Password], candidates: &mut Candidates<'_>) -> Proof {
    let shut = |protection| Proof { public_key: None, protection, weak: None };
    let Some((algorithm, ciphertext)) = parts(encrypted) else { return shut(Protection::Unknown) };
    let protection = protection(algorithm);
    let Ok(pbe) = Pbe::parse(algorithm) else { return shut(protection) };
    for password in passwords {
        for spelled in pbe.spellings(password) {
            if !candidates.spend(pbe.cost(&ciphertext)) {
                return shut(protection);
            }
            let public_key = pbe.decrypt(&spelled, &ciphertext, false).and_then(|plain| key::public_key_of(&plain));
            if public_key.is_some() {
                candidates.accept(password);
                return Proof { public_key, protection, weak: Weak::of(password) };
            }
        }
    }
    shut(protection)
}

fn parts(encrypted: &[u8]) -> Option<(&[u8], Vec<u8>)> {
    let whole = Part::open(encrypted, &[tag::SEQUENCE])?;
    let (algorithm, rest) = asn1::read(whole.content)?;
    let octets = asn1::octets(&asn1::read(rest)?.0)?;
    Some((algorithm.with_tag(tag::SEQUENCE)?.whole, octets))
}

/// Which family of encryption it is, also where it cannot be opened here.
fn protection(algorithm: &[u8]) -> Protection {
    /// id-aes: AES in whatever mode and length.
    const AES: &str = "2.16.840.1.101.3.4.1.";
    let Some((oid, parameters)) = identifier(algorithm) else { return Protection::Unknown };
    if oid.starts_with("1.2.840.113549.1.12.1.") {
        return Protection::Legacy;
    }
    let scheme = || {
        let mut parts = asn1::read(parameters)?.0.children();
        parts.next()?;
        identifier(parts.next()?.whole)
    };
    match (oid.as_str(), scheme()) {
        ("1.2.840.113549.1.5.13", Some((scheme, _))) if scheme.starts_with(AES) => Protection::Modern,
        ("1.2.840.113549.1.5.13", Some((scheme, _)))
            if scheme.starts_with("1.2.840.113549.3.") || scheme == "1.3.14.3.2.7" =>
        {
            Protection::Legacy
        }
        _ => Protection::Unknown,
    }
}
