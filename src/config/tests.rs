//! Precedence, defaults and refusals, from values alone.

use super::surroundings::tests::bare;
use super::*;
use clap::Parser;
use serde_json::json;
use std::path::Path;
use time::macros::date;

fn resolve(line: &[&str], toml: &str) -> Result<Config, Error> {
    let cli = Cli::try_parse_from([&["oces", "scan"], line].concat()).unwrap();
    let Command::Scan(args) = cli.command else { panic!("not a scan") };
    let mut file: File = toml::from_str(toml).unwrap();
    file.directory = "/etc/oces".into();
    Config::resolve(&cli.global, *args, &file, &bare(), &["table", "json"])
}

fn message(line: &[&str], toml: &str) -> String {
    match resolve(line, toml) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("accepted: {line:?} {toml}"),
    }
}

#[test]
fn the_defaults() {
    let config = resolve(&[], "").unwrap();
    assert_eq!(config.roots, [Path::new("/w")]);
    assert_eq!(config.settings.as_of, date!(2026 - 07 - 01), "the day in Copenhagen, not in Greenwich");
    assert_eq!(config.settings.expiring_within_days, 90);
    assert_eq!((config.scope.as_str(), config.bar.fail_on, config.threads), ("host", FailOn::Warning, 0));
    assert_eq!(config.outputs, [OutputSpec { format: "table".to_owned(), path: None }]);
    assert!(config.options.is_empty() && !config.files_from_given && !config.walk.follow && !config.progress);
}

#[test]
fn the_command_line_wins_over_the_file() {
    let toml =
        "[scan]\nfollow = true\nsnapshots = true\nexclude = ['a']\nfail-on = 'note'\nexpiring-within = 30\nscope = 'f'";
    let config =
        resolve(&["--follow=false", "--exclude", "b", "--fail-on", "error", "--expiring-within", "2w"], toml).unwrap();
    assert!(!config.walk.follow && config.walk.snapshots);
    assert_eq!(config.walk.exclude_globs, ["b"]);
    assert_eq!(
        (config.bar.fail_on, config.settings.expiring_within_days, config.scope.as_str()),
        (FailOn::Error, 14, "f")
    );
    assert_eq!(resolve(&[], toml).unwrap().settings.expiring_within_days, 30);
}

#[test]
fn paths_of_the_file_are_seen_from_it() {
    let toml = "[scan]\noutput = ['json=r.json']\ncatalogue = 'c.toml'\nexclude = ['./x', '*.iso']";
    let config = resolve(&[], toml).unwrap();
    assert_eq!(config.outputs[0].path.as_deref(), Some(Path::new("/etc/oces/r.json")));
    assert_eq!(config.catalogue_file.as_deref(), Some(Path::new("/etc/oces/c.toml")));
    assert!(config.walk.exclude.is_match("/etc/oces/x") && config.walk.exclude.is_match("/a/b.iso"));
    assert!(!config.walk.exclude.is_match("/w/x"));
    let config = resolve(&["-o", "json=r.json", "--catalogue", "../c.toml"], toml).unwrap();
    assert_eq!(config.outputs[0].path.as_deref(), Some(Path::new("/w/r.json")));
    assert_eq!(config.catalogue_file.as_deref(), Some(Path::new("/c.toml")));
}

#[test]
fn roots_are_absolute_and_each_once() {
    let config = resolve(&["b", "/a/../c", "./b", "/c"], "").unwrap();
    assert_eq!(config.roots, [Path::new("/w/b"), Path::new("/c")]);
}

#[test]
fn cvr_numbers_have_eight_digits() {
    let config = resolve(&[], "[organisation]\ncvr = ['22345678', 12345678, '12345678']").unwrap();
    assert_eq!(config.settings.own_cvr, ["12345678", "22345678"]);
    for wrong in ["'1234567'", "1234567", "'DK12345678'", "-1234567", "123456789", "'1234567x'"] {
        let message = message(&[], &format!("[organisation]\ncvr = [{wrong}]"));
        assert!(message.contains("eight digits"), "{message}");
    }
}

