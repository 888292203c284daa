use super::*;
use serde_json::Value;

const ALL: [Markup; 5] = [Markup::Plain, Markup::Markdown, Markup::Textile, Markup::JiraWiki, Markup::Html];

/// What trackers themselves would take for more than text.
const MORE: &[&str] = &[
    "/close",
    "/assign @root",
    "@root",
    "x @root y",
    "#12",
    "!12",
    "&12",
    "%12",
    "$12",
    "~label",
    "closes #12",
    "GH-12",
    "a/b#12",
    "0123456789abcdef",
    "https://evil.example/x",
    "www.evil.example",
    "![x](http://evil.example/x.png)",
    "[x](http://evil.example)",
    "[[Wiki]]",
    "<!-- oces-id: oces:v1:00112233445566778899aabbccddeeff -->",
    "oces-state: {\"v\":1}",
    "x\noces-state: {\"v\":1}",
    " oces-state: {\"v\":1}",
    "OCES-STATE: {}",
    "> oces-state: {}",
    "{{include(Secrets)}}",
    "{{collapse(x)",
    "!http://evil.example/x.png!",
    "\"link\":http://evil.example",
    "attachment:x.p12",
    "user:root",
    "commit:abc",
    "source:/x",
    "document:x",
    "h1. Heading",
    "bq. quote",
    "fn1. note",
    "1. one",
    "- item",
    "@code@",
    "??cite??",
    "==raw==",
    "</pre><b>x</b>",
    "</code></pre>{{macro}}",
    "~~~",
    "```",
    "{noformat}*x*",
    "{code}x{code}",
    "{color:red}x{color}",
    "[~root]",
    "[x|http://evil.example]",
    "[^x.p12]",
    "!x.png|thumbnail!",
    "----",
    "||a||b||",
    ":) (x) (!)",
    "ABC-123",
    "mailto:a@evil.example",
    "\\\\evil\\share",
    "&lt;script&gt;",
    "-deleted- +inserted+ ^up^ ~down~ *bold* _it_",
];

fn hostile() -> Vec<String> {
    let groups: Value = serde_json::from_str(include_str!("../../../tests/oracles/hostile.json")).unwrap();
    let mut all = Vec::new();
    gather(&groups, &mut all);
    all.extend(MORE.iter().map(|one| (*one).to_owned()));
    assert!(all.len() > 100, "{}", all.len());
    all
}

fn gather(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) if text.chars().count() < 2000 => all.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|one| gather(one, all)),
        Value::Object(items) => items.values().for_each(|one| gather(one, all)),
        _ => {}
    }
}

fn blocks(foreign: &str) -> Vec<Block> {
    vec![
        Block::Heading(foreign.to_owned()),
        Block::Text(foreign.to_owned()),
        Block::List(vec![foreign.to_owned(), format!("Navnet er {foreign}")]),
        Block::Places(vec![foreign.to_owned(), format!("web01: {foreign}")]),
    ]
}

fn told(markup: Markup, foreign: &str) -> String {
    write(markup, &blocks(foreign), usize::MAX, |_| String::new())
}

/// Without what stands between backticks, as `CommonMark` pairs them.
fn without_code(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let run = |at: usize| chars[at..].iter().take_while(|char| **char == '`').count();
    let (mut out, mut at) = (String::new(), 0);
    while at < chars.len() {
        if chars[at] == '\\' && at + 1 < chars.len() {
            out.extend([chars[at], chars[at + 1]]);
            at += 2;
            continue;
        }
        let long = run(at);
        if long == 0 {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        let mut end = at + long;
        while end < chars.len() && run(end) != long {
            end += run(end).max(1);
        }
        assert!(end < chars.len(), "a code span that never ends: {line}");
        at = end + long;
    }
    out
}

/// Each line but those between the two fences.
fn outside<'t>(text: &'t str, open: &str, close: &str) -> (String, Vec<&'t str>) {
    let (mut before, mut inside, mut within) = (String::new(), Vec::new(), false);
    for line in text.lines() {
        match (within, line) {
            (false, line) if line == open => within = true,
            (true, line) if line == close => within = false,
            (true, line) => inside.push(line),
            (false, line) => before.extend([line, "\n"]),
        }
    }
    assert!(!within, "a block that never ends: {text}");
    (before, inside)
}

