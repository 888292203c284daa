//! The arrows between the rooms: held by reading the sources, because the
//! compiler allows what the design forbids.
//!
//! Behaviour:
//! 1. Each room (a file `src/room.rs` and what lies under `src/room/`) has a
//!    layer. A room may use rooms of its own layer or below, never above.
//! 2. Taken together the arrows form no circle.
//! 3. Some arrows are forbidden although they point downward ([`NEVER`]).
//! 4. Some words may be written in some rooms only ([`RESERVED`]).
//! 5. Comments and what a file keeps under `#[cfg(test)]` are exempt.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, lowest layer first. A new room gets its place here and in the
/// map at the top of `src/lib.rs`.
const LAYERS: &[&[&str]] = &[
    &["asn1", "bounds", "error", "failure", "legible", "location", "name", "wording"],
    &["key", "password", "place"],
    &["certificate"],
    &["container", "catalogue", "clue", "timeline"],
    &["inventory"],
    &["carve", "read", "examine"],
    &["walk"],
    &["classify", "ledger"],
    &["refer", "usage"],
    &["check"],
    &["diff", "plan", "recall", "verify"],
    &["report"],
    &["privacy"],
    &["tickets"],
    &["exit", "output", "cli", "config"],
    &["run"],
    &["main"],
];

/// Arrows that point downward and are forbidden nevertheless: from, to, why.
const NEVER: &[(&str, &[&str], &str)] = &[
    ("container", &["catalogue", "inventory"], "a reader knows its format and no generation"),
    ("catalogue", &["container", "location", "password"], "the catalogue knows no file"),
    ("clue", &["container", "location", "password"], "clues know no file"),
    ("timeline", &["container", "location", "password"], "the timeline knows no file"),
    ("refer", &["walk", "read", "carve", "container"], "texts are handed in"),
    ("classify", &["walk", "read", "examine", "carve", "container"], "verdicts are pure"),
    ("usage", &["walk", "read", "examine", "carve", "container"], "conclusions are pure"),
    ("check", &["walk", "read", "examine", "carve", "container"], "rules are pure"),
    ("plan", &["walk", "read", "examine", "carve", "container"], "the plan is pure"),
    ("verify", &["walk", "read", "examine", "carve", "container"], "the verdict on a store is pure"),
    ("tickets", &["walk", "read", "examine", "carve", "container"], "tickets are made from the report"),
    ("report", &["walk", "read", "examine", "carve", "password"], "a report decides nothing and reads nothing"),
];

/// Words that belong to some rooms only, or to one file of a room.
const RESERVED: &[(&[&str], &[&str], &str)] = &[
    (
        &["std::fs", "rustix"],
        &["walk", "read", "config", "output", "run", "main", "tickets/client"],
        "only these rooms touch the operating system",
    ),
    (&["std::env"], &["cli", "config", "output", "run", "main"], "the environment is read where the run is set up"),
    (&["signal_hook"], &["run", "main"], "signals end a run, not a room"),
    (&["SystemTime", "now_utc", "now_local"], &["config", "run", "main"], "one clock: --as-of"),
    (&["std::process::Command"], &[], "nothing is started"),
    (&["std::net", "ureq", "rustls"], &["tickets/client"], "one file opens connections"),
    (&["eprintln!", "eprint!", "process::exit", "process::abort"], &["main"], "one place speaks and one place ends"),
];

#[test]
fn every_room_has_its_layer_and_every_layer_its_rooms() {
    let found: BTreeSet<String> = sources().into_iter().map(|source| source.room).collect();
    let named: BTreeSet<String> = LAYERS.iter().flat_map(|layer| layer.iter().map(ToString::to_string)).collect();
    assert_eq!(found, named, "left: rooms in src/, right: rooms in the table");
}

#[test]
fn the_map_in_lib_names_every_room() {
    let lib = fs::read_to_string(src().join("lib.rs")).unwrap();
    let map: String = lib.lines().filter(|line| line.starts_with("//!")).collect();
    let words: BTreeSet<&str> = map.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    // What is used from everywhere needs no arrow of its own.
    let plumbing = ["name", "key", "place", "exit", "output"];
    for room in LAYERS.iter().flat_map(|layer| layer.iter()).filter(|room| !plumbing.contains(room)) {
        assert!(words.contains(room), "the map at the top of src/lib.rs does not name `{room}`");
    }
}

