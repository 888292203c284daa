//! A reader of archives: opened from memory, as a flow in small pieces, and by
//! a visitor who goes away.
//!
//! What must hold:
//! 1. After a visitor's `Break` nothing more is handed to it, and the reader
//!    ends without an error.
//! 2. A reader that needs no reading at will tells the same of a flow. In front
//!    of damage a decoder may give less of one than of the other; behind it all
//!    may differ.
//! 3. What a reader takes unasked stays small: libFuzzer's bound on a single
//!    allocation holds that.

use crate::guard;
use oces::bounds::{Grant, Meter};
use oces::container::archive::{ArchiveReader, Flow, Member, Visitor};
use oces::container::source::{Memory, Source};
use oces::failure::FailureKind;
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
                alike(&whole, &flowed);
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

/// One thing that was told: what it is called, its octets, and whether it ended in damage.
struct Told {
    name: Vec<u8>,
    octets: Vec<u8>,
    damaged: bool,
}

fn alike(whole: &[Told], flowed: &[Told]) {
    for (one, other) in whole.iter().zip(flowed) {
        assert_eq!(one.name, other.name, "other names from memory than as a flow");
        let shared = one.octets.len().min(other.octets.len());
        assert!(one.octets[..shared] == other.octets[..shared], "other octets from memory than as a flow");
        if one.damaged || other.damaged {
            return;
        }
        assert_eq!(one.octets.len(), other.octets.len(), "more octets from memory or as a flow");
    }
    assert_eq!(whole.len(), flowed.len(), "more told from memory or as a flow");
}

fn open(reader: &dyn ArchiveReader, data: &[u8], source: &mut dyn Source, calls: usize) -> Vec<Told> {
    let mut witness = Witness { meter: guard::meter(data.len()), calls, gone: false, told: Vec::new() };
    let opened = reader.open(source, &mut witness);
    assert!(!witness.gone || opened.is_ok(), "an error after the visitor went away: {opened:?}");
    if opened.is_err() {
        witness.told.push(Told { name: b"the end".to_vec(), octets: Vec::new(), damaged: true });
    }
    witness.told
}

struct Witness {
    meter: Arc<Meter>,
    /// After so many calls it goes away.
    calls: usize,
    gone: bool,
    told: Vec<Told>,
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

    fn read(&mut self, name: &[u8], content: &mut dyn Read) {
        let mut told = Told { name: name.to_vec(), octets: Vec::new(), damaged: false };
        let mut piece = [0; 4096];
        loop {
            match content.read(&mut piece) {
                Ok(0) => break,
                Ok(got) => {
                    told.octets.extend_from_slice(&piece[..got]);
                    if self.meter.expand(got as u64).is_err() {
                        told.damaged = true;
                        break;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => {
                    told.damaged = true;
                    break;
                }
            }
        }
        self.told.push(told);
    }
}

impl Visitor for Witness {
    fn member(&mut self, member: Member<'_>, content: &mut dyn Read) -> Flow {
        let stays = self.call();
        if self.meter.member().is_ok() {
            if stays {
                self.read(member.name, content);
            } else {
                // The usual way to go: in the middle of a member.
                drop(content.read(&mut [0; 3]));
            }
        }
        self.flow(stays)
    }

    fn failed(&mut self, name: Option<&[u8]>, kind: FailureKind, detail: String) -> Flow {
        let stays = self.call();
        let name = [name.unwrap_or_default(), kind.id().as_bytes()].concat();
        assert!(detail.len() <= 1 << 16, "a detail of {} octets", detail.len());
        self.told.push(Told { name, octets: Vec::new(), damaged: true });
        // Failures are kept: of the memory they cost nobody else keeps the books.
        drop(self.meter.member());
        self.flow(stays)
    }

    fn between(&mut self, offset: u64, content: &mut dyn Read) -> Flow {
        let stays = self.call();
        if stays {
            self.read(&offset.to_be_bytes(), content);
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