#[test]
fn no_line_is_taken_for_the_memory_of_a_ticket_or_for_a_quotation() {
    for foreign in hostile() {
        for markup in ALL {
            let text = told(markup, &foreign);
            for line in text.lines().flat_map(|line| line.split("<br/>")) {
                let bare = line.trim_start().to_lowercase();
                assert!(!bare.starts_with("oces-state"), "{markup:?} {foreign:?}: {text}");
                assert!(markup != Markup::Plain || !bare.starts_with('>'), "{markup:?} {foreign:?}: {text}");
            }
        }
        assert_eq!(told(Markup::Plain, &foreign).lines().count(), 9, "{foreign:?}");
    }
}

#[test]
fn forges_find_no_mark_link_mention_or_command() {
    for foreign in hostile() {
        let text = told(Markup::Markdown, &foreign);
        for line in text.lines() {
            assert!(!line.starts_with('/') && !line.starts_with("- /") || line.starts_with("- `"), "{text}");
            let bare = without_code(line.strip_prefix("### ").unwrap_or(line));
            assert!(!bare.contains('<') && !bare.contains("<!--"), "{foreign:?}: {text}");
            assert!(!bare.contains("://") && !bare.to_lowercase().contains("www."), "{foreign:?}: {text}");
            for pair in bare.chars().collect::<Vec<_>>().windows(2) {
                let mark = (matches!(pair[0], '@' | '!' | '%') && pair[1].is_alphanumeric())
                    || (pair[0] == '#' && pair[1].is_ascii_digit());
                assert!(!mark, "{foreign:?}: {text}");
            }
            assert!(!bare.replace("\\](", "").contains("]("), "{foreign:?}: {text}");
        }
    }
}

#[test]
fn redmine_finds_no_mark_macro_link_or_image() {
    for foreign in hostile() {
        let text = told(Markup::Textile, &foreign);
        let (prose, places) = outside(&text, "<pre>", "</pre>");
        for line in prose.lines() {
            let line = line.strip_prefix("* ").unwrap_or(line);
            let heading = line.strip_prefix('*').and_then(|line| line.strip_suffix('*'));
            let line = heading.unwrap_or(line);
            assert!(
                !line.contains([
                    '*', '@', '!', '#', '[', ']', '{', '}', '<', '>', '|', '~', '^', '%', '\\', '`', '"', '&'
                ]),
                "{foreign:?}: {line}"
            );
            for bad in ["://", "www.", "??", "==", "user:r", "attachment:x", "commit:a", "source:/", "document:x"] {
                assert!(!line.contains(bad), "{foreign:?}: {line}");
            }
            for start in ["h1.", "bq.", "fn1.", "1.", "- ", "> "] {
                assert!(heading.is_some() || !line.starts_with(start), "{foreign:?}: {line}");
            }
        }
        assert_eq!(places.len(), 2);
        for line in places {
            assert!(!line.contains(['<', '>']) && !line.contains("{{") && !line.contains("[["), "{foreign:?}: {line}");
            assert!(!line.contains("://") && !line.starts_with("~~~") && !line.starts_with("```"), "{line}");
            let joined = line.replace("@\u{2060}", "").replace("&\u{2060}", "").replace("!\u{2060}", "");
            assert!(!joined.contains(['@', '&', '!']), "{foreign:?}: {line}");
        }
    }
}

#[test]
fn jira_finds_no_mark_macro_link_or_mention() {
    for foreign in hostile() {
        let text = told(Markup::JiraWiki, &foreign);
        let (prose, places) = outside(&text, "{noformat}", "{noformat}");
        for line in prose.lines() {
            let line = line.strip_prefix("* ").unwrap_or(line);
            let line = line.strip_prefix('*').and_then(|line| line.strip_suffix('*')).unwrap_or(line);
            let mut before = ' ';
            for char in line.chars() {
                assert!(before == '\\' || !"{}[]*|~^!".contains(char), "{foreign:?}: {line}");
                before = char;
            }
            assert!(!line.contains(['@', '<', '>', '&']), "{foreign:?}: {line}");
            for bad in ["://", "www.", "??", ":)", "(x)", "(!)", "ABC-1", "----"] {
                assert!(!line.contains(bad), "{foreign:?}: {line}");
            }
        }
        for line in places {
            assert!(
                !line.contains("{noformat") && !line.contains("[~") && !line.contains("://"),
                "{foreign:?}: {line}"
            );
        }
    }
}

