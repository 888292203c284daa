//! What the stores of browsers and operating systems tell beyond their
//! certificates, over the real program: the system store's name, keys that lie
//! in another file, and that nothing is written beside a database.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::{below, list, text};

/// File, common name and system store of every occurrence in one.
fn stores_of(folder: &Path) -> BTreeSet<(String, String, String)> {
    let (report, _) = support::scan(folder, &["--all"]);
    let mut stores = BTreeSet::new();
    for certificate in list(&report, "certificates") {
        let name = support::common_name(text(certificate, "subject"));
        for place in list(certificate, "occurrences").iter().filter(|place| place.get("store").is_some()) {
            let file = below(place, folder).rsplit('/').next().unwrap().to_owned();
            stores.insert((file, name.trim_start_matches("stores ").to_owned(), text(place, "store").to_owned()));
        }
    }
    stores
}

#[test]
fn the_system_store_is_named() {
    let stores = stores_of(&support::testdata("hidden/stores/windows"));
    let of = |name: &str| -> Vec<(String, String)> {
        let of_it =
            stores.iter().filter(|(file, have, _)| have == name && !file.contains("bom") && !file.contains("utf16"));
        of_it.map(|(file, _, store)| (file.clone(), store.clone())).collect()
    };
    let one = |file: &str, store: &str| vec![(file.to_owned(), store.to_owned())];
    assert_eq!(of("hive my"), one("SOFTWARE", "LocalMachine\\My"));
    assert_eq!(of("hive root"), one("SOFTWARE", "LocalMachine\\ROOT"));
    assert_eq!(of("hive disallowed"), one("SOFTWARE", "LocalMachine\\Disallowed"));
    assert_eq!(of("hive split"), one("SOFTWARE", "LocalMachine\\My"));
    assert_eq!(of("hive service"), one("SOFTWARE", "Services\\NTDS\\My"));
    assert!(of("hive user").contains(&("ntuser.dat".to_owned(), "CurrentUser\\My".to_owned())));
    assert_eq!(of("property file").first().map(|(_, store)| store.as_str()), Some("CurrentUser\\My"));
    assert_eq!(of("distrusted file").first().map(|(_, store)| store.as_str()), Some("CurrentUser\\Disallowed"));
    let my: Vec<String> =
        of("inventory my").into_iter().filter(|(file, _)| file.contains("utf8")).map(|(_, store)| store).collect();
    assert_eq!(my, ["LocalMachine\\My", "LocalMachine\\Root"]);
    assert!(of("inventory service").contains(&("inventory-utf8.json".to_owned(), "Services\\NTDS\\My".to_owned())));
}

/// Copies two databases into a folder of their own and scans them.
fn scanned(files: [&str; 2]) -> (Value, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        fs::copy(support::testdata("hidden/stores/nss").join(file), folder.path().join(file)).unwrap();
    }
    let (report, _) = support::scan(folder.path(), &[]);
    let mut left: Vec<String> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    left.sort();
    (report, left)
}

#[test]
fn a_key_in_the_other_database_is_its_certificates_and_nothing_is_written() {
    for (files, format) in [(["cert9.db", "key4.db"], "nss"), (["cert8.db", "key3.db"], "nss-dbm")] {
        let (report, left) = scanned(files);
        assert_eq!(left, files);
        let with_key: Vec<&Value> = list(&report, "certificates")
            .iter()
            .filter(|certificate| support::truth(certificate, "privateKey"))
            .collect();
        assert_eq!(with_key.len(), 1, "{files:?}");
        assert!(text(with_key[0], "subject").contains("CN=stores nss leaf"));
        let keys = list(with_key[0], "keys");
        assert_eq!(keys.len(), 1, "{:#}", with_key[0]);
        assert!(text(&keys[0], "path").ends_with(files[1]));
        assert_eq!((text(&keys[0], "format"), text(&keys[0], "alias")), (format, "min nøgle"));
        let rules: BTreeSet<&str> = list(&report, "findings").iter().map(|finding| text(finding, "rule")).collect();
        assert!(rules.contains("oces2-key"), "{rules:?}");
    }
}
