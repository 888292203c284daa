//! Keys that every user of the machine can read, told from permission bits, and
//! Java's keystores that everybody can open.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use sha1::{Digest, Sha1};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use support::{below, list, text};

#[test]
fn a_key_is_open_where_file_and_folders_let_everybody_in() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let root = folder.path();
    plant(root, "open/key.p12", 0o755, 0o644);
    plant(root, "group/key.p12", 0o755, 0o640);
    plant(root, "shut/key.p12", 0o700, 0o644);
    // A folder that may be searched but not listed does not hide what is in it.
    plant(root, "searched/key.p12", 0o711, 0o604);
    set_mode(root, 0o755);
    let certificate = support::testdata("certificates").join("iii-system.pem");
    fs::copy(&certificate, root.join("open/certificate.pem")).expect("a certificate");

    let (report, _) = support::scan(root, &[]);
    let mut open: Vec<String> = list(&report, "findings")
        .iter()
        .filter(|finding| text(finding, "rule") == "open-key")
        .map(|finding| below(finding, root))
        .collect();
    open.sort();
    assert_eq!(open, ["open/key.p12", "searched/key.p12"]);
    support::assert_books_balance(&report);
}

#[test]
fn a_root_that_only_its_owner_may_enter_shuts_what_is_in_it() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    plant(folder.path(), "open/key.p12", 0o755, 0o644);
    set_mode(folder.path(), 0o700);
    let (report, _) = support::scan(folder.path(), &[]);
    let rules: Vec<&str> = list(&report, "findings").iter().map(|finding| text(finding, "rule")).collect();
    assert!(rules.contains(&"oces2-key") && !rules.contains(&"open-key"), "{rules:?}");
}

#[test]
fn a_java_keystore_with_a_key_and_a_default_password_is_told() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let root = folder.path();
    let strong = fs::read(support::testdata("corpus").join("jks-store.jks")).expect("a store");
    let trust = fs::read(support::testdata("containers").join("jks/trust.jks")).expect("a store");
    fs::write(root.join("strong.jks"), &strong).expect("a store");
    fs::write(root.join("weak.jks"), keyed("changeit", &strong)).expect("a store");
    fs::write(root.join("trust.jks"), keyed("changeit", &trust)).expect("a store");
    let weak = |more: &[&str]| -> Vec<String> {
        let (report, _) = support::scan(root, more);
        let findings = list(&report, "findings").iter();
        findings.filter(|one| text(one, "rule") == "weak-password").map(|one| below(one, root)).collect()
    };
    assert_eq!(weak(&[]), ["weak.jks"]);
    assert!(weak(&["--no-default-passwords"]).is_empty());
}

/// The same store under another password.
fn keyed(password: &str, store: &[u8]) -> Vec<u8> {
    let body = &store[..store.len() - 20];
    let octets: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let digest = Sha1::digest([&octets, &b"Mighty Aphrodite"[..], body].concat());
    [body, &digest[..]].concat()
}

/// A store with a key in a folder of its own.
fn plant(root: &Path, path: &str, folder_mode: u32, file_mode: u32) {
    let file = root.join(path);
    let folder = file.parent().expect("a folder");
    fs::create_dir_all(folder).expect("a directory");
    fs::copy(support::testdata("made").join("demo-skat.p12"), &file).expect("a store");
    set_mode(&file, file_mode);
    set_mode(folder, folder_mode);
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a change of mode");
}
