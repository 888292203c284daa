//! The report as other programs rely on it: what the program really writes,
//! held to design section 3 key by key, with nothing taken from its own types.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "contract/forms.rs"]
mod forms;
mod support;

use forms::hold;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use support::{list, oces, parse, scan, testdata, text};

/// The trees that between them have every kind of entry.
const TREES: [&str; 3] = ["demo", "certificates", "broken"];

/// Every report of the trees, with its root.
fn reports() -> Vec<(PathBuf, Value)> {
    TREES.iter().map(|tree| testdata(tree)).map(|root| (root.clone(), scan(&root, &[]).0)).collect()
}

/// Listed certificates and look-alikes.
fn certificates(report: &Value) -> Vec<&Value> {
    list(report, "certificates").iter().chain(list(report, "lookAlikes")).collect()
}

#[test]
fn every_key_is_there_in_its_form() {
    for (_, report) in reports() {
        head(&report);
        for one in certificates(&report) {
            certificate(one);
        }
        for one in list(&report, "lookAlikes") {
            hold("lookAlikes[]", one, &[("reason", forms::some_text)]);
        }
        for one in list(&report, "findings") {
            finding(one);
        }
        for one in list(&report, "failures") {
            place("failures[]", one);
            hold("failures[]", one, &[("kind", forms::failure_kind), ("detail", forms::some_text)]);
        }
        for one in list(&report["plan"], "actions") {
            action(one);
        }
        progress(&report["plan"]);
        conclusions(&report);
        assert!(!list(&report, "notLookedAt").is_empty(), "no scan of files sees everything");
    }
}

/// How far each wave is: the books of the actions.
fn progress(plan: &Value) {
    for one in list(plan, "progress") {
        let keys = ["wave", "open", "inProgress", "done", "percent"];
        hold("plan.progress[]", one, &keys.map(|key| (key, forms::count as forms::Form)));
        let of = |state: &str| {
            let actions = list(plan, "actions").iter();
            actions.filter(|action| action["wave"] == one["wave"] && action["state"] == state).count() as u64
        };
        let counts = [of("open"), of("in-progress"), of("done")];
        assert_eq!(["open", "inProgress", "done"].map(|key| one[key].as_u64().unwrap()), counts, "{one}");
        assert_eq!(one["percent"], counts[2] * 100 / counts.iter().sum::<u64>(), "{one}");
    }
    let waves: BTreeSet<u64> = list(plan, "actions").iter().filter_map(|one| one["wave"].as_u64()).collect();
    assert_eq!(list(plan, "progress").len(), waves.len());
}

/// What was concluded of uses and systems.
fn conclusions(report: &Value) {
    for one in certificates(report) {
        list(one, "uses").iter().for_each(used);
        list(one, "references").iter().for_each(reference);
        assert!(list(one, "systems").iter().all(forms::some_text));
        let guessed = list(one, "uses").iter().all(|one| one["confidence"] == "low");
        assert!(guessed || one.get("settles").is_none(), "{one}");
    }
    for one in list(report, "systems") {
        let keys: [forms::Key; 7] = [
            ("id", forms::some_text),
            ("name", forms::some_text),
            ("host?", forms::some_text),
            ("home", forms::path),
            ("owner?", forms::object),
            ("certificates", forms::list),
            ("counterparties", forms::list),
        ];
        hold("systems[]", one, &keys);
        assert!(list(one, "certificates").iter().all(forms::sha256));
    }
    for one in list(report, "counterparties") {
        let keys: [forms::Key; 6] = [
            ("id", forms::some_text),
            ("name", forms::roles),
            ("demands", forms::text_or_null),
            ("registration", forms::both_languages),
            ("boundTo?", forms::bound_to),
            ("certificates", forms::list),
        ];
        hold("counterparties[]", one, &keys);
        knowledge("counterparties[]", one);
    }
    for one in list(report, "dependencies") {
        place("dependencies[]", one);
        hold("dependencies[]", one, &[("place", forms::place), ("names", forms::list)]);
        for named in list(one, "names") {
            let keys: [forms::Key; 5] = [
                ("line", forms::from_one),
                ("token", forms::some_text),
                ("id", forms::some_text),
                ("name", forms::roles),
                ("replacement", forms::both_languages),
            ];
            hold("dependencies[].names[]", named, &keys);
            knowledge("dependencies[].names[]", named);
        }
    }
    list(report, "firewall").iter().for_each(opening);
    dates(report);
    for one in list(report, "notLookedAt") {
        let keys: [forms::Key; 5] = [
            ("kind", forms::some_text),
            ("path?", forms::path),
            ("count?", forms::from_one),
            ("detail", forms::both_languages),
            ("command?", forms::some_text),
        ];
        hold("notLookedAt[]", one, &keys);
    }
}

