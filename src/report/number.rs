//! How many there are of something, in words: `1 fil`, `2 filer`. The words are
//! `wording`'s, one key for one of them and one for any other number.

use super::table::words::term;
use crate::wording::{self, Text, Values};

/// So many, by the key for one and the key for more.
pub(super) fn of(count: u64, one: &str, more: &str) -> Text {
    let key = if count == 1 { one } else { more };
    wording::filled(key, &Values::from([("count", Text::same(count.to_string()))]))
}

/// So many of a kind of failure, or of what else a scan is not complete for:
/// in English the fixed word itself, in Danish with a plural of its own.
pub(super) fn of_kind(count: u64, id: &str, danish: bool) -> String {
    let more = format!("merge.kinds.{id}");
    let word =
        if danish && count != 1 && wording::knows(&more) { wording::told(&more, true) } else { term(id, danish) };
    format!("{count} {word}")
}

#[cfg(test)]
mod tests {
    use super::{of, of_kind};
    use crate::failure::FailureKind;

    #[test]
    fn one_is_told_in_the_singular_and_none_in_the_plural() {
        let told = |count, danish: bool| {
            let file = of(count, "rules.number.file-one", "rules.number.file");
            format!("{}, {}", file.told(danish), of_kind(count, "locked", danish))
        };
        assert_eq!((told(1, true), told(1, false)), ("1 fil, 1 låst".to_owned(), "1 file, 1 locked".to_owned()));
        assert_eq!((told(0, true), told(0, false)), ("0 filer, 0 låste".to_owned(), "0 files, 0 locked".to_owned()));
        assert_eq!(of_kind(2, "excluded", true), "2 udeladt", "what is no failure keeps its word");
    }

    #[test]
    fn every_kind_of_failure_has_a_danish_plural() {
        for kind in FailureKind::ALL {
            assert!(crate::wording::knows(&format!("merge.kinds.{}", kind.id())), "{}", kind.id());
        }
    }
}
