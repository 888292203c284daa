//! The MAC over a store: tells whether a password fits (RFC 7292 section 4 and
//! appendix A, PBMAC1 of RFC 9879).
//!
//! Protects nothing here: a store whose MAC fails is still read.

use super::hash::Hash;
use super::parameters::{self, Pbkdf2};
use super::spelling;
use super::structure::{corrupt, unsupported};
use crate::asn1::{Elements, tag};
use crate::container::Problem;
use crate::password::{Candidates, Password};

/// ```text
/// MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER DEFAULT 1 }
/// DigestInfo ::= SEQUENCE { digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }
/// ```
#[derive(Debug)]
pub struct Mac {
    hash: Hash,
    digest: Vec<u8>,
    derivation: Derivation,
}

#[derive(Debug)]
enum Derivation {
    Pkcs12 { salt: Vec<u8>, iterations: u32 },
    Pbkdf2 { parameters: Pbkdf2, key_length: usize },
}

/// What the MAC says to a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The password fits.
    Fits,
    /// It does not, or the store is damaged.
    Differs,
    /// The store's budget did not suffice to ask.
    TooExpensive,
}

impl Mac {
    /// Reads the content of `MacData`.
    pub fn parse(content: &[u8]) -> Result<Mac, Problem> {
        let bad = || corrupt("the MAC cannot be read");
        let mut elements = Elements::new(content);
        let info = elements.next_if(tag::SEQUENCE).ok_or_else(bad)?;
        let mut inner = info.children();
        let algorithm = inner.next_if(tag::SEQUENCE).ok_or_else(bad)?;
        let digest = parameters::salt(inner.next()).ok_or_else(bad)?;
        let (oid, parameters) = parameters::identifier(algorithm.whole).ok_or_else(bad)?;
        if oid == "1.2.840.113549.1.5.14" {
            return pbmac1(parameters, digest);
        }
        let hash = Hash::of_digest(&oid).ok_or_else(|| unsupported(format!("the MAC {oid}")))?;
        let salt = parameters::salt(elements.next()).ok_or_else(bad)?;
        let iterations = match elements.next() {
            None => 1,
            count => parameters::iterations(count.as_ref())?,
        };
        Ok(Mac { hash, digest, derivation: Derivation::Pkcs12 { salt, iterations } })
    }

    /// Asks with every spelling of the password, as far as the budget goes.
    pub fn ask(&self, password: &Password, content: &[u8], candidates: &mut Candidates<'_>) -> Answer {
        for spelled in self.spellings(password) {
            if !candidates.spend(self.cost(content)) {
                return Answer::TooExpensive;
            }
            if self.fits(&spelled, content) {
                return Answer::Fits;
            }
        }
        Answer::Differs
    }

    /// What asking for a password that does not fit costs, in iterations.
    pub fn full_cost(&self, password: &Password, content: &[u8]) -> u64 {
        self.cost(content).saturating_mul(self.spellings(password).len() as u64)
    }

    fn spellings(&self, password: &Password) -> Vec<spelling::Spelled> {
        match self.derivation {
            Derivation::Pkcs12 { .. } => spelling::wide(password),
            Derivation::Pbkdf2 { .. } => spelling::narrow(password),
        }
    }

    fn cost(&self, content: &[u8]) -> u64 {
        let derivation = match &self.derivation {
            Derivation::Pkcs12 { salt, iterations } => u64::from(*iterations).saturating_add(Hash::cost_of(salt)),
            Derivation::Pbkdf2 { parameters, key_length } => parameters.cost(*key_length),
        };
        derivation.saturating_add(Hash::cost_of(content))
    }

    fn fits(&self, password: &[u8], content: &[u8]) -> bool {
        let key = match &self.derivation {
            Derivation::Pkcs12 { salt, iterations } => {
                self.hash.pkcs12(3, password, salt, *iterations, self.hash.size())
            }
            Derivation::Pbkdf2 { parameters, key_length } => {
                parameters.prf.pbkdf2(password, &parameters.salt, parameters.iterations, *key_length)
            }
        };
        self.hash.hmac_fits(&key, content, &self.digest)
    }
}

/// ```text
/// PBMAC1-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier,
///     messageAuthScheme AlgorithmIdentifier }                  -- RFC 8018 appendix A.5
/// ```
fn pbmac1(parameters: &[u8], digest: Vec<u8>) -> Result<Mac, Problem> {
    let bad = || corrupt("the parameters of PBMAC1 cannot be read");
    let mut elements = Elements::new(parameters::sequence(parameters).ok_or_else(bad)?);
    let derivation = elements.next().ok_or_else(bad)?;
    let scheme = elements.next().ok_or_else(bad)?;
    let parameters = Pbkdf2::parse(derivation.whole)?;
    let (oid, _) = parameters::identifier(scheme.whole).ok_or_else(bad)?;
    let hash = Hash::of_hmac(&oid).ok_or_else(|| unsupported(format!("the MAC {oid}")))?;
    let key_length = parameters.key_length.unwrap_or(hash.size());
    Ok(Mac { hash, digest, derivation: Derivation::Pbkdf2 { parameters, key_length } })
}
