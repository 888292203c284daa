//! What depends on what: the scan on its files, a file on what it holds, a
//! certificate on its keys and algorithm, a key on its algorithm.

use super::places::{Held, Places, What};
use super::stream::Items;
use super::{algorithm, key, reference};
use crate::classify::Classified;
use crate::report::Report;
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;

/// All of them, made while they are written.
pub(super) struct Dependencies<'r> {
    pub(super) report: &'r Report,
    pub(super) places: &'r Places<'r>,
    pub(super) public: &'r key::Public<'r>,
    pub(super) private: &'r key::Private<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dependency<D: Serialize> {
    #[serde(rename = "ref")]
    reference: String,
    depends_on: D,
}

impl Serialize for Dependencies<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeSeq;
        let (report, scope) = (self.report, &self.report.scan.scope);
        let mut all = serializer.serialize_seq(None)?;
        let files = || self.places.files().filter_map(|held| Some(reference::file(scope, held.first()?.place)));
        all.serialize_element(&Dependency { reference: reference::ROOT.to_owned(), depends_on: Items(files) })?;
        for held in self.places.files() {
            let Some(first) = held.first() else { continue };
            all.serialize_element(&plain(reference::file(scope, first.place), held_by(held)))?;
        }
        for one in &report.certificates {
            all.serialize_element(&plain(reference::certificate(&one.certificate.sha256), of_certificate(one)))?;
        }
        for (reference, of) in self.public {
            all.serialize_element(&plain(reference.clone(), of_key(of)))?;
        }
        for (reference, of) in self.private {
            let rests = of.first().map(|of| of_key(of)).unwrap_or_default();
            all.serialize_element(&plain(reference.clone(), rests))?;
        }
        for (oid, bits) in algorithm::all(&report.certificates) {
            all.serialize_element(&plain(reference::algorithm(oid, bits), BTreeSet::new()))?;
        }
        all.end()
    }
}

fn plain(reference: String, depends_on: BTreeSet<String>) -> Dependency<BTreeSet<String>> {
    Dependency { reference, depends_on }
}

fn held_by(held: &[Held<'_>]) -> BTreeSet<String> {
    let reference = |one: &Held<'_>| match one.what {
        What::Certificate(of) => Some(reference::certificate(&of.certificate.sha256)),
        What::Key(of) => Some(reference::private_key(of)),
        What::Failure(_) | What::Finding => None,
    };
    held.iter().filter_map(reference).collect()
}

fn of_certificate(one: &Classified) -> BTreeSet<String> {
    let private = one.private_key.then(|| reference::private_key(one));
    let signature = algorithm::of_signature(one).map(|(oid, bits)| reference::algorithm(oid, bits));
    reference::public_key(one).into_iter().chain(private).chain(signature).collect()
}

fn of_key(one: &Classified) -> BTreeSet<String> {
    algorithm::of_key(one).map(|(oid, bits)| reference::algorithm(oid, bits)).into_iter().collect()
}
