//! Why a scan is not complete, in words: `2 locked`, of a merged report with its
//! scope in front.

use super::number;
use super::table::words::term;
use crate::failure::FailureKind;

/// The reason in a language; whose it is stays as it is, and so does what no
/// word is known for. Foreign text in it is raw.
pub(super) fn told(reason: &str, danish: bool) -> String {
    let (scope, reason) = reason.rsplit_once(": ").unwrap_or(("", reason));
    let told = match reason.split_once(' ') {
        Some((count, id)) => count.parse().ok().map(|count| number::of_kind(count, id, danish)),
        None => None,
    };
    let told = told.unwrap_or_else(|| term(reason, danish).to_owned());
    if scope.is_empty() { told } else { format!("{scope}: {told}") }
}

/// Whether the reason only counts failures, which are told one by one.
pub(super) fn is_count(reason: &str) -> bool {
    let reason = reason.rsplit_once(": ").map_or(reason, |(_, reason)| reason);
    let kind = |id: &str| FailureKind::ALL.iter().any(|kind| kind.id() == id);
    reason.split_once(' ').is_some_and(|(count, id)| count.parse::<u64>().is_ok() && kind(id))
}

#[cfg(test)]
mod tests {
    use super::{is_count, told};

    #[test]
    fn counts_are_told_in_the_language_and_the_rest_as_it_is() {
        assert_eq!(told("2 locked", true), "2 låste");
        assert_eq!(told("web01: 1 corrupt", true), "web01: 1 beskadiget");
        assert_eq!(told("a: b: 1 locked", false), "a: b: 1 locked");
        assert_eq!(told("something new", true), "something new");
    }

    #[test]
    fn a_network_is_no_count() {
        assert!(is_count("2 locked") && is_count("web01: 1 limit-exceeded"));
        assert!(!is_count("network filesystem nfs4 not entered: /mnt/1 locked") && !is_count("2 odd"));
    }
}
