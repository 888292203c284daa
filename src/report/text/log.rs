//! Disarms what the log of a CI job takes for a command: a report is often
//! printed there, whatever its format, and names come from others.
//!
//! Behaviour
//! 1. `##[…]` (GitHub, Azure DevOps), `##vso[…]` and `##teamcity[…]` count
//!    anywhere in a line: their bracket is written out.
//! 2. `::name …::` (GitHub) counts at the start of a line, which a word or a part
//!    of a path may come to stand at: its first colon is written out. `::1` is no
//!    command.

use std::borrow::Cow;

/// The text without commands.
pub(in crate::report) fn disarmed(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains("##") && !text.contains("::") {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, char) in text.char_indices() {
        match char {
            '[' if is_hashed(&text[..at]) => out.push_str("\\u{5b}"),
            ':' if begins(&text[..at]) && is_command(&text[at..]) => out.push_str("\\u{3a}"),
            _ => out.push(char),
        }
    }
    Cow::Owned(out)
}

/// Whether what stands before a bracket makes a command of it.
pub(in crate::report) fn is_hashed(before: &str) -> bool {
    before.trim_end_matches(|char: char| char.is_ascii_alphabetic()).ends_with("##")
}

/// Whether a word or a part of a path begins here.
fn begins(before: &str) -> bool {
    !before.ends_with(|char: char| char.is_alphanumeric() || matches!(char, ':' | '_'))
}

fn is_command(text: &str) -> bool {
    text.strip_prefix("::")
        .is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_alphabetic()) && rest.contains("::"))
}

#[cfg(test)]
mod tests {
    use super::disarmed;

    #[test]
    fn no_name_is_a_command_wherever_a_line_breaks() {
        for (text, shown) in [
            ("::error::x", "\\u{3a}:error::x"),
            ("a ::add-mask::x", "a \\u{3a}:add-mask::x"),
            ("/a/::error::x", "/a/\\u{3a}:error::x"),
            ("a##[error]x", "a##\\u{5b}error]x"),
            ("##vso[task.setvariable]", "##vso\\u{5b}task.setvariable]"),
            ("##teamcity[x]", "##teamcity\\u{5b}x]"),
            ("::1 a::b::c std::x # [y]", "::1 a::b::c std::x # [y]"),
            ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
        ] {
            assert_eq!(disarmed(text.into()), shown);
            assert_eq!(disarmed(shown.into()), shown);
        }
    }
}
