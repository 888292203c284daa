//! Names and places: paths longer than the system opens, names as long as it
//! takes, octets that are no text, links in circles, a tree half of which is shut.

use crate::support::{self, list, text};
use crate::tree::{as_nobody, certificate, program, scan_of, set_mode, told, write};
use rustix::fs::{Mode, OFlags, mkdirat, openat};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;

/// Folders in each other; the system opens paths of 4,095 octets.
const DEEP: usize = 4000;

/// Plants a certificate in the folders at these depths.
fn plant_deep(root: &Path, at: &[usize]) {
    let mut folder = rustix::fs::open(root, OFlags::DIRECTORY, Mode::empty()).expect("the root");
    for depth in 1..=DEEP {
        mkdirat(&folder, "d", Mode::RWXU).expect("a folder");
        folder = openat(&folder, "d", OFlags::DIRECTORY, Mode::empty()).expect("the folder");
        if at.contains(&depth) {
            plant_in(&folder);
        }
    }
}

fn plant_in(folder: &OwnedFd) {
    for (name, content) in [("c.pem", &certificate()[..]), ("c.conf", b"certificate = c.pem")] {
        let file = openat(folder, name, OFlags::CREATE | OFlags::WRONLY, Mode::RUSR).expect("a file");
        fs::File::from(file).write_all(content).expect("what stands in it");
    }
}

/// No path reaches them, but each folder is opened in the one around it. With
/// `--follow` paths are needed: the place where the way ends is told.
#[test]
fn four_thousand_folders_in_each_other_are_read_to_the_last() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    write(&root.join("beside.pem"), &certificate());
    plant_deep(root, &[1000, 1900, DEEP]);
    // Texts are read again by their paths, and one that no path reaches is counted.
    for (follow, reached) in [(None, &[0, 1000, 1900, DEEP][..]), (Some("--follow"), &[0, 1000, 1900])] {
        let arguments = scan_of(root);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(follow).collect();
        // Time and memory of this depth are no more than those of so many folders.
        let outcome = support::oces_under("ulimit -t 20", &arguments);
        assert_eq!(outcome.code, 1, "{}", outcome.stderr);
        let told = told(&outcome, root);
        let found: Vec<usize> = told.found.iter().map(|path| path.matches("d/").count()).collect();
        assert_eq!(found, reached);
        let unsearched = list(&told.report, "notLookedAt").iter().find(|one| text(one, "kind") == "unsearched");
        assert_eq!(unsearched.map(|one| one["count"].as_u64()), follow.is_none().then_some(Some(1)));
        let failures = list(&told.report, "failures");
        assert_eq!(failures.len(), usize::from(follow.is_some()), "{failures:?}");
        for failure in failures {
            assert_eq!(text(failure, "kind"), "unreadable");
            assert!(text(failure, "path").len() > 4090, "it names the place where the way ends");
        }
    }
}

/// The longest name there is, and octets that are no text, of folders, files
/// and members of archives.
#[test]
fn names_of_any_octets_and_length_are_read() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    let names: [&[u8]; 6] = [&[b'n'; 255], &[0xff; 255], b"\xc3\x28", b"\xed\xa0\x80", b"a\\b", b" \t\n"];
    for (number, name) in names.iter().enumerate() {
        let inside = root.join(number.to_string()).join(OsStr::from_bytes(name));
        write(&inside.join(OsStr::from_bytes(name)), &certificate());
    }
    let member = b"\xff\xfe/\xc3(.pem";
    write(&root.join("stored.tar"), &tar(member, &certificate()));
    let outcome = support::outcome_of(&mut program(&scan_of(root)));
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let told = told(&outcome, root);
    assert!(told.failed.is_empty(), "{:?}", told.failed);
    let places = list(&told.report["certificates"][0], "occurrences");
    assert_eq!(places.len(), names.len() + 1);
    let octets = places.iter().filter(|place| !text(place, "pathBytes").is_empty());
    assert_eq!(octets.count(), 3, "what is no text is told in octets too");
    let member = places.iter().flat_map(|place| list(place, "steps")).find(|step| text(step, "kind") == "member");
    assert!(member.is_some(), "the member of the archive: {places:?}");
}

/// An archive with one member.
fn tar(name: &[u8], content: &[u8]) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name);
    header[100..108].copy_from_slice(b"0000644\0");
    header[124..136].copy_from_slice(format!("{:011o}\0", content.len()).as_bytes());
    header[156] = b'0';
    header[257..265].copy_from_slice(b"ustar\x0000");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|octet| u32::from(*octet)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut archive = [&header, content].concat();
    archive.resize(archive.len().div_ceil(512) * 512 + 1024, 0);
    archive
}

/// Links to what is above, to themselves, to each other, and to everything at
/// once from everywhere: each file is told once.
#[test]
fn links_in_circles_end() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path().join("tree");
    for n in 0..20 {
        write(&root.join(format!("{n}/{n}.pem")), &certificate());
    }
    for n in 0..20 {
        for (target, name) in [("..", "up"), ("../..", "out"), (".", "here"), ("self", "self"), ("b", "a"), ("a", "b")]
        {
            symlink(target, root.join(n.to_string()).join(name)).expect("a link");
        }
        for other in 0..20 {
            symlink(format!("../{other}"), root.join(format!("{n}/to-{other}"))).expect("a link");
        }
    }
    for follow in [false, true] {
        let mut arguments = scan_of(&root);
        arguments.extend(follow.then(|| "--follow".to_owned()));
        let outcome = support::outcome_of(&mut program(&arguments));
        assert_eq!(outcome.code, 1, "{}", outcome.stderr);
        let told = told(&outcome, &root);
        let places = list(&told.report["certificates"][0], "occurrences");
        assert_eq!((places.len(), told.found.len()), (20, 20), "once each");
    }
}

/// Every second file and every third folder is shut for who runs it.
#[test]
fn a_tree_half_of_which_is_shut_is_told_to_the_last_file() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path().join("tree");
    let (mut open, mut shut, mut folders) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..30 {
        for file in 0..10 {
            let name = format!("{n}/{file}.pem");
            write(&root.join(&name), &certificate());
            set_mode(&root.join(&name), if file % 2 == 0 { 0o000 } else { 0o644 });
            match (n % 3, file % 2) {
                (0, _) => {}
                (_, 0) => shut.push(name),
                _ => open.push(name),
            }
        }
        if n % 3 == 0 {
            // Listed but not entered, entered but not listed, or neither.
            set_mode(&root.join(n.to_string()), [0o000, 0o444, 0o111][n % 9 / 3]);
            folders.push(n);
        }
    }
    let outcome = support::outcome_of(&mut as_nobody(folder.path(), &scan_of(&root)));
    for n in &folders {
        set_mode(&root.join(n.to_string()), 0o755);
    }
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let told = told(&outcome, &root);
    open.sort();
    assert_eq!(told.found.iter().collect::<Vec<_>>(), open.iter().collect::<Vec<_>>());
    let silent: Vec<&String> = shut.iter().filter(|name| !told.failed.contains(*name)).collect();
    assert!(silent.is_empty(), "{silent:?}");
    // A folder that can be listed and not entered shows names that nobody can read.
    let told_of =
        |n: &usize| told.failed.iter().any(|path| path == &n.to_string() || path.starts_with(&format!("{n}/")));
    let silent: Vec<&usize> = folders.iter().filter(|n| !told_of(n)).collect();
    assert!(silent.is_empty(), "folders: {silent:?}");
    assert!(!told.report["scan"]["complete"].as_bool().unwrap_or(true));
}
