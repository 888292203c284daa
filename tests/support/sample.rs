//! One rich report with hostile text in it, fed to every writer.

use oces::catalogue::{Environment, Role};
use oces::certificate::Certificate;
use oces::check::{Astray, Detail, Finding, Retained, Rule, Severity};
use oces::classify::{Classified, Evidence, Kind, Listing, Organisation, Ownership, Status, Verdict};
use oces::clue::{CLUES, Confidence, Text as Words, UseKind};
use oces::failure::{Failure, FailureKind, StoreFacts, StoreKey};
use oces::inventory::{By, Inventory, KeyPlace, Occurrence, Tally};
use oces::ledger::{Keeping, Listed};
use oces::location::{Location, StepKind};
use oces::name::{Attribute, Name};
use oces::place::Place;
use oces::plan::calendar::{Entry, EntryKind};
use oces::plan::listing::{Comparison, Met, Unlisted};
use oces::plan::progress::Wave;
use oces::plan::{Action, Plan, Replacement, State, Text};
use oces::report::{Report, Scan};
use oces::usage::{self, Dependent, Missing, Opening, Owner, Reference, System, Usage, Use};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;
use time::macros::{date, datetime};

static KEY: Rule = Rule { id: "oces2-key", summary_da: "OCES II-nøgle", summary_en: "OCES II key" };
static CERTIFICATE: Rule = Rule { id: "oces2-certificate", summary_da: "OCES II", summary_en: "OCES II" };
static CA: Rule = Rule { id: "oces2-ca", summary_da: "OCES II-CA", summary_en: "OCES II CA" };
static LOOK_ALIKE: Rule = Rule { id: "look-alike", summary_da: "Ligner OCES", summary_en: "Looks like OCES" };
static UNKNOWN: Rule = Rule { id: "unknown-authority", summary_da: "Ukendt udsteder", summary_en: "Unknown authority" };
static OPEN_KEY: Rule = Rule { id: "open-key", summary_da: "Åben nøgle", summary_en: "Open key" };
static MISPLACED: Rule = Rule { id: "misplaced-key", summary_da: "Nøgle på afveje", summary_en: "Key astray" };
static MISSING: Rule = Rule { id: "missing-store", summary_da: "Mangler", summary_en: "Missing" };
static NEMID: Rule = Rule { id: "nemid-dependency", summary_da: "Afhænger af NemID", summary_en: "Depends on NemID" };

/// A name that tries a new line, a terminal escape and a change of direction.
pub const HOSTILE: &str = "Evil\nA/S \u{1b}[2J\u{9b}31m \u{202e}gnp.exe \u{200b}end";

/// The report.
pub fn report() -> Report {
    let mut certificates = certificates();
    certificates.sort_by_key(|known| known.certificate.sha256);
    Report {
        usage: usage(),
        scan: scan(),
        scans: Vec::new(),
        remarks: vec![Text { da: HOSTILE.to_owned(), en: HOSTILE.to_owned() }],
        diff: None,
        certificates,
        messages: Vec::new(),
        findings: findings(),
        inventory: Inventory {
            certificates: BTreeMap::new(),
            parties: Vec::new(),
            keys: vec![key("/srv/nginx/integration.key")],
            mentions: Vec::new(),
            signposts: std::collections::BTreeSet::new(),
            unsearched: 3,
            open_to_all: std::collections::BTreeSet::new(),
            weak: std::collections::BTreeSet::new(),
            failures: failures(),
            tally: tally(),
            rules: oces::place::Rules::default(),
            skipped_at: Vec::new(),
            skipped: vec![
                ("network-filesystem", "/srv/data/nfs\u{1b}[1m".into()),
                ("outside-link", path(b"/srv/data/l\xffnk").to_path_buf()),
            ],
        },
        plan: plan(),
    }
}

