//! Small archives made here, octet by octet, and what a visitor is handed.

use super::*;
use crate::bounds::{Bounds, Grant, Meter, Shared};
use crate::container::archive::Member;
use crate::container::source::Memory;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

/// Writes down what it is handed.
#[derive(Default)]
struct Notes {
    lines: Vec<String>,
    between: u64,
}

impl Visitor for Notes {
    fn member(&mut self, member: Member<'_>, content: &mut dyn Read) -> Flow {
        let mut text = Vec::new();
        let read = content.read_to_end(&mut text);
        let name = String::from_utf8_lossy(member.name);
        let text = String::from_utf8_lossy(&text);
        self.lines.push(match read {
            Ok(_) => format!("{name}={text}"),
            Err(error) => format!("{name}={text} !{}", FailureKind::of(&error).id()),
        });
        Flow::Continue(())
    }

    fn failed(&mut self, name: Option<&[u8]>, kind: FailureKind, _: String) -> Flow {
        self.lines.push(format!("{} !{}", String::from_utf8_lossy(name.unwrap_or(b"-")), kind.id()));
        Flow::Continue(())
    }

    fn between(&mut self, offset: u64, content: &mut dyn Read) -> Flow {
        let mut text = Vec::new();
        let got = content.read_to_end(&mut text).unwrap();
        self.between += got as u64;
        if !text.starts_with(b"PK") {
            let begin = &text[..got.min(9)];
            self.lines.push(format!("@{offset} {}", String::from_utf8_lossy(begin)));
        }
        Flow::Continue(())
    }

    fn ask(&mut self, octets: u64) -> io::Result<Grant> {
        let shared = Arc::new(Shared::new(Bounds::default()));
        Arc::new(Meter::new(shared, || Duration::ZERO)).ask(octets)
    }
}

/// Content that only flows.
struct Flowing<'f>(&'f [u8]);

impl Read for Flowing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl Source for Flowing<'_> {
    fn next_extent(&mut self) -> io::Result<Option<u64>> {
        Ok(None)
    }
}

/// What is found in the archive, read at will.
fn at_will(bytes: &[u8]) -> Vec<String> {
    let mut notes = Notes::default();
    Zip.open(&mut Memory::new(bytes), &mut notes).unwrap();
    assert!(notes.between <= bytes.len() as u64, "more was handed on than there is");
    notes.lines
}

/// What is found in the archive, front to back.
fn flowing(bytes: &[u8]) -> Vec<String> {
    let mut notes = Notes::default();
    Zip.open(&mut Flowing(bytes), &mut notes).unwrap();
    notes.lines
}

/// One member on its way into an archive.
#[derive(Clone, Copy)]
struct Made<'m> {
    name: &'m str,
    text: &'m str,
    deflated: bool,
    /// Sizes and checksum behind it.
    late: bool,
}

fn stored<'m>(name: &'m str, text: &'m str) -> Made<'m> {
    Made { name, text, deflated: false, late: false }
}

fn le(numbers: &[(u64, usize)]) -> Vec<u8> {
    numbers.iter().flat_map(|(number, size)| number.to_le_bytes()[..*size].to_vec()).collect()
}

/// The header's fields that both kinds have, and the data.
fn made(member: Made<'_>) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let mut crc = flate2::Crc::new();
    crc.update(member.text.as_bytes());
    let mut data = member.text.as_bytes().to_vec();
    if member.deflated {
        let mut encoder = flate2::read::DeflateEncoder::new(member.text.as_bytes(), flate2::Compression::default());
        data.clear();
        encoder.read_to_end(&mut data).unwrap();
    }
    let sums = [(u64::from(crc.sum()), 4), (data.len() as u64, 4), (member.text.len() as u64, 4)];
    let head = |sums: &[(u64, usize)]| {
        let first = [(20, 2), (u64::from(member.late) * 8, 2), (u64::from(member.deflated) * 8, 2), (0, 4)];
        le(&[&first[..], sums, &[(member.name.len() as u64, 2), (0, 2)]].concat())
    };
    let nothing = [(0, 4); 3];
    let mut local = [LOCAL, &head(if member.late { &nothing } else { &sums }), member.name.as_bytes(), &data].concat();
    if member.late {
        local.extend([b"PK\x07\x08".to_vec(), le(&sums)].concat());
    }
    (local, head(&sums), member.name.as_bytes().to_vec())
}

