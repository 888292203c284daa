//! The carver, whole and through windows with borders anywhere.
//!
//! What must hold:
//! 1. Progress goes forward, and no further than the window.
//! 2. Offsets lie in the window.
//! 3. The same certificates, stores, keys, nested texts and damage are found
//!    wherever the borders are.

use crate::{Target, Weight, guard};
use oces::carve::{Carved, Content, Progress, Window, carve};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The smallest first window; the program's is 256 KiB.
const SMALLEST: usize = 700;

/// How deep encodings are followed into encodings, as the program does.
const DEPTH: usize = 4;

/// The carver as a target.
pub fn target() -> Target {
    Target::new("carver", Weight::Heavy, check, |content| found(content).0 > 0)
}

/// How many things were carved, and what came out in the end.
fn found(content: &[u8]) -> (usize, BTreeSet<Found>) {
    let mut told = BTreeSet::new();
    let mut count = 0;
    carve(Window::whole(content), &mut |carved| {
        count += 1;
        note(&carved, 0, &mut told);
    });
    (count, told)
}

/// What was found, without its place: how it was clothed and a hash of its octets.
type Found = (String, usize, u64);

/// Notes what was carved. A nested text may begin earlier or later: what counts
/// is what is in it.
fn note(carved: &Carved<'_>, depth: usize, told: &mut BTreeSet<Found>) {
    let (kind, octets) = match &carved.content {
        Content::Object { shape, clothing, bytes } => (format!("{shape:?} {clothing:?}"), *bytes),
        Content::KeyBlock(text) => ("key block".to_owned(), *text),
        Content::Nested { text, .. } if depth < DEPTH => {
            carve(*text, &mut |inner| note(&inner, depth + 1, told));
            return;
        }
        Content::Broken { detail, bytes, .. } => (format!("broken: {detail}"), *bytes),
        Content::Nested { .. } | Content::EndRecord => return,
    };
    let mut hasher = DefaultHasher::new();
    octets.hash(&mut hasher);
    told.insert((kind, octets.len(), hasher.finish()));
}

fn check(data: &[u8]) {
    let (_, whole) = found(data);
    let lot = guard::lot(data);
    let size = SMALLEST + usize::try_from(lot % 4096).unwrap_or_default();
    let windowed = through_windows(data, size);
    for (have, miss, where_) in [(&whole, &windowed, "through windows"), (&windowed, &whole, "as a whole")] {
        let lost: Vec<_> = have.difference(miss).collect();
        assert!(lost.is_empty(), "windows of {size}: not found {where_}: {lost:?}");
    }
}

/// As `examine::flow` carves what is larger than its buffer.
fn through_windows(data: &[u8], size: usize) -> BTreeSet<Found> {
    let mut told = BTreeSet::new();
    let mut full = size;
    let (mut from, mut progress) = (0, Progress::default());
    loop {
        let bytes = &data[from..data.len().min(from + full)];
        // The program's buffer is filled before it knows that the content ends.
        let last = bytes.len() < full;
        progress = carve(progress.window(bytes, last), &mut |carved| {
            assert!(carved.offset <= bytes.len(), "an offset outside the window");
            note(&carved, 0, &mut told);
        });
        assert!(progress.keep <= bytes.len(), "{progress:?} in a window of {}", bytes.len());
        if last {
            return told;
        }
        if bytes.len() - progress.keep > full / 2 {
            full *= 2;
        }
        from += progress.keep;
    }
}
