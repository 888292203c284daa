//! Stores, keys and passwords, from a tree on disk to the report of the real
//! program. The inputs are made of committed files only.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use data_encoding::BASE64;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use support::{Outcome, below, list, testdata, text, truth};
use tempfile::TempDir;

const CERTIFICATE: &str = "demo/fjordby-web01/etc/nginx/certs/selvbetjening.pem";
const KEY: &str = "made/keys/web.pem";

fn read(name: &str) -> Vec<u8> {
    fs::read(testdata(name)).unwrap()
}

fn read_text(name: &str) -> String {
    String::from_utf8(read(name)).unwrap()
}

/// The octets of the first PEM block.
fn der(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().skip_while(|line| !line.starts_with("-----BEGIN")).skip(1).collect();
    BASE64.decode(body.split("-----").next().unwrap().as_bytes()).unwrap()
}

/// The certificate's PEM block alone.
fn certificate() -> String {
    let text = read_text(CERTIFICATE);
    let start = text.find("-----BEGIN CERTIFICATE-----").unwrap();
    let end = text[start..].find("-----END CERTIFICATE-----").unwrap();
    format!("{}-----END CERTIFICATE-----\n", &text[start..start + end])
}

/// The content of an element of a PKCS #8 key: its PKCS #1 key.
fn pkcs1(pkcs8: &[u8]) -> Vec<u8> {
    let at = pkcs8.windows(2).skip(20).position(|pair| pair == [0x30, 0x82]).unwrap();
    pkcs8[20 + at..].to_vec()
}

fn tree(files: &[(&str, &[u8])]) -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = tree.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    tree
}

fn run(root: &Path, more: &[&str], environment: &[(&str, &str)]) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oces"));
    command.arg("scan").arg(root).args(["-o", "json", "--scope", "test", "--as-of", support::AS_OF]);
    command.args(["--fail-on", "never"]).args(more);
    // `outcome_of` empties the environment: it is set by a shell line before.
    let mut under = Command::new("env");
    under.args(environment.iter().map(|(name, value)| format!("{name}={value}")));
    under.arg(command.get_program()).args(command.get_args());
    support::outcome_of(&mut under)
}

fn scan(root: &Path) -> Value {
    support::scan(root, &[]).0
}

/// The certificate whose common name this is.
fn named<'r>(report: &'r Value, name: &str) -> &'r Value {
    list(report, "certificates")
        .iter()
        .find(|one| support::common_name(text(one, "subject")) == name)
        .unwrap_or_else(|| panic!("no {name} in {report:#}"))
}

fn the_only(report: &Value) -> &Value {
    let all = list(report, "certificates");
    assert_eq!(all.len(), 1, "{report:#}");
    &all[0]
}

fn key_places(certificate: &Value, root: &Path) -> Vec<String> {
    list(certificate, "keys").iter().map(|key| below(key, root)).collect()
}

#[test]
fn a_key_finds_its_certificate_in_whatever_it_lies() {
    let (pem, key) = (certificate(), read_text(KEY));
    let pkcs8 = der(&key);
    let rsa = pkcs1(&pkcs8);
    let rsa_pem = format!("-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n", BASE64.encode(&rsa));
    let indented = format!("      {}\n", key.trim_end().replace('\n', "\n      "));
    let forms: [(&str, Vec<u8>); 7] = [
        ("pkcs8.pem", key.clone().into_bytes()),
        ("pkcs1.pem", rsa_pem.into_bytes()),
        ("pkcs8.der", pkcs8),
        ("pkcs1.der", rsa),
        ("values.yaml", format!("tls:\n  key: |\n{indented}").into_bytes()),
        ("config.json", format!("{{\"key\": \"{}\"}}", key.replace('\n', "\\n")).into_bytes()),
        ("secret.yaml", format!("data:\n  tls.key: {}\n", BASE64.encode(key.as_bytes())).into_bytes()),
    ];
    for (name, content) in forms {
        let path = format!("elsewhere/{name}");
        let tree = tree(&[("certs/c.pem", pem.as_bytes()), (&path, &content)]);
        let report = scan(tree.path());
        let found = the_only(&report);
        assert!(truth(found, "privateKey"), "{name}");
        assert_eq!(key_places(found, tree.path()), [path], "{name}");
        assert!(list(&report, "findings").iter().any(|one| text(one, "rule") == "oces2-key"), "{name}");
        assert!(list(&report, "failures").is_empty(), "{name}");
    }
    for both in [format!("{pem}{key}"), format!("{key}{pem}")] {
        let tree = tree(&[("both.pem", both.as_bytes())]);
        assert!(truth(the_only(&scan(tree.path())), "privateKey"));
    }
}

