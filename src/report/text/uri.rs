//! The octets of a path as part of a URI (RFC 3986): whatever is not unreserved
//! is percent-encoded, so that the octets come back as they were, in UTF-8 or not.

/// A path with its slashes. No part of it is taken for a scheme, a query or a
/// fragment.
pub(in crate::report) fn path(octets: &[u8]) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(octets.len() + 16);
    for octet in octets {
        match octet {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(*octet)),
            _ => {
                let digit = |nibble: u8| HEX.get(usize::from(nibble)).map_or('0', |digit| char::from(*digit));
                out.extend(['%', digit(octet >> 4), digit(octet & 15)]);
            }
        }
    }
    out
}

/// The same without slashes: one segment.
pub(crate) fn segment(octets: &[u8]) -> String {
    path(octets).replace('/', "%2F")
}

#[cfg(test)]
mod tests {
    use super::{path, segment};

    #[test]
    fn octets_come_back_as_they_were() {
        assert_eq!(path(b"conf/r\xf8d gr\xc3\xb8d.p12"), "conf/r%F8d%20gr%C3%B8d.p12");
        assert_eq!(path(b"javascript:alert(1)?a#b%41"), "javascript%3Aalert%281%29%3Fa%23b%2541");
        assert_eq!(path(b"a\\b\n\x1b"), "a%5Cb%0A%1B");
        assert_eq!(segment(b"a/b"), "a%2Fb");
    }
}
