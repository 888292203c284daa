//! How a password becomes octets: no two makers of PKCS#12 quite agree.
//!
//! Derives nothing.

use crate::password::Password;
use zeroize::Zeroizing;

/// One way to write a password.
pub type Spelled = Zeroizing<Vec<u8>>;

/// For the derivation of RFC 7292 appendix B.1: big-endian UTF-16 with a final
/// zero. The empty password is also no octets at all, and OpenSSL before 1.1
/// widened each octet of its UTF-8 form.
pub fn wide(password: &Password) -> Vec<Spelled> {
    let text = password.as_str();
    let mut forms = vec![terminated(text.encode_utf16())];
    if text.is_empty() {
        forms.push(Zeroizing::new(Vec::new()));
    }
    if !text.is_ascii() {
        forms.push(terminated(text.bytes().map(u16::from)));
    }
    forms
}

/// For PBKDF2: UTF-8; then Latin-1, as old terminals hand it over, and the
/// wide form, as old NSS did.
pub fn narrow(password: &Password) -> Vec<Spelled> {
    let text = password.as_str();
    let mut forms = vec![Zeroizing::new(text.as_bytes().to_vec())];
    if !text.is_ascii() {
        let latin: Result<Vec<u8>, _> = text.chars().map(|letter| u8::try_from(u32::from(letter))).collect();
        forms.extend(latin.ok().map(Zeroizing::new));
    }
    forms.push(terminated(text.encode_utf16()));
    forms
}

fn terminated(units: impl Iterator<Item = u16>) -> Spelled {
    // Reserved beforehand: growing would leave unwiped copies behind.
    let mut octets = Zeroizing::new(Vec::with_capacity(units.size_hint().1.unwrap_or(0).saturating_mul(2) + 2));
    for unit in units.chain([0]) {
        octets.extend_from_slice(&unit.to_be_bytes());
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide_forms(text: &str) -> Vec<Vec<u8>> {
        wide(&Password::new(text.to_owned())).iter().map(|form| form.to_vec()).collect()
    }

    #[test]
    fn the_wide_form_is_utf_16_with_a_zero() {
        assert_eq!(wide_forms("a"), [vec![0, b'a', 0, 0]]);
        assert_eq!(wide_forms("😀")[0], [0xd8, 0x3d, 0xde, 0x00, 0, 0]);
    }

    #[test]
    fn the_empty_password_has_two_spellings() {
        assert_eq!(wide_forms(""), [vec![0, 0], vec![]]);
    }

    #[test]
    fn letters_beyond_ascii_are_spelled_as_old_makers_did() {
        assert_eq!(wide_forms("ø")[1], [0, 0xc3, 0, 0xb8, 0, 0]);
        let narrow: Vec<Vec<u8>> = narrow(&Password::new("ø".to_owned())).iter().map(|form| form.to_vec()).collect();
        assert_eq!(narrow, [vec![0xc3, 0xb8], vec![0xf8], vec![0, 0xf8, 0, 0]]);
    }
}
