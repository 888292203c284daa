//! Which of several belong together in one text: by the groups of settings,
//! then by distance.
//!
//! Knows neither counterparties nor certificates.
//!
//! Behaviour
//! 1. Settings whose names begin alike are a group (`kombit.url`,
//!    `kombit.keystore`; `KOMBIT_URL`, `KOMBIT_KEYSTORE`), if only one stands
//!    in the group.
//! 2. Else the nearest one within [`MAX_LINES`] lines, if nothing else claims
//!    it from nearer. Between one above and one below, the order of the first
//!    two in the text tells.
//! 3. Else it stays open, and all are told.

use super::tie::How;

/// What is farther apart does not belong together.
const MAX_LINES: u64 = 12;

/// Something in a text.
#[derive(Clone, Debug)]
pub(super) struct Point<'t, T> {
    line: Option<u64>,
    setting: Vec<String>,
    value: T,
    marker: std::marker::PhantomData<&'t ()>,
}

impl<'t, T> Point<'t, T> {
    pub(super) fn new(line: Option<u64>, setting: Option<&'t str>, value: T) -> Point<'t, T> {
        let setting = setting.map(segments).unwrap_or_default();
        Point { line, setting, value, marker: std::marker::PhantomData }
    }
}

/// For each of the first its partners among the second, by their numbers.
pub(super) fn partners<A: PartialEq, B: PartialEq>(
    from: &[Point<'_, A>],
    to: &[Point<'_, B>],
) -> Vec<(How, Vec<usize>)> {
    let first = |lines: &mut dyn Iterator<Item = Option<u64>>| lines.flatten().min();
    let ahead = first(&mut from.iter().map(|one| one.line)) < first(&mut to.iter().map(|one| one.line));
    from.iter()
        .map(|one| in_group(one, to).or_else(|| nearest(one, from, to, ahead)).unwrap_or_else(|| open(to)))
        .collect()
}

fn open<B>(to: &[Point<'_, B>]) -> (How, Vec<usize>) {
    (How::Open, (0..to.len()).collect())
}

/// The partners whose settings begin like this one, if they are all one thing
/// and others are not.
fn in_group<A, B: PartialEq>(one: &Point<'_, A>, to: &[Point<'_, B>]) -> Option<(How, Vec<usize>)> {
    let alike = |other: &Point<'_, B>| {
        let whole = one.setting.len().min(other.setting.len()).saturating_sub(1);
        one.setting.iter().zip(&other.setting).take(whole).take_while(|(a, b)| a == b).count()
    };
    let most = to.iter().map(alike).max().filter(|most| *most > 0)?;
    let fits: Vec<usize> = at(to, |other| alike(other) == most);
    let value = &to.get(*fits.first()?)?.value;
    let is_one = fits.iter().all(|at| to.get(*at).is_some_and(|other| other.value == *value));
    is_one.then_some((How::Group, fits))
}

fn nearest<A: PartialEq, B: PartialEq>(
    one: &Point<'_, A>,
    from: &[Point<'_, A>],
    to: &[Point<'_, B>],
    ahead: bool,
) -> Option<(How, Vec<usize>)> {
    let line = one.line?;
    let distance = |other: Option<u64>| other.map_or(u64::MAX, |other| other.abs_diff(line));
    let least = to.iter().map(|other| distance(other.line)).min().filter(|least| *least <= MAX_LINES)?;
    let mut fits = at(to, |other| distance(other.line) == least);
    if several(&fits, to) {
        let side = at(to, |other| distance(other.line) == least && (other.line > Some(line)) == ahead);
        if !side.is_empty() {
            fits = side;
        }
    }
    let claimed = |at: &usize| {
        let there = to.get(*at).and_then(|other| other.line);
        let rivals = from.iter().filter(|rival| rival.value != one.value);
        rivals.filter_map(|rival| Some(rival.line?.abs_diff(there?))).any(|rival| rival < least)
    };
    let how = if several(&fits, to) || fits.iter().any(claimed) { How::Open } else { How::Near };
    Some((how, fits))
}

fn several<B: PartialEq>(fits: &[usize], to: &[Point<'_, B>]) -> bool {
    let mut values = fits.iter().filter_map(|at| to.get(*at)).map(|other| &other.value);
    let first = values.next();
    values.any(|value| Some(value) != first)
}

fn at<B>(to: &[Point<'_, B>], fits: impl Fn(&Point<'_, B>) -> bool) -> Vec<usize> {
    to.iter().enumerate().filter(|(_, other)| fits(other)).map(|(at, _)| at).collect()
}

/// The parts of a setting's name, lower case: at separators and humps.
fn segments(setting: &str) -> Vec<String> {
    let mut parts: Vec<String> = vec![String::new()];
    let mut was_lower = false;
    for character in setting.chars().take(200) {
        let starts = !character.is_alphanumeric() || (character.is_uppercase() && was_lower);
        if starts && parts.last().is_some_and(|part| !part.is_empty()) {
            parts.push(String::new());
        }
        if let (true, Some(part)) = (character.is_alphanumeric(), parts.last_mut()) {
            part.extend(character.to_lowercase());
        }
        was_lower = character.is_lowercase();
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(line: u64, setting: &'static str, value: &'static str) -> Point<'static, &'static str> {
        Point::new(Some(line), Some(setting).filter(|setting| !setting.is_empty()), value)
    }

    #[test]
    fn names_fall_into_parts() {
        assert_eq!(segments("spring.kombitKeystore-path_1"), ["spring", "kombit", "keystore", "path", "1"]);
        assert_eq!(segments("KOMBIT_URL"), ["kombit", "url"]);
        assert!(segments("...").is_empty());
    }

    #[test]
    fn groups_then_distance_then_nothing() {
        let found = |from: &[Point<'_, &str>], to: &[Point<'_, &str>]| partners(from, to);
        let keys = [point(10, "kombit.keystore", "k"), point(11, "skat.keystore", "s")];
        let urls = [point(1, "kombit.url", "K"), point(30, "skat.url", "S")];
        assert_eq!(found(&urls, &keys), [(How::Group, vec![0]), (How::Group, vec![1])]);
        // The same beginning everywhere tells nothing.
        let keys = [point(2, "app.keystore", "k"), point(9, "app.keystore", "s")];
        let urls = [point(1, "app.url", "K"), point(8, "app.url", "S")];
        assert_eq!(found(&urls, &keys), [(How::Near, vec![0]), (How::Near, vec![1])]);
        // One line apart each: the order in the text tells.
        let keys = [point(2, "", "k"), point(4, "", "s")];
        let urls = [point(1, "", "K"), point(3, "", "S")];
        assert_eq!(found(&urls, &keys), [(How::Near, vec![0]), (How::Near, vec![1])]);
        // Too far, and claimed from nearer.
        let urls = [point(1, "", "K"), point(30, "", "S")];
        assert_eq!(found(&urls, &keys), [(How::Near, vec![0]), (How::Open, vec![0, 1])]);
        let keys = [point(2, "", "k"), point(40, "", "s")];
        let urls = [point(1, "", "K"), point(6, "", "S")];
        assert_eq!(found(&urls, &keys), [(How::Near, vec![0]), (How::Open, vec![0])]);
    }
}