fn used(one: &Value) {
    let keys: [forms::Key; 4] = [
        ("use", forms::use_kind),
        ("confidence", forms::confidence),
        ("counterparty?", forms::some_text),
        ("evidence", forms::list),
    ];
    hold("uses[]", one, &keys);
    assert!(!list(one, "evidence").is_empty(), "a use without evidence: {one}");
    list(one, "evidence").iter().for_each(evidence);
}

fn evidence(one: &Value) {
    place("evidence[]", one);
    let keys: [forms::Key; 3] = [("what", forms::evidence_what), ("line?", forms::from_one), ("text", forms::roles)];
    hold("evidence[]", one, &keys);
}

fn reference(one: &Value) {
    place("references[]", one);
    let keys: [forms::Key; 5] = [
        ("line", forms::from_one),
        ("by", forms::by),
        ("token", forms::some_text),
        ("setting?", forms::some_text),
        ("file?", forms::path),
    ];
    hold("references[]", one, &keys);
}

/// The timeline and the calendar.
fn dates(report: &Value) {
    for event in list(report, "timeline") {
        let keys: [forms::Key; 10] = [
            ("id", forms::some_text),
            ("when", forms::some_text),
            ("until?", forms::some_text),
            ("matter", forms::some_text),
            ("text", forms::both_languages),
            ("source", forms::both_languages),
            ("confidence", forms::confidence),
            ("concerns", forms::list),
            ("supersededBy?", forms::some_text),
            ("original", forms::truth),
        ];
        hold("timeline[]", event, &keys);
    }
    for entry in list(&report["plan"], "calendar") {
        let keys: [forms::Key; 7] = [
            ("id", forms::some_text),
            ("date", forms::day),
            ("kind", forms::entry_kind),
            ("certificate?", forms::sha256),
            ("title", forms::both_languages),
            ("description", forms::both_languages),
            ("counterparty?", forms::some_text),
        ];
        hold("plan.calendar[]", entry, &keys);
    }
}

fn opening(one: &Value) {
    let keys: [forms::Key; 6] = [
        ("action", forms::firewall_action),
        ("host", forms::some_text),
        ("ports", forms::list),
        ("test", forms::truth),
        ("purpose", forms::roles),
        ("evidence", forms::list),
    ];
    hold("firewall[]", one, &keys);
    knowledge("firewall[]", one);
    list(one, "evidence").iter().for_each(evidence);
}

/// Where something is known from.
fn knowledge(what: &str, one: &Value) {
    let keys: [forms::Key; 4] =
        [("source", forms::roles), ("date", forms::day), ("old", forms::truth), ("checkWith", forms::roles)];
    hold(what, one, &keys);
}

