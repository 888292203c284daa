//! What CI systems are given: SARIF, `JUnit`, Code Quality and workflow commands
//! of one rich, hostile report. What their own programs say of them is
//! `tests/oracles`' to ask.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

#[path = "support/sample.rs"]
#[allow(dead_code, reason = "each test program uses its own part of this")]
mod sample;

use oces::check::{Bar, FailOn, Ignored, State};
use oces::failure::Acknowledged;
use oces::report::{Report, Style, WRITERS, github, text};
use serde_json::Value;
use std::collections::BTreeSet;
use time::macros::date;

/// The sample with everything that does not count, each with a hostile reason.
fn report() -> Report {
    let mut report = sample::report();
    report.scan.base = Some("/srv/tomcat".into());
    let reason = || std::sync::Arc::from(sample::HOSTILE);
    let day = Some(date!(2026 - 12 - 24));
    report.findings[1].ignored = Some(Box::new(Ignored { reason: reason(), until: day, lapsed: false }));
    report.findings[2].ignored = Some(Box::new(Ignored { reason: reason(), until: day, lapsed: true }));
    report.findings[5].known = true;
    let accepted = Acknowledged { reason: reason(), until: None, lapsed: false };
    report.inventory.failures[0].acknowledged = Some(Box::new(accepted));
    let states: BTreeSet<State> = report.findings.iter().map(oces::check::Finding::state).collect();
    for state in [State::Counted, State::Known, State::Ignored, State::History] {
        assert!(states.contains(&state), "the sample has no finding that is {state:?}");
    }
    report
}

/// The same with nothing to tell.
fn nothing() -> Report {
    let mut report = sample::report();
    report.findings.clear();
    report.inventory.failures.clear();
    report.certificates.clear();
    report.scan.incomplete_reasons.clear();
    report.scan.complete = true;
    report
}

fn write(report: &Report, format: &str, danish: bool) -> String {
    let writer = WRITERS.iter().find(|writer| writer.format() == format).unwrap();
    let mut out = Vec::new();
    writer.write(report, Style { danish, ..Style::default() }, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    let raw = |line: &str| line.chars().any(text::is_unsafe);
    assert!(!out.lines().any(raw), "{format} writes something raw");
    out
}

fn counted(report: &Report) -> usize {
    report.findings.iter().filter(|finding| report.scan.bar.counts(finding)).count()
}

#[test]
fn sarif_has_every_finding_as_a_result_and_every_failure_as_a_notification() {
    let report = report();
    for danish in [false, true] {
        let log: Value = serde_json::from_str(&write(&report, "sarif", danish)).unwrap();
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), report.findings.len());
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for (result, finding) in results.iter().zip(&report.findings) {
            assert_eq!(rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()]["id"], finding.rule.id);
            let id = text::hex(&finding.id);
            assert_eq!(result["partialFingerprints"]["primaryLocationLineHash"], format!("{id}:1"));
            assert_eq!(result["properties"]["state"], finding.state().id());
            assert_eq!(result["suppressions"].is_array(), finding.state() == State::Ignored);
            assert_eq!(result["baselineState"], if finding.known { "unchanged" } else { "new" });
            placed(run, &result["locations"][0]);
        }
        let told = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
        // "failures" and "network-filesystem" are no counts of a kind.
        assert_eq!(told.len(), report.inventory.failures.len() + 2);
        for (told, failure) in told.iter().zip(&report.inventory.failures) {
            assert_eq!(told["descriptor"]["id"], format!("failure-{}", failure.kind.id()));
            assert_eq!(told["level"], if failure.is_acknowledged() { "note" } else { "error" });
            placed(run, &told["locations"][0]);
        }
        assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    }
}

/// A relative URI of octets that need no more encoding, under a known base.
fn placed(run: &Value, location: &Value) {
    let file = &location["physicalLocation"]["artifactLocation"];
    let uri = file["uri"].as_str().unwrap();
    assert!(
        !uri.starts_with('/') && uri.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-._~/%".contains(&octet))
    );
    let base = &run["originalUriBaseIds"][file["uriBaseId"].as_str().unwrap()];
    assert!(base["uri"].as_str().unwrap().ends_with('/'), "{base}");
    assert!(location["physicalLocation"]["region"]["startLine"].as_u64().unwrap() >= 1);
}

