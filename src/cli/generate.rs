//! Completion scripts and manual pages, made from the one declaration.

use super::Cli;
use crate::error::Error;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::{self, Write};
use std::path::Path;

/// The completion script of a shell.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "oces", &mut script);
    script
}

/// The file name under which a shell looks for the script.
pub fn completion_file(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash => "oces.bash",
        Shell::Elvish => "oces.elv",
        Shell::Fish => "oces.fish",
        Shell::PowerShell => "_oces.ps1",
        _ => "_oces",
    }
}

/// Writes the page `oces(1)`.
pub fn man(out: &mut dyn Write) -> io::Result<()> {
    clap_mangen::Man::new(Cli::command()).render(out)
}

/// Writes `oces.1` and a page for each command into `dir`, which is made if need be.
pub fn man_pages(dir: &Path) -> Result<(), Error> {
    crate::output::directory(dir)?;
    clap_mangen::generate_to(Cli::command(), dir).map_err(|error| Error::Output(format!("{}: {error}", dir.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_gets_its_page() {
        let dir = tempfile::tempdir().unwrap();
        man_pages(dir.path()).unwrap();
        let page = std::fs::read_to_string(dir.path().join("oces-scan.1")).unwrap();
        assert!(page.contains("fail\\-on"), "{page}");
        assert!(dir.path().join("oces.1").exists());
    }
}