fn head(report: &Value) {
    assert_eq!(report["schemaVersion"], "1.0");
    let lists = [
        "certificates",
        "lookAlikes",
        "findings",
        "failures",
        "systems",
        "counterparties",
        "dependencies",
        "firewall",
        "notLookedAt",
    ];
    assert!(lists.iter().all(|key| report[key].is_array()) && report["plan"]["actions"].is_array());
    let tool =
        [("name", forms::some_text as forms::Form), ("version", forms::some_text), ("catalogue", forms::some_text)];
    hold("tool", &report["tool"], &tool);
    let scan = &report["scan"];
    hold(
        "scan",
        scan,
        &[
            ("id", forms::some_text),
            ("scope", forms::some_text),
            ("host", forms::some_text),
            ("startedAt", forms::instant),
            ("finishedAt", forms::instant),
            ("durationMs", forms::count),
            ("asOf", forms::day),
            ("roots", forms::list),
            ("options", forms::object),
            ("complete", forms::truth),
            ("incompleteReasons", forms::list),
        ],
    );
    assert!(list(scan, "roots").iter().all(forms::path));
    hold("scan.user", &scan["user"], &[("uid", forms::count), ("capabilities", forms::list)]);
    let counts = [
        "directories",
        "files",
        "examined",
        "failed",
        "skippedFiles",
        "bytes",
        "containers",
        "certificates",
        "distinctCertificates",
    ];
    hold("scan.tally", &scan["tally"], &counts.map(|key| (key, forms::count as forms::Form)));
    for (kind, count) in scan["tally"]["failures"].as_object().expect("failures") {
        assert!(forms::failure_kind(&json!(kind)) && forms::from_one(count), "{kind}");
    }
    assert!(scan["tally"]["skipped"].as_object().expect("skipped").values().all(forms::from_one));
}

fn certificate(one: &Value) {
    hold(
        "certificates[]",
        one,
        &[
            ("sha256", forms::sha256),
            ("generation", forms::generation),
            ("qualified", forms::truth),
            ("environment", forms::environment),
            ("role", forms::role),
            ("kind", forms::kind),
            ("subject", forms::name),
            ("issuer", forms::name),
            ("serial", forms::serial),
            ("notBefore", forms::instant),
            ("notAfter", forms::instant),
            ("subjectKeyIdentifier", forms::key_identifier),
            ("evidence", forms::evidence),
            ("status", forms::status),
            ("statusSince?", forms::day),
            ("statusOn?", forms::day),
            ("ownership", forms::ownership),
            ("organisation", forms::object),
            ("identifier", forms::text_or_null),
            ("emails", forms::list),
            ("privateKey", forms::truth),
            ("occurrences", forms::list),
            ("uses", forms::list),
            ("replacement", forms::object_or_null),
        ],
    );
    hold("organisation", &one["organisation"], &[("name", forms::text_or_null), ("cvr", forms::cvr)]);
    assert!(!list(one, "occurrences").is_empty(), "a certificate that lies nowhere: {one}");
    for occurrence in list(one, "occurrences") {
        place("occurrences[]", occurrence);
        hold(
            "occurrences[]",
            occurrence,
            &[
                ("format", forms::some_text),
                ("alias?", forms::text),
                ("line?", forms::from_one),
                ("offset?", forms::count),
                ("privateKey", forms::truth),
                ("place", forms::place),
            ],
        );
    }
    if !one["replacement"].is_null() {
        replacement(&one["replacement"]);
    }
}

fn replacement(one: &Value) {
    let keys: [forms::Key; 4] = [
        ("kind", forms::replacement_kind),
        ("basis", forms::basis),
        ("successors", forms::list),
        ("state", forms::state),
    ];
    hold("replacement", one, &keys);
    for successor in list(one, "successors") {
        hold("successors[]", successor, &[("sha256", forms::sha256), ("state", forms::successor_state)]);
    }
}

/// What tells where: the same in occurrences, findings and failures.
fn place(what: &str, one: &Value) {
    hold(
        what,
        one,
        &[
            ("scope", forms::some_text),
            ("root", forms::path),
            ("path", forms::path),
            ("pathBytes?", forms::base64),
            ("steps", forms::list),
        ],
    );
    assert!(Path::new(text(one, "path")).starts_with(text(one, "root")), "{one}");
    for step in list(one, "steps") {
        hold("steps[]", step, &[("kind", forms::some_text), ("name", forms::text)]);
    }
}

fn finding(one: &Value) {
    place("findings[]", one);
    hold(
        "findings[]",
        one,
        &[
            ("id", forms::finding_id),
            ("rule", forms::rule),
            ("severity", forms::severity),
            ("certificate?", forms::sha256),
            ("places", forms::from_one),
            ("message", forms::both_languages),
            ("details", forms::list),
            ("ignored?", forms::object),
        ],
    );
}

