//! One member, opened and handed on.

use super::check::Checked;
use super::decode::{Tools, decoder};
use super::input::Input;
use super::record::Entry;
use crate::container::archive::{Flow, Member, Visitor};
use crate::failure::FailureKind;

/// What the content is compared with when it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// With what its header says.
    Here,
    /// With what follows it; its header says nothing.
    Behind,
    /// With nothing: it is known to be cut short, and that is told.
    Cut,
}

/// What came of a member.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outcome {
    /// Whether it was read to its very end.
    pub(super) ended: bool,
    pub(super) crc: u32,
    pub(super) size: u64,
}

/// Why a member cannot be opened.
pub(super) fn refused(entry: &Entry) -> Option<(FailureKind, String)> {
    if entry.is_encrypted() {
        return Some((FailureKind::Locked, "encrypted with a password: not opened".to_owned()));
    }
    let known = matches!(entry.method, 0 | 8 | 12 | 14 | 20 | 93 | 95);
    (!known).then(|| (FailureKind::Unsupported, format!("compression method {} is not read", entry.method)))
}

/// Hands on the content that begins where the input stands.
pub(super) fn hand(
    input: &mut Input<'_>,
    tools: &mut Tools,
    entry: &Entry,
    expected: Expected,
    visitor: &mut dyn Visitor,
) -> (Flow, Outcome) {
    let decoder = decoder(input, tools, entry, expected, visitor);
    let mut content = Checked::new(decoder, entry, expected);
    let flow = visitor.member(Member::named(&entry.name), &mut content);
    (flow, content.outcome())
}
