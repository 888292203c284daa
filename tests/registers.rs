//! What registers and monitors get: bills of material, gauges, and the output
//! of a plugin. Their own programs are asked in `tests/oracles`.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/sample.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod sample;
mod support;

use oces::report::{Report, Style, WRITERS};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{AS_OF, oces, testdata};

fn write(report: &Report, format: &str) -> String {
    let writer = WRITERS.iter().find(|writer| writer.format() == format).unwrap();
    let mut out = Vec::new();
    writer.write(report, Style::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn bill(report: &Report, format: &str) -> Value {
    serde_json::from_str(&write(report, format)).unwrap()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn told<'v>(one: &'v Value, name: &'v str) -> impl Iterator<Item = &'v str> {
    list(one, "properties").iter().filter(move |own| own["name"] == name).filter_map(|own| own["value"].as_str())
}

#[test]
fn a_bill_refers_only_to_what_is_in_it_and_to_each_by_one_name() {
    let mut report = sample::report();
    // The same certificate in the archive itself, beside the one in its member.
    let places = report.certificates.iter_mut().map(|one| &mut one.occurrences);
    let places = places.max_by_key(|places| places.len()).unwrap();
    let mut outer = places.iter().find(|one| !one.location.steps.is_empty()).unwrap().clone();
    outer.location.steps = Box::default();
    places.push(outer);
    for format in ["cyclonedx", "cyclonedx-1.7"] {
        let bill = bill(&report, format);
        let things = list(&bill, "components").iter().chain(list(&bill, "vulnerabilities"));
        let names: Vec<&str> =
            things.chain([&bill["metadata"]["component"]]).map(|one| one["bom-ref"].as_str().unwrap()).collect();
        let known: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), known.len(), "{format}: a name stands for two things");
        let mut used: Vec<&str> = list(&bill, "dependencies").iter().map(|one| one["ref"].as_str().unwrap()).collect();
        used.extend(
            list(&bill, "dependencies").iter().flat_map(|one| list(one, "dependsOn")).map(|one| one.as_str().unwrap()),
        );
        used.extend(
            list(&bill, "vulnerabilities")
                .iter()
                .flat_map(|one| list(one, "affects"))
                .map(|one| one["ref"].as_str().unwrap()),
        );
        for name in used {
            assert!(known.contains(name), "{format}: {name}");
        }
        assert_eq!(write(&report, format), write(&report, format));
    }
}

#[test]
fn a_bill_has_every_certificate_place_finding_and_failure() {
    let report = sample::report();
    for format in ["cyclonedx", "cyclonedx-1.7"] {
        let bill = bill(&report, format);
        let of = |kind: &'static str| {
            list(&bill, "components").iter().filter(move |one| one["cryptoProperties"]["assetType"] == kind)
        };
        let verdicts: BTreeSet<&str> = of("certificate").flat_map(|one| told(one, "oces:verdict")).collect();
        assert_eq!(verdicts, BTreeSet::from(["listed", "look-alike", "other", "unknown-authority"]));
        assert_eq!(of("certificate").count(), report.certificates.len());
        let places: usize = of("certificate").map(|one| list(&one["evidence"], "occurrences").len()).sum();
        assert_eq!(places, report.certificates.iter().map(|one| one.occurrences.len()).sum::<usize>());
        assert_eq!(list(&bill, "vulnerabilities").len(), report.findings.len());
        let failures: Vec<&str> = list(&bill, "components").iter().flat_map(|one| told(one, "oces:failure")).collect();
        assert_eq!(failures.len(), report.inventory.failures.len());
        let private: Vec<&Value> = of("related-crypto-material")
            .filter(|one| one["cryptoProperties"]["relatedCryptoMaterialProperties"]["type"] == "private-key")
            .collect();
        assert_eq!(private.len(), 1);
        assert_eq!(list(&private[0]["evidence"], "occurrences").len(), 2, "{private:#?}");
        assert!(private[0]["cryptoProperties"]["relatedCryptoMaterialProperties"].get("value").is_none());
        assert_eq!(bill["compositions"][0]["aggregate"], "incomplete");
    }
    let whole = Report { scan: oces::report::Scan { complete: true, ..report.scan.clone() }, ..sample::report() };
    assert_eq!(bill(&whole, "cyclonedx")["compositions"][0]["aggregate"], "complete");
}

