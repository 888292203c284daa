//! Tests of compound files, made by the crate that reads them.

use super::*;
use crate::container::mail::testing::{Seen, seen};
use crate::container::source::Memory;
use std::io::Write;

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn made(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(io::Cursor::new(Vec::new())).unwrap();
    for (path, content) in streams {
        let path = std::path::Path::new(path);
        file.create_storage_all(path.parent().unwrap()).unwrap();
        file.create_stream(path).unwrap().write_all(content).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn message() -> Vec<u8> {
    let (name, inner) = (wide("æble.p12"), wide("indre.cer"));
    made(&[
        ("/__properties_version1.0", &[0; 32]),
        ("/__substg1.0_1000001F", &wide(&"x".repeat(100))),
        ("/__attach_version1.0_#00000000/__substg1.0_37010102", &[7; 5000]),
        ("/__attach_version1.0_#00000000/__substg1.0_3707001F", &name),
        (
            "/__attach_version1.0_#00000001/__substg1.0_3701000D/__attach_version1.0_#00000000/__substg1.0_37010102",
            &[8; 70],
        ),
        (
            "/__attach_version1.0_#00000001/__substg1.0_3701000D/__attach_version1.0_#00000000/__substg1.0_3704001F",
            &inner,
        ),
    ])
}

fn names(seen: &Seen) -> Vec<&str> {
    seen.members.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn the_parts_of_a_message_are_handed_on_by_their_names() {
    let bytes = message();
    assert!(Msg.sniff(&bytes) && Compound.sniff(&bytes));
    let mut seen = seen(&Msg, &bytes);
    seen.members.sort();
    assert_eq!(
        names(&seen),
        ["__attach_version1.0_#00000001/__substg1.0_3701000D/indre.cer", "__substg1.0_1000001F", "æble.p12"]
    );
    assert_eq!(seen.members[2].1, [7; 5000]);
}

#[test]
fn other_compound_files_are_no_messages() {
    let bytes = made(&[("/WordDocument", &[1; 100]), ("/Data/x", &[2; 9000])]);
    assert!(!Msg.sniff(&bytes) && Compound.sniff(&bytes));
    assert_eq!(names(&seen(&Compound, &bytes)).len(), 2);
}

#[test]
fn a_damaged_file_is_looked_at_as_it_stands_and_told_once() {
    let mut bytes = message();
    bytes.truncate(2000);
    let seen = seen(&Msg, &bytes);
    assert_eq!(seen.failed.len(), 1, "{:?}", seen.failed);
    assert_eq!((seen.failed[0].0, seen.between.len()), (FailureKind::Corrupt, 2000));
}

#[test]
fn no_bit_makes_it_panic() {
    let bytes = message();
    for bit in (0..bytes.len() * 8).step_by(7) {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let mut visitor = Seen::default();
        drop(Msg.open(&mut Memory::new(&flipped), &mut visitor));
    }
}
