//! The certificate list of MitID Erhverv against what was found.
//!
//! Behaviour
//! 1. A row is a certificate by its serial number. Only a row without a
//!    readable one is told by its UUID and its end: a renewed certificate has
//!    the UUID of its predecessor.
//! 2. Production end entities of OCES III are compared; that one lies here and
//!    is not listed is told of our own that have not run out.
//! 3. Ends a day apart are the same: a list may count in Danish time.

use super::Matter;
use super::case::is_old;
use crate::catalogue::{Environment, Role};
use crate::certificate::Fingerprint;
use crate::check::day;
use crate::classify::{Classified, Ownership, Status, Verdict};
use crate::ledger::{Listed, Standing, uuid};
use std::collections::{BTreeMap, BTreeSet};
use time::Date;

/// What the list and the scan tell of each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Rows of the list.
    pub listed: usize,
    /// How many of them were found.
    pub seen: usize,
    /// Rows with neither UUID nor serial number: they were not compared.
    pub unidentified: usize,
    /// In use according to the list, and found nowhere.
    pub not_seen: Vec<Met>,
    /// Found and ours, and in no row.
    pub not_listed: Vec<Unlisted>,
    /// Spærret according to the list, and still here.
    pub revoked: Vec<Met>,
    /// Found, but with another end.
    pub other_end: Vec<Met>,
}

/// A row, and the certificates that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// The row.
    pub row: Listed,
    /// Of what was not seen: those of the same UUID; else those that it is.
    pub certificates: Vec<Fingerprint>,
}

/// A certificate that no row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlisted {
    /// Which.
    pub certificate: Fingerprint,
    /// The UUID in its subject.
    pub uuid: Option<String>,
    /// Whether another certificate of that UUID is listed.
    pub renewed: bool,
}

/// A certificate as it is compared.
struct Found<'c> {
    classified: &'c Classified,
    serial: String,
    uuid: Option<String>,
    end: Option<Date>,
    /// Ours, and not run out.
    expected: bool,
}

/// Compares them; `None` without a list.
pub(super) fn compare(matter: &Matter<'_>) -> Option<Comparison> {
    let rows = matter.ledger.listed.as_deref()?;
    let found: Vec<Found<'_>> = matter.certificates.iter().filter_map(Found::of).collect();
    let as_of = matter.settings.as_of;
    let pairs = Pairs::new(rows, &found, as_of);
    let mut comparison = Comparison { listed: rows.len(), ..Comparison::default() };
    for (at, row) in rows.iter().enumerate() {
        if row.uuid.is_none() && row.serials.is_empty() {
            comparison.unidentified += 1;
            continue;
        }
        pairs.tell(at, row, row.standing(as_of), &mut comparison);
    }
    let told: BTreeSet<Fingerprint> = comparison.other_end.iter().flat_map(|met| met.certificates.clone()).collect();
    comparison.not_listed = pairs.not_listed();
    comparison.not_listed.retain(|one| !told.contains(&one.certificate));
    Some(comparison)
}

impl<'c> Found<'c> {
    fn of(classified: &'c Classified) -> Option<Found<'c>> {
        let Verdict::Listed(listing) = &classified.verdict else { return None };
        let compared = !is_old(listing)
            && !listing.qualified
            && listing.role == Role::EndEntity
            && listing.environment == Environment::Production;
        let expected = classified.ownership == Ownership::Own && listing.status != Status::Expired;
        compared.then(|| Found {
            classified,
            serial: data_encoding::HEXLOWER.encode(&classified.certificate.serial),
            uuid: listing.identifier.as_deref().and_then(uuid),
            end: classified.certificate.not_after.and_then(day),
            expected,
        })
    }

    fn sha256(&self) -> Fingerprint {
        self.classified.certificate.sha256
    }

    /// Whether a row's end is this one's, as far as both are known.
    fn ends_with(&self, row: &Listed) -> bool {
        let apart = self.end.zip(row.not_after).map(|(here, there)| (here - there).whole_days().abs());
        apart.is_none_or(|days| days <= 1)
    }
}

/// Which rows and which certificates are the same.
struct Pairs<'p, 'c> {
    found: &'p [Found<'c>],
    /// For each row, by serial number, or by UUID and end.
    same: Vec<Vec<usize>>,
    /// For each row, the others of its UUID.
    related: Vec<Vec<usize>>,
    /// The certificates that some row is.
    met: BTreeSet<usize>,
    /// The certificates that some row is that is in use.
    active: BTreeSet<usize>,
    /// The UUIDs of the list.
    uuids: BTreeSet<&'p str>,
}

