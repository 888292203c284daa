//! Every file of `testdata/containers/pkcs12` against the expectation beside
//! it, then the same files cut and damaged.

use super::{Pkcs12, structure};
use crate::asn1::{encode, tag};
use crate::container::{ContainerReader, Extraction};
use crate::failure::FailureKind;
use crate::password::{Password, Passwords};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/containers/pkcs12")
}

fn files(extension: &str) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(directory()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|have| have == extension) {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
    found
}

/// Reads and, if asked for, unlocks, `wrong` first.
fn everything(bytes: &[u8], wrong: Option<&str>, password: Option<&str>) -> (Extraction, Extraction) {
    let first = Pkcs12.read(bytes);
    let list = wrong.into_iter().chain(password).map(|text| Password::new(text.to_owned())).collect();
    let passwords = Passwords::new(list, Vec::new());
    let second = match (&first.locked, password) {
        (Some(_), Some(_)) => Pkcs12.unlock(bytes, &mut passwords.candidates(Path::new("/x.p12"), false)),
        _ => Extraction::default(),
    };
    (first, second)
}

/// What a file gave, in the words of the `.expected` files, sorted.
fn told(first: &Extraction, second: &Extraction, names: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in first.certificates.iter().chain(&second.certificates) {
        let name = names.iter().find(|(_, der)| **der == entry.der).map_or("*", |(name, _)| name);
        let key = if entry.private_key { "key" } else { "-" };
        let alias = entry.alias.as_deref().map(|alias| format!(" {alias}")).unwrap_or_default();
        lines.push(format!("certificate {key} {name}{alias}"));
    }
    lines.push(format!("keys {}", first.keys.len() + second.keys.len()));
    lines.extend(first.problems.iter().chain(&second.problems).map(|problem| format!("problem {}", problem.kind.id())));
    lines.sort();
    lines
}

fn password_of(expected: &str) -> Option<&str> {
    expected.lines().find_map(|line| line.strip_prefix("password "))
}

fn expectations() -> BTreeMap<String, String> {
    files("expected").into_iter().map(|(name, text)| (name, String::from_utf8(text).unwrap())).collect()
}

#[test]
fn lengths_in_more_octets_than_they_need_hide_no_store() {
    let minimal = encode(tag::OID, &[&structure::CONTENT_TYPES[..], &[1]].concat());
    let roundabout = [&[tag::OID, 0x82, 0], &minimal[1..]].concat();
    for (version, kind) in [(&[2, 1, 3][..], &minimal), (&[2, 0x81, 1, 3], &minimal), (&[2, 1, 3], &roundabout)] {
        let store = encode(tag::SEQUENCE, &[version, &encode(tag::SEQUENCE, kind)].concat());
        assert!(Pkcs12.sniff(&store), "{store:02x?}");
    }
    let other = encode(tag::SEQUENCE, &[&[2, 0x81, 1, 4][..], &encode(tag::SEQUENCE, &minimal)].concat());
    assert!(!Pkcs12.sniff(&other));
}

