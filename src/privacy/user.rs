//! User names in paths: homes, mailboxes and what else is named after its owner.
//!
//! *Behaviour*
//!
//! 1. The folder below one for homes is a user's, in whatever path it stands,
//!    also inside an image or a sentence. A service's account cannot be told
//!    from a person's: all but a few are covered.
//! 2. In a sentence a name ends at white space, unless a separator follows.
//! 3. `~name`, mailboxes, `Maildir`, the files of Outlook and Notes, `/run/user`
//!    and the identifiers of Windows users are covered too.

use super::fold::{Folded, is_letter, is_word};
use super::label::{Class, Labels, is_label};
use super::marks::{Marks, Slot};
use std::ops::Range;

/// Folders below which each folder is a user's.
const HOMES: [&[u8]; 17] = [
    b"home",
    b"homes",
    b"home$",
    b"homes$",
    b"users",
    b"users$",
    b"user$",
    b"documents and settings",
    b"hjem",
    b"brugere",
    b"brugere$",
    b"profiles$",
    b"homedirs",
    b"userdata",
    b"crontabs",
    b"vmail",
    b"mailboxes",
];
/// Folders of mailboxes, with the one above them.
const MAILBOXES: [(&[u8], &[u8]); 5] =
    [(b"var", b"mail"), (b"spool", b"mail"), (b"spool", b"cron"), (b"run", b"user"), (b"var", b"mailman")];
/// Who lives there and is nobody.
const NOBODY: [&[u8]; 14] = [
    b"lost+found",
    b"root",
    b"public",
    b"shared",
    b"default",
    b"all users",
    b"default user",
    b"crontabs",
    b"tabs",
    b"defaultuser0",
    b".",
    b"..",
    b"lastrun",
    b"localhost",
];
/// Files that are named after their owner.
const STORES: [&[u8]; 5] = [b".pst", b".ost", b".nsf", b".olm", b".mbox"];
/// What such files are named besides.
const PLAIN: [&[u8]; 22] = [
    b"inbox",
    b"sent",
    b"sent items",
    b"drafts",
    b"trash",
    b"archive",
    b"archives",
    b"junk",
    b"spam",
    b"outlook",
    b"outbox",
    b"backup",
    b"mail",
    b"templates",
    b"deleted items",
    b"indbakke",
    b"sendt",
    b"kladder",
    b"papirkurv",
    b"arkiv",
    b"mbox",
    b"var",
];

/// Calls `told` with every user name.
pub(super) fn each(folded: &Folded, slot: Slot, mut told: impl FnMut(Range<usize>)) {
    let text = &folded.octets;
    let mut from = 0;
    while let Some(found) = text[from..].iter().position(|octet| is_separator(*octet)) {
        let at = from + found;
        let mut next = at;
        while text.get(next).is_some_and(|octet| is_separator(*octet)) {
            next += 1;
        }
        if let Some(start) = below(text, at, next, slot) {
            let end = end_of(text, start, slot);
            if end > start && is_somebody(&text[start..end]) {
                told(start..end);
            }
        }
        if text[next..].starts_with(b"maildir") && !text.get(next + 7).is_some_and(|octet| is_word(*octet)) {
            let start = start_of(text, at, slot);
            if is_somebody(&text[start..at]) && !PLAIN.contains(&&text[start..at]) {
                told(start..at);
            }
        }
        from = next;
    }
    stores(text, slot, &mut told);
    tildes(text, slot, &mut told);
}

/// Covers them, and the identifiers of Windows users; labels stay, if it was done before (`again`).
pub(super) fn cover(folded: &Folded, slot: Slot, again: bool, labels: &mut Labels, marks: &mut Marks) {
    each(folded, slot, |range| {
        let is_label = again && is_label(&folded.octets[range.clone()]);
        if !is_label && marks.is_free(folded, &range) {
            let label = labels.of(Class::Name, &spaced(&folded.octets[range.clone()]));
            marks.cover(folded, &range, label);
        }
    });
    let text = &folded.octets;
    for at in memchr::memmem::find_iter(text, b"s-1-5-21-") {
        let digits = text[at + 9..].iter().take_while(|octet| octet.is_ascii_digit() || **octet == b'-').count();
        let range = at + 9..at + 9 + digits;
        if digits > 0 && marks.is_free(folded, &range) {
            let label = labels.of(Class::Number, &text[range.clone()]);
            marks.cover(folded, &range, label);
        }
    }
}

