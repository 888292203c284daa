//! What a visitor that wants no more may expect of the reader.

use super::super::source::Memory;
use super::*;
use crate::bounds::Grant;

/// Leaves with the first failure that it is told, and is not called again.
#[derive(Default)]
struct Leaving {
    left: bool,
}

impl Visitor for Leaving {
    fn member(&mut self, _member: Member<'_>, _content: &mut dyn Read) -> Flow {
        assert!(!self.left, "called after it left");
        Flow::Continue(())
    }

    fn failed(&mut self, _name: Option<&[u8]>, _kind: FailureKind, _detail: String) -> Flow {
        assert!(!self.left, "called after it left");
        self.left = true;
        Flow::Break(())
    }

    fn between(&mut self, _offset: u64, _content: &mut dyn Read) -> Flow {
        assert!(!self.left, "called after it left");
        Flow::Continue(())
    }

    fn ask(&mut self, _octets: u64) -> io::Result<Grant> {
        Err(io::Error::from(io::ErrorKind::QuotaExceeded))
    }
}

/// A header of old GNU tar for a member called `a`.
fn header(kind: u8, size: u64, sparse: &[u8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, text: &[u8]| block[at..at + text.len()].copy_from_slice(text);
    put(0, b"a");
    put(124, format!("{size:011o}").as_bytes());
    put(148, b"        ");
    put(156, &[kind]);
    put(257, b"ustar  ");
    put(386, sparse);
    let sum: u32 = block.iter().map(|octet| u32::from(*octet)).sum();
    block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    block
}

#[test]
fn nothing_is_told_to_a_visitor_that_left() {
    // A piece that is larger than the data, and a name of a megabyte.
    let sparse = header(b'S', 0, b"00000000000\x0000000000777\0");
    let long = header(b'L', 1 << 20, b"");
    for block in [sparse, long] {
        let archive = [&block[..], &[b'x'; 4 * BLOCK]].concat();
        let mut visitor = Leaving::default();
        Tar.open(&mut Memory::new(&archive), &mut visitor).unwrap();
        assert!(visitor.left);
    }
}
