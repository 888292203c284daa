//! Password-based encryption: from an `AlgorithmIdentifier` and a password to
//! the SafeContents (RFC 7292 appendix C, RFC 8018 section 6.2).
//!
//! Padding is not checked: SafeContents end by their own lengths, and a
//! damaged last block must not hide what stands before it.

use super::hash::Hash;
use super::spelling::{self, Spelled};
use super::structure::{corrupt, unsupported};
use crate::asn1::{self, Element, Elements, tag};
use crate::container::Problem;
use crate::failure::FailureKind;
use crate::password::Password;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, InnerIvInit, KeyInit, StreamCipher};
use zeroize::Zeroizing;

/// How many iterations a single derivation may take.
pub const MAX_ITERATIONS: u64 = 10_000_000;

/// Up to how many iterations a password is tried in spellings that only old
/// or careless makers used.
const RARE_SPELLINGS_UP_TO: u32 = 100_000;

/// The longest key that a parameter may ask for, in octets: RC2's limit.
const MAX_KEY: u64 = 128;

/// How a safe is encrypted.
#[derive(Debug)]
pub struct Pbe {
    cipher: Cipher,
    derivation: Derivation,
}

#[derive(Clone, Copy, Debug)]
enum Cipher {
    Aes(usize),
    Des,
    Rc2 { key: usize, effective_bits: usize },
    Rc4(usize),
    /// With two or three keys.
    TripleDes(usize),
}

#[derive(Debug)]
enum Derivation {
    Pkcs12 { salt: Vec<u8>, iterations: u32 },
    Pbkdf2 { parameters: Pbkdf2, iv: Vec<u8> },
}

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

impl Pbe {
    /// Reads a content encryption algorithm; the problem names what is unknown.
    pub fn parse(algorithm: &[u8]) -> Result<Pbe, Problem> {
        let (oid, parameters) = identifier(algorithm).ok_or_else(|| corrupt("the encryption algorithm cannot be read"))?;
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

    /// What one derivation of key and initial vector costs, in iterations.
    pub fn cost(&self) -> u64 {
        match &self.derivation {
            Derivation::Pkcs12 { iterations, .. } => {
                let rounds = Hash::Sha1.rounds(self.cipher.key_length()) + Hash::Sha1.rounds(self.cipher.iv_length());
                u64::from(*iterations) * rounds
            }
            Derivation::Pbkdf2 { parameters, .. } => {
                u64::from(parameters.iterations) * parameters.prf.rounds(self.cipher.key_length())
            }
        }
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

    /// Decrypts whole blocks. With a wrong password the result is noise;
    /// `None` if the parameters do not fit the cipher.
    pub fn decrypt(&self, password: &[u8], ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
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
        self.cipher.decrypt(&key, &iv, ciphertext)
    }
}

impl Cipher {
    fn key_length(self) -> usize {
        match self {
            Cipher::Aes(length) | Cipher::Rc4(length) | Cipher::Rc2 { key: length, .. } => length,
            Cipher::Des => 8,
            Cipher::TripleDes(keys) => 8 * keys,
        }
    }

    fn iv_length(self) -> usize {
        match self {
            Cipher::Aes(_) => 16,
            Cipher::Rc4(_) => 0,
            Cipher::Des | Cipher::Rc2 { .. } | Cipher::TripleDes(_) => 8,
        }
    }

    fn decrypt(self, key: &[u8], iv: &[u8], ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let whole_blocks = ciphertext.len() - ciphertext.len() % self.iv_length().max(1);
        let mut text = Zeroizing::new(ciphertext.get(..whole_blocks)?.to_vec());
        match self {
            Cipher::Aes(16) => cbc_in_place(aes::Aes128::new_from_slice(key).ok()?, iv, &mut text),
            Cipher::Aes(24) => cbc_in_place(aes::Aes192::new_from_slice(key).ok()?, iv, &mut text),
            Cipher::Aes(_) => cbc_in_place(aes::Aes256::new_from_slice(key).ok()?, iv, &mut text),
            Cipher::Des => cbc_in_place(des::Des::new_from_slice(key).ok()?, iv, &mut text),
            Cipher::TripleDes(2) => cbc_in_place(des::TdesEde2::new_from_slice(key).ok()?, iv, &mut text),
            Cipher::TripleDes(_) => cbc_in_place(des::TdesEde3::new_from_slice(key).ok()?, iv, &mut text),
            Cipher::Rc2 { effective_bits, .. } => {
                cbc_in_place(rc2::Rc2::new_with_eff_key_len(key, effective_bits), iv, &mut text)
            }
            Cipher::Rc4(_) => rc4::Rc4::new_from_slice(key).ok()?.try_apply_keystream(&mut text).ok(),
        }?;
        Some(text)
    }
}

fn cbc_in_place<C: BlockCipherDecrypt>(cipher: C, iv: &[u8], text: &mut [u8]) -> Option<()> {
    let decryptor = cbc::Decryptor::<C>::inner_iv_slice_init(cipher, iv).ok()?;
    decryptor.decrypt_padded::<NoPadding>(text).ok()?;
    Some(())
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

fn octets(bytes: &[u8]) -> Option<Vec<u8>> {
    salt(Elements::new(bytes).next())
}

fn key_length(element: &Element<'_>) -> Option<usize> {
    asn1::unsigned(element).filter(|length| (1..=MAX_KEY).contains(length)).and_then(|length| usize::try_from(length).ok())
}
