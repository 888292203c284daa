//! Lays the command line (with the environment already in it) over `oces.toml`.

use super::file::{File, TextOrNumber};
use super::paths::absolute;
use crate::cli::{BoundArgs, Global, HardArgs, JudgeArgs, SaidArgs, ScanArgs, SpeakArgs, WalkArgs};
use crate::error::Error;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The options of every command.
pub fn global(given: &Global, file: &File) -> Global {
    Global {
        color: given.color.or(file.color),
        lang: given.lang.or(file.lang),
        quiet: given.quiet.or(file.quiet),
        verbose: given.verbose.or(file.verbose),
        config: given.config.clone(),
    }
}

/// The options of `scan`, every path absolute: those of the file are seen from
/// the file's directory. A list given replaces the file's.
pub fn scan(given: ScanArgs, file: &File, directory: &Path) -> Result<ScanArgs, Error> {
    let from_file = &file.scan;
    let theirs = |path: &Option<PathBuf>| path.as_ref().map(|path| absolute(&file.directory, path));
    let ours =
        |path: Option<PathBuf>| path.map(|path| if path == Path::new("-") { path } else { absolute(directory, &path) });
    Ok(ScanArgs {
        paths: given.paths,
        files_from: ours(given.files_from).or_else(|| theirs(&from_file.files_from)),
        no_archives: given.no_archives.or(from_file.no_archives),
        bounds: bounds(given.bounds, file),
        no_mail: given.no_mail.or(from_file.no_mail),
        no_references: given.no_references.or(from_file.no_references),
        jobs: given.jobs.or(jobs(file)?),
        said: SaidArgs {
            previous: ours(given.said.previous).or_else(|| theirs(&from_file.previous)),
            mitid_erhverv_csv: ours(given.said.mitid_erhverv_csv).or_else(|| theirs(&from_file.mitid_erhverv_csv)),
        },
        speak: SpeakArgs {
            personal_data: given.speak.personal_data.or(from_file.personal_data),
            pseudonym_key_file: ours(given.speak.pseudonym_key_file).or_else(|| theirs(&from_file.pseudonym_key_file)),
            csv_dialect: given.speak.csv_dialect.or(from_file.csv_dialect),
        },
        fail_on: given.fail_on.or(from_file.fail_on),
        fail_on_rule: or_else(given.fail_on_rule, || from_file.fail_on_rule.clone()),
        baseline: ours(given.baseline).or_else(|| theirs(&from_file.baseline)),
        allow_incomplete: given.allow_incomplete.or(from_file.allow_incomplete),
        scope: given.scope.or_else(|| from_file.scope.clone()),
        all: given.all.or(from_file.all),
        hard: HardArgs {
            idle: given.hard.idle.or(from_file.idle),
            max_read_rate: text_or(given.hard.max_read_rate, from_file.max_read_rate.as_ref()),
            time_limit: text_or(given.hard.time_limit, from_file.time_limit.as_ref()),
            resume: ours(given.hard.resume).or_else(|| theirs(&from_file.resume)),
        },
        walk: WalkArgs {
            exclude: or_else(given.walk.exclude, || exclude_of(file)),
            follow: given.walk.follow.or(from_file.follow),
            one_file_system: given.walk.one_file_system.or(from_file.one_file_system),
            network_filesystems: given.walk.network_filesystems.or(from_file.network_filesystems),
            snapshots: given.walk.snapshots.or(from_file.snapshots),
            no_home: given.walk.no_home.or(from_file.no_home),
            recall_offline: given.walk.recall_offline.or(from_file.recall_offline),
        },
        judge: JudgeArgs {
            output: or_else(given.judge.output, || output_of(file)),
            as_of: given.judge.as_of.or_else(|| from_file.as_of.clone()),
            expiring_within: given
                .judge
                .expiring_within
                .or_else(|| from_file.expiring_within.as_ref().map(TextOrNumber::to_string)),
            catalogue: ours(given.judge.catalogue).or_else(|| theirs(&from_file.catalogue)),
            password_file: ours(given.judge.password_file).or_else(|| theirs(&from_file.password_file)),
            no_default_passwords: given.judge.no_default_passwords.or(from_file.no_default_passwords),
        },
    })
}

