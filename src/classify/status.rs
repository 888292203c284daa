//! What a certificate is on the day of the report. Knows dates and the
//! generation's rules, no names.

use super::day::copenhagen_day;
use super::{Settings, Status};
use crate::catalogue::{Environment, Generation, Role};
use crate::certificate::Certificate;
use time::Date;

/// A status with the day from which it holds, or on which it will end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) status: Status,
    pub(super) since: Option<Date>,
    pub(super) on: Option<Date>,
}

/// What the generation's rules are applied to.
pub(super) struct Position<'a> {
    pub(super) generation: Option<&'a Generation>,
    pub(super) environment: Environment,
    pub(super) role: Role,
    pub(super) qualified: bool,
}

/// The status:
///
/// 1. A production end entity of a generation with a block date: if its own
///    time ends before that day, by its own dates; else to be blocked before
///    that day and blocked from it. No CRL is consulted.
/// 2. All else of a generation with a day of retirement: retired from that day.
/// 3. The rest, and all of a qualified hierarchy, by its own dates.
pub(super) fn standing(certificate: &Certificate, position: &Position<'_>, settings: &Settings) -> Standing {
    let as_of = settings.as_of;
    let begins = certificate.not_before.and_then(copenhagen_day);
    let ends = certificate.not_after.and_then(copenhagen_day);
    let rules = position.generation.filter(|_| !position.qualified);
    let is_production_leaf = position.environment == Environment::Production && position.role == Role::EndEntity;
    if let Some(block) = rules.and_then(|generation| generation.blocked_on)
        && is_production_leaf
    {
        return match ends {
            Some(end) if end < block => by_dates(begins, ends, settings),
            _ if as_of < block => Standing { status: Status::ToBeBlocked, since: None, on: Some(block) },
            _ => Standing { status: Status::Blocked, since: Some(block), on: None },
        };
    }
    match rules.and_then(|generation| generation.retired_on) {
        Some(day) if day <= as_of => Standing { status: Status::Retired, since: Some(day), on: None },
        _ => by_dates(begins, ends, settings),
    }
}

/// By notBefore and notAfter alone. The last day is still one of its days.
fn by_dates(begins: Option<Date>, ends: Option<Date>, settings: &Settings) -> Standing {
    let as_of = settings.as_of;
    match (begins, ends) {
        (_, Some(end)) if end < as_of => Standing { status: Status::Expired, since: Some(end), on: None },
        (Some(begin), _) if as_of < begin => Standing { status: Status::NotYet, since: None, on: Some(begin) },
        (_, Some(end)) if (end - as_of).whole_days() <= settings.expiring_within_days => {
            Standing { status: Status::Expiring, since: None, on: Some(end) }
        }
        (begin, _) => Standing { status: Status::Current, since: begin, on: None },
    }
}
