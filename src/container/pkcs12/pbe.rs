//! Password-based encryption: from an `AlgorithmIdentifier` and a password to
//! the SafeContents (RFC 7292 appendix C, RFC 8018 section 6.2).
//!
//! The ciphers are in `cipher`, the derivations in `hash`.

use super::cipher::Cipher;
use super::hash::Hash;
use super::parameters::{Pbkdf2, identifier, iterations, salt, sequence};
use super::spelling::{self, Spelled};
use super::structure::{corrupt, unsupported};
use crate::asn1::{self, Elements, tag};
use crate::container::Problem;
use crate::password::Password;
use zeroize::Zeroizing;

/// Up to how many iterations a password is tried in spellings that only old
/// or careless makers used.
const RARE_SPELLINGS_UP_TO: u32 = 100_000;

/// How a safe is encrypted.
#[derive(Debug)]
pub struct Pbe {
    cipher: Cipher,
    derivation: Derivation,
}

#[derive(Debug)]
enum Derivation {
    Pkcs12 { salt: Vec<u8>, iterations: u32 },
    Pbkdf2 { parameters: Pbkdf2, iv: Vec<u8> },
}

impl Pbe {
    /// Reads a content encryption algorithm; the problem names what is unknown.
    pub fn parse(algorithm: &[u8]) -> Result<Pbe, Problem> {
        let (oid, parameters) =
            identifier(algorithm).ok_or_else(|| corrupt("the encryption algorithm cannot be read"))?;
        if oid == "1.2.840.113549.1.5.13" {
            return pbes2(parameters);
        }
        let cipher = match oid.as_str() {
            "1.2.840.113549.1.12.1.1" => Cipher::Rc4(16),
            "1.2.840.113549.1.12.1.2" => Cipher::Rc4(5),
            "1.2.840.113549.1.12.1.3" => Cipher::TripleDes(3),
            "1.2.840.113549.1.12.1.4" => Cipher::TripleDes(2),
            "1.2.840.113549.1.12.1.5" => Cipher::Rc2 { key: 16, effective_bits: 128 },
            "1.2.840.113549.1.12.1.6" => Cipher::Rc2 { key: 5, effective_bits: 40 },
            _ => return Err(unsupported(format!("the encryption {oid}"))),
        };
        // pkcs-12PbeParams ::= SEQUENCE { salt OCTET STRING, iterations INTEGER }
        let bad = || corrupt("the parameters of the encryption cannot be read");
        let mut elements = Elements::new(sequence(parameters).ok_or_else(bad)?);
        let salt = salt(elements.next()).ok_or_else(bad)?;
        let iterations = iterations(elements.next().as_ref())?;
        Ok(Pbe { cipher, derivation: Derivation::Pkcs12 { salt, iterations } })
    }

    /// What one derivation of key and initial vector and the decryption cost,
    /// in iterations.
    pub fn cost(&self, ciphertext: &[u8]) -> u64 {
        let derivation = match &self.derivation {
            Derivation::Pkcs12 { salt, iterations } => {
                let rounds = Hash::Sha1.rounds(self.cipher.key_length()) + Hash::Sha1.rounds(self.cipher.iv_length());
                (u64::from(*iterations) + Hash::cost_of(salt)).saturating_mul(rounds)
            }
            Derivation::Pbkdf2 { parameters, .. } => parameters.cost(self.cipher.key_length()),
        };
        derivation.saturating_add(Hash::cost_of(ciphertext))
    }

    /// The spellings of a password that fit the derivation, likeliest first.
    pub fn spellings(&self, password: &Password) -> Vec<Spelled> {
        match &self.derivation {
            Derivation::Pkcs12 { .. } => spelling::wide(password),
            Derivation::Pbkdf2 { parameters, .. } => {
                let mut forms = spelling::narrow(password);
                if parameters.iterations > RARE_SPELLINGS_UP_TO {
                    forms.truncate(1);
                }
                forms
            }
        }
    }

