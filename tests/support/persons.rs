//! The rich report with an invented person in every slot that others fill.
//! What is hers stands nowhere else, so that one letter left over is seen.

use super::sample;
use oces::certificate::{Certificate, Identifier, Party, Role};
use oces::check::{Detail, Finding, Ignored};
use oces::classify::{Classified, JudgedParty, Kind, Message, Ownership, Verdict};
use oces::diff::Diff;
use oces::failure::{Acknowledged, Failure, FailureKind, StoreFacts, StoreKey};
use oces::inventory::{By, Image, KeyPlace, Known, Mention, MessageParty, Said};
use oces::ledger::{Listed, Retain};
use oces::location::{Location, StepKind};
use oces::name::{Attribute, Name};
use oces::password::Weak;
use oces::place::{Place, Rules};
use oces::plan::listing::{Met, Unlisted};
use oces::plan::sheets::{Email, Feedback, Item, Kept, Letter, Order, Recipient};
use oces::plan::{Action, Brief, Replacement, Text};
use oces::report::Report;
use oces::usage::{Owner, Reference};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;
use time::macros::date;

/// Her certificate's fingerprint.
pub const PRINT: [u8; 32] = [0xd1; 32];
/// One that the report does not hold.
pub const GONE: [u8; 32] = [0xda; 32];
/// Octets that are hers.
pub const OCTETS: [&[u8]; 10] = [
    &PRINT,
    &[0xd2; 20],
    &[0xd3; 20],
    &[0xd4; 32],
    &[0xd5; 32],
    &[0xd6; 20],
    &[0xd7; 20],
    &[0xd8; 20],
    &[0x4c, 0x05, 0x77, 0x88],
    &GONE,
];
/// Words that are hers, folded: no text may hold one of them in any case.
pub const WORDS: [&str; 24] = [
    "zqformer",
    "zenobia",
    "qvistg",
    "privat.example",
    "77665544",
    "112233445566",
    "deadbeef-0000",
    "deadbeef0000",
    "010170-1234",
    "1301701235",
    "zquser",
    "zqwin",
    "zqtilde",
    "zqbox",
    "zqrx",
    "zqalias",
    "zqfriend",
    "zquid",
    "12755",
    "d1d1d1d1d1d1",
    "d2:d2:d2",
    "d2d2d2d2",
    "4c057788",
    "0dhr0dhr",
];

/// A text that names her in every way.
pub fn about_her() -> String {
    let hash = "d1".repeat(32);
    let thumbprint = vec!["D2"; 20].join(":");
    let pin = data_encoding::BASE64.encode(&PRINT);
    format!(
        "Zenobia Qvistgård zenobia.qvistgaard ZENOBIA_QVISTGARD QvistgårdZenobia z.q@privat.example Z.Q%40PRIVAT.EXAMPLE \
         CVR:12345678-RID:77665544 PID:9208-2002-2-112233445566 UI:DK-E:G:deadbeef-0000-4000-8000-00c0ffee0001 \
         010170-1234 1301701235 /home/zquser/x C:\\Users\\zqwin\\y ~zqtilde /var/vmail/a.example/zqbox/cur \
         -alias zqalias-77 alias=zqfriend.key zquid77.pem {hash} {} {thumbprint} sha256/{pin} 4c057788 1275426696 {} Qvistg%C3%A5rd Qvistg\\u00e5rd",
        hash.get(..16).unwrap(),
        "d2".repeat(20),
    )
}

/// A place that names her, not in UTF-8.
pub fn her_place() -> Location {
    let path = Path::new(OsStr::from_bytes(b"/home/zqrx/Qvistg\xe5rd/r\xf8d/k.p12"));
    let location = Location::file(Arc::from(Path::new("/home/zqrx")), Arc::from(path));
    let location = Location { scope: Some("laptop Qvistgård".into()), ..location };
    location.step(StepKind::Member, b"home/zquser/zenobia qvistg\xe5rd.pem").step(StepKind::Base64, b"")
}

fn both() -> Text {
    Text { da: about_her(), en: about_her() }
}

fn path() -> Arc<Path> {
    Arc::from(Path::new("/home/zquser/Zenobia/key.p12"))
}

