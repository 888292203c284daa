//! What is concluded from what: each sign with near misses. Texts are made up
//! as the search would hand them in.

use super::*;
use crate::certificate::{Identifier, Party, Role as PartyRole};
use crate::check::testing::{leaf, member};
use crate::classify::{JudgedParty, Kind, Ownership};
use crate::clue::{Sign, SignKind, Topic};
use crate::inventory::{Mention, Said};
use crate::location::StepKind;
use globset::Glob;

fn at(path: &str) -> Location {
    Location::file(Path::new("/srv").into(), Path::new(path).into())
}

fn said(path: &str, line: u64, said: Said, token: &str) -> Mention {
    Mention { location: at(path), line, said, token: token.into(), setting: None, blocks: Box::default() }
}

fn setting(mut mention: Mention, setting: &str) -> Mention {
    mention.setting = Some(setting.into());
    mention
}

/// A sign as the clues have them; it lives as long as they do.
fn sign(path: &str, line: u64, topic: Topic, folder: bool) -> Mention {
    let text = "sign".to_owned();
    let sign = Sign { topic, kind: SignKind::Host, text, confidence: Confidence::High, folder };
    said(path, line, Said::Sign(Box::leak(Box::new(sign))), "prod.example.dk")
}

fn party(path: &str, line: u64, id: &str) -> Mention {
    sign(path, line, Topic::Counterparty(id.into()), false)
}

fn robot(path: &str) -> Mention {
    sign(path, 1, Topic::Use(UseKind::Robot), true)
}

fn store(path: &str, line: u64, store: &str) -> Mention {
    let token = store.rsplit('/').next().unwrap();
    said(path, line, Said::Store { path: Path::new(store).into(), by: By::Path }, token)
}

fn named(path: &str, line: u64, number: u8, by: By) -> Mention {
    said(path, line, Said::Certificate { sha256: [number; 32], by }, "token")
}

fn host(path: &str, name: &str) -> Mention {
    said(path, 1, Said::Host(name.into()), name)
}

/// An OCES II function certificate with its key.
fn foces(number: u8, path: &str) -> Classified {
    leaf(number, "II", Kind::Foces).with_key(path).build()
}

fn moces(number: u8, path: &str) -> Classified {
    leaf(number, "II", Kind::Moces).with_key(path).build()
}

fn conclude(certificates: &[Classified], mut mentions: Vec<Mention>) -> Usage {
    mentions.sort();
    let inventory = Inventory { mentions, ..Inventory::default() };
    usage(certificates, &[], &inventory, &Owners::default())
}

/// Counterparties by certificate: how sure, and with which.
fn ties(certificates: &[Classified], mut mentions: Vec<Mention>) -> Vec<(u8, &'static str, Confidence)> {
    mentions.sort();
    let inventory = Inventory { mentions, ..Inventory::default() };
    let world = World::new(certificates, &inventory);
    let homes: Vec<Home> = world.texts.iter().map(|text| Home::of(&world.hosts, text.location)).collect();
    let ties = tie::ties(&world, &homes, &FolderSigns::new(&world.texts));
    ties.iter()
        .map(|tie| (certificates[tie.certificate].certificate.sha256[0], tie.counterparty, tie.confidence))
        .collect()
}

fn sure(usage: &Usage, number: u8, kind: UseKind) -> Option<Confidence> {
    let uses = usage.uses.get(&[number; 32])?;
    uses.iter().filter(|one| one.kind == kind).map(|one| one.confidence).max()
}

/// No tie at all.
const NONE: [(u8, &str, Confidence); 0] = [];
const LOW: Option<Confidence> = Some(Confidence::Low);
const MEDIUM: Option<Confidence> = Some(Confidence::Medium);
const HIGH: Option<Confidence> = Some(Confidence::High);

#[test]
fn texts_refer_to_certificates_and_to_what_a_store_holds() {
    let certificates = [foces(1, "/srv/a/k.p12"), foces(2, "/srv/b/k.p12")];
    let mentions = vec![
        store("/srv/a/app.conf", 3, "/srv/a/k.p12"),
        named("/srv/a/app.conf", 9, 2, By::Sha1),
        // A file that holds the certificate does not refer to it.
        named("/srv/b/k.p12", 1, 2, By::Subject),
        // What says neither.
        party("/srv/a/app.conf", 1, "kombit"),
    ];
    let references = conclude(&certificates, mentions).references;
    let told: Vec<(u8, u64, By)> =
        references.iter().flat_map(|(sha256, all)| all.iter().map(|one| (sha256[0], one.line, one.by))).collect();
    assert_eq!(told, [(1, 3, By::Path), (2, 9, By::Sha1)]);
}

