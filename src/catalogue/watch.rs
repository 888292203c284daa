//! The quick look at a name that every certificate of a scan gets: is it worth
//! decoding? Never says no where the exact answer is yes; allocates nothing
//! unless a value is not plain ASCII.

use super::{Authority, Family};
use crate::asn1::{Element, Elements, read, tag};
use crate::name::fold;

/// commonName, organizationName and organizationalUnitName.
const ATTRIBUTES: [&[u8]; 3] = [&[0x55, 4, 3], &[0x55, 4, 10], &[0x55, 4, 11]];
/// How many slips of the pen make a near miss.
const SLIPS: usize = 2;
/// Organisations shorter than this have no near misses.
const SHORTEST: usize = 8;
/// Longer ones are not compared: the table of the comparison is on the stack.
const LONGEST: usize = 64;

/// What to look for, lower case.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// Values that are a hit as they stand, by their length.
    exact: Vec<Vec<Box<str>>>,
    /// Organisations whose near misses are a hit.
    near: Vec<Box<str>>,
}

impl Watch {
    pub(super) fn new(families: &[Family], authorities: &[Authority]) -> Watch {
        let mut watch = Watch::default();
        for family in families {
            let organisation = fold(&family.organisation);
            watch.near.push(organisation.as_str().into());
            watch.add(organisation);
        }
        let attributes = authorities.iter().flat_map(|authority| authority.subject.iter().flatten());
        // `C` alone names nobody; a common name or unit does, and an
        // organisation where an authority has neither.
        for authority in authorities {
            let values =
                |oid: &str| authority.subject.iter().flatten().filter(|attribute| attribute.oid == oid).count();
            if values("2.5.4.3") + values("2.5.4.11") == 0 {
                for attribute in authority.subject.iter().flatten().filter(|attribute| attribute.oid == "2.5.4.10") {
                    watch.add(fold(&attribute.value));
                }
            }
        }
        for attribute in attributes.filter(|attribute| attribute.oid == "2.5.4.3" || attribute.oid == "2.5.4.11") {
            watch.add(fold(&attribute.value));
        }
        watch
    }

    fn add(&mut self, value: String) {
        let length = value.len();
        if self.exact.len() <= length {
            self.exact.resize_with(length + 1, Vec::new);
        }
        if let Some(bucket) = self.exact.get_mut(length)
            && !bucket.iter().any(|known| **known == *value)
        {
            bucket.push(value.into());
        }
    }

    /// Whether a name (DER, header included) is worth decoding. A broken name is.
    pub(super) fn hits(&self, name: &[u8]) -> bool {
        let Some((sequence, _)) = read(name) else { return true };
        let mut rdns = sequence.children();
        rdns.any(|rdn| self.hits_rdn(rdn.children())) || !rdns.rest().is_empty()
    }

    fn hits_rdn(&self, mut pairs: Elements<'_>) -> bool {
        pairs.any(|pair| self.hits_attribute(pair.children())) || !pairs.rest().is_empty()
    }

    fn hits_attribute(&self, mut parts: Elements<'_>) -> bool {
        let Some(oid) = parts.next_if(tag::OID) else { return true };
        if !ATTRIBUTES.contains(&oid.content) {
            return false;
        }
        parts.next().is_none_or(|value| self.hits_value(&value))
    }

    fn hits_value(&self, value: &Element<'_>) -> bool {
        // PrintableString, UTF8String, IA5String, T61String and VisibleString
        // of plain ASCII are compared as they stand; the rest is decoded.
        const PLAIN: [u8; 5] = [0x13, 0x0c, 0x16, 0x14, 0x1a];
        let text = value.content;
        if !PLAIN.contains(&value.tag) || !text.is_ascii() || has_odd_space(text) {
            return self.hits_text(crate::name::fold(&crate::name::decode(value)).as_bytes());
        }
        self.hits_text(text)
    }

    fn hits_text(&self, text: &[u8]) -> bool {
        let bucket = self.exact.get(text.len()).map(Vec::as_slice).unwrap_or_default();
        bucket.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(text))
            || self.near.iter().any(|known| near(known.as_bytes(), text))
    }
}

