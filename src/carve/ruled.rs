//! Base64 whose lines stand apart in other text: a log with the time before
//! each line, a page with an element around each, a call for each. Asked only
//! when [`super::base64`] cannot read an object to its end.
//!
//! Behaviour:
//! 1. The first line's width rules: the next line is the next run of exactly
//!    so many symbols, at most [`MAX_GAP`] octets away.
//! 2. The last line has exactly as many symbols as are missing, and stands as
//!    far away as the line before it did.
//! 3. PEM dashes or the beginning of another object end it.

use super::base64::End;
use super::shape::{self, HEAD};
use super::symbol::value_of;
use zeroize::Zeroizing;

/// How far apart two lines may stand, in octets.
const MAX_GAP: usize = 512;

/// Narrower lines could be words.
const MIN_WIDTH: usize = 40;

/// How much the gap before the last line may differ from the one before it.
const PLAY: usize = 8;

/// What was read.
pub(super) struct Ruled {
    /// The octets, as many as there are.
    pub(super) out: Zeroizing<Vec<u8>>,
    /// Whether that is all of them.
    pub(super) end: End,
    /// Where the text goes on.
    pub(super) at: usize,
}

/// Reads an object of `total` octets whose first symbol is at `start`. It
/// starves where the text goes on (`last` is false) and may say more.
pub(super) fn decode(text: &[u8], start: usize, total: usize, last: bool) -> Option<Ruled> {
    let needed = total.checked_mul(4)?.div_ceil(3);
    let mut symbols = Zeroizing::new(Vec::with_capacity(needed.min(text.len() - start)));
    let first = Run::read(text, start, needed);
    let width = first.values.len();
    let unseen = |at: usize| !last && text.len() - at < MAX_GAP + 2 * width;
    if !(MIN_WIDTH..needed).contains(&width) {
        return None;
    }
    symbols.extend_from_slice(&first.values);
    let (mut at, mut gap) = (first.end, None);
    let end = loop {
        let missing = needed - symbols.len();
        if missing == 0 {
            break End::Complete;
        }
        if unseen(at) {
            break End::Starved;
        }
        let near = gap.filter(|_| missing < width);
        let Some(run) = next_line(text, at, missing.min(width), near) else { break End::Ended };
        symbols.extend_from_slice(&run.values);
        gap = Some(run.start - at);
        at = run.end;
    };
    let mut out = Zeroizing::new(octets(&symbols));
    out.truncate(total);
    Some(Ruled { out, end, at })
}

/// The next run of exactly `width` symbols; the one that is as far away as
/// `near`, where that is told.
fn next_line(text: &[u8], from: usize, width: usize, near: Option<usize>) -> Option<Run> {
    let limit = text.len().min(from + MAX_GAP);
    let away = |run: &Run| near.map_or(0, |near| (run.start - from).abs_diff(near));
    let mut best: Option<Run> = None;
    let mut at = from;
    while at < limit && !text[at..].starts_with(b"-----") {
        let escape = at > from && b"\\`".contains(&text[at - 1]) && b"nrt".contains(&text[at]);
        if escape || value_of(text[at]).is_none() {
            at += 1;
            continue;
        }
        let run = Run::read(text, at, width + 1);
        at = run.end;
        if run.values.len() != width || away(&run) > PLAY || best.as_ref().is_some_and(|best| away(best) <= away(&run))
        {
            continue;
        }
        let placed = away(&run) == 0;
        best = Some(run);
        if placed {
            break;
        }
    }
    best.filter(|run| !begins_object(&run.values))
}

fn begins_object(symbols: &[u8]) -> bool {
    let head = octets(&symbols[..symbols.len().min(HEAD / 3 * 4)]);
    shape::shape(&head).is_some()
}

/// Symbols without a break.
struct Run {
    start: usize,
    end: usize,
    values: Zeroizing<Vec<u8>>,
}

impl Run {
    /// Reads at most `limit` symbols; an escaped solidus is one.
    fn read(text: &[u8], start: usize, limit: usize) -> Run {
        let mut values = Zeroizing::new(Vec::new());
        let mut at = start;
        while values.len() < limit {
            let rest = text.get(at..).unwrap_or_default();
            let slashes = rest.iter().take(8).take_while(|octet| **octet == b'\\').count();
            match rest.get(slashes).and_then(|octet| value_of(*octet).map(|value| (value, *octet))) {
                Some((value, octet)) if slashes == 0 || octet == b'/' => values.push(value),
                _ => break,
            }
            at += slashes + 1;
        }
        Run { start, end: at, values }
    }
}

/// The octets of six-bit values, the last ones without an unfinished octet.
fn octets(values: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(values.len() / 4 * 3 + 3);
    for group in values.chunks(4) {
        let bits = group.iter().fold(0_u32, |bits, value| bits << 6 | u32::from(*value));
        let whole = group.len() * 6 / 8;
        let bits = bits << (32 - group.len() * 6);
        out.extend_from_slice(&bits.to_be_bytes()[..whole]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "TWFueSBoYW5kcyBtYWtlIGxpZ2h0IHdvcmssIHNheXMgdGhl"; // 48 symbols
    const TEXT: &[u8] = b"Many hands make light work, says the";

    fn read(text: &str, lines: usize, more: usize) -> Option<(bool, Vec<u8>)> {
        let start = text.find("TWFu")?;
        let ruled = decode(text.as_bytes(), start, lines * TEXT.len() + more, true)?;
        Some((ruled.end == End::Complete, ruled.out.to_vec()))
    }

    #[test]
    fn lines_apart_are_one_object() {
        for (before, after) in [
            ("2023-01-02 INFO ", "\n"),
            ("{\"log\":\"", "\\n\",\"stream\":\"stdout\",\"time\":\"2023-01-02T12:00:00Z\"}\n"),
            ("<span style='font-size:10.0pt'>", "<o:p></o:p></span></p>\n<p>"),
            ("echo \"", "\" >> /tmp/x.pem\n"),
            ("sb.append(\"", "\\r\\n\");\n"),
            ("\"", "`r`n\" +\n"),
        ] {
            let text = format!("{before}{LINE}{after}{before}{LINE}{after}{before}TWFu{after}");
            let expected = [TEXT, TEXT, b"Man"].concat();
            assert_eq!(read(&text, 2, 3), Some((true, expected)), "{text}");
        }
    }

    #[test]
    fn another_object_and_dashes_end_it() {
        for between in ["\n-----END CERTIFICATE-----\n", "\nMII\n", "\n"] {
            let second = if between.len() == 1 { "MIIEljCCA36gAwIBAgIERuDrODANBgkqhkiG9w0BAQsFADBA" } else { "" };
            let text = format!("{LINE}{between}{second}\n{}", "#".repeat(1000));
            assert_eq!(read(&text, 2, 0), Some((false, TEXT.to_vec())), "{between}");
        }
    }

    #[test]
    fn the_last_line_stands_where_it_should() {
        let text = format!("INFO 12:00 {LINE}\nINFO 12:00 {LINE}\nINFO 12:00 TWFu\n");
        // Without its place, the word INFO would be taken for four symbols.
        assert_eq!(read(&text, 2, 3).map(|(_, out)| out), Some([TEXT, TEXT, b"Man"].concat()));
    }
}
