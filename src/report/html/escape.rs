//! The one place that makes text safe for HTML and SVG, in elements and in
//! quoted attributes.

use crate::report::text;
use std::borrow::Cow;

/// A text without markup and without what could move, hide or reorder text.
pub(super) fn escape(from: &str) -> Cow<'_, str> {
    let safe = text::safe(from);
    if !safe.contains(['&', '<', '>', '"', '\'']) {
        return safe;
    }
    let mut out = String::with_capacity(safe.len() + 16);
    for char in safe.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(char),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn no_text_opens_a_tag_or_leaves_its_attribute() {
        assert_eq!(escape("<b a='\"'>&amp;"), "&lt;b a=&#39;&quot;&#39;&gt;&amp;amp;");
        assert_eq!(escape("a\n\u{202e}b\u{1b}"), "a\\n\\u{202e}b\\u{1b}");
        assert_eq!(escape("grød"), "grød");
    }
}
