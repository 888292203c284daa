//! Why a scan is not complete, in words: `2 locked`, of a merged report with its
//! scope in front.

use super::table::words::term;

/// The reason in a language; whose it is stays as it is, and so does what no
/// word is known for. Foreign text in it is raw.
pub(super) fn told(reason: &str, danish: bool) -> String {
    let (scope, reason) = reason.rsplit_once(": ").unwrap_or(("", reason));
    let told = match reason.split_once(' ') {
        Some((count, id)) if count.parse::<u64>().is_ok() => format!("{count} {}", term(id, danish)),
        _ => term(reason, danish).to_owned(),
    };
    if scope.is_empty() { told } else { format!("{scope}: {told}") }
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn counts_are_told_in_the_language_and_the_rest_as_it_is() {
        assert_eq!(told("2 locked", true), "2 låst");
        assert_eq!(told("web01: 1 corrupt", true), "web01: 1 beskadiget");
        assert_eq!(told("a: b: 1 locked", false), "a: b: 1 locked");
        assert_eq!(told("something new", true), "something new");
    }
}
