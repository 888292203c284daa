//! Numbers that registers call people by: RID, PID, UUID and CPR by their form,
//! and the numbers, hashes and identifiers that are known to be somebody's.
//!
//! *Behaviour*
//!
//! 1. What stands before the number stays: `CVR:…-RID:`, `UI:DK-E:G:`.
//! 2. Hexadecimal is known from its beginning on, if that is long enough, in
//!    whatever case, in pairs with colons, and in Base64.
//! 3. Ten digits are a CPR number if day and month fit, unless they stand
//!    inside longer digits or a hash; so are `010170-1234` and `01-01-70-1234`.

use super::fold::{Folded, is_letter, is_word};
use super::known::Known;
use super::label::{Class, Labels};
use super::marks::Marks;
use aho_corasick::AhoCorasick;
use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER};
use std::ops::Range;
use std::sync::LazyLock;

/// As long as that, hexadecimal is taken for a hash, and nothing else is looked for in it.
const HASH: usize = 16;
/// The lengths of hashes in Base64 without its padding.
const BASE64: [usize; 2] = [43, 27];

/// What the forms begin with.
const FORMS: [&str; 7] = ["rid", "pid", "dk-", "pno", "idc", "pas", "tin"];
/// One search for all of them. Without it every text is looked through.
static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(FORMS).ok());
/// Shorter runs of digits are nobody's number.
const SHORTEST: usize = 6;

/// Covers them. Most texts have nothing that a number could be made of, and
/// are not taken apart.
pub(super) fn cover(folded: &Folded, source: &[u8], known: &Known, labels: &mut Labels, marks: &mut Marks) {
    let text = &folded.octets;
    if SEARCH.as_ref().is_none_or(|search| search.is_match(text)) {
        forms(folded, labels, marks);
    }
    let long = has_run(text, SHORTEST, |octet| octet.is_ascii_hexdigit());
    if long {
        uuids(folded, known, labels, marks);
    }
    if may_pair(text) {
        pairs(folded, known, labels, marks);
    }
    if long {
        hashes(folded, known, labels, marks);
    }
    base64(source, known, labels, marks);
    if known.has_mixed() {
        mixed(folded, known, labels, marks);
    }
    // A CPR number may be parted into runs that are shorter.
    if long || text.iter().filter(|octet| octet.is_ascii_digit()).count() >= 10 {
        digits(folded, known, labels, marks);
    }
}

/// Whether that many octets in a row fit.
fn has_run(text: &[u8], least: usize, fits: impl Fn(u8) -> bool) -> bool {
    // One that long has an octet at each multiple of its length.
    let mut at = least - 1;
    while let Some(octet) = text.get(at) {
        if !fits(*octet) {
            at += least;
            continue;
        }
        let before = text[..at].iter().rev().take(least).take_while(|octet| fits(**octet)).count();
        let after = text[at..].iter().take(least).take_while(|octet| fits(**octet)).count();
        if before + after >= least {
            return true;
        }
        at += after.max(1) + least - 1;
    }
    false
}

/// Whether there may be four octets in pairs or in groups of four.
fn may_pair(text: &[u8]) -> bool {
    let hex = |at: usize| text.get(at).is_some_and(u8::is_ascii_hexdigit);
    memchr::memchr3_iter(b':', b'-', b' ', text).filter(|at| *at >= 2).any(|at| {
        hex(at - 1)
            && hex(at + 1)
            && hex(at - 2)
            && hex(at + 2)
            && (text.get(at + 3) == text.get(at) || (hex(at + 3) && hex(at + 4)))
    })
}

fn number(folded: &Folded, range: &Range<usize>, labels: &mut Labels, marks: &mut Marks) {
    if !range.is_empty() && marks.is_free(folded, range) {
        let label = labels.of(Class::Number, &folded.octets[range.clone()]);
        marks.cover(folded, range, label);
    }
}