#[test]
fn sarif_tells_a_path_from_where_the_scan_was_started_and_members_by_name() {
    let log = write(&report(), "sarif", false);
    let log: Value = serde_json::from_str(&log).unwrap();
    let uris: BTreeSet<(String, String)> = log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| &result["locations"][0]["physicalLocation"]["artifactLocation"])
        .map(|file| (file["uriBaseId"].as_str().unwrap().to_owned(), file["uri"].as_str().unwrap().to_owned()))
        .collect();
    for (base, uri) in [("%SRCROOT%", "store.jks"), ("ROOT1", "r%F8d/cert.pem"), ("ROOT1", "app/we%09b.config")] {
        assert!(uris.contains(&(base.to_owned(), uri.to_owned())), "{base} {uri}: {uris:?}");
    }
    let whole = log.to_string();
    assert!(whole.contains("/srv/app.war!WEB-INF/a\\\\u{202e}.pem"), "{whole}");
    assert!(!whole.contains("]("), "no message has a link");
}

#[test]
fn junit_keeps_its_books_and_every_name_is_unique() {
    for (report, passed) in [(report(), false), (nothing(), true)] {
        for danish in [false, true] {
            let out = write(&report, "junit", danish);
            let head = out.lines().nth(1).unwrap();
            let failures = counted(&report);
            let accepted = report.inventory.failures.iter().filter(|failure| failure.is_acknowledged()).count();
            let errors = report.inventory.failures.len() - accepted + usize::from(!report.scan.complete);
            let skipped = report.findings.len() - failures + accepted;
            let books = format!("failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"");
            assert!(head.contains(&books), "{books}: {head}");
            assert_eq!(out.matches("<failure ").count(), failures);
            assert_eq!(out.matches("<error ").count(), errors);
            assert_eq!(out.matches("<skipped ").count(), skipped);
            let cases: Vec<&str> = out.lines().filter(|line| line.trim_start().starts_with("<testcase ")).collect();
            assert!(head.contains(&format!("tests=\"{}\"", cases.len())), "{head}");
            let names: BTreeSet<&str> = cases.iter().map(|case| case.split(" file=").next().unwrap()).collect();
            assert_eq!(names.len(), cases.len(), "a name stands twice");
            assert_eq!(cases.iter().any(|case| case.contains("oces.scan") && case.ends_with("time=\"0\"/>")), passed);
        }
    }
}

#[test]
fn code_quality_has_an_issue_for_each_with_a_fingerprint_of_its_own() {
    let report = report();
    let issues: Value = serde_json::from_str(&write(&report, "codequality", false)).unwrap();
    let issues = issues.as_array().unwrap();
    assert_eq!(issues.len(), report.findings.len() + report.inventory.failures.len());
    let prints: BTreeSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), issues.len());
    for (issue, finding) in issues.iter().zip(&report.findings) {
        assert_eq!(issue["severity"] == "info", finding.state() != State::Counted, "{issue}");
    }
    let failure = issues.iter().find(|issue| issue["check_name"] == "failure-locked").unwrap();
    assert_eq!(failure["location"]["path"], "/srv/bad/locked\\n.p12");
    assert_eq!(issues[0]["location"]["path"], "store.jks", "relative to where the scan was started");
    assert_eq!(write(&nothing(), "codequality", false).trim(), "[]");
}

