//! Names of persons and their keys where they stand in text: whole ones
//! however their words are parted, then single words.

use super::fold::{Folded, is_letter, is_word};
use super::known::{Hit, Known, MOST_PIECES, parts};
use super::label::{Class, Labels};
use super::marks::{Marks, Slot};
use std::ops::Range;

/// So many octets may part the words of a name.
const WIDEST_GAP: usize = 3;

/// Covers them.
pub(super) fn cover(folded: &Folded, slot: Slot, known: &Known, labels: &mut Labels, marks: &mut Marks) {
    let pieces = pieces(folded);
    let (mut at, mut key) = (0, Vec::new());
    while let Some(piece) = pieces.get(at) {
        let found = whole(folded, &pieces[at..], slot, known, &mut key).or_else(|| single(folded, piece, slot, known));
        let Some((range, hit)) = found.filter(|(range, _)| marks.is_free(folded, range)) else {
            at += 1;
            continue;
        };
        marks.cover(folded, &range, labels.of(Class::Name, &hit.spelling));
        at += pieces[at..].iter().take_while(|piece| piece.start < range.end).count().max(1);
    }
}

/// The longest name that begins with these pieces, or one written as one word.
fn whole<'k>(
    folded: &Folded,
    pieces: &[Range<usize>],
    slot: Slot,
    known: &'k Known,
    key: &mut Vec<u8>,
) -> Option<(Range<usize>, &'k Hit)> {
    let text = &folded.octets;
    let first = pieces.first()?;
    let run = run_of(text, first.start);
    let joined = known.joined(&text[run.clone()], slot).map(|hit| (run.clone(), hit));
    if !known.begins(&text[first.clone()]) {
        return joined;
    }
    let mut longest = joined;
    key.clear();
    let mut end = first.start;
    for piece in pieces.iter().take(MOST_PIECES) {
        let gap = &text[end..piece.start];
        let parted = gap.len() > WIDEST_GAP || gap.iter().any(|octet| matches!(octet, b'/' | b'\\' | b'\n'));
        if !key.is_empty() {
            if parted {
                break;
            }
            key.push(b' ');
        }
        key.extend_from_slice(&text[piece.clone()]);
        end = piece.end;
        // `Hansen` is in `Hansens`, which is his, and not in `Hansensvej`.
        let rest = &text[run_of(text, end)];
        let closed = rest.is_empty() || rest == b"s" || folded.capital[end] || !is_letter(text[end - 1]);
        if let Some(hit) = known.name(key, slot).filter(|_| closed)
            && longest.as_ref().is_none_or(|(range, _)| range.end < end)
        {
            longest = Some((first.start..end, hit));
        }
    }
    longest
}

/// A word of a name: all letters around it, or a piece that a capital letter parts.
fn single<'k>(folded: &Folded, piece: &Range<usize>, slot: Slot, known: &'k Known) -> Option<(Range<usize>, &'k Hit)> {
    let run = run_of(&folded.octets, piece.start);
    let found = |range: Range<usize>| known.word(&folded.octets[range.clone()], slot).map(|hit| (range, hit));
    let last = run.end.checked_sub(1).filter(|last| *last > run.start);
    let genitive = last.filter(|last| folded.octets.get(*last) == Some(&b's'));
    found(run.clone()).or_else(|| found(run.start..genitive?)).or_else(|| found(piece.clone()))
}

/// The letters from `start` on.
fn run_of(text: &[u8], start: usize) -> Range<usize> {
    start..start + text[start..].iter().take_while(|octet| is_letter(**octet)).count()
}

/// Stretches of letters or of digits; a capital letter after a small one begins a new one.
fn pieces(folded: &Folded) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, _) in folded.octets.iter().enumerate().filter(|(_, octet)| is_word(**octet)) {
        match out.last_mut() {
            Some(last) if last.end == at && !parts(folded, at, true) => last.end = at + 1,
            _ => out.push(at..at + 1),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::known::Kind;
    use super::super::ordinary::Ordinary;
    use super::*;

    fn covered(text: &[u8], slot: Slot) -> String {
        let mut ordinary = Ordinary::new();
        ordinary.add_organisation("Fjordby Kommune");
        let mut known = Known::default();
        for name in ["Jens Bo Sørensen", "Åse McTest Li", "Fjordby Kommune Zoéga"] {
            known.add_name(name, Kind::Person, &ordinary);
        }
        known.add_name("jsoe01 moces", Kind::Alias, &ordinary);
        known.add_name("xjens", Kind::User, &ordinary);
        known.add_name("deploy", Kind::User, &ordinary);
        known.close();
        let (mut labels, mut marks) = (Labels::new(None), Marks::default());
        cover(&Folded::new(text, false), slot, &known, &mut labels, &mut marks);
        String::from_utf8_lossy(&marks.apply(text).unwrap_or_else(|| text.into())).into_owned()
    }

    #[test]
    fn whole_names_are_one_label_however_they_are_parted() {
        for text in [
            "Jens Bo Sørensen",
            "jens.bo.soerensen",
            "JENS_BO_SØRENSEN",
            "JensBoSørensen",
            "soerensenjensbo",
            "sorensenjens",
            "jenssørensen",
            "Jens Bo SÃ¸rensen",
            "Jens=Bo=S=C3=B8rensen",
            "jensbosorensen",
            "Jens Bo S?rensen",
            "Jens Bo S\u{fffd}rensen",
            "jsoe01-MOCES",
        ] {
            assert_eq!(covered(format!("/x/{text}.p12").as_bytes(), Slot::Path), "/x/person-1.p12", "{text}");
        }
        assert_eq!(covered(b"/x/Jens Bo S\xf8rensen.p12", Slot::Path), "/x/person-1.p12");
    }

    #[test]
    fn words_of_names_are_covered_where_they_stand_alone() {
        for (text, shown) in [
            ("sørensens nøgle", "{}s nøgle"),
            ("key-for-SOERENSEN.pem", "key-for-{}.pem"),
            ("Aase", "{}"),
            ("mctest2", "{}2"),
            ("nøglePåSørensen", "nøglePå{}"),
        ] {
            assert_eq!(covered(text.as_bytes(), Slot::Foreign), shown.replace("{}", "person-1"), "{text}");
        }
        for text in ["sørensensvej", "bo", "Fjordby Kommune", "kommune", "jensen", "/opt/deploy"] {
            assert_eq!(covered(text.as_bytes(), Slot::Foreign), text);
        }
    }

    #[test]
    fn a_user_is_covered_in_foreign_text_alone() {
        assert_eq!(covered(b"alias xjens", Slot::Foreign), "alias person-1");
        assert_eq!(covered(b"alias xjens", Slot::Ours), "alias xjens");
    }
}