#[test]
fn topdesk_gets_its_few_tags_and_no_other() {
    for foreign in hostile() {
        let text = told(Markup::Html, &foreign);
        let bare = text.replace("<br/>", "").replace("<b>", "").replace("</b>", "");
        assert!(!bare.contains(['<', '>', '"', '\'', '\n']), "{foreign:?}: {text}");
        assert!(!bare.contains("://") && !bare.contains("www."), "{foreign:?}: {text}");
        for rest in bare.split('&').skip(1) {
            let entities = ["amp;", "lt;", "gt;", "quot;", "#39;"];
            assert!(entities.iter().any(|one| rest.starts_with(one)), "{foreign:?}: {text}");
        }
        assert_eq!(text.matches("<b>").count(), 1);
    }
}

#[test]
fn ordinary_words_stay_legible() {
    let path = "web01: /srv/app-1/æøå (2) & co/key_store.p12!a b.pem";
    let text = "Afgør, om »Fjordby Kommune - Løn (funktionscertifikat)« stadig er i brug: 3-4 steder.";
    let blocks = [Block::Text(text.to_owned()), Block::Places(vec![path.to_owned()])];
    let told = |markup| write(markup, &blocks, usize::MAX, |_| String::new());
    assert_eq!(told(Markup::Plain), format!("{text}\n\n- {path}"));
    assert_eq!(told(Markup::Markdown), format!("{text}\n\n- `{path}`"));
    assert_eq!(told(Markup::JiraWiki), format!("{text}\n\n{{noformat}}\n{path}\n{{noformat}}"));
    assert_eq!(told(Markup::Html), format!("{text}<br/><br/>- {}", path.replace('&', "&amp;")));
    let joined = path.replace('&', "&\u{2060}").replace('!', "!\u{2060}");
    assert_eq!(told(Markup::Textile), format!("{text}\n\n<pre>\n{joined}\n</pre>"));
}

#[test]
fn what_is_too_long_loses_items_and_says_how_many_and_keeps_its_end() {
    let items: Vec<String> = (0..500).map(|number| format!("/srv/{number}")).collect();
    let long = [
        Block::Text("Begin".to_owned()),
        Block::Places(items.clone()),
        Block::List(vec!["one".to_owned(), "two".to_owned()]),
        Block::Heading("End".to_owned()),
        Block::Text("oces:v1:00".to_owned()),
    ];
    for markup in ALL {
        for longest in [4000, 1000, 300, 120, 60] {
            let text = write(markup, &long, longest, |left| format!("and {left} more"));
            assert!(text.chars().count() <= longest, "{markup:?} {longest}: {text}");
            assert!(text.contains("End") && text.ends_with("oces:v1:00"), "{markup:?} {longest}: {text}");
            let shown = items.iter().filter(|one| text.split(['\n', '`', ' ', '<']).any(|word| word == **one)).count();
            if longest >= 120 {
                assert!(text.contains(&format!("and {} more", 500 - shown)), "{markup:?} {longest} {shown}: {text}");
                assert!(longest < 300 || shown > 2, "{markup:?} {longest}: {text}");
            }
            assert_eq!(text.matches("<pre>").count(), text.matches("</pre>").count());
            assert_eq!(text.matches("{noformat}").count() % 2, 0);
        }
        let whole = write(markup, &long, 1_000_000, |left| format!("and {left} more"));
        assert!(whole.contains("/srv/499") && !whole.contains("more"));
    }
}

#[test]
fn what_is_copied_begins_with_itself_and_punctuation_is_no_code() {
    let items = ["web01: /srv/a.p12: alle kan læse den", "/srv/a.p12: alle kan læse den"];
    let blocks = [
        Block::List(items.map(str::to_owned).into()),
        Block::Text("Navn (CVR 99887766), serienummer 7caa53dc.".to_owned()),
    ];
    for markup in [Markup::Textile, Markup::JiraWiki, Markup::Html, Markup::Plain] {
        let text = write(markup, &blocks, usize::MAX, |_| String::new());
        assert!(!text.contains(words::JOINER), "{markup:?}: {text}");
    }
    let text = write(Markup::Markdown, &blocks, usize::MAX, |_| String::new());
    assert!(text.ends_with("Navn (CVR `99887766`), serienummer `7caa53dc`."), "{text}");
}
