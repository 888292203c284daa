//! A reader of archives: opened from memory, as a flow in small pieces, and by
//! a visitor who goes away.
//!
//! What must hold:
//! 1. After a visitor's `Break` nothing more is handed to it, and the reader
//!    ends without an error.
//! 2. A reader that needs no reading at will tells the same of a flow.
//! 3. What a reader takes unasked stays small: libFuzzer's bound on a single
//!    allocation holds that.

use crate::guard;
use oces::bounds::{Grant, Meter};
use oces::container::archive::{ArchiveReader, Flow, Member, Visitor};
use oces::container::source::{Memory, Source};
use oces::failure::FailureKind;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read};
use std::sync::Arc;

/// Opens it in the ways in which the program does.
pub fn check(reader: &dyn ArchiveReader, data: &[u8]) {
    let _sniffed: bool = reader.sniff(data);
    let _ends: bool = ends_so(reader, data);
    let whole = open(reader, data, &mut Memory::new(data), usize::MAX);
    let lot = guard::lot(data);
    match lot % 4 {
        0 => {
            let mut flowing = Flowing { rest: data, most: 7 + data.len() % 500, begun: false };
            let flowed = open(reader, data, &mut flowing, usize::MAX);
            if !reader.wants_random() {
                assert_eq!(whole, flowed, "from memory and as a flow");
            }
        }
        1 => {
            let calls = usize::try_from(lot / 4 % 6).unwrap_or_default();
            open(reader, data, &mut Memory::new(data), calls);
        }
        _ => {}
    }
}

/// Whether the content is told by its end.
pub fn ends_so(reader: &dyn ArchiveReader, content: &[u8]) -> bool {
    reader.ends(&Memory::new(content))
}

/// What was told, in one number.
fn open(reader: &dyn ArchiveReader, data: &[u8], source: &mut dyn Source, calls: usize) -> u64 {
    let mut witness = Witness { meter: guard::meter(data.len()), calls, gone: false, told: DefaultHasher::new() };
    let opened = reader.open(source, &mut witness);
    assert!(!witness.gone || opened.is_ok(), "an error after the visitor went away: {opened:?}");
    opened.map_err(|error| error.to_string()).hash(&mut witness.told);
    witness.told.finish()
}

struct Witness {
    meter: Arc<Meter>,
    /// After so many calls it goes away.
    calls: usize,
    gone: bool,
    told: DefaultHasher,
}

impl Witness {
    /// Whether this call may be answered as usual; else the visitor goes away.
    fn call(&mut self) -> bool {
        assert!(!self.gone, "called after it went away");
        let stays = self.calls > 0;
        self.calls = self.calls.saturating_sub(1);
        stays
    }

    fn flow(&mut self, stays: bool) -> Flow {
        self.gone = !stays || self.meter.is_stopped();
        if self.gone { Flow::Break(()) } else { Flow::Continue(()) }
    }

    fn read(&mut self, content: &mut dyn Read) {
        let mut piece = [0; 4096];
        loop {
            match content.read(&mut piece) {
                Ok(0) => break,
                Ok(got) => {
                    piece[..got].iter().for_each(|octet| self.told.write_u8(*octet));
                    if self.meter.expand(got as u64).is_err() {
                        break;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    error.to_string().hash(&mut self.told);
                    break;
                }
            }
        }
    }
}

impl Visitor for Witness {
    fn member(&mut self, member: Member<'_>, content: &mut dyn Read) -> Flow {
        let stays = self.call();
        member.name.hash(&mut self.told);
        if self.meter.member().is_ok() {
            if stays {
                self.read(content);
            } else {
                // The usual way to go: in the middle of a member.
                drop(content.read(&mut [0; 3]));
            }
        }
        self.flow(stays)
    }

    fn failed(&mut self, name: Option<&[u8]>, kind: FailureKind, detail: String) -> Flow {
        let stays = self.call();
        (name, kind, detail).hash(&mut self.told);
        // Failures are kept: of the memory they cost nobody else keeps the books.
        drop(self.meter.member());
        self.flow(stays)
    }

    fn between(&mut self, offset: u64, content: &mut dyn Read) -> Flow {
        let stays = self.call();
        offset.hash(&mut self.told);
        if stays {
            self.read(content);
        }
        self.flow(stays)
    }

    fn ask(&mut self, octets: u64) -> io::Result<Grant> {
        self.meter.ask(octets)
    }
}

/// Content that comes in small pieces and only once.
struct Flowing<'f> {
    rest: &'f [u8],
    most: usize,
    begun: bool,
}

impl Read for Flowing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(self.most);
        self.rest.read(&mut into[..most])
    }
}

impl Source for Flowing<'_> {
    fn next_extent(&mut self) -> io::Result<Option<u64>> {
        Ok((!std::mem::replace(&mut self.begun, true)).then_some(0))
    }
}
