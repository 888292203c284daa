//! What the carver tells is the same in every word, wherever a window ends: the
//! test data and damaged texts, cut in two at many places.

#![allow(clippy::expect_used, reason = "a test may fail loudly")]

mod support;

use oces::carve::{Carved, Content, Progress, Window, carve};
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many borders a file gets; nearly all of them once were tried, 1.2 million.
const BORDERS: usize = 97;

#[test]
fn no_border_changes_what_is_told() {
    let folders = ["corpus", "hidden/text", "broken", "containers"].map(support::testdata);
    let mut contents = vec![("a damaged list".to_owned(), damaged_list(), 3)];
    contents.push(("a damaged export".to_owned(), damaged_export(), 3));
    contents.extend(SPOILT.map(|(at, behind)| (format!("zeros at {at}"), spoilt_block(at, behind), 29)));
    for path in folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder of the test data")) {
        let path = path.expect("an entry").path();
        if path.is_file() {
            let content = fs::read(&path).expect("a file of the test data");
            let step = 1 + content.len() / BORDERS;
            contents.push((path.display().to_string(), content, step));
        }
    }
    let changed: Vec<String> =
        contents.iter().filter_map(|(name, content, step)| changed(name, content, *step)).collect();
    assert!(changed.is_empty(), "{} contents are told otherwise:\n{}", changed.len(), changed.join("\n"));
}

/// Where zeros stand in a block, and how far behind it the next dashes are.
const SPOILT: [(usize, usize); 4] = [(30, 0), (30, 20_000), (1000, 0), (1000, 20_000)];

/// Zeros are damage that is told, near the beginning of a block as well.
#[test]
fn a_block_with_zeros_is_broken() {
    for (at, behind) in SPOILT {
        let mut told = BTreeSet::new();
        carve(Window::whole(&spoilt_block(at, behind)), &mut |carved| tell_all(&carved, 0, 0, &mut told));
        let is_broken = told.iter().any(|one| one.starts_with("PEM block"));
        assert_eq!(is_broken, at > 500 || behind == 0, "zeros at {at}, dashes {behind} behind: {told:?}");
        assert!(told.iter().any(|one| one.starts_with("Certificate Pem")), "the neighbour: {told:?}");
    }
}

fn spoilt_block(at: usize, behind: usize) -> Vec<u8> {
    let (mut block, neighbour) = (certificate(), certificate());
    block[at..at + 4].fill(0);
    let end = block.windows(5).rposition(|dashes| dashes == b"-----").unwrap_or_default();
    let label = block[..end].windows(5).rposition(|dashes| dashes == b"-----").expect("a last line");
    if behind > 0 {
        block.truncate(label);
        block.extend(b"and so on\n".repeat(behind / 10));
    }
    [block, neighbour].concat()
}

/// What the first border changes that changes anything.
fn changed(name: &str, content: &[u8], step: usize) -> Option<String> {
    let mut whole = BTreeSet::new();
    carve(Window::whole(content), &mut |carved| tell_all(&carved, 0, 0, &mut whole));
    (0..content.len()).step_by(step).find_map(|border| {
        let mut told = BTreeSet::new();
        let first = Progress::default().window(&content[..border], false);
        let progress = carve(first, &mut |carved| tell_all(&carved, 0, 0, &mut told));
        let rest = progress.window(&content[progress.keep..], true);
        carve(rest, &mut |carved| tell_all(&carved, progress.keep, 0, &mut told));
        let (lost, more) = (whole.difference(&told).collect::<Vec<_>>(), told.difference(&whole).collect::<Vec<_>>());
        (told != whole).then(|| format!("{name} at {border}: without {lost:?}, with {more:?}"))
    })
}

/// A list of certificates as text, of which one has zeros in it and one no end:
/// what follows may be taken for their lines, but not only where little is seen.
fn damaged_list() -> Vec<u8> {
    let raw = raw();
    let (head, tail) = raw.split_at(raw.len() - 48);
    let (spoilt, cut) = (format!("{head}\0\0{}\"", &tail[3..]), head.to_owned());
    let whole = format!("{raw}\"");
    let indent = " ".repeat(16);
    let entry = |(number, raw): (u32, &String)| {
        let thumbprint = format!("{indent}    \"thumbprint\": \"{:040X}\",\r\n", 0xf00d_0000 + number);
        format!("{indent}{{\r\n{thumbprint}{indent}    \"raw\": \"{raw}\r\n{indent}}},\r\n")
    };
    let all = [&whole, &spoilt, &whole, &cut, &whole, &whole];
    (0..).zip(all).map(entry).collect::<String>().into_bytes()
}

/// Octets in UTF-16, as a registry is exported, with a stroke in their middle,
/// and in the same line what another object may begin with.
fn damaged_export() -> Vec<u8> {
    let raw = data_encoding::BASE64.decode(raw().as_bytes()).expect("base64");
    let digits: Vec<String> = raw.iter().map(|octet| format!("{octet:02x}")).collect();
    let lines: Vec<String> = digits.chunks(25).map(|line| line.join(",") + ",").collect();
    let mut text = format!("\"Blob\"=hex:{}\r\n", lines.join("\\\r\n  "));
    text.replace_range(1000..1001, "<");
    text.replace_range(1010..1013, ",82");
    text.repeat(3).bytes().flat_map(|octet| [octet, 0]).collect()
}

fn raw() -> String {
    let pem = String::from_utf8(certificate()).expect("PEM is text");
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

fn certificate() -> Vec<u8> {
    fs::read(support::testdata("certificates").join("ii-moces.pem")).expect("a file of the test data")
}

/// Everything but what texts are nested in: where they begin may differ.
fn tell_all(carved: &Carved<'_>, base: usize, depth: usize, told: &mut BTreeSet<String>) {
    let (what, bytes) = match &carved.content {
        Content::Nested { text, .. } if depth < 4 => {
            carve(*text, &mut |inner| tell_all(&inner, 0, depth + 1, told));
            return;
        }
        Content::Nested { .. } => return,
        Content::Object { shape, clothing, bytes } => (format!("{shape:?} {clothing:?}"), *bytes),
        Content::KeyBlock(text) => ("key".to_owned(), *text),
        Content::Broken { detail, bytes, .. } => ((*detail).to_owned(), *bytes),
        Content::EndRecord => ("end record".to_owned(), &b""[..]),
    };
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let at = if depth == 0 { base + carved.offset } else { 0 };
    told.insert(format!("{what} at {at}, {depth} deep: {} octets, {:x}", bytes.len(), hasher.finish()));
}