#[test]
fn what_only_the_newer_version_has_is_told_in_words_by_the_older() {
    let report = sample::report();
    let first = |format: &str| list(&bill(&report, format), "components")[0].clone();
    let (old, new) = (first("cyclonedx"), first("cyclonedx-1.7"));
    let facts = &new["cryptoProperties"]["certificateProperties"];
    assert!(old["cryptoProperties"]["certificateProperties"].get("serialNumber").is_none());
    assert_eq!(told(&old, "oces:certificate:serialNumber").next(), facts["serialNumber"].as_str());
    assert_eq!(facts["fingerprint"], old["hashes"][0]);
    assert_eq!(facts["certificateState"][0]["name"], "blocked");
    assert_eq!(told(&old, "oces:certificate:state").next(), Some("blocked"));
    assert_eq!(told(&new, "oces:certificate:state").next(), None);
}

#[test]
fn hostile_text_stands_written_out_in_a_bill() {
    for format in ["cyclonedx", "cyclonedx-1.7"] {
        let bill = bill(&sample::report(), format);
        let mut all = vec![&bill];
        while let Some(one) = all.pop() {
            match one {
                // Line ends are ours, between what a finding rests on.
                Value::String(text) => {
                    assert!(!text.chars().any(|char| char != '\n' && oces::report::text::is_unsafe(char)), "{text:?}");
                }
                Value::Array(items) => all.extend(items),
                Value::Object(fields) => all.extend(fields.values()),
                _ => {}
            }
        }
        assert!(bill.to_string().contains("alias=\\\"integra"), "a quoted alias");
    }
}

#[test]
fn each_scope_has_its_own_gauges_and_the_oldest_scan_counts() {
    let mut report = sample::report();
    let scan = |scope: &str, day: &str, complete: bool| json!({ "scope": scope, "finishedAt": format!("2026-11-{day}T00:00:00Z"), "durationMs": 2500, "complete": complete });
    report.scans = vec![scan("a\"}b", "20", true), scan("app02", "21", true), scan("app02", "19", false)];
    let text = write(&report, "prometheus");
    for line in [
        "oces_last_scan_timestamp_seconds{scope=\"a\\\"}b\"} 1795132800",
        "oces_last_scan_timestamp_seconds{scope=\"app02\"} 1795046400",
        "oces_last_scan_complete{scope=\"a\\\"}b\"} 1",
        "oces_last_scan_complete{scope=\"app02\"} 0",
        "oces_last_scan_duration_seconds{scope=\"app02\"} 4",
        "oces_findings{rule=\"oces3-expired\",severity=\"error\",state=\"counted\",scope=\"app02\"} 0",
        "oces_failures{kind=\"locked\",acknowledged=\"false\",scope=\"app01\"} 2",
    ] {
        assert!(text.lines().any(|one| one == line), "{line}:\n{text}");
    }
    assert!(!text.contains("Integration"), "names of certificates are no labels");
}

#[test]
fn only_so_many_certificates_have_a_series_those_that_end_next() {
    let mut report = sample::report();
    let model = report.certificates.iter().find(|one| one.certificate.sha256 == [4; 32]).unwrap().clone();
    let today = 1_795_219_200_i64;
    report.certificates = (0..2_500_i64)
        .map(|n| {
            let mut one = model.clone();
            one.certificate.sha256[..8].copy_from_slice(&n.to_be_bytes());
            // The first thousand ended, the last of them yesterday.
            one.certificate.not_after = Some(today + (n - 1_000) * 86_400);
            one
        })
        .collect();
    let text = write(&report, "prometheus");
    let series = |n: i64| text.contains(&format!("{{certificate=\"{n:016x}\""));
    assert_eq!(text.matches("\noces_certificate_not_after_timestamp_seconds{").count(), 2_000);
    assert!(series(1_001) && series(2_499), "what is to come");
    assert!(series(999) && !series(1), "then what ended last");
    assert!(text.contains("oces_certificates_left_out{scope=\"app01\"} 500\n"), "{}", &text[text.len() - 900..]);
}