#[test]
fn an_alias_tells_which_certificate_of_a_store_is_meant() {
    let certificates = [foces(1, "/srv/a/k.jks"), foces(2, "/srv/a/k.jks")];
    let count = |mentions: Vec<Mention>| {
        let references = conclude(&certificates, mentions).references;
        [1, 2].map(|number| references.get(&[number; 32]).map_or(0, Vec::len))
    };
    assert_eq!(count(vec![store("/srv/a/c", 1, "/srv/a/k.jks")]), [1, 1]);
    assert_eq!(count(vec![store("/srv/a/c", 1, "/srv/a/k.jks"), named("/srv/a/c", 2, 2, By::Alias)]), [0, 2]);
    // An alias in another text tells nothing.
    assert_eq!(count(vec![store("/srv/a/c", 1, "/srv/a/k.jks"), named("/srv/a/d", 2, 2, By::Alias)]), [1, 2]);
}

#[test]
fn a_store_that_is_named_everywhere_is_told_a_few_times() {
    let certificates: Vec<Classified> = (1..=40).map(|number| foces(number, "/srv/all.jks")).collect();
    let mentions = (0..500).map(|line| store("/srv/a.conf", line + 1, "/srv/all.jks")).collect();
    let usage = conclude(&certificates, mentions);
    assert_eq!(usage.references[&[1; 32]].len(), 40);
    assert_eq!(usage.references_left_out, 40 * 460);
}

#[test]
fn one_counterparty_in_a_text_is_tied_to_all_its_certificates() {
    let certificates = [foces(1, "/srv/a/k.p12"), foces(2, "/srv/a/l.p12")];
    let text =
        |path: &str| vec![party(path, 1, "kombit"), store(path, 40, "/srv/a/k.p12"), store(path, 80, "/srv/a/l.p12")];
    let both = [(1, "kombit", Confidence::High), (2, "kombit", Confidence::High)];
    assert_eq!(ties(&certificates, text("/srv/x/app.conf")), both);
    assert_eq!(ties(&certificates, text("/srv/x/src/main/App.java")), both);
    for near_miss in
        ["/srv/x/node_modules/a.js", "/srv/x/app.log", "/srv/x/app.conf.bak", "/srv/arkiv/a.xml", "/srv/a.eml"]
    {
        assert_eq!(ties(&certificates, text(near_miss)), NONE, "{near_miss}");
    }
}

#[test]
fn several_counterparties_go_with_one_certificate_and_pair_with_several() {
    let one = [foces(1, "/srv/a/k.p12")];
    let two = [foces(1, "/srv/a/k.p12"), foces(2, "/srv/a/l.p12")];
    let parties = || vec![party("/srv/x/c", 1, "kombit"), party("/srv/x/c", 30, "skat")];
    let with = |mut mentions: Vec<Mention>, more: &[Mention]| {
        mentions.extend_from_slice(more);
        mentions
    };
    let k = |line| store("/srv/x/c", line, "/srv/a/k.p12");
    let l = |line| store("/srv/x/c", line, "/srv/a/l.p12");
    let high = |number, id| (number, id, Confidence::High);
    let low = |number, id| (number, id, Confidence::Low);
    // One of them may be another system's.
    assert_eq!(ties(&one, with(parties(), &[k(90)])), [low(1, "kombit"), low(1, "skat")]);
    assert_eq!(ties(&two, with(parties(), &[k(2), l(31)])), [low(1, "kombit"), low(2, "skat")]);
    // Too far apart: open, and told as such.
    let open = [low(1, "kombit"), low(1, "skat"), low(2, "kombit"), low(2, "skat")];
    assert_eq!(ties(&two, with(parties(), &[k(60), l(90)])), open);
    let grouped = [
        setting(party("/srv/x/c", 1, "kombit"), "kombit.url"),
        setting(party("/srv/x/c", 2, "skat"), "skat.url"),
        setting(l(3), "skat.keystore"),
        setting(k(40), "kombit.keystore"),
    ];
    assert_eq!(ties(&two, grouped.to_vec()), [high(1, "kombit"), high(2, "skat")]);
}