#[test]
fn arrows_point_downward_only() {
    for arrow in arrows() {
        let (from, to) = (layer(&arrow.from), layer(&arrow.to));
        assert!(from >= to, "{}: `{}` must not use `{}`, which lies above it", arrow.file, arrow.from, arrow.to);
    }
}

#[test]
fn arrows_form_no_circle() {
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for arrow in arrows() {
        graph.entry(arrow.from).or_default().insert(arrow.to);
    }
    assert_eq!(circle(&graph), None);
}

#[test]
fn forbidden_arrows_are_not_drawn() {
    for arrow in arrows() {
        for (from, to, why) in NEVER {
            let drawn = arrow.from == *from && to.contains(&arrow.to.as_str());
            assert!(!drawn, "{}: `{from}` must not use `{}`: {why}", arrow.file, arrow.to);
        }
    }
}

#[test]
fn reserved_words_stay_where_they_belong() {
    for source in sources() {
        for (words, rooms, why) in RESERVED {
            let said = words.iter().find(|word| says(&source, word));
            let own = |room: &&str| source.file == format!("src/{room}.rs") || source.room == **room;
            let allowed = rooms.iter().any(own);
            assert!(said.is_none() || allowed, "{}: `{}`: {why}", source.file, said.unwrap_or(&""));
        }
    }
}

/// The sieve itself: were it blind, every test above would pass.
#[test]
fn the_sieve_sees_every_way_to_write_an_arrow() {
    let text = "//! [`crate::run`]\nuse crate::{asn1, key::{self, Hash}, r#name as n};\nuse super::check;\n\
                fn f() { crate::plan::plan(); super::super::walk::go(); } // crate::report\n\
                use std::{fs, io};\n#[cfg(test)]\nmod tests { use crate::run; }\n";
    let source = Source::new("room/part.rs", text);
    let expected = ["asn1", "key", "name", "plan", "walk"].map(String::from);
    assert_eq!(uses(&source), BTreeSet::from(expected));
    assert!(says(&source, "std::fs"));
    assert!(!says(&source, "std::net"));
    assert!(!says(&source, "run"));
    assert!(uses(&Source::new("room.rs", text)).contains("check"));
    let declares = "use x;\n#[cfg(test)]\nmod helper;\nuse crate::late;\n#[cfg(test)]\nmod tests {\n";
    assert_eq!(test_modules("room/part.rs", declares), ["room/part/helper.rs", "room/part/helper/"]);
    assert!(uses(&Source::new("room/part.rs", declares)).contains("late"));
}

#[test]
fn the_search_finds_a_circle() {
    let mut graph = BTreeMap::from([
        ("a".to_string(), BTreeSet::from(["b".to_string()])),
        ("b".to_string(), BTreeSet::from(["c".to_string()])),
    ]);
    assert_eq!(circle(&graph), None);
    graph.insert("c".to_string(), BTreeSet::from(["a".to_string()]));
    assert_eq!(circle(&graph).as_deref(), Some("a → b → c → a"));
}

/// One source file, without comments and tests.
struct Source {
    file: String,
    room: String,
    /// How many `super` lead to the crate's root.
    depth: usize,
    code: String,
    /// Every `use`, its braces spread out.
    imports: Vec<String>,
}

struct Arrow {
    file: String,
    from: String,
    to: String,
}

impl Source {
    fn new(file: &str, text: &str) -> Source {
        let parts: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
        let code = without_comments_and_tests(text);
        let imports = imports(&code);
        Source { file: format!("src/{file}"), room: parts[0].to_string(), depth: parts.len(), code, imports }
    }
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    list(&src(), &mut files);
    files.sort();
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|path| {
            let file = path.strip_prefix(src()).unwrap().to_str().unwrap().to_string();
            (file, fs::read_to_string(path).unwrap())
        })
        .collect();
    let exempt: Vec<String> = texts.iter().flat_map(|(file, text)| test_modules(file, text)).collect();
    let own = |(file, text): &(String, String)| {
        // `lib.rs` is the map.
        let exempt = file == "lib.rs" || exempt.iter().any(|module| file.starts_with(module.as_str()));
        (!exempt).then(|| Source::new(file, text))
    };
    let sources: Vec<Source> = texts.iter().filter_map(own).collect();
    assert!(sources.len() >= LAYERS.len(), "the sources were not found");
    sources
}

