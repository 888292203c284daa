//! The JSON report and its schema: they fit each other, the schema refuses
//! what breaks the contract, and every writer shows everything safely.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/sample.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod sample;

use oces::failure::{Failure, FailureKind};
use oces::inventory::Inventory;
use oces::plan::Plan;
use oces::report::{Report, Style, WRITERS, inspect, schema, text};
use serde_json::{Value, json};

fn write(format: &str, style: Style) -> String {
    write_report(&sample::report(), format, style)
}

fn write_report(report: &Report, format: &str, style: Style) -> String {
    let writer = WRITERS.iter().find(|writer| writer.format() == format).unwrap();
    let mut out = Vec::new();
    writer.write(report, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn document() -> Value {
    serde_json::from_str(&write("json", Style::default())).unwrap()
}

fn complaints(document: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_schema_is_a_schema() {
    assert!(jsonschema::draft202012::meta::is_valid(&schema()));
    assert_eq!(schema()["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn the_rich_report_fits_the_schema() {
    assert_eq!(complaints(&document()), Vec::<String>::new());
}

#[test]
fn every_line_fits_the_schema_of_lines_and_the_last_counts_them() {
    let validator = jsonschema::draft202012::new(&oces::report::line_schema()).unwrap();
    let lines: Vec<Value> =
        write("ndjson", Style::default()).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &lines {
        let complaints: Vec<String> = validator.iter_errors(line).map(|error| error.to_string()).collect();
        assert_eq!(complaints, Vec::<String>::new(), "{line:#}");
    }
    let whole = document();
    let of = |kind: &str| lines.iter().filter(|line| line["type"] == kind).count();
    assert_eq!(of("finding"), whole["findings"].as_array().unwrap().len());
    assert_eq!(of("failure"), whole["failures"].as_array().unwrap().len());
    assert_eq!((&lines[0]["type"], lines[0].get("scan")), (&json!("header"), whole.get("scan")));
    let last = lines.last().unwrap();
    assert_eq!((&last["type"], &last["lines"]), (&json!("summary"), &json!(lines.len())));
    let mut wrong = lines[1].clone();
    wrong["state"] = json!("forgotten");
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn unknown_keys_are_welcome() {
    let mut document = document();
    document["certificates"][0]["later"] = json!({ "added": true });
    document["later"] = json!(1);
    assert_eq!(complaints(&document), Vec::<String>::new());
}

#[test]
fn what_breaks_the_contract_is_refused() {
    for (pointer, wrong) in [
        ("/schemaVersion", json!("2.0")),
        ("/certificates/0/generation", json!("IV")),
        ("/certificates/0/environment", json!("prod")),
        ("/certificates/0/role", json!("leaf")),
        ("/certificates/0/kind", json!("FOCES")),
        ("/certificates/0/evidence", json!("guess")),
        ("/certificates/0/status", json!("valid")),
        ("/certificates/0/statusSince", json!("31-10-2023")),
        ("/certificates/0/ownership", json!("mine")),
        ("/certificates/0/sha256", json!("0F")),
        ("/certificates/0/serial", json!("4C:05")),
        ("/certificates/0/notAfter", json!("2023-10-31")),
        ("/certificates/0/organisation/cvr", json!("123")),
        ("/certificates/0/privateKey", json!("yes")),
        ("/certificates/0/occurrences/0/place", json!("attic")),
        ("/certificates/0/occurrences/2/steps/0/kind", json!("zip")),
        ("/certificates/0/occurrences/3/pathBytes", json!("not base64!")),
        ("/certificates/0/keys/0/basis", json!("hope")),
        ("/certificates/0/replacement/kind", json!("poces")),
        ("/certificates/0/replacement/basis", json!("hunch")),
        ("/certificates/0/replacement/successors/0/state", json!("sure")),
        ("/certificates/0/replacement/state", json!("todo")),
        ("/findings/0/severity", json!("critical")),
        ("/findings/0/id", json!("1")),
        ("/certificates/0/uses/0/use", json!("login")),
        ("/certificates/0/uses/0/confidence", json!("sure")),
        ("/certificates/0/uses/0/evidence/0/line", json!("12")),
        ("/certificates/0/uses/0/evidence/0/text", json!("plain")),
        ("/certificates/0/references/0/by", json!("hearsay")),
        ("/certificates/0/references/0/line", json!(null)),
        ("/certificates/0/systems/0", json!(2)),
        ("/certificates/3/settles", json!("ask")),
        ("/findings/9/details/0/text", json!({ "da": "kun" })),
        ("/systems/0/certificates/0", json!("0F")),
        ("/systems/1/owner", json!("IT")),
        ("/counterparties/0/old", json!("yes")),
        ("/counterparties/0/date", json!("May 2023")),
        ("/counterparties/0/boundTo", json!("luck")),
        ("/dependencies/0/place", json!("attic")),
        ("/dependencies/0/names/0/replacement", json!("MitID")),
        ("/firewall/0/action", json!("drop")),
        ("/firewall/0/ports/0", json!(70000)),
        ("/notLookedAt/0/detail", json!("locked")),
        ("/failures/0/kind", json!("broken")),
        ("/plan/actions/0/state", json!("later")),
        ("/scan/asOf", json!("today")),
        ("/scan/tally/failures", json!({ "broken": 1 })),
        ("/scan/tally/files", json!(-1)),
    ] {
        let mut document = document();
        *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is not there")) = wrong;
        assert!(!complaints(&document).is_empty(), "{pointer}");
    }
}

#[test]
fn a_missing_key_is_refused() {
    for (parent, key) in [
        ("", "schemaVersion"),
        ("", "scan"),
        ("", "failures"),
        ("", "lookAlikes"),
        ("/scan", "complete"),
        ("/scan/tally", "skippedFiles"),
        ("/certificates/0", "sha256"),
        ("/certificates/0", "kind"),
        ("/certificates/0", "uses"),
        ("/certificates/0", "replacement"),
        ("/certificates/0/occurrences/0", "path"),
        ("/certificates/0/occurrences/0", "privateKey"),
        ("/lookAlikes/0", "reason"),
        ("/lookAlikes/0", "generation"),
        ("/findings/0", "rule"),
        ("/findings/0/message", "da"),
        ("/certificates/0", "references"),
        ("/certificates/0", "systems"),
        ("/certificates/0/uses/0/evidence/0", "what"),
        ("/certificates/0/uses/0/evidence/0", "path"),
        ("/certificates/0/references/0", "token"),
        ("", "systems"),
        ("", "counterparties"),
        ("", "dependencies"),
        ("", "firewall"),
        ("", "notLookedAt"),
        ("/findings/0", "details"),
        ("/systems/0", "home"),
        ("/counterparties/0", "registration"),
        ("/counterparties/0", "checkWith"),
        ("/dependencies/0/names/0", "line"),
        ("/firewall/0", "host"),
        ("/notLookedAt/0", "kind"),
        ("/failures/0", "detail"),
        ("/plan/actions/0", "steps"),
    ] {
        let mut document = document();
        let removed = document.pointer_mut(parent).and_then(Value::as_object_mut).and_then(|object| object.remove(key));
        assert!(removed.is_some(), "{parent}/{key} is not there");
        assert!(!complaints(&document).is_empty(), "{parent}/{key}");
    }
}

#[test]
fn the_forms_of_the_contract() {
    let document = document();
    let first = &document["certificates"][0];
    assert_eq!(first["sha256"], "01".repeat(32));
    assert_eq!(first["serial"], "4c0501");
    assert_eq!(first["notBefore"], "2020-09-13T12:26:40Z");
    assert_eq!(first["statusSince"], "2023-10-31");
    assert!(first.get("statusOn").is_none());
    assert_eq!(first["emails"], json!(["a@example.dk\u{202e}", "b@example.dk"]));
    assert_eq!(document["certificates"][1]["uses"], json!([]));
    assert_eq!(first["uses"][0]["use"], "system-to-system");
    assert_eq!(first["uses"][0]["counterparty"], "kombit");
    assert!(first["uses"][1].get("counterparty").is_none() && first.get("settles").is_none());
    let evidence = &first["uses"][0]["evidence"];
    assert_eq!((&evidence[0]["what"], &evidence[0]["line"]), (&json!("counterparty"), &json!(12)));
    assert_eq!(evidence[0]["path"], "/srv/tomcat/conf/app.properties");
    assert!(evidence[1].get("line").is_none());
    assert_eq!(first["references"][0]["file"], "/srv/tomcat/store.jks");
    assert_eq!(first["references"][1]["token"], sample::HOSTILE);
    assert_eq!((&first["systems"], &document["certificates"][1]["systems"]), (&json!(["s2"]), &json!([])));
    assert_eq!(document["certificates"][3]["settles"]["en"], "Ask the owner.");
    assert_eq!(first["keys"][0]["path"], "/srv/nginx/integration.key");
    assert_eq!(first["keys"][0]["basis"], "public-key");
    let odd = &first["occurrences"][3];
    assert_eq!(odd["path"], "/srv/r\u{fffd}d/cert.pem");
    assert_eq!(odd["pathBytes"], "L3Nydi9y+GQvY2VydC5wZW0=");
    assert_eq!(odd["root"], "/srv");
    assert!(odd.get("alias").is_none());
    assert!(document["certificates"][2]["kind"].is_null());
    assert!(document["certificates"][1]["replacement"].is_null());
    assert!(document["unknownAuthorities"][0]["notAfter"].is_null());
    assert_eq!(document["others"][0]["subject"].as_str().map(|name| name.contains("Elsewhere")), Some(true));
    assert_eq!(document["scan"]["durationMs"], 2500);
    assert_eq!(document["scan"]["tally"]["failures"]["locked"], 2);
    assert_eq!(document["findings"][0]["id"], "01".repeat(16));
    assert!(document["findings"][6].get("certificate").is_none());
    let store = document["failures"].as_array().unwrap().iter().find_map(|failure| failure.get("store")).unwrap();
    assert_eq!(store["keys"][0]["localKeyId"], "01ab");
    assert_eq!(store["keys"][0]["friendlyName"], sample::HOSTILE);
    assert_eq!(store["belongsTo"], json!(["01".repeat(32)]));
}

#[test]
fn what_was_concluded_stands_in_the_document() {
    let document = document();
    let kombit = &document["counterparties"][0];
    assert_eq!((&kombit["id"], &kombit["old"]), (&json!("kombit"), &json!(true)));
    assert_eq!(kombit["certificates"], json!(["01".repeat(32)]));
    assert_eq!(document["systems"][1]["owner"]["team"], "Integration");
    assert!(document["systems"][0].get("owner").is_none() && document["systems"][0].get("host").is_none());
    assert_eq!(document["systems"][1]["counterparties"], json!(["kombit"]));
    let named = &document["dependencies"][0]["names"][0];
    assert_eq!((&named["id"], &named["line"]), (&json!("nemid-login"), &json!(7)));
    let details: Vec<&Value> =
        document["findings"].as_array().unwrap().iter().flat_map(|one| one["details"].as_array().unwrap()).collect();
    let whats: Vec<&str> = details.iter().filter_map(|one| one["what"].as_str()).collect();
    assert_eq!(whats, ["open-to-all", "downloads", "nemid-login", "nemid-login", "missing-store"]);
    assert_eq!((&details[2]["line"], &details[0].get("line")), (&json!(7), &None));
    let actions: Vec<&str> =
        document["firewall"].as_array().unwrap().iter().filter_map(|one| one["action"].as_str()).collect();
    assert!(actions.contains(&"open") && document["firewall"][0]["evidence"][0]["line"] == 2);
}

#[test]
fn what_was_not_looked_at_has_its_reason_and_its_command() {
    let mut report = sample::report();
    let shut =
        report.inventory.failures.iter().find(|one| one.kind == FailureKind::Unreadable).unwrap().location.clone();
    let within = |path: &str| oces::location::Location { path: std::path::Path::new(path).into(), ..shut.clone() };
    for path in ["/srv/hjem/a", "/srv/hjem/b", "/srv/hjem/c", "/srv/alone/x", "/srv/it's/y"] {
        report.inventory.failures.push(Failure::new(within(path), FailureKind::Unreadable, "Permission denied"));
    }
    report.inventory.skipped.push(("network-filesystem", "/srv/net drev".into()));
    report.scan.options.insert("no-mail".to_owned(), json!(true));
    let document: Value = serde_json::from_str(&write_report(&report, "json", Style::default())).unwrap();
    assert_eq!(complaints(&document), Vec::<String>::new());
    let all = document["notLookedAt"].as_array().unwrap();
    let at = |path: &str| all.iter().find(|one| one["path"] == path).unwrap_or_else(|| panic!("{path}: {all:#?}"));
    assert_eq!(at("/srv/hjem")["command"], "sudo oces scan /srv/hjem");
    assert_eq!(at("/srv/hjem")["count"], 3);
    assert_eq!(at("/srv/alone/x")["command"], "sudo oces scan /srv/alone/x");
    assert!(at("/srv/it's/y").get("command").is_none());
    assert_eq!(at("/srv/net drev")["command"], "oces scan '/srv/net drev'");
    assert!(!all.iter().any(|one| one["path"] == "/srv/hjem/a"));
    for kind in ["locked", "no-mail", "unsearched", "windows-stores", "hardware", "appliances", "mailboxes", "hosting"]
    {
        assert!(all.iter().any(|one| one["kind"] == kind), "{kind}");
    }
    let table = write_report(&report, "table", Style::default());
    for said in ["sudo oces scan /srv/hjem\n", "3 paths", "oces scan '/srv/net drev'", "--no-mail", "HSMs"] {
        assert!(table.contains(said), "{said}: {table}");
    }
    assert!(!table.contains("scan /srv/it's"));
    report.scan.uid = 0;
    report.certificates[0].occurrences[0].format = "windows-inventory";
    let as_root = write_report(&report, "table", Style::default());
    assert!(!as_root.contains("sudo") && !as_root.contains("Certificate stores of Windows machines"), "{as_root}");
}

/// The story of a system in the table: from its heading to the next empty line.
fn story<'t>(table: &'t str, heading: &str) -> &'t str {
    let from = table.find(heading).unwrap_or_else(|| panic!("no {heading}:\n{table}"));
    table[from..].split("\n\n").next().unwrap()
}

#[test]
fn the_whole_story_of_a_system_stands_on_one_screen() {
    for danish in [false, true] {
        let table = write("table", Style { danish, colour: false, width: 80, ..Style::default() });
        let story = story(&table, "app02Evil\\nA/S");
        assert!(story.lines().count() <= 24 + 16, "{} lines:\n{story}", story.lines().count());
        let said = story.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            "/srv/tomcat",
            "Integration",
            "IT-DRIFT",
            "#1 Integration",
            "store.jks",
            "conf/app.properties:12",
            "conf/server.xml:8",
            "keystoreFile",
            "KOMBIT",
            if danish { "24. maj 2023" } else { "24 May 2023" },
            "conf/login.xml:7",
            "applet.danid.dk",
            "open-key",
            "conf/odd\\n.xml:3",
        ] {
            assert!(said.contains(part), "{part}:\n{story}");
        }
        let old = if danish { "18 måneder siden: spørg KOMBIT" } else { "18 months ago: check with KOMBIT" };
        assert!(said.contains(old), "{story}");
        assert_eq!(table.matches("conf/server.xml:8").count(), 1, "{table}");
        assert_eq!(table.matches("open-key").count(), 1, "{table}");
        assert_eq!(table.matches("conf/login.xml:7").count(), 1, "{table}");
    }
}

#[test]
fn young_knowledge_is_told_with_its_date_and_old_as_uncertain() {
    let mut report = sample::report();
    report.scan.as_of = time::macros::date!(2024 - 11 - 24);
    let young = write_report(&report, "table", Style::default());
    assert!(
        young.contains("As described on") && !one_line(&young).contains("ago: check with KOMBIT before you act"),
        "{young}"
    );
    report.scan.as_of = time::macros::date!(2024 - 11 - 25);
    assert!(
        one_line(&write_report(&report, "table", Style::default())).contains("ago: check with KOMBIT before you act")
    );
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_belongs_to_no_system_keeps_its_place() {
    let table = one_line(&write("table", Style::default()));
    let after =
        |heading: &str| table.split(heading).nth(1).unwrap_or_else(|| panic!("no {heading}: {table}")).to_owned();
    let list = after("OCES certificates, worst first");
    assert!(list.contains("/srv/java/java.security:4") && list.contains("SHA-1 thumbprint"), "{list}");
    assert!(list.contains("see the system app02"), "{list}");
    assert!(after("Dependencies on NemID outside the systems").contains("/srv/elsewhere/login.xml:1"));
    assert!(after("Keystores that are not in the scan").contains("/srv/app/lost.conf:5"));
    assert!(after("Firewall").contains("ca1.gov.dk: port 80"), "{table}");
    assert!(table.contains("unsettled: Ask the owner."), "{table}");
}

#[test]
fn every_writer_shows_every_finding_and_failure_and_nothing_raw() {
    let report = sample::report();
    // A sheet or a calendar shows what it is for; tests of its own look at those.
    let whole = ["json", "table", "markdown", "html", "ndjson", "csv"];
    for writer in WRITERS.iter().filter(|writer| whole.contains(&writer.format())) {
        for danish in [false, true] {
            let out = write(writer.format(), Style { danish, colour: false, width: 80, ..Style::default() });
            assert!(out.ends_with('\n'));
            no_raw_controls(&out);
            for location in report.findings.iter().filter(|finding| !finding.history).map(|finding| &finding.location) {
                match (writer.format(), location.path.strip_prefix("/srv/tomcat")) {
                    // Under its system a path is told relatively.
                    ("table", Ok(below)) => shows(&out, "table", below),
                    _ => shows(&out, writer.format(), &location.path),
                }
            }
            shows(&out, writer.format(), "/srv/mail".as_ref());
            for failure in &report.inventory.failures {
                shows(&out, writer.format(), &failure.location.path);
                assert!(danish || out.contains(failure.kind.id()), "{}", failure.kind.id());
            }
        }
    }
}

fn shows(out: &str, format: &str, path: &std::path::Path) {
    let shown = match format {
        "json" | "ndjson" => {
            let text = serde_json::to_string(&path.to_string_lossy()).unwrap();
            text.trim_matches('"').to_owned()
        }
        _ => text::path(path),
    };
    assert!(out.contains(&shown), "{format} does not show {shown}:\n{out}");
}

fn no_raw_controls(out: &str) {
    // The mark at the start of CSV is ours.
    for line in out.strip_prefix('\u{feff}').unwrap_or(out).lines() {
        assert!(!line.chars().any(text::is_unsafe), "{line:?}");
    }
}

#[test]
fn the_table_never_says_valid_and_fits_its_width() {
    for width in [80, 120, 200] {
        for danish in [false, true] {
            let out = write("table", Style { danish, colour: false, width, ..Style::default() });
            let lower = out.to_lowercase();
            assert!(!lower.contains("valid") && !lower.contains("gyldig"), "{out}");
            for line in out.lines().filter(|line| line.split(' ').all(|word| word.len() < 30)) {
                assert!(text::width(line) <= usize::from(width), "{width}: {line}");
            }
        }
    }
}

#[test]
fn colour_only_adds() {
    let plain = write("table", Style { danish: false, colour: false, width: 100, ..Style::default() });
    let coloured = write("table", Style { danish: false, colour: true, width: 100, ..Style::default() });
    assert_ne!(plain, coloured);
    let mut stripped = coloured;
    while let Some(start) = stripped.find('\u{1b}') {
        let end = stripped[start..].find('m').unwrap() + start;
        stripped.replace_range(start..=end, "");
    }
    assert_eq!(plain, stripped);
}

#[test]
fn inspect_tells_all_and_nothing_raw() {
    let report = sample::report();
    for danish in [false, true] {
        let mut out = Vec::new();
        inspect::write(&report, Style { danish, colour: false, width: 80, ..Style::default() }, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        no_raw_controls(&out);
        for known in &report.certificates {
            assert!(out.contains(&text::hex(&known.certificate.sha256)));
            assert!(out.contains(&text::hex(&known.certificate.sha1)));
        }
        for failure in &report.inventory.failures {
            assert!(out.contains(&text::location(&failure.location)), "{out}");
        }
    }
}

#[test]
fn formats_are_distinct() {
    for (at, writer) in WRITERS.iter().enumerate() {
        assert!(WRITERS[..at].iter().all(|other| other.format() != writer.format()));
    }
}

#[test]
fn long_lists_are_cut_with_their_count_in_the_table_and_whole_in_json() {
    let mut report = sample::report();
    for n in 0..1000 {
        let path = format!("/srv/copies/{n:04}.pem");
        report.certificates[0].occurrences.push(sample::occurrence(&path, "pem"));
        let location = report.certificates[0].occurrences[n].location.clone();
        report.inventory.failures.push(Failure::new(location, FailureKind::Corrupt, "bad"));
    }
    let out = write_report(&report, "table", Style::default());
    assert_eq!(out.matches("/srv/copies/").count(), 7 + 45, "{out}");
    assert!(out.contains("… and 993 more"), "{out}");
    assert!(out.contains("… and 951 more"), "{out}");
    let json = write_report(&report, "json", Style::default());
    let document: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["certificates"][0]["occurrences"].as_array().map(Vec::len), Some(1004));
    assert_eq!(document["failures"].as_array().map(Vec::len), Some(1009));
}

#[test]
fn the_table_goes_from_worst_to_best_a_line_a_certificate() {
    for width in [60, 80, 200] {
        let out = write("table", Style { danish: false, colour: false, width, ..Style::default() });
        let place = |part: &str| out.find(part).unwrap_or_else(|| panic!("no {part}:\n{out}"));
        assert!(place("error #1") < place("store.jks") && place("store.jks") < place("warning   retired"));
        assert!(place("oces2-key;") < place("/srv/app.war"));
        assert!(place("/srv/app.war") < place("warning   retired"));
        assert!(place("warning   retired") < place("/srv/java/cacerts"));
        assert!(place("/srv/java/cacerts") < place("-         current"));
        assert!(place("Systems, worst first") < place("app02") && place("app02") < place("in /srv/new"));
        assert!(place("in /srv/new") < place("robot.p12") && place("robot.p12") < place("SEVERITY"));
        assert!(place("-         current") < place("What was not looked at"));
        assert!(place("What was not looked at") < place("Wave 2"));
        assert!(place("no CRL was consulted") < place("Next step"));
    }
}

#[test]
fn an_empty_report_is_whole_in_every_format() {
    let mut report = sample::report();
    report.certificates.clear();
    report.findings.clear();
    report.inventory = Inventory::default();
    report.plan = Plan::default();
    report.usage = oces::usage::Usage::default();
    report.scan.complete = true;
    report.scan.incomplete_reasons.clear();
    let json = write_report(&report, "json", Style::default());
    assert_eq!(complaints(&serde_json::from_str(&json).unwrap()), Vec::<String>::new());
    let table = write_report(&report, "table", Style::default());
    assert!(table.contains("No OCES certificates found") && table.contains("yes: everything was looked at"));
    assert!(table.contains("Every file could be looked at") && table.contains("What no scan of files sees"));
    assert!(!table.contains("Systems, worst first") && !table.contains("Firewall"));
}
