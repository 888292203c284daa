//! The committed completion scripts are those of the command line as it is.
//! `UPDATE_EXPECTED=1 cargo test --test completions` rewrites them.

use clap::ValueEnum;
use clap_complete::Shell;
use oces::cli::generate::{completion_file, completions};
use std::path::Path;

#[test]
fn the_committed_scripts_are_fresh() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    for shell in Shell::value_variants() {
        let (path, script) = (directory.join(completion_file(*shell)), completions(*shell));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&path, &script).unwrap();
        }
        let committed = std::fs::read(&path).unwrap_or_default();
        assert!(committed == script, "{} is stale: run with UPDATE_EXPECTED=1 and commit it", path.display());
    }
}

#[test]
fn each_script_knows_the_options() {
    for shell in Shell::value_variants() {
        let script = String::from_utf8(completions(*shell)).unwrap();
        for word in ["scan", "inspect", "fail-on", "expiring-within", "no-default-passwords"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}