fn action(one: &Value) {
    hold(
        "actions[]",
        one,
        &[
            ("id", forms::some_text),
            ("kind", forms::action_kind),
            ("wave", forms::count),
            ("title", forms::both_languages),
            ("certificates", forms::list),
            ("paths", forms::list),
            ("uses", forms::list),
            ("who", forms::roles),
            ("steps", forms::list),
            ("deadline?", forms::day),
            ("overdueSince?", forms::day),
            ("priority", forms::from_one),
            ("after", forms::list),
            ("state", forms::state),
        ],
    );
    assert!(list(one, "steps").iter().all(forms::both_languages), "{one}");
    assert!(list(one, "certificates").iter().all(forms::sha256) && list(one, "paths").iter().all(forms::path));
}

#[test]
fn the_real_report_fits_the_printed_schema() {
    let schema = oces(&["schema"]);
    assert_eq!(schema.code, 0);
    let validator = jsonschema::draft202012::new(&parse(&schema)).expect("a schema");
    for (root, mut report) in reports() {
        let found: Vec<String> = validator.iter_errors(&report).map(|error| format!("{error}")).collect();
        assert_eq!(found, Vec::<String>::new(), "{}", root.display());
        report["scan"]["tally"]["files"] = json!("many");
        assert!(!validator.is_valid(&report));
    }
}

#[test]
fn the_books_balance_and_failures_count_entries() {
    for (_, report) in reports() {
        support::assert_books_balance(&report);
        let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
        for one in list(&report, "failures") {
            *kinds.entry(text(one, "kind")).or_default() += 1;
        }
        assert_eq!(report["scan"]["tally"]["failures"], json!(kinds));
        assert_eq!(report["scan"]["complete"], json!(kinds.is_empty()));
        assert_eq!(list(&report["scan"], "incompleteReasons").is_empty(), kinds.is_empty());
    }
}

/// Where an entry lies, as it is sorted: by octets of the path, then members.
fn at(one: &Value) -> (Vec<u8>, String) {
    (path_octets(one), one["steps"].to_string())
}

fn path_octets(one: &Value) -> Vec<u8> {
    one.get("pathBytes").and_then(Value::as_str).map_or_else(
        || text(one, "path").as_bytes().to_vec(),
        |octets| data_encoding::BASE64.decode(octets.as_bytes()).expect("base64"),
    )
}

fn sorted_by<K: Ord + std::fmt::Debug>(what: &str, all: &[Value], key: impl Fn(&Value) -> K) {
    let keys: Vec<K> = all.iter().map(key).collect();
    assert!(keys.is_sorted(), "{what} is not sorted: {keys:#?}");
}

#[test]
fn everything_is_sorted() {
    let worst_first = |one: &Value| ["error", "warning", "note"].iter().position(|word| one["severity"] == *word);
    for (_, report) in reports() {
        for key in ["roots", "incompleteReasons"] {
            sorted_by(key, list(&report["scan"], key), Value::to_string);
        }
        sorted_by("capabilities", list(&report["scan"]["user"], "capabilities"), Value::to_string);
        for key in ["certificates", "lookAlikes", "unknownAuthorities"] {
            sorted_by(key, list(&report, key), |one| text(one, "sha256").to_owned());
        }
        for one in certificates(&report) {
            sorted_by("occurrences", list(one, "occurrences"), path_octets);
            sorted_by("emails", list(one, "emails"), Value::to_string);
            sorted_by("successors", list(&one["replacement"], "successors"), |one| text(one, "sha256").to_owned());
        }
        let key = |one: &Value| {
            (
                worst_first(one),
                one["history"].as_bool(),
                at(one),
                text(one, "rule").to_owned(),
                text(one, "certificate").to_owned(),
            )
        };
        sorted_by("findings", list(&report, "findings"), key);
        sorted_by("failures", list(&report, "failures"), path_octets);
        for one in certificates(&report) {
            sorted_by("references", list(one, "references"), |one| (at(one), one["line"].as_u64()));
            sorted_by("systems", list(one, "systems"), Value::to_string);
        }
        sorted_by("systems", list(&report, "systems"), |one| {
            (text(one, "host").to_owned(), text(one, "name").to_owned())
        });
        sorted_by("counterparties", list(&report, "counterparties"), |one| text(one, "id").to_owned());
        sorted_by("dependencies", list(&report, "dependencies"), at);
        let actions = list(&report["plan"], "actions");
        sorted_by("actions", actions, |one| {
            (one["wave"].as_u64(), one["priority"].as_u64(), text(one, "id").to_owned())
        });
        for one in actions {
            sorted_by("actions[].certificates", list(one, "certificates"), Value::to_string);
            sorted_by("actions[].paths", list(one, "paths"), |path| path.as_str().map(str::to_owned));
        }
    }
}

