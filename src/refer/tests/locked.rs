//! Which texts are worth a second reading where nothing was flagged: none that
//! would have told something is left out.

use super::*;
use crate::examine::{Voice, Watch, WatchAll};
use crate::failure::{Failure, FailureKind, StoreFacts, StoreKey};

/// The search where these stores stayed locked, each with its alias.
fn shut(stores: &[(&str, Option<&str>)]) -> Search {
    let failure = |(path, alias): &(&str, Option<&str>)| Failure {
        location: at(path),
        kind: FailureKind::Locked,
        detail: String::new(),
        store: Some(StoreFacts {
            format: "pkcs12",
            keys: vec![StoreKey { friendly_name: alias.map(str::to_owned), local_key_id: None }],
            belongs_to: Vec::new(),
        }),
        acknowledged: None,
        identity: None,
    };
    Search::new(&[], &Inventory { failures: stores.iter().map(failure).collect(), ..Inventory::default() })
}

#[test]
fn what_a_text_must_have_said_follows_from_what_is_looked_for() {
    assert_eq!(shut(&[]).least(), Voice::Speaks);
    for names in [&[("/a/robot.p12", None)][..], &[("/a/Robot.JKS", Some("x")), ("/a/b.pfx.old", None)]] {
        assert_eq!(shut(names).least(), Voice::Names, "{names:?}");
    }
    assert_eq!(shut(&[("/a/robot.p12", None), ("/a/cacerts", None)]).least(), Voice::Silent);
    assert_eq!(search().least(), Voice::Silent);
}

#[test]
fn what_tells_of_a_locked_store_is_heard() {
    let search = shut(&[("/a/æ robot.p12", Some("sagsnøgle")), ("/a/fjordby.PFX", None), ("/a/b.jks.old", None)]);
    let listener = Listener::new(&WatchAll);
    for text in [
        "store = /a/fjordby.PFX",
        "store = fjordby.PFX",
        "store = \"/a/æ robot.p12\"",
        "store = /a/%C3%A6%20robot.p12",
        "store = /a/æ\\ robot.p12",
        "keyAlias = sagsnøgle",
        "<KeyName>sagsnøgle</KeyName>",
        "x = /a/b.jks.old",
    ] {
        assert!(!search.look(&at("/a/app.conf"), text.as_bytes()).is_empty(), "{text}");
        assert!(listener.hear(&at("/a/app.conf"), text.as_bytes(), true) >= search.least(), "{text}");
    }
    assert!(listener.hear(&at("/a/app.conf"), b"store = /a/fjordby.pem", true) < search.least());
}
