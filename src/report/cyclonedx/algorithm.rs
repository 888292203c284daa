//! Algorithms as components: those of signatures and keys, by their object
//! identifiers. One that is not in the table keeps its number as its name.

use super::asset::Component;
use super::reference;
use crate::classify::Classified;
use serde::Serialize;
use std::collections::BTreeSet;

/// An object identifier and the bits of its key.
pub(super) type Algorithm<'r> = (&'r str, Option<u32>);

/// `cryptoProperties` of an algorithm.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Crypto<'r> {
    asset_type: &'static str,
    algorithm_properties: Particulars,
    oid: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Particulars {
    primitive: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter_set_identifier: Option<String>,
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    crypto_functions: &'static [&'static str],
    /// None of those that are in use withstands a quantum computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    nist_quantum_security_level: Option<u8>,
}

const SIGNS: &[&str] = &["sign", "verify"];

/// Object identifier, name, primitive, functions.
const KNOWN: &[(&str, &str, &str, &[&str])] = &[
    ("1.2.840.113549.1.1.1", "RSA", "pke", &["encrypt", "decrypt", "sign", "verify"]),
    ("1.2.840.113549.1.1.4", "MD5withRSA", "signature", SIGNS),
    ("1.2.840.113549.1.1.5", "SHA1withRSA", "signature", SIGNS),
    ("1.2.840.113549.1.1.10", "RSASSA-PSS", "signature", SIGNS),
    ("1.2.840.113549.1.1.11", "SHA256withRSA", "signature", SIGNS),
    ("1.2.840.113549.1.1.12", "SHA384withRSA", "signature", SIGNS),
    ("1.2.840.113549.1.1.13", "SHA512withRSA", "signature", SIGNS),
    ("1.2.840.113549.1.1.14", "SHA224withRSA", "signature", SIGNS),
    ("1.2.840.10045.2.1", "EC", "other", &[]),
    ("1.2.840.10045.4.1", "SHA1withECDSA", "signature", SIGNS),
    ("1.2.840.10045.4.3.2", "SHA256withECDSA", "signature", SIGNS),
    ("1.2.840.10045.4.3.3", "SHA384withECDSA", "signature", SIGNS),
    ("1.2.840.10045.4.3.4", "SHA512withECDSA", "signature", SIGNS),
    ("1.3.101.112", "Ed25519", "signature", SIGNS),
    ("1.3.101.113", "Ed448", "signature", SIGNS),
];

/// That of the certificate's signature, if it is known.
pub(super) fn of_signature(of: &Classified) -> Option<Algorithm<'_>> {
    let oid = of.certificate.algorithms.signature.as_str();
    (!oid.is_empty()).then_some((oid, None))
}

/// That of the certificate's key, if it is known.
pub(super) fn of_key(of: &Classified) -> Option<Algorithm<'_>> {
    let algorithms = &of.certificate.algorithms;
    (!algorithms.key.is_empty()).then_some((algorithms.key.as_str(), algorithms.rsa_bits))
}

/// Every algorithm of these certificates, each once.
pub(super) fn all(certificates: &[Classified]) -> BTreeSet<Algorithm<'_>> {
    certificates.iter().flat_map(|one| of_signature(one).into_iter().chain(of_key(one))).collect()
}

/// The name, with the bits where they are known.
pub(super) fn name((oid, bits): Algorithm<'_>) -> String {
    let name = KNOWN.iter().find(|known| known.0 == oid).map_or(oid, |known| known.1);
    bits.map_or_else(|| name.to_owned(), |bits| format!("{name}-{bits}"))
}

pub(super) fn component((oid, bits): Algorithm<'_>) -> Component<Crypto<'_>> {
    let known = KNOWN.iter().find(|known| known.0 == oid);
    let particulars = Particulars {
        primitive: known.map_or("unknown", |known| known.2),
        parameter_set_identifier: bits.map(|bits| bits.to_string()),
        crypto_functions: known.map_or(&[], |known| known.3),
        nist_quantum_security_level: known.map(|_| 0),
    };
    Component {
        crypto_properties: Some(Crypto { asset_type: "algorithm", algorithm_properties: particulars, oid }),
        ..Component::new("cryptographic-asset", reference::algorithm(oid, bits), &name((oid, bits)))
    }
}
