//! Encrypted mail: what is saved, with which key, and what is lost.

use super::*;
use crate::catalogue::Environment;
use crate::certificate::{Identifier, Party, Role as PartyRole};
use crate::classify::{JudgedParty, Kind, Ownership, Status};
use std::sync::Arc;

/// A message to certificate `number`, whose key was found or not.
pub(super) fn message(path: &str, number: u8, key: bool) -> Message {
    let judged = JudgedParty {
        party: Party { role: PartyRole::Recipient, identifier: Identifier::None },
        hierarchy: Some((Arc::from("II"), Environment::Production)),
        certificate: Some([number; 32]),
        key,
    };
    Message { location: location(path), parties: vec![judged] }
}

fn with_mail(builder: Builder, key: bool) -> World {
    let messages = ["/srv/mail/a/1", "/srv/mail/a/2", "/srv/mail/b/3"];
    let messages = messages.iter().map(|path| message(path, 1, key)).collect();
    World { messages, ..World::of(vec![builder]) }
}

#[test]
fn the_folders_stand_under_the_key_that_opens_them() {
    let world = with_mail(leaf(1, "II", Kind::Voces).with_key("/srv/key.p12"), true);
    let plan = world.plan();
    let save = only(&plan, "save-mail");
    let paths: Vec<String> = save.paths.iter().map(|path| path.display().to_string()).collect();
    assert_eq!(paths, ["/srv/mail/a", "/srv/mail/b"]);
    let text = said(save);
    for part in [
        "opens encrypted mail that was found here (3)",
        "/srv/mail/a (2); /srv/mail/b (1)",
        "/srv/key.p12",
        "such as PDF",
        "encrypt it anew",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.contains("27 April 2023; that is more than 18 months ago"), "{text}");
    assert!(text.contains("Neither move the key nor swap its store before"), "{text}");
    assert!((save.wave, save.overdue_since, save.deadline) == (0, None, None));
}

#[test]
fn mail_is_saved_before_the_key_is_touched_but_no_order_waits_for_it() {
    let plan = with_mail(leaf(1, "II", Kind::Voces).with_key("/srv/key.p12"), true).plan();
    let save = only(&plan, "save-mail").id.clone();
    assert!(only(&plan, "save-mail").after.is_empty());
    for kind in ["swap", "verify", "retire"] {
        assert!(only(&plan, kind).after.contains(&save), "{kind}");
    }
    for kind in ["order", "register"] {
        assert!(!only(&plan, kind).after.contains(&save), "{kind}");
    }
}

#[test]
fn only_the_person_opens_mail_with_a_persons_key() {
    let plan = with_mail(leaf(1, "II", Kind::Moces).with_key("/srv/key.p12"), true).plan();
    let save = only(&plan, "save-mail");
    assert_eq!(save.who[0].en, "the user in person (bruger)");
    assert!(said(save).contains("only that person opens the mail with it"));
}

#[test]
fn mail_without_its_key_is_looked_for_and_what_is_lost_is_said() {
    let plan = with_mail(leaf(1, "II", Kind::Voces).at("/srv/a.cer").owner(Ownership::Own), false).plan();
    let text = said(only(&plan, "save-mail"));
    assert!(text.contains("No key that was found here opens the encrypted mail in these folders (3)"), "{text}");
    assert!(text.contains("NemID on hardware") && text.contains("(key card) is lost"), "{text}");
    let foreign = leaf(1, "II", Kind::Voces).at("/srv/a.cer").owner(Ownership::Foreign);
    assert_eq!(kinds(&with_mail(foreign, false).plan()), ["fetch"]);
}

#[test]
fn partners_get_the_new_certificate_also_of_a_renewal() {
    let old = leaf(1, "II", Kind::Voces).email("sikkermail@eksempel.dk").with_key("/srv/key.p12");
    let soon = leaf(1, "III", Kind::Organisation).email("sikkermail@eksempel.dk").with_key("/srv/key.p12");
    for builder in [old, soon.status(Status::Expiring, AFTER)] {
        let plan = World::of(vec![builder]).used(1, UseKind::SecureEmail, Confidence::High, None).plan();
        let text = said(only(&plan, "register"));
        assert!(text.contains("encrypt to sikkermail@eksempel.dk") && text.contains("before the swap"), "{text}");
        assert!(
            text.contains("Digital Post")
                && text.contains("Datatilsynet")
                && text.contains("neither guidance nor support"),
            "{text}"
        );
    }
}

#[test]
fn an_address_with_danish_letters_is_warned_about() {
    let order = |address| {
        let builder = leaf(1, "II", Kind::Voces).email(address).with_key("/srv/key.p12");
        said(only(&World::of(vec![builder]).plan(), "order"))
    };
    assert!(order("sikkerpost@fjordbyå.example").contains("does not work: use one without"));
    assert!(!order("sikkerpost@fjordby.example").contains("does not work"));
}

#[test]
fn before_the_block_nothing_is_said_to_be_lost_already() {
    let early = || leaf(1, "II", Kind::Voces).status(Status::ToBeBlocked, date!(2023 - 10 - 31));
    for (builder, key) in [(early().with_key("/srv/a.p12"), true), (early().at("/srv/a").owner(Ownership::Own), false)]
    {
        let plan = World { as_of: Some(date!(2023 - 05 - 01)), ..with_mail(builder, key) }.plan();
        let text = said(only(&plan, "save-mail"));
        assert!(text.contains("closes on 31 October 2023"), "{text}");
        assert!(!text.contains("is closed") && !text.contains("old encrypted mail is lost"), "{text}");
    }
}