impl<'p, 'c> Pairs<'p, 'c> {
    fn new(rows: &'p [Listed], found: &'p [Found<'c>], as_of: Date) -> Pairs<'p, 'c> {
        let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut serials: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, one) in found.iter().enumerate() {
            serials.entry(one.serial.trim_start_matches('0')).or_default().push(at);
            if let Some(uuid) = one.uuid.as_deref() {
                holders.entry(uuid).or_default().push(at);
            }
        }
        let uuids = rows.iter().filter_map(|row| row.uuid.as_deref()).collect();
        let (met, active) = (BTreeSet::new(), BTreeSet::new());
        let mut pairs = Pairs { found, same: Vec::new(), related: Vec::new(), met, active, uuids };
        for row in rows {
            let holder = row.uuid.as_deref().and_then(|uuid| holders.get(uuid)).map_or(&[][..], Vec::as_slice);
            let numbered = row.serials.iter().filter_map(|serial| serials.get(serial.as_str())).flatten();
            let is_same = |one: &Found<'_>| if row.serials.is_empty() { one.ends_with(row) } else { false };
            let of_uuid = holder.iter().filter(|at| found.get(**at).is_some_and(is_same));
            let contradicts = |one: &Found<'_>| row.uuid.is_some() && one.uuid.is_some() && row.uuid != one.uuid;
            let numbered = numbered.filter(|at| !found.get(**at).is_some_and(contradicts));
            let same: BTreeSet<usize> = numbered.chain(of_uuid).copied().collect();
            pairs.met.extend(&same);
            if row.standing(as_of) == Standing::Active {
                pairs.active.extend(&same);
            }
            pairs.related.push(holder.iter().copied().filter(|at| !same.contains(at)).collect());
            pairs.same.push(same.into_iter().collect());
        }
        pairs
    }

    /// What is to be said of a row.
    fn tell(&self, at: usize, row: &Listed, standing: Standing, comparison: &mut Comparison) {
        let same = self.same.get(at).map_or(&[][..], Vec::as_slice);
        let related = self.related.get(at).map_or(&[][..], Vec::as_slice);
        // By UUID alone, under an end that no row has: the list or the scan is behind.
        let behind: Vec<usize> =
            related.iter().copied().filter(|one| row.serials.is_empty() && !self.met.contains(one)).collect();
        let known = !same.is_empty() || !behind.is_empty();
        comparison.seen += usize::from(known);
        match standing {
            Standing::Revoked => {
                // By UUID alone it may be the predecessor that was revoked.
                let sure = |at: &usize| !row.serials.is_empty() || !self.active.contains(at);
                let revoked: Vec<usize> = same.iter().copied().filter(sure).collect();
                if !revoked.is_empty() {
                    comparison.revoked.push(self.met_by(row, &revoked));
                }
            }
            Standing::Active if !known => comparison.not_seen.push(self.met_by(row, related)),
            Standing::Active if same.is_empty() => comparison.other_end.push(self.met_by(row, &behind)),
            Standing::Active if !self.some(same, |one| one.ends_with(row)) => {
                comparison.other_end.push(self.met_by(row, same));
            }
            _ => {}
        }
    }

    fn some(&self, which: &[usize], fits: impl Fn(&Found<'_>) -> bool) -> bool {
        which.iter().filter_map(|at| self.found.get(*at)).any(fits)
    }

    fn met_by(&self, row: &Listed, which: &[usize]) -> Met {
        let certificates = which.iter().filter_map(|at| self.found.get(*at)).map(Found::sha256).collect();
        Met { row: row.clone(), certificates }
    }

    /// What is ours and in no row.
    fn not_listed(&self) -> Vec<Unlisted> {
        let unmet = self.found.iter().enumerate().filter(|(at, one)| one.expected && !self.met.contains(at));
        let renewed = |one: &Found<'_>| one.uuid.as_deref().is_some_and(|uuid| self.uuids.contains(uuid));
        unmet
            .map(|(_, one)| Unlisted { certificate: one.sha256(), uuid: one.uuid.clone(), renewed: renewed(one) })
            .collect()
    }
}

#[cfg(test)]
mod tests;
