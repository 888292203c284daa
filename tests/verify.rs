//! `oces verify` as users run it, on stores under the throw-away hierarchy of
//! `testdata/verify`: each store has one thing about it that is wrong, or none.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test may stop and must be heard")]

mod support;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::{AS_OF, Outcome, oces, parse, testdata};

const PASSWORD: &str = "fjordby-hemmelig";

/// Runs it with the invented catalogue, and with the password if wanted.
fn run(store: &Path, password: Option<&str>, more: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("passwords");
    fs::write(&list, password.unwrap_or_default()).unwrap();
    let catalogue = testdata("verify/catalogue.toml");
    let mut arguments = vec!["verify", store.to_str().unwrap(), "--catalogue", catalogue.to_str().unwrap()];
    arguments.extend(["--as-of", AS_OF, "--password-file", list.to_str().unwrap()]);
    arguments.extend(more);
    oces(&arguments)
}

/// Copies a store to where only its owner reads it, as a checkout may not.
fn copied(name: &str) -> (tempfile::TempDir, PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join(Path::new(name).file_name().unwrap());
    fs::copy(testdata("verify").join(name), &target).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o600)).unwrap();
    (folder, target)
}

/// What the checks of the store and of its only entry came to.
struct Verdict {
    code: i32,
    /// Check and outcome, several of one check joined.
    checks: BTreeMap<String, String>,
    document: Value,
}

fn verdict_of(store: &Path, password: Option<&str>, more: &[&str]) -> Verdict {
    let mut arguments = vec!["-o", "json"];
    arguments.extend(more);
    let outcome = run(store, password, &arguments);
    let document = parse(&outcome);
    let verification = &document["verification"];
    let mut checks: BTreeMap<String, String> = BTreeMap::new();
    let entries = verification["entries"].as_array().unwrap().iter().flat_map(|one| one["checks"].as_array().unwrap());
    for check in verification["checks"].as_array().unwrap().iter().chain(entries) {
        let outcomes = checks.entry(check["id"].as_str().unwrap().to_owned()).or_default();
        if !outcomes.is_empty() {
            outcomes.push(' ');
        }
        outcomes.push_str(check["outcome"].as_str().unwrap());
    }
    assert_eq!(outcome.code == 0, verification["ready"].as_bool().unwrap(), "{}", outcome.stderr);
    Verdict { code: outcome.code, checks, document }
}

fn verdict(name: &str, more: &[&str]) -> Verdict {
    let (_folder, store) = copied(name);
    verdict_of(&store, Some(PASSWORD), more)
}

/// The checks that did not simply pass, but for those that no offline tool can settle.
fn odd(verdict: &Verdict) -> Vec<String> {
    let settled = |(id, outcome): &(&String, &String)| {
        outcome.split(' ').any(|one| one != "passed")
            && *id != "revocation"
            && (*id != "algorithms" || *outcome != "passed unknown")
    };
    verdict.checks.iter().filter(settled).map(|(id, outcome)| format!("{id}: {outcome}")).collect()
}

#[test]
fn a_store_as_issued_is_ready() {
    let verdict = verdict("as-issued.p12", &[]);
    assert_eq!((verdict.code, odd(&verdict)), (0, vec![]));
    assert_eq!(verdict.checks["private-key"], "passed");
}

/// Each store and what alone is odd about it.
#[test]
fn each_fault_is_told_and_nothing_else() {
    for (name, code, expected) in [
        ("encrypted.p12", 0, &[][..]),
        ("legacy.p12", 0, &["encryption: warning"]),
        ("default-password.p12", 0, &["password: warning"]),
        ("no-chain.p12", 1, &["issuing-ca: failed", "root-ca: unknown"]),
        ("of-the-test.p12", 1, &["environment: failed"]),
        ("mixed.p12", 1, &["no-strangers: failed"]),
        ("expired.p12", 1, &["dates: failed"]),
        ("expiring.p12", 0, &["dates: warning"]),
        ("not-yet.p12", 1, &["dates: failed"]),
        ("pkcs1-signature.p12", 0, &["algorithms: passed warning"]),
        ("with-oces2.p12", 1, &["no-old-oces: failed"]),
        ("mail.p12", 0, &[]),
        // Only a password that is named for its path may open a person's key.
        ("employee.p12", 1, &["kind: warning", "private-key: failed"]),
        ("right.pem", 0, &[]),
        ("wrong-order.pem", 1, &["pem-order: failed"]),
        ("root-between.pem", 1, &["pem-order: failed"]),
        ("wrong-key.pem", 1, &["private-key: failed"]),
        ("encrypted-key.pem", 0, &[]),
        ("store.jks", 0, &[]),
    ] {
        let verdict = verdict(name, &[]);
        assert_eq!((verdict.code, odd(&verdict)), (code, expected.iter().map(ToString::to_string).collect()), "{name}");
    }
}

