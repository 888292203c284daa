//! A scan for tests of writers.

use super::{PersonalData, Scan};
use crate::check::Bar;
use std::collections::BTreeMap;
use time::macros::{date, datetime};

/// A complete scan of `/srv`.
pub(super) fn scan() -> Scan {
    Scan {
        id: "3f2b".to_owned(),
        scope: "app01".to_owned(),
        host: "app01".to_owned(),
        started_at: datetime!(2026-11-21 10:00:00 UTC),
        finished_at: datetime!(2026-11-21 10:00:02.5 UTC),
        as_of: date!(2026 - 11 - 21),
        roots: vec!["/srv".into()],
        base: None,
        bar: Bar::default(),
        options: BTreeMap::new(),
        uid: 1000,
        capabilities: Vec::new(),
        personal_data: PersonalData::default(),
        baseline: None,
        organisation: None,
        complete: true,
        incomplete_reasons: Vec::new(),
        stages: crate::recall::Stages::default(),
        catalogue_version: String::new(),
    }
}