/// Whether folding would change the white space.
fn has_odd_space(text: &[u8]) -> bool {
    let ends = [text.first(), text.last()].into_iter().flatten().any(|byte| is_space(*byte));
    ends || text.windows(2).any(|pair| is_space(pair[0]) && is_space(pair[1]))
        || text.iter().any(|byte| is_space(*byte) && *byte != b' ')
}

/// The ASCII part of `char::is_whitespace`.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | 9..=13)
}

/// Whether a folded text is a near miss of a folded organisation: within a
/// few slips, or the organisation with something after it.
pub(super) fn is_near(organisation: &str, text: &str) -> bool {
    organisation != text && near(organisation.as_bytes(), text.as_bytes())
}

fn near(organisation: &[u8], text: &[u8]) -> bool {
    if organisation.len() < SHORTEST || organisation.len() > LONGEST {
        return false;
    }
    if let (Some(front), Some(b' ')) = (text.get(..organisation.len()), text.get(organisation.len()))
        && front.eq_ignore_ascii_case(organisation)
    {
        return true;
    }
    organisation.len().abs_diff(text.len()) <= SLIPS
        && shares_letters(organisation, text)
        && distance(organisation, text) <= SLIPS
}

/// Whether so few octets of the text are strange to the organisation that the
/// costlier comparison is worth while: each strange one is a slip.
fn shares_letters(organisation: &[u8], text: &[u8]) -> bool {
    let bit = |byte: u8| 1u128 << (byte.to_ascii_lowercase() & 0x7f);
    let letters = organisation.iter().fold(0, |letters, byte| letters | bit(*byte));
    text.iter().filter(|byte| letters & bit(**byte) == 0).nth(SLIPS).is_none()
}

/// How many octets were inserted, left out, changed or swapped with their
/// neighbour (optimal string alignment), letters of either case being one.
/// Some number above `SLIPS` as soon as it is sure to be above. A letter
/// outside ASCII counts as its octets of UTF-8.
fn distance(one: &[u8], other: &[u8]) -> usize {
    const WIDTH: usize = LONGEST + SLIPS + 1;
    if other.len() >= WIDTH {
        return usize::MAX;
    }
    let mut before = [0u8; WIDTH];
    let mut last = [0u8; WIDTH];
    (0u8..).zip(last.iter_mut()).for_each(|(at, cell)| *cell = at);
    let (mut left, mut lowest_before) = (0u8, 0u8);
    for (row, a) in (1u8..).zip(one.iter().map(u8::to_ascii_lowercase)) {
        let mut current = [0u8; WIDTH];
        current[0] = row;
        let (mut previous, mut lowest) = (0u8, row);
        for (column, b) in other.iter().map(u8::to_ascii_lowercase).enumerate() {
            let change = last[column] + u8::from(a != b);
            let mut best = change.min(last[column + 1] + 1).min(current[column] + 1);
            if row > 1 && column > 0 && a == previous && b == left {
                best = best.min(before[column - 1] + 1);
            }
            current[column + 1] = best;
            lowest = lowest.min(best);
            previous = b;
        }
        // Two rows above the bound: nothing below them comes back under it.
        if usize::from(lowest.min(lowest_before)) > SLIPS {
            return usize::from(lowest);
        }
        (before, last, left, lowest_before) = (last, current, a, lowest);
    }
    usize::from(last[other.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_counted() {
        assert_eq!(distance(b"trust2408", b"TRUST2408"), 0);
        assert_eq!(distance(b"trust2408", b"trust2048"), 1);
        assert_eq!(distance(b"trust2408", b"trst2408x"), 2);
        assert!(distance(b"trust2408", b"trustcor ") > SLIPS);
        assert!(distance(b"abc", b"") > SLIPS);
    }

    #[test]
    fn short_organisations_have_no_neighbours() {
        assert!(!is_near("tdc", "tdk"));
        assert!(is_near("trust2408", "trust2048") && is_near("trust2408", "trust2408 a/s"));
        assert!(!is_near("trust2408", "trust2408"));
        assert!(!is_near("den danske stat", "danske bank"));
    }
}