#[test]
fn a_key_under_a_password_or_of_another_certificate_is_not_paired() {
    let encrypted = BASE64.encode(&read("keys/ec.encrypted.der"));
    let encrypted =
        format!("-----BEGIN ENCRYPTED PRIVATE KEY-----\n{encrypted}\n-----END ENCRYPTED PRIVATE KEY-----\n");
    for (name, content) in [("a.key", encrypted.as_bytes()), ("b.key", &read("made/keys/robot.pem"))] {
        let tree = tree(&[("c.pem", certificate().as_bytes()), (name, content)]);
        let report = scan(tree.path());
        assert!(!truth(the_only(&report), "privateKey"), "{name}");
        assert!(list(&report, "failures").is_empty(), "{name}");
    }
}

/// The demo's archive store is locked; its key belongs to a certificate whose
/// key lies in it. Another file shows that certificate.
fn locked_store_and_certificate() -> TempDir {
    let mail = read("demo/fjordby-rpa01/home/ane/Maildir/cur/1616000000.M1.fjordby_2,S");
    let backup = read("demo/fjordby-rpa01/home/ane/Dokumenter/NemID-sikkerhedskopi.html");
    tree(&[("z/mail.eml", &mail), ("a/backup.html", &backup)])
}

#[test]
fn a_locked_store_tells_whose_key_it_holds() {
    let tree = locked_store_and_certificate();
    for threads in ["1", "8"] {
        let outcome = run(tree.path(), &["-j", threads], &[]);
        let report = support::parse(&outcome);
        let ane = named(&report, "Ane Fjord");
        assert!(truth(ane, "privateKey"));
        assert_eq!(key_places(ane, tree.path()), ["a/backup.html"]);
        let failure = &list(&report, "failures")[0];
        assert_eq!(list(&failure["store"], "belongsTo"), std::slice::from_ref(&ane["sha256"]));
        let finding = list(&report, "findings").iter().find(|one| text(one, "rule") == "oces2-key").unwrap();
        assert_eq!(below(finding, tree.path()), "a/backup.html");
    }
}

/// The store of the backup, as a file of its own.
fn anes_store() -> Vec<u8> {
    let backup = read_text("demo/fjordby-rpa01/home/ane/Dokumenter/NemID-sikkerhedskopi.html");
    let (_, rest) = backup.split_once("value=\"").unwrap();
    BASE64.decode(rest.split('"').next().unwrap().as_bytes()).unwrap()
}

const ANES: &str = "kun-ane-ved-det-55";

#[test]
fn a_persons_store_opens_only_with_what_is_named_for_its_path() {
    let mail = read("demo/fjordby-rpa01/home/ane/Maildir/cur/1616000000.M1.fjordby_2,S");
    let store = anes_store();
    let backup = read("demo/fjordby-rpa01/home/ane/Dokumenter/NemID-sikkerhedskopi.html");
    // The page alone makes it personal; for the bare store it takes the certificate elsewhere, on either side.
    let trees = [
        tree(&[("m/backup.html", &backup)]),
        tree(&[("m/store.p12", &store), ("a/mail.eml", &mail)]),
        tree(&[("m/store.p12", &store), ("z/mail.eml", &mail)]),
    ];
    let aside = tempfile::tempdir().unwrap();
    let list_file = aside.path().join("passwords");
    fs::write(&list_file, ANES).unwrap();
    let config = aside.path().join("oces.toml");
    fs::write(&config, "[[password]]\npath = \"**/m/*\"\nenv = \"ANES\"\n").unwrap();
    let (list_file, config) = (list_file.to_str().unwrap(), config.to_str().unwrap());
    for tree in &trees {
        for threads in ["1", "8"] {
            let general = ["-j", threads, "--password-file", list_file];
            let outcome = run(tree.path(), &general, &[("OCES_PASSWORDS", ANES)]);
            let report = support::parse(&outcome);
            let failures = list(&report, "failures");
            assert_eq!(failures.len(), 1);
            assert_eq!(text(&failures[0], "kind"), "locked");
            assert!(text(&failures[0], "detail").contains("named for its path"), "{}", failures[0]);
            let outcome = run(tree.path(), &["-j", threads, "--config", config], &[("ANES", ANES)]);
            let report = support::parse(&outcome);
            assert!(list(&report, "failures").is_empty(), "{report:#}");
            assert!(truth(named(&report, "Ane Fjord"), "privateKey"));
            assert!(!String::from_utf8_lossy(&outcome.stdout).contains(ANES) && !outcome.stderr.contains(ANES));
        }
    }
    // Nobody's by any sign: the general passwords may be tried.
    let alone = tree(&[("m/store.p12", &store)]);
    let report = support::parse(&run(alone.path(), &["--password-file", list_file], &[]));
    assert!(truth(named(&report, "Ane Fjord"), "privateKey"));
}

