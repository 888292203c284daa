//! User names in paths: homes, mailboxes and what else is named after its owner.
//!
//! *Behaviour*
//!
//! 1. The folder below one for homes is a user's, in whatever path it stands,
//!    also inside an image or a sentence. A service's account cannot be told
//!    from a person's: all but a few are covered.
//! 2. In a sentence a name ends at white space, unless a separator follows.
//! 3. A domain or organisation may stand between: `/home/FJORDBY/anna`.
//! 4. `~name`, mailboxes, `Maildir`, the files of Outlook and Notes, `/run/user`
//!    and the identifiers of Windows users are covered too.

use super::domain::Domains;
use super::fold::{Folded, is_letter, is_word};
use super::label::{Class, Labels, is_label};
use super::marks::{Marks, Slot};
use aho_corasick::AhoCorasick;
use std::ops::Range;
use std::sync::LazyLock;

/// Folders below which each folder is a user's.
const HOMES: [&[u8]; 19] = [
    b"home",
    b"homes",
    b"home$",
    b"homes$",
    b"users",
    b"users$",
    b"user$",
    b"documents and settings",
    b"docume~1",
    b"dokume~1",
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
const MAILBOXES: [(&[u8], &[u8]); 6] = [
    (b"run", b"media"),
    (b"var", b"mail"),
    (b"spool", b"mail"),
    (b"spool", b"cron"),
    (b"run", b"user"),
    (b"var", b"mailman"),
];
/// What is put in below `/media` where nobody is told.
const DEVICES: [&[u8]; 9] = [b"cdrom", b"dvd", b"floppy", b"usb", b"disk", b"sdcard", b"psf", b"sf_", b"backup"];
/// What lies in a home, and below no domain.
const CONTENTS: [&[u8]; 14] = [
    b"documents",
    b"desktop",
    b"downloads",
    b"pictures",
    b"dokumenter",
    b"skrivebord",
    b"appdata",
    b"library",
    b"maildir",
    b"mail",
    b"certs",
    b"keys",
    b"bin",
    b"src",
];
/// Who lives there and is nobody; mailboxes that many share.
const NOBODY: [&[u8]; 32] = [
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
    b"post",
    b"postmaster",
    b"kontakt",
    b"kommune",
    b"contact",
    b"info",
    b"mail",
    b"sikkerpost",
    b"sikker-post",
    b"sikkermail",
    b"support",
    b"service",
    b"drift",
    b"admin",
    b"noreply",
    b"faktura",
    b"fakturaer",
    b"hovedpostkasse",
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

/// One of these is in every text that tells a user, but for `~name`.
const MARKS: [&str; 15] = [
    "home", "hjem", "user", "bruger", "settings", "profiles", "media", "cron", "mail", ".pst", ".ost", ".nsf", ".olm",
    ".mbox", SID,
];
/// What the identifiers of Windows users begin with.
const SID: &str = "s-1-5-21-";
/// One search for all of them. Without it every text is looked through.
static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(MARKS).ok());

/// Whether there may be a user in a folded text at all: most have none.
fn may_tell(text: &[u8]) -> bool {
    memchr::memchr(b'~', text).is_some() || SEARCH.as_ref().is_none_or(|search| search.is_match(text))
}

/// Calls `told` with every user name.
pub(super) fn each(folded: &Folded, slot: Slot, domains: &Domains, mut told: impl FnMut(Range<usize>)) {
    let text = &folded.octets;
    if !may_tell(text) {
        return;
    }
    let mut from = 0;
    while let Some(found) = text[from..].iter().position(|octet| is_separator(*octet)) {
        let at = from + found;
        let mut next = at;
        while text.get(next).is_some_and(|octet| is_separator(*octet)) {
            next += 1;
        }
        if let Some(start) = below(text, at, next, slot, domains) {
            let end = without_version(text, start, end_of(text, start, slot));
            if end > start && is_somebody(&text[start..end], slot) {
                told(start..end);
            }
        }
        if text[next..].starts_with(b"maildir") && !text.get(next + 7).is_some_and(|octet| is_word(*octet)) {
            let start = start_of(text, at, slot);
            if is_somebody(&text[start..at], slot) && !PLAIN.contains(&&text[start..at]) {
                told(start..at);
            }
        }
        from = next;
    }
    stores(text, slot, &mut told);
    tildes(text, slot, &mut told);
}

/// Covers them, and the identifiers of Windows users; labels stay, if it was done before (`again`).
pub(super) fn cover(
    folded: &Folded,
    slot: Slot,
    (domains, again): (&Domains, bool),
    labels: &mut Labels,
    marks: &mut Marks,
) {
    if !may_tell(&folded.octets) {
        return;
    }
    each(folded, slot, domains, |range| {
        let is_label = again && is_label(&folded.octets[range.clone()]);
        if !is_label && marks.is_free(folded, &range) {
            let label = labels.of(Class::Name, &spaced(&folded.octets[range.clone()]));
            marks.cover(folded, &range, label);
        }
    });
    let text = &folded.octets;
    for at in memchr::memmem::find_iter(text, SID) {
        let digits =
            text[at + SID.len()..].iter().take_while(|octet| octet.is_ascii_digit() || **octet == b'-').count();
        let range = at + SID.len()..at + SID.len() + digits;
        if digits > 0 && marks.is_free(folded, &range) {
            let label = labels.of(Class::Number, &text[range.clone()]);
            marks.cover(folded, &range, label);
        }
    }
}

/// A name in the one spelling that labels are made from: its words.
pub(super) fn spaced(name: &[u8]) -> Vec<u8> {
    let words: Vec<&[u8]> = name.split(|octet| !is_word(*octet)).filter(|word| !word.is_empty()).collect();
    plain(words.join(&b' '))
}

/// Danish letters as one: whether `Sørensen` or `Sorensen` was learnt first must not tell.
pub(super) fn plain(name: Vec<u8>) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(name.len());
    let mut doubled = false;
    for octet in name {
        let double = match (out.last(), octet) {
            (Some(b'a'), b'a' | b'e') | (Some(b'o' | b'u'), b'e') => !doubled,
            _ => false,
        };
        if !double {
            out.push(octet);
        }
        doubled = double;
    }
    out
}