#[test]
fn a_key_beside_the_certificate_counts_and_a_foreign_one_does_not() {
    let beside = testdata("verify/beside/server.crt");
    let verdict = verdict_of(&beside, None, &[]);
    assert_eq!((verdict.code, verdict.checks["private-key"].as_str()), (0, "passed"));
    let said = verdict.document.to_string();
    assert!(said.contains("server.key") && !said.contains("other.key"), "{said}");
    let alone = verdict_of(&testdata("verify/alone/server.crt"), None, &[]);
    assert_eq!((alone.code, alone.checks["private-key"].as_str()), (1, "failed"));
}

#[test]
fn a_password_named_for_its_path_opens_a_persons_key() {
    let (folder, store) = copied("employee.p12");
    fs::write(folder.path().join("pass"), PASSWORD).unwrap();
    let config = folder.path().join("oces.toml");
    fs::write(&config, format!("[[password]]\npath = {store:?}\nfile = \"pass\"\n")).unwrap();
    let verdict = verdict_of(&store, None, &["--config", config.to_str().unwrap()]);
    assert_eq!((verdict.code, verdict.checks["private-key"].as_str()), (0, "passed"));
}

#[test]
fn without_its_password_a_key_is_not_told_to_fit() {
    for name in ["as-issued.p12", "encrypted.p12", "encrypted-key.pem", "store.jks"] {
        let (_folder, store) = copied(name);
        let verdict = verdict_of(&store, Some("another"), &[]);
        let key = verdict.checks.get("private-key").map(String::as_str);
        assert_eq!(verdict.code, 1, "{name}");
        assert!(key.is_none_or(|outcome| outcome == "failed"), "{name}: {key:?}");
    }
}

#[test]
fn what_the_other_end_demands_is_asked_of_the_certificate() {
    for (name, party, code, check, outcome) in [
        ("as-issued.p12", "kombit", 0, "kind", "passed unknown"),
        ("as-issued.p12", "stil", 0, "kind", "passed unknown"),
        ("as-issued.p12", "seal", 1, "kind", "passed failed"),
        ("as-issued.p12", "secure-email", 1, "email", "failed"),
        ("mail.p12", "secure-email", 0, "email", "passed"),
        ("mail.p12", "kombit", 0, "kind", "passed warning"),
        ("employee.p12", "kombit", 1, "kind", "failed"),
        ("employee.p12", "secure-email", 1, "kind", "warning"),
        ("of-the-test.p12", "kombit:test", 0, "environment", "passed"),
        ("of-the-test.p12", "test", 0, "environment", "passed"),
        ("as-issued.p12", "skat:test", 1, "environment", "failed"),
        ("as-issued.p12", "datafordeler:test", 0, "environment", "unknown"),
    ] {
        let verdict = verdict(name, &["--for", party]);
        assert_eq!((verdict.code, verdict.checks[check].as_str()), (code, outcome), "{name} for {party}");
    }
}

#[test]
fn it_says_what_is_registered_where() {
    let verdict = verdict("as-issued.p12", &["--for", "skat", "--for", "kombit"]);
    let entry = &verdict.document["verification"]["entries"][0];
    assert_eq!(entry["numbers"]["uuid"], "0b9a8c7d-1111-4222-8333-444455556666");
    assert_eq!(entry["numbers"]["cvr"], "99887766");
    let subject = entry["numbers"]["subject"].as_str().unwrap();
    let encoded = entry["numbers"]["subjectEncoded"].as_str().unwrap();
    assert!(subject.starts_with("C=DK,") && encoded.starts_with("CN=journal-integration,"), "{subject} {encoded}");
    let bound: Vec<&str> =
        entry["register"].as_array().unwrap().iter().map(|one| one["boundTo"].as_str().unwrap()).collect();
    assert_eq!(bound, ["uuid", "certificate"]);
    assert!(entry["register"][1]["source"]["en"].as_str().unwrap().contains("more than 18 months ago"));
}

