//! Unencrypted private keys in PEM, read strictly; the lenient reading of PEM
//! is not done here.

use super::is_private_key;
use zeroize::{Zeroize, Zeroizing};

/// The unencrypted private keys of a PEM text, as DER in buffers that are
/// wiped. `None` if there is none. Encrypted keys, other labels and blocks
/// that are not well formed are left to those who read PEM leniently.
pub fn from_pem(pem: &[u8]) -> Option<Vec<Zeroizing<Vec<u8>>>> {
    let mut keys = Vec::new();
    let mut rest = pem;
    while let Some((label, next)) = pem_block(rest) {
        rest = next;
        if let Some(key) = pem_key(label).filter(|key| is_private_key(key)) {
            keys.push(key);
        }
    }
    (!keys.is_empty()).then_some(keys)
}

/// The encrypted private keys (RFC 5958) of a PEM text, as DER, still encrypted.
pub fn encrypted_in_pem(pem: &[u8]) -> Vec<Vec<u8>> {
    const LABEL: &[u8] = b"-----BEGIN ENCRYPTED PRIVATE KEY-----";
    const MAX_KEYS: usize = 16;
    let starts = memchr::memmem::find_iter(pem, LABEL).take(MAX_KEYS);
    let decoded = starts.filter_map(|start| {
        let text = pem.get(start + LABEL.len()..)?;
        let text = text.get(..memchr::memmem::find(text, b"-----END")?)?;
        let symbols: Vec<u8> = text.iter().copied().filter(|octet| !octet.is_ascii_whitespace()).collect();
        data_encoding::BASE64.decode(&symbols).ok()
    });
    decoded.collect()
}

/// The next block that may be a private key: from its BEGIN to the BEGIN of
/// the block after it. Cut first, so that one broken block spoils no other.
fn pem_block(text: &[u8]) -> Option<(&[u8], &[u8])> {
    const BEGIN: &[u8] = b"-----BEGIN ";
    let start = memchr::memmem::find(text, BEGIN)?;
    let block = text.get(start..)?;
    let inner = block.get(BEGIN.len()..)?;
    let length = memchr::memmem::find(inner, BEGIN).map_or(block.len(), |at| at + BEGIN.len());
    Some(block.split_at(length))
}

fn pem_key(block: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    use rustls_pemfile::Item;
    let line = block.split(|byte| *byte == b'\n').next()?;
    memchr::memmem::find(line, b"PRIVATE KEY")?;
    // A block that is no well-formed PEM holds no key that this room reads.
    let (item, _) = rustls_pemfile::read_one_from_slice(block).ok()??;
    match item {
        Item::Pkcs8Key(mut key) => {
            let copy = Zeroizing::new(key.secret_pkcs8_der().to_vec());
            key.zeroize();
            Some(copy)
        }
        Item::Pkcs1Key(mut key) => {
            let copy = Zeroizing::new(key.secret_pkcs1_der().to_vec());
            key.zeroize();
            Some(copy)
        }
        Item::Sec1Key(mut key) => {
            let copy = Zeroizing::new(key.secret_sec1_der().to_vec());
            key.zeroize();
            Some(copy)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSA: &[u8] = include_bytes!("../../testdata/keys/rsa.pkcs1.pem");
    const EC: &[u8] = include_bytes!("../../testdata/keys/ec.pkcs8.pem");
    const DER: &[u8] = include_bytes!("../../testdata/keys/ec.pkcs8.der");

    #[test]
    fn broken_and_encrypted_neighbours_spoil_no_key() {
        let encrypted = b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n";
        let legacy =
            b"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMAA=\n-----END RSA PRIVATE KEY-----\n";
        let no_end = b"-----BEGIN PRIVATE KEY-----\nMAA=\n";
        let text = [b"Bag Attributes\n", &encrypted[..], RSA, legacy, no_end, EC].concat();
        let keys = from_pem(&text).unwrap();
        assert_eq!(keys.len(), 2);
        assert_eq!(keys[1].as_slice(), DER);
    }

    #[test]
    fn a_text_without_keys_is_none() {
        assert!(from_pem(b"").is_none());
        assert!(from_pem(b"-----BEGIN PRIVATE KEY-----").is_none());
        assert!(from_pem(b"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n").is_none());
    }
}
