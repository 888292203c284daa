//! The stretches of one text that are covered, and the text without them.

use super::fold::Folded;
use std::ops::Range;

/// What kind of text it is: it decides how much is taken for a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// A path or the name of a member: octets, and separators mean folders.
    Path,
    /// What others wrote.
    Foreign,
    /// A sentence of ours with foreign words in it.
    Ours,
}

/// Stretches of the source, each with what stands for it; `None` stays as it is.
#[derive(Default)]
pub(super) struct Marks {
    taken: Vec<(Range<usize>, Option<String>)>,
}

impl Marks {
    /// Whether nothing was said of this stretch.
    pub(super) fn is_free(&self, folded: &Folded, range: &Range<usize>) -> bool {
        let range = folded.source(range);
        self.taken.iter().all(|(taken, _)| taken.end <= range.start || range.end <= taken.start)
    }

    /// Covers it.
    pub(super) fn cover(&mut self, folded: &Folded, range: &Range<usize>, label: String) {
        self.taken.push((folded.source(range), Some(label)));
    }

    /// Leaves it as it is, whatever others think.
    pub(super) fn keep(&mut self, folded: &Folded, range: &Range<usize>) {
        self.taken.push((folded.source(range), None));
    }

    /// The source with everything covered; `None` if nothing is.
    pub(super) fn apply(mut self, source: &[u8]) -> Option<Vec<u8>> {
        self.taken.retain(|(_, label)| label.is_some());
        if self.taken.is_empty() {
            return None;
        }
        self.taken.sort_by_key(|(range, _)| range.start);
        let mut out = Vec::with_capacity(source.len() + 32);
        let mut at = 0;
        for (range, label) in self.taken {
            out.extend_from_slice(source.get(at..range.start).unwrap_or_default());
            out.extend_from_slice(label.unwrap_or_default().as_bytes());
            at = range.end;
        }
        out.extend_from_slice(source.get(at..).unwrap_or_default());
        Some(out)
    }
}
