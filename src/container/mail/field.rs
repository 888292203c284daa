//! What header fields say: parameters, file names, and the words of other
//! alphabets in them. Knows no structure of a message.
//!
//! Sources: RFC 2045 section 5.1, RFC 2047, RFC 2231 sections 3 and 4.

/// More segments of one parameter are not joined.
const MAX_SEGMENTS: usize = 100;

/// A value such as `multipart/signed`, lower case, without its parameters.
pub(super) fn value(field: &[u8]) -> Vec<u8> {
    let end = memchr::memchr(b';', field).unwrap_or(field.len());
    field.get(..end).unwrap_or(field).trim_ascii().to_ascii_lowercase()
}

/// The value of a parameter as it stands, quotes taken off.
pub(super) fn parameter(field: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    parameters(field).into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// A parameter that is meant for people, in UTF-8 where its alphabet is known.
pub(super) fn text(field: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    let all = parameters(field);
    let find = |name: &[u8]| all.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    if let Some(plain) = find(name) {
        return Some(words(plain));
    }
    if let Some(extended) = find(&[name, b"*"].concat()) {
        let (charset, rest) = charset(extended);
        return Some(in_utf8(&charset, percents(rest)));
    }
    let mut joined = Vec::new();
    let mut alphabet = Vec::new();
    for segment in 0..MAX_SEGMENTS {
        let number = segment.to_string();
        let plain = [name, b"*", number.as_bytes()].concat();
        if let Some(value) = find(&plain) {
            joined.extend(value);
        } else if let Some(value) = find(&[&plain[..], b"*"].concat()) {
            let (charset, rest) = if segment == 0 { charset(value) } else { (alphabet, &value[..]) };
            joined.extend(percents(rest));
            alphabet = charset;
        } else {
            break;
        }
    }
    (!joined.is_empty()).then(|| in_utf8(&alphabet, joined))
}

/// The parameters in the order in which they stand.
fn parameters(field: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut all = Vec::new();
    let mut rest = field;
    while let Some(at) = memchr::memchr(b';', rest) {
        rest = rest.get(at + 1..).unwrap_or_default();
        let stop = rest.iter().position(|octet| matches!(octet, b'=' | b';')).unwrap_or(rest.len());
        let name = rest.get(..stop).unwrap_or_default().trim_ascii();
        let Some(after) = rest.get(stop..).and_then(|rest| rest.strip_prefix(b"=")) else { continue };
        let after = after.trim_ascii_start();
        let (value, left) = if let Some(quoted) = after.strip_prefix(b"\"") {
            quoted_value(quoted)
        } else {
            let end = memchr::memchr(b';', after).unwrap_or(after.len());
            (after.get(..end).unwrap_or_default().trim_ascii().to_vec(), after.get(end..).unwrap_or_default())
        };
        all.push((name.to_vec(), value));
        rest = left;
    }
    all
}

/// A quoted string up to its closing quote, and what follows it.
fn quoted_value(quoted: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut value = Vec::new();
    let mut at = 0;
    while let Some(octet) = quoted.get(at) {
        match octet {
            b'"' => return (value, quoted.get(at + 1..).unwrap_or_default()),
            // Windows paths stand in names unescaped: only quotes and
            // backslashes are escaped by those who escape.
            b'\\' if matches!(quoted.get(at + 1), Some(b'"' | b'\\')) => {
                value.extend(quoted.get(at + 1));
                at += 2;
            }
            other => {
                value.push(*other);
                at += 1;
            }
        }
    }
    (value, &[])
}

/// `charset'language'rest`.
fn charset(value: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut parts = value.splitn(3, |octet| *octet == b'\'');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(charset), Some(_), Some(rest)) => (charset.to_vec(), rest),
        _ => (Vec::new(), value),
    }
}

fn percents(value: &[u8]) -> Vec<u8> {
    escapes(value, b'%')
}

