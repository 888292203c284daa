//! Names of persons where they stand in text: whole ones however their words are
//! parted, then single words. What their keys are called where it stands as that.

use super::fold::{Folded, is_letter, is_word};
use super::known::{Hit, Known, MOST_PIECES, parts};
use super::label::{Class, Labels};
use super::marks::{Marks, Slot};
use std::ops::Range;

/// So many octets may part the words of a name.
const WIDEST_GAP: usize = 3;
/// So many octets may stand between the word `alias` and an alias.
const WIDEST_JOINT: usize = 6;

/// Covers them.
pub(super) fn cover(folded: &Folded, slot: Slot, known: &Known, labels: &mut Labels, marks: &mut Marks) {
    let pieces = pieces(folded);
    aliases(folded, &pieces, known, labels, marks);
    let (mut at, mut key) = (0, Vec::new());
    while let Some(piece) = pieces.get(at) {
        if !may_be_known(&folded.octets, piece, known) {
            at += 1;
            continue;
        }
        let found = whole(folded, &pieces[at..], slot, known, &mut key).or_else(|| single(folded, piece, slot, known));
        let Some((range, hit)) = found.filter(|(range, _)| marks.is_free(folded, range)) else {
            at += 1;
            continue;
        };
        marks.cover(folded, &range, labels.of(Class::Name, &hit.spelling));
        at += pieces[at..].iter().take_while(|piece| piece.start < range.end).count().max(1);
    }
}

/// Whether anything that is known begins like this piece, or like the word that begins with it.
fn may_be_known(text: &[u8], piece: &Range<usize>, known: &Known) -> bool {
    let run = run_of(&text[..text.len().min(piece.start + 4)], piece.start);
    let genitive = run.start..run.end.saturating_sub(1).max(run.start);
    known.may_begin(&text[run]) || known.may_begin(&text[piece.clone()]) || known.may_begin(&text[genitive])
}

/// What follows the word `alias` or `friendly name` and is somebody's.
fn aliases(folded: &Folded, pieces: &[Range<usize>], known: &Known, labels: &mut Labels, marks: &mut Marks) {
    let text = &folded.octets;
    for (at, piece) in pieces.iter().enumerate() {
        let before = &text[..piece.end];
        let friendly = || at > 0 && before.ends_with(b"name") && text[..pieces[at - 1].end].ends_with(b"friendly");
        if !before.ends_with(b"alias") && !before.ends_with(b"friendlyname") && !friendly() {
            continue;
        }
        let Some(next) = pieces.get(at + 1) else { return };
        let gap = &text[piece.end..next.start];
        if gap.is_empty() || gap.len() > WIDEST_JOINT || gap.iter().any(|octet| b"/\\\n".contains(octet)) {
            continue;
        }
        let Some((length, spelling)) = known.alias_at(&text[next.start..]) else { continue };
        let range = next.start..next.start + length;
        if marks.is_free(folded, &range) {
            marks.cover(folded, &range, labels.of(Class::Name, spelling));
        }
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
        known.add_alias("webshop");
        known.add_alias("Min Nøgle-7");
        known.add_alias("tomcat");
        for handle in ["zquid77", "b0zqmail7", "info", "ida"] {
            known.add_name(handle, Kind::Handle, &ordinary);
        }
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
            ("srv/certs/zquid77.pem", "srv/certs/{}.pem"),
            ("b0zqmail7.pem", "{}.pem"),
            ("nøglePåSørensen", "nøglePå{}"),
        ] {
            assert_eq!(covered(text.as_bytes(), Slot::Foreign), shown.replace("{}", "person-1"), "{text}");
        }
        for text in ["sørensensvej", "bo", "Fjordby Kommune", "kommune", "jensen", "/opt/deploy", "info.pem", "ida.pem"]
        {
            assert_eq!(covered(text.as_bytes(), Slot::Foreign), text);
        }
    }

    /// What stands for a text where these persons are known.
    fn among(persons: &[&str], text: &str) -> String {
        let (ordinary, mut known) = (Ordinary::new(), Known::default());
        for name in persons {
            known.add_name(name, Kind::Person, &ordinary);
        }
        known.close();
        let (mut labels, mut marks) = (Labels::new(super::super::Key::new(&[1; 32]).as_ref()), Marks::default());
        cover(&Folded::new(text.as_bytes(), false), Slot::Path, &known, &mut labels, &mut marks);
        String::from_utf8(marks.apply(text.as_bytes()).unwrap_or_else(|| text.into())).unwrap()
    }

    #[test]
    fn who_else_is_in_the_report_changes_no_pseudonym() {
        for text in ["soren.pem", "søren.pem", "Soeren.pem", "Søren Zqholm.pem"] {
            let alone = among(&["Søren Zqholm"], text);
            assert!(alone.starts_with("person-") && alone.strip_suffix(".pem").is_some(), "{alone}");
            assert_eq!(among(&["Søren Zqholm", "Soren Zqbak"], text), alone, "{text}");
            assert_eq!(among(&["Soren Zqbak", "Søren Zqholm"], text), alone, "{text}");
        }
    }

    #[test]
    fn letters_that_were_misread_or_written_out_hide_no_name() {
        let wanted = among(&["Zenobia Qvistgård"], "Qvistgård.pem");
        for word in
            ["QvistgÃ¥rd", "Qvistg=C3=A5rd", "Qvistg=E5rd", "Qvistg&aring;rd", "Qvistg&#229;rd", "QVISTG&Aring;RD"]
        {
            assert_eq!(among(&["Zenobia Qvistgård"], &format!("{word}.pem")), wanted, "{word}");
        }
        let whole = among(&["Zenobia Qvistgård"], "Zenobia Qvistgård.pem");
        for word in ["Qvistgaardzenobia", "qvistgardzenobia", "zenobiaqvistgård"] {
            assert_eq!(among(&["Zenobia Qvistgård"], &format!("{word}.pem")), whole, "{word}");
        }
    }

    #[test]
    fn an_alias_is_covered_where_it_stands_as_one() {
        for (text, shown) in [
            ("keytool -delete -alias webshop -keystore x", "keytool -delete -alias {} -keystore x"),
            ("pkcs12, alias »min nøgle-7«, private key", "pkcs12, alias »{}«, private key"),
            ("server.ssl.keyAlias = \"webshop\"", "server.ssl.keyAlias = \"{}\""),
            ("friendlyName: WEBSHOP", "friendlyName: {}"),
            ("friendly-name=webshop", "friendly-name={}"),
        ] {
            for slot in [Slot::Foreign, Slot::Ours] {
                assert_eq!(covered(text.as_bytes(), slot), shown.replace("{}", "person-1"), "{text}");
            }
        }
        for text in ["/src/webshop/server.pem", "Fjordby webshop", "alias webshops", "alias tomcat", "alias/webshop"] {
            assert_eq!(covered(text.as_bytes(), Slot::Path), text);
            assert_eq!(covered(text.as_bytes(), Slot::Foreign), text);
        }
    }
}
