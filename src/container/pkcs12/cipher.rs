//! The ciphers of PKCS#12 under one name.
//!
//! Padding is not checked: SafeContents end by their own lengths, and a
//! damaged last block must not hide what stands before it.

use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, InnerIvInit, KeyInit, StreamCipher};
use zeroize::Zeroizing;

/// A cipher; the block ciphers in CBC mode.
#[derive(Clone, Copy, Debug)]
pub enum Cipher {
    /// With a key of so many octets.
    Aes(usize),
    /// Single DES.
    Des,
    /// The key in octets and its effective bits (RFC 2268).
    Rc2 { key: usize, effective_bits: usize },
    /// With a key of so many octets.
    Rc4(usize),
    /// With two or three keys.
    TripleDes(usize),
}

impl Cipher {
    /// The length of the key in octets.
    pub fn key_length(self) -> usize {
        match self {
            Cipher::Aes(length) | Cipher::Rc4(length) | Cipher::Rc2 { key: length, .. } => length,
            Cipher::Des => 8,
            Cipher::TripleDes(keys) => 8 * keys,
        }
    }

    /// The length of the initial vector in octets.
    pub fn iv_length(self) -> usize {
        match self {
            Cipher::Aes(_) => 16,
            Cipher::Rc4(_) => 0,
            Cipher::Des | Cipher::Rc2 { .. } | Cipher::TripleDes(_) => 8,
        }
    }

    /// Decrypts whole blocks; `None` if key or initial vector do not fit.
    pub fn decrypt(self, key: &[u8], iv: &[u8], ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
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
