//! What findings about evidence say to people.
//!
//! Foreign text stands in them raw; the writers make it safe. Passwords never
//! stand in them.

use crate::check::{Astray, Detail, Finding, display_name, kind_text};
use crate::classify::{Classified, Verdict};
use crate::clue::Dependency;
use crate::password::Weak;

/// More lines of a text are counted, not told.
const MOST_LINES: usize = 3;

/// What such a finding says to people.
pub(in crate::check) fn message(finding: &Finding, certificate: Option<&Classified>, danish: bool) -> String {
    let key = key_of(certificate, danish);
    match finding.detail.as_deref() {
        Some(Detail::OpenToAll) => open(finding, &key, certificate, danish),
        Some(Detail::Misplaced(astray)) => misplaced(astray, &key, danish),
        Some(Detail::Shared { systems, kombit }) => shared(systems, *kombit, &key, danish),
        Some(Detail::Weak(weak)) => self::weak(*weak, &key, danish),
        Some(Detail::Missing(lines)) => missing(lines, danish),
        Some(Detail::Dependencies(names)) => dependencies(names, danish),
        None => if danish { finding.rule.summary_da } else { finding.rule.summary_en }.to_owned(),
    }
}

/// The key as the subject of a sentence, named by its certificate.
fn key_of(certificate: Option<&Classified>, danish: bool) -> String {
    let Some(classified) = certificate else {
        return if danish { "Den private nøgle".to_owned() } else { "The private key".to_owned() };
    };
    let name = display_name(classified);
    let kind = match &classified.verdict {
        Verdict::Listed(listing) => format!("OCES {}-{}", listing.generation, kind_text(listing, true, true)),
        _ => "certifikatet".to_owned(),
    };
    let kind_en = match &classified.verdict {
        Verdict::Listed(listing) => format!("OCES {} {}", listing.generation, kind_text(listing, false, false)),
        _ => "certificate".to_owned(),
    };
    if danish {
        format!("Den private nøgle til {kind} »{name}«")
    } else {
        format!("The private key of the {kind_en} “{name}”")
    }
}

fn open(finding: &Finding, key: &str, certificate: Option<&Classified>, danish: bool) -> String {
    let path = finding.location.path.to_str().filter(|path| is_plain(path)).map(|path| format!(" {path}"));
    let command = format!("chmod o-r{}", path.unwrap_or_default());
    let mut text = match (certificate.is_some_and(|one| one.certificate.names_person()), danish) {
        (true, true) => format!(
            "{key} kan læses af alle brugere på maskinen. Nøglen er personlig: Bed personen selv om at lukke for de \
             andre ({command})."
        ),
        (true, false) => format!(
            "{key} can be read by every user of the machine. The key is a person's: ask that person to shut the \
             others out ({command})."
        ),
        (false, true) => format!(
            "{key} kan læses af alle brugere på maskinen. Undersøg, hvilken bruger systemet kører som, og luk så for \
             de andre ({command})."
        ),
        (false, false) => format!(
            "{key} can be read by every user of the machine. Find out which user the system runs as, then shut the \
             others out ({command})."
        ),
    };
    if certificate.is_some_and(is_present) {
        text.push_str(if danish {
            " Hvem der har læst nøglen, kan ikke ses: Overvej et nyt certifikat."
        } else {
            " Nobody can tell who has read the key: consider a new certificate."
        });
    }
    text
}

/// Whether it is of a generation that is still issued.
fn is_present(classified: &Classified) -> bool {
    matches!(&classified.verdict, Verdict::Listed(listing) if !matches!(&*listing.generation, "I" | "II"))
}

/// Whether a shell reads the path as it stands.
fn is_plain(path: &str) -> bool {
    path.chars().all(|character| character.is_alphanumeric() || "/._-+@".contains(character))
}

fn misplaced(astray: &Astray, key: &str, danish: bool) -> String {
    let place = if danish { place_danish(astray) } else { place_english(astray) };
    let advice = match (astray, danish) {
        (Astray::Git, true) => {
            "En commit kan ikke tages tilbage: Enhver kopi af repositoriet har nøglen. Betragt den som kendt af andre, \
             bestil et nyt certifikat, og spær det gamle, hvis det ikke allerede er spærret."
        }
        (Astray::Git, false) => {
            "A commit cannot be taken back: every clone of the repository has the key. Take it for known to others, \
             order a new certificate, and have the old one revoked (spærret) if it is not already."
        }
        (Astray::Mail, true) => {
            "Mails gemmes og videresendes: Betragt nøglen som kendt af andre. Bestil et nyt certifikat, hvis det \
             stadig bruges, og send aldrig en nøgle med mail."
        }
        (Astray::Mail, false) => {
            "Mails are kept and passed on: take the key for known to others. Order a new certificate if it is still \
             used, and never send a key by mail."
        }
        (_, true) => {
            "Flyt den til et sted, som kun systemet kan læse, eller til kontrolleret opbevaring, og undersøg, hvem \
             der har haft adgang."
        }
        (_, false) => {
            "Move it to where only the system can read it, or into controlled escrow, and find out who had access."
        }
    };
    format!("{key} {place}. {advice}")
}

fn place_danish(astray: &Astray) -> String {
    match astray {
        Astray::Downloads(name) => format!("ligger i »{name}«, en mappe til hentede filer"),
        Astray::Shared(name) => format!("ligger i »{name}«, en mappe, som andre har adgang til"),
        Astray::Temporary(name) => format!("ligger i »{name}«, en mappe til midlertidige filer"),
        Astray::Web(name) => format!("ligger i »{name}«, en mappe, som en webserver viser frem"),
        Astray::Mail => "ligger i en mail".to_owned(),
        Astray::Git => "ligger i historikken i et Git-repository".to_owned(),
    }
}