#[test]
fn every_file_gives_what_stands_beside_it() {
    let (stores, expectations, names) = (files("p12"), expectations(), files("der"));
    assert!(stores.len() >= 60, "only {} files", stores.len());
    assert_eq!(stores.keys().collect::<Vec<_>>(), expectations.keys().collect::<Vec<_>>());
    let mut differences = Vec::new();
    for (name, bytes) in &stores {
        let expected = &expectations[name];
        assert!(Pkcs12.sniff(&bytes[..64.min(bytes.len())]), "{name}");
        // NSS and Bouncy Castle make each try cost a second without optimisation.
        let wrong = Some("wrong").filter(|_| !name.starts_with("nss") && !name.starts_with("bc"));
        let (first, second) = everything(bytes, wrong, password_of(expected));
        let mut lines: Vec<&str> = expected.lines().filter(|line| !line.starts_with("password ")).collect();
        lines.sort_unstable();
        let told = told(&first, &second, &names);
        if told != lines {
            differences.push(format!(
                "{name}\n  expected {lines:?}\n  got      {told:?}\n  {:?} {:?}",
                first.problems, second.problems
            ));
        }
        let shut = second.problems.iter().any(|problem| problem.kind == FailureKind::Locked);
        assert!(!shut || second.locked.is_some(), "{name}: facts are lost");
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_locked_store_tells_its_keys() {
    let stores = files("p12");
    let facts = Pkcs12.read(&stores["openssl-default"]).locked.unwrap();
    assert_eq!(facts.format, "pkcs12");
    assert_eq!(facts.keys.len(), 1);
    assert_eq!(facts.keys[0].friendly_name.as_deref(), Some("leaf"));
    assert_eq!(facts.keys[0].local_key_id.as_ref().unwrap().len(), 20);
    let (_, second) = everything(&stores["openssl-default"], Some("wrong"), Some("another"));
    assert_eq!(second.problems[0].detail, "none of 2 passwords fits (or the file is damaged)");
    assert_eq!(second.locked.unwrap().keys.len(), 1);
}

#[test]
fn no_passwords_are_told_as_such() {
    let stores = files("p12");
    let none = Passwords::default();
    let mut candidates = none.candidates(Path::new("/x.p12"), false);
    let extraction = Pkcs12.unlock(&stores["openssl-default"], &mut candidates);
    assert_eq!(extraction.problems[0].kind, FailureKind::Locked);
    assert_eq!(extraction.problems[0].detail, "no password to try");
}

/// Whatever opened a store last, the same passwords fit within the budget.
#[test]
fn the_budget_depends_on_no_other_store() {
    let stores = files("p12");
    let list: Vec<Password> = ["a", "b", "c", "hemmelig"].map(|text| Password::new(text.to_owned())).to_vec();
    for (last, budget) in [3, 2, 0]
        .into_iter()
        .flat_map(|last| [2048, 4 * 2049, 5 * 2100, 8 * 2100, 1 << 20].map(|budget| (last, budget)))
    {
        let opens = |remembered: bool| {
            let passwords = Passwords::new(list.clone(), Vec::new());
            let mut candidates = passwords.candidates(Path::new("/x.p12"), false);
            if remembered {
                candidates.accept(&list[last]);
                candidates = passwords.candidates(Path::new("/x.p12"), false);
            }
            candidates.iterations_left = budget;
            let extraction = Pkcs12.unlock(&stores["openssl-default"], &mut candidates);
            (extraction.certificates.len(), format!("{:?}", extraction.problems), candidates.iterations_left)
        };
        assert_eq!(opens(true), opens(false), "{last} {budget}");
    }
}

#[test]
fn what_opened_a_store_is_remembered() {
    let stores = files("p12");
    let list = ["a", "hemmelig"].map(|text| Password::new(text.to_owned())).to_vec();
    let passwords = Passwords::new(list, Vec::new());
    for tried in [2, 0] {
        let mut candidates = passwords.candidates(Path::new("/x.p12"), false);
        assert!(Pkcs12.unlock(&stores["openssl-default"], &mut candidates).problems.is_empty());
        assert_eq!(candidates.tried(), tried);
    }
}

#[test]
fn the_budget_of_a_store_ends_its_tries() {
    let stores = files("p12");
    let passwords = Passwords::new(vec![Password::new("hemmelig".to_owned())], Vec::new());
    let mut candidates = passwords.candidates(Path::new("/x.p12"), false);
    candidates.iterations_left = 150_000;
    let extraction = Pkcs12.unlock(&stores["openssl-iterations"], &mut candidates);
    assert_eq!(extraction.problems[0].kind, FailureKind::LimitExceeded);
    assert!(extraction.locked.is_some());
}

#[test]
fn only_stores_are_recognised() {
    for der in files("der").values() {
        assert!(!Pkcs12.sniff(der));
    }
    let rsa_key = [0x30, 0x82, 0x04, 0xa4, 0x02, 0x01, 0x00, 0x02, 0x82, 0x01, 0x01];
    let signed_data = [0x30, 0x80, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02, 0xa0, 0x80];
    let inner = [0x30, 0x80, 0x02, 0x01, 0x03, 0x31, 0x0d, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48];
    for head in [&rsa_key[..], &signed_data, &inner, &[0x30], &[0x30, 0x80], &[]] {
        assert!(!Pkcs12.sniff(head), "{head:x?}");
    }
}

#[test]
fn a_cut_file_is_corrupt_wherever_it_is_cut() {
    let stores = files("p12");
    for name in ["openssl-default", "nss-rc2", "odd-ber-inside"] {
        let whole = &stores[name];
        for length in 0..whole.len() {
            let first = Pkcs12.read(&whole[..length]);
            assert!(
                first.problems.iter().any(|problem| problem.kind == FailureKind::Corrupt),
                "{name} cut at {length}"
            );
        }
    }
    let whole = &stores["odd-ber-inside"];
    for length in 0..whole.len() {
        let (first, second) = everything(&whole[..length], None, Some("hemmelig"));
        assert!(first.certificates.is_empty() && second.certificates.len() <= 3, "cut at {length}");
    }
}

#[test]
fn what_stands_before_the_cut_is_read() {
    let bytes = &files("p12")["openssl-default"];
    let (_, second) = everything(&bytes[..bytes.len() - 200], None, Some("hemmelig"));
    assert_eq!(second.certificates.len(), 3);
}

/// A small generator of our own (xorshift64), so that runs repeat.
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 1).unwrap()
}

