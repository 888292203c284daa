use super::*;
use crate::bounds::Grant;
use crate::container::archive::{Flow, Member};
use crate::container::mail::testing::{Seen, seen};
use crate::container::source::Memory;
use crate::failure::FailureKind;
use sha1::{Digest, Sha1};
use std::io::Write;

/// An object: type, base and content before compression.
type Made<'m> = (u8, &'m [u8], &'m [u8]);

fn zlib(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn object((kind, base, content): Made<'_>, size: usize) -> Vec<u8> {
    let mut octets = vec![0x80 | kind << 4 | u8::try_from(size & 15).unwrap(), u8::try_from(size >> 4 & 127).unwrap()];
    octets[1] |= 0x80;
    octets.extend([0x80 | u8::try_from(size >> 11 & 127).unwrap(), u8::try_from(size >> 18).unwrap()]);
    [octets, base.to_vec(), zlib(content)].concat()
}

/// A pack of so many objects.
fn pack(count: u8, objects: &[u8]) -> Vec<u8> {
    let mut pack = [b"PACK\0\0\0\x02\0\0\0", &[count][..], objects].concat();
    let checksum = Sha1::digest(&pack);
    pack.extend(checksum);
    pack
}

fn made(objects: &[Made<'_>]) -> Vec<u8> {
    let octets: Vec<u8> = objects.iter().flat_map(|made| object(*made, made.2.len())).collect();
    pack(u8::try_from(objects.len()).unwrap(), &octets)
}

fn text() -> Vec<u8> {
    (0..300_u32).map(|at| u8::try_from(at * at % 251).unwrap()).collect()
}

/// A delta that copies all of a base of 300 octets and adds one.
const ADDS: &[u8] = &[0xac, 2, 0xad, 2, 0xb0, 0x2c, 1, 1, b'!'];

fn contents(seen: &Seen) -> Vec<usize> {
    seen.members.iter().map(|(_, content)| content.len()).collect()
}

#[test]
fn members_bear_their_ids_and_what_holds_nothing_is_passed_over() {
    let text = text();
    let commit = [&text[..], b"\n-----BEGIN CERTIFICATE-----"].concat();
    let pack = made(&[(3, b"", &text), (2, b"", &text), (1, b"", &text), (1, b"", &commit), (3, b"", b"short")]);
    let seen = seen(&GitPack, &pack);
    assert!(seen.failed.is_empty(), "{:?}", seen.failed);
    assert_eq!(contents(&seen), [300, commit.len()]);
    let id = Sha1::new_with_prefix(b"blob 300\0").chain_update(&text).finalize();
    assert_eq!(seen.members[0].0, data_encoding::HEXLOWER.encode(&id));
}

#[test]
fn bases_are_found_by_distance_and_by_id_before_and_behind() {
    let text = text();
    let first = object((3, b"", &text), 300);
    let back = u8::try_from(first.len() - 128).unwrap();
    let near = object((6, &[0x80 | (back >> 7), back & 127], ADDS), ADDS.len());
    let near_pack = pack(2, &[&first[..], &near].concat());
    let found = seen(&GitPack, &near_pack);
    assert_eq!((contents(&found), found.failed.len()), (vec![300, 301], 0), "{:?}", found.failed);
    assert_eq!(found.members[1].1, [&text[..], b"!"].concat());
    let id = Sha1::new_with_prefix(b"blob 300\0").chain_update(&text).finalize();
    for order in [[0, 1], [1, 0]] {
        let both: [Made<'_>; 2] = [(3, b"", &text), (7, &id, ADDS)];
        let found = seen(&GitPack, &made(&order.map(|at| both[at])));
        assert_eq!((contents(&found), found.failed.len()), (vec![300, 301], 0), "{:?}", found.failed);
    }
    // A tree by its id: nothing is handed on, and nothing is missing.
    let id = Sha1::new_with_prefix(b"tree 300\0").chain_update(&text).finalize();
    let found = seen(&GitPack, &made(&[(7, &id, ADDS), (2, b"", &text)]));
    assert!(found.members.is_empty() && found.failed.is_empty(), "{:?}", found.failed);
}

#[test]
fn what_is_not_resolved_is_told_once_for_each_reason() {
    let text = text();
    let wrong = [&[0xad, 2][..], &ADDS[2..]].concat();
    let id = Sha1::new_with_prefix(b"blob 300\0").chain_update(&text).finalize();
    let huge = [0xac, 2, 0xff, 0xff, 0xff, 0x0f, 0xb0, 0x2c, 1];
    let pack = made(&[
        (3, b"", &text),
        (7, &[1; 20], ADDS),
        (7, &[2; 20], ADDS),
        (7, &id, &wrong),
        (7, &id, &huge),
        (7, &id, ADDS),
    ]);
    let seen = seen(&GitPack, &pack);
    let kinds: Vec<FailureKind> = seen.failed.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [FailureKind::Unsupported, FailureKind::LimitExceeded, FailureKind::Corrupt]);
    assert!(seen.failed[0].1.ends_with(": 2"), "{:?}", seen.failed);
    assert_eq!(contents(&seen), [300, 301]);
}

#[test]
fn a_size_that_is_not_the_declared_one_is_told_and_hides_no_other() {
    let text = text();
    let octets = [object((3, b"", &text), 299), object((3, b"", &text), 301), object((3, b"", &text), 300)].concat();
    let seen = seen(&GitPack, &pack(3, &octets));
    assert_eq!(contents(&seen), [300, 300, 300]);
    assert_eq!(seen.failed.len(), 1, "{:?}", seen.failed);
}

#[test]
fn every_cut_and_every_flipped_bit_is_told() {
    let text = text();
    let pack = made(&[(3, b"", &text), (2, b"", &text), (3, b"", &text)]);
    for end in HEADER..pack.len() {
        assert!(!seen(&GitPack, &pack[..end]).failed.is_empty(), "{end}");
    }
    for at in 4..pack.len() {
        let mut flipped = pack.clone();
        flipped[at] ^= 0x10;
        assert!(!seen(&GitPack, &flipped).failed.is_empty(), "{at}");
    }
    // What came before the damage stays, and what came out of the damaged one.
    let mut flipped = pack.clone();
    *flipped.iter_mut().nth_back(22).unwrap() ^= 1;
    assert_eq!(contents(&seen(&GitPack, &flipped)), [300, 300]);
}

#[test]
fn a_large_object_flows_and_bears_its_id_all_the_same() {
    let large = vec![b'a'; usize::try_from(MOST).unwrap() + 1];
    let seen = seen(&GitPack, &made(&[(3, b"", &large)]));
    assert!(seen.failed.is_empty(), "{:?}", seen.failed);
    let header = format!("blob {}\0", large.len());
    let id = Sha1::new_with_prefix(header).chain_update(&large).finalize();
    assert_eq!(seen.members[0].0, data_encoding::HEXLOWER.encode(&id));
    assert!(seen.members[0].1 == large);
}

#[test]
fn what_only_flows_is_read_as_far_as_it_can() {
    let text = text();
    let id = Sha1::new_with_prefix(b"blob 300\0").chain_update(&text).finalize();
    let pack = made(&[(3, b"", &text), (7, &id, ADDS)]);
    let mut seen = Seen::default();
    read(&mut &pack[..], None, &mut seen).unwrap();
    assert_eq!(contents(&seen), [300]);
    assert_eq!(seen.failed[0].0, FailureKind::LimitExceeded);
}

/// Leaves with the first member.
#[derive(Default)]
struct Leaving(usize);

impl Visitor for Leaving {
    fn member(&mut self, _member: Member<'_>, _content: &mut dyn Read) -> Flow {
        self.0 += 1;
        Flow::Break(())
    }

    fn failed(&mut self, _name: Option<&[u8]>, _kind: FailureKind, detail: String) -> Flow {
        panic!("told after it left: {detail}")
    }

    fn between(&mut self, _offset: u64, _content: &mut dyn Read) -> Flow {
        panic!("called after it left")
    }

    fn ask(&mut self, _octets: u64) -> std::io::Result<Grant> {
        Err(std::io::Error::from(std::io::ErrorKind::QuotaExceeded))
    }
}

#[test]
fn damage_in_a_large_object_is_nothing_to_a_visitor_that_left() {
    // It says 17 MiB and is cut in the middle of its stream.
    let mut large = object((3, b"", &text()), 17 << 20);
    large.truncate(large.len() - 40);
    let mut visitor = Leaving::default();
    GitPack.open(&mut Memory::new(&pack(1, &large)), &mut visitor).unwrap();
    assert_eq!(visitor.0, 1);
}