#[test]
fn a_certificate_with_a_series_is_somebodys_and_a_person_left_out_has_none() {
    let mut report = sample::report();
    let at = report.certificates.iter().position(|one| one.certificate.sha256 == [4; 32]).unwrap();
    let mut person = report.certificates[at].clone();
    person.certificate.sha256 = [0; 32];
    person.certificate.sha256[7] = 1;
    report.certificates[at].ownership = oces::classify::Ownership::Own;
    let left_out =
        |text: &str| text.lines().find(|line| line.starts_with("oces_certificates_left_out{")).unwrap().to_owned();
    assert!(left_out(&write(&report, "prometheus")).ends_with(" 0"));
    report.certificates.push(person);
    let text = write(&report, "prometheus");
    let series = "oces_certificate_not_after_timestamp_seconds{certificate=\"0404040404040404\",ownership=\"own\",";
    assert!(text.contains(series), "{text}");
    assert!(!text.contains("certificate=\"0000000000000001\""), "{text}");
    assert!(left_out(&text).ends_with(" 1") && text.contains("status=\"current\",scope=\"app01\"} 2\n"), "{text}");
}

#[test]
fn a_sheet_has_the_line_of_a_certificate_and_the_names_of_systems() {
    let demo = testdata("demo");
    let outcome = oces(&["scan", demo.to_str().unwrap(), "--as-of", AS_OF, "-q", "--lang", "en", "-o", "csv"]);
    let text = String::from_utf8(outcome.stdout).unwrap();
    let row = |rule: &str, file: &str| {
        let row = text.lines().find(|line| line.contains(&format!(";{rule};")) && line.contains(file));
        row.unwrap_or_else(|| panic!("{rule} {file}:\n{text}"))
    };
    assert!(row("oces2-certificate", "fjordby-sp.xml").contains(";5;"), "{text}");
    assert!(row("oces2-key", "skat.properties").contains(";2;"), "{text}");
    let shared = text.lines().find(|line| line.contains(";shared-key;")).unwrap();
    assert!(shared.matches("system: ").count() > 1, "{shared}");
}

/// What `oces check` says, and its code.
fn check(arguments: &[&str]) -> (String, i32) {
    let outcome = oces(&[&["check", "--as-of", AS_OF], arguments].concat());
    (String::from_utf8(outcome.stdout).unwrap(), outcome.code)
}

#[test]
fn a_check_tells_its_state_in_one_line_and_the_rest_below_it() {
    let demo = testdata("demo");
    let demo = demo.to_str().unwrap();
    let (said, code) = check(&[demo]);
    let first = said.lines().next().unwrap();
    assert_eq!(code, 2, "{said}");
    assert!(
        first.starts_with("OCES CRITICAL - ") && first.contains("oces2-key") && first.contains("not complete"),
        "{first}"
    );
    assert!(first.contains(" | 'errors'="), "{first}");
    assert_eq!(said.matches('|').count(), 1, "performance data stands once: {said}");
    assert!(said.len() < 8_000 && said.lines().last().unwrap().contains("do not fit"), "{}", said.len());
    let danish = check(&[demo, "--lang", "da"]).0;
    let first = danish.lines().next().unwrap();
    assert!(first.contains("ikke komplet (1 beskadiget, 2 låste)"), "{first}");
    for (arguments, code, word) in [
        (&[demo, "--fail-on", "never"][..], 3, "UNKNOWN"),
        (&[demo, "--fail-on", "never", "--allow-incomplete"], 0, "OK"),
        (&[demo, "--fail-on", "never", "--allow-incomplete", "--fail-on-rule", "oces3-expiring"], 1, "WARNING"),
        (&[demo, "--lang", "da"], 2, "CRITICAL"),
    ] {
        let (said, ended) = check(arguments);
        assert_eq!(ended, code, "{arguments:?}: {said}");
        assert!(said.starts_with(&format!("OCES {word} - ")), "{said}");
    }
}