#[test]
fn flipped_bits_neither_panic_nor_hang() {
    let stores = files("p12");
    let seeds =
        ["openssl-all-clear", "odd-pbes2-rc2", "odd-pbmac1-sha384", "odd-ber-inside", "odd-bad-siblings", "odd-nested"];
    let mut state = 0x9e37_79b9_7f4a_7c15;
    for round in 0..3_000 {
        let mut bytes = stores[seeds[round % seeds.len()]].clone();
        for _ in 0..=round % 3 {
            let at = next(&mut state) % bytes.len();
            bytes[at] ^= 1 << (next(&mut state) % 8);
        }
        let first = Pkcs12.read(&bytes);
        let passwords = Passwords::new(vec![Password::new("hemmelig".to_owned())], Vec::new());
        let mut candidates = passwords.candidates(Path::new("/x.p12"), false);
        // Enough for the honest counts of the seeds, so that a flipped count stays cheap.
        candidates.iterations_left = 500;
        let second = Pkcs12.unlock(&bytes, &mut candidates);
        assert!(first.certificates.len() + second.certificates.len() <= 8);
    }
}

#[test]
fn a_flipped_bit_in_the_mac_hides_no_certificate() {
    let mut bytes = files("p12")["openssl-default"].clone();
    let at = bytes.len() - 20;
    bytes[at] ^= 1;
    let (_, second) = everything(&bytes, None, Some("hemmelig"));
    assert_eq!(second.certificates.len(), 3);
    assert_eq!(second.problems.len(), 1);
    assert!(second.problems[0].detail.contains("MAC does not verify"));
}

/// Where the MAC knows none of the usual passwords, the safes are not asked.
#[test]
fn usual_passwords_cost_a_locked_store_no_more_than_its_mac() {
    let bytes = files("p12")["openssl-default"].clone();
    let spent = |list: Vec<Password>| {
        let passwords = Passwords::new(list, Vec::new());
        let mut candidates = passwords.candidates(Path::new("/x.p12"), false);
        let before = candidates.iterations_left;
        let extraction = Pkcs12.unlock(&bytes, &mut candidates);
        assert_eq!(extraction.problems[0].kind, FailureKind::Locked);
        before - candidates.iterations_left
    };
    let usual = Passwords::defaults();
    let named: Vec<Password> = (0..usual.len()).map(|number| Password::new(format!("named-{number}"))).collect();
    // The empty password is spelled in two ways.
    let mac = spent(vec![Password::new("changeit".to_owned())]);
    assert_eq!(spent(usual.clone()), mac * (usual.len() as u64 + 1));
    assert!(spent(named) > mac * 2 * usual.len() as u64);
}

/// A clear store of the given bags and copies of them.
fn store_of(bags: &[u8]) -> Vec<u8> {
    let data = [&[tag::OID, 9][..], &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01]].concat();
    let info = |body: &[u8]| {
        let octets = encode(tag::OCTET_STRING, &encode(tag::SEQUENCE, body));
        encode(tag::SEQUENCE, &[data.clone(), encode(tag::CONTEXT_0, &octets)].concat())
    };
    encode(tag::SEQUENCE, &[vec![tag::INTEGER, 1, 3], info(&info(bags))].concat())
}

#[test]
fn a_hundred_thousand_keys_and_bad_bags_are_no_burden() {
    let bag = |number: u8| {
        let kind = [tag::OID, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, number];
        encode(tag::SEQUENCE, &[&kind[..], &[tag::CONTEXT_0, 2, tag::SEQUENCE, 0]].concat())
    };
    let extraction = Pkcs12.read(&store_of(&[bag(2).repeat(100_000), bag(3).repeat(100_000)].concat()));
    assert_eq!(extraction.keys.len(), 100_000);
    assert_eq!(extraction.problems.len(), 51);
    assert_eq!(extraction.problems[50].detail, "safe 1: 99950 more bags cannot be read");
}

#[test]
fn a_length_beyond_its_frame_is_told() {
    let whole = store_of(&[]);
    let list = whole.windows(2).position(|pair| pair[0] == 0x04).unwrap() + 2;
    for (at, told) in [(list + 1, "the list of safes is damaged"), (whole.len() - 1, "safe 1: cut short or damaged")] {
        let mut bytes = whole.clone();
        bytes[at] += 5;
        let problems = Pkcs12.read(&bytes).problems;
        assert!(problems.iter().any(|problem| problem.detail.starts_with(told)), "{at}: {problems:?}");
    }
}