#[test]
fn nothing_is_tied_across_hosts_or_to_a_counterpartys_certificate() {
    let mentions = |with: &[Mention]| {
        let mut all = vec![party("/srv/h2/opt/c", 1, "kombit"), store("/srv/h2/opt/c", 2, "/srv/h1/opt/k.p12")];
        all.push(named("/srv/h2/opt/c", 3, 1, By::Sha1));
        all.extend_from_slice(with);
        all
    };
    let hosts = [host("/srv/h1/etc/hostname", "h1"), host("/srv/h2/etc/hostname", "h2")];
    let certificates = [foces(1, "/srv/h1/opt/k.p12")];
    assert_eq!(ties(&certificates, mentions(&hosts)), NONE);
    assert_eq!(ties(&certificates, mentions(&[])).len(), 1);
    // A truststore beside the keystore holds the counterparty's.
    let foreign = leaf(2, "II", Kind::Foces).at("/srv/a/trust.pem").owner(Ownership::Foreign).build();
    let unknown = leaf(3, "II", Kind::Foces).at("/srv/a/other.pem").build();
    let text = || {
        vec![
            party("/srv/x/c", 1, "kombit"),
            store("/srv/x/c", 2, "/srv/a/trust.pem"),
            store("/srv/x/c", 3, "/srv/a/other.pem"),
        ]
    };
    assert_eq!(ties(&[foreign.clone(), unknown.clone()], text()), [(3, "kombit", Confidence::Low)]);
    let mut with_key = text();
    with_key.push(store("/srv/x/c", 4, "/srv/a/k.p12"));
    let all = [foces(1, "/srv/a/k.p12"), foreign, unknown];
    assert_eq!(ties(&all, with_key), [(1, "kombit", Confidence::High)]);
}

#[test]
fn a_keystore_in_a_text_is_tied_to_what_the_text_names() {
    let inside = at("/srv/a/skat.properties").step(StepKind::Base64, b"");
    let held = leaf(1, "II", Kind::Voces).occurs(inside, "pkcs12", Place::Live, true).build();
    let tie = |path| ties(std::slice::from_ref(&held), vec![party(path, 5, "skat")]);
    assert_eq!(tie("/srv/a/skat.properties"), [(1, "skat", Confidence::High)]);
    assert_eq!(tie("/srv/b/skat.properties"), NONE);
    // Beside it is a weak sign, as long as it is the only one there.
    assert_eq!(tie("/srv/a/conf/app.yml"), [(1, "skat", Confidence::Low)]);
    let other = foces(2, "/srv/a/k.p12");
    assert_eq!(ties(&[held, other], vec![party("/srv/a/conf/app.yml", 5, "skat")]), NONE);
}

#[test]
fn robots_are_known_by_their_projects() {
    let key = "/srv/bot/faktura/keys/k.p12";
    let robot_at =
        |certificate: Classified, mentions: Vec<Mention>| sure(&conclude(&[certificate], mentions), 1, UseKind::Robot);
    assert_eq!(robot_at(foces(1, key), vec![robot("/srv/bot/faktura/Main.xaml")]), HIGH);
    assert_eq!(robot_at(foces(1, key), vec![robot("/srv/bot/faktura/keys/Main.xaml")]), HIGH);
    let naming = vec![robot("/srv/other/Main.xaml"), store("/srv/other/Main.xaml", 7, key)];
    assert_eq!(robot_at(foces(1, key), naming), HIGH);
    for near_miss in ["/srv/Main.xaml", "/srv/bot/løn/Main.xaml", "/srv/bot/faktura/backup/Main.xaml"] {
        assert_eq!(robot_at(foces(1, key), vec![robot(near_miss)]), None, "{near_miss}");
    }
    let library = robot("/srv/bot/faktura/node_modules/Main.xaml");
    assert_eq!(robot_at(foces(1, "/srv/bot/faktura/node_modules/k.p12"), vec![library]), None);
}

#[test]
fn folders_hint_at_robots_gateways_and_servers() {
    let of = |certificate: Classified, kind| sure(&conclude(&[certificate], Vec::new()), 1, kind);
    for (path, personal, system) in [
        ("/srv/rpa/k.p12", MEDIUM, LOW),
        ("/srv/Robotter-02/k.p12", MEDIUM, LOW),
        ("/srv/robotics/k.p12", None, None),
        ("/srv/rpa.p12", None, None),
    ] {
        assert_eq!(of(moces(1, path), UseKind::Robot), personal, "{path}");
        assert_eq!(of(foces(1, path), UseKind::Robot), system, "{path}");
    }
    let server = UseKind::SystemToSystem;
    assert_eq!(of(foces(1, "/srv/tomcat9/conf/k.jks"), server), MEDIUM);
    assert_eq!(of(foces(1, "/srv/catalog/conf/k.jks"), server), LOW);
    assert_eq!(of(moces(1, "/srv/wildfly/k.jks"), server), LOW);
    assert_eq!(of(moces(1, "/srv/wild/k.jks"), server), None);
}

