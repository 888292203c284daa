//! The carver loses nothing at a window's border: every corpus file, cut in
//! two windows at many places. Tests the room alone, without files or threads.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use oces::carve::shape::Shape;
use oces::carve::{Carved, Content, Progress, Window, carve};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every octet of a file's first part is a border once, then steps through the rest.
const DENSE: usize = 64;
const STEPS: usize = 40;

#[test]
fn no_border_hides_an_object() {
    let root = support::testdata("corpus");
    let rows = support::rows(&root.join("expected.tsv"));
    let usual = rows.iter().filter(|row| row[2] != "pkcs12" || row[5] != "-");
    assert_no_border_hides(&root, usual.map(|row| (&*row[0], &*row[1], &*row[2])));
}

#[test]
fn no_border_hides_written_octets() {
    let root = support::testdata("hidden/text");
    let rows = support::rows(&root.join("expected.tsv"));
    let whole = rows.iter().filter(|row| !row[1].starts_with(['!', '-']));
    assert_no_border_hides(&root, whole.map(|row| (&*row[0], &*row[1], &*row[3])));
}

/// In one run of base64 the second object stands on no border of its groups:
/// only who saw the first one knows where it begins.
#[test]
fn no_border_hides_what_stands_behind_an_object() {
    let first = der("ii-moces.pem");
    let second = der("iii-system.pem");
    assert_ne!(first.len() % 3, 0, "this one tells nothing");
    let text = data_encoding::BASE64.encode(&[&first[..], &second].concat());
    let wanted: Vec<String> = [&first, &second]
        .map(|der| String::from_utf8_lossy(oces::certificate::outline(der).unwrap().subject).into_owned())
        .into();
    let missed: Vec<usize> = (0..=text.len())
        .filter(|at| {
            let (bytes, border) = padded(text.as_bytes(), *at);
            let told = in_two_windows(&bytes, border);
            !wanted.iter().all(|subject| told.contains(subject))
        })
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
}

/// An encrypted message of indefinite length is told by what stands behind its
/// mark: where the border was the mark's own end, it once was hidden.
#[test]
fn no_border_hides_a_message_of_indefinite_length() {
    let text = fs::read(support::testdata("hidden/mail/inbox/indefinite.eml")).expect("a file of the test data");
    let begin = text.windows(8).position(|octets| octets == b"MIAGCSqG").expect("base64 of indefinite length");
    let missed: Vec<usize> = (begin..begin + 64)
        .filter(|at| {
            let (bytes, border) = padded(&text, *at);
            !in_two_windows(&bytes, border).iter().any(|one| one == "Pkcs7")
        })
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
}

fn der(name: &str) -> Vec<u8> {
    let text = fs::read(support::testdata("certificates").join(name)).expect("a file of the test data");
    let mut found = Vec::new();
    carve(Window::whole(&text), &mut |carved| {
        if let Content::Object { bytes, .. } = &carved.content {
            found = bytes.to_vec();
        }
    });
    found
}

/// A key is read strictly: it needs both its lines, wherever the border is.
#[test]
fn no_border_cuts_the_last_line_of_a_key() {
    let block = b"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----";
    for at in 0..=block.len() + 8 {
        let (bytes, border) = padded(&[block, &b"\n# and so on"[..]].concat(), at);
        let told = in_two_windows(&bytes, border);
        assert!(told.contains(&String::from_utf8_lossy(block).into_owned()), "{at}: {told:?}");
    }
}

/// The last letter of UTF-16 may be cut in two.
#[test]
fn progress_stays_within_its_window() {
    for name in ["utf16le-bare-pem.reg", "utf16be-bare-pem.reg"] {
        let content = fs::read(support::testdata("corpus").join(name)).expect("a file of the test data");
        for end in content.len() - 80..=content.len() {
            let progress = carve(Progress::default().window(&content[..end], false), &mut |_| {});
            assert!(progress.keep <= end, "{name} {end}: {progress:?}");
        }
    }
}

/// Each row is a file, the name in it and its format.
fn assert_no_border_hides<'r>(root: &Path, rows: impl Iterator<Item = (&'r str, &'r str, &'r str)>) {
    let mut missed: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (file, name, format) in rows {
        let content = fs::read(root.join(file)).expect("a file of the test data");
        let steps = (1..=STEPS).map(|part| content.len() * part / (STEPS + 1));
        for at in (0..DENSE.min(content.len())).chain(steps) {
            let (bytes, border) = padded(&content, at);
            let told = in_two_windows(&bytes, border);
            let wanted = if format == "pkcs12" { "Pkcs12" } else { name };
            if !told.iter().any(|one| one.contains(wanted)) {
                missed.entry(format!("{file} ({name})")).or_default().push(at);
            }
        }
    }
    assert!(missed.is_empty(), "{} are lost, at these borders:\n{missed:#?}", missed.len());
}

/// The content behind a line of its own encoding, and where the border is.
fn padded(content: &[u8], at: usize) -> (Vec<u8>, usize) {
    let before: &[u8] = match content {
        [0xfe, 0xff, ..] | [0 | 1, b'-' | b'<', ..] => b"\0#\0\n",
        [0xff, 0xfe, ..] | [b'-' | b'<', 0, ..] => b"#\0\n\0",
        _ => b"###\n",
    };
    let padding = before.repeat(512);
    ([&padding[..], content].concat(), padding.len() + at)
}

/// Carves `bytes` as the reader does when its buffer ends at `border`.
fn in_two_windows(bytes: &[u8], border: usize) -> Vec<String> {
    let mut told = Vec::new();
    let mut nested = Vec::new();
    let mut sink = |carved: Carved<'_>| tell(&carved, &mut told, &mut nested);
    let first = carve(Progress::default().window(&bytes[..border], false), &mut sink);
    carve(first.window(&bytes[first.keep..], true), &mut sink);
    while let Some(text) = nested.pop() {
        let mut sink = |carved: Carved<'_>| tell(&carved, &mut told, &mut Vec::new());
        carve(Window::whole(&text), &mut sink);
    }
    told
}

fn tell(carved: &Carved<'_>, told: &mut Vec<String>, nested: &mut Vec<Vec<u8>>) {
    match &carved.content {
        Content::Object { shape: Shape::Certificate, bytes, .. } => {
            let subject =
                oces::certificate::outline(bytes).map(|outline| String::from_utf8_lossy(outline.subject).into_owned());
            told.extend(subject);
        }
        Content::Object { shape, bytes, .. } => {
            told.push(format!("{shape:?}"));
            if *shape == Shape::Pkcs7 {
                nested.push(bytes.to_vec());
            }
        }
        Content::Nested { text, .. } => nested.push(text.bytes.to_vec()),
        Content::KeyBlock(text) => told.push(String::from_utf8_lossy(text).into_owned()),
        Content::Broken { .. } | Content::EndRecord => {}
    }
}