/// `RID:…`, `PID:…`, `UI:DK-E:G:…` and the natural persons of ETSI EN 319 412-1.
fn forms(folded: &Folded, labels: &mut Labels, marks: &mut Marks) {
    let text = &folded.octets;
    let run =
        |from: usize, fits: fn(u8) -> bool| from..from + text[from..].iter().take_while(|octet| fits(**octet)).count();
    let opens = |at: usize| !at.checked_sub(1).is_some_and(|before| is_letter(text[before]));
    for (mark, fits, least) in [
        (&b"rid"[..], (|octet| octet.is_ascii_alphanumeric()) as fn(u8) -> bool, 1),
        (b"pid", |octet| octet.is_ascii_digit() || octet == b'-', 6),
    ] {
        for at in memchr::memmem::find_iter(text, mark) {
            let from = at + mark.len();
            let joint = text.get(from).filter(|octet| b":=_- ".contains(octet));
            let Some(joint) = joint.filter(|_| opens(at)) else { continue };
            let space = usize::from(*joint == b':' && text.get(from + 1) == Some(&b' '));
            let range = run(from + 1 + space, fits);
            // Words follow it too: a number has a digit, or the CVR number stands before it.
            let digits = text[range.clone()].iter().filter(|octet| octet.is_ascii_digit()).count();
            let after_cvr = at >= 2 && text[at - 1] == b'-' && text[at - 2].is_ascii_digit();
            let is_number = match joint {
                b':' | b'-' => digits > 0 || after_cvr,
                _ => digits == range.len(),
            } || mark == b"pid";
            if is_number && range.len() >= if *joint == b':' { least } else { 6 } {
                number(folded, &range, labels, marks);
            }
        }
    }
    for at in memchr::memmem::find_iter(text, b"dk-").filter(|at| *at >= 3) {
        let person = matches!(text.get(at + 3), Some(b'e' | b'p')) && text[at - 3..].starts_with(b"ui");
        let mut from = at + 5;
        if person
            && matches!(text.get(from), Some(b'g' | b'c'))
            && !text.get(from + 1).is_some_and(|octet| is_word(*octet))
        {
            from += 2;
        }
        if person && from <= text.len() {
            number(folded, &run(from, |octet| octet.is_ascii_alphanumeric() || octet == b'-'), labels, marks);
        }
    }
    for mark in [&b"pno"[..], b"idc", b"pas", b"tin"] {
        for at in memchr::memmem::find_iter(text, mark).filter(|at| opens(*at)) {
            if text.get(at + 5) == Some(&b'-') && text[at + 3..at + 5].iter().all(u8::is_ascii_lowercase) {
                let range = run(at + 6, |octet| octet.is_ascii_alphanumeric() || octet == b'-');
                if range.len() >= 6 && text[range.clone()].iter().any(u8::is_ascii_digit) {
                    number(folded, &range, labels, marks);
                }
            }
        }
    }
}

/// UUIDs: somebody's are covered, others are not taken for anything else.
fn uuids(folded: &Folded, known: &Known, labels: &mut Labels, marks: &mut Marks) {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let text = &folded.octets;
    for at in memchr::memchr_iter(b'-', text) {
        let Some(start) = at.checked_sub(8) else { continue };
        let range = start..start + 36;
        let Some(uuid) = text.get(range.clone()) else { continue };
        if [13, 18, 23].iter().any(|dash| uuid[*dash] != b'-') {
            continue;
        }
        let mut groups = uuid.split(|octet| *octet == b'-');
        let fits = GROUPS.iter().all(|length| {
            groups.next().is_some_and(|group| group.len() == *length && group.iter().all(u8::is_ascii_hexdigit))
        });
        if fits && marks.is_free(folded, &range) {
            if known.has_number(uuid) {
                number(folded, &range, labels, marks);
            } else {
                marks.keep(folded, &range);
            }
        }
    }
}

/// `AB:CD:…`, `ab cd …`, and groups of four.
fn pairs(folded: &Folded, known: &Known, labels: &mut Labels, marks: &mut Marks) {
    let text = &folded.octets;
    let is_hex = |at: usize| text.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut at = 0;
    while at < text.len() {
        let size = (at..).take_while(|at| is_hex(*at)).take(5).count();
        let joint = text.get(at + size).copied();
        let opens = at == 0 || !is_word(text[at - 1]);
        let Some(joint) = joint.filter(|joint| opens && matches!(size, 2 | 4) && b": -".contains(joint)) else {
            at += size.max(1);
            continue;
        };
        let (mut end, mut octets) = (at, Vec::new());
        while (end..end + size).all(is_hex) && !is_hex(end + size) {
            octets.extend(HEXLOWER.decode(&text[end..end + size]).unwrap_or_default());
            end += size;
            if text.get(end) != Some(&joint) || !(end + 1..=end + size).all(is_hex) {
                break;
            }
            end += 1;
        }
        let end = if text.get(end.wrapping_sub(1)) == Some(&joint) { end - 1 } else { end };
        let range = at..end.max(at + size);
        if octets.len() >= 4
            && marks.is_free(folded, &range)
            && let Some(new) = known.beginning(&octets, labels)
        {
            let digits = HEXLOWER.encode(&new);
            let groups: Vec<&str> =
                (0..digits.len()).step_by(size).filter_map(|at| digits.get(at..at + size)).collect();
            marks.cover(folded, &range, groups.join(&char::from(joint).to_string()));
        }
        at = range.end;
    }
}

