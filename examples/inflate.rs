//! Opens every archive of a tree with the program's own readers, reads each
//! member to its end, nested ones too, and does nothing else: what a scan with
//! archives cannot do without. `benches/race.py` races it.
//!
//! `inflate TREE` prints how many members and octets there were; `inflate
//! --check TREE` lets the program examine the same files and names each file of
//! which the two did not reach the same.

#![allow(clippy::print_stdout, reason = "it is a program")]

use oces::bounds::{Bounds, Grant, Meter, Shared};
use oces::container::archive::{ArchiveReader, Flow, Member, Visitor};
use oces::container::source::{Memory, ReadAt, Source, fill};
use oces::container::{archive_by_end, sniff_archive};
use oces::examine::{Artifact, Haul, WatchAll, examine};
use oces::failure::FailureKind;
use oces::location::Location;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// As much as the program reads at a time.
const BUFFER: usize = 256 << 10;

/// What is behind a program may be an archive.
const PROGRAMS: [&[u8]; 3] = [b"#!", b"MZ", b"\x7fELF"];

fn main() -> io::Result<()> {
    let mut arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let check = arguments.iter().position(|argument| argument == "--check").map(|at| arguments.remove(at)).is_some();
    let (mut all, mut differ) = (Count::default(), 0);
    let mut buffers = Vec::new();
    for entry in arguments.iter().flat_map(walkdir::WalkDir::new).filter_map(Result::ok) {
        if !entry.file_type().is_file() {
            continue;
        }
        let Ok(file) = File::open(entry.path()) else { continue };
        let size = file.metadata()?.len();
        let count = inflate(&mut Whole { file: &file, size, at: 0, begun: false }, &mut buffers);
        all.add(count);
        if check && count.members > 0 {
            let examined = examined(&mut Whole { file: &file, size, at: 0, begun: false }, size);
            if examined != count {
                differ += 1;
                println!("{}: inflated {count:?}, examined {examined:?}", entry.path().display());
            }
        }
    }
    println!("{} members, {} octets", all.members, all.octets);
    if check {
        println!("{differ} files of which the program reached something else");
    }
    std::process::exit(i32::from(differ > 0));
}

/// What was reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    members: u64,
    octets: u64,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.members += other.members;
        self.octets += other.octets;
    }
}

fn inflate(content: &mut Whole<'_>, buffers: &mut Vec<Vec<u8>>) -> Count {
    let meter = Arc::new(Meter::new(Arc::new(Shared::new(Bounds::default())), || Duration::ZERO));
    let mut inflater = Inflater { count: Count::default(), depth: 0, meter, buffers: std::mem::take(buffers) };
    let mut head = inflater.buffer();
    let got = content.read_at(0, &mut head).unwrap_or(0);
    let reader = reader_of(&head[..got], content.random());
    if let Some(reader) = reader {
        // What it cannot open it cannot inflate.
        drop(reader.open(content, &mut inflater));
    }
    inflater.buffers.push(head);
    *buffers = inflater.buffers;
    inflater.count
}

/// What the program reaches in the same content.
fn examined(content: &mut Whole<'_>, size: u64) -> Count {
    let meter = Arc::new(Meter::new(Arc::new(Shared::new(Bounds::default())), || Duration::ZERO));
    meter.begin(size);
    let mut haul = Haul::default();
    haul.meter = Arc::clone(&meter);
    let location = Location::file(Path::new("/").into(), Path::new("/").into());
    let mut artifact = Artifact::new(location, &WatchAll, &mut haul);
    drop(examine(&mut artifact, content));
    let (members, octets) = meter.spent();
    Count { members, octets }
}

fn reader_of(head: &[u8], content: Option<&dyn ReadAt>) -> Option<&'static dyn ArchiveReader> {
    sniff_archive(head).or_else(|| {
        let is_program = PROGRAMS.iter().any(|begin| head.starts_with(begin));
        content.filter(|_| is_program).and_then(archive_by_end)
    })
}