/// The identity of design section 3, from what the report shows alone.
fn identity(finding: &Value) -> String {
    let path = path_octets(finding);
    let path = Path::new(OsStr::from_bytes(&path));
    let root = Path::new(text(finding, "root"));
    let below = path.strip_prefix(root).expect("the path lies under its root");
    let relative = if below.as_os_str().is_empty() { Path::new(path.file_name().expect("a name")) } else { below };
    let members = list(finding, "steps").iter().filter(|step| step["kind"] == "member").map(|step| text(step, "name"));
    let members = members.collect::<Vec<_>>().join("!");
    let mut hash = Sha256::new();
    hash.update(b"oces/v1\0");
    for part in ["scope", "rule", "certificate"] {
        hash.update(text(finding, part));
        hash.update([0]);
    }
    hash.update(relative.as_os_str().as_bytes());
    hash.update([0]);
    hash.update(members);
    data_encoding::HEXLOWER.encode(&hash.finalize()[..16])
}

#[test]
fn findings_bear_the_identity_of_the_contract_once() {
    for (_, report) in reports() {
        let findings = list(&report, "findings");
        let ids: BTreeSet<&str> = findings.iter().map(|one| text(one, "id")).collect();
        assert_eq!(ids.len(), findings.len());
        for one in findings {
            assert_eq!(text(one, "id"), identity(one), "{one}");
        }
    }
}

/// A copy of one file of `testdata`, in a tree of its own.
fn copied(from: &str, to: &[&OsStr]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a directory");
    for name in to {
        let target = root.path().join(name);
        fs::create_dir_all(target.parent().expect("a parent")).expect("a directory");
        fs::copy(testdata(from), target).expect("a copy");
    }
    root
}

#[test]
fn an_identity_survives_another_root_and_a_named_file() {
    let ids = |root: &Path| -> Vec<String> {
        list(&scan(root, &[]).0, "findings").iter().map(|one| text(one, "id").to_owned()).collect()
    };
    let (one, two) = (
        copied("certificates/ii-moces.pem", &["a.pem".as_ref()]),
        copied("certificates/ii-moces.pem", &["a.pem".as_ref()]),
    );
    assert_eq!(ids(one.path()), ids(two.path()));
    assert_eq!(ids(one.path()), ids(&two.path().join("a.pem")));
}

#[test]
fn paths_are_lexical_and_octets_are_told_only_where_they_must() {
    let odd = OsStr::from_bytes(b"r\xf8d.pem");
    let tree = copied("certificates/ii-moces.pem", &["x/plain æ.pem".as_ref(), odd]);
    let root = tree.path().join("x/.././");
    let (report, _) = scan(&root, &[]);
    let occurrences = list(&report["certificates"][0], "occurrences");
    assert_eq!(occurrences.len(), 2);
    for one in occurrences {
        place("occurrences[]", one);
        assert_eq!(one["root"], json!(tree.path()));
        assert_eq!(one.get("pathBytes").is_some(), text(one, "path").contains('\u{fffd}'), "{one}");
    }
    let octets = tree.path().join(odd);
    assert!(occurrences.iter().any(|one| path_octets(one) == octets.as_os_str().as_bytes()));
    assert!(list(&report, "findings").iter().all(|one| text(one, "id") == identity(one)));
}

#[test]
fn repetitions_in_one_content_are_places_of_one_finding() {
    let tree = tempfile::tempdir().expect("a directory");
    let pem = fs::read_to_string(testdata("certificates/ii-moces.pem")).expect("a certificate");
    fs::write(tree.path().join("three.pem"), format!("{pem}\n{pem}\n{pem}")).expect("a file");
    let (report, _) = scan(tree.path(), &[]);
    let findings = list(&report, "findings");
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!((&findings[0]["rule"], &findings[0]["places"]), (&json!("oces2-certificate"), &json!(3)));
}