#[test]
fn places_and_owners_are_seen_from_the_file() {
    let toml = "[[place]]\npath = './old/**'\nplace = 'live'\n[[place]]\npath = '/srv/**'\nplace = 'backup'\n\
                [[owner]]\npath = './sts/**'\nsystem = 'STS'\nteam = 'Drift'\nqueue = 'IT'\n\
                [[owner]]\ncvr = 99887766\nteam = 'Leverandør'\nownership = 'foreign'\n\
                [[owner]]\ncvr = '99887765'\nownership = 'own'";
    let config = resolve(&[], toml).unwrap();
    let place = |path: &str| config.places.place_of(Path::new(path)).map(crate::place::Place::id);
    assert_eq!(place("/etc/oces/old/a.jks"), Some("live"));
    assert_eq!((place("/srv/a"), place("/w/old/a.jks")), (Some("backup"), None));
    let owner = |path: &str, cvr| config.owners.of(Path::new(path), cvr).and_then(|owner| owner.team.as_deref());
    assert_eq!(owner("/etc/oces/sts/a.jks", None), Some("Drift"));
    assert_eq!(owner("/opt/a.jks", Some("99887766")), Some("Leverandør"));
    assert_eq!((owner("/opt/a.jks", Some("99887765")), owner("/opt/a.jks", None)), (None, None));
    assert_eq!(config.settings.own_cvr, ["99887765"]);
    assert_eq!(config.settings.foreign_cvr, ["99887766"]);
}

#[test]
fn the_organisation_has_a_name() {
    let name = |toml| resolve(&[], toml).unwrap().organisation;
    assert_eq!(name("[organisation]\nname = 'Fjordby Kommune'").as_deref(), Some("Fjordby Kommune"));
    assert_eq!((name(""), name("[organisation]\nname = ' '")), (None, None));
}

#[test]
fn decisions_and_what_is_kept_are_read() {
    let toml = "[[decision]]\ncertificate = 'AB:CD:12:34:56'\nneeded = false\nby = 'Ejer'\non = 2026-11-02\nreason = 'Lukket'\n\
                [[decision]]\npath = './sts/**'\nsystem = 'STS'\nneeded = true\nby = 'Ejer'\non = '2026-11-03'\nreason = 'I drift'\n\
                [[retain]]\ncertificate = 'abcd1234'\npath = './escrow/**'\npurpose = 'Gammel post'\nowner = 'Arkivet'\nreview = 2027-06-01";
    let ledger = resolve(&[], toml).unwrap().ledger;
    let [no, yes] = ledger.decisions.as_slice() else { panic!("two decisions") };
    assert_eq!((no.certificate.as_deref(), no.needed, no.on), (Some("abcd123456"), false, date!(2026 - 11 - 02)));
    assert_eq!((yes.by.as_str(), yes.system.as_deref(), yes.on), ("Ejer", Some("STS"), date!(2026 - 11 - 03)));
    assert!(yes.path.as_ref().unwrap().is_match("/etc/oces/sts/a.jks"));
    let kept = &ledger.retains[0];
    assert_eq!((kept.place(), kept.review), ("/etc/oces/escrow/**", date!(2027 - 06 - 01)));
    assert!(ledger.listed.is_none());
}

#[test]
fn the_list_of_mitid_erhverv_is_read_and_its_faults_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("list.csv");
    let line = ["--mitid-erhverv-csv", path.to_str().unwrap()];
    assert!(message(&line, "").contains("--mitid-erhverv-csv /"));
    std::fs::write(&path, "Navn;Uuid\nSTS;5e50b9bb-0000-4a4a-8b8b-0123456789ab\n").unwrap();
    assert_eq!(resolve(&line, "").unwrap().ledger.listed.unwrap().len(), 1);
    std::fs::write(&path, "Navn;Udløb\n").unwrap();
    assert!(message(&line, "").contains("its columns are `Navn`, `Udløb`"));
}