/// A certificate with an address, that may encrypt or not.
fn with_mail(path: &str, address: &str, key_usage: u16) -> Classified {
    let mut built = leaf(1, "III", Kind::Employee).with_key(path).email(address).build();
    built.certificate.key_usage = Some(key_usage);
    built
}

#[test]
fn mail_needs_an_address_and_a_key_that_encrypts() {
    let of = |certificate: Classified| sure(&conclude(&[certificate], Vec::new()), 1, UseKind::SecureEmail);
    assert_eq!(of(with_mail("/srv/a/k.p12", "ib@fjordby.example", 0b100)), LOW);
    assert_eq!(of(with_mail("/srv/a/k.p12", "ib@fjordby.example", 0b1000)), LOW);
    assert_eq!(of(with_mail("/srv/a/k.p12", "ib@fjordby.example", 0b11)), None);
    assert_eq!(of(with_mail("/srv/a/k.p12", "SikkerMail@fjordby.example", 0b100)), MEDIUM);
    assert_eq!(of(with_mail("/srv/a/k.p12", "usikkermail@fjordby.example", 0b100)), LOW);
    assert_eq!(of(with_mail("/srv/etc/postfix/k.p12", "ib@fjordby.example", 0b100)), MEDIUM);
    assert_eq!(of(with_mail("/srv/postfixadmin/k.p12", "ib@fjordby.example", 0b100)), LOW);
    assert_eq!(of(foces(1, "/srv/a/k.p12")), None);
}

#[test]
fn an_encrypted_message_tells_who_opens_it() {
    let message = |role, number: u8| Message {
        location: at("/srv/post/1.eml"),
        parties: vec![JudgedParty {
            party: Party { role, identifier: Identifier::None },
            hierarchy: None,
            certificate: Some([number; 32]),
            key: true,
        }],
    };
    let of = |message: Message| {
        let usage = usage(&[moces(1, "/srv/a/k.p12")], &[message], &Inventory::default(), &Owners::default());
        sure(&usage, 1, UseKind::SecureEmail)
    };
    assert_eq!(of(message(PartyRole::Recipient, 1)), HIGH);
    assert_eq!(of(message(PartyRole::Signer, 1)), None);
    assert_eq!(of(message(PartyRole::Recipient, 2)), None);
}

#[test]
fn a_text_in_use_that_names_a_key_tells_of_an_integration() {
    let of = |certificate: Classified, text: &str| {
        let usage = conclude(&[certificate], vec![store(text, 4, "/srv/a/k.p12")]);
        sure(&usage, 1, UseKind::SystemToSystem)
    };
    assert_eq!(of(foces(1, "/srv/a/k.p12"), "/srv/b/app.conf"), MEDIUM);
    assert_eq!(of(foces(1, "/srv/a/k.p12"), "/srv/b/app.log"), LOW);
    assert_eq!(of(foces(1, "/srv/a/k.p12"), "/srv/b/etc/postfix/main.cf"), LOW);
    assert_eq!(of(moces(1, "/srv/a/k.p12"), "/srv/b/app.conf"), LOW);
    assert_eq!(of(moces(1, "/srv/a/k.p12"), "/srv/b/app.log"), None);
    let partner = leaf(1, "II", Kind::Foces).at("/srv/a/k.p12").owner(Ownership::Foreign).build();
    assert_eq!(of(partner, "/srv/b/app.conf"), None);
}