/// The files that `#[cfg(test)] mod name;` declares, without their ending.
fn test_modules(file: &str, text: &str) -> Vec<String> {
    let folder = file.trim_end_matches(".rs");
    let declared = text.split("\n#[cfg(test)]\n").skip(1).filter_map(|rest| {
        let name = rest.lines().next()?.split("mod ").nth(1)?.strip_suffix(';')?;
        Some([format!("{folder}/{name}.rs"), format!("{folder}/{name}/")])
    });
    declared.flatten().collect()
}

fn list(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn arrows() -> Vec<Arrow> {
    let known: BTreeSet<&str> = LAYERS.iter().flat_map(|layer| layer.iter().copied()).collect();
    let mut arrows = Vec::new();
    for source in sources() {
        for to in uses(&source) {
            // A macro or another item of the crate's root is no room.
            if to != source.room && known.contains(to.as_str()) {
                arrows.push(Arrow { file: source.file.clone(), from: source.room.clone(), to });
            }
        }
    }
    assert!(arrows.len() > 20, "the arrows were not found");
    arrows
}

fn layer(room: &str) -> usize {
    LAYERS.iter().position(|layer| layer.contains(&room)).unwrap()
}

/// The first segment after `crate::` (or what comes to the same), everywhere.
fn uses(source: &Source) -> BTreeSet<String> {
    let supers = "super::".repeat(source.depth);
    let own_crate = if source.room == "main" { "oces::" } else { "crate::" };
    let texts = source.imports.iter().map(String::as_str).chain([source.code.as_str()]);
    let mut rooms = BTreeSet::new();
    for text in texts {
        for prefix in ["crate::", own_crate, &supers] {
            for (at, _) in text.match_indices(prefix) {
                let inside = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
                let rest = text[at + prefix.len()..].trim_start_matches("r#");
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if !inside && !name.is_empty() && name != "super" {
                    rooms.insert(name);
                }
            }
        }
    }
    rooms
}

fn says(source: &Source, word: &str) -> bool {
    let texts = source.imports.iter().map(String::as_str).chain([source.code.as_str()]);
    let boundary = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
    texts.into_iter().any(|text| {
        text.match_indices(word)
            .any(|(at, _)| boundary(text[..at].chars().next_back()) && boundary(text[at + word.len()..].chars().next()))
    })
}

/// Drops comments at the start or the end of a line, and the test module that
/// ends a file.
fn without_comments_and_tests(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" {
            // A declaration of one line is skipped; a module lasts to the end.
            match lines.next() {
                Some(next) if next.trim_end().ends_with(';') => continue,
                _ => break,
            }
        }
        let cut = if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap_or("") };
        code.push_str(cut);
        code.push('\n');
    }
    code
}

/// Every import of the code as whole paths: `use a::{b, c::d}` is `a::b`, `a::c::d`.
fn imports(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let starts = code[..at].ends_with([' ', '\n', ')']) || at == 0;
        if let (true, Some(end)) = (starts, code[at..].find(';')) {
            let tree: String = code[at + 4..at + end].split_whitespace().collect::<Vec<_>>().join(" ");
            spread("", &tree, &mut paths);
        }
    }
    paths
}

fn spread(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let Some(open) = tree.find('{') else {
        paths.push(format!("{prefix}{}", tree.trim()));
        return;
    };
    let prefix = format!("{prefix}{}", tree[..open].trim());
    // Nothing follows the brace that closes the first one.
    let inner = &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())];
    let (mut depth, mut start) = (0_i32, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                spread(&prefix, &inner[start..at], paths);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !inner[start..].trim().is_empty() {
        spread(&prefix, &inner[start..], paths);
    }
}

/// A circle in the graph, if there is one, written as a path.
fn circle(graph: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    fn visit<'g>(
        graph: &'g BTreeMap<String, BTreeSet<String>>,
        room: &'g str,
        path: &mut Vec<&'g str>,
        done: &mut BTreeSet<&'g str>,
    ) -> Option<String> {
        if let Some(at) = path.iter().position(|seen| *seen == room) {
            return Some([&path[at..], &[room]].concat().join(" → "));
        }
        if !done.insert(room) {
            return None;
        }
        path.push(room);
        let found = graph.get(room).into_iter().flatten().find_map(|next| visit(graph, next, path, done));
        path.pop();
        found
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|room| visit(graph, room, &mut Vec::new(), &mut done))
}