/// One system with everything, hostile where foreigners could be.
fn usage() -> Usage {
    let kombit = CLUES.counterparty("kombit");
    let evidence = |what, path: &str, line: Option<u64>, en: &str| usage::Evidence {
        what,
        text: words(&format!("da {en}"), en),
        location: at(Path::new(path)),
        line,
    };
    let used = Use {
        kind: UseKind::SystemToSystem,
        confidence: Confidence::High,
        counterparty: kombit,
        evidence: vec![
            evidence("counterparty", "/srv/tomcat/conf/app.properties", Some(12), "names serviceplatformen.dk"),
            evidence("certificate-kind", "/srv/tomcat/store.jks", None, "a function certificate"),
            evidence("folder", "/srv/tomcat/conf/odd\n.xml", Some(3), HOSTILE),
        ],
    };
    let second = Use { kind: UseKind::Robot, confidence: Confidence::Low, counterparty: None, evidence: Vec::new() };
    let reference = |path: &str, line, by, token: &str, setting: Option<&str>| Reference {
        location: at(Path::new(path)),
        line,
        by,
        token: token.into(),
        setting: setting.map(Into::into),
        file: (by == By::Path).then(|| Arc::from(Path::new("/srv/tomcat/store.jks"))),
    };
    let references = vec![
        reference("/srv/tomcat/conf/server.xml", 8, By::Path, "/srv/tomcat/store.jks", Some("keystoreFile")),
        reference("/srv/tomcat/conf/server.xml", 9, By::Alias, HOSTILE, Some(HOSTILE)),
    ];
    let outside = vec![reference("/srv/java/java.security", 4, By::Sha1, "03:03:03", None)];
    Usage {
        uses: BTreeMap::from([([1; 32], vec![used, second])]),
        references: BTreeMap::from([([1; 32], references), ([3; 32], outside)]),
        systems: systems(),
        dependencies: vec![Dependent {
            location: at(Path::new("/srv/tomcat/conf/login.xml")),
            names: names(7),
            place: Place::Live,
        }],
        missing: vec![Missing {
            location: at(Path::new("/srv/app/lost.conf")),
            line: 5,
            path: "/srv/app/lost.jks".into(),
            setting: None,
        }],
        references_left_out: 0,
        settles: BTreeMap::from([([4; 32], words("Spørg ejeren.", "Ask the owner."))]),
        firewall: CLUES
            .addresses
            .iter()
            .map(|address| Opening {
                address,
                evidence: vec![evidence("reference", "/srv/tomcat/conf/proxy.conf", Some(2), "names it")],
            })
            .collect(),
    }
}

fn systems() -> Vec<System> {
    let system = |id: &str, name: &str, home: &str, of: &[u8]| System {
        id: id.to_owned(),
        name: name.to_owned(),
        scope: None,
        host: None,
        owner: None,
        home: Arc::from(Path::new(home)),
        certificates: of.iter().map(|n| [*n; 32]).collect(),
        counterparties: Vec::new(),
        places: Vec::new(),
        files: Vec::new(),
        dependencies: Vec::new(),
        uses: Vec::new(),
    };
    let tomcat = System {
        host: Some(format!("app02{HOSTILE}")),
        owner: Some(Owner {
            system: None,
            team: Some("Integration".to_owned()),
            queue: Some(format!("IT-DRIFT{HOSTILE}")),
            ..Owner::default()
        }),
        counterparties: vec!["kombit"],
        ..system("s2", &format!("tomcat{HOSTILE}"), "/srv/tomcat", &[1])
    };
    vec![system("s1", "new", "/srv/new", &[4]), tomcat]
}

/// What the configuration names of NemID, at a line.
fn names(line: u64) -> Vec<(u64, &'static oces::clue::Dependency, Box<str>)> {
    let dependency = CLUES.dependency("nemid-login").into_iter();
    dependency.map(|dependency| (line, dependency, format!("applet.danid.dk{HOSTILE}").into())).collect()
}

/// Findings with particulars: about keys, dependencies and missing stores.
fn particular() -> Vec<Finding> {
    let with = |detail, finding: Finding| Finding { detail: Some(Box::new(detail)), ..finding };
    let place = |path: &'static str| at(Path::new(path));
    let login = place("/srv/tomcat/conf/login.xml");
    vec![
        with(Detail::OpenToAll, finding(21, &OPEN_KEY, Severity::Warning, Some(1), place("/srv/tomcat/store.jks"))),
        with(
            Detail::Misplaced(Astray::Downloads(HOSTILE.to_owned())),
            finding(22, &MISPLACED, Severity::Warning, Some(2), place("/srv/Downloads/key.pem")),
        ),
        with(Detail::Dependencies(names(7)), finding(23, &NEMID, Severity::Warning, None, login)),
        with(
            Detail::Dependencies(names(1)),
            finding(24, &NEMID, Severity::Warning, None, place("/srv/elsewhere/login.xml")),
        ),
        with(
            Detail::Missing(vec![(5, format!("/srv/app/lost.jks{HOSTILE}").into())]),
            finding(25, &MISSING, Severity::Note, None, place("/srv/app/lost.conf")),
        ),
    ]
}

fn words(da: &str, en: &str) -> Words {
    Words { da: da.to_owned(), en: en.to_owned() }
}