#[test]
fn options_hold_only_what_changes_what_is_found() {
    let options = |more: &[&str]| scan(&testdata("certificates"), more).0["scan"]["options"].clone();
    let plain = options(&[]);
    assert_eq!(plain, options(&["-j", "3", "--fail-on", "never", "--allow-incomplete", "--quiet"]));
    assert_ne!(plain, options(&["--exclude", "*.jks"]));
    assert_ne!(plain, options(&["--all"]));
    assert_ne!(plain, options(&["--expiring-within", "400d"]));
}

/// The common name, generation, environment and status of a certificate on a day.
fn statuses(day: &str) -> BTreeMap<String, String> {
    let root = testdata("certificates");
    let root = root.to_str().expect("UTF-8");
    let report = parse(&oces(&["scan", root, "-o", "json", "--scope", "test", "--as-of", day]));
    let file = |one: &Value| {
        Path::new(text(&one["occurrences"][0], "path")).file_name().expect("a name").to_string_lossy().into_owned()
    };
    list(&report, "certificates").iter().map(|one| (file(one), text(one, "status").to_owned())).collect()
}

#[test]
fn statuses_turn_on_their_days() {
    let days = ["2023-10-30", "2023-10-31", "2026-11-21"].map(statuses);
    for (file, expected) in [
        ("ii-moces.pem", ["to-be-blocked", "blocked", "blocked"]),
        ("ii-outlives-today.pem", ["to-be-blocked", "blocked", "blocked"]),
        ("ii-expired-before-the-block.pem", ["expired"; 3]),
        ("no-key-identifier.pem", ["to-be-blocked", "blocked", "blocked"]),
        ("iii-system.pem", ["not-yet", "not-yet", "current"]),
        ("iii-system-expiring.pem", ["", "", "expiring"]),
        ("iii-organisation-expired.pem", ["", "", "expired"]),
        ("iii-not-yet.pem", ["not-yet"; 3]),
    ] {
        for (found, wanted) in days.iter().zip(expected).filter(|(_, wanted)| !wanted.is_empty()) {
            assert_eq!(found.get(file).map(String::as_str), Some(wanted), "{file}");
        }
    }
    for file in ["ii-test-voces.pem", "i-moces.pem", "i-test-voces.pem", "chain-ca.pem"] {
        assert_ne!(days[0].get(file).map(String::as_str), Some("retired"), "{file}");
        assert_ne!(days[0].get(file).map(String::as_str), Some("to-be-blocked"), "{file}");
        assert_eq!(days[1].get(file).map(String::as_str), Some("retired"), "{file}");
    }
}

#[test]
fn a_status_bears_its_day() {
    let (report, _) = scan(&testdata("certificates"), &[]);
    for one in list(&report, "certificates") {
        let since = one.get("statusSince").and_then(Value::as_str);
        match text(one, "status") {
            "blocked" | "retired" => assert_eq!(since, Some("2023-10-31"), "{one}"),
            "expiring" | "not-yet" => assert!(since.is_none() && forms::day(&one["statusOn"]), "{one}"),
            _ => assert!(one.get("statusOn").is_none(), "{one}"),
        }
    }
    let root = testdata("certificates/ii-moces.pem");
    let early = oces(&["scan", root.to_str().expect("UTF-8"), "-o", "json", "--as-of", "2023-10-30"]);
    assert_eq!(parse(&early)["certificates"][0]["statusOn"], "2023-10-31");
}

