//! Every text of the reports for people, Danish beside English. `{}` is
//! filled in, in order, by [`fill`].
//!
//! The texts of the plan and of findings are not here: they come with them.

use crate::failure::FailureKind;

/// One language's texts: a field a text.
macro_rules! texts {
    ($($name:ident: $da:literal, $en:literal;)+) => {
        #[derive(Debug)]
        pub(in crate::report) struct Words { $(pub(in crate::report) $name: &'static str,)+ }
        static DA: Words = Words { $($name: $da,)+ };
        static EN: Words = Words { $($name: $en,)+ };
        #[cfg(test)]
        static ALL: &[(&str, &str, &str)] = &[$((stringify!($name), $da, $en),)+];
    };
}

texts! {
    heading: "oces har gennemsøgt {}", "oces looked at {}";
    heading_day: "Vært: {}. Vurderet pr. {}. Katalog: {}.", "Host: {}. Judged as of {}. Catalogue: {}.";
    nothing_listed: "Der er ikke fundet OCES-certifikater; alt er undersøgt.", "No OCES certificates found; everything was looked at.";
    nothing_incomplete: "Der er ikke fundet OCES-certifikater, MEN IKKE ALT KUNNE UNDERSØGES.", "No OCES certificates found, BUT NOT EVERYTHING COULD BE LOOKED AT.";
    certificates: "OCES-certifikater, værste først", "OCES certificates, worst first";
    severity: "ALVOR", "SEVERITY";
    status: "STATUS", "STATUS";
    what: "TYPE", "KIND";
    who: "HVEM", "WHO";
    identifier: "IDENTIFIKATION", "IDENTIFIER";
    not_after: "UDLØB", "NOT AFTER";
    key: "NØGLE", "KEY";
    yes: "ja", "yes";
    no: "nej", "no";
    none: "ingen", "none";
    since: "siden {}", "since {}";
    from_day: "fra {}", "from {}";
    alias: "alias \"{}\"", "alias \"{}\"";
    store: "certifikatlager {}", "store {}";
    line: "linje {}", "line {}";
    image: "{}, lag {} af {}", "{}, layer {} of {}";
    image_others: "også i {} andre images", "also in {} other images";
    image_deleted: "slettet af lag {}", "deleted by layer {}";
    key_here: "PRIVAT NØGLE HER", "PRIVATE KEY HERE";
    key_at: "privat nøgle: {} ({})", "private key: {} ({})";
    more_places: "… og {} steder mere (se JSON-rapporten)", "… and {} more (see the JSON report)";
    blocked_note: "Spærret betyder: skulle spærres den dag ifølge Digitaliseringsstyrelsen; spærrelisten (CRL) er ikke slået op.",
        "Blocked means: was to be blocked on that day according to Digitaliseringsstyrelsen; no CRL was consulted.";
    look_alikes: "Ligner OCES, men er det ikke", "Look-alikes: they borrow an OCES name but are not OCES";
    unknown_authorities: "Ukendt udsteder under et kendt navn", "Unknown authority under a known name";
    family: "bærer navnet {}; udsteder {}", "bears the name {}; issuer {}";
    others: "Andre certifikater (--all)", "Other certificates (--all)";
    other_findings: "Andre fund", "Other findings";
    history: "Historik i mails og logfiler (kræver ingen handling)", "History in messages and logs (no action needed)";
    history_line: "{}: {} fund, {} certifikater", "{}: {} findings, {} certificates";
    encrypted: "Beskeder krypteret til OCES I- eller OCES II-certifikater", "Messages encrypted to OCES I or OCES II certificates";
    encrypted_one: "{}: 1 krypteret besked, {} kan reddes", "{}: 1 encrypted message, {} can be saved";
    encrypted_line: "{}: {} krypterede beskeder, {} kan reddes", "{}: {} encrypted messages, {} can be saved";
    encrypted_save: "Certifikat og privat nøgle er fundet til dem, der kan reddes: Dekryptér dem, og gem dem i et andet format, før nøglen går tabt.",
        "Certificate and private key were found for those that can be saved: decrypt them and keep them in another format before the key is lost.";
    encrypted_lost: "Til de øvrige er nøglen ikke fundet: De er sandsynligvis tabt, medmindre den ligger et andet sted. Led efter nøglefilen og efter NemID på hardware, før de opgives.",
        "For the others no key was found: they are probably lost, unless it lies elsewhere. Look for the key file and for NemID on hardware before they are given up.";
    signed: "Signerede beskeder, hvor certifikatet ikke er vedlagt (kræver ingen handling)", "Signed messages without the signer's certificate (no action needed)";
    signed_line: "{}: {} signeret med OCES-certifikat, {} forskellige certifikater", "{}: {} signed with an OCES certificate, {} different certificates";
    failures: "Kunne ikke undersøges", "Could not be looked at";
    more_failures: "… og {} mere (se JSON-rapporten)", "… and {} more (see the JSON report)";
    store_keys: "nøgler i nøglelageret: {}", "keys in the store: {}";
    store_key: "nøgle uden navn", "unnamed key";
    key_id: "localKeyID {}", "localKeyID {}";
    belongs_to: "hører til certifikatet {}", "belongs to the certificate {}";
    systems: "Systemer, værste først", "Systems, worst first";
    home: "i {}", "in {}";
    owner: "ejer: {}", "owner: {}";
    team: "team {}", "team {}";
    queue: "kø {}", "queue {}";
    elsewhere: "og {} steder uden for systemet: se listen nedenfor", "and {} places outside the system: see the list below";
    used_for: "bruges til: ", "used for: ";
    used_with: "{} med {} ({})", "{} with {} ({})";
    used_alone: "{} ({})", "{} ({})";
    settles: "uafklaret: {}", "unsettled: {}";
    referred: "nævnt i: ", "named in: ";
    by: "ved {}", "by {}";
    counterparty: "{}: ", "{}: ";
    demands: "kræver {}.", "demands: {}.";
    nemid: "afhænger af NemID:", "depends on NemID:";
    told_above: "se systemet {}", "see the system {}";
    dependencies: "Afhænger af NemID, uden for systemerne", "Dependencies on NemID outside the systems";
    firewall: "Firewall", "Firewall";
    firewall_open: "Skal være åbent udad (hvor ingen fil er nævnt, kun hvis I bruger det):", "Must be open outwards (where no file is named, only if you use it):";
    firewall_close: "Kan lukkes, når OCES II og NemID er lukket (31. oktober 2023), og intet i drift bruger eller efterprøver det mere:", "Can be closed once OCES II and NemID have ended (31 October 2023) and nothing live uses or verifies it any more:";
    port: "port {}", "port {}";
    test_only: "kun testmiljø", "test environment only";
    missing: "Nøglelagre, som ikke er med i scanningen", "Keystores that are not in the scan";
    command: "Adgang: {}", "To look at it: {}";
    paths_there: "{} stier", "{} paths";
    unseen: "Hvad der ikke er undersøgt", "What was not looked at";
    unseen_never: "Det kan ingen scanning af filer se:", "What no scan of files sees:";
    unseen_all: "Alle filer kunne undersøges.", "Every file could be looked at.";
    plan: "Plan", "Plan";
    no_plan: "Der er intet at gøre nu.", "There is nothing to do now.";
    plan_note: "#n er certifikatets nummer ovenfor; dets steder står under systemet og i listen over certifikater.", "#n is the certificate's number above; its places stand under its system and in the list of certificates.";
    only_for: "Kun for {}: {}", "Only for {}: {}";
    not_for: "Ikke for {}: {}", "Not for {}: {}";
    steps_above: "Desuden trin {} ovenfor.", "Also steps {} above.";
    check: "Se, at det er gjort: ", "See that it is done: ";
    of_them: "{} af dem", "{} of them";
    wave: "Fase {}: {}", "Wave {}: {}";
    done_by: "Hvem: {}", "Who: {}";
    deadline: "senest {}", "by {}";
    overdue: "OVERSKREDET siden {}", "OVERDUE since {}";
    summary: "Opsummering", "Summary";
    files: "Filer", "Files";
    files_line: "{} i alt: {} undersøgt, {} med fejl, {} sprunget over", "{} met: {} examined, {} failed, {} skipped";
    directories: "Mapper", "Directories";
    bytes: "Læst", "Read";
    containers: "Nøglelagre åbnet", "Stores opened";
    seen: "Certifikater set", "Certificates seen";
    seen_line: "{}, heraf {} forskellige", "{}, of which {} distinct";
    listed: "OCES-certifikater", "OCES certificates";
    findings: "Fund", "Findings";
    not_looked_at: "Ikke undersøgt", "Not looked at";
    skipped: "Sprunget over", "Left out";
    left_closed: "Ikke åbnet", "Not opened";
    no_home: "brugeres hjemmemapper (--no-home)", "home directories (--no-home)";
    no_mail: "mails (--no-mail)", "mail (--no-mail)";
    no_references: "hvem der nævner hvad (--no-references)", "who names what (--no-references)";
    no_archives: "arkiver (--no-archives)", "archives (--no-archives)";
    complete: "Fuldstændig", "Complete";
    complete_yes: "ja: alt er undersøgt", "yes: everything was looked at";
    complete_no: "NEJ: {}", "NO: {}";
    next: "Næste skridt: {}", "Next step: {}";
    next_plan: "{} ({} af dem; se fase {} i planen).", "{} ({} of them; see wave {} of the plan).";
    next_plan_one: "{} (se fase {} i planen).", "{} (see wave {} of the plan).";
    next_then: "Derefter: {}", "Then: {}";
    next_locked: "Skaf adgangskoderne til det låste ({}), og kør igen med --password-file; pak krypterede arkiver ud først: Dér kan der ligge flere certifikater.",
        "Get the passwords of what is locked ({}) and scan again with --password-file; unpack encrypted archives first: more certificates may lie there.";
    next_person: "En persons nøglelager ({}) åbnes kun af personen selv: Bed aldrig om adgangskoden.",
        "A person's keystore ({}) is opened by that person only: never ask for the password.";
    next_unreadable: "Kør igen som en bruger, der må læse det hele: {} kunne ikke åbnes, og dér kan der ligge flere certifikater.",
        "Scan again as a user who may read everything: {} could not be opened, and more certificates may lie there.";
    next_failures: "Se på det, der ikke kunne undersøges ({}), og kør igen.", "See to what could not be looked at ({}) and scan again.";
    next_incomplete: "Undersøg, hvorfor scanningen ikke er fuldstændig, og kør igen.", "See why the scan is not complete, and scan again.";
    next_nothing: "Kør igen jævnligt; OCES III-certifikater udløber efter tre år.", "Scan again regularly; OCES III certificates expire after three years.";
    subject: "Indehaver (subject)", "Subject";
    issuer: "Udsteder", "Issuer";
    serial: "Serienummer", "Serial number";
    not_before: "Fra", "Not before";
    until: "Til", "Not after";
    subject_key: "Nøgle-id (SKI)", "Subject key id";
    authority_key: "Udsteders nøgle-id", "Authority key id";
    key_usage: "Nøgleanvendelse", "Key usage";
    policies: "Politikker", "Policies";
    emails: "E-mail", "E-mail";
    is_ca: "CA", "CA";
    verdict: "Vurdering", "Verdict";
    evidence: "Grundlag", "Evidence";
    ownership: "Ejerskab", "Ownership";
    organisation: "Organisation", "Organisation";
    has_key: "Privat nøgle", "Private key";
    places: "Steder", "Places";
    not_oces: "ikke OCES", "not OCES";
    no_certificate: "Ingen certifikater fundet.", "No certificate was found.";
    private_keys: "Private nøgler", "Private keys";
}

impl Words {
    /// The texts of a language.
    pub(in crate::report) fn of(danish: bool) -> &'static Words {
        if danish { &DA } else { &EN }
    }
}

/// Danish for the fixed words of the report; English shows the word itself.
static TERMS: &[(&str, &str)] = &[
    ("error", "fejl"),
    ("warning", "advarsel"),
    ("note", "note"),
    ("errors", "fejl"),
    ("warnings", "advarsler"),
    ("notes", "noter"),
    ("blocked", "spærret"),
    ("to-be-blocked", "spærres"),
    ("retired", "udgået"),
    ("expired", "udløbet"),
    ("expiring", "udløber snart"),
    ("current", "i kraft"),
    ("not-yet", "endnu ikke"),
    ("unreadable", "ulæselig"),
    ("locked", "låst"),
    ("corrupt", "beskadiget"),
    ("unsupported", "ikke understøttet"),
    ("limit-exceeded", "grænse nået"),
    ("unrecognized", "ikke genkendt"),
    ("changed", "ændret under læsning"),
    ("internal", "intern fejl"),
    ("live", "i brug"),
    ("backup", "sikkerhedskopi"),
    ("archive", "arkiv"),
    ("message", "mail"),
    ("log", "log"),
    ("library", "programbibliotek"),
    ("source", "kildekode"),
    ("root", "rod-CA"),
    ("issuing", "udstedende CA"),
    ("qualified", "kvalificeret"),
    ("test", "test"),
    ("employee", "bruger"),
    ("organisation", "organisation"),
    ("system", "system"),
    ("own", "egen"),
    ("foreign", "en andens"),
    ("unknown", "ukendt"),
    ("fingerprint", "fingeraftryk"),
    ("chain", "kæde"),
    ("key-identifier", "nøgle-id"),
    ("issuer-name", "udsteders navn"),
    ("open", "åben"),
    ("in-progress", "i gang"),
    ("done", "udført"),
    ("special-file", "specialfil"),
    ("network-filesystem", "netværksfilsystem"),
    ("pseudo-filesystem", "pseudofilsystem"),
    ("link-out", "link ud af det gennemsøgte"),
    ("link", "link, der ikke følges"),
    ("dangling-link", "link uden mål"),
    ("duplicate-root", "allerede dækket rod"),
    ("visited", "allerede besøgt"),
    ("hard-link", "hårdt link til samme fil"),
    ("other-filesystem", "andet filsystem"),
    ("excluded", "udeladt"),
    ("home", "brugeres hjemmemapper"),
    ("own-output", "egen rapport"),
    ("snapshot", "øjebliksbillede (snapshot)"),
    ("offline", "kun på fjernlager"),
    ("mail", "mail"),
    ("vanished", "forsvundet"),
    ("failures", "noget kunne ikke undersøges"),
    ("high", "sikkert"),
    ("medium", "sandsynligt"),
    ("low", "usikkert"),
    ("robot", "softwarerobot"),
    ("secure-email", "sikker e-mail"),
    ("system-to-system", "system til system"),
    ("path", "sti"),
    ("file-name", "filnavn"),
    ("alias", "alias"),
    ("sha1", "SHA-1-aftryk"),
    ("sha256", "SHA-256-aftryk"),
    ("serial", "serienummer"),
    ("subject-key-identifier", "nøgle-id"),
    ("subject", "indehaver (subject)"),
    ("identifier", "CVR- eller UUID-identifikation"),
    ("time-limit", "sted, som tiden ikke rakte til"),
    ("unsearched", "ikke gennemsøgte tekster"),
    ("references-left-out", "udeladte henvisninger"),
    ("no-mail", "mails"),
    ("no-archives", "arkiver"),
];

/// English where the fixed word alone says too little.
static ENGLISH: &[(&str, &str)] = &[
    ("high", "high confidence"),
    ("medium", "medium confidence"),
    ("low", "low confidence"),
    ("secure-email", "secure email"),
    ("system-to-system", "system to system"),
    ("file-name", "file name"),
    ("sha1", "SHA-1 thumbprint"),
    ("sha256", "SHA-256 thumbprint"),
    ("serial", "serial number"),
    ("subject-key-identifier", "subject key identifier"),
    ("time-limit", "left when the time was over"),
    ("unsearched", "texts not searched"),
    ("references-left-out", "references left out"),
    ("home", "home directories"),
    ("no-mail", "mail"),
    ("no-archives", "archives"),
];

/// A fixed word of the report, for people.
pub(in crate::report) fn term(id: &str, danish: bool) -> &str {
    let terms = if danish { TERMS } else { ENGLISH };
    terms.iter().find(|(term, _)| *term == id).map_or(id, |(_, words)| words)
}

/// What readers commonly say of a failure, and its Danish.
pub(super) static DETAILS: &[(&str, &str)] = &[
    (" store (line ", "-nøglelager (linje "),
    (" store at offset ", "-nøglelager ved position "),
    ("no password to try", "ingen adgangskode at prøve"),
    (
        "it holds a person's key: only passwords that are named for its path are tried",
        "det rummer en persons nøgle: kun adgangskoder, der er nævnt for stien, prøves",
    ),
    ("none of ", "ingen af "),
    (" passwords fits (or the file is damaged)", " adgangskoder passer (eller filen er beskadiget)"),
    (
        "cut short or damaged: a length reaches beyond the end",
        "afkortet eller beskadiget: en længde rækker ud over slutningen",
    ),
    ("cut short or damaged", "afkortet eller beskadiget"),
    (" after bag ", " efter post "),
    (", bag ", ", post "),
    ("safe ", "del "),
    ("the certificate bag cannot be read", "certifikatet kan ikke læses"),
    ("encrypted with a password: not opened", "krypteret med en adgangskode: ikke åbnet"),
    ("encrypted as a whole", "krypteret som helhed"),
    (": not opened, only looked at as it stands", ": ikke åbnet, kun set på, som den står"),
    ("Permission denied", "adgang nægtet"),
    ("permission denied", "adgang nægtet"),
    ("No such file or directory", "findes ikke"),
];

/// Why something was not looked at and what would help: what stands for it,
/// in Danish and in English. The last stands for whatever has no words of its own.
static UNSEEN: &[(&str, &str, &str)] = &[
    (
        "unreadable",
        "Brugeren, der kørte scanningen, måtte ikke læse det. Kør som root, eller giv læseadgang.",
        "The user who scanned may not read it. Scan as root, or grant access for reading.",
    ),
    (
        "unreadable-to-root",
        "Kunne ikke læses, og andre rettigheder hjælper næppe. Se fejlen, og undersøg disk og montering.",
        "It could not be read, and other rights would hardly help. See the failure; look at disk and mount.",
    ),
    (
        "network-filesystem",
        "Et netværksdrev: Det læses kun, når man beder om det. Bedst er en scanning på den maskine, der har disken.",
        "A network filesystem: read only when asked for. Best is a scan on the machine that has the disk.",
    ),
    (
        "other-filesystem",
        "Et andet filsystem, udeladt med --one-file-system.",
        "Another filesystem, left out by --one-file-system.",
    ),
    (
        "pseudo-filesystem",
        "Kernens eget filsystem: Der ligger ingen gemte filer.",
        "A filesystem of the kernel: no stored files lie there.",
    ),
    (
        "link-out",
        "Et link ud af det gennemsøgte: Målet er ikke undersøgt.",
        "A link out of what was scanned: what it leads to was not looked at.",
    ),
    (
        "snapshot",
        "Øjebliksbilleder af et filsystem: Gamle kopier er ikke undersøgt.",
        "Snapshots of a filesystem: old copies were not looked at.",
    ),
    (
        "offline",
        "Ligger kun på fjernlager. --recall-offline henter filerne hjem og læser dem.",
        "Lies on remote storage only. --recall-offline fetches the files and reads them.",
    ),
    (
        "no-mail",
        "Mails er ikke åbnet (--no-mail): Krypterede mails og nøgler i vedhæftninger er ikke set.",
        "Mail was not opened (--no-mail): encrypted mail and keys in attachments were not seen.",
    ),
    (
        "no-archives",
        "Arkiver er ikke åbnet (--no-archives): Kun det, der står ukomprimeret i dem, er set.",
        "Archives were not opened (--no-archives): only what stands uncompressed in them was seen.",
    ),
    (
        "home",
        "Brugeres hjemmemapper er udeladt efter ønske (--no-home).",
        "Home directories of users were left out as asked for (--no-home).",
    ),
    ("excluded", "Udeladt efter ønske (--exclude).", "Left out as asked for (--exclude)."),
    ("own-output", "Rapporter fra denne kørsel.", "Reports of this very run."),
    (
        "time-limit",
        "Tiden var gået (--time-limit). --resume fortsætter herfra.",
        "The time was over (--time-limit). --resume goes on from here.",
    ),
    (
        "unsearched",
        "Tekster, der ikke er gennemsøgt for henvisninger: for store, for mange eller forsvundet undervejs.",
        "Texts that were not searched for references: too large, too many, or gone meanwhile.",
    ),
    (
        "references-left-out",
        "Henvisninger, som der ikke var plads til i rapporten: De samme lagre er nævnt ved andre.",
        "References for which there was no room in the report: the same stores are told with others.",
    ),
    (
        "windows-stores",
        "Certifikatlagre på Windows-maskiner: Kør contrib/windows/Export-OcesInventory.ps1 dér, og scan resultatet.",
        "Certificate stores of Windows machines: run contrib/windows/Export-OcesInventory.ps1 there and scan what it writes.",
    ),
    (
        "hardware",
        "HSM'er, smartcards og NemID på hardware: Spørg dem, der driver dem.",
        "HSMs, smart cards and NemID on hardware: ask who runs them.",
    ),
    (
        "appliances",
        "Bokse i netværket, som load balancere, gateways og firewalls: Se i deres egen administration.",
        "Appliances such as load balancers, gateways and firewalls: look in their own administration.",
    ),
    (
        "mailboxes",
        "Postkasser i Exchange og Microsoft 365 samt mails i fagsystemer.",
        "Mailboxes in Exchange and Microsoft 365, and mail in case systems.",
    ),
    (
        "hosting",
        "Det, som hostingleverandører og SaaS-leverandører har: Bed dem scanne eller svare skriftligt.",
        "What hosting and SaaS vendors have: ask them to scan, or to answer in writing.",
    ),
    (
        "secret-managers",
        "Databaser og lagre af hemmeligheder, som Azure Key Vault og HashiCorp Vault.",
        "Databases and secret managers such as Azure Key Vault and HashiCorp Vault.",
    ),
    ("phones", "Telefoner og tablets.", "Phones and tablets."),
    ("?", "Sprunget over.", "Left out."),
];

/// Why something was not looked at, in Danish and in English.
pub(in crate::report) fn unseen_words(kind: &str) -> (&'static str, &'static str) {
    let found = UNSEEN.iter().find(|(known, ..)| *known == kind).or(UNSEEN.last());
    found.map_or(("", ""), |(_, da, en)| (da, en))
}

/// What to do about a kind of failure, in one line.
pub(in crate::report) fn advice(kind: FailureKind, danish: bool) -> &'static str {
    let (da, en) = match kind {
        FailureKind::Locked => (
            "Giv adgangskoden til et nøglelager med --password-file, OCES_PASSWORDS eller [[password]] i oces.toml. Pak et krypteret arkiv ud med dets eget program. En persons nøgle åbnes kun af personen selv.",
            "Give a keystore's password with --password-file, OCES_PASSWORDS or [[password]] in oces.toml. Unpack an encrypted archive with its own program. A person's key is opened by that person only.",
        ),
        FailureKind::Unreadable => {
            ("Kør igen som en bruger, der må læse stedet.", "Scan again as a user who may read the place.")
        }
        FailureKind::Corrupt => (
            "Filen er afkortet eller beskadiget: Find en hel kopi, eller få bekræftet, at ingen bruger den.",
            "The file is cut short or damaged: find a whole copy, or have it confirmed that nobody uses it.",
        ),
        FailureKind::Unsupported => (
            "Formatet kan ikke læses her: Åbn det med det program, der skrev det, og eksportér certifikaterne.",
            "This cannot be read here: open it with the program that wrote it and export the certificates.",
        ),
        FailureKind::LimitExceeded => (
            "Større eller dybere, end der læses: Undersøg filen for sig.",
            "Larger or deeper than is read: look at the file by itself.",
        ),
        FailureKind::Unrecognized => (
            "Navnet lover et nøglelager, men indholdet kendes ikke: Spørg systemejeren, hvad det er.",
            "The name promises a keystore, but the content is not known: ask the system owner what it is.",
        ),
        FailureKind::Changed => (
            "Filen blev ændret, mens den blev læst: Kør igen, når der er ro på.",
            "The file was rewritten while it was read: scan again at a quieter time.",
        ),
        FailureKind::Internal => (
            "En fejl i oces: Meld den, og undersøg filen på anden vis.",
            "A fault of oces: report it, and look at the file by other means.",
        ),
    };
    if danish { da } else { en }
}

