//! Makes foreign text safe for a workflow command of GitHub Actions:
//! `::error file=a,line=1::message`.
//!
//! A runner reads each line by itself. What begins a line is always ours: no
//! line end gets through, in a value no mark ends the value, and the older form
//! `##[command]`, which a runner looks for anywhere in a line, is taken apart.

use super::safe;

/// The message behind the command.
pub(in crate::report) fn data(foreign: &str) -> String {
    // Line ends are written out by `safe`; a percent sign would be decoded.
    safe(foreign).replace('%', "%25").replace("##[", "# #[")
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
        assert_eq!(data("a\r\n::error::b%0A"), "a\\r\\n::error::b%250A");
        assert_eq!(property("a,line=9::b\n##[group]"), "a%2Cline=9%3A%3Ab\\n# #[group]");
        assert_eq!(data("###[x]##[y]"), "## #[x]# #[y]");
        assert!(!data("a\u{85}b\u{2028}c").contains(['\u{85}', '\u{2028}']));
    }
}