fn scan() -> Scan {
    Scan {
        id: "3f2b".to_owned(),
        scope: "app01".to_owned(),
        host: "app01".to_owned(),
        started_at: datetime!(2026-11-21 10:00:00 UTC),
        finished_at: datetime!(2026-11-21 10:00:02.5 UTC),
        as_of: date!(2026 - 11 - 21),
        roots: vec!["/srv".into()],
        base: None,
        bar: oces::check::Bar::default(),
        options: BTreeMap::from([("exclude".to_owned(), serde_json::json!(["*.bak"]))]),
        uid: 1000,
        capabilities: vec!["dac_read_search".to_owned()],
        organisation: None,
        personal_data: oces::report::PersonalData::Show,
        baseline: None,
        complete: false,
        incomplete_reasons: vec!["failures".to_owned(), "network-filesystem".to_owned()],
        stages: oces::recall::Stages::default(),
        catalogue_version: "2026-11-21".to_owned(),
    }
}

fn tally() -> Tally {
    Tally {
        directories: 12,
        files: 1234,
        examined: 1220,
        failed: 8,
        skipped_files: 6,
        bytes: 987_654_321,
        containers: 4,
        certificates: 321,
        distinct_certificates: 45,
        skipped: BTreeMap::from([("network-filesystem", 1), ("outside-link", 1), ("special-file", 3)]),
    }
}

fn certificates() -> Vec<Classified> {
    let org = |kind, status| listing("II", Role::EndEntity, Some(kind), status);
    let mut foces = known(1, "Integration (funktionscertifikat)", Verdict::Listed(org(Kind::Foces, Status::Blocked)));
    foces.ownership = Ownership::Own;
    foces.private_key = true;
    foces.keys = vec![key("/srv/nginx/integration.key")];
    foces.occurrences = vec![
        Occurrence {
            private_key: true,
            alias: Some("integra\ntion".into()),
            ..occurrence("/srv/tomcat/store.jks", "jks")
        },
        Occurrence { line: Some(7), place: Place::Backup, ..occurrence("/srv/backup/old.pem", "pem") },
        Occurrence { location: member("/srv/app.war", "WEB-INF/a\u{202e}.pem"), ..occurrence("/", "pem") },
        Occurrence { location: at(path(b"/srv/r\xf8d/cert.pem")), ..occurrence("/", "pem") },
    ];
    let mut moces = known(2, HOSTILE, Verdict::Listed(org(Kind::Moces, Status::ToBeBlocked)));
    moces.occurrences = vec![Occurrence { place: Place::Message, ..occurrence("/srv/mail/inbox.eml", "base64") }];
    let mut ca = known(3, "Sample issuing CA", Verdict::Listed(listing("II", Role::Issuing, None, Status::Retired)));
    ca.occurrences = vec![occurrence("/srv/java/cacerts", "jks")];
    let mut system =
        known(4, "Robot", Verdict::Listed(listing("III", Role::EndEntity, Some(Kind::System), Status::Current)));
    system.occurrences = vec![occurrence("/srv/new/robot.p12", "pkcs12")];
    let mut fake = known(
        5,
        "Almost",
        Verdict::LookAlike {
            listing: org(Kind::Voces, Status::Expired),
            reason: format!("the name fits, the key does not {HOSTILE}"),
        },
    );
    fake.occurrences = vec![occurrence("/srv/fake/almost.pem", "pem")];
    let mut unknown = known(6, "Stranger", Verdict::UnknownAuthority { family: "TRUST2408".to_owned() });
    unknown.occurrences = vec![occurrence("/srv/odd/stranger.pem", "pem")];
    let mut other = known(7, "Elsewhere", Verdict::Other);
    other.occurrences = vec![occurrence("/srv/tls/site.pem", "pem")];
    vec![foces, moces, ca, system, fake, unknown, other]
}

fn findings() -> Vec<Finding> {
    let mut findings = vec![
        finding(1, &KEY, Severity::Error, Some(1), at(Path::new("/srv/tomcat/store.jks"))),
        finding(2, &KEY, Severity::Error, Some(1), at(Path::new("/srv/backup/old.pem"))),
        finding(3, &KEY, Severity::Error, Some(1), member("/srv/app.war", "WEB-INF/a\u{202e}.pem")),
        finding(4, &KEY, Severity::Error, Some(1), at(path(b"/srv/r\xf8d/cert.pem"))),
        finding(5, &CA, Severity::Warning, Some(3), at(Path::new("/srv/java/cacerts"))),
        finding(6, &UNKNOWN, Severity::Warning, Some(6), at(Path::new("/srv/odd/stranger.pem"))),
        finding(7, &NEMID, Severity::Warning, None, at(Path::new("/srv/app/we\tb.config"))),
        finding(8, &LOOK_ALIKE, Severity::Note, Some(5), at(Path::new("/srv/fake/almost.pem"))),
        finding(9, &CERTIFICATE, Severity::Note, Some(2), at(Path::new("/srv/mail/inbox.eml"))),
    ];
    findings[8].history = true;
    findings.extend(particular());
    findings
}

