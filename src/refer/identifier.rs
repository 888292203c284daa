//! Identifiers in subjects: `CVR:…-UID:…`, `PID:…`, `UI:DK-O:G:…` and the bare
//! UUID of the latter.

use super::hit::Finder;
use super::numbered::Numbered;
use std::ops::Range;

/// The identifiers, and whose they are.
#[derive(Default)]
pub(super) struct Identifiers(Numbered<String>);

impl Identifiers {
    pub(super) fn add(&mut self, flag: usize, identifier: &str) {
        let uuid = identifier.rsplit(':').next().filter(|uuid| identifier.starts_with("UI:") && uuid.len() == 36);
        for text in [Some(identifier), uuid].into_iter().flatten() {
            self.0.add(text.to_ascii_lowercase(), flag);
        }
    }

    pub(super) fn of(&self, number: usize) -> &[usize] {
        self.0.of(number)
    }

    /// As they stand, escaped for properties, and in URLs.
    pub(super) fn patterns(&self) -> impl Iterator<Item = (Vec<u8>, usize)> {
        let spelled = |(text, number): (&String, usize)| {
            let all = [text.clone(), text.replace(':', "\\:"), text.replace(':', "%3a")];
            all.into_iter().map(move |text| (text.into_bytes(), number))
        };
        self.0.iter().flat_map(spelled)
    }
}

/// Whether no further letter or digit is next to it. A UUID behind
/// `UI:DK-O:G:` was told with that already.
pub(super) fn is_whole_identifier(finder: &Finder<'_>, range: &Range<usize>) -> bool {
    let joins = |octet: Option<u8>| octet.is_some_and(|octet| octet.is_ascii_alphanumeric());
    let dashed = |dash: Option<u8>, next: Option<u8>| dash == Some(b'-') && joins(next);
    let before = finder.before(range.start);
    let (end, start) = (range.end, range.start);
    let prefix = finder.get(&(start.saturating_sub(10)..start));
    let is_rest = prefix.get(..3).is_some_and(|begin| begin.eq_ignore_ascii_case(b"ui:")) && prefix.ends_with(b":");
    !joins(before)
        && !dashed(before, start.checked_sub(1).and_then(|at| finder.before(at)))
        && !joins(finder.after(end))
        && !dashed(finder.after(end), finder.after(end + 1))
        && !is_rest
}