#[test]
fn look_alikes_stand_apart_and_the_qualified_bear_no_finding() {
    let (report, _) = scan(&testdata("certificates"), &[]);
    let rules = |sha256: &Value| -> Vec<String> {
        let of = list(&report, "findings").iter().filter(|one| one["certificate"] == *sha256);
        of.map(|one| text(one, "rule").to_owned()).collect()
    };
    let listed: BTreeSet<&str> = list(&report, "certificates").iter().map(|one| text(one, "sha256")).collect();
    let alike = list(&report, "lookAlikes");
    assert_eq!(alike.len(), 2);
    for one in alike {
        assert!(!listed.contains(text(one, "sha256")));
        assert_eq!(rules(&one["sha256"]), ["look-alike"]);
    }
    let unknown = list(&report, "findings").iter().filter(|one| one["rule"] == "unknown-authority");
    assert!(unknown.clone().all(|one| one["severity"] == "warning" && !listed.contains(text(one, "certificate"))));
    assert_eq!(unknown.count(), 2);
    let qualified: Vec<&Value> = list(&report, "certificates").iter().filter(|one| one["qualified"] == true).collect();
    assert_eq!(qualified.len(), 1);
    assert!(rules(&qualified[0]["sha256"]).is_empty() && qualified[0]["kind"].is_null());
    let planned = list(&report["plan"], "actions").iter().flat_map(|one| list(one, "certificates"));
    assert!(planned.into_iter().all(|sha256| *sha256 != qualified[0]["sha256"]));
}

#[test]
fn names_are_rfc_4514_with_sets_and_the_last_part_first() {
    let (report, _) = scan(&testdata("certificates"), &[]);
    let subjects: Vec<&str> = list(&report, "certificates").iter().map(|one| text(one, "subject")).collect();
    let old = subjects.iter().filter(|name| name.contains("CVR:")).collect::<Vec<_>>();
    assert!(!old.is_empty());
    for name in old {
        let set = name.split("\\,").next().and_then(|_| name.split_once(",O=")).map_or("", |(set, _)| set);
        assert!(set.contains('+') && name.ends_with(",C=DK"), "{name}");
    }
}

#[test]
fn foreign_is_fetched_unknown_is_asked_about_and_nothing_else() {
    let settings = tempfile::tempdir().expect("a directory");
    let file = settings.path().join("own.toml");
    fs::write(&file, "[organisation]\ncvr = [\"99887766\"]\n").expect("a file");
    let demo = testdata("demo");
    let (report, _) = scan(&demo, &["--config", file.to_str().expect("UTF-8")]);
    let kinds = |ownership: &str| -> BTreeSet<String> {
        let of = list(&report, "certificates").iter().filter(|one| text(one, "ownership") == ownership);
        let prints: BTreeSet<&str> =
            of.filter(|one| one["role"] == "end-entity").map(|one| text(one, "sha256")).collect();
        let actions = list(&report["plan"], "actions").iter();
        let about = actions
            .filter(|one| list(one, "certificates").iter().any(|print| prints.contains(print.as_str().unwrap_or(""))));
        about.map(|one| text(one, "kind").to_owned()).collect()
    };
    assert_eq!(kinds("foreign"), BTreeSet::from(["fetch".to_owned()]));
    assert!(kinds("unknown").is_subset(&BTreeSet::from(["ask-owner".to_owned()])));
    let without = scan(&demo, &[]).0;
    assert!(list(&without["plan"], "actions").iter().any(|one| one["kind"] == "ask-owner"));
}

#[test]
fn exit_codes_tell_findings_and_what_was_not_seen() {
    let code = |tree: &str, more: &[&str]| scan(&testdata(tree), more).1;
    let (old, fine, shut) = ("certificates/ii-moces.pem", "certificates/iii-system.pem", "broken/locked.uber");
    let soon = "certificates/iii-system-expiring.pem";
    assert_eq!(code(old, &[]), 1);
    assert_eq!(code(old, &["--fail-on", "error"]), 0);
    assert_eq!(code(old, &["--fail-on", "never"]), 0);
    assert_eq!((code(soon, &[]), code(soon, &["--fail-on", "note"])), (0, 1));
    assert_eq!((code(fine, &[]), code(fine, &["--fail-on", "note"])), (0, 0));
    assert_eq!(code(shut, &[]), 3);
    assert_eq!(code(shut, &["--fail-on", "never"]), 3);
    assert_eq!(code(shut, &["--allow-incomplete"]), 0);
    assert_eq!(code("broken", &[]), 1);
    assert_eq!(scan_nothing(), 2);
}

fn scan_nothing() -> i32 {
    let empty = tempfile::tempdir().expect("a directory");
    oces(&["scan", empty.path().to_str().expect("UTF-8"), "-o", "json"]).code
}