/// Where a user's folder begins, if what stands before the separators (`at..next`) is one for homes.
fn below(text: &[u8], at: usize, next: usize, slot: Slot, domains: &Domains) -> Option<usize> {
    let before = &text[..at];
    let start = start_of(text, at, slot);
    let marker = &before[start..];
    let rooted = before[..start].last().is_some_and(|octet| is_separator(*octet) || *octet == b':');
    let settings = before.ends_with(b"documents and settings");
    let digits = marker.iter().rev().take_while(|octet| octet.is_ascii_digit()).count();
    let is_home = HOMES.contains(&marker) || matches!(&marker[..marker.len() - digits], b"home" | b"homes");
    if !settings && !(is_home && (rooted || slot != Slot::Ours)) && !is_mailbox(text, start..at, next, slot) {
        return None;
    }
    let is_mail = matches!(marker, b"vmail" | b"mailboxes" | b"mail");
    let mut next = next;
    // `/home/.ecryptfs/anna`, `/var/mail/vhosts/fjordby.dk/anna`.
    let first = folder_at(text, next);
    if first.len() > 2 && first.starts_with(b".") || (is_mail && first == b"vhosts") {
        next = user_after(text, next)?;
    }
    let first = folder_at(text, next);
    let is_dotted = first.contains(&b'.') && !first.contains(&b'@');
    let is_known = !is_mail && domains.has(first);
    if is_known || (is_dotted && (is_mail || Domains::ends_like_one(first))) {
        return match user_after(text, next) {
            Some(user) if is_mail || !CONTENTS.contains(&folder_at(text, user)) => Some(user),
            None if is_known => None,
            _ => Some(next),
        };
    }
    Some(next)
}

/// Whether the folder (`marker`) is one for mailboxes, media or roaming profiles.
fn is_mailbox(text: &[u8], marker: Range<usize>, next: usize, slot: Slot) -> bool {
    let (own, before) = (&text[marker.clone()], &text[..marker.start]);
    let above = before.iter().rposition(|octet| !is_separator(*octet)).map_or(0, |last| last + 1);
    let is_root = above == 0 || (slot != Slot::Path && is_end(before[above - 1]));
    let is_device = || DEVICES.iter().any(|device| folder_at(text, next).starts_with(device));
    match own {
        b"media" => ((is_root && marker.start > 0) || before[..above].ends_with(b"run")) && !is_device(),
        // Cyrus may have folders of one letter above it.
        b"user" if memchr::memmem::find(before, b"imap").is_some() => true,
        b"profiles" => {
            let folder = folder_at(text, next);
            let is_last = next + folder.len() == text.len();
            without_version(folder, 0, folder.len()) < folder.len() || (!is_last && is_full_name(folder))
        }
        _ => MAILBOXES.iter().any(|(parent, name)| *name == own && before[..above].ends_with(parent)),
    }
}

/// The folder that begins at `at`.
fn folder_at(text: &[u8], at: usize) -> &[u8] {
    let rest = &text[at..];
    &rest[..rest.iter().position(|octet| is_separator(*octet)).unwrap_or(rest.len())]
}

/// Whether it is two words with a dot between, as in `anna.hansen`.
fn is_full_name(folder: &[u8]) -> bool {
    let mut words = folder.split(|octet| *octet == b'.');
    let is_word =
        |word: Option<&[u8]>| word.is_some_and(|one| one.len() > 1 && one.iter().all(|octet| !octet.is_ascii_digit()));
    is_word(words.next()) && is_word(words.next()) && words.next().is_none()
}

/// Where the folder after this one begins, if it may be a user's: hidden ones and files are not.
fn user_after(text: &[u8], at: usize) -> Option<usize> {
    let end = at + folder_at(text, at).len();
    let next = end + text[end..].iter().take_while(|octet| is_separator(**octet)).count();
    let folder = folder_at(text, next);
    let is_last = next + folder.len() == text.len();
    let is_file = is_last && folder.contains(&b'.');
    let is_hidden = folder.is_empty() || folder.starts_with(b".");
    (!is_hidden && !is_file).then_some(next)
}

