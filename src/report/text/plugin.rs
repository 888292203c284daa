//! Foreign text in the output of a monitoring plugin.
//!
//! *Behaviour*
//! 1. One line stays one line: line ends are written out.
//! 2. `|` would begin performance data and is written out; so are `<` and `>`,
//!    since web pages of monitors show markup as markup, and `` ` `` and `$`,
//!    since monitors hand the text to the shell commands that notify.

use super::safe;

/// The text, fit for one line.
pub fn plugin(text: &str) -> String {
    let safe = safe(text);
    let mut out = String::with_capacity(safe.len());
    for char in safe.chars() {
        match char {
            '|' | '<' | '>' | '`' | '$' => out.extend(char.escape_unicode()),
            _ => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_begins_a_line_performance_data_or_a_command() {
        assert_eq!(plugin("a | 'errors'=0\nOCES OK"), "a \\u{7c} 'errors'=0\\nOCES OK");
        assert_eq!(plugin("$(x)`y`<b>"), "\\u{24}(x)\\u{60}y\\u{60}\\u{3c}b\\u{3e}");
        assert_eq!(plugin("/srv/rød.p12 \u{202e}"), "/srv/rød.p12 \\u{202e}");
    }
}
