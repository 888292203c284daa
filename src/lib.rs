//! Finds OCES II certificates and plans the migration to OCES III.
//!
//! Data flows one way, and so do the arrows between the rooms:
//!
//! ```text
//! main → cli → config → run
//! run → walk → read → examine → { carve, container } → { bounds, password, certificate, asn1, legible }
//! run → inventory → { certificate, location, failure }
//! run → classify → { catalogue, inventory }
//! run → refer → { clue, examine, inventory }
//! run → usage → check → { plan, ledger } → report → { timeline, wording }
//! run → recall → { check, diff, usage, classify }
//! run → verify → { classify, clue, catalogue } → report
//! run → diff → check
//! run → tickets → privacy → report
//! ```
//!
//! What goes wrong in the world is data (`failure`); what goes wrong with us
//! or the command line is `error`. Only `walk`, `read`, `config`, `output`,
//! `tickets::client` and `main` touch the operating system. Not a published API: the library
//! exists so that the tests can reach the rooms.

pub mod asn1;
pub mod bounds;
pub mod carve;
pub mod catalogue;
pub mod certificate;
pub mod check;
pub mod classify;
pub mod cli;
pub mod clue;
pub mod config;
pub mod container;
pub mod diff;
pub mod error;
pub mod examine;
pub mod exit;
pub mod failure;
pub mod inventory;
pub mod key;
pub mod ledger;
pub mod legible;
pub mod location;
pub mod name;
pub mod output;
pub mod password;
pub mod place;
pub mod plan;
pub mod privacy;
pub mod read;
pub mod recall;
pub mod refer;
pub mod report;
pub mod run;
pub mod tickets;
pub mod timeline;
pub mod usage;
pub mod verify;
pub mod walk;
pub mod wording;
