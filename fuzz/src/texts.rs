//! What people and other programs write for `oces`: the configuration, an extra
//! catalogue, an earlier report, the certificate list of MitID Erhverv.

use crate::{Target, Weight};
use oces::catalogue::Catalogue;
use oces::classify::Settings;
use oces::config::parse;
use oces::ledger::{self, Ledger};
use oces::place::Rules;
use oces::plan::{self, Matter};
use oces::recall::{self, Bench, Shelf};
use std::sync::LazyLock;
use time::macros::date;

/// All of them.
pub fn targets() -> Vec<Target> {
    let starts = |word: &'static str| move |content: &[u8]| utf8(content).is_some_and(|text| text.contains(word));
    vec![
        Target::new("config", Weight::Usual, config, starts("# oces.toml")),
        Target::new("catalogue", Weight::Usual, catalogue, starts("[[authority]]")),
        Target::new("report", Weight::Usual, report, starts("\"schemaVersion\"")),
        Target::new("ledger", Weight::Usual, list, |content| ledger::read_list(content).is_ok()),
    ]
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::builtin().expect("the catalogue is sound"));

fn utf8(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// Messages are for one screen; they quote what was written.
fn short(message: &str, data: &[u8]) {
    assert!(message.len() <= 4096 + 8 * data.len(), "a message of {} octets", message.len());
}

fn config(data: &[u8]) {
    let Some(text) = utf8(data) else { return };
    if let Err(message) = parse::parse(text) {
        short(&message, data);
    }
}

fn catalogue(data: &[u8]) {
    let Some(text) = utf8(data) else { return };
    match Catalogue::load_with(text) {
        Ok(catalogue) => assert!(!catalogue.authorities.is_empty(), "the builtin authorities stay"),
        Err(error) => short(&error.to_string(), data),
    }
}

fn report(data: &[u8]) {
    let day = date!(2026 - 11 - 21);
    let settings = Settings { as_of: day, expiring_within_days: 90, own_cvr: Vec::new(), foreign_cvr: Vec::new() };
    let places = Rules::default();
    let bench = Bench { catalogue: &CATALOGUE, settings: &settings, places: &places, today: day };
    let mut shelf = Shelf::default();
    match recall::read(data, "report.json", &bench, &mut shelf) {
        Ok(one) => {
            let merged = recall::merge(vec![one], shelf, &bench);
            let matter = Matter {
                certificates: &merged.certificates,
                messages: &merged.messages,
                usage: &merged.usage,
                findings: &merged.findings,
                settings: &settings,
                ledger: &Ledger::default(),
            };
            let _plan: plan::Plan = plan::plan(&matter);
        }
        Err(error) => short(&error.to_string(), data),
    }
}

fn list(data: &[u8]) {
    match ledger::read_list(data) {
        Ok(rows) => assert!(rows.len() <= data.len(), "more rows than octets"),
        Err(message) => short(&message, data),
    }
}