#[test]
fn history_has_no_use_and_evidence_has_its_line() {
    let history = leaf(1, "II", Kind::Foces).occurs(at("/srv/a.eml"), "pkcs7", Place::Message, false).build();
    let usage = conclude(&[history], vec![named("/srv/b/app.conf", 4, 1, By::Sha1)]);
    assert!(usage.uses.is_empty() && usage.settles.is_empty() && usage.systems.is_empty());
    let mentions = vec![party("/srv/b/c", 7, "kombit"), store("/srv/b/c", 9, "/srv/a/k.p12")];
    let usage = conclude(&[foces(1, "/srv/a/k.p12")], mentions);
    let uses = &usage.uses[&[1; 32]];
    assert_eq!(uses.len(), 1, "{uses:#?}");
    assert_eq!(uses[0].counterparty.map(|counterparty| counterparty.id.as_str()), Some("kombit"));
    let told: Vec<(&str, Option<u64>)> = uses[0].evidence.iter().map(|one| (one.what, one.line)).collect();
    assert_eq!(told[..2], [("counterparty", Some(7)), ("reference", Some(9))]);
    assert_eq!(told.last(), Some(&("certificate-kind", None)));
}

#[test]
fn what_nothing_tells_is_said_to_be_open() {
    let settled = |certificate: Classified, mentions| conclude(&[certificate], mentions).settles.remove(&[1; 32]);
    let text = settled(foces(1, "/srv/a/kombit.p12"), Vec::new()).unwrap();
    assert!(text.da.contains("kombit.p12") && text.da.contains("lsof") && text.en.contains("hints only"), "{text:?}");
    let text = settled(moces(1, "/srv/a/k.p12"), Vec::new()).unwrap();
    assert!(text.en.contains("Navn1") && !text.en.contains("hints"), "{text:?}");
    let windows = leaf(1, "II", Kind::Foces).with_key("/srv/x.json").in_store("LocalMachine\\My").build();
    assert!(settled(windows, Vec::new()).unwrap().da.contains("netsh http show sslcert"));
    // Known at least fairly well, or not ours to tell.
    assert_eq!(settled(foces(1, "/srv/a/k.p12"), vec![store("/srv/a/c", 1, "/srv/a/k.p12")]), None);
    assert_eq!(
        settled(leaf(1, "II", Kind::Foces).at("/srv/a.pem").owner(Ownership::Foreign).build(), Vec::new()),
        None
    );
}

#[test]
fn systems_are_the_homes_of_keys() {
    let certificates = [
        foces(1, "/srv/h1/opt/sag/conf/k.p12"),
        foces(2, "/srv/h2/opt/sag/conf/k.p12"),
        leaf(3, "II", Kind::Foces).at("/srv/h1/opt/sag/trust/t.pem").owner(Ownership::Foreign).build(),
        leaf(4, "II", Kind::Foces).at("/srv/h1/opt/alene/t.pem").owner(Ownership::Foreign).build(),
        leaf(5, "II", Kind::Foces).occurs(at("/srv/h1/backup/k.p12"), "pkcs12", Place::Backup, true).build(),
    ];
    let mentions = vec![
        host("/srv/h1/etc/hostname", "h1"),
        host("/srv/h2/etc/hostname", "h2"),
        party("/srv/h1/opt/sag/app.conf", 1, "kombit"),
        store("/srv/h1/etc/cron.d/sag", 1, "/srv/h1/opt/sag/conf/k.p12"),
        sign("/srv/h1/opt/sag/login.php", 1, Topic::Dependency("nemid-login".into()), false),
    ];
    let usage = conclude(&certificates, mentions);
    let told: Vec<(Option<&str>, &str, Vec<u8>)> = usage
        .systems
        .iter()
        .map(|one| (one.host.as_deref(), one.name.as_str(), one.certificates.iter().map(|sha256| sha256[0]).collect()))
        .collect();
    assert_eq!(told, [(Some("h1"), "/opt/sag", vec![1, 3]), (Some("h2"), "/opt/sag", vec![2])]);
    let [first, second] = &usage.systems[..] else { panic!() };
    assert_eq!((first.counterparties.as_slice(), first.dependencies.as_slice()), (&["kombit"][..], &[0][..]));
    assert_eq!(first.files.len(), 2);
    assert!(second.counterparties.is_empty() && second.files.is_empty());
    assert!(first.id != second.id && first.id.len() == 16);
}

