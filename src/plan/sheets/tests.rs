//! What the sheets must never get wrong.

use super::super::{Matter, Plan, plan};
use super::*;
use crate::certificate::{Identifier, Party, Role as PartyRole};
use crate::check::testing::{BLOCK, Builder, leaf, location, member};
use crate::classify::{JudgedParty, Message, Ownership, Settings, Status};
use crate::clue::CLUES;
use crate::ledger::{Ledger, Retain};
use crate::location::Location;
use crate::place::Place;
use crate::usage::{Owner, Usage, Use};
use std::sync::Arc;
use time::macros::{date, datetime};

/// A municipality of certificates, uses and systems.
#[derive(Default)]
struct World {
    certificates: Vec<Classified>,
    messages: Vec<Message>,
    usage: Usage,
    ledger: Ledger,
}

impl World {
    fn of(builders: Vec<Builder>) -> World {
        World { certificates: builders.into_iter().map(Builder::build).collect(), ..World::default() }
    }

    fn used(mut self, number: u8, kind: UseKind, confidence: Confidence, counterparty: Option<&str>) -> World {
        let counterparty = counterparty.and_then(|id| CLUES.counterparty(id));
        let one = Use { kind, confidence, counterparty, evidence: Vec::new() };
        self.usage.uses.entry([number; 32]).or_default().push(one);
        self
    }

    fn system(mut self, name: &str, number: u8, path: &str) -> World {
        self.usage.systems.push(System {
            scope: None,
            id: name.to_owned(),
            name: name.to_owned(),
            host: None,
            owner: Some(Owner { team: Some("Integration".to_owned()), ..Owner::default() }),
            home: Arc::from(Path::new("/srv")),
            certificates: vec![[number; 32]],
            counterparties: Vec::new(),
            places: vec![Arc::from(Path::new(path))],
            files: Vec::new(),
            dependencies: Vec::new(),
            uses: vec![(UseKind::SystemToSystem, Confidence::High)],
        });
        self
    }

    fn plan(&self) -> Plan {
        let settings = Settings {
            as_of: date!(2026 - 11 - 21),
            expiring_within_days: 90,
            own_cvr: Vec::new(),
            foreign_cvr: Vec::new(),
        };
        plan(&Matter {
            certificates: &self.certificates,
            messages: &self.messages,
            usage: &self.usage,
            findings: &[],
            settings: &settings,
            ledger: &self.ledger,
        })
    }

    fn sheets(&self) -> Sheets {
        self.plan().sheets
    }
}

fn foces() -> Builder {
    leaf(1, "II", Kind::Foces).name("Fjordby Løn (funktionscertifikat)").with_key("/srv/a.jks")
}

#[test]
fn an_order_has_the_fields_of_the_profile() {
    let world = World::of(vec![foces()]).used(1, UseKind::SystemToSystem, Confidence::High, Some("mitid-erhverv-idm"));
    let orders = world.system("løn", 1, "/srv/a.jks").sheets().orders;
    let [order] = orders.as_slice() else { panic!("{orders:?}") };
    assert_eq!((order.kind, order.name.as_str()), ("system", "Fjordby Løn"));
    assert!(order.idm && !order.mail && !order.signing && !order.test && order.waits && !order.renewal);
    assert_eq!((order.email.clone(), order.price()), (Email::None, 20));
    assert_eq!(order.team.as_deref(), Some("Integration"));
}

#[test]
fn nothing_is_ordered_for_others_nor_for_people_without_a_demand() {
    let world = World::of(vec![
        leaf(1, "II", Kind::Voces).at("/srv/a.pem").owner(Ownership::Foreign),
        leaf(2, "II", Kind::Foces).at("/srv/b.pem"),
        leaf(3, "II", Kind::Poces).with_key("/srv/c.p12"),
        leaf(4, "II", Kind::Moces).with_key("/srv/d.p12"),
        leaf(5, "III", Kind::Employee).status(Status::Expiring, BLOCK).with_key("/srv/e.p12"),
        leaf(6, "II", Kind::Foces).occurs(location("/srv/f.p12"), "pkcs12", Place::Backup, true),
    ]);
    let sheets = world.sheets();
    assert!(sheets.orders.is_empty(), "{:?}", sheets.orders);
    let why: Vec<&str> = sheets.unordered.iter().map(|(_, why)| *why).collect();
    assert_eq!(why, ["foreign", "unknown", "person", "employee", "employee", "cold"]);
}

