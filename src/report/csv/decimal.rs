//! Serial numbers in decimal, as some registers show them.

/// RFC 5280 allows 20 octets; more than this is no serial number that a
/// register shows, and long division must end.
const LONGEST: usize = 64;

/// The number of these octets in decimal; `None` if there are none, or too many.
pub(super) fn decimal(octets: &[u8]) -> Option<String> {
    if octets.is_empty() || octets.len() > LONGEST {
        return None;
    }
    // Digits, lowest first; each octet moves them all up by 256.
    let mut digits = vec![0_u8];
    for octet in octets {
        let mut carry = u32::from(*octet);
        for digit in &mut digits {
            carry += u32::from(*digit) * 256;
            *digit = (carry % 10) as u8;
            carry /= 10;
        }
        while carry > 0 {
            digits.push((carry % 10) as u8);
            carry /= 10;
        }
    }
    Some(digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect())
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn serial_numbers_are_told_in_decimal() {
        assert_eq!(decimal(&[0]).as_deref(), Some("0"));
        assert_eq!(decimal(&[0x4b, 0x90, 0xd6, 0xbf]).as_deref(), Some("1267783359"));
        assert_eq!(decimal(&[1, 0, 0, 0, 0, 0, 0, 0, 0]).as_deref(), Some("18446744073709551616"));
        assert_eq!(decimal(&[]), None);
        assert_eq!(decimal(&[9; 65]), None);
    }
}
