//! Makes foreign text safe for a plain message of SARIF 2.1.0.
//!
//! JSON holds every character, but viewers show what it stands for: whatever
//! could move, hide or reorder text is written out. `[text](target)` is a link
//! even in a plain message (3.11.6); not all viewers know its escape, so a blank
//! parts the two.

use super::safe;

/// Foreign text within a message.
pub(in crate::report) fn message(foreign: &str) -> String {
    safe(foreign).replace("](", "] (")
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn no_text_becomes_a_link_or_moves_the_cursor() {
        assert_eq!(message("see [this](https://evil.example)"), "see [this] (https://evil.example)");
        assert_eq!(message("a\n\u{1b}[2J\u{202e}"), "a\\n\\u{1b}[2J\\u{202e}");
        assert_eq!(message("{0} grød"), "{0} grød");
    }
}
