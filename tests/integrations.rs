//! Several integrations in one configuration file: each counterparty goes with
//! the certificate of its own block or group, and nothing is mixed up.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Two OCES II certificates with their keys.
const STORES: [&str; 2] =
    ["fjordby-int01/srv/datafordeler/certs/.datafordeler.pem", "fjordby-web01/etc/haproxy/certs/skole.pem"];

const KOMBIT: &str = "https://prod.serviceplatformen.dk/service/1";
const SKAT: &str = "https://ei-indberetning.skat.dk:444/B2B/EIndkomst/1";

/// What `{K}`, `{S}` (addresses), `{a}` and `{b}` (stores) come to in a file of
/// this name: store and counterparty of every use with high confidence.
fn uses(name: &str, text: &str) -> BTreeSet<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join("srv/app").join(name);
    fs::create_dir_all(at("certs")).unwrap();
    for (store, to) in STORES.iter().zip(["certs/a.pem", "certs/b.pem"]) {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/demo");
        fs::copy(demo.join(store), at(to)).unwrap();
    }
    let text = text.replace("{K}", KOMBIT).replace("{S}", SKAT);
    fs::write(at(name), text.replace("{a}", "certs/a.pem").replace("{b}", "certs/b.pem")).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_oces"));
    let output = program.args(["scan", "-o", "json", "--as-of", "2026-11-21"]).arg(folder.path()).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found = BTreeSet::new();
    for certificate in report["certificates"].as_array().unwrap() {
        let path = certificate["occurrences"][0]["path"].as_str().unwrap();
        let store = path.rsplit('/').next().unwrap().trim_end_matches(".pem");
        for one in certificate["uses"].as_array().unwrap() {
            if let ("high", Some(party)) = (one["confidence"].as_str().unwrap(), one["counterparty"].as_str()) {
                found.insert((store.to_owned(), party.to_owned()));
            }
        }
    }
    found
}

fn told_apart() -> BTreeSet<(String, String)> {
    [("a", "kombit"), ("b", "skat")].map(|(store, party)| (store.to_owned(), party.to_owned())).into()
}

#[test]
fn blocks_and_groups_are_told_apart() {
    let cases = [
        (
            "app.yml",
            "integrations:\n  one:\n    store: {a}\n    timeout: 5\n    url: {K}\n  two:\n    store: {b}\n    url: {S}\n",
        ),
        ("list.yaml", "- url: {K}\n  retries: 3\n  keystore: {a}\n- url: {S}\n  keystore: {b}\n"),
        ("app.ini", "[one]\nkeystore = {a}\nurl = {K}\n\n[two]\nkeystore = {b}\nurl = {S}\n"),
        ("app.properties", "kombit.url={K}\nskat.url={S}\nskat.keystore={b}\nkombit.keystore={a}\n"),
        ("app.env", "SKAT_KEYSTORE={b}\nKOMBIT_KEYSTORE={a}\nKOMBIT_URL={K}\nSKAT_URL={S}\n"),
        (
            "web.config",
            "<configuration>\n  <client>\n    <endpoint cert=\"{a}\" address=\"{K}\" />\n    <endpoint cert=\"{b}\" address=\"{S}\" />\n  </client>\n</configuration>\n",
        ),
        (
            "app.json",
            "{\n  \"one\": {\n    \"store\": \"{a}\",\n    \"url\": \"{K}\"\n  },\n  \"two\": {\n    \"store\": \"{b}\",\n    \"url\": \"{S}\"\n  }\n}\n",
        ),
        (
            "site.conf",
            "server {\n  proxy_ssl_certificate {a};\n  location / {\n    proxy_pass {K};\n  }\n}\nserver {\n  location / {\n    proxy_pass {S};\n  }\n  proxy_ssl_certificate {b};\n}\n",
        ),
    ];
    for (name, text) in cases {
        assert_eq!(uses(name, text), told_apart(), "{name}");
    }
}

#[test]
fn what_stands_around_both_is_no_sure_sign() {
    let cases = [
        // One block holds both counterparties.
        ("app.yml", "app:\n  kombit: {K}\n  skat: {S}\n  store: {a}\nother:\n  store: {b}\n"),
        // Nothing is indented, nothing is grouped.
        ("flat.conf", "url {K}\nstore {a}\nstore {b}\nurl {S}\n"),
        // One line.
        ("one.json", "{\"a\":[\"{K}\",\"{S}\"],\"b\":[\"{a}\",\"{b}\"]}\n"),
    ];
    for (name, text) in cases {
        assert_eq!(uses(name, text), BTreeSet::new(), "{name}");
    }
}