fn place_english(astray: &Astray) -> String {
    match astray {
        Astray::Downloads(name) => format!("lies in “{name}”, a folder for downloads"),
        Astray::Shared(name) => format!("lies in “{name}”, a folder that others have access to"),
        Astray::Temporary(name) => format!("lies in “{name}”, a folder for temporary files"),
        Astray::Web(name) => format!("lies in “{name}”, a folder that a web server hands out"),
        Astray::Mail => "lies in a mail".to_owned(),
        Astray::Git => "lies in the history of a Git repository".to_owned(),
    }
}

fn shared(systems: &[String], kombit: bool, key: &str, danish: bool) -> String {
    let names = listed(systems, danish);
    let mut text = if danish {
        format!(
            "{key} ligger også i andre systemer: Den findes i {names}. Bestil et certifikat til hvert system, så det \
             ene kan spærres eller fornyes uden det andet."
        )
    } else {
        format!(
            "{key} is in several systems: {names}. Order one certificate for each, so that one can be revoked \
             (spærret) or renewed without the other."
        )
    };
    if kombit {
        text.push_str(if danish {
            " KOMBIT tillader ikke, at flere it-systemer deler ét certifikat."
        } else {
            " KOMBIT forbids that several IT systems share one certificate."
        });
    }
    text
}

/// `a, b og c`, the first of them.
fn listed(names: &[String], danish: bool) -> String {
    const MOST: usize = 6;
    let and = if danish { "og" } else { "and" };
    let more = names.len().saturating_sub(MOST);
    let others = if danish { format!("{more} andre") } else { format!("{more} others") };
    let shown: Vec<&str> =
        names.iter().take(MOST).map(String::as_str).chain((more > 0).then_some(others.as_str())).collect();
    match shown.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {and} {last}", rest.join(", ")),
        _ => shown.concat(),
    }
}

fn weak(weak: Weak, key: &str, danish: bool) -> String {
    let how = match (weak, danish) {
        (Weak::Empty, true) => "en tom adgangskode",
        (Weak::Empty, false) => "an empty password",
        (Weak::Default, true) => "en almindeligt kendt standardkode",
        (Weak::Default, false) => "a well-known default password",
    };
    if danish {
        format!(
            "{key} ligger i et nøglelager med {how}: Enhver, der kan læse filen, kan bruge nøglen. Giv lageret en \
             stærk adgangskode, og ret den i systemets konfiguration samtidig."
        )
    } else {
        format!(
            "{key} lies in a keystore with {how}: whoever can read the file can use the key. Give the store a strong \
             password, and change it in the system's configuration at the same time."
        )
    }
}

fn missing(lines: &[(u64, Box<str>)], danish: bool) -> String {
    let shown = lines.iter().map(|(line, path)| format!("{}: {path}", line_text(*line, danish)));
    let shown = first(shown, lines.len(), danish);
    if danish {
        format!(
            "Filen nævner et nøglelager, som ikke er med i scanningen ({shown}). Scan det sted, hvor det ligger, \
             eller fjern henvisningen, hvis den er forældet."
        )
    } else {
        format!(
            "The file names a keystore that is not in the scan ({shown}). Scan the place where it lies, or remove \
             the reference if it is out of date."
        )
    }
}

fn dependencies(names: &[(u64, &'static Dependency, Box<str>)], danish: bool) -> String {
    let told = |text: &crate::clue::Text| if danish { text.da.clone() } else { text.en.clone() };
    let line = |(line, what, token): &(u64, &'static Dependency, Box<str>)| {
        format!("{}: {token} ({})", line_text(*line, danish), told(&what.name))
    };
    let shown = first(names.iter().map(line), names.len(), danish);
    let mut text = if danish {
        format!("Filen nævner stadig noget, der lukkede med NemID: {shown}.")
    } else {
        format!("The file still names what closed with NemID: {shown}.")
    };
    let mut met: Vec<&str> = Vec::new();
    for (_, what, _) in names.iter().take(MOST_LINES) {
        if !met.contains(&what.id.as_str()) {
            met.push(&what.id);
            text.push_str(&replacement(what, danish));
        }
    }
    text
}

/// What replaces it, with the day of that knowledge.
fn replacement(what: &Dependency, danish: bool) -> String {
    let (knowledge, date) = (&what.knowledge, crate::check::date_text(what.knowledge.date, danish));
    if danish {
        let (source, ask) = (&knowledge.source.da, &knowledge.check_with.da);
        format!(" {} (Kilde: {source}, {date}; efterprøv det hos {ask}.)", what.replacement.da)
    } else {
        let (source, ask) = (&knowledge.source.en, &knowledge.check_with.en);
        format!(" {} (As described in {source}, {date}; check with {ask}.)", what.replacement.en)
    }
}

fn line_text(line: u64, danish: bool) -> String {
    if danish { format!("linje {line}") } else { format!("line {line}") }
}

/// The first few, and how many there are besides.
fn first(all: impl Iterator<Item = String>, count: usize, danish: bool) -> String {
    let shown: Vec<String> = all.take(MOST_LINES).collect();
    let more = count.saturating_sub(MOST_LINES);
    match (more, danish) {
        (0, _) => shown.join("; "),
        (_, true) => format!("{}; og {more} til", shown.join("; ")),
        (_, false) => format!("{}; and {more} more", shown.join("; ")),
    }
}
