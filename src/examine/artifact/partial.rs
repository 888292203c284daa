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
}
