//! Paths as they may be shown: without what may be a password.
//!
//! Behaviour
//! 1. Of a variable only its name stays, not its default; of a template or a
//!    command nothing does.
//! 2. What stands before an `@` is a user and a password, as in the address of
//!    a share; what follows a `;` in a part of a path is an option.

/// The path without what may be a password.
pub(super) fn path(token: &str) -> String {
    let token = options(&user(&variables(token)));
    token.trim_matches(['"', '\'']).to_owned()
}

/// `${NAME:default}` as `${NAME}`, `{{ … }}` and `$( … )` as such.
fn variables(token: &str) -> String {
    const BRACKETS: [(&str, &str); 4] = [("${", "}"), ("{{", "}}"), ("$(", ")"), ("<%", "%>")];
    let mut told = String::with_capacity(token.len());
    let mut rest = token;
    while let Some((at, (open, close))) =
        BRACKETS.iter().filter_map(|pair| Some((rest.find(pair.0)?, *pair))).min_by_key(|(at, _)| *at)
    {
        told.push_str(rest.get(..at).unwrap_or_default());
        let inside = rest.get(at + open.len()..).unwrap_or_default();
        // A default may hold variables of its own: the last bracket closes it.
        let end = inside.rfind(close).unwrap_or(inside.len());
        let is_name = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let whole = inside.get(..end).unwrap_or_default();
        let first = inside.find(close).unwrap_or(inside.len());
        let plain = inside.get(..first).unwrap_or_default();
        let (name, end) = if open == "${" && plain.chars().all(|c| is_name(&c)) {
            (plain.to_owned(), first)
        } else if open == "${" {
            (whole.chars().take_while(is_name).collect(), end)
        } else {
            ("…".to_owned(), end)
        };
        told.push_str(open);
        told.push_str(&name);
        told.push_str(close);
        rest = inside.get(end + close.len()..).unwrap_or_default();
    }
    told.push_str(rest);
    told
}

fn user(token: &str) -> String {
    match token.rfind('@') {
        Some(at) => format!("…{}", token.get(at..).unwrap_or_default()),
        None => token.to_owned(),
    }
}

fn options(token: &str) -> String {
    let mut told = String::with_capacity(token.len());
    let mut inside = false;
    for character in token.chars() {
        inside = match character {
            '/' | '\\' => false,
            ';' => true,
            _ => inside,
        };
        if !inside {
            told.push(character);
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_left_in_a_path() {
        for (token, told) in [
            ("/srv/app/a.jks", "/srv/app/a.jks"),
            ("${HOME}/conf/a.jks", "${HOME}/conf/a.jks"),
            ("${PW:hunter2}/conf/a.jks", "${PW}/conf/a.jks"),
            ("${A:-${B:hunter2}}/a.jks", "${A}/a.jks"),
            ("${A}/${B}/a.jks", "${A}/${B}/a.jks"),
            ("${PW:hunter2", "${PW}"),
            ("{{ lookup('x','hunter2') }}/a.jks", "{{…}}/a.jks"),
            ("$(echo hunter2)/a.jks", "$(…)/a.jks"),
            ("//robot:hunter2@fil01/x/a.jks", "…@fil01/x/a.jks"),
            ("hunter2@fil01/x/a.jks", "…@fil01/x/a.jks"),
            ("sftp://fil01;pw=hunter2/x/a.jks", "sftp://fil01/x/a.jks"),
            ("", ""),
        ] {
            assert_eq!(path(token), told, "{token}");
        }
    }
}
