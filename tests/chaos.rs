//! Chaos: what befalls a scan from without. Files and folders change under it,
//! outputs fail, signals come, resources are short, names are monstrous.
//!
//! After each the report parses, the books balance, everything that nobody
//! touched is found, and what was touched is found, failed or skipped.
//! No clock and no sleep: what happens while the scan runs happens because a
//! thread does nothing else until the scan has ended.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail loudly and says why it skips"
)]

#[path = "chaos/limits.rs"]
mod limits;
#[path = "chaos/moving.rs"]
mod moving;
#[path = "chaos/names.rs"]
mod names;
#[path = "chaos/outputs.rs"]
mod outputs;
#[path = "chaos/signals.rs"]
mod signals;
mod support;
#[path = "chaos/tree.rs"]
mod tree;