fn failures() -> Vec<Failure> {
    let mut failures: Vec<Failure> = FailureKind::ALL
        .into_iter()
        .map(|kind| Failure::new(at(Path::new(&format!("/srv/bad/{}\n.p12", kind.id()))), kind, HOSTILE))
        .collect();
    failures.push(Failure {
        location: member("/srv/bad/outer.zip", "inner.p12"),
        kind: FailureKind::Locked,
        detail: "no password fits".to_owned(),
        acknowledged: None,
        identity: None,
        store: Some(StoreFacts {
            format: "pkcs12",
            keys: vec![StoreKey { friendly_name: Some(HOSTILE.to_owned()), local_key_id: Some(vec![1, 0xab]) }],
            belongs_to: vec![[1; 32]],
        }),
    });
    failures.sort();
    failures
}

fn plan() -> Plan {
    let action = |id: &str, kind, wave, state| Action {
        id: id.to_owned(),
        kind,
        wave,
        title: text("Bestil systemcertifikat til Integration", "Order a system certificate for Integration"),
        certificates: vec![[1; 32]],
        paths: vec![Arc::from(Path::new("/srv/tomcat/store.jks")), Arc::from(path(b"/srv/r\xf8d/cert.pem"))],
        who: vec![text("Brugeradministrator", "User administrator")],
        steps: vec![
            text("Gør det første, som er en lang sætning.", "Do the first thing."),
            text("Så det næste.", "Then the next."),
        ],
        priority: 1,
        state,
        ..Action::default()
    };
    let mut overdue = action("a1", "order", 2, State::Open);
    overdue.overdue_since = Some(date!(2023 - 10 - 31));
    let mut next = action("a2", "swap", 4, State::InProgress);
    next.deadline = Some(date!(2027 - 01 - 15));
    next.after = vec!["a1".to_owned()];
    next.title.en = format!("Swap {HOSTILE}");
    next.title.da.clone_from(&next.title.en);
    let done = action("a3", "retire", 6, State::Done);
    let replacement = Replacement {
        kind: "system",
        basis: "old-kind",
        successors: vec![([4; 32], "suspected")],
        ..Replacement::default()
    };
    let actions = vec![overdue, next, done];
    let progress = vec![Wave { wave: 4, in_progress: 1, ..Wave::default() }];
    let replacements = BTreeMap::from([([1; 32], replacement)]);
    let (listing, calendar) = (Some(compared()), calendar());
    Plan { actions, replacements, progress, listing, calendar, ..Plan::default() }
}

/// A day of each kind.
fn calendar() -> Vec<Entry> {
    let entry = |kind: EntryKind, date| Entry {
        id: format!("{}-{}", "04".repeat(32), kind.id()),
        date,
        kind,
        certificate: Some([4; 32]),
        title: text(&format!("Udløber: {HOSTILE}"), &format!("Expires: {HOSTILE}")),
        description: text(
            &format!("Først; så, derefter \\ {HOSTILE} og en lang tekst på æøå, der skal ombrydes."),
            &format!("First; then, afterwards \\ {HOSTILE} and a long text that has to be folded."),
        ),
        counterparty: CLUES.counterparty("kombit"),
    };
    vec![
        entry(EntryKind::Lead, date!(2027 - 10 - 01)),
        entry(EntryKind::Review, date!(2027 - 11 - 01)),
        entry(EntryKind::Expiry, date!(2027 - 12 - 31)),
    ]
}

/// A list of MitID Erhverv whose cells try everything.
fn compared() -> Comparison {
    let row = Listed {
        name: format!("=cmd|'/c calc'!A0 {HOSTILE}"),
        uuid: Some("5e50b9bb-0000-4a4a-8b8b-0123456789ab".to_owned()),
        serials: vec!["a1b".to_owned(), "2587".to_owned()],
        not_after: Some(date!(2026 - 12 - 01)),
        kind: Some(HOSTILE.to_owned()),
        status: Some(HOSTILE.to_owned()),
    };
    let met = || vec![Met { row: row.clone(), certificates: vec![[4; 32]] }];
    let not_listed = vec![Unlisted { certificate: [1; 32], uuid: None, renewed: true }];
    let (listed, seen, unidentified) = (4, 2, 1);
    Comparison { listed, seen, unidentified, not_seen: met(), not_listed, revoked: met(), other_end: met() }
}

