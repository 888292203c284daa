//! What names what: for each kind of reference and each kind of file that
//! people configure with, what is one, and what only looks like one.

mod formats;
mod kinds;
mod locked;
mod machine;
mod paths;

use super::*;
use crate::check::testing::leaf;
use crate::classify::{Classified, Kind};
use crate::inventory::{By, KeyPlace, Occurrence};
use crate::name::{Attribute, Name};
use crate::place::Place;
use std::path::Path;
use std::sync::Arc;

pub(super) const SHA1: &str = "a34f0b6c1d2e3f405162738495a6b7c8d9eafb0c";
pub(super) const SHA256: &str = "b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e9fa1";
pub(super) const SKI: &str = "00112233445566778899aabbccddeeff01234567";
pub(super) const SERIAL: &str = "5a3b9c01";
pub(super) const IDENTIFIER: &str = "CVR:99887766-FID:1234567890";

fn octets<const N: usize>(hex: &str) -> [u8; N] {
    data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap()
}

pub(super) fn at(path: &str) -> Location {
    Location::file(Path::new("/").into(), Path::new(path).into())
}

fn attribute(oid: &str, value: &str) -> Attribute {
    Attribute { oid: oid.into(), value: value.into() }
}

/// The function certificate of an invented municipality, in a keystore, with
/// its alias.
pub(super) fn function(path: &str, alias: &str) -> Classified {
    let mut one = leaf(1, "II", Kind::Foces).with_key(path).build();
    one.certificate.sha1 = octets(SHA1);
    one.certificate.sha256 = octets(SHA256);
    one.certificate.subject_key_identifier = Some(octets::<20>(SKI).to_vec().into());
    one.certificate.serial = octets::<4>(SERIAL).into();
    let holder =
        vec![attribute("2.5.4.3", "Sagsbehandling æøå (funktionscertifikat)"), attribute("2.5.4.5", IDENTIFIER)];
    let organisation = vec![attribute("2.5.4.10", "Fjordby Kommune // CVR:99887766")];
    let rdns = vec![vec![attribute("2.5.4.6", "DK")], organisation, holder];
    one.certificate.subject = Name { der: Box::default(), rdns };
    for occurrence in &mut one.occurrences {
        occurrence.location = at(path);
        occurrence.alias = Some(alias.into());
    }
    one
}

/// A system certificate of OCES III in a PEM file with its key beside it.
pub(super) fn system(path: &str) -> Classified {
    let mut one = leaf(2, "III", Kind::System).build();
    let holder = attribute("2.5.4.5", "UI:DK-O:G:0b6c1d2e-3f40-4162-8384-95a6b7c8d9ea");
    one.certificate.subject =
        Name { der: Box::default(), rdns: vec![vec![attribute("2.5.4.3", "Havblik")], vec![holder]] };
    one.certificate.serial = Box::from(*b"\x01\x02");
    one.occurrences.push(occurrence(path));
    one
}

pub(super) fn occurrence(path: &str) -> Occurrence {
    let mut template = leaf(9, "II", Kind::Foces).at("/x").build().occurrences.remove(0);
    template.location = at(path);
    template
}

pub(super) fn key(path: &str) -> KeyPlace {
    KeyPlace {
        location: at(path),
        format: "pem",
        alias: None,
        public_key: None,
        local_key_id: None,
        place: Place::Live,
    }
}

/// The search for a keystore, and for a PEM file, on one host.
pub(super) fn search() -> Search {
    let inventory = inventory(&["/srv/sag/conf/keystore.jks", "/opt/robot/fjordby-robot.p12"]);
    let mut other = system("/etc/pki/fjordby.pem");
    other.occurrences.push(occurrence("/opt/robot/fjordby-robot.p12"));
    other.keys.push(key("/etc/pki/private/fjordby.key"));
    Search::new(&[function("/srv/sag/conf/keystore.jks", "sagsnøgle"), other], &inventory)
}

pub(super) fn inventory(signposts: &[&str]) -> Inventory {
    let signposts = signposts.iter().map(|path| Arc::from(Path::new(path))).collect();
    Inventory { signposts, ..Inventory::default() }
}

/// What is said, as `by token setting line`; without signs.
pub(super) fn said(search: &Search, path: &str, text: &[u8]) -> Vec<String> {
    let line = |mention: Mention| {
        let setting = mention.setting.as_deref().unwrap_or("-");
        let (by, line) = (mention.said, mention.line);
        match by {
            Said::Certificate { by, .. } => Some(format!("{} {setting} {line}", by.id())),
            Said::Store { path, by } => Some(format!("{} {} {setting} {line}", by.id(), path.display())),
            Said::Missing { path } => Some(format!("missing {path} {setting} {line}")),
            Said::Host(name) => Some(format!("host {name}")),
            Said::Sign(_) => None,
        }
    };
    search.look(&at(path), text).into_iter().filter_map(line).collect()
}

/// By what the text names something.
pub(super) fn by(search: &Search, path: &str, text: &str) -> Vec<By> {
    let by = |mention: Mention| match mention.said {
        Said::Certificate { by, .. } | Said::Store { by, .. } => Some(by),
        _ => None,
    };
    search.look(&at(path), text.as_bytes()).into_iter().filter_map(by).collect()
}
