//! Everything that hides a certificate: `testdata/hidden/*/`, each file with its
//! expectation in the `expected.tsv` beside it.
//!
//! Behaviour:
//! 1. The program tells every row (certificate or failure) and no other.
//! 2. A file cut short at every octet, and one with bits flipped, ends without
//!    a panic and not in silence: what is lost leaves a failure, unless the
//!    content is no longer that of any format.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use oces::bounds::{Bounds, Meter, Shared};
use oces::container::archive::ArchiveReader;
use oces::container::source::Memory;
use oces::container::{self, ContainerReader};
use oces::examine::{Artifact, FileHaul, Haul, WatchAll, examine};
use oces::location::{Location, Step};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use support::{below, list, text};

/// Every file is cut at so many places at the most, evenly spread.
const CUTS: usize = 2000;

/// So many bits are flipped in all files of an area together.
const FLIPS: usize = 10_000;

fn areas() -> Vec<PathBuf> {
    let mut areas: Vec<PathBuf> = fs::read_dir(support::testdata("hidden"))
        .map(|entries| entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect())
        .unwrap_or_default();
    areas.sort();
    areas
}

#[test]
fn every_row_is_told_and_no_other() {
    for area in areas() {
        let rows = support::rows(&area.join("expected.tsv"));
        let expected: Vec<String> = rows.iter().filter(|row| row[1] != "-").map(|row| row.join("\t")).collect();
        let (report, _) = support::scan(&area, &["--all", "--exclude", "expected.tsv"]);
        support::assert_same(&area.display().to_string(), &expected, &told(&report, &area));
        support::assert_books_balance(&report);
        let named: BTreeSet<&str> = rows.iter().filter_map(|row| row[0].split('/').next()).collect();
        for file in files(&area) {
            let name = file.strip_prefix(&area).unwrap().iter().next().unwrap().to_str().unwrap();
            assert!(named.contains(name), "{}: {name} has no row", area.display());
        }
    }
}

/// The report in the words of the expectations.
fn told(report: &Value, root: &Path) -> Vec<String> {
    let mut told = Vec::new();
    for certificate in list(report, "certificates").iter().chain(list(report, "lookAlikes")) {
        let name = support::common_name(text(certificate, "subject"));
        for place in list(certificate, "occurrences") {
            let or_dash = |key: &str| Some(text(place, key)).filter(|text| !text.is_empty()).unwrap_or("-").to_owned();
            let key = if support::truth(place, "privateKey") { "yes" } else { "no" };
            let row = [below(place, root), name.clone(), way(place), or_dash("format"), or_dash("alias"), key.into()];
            told.push(row.join("\t"));
        }
    }
    for failure in list(report, "failures") {
        let kind = format!("!{}", text(failure, "kind"));
        told.push([below(failure, root), kind, way(failure), "-".into(), "-".into(), "-".into()].join("\t"));
    }
    told
}

fn way(place: &Value) -> String {
    let steps = list(place, "steps").iter();
    let steps: Vec<String> = steps.map(|step| format!("{}:{}", text(step, "kind"), text(step, "name"))).collect();
    if steps.is_empty() { "-".to_owned() } else { steps.join(" > ") }
}

fn files(area: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![area.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() != "expected.tsv" {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// What a content holds: the certificates with the names on their way, and
/// whether anything at all was told to be missing.
struct Held {
    certificates: BTreeSet<[u8; 32]>,
    complains: bool,
}

fn held(content: &[u8]) -> Held {
    // Less than usual, so that a damaged number costs the test no time.
    let bounds = Bounds { depth: 6, members: 3000, expanded: 4 << 20, ..Bounds::default() };
    let meter = Arc::new(Meter::new(Arc::new(Shared::new(bounds)), || Duration::ZERO));
    meter.begin(content.len() as u64);
    let mut haul = Haul::default();
    haul.meter = meter;
    let location = Location::file(Path::new("/f").into(), Path::new("/f").into());
    let mut artifact = Artifact::new(location, &WatchAll, &mut haul);
    if let Err(error) = examine(&mut artifact, &mut Memory::new(content)) {
        artifact.reading_failed(&error, None);
    }
    let FileHaul { sightings, failures, locked, .. } = artifact.finish();
    for name in
        sightings.iter().flat_map(|sighting| sighting.occurrence.location.steps.iter()).map(|Step { name, .. }| name)
    {
        assert!(name.len() <= 4096, "a name of {} octets", name.len());
    }
    Held {
        certificates: sightings.iter().map(|sighting| sighting.fingerprint).collect(),
        complains: !failures.is_empty() || !locked.is_empty(),
    }
}

/// What the content is taken for.
fn format_of(content: &[u8]) -> Option<&'static str> {
    let archive = container::sniff_archive(content).map(ArchiveReader::id);
    archive
        .or_else(|| container::sniff(content).map(ContainerReader::id))
        .or_else(|| container::archive_by_end(&Memory::new(content)).map(ArchiveReader::id))
}

#[test]
fn what_is_cut_short_is_not_passed_over_in_silence() {
    for area in areas() {
        let mut silent = Vec::new();
        let mut cuts = 0;
        for file in files(&area) {
            let content = fs::read(&file).unwrap();
            let (whole, format) = (held(&content), format_of(&content));
            let step = content.len().div_ceil(CUTS).max(1);
            for end in (0..content.len()).step_by(step) {
                cuts += 1;
                let cut = held(&content[..end]);
                let lost = !whole.certificates.is_subset(&cut.certificates);
                if lost && !cut.complains && format.is_some() && format_of(&content[..end]) == format {
                    silent.push(format!("{} at {end}", file.file_name().unwrap().display()));
                }
            }
        }
        assert_seldom(&area, "cuts", &silent, cuts);
    }
}

#[test]
fn flipped_bits_end_in_no_panic_and_seldom_in_silence() {
    for area in areas() {
        let files = files(&area);
        let mut silent = Vec::new();
        let mut flips = 0;
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        for file in &files {
            let content = fs::read(file).unwrap();
            let (whole, format) = (held(&content), format_of(&content));
            for _ in 0..(FLIPS / files.len()).max(1) {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                let Some(at) = usize::try_from(random >> 8).unwrap().checked_rem(content.len()) else { continue };
                let mut flipped = content.clone();
                flipped[at] ^= 1 << (random & 7);
                flips += 1;
                let after = held(&flipped);
                let lost = after.certificates.len() < whole.certificates.len();
                if lost && !after.complains && format.is_some() && format_of(&flipped) == format {
                    silent.push(format!("{} at {at}", file.file_name().unwrap().display()));
                }
            }
        }
        assert_seldom(&area, "flips", &silent, flips);
    }
}

/// Formats without checksums cannot know everything: a damaged name or header
/// may make another content of it.
fn assert_seldom(area: &Path, what: &str, silent: &[String], tries: usize) {
    let one_in = tries.checked_div(silent.len()).unwrap_or(tries);
    let some: Vec<&String> = silent.iter().take(40).collect();
    assert!(one_in >= 50, "{}: {} of {tries} {what} in silence: {some:#?}", area.display(), silent.len());
}