/// A name in the one spelling that labels are made from: its words.
pub(super) fn spaced(name: &[u8]) -> Vec<u8> {
    let words: Vec<&[u8]> = name.split(|octet| !is_word(*octet)).filter(|word| !word.is_empty()).collect();
    words.join(&b' ')
}

/// Where a user's folder begins, if what stands before the separators (`at..next`) is one for homes.
fn below(text: &[u8], at: usize, next: usize, slot: Slot) -> Option<usize> {
    let before = &text[..at];
    let start = start_of(text, at, slot);
    let marker = &before[start..];
    let rooted = before[..start].last().is_some_and(|octet| is_separator(*octet) || *octet == b':');
    let settings = before.ends_with(b"documents and settings");
    let is_home = settings || (HOMES.contains(&marker) && (rooted || slot != Slot::Ours));
    let is_mailbox = || {
        let above = before[..start].iter().rposition(|octet| !is_separator(*octet)).map_or(0, |last| last + 1);
        MAILBOXES.iter().any(|(parent, own)| *own == marker && text[..above].ends_with(parent))
    };
    if !is_home && !is_mailbox() {
        return None;
    }
    let by_domain = matches!(marker, b"vmail" | b"mailboxes" | b"mail" | b"brugere" | b"home" | b"users");
    let length = text[next..].iter().take_while(|octet| !is_separator(**octet)).count();
    let first = &text[next..next + length];
    let is_domain = by_domain && first.contains(&b'.') && !first.contains(&b'@') && marker != b"home";
    let folder_follows = text.get(next + length + 1).is_some();
    Some(if is_domain && marker != b"users" && folder_follows { next + length + 1 } else { next })
}

fn is_separator(octet: u8) -> bool {
    octet == b'/' || octet == b'\\'
}

/// What ends a name in a sentence.
fn is_end(octet: u8) -> bool {
    octet.is_ascii_whitespace() || octet < 0x20 || b"\"'`:;,()[]{}<>|*?=!&".contains(&octet)
}

/// Where the folder that ends at `at` begins.
fn start_of(text: &[u8], at: usize, slot: Slot) -> usize {
    let is_border = |octet: &u8| is_separator(*octet) || (slot != Slot::Path && is_end(*octet));
    text[..at].iter().rposition(is_border).map_or(0, |border| border + 1)
}

/// Where the folder that begins at `start` ends.
fn end_of(text: &[u8], start: usize, slot: Slot) -> usize {
    let rest = &text[start..];
    let folder = rest.iter().position(|octet| is_separator(*octet));
    if slot == Slot::Path {
        return start + folder.unwrap_or(rest.len());
    }
    let word = rest.iter().position(|octet| is_end(*octet)).unwrap_or(rest.len());
    let with_spaces = folder.filter(|length| {
        let name = &rest[..*length];
        let words = name.split(|octet| *octet == b' ');
        word < *length
            && words.clone().count() <= 3
            && words.clone().all(|one| one.first().is_some_and(|octet| is_letter(*octet)))
            && name.iter().all(|octet| *octet == b' ' || !is_end(*octet))
    });
    let end = start + with_spaces.unwrap_or_else(|| folder.unwrap_or(rest.len()).min(word));
    // A full stop ends the sentence, not the name.
    if text.get(end - 1) == Some(&b'.') && end > start + 1 { end - 1 } else { end }
}

fn is_somebody(name: &[u8]) -> bool {
    let wild = name.iter().any(|octet| b"*?${}%".contains(octet));
    name.iter().any(|octet| is_word(*octet)) && !wild && !NOBODY.contains(&name)
}

/// Files of mail that are named after their owner.
fn stores(text: &[u8], slot: Slot, told: &mut impl FnMut(Range<usize>)) {
    for ending in STORES {
        for at in memchr::memmem::find_iter(text, ending) {
            let ends = !text.get(at + ending.len()).is_some_and(|octet| is_word(*octet));
            let range = start_of(text, at, slot)..at;
            let name = &text[range.clone()];
            if ends && is_somebody(name) && !PLAIN.contains(&name) {
                told(range);
            }
        }
    }
}

