//! Makes foreign text safe for a workflow command of GitHub Actions:
//! `::error file=a,line=1::message`.
//!
//! A runner reads each line by itself. What begins a line is always ours: no
//! line end gets through, and in a value no mark ends the value. `safe` takes
//! apart the older form `##[command]`, which a runner looks for anywhere.

use super::safe;

/// The message behind the command.
pub(in crate::report) fn data(foreign: &str) -> String {
    // Line ends are written out by `safe`; a percent sign would be decoded.
    safe(foreign).replace('%', "%25")
}

/// The value of a property.
pub(in crate::report) fn property(foreign: &str) -> String {
    data(foreign).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn no_text_begins_a_line_or_ends_a_value() {
        assert!(!data("a\r\n::error::b%0A").contains(['\r', '\n']));
        assert!(data("50%0A").ends_with("50%250A"));
        assert_eq!(property("a,line=9"), "a%2Cline=9");
        assert!(!property("a:b,c").contains([':', ',']));
        assert!(!data("###[x]##[y]").contains("##["));
        assert!(!data("a\u{85}b\u{2028}c").contains(['\u{85}', '\u{2028}']));
    }
}
