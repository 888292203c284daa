//! The Java keystores, PKCS #7 and private keys against the files of
//! `testdata`, each of which has its expectation beside it
//! (`testdata/make/javastores.py` tells the format), and against damage.

#![allow(clippy::unwrap_used, reason = "a test that finds no file is to fail")]

use oces::container::{self, ContainerReader, Extraction};
use oces::key;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

const READERS: [&str; 6] = ["bcfks", "bks", "jceks", "jks", "pkcs7", "uber"];

/// The files of a folder of `testdata` that have an expectation, by name.
fn fixtures(folder: &str) -> Vec<(PathBuf, Vec<u8>, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files = paths.into_iter().filter(|path| path.extension().is_none_or(|extension| extension != "expected"));
    files
        .map(|path| {
            let expected = fs::read_to_string(format!("{}.expected", path.display())).unwrap();
            let bytes = fs::read(&path).unwrap();
            (path, bytes, expected)
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn reader(id: &str) -> &'static dyn ContainerReader {
    *container::READERS.iter().find(|reader| reader.id() == id).unwrap()
}

/// What a reading says, in the lines of an expectation.
fn lines(extraction: &Extraction) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in &extraction.certificates {
        let key = if entry.private_key { "key" } else { "-" };
        let alias = entry.alias.as_deref().unwrap_or_default();
        lines.push(format!("certificate {} {key} {alias}", hex(&Sha256::digest(&entry.der))).trim_end().to_owned());
    }
    for entry in &extraction.keys {
        let paired = if entry.paired { "paired" } else { "unpaired" };
        let public = entry.public_key.map_or("-".to_owned(), |hash| hex(&hash));
        lines.push(format!("key {paired} {public} {}", entry.alias.as_deref().unwrap_or_default()));
    }
    for problem in &extraction.problems {
        lines.push(format!("problem {} {}", problem.kind.id(), problem.detail));
    }
    lines
}

/// A problem fits when it contains the expected words; all else is equal.
fn fits(expected: &str, told: &str) -> bool {
    let mut parts = expected.splitn(3, ' ');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("problem"), Some(kind), Some(words)) => {
            told.strip_prefix(&format!("problem {kind} ")).is_some_and(|detail| detail.contains(words))
        }
        _ => expected == told,
    }
}

fn check(path: &Path, bytes: &[u8], expected: &str) {
    let mut expected: Vec<&str> = expected.lines().collect();
    let id = expected.remove(0).strip_prefix("reader ").unwrap();
    let claimed = READERS.iter().find(|id| reader(id).sniff(&bytes[..bytes.len().min(64)]));
    assert_eq!(claimed.copied().unwrap_or("none"), id, "{}", path.display());
    if id == "none" {
        return;
    }
    let extraction = reader(id).read(bytes);
    assert!(extraction.locked.is_none(), "{}", path.display());
    let told = lines(&extraction);
    let agree = told.len() == expected.len() && expected.iter().zip(&told).all(|(expected, told)| fits(expected, told));
    assert!(agree, "{}\nexpected {expected:#?}\ntold {told:#?}", path.display());
}

#[test]
fn every_store_reads_as_its_expectation_says() {
    let mut count = 0;
    for id in READERS {
        for (path, bytes, expected) in fixtures(&format!("containers/{id}")) {
            check(&path, &bytes, &expected);
            count += 1;
        }
    }
    assert!(count >= 50, "{count} files");
}

#[test]
fn only_one_reader_claims_a_store_from_any_length_of_head() {
    for id in READERS {
        for (path, bytes, _) in fixtures(&format!("containers/{id}")) {
            for length in [64, 100, 4096, bytes.len()] {
                let head = &bytes[..bytes.len().min(length)];
                let claims: Vec<&str> = READERS.into_iter().filter(|id| reader(id).sniff(head)).collect();
                assert!(claims.len() <= 1, "{} {length} {claims:?}", path.display());
            }
        }
    }
}