#[test]
fn passwords_come_from_a_list_of_windows_too() {
    let archive = read("demo/fjordby-int01/srv/integration/config/gammel-nøgle.p12");
    let tree = tree(&[("arkiv.p12", &archive)]);
    let aside = tempfile::tempdir().unwrap();
    let file = aside.path().join("list.txt");
    fs::write(&file, "\u{feff}ingen-husker-det-12\r\næøå€\r\n").unwrap();
    let file = file.to_str().unwrap();
    let report = support::parse(&run(tree.path(), &["--password-file", file, "--no-default-passwords"], &[]));
    assert!(truth(named(&report, "Fjordby Arkiv"), "privateKey"), "{report:#}");
    let report = support::parse(&run(tree.path(), &[], &[("OCES_PASSWORDS", "nej\ningen-husker-det-12")]));
    assert!(list(&report, "failures").is_empty());
    // A blank at the end belongs to a password.
    let report = support::parse(&run(tree.path(), &[], &[("OCES_PASSWORDS", "ingen-husker-det-12 ")]));
    assert_eq!(list(&report, "failures").len(), 1);
}

#[test]
fn no_defaults_means_none() {
    let store = read("demo/fjordby-int01/srv/integration/config/kombit.p12");
    let tree = tree(&[("kombit.p12", &store)]);
    assert!(list(&scan(tree.path()), "failures").is_empty());
    let report = support::parse(&run(tree.path(), &["--no-default-passwords"], &[]));
    assert_eq!(text(&list(&report, "failures")[0], "kind"), "locked");
}

#[test]
fn a_store_inside_other_content_says_where_it_stands() {
    let archive = read("demo/fjordby-int01/srv/integration/config/gammel-nøgle.p12");
    let mut jar = b"PK\x03\x04 stored, not compressed \x00\x01".to_vec();
    jar.resize(5000, 7);
    jar.extend(&archive);
    jar.extend(anes_store());
    let tree = tree(&[("app.jar", &jar)]);
    let report = scan(tree.path());
    let failures = list(&report, "failures");
    assert_eq!(failures.len(), 1);
    let detail = text(&failures[0], "detail");
    assert!(detail.contains("pkcs12 store at offset 5000: "), "{detail}");
    assert!(detail.contains(&format!("pkcs12 store at offset {}: ", 5000 + archive.len())), "{detail}");
    assert_eq!(list(&failures[0]["store"], "keys").len(), 2, "{failures:?}");
}

#[test]
fn a_java_keystore_in_base64_tells_aliases_and_keys_across_borders() {
    let store = read("corpus/jks-store.jks");
    let expected = scan(&testdata("corpus/jks-store.jks"));
    let told = |report: &Value| -> Vec<(String, bool)> {
        let certificates = list(report, "certificates").iter();
        certificates
            .flat_map(|one| list(one, "occurrences"))
            .map(|one| (text(one, "alias").to_owned(), truth(one, "privateKey")))
            .collect()
    };
    let expected = told(&expected);
    assert!(!expected.is_empty());
    let base64 = BASE64.encode(&store);
    let escaped = base64.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let secret = format!("kind: Secret\ndata:\n  keystore.jks: {base64}\n");
    let border = |lead: usize| format!("{}keystore={base64}\n", " \n".repeat(lead / 2));
    let forms = [secret, format!("store={escaped}&x=1"), border((256 << 10) - 20), border((256 << 10) - 1000)];
    for (at, form) in forms.into_iter().enumerate() {
        let tree = tree(&[("f.txt", form.as_bytes())]);
        assert_eq!(told(&scan(tree.path())), expected, "form {at}");
    }
}

#[test]
fn base64_in_base64_is_opened_at_every_alignment() {
    let der = der(&certificate());
    for lead in ["<r>", "<r> ", "<r>  "] {
        let saml = format!("{lead}<ds:X509Certificate>{}</ds:X509Certificate></r>", BASE64.encode(&der));
        let form = format!("SAMLResponse={}", BASE64.encode(saml.as_bytes()));
        let tree = tree(&[("post.txt", form.as_bytes())]);
        the_only(&scan(tree.path()));
    }
    let twice = BASE64.encode(BASE64.encode(&der).as_bytes());
    let inner = BASE64.encode(certificate().as_bytes());
    let utf16: Vec<u8> = inner.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for content in [twice.as_bytes(), &utf16] {
        let tree = tree(&[("f", content)]);
        the_only(&scan(tree.path()));
    }
}

#[test]
fn content_decides_not_the_name() {
    let pkcs12 = read("demo/fjordby-int01/srv/integration/config/kombit.p12");
    let jks = read("corpus/jks-store.jks");
    let tree = tree(&[("a.jks", &pkcs12), ("b.p12", &jks)]);
    let report = scan(tree.path());
    assert!(list(&report, "failures").is_empty());
    let mut formats: Vec<(String, String)> = list(&report, "certificates")
        .iter()
        .flat_map(|one| list(one, "occurrences"))
        .map(|one| (below(one, tree.path()), text(one, "format").to_owned()))
        .collect();
    formats.sort();
    formats.dedup();
    let expected = [("a.jks", "pkcs12"), ("b.p12", "jks")].map(|(path, format)| (path.to_owned(), format.to_owned()));
    assert_eq!(formats, expected);
}