#[test]
fn an_owners_name_joins_systems_of_one_host() {
    let certificates = [foces(1, "/srv/a/k.p12"), foces(2, "/srv/b/k.p12"), foces(3, "/srv/c/k.p12")];
    let rule = OwnerRule {
        path: Some(Glob::new("/srv/[ab]/**").unwrap().compile_matcher()),
        cvr: None,
        owner: Owner { system: Some("Sag".into()), team: Some("Drift".into()), ..Owner::default() },
    };
    let usage = usage(&certificates, &[], &Inventory::default(), &Owners(vec![rule]));
    let told: Vec<(&str, usize, bool)> =
        usage.systems.iter().map(|one| (one.name.as_str(), one.certificates.len(), one.owner.is_some())).collect();
    assert_eq!(told, [("/srv/c", 1, false), ("Sag", 2, true)]);
    // The same tree elsewhere has the same identity.
    let moved = Location::file(Path::new("/mnt/x").into(), Path::new("/mnt/x/c/k.p12").into());
    let moved = leaf(3, "II", Kind::Foces).occurs(moved, "pkcs12", Place::Live, true).build();
    assert_eq!(conclude(&[moved], Vec::new()).systems[0].id, usage.systems[0].id);
}

#[test]
fn what_is_deployed_as_an_archive_is_a_system() {
    let inside = member("/srv/webapps/sag.war", "WEB-INF/classes/k.p12");
    let held = leaf(1, "II", Kind::Foces).occurs(inside, "pkcs12", Place::Live, true).build();
    let mut text = store("/srv/webapps/sag.war", 3, "/srv/webapps/sag.war");
    text.location = member("/srv/webapps/sag.war", "WEB-INF/classes/app.properties");
    text.token = "classpath:k.p12".into();
    let mut other = text.clone();
    other.token = "other.p12".into();
    let usage = conclude(std::slice::from_ref(&held), vec![text]);
    assert_eq!(usage.systems[0].name, "/srv/webapps/sag.war");
    assert_eq!(usage.references[&[1; 32]].len(), 1);
    assert!(conclude(&[held], vec![other]).references.is_empty());
}

#[test]
fn dependencies_are_told_by_file_and_missing_stores_where_in_use() {
    let nemid = |path, line| sign(path, line, Topic::Dependency("nemid-login".into()), false);
    let missing = |path| said(path, 2, Said::Missing { path: "/opt/x.jks".into() }, "x.jks");
    let mentions = vec![
        nemid("/srv/a.php", 3),
        nemid("/srv/a.php", 1),
        nemid("/srv/a.log", 1),
        sign("/srv/a.php", 1, Topic::Dependency("no-such-thing".into()), false),
        missing("/srv/a.conf"),
        missing("/srv/a.log"),
        missing("/srv/node_modules/a.conf"),
    ];
    let usage = conclude(&[], mentions);
    let told: Vec<(Place, Vec<u64>)> =
        usage.dependencies.iter().map(|one| (one.place, one.names.iter().map(|name| name.0).collect())).collect();
    assert_eq!(told, [(Place::Log, vec![1]), (Place::Source, vec![1, 3])]);
    assert_eq!(usage.missing.iter().map(|one| &*one.path).collect::<Vec<_>>(), ["/opt/x.jks"]);
}

#[test]
fn firewalls_open_what_the_environment_needs_and_close_what_died() {
    let hosts = |certificates: &[Classified], mentions| {
        let usage = conclude(certificates, mentions);
        let kinds = usage.firewall.iter().map(|one| (one.address.open, one.address.test));
        kinds.collect::<std::collections::BTreeSet<_>>()
    };
    assert!(hosts(&[], Vec::new()).is_empty());
    assert!(hosts(&[foces(1, "/srv/k.p12")], Vec::new()).contains(&(true, false)));
    let test = leaf(1, "III", Kind::System).with_key("/srv/k.p12").test().build();
    assert!(!hosts(&[test], Vec::new()).contains(&(true, false)));
    let foreign = leaf(1, "III", Kind::System).at("/srv/k.pem").owner(Ownership::Foreign).build();
    assert!(hosts(&[foreign], Vec::new()).is_empty());
}

#[test]
fn much_of_everything_stays_quick() {
    let path = |number: u32| format!("/srv/s{}/k{number}.p12", number % 500);
    let mut certificates = Vec::new();
    for number in 0..20_000u32 {
        let mut one = foces(1, &path(number));
        one.certificate.sha256[..4].copy_from_slice(&number.to_be_bytes());
        certificates.push(one);
    }
    let mentions = (0..40_000u32)
        .map(|number| {
            let text = format!("/srv/s{}/c{}", number % 500, number % 5_000);
            if number % 2 == 0 {
                store(&text, u64::from(number), &path(number))
            } else {
                party(&text, u64::from(number), "kombit")
            }
        })
        .collect();
    let usage = conclude(&certificates, mentions);
    assert_eq!(usage.systems.len(), 500);
    assert!(usage.references.len() >= 10_000);
}