fn name() -> Name {
    let pairs = [
        ("2.5.4.6", "DK"),
        ("2.5.4.10", "Prøve Kommune"),
        ("2.5.4.11", "Qvistgård"),
        ("2.5.4.3", "Zenobia Qvistgård"),
        ("2.5.4.42", "Zenobia"),
        ("2.5.4.4", "Qvistgård"),
        ("2.5.4.5", "CVR:12345678-RID:77665544"),
        ("0.9.2342.19200300.100.1.1", "zquid77"),
        ("1.2.840.113549.1.9.1", "z.q@privat.example"),
    ];
    let attribute = |(oid, value): &(&str, &str)| Attribute { oid: (*oid).to_owned(), value: (*value).to_owned() };
    let text =
        Name { der: Box::default(), rdns: pairs.iter().map(|pair| vec![attribute(pair)]).collect() }.to_rfc4514();
    Name::from_rfc4514(&text).unwrap()
}

fn hers(report: &Report) -> Classified {
    let like = report.certificates.iter().find(|one| one.certificate.sha256 == [2; 32]).unwrap().clone();
    let Verdict::Listed(mut listing) = like.verdict else { panic!() };
    listing.kind = Some(Kind::Moces);
    listing.identifier = Some("CVR:12345678-RID:77665544".to_owned());
    listing.organisation.name = Some("Prøve Kommune".to_owned());
    let mut place = sample::occurrence("/", "pkcs12");
    place.location = her_place();
    place.alias = Some("zqalias-77".into());
    place.store = Some(about_her().into());
    place.image = Some(Box::new(Image { name: about_her().into(), layer: 1, of: 1, deleted_by: None, others: 0 }));
    Classified {
        certificate: Certificate {
            sha256: PRINT,
            sha1: [0xd2; 20],
            subject: name(),
            issuer: name(),
            subject_key_identifier: Some([0xd3; 20].into()),
            spki_sha256: [0xd4; 32],
            public_key: [0xd5; 32],
            public_key_sha1: [0xd6; 20],
            modulus_sha1: Some([0xd7; 20]),
            serial: [0x4c, 0x05, 0x77, 0x88].into(),
            emails: vec!["z.q@privat.example".to_owned()],
            ..like.certificate
        },
        occurrences: vec![place],
        keys: vec![her_key()],
        verdict: Verdict::Listed(listing),
        ownership: Ownership::Own,
        private_key: true,
    }
}

fn her_key() -> KeyPlace {
    KeyPlace {
        location: her_place(),
        format: "pem",
        alias: Some("zqfriend.key".into()),
        public_key: Some([0xd5; 32]),
        local_key_id: Some([0xd8; 20].into()),
        place: Place::Live,
    }
}

/// The report.
pub fn report() -> Report {
    let mut report = sample::report();
    let hers = hers(&report);
    plant_scan(&mut report);
    plant_inventory(&mut report, &hers);
    report.certificates.push(hers);
    report.certificates.sort_by_key(|one| one.certificate.sha256);
    for one in &mut report.certificates {
        for place in &mut one.occurrences {
            place.alias.get_or_insert_with(|| about_her().into());
            place.store.get_or_insert_with(|| about_her().into());
        }
        if let Verdict::LookAlike { reason, .. } = &mut one.verdict {
            *reason = about_her();
        }
    }
    plant_findings(&mut report);
    plant_messages(&mut report);
    plant_usage(&mut report);
    plant_plan(&mut report);
    report
}

fn plant_scan(report: &mut Report) {
    let scan = &mut report.scan;
    "laptop Zenobia".clone_into(&mut scan.scope);
    scan.host = about_her();
    scan.organisation = Some("Prøve Kommune v/ Zenobia Qvistgård".to_owned());
    scan.roots = vec![path().to_path_buf(), her_place().path.to_path_buf()];
    scan.options.insert("exclude".to_owned(), serde_json::json!([about_her(), { "x": about_her() }]));
    scan.incomplete_reasons.push(about_her());
    let octets = data_encoding::BASE64.encode(her_place().path.as_os_str().as_bytes());
    report.scans =
        vec![serde_json::json!({ "host": about_her(), "pathBytes": octets, "deep": [[{ "x": about_her() }]] })];
    report.remarks.push(both());
}

