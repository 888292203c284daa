//! What hides contents and is not opened: told, so that silence is no lie, and
//! looked at as it stands.
//!
//! *Behaviour*
//! 1. One `unsupported` failure names the format.
//! 2. What stands in it in clear is found all the same.
//!
//! To add a format: one stanza in [`FORMATS`], with a magic of at least four
//! octets that no ordinary file begins with.

use super::archive::{ArchiveReader, Flow, Visitor};
use super::source::Source;
use crate::failure::FailureKind;
use std::io;

/// Tells what is not opened.
pub struct Unopened;

/// A format: what it is called, its magic and where that stands.
struct Format {
    name: &'static str,
    offset: usize,
    magic: &'static [u8],
}

const FORMATS: &[Format] = &[
    Format { name: "7z archive", offset: 0, magic: b"7z\xbc\xaf\x27\x1c" },
    Format { name: "RAR archive", offset: 0, magic: b"Rar!\x1a\x07\x00" },
    Format { name: "RAR archive", offset: 0, magic: b"Rar!\x1a\x07\x01\x00" },
    Format { name: "cabinet", offset: 0, magic: b"MSCF\0\0\0\0" },
    Format { name: "LZ4 file of the old kind", offset: 0, magic: b"\x02\x21\x4c\x18" },
    Format { name: "LZO file", offset: 0, magic: b"\x89LZO\0\r\n\x1a\n" },
    Format { name: "xar archive", offset: 0, magic: b"xar!\0\x1c\0\x01" },
    Format { name: "long-range ZIP", offset: 0, magic: b"LRZI\0" },
    Format { name: "Outlook data file", offset: 0, magic: b"!BDN" },
    Format { name: "Exchange database", offset: 4, magic: b"\xef\xcd\xab\x89\x20\x06\0\0" },
    Format { name: "Windows image", offset: 0, magic: b"MSWIM\0\0\0" },
    Format { name: "VHDX disk", offset: 0, magic: b"vhdxfile" },
    Format { name: "VHD disk", offset: 0, magic: b"conectix\0\0\0\x02" },
    Format { name: "VMDK disk", offset: 0, magic: b"KDMV\x01\0\0\0" },
    Format { name: "VMDK disk", offset: 0, magic: b"KDMV\x03\0\0\0" },
    Format { name: "VDI disk", offset: 64, magic: b"\x7f\x10\xda\xbe" },
    Format { name: "QCOW2 disk", offset: 0, magic: b"QFI\xfb\0\0\0\x02" },
    Format { name: "QCOW2 disk", offset: 0, magic: b"QFI\xfb\0\0\0\x03" },
    Format { name: "SquashFS image", offset: 28, magic: b"\x04\0\0\0" },
    Format { name: "ISO 9660 image", offset: 0x8000, magic: b"\x01CD001\x01\0" },
];

/// The format whose magic stands at its place.
fn format(head: &[u8]) -> Option<&'static Format> {
    FORMATS.iter().find(|format| {
        let there = head.get(format.offset..).is_some_and(|rest| rest.starts_with(format.magic));
        // The magic of SquashFS stands first and its version, 4.0, thereafter.
        there && (format.offset != 28 || head.starts_with(b"hsqs"))
    })
}

/// `compress` has but two octets and a plausible third.
fn is_compress(head: &[u8]) -> bool {
    matches!(head, [0x1f, 0x9d, bits, _, ..] if (0x89..=0x90).contains(bits))
}

impl ArchiveReader for Unopened {
    fn id(&self) -> &'static str {
        "unopened"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        format(head).is_some() || is_compress(head)
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let mut content = super::input::Input::new(content);
        let name = format(content.peek(HEAD)?).map_or("compressed file (.Z)", |format| format.name);
        let detail = format!("{name}: not opened, only looked at as it stands");
        match visitor.failed(None, FailureKind::Unsupported, detail) {
            Flow::Break(()) => Ok(()),
            Flow::Continue(()) => match visitor.between(0, &mut content) {
                Flow::Continue(()) | Flow::Break(()) => Ok(()),
            },
        }
    }
}

/// Whether all magics lie within what can be peeked at.
const HEAD: usize = 0x8000 + 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stanza_is_told_by_its_magic_and_by_no_less() {
        for stanza in FORMATS {
            assert!(stanza.magic.len() >= 4, "{}", stanza.name);
            assert!(stanza.offset + stanza.magic.len() <= HEAD, "{}", stanza.name);
            let mut head = vec![b'.'; stanza.offset];
            if stanza.offset == 28 {
                head[..4].copy_from_slice(b"hsqs");
            }
            head.extend_from_slice(stanza.magic);
            assert_eq!(format(&head).map(|format| format.name), Some(stanza.name));
            head.pop();
            assert!(format(&head).is_none(), "{}", stanza.name);
        }
        assert!(is_compress(&[0x1f, 0x9d, 0x90, 0]) && !is_compress(&[0x1f, 0x9d, 0x20, 0]));
    }
}
