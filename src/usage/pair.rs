//! Which of several belong together in one text: by the groups of settings, by
//! the blocks they stand in, then by distance.
//!
//! Knows neither counterparties nor certificates.
//!
//! Behaviour
//! 1. Settings whose names begin alike are a group (`kombit.url`,
//!    `kombit.keystore`; `KOMBIT_URL`, `KOMBIT_KEYSTORE`), if only one of
//!    either side stands in the group.
//! 2. Else those of the smallest block that holds both, under the same
//!    condition.
//! 3. Else the nearest one within [`MAX_LINES`] lines, if nothing else claims
//!    it from nearer. Between one above and one below, the order of the first
//!    two in the text tells.
//! 4. Else it stays open, and all are told.

use super::tie::How;
use crate::inventory::Mention;

/// What is farther apart does not belong together.
const MAX_LINES: u64 = 12;

/// Something in a text.
#[derive(Clone, Debug)]
pub(super) struct Point<'t, T> {
    line: Option<u64>,
    seat: Seat<'t>,
    value: T,
}

/// Where it stands: the parts of its setting's name, and its blocks.
#[derive(Clone, Debug, Default)]
struct Seat<'t> {
    setting: Vec<String>,
    blocks: &'t [u64],
}

impl<'t, T> Point<'t, T> {
    /// What a mention says, or what stands at a line of the text itself.
    pub(super) fn new(mention: Option<&'t Mention>, line: Option<u64>, value: T) -> Point<'t, T> {
        let setting = mention.and_then(|mention| mention.setting.as_deref()).map(segments).unwrap_or_default();
        let blocks = mention.map(|mention| &*mention.blocks).unwrap_or_default();
        Point { line, seat: Seat { setting, blocks }, value }
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
        .map(|one| {
            let together = |how, like| alike(one, from, to, like).map(|fits| (how, fits));
            together(How::Group, group)
                .or_else(|| together(How::Block, block))
                .or_else(|| nearest(one, from, to, ahead))
                .unwrap_or_else(|| open(to))
        })
        .collect()
}

fn open<B>(to: &[Point<'_, B>]) -> (How, Vec<usize>) {
    (How::Open, (0..to.len()).collect())
}

/// The partners that have most in common with this one, if they are all one
/// thing, and nothing else has as much in common with them.
fn alike<A: PartialEq, B: PartialEq>(
    one: &Point<'_, A>,
    from: &[Point<'_, A>],
    to: &[Point<'_, B>],
    like: fn(&Seat<'_>, &Seat<'_>) -> usize,
) -> Option<Vec<usize>> {
    let most = to.iter().map(|other| like(&one.seat, &other.seat)).max().filter(|most| *most > 0)?;
    let fits: Vec<usize> = at(to, |other| like(&one.seat, &other.seat) == most);
    let partners = || fits.iter().filter_map(|at| to.get(*at));
    let mut rivals = from.iter().filter(|rival| rival.value != one.value);
    let is_shared = rivals.any(|rival| partners().any(|partner| like(&rival.seat, &partner.seat) >= most));
    (!several(&fits, to) && !is_shared).then_some(fits)
}

/// How many parts the names of their settings begin alike with; the last part
/// of a name is its own.
fn group(one: &Seat<'_>, other: &Seat<'_>) -> usize {
    let whole = one.setting.len().min(other.setting.len()).saturating_sub(1);
    one.setting.iter().zip(&other.setting).take(whole).take_while(|(a, b)| a == b).count()
}

/// How many blocks hold both.
fn block(one: &Seat<'_>, other: &Seat<'_>) -> usize {
    one.blocks.iter().zip(other.blocks).take_while(|(a, b)| a == b).count()
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
        Point { seat: Seat { setting: segments(setting), blocks: &[] }, ..Point::new(None, Some(line), value) }
    }

    fn inside(line: u64, blocks: &'static [u64], value: &'static str) -> Point<'static, &'static str> {
        Point { seat: Seat { blocks, ..Seat::default() }, ..Point::new(None, Some(line), value) }
    }

    #[test]
    fn a_block_with_one_of_each_ties_them() {
        let urls = [inside(3, &[1, 2, 3], "K"), inside(20, &[1, 10, 20], "S")];
        let keys = [inside(9, &[1, 2, 9], "k"), inside(21, &[1, 10, 21], "s")];
        let expected = [(How::Block, vec![0]), (How::Block, vec![1])];
        assert_eq!(partners(&urls, &keys), expected);
        // What only stands in a block around both tells nothing.
        let keys = [inside(9, &[1, 9], "k"), inside(21, &[1, 10, 21], "s")];
        assert_eq!(partners(&urls, &keys), [(How::Near, vec![0]), (How::Block, vec![1])]);
        let urls = [inside(3, &[1, 2, 3], "K"), inside(4, &[1, 2, 4], "S")];
        let keys = [inside(30, &[1, 2, 30], "k"), inside(60, &[1, 50, 60], "s")];
        assert!(partners(&urls, &keys).iter().all(|(how, _)| *how == How::Open));
    }

    #[test]
    fn a_group_with_two_counterparties_ties_neither() {
        let keys = [point(40, "app.keystore", "k"), point(80, "other.keystore", "s")];
        let urls = [point(1, "app.kombit", "K"), point(2, "app.skat", "S")];
        assert!(partners(&urls, &keys).iter().all(|(how, _)| *how == How::Open));
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