#[test]
fn github_gets_a_command_a_line_the_worst_first() {
    let report = report();
    for danish in [false, true] {
        let out = write(&report, "github", danish);
        let told =
            |line: &&str| ["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command));
        let (told, other): (Vec<&str>, Vec<&str>) = out.lines().partition(told);
        assert_eq!(told.len(), 1 + report.findings.len() + report.inventory.failures.len());
        assert!(other.iter().all(|line| line.starts_with("::group::") || *line == "::endgroup::"), "{other:?}");
        let shown: Vec<&str> = out.lines().take_while(|line| !line.starts_with("::group::")).collect();
        let of = |command: &str| shown.iter().filter(|line| line.starts_with(command)).count();
        assert_eq!((of("::notice"), of("::error")), (0, 4), "why it failed, and one of four is ignored: {shown:?}");
        assert!((3..=10).contains(&of("::warning")), "{shown:?}");
        assert!(shown.iter().any(|line| line.contains("title=failure-")), "{shown:?}");
        for line in told {
            let (properties, _) = line[2..].split_once("::").unwrap();
            assert!(!properties.contains('\n') && properties.matches("title=").count() == 1, "{line}");
        }
    }
}

#[test]
fn github_says_why_the_job_is_red_and_what_counts_comes_first() {
    let first = |report: &Report| write(report, "github", false).lines().next().unwrap().to_owned();
    assert!(first(&nothing()).starts_with("::notice title=oces::0 errors, "), "{}", first(&nothing()));
    let mut unseen = nothing();
    (unseen.scan.complete, unseen.scan.incomplete_reasons) = (false, vec!["2 locked".to_owned()]);
    let said = "::error title=oces::The scan ends with 3: not everything could be looked at (2 locked). 0 errors";
    assert!(first(&unseen).starts_with(said), "{}", first(&unseen));
    unseen.scan.bar.allow_incomplete = true;
    assert!(first(&unseen).starts_with("::notice "), "{}", first(&unseen));

    let mut report = report();
    report.findings[7].retained = None;
    report.scan.bar = Bar { fail_on: FailOn::Never, rules: vec!["look-alike"], allow_incomplete: true };
    let said = "::error title=oces::The scan ends with 1, for 1 finding.";
    assert!(first(&report).starts_with(said), "{}", first(&report));
    let out = write(&report, "github", false);
    let warning = out.lines().find(|line| line.starts_with("::warning ")).unwrap();
    assert!(warning.starts_with("::warning title=look-alike,"), "{warning}");
}

#[test]
fn what_is_base64_in_a_text_has_the_line_where_it_begins() {
    use oces::location::StepKind;
    let mut report = report();
    report.certificates.iter_mut().for_each(|one| one.occurrences.sort());
    for (kind, line) in [(StepKind::Base64, 7), (StepKind::Compressed, 1)] {
        let step = |location: &mut oces::location::Location| {
            location.steps = Box::default();
            *location = location.step(kind, b"");
        };
        step(&mut report.findings[1].location);
        let places = report.certificates.iter_mut().flat_map(|one| &mut one.occurrences);
        places.filter(|place| place.line == Some(7)).for_each(|place| step(&mut place.location));
        let log: Value = serde_json::from_str(&write(&report, "sarif", false)).unwrap();
        let place = &log["runs"][0]["results"][1]["locations"][0]["physicalLocation"];
        assert_eq!(place["region"]["startLine"], line, "{kind:?}");
    }
}

#[test]
fn the_step_summary_tells_all_or_how_much_is_missing() {
    let report = report();
    let all = report.findings.len() + report.inventory.failures.len();
    let page = github::summary(&report, Style::default(), 1 << 20);
    assert_eq!(page.lines().filter(|line| line.starts_with("- **")).count(), all, "{page}");
    assert!(!page.lines().any(|line| line.chars().any(text::is_unsafe)), "{page}");
    for limit in [3000, 4000, 6000, 8000] {
        let page = github::summary(&report, Style::default(), limit);
        assert!(page.len() <= limit, "{limit}: {}", page.len());
        let missing = page.lines().filter_map(|line| line.split_once(" more do not fit")?.0.parse::<usize>().ok());
        let shown = page.lines().filter(|line| line.starts_with("- **")).count();
        assert_eq!(missing.sum::<usize>() + shown, all, "{limit}: {page}");
    }
    assert!(github::summary(&report, Style::default(), 10).is_empty());
}

#[test]
fn the_bar_decides_what_fails() {
    let mut report = report();
    report.scan.bar = Bar { fail_on: FailOn::Never, ..Bar::default() };
    assert!(!write(&report, "junit", false).contains("<failure "));
    report.scan.bar.rules = vec!["oces2-ca"];
    let junit = write(&report, "junit", false);
    assert_eq!(junit.matches("<failure ").count(), 1, "{junit}");
    assert!(junit.contains("below the bar"), "{junit}");
}

#[test]
fn a_merged_report_tells_whose_a_path_is() {
    let mut report = report();
    for (at, scope) in [(0, "web01"), (2, "not a host name")] {
        report.findings[at].location.scope = Some(scope.into());
    }
    let log: Value = serde_json::from_str(&write(&report, "sarif", false)).unwrap();
    let bases = log["runs"][0]["originalUriBaseIds"].as_object().unwrap();
    let uris: BTreeSet<&str> = bases.values().filter_map(|base| base["uri"].as_str()).collect();
    assert!(uris.contains("file://web01/srv/") && uris.contains("file:///srv/"), "{uris:?}");
    assert!(bases.values().any(|base| base["uri"].is_null()), "{bases:?}");
    for format in ["codequality", "github", "junit"] {
        let out = write(&report, format, false);
        assert!(
            out.contains("web01: /srv/tomcat/store.jks") || out.contains("web01%3A /srv/tomcat/store.jks"),
            "{out}"
        );
    }
}
