//! Completion scripts and manual pages, made from the one declaration.

use super::Cli;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::{self, Write};

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

/// Every page with its file name: `oces.1` and one for each command.
pub fn man_pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut whole = Cli::command().disable_help_subcommand(true);
    whole.build();
    let commands = whole.get_subcommands().cloned().collect::<Vec<_>>();
    let inner = commands.iter().flat_map(|command| command.get_subcommands().cloned()).collect::<Vec<_>>();
    std::iter::once(whole)
        .chain(commands)
        .chain(inner)
        .map(|command| {
            let page = clap_mangen::Man::new(command);
            let mut text = Vec::new();
            page.render(&mut text)?;
            Ok((page.get_filename(), text))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_gets_its_page() {
        let pages = man_pages().unwrap();
        let page = |name: &str| pages.iter().find(|(file, _)| file == name).map(|(_, text)| text).unwrap();
        assert!(String::from_utf8_lossy(page("oces-scan.1")).contains("fail\\-on"));
        assert!(!page("oces.1").is_empty());
    }
}