#[test]
fn both_languages_speak_and_no_secret_is_told() {
    let (_folder, store) = copied("encrypted.p12");
    for (lang, ready) in [("da", "KLAR"), ("en", "READY")] {
        let outcome = run(&store, Some(PASSWORD), &["--lang", lang, "--for", "kombit"]);
        let page = String::from_utf8(outcome.stdout).unwrap();
        let bare = page.split("verify.").skip(1).any(|rest| rest.starts_with(char::is_alphabetic));
        assert!(page.contains(ready) && !bare && !page.contains('{'), "{page}");
        assert!(!page.contains(PASSWORD) && !page.contains("PRIVATE KEY"), "{page}");
    }
}

#[test]
fn what_cannot_be_asked_ends_with_2() {
    let store = testdata("verify/as-issued.p12");
    let typo = run(&store, None, &["--for", "kombitt"]);
    assert!(typo.code == 2 && typo.stderr.contains("did you mean `kombit`"), "{}", typo.stderr);
    assert_eq!(run(&testdata("verify/no-such.p12"), None, &[]).code, 2);
    assert_eq!(run(&testdata("verify"), None, &[]).code, 2);
    assert_eq!(run(&store, None, &["-o", "markdown"]).code, 2);
}

#[test]
fn broken_stores_are_not_ready_and_say_so() {
    for name in ["truncated.p12", "empty.p12", "truncated.jks", "text.p12", "unknown-password.p12"] {
        let verdict = verdict_of(&testdata("broken").join(name), None, &[]);
        assert_eq!((verdict.code, verdict.checks["opened"].split(' ').next()), (1, Some("failed")), "{name}");
        let passed = verdict.checks.iter().filter(|(id, outcome)| *outcome == "passed" && *id != "encryption");
        assert_eq!(passed.count(), 0, "{name}: {:?}", verdict.checks);
    }
}

/// A real test certificate with its real chain, where they are at hand.
#[test]
fn a_real_chain_of_the_test_environment_without_its_key() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/domain");
    let shared = std::env::var_os("OCES_SHARED").map_or(beside, PathBuf::from);
    let read = |name: &str| fs::read(shared.join(name)).unwrap();
    if !shared.join("leaf").is_dir() {
        eprintln!("SKIPPED: no real certificates at {} (set OCES_SHARED); nothing was tested", shared.display());
        return;
    }
    let chain = [
        read("leaf/5318073e537c721a.pem"),
        read("ca/III-test-Den-Danske-Stat-OCES-udstedende-CA-1-Test-cti-57c78523.pem"),
        read("ca/III-test-Den-Danske-Stat-OCES-rod-CA-Test-cti-d1bcec41.pem"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("real.pem");
    fs::write(&store, chain.concat()).unwrap();
    let outcome = oces(&["verify", store.to_str().unwrap(), "-o", "json", "--as-of", "2023-01-01"]);
    let document = parse(&outcome);
    let checks = document["verification"]["entries"][0]["checks"].as_array().unwrap();
    let of = |id: &str| -> Vec<&str> {
        checks.iter().filter(|check| check["id"] == id).map(|check| check["outcome"].as_str().unwrap()).collect()
    };
    assert_eq!(outcome.code, 1);
    assert_eq!((of("private-key"), of("environment")), (vec!["failed"], vec!["failed"]));
    assert_eq!((of("issuing-ca"), of("root-ca"), of("pem-order")), (vec!["passed"], vec!["passed"], vec!["warning"]));
    assert_eq!((of("dates"), of("algorithms")), (vec!["passed"], vec!["passed", "unknown"]));
    let failed: Vec<&Value> = checks.iter().filter(|check| check["outcome"] == "failed").collect();
    assert_eq!(failed.len(), 2, "{failed:?}");
}
