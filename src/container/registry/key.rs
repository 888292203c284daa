//! A key of a hive: its name, the way up from it, its list of values.
//!
//! ```text
//! key ::= "nk" flags:2 … parent:4(at 16) … values:4(at 36) list:4(at 40)
//!         … name-length:2(at 72) … name(at 76)
//! ```

use super::cells::Cells;
use std::io;

/// The flag of the hive's own root, and that of a name in Latin-1.
const ROOT: u16 = 0x04;
const NARROW: u16 = 0x20;

/// The octets before the name.
const HEADER: usize = 76;

/// The longest name, in octets; the registry allows 255 characters.
const MAX_NAME: usize = 512;

/// Keys do not nest deeper than this in the registry.
const MAX_DEPTH: usize = 512;

/// The longest path that is told, in octets.
const MAX_PATH: usize = 3072;

/// Under these keys stand the system stores.
const HOMES: [&str; 2] = ["systemcertificates", "enterprisecertificates"];

/// A key.
pub(super) struct Key {
    pub(super) name: String,
    flags: u16,
    parent: u32,
    values: u32,
    list: u32,
}

/// Reads the key at a file offset; `None` where there is none.
pub(super) fn read(cells: &mut Cells<'_>, at: u64) -> io::Result<Option<Key>> {
    let Some(header) = cells.octets::<HEADER>(at)? else { return Ok(None) };
    let number = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
    if !header.starts_with(b"nk") {
        return Ok(None);
    }
    let flags = short(2);
    let mut name = vec![0; usize::from(short(72)).min(MAX_NAME)];
    if !cells.fill(at + HEADER as u64, &mut name)? {
        name.clear();
    }
    let name = text(&name, flags & NARROW != 0);
    Ok(Some(Key { name, flags, parent: number(16), values: number(36), list: number(40) }))
}

/// A name, narrow or in UTF-16.
pub(super) fn text(octets: &[u8], narrow: bool) -> String {
    if narrow {
        return octets.iter().map(|octet| char::from(*octet)).collect();
    }
    let units: Vec<u16> = octets.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    String::from_utf16_lossy(&units)
}

impl Key {
    /// The offsets of its values' cells; `None` where the list is damaged.
    pub(super) fn values(&self, cells: &mut Cells<'_>) -> io::Result<Option<Vec<u32>>> {
        if self.values == 0 {
            return Ok(Some(Vec::new()));
        }
        let Some((start, end)) = cells.cell(self.list)? else { return Ok(None) };
        if u64::from(self.values) > (end - start) / 4 {
            return Ok(None);
        }
        let mut list = Vec::new();
        for at in 0..u64::from(self.values) {
            list.extend(cells.number(start + 4 * at)?);
        }
        Ok(Some(list))
    }

    /// Whether it is a certificate's key of a system store.
    pub(super) fn is_certificate(&self, cells: &mut Cells<'_>) -> io::Result<bool> {
        let above = self.above(cells, 3)?;
        let is = |at: usize, word: &str| above.get(at).is_some_and(|name| name.eq_ignore_ascii_case(word));
        Ok(is(0, "Certificates") && HOMES.iter().any(|home| is(2, home)))
    }

    /// Its path below the root of the hive.
    pub(super) fn path(&self, cells: &mut Cells<'_>) -> io::Result<String> {
        let mut path = self.name.clone();
        for name in self.above(cells, MAX_DEPTH)? {
            if path.len() + name.len() > MAX_PATH {
                path.insert_str(0, "…\\");
                break;
            }
            path = format!("{name}\\{path}");
        }
        Ok(path)
    }

    /// The names above it, nearest first, without the root's.
    fn above(&self, cells: &mut Cells<'_>, most: usize) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        let (mut flags, mut parent) = (self.flags, self.parent);
        let mut passed = Vec::new();
        while flags & ROOT == 0 && names.len() < most && !passed.contains(&parent) {
            passed.push(parent);
            let Some((start, _)) = cells.cell(parent)? else { break };
            let Some(key) = read(cells, start)?.filter(|key| key.flags & ROOT == 0) else { break };
            (flags, parent) = (key.flags, key.parent);
            names.push(key.name);
        }
        Ok(names)
    }
}
