//! The system store of Windows that a place is in, where only its path tells:
//! `SystemCertificates\My\Certificates\THUMBPRINT`, as a file of a profile or
//! as a key of the registry.
//!
//! Behaviour
//! 1. The innermost name counts: the last member, else the path.
//! 2. A path of a registry that begins with `Software` is a user's, one that
//!    begins with `Microsoft` or `Policies` the machine's; a file's path is a
//!    user's where it goes through a roaming profile. Else the store stands
//!    alone, such as `My`.

use crate::location::{Location, StepKind};

/// The formats that hold one entry of such a store.
const FORMATS: [&str; 1] = ["windows-property"];

/// The folders and keys under which the stores stand.
const HOMES: [&str; 2] = ["systemcertificates", "enterprisecertificates"];

/// The store that the path names.
pub(super) fn named_by(location: &Location, format: &str) -> Option<String> {
    if !FORMATS.contains(&format) {
        return None;
    }
    let member = location.steps.iter().rev().find(|step| step.kind == StepKind::Member);
    let name = match member {
        Some(step) => String::from_utf8_lossy(&step.name),
        None => location.path.to_string_lossy(),
    };
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    let home = parts.iter().rposition(|part| HOMES.contains(&part.to_ascii_lowercase().as_str()))?;
    let store = parts.get(home + 1)?;
    parts.get(home + 2).filter(|part| part.eq_ignore_ascii_case("Certificates"))?;
    let before = parts.get(..home).unwrap_or_default();
    Some(match owner(before) {
        Some(owner) => format!("{owner}\\{store}"),
        None => (*store).to_owned(),
    })
}

/// Whose store it is, from what stands before `SystemCertificates`.
fn owner(before: &[&str]) -> Option<String> {
    let is = |part: &str, word: &str| part.eq_ignore_ascii_case(word);
    if let [.., cryptography, services, service] = before
        && is(cryptography, "Cryptography")
        && is(services, "Services")
    {
        return Some(format!("Services\\{service}"));
    }
    match before {
        [first, ..] if is(first, "Software") => Some("CurrentUser".to_owned()),
        [first, ..] if is(first, "Microsoft") || is(first, "Policies") => Some("LocalMachine".to_owned()),
        [.., roaming, microsoft] if is(roaming, "Roaming") && is(microsoft, "Microsoft") => {
            Some("CurrentUser".to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_store_is_told_from_the_path() {
        let named = |path: &str, member: &str| {
            let mut location = Location::file(Path::new("/").into(), Path::new(path).into());
            if !member.is_empty() {
                location = location.step(StepKind::Member, member.as_bytes());
            }
            named_by(&location, "windows-property")
        };
        let file = "/mnt/c/Users/ane/AppData/Roaming/Microsoft/SystemCertificates/My/Certificates/AB";
        assert_eq!(named(file, "").as_deref(), Some("CurrentUser\\My"));
        assert_eq!(named("/x/SystemCertificates/My/Certificates/AB", "").as_deref(), Some("My"));
        assert_eq!(named("/x/SystemCertificates/My/Keys/AB", ""), None);
        let hive = "Software\\Microsoft\\SystemCertificates\\Disallowed\\Certificates\\AB\\Blob";
        assert_eq!(named("/x/NTUSER.DAT", hive).as_deref(), Some("CurrentUser\\Disallowed"));
        let hive = "Microsoft\\EnterpriseCertificates\\Root\\Certificates\\AB\\Blob";
        assert_eq!(named("/x/SOFTWARE", hive).as_deref(), Some("LocalMachine\\Root"));
        let hive = "Microsoft\\Cryptography\\Services\\NTDS\\SystemCertificates\\My\\Certificates\\AB\\Blob";
        assert_eq!(named("/x/SOFTWARE", hive).as_deref(), Some("Services\\NTDS\\My"));
        let elsewhere = Location::file(Path::new("/").into(), Path::new(file).into());
        assert_eq!(named_by(&elsewhere, "der"), None);
    }
}