/// A store cut anywhere says so, unless all of its meaning is before the cut,
/// and never tells a certificate that the whole store does not have.
#[test]
fn a_store_cut_at_any_octet_keeps_what_stands_before_the_cut() {
    let whole = [("jks", "mixed.jks"), ("jceks", "mixed.jceks"), ("bks", "mixed.bks"), ("pkcs7", "three.p7b")];
    let more = [("pkcs7", "ber.p7b"), ("jks", "version-1.jks"), ("pkcs7", "bare-ber.p7b"), ("pkcs7", "netscape.p7c")];
    for (id, name) in whole.into_iter().chain(more) {
        let bytes = fs::read(format!("{}/testdata/containers/{id}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let all: Vec<Vec<u8>> = reader(id).read(&bytes).certificates.into_iter().map(|entry| entry.der).collect();
        let mut last = 0;
        for cut in 0..=bytes.len() {
            let extraction = reader(id).read(&bytes[..cut]);
            let told: Vec<Vec<u8>> = extraction.certificates.into_iter().map(|entry| entry.der).collect();
            assert!(all.starts_with(&told), "{name} cut at {cut}");
            assert!(told.len() >= last, "{name} cut at {cut} loses a certificate");
            last = told.len();
            if cut < bytes.len() && reader(id).sniff(&bytes[..cut]) {
                assert_eq!(extraction.problems.len(), 1, "{name} cut at {cut}: {:?}", extraction.problems);
            }
        }
        assert_eq!(last, all.len(), "{name}");
    }
}

/// `SplitMix64`: the same damage in every run.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut value = *state;
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[test]
fn flipped_bits_end_neither_in_a_panic_nor_in_more_than_is_there() {
    for id in READERS {
        let files = fixtures(&format!("containers/{id}"));
        let mut state = 42;
        for round in 0..3000 {
            let mut bytes = files[round % files.len()].1.clone();
            for _ in 0..=random(&mut state) % 4 {
                let bit = usize::try_from(random(&mut state)).unwrap() % (bytes.len() * 8);
                bytes[bit / 8] ^= 1 << (bit % 8);
            }
            let extraction = reader(id).read(&bytes);
            let size: usize = extraction.certificates.iter().map(|entry| entry.der.len()).sum();
            assert!(size <= bytes.len() && extraction.problems.len() <= 66);
        }
    }
}

/// One flipped bit in one entry never hides the other two, is told where it
/// loses a certificate, and makes no certificate own a key that it has not.
#[test]
fn one_flipped_bit_in_an_entry_leaves_its_siblings() {
    for (id, name) in [("jks", "mixed.jks"), ("jceks", "mixed.jceks"), ("bks", "mixed.bks")] {
        let bytes = fs::read(format!("{}/testdata/containers/{id}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let whole = lines(&reader(id).read(&bytes));
        let aliases = ["eksempel rod", "fjordby integration", "anden"];
        for bit in (12 * 8..(bytes.len() - 20) * 8).filter(|bit| [0, 1, 4, 7].contains(&(bit % 8))) {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            if !reader(id).sniff(&damaged[..64]) || (id == "bks" && bit < 32 * 8) {
                continue;
            }
            let told = lines(&reader(id).read(&damaged));
            let lost = aliases.iter().filter(|alias| {
                let of_alias = |lines: &[String]| {
                    lines.iter().filter(|line| line.starts_with("cert") && line.ends_with(**alias)).count()
                };
                of_alias(&told) < of_alias(&whole)
            });
            assert!(lost.count() <= 1, "{name} bit {bit}: {told:#?}");
            let count = |lines: &[String]| lines.iter().filter(|line| line.starts_with("cert")).count();
            let owns = |lines: &[String]| {
                lines.iter().filter(|line| line.starts_with("cert") && line.contains(" key ")).count()
            };
            let is_told = told.iter().any(|line| line.starts_with("problem"));
            assert!(is_told || count(&told) == count(&whole), "{name} bit {bit} loses in silence: {told:#?}");
            assert!(owns(&told) <= owns(&whole), "{name} bit {bit} invents a key: {told:#?}");
        }
    }
}

#[test]
fn hostile_stores_end_at_once() {
    let mut deep = data_encoding::HEXLOWER.decode(b"308006092a864886f70d010702a0803080020101").unwrap();
    deep.extend(std::iter::repeat_n([0x30, 0x80], 300_000).flatten());
    let extraction = reader("pkcs7").read(&deep);
    assert_eq!(extraction.problems.len(), 1, "{:?}", extraction.problems);
    // A MiB in which a certificate, a key or an entry seems to begin everywhere.
    let begin = *b"\xfe\xed\xfe\xed\x00\x00\x00\x02\xff\xff\xff\xff";
    let uber = *b"\x00\x00\x00\x02\x00\x00\x00\x14abcdefghijklmnopqrst\x00\x00\x05\x00";
    let message = data_encoding::HEXLOWER.decode(b"308006092a864886f70d010702a080308002010131003080060100").unwrap();
    let set = [&message[..], &[0, 0, 0xa0, 0x80]].concat();
    let broken = [&set[..], &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]].concat();
    let patterns: [&[u8]; 8] = [
        b"\x00\x00\x00\x01\x00\x01x\x00\x00\x01\x8b\xcf\xe5h\x00\x00\x00\x00\x01\x30",
        b"\x00\x00\x00\x02\x00\x01x\x00\x00\x01\x8b\xcf\xe5h\x00\x00\x05X.509\x00\x01\x00\x00\x30\x80",
        b"\x00\x00\x00\x02\xff\xff",
        b"\x01\x00\x01x\x00\x00\x01\x8b\xcf\xe5h\x00\x00\x00\x00\x05\x00\x05X.509\x00\x01\x00\x00\x30\x80",
        b"\x03\x41\x41\x41",
        b"\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
        b"\x30\x82\xff\xff\x30\x82\xff\xf0\xa0\x03\x02\x01\x02\x02\x01\x01\x30\x80",
        b"\x30\x80\x30\x80\x02\x00",
    ];
    for pattern in patterns {
        let filling = pattern.iter().copied().cycle().take(1 << 20);
        let starts = [("jks", &begin[..]), ("bks", &uber), ("pkcs7", &set), ("pkcs7", &broken)];
        for (id, start) in starts {
            let bytes: Vec<u8> = start.iter().copied().chain(filling.clone()).collect();
            assert!(reader(id).read(&bytes).problems.len() <= 66, "{id}");
        }
    }
}

#[test]
fn keys_tell_their_public_part() {
    for (path, bytes, expected) in fixtures("keys") {
        let expected = expected.trim();
        let name = path.display();
        let is_pem = bytes.starts_with(b"-----");
        let der = if is_pem { key::from_pem(&bytes).unwrap().remove(0).to_vec() } else { bytes };
        assert_eq!(key::is_private_key(&der), expected != "encrypted", "{name}");
        let public = key::public_key_of(&der).map(|hash| hex(&hash));
        assert_eq!(public, (expected.len() == 64).then(|| expected.to_owned()), "{name}");
        for cut in 0..der.len() {
            assert_eq!(key::public_key_of(&der[..cut]), None, "{name} cut at {cut}");
        }
    }
}
