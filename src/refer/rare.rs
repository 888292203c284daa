//! Which part of a string is rarest in text.

use super::sieve::{GRAM, WINDOW};

/// How often letters stand in text, roughly; `a` first.
const FREQUENT: [u32; 26] = [8, 2, 3, 4, 12, 2, 2, 5, 7, 1, 1, 4, 3, 7, 8, 2, 1, 6, 6, 9, 3, 1, 2, 1, 2, 1];

/// What stands in text and source code far more often than its letters let
/// expect: counted in a sample of both, as far as anything that is looked for has it.
const COMMON: [&[u8; GRAM]; 56] = [
    b"port", b"file", b"type", b"name", b"impo", b"mpor", b"exce", b"inst", b"ning", b"back", b"serv", b"ing.",
    b"fram", b".sta", b"defi", b"efin", b"task", b"yste", b"syst", b"_tes", b"_pro", b"mail", b"prox", b"prov",
    b"filt", b"ific", b"tifi", b"fica", b"wher", b"0000", b"ette", b"hand", b"comm", b"sign", b"ath.", b"tion",
    b"atio", b"ment", b"self", b"test", b"cons", b"http", b"ttps", b"work", b"clas", b"publ", b"priv", b"ring",
    b"clie", b"lien", b"user", b"able", b"_key", b"requ", b"erro", b"valu",
];

/// What one of those counts more.
const PENALTY: u32 = 40_000;

/// The window whose octets are rarest in text, and where it begins; none if
/// the string is shorter.
pub(super) fn rarest(string: &[u8]) -> Option<(usize, &[u8; WINDOW])> {
    let gram = |gram: &[u8; GRAM]| {
        let is_common = COMMON.contains(&&gram.map(|octet| octet.to_ascii_lowercase()));
        gram.iter().copied().map(frequency).product::<u32>() + if is_common { PENALTY } else { 0 }
    };
    let window = |window: &[u8; WINDOW]| window.array_windows().map(gram).sum::<u32>();
    string.array_windows().enumerate().min_by_key(|(_, octets)| window(octets))
}

fn frequency(octet: u8) -> u32 {
    match octet.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => FREQUENT.get(usize::from(letter - b'a')).copied().unwrap_or(1),
        b' ' => 12,
        b'.' | b'/' | b'*' => 4,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_the_first_of_the_rarest() {
        assert_eq!(rarest(b"service-xkvz-q"), Some((7, b"-xkvz-q")));
        assert_eq!(rarest(b"NameFileXYZ"), Some((4, b"FileXYZ")));
        assert_eq!(rarest(b"sixsix"), None);
    }
}