fn plant_inventory(report: &mut Report, hers: &Classified) {
    let inventory = &mut report.inventory;
    let known = Known { certificate: hers.certificate.clone(), occurrences: hers.occurrences.clone() };
    inventory.certificates = BTreeMap::from([(PRINT, known)]);
    inventory.keys.push(her_key());
    inventory.parties.push(MessageParty { message: her_place(), party: party() });
    let mention = |said| Mention {
        location: her_place(),
        line: 1,
        said,
        token: about_her().into(),
        setting: Some(about_her().into()),
        blocks: Box::default(),
    };
    inventory.mentions = vec![
        mention(Said::Certificate { sha256: PRINT, by: By::Subject }),
        mention(Said::Store { path: path(), by: By::Path }),
        mention(Said::Missing { path: about_her().into() }),
        mention(Said::Host("laptop Zenobia".into())),
        Mention { token: "zqalias".into(), ..mention(Said::Certificate { sha256: PRINT, by: By::Alias }) },
    ];
    inventory.signposts.insert(path());
    inventory.open_to_all.insert(path());
    inventory.weak.insert((her_place(), Weak::Empty));
    inventory.skipped.push(("outside-link", path().to_path_buf()));
    inventory.skipped_at.push(("outside-link", her_place()));
    inventory.rules =
        Rules(vec![(globset::Glob::new("/home/zquser/Zenobia/**").unwrap().compile_matcher(), Place::Live)]);
    let keys = vec![StoreKey { friendly_name: Some("zqfriend.key".to_owned()), local_key_id: Some(vec![0xd8; 20]) }];
    let mut failure = Failure::new(her_place(), FailureKind::Locked, about_her());
    failure.store = Some(StoreFacts { format: "pkcs12", keys, belongs_to: vec![PRINT] });
    failure.acknowledged = Some(Box::new(Acknowledged { reason: about_her().into(), until: None, lapsed: false }));
    inventory.failures.push(failure);
    inventory.failures.sort();
}

fn plant_findings(report: &mut Report) {
    let mut former = hers(report);
    former.certificate.sha256 = GONE;
    let first = report.findings[0].clone();
    let hers = Finding {
        id: [0xee; 16],
        certificate: Some(PRINT),
        location: her_place(),
        ignored: Some(Box::new(Ignored { reason: about_her().into(), until: None, lapsed: false })),
        detail: Some(Box::new(Detail::Shared { systems: vec![about_her()], kombit: true })),
        ..first
    };
    let gone = Finding { id: [0xef; 16], certificate: Some(GONE), ..hers.clone() };
    for finding in &mut report.findings {
        if let Some(retained) = &mut finding.retained {
            (retained.owner, retained.purpose, retained.place) = (about_her(), about_her(), about_her());
        }
        match finding.detail.as_deref_mut() {
            Some(Detail::Dependencies(names)) => names.iter_mut().for_each(|one| one.2 = about_her().into()),
            Some(Detail::Missing(names)) => names.iter_mut().for_each(|one| one.1 = about_her().into()),
            _ => {}
        }
    }
    former.certificate.subject = Name::from_rfc4514("CN=Zqformer Zqgone,O=Prøve Kommune,C=DK").unwrap();
    let mut elsewhere = gone.clone();
    elsewhere.location = Location::file(Arc::from(Path::new("/srv")), Arc::from(Path::new("/srv/zqformer.pem")));
    report.findings.push(hers.clone());
    oces::check::sort(&mut report.findings);
    report.diff = Some(Diff {
        since: Some(date!(2026 - 11 - 01)),
        new: vec![hers.clone()],
        gone: vec![gone.clone()],
        not_looked_at: vec![gone, elsewhere],
        remaining: 1,
        planned: 1,
        done: 0,
        remarks: vec![both()],
        former: vec![former],
    });
}

fn party() -> Party {
    let serial = [0x4c, 0x05, 0x77, 0x88].into();
    Party { role: Role::Recipient, identifier: Identifier::IssuerAndSerial { issuer: name().der.into(), serial } }
}

fn plant_messages(report: &mut Report) {
    let unknown = Party { role: Role::Signer, identifier: Identifier::KeyIdentifier([0xd3; 20].into()) };
    let judged = |party, certificate| JudgedParty { party, hierarchy: None, certificate, key: true };
    let parties = vec![judged(party(), Some(PRINT)), judged(unknown, None)];
    report.messages.push(Message { location: her_place(), parties });
}

fn plant_usage(report: &mut Report) {
    let usage = &mut report.usage;
    let mut uses = usage.uses[&[1; 32]].clone();
    for evidence in uses.iter_mut().flat_map(|one| &mut one.evidence) {
        evidence.text = both();
        evidence.location = her_place();
    }
    usage.uses.insert(PRINT, uses);
    let reference = |by, token: String| Reference {
        location: her_place(),
        line: 3,
        by,
        token: token.into(),
        setting: Some(about_her().into()),
        file: Some(path()),
    };
    let references = vec![reference(By::Alias, "zqalias".to_owned()), reference(By::Path, about_her())];
    usage.references.insert(PRINT, references);
    usage.settles.insert(PRINT, both());
    for dependent in &mut usage.dependencies {
        dependent.location = her_place();
        dependent.names.iter_mut().for_each(|one| one.2 = about_her().into());
    }
    for missing in &mut usage.missing {
        (missing.location, missing.path, missing.setting) = (her_place(), about_her().into(), Some(about_her().into()));
    }
    for opening in &mut usage.firewall {
        opening.evidence[0].text = both();
    }
    let system = &mut usage.systems[1];
    (system.name, system.host, system.home) = (about_her(), Some(about_her()), path());
    let her = || Some(about_her());
    system.owner = Some(Owner { system: her(), team: her(), queue: her(), category: her(), caller: her() });
    system.scope = Some(about_her().into());
    system.certificates.push(PRINT);
    (system.places, system.files, system.dependencies) = (vec![path()], vec![her_place()], vec![0]);
}