/// Without what Windows adds to roaming profiles: `.V6`.
fn without_version(text: &[u8], start: usize, end: usize) -> usize {
    match text[start..end] {
        [_, .., b'.', b'v', b'2'..=b'9'] => end - 3,
        _ => end,
    }
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

fn is_somebody(name: &[u8], slot: Slot) -> bool {
    // In a path a question mark is a letter that was lost.
    let signs: &[u8] = if slot == Slot::Path { &name[..name.len().min(1)] } else { name };
    let wild = signs.iter().any(|octet| b"*${}%".contains(octet) || (slot != Slot::Path && *octet == b'?'));
    name.iter().any(|octet| is_word(*octet)) && !wild && !NOBODY.contains(&name)
}

/// Files of mail that are named after their owner.
fn stores(text: &[u8], slot: Slot, told: &mut impl FnMut(Range<usize>)) {
    for ending in STORES {
        for at in memchr::memmem::find_iter(text, ending) {
            let ends = !text.get(at + ending.len()).is_some_and(|octet| is_word(*octet));
            let range = start_of(text, at, slot)..at;
            let name = &text[range.clone()];
            if ends && is_somebody(name, slot) && !PLAIN.contains(&name) {
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
            if is_somebody(&text[at + 1..end], slot) {
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
        let mut domains = Domains::default();
        domains.add_organisation("Fjordby Kommune", |word| word == b"kommune");
        domains.add_host("pc.zqdom.dk");
        cover(&Folded::new(text.as_bytes(), false), slot, (&domains, true), &mut labels, &mut marks);
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
            ("/srv/profiles/xjens.hansen/a", "/srv/profiles/{}/a"),
        ] {
            assert_eq!(covered(path, Slot::Path), shown.replace("{}", "person-1"), "{path}");
        }
    }

    #[test]
    fn domains_and_organisations_above_them_stay() {
        for (path, shown) in [
            ("/home/FJORDBY/xanna/v.pem", "/home/FJORDBY/{}/v.pem"),
            ("/home/FJORDBY/xanna", "/home/FJORDBY/{}"),
            ("/home/fjordby-kommune/xanna/v", "/home/fjordby-kommune/{}/v"),
            ("/home/fjordby.dk/xanna/v.pem", "/home/fjordby.dk/{}/v.pem"),
            ("/home/other.dk/xanna/v.pem", "/home/other.dk/{}/v.pem"),
            ("/home/ZQDOM/xanna/v.pem", "/home/ZQDOM/{}/v.pem"),
            ("/home/xanna.hansen/v.pem", "/home/{}/v.pem"),
            ("/home/xanna.hansen/x/v.pem", "/home/{}/x/v.pem"),
            ("/brugere/xanna.hansen/x/v.pem", "/brugere/{}/x/v.pem"),
            ("/home/fjordby/Documents/v.pem", "/home/{}/Documents/v.pem"),
            ("/home/fjordby/v.pem", "/home/fjordby/v.pem"),
            ("/home/FJORDBY", "/home/FJORDBY"),
            ("/var/mail/vhosts/fjordby.dk/xanna/cur", "/var/mail/vhosts/fjordby.dk/{}/cur"),
        ] {
            assert_eq!(covered(path, Slot::Path), shown.replace("{}", "person-1"), "{path}");
        }
    }

    #[test]
    fn more_places_are_their_owners() {
        for (path, shown) in [
            ("/run/media/xanna/USB/a", "/run/media/{}/USB/a"),
            ("/media/xanna/USB/a", "/media/{}/USB/a"),
            ("/home2/xanna/a", "/home2/{}/a"),
            ("/nfs/home01/xanna/a", "/nfs/home01/{}/a"),
            ("/home/.ecryptfs/xanna/.Private/a", "/home/.ecryptfs/{}/.Private/a"),
            ("/var/spool/imap/user/xanna/1.", "/var/spool/imap/user/{}/1."),
            ("/var/spool/imap/x/user/xanna/1.", "/var/spool/imap/x/user/{}/1."),
            ("C:\\DOCUME~1\\xanna\\a", "C:\\DOCUME~1\\{}\\a"),
            ("/srv/profiles/xanna.V6/a", "/srv/profiles/{}.V6/a"),
            ("/home/zq?ren.hansen/a", "/home/{}/a"),
            ("/home/?ren/a", "/home/{}/a"),
        ] {
            assert_eq!(covered(path, Slot::Path), shown.replace("{}", "person-1"), "{path}");
        }
        for path in ["/media/cdrom0/x", "/srv/www/media/uploads/x", "/srv/profiles/dev/x", "/opt/user/x"] {
            assert_eq!(covered(path, Slot::Path), path);
        }
        assert_eq!(covered("see /media/xanna/USB", Slot::Foreign), "see /media/person-1/USB");
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
            "/srv/post/Maildir/cur/1",
            "/var/mail/sikkerpost",
            "/srv/pst/faktura.pst",
        ] {
            assert_eq!(covered(path, Slot::Path), path);
        }
        assert_eq!(covered("home/office", Slot::Ours), "home/office");
    }
}