/// The visitor that only reads.
struct Inflater {
    count: Count,
    depth: usize,
    meter: Arc<Meter>,
    /// Buffers that are not in use: none is cleared anew for every member.
    buffers: Vec<Vec<u8>>,
}

impl Inflater {
    fn buffer(&mut self) -> Vec<u8> {
        self.buffers.pop().unwrap_or_else(|| vec![0; BUFFER])
    }

    /// Opens the archive that begins with `head`, or reads on to the end.
    fn content(&mut self, head: &mut [u8], content: &mut dyn Read) -> io::Result<()> {
        let got = fill(content, head)?;
        self.count.octets += got as u64;
        let (depth, memory) = (self.meter.bounds().depth, self.meter.bounds().memory);
        let begin = &head[..got];
        let reader = sniff_archive(begin);
        let program = PROGRAMS.iter().any(|program| begin.starts_with(program));
        if self.depth <= depth && (reader.is_some_and(ArchiveReader::wants_random) || program) {
            let mut whole = begin.to_vec();
            self.count.octets += content.take(memory / 2).read_to_end(&mut whole)? as u64;
            let mut memory = Memory::new(&whole);
            if let Some(reader) = reader_of(begin, memory.random()) {
                return reader.open(&mut memory, self);
            }
        } else if let Some(reader) = reader.filter(|_| self.depth <= depth) {
            let mut octets = 0;
            let mut replay = Replay { head: begin, rest: content, octets: &mut octets, begun: false };
            let opened = reader.open(&mut replay, self);
            self.count.octets += octets;
            return opened;
        }
        while let got @ 1.. = fill(content, head)? {
            self.count.octets += got as u64;
        }
        Ok(())
    }
}

impl Visitor for Inflater {
    fn member(&mut self, _: Member<'_>, content: &mut dyn Read) -> Flow {
        self.count.members += 1;
        self.depth += 1;
        let mut buffer = self.buffer();
        drop(self.content(&mut buffer, content));
        self.buffers.push(buffer);
        self.depth -= 1;
        Flow::Continue(())
    }

    fn failed(&mut self, _: Option<&[u8]>, _: FailureKind, _: String) -> Flow {
        Flow::Continue(())
    }

    fn between(&mut self, _: u64, content: &mut dyn Read) -> Flow {
        drop(io::copy(content, &mut io::sink()));
        Flow::Continue(())
    }

    fn ask(&mut self, octets: u64) -> io::Result<Grant> {
        self.meter.ask(octets)
    }
}

/// A member whose first octets were read already.
struct Replay<'r> {
    head: &'r [u8],
    rest: &'r mut dyn Read,
    octets: &'r mut u64,
    begun: bool,
}

impl Read for Replay<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if !self.head.is_empty() {
            return self.head.read(into);
        }
        let got = self.rest.read(into)?;
        *self.octets += got as u64;
        Ok(got)
    }
}

impl Source for Replay<'_> {
    fn next_extent(&mut self) -> io::Result<Option<u64>> {
        Ok((!std::mem::replace(&mut self.begun, true)).then_some(0))
    }
}

/// A file.
struct Whole<'w> {
    file: &'w File,
    size: u64,
    at: u64,
    begun: bool,
}

impl ReadAt for Whole<'_> {
    fn size(&self) -> u64 {
        self.size
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        FileExt::read_at(self.file, into, offset)
    }
}

impl Read for Whole<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = FileExt::read_at(self.file, into, self.at)?;
        self.at += got as u64;
        Ok(got)
    }
}

impl Source for Whole<'_> {
    fn random(&self) -> Option<&dyn ReadAt> {
        Some(self)
    }

    fn next_extent(&mut self) -> io::Result<Option<u64>> {
        Ok((!std::mem::replace(&mut self.begun, true)).then_some(0))
    }
}