/// What was asked for that changes what is found, by long option names. Paths
/// and passwords stay out: that there were some is enough.
pub fn telling(args: &ScanArgs) -> BTreeMap<String, Value> {
    let switches = [
        ("all", args.all),
        ("follow", args.walk.follow),
        ("network-filesystems", args.walk.network_filesystems),
        ("no-archives", args.no_archives),
        ("no-home", args.walk.no_home),
        ("no-mail", args.no_mail),
        ("no-references", args.no_references),
        ("no-default-passwords", args.judge.no_default_passwords),
        ("one-file-system", args.walk.one_file_system),
        ("recall-offline", args.walk.recall_offline),
        ("snapshots", args.walk.snapshots),
        ("catalogue", args.judge.catalogue.as_ref().map(|_| true)),
        ("files-from", args.files_from.as_ref().map(|_| true)),
        ("password-file", args.judge.password_file.as_ref().map(|_| true)),
    ];
    let mut told: BTreeMap<String, Value> = switches
        .into_iter()
        .filter(|(_, on)| *on == Some(true))
        .map(|(name, _)| (name.to_owned(), json!(true)))
        .collect();
    if !args.walk.exclude.is_empty() {
        told.insert("exclude".to_owned(), json!(args.walk.exclude));
    }
    if let Some(span) = &args.judge.expiring_within {
        told.insert("expiring-within".to_owned(), json!(span));
    }
    told.extend(bounds_given(&args.bounds).filter_map(|(name, text)| Some((name.to_owned(), json!(text?)))));
    told
}

/// The bounds that change what is found, by long option names.
fn bounds_given(given: &BoundArgs) -> impl Iterator<Item = (&'static str, Option<&String>)> {
    [
        ("max-depth", given.max_depth.as_ref()),
        ("max-members", given.max_members.as_ref()),
        ("max-expanded", given.max_expanded.as_ref()),
        ("max-expanded-scan", given.max_expanded_scan.as_ref()),
        ("max-ratio", given.max_ratio.as_ref()),
        ("max-seconds", given.max_seconds.as_ref()),
        ("memory", given.memory.as_ref()),
    ]
    .into_iter()
}

fn bounds(given: BoundArgs, file: &File) -> BoundArgs {
    let scan = &file.scan;
    let or = |given: Option<String>, theirs: &Option<TextOrNumber>| {
        given.or_else(|| theirs.as_ref().map(TextOrNumber::to_string))
    };
    BoundArgs {
        max_depth: or(given.max_depth, &scan.max_depth),
        max_members: or(given.max_members, &scan.max_members),
        max_expanded: or(given.max_expanded, &scan.max_expanded),
        max_expanded_scan: or(given.max_expanded_scan, &scan.max_expanded_scan),
        max_ratio: or(given.max_ratio, &scan.max_ratio),
        max_seconds: or(given.max_seconds, &scan.max_seconds),
        memory: or(given.memory, &scan.memory),
    }
}

fn text_or(given: Option<String>, theirs: Option<&TextOrNumber>) -> Option<String> {
    given.or_else(|| theirs.map(TextOrNumber::to_string))
}

fn or_else(given: Vec<String>, other: impl FnOnce() -> Vec<String>) -> Vec<String> {
    if given.is_empty() { other() } else { given }
}

fn jobs(file: &File) -> Result<Option<u16>, Error> {
    match file.scan.jobs {
        Some(jobs) if !(1..=1024).contains(&jobs) => {
            Err(Error::Config(format!("jobs = {jobs}: a number from 1 to 1024 is needed")))
        }
        jobs => Ok(jobs),
    }
}

/// `./` in the file means the file's directory.
fn exclude_of(file: &File) -> Vec<String> {
    let base = globset::escape(&file.directory.to_string_lossy());
    let seen_from_there = |glob: &String| {
        if glob.starts_with("./") || glob.starts_with("../") {
            absolute(Path::new(&base), Path::new(glob)).to_string_lossy().into_owned()
        } else {
            glob.clone()
        }
    };
    file.scan.exclude.iter().map(seen_from_there).collect()
}

fn output_of(file: &File) -> Vec<String> {
    let seen_from_there = |text: &String| match text.split_once('=') {
        Some((format, path)) if !path.is_empty() && path != "-" => {
            format!("{format}={}", absolute(&file.directory, Path::new(path)).to_string_lossy())
        }
        _ => text.clone(),
    };
    file.scan.output.iter().map(seen_from_there).collect()
}