#[test]
fn a_check_of_another_day_says_so_and_calms_only_who_asked_for_it() {
    let demo = testdata("demo");
    let calm = ["check", demo.to_str().unwrap(), "--fail-on", "never", "--allow-incomplete"];
    let run = |arguments: &[&str], day: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_oces"));
        command.args(arguments);
        let before = format!("OCES_AS_OF={day} exec \"$0\" \"$@\"");
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &before, env!("CARGO_BIN_EXE_oces")]).args(arguments);
        let outcome = support::outcome_of(if day.is_empty() { &mut command } else { &mut shell });
        (String::from_utf8(outcome.stdout).unwrap().lines().next().unwrap().to_owned(), outcome.code)
    };
    let (said, code) = run(&calm, "2023-01-01");
    assert_eq!(code, 3, "{said}");
    assert!(said.starts_with("OCES UNKNOWN - ") && said.contains("judged as of 2023-01-01"), "{said}");
    let (said, code) = run(&[&calm[..], &["--as-of", "2023-01-02"]].concat(), "2023-01-01");
    assert!(code == 0 && said.contains("judged as of 2023-01-02"), "{said}");
    let (said, code) = run(&calm, "");
    assert!(code == 0 && !said.contains("judged as of"), "{said}");
}

#[test]
fn a_check_of_a_report_looks_at_its_age() {
    let folder = tempfile::tempdir().unwrap();
    let (json, other) = (folder.path().join("r.json"), folder.path().join("o.json"));
    let (json, other) = (json.to_str().unwrap(), other.to_str().unwrap());
    let demo = testdata("demo");
    let (_, code) = check(&[demo.to_str().unwrap(), "-o", &format!("json={json}")]);
    assert_eq!(code, 2, "it writes what it is asked for besides");
    assert_eq!(check(&["--report", json]).1, 2);
    let mut report: Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    for (at, code) in [("2020-01-01T00:00:00Z", 3), ("2999-01-01T00:00:00Z", 3)] {
        report["scan"]["finishedAt"] = json!(at);
        std::fs::write(other, report.to_string()).unwrap();
        let (said, ended) = check(&["--report", other]);
        assert_eq!(ended, code, "{at}: {said}");
        assert!(said.starts_with("OCES UNKNOWN - ") && said.contains("oces2-key"), "{said}");
    }
    report["scan"]["finishedAt"] = json!("2020-01-01T00:00:00Z");
    std::fs::write(other, report.to_string()).unwrap();
    assert_eq!(check(&["--report", other, "--max-age", "5000w"]).1, 2);
}

#[test]
fn what_goes_wrong_in_a_check_is_unknown_on_standard_output() {
    let demo = testdata("demo");
    let demo = demo.to_str().unwrap();
    for arguments in [
        &["check", "--bogus"][..],
        &["--lang", "da", "check", "--bogus"],
        &["check", "--lang", "xx"],
        &["check", "/does/not/exist"],
        &["check", "--report", "/does/not/exist"],
        &["check", "--report", demo],
        &["check", demo, "--report", "x.json"],
        &["check", demo, "-o", "json"],
        &["check", demo, "-o", "json=/does/not/exist/x"],
        &["check", demo, "--max-age", "soon", "--report", "x.json"],
        &["check", demo, "--config", "/does/not/exist"],
        &["check", demo, "--fail-on-rule", "no-such-rule"],
    ] {
        let outcome = oces(arguments);
        let said = String::from_utf8(outcome.stdout).unwrap();
        assert_eq!(outcome.code, 3, "{arguments:?}: {said}{}", outcome.stderr);
        assert!(said.starts_with("OCES UNKNOWN - ") && said.lines().count() == 1, "{arguments:?}: {said:?}");
    }
    assert_eq!(oces(&["scan", "--bogus"]).code, 2);
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home/zqjens");
    std::fs::create_dir_all(&home).unwrap();
    std::os::unix::fs::symlink("nowhere", home.join("a.pem")).unwrap();
    std::os::unix::fs::symlink("zq", folder.path().join("home/zqloop")).unwrap();
    let home = home.to_str().unwrap();
    for arguments in [
        &["check", demo, "--config", "/home/zqcsv/0101701234.toml"][..],
        &["check", "--report", "/home/zqcsv/0101701234.json"],
        &["check", "--files-from", "/home/zqcsv/0101701234"],
        &["check", home],
        &["check", "--bogus=/home/zqcsv/0101701234"],
    ] {
        let said = String::from_utf8(oces(arguments).stdout).unwrap();
        assert!(!said.contains("zq") && !said.contains("0101701234"), "{arguments:?}: {said}");
    }
    assert_eq!(oces(&["check", "--help"]).code, 0);
}