/// A certificate whose fingerprint is 32 times `n`.
pub fn known(n: u8, name: &str, verdict: Verdict) -> Classified {
    Classified {
        certificate: certificate(n, name),
        occurrences: Vec::new(),
        keys: Vec::new(),
        verdict,
        ownership: Ownership::Unknown,
        private_key: false,
    }
}

fn certificate(n: u8, name: &str) -> Certificate {
    Certificate {
        sha256: [n; 32],
        sha1: [n; 20],
        issuer: self::name(&[("2.5.4.3", "Sample issuing CA"), ("2.5.4.10", "Sample")]),
        subject: self::name(&[("2.5.4.10", HOSTILE), ("2.5.4.3", name)]),
        algorithms: oces::certificate::Algorithms::default(),
        serial: Box::from([0x4c, 0x05, n]),
        not_before: Some(1_600_000_000),
        not_after: if n == 6 { None } else { Some(1_700_000_000) },
        subject_key_identifier: Some(Box::from([n; 20])),
        authority_key_identifier: None,
        spki_sha256: [n; 32],
        public_key: [n; 32],
        public_key_sha1: [n; 20],
        modulus_sha1: None,
        is_ca: n == 3,
        key_usage: Some(0b1_1111),
        policies: vec!["1.2.208.169.1.1.1.4.3".to_owned()],
        emails: vec!["b@example.dk".to_owned(), "a@example.dk\u{202e}".to_owned()],
    }
}

fn listing(generation: &str, role: Role, kind: Option<Kind>, status: Status) -> Listing {
    Listing {
        generation: Arc::from(generation),
        qualified: false,
        environment: if generation == "III" { Environment::Test } else { Environment::Production },
        role,
        kind,
        evidence: Evidence::KeyIdentifier,
        status,
        status_since: (status == Status::Blocked).then_some(date!(2023 - 10 - 31)),
        status_on: (status == Status::ToBeBlocked).then_some(date!(2023 - 10 - 31)),
        organisation: Organisation {
            name: Some(format!("Prøve Kommune {HOSTILE}")), cvr: Some("12345678".to_owned())
        },
        identifier: kind.map(|_| "CVR:12345678-FID:11223344".to_owned()),
    }
}

fn name(attributes: &[(&str, &str)]) -> Name {
    let attribute = |(oid, value): &(&str, &str)| Attribute { oid: (*oid).to_owned(), value: (*value).to_owned() };
    Name { der: Box::from([]), rdns: attributes.iter().map(|pair| vec![attribute(pair)]).collect() }
}

fn finding(n: u8, rule: &'static Rule, severity: Severity, certificate: Option<u8>, location: Location) -> Finding {
    Finding {
        id: [n; 16],
        rule,
        severity,
        certificate: certificate.map(|n| [n; 32]),
        location,
        places: 1,
        history: false,
        savable: false,
        detail: None,
        retained: (severity == Severity::Note).then(|| Box::new(retained())),
        ignored: None,
        known: false,
    }
}

/// What was said of a key, by somebody who means no good.
fn retained() -> Retained {
    let (purpose, owner, place) = (HOSTILE.to_owned(), HOSTILE.to_owned(), HOSTILE.to_owned());
    Retained {
        purpose,
        owner,
        place,
        review: date!(2027 - 06 - 01),
        keeping: Keeping::Kept,
        otherwise: Severity::Error,
    }
}

/// A plain place of a certificate.
pub fn occurrence(path: &str, format: &'static str) -> Occurrence {
    Occurrence {
        location: at(Path::new(path)),
        format,
        alias: None,
        store: None,
        line: None,
        offset: None,
        count: 1,
        private_key: false,
        beside_key: false,
        place: Place::Live,
        image: None,
    }
}

fn key(path: &str) -> KeyPlace {
    KeyPlace {
        location: at(Path::new(path)),
        format: "pem",
        alias: None,
        public_key: Some([1; 32]),
        local_key_id: None,
        place: Place::Live,
    }
}

fn at(path: &Path) -> Location {
    Location::file(Arc::from(Path::new("/srv")), Arc::from(path))
}

fn member(path: &str, name: &str) -> Location {
    at(Path::new(path)).step(StepKind::Member, name.as_bytes())
}

fn path(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}

fn text(da: &str, en: &str) -> Text {
    Text { da: da.to_owned(), en: en.to_owned() }
}