    /// Decrypts whole blocks. With a wrong password the result is noise, of
    /// which no more than a block or two is made unless the password is
    /// `confirmed`: every `SafeContents` begins with a SEQUENCE. `None` if the
    /// parameters do not fit the cipher.
    pub fn decrypt(&self, password: &[u8], ciphertext: &[u8], confirmed: bool) -> Option<Zeroizing<Vec<u8>>> {
        const START: usize = 16;
        let length = self.cipher.key_length();
        let (key, iv) = match &self.derivation {
            Derivation::Pkcs12 { salt, iterations } => (
                Hash::Sha1.pkcs12(1, password, salt, *iterations, length),
                Hash::Sha1.pkcs12(2, password, salt, *iterations, self.cipher.iv_length()),
            ),
            Derivation::Pbkdf2 { parameters, iv } => (
                parameters.prf.pbkdf2(password, &parameters.salt, parameters.iterations, length),
                Zeroizing::new(iv.clone()),
            ),
        };
        if !confirmed && ciphertext.len() > START {
            let start = self.cipher.decrypt(&key, &iv, &ciphertext[..START])?;
            if start.first() != Some(&tag::SEQUENCE) {
                return Some(start);
            }
        }
        self.cipher.decrypt(&key, &iv, ciphertext)
    }
}

/// ```text
/// PBES2-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier,
///     encryptionScheme AlgorithmIdentifier }                   -- RFC 8018 appendix A.4
/// ```
fn pbes2(parameters: &[u8]) -> Result<Pbe, Problem> {
    let bad = || corrupt("the parameters of PBES2 cannot be read");
    let mut elements = Elements::new(sequence(parameters).ok_or_else(bad)?);
    let derivation = elements.next().ok_or_else(bad)?;
    let scheme = elements.next().ok_or_else(bad)?;
    let derivation = Pbkdf2::parse(derivation.whole)?;
    let (oid, parameters) = identifier(scheme.whole).ok_or_else(bad)?;
    let (cipher, iv) = match oid.as_str() {
        "2.16.840.1.101.3.4.1.2" => (Cipher::Aes(16), octets(parameters)),
        "2.16.840.1.101.3.4.1.22" => (Cipher::Aes(24), octets(parameters)),
        "2.16.840.1.101.3.4.1.42" => (Cipher::Aes(32), octets(parameters)),
        "1.2.840.113549.3.7" => (Cipher::TripleDes(3), octets(parameters)),
        "1.3.14.3.2.7" => (Cipher::Des, octets(parameters)),
        "1.2.840.113549.3.2" => rc2_scheme(parameters, derivation.key_length)?,
        _ => return Err(unsupported(format!("the encryption {oid}"))),
    };
    let iv = iv.filter(|iv| iv.len() == cipher.iv_length()).ok_or_else(bad)?;
    Ok(Pbe { cipher, derivation: Derivation::Pbkdf2 { parameters: derivation, iv } })
}

/// ```text
/// RC2-CBC-Parameter ::= SEQUENCE { rc2ParameterVersion INTEGER OPTIONAL,
///     iv OCTET STRING }                                        -- RFC 8018 appendix B.2.3
/// ```
fn rc2_scheme(parameters: &[u8], key_length: Option<usize>) -> Result<(Cipher, Option<Vec<u8>>), Problem> {
    let bad = || corrupt("the parameters of RC2 cannot be read");
    let mut elements = Elements::new(sequence(parameters).ok_or_else(bad)?);
    let version = elements.next_if(tag::INTEGER).as_ref().and_then(asn1::unsigned);
    // The versions below 256 are not bits but entries of RFC 2268's table.
    let effective_bits = match version {
        None => 32,
        Some(160) => 40,
        Some(120) => 64,
        Some(58) => 128,
        Some(bits @ 256..=1024) => usize::try_from(bits).map_err(|_| bad())?,
        Some(version) => return Err(unsupported(format!("RC2 of the parameter version {version}"))),
    };
    let key = key_length.unwrap_or(effective_bits / 8);
    Ok((Cipher::Rc2 { key, effective_bits }, octets(elements.rest())))
}

fn octets(bytes: &[u8]) -> Option<Vec<u8>> {
    salt(Elements::new(bytes).next())
}