/// Takes `%XX` or `=XX` out.
pub(super) fn escapes(value: &[u8], mark: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut at = 0;
    while let Some(octet) = value.get(at) {
        let digits = (*octet == mark).then(|| value.get(at + 1..at + 3)).flatten();
        if let Some(decoded) = digits.and_then(hexadecimal) {
            out.push(decoded);
            at += 3;
        } else {
            out.push(*octet);
            at += 1;
        }
    }
    out
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digit = |octet: u8| char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match digits {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    }
}

/// Takes encoded words (RFC 2047) out of a text.
pub(super) fn words(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memmem::find(rest, b"=?") {
        let (before, from) = rest.split_at(at);
        let Some((decoded, after)) = word(from) else {
            out.extend_from_slice(before);
            out.extend_from_slice(b"=?");
            rest = from.get(2..).unwrap_or_default();
            continue;
        };
        // White space between two encoded words is none.
        if !before.trim_ascii().is_empty() || rest.len() == text.len() {
            out.extend_from_slice(before);
        }
        out.extend(decoded);
        rest = after;
    }
    out.extend_from_slice(rest);
    out
}

/// The encoded word at the front and what follows it.
fn word(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut parts = text.strip_prefix(b"=?")?.splitn(3, |octet| *octet == b'?');
    let (charset, encoding, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let end = memchr::memmem::find(rest, b"?=")?;
    let content = rest.get(..end)?;
    let octets = match encoding {
        b"B" | b"b" => data_encoding::BASE64_MIME_PERMISSIVE.decode(content).ok()?,
        b"Q" | b"q" => {
            let spaces: Vec<u8> = content.iter().map(|octet| if *octet == b'_' { b' ' } else { *octet }).collect();
            escapes(&spaces, b'=')
        }
        _ => return None,
    };
    Some((in_utf8(charset, octets), rest.get(end + 2..)?))
}

/// Octets of the Western alphabets in UTF-8; those of others as they stand.
fn in_utf8(charset: &[u8], octets: Vec<u8>) -> Vec<u8> {
    let charset = charset.to_ascii_lowercase();
    let western = charset.starts_with(b"iso-8859-1") || charset == b"windows-1252";
    if western && std::str::from_utf8(&octets).is_err() {
        return octets.iter().map(|octet| char::from(*octet)).collect::<String>().into_bytes();
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(field: &str, name: &str) -> Option<String> {
        text(field.as_bytes(), name.as_bytes()).map(|text| String::from_utf8(text).unwrap())
    }

    #[test]
    fn parameters_are_read_quoted_and_not() {
        let field = b"Multipart/Signed; micalg=sha-256; boundary=\"a; b\\\"c\"; x";
        assert_eq!(value(field), b"multipart/signed");
        assert_eq!(parameter(field, b"BOUNDARY").unwrap(), b"a; b\"c");
        assert_eq!(parameter(field, b"micalg").unwrap(), b"sha-256");
        assert_eq!(parameter(field, b"x"), None);
        assert_eq!(parameter(b"a/b; name=\"open", b"name").unwrap(), b"open");
    }

    #[test]
    fn danish_names_are_read_in_every_way_they_are_written() {
        for field in [
            "a/b; name=\"=?utf-8?B?w6ZibGVncsO4ZC5jZXI=?=\"",
            "a/b; name=\"=?iso-8859-1?Q?=E6blegr=F8d.cer?=\"",
            "a/b; name=\"=?utf-8?Q?=C3=A6ble?= =?utf-8?Q?gr=C3=B8d.cer?=\"",
            "a/b; name*=utf-8''%C3%A6blegr%C3%B8d.cer",
            "a/b; name*=ISO-8859-1'da'%E6blegr%F8d.cer",
            "a/b; name*0*=utf-8''%C3%A6ble; name*1*=gr%C3%B8d; name*2=.cer",
        ] {
            assert_eq!(shown(field, "name").as_deref(), Some("æblegrød.cer"), "{field}");
        }
    }

    #[test]
    fn what_is_no_encoded_word_stays() {
        assert_eq!(words(b"a =?utf-8?X?b?= =?"), b"a =?utf-8?X?b?= =?");
        assert_eq!(words(b"Re: =?utf-8?Q?hej_du?= x"), b"Re: hej du x");
    }
}
