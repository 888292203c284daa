//! Who names a certificate: the program on a small tree, from the files to the report.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail by panicking")]

mod support;

use serde_json::Value;
use std::fs;
use std::path::Path;

/// Two hosts with the same paths; only the first one's certificate is listed.
fn tree(root: &Path) {
    let certificate = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/certificates/iii-system.pem");
    for host in ["app01", "app02"] {
        let etc = root.join(host).join("etc");
        fs::create_dir_all(etc.join("nginx")).unwrap();
        fs::create_dir_all(etc.join("pki")).unwrap();
        fs::write(etc.join("hostname"), format!("{host}.fjordby.example\n")).unwrap();
        fs::write(etc.join("nginx/sag.conf"), "server {\n  ssl_certificate /etc/pki/fjordby.pem;\n}\n").unwrap();
    }
    fs::copy(certificate, root.join("app01/etc/pki/fjordby.pem")).unwrap();
}

#[test]
fn a_reference_stands_under_its_certificate() {
    let folder = tempfile::tempdir().unwrap();
    tree(folder.path());
    let (report, _) = support::scan(folder.path(), &[]);
    let references = report["certificates"][0]["references"].as_array().cloned().unwrap_or_default();
    let told: Vec<(&str, &str, u64)> = references.iter().filter_map(told).collect();
    let text = folder.path().join("app01/etc/nginx/sag.conf");
    assert_eq!(told, [(text.to_str().unwrap(), "path", 2)]);
    assert_eq!(references[0]["setting"], "ssl_certificate");
}

fn told(reference: &Value) -> Option<(&str, &str, u64)> {
    Some((reference["path"].as_str()?, reference["by"].as_str()?, reference["line"].as_u64()?))
}
