//! Tests of the reader of messages, one promise each.

use super::testing::{Seen, seen};
use super::*;
use crate::container::source::Memory;

const SIGNED: &str = "From: a@b.example\r\nTo: c\r\nContent-Type: multipart/signed; boundary=\"=x\"\r\n\r\nbefore\r\n\
    --=x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\n\r\nplain\r\n--y\r\nContent-Type: text/html\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\r\n<b>=C3=A6</b>\r\n--y--\r\n\r\n--=x\r\n\
    Content-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\nContent-Transfer-Encoding: base64\r\n\r\n\
    AAEC\r\n--=x--\r\nafter\r\n";

fn told(seen: &Seen) -> Vec<(&str, &[u8])> {
    seen.members.iter().map(|(name, content)| (name.as_str(), &content[..])).collect()
}

#[test]
fn every_part_is_a_member_and_the_rest_is_looked_at() {
    let seen = seen(&Mail, SIGNED.as_bytes());
    assert_eq!(told(&seen), [("part 1", &b"plain"[..]), ("part 2", "<b>æ</b>".as_bytes()), ("smime.p7s", &[0, 1, 2])]);
    let rest = String::from_utf8(seen.between.clone()).unwrap();
    for text in ["From: a@b", "before", "after", "smime.p7s"] {
        assert!(rest.contains(text), "{text}");
    }
    assert!(!rest.contains("AAEC") && seen.failed.is_empty(), "{:?}", seen.failed);
}

#[test]
fn parts_that_nobody_reads_hide_none() {
    let mut visitor = Seen { most: Some(1), ..Seen::default() };
    Mail.open(&mut Memory::new(SIGNED.as_bytes()), &mut visitor).unwrap();
    assert_eq!(visitor.members.len(), 3);
}

#[test]
fn a_message_cut_inside_a_multipart_says_so() {
    for cut in [
        20,
        SIGNED.find("before").unwrap() - 2,
        SIGNED.find("AAEC").unwrap(),
        SIGNED.find("--=x--").unwrap(),
        SIGNED.find("<b>").unwrap(),
    ] {
        let seen = seen(&Mail, &SIGNED.as_bytes()[..cut]);
        assert!(seen.failed.iter().any(|(kind, _)| *kind == FailureKind::Corrupt), "{cut}");
    }
}

#[test]
fn a_message_may_be_a_header_alone() {
    assert!(seen(&Mail, b"From: a\nTo: b\n").failed.is_empty());
}

#[test]
fn a_header_returned_without_its_message_is_no_damage() {
    let report = "From: a\nTo: b\nContent-Type: multipart/report; boundary=r\n\n--r\n\nno\n--r\n\
        Content-Type: text/rfc822-headers\n\nFrom: b\nTo: c\nContent-Type: multipart/mixed; boundary=m\n\n--r\n\nlast\n--r--\n";
    let seen = seen(&Mail, report.as_bytes());
    assert_eq!(told(&seen), [("part 1", &b"no"[..]), ("part 3", b"last")]);
    assert!(String::from_utf8_lossy(&seen.between).contains("boundary=m"));
}

#[test]
fn damaged_base64_is_told_but_not_in_text() {
    let damaged = SIGNED.replace("AAEC", "AA#C");
    let damaged = seen(&Mail, damaged.as_bytes());
    assert_eq!(damaged.failed.len(), 1);
    assert!(damaged.failed[0].1.starts_with("smime.p7s: 1 symbols"), "{:?}", damaged.failed);
    let text = "From: a\nTo: b\nContent-Transfer-Encoding: base64\n\naGVs\n-- \nA list!\n";
    assert!(seen(&Mail, text.as_bytes()).failed.is_empty());
}

#[test]
fn fifty_thousand_multiparts_in_each_other_end() {
    let level = |number: u32| format!("Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n");
    let bomb: String = std::iter::once("From: a\nTo: b\n".to_owned()).chain((0..50_000).map(level)).collect();
    let seen = seen(&Mail, bomb.as_bytes());
    assert!(seen.failed.iter().any(|(kind, _)| *kind == FailureKind::LimitExceeded), "{:?}", seen.failed);
    assert_eq!(seen.members.len(), 1);
}

#[test]
fn a_header_without_end_is_looked_at_to_its_end() {
    let long = format!("From: a\nTo: b\nX: {}\n", "x".repeat(300_000));
    assert_eq!(seen(&Mail, long.as_bytes()).between.len(), long.len());
}

#[test]
fn messages_of_apple_and_with_a_mark_are_told() {
    assert!(Mail.sniff(b"1234     \nFrom: a\nTo: b\n\nx"));
    assert!(Mail.sniff(b"\xef\xbb\xbfFrom: a\nTo: b\n\nx"));
    assert!(!Mail.sniff(b"1234\n\nFrom: a\n"));
}
