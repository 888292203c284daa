//! The day that counts for a certificate: since when its time is over, or the
//! last day before it will be.

use super::case::is_old;
use crate::check::day;
use crate::classify::{Classified, Listing, Settings, Status, Verdict};
use std::collections::BTreeMap;
use time::Date;

/// When generations end, as far as the certificates tell: a CA or a test
/// certificate before the block shows a notAfter that it will not live to see.
pub(super) struct Endings<'a> {
    pub(super) as_of: Date,
    blocks: BTreeMap<&'a str, Date>,
}

impl<'a> Endings<'a> {
    pub(super) fn of(certificates: &'a [Classified], settings: &Settings) -> Endings<'a> {
        let blocks = certificates.iter().filter_map(|classified| match &classified.verdict {
            Verdict::Listed(listing) if listing.status == Status::ToBeBlocked => {
                Some((&*listing.generation, listing.status_on?))
            }
            _ => None,
        });
        Endings { as_of: settings.as_of, blocks: blocks.collect() }
    }

    /// Whether nothing of old is still to be blocked.
    pub(super) fn are_over(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Whether the certificate's time is over, and the day that counts: since
    /// when, or the last day before it. A day that is not known is none.
    pub(super) fn day_of(&self, classified: &Classified, listing: &Listing) -> (bool, Option<Date>) {
        let ends = classified.certificate.not_after.and_then(day);
        match listing.status {
            Status::Blocked | Status::Retired => (true, listing.status_since),
            Status::Expired => (true, ends),
            Status::ToBeBlocked => (false, listing.status_on.and_then(Date::previous_day)),
            Status::Expiring | Status::Current | Status::NotYet if is_old(listing) => {
                let block = self.blocks.get(&*listing.generation).copied();
                let last = block.and_then(Date::previous_day);
                (false, last.into_iter().chain(ends.filter(|_| last.is_some())).min())
            }
            Status::Expiring | Status::Current | Status::NotYet => (ends.is_some_and(|ends| ends < self.as_of), ends),
        }
    }
}
