//! As much DER as a certificate needs.

/// A tag, its length and what is in it.
pub(super) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let length = content.len().to_be_bytes();
            let from = length.iter().position(|octet| *octet != 0).unwrap_or(length.len());
            let length = length.get(from..).unwrap_or_default();
            out.push(0x80 | u8::try_from(length.len()).unwrap_or(0));
            out.extend(length);
        }
    }
    out.extend(content);
    out
}

/// An object identifier in dots.
pub(super) fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u32> = dotted.split('.').filter_map(|arc| arc.parse().ok()).collect();
    let [first, second, rest @ ..] = arcs.as_slice() else { return Vec::new() };
    let mut out = Vec::new();
    for arc in std::iter::once(&(first * 40 + second)).chain(rest) {
        let groups = (1..5).take_while(|group| arc >> (7 * group) != 0).count();
        for group in (0..=groups).rev() {
            let septet = (arc >> (7 * group) & 0x7f) as u8;
            out.push(if group > 0 { septet | 0x80 } else { septet });
        }
    }
    tlv(0x06, &[&out])
}

/// A name: each attribute an RDN of its own, in this order.
pub(super) fn name(attributes: &[(&str, &str)]) -> Vec<u8> {
    let rdns: Vec<Vec<u8>> = attributes
        .iter()
        .map(|(kind, value)| tlv(0x31, &[&tlv(0x30, &[&oid(kind), &tlv(0x0c, &[value.as_bytes()])])]))
        .collect();
    tlv(0x30, &rdns.iter().map(Vec::as_slice).collect::<Vec<_>>())
}
