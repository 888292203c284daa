//! The names in a certificate that was cut short: enough to tell whether the
//! loss concerns us. Reads what is there and nothing else.

use crate::asn1::{self, Elements, tag};

/// The issuer, header included, of a certificate of which the end is missing.
pub(super) fn issuer(bytes: &[u8]) -> Option<&[u8]> {
    let outer = asn1::header(bytes).filter(|header| header.tag == tag::SEQUENCE)?;
    let tbs_bytes = bytes.get(outer.size..)?;
    let tbs = asn1::header(tbs_bytes).filter(|header| header.tag == tag::SEQUENCE)?;
    let mut fields = Elements::new(tbs_bytes.get(tbs.size..)?);
    let _version = fields.next_if(tag::CONTEXT_0);
    fields.next_if(tag::INTEGER)?;
    fields.next_if(tag::SEQUENCE)?;
    fields.next_if(tag::SEQUENCE).map(|issuer| issuer.whole)
}

/// Whether it begins like a certificate of version 1 and is something else: a
/// request, with a name where the algorithm would be, or a revocation list,
/// with a time where the period would be.
pub(super) fn is_another(bytes: &[u8]) -> bool {
    let fields = || {
        let outer = asn1::header(bytes).filter(|header| header.tag == tag::SEQUENCE)?;
        let tbs_bytes = bytes.get(outer.size..)?;
        let tbs = asn1::header(tbs_bytes).filter(|header| header.tag == tag::SEQUENCE)?;
        let mut fields = Elements::new(tbs_bytes.get(tbs.size..)?);
        fields.next_if(tag::INTEGER)?;
        Some((fields.next_if(tag::SEQUENCE)?, fields.next(), fields.next()))
    };
    let Some((algorithm, issuer, period)) = fields() else { return false };
    algorithm.content.first().is_some_and(|first| *first != tag::OID)
        || [issuer, period].into_iter().flatten().any(|field| field.tag != tag::SEQUENCE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::encode;

    #[test]
    fn the_issuer_is_read_while_it_is_whole() {
        let issuer_field = encode(tag::SEQUENCE, b"\x31\x00");
        let mut tbs = encode(tag::CONTEXT_0, &[2, 1, 2]);
        tbs.extend(encode(tag::INTEGER, &[7]));
        tbs.extend(encode(tag::SEQUENCE, &[]));
        tbs.extend(&issuer_field);
        let until_issuer = tbs.len();
        tbs.extend([0; 200]);
        let whole = encode(tag::SEQUENCE, &encode(tag::SEQUENCE, &tbs));
        let end = whole.len() - tbs.len() + until_issuer;
        assert_eq!(issuer(&whole[..end]), Some(&issuer_field[..]));
        assert_eq!(issuer(&whole[..end - 1]), None);
    }

    #[test]
    fn requests_and_revocation_lists_are_no_broken_certificates() {
        let (number, name) = (encode(tag::INTEGER, &[1]), encode(tag::SEQUENCE, b"\x31\x00"));
        let algorithm = encode(tag::SEQUENCE, &encode(tag::OID, &[42]));
        let (time, key) = (encode(0x17, b"210301000000Z"), encode(tag::SEQUENCE, &algorithm));
        let whole = |fields: &[&Vec<u8>]| {
            let tbs: Vec<u8> = fields.iter().flat_map(|field| field.iter().copied()).collect();
            encode(tag::SEQUENCE, &encode(tag::SEQUENCE, &tbs))
        };
        let period = encode(tag::SEQUENCE, &time);
        assert!(is_another(&whole(&[&number, &name, &key])));
        assert!(is_another(&whole(&[&number, &encode(tag::SEQUENCE, &[]), &key, &encode(tag::CONTEXT_0, &[])])));
        assert!(is_another(&whole(&[&number, &algorithm, &name, &time])));
        let certificate = whole(&[&number, &algorithm, &name, &period]);
        assert!((0..=certificate.len()).all(|end| !is_another(&certificate[..end])));
    }
}