#[test]
fn what_is_not_ordered_has_its_own_reason() {
    let mut world = World::of(vec![
        leaf(1, "II", Kind::Foces).test().with_key("/srv/a.p12"),
        leaf(3, "II", Kind::Foces).with_key("/escrow/c.p12"),
    ]);
    world.ledger.retains.push(Retain {
        certificate: "0303".to_owned(),
        path: globset::Glob::new("/escrow/**").unwrap().compile_matcher(),
        purpose: "Gamle mails".to_owned(),
        owner: "Arkivet".to_owned(),
        review: date!(2028 - 01 - 01),
    });
    let sheets = world.sheets();
    let why: Vec<(u8, &str)> = sheets.unordered.iter().map(|(print, why)| (print[0], *why)).collect();
    assert_eq!(why, [(1, "test"), (3, "retained")]);
}

#[test]
fn feedback_names_no_person_and_no_home() {
    let moces = leaf(1, "II", Kind::Moces).name("Mette Hansen").with_key("/srv/a.p12");
    let feedback = World::of(vec![moces]).system("home/mette", 1, "/srv/a.p12").sheets().feedback;
    let told = format!("{feedback:?}").to_lowercase();
    assert!(told.contains("en medarbejders nøgle") && !told.contains("mette"), "{told}");
}

#[test]
fn a_person_gets_one_where_mail_demands_it() {
    let employee = leaf(5, "III", Kind::Employee).status(Status::Expiring, BLOCK).with_key("/srv/e.p12");
    let world = World::of(vec![employee]).used(5, UseKind::SecureEmail, Confidence::High, None);
    assert_eq!(world.sheets().orders.iter().map(|one| one.kind).collect::<Vec<_>>(), ["employee"]);
}

#[test]
fn what_is_found_already_is_not_ordered_again() {
    let new = leaf(2, "III", Kind::System).name("Fjordby Løn").with_key("/srv/b.p12");
    let sheets = World::of(vec![foces(), new]).sheets();
    assert!(sheets.orders.is_empty() && sheets.unordered.contains(&([1; 32], "replaced")));
    assert_eq!(sheets.letters[0].items[0].new, Some([2; 32]));
}

#[test]
fn mail_takes_an_address_without_danish_letters_and_the_public_database() {
    let mail = |address: &str| {
        let voces = leaf(1, "II", Kind::Voces).with_key("/srv/a.p12");
        let voces = if address.is_empty() { voces } else { voces.email(address) };
        let world = World::of(vec![voces]).used(1, UseKind::SecureEmail, Confidence::High, None);
        let order = world.sheets().orders.remove(0);
        assert!(order.mail && order.signing);
        order.email
    };
    assert_eq!(mail("sikker@fjordby.dk"), Email::Address("sikker@fjordby.dk".into()));
    assert_eq!(mail("løn@fjordby.dk"), Email::Unfit("løn@fjordby.dk".into()));
    assert_eq!(mail(""), Email::Missing);
    let guess = World::of(vec![foces().email("a@b.dk")]).used(1, UseKind::SecureEmail, Confidence::Low, None);
    assert_eq!(guess.sheets().orders[0].email, Email::None);
}

