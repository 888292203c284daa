//! The compressions, each with the memory that it needs.

use super::input::Input;
use super::member::Expected;
use super::record::{Entry, u16_at, u32_at};
use super::scan::Scan;
use super::zstd::Frames;
use crate::bounds::Grant;
use crate::container::archive::{Visitor, damaged, unsupported};
use crate::container::inflate::Inflate;
use flate2::Decompress;
use std::io::{self, Read};

/// What bzip2 needs for its largest block, in octets.
const BZIP2: u64 = 4 << 20;

/// What is used for one member after the other.
#[derive(Default)]
pub(super) struct Tools {
    inflate: Option<Decompress>,
}

/// Content as it comes out of a member.
pub(super) enum Decoder<'d, 'c> {
    Stored(&'d mut Input<'c>),
    Deflated(Inflate<'d, Input<'c>>),
    Other { content: Box<dyn Read + 'd>, _grant: Option<Grant> },
    Failing(Option<io::Error>),
}

impl Read for Decoder<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Decoder::Stored(input) => input.read(into),
            Decoder::Deflated(inflate) => inflate.read(into),
            Decoder::Other { content, .. } => content.read(into),
            Decoder::Failing(error) => error.take().map_or(Ok(0), Err),
        }
    }
}

/// Opens the content that begins where the input stands. What cannot be opened
/// is an error of its first read.
pub(super) fn decoder<'d, 'c>(
    input: &'d mut Input<'c>,
    tools: &'d mut Tools,
    entry: &Entry,
    expected: Expected,
    visitor: &mut dyn Visitor,
) -> Decoder<'d, 'c> {
    let opened = match (entry.method, expected) {
        (0, Expected::Behind) => Ok(Decoder::Other { content: Box::new(Scan::new(input)), _grant: None }),
        (0, _) => Ok(Decoder::Stored(input)),
        (8, _) => {
            Ok(Decoder::Deflated(Inflate::raw(input, tools.inflate.get_or_insert_with(|| Decompress::new(false)))))
        }
        (12, _) => bzip2(input, expected, visitor),
        (14, _) => lzma(input, entry, expected, visitor),
        (20 | 93, _) => zstd(input, visitor),
        (95, _) => xz(input, visitor),
        (method, _) => Err(unsupported(format!("compression method {method} is not read"))),
    };
    opened.unwrap_or_else(|error| Decoder::Failing(Some(error)))
}

fn bzip2<'d, 'c>(
    input: &'d mut Input<'c>,
    expected: Expected,
    visitor: &mut dyn Visitor,
) -> io::Result<Decoder<'d, 'c>> {
    let grant = visitor.ask(BZIP2)?;
    // Where no end is known, a second stream cannot be told from what follows.
    let content: Box<dyn Read + 'd> = match expected {
        Expected::Behind => Box::new(bzip2::bufread::BzDecoder::new(input)),
        _ => Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
    };
    Ok(Decoder::Other { content, _grant: Some(grant) })
}

/// APPNOTE 5.8.8: a version, the length of the properties, the properties.
fn lzma<'d, 'c>(
    input: &'d mut Input<'c>,
    entry: &Entry,
    expected: Expected,
    visitor: &mut dyn Visitor,
) -> io::Result<Decoder<'d, 'c>> {
    let head = *input.peek(9)?.first_chunk::<9>().ok_or_else(|| damaged("its compressed content is cut short"))?;
    if u16_at(&head, 2) != 5 {
        return Err(damaged("its LZMA properties are damaged"));
    }
    input.seek(input.position() + 9)?;
    let size = if expected == Expected::Behind { u64::MAX } else { entry.size };
    let (properties, dictionary) = (head[4], u32_at(&head, 5));
    let needed = u64::from(lzma_rust2::lzma_get_memory_usage_by_props(dictionary, properties)?) << 10;
    let grant = visitor.ask(needed.min(size.saturating_add(BZIP2)))?;
    // One octet at a time where no end is known, so that none too many is taken.
    let most = if expected == Expected::Behind { 1 } else { usize::MAX };
    let narrow = Narrow { input, most };
    let reader = lzma_rust2::LzmaReader::new_with_props(narrow, size, properties, dictionary, None)?;
    Ok(Decoder::Other { content: Box::new(reader), _grant: Some(grant) })
}

/// Hands on at most so many octets at a time.
struct Narrow<'d, 'c> {
    input: &'d mut Input<'c>,
    most: usize,
}

impl Read for Narrow<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(self.most);
        self.input.read(&mut into[..most])
    }
}

fn zstd<'d, 'c>(input: &'d mut Input<'c>, visitor: &mut dyn Visitor) -> io::Result<Decoder<'d, 'c>> {
    let window = Frames::window(input)?;
    let grant = visitor.ask(window + (512 << 10))?;
    Ok(Decoder::Other { content: Box::new(Frames::new(input, window)), _grant: Some(grant) })
}

fn xz<'d, 'c>(input: &'d mut Input<'c>, visitor: &mut dyn Visitor) -> io::Result<Decoder<'d, 'c>> {
    let needed = dictionary(input.peek(super::input::PEEK)?) + (1 << 20);
    let grant = visitor.ask(needed)?;
    let most = u32::try_from(needed >> 10).unwrap_or(u32::MAX);
    let reader = lzma_rust2::XzReader::new_mem_limit(input, false, most);
    Ok(Decoder::Other { content: Box::new(Quota(reader)), _grant: Some(grant) })
}

/// The dictionary of the first block of an xz stream, in octets; 0 where it
/// cannot be told.
fn dictionary(head: &[u8]) -> u64 {
    let octet = |at: usize| head.get(at).copied().unwrap_or_default();
    let skip = |at: usize| at + 1 + head.iter().skip(at).take_while(|octet| **octet & 0x80 != 0).count();
    let flags = octet(13);
    let mut at = 14;
    for size in [0x40, 0x80] {
        at = if flags & size != 0 { skip(at) } else { at };
    }
    for _ in 0..=(flags & 3) {
        let (id, properties) = (octet(at), octet(at + 2));
        if id == 0x21 {
            let bits = u64::from(properties & 0x3f);
            return (2 | (bits & 1)) << (bits / 2 + 11).min(32);
        }
        at += 2 + usize::from(octet(at + 1));
    }
    0
}

/// A refusal to use more memory is told as such.
struct Quota<R>(R);

impl<R: Read> Read for Quota<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::OutOfMemory => io::Error::new(io::ErrorKind::QuotaExceeded, error),
            _ => error,
        })
    }
}