#[test]
fn what_cannot_be_is_refused() {
    let table: &[(&[&str], &str, &str)] = &[
        (&["--as-of", "31-10-2023"], "", "--as-of"),
        (&["--expiring-within", "soon"], "", "--expiring-within"),
        (&["--scope", ""], "", "--scope"),
        (&["--exclude", "["], "", "--exclude"),
        (&["--password-file", "/no/such/file"], "", "/no/such/file"),
        (&["--files-from", "/no/such/file"], "", "--files-from"),
        (&[], "[scan]\njobs = 0", "jobs"),
        (&[], "[[password]]\npath = '*.p12'", "exactly one"),
        (&[], "[[place]]\npath = '['\nplace = 'live'", "no glob"),
        (&[], "[[place]]\npath = 'a'\nplace = 'bakcup'", "did you mean `backup`"),
        (&[], "[[place]]\npath = 'a'\nplace = 'elsewhere'", "known are archive"),
        (&[], "[[owner]]\npath = '['", "no glob"),
        (&[], "[[owner]]\nteam = 'drift'", "`path` or `cvr` is needed"),
        (&[], "[[owner]]\ncvr = 123\nteam = 'drift'", "eight digits"),
        (&[], "[[owner]]\npath = 'a'\nownership = 'own'", "of a `cvr` alone"),
        (&[], "[[decision]]\nneeded = true", "[[decision]] number 1: `certificate`, `path` or `system` is needed"),
        (&[], "[[decision]]\nsystem = 'STS'\nby = 'x'", "[[decision]] for `STS`: `needed` is needed"),
        (&[], "[[decision]]\nsystem = 'STS'\nneeded = true\nby = ' '", "`by` is needed"),
        (&[], "[[decision]]\nsystem = 'STS'\nneeded = true\nby = 'x'\non = '1. maj'", "`on`: `1. maj` is no day"),
        (&[], "[[decision]]\ncertificate = 'abc'", "8 to 64 hexadecimal digits"),
        (&[], "[[decision]]\npath = '['\nneeded = true", "no glob"),
        (&[], "[[retain]]\npath = '/escrow/**'", "[[retain]] for `/escrow/**`: `certificate` is needed"),
        (&[], "[[retain]]\ncertificate = 'abcdef01'\npath = '*.p12'", "begins with `/` or `./` and names a folder"),
        (&[], "[[retain]]\ncertificate = 'abcdef01'\npath = '/**'", "names a folder"),
        (&[], "[[retain]]\ncertificate = 'abcdef01'\npath = '/e/**'\npurpose = 'x'\nowner = 'y'", "`review` is needed"),
        (&[], "[organisation]\ncvr = [99887766]\n[[owner]]\ncvr = 99887766\nownership = 'foreign'", "both own"),
    ];
    for (line, toml, part) in table {
        let message = message(line, toml);
        assert!(message.contains(part), "{line:?} {toml}: {message}");
    }
}

#[test]
fn options_tell_only_what_changes_what_is_found() {
    let line = ["--follow", "--exclude", "a", "-j", "3", "--color", "never", "--expiring-within", "30d", "--all=false"];
    let told = json!({"exclude": ["a"], "expiring-within": "30d", "follow": true});
    assert_eq!(serde_json::to_value(resolve(&line, "").unwrap().options).unwrap(), told);
}

#[test]
fn inspect_looks_at_its_file_and_nowhere_else() {
    let dir = tempfile::tempdir().unwrap();
    let toml = "[scan]\nfiles-from = 'missing'\nexclude = ['*']\noutput = ['json=x']\nas-of = '2020-01-01'";
    std::fs::write(dir.path().join("c.toml"), toml).unwrap();
    let named = dir.path().join("c.toml");
    let cli = Cli::parse_from(["oces", "inspect", "/a/b.p12", "--config", named.to_str().unwrap()]);
    let config = Config::load(&cli).unwrap();
    assert_eq!(config.roots, [Path::new("/a/b.p12")]);
    assert!(config.all && !config.walk.exclude.is_match("/a/b.p12") && config.outputs[0].path.is_none());
    assert_eq!(config.settings.as_of, date!(2020 - 01 - 01));
}

#[test]
fn rules_that_count_are_rules() {
    let config =
        resolve(&["--fail-on", "never", "--fail-on-rule", "oces2-key", "--fail-on-rule", "oces1-key"], "").unwrap();
    assert_eq!((config.bar.fail_on, config.bar.rules), (FailOn::Never, vec!["oces2-key", "oces1-key"]));
    let config = resolve(&[], "[scan]\nfail-on-rule = ['oces2-ca']\nbaseline = 'known.json'").unwrap();
    assert_eq!(config.bar.rules, ["oces2-ca"]);
    assert_eq!(config.baseline.as_deref(), Some(Path::new("/etc/oces/known.json")));
    let wrong = message(&["--fail-on-rule", "oces2-kye"], "");
    assert!(wrong.contains("`oces2-kye` is no rule, did you mean `oces2-key`?"), "{wrong}");
}
