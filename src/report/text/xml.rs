//! Makes foreign text safe for XML 1.0, in elements and in quoted attributes.
//!
//! XML 1.0 has no way to write a control character, U+FFFE or U+FFFF, not even
//! as a reference: they are written out visibly, as on a terminal.

use super::safe;
use std::borrow::Cow;

/// A text without markup and without what XML cannot hold.
pub(in crate::report) fn escape(foreign: &str) -> Cow<'_, str> {
    let safe = safe(foreign);
    if !safe.contains(|char: char| reference(char).is_some()) {
        return safe;
    }
    let mut out = String::with_capacity(safe.len() + 16);
    for char in safe.chars() {
        match reference(char) {
            Some(reference) => out.push_str(reference),
            None => out.push(char),
        }
    }
    Cow::Owned(out)
}

/// What stands for a character that XML would take for its own.
fn reference(char: char) -> Option<&'static str> {
    Some(match char {
        '&' => "&amp;",
        '<' => "&lt;",
        // `]]>` may not stand in an element.
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        '\u{fffe}' => "\\u{fffe}",
        '\u{ffff}' => "\\u{ffff}",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_leaves_its_attribute_and_nothing_is_no_xml() {
        assert_eq!(escape("a\"/><b x='&amp;'>]]>"), "a&quot;/&gt;&lt;b x=&#39;&amp;amp;&#39;&gt;]]&gt;");
        assert_eq!(escape("a\0b\u{b}\u{1b}\n\u{fffe}\u{ffff}"), "a\\u{0}b\\u{b}\\u{1b}\\n\\u{fffe}\\u{ffff}");
        assert_eq!(escape("grød 漢"), "grød 漢");
    }

    #[test]
    fn every_character_is_one_of_xml_1_0() {
        let every: String = ('\0'..=char::MAX).collect();
        let allowed =
            |char: char| matches!(char, '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
        assert!(escape(&every).chars().all(allowed));
    }
}