/// Hexadecimal in one piece.
fn hashes(folded: &Folded, known: &Known, labels: &mut Labels, marks: &mut Marks) {
    let text = &folded.octets;
    for run in runs(text, |octet| octet.is_ascii_hexdigit()) {
        let closed = |at: usize| !text.get(at).is_some_and(|octet| is_word(*octet));
        let alone = (run.start == 0 || closed(run.start - 1) || text[run.start - 1] == b'x') && closed(run.end);
        if run.len() < 6 || !marks.is_free(folded, &run) {
            continue;
        }
        if !(alone || run.len() >= HASH) {
            if closed(run.end) {
                glued(folded, &run, known, labels, marks);
            }
            continue;
        }
        let digits = &text[run.clone()];
        if known.has_number(digits) && digits.len() == 32 {
            number(folded, &run, labels, marks);
        } else if let Some(new) = beginning_of(digits, known, labels) {
            marks.cover(folded, &run, new);
        } else if let Some((tail, new)) = [64, 40].iter().find_map(|length| {
            let tail = run.end.checked_sub(*length).filter(|start| *start > run.start)?..run.end;
            beginning_of(&text[tail.clone()], known, labels).map(|new| (tail, new))
        }) {
            marks.cover(folded, &tail, new);
        } else if run.len() >= HASH
            && run.clone().any(|at| text[at].is_ascii_lowercase())
            && !opens_or_ends_with_cpr(digits)
        {
            marks.keep(folded, &run);
        }
    }
}

/// A known serial number with letters before it, some of which may be hexadecimal: `sn4c…`, `code4c…`.
fn glued(folded: &Folded, run: &Range<usize>, known: &Known, labels: &Labels, marks: &mut Marks) {
    const DROPPED: usize = 4;
    let letters = run.clone().take_while(|at| folded.octets[*at].is_ascii_lowercase()).count();
    for start in (run.start..=run.start + letters.min(DROPPED)).filter(|start| run.end - start >= 6) {
        if let Some(new) = beginning_of(&folded.octets[start..run.end], known, labels) {
            return marks.cover(folded, &(start..run.end), new);
        }
    }
}

/// Whether a CPR number stands before or after other hexadecimal. Lengths that
/// hashes have are hashes, whatever their digits.
fn opens_or_ends_with_cpr(digits: &[u8]) -> bool {
    let head = digits.iter().take_while(|octet| octet.is_ascii_digit()).count();
    let tail = digits.iter().rev().take_while(|octet| octet.is_ascii_digit()).count();
    let is_cpr = |count: usize, at: usize| count == 10 && digits.get(at..).is_some_and(is_birthday);
    !digits.len().is_multiple_of(8) && (is_cpr(head, 0) || is_cpr(tail, digits.len() - tail))
}

/// What stands for digits with which a known hash begins, or that are a known serial number.
fn beginning_of(digits: &[u8], known: &Known, labels: &Labels) -> Option<String> {
    let mut even = digits.to_vec();
    if even.len() % 2 == 1 {
        // A serial number without its zero, or a hash cut in the middle of an octet.
        let padded = [b"0", digits].concat();
        if let Some(new) = HEXLOWER.decode(&padded).ok().and_then(|octets| known.serial(&octets, labels)) {
            return HEXLOWER.encode(&new).get(1..).map(str::to_owned);
        }
        even.pop();
    }
    let new = known.beginning(&HEXLOWER.decode(&even).ok()?, labels)?;
    let mut out = HEXLOWER.encode(&new);
    if even.len() < digits.len() {
        out.push('0');
    }
    Some(out)
}

/// Hashes in Base64, such as pins.
fn base64(source: &[u8], known: &Known, labels: &Labels, marks: &mut Marks) {
    if !known.has_any_octets() {
        return;
    }
    let shortest = BASE64[1];
    let is_coded = |octet: u8| octet.is_ascii_alphanumeric() || b"+/-_".contains(&octet);
    for run in runs(source, is_coded).filter(|run| run.len() >= shortest) {
        one_base64(source, &run, known, labels, marks);
        // A slash is a digit, or parts folders.
        let mut start = run.start;
        for piece in source[run.clone()].split(|octet| *octet == b'/') {
            let range = start..start + piece.len();
            start = range.end + 1;
            if piece.len() >= shortest && range != run {
                one_base64(source, &range, known, labels, marks);
            }
        }
    }
}

