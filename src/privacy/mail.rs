//! Addresses of mail, by their form alone: everybody's.

use super::fold::{Folded, is_word};
use super::label::{Class, Labels, is_label};
use super::marks::Marks;
use std::ops::Range;

/// What looks like a domain and ends the name of a unit of systemd.
const UNITS: [&[u8]; 7] = [b"service", b"socket", b"timer", b"target", b"path", b"mount", b"slice"];

/// Covers them; what stands for one already stays, if it was done before (`again`).
pub(super) fn cover(folded: &Folded, again: bool, labels: &mut Labels, marks: &mut Marks) {
    for at in memchr::memchr_iter(b'@', &folded.octets) {
        let Some(range) = address(&folded.octets, at) else { continue };
        if !marks.is_free(folded, &range) {
            continue;
        }
        let text = &folded.octets[range.clone()];
        if again && is_label(text) {
            marks.keep(folded, &range);
        } else {
            marks.cover(folded, &range, labels.of(Class::Mail, text));
        }
    }
}

/// The address around an `@`.
fn address(text: &[u8], at: usize) -> Option<Range<usize>> {
    let is_local = |octet: &u8| is_word(*octet) || b"._+'-".contains(octet);
    let is_domain = |octet: &u8| is_word(*octet) || b".-".contains(octet);
    let before = text[..at].iter().rev().take(255).take_while(|octet| is_local(octet)).count();
    let after = text[at + 1..].iter().take(255).take_while(|octet| is_domain(octet)).count();
    let mut start = at - before;
    while start < at && !is_word(text[start]) {
        start += 1;
    }
    let mut end = at + 1 + after;
    while end > at + 1 && !is_word(text[end - 1]) {
        end -= 1;
    }
    (start < at && names_a_host(&text[at + 1..end])).then_some(start..end)
}

fn names_a_host(domain: &[u8]) -> bool {
    let labels: Vec<&[u8]> = domain.split(|octet| *octet == b'.').collect();
    let is_number = |label: &&[u8]| !label.is_empty() && label.iter().all(u8::is_ascii_digit);
    let Some(last) = labels.last() else { return false };
    let is_name = last.len() >= 2 && !last[0].is_ascii_digit() && !is_number(last);
    (is_name && !(labels.len() > 1 && UNITS.contains(last))) || (labels.len() == 4 && labels.iter().all(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str) -> String {
        let (mut labels, mut marks) = (Labels::new(None), Marks::default());
        cover(&Folded::new(text.as_bytes(), false), true, &mut labels, &mut marks);
        let out = marks.apply(text.as_bytes()).unwrap_or_else(|| text.into());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn addresses_are_covered_wherever_they_stand() {
        let label = "person-1@omitted.invalid";
        for (text, shown) in [
            ("jens@kommune.dk", "{}"),
            ("mailto:Jens.Hansen+x@mail.kommune.dk.", "mailto:{}."),
            ("/var/vmail/jens.hansen%40kommune.dk/cur", "/var/vmail/{}/cur"),
            ("ssh jens@10.1.2.3:/srv", "ssh {}:/srv"),
            ("<søren@blåbær.dk>", "<{}>"),
            ("jens@laptop", "{}"),
        ] {
            assert_eq!(covered(text), shown.replace("{}", label), "{text}");
        }
        assert_eq!(covered("a@b.dk A@B.DK"), format!("{label} {label}"));
    }

    #[test]
    fn what_is_no_address_stays() {
        for text in ["@babel/core", "app@prod.service", "lodash@4.17.21", "a@", "@", "x@.", "person-7@omitted.invalid"]
        {
            assert_eq!(covered(text), text);
        }
    }
}