/// What the waves of the plan are called.
pub(in crate::report) fn wave(number: u8, danish: bool) -> &'static str {
    let (da, en) = match number {
        0 => ("afklar", "decide"),
        1 => ("tillid til de nye CA'er", "trust the new CAs"),
        2 => ("bestil", "order"),
        3 => ("registrér hos modparten", "register with the counterparty"),
        4 => ("skift", "swap"),
        5 => ("prøv efter", "verify"),
        _ => ("tag ud af drift", "take out of service"),
    };
    if danish { da } else { en }
}

/// Puts the values in the place of each `{}` in turn.
pub(in crate::report) fn fill(template: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let mut out = String::new();
    for (at, part) in template.split("{}").enumerate() {
        if at > 0 {
            out.push_str(values.next().copied().unwrap_or_default());
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_everything_with_the_same_blanks() {
        for (name, da, en) in ALL {
            assert!(!da.trim().is_empty() && !en.trim().is_empty(), "{name}");
            assert_eq!(da.matches("{}").count(), en.matches("{}").count(), "{name}");
        }
        assert!(UNSEEN.iter().all(|(_, da, en)| !da.is_empty() && !en.is_empty()));
        assert!(TERMS.iter().all(|(id, danish)| !id.is_empty() && !danish.is_empty()));
        for number in 0..8 {
            assert!(!wave(number, true).is_empty() && !wave(number, false).is_empty());
        }
    }

    #[test]
    fn the_word_is_never_said() {
        for (name, da, en) in ALL {
            assert!(!da.to_lowercase().contains("gyldig"), "{name}");
            assert!(!en.to_lowercase().contains("valid"), "{name}");
        }
    }

    #[test]
    fn every_fixed_word_has_its_danish() {
        use crate::{classify, place::Place};
        let ids = classify::Status::ALL
            .iter()
            .map(|value| value.id())
            .chain(classify::Ownership::ALL.iter().map(|value| value.id()))
            .chain(classify::Evidence::ALL.iter().map(|value| value.id()))
            .chain(FailureKind::ALL.iter().map(|value| value.id()))
            .chain(Place::ALL.iter().map(|value| value.id()))
            .chain(crate::inventory::By::ALL.iter().map(|value| value.id()))
            .chain(crate::clue::UseKind::ALL.iter().map(|value| value.id()))
            .chain(crate::clue::Confidence::ALL.iter().map(|value| value.id()));
        for id in ids {
            assert!(TERMS.iter().any(|(term, _)| *term == id), "{id}");
        }
    }

    #[test]
    fn blanks_are_filled_in_order_and_values_are_not_templates() {
        assert_eq!(fill("{} of {}", &["{}", "b"]), "{} of b");
    }
}
