//! Whether a PEM file has the form that servers take: ours reads more than
//! OpenSSL does, so what was found in it proves nothing of that.
//!
//! Looks at lines only; what stands between them was read elsewhere.

use super::{Matter, Outcome, Said, plain, said, then};
use crate::wording::Text;

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";

/// Each mark stands on a line of its own, each begin has its end, there is one
/// key at most, and no stray carriage return.
pub(super) fn pem_form(matter: &Matter<'_>) -> Vec<Said> {
    let pem = matter
        .certificates
        .iter()
        .flat_map(|one| &one.occurrences)
        .any(|place| matches!(place.format, "pem" | "base64"));
    let Some(content) = matter.content.filter(|_| pem) else { return Vec::new() };
    let failed = |key: &str, number: usize| {
        let told = said(Outcome::Failed, key, [("line", Text::same(number.to_string()))]);
        vec![then(told, "verify.pem-form.do", [])]
    };
    let (mut open, mut keys, mut blocks) = (None, 0, 0);
    for (number, line) in (1..).zip(content.split(|octet| *octet == b'\n')) {
        let line = line.strip_suffix(b"\r").unwrap_or(line).trim_ascii_end();
        if line.contains(&b'\r') || line.contains(&0) {
            return failed("verify.pem-form.line", number);
        }
        let marks = memchr::memmem::find_iter(line, BEGIN).count() + memchr::memmem::find_iter(line, END).count();
        if marks == 0 {
            continue;
        }
        let begins = line.starts_with(BEGIN);
        let label =
            line.strip_prefix(BEGIN).or_else(|| line.strip_prefix(END)).and_then(|rest| rest.strip_suffix(b"-----"));
        let Some(label) = label.filter(|_| marks == 1) else { return failed("verify.pem-form.mark", number) };
        match (begins, open) {
            (true, None) => open = Some(label),
            (false, Some(opened)) if opened == label => open = None,
            _ => return failed("verify.pem-form.pair", number),
        }
        blocks += usize::from(begins);
        keys += usize::from(begins && label.ends_with(b"PRIVATE KEY"));
    }
    match (open, blocks, keys) {
        (Some(_), ..) => vec![then(plain(Outcome::Failed, "verify.pem-form.open"), "verify.pem-form.do", [])],
        (_, 0, _) => vec![then(plain(Outcome::Failed, "verify.pem-form.bare"), "verify.pem-form.do", [])],
        (.., 2..) => vec![then(plain(Outcome::Failed, "verify.pem-form.keys"), "verify.pem-form.keys-do", [])],
        _ => vec![plain(Outcome::Passed, "verify.pem-form.right")],
    }
}