/// `~name`.
fn tildes(text: &[u8], slot: Slot, told: &mut impl FnMut(Range<usize>)) {
    for at in memchr::memchr_iter(b'~', text) {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let opens = before.is_none_or(|octet| is_separator(*octet) || is_end(*octet));
        if opens && text.get(at + 1).is_some_and(|octet| is_letter(*octet)) {
            let end = end_of(text, at + 1, slot);
            if is_somebody(&text[at + 1..end]) {
                told(at + 1..end);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str, slot: Slot) -> String {
        let (mut labels, mut marks) = (Labels::new(None), Marks::default());
        cover(&Folded::new(text.as_bytes(), false), slot, true, &mut labels, &mut marks);
        String::from_utf8(marks.apply(text.as_bytes()).unwrap_or_else(|| text.into())).unwrap()
    }

    #[test]
    fn homes_and_mailboxes_are_their_owners() {
        for (path, shown) in [
            ("/home/xjens/.keystore", "/home/{}/.keystore"),
            ("/home/xjens", "/home/{}"),
            ("/export/home/xjens/a", "/export/home/{}/a"),
            ("/Users/X Jens/Library", "/Users/{}/Library"),
            ("C:\\Users\\xjens\\a.pfx", "C:\\Users\\{}\\a.pfx"),
            ("/mnt/c/Documents and Settings/X Jens/a", "/mnt/c/Documents and Settings/{}/a"),
            ("\\\\srv\\home$\\xjens\\a", "\\\\srv\\home$\\{}\\a"),
            ("/srv/image/home/xjens/a", "/srv/image/home/{}/a"),
            ("home/xjens/a", "home/{}/a"),
            ("/var/mail/xjens", "/var/mail/{}"),
            ("/var/spool/mail/xjens", "/var/spool/mail/{}"),
            ("/var/vmail/kommune.dk/xjens/cur/1", "/var/vmail/kommune.dk/{}/cur/1"),
            ("/srv/store/xjens/Maildir/cur/1", "/srv/store/{}/Maildir/cur/1"),
            ("/run/user/1017/x", "/run/user/{}/x"),
            ("/srv/pst/xjens.hansen.pst", "/srv/pst/{}.pst"),
            ("/srv/~xjens/x", "/srv/~{}/x"),
            ("/r/S-1-5-21-11-22-1001/x", "/r/S-1-5-21-{}/x"),
            ("/home//xjens//a", "/home//{}//a"),
        ] {
            assert_eq!(covered(path, Slot::Path), shown.replace("{}", "person-1"), "{path}");
        }
    }

    #[test]
    fn they_are_found_in_sentences() {
        for (text, shown) in [
            ("chmod 600 /home/xjens/a.p12; then", "chmod 600 /home/{}/a.p12; then"),
            ("it is in /home/xjens and stays", "it is in /home/{} and stays"),
            ("it is in /home/xjens.", "it is in /home/{}."),
            ("see \"C:\\Users\\X Jens\\a.pfx\"", "see \"C:\\Users\\{}\\a.pfx\""),
            ("cd ~xjens && ls", "cd ~{} && ls"),
            ("file:/home/xjens!/a", "file:/home/{}!/a"),
        ] {
            for slot in [Slot::Ours, Slot::Foreign] {
                assert_eq!(covered(text, slot), shown.replace("{}", "person-1"), "{text}");
            }
        }
    }

    #[test]
    fn nobody_is_left_alone() {
        for path in [
            "/home",
            "/home/",
            "/home/lost+found/x",
            "/Users/Shared/x",
            "/home/*/x",
            "/home/person-3/x",
            "/srv/inbox.mbox",
            "/var/lib/x",
            "/srv/mail/inbox.eml",
            "~/x",
            "a~",
            "/home/$USER/x",
            "PROGRA~1",
        ] {
            assert_eq!(covered(path, Slot::Path), path);
        }
        assert_eq!(covered("home/office", Slot::Ours), "home/office");
    }
}
