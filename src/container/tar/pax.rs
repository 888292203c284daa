//! Pax records: `length keyword=value` in lines, before the member they tell of.

use std::collections::BTreeMap;

/// The longest header of records that is read, in octets.
pub(super) const MOST: u64 = 1 << 20;

/// The records that concern us.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Records {
    pub(super) path: Option<Vec<u8>>,
    pub(super) size: Option<u64>,
    pub(super) sparse_name: Option<Vec<u8>>,
    /// The map of versions 0.0 and 0.1: offset, length, offset, length.
    pub(super) sparse_map: Option<Vec<u64>>,
    /// Whether the map begins the data, as in version 1.0.
    pub(super) sparse_in_data: bool,
    pub(super) sparse_size: Option<u64>,
}

impl Records {
    /// Reads records; false if some were damaged.
    pub(super) fn parse(mut text: &[u8]) -> (Records, bool) {
        let mut records = Records::default();
        let mut versions: BTreeMap<&[u8], &[u8]> = BTreeMap::new();
        let mut sound = true;
        // Some tools fill the block with zeros that they count.
        while text.iter().any(|octet| *octet != 0) {
            let Some((key, value, rest)) = record(text) else {
                sound = false;
                break;
            };
            text = rest;
            match key {
                b"GNU.sparse.major" | b"GNU.sparse.minor" => drop(versions.insert(key, value)),
                key => sound &= records.take(key, value),
            }
        }
        records.sparse_in_data = versions.get(&b"GNU.sparse.major"[..]).is_some_and(|major| *major == b"1");
        (records, sound)
    }

    /// Takes one in; false if its value is none.
    fn take(&mut self, key: &[u8], value: &[u8]) -> bool {
        match key {
            b"path" => self.path = Some(value.to_vec()),
            b"size" => {
                self.size = decimal(value);
                return self.size.is_some();
            }
            b"GNU.sparse.name" => self.sparse_name = Some(value.to_vec()),
            b"GNU.sparse.size" | b"GNU.sparse.realsize" => {
                self.sparse_size = decimal(value);
                return self.sparse_size.is_some();
            }
            b"GNU.sparse.offset" | b"GNU.sparse.numbytes" => {
                let Some(number) = decimal(value) else { return false };
                self.sparse_map.get_or_insert_default().push(number);
            }
            b"GNU.sparse.map" => {
                let numbers: Option<Vec<u64>> = value.split(|octet| *octet == b',').map(decimal).collect();
                let sound = numbers.is_some();
                self.sparse_map = numbers;
                return sound;
            }
            _ => {}
        }
        true
    }
}

/// The first record's keyword and value, and what follows it.
fn record(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let space = text.iter().take(20).position(|octet| *octet == b' ')?;
    let length = usize::try_from(decimal(&text[..space])?).ok()?;
    let (record, rest) = text.split_at_checked(length)?;
    let body = record.get(space + 1..)?.strip_suffix(b"\n")?;
    let equals = memchr::memchr(b'=', body)?;
    Some((&body[..equals], &body[equals + 1..], rest))
}

/// A number in decimal.
pub(super) fn decimal(text: &[u8]) -> Option<u64> {
    std::str::from_utf8(text).ok().filter(|text| text.bytes().all(|octet| octet.is_ascii_digit()))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_up_to_the_first_broken_one() {
        let (records, sound) = Records::parse(b"12 path=a/b\n9 size=7\n22 GNU.sparse.major=1\n\0\0");
        assert!(sound && records.sparse_in_data);
        assert_eq!((records.path.as_deref(), records.size), (Some(&b"a/b"[..]), Some(7)));
        for broken in [&b"99 path=a\n"[..], b"0 x=y\n", b" path=a\n", b"10 path=abc", b"9 path-a\n", b"9 size=x\n"] {
            assert!(!Records::parse(broken).1, "{broken:?}");
        }
        let (records, _) = Records::parse(b"12 path=a/b\nnonsense");
        assert_eq!(records.path.as_deref(), Some(&b"a/b"[..]));
    }
}
