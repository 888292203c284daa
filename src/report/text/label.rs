//! Foreign text as the value of a Prometheus label.
//!
//! *Behaviour*
//! 1. What could hide or reorder text is written out first, as everywhere.
//! 2. Then backslash, quote and line feed are escaped, as the text format asks.

use super::brief;

/// The value without its quotes, at most 200 columns of it.
pub fn label(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in brief(text).chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            _ => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_end_its_label_or_its_line() {
        for (text, value) in [
            ("plain æ", "plain æ"),
            ("a\"} 1\nforged{x=\"", "a\\\"} 1\\\\nforged{x=\\\""),
            ("C:\\", "C:\\\\"),
            ("\u{202e}\u{1b}", "\\\\u{202e}\\\\u{1b}"),
        ] {
            assert_eq!(label(text), value);
        }
        assert!(label(&"x".repeat(100_000)).len() < 300);
    }
}