/// A hash at the end of a run, or at its beginning.
fn one_base64(source: &[u8], run: &Range<usize>, known: &Known, labels: &Labels, marks: &mut Marks) {
    let plain = Folded::default();
    for length in BASE64.into_iter().filter(|length| *length <= run.len()) {
        for range in [run.end - length..run.end, run.start..run.start + length] {
            let text = &source[range.clone()];
            // Neither alphabet has both: a path, most of the time.
            if memchr::memchr2(b'/', b'+', text).is_some() && memchr::memchr2(b'-', b'_', text).is_some() {
                continue;
            }
            let (standard, other) = (BASE64_NOPAD.decode(text).ok(), BASE64URL_NOPAD.decode(text).ok());
            let coding = if standard.is_some() { BASE64_NOPAD } else { BASE64URL_NOPAD };
            let new = standard.or(other).and_then(|octets| known.beginning(&octets, labels));
            if let Some(new) = new.filter(|_| marks.is_free(&plain, &range)) {
                return marks.cover(&plain, &range, coding.encode(&new));
            }
        }
    }
}

/// Known numbers of letters and digits.
fn mixed(folded: &Folded, known: &Known, labels: &mut Labels, marks: &mut Marks) {
    for run in runs(&folded.octets, |octet| octet.is_ascii_alphanumeric()) {
        let text = &folded.octets[run.clone()];
        if run.len() >= 6 && text.iter().any(u8::is_ascii_digit) && known.has_number(text) {
            number(folded, &run, labels, marks);
        }
    }
}

/// Known numbers, and what may be a CPR number.
fn digits(folded: &Folded, known: &Known, labels: &mut Labels, marks: &mut Marks) {
    let text = &folded.octets;
    for run in runs(text, |octet| octet.is_ascii_digit()) {
        let whole = &text[run.clone()];
        if run.len() == 2
            && let Some(range) = parted_birthday(text, run.start).filter(|range| marks.is_free(folded, range))
        {
            let all: Vec<u8> = text[range.clone()].iter().copied().filter(u8::is_ascii_digit).collect();
            marks.cover(folded, &range, labels.of(Class::Number, &all));
        }
        let split = run.len() == 6 && text.get(run.end).is_some_and(|octet| matches!(octet, b'-' | b' ' | b'_'));
        let tail = split.then(|| text[run.end + 1..].iter().take_while(|octet| octet.is_ascii_digit()).count());
        if run.len() >= 6 && known.has_number(whole) || (run.len() == 10 && is_birthday(whole)) {
            number(folded, &run, labels, marks);
        } else if tail == Some(4) && is_birthday(whole) {
            let range = run.start..run.end + 5;
            if marks.is_free(folded, &range) {
                let both = [whole, &text[run.end + 1..range.end]].concat();
                marks.cover(folded, &range, labels.of(Class::Number, &both));
            }
        }
    }
}

/// `01-01-70-1234`, or with full stops.
fn parted_birthday(text: &[u8], start: usize) -> Option<Range<usize>> {
    const LENGTH: usize = 13;
    let range = start..start + LENGTH;
    let all = text.get(range.clone())?;
    let fits = all.iter().enumerate().all(|(at, octet)| match at {
        2 | 5 => matches!(octet, b'-' | b'.') && *octet == all[2],
        8 => b"-_ ".contains(octet),
        _ => octet.is_ascii_digit(),
    });
    let closed = !text.get(range.end).is_some_and(u8::is_ascii_digit);
    (fits && closed && is_birthday(&[all[0], all[1], all[3], all[4]])).then_some(range)
}

/// Day and month of a CPR number; the day of a replacement number is 60 later.
fn is_birthday(digits: &[u8]) -> bool {
    let two = |at: usize| digits.get(at..at + 2).map_or(0, |two| (two[0] - b'0') * 10 + two[1] - b'0');
    matches!(two(0), 1..=31 | 61..=91) && matches!(two(2), 1..=12)
}