/// An archive of these members behind a prefix; their order in the directory
/// is that of `order`.
fn archive(members: &[Made<'_>], order: &[usize], prefix: &[u8]) -> Vec<u8> {
    let mut out = prefix.to_vec();
    let mut entries = Vec::new();
    for member in members {
        let (local, head, name) = made(*member);
        let tail = le(&[(0, 2), (0, 2), (0, 2), (0, 4), ((out.len() - prefix.len()) as u64, 4)]);
        entries.push([b"PK\x01\x02\x14\x00", &head[..], &tail, &name].concat());
        out.extend(local);
    }
    let directory: Vec<u8> = order.iter().flat_map(|at| entries[*at].clone()).collect();
    let start = (out.len() - prefix.len()) as u64;
    out.extend(&directory);
    let count = order.len() as u64;
    out.extend(b"PK\x05\x06");
    out.extend(le(&[(0, 4), (count, 2), (count, 2), (directory.len() as u64, 4), (start, 4), (0, 2)]));
    out
}

const LONG: &str = "something long enough to be looked at where nothing is said of it: 0123456789";

#[test]
fn members_are_read_both_ways() {
    let deflated = Made { deflated: true, ..stored("b", LONG) };
    let members = [
        stored("a", "alpha"),
        deflated,
        Made { late: true, name: "c", ..deflated },
        Made { late: true, ..stored("d", "PK\x07\x08 is not its end") },
        stored("e/", ""),
        stored("f", ""),
    ];
    let bytes = archive(&members, &[0, 1, 2, 3, 4, 5], b"");
    let all = ["a=alpha", &format!("b={LONG}"), &format!("c={LONG}"), "d=PK\x07\x08 is not its end", "f="];
    assert_eq!(at_will(&bytes), all);
    assert_eq!(flowing(&bytes), all);
    assert!(Zip.sniff(&bytes) && Zip.ends(&Memory::new(&bytes)));
    let mut spanned = b"PK00".to_vec();
    spanned.extend(&bytes);
    assert!(Zip.sniff(&spanned) && Zip.ends(&Memory::new(&spanned)));
    assert_eq!(
        (at_will(&spanned), flowing(&spanned)),
        (all.map(String::from).to_vec(), all.map(String::from).to_vec())
    );
}

#[test]
fn any_order_is_read_and_nothing_twice() {
    let members = [stored("a", "alpha"), stored("b", "beta"), stored("c", "gamma")];
    assert_eq!(at_will(&archive(&members, &[2, 0, 1], b"")), ["c=gamma", "a=alpha", "b=beta"]);
    assert_eq!(at_will(&archive(&members, &[2, 2, 0, 1, 2], b"")), ["c=gamma", "- !corrupt", "a=alpha", "b=beta"]);
}

#[test]
fn a_member_ends_where_the_next_begins() {
    let mut bytes = archive(&[stored("a", "alpha"), stored("b", "beta")], &[0, 1], b"");
    let entry = memchr::memmem::find(&bytes, record::CENTRAL).unwrap();
    bytes[entry + 20] = 200;
    let found = at_will(&bytes);
    assert_eq!(found, ["- !corrupt", "a=alpha", "b=beta"]);
}

#[test]
fn what_the_directory_does_not_list_is_found() {
    let members = [stored("a", "alpha"), stored("gone", LONG), stored("c", "gamma"), stored("last", LONG)];
    let found = at_will(&archive(&members, &[0, 2], b""));
    assert_eq!(found, ["a=alpha".to_owned(), format!("gone={LONG}"), "c=gamma".to_owned(), format!("last={LONG}")]);
}

#[test]
fn an_archive_behind_something_is_found_by_its_end() {
    let script = format!("#!/bin/sh\n# {LONG}\n");
    let bytes = archive(&[stored("a", "alpha")], &[0], script.as_bytes());
    assert!(!Zip.sniff(&bytes) && Zip.ends(&Memory::new(&bytes)));
    assert_eq!(at_will(&bytes), ["@0 #!/bin/sh", "a=alpha"]);
    let mut junk = bytes.clone();
    junk.extend(LONG.as_bytes());
    assert_eq!(at_will(&junk), ["@0 #!/bin/sh", "a=alpha"]);
    let mut stray = script.into_bytes();
    stray.extend(b"PK\x05\x06 and some more text that makes no sense at all");
    assert!(!Zip.ends(&Memory::new(&stray)));
}

#[test]
fn every_cut_and_every_bit_is_told_or_changes_nothing_that_counts() {
    let deflated = Made { deflated: true, ..stored("b", LONG) };
    let bytes = archive(&[stored("a", "alpha"), deflated, stored("c", "gamma")], &[0, 1, 2], b"");
    let texts = ["alpha", LONG, "gamma"];
    let lost =
        |found: &[String]| texts.iter().any(|text| !found.iter().any(|line| line.ends_with(&format!("={text}"))));
    let told = |found: &[String]| found.iter().any(|line| line.contains(" !"));
    for cut in 30..bytes.len() {
        for found in [at_will(&bytes[..cut]), flowing(&bytes[..cut])] {
            assert!(told(&found), "cut at {cut}: {found:?}");
        }
    }
    for bit in 32..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let found = at_will(&flipped);
        assert!(!lost(&found) || told(&found), "bit {bit} of octet {}: {found:?}", bit / 8);
        let whole = texts.iter().filter(|text| found.iter().any(|line| line.contains(&format!("={text}")))).count();
        assert!(whole >= 2, "bit {bit} hides more than one: {found:?}");
    }
}

#[test]
fn an_encrypted_member_is_locked_and_an_odd_method_named() {
    let mut bytes = archive(&[stored("a", "alpha"), stored("b", "beta"), stored("c", "gamma")], &[0, 1, 2], b"");
    let entry = memchr::memmem::find(&bytes, record::CENTRAL).unwrap();
    bytes[entry + 8] |= 1;
    bytes[entry + 47 + 10] = 9;
    assert_eq!(at_will(&bytes), ["a !locked", "b !unsupported", "c=gamma"]);
}