#[test]
fn a_shared_key_becomes_one_order_a_system_but_many_hosts_are_one() {
    let shared = || World::of(vec![foces().with_key("/srv/b.jks")]);
    let two = shared().system("løn", 1, "/srv/a.jks").system("/opt/skat", 1, "/srv/b.jks").sheets().orders;
    assert_eq!(two.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Fjordby Løn", "Fjordby Løn, skat"]);
    assert!(two.iter().all(|one| one.shared.len() == 2));
    let one = shared().system("løn", 1, "/srv/a.jks").system("løn", 1, "/srv/b.jks").sheets().orders;
    assert_eq!((one.len(), one[0].shared.len()), (1, 0));
}

#[test]
fn renewing_is_for_the_time_before_the_end() {
    let system = |status, ends: time::OffsetDateTime| {
        let one = leaf(1, "III", Kind::System).status(status, BLOCK).ends(ends.unix_timestamp());
        World::of(vec![one.with_key("/srv/a.p12")]).sheets().orders.remove(0)
    };
    let soon = system(Status::Expiring, datetime!(2026-12-24 12:00 UTC));
    assert!(soon.renewal && !soon.expired && !soon.waits && soon.by == Some(date!(2026 - 12 - 24)));
    let late = system(Status::Expired, datetime!(2026-05-03 12:00 UTC));
    assert!(!late.renewal && late.expired && late.waits);
}

#[test]
fn test_certificates_are_free() {
    let ending = leaf(1, "III", Kind::System).status(Status::Expiring, BLOCK).with_key("/srv/a.p12");
    let orders = World::of(vec![ending.test(), leaf(2, "II", Kind::Voces).with_key("/srv/b.p12")]).sheets().orders;
    let prices: Vec<(bool, u64)> = orders.iter().map(|one| (one.test, one.price())).collect();
    assert_eq!(prices, [(false, PRICE), (true, 0)]);
}

fn recipients(sheets: &Sheets) -> Vec<String> {
    let told = sheets.letters.iter().map(|letter| match &letter.to {
        Recipient::Counterparty(counterparty) => counterparty.id.clone(),
        Recipient::Organisation { cvr, .. } => cvr.clone().unwrap_or_default(),
        Recipient::Vendor { system, .. } => format!("vendor {}", system.clone().unwrap_or_default()),
        Recipient::MailPartners => "mail".to_owned(),
    });
    told.collect()
}

#[test]
fn letters_go_to_those_who_probably_know_it_else_to_the_vendor() {
    let of = |confidence, kind| {
        let world = World::of(vec![foces()]).system("/srv/løn", 1, "/srv/a.jks");
        recipients(&world.used(1, kind, confidence, Some("skat")).sheets())
    };
    assert_eq!(of(Confidence::High, UseKind::SystemToSystem), ["skat"]);
    assert_eq!(of(Confidence::Low, UseKind::SystemToSystem), ["vendor løn"]);
    assert_eq!(of(Confidence::Medium, UseKind::SecureEmail), ["skat", "mail"]);
}

#[test]
fn history_and_backups_are_no_matter_for_letters() {
    let world = World::of(vec![
        leaf(1, "II", Kind::Foces).occurs(location("/m"), "pkcs7", Place::Message, false).owner(Ownership::Own),
        leaf(2, "II", Kind::Voces).occurs(location("/m"), "pkcs7", Place::Message, false).owner(Ownership::Foreign),
        leaf(3, "II", Kind::Foces).occurs(location("/b"), "pkcs12", Place::Backup, true),
    ]);
    assert!(recipients(&world.sheets()).is_empty());
}

#[test]
fn a_foreign_certificate_is_asked_for_and_never_told_as_ours() {
    let foreign = || leaf(2, "II", Kind::Voces).cvr("87654321").at("/srv/b.pem").owner(Ownership::Foreign);
    let sheets = World::of(vec![foreign()]).sheets();
    assert_eq!(recipients(&sheets), ["87654321"]);
    assert!(sheets.letters[0].items.is_empty() && sheets.letters[0].theirs == [[2; 32]]);
    let known = World::of(vec![foreign()]).used(2, UseKind::SystemToSystem, Confidence::High, Some("skat")).sheets();
    assert_eq!(recipients(&known), ["skat"]);
}

#[test]
fn people_are_in_no_letter_but_to_those_who_know_them_and_citizens_in_none() {
    let people = || {
        World::of(vec![
            leaf(1, "II", Kind::Moces).with_key("/srv/a.p12"),
            leaf(2, "II", Kind::Poces).with_key("/srv/b.p12"),
        ])
    };
    assert!(people().sheets().letters.is_empty());
    let known = people()
        .used(1, UseKind::Robot, Confidence::High, Some("skat"))
        .used(2, UseKind::Robot, Confidence::High, Some("skat"))
        .used(1, UseKind::SecureEmail, Confidence::High, None);
    let sheets = known.sheets();
    assert_eq!(recipients(&sheets), ["skat"]);
    let [item] = sheets.letters[0].items.as_slice() else { panic!() };
    assert!(item.personal && item.old == [1; 32]);
}

fn encrypted_to(number: u8, place: Location) -> Message {
    let party = Party { role: PartyRole::Recipient, identifier: Identifier::None };
    let judged = JudgedParty { party, hierarchy: None, certificate: Some([number; 32]), key: true };
    Message { location: place, parties: vec![judged] }
}

#[test]
fn every_old_key_of_ours_is_kept_with_what_hangs_on_it() {
    let mut world = World::of(vec![
        foces().occurs(location("/srv/log"), "pem", Place::Log, false),
        leaf(2, "II", Kind::Moces).occurs(location("/srv/b.p12"), "pkcs12", Place::Backup, true),
        leaf(3, "II", Kind::Voces).at("/srv/c.pem").owner(Ownership::Own),
        leaf(4, "II", Kind::Voces).at("/srv/d.pem").owner(Ownership::Foreign),
        leaf(5, "III", Kind::System).with_key("/srv/e.p12"),
        leaf(6, "III", Kind::System).status(Status::Expired, BLOCK).with_key("/srv/f.p12"),
        leaf(7, "I", Kind::Foces).key_at("/srv/g.key"),
    ])
    .system("løn", 1, "/srv/a.jks");
    world.messages = vec![
        encrypted_to(1, location("/srv/m/1")),
        encrypted_to(1, location("/srv/m/2")),
        encrypted_to(1, member("/srv/box", "3")),
    ];
    let kept = world.sheets().escrow;
    let numbers: Vec<u8> = kept.iter().map(|one| one.certificate[0]).collect();
    assert_eq!(numbers, [1, 2, 6, 7]);
    let folders: Vec<(String, u64)> =
        kept[0].folders.iter().map(|(path, count)| (path.display().to_string(), *count)).collect();
    assert_eq!(folders, [("/srv/box".to_owned(), 1), ("/srv/m".to_owned(), 2)]);
    assert_eq!((kept[0].messages, kept[0].records, kept[0].systems.as_slice()), (3, 1, &["løn".to_owned()][..]));
    assert!(kept[1].personal && !kept[0].personal);
}

#[test]
fn what_was_said_of_keeping_a_key_stands_with_it() {
    let mut world = World::of(vec![foces()]);
    world.ledger.retains.push(Retain {
        certificate: "0101".to_owned(),
        path: globset::Glob::new("/escrow/**").unwrap().compile_matcher(),
        purpose: "Gamle mails".to_owned(),
        owner: "Arkivet".to_owned(),
        review: date!(2028 - 01 - 01),
    });
    assert_eq!(world.sheets().escrow[0].retain.as_ref().map(|one| one.owner.as_str()), Some("Arkivet"));
    world.ledger.retains[0].certificate = "0201".to_owned();
    assert!(world.sheets().escrow[0].retain.is_none());
}

#[test]
fn feedback_is_of_systems_from_the_time_of_nemid() {
    let old = World::of(vec![foces()]).used(1, UseKind::SystemToSystem, Confidence::High, Some("skat"));
    let feedback = old.system("løn", 1, "/srv/a.jks").sheets().feedback;
    let [one] = feedback.as_slice() else { panic!("{feedback:?}") };
    assert!(one.function.contains("System til system") && one.function.contains("Skatteforvaltningen"), "{one:?}");
    assert!(one.challenge[0].contains("skulle spærres den 31. oktober 2023: »Fjordby Løn"), "{one:?}");
    assert!(one.measures.iter().any(|told| told == "Bestille afløser i MitID Erhverv (0 af 1 udført)."), "{one:?}");
    assert!(one.completion.starts_with("Ikke fastsat"), "{one:?}");
    let ending = leaf(1, "III", Kind::System).status(Status::Expiring, BLOCK).with_key("/srv/a.jks");
    assert!(World::of(vec![ending]).system("løn", 1, "/srv/a.jks").sheets().feedback.is_empty());
}