fn plant_plan(report: &mut Report) {
    let plan = &mut report.plan;
    let action = Action {
        title: both(),
        certificates: vec![PRINT],
        paths: vec![path(), her_place().path],
        scopes: vec![about_her().into()],
        systems: vec!["s2".to_owned()],
        who: vec![both()],
        steps: vec![both()],
        checks: vec![both()],
        brief: Brief {
            heading: both(),
            name: both(),
            common: vec![both()],
            points: vec![both()],
            places: vec![(about_her(), both())],
            checks: vec![both()],
        },
        ..plan.actions[0].clone()
    };
    plan.actions.push(Action { id: "aa".repeat(8), ..action });
    let replacement = Replacement {
        reasons: vec![both()],
        successors: vec![(PRINT, "suspected")],
        ..plan.replacements[&[1; 32]].clone()
    };
    plan.replacements.insert(PRINT, replacement);
    for entry in &mut plan.calendar {
        (entry.title, entry.description) = (both(), both());
        entry.certificate = Some(PRINT);
        entry.id = format!("{}-{}", "d1".repeat(32), entry.kind.id());
    }
    let row = Listed {
        name: "Zenobia Qvistgård".to_owned(),
        uuid: Some("deadbeef-0000-4000-8000-00c0ffee0001".to_owned()),
        serials: vec!["4c057788".to_owned()],
        not_after: None,
        kind: Some("Brugercertifikat".to_owned()),
        status: Some(about_her()),
    };
    if let Some(listing) = &mut plan.listing {
        for list in [&mut listing.not_seen, &mut listing.revoked, &mut listing.other_end] {
            list.push(Met { row: row.clone(), certificates: vec![PRINT] });
        }
        listing.not_listed.push(Unlisted { certificate: PRINT, uuid: row.uuid.clone(), renewed: false });
    }
    plant_sheets(report);
}

fn plant_sheets(report: &mut Report) {
    let sheets = &mut report.plan.sheets;
    let text = || Some(about_her());
    sheets.orders.push(Order {
        certificate: PRINT,
        renewal: false,
        expired: false,
        kind: "employee",
        basis: "use",
        reasons: vec![both()],
        name: about_her(),
        system: text(),
        team: text(),
        shared: vec![about_her()],
        email: Email::Address("z.q@privat.example".to_owned()),
        mail: true,
        idm: false,
        signing: false,
        signs: false,
        unsure: false,
        test: false,
        waits: false,
        by: None,
        formats: vec!["pem"],
        counterparties: Vec::new(),
    });
    sheets.unordered.push((PRINT, "person"));
    let item = Item { old: PRINT, new: Some(PRINT), personal: true, kind: "employee", waits: false };
    for to in [
        Recipient::Organisation { name: text(), cvr: Some("12345678".to_owned()) },
        Recipient::Vendor { system: text(), label: text(), folder: true },
        Recipient::MailPartners,
    ] {
        sheets.letters.push(Letter { to, items: vec![item.clone()], theirs: vec![PRINT] });
    }
    sheets.escrow.push(Kept {
        certificate: PRINT,
        personal: true,
        messages: 1,
        folders: vec![(path(), 1)],
        more_folders: 0,
        records: 0,
        systems: vec![about_her()],
        team: text(),
        retain: Some(Retain {
            certificate: "d1d1d1d1d1d1".to_owned(),
            path: globset::Glob::new("/home/zquser/**").unwrap().compile_matcher(),
            purpose: about_her(),
            owner: about_her(),
            review: date!(2027 - 01 - 01),
        }),
        successor: Some(PRINT),
    });
    sheets.feedback.push(Feedback {
        system: about_her(),
        team: text(),
        function: about_her(),
        challenge: vec![about_her()],
        measures: vec![about_her()],
        completion: about_her(),
    });
}
