//! A path as people write it in configuration, taken apart.
//!
//! Behaviour
//! 1. `file:`, `classpath:`, `jar:` and their like are taken off; what follows
//!    `!/` is a member of the archive before it.
//! 2. What stands before and in a variable (`${x}/`, `%X%\`, `$X/`, `~/`,
//!    `{{ x }}/`), a drive or a share is unknown: the rest is the end of the path.
//! 3. Backslashes separate, and then the case of letters says nothing.

use super::escape::{without_entities, without_percent};

/// How a path is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// From the host's root.
    Absolute,
    /// From some folder around the file, so many levels up.
    Relative(usize),
    /// Only the end of the path is known.
    Tail,
}

/// A path that was taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) manner: Manner,
    pub(super) parts: Vec<Box<str>>,
    /// Whether the case of letters counts for nothing.
    pub(super) any_case: bool,
    /// Whether a folder was named explicitly (`./`).
    pub(super) here: bool,
}

const SCHEMES: &[&str] =
    &["jar:", "nested:", "zip:", "url:", "optional:", "resource:", "classpath*:", "classpath:", "file:", "pkcs12:"];

/// Every reading of a token, and the part of it that is the path: as it
/// stands, and without percent escapes. What stands before a colon that belongs
/// to no path may be a password, and goes.
pub(super) fn readings(token: &str) -> Vec<(Written, &str)> {
    let token = token.trim_start_matches(super::hit::is_invisible);
    let path = token.get(path_start(token)..).unwrap_or_default();
    let plain = without_entities(path).replace("\\ ", " ");
    let unescaped = without_percent(&plain);
    let mut all = vec![(read(&plain), path)];
    if unescaped != plain {
        all.push((read(&unescaped), path));
    }
    all.retain(|(written, _)| !written.parts.is_empty());
    all
}

/// Where the path begins: `host:/path`, `VAR:/default`, `./here:/there`.
fn path_start(token: &str) -> usize {
    let mut rest = token;
    while let Some(scheme) = SCHEMES.iter().find(|scheme| starts_with(rest, scheme)) {
        rest = rest.get(scheme.len()..).unwrap_or_default();
    }
    let after_braces = rest.rfind('}').map_or(0, |at| at + 1);
    let Some(colon) = rest.get(after_braces..).and_then(|rest| rest.rfind(':')).map(|at| after_braces + at) else {
        return 0;
    };
    let drive = rest.get(colon + 1..).is_some_and(|path| path.starts_with(['\\', '/']))
        && rest.get(..colon).is_some_and(|before| {
            let mut letters = before.chars().rev().take_while(char::is_ascii_alphanumeric);
            letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.next().is_none()
        });
    if drive {
        rest.get(..colon - 1).filter(|before| before.contains(':')).map_or(0, |_| token.len() - rest.len() + colon - 1)
    } else {
        token.len() - rest.len() + colon + 1
    }
}

fn read(token: &str) -> Written {
    let mut rest = token.trim();
    let mut tail = false;
    while let Some(scheme) = SCHEMES.iter().find(|scheme| starts_with(rest, scheme)) {
        tail |= scheme.starts_with("classpath") || *scheme == "resource:";
        rest = rest.get(scheme.len()..).unwrap_or_default();
        if *scheme == "file:" {
            rest = rest.strip_prefix("//localhost").or_else(|| rest.strip_prefix("//")).unwrap_or(rest);
        }
    }
    let mut any_case = rest.contains('\\');
    let mut slashed = rest.replace('\\', "/").replace("!/", "/");
    if let Some(after) = after_variable(&slashed) {
        tail = true;
        slashed = after.to_owned();
    }
    if let Some(after) = after_drive(&slashed) {
        (tail, any_case) = (true, true);
        slashed = after.to_owned();
    } else if let Some(share) = slashed.strip_prefix("//").filter(|_| any_case) {
        tail = true;
        slashed = share.splitn(3, '/').nth(2).unwrap_or_default().to_owned();
    }
    let absolute = slashed.starts_with('/');
    let (parts, up) = parts(&slashed);
    let manner = match (tail, absolute) {
        (true, _) => Manner::Tail,
        (false, true) => Manner::Absolute,
        (false, false) => Manner::Relative(up),
    };
    Written { manner, parts, any_case, here: slashed.starts_with("./") || up > 0 }
}