/// The longest stretches of octets that fit.
fn runs(text: &[u8], fits: fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.iter().position(|octet| fits(*octet))?;
        let length = text[start..].iter().take_while(|octet| fits(**octet)).count();
        at = start + length;
        Some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A person with this hash, serial number and RID.
    fn known() -> Known {
        let mut known = Known::default();
        known.add_octets(&[0xab; 32], 7);
        known.add_octets(&[0x4c, 0x05, 0x12, 0x34], 7);
        known.add_number("99887766");
        known.add_number("ZQmb0088");
        known.add_number("0f0e0d0c-1111-4222-8333-0123456789ab");
        known.close();
        known
    }

    fn covered(text: &str) -> String {
        let (mut labels, mut marks) = (Labels::new(None), Marks::default());
        cover(&Folded::new(text.as_bytes(), false), text.as_bytes(), &known(), &mut labels, &mut marks);
        String::from_utf8(marks.apply(text.as_bytes()).unwrap_or_else(|| text.into())).unwrap()
    }

    #[test]
    fn persons_numbers_are_known_by_their_form() {
        for (text, shown) in [
            ("CVR:12345678-RID:11223344", "CVR:12345678-RID:{}"),
            ("cvr-12345678-rid-11223344.p12", "cvr-12345678-rid-{}.p12"),
            ("PID:9208-2002-2-123456789012", "PID:{}"),
            ("UI:DK-E:G:0a0b0c0d-1111-4222-8333-0123456789ab", "UI:DK-E:G:{}"),
            ("UI:DK-P:C:abc", "UI:DK-P:C:{}"),
            ("PNODK-0101701234", "PNODK-{}"),
            ("cpr 010170-1234.", "cpr {}."),
            ("cpr0101701234.p12", "cpr{}.p12"),
            ("/srv/6101701234/x", "/srv/{}/x"),
            ("uuid 0F0E0D0C-1111-4222-8333-0123456789AB", "uuid {}"),
            ("rid 99887766", "rid {}"),
            ("CVR-12345678-RID-zqma0077.pem", "CVR-12345678-RID-{}.pem"),
            ("CVR:12345678-RID:zqma0077.p12", "CVR:12345678-RID:{}.p12"),
            ("CVR:12345678-RID:zqmaxxyy.p12", "CVR:12345678-RID:{}.p12"),
            ("RID ZQMB0088.pem, zqmb0088", "RID {}.pem, {}"),
            ("010171\u{2013}1235", "{}"),
            ("010171\u{2011}1235", "{}"),
            ("010171\u{2212}1235", "{}"),
            ("010171_1235.pem", "{}.pem"),
            ("x 01-01-74-1238.pem", "x {}.pem"),
            ("01.01.74-1238", "{}"),
            ("\u{ff10}\u{ff11}\u{ff10}\u{ff11}\u{ff17}\u{ff11}-1235", "{}"),
            ("0101721236cafebabe", "{}cafebabe"),
        ] {
            assert_eq!(covered(text), shown.replace("{}", "person-1"), "{text}");
        }
    }

    #[test]
    fn hashes_are_known_by_their_beginning() {
        let (hash, zeros) = ("ab".repeat(32), format!("{:016x}{}", 7, "0".repeat(48)));
        assert_eq!(covered(&hash), zeros);
        assert_eq!(covered(&hash.to_uppercase()), zeros);
        assert_eq!(covered("SHA-256 abababababababab…"), "SHA-256 0000000000000007…");
        assert_eq!(
            covered(&vec!["AB"; 32].join(":")),
            zeros.as_bytes().chunks(2).map(|two| String::from_utf8_lossy(two)).collect::<Vec<_>>().join(":")
        );
        assert_eq!(covered(&format!("0420{hash}")), format!("0420{zeros}"));
        let pin = BASE64_NOPAD.encode(&[0xab; 32]);
        assert!(!covered(&format!("sha256/{pin}=")).contains(&pin));
        for name in [format!("{pin}-key.pem"), format!("/srv/keys/{pin}/cert.pem"), format!("key_{pin}.pem")] {
            assert!(!covered(&name).contains(&pin), "{name}");
        }
        for (name, shown) in [("sn4c051234.pem", "sn00000007.pem"), ("code4c051234", "code00000007")] {
            assert_eq!(covered(name), shown);
        }
        assert_eq!(covered("serial 4c051234, 4C:05:12:34"), "serial 00000007, 00:00:00:07");
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "CVR:12345678-FID:11223344",
            "UI:DK-O:G:0a0b0c0d-1111-4222-8333-0123456789ab",
            "1700000000",
            "3201701234",
            "010170123",
            "01017012345",
            "2026-11-21 10:00:00",
            "grid-11223344",
            "rid-template.pem",
            "RID: unknown",
            "rid zqma0077",
            "2026.11.21-1000",
            "101-01-74-1238",
            "10.10.10.1",
            "zqmb00889",
            "snab11223344",
            "cdcdcdcdcdcdcdcd0101701234cdcdcd",
            "10.1.2.3:8443",
        ] {
            assert_eq!(covered(text), text);
        }
    }
}
