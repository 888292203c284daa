//! Foreign words in marks that have no escape of their own: look-alikes for
//! marks, an invisible joiner where a tracker would look something up.
//!
//! Takes text that was made safe; knows no blocks.

/// Parts what must not stand together; nobody sees it.
pub(super) const JOINER: char = '\u{2060}';

/// A text in Redmine's Textile, and in its Markdown.
pub(super) fn textile(safe: &str) -> String {
    map(&unlinked(safe), |before, char, next| match char {
        '*' => Piece::Instead('∗'),
        '_' if !inside(before, next) => Piece::Instead('＿'),
        '@' => Piece::Instead('＠'),
        '!' => Piece::Instead('！'),
        '#' => Piece::Instead('＃'),
        '[' => Piece::Instead('［'),
        ']' => Piece::Instead('］'),
        '{' => Piece::Instead('｛'),
        '}' => Piece::Instead('｝'),
        '<' => Piece::Instead('‹'),
        '>' => Piece::Instead('›'),
        '|' => Piece::Instead('｜'),
        '~' => Piece::Instead('～'),
        '^' => Piece::Instead('＾'),
        '%' => Piece::Instead('％'),
        '\\' => Piece::Instead('＼'),
        '`' => Piece::Instead('‘'),
        '"' => Piece::Instead('”'),
        '&' => Piece::Instead('＆'),
        '+' if !inside(before, next) => Piece::Instead('＋'),
        '-' if !inside(before, next) && !spaced(before, next) => Piece::Instead('‑'),
        '?' if next == Some('?') => Piece::Then(JOINER),
        '=' if next == Some('=') => Piece::Then(JOINER),
        ':' if next.is_some_and(|next| !next.is_whitespace()) => Piece::Then(JOINER),
        'r' if !word(before) && next.is_some_and(|next| next.is_ascii_digit()) => Piece::Then(JOINER),
        _ => Piece::Same,
    })
}

/// A text in Jira's marks.
pub(super) fn jira(safe: &str) -> String {
    map(&unlinked(safe), |before, char, next| match char {
        '\\' => Piece::Instead('＼'),
        '@' => Piece::Instead('＠'),
        '<' => Piece::Instead('‹'),
        '>' => Piece::Instead('›'),
        '&' => Piece::Instead('＆'),
        '{' | '}' | '[' | ']' | '*' | '|' | '~' | '^' | '!' => Piece::Escaped,
        '_' | '+' if !inside(before, next) => Piece::Escaped,
        '-' if !inside(before, next) && !spaced(before, next) => Piece::Escaped,
        // An issue's key would become a link.
        '-' if before.is_some_and(char::is_uppercase) && next.is_some_and(|next| next.is_ascii_digit()) => {
            Piece::Then(JOINER)
        }
        '?' if next == Some('?') => Piece::Then(JOINER),
        // Faces and marks such as `:)` and `(x)` become pictures.
        ':' | ';' if next.is_some_and(|next| !next.is_whitespace()) => Piece::Then(JOINER),
        '(' if next.is_some_and(|next| !next.is_alphanumeric() || "xyin".contains(next)) => Piece::Then(JOINER),
        _ => Piece::Same,
    })
}

/// A line inside `<pre>`, legible and harmless in Textile and Markdown.
pub(super) fn verbatim(safe: &str) -> String {
    map(&unlinked(safe), |before, char, next| match char {
        '<' => Piece::Instead('‹'),
        '>' => Piece::Instead('›'),
        '&' | '@' | '!' => Piece::Then(JOINER),
        '#' if next.is_some_and(char::is_alphanumeric) => Piece::Then(JOINER),
        '{' if next == Some('{') => Piece::Then(JOINER),
        '[' if next == Some('[') => Piece::Then(JOINER),
        '~' | '`' if before.is_none() => Piece::Then(JOINER),
        _ => Piece::Same,
    })
}

/// A line inside `{noformat}`.
pub(super) fn noformat(safe: &str) -> String {
    map(&unlinked(safe), |_, char, next| match char {
        '{' => Piece::Then(JOINER),
        '[' if next == Some('~') => Piece::Then(JOINER),
        _ => Piece::Same,
    })
}

/// Addresses that nothing makes a link of.
pub(super) fn unlinked(safe: &str) -> String {
    let parted = safe.replace("://", ":\u{2060}//");
    map(&parted, |before, char, next| match char {
        '.' if matches!(before, Some('w' | 'W')) && next.is_some() => Piece::Before(JOINER),
        _ => Piece::Same,
    })
}

/// Whether a forge would look a word up: `!1`, `&1`, `%1`, `$1`, a revision.
pub(super) fn is_forge_link(word: &str) -> bool {
    let mut before = None;
    let mut marked = false;
    for char in word.chars() {
        marked |= matches!(before, Some('!' | '&' | '%' | '~')) && (char.is_alphanumeric() || char == '"');
        before = Some(char);
    }
    let core = word.trim_matches(|char: char| !char.is_ascii_alphanumeric());
    let revision = (7..=40).contains(&core.len()) && core.bytes().all(|octet| octet.is_ascii_hexdigit());
    marked || revision
}

/// What becomes of a character.
enum Piece {
    Same,
    Instead(char),
    Escaped,
    Before(char),
    Then(char),
}

/// Each character as the rule says, which sees its neighbours.
fn map(text: &str, rule: impl Fn(Option<char>, char, Option<char>) -> Piece) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match rule(before, char, chars.peek().copied()) {
            Piece::Same => out.push(char),
            Piece::Instead(other) => out.push(other),
            Piece::Escaped => out.extend(['\\', char]),
            Piece::Before(other) => out.extend([other, char]),
            Piece::Then(other) => out.extend([char, other]),
        }
        before = Some(char);
    }
    out
}

fn word(char: Option<char>) -> bool {
    char.is_some_and(char::is_alphanumeric)
}

/// Inside a word a mark is none.
fn inside(before: Option<char>, next: Option<char>) -> bool {
    word(before) && word(next)
}

/// Between blanks neither.
fn spaced(before: Option<char>, next: Option<char>) -> bool {
    let blank = |char: Option<char>| char.is_none_or(char::is_whitespace);
    blank(before) && blank(next) && before.is_some()
}