fn starts_with(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
}

/// What stands behind the last variable.
fn after_variable(path: &str) -> Option<&str> {
    let after =
        |open: &str, close: char| path.rfind(close).filter(|end| path.get(..*end).is_some_and(|b| b.contains(open)));
    let braces = after("{", '}').max(after("$(", ')'));
    let percent = (path.matches('%').count() >= 2).then(|| path.rfind('%')).flatten();
    let at_sign = (path.matches('@').count() >= 2).then(|| path.rfind('@')).flatten();
    let closed = [braces, percent, at_sign].into_iter().flatten().max().map(|end| end + 1);
    let name = |from: usize| path.get(from..).and_then(|rest| rest.find('/')).map(|slash| from + slash);
    let bare = path.rfind('$').and_then(name);
    let home = path.starts_with('~').then(|| name(0)).flatten();
    path.get(closed.max(bare).max(home)?..)
}

fn after_drive(path: &str) -> Option<&str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let letter = path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    path.get(1..)?.strip_prefix(":/").filter(|_| letter)
}

/// The parts, and how many levels up they begin.
fn parts(path: &str) -> (Vec<Box<str>>, usize) {
    let (mut parts, mut up): (Vec<Box<str>>, usize) = (Vec::new(), 0);
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." if parts.pop().is_none() => up += 1,
            ".." => {}
            _ => parts.push(part.into()),
        }
    }
    (parts, up)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart() {
        let cases: &[(&str, Manner, &[&str])] = &[
            ("/etc/a.jks", Manner::Absolute, &["etc", "a.jks"]),
            ("file:///etc/a.jks", Manner::Absolute, &["etc", "a.jks"]),
            ("file:/etc/../opt/a.jks", Manner::Absolute, &["opt", "a.jks"]),
            ("../conf/a.jks", Manner::Relative(1), &["conf", "a.jks"]),
            ("classpath:keys/a.jks", Manner::Tail, &["keys", "a.jks"]),
            ("${catalina.base}/conf/a.jks", Manner::Tail, &["conf", "a.jks"]),
            ("%CATALINA_BASE%\\conf\\a.jks", Manner::Tail, &["conf", "a.jks"]),
            ("$HOME/conf/a.jks", Manner::Tail, &["conf", "a.jks"]),
            ("~/conf/a.jks", Manner::Tail, &["conf", "a.jks"]),
            ("{{ dir }}/conf/a.jks", Manner::Tail, &["conf", "a.jks"]),
            ("/etc/a (b)/c (d).jks", Manner::Absolute, &["etc", "a (b)", "c (d).jks"]),
            ("$(pwd)/conf/a.jks", Manner::Tail, &["conf", "a.jks"]),
            ("C:\\app\\a.pfx", Manner::Tail, &["app", "a.pfx"]),
            ("C:\\\\app\\\\a.pfx", Manner::Tail, &["app", "a.pfx"]),
            ("file:///C:/app/a.pfx", Manner::Tail, &["app", "a.pfx"]),
            ("\\\\srv\\share\\app\\a.pfx", Manner::Tail, &["app", "a.pfx"]),
            ("jar:file:/srv/x.jar!/keys/a.p12", Manner::Absolute, &["srv", "x.jar", "keys", "a.p12"]),
            ("/a%20b/c.p12", Manner::Absolute, &["a%20b", "c.p12"]),
        ];
        for (token, manner, parts) in cases {
            let (written, _) = readings(token).swap_remove(0);
            assert_eq!(written.manner, *manner, "{token}");
            assert!(written.parts.iter().map(AsRef::as_ref).eq(parts.iter().copied()), "{token}: {:?}", written.parts);
        }
        assert!(readings("/a%20b/c&amp;d.p12").iter().any(|(written, _)| *written.parts[0] == *"a b"));
        for token in ["bruger:hunter2:/etc/a.jks", "KS:/etc/a.jks", "hunter2:C:\\a.jks", "hunter2:${x}:/b/a.jks"] {
            assert!(!readings(token)[0].1.contains("hunter2"), "{token}");
        }
    }
}
