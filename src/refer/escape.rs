//! How names stand in files: escaped for XML, URLs and shells, in UTF-8 or
//! Latin-1; and back again.

use std::collections::BTreeSet;

/// Octets as text: UTF-8, or Latin-1 where they are not that.
pub(super) fn decoded(octets: &[u8]) -> String {
    match std::str::from_utf8(octets) {
        Ok(text) => text.to_owned(),
        Err(_) => octets.iter().map(|octet| char::from(*octet)).collect(),
    }
}

/// The ways in which a name may stand in a file.
pub(super) fn spellings(name: &str) -> BTreeSet<Vec<u8>> {
    let mut all = BTreeSet::from([name.as_bytes().to_vec()]);
    if !name.is_ascii()
        && let Some(latin) = name.chars().map(|character| u8::try_from(character).ok()).collect()
    {
        all.insert(latin);
    }
    if name.bytes().any(|octet| !is_plain(octet)) {
        all.insert(percent(name, b""));
        all.insert(percent(name, b"()"));
        all.insert(percent(name, b"()!'*@&+,;=$"));
        all.insert(name.replace('&', "&amp;").replace('\'', "&apos;").into_bytes());
        all.insert(backslashed(name, " "));
        all.insert(backslashed(name, " ()&';!$\""));
    }
    all
}

fn is_plain(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-' | b'_' | b'~')
}

fn percent(name: &str, kept: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for octet in name.bytes() {
        if is_plain(octet) || kept.contains(&octet) {
            out.push(octet);
        } else {
            out.extend(format!("%{octet:02X}").into_bytes());
        }
    }
    out
}

fn backslashed(name: &str, special: &str) -> Vec<u8> {
    let mut out = String::new();
    for character in name.chars() {
        if special.contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out.into_bytes()
}

/// Text without the escapes of XML.
pub(super) fn without_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let named = rest.find(';').filter(|end| *end < 10).and_then(|end| Some((end, entity(rest.get(1..end)?)?)));
        let (end, character) = named.unwrap_or((0, '&'));
        out.push(character);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(number.ok()?)?
        }
    })
}

/// Text without `%20` and its like; `%VAR%` stays.
pub(super) fn without_percent(text: &str) -> String {
    let octets = text.as_bytes();
    let mut out = Vec::with_capacity(octets.len());
    let mut at = 0;
    let digit = |at: usize| octets.get(at).and_then(|octet| char::from(*octet).to_digit(16));
    while let Some(octet) = octets.get(at) {
        if let (b'%', Some(high), Some(low)) = (octet, digit(at + 1), digit(at + 2)) {
            out.push(u8::try_from(16 * high + low).unwrap_or_default());
            at += 3;
        } else {
            out.push(*octet);
            at += 1;
        }
    }
    decoded(&out)
}
