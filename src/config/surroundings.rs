//! What the process finds around itself: the clock, the environment, the
//! terminal, the host. Read once, here, and passed on as values.

use crate::cli::{Color, Lang};
use crate::error::Error;
use crate::report::{CsvDialect, Style};
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use time::OffsetDateTime;

/// The width where nothing tells one.
const WIDTH: u16 = 80;

/// What surrounds the process.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The current directory.
    pub directory: PathBuf,
    /// The time, UTC.
    pub now: OffsetDateTime,
    /// The host name.
    pub host: String,
    /// The effective user id.
    pub uid: u32,
    /// Whether standard output is a terminal.
    pub terminal: bool,
    /// Its width in columns, if it is one and tells.
    pub columns: Option<u16>,
    /// Whether standard error is a terminal.
    pub error_terminal: bool,
    /// The environment.
    pub variable: fn(&str) -> Option<OsString>,
}

impl Surroundings {
    /// Looks around.
    pub fn look() -> Result<Surroundings, Error> {
        let directory =
            std::env::current_dir().map_err(|error| Error::Usage(format!("the current directory: {error}")))?;
        let stdout = std::io::stdout();
        let terminal = stdout.is_terminal();
        let size = terminal.then(|| rustix::termios::tcgetwinsize(&stdout).ok()).flatten();
        Ok(Surroundings {
            directory,
            now: OffsetDateTime::now_utc(),
            host: rustix::system::uname().nodename().to_string_lossy().into_owned(),
            uid: rustix::process::geteuid().as_raw(),
            terminal,
            columns: size.map(|size| size.ws_col).filter(|columns| *columns > 0),
            error_terminal: std::io::stderr().is_terminal(),
            variable: |name| std::env::var_os(name),
        })
    }

    /// How to write for people on standard output.
    pub fn style(&self, when: Option<Color>, lang: Option<Lang>) -> Style {
        let colour = match when.unwrap_or_default() {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                self.terminal && self.text("NO_COLOR").is_none() && self.text("TERM").as_deref() != Some("dumb")
            }
        };
        Style { danish: self.danish(lang), colour, width: self.width(), csv: CsvDialect::default() }
    }

    fn width(&self) -> u16 {
        let asked = self.text("COLUMNS").and_then(|text| text.parse().ok()).filter(|columns| *columns > 0);
        asked.or(self.columns).unwrap_or(WIDTH)
    }

    /// As POSIX has it: the first of the variables that is set and not empty decides.
    fn danish(&self, lang: Option<Lang>) -> bool {
        let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| self.text(name));
        match lang {
            Some(lang) => lang == Lang::Da,
            None => {
                locale().is_some_and(|locale| locale == "da" || locale.starts_with("da_") || locale.starts_with("da."))
            }
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        (self.variable)(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
pub mod tests {
    //! A quiet place for tests.
    use super::*;
    use time::macros::datetime;

    /// Surroundings without a terminal and without an environment.
    pub fn bare() -> Surroundings {
        Surroundings {
            directory: PathBuf::from("/w"),
            now: datetime!(2026-06-30 22:30 UTC),
            host: "host".to_owned(),
            uid: 1000,
            terminal: false,
            columns: None,
            error_terminal: false,
            variable: |_| None,
        }
    }

    #[test]
    fn colour_is_for_terminals_unless_asked() {
        let terminal = Surroundings { terminal: true, ..bare() };
        let colour = |around: &Surroundings, color| around.style(color, None).colour;
        assert!(colour(&terminal, None) && !colour(&bare(), None));
        assert!(colour(&bare(), Some(Color::Always)) && !colour(&terminal, Some(Color::Never)));
        let no_color = Surroundings { variable: |name| (name == "NO_COLOR").then(|| "1".into()), ..terminal.clone() };
        assert!(!colour(&no_color, None) && colour(&no_color, Some(Color::Always)));
        let empty = Surroundings { variable: |name| (name == "NO_COLOR").then(OsString::new), ..terminal.clone() };
        assert!(colour(&empty, None));
        let dumb = Surroundings { variable: |name| (name == "TERM").then(|| "dumb".into()), ..terminal };
        assert!(!colour(&dumb, None));
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        let danish = |variable, lang| Surroundings { variable, ..bare() }.style(None, lang).danish;
        assert!(danish(|name| (name == "LANG").then(|| "da_DK.UTF-8".into()), None));
        let both = |name: &str| match name {
            "LC_ALL" => Some("en_GB.UTF-8".into()),
            "LANG" => Some("da_DK.UTF-8".into()),
            _ => None,
        };
        assert!(!danish(both, None) && danish(both, Some(Lang::Da)));
        assert!(!danish(|_| None, None));
    }

    #[test]
    fn the_width_is_asked_told_or_eighty() {
        let told = Surroundings { columns: Some(120), ..bare() };
        assert_eq!((bare().width(), told.width()), (80, 120));
        assert_eq!(
            Surroundings { variable: |name| (name == "COLUMNS").then(|| "200".into()), ..told.clone() }.width(),
            200
        );
        assert_eq!(Surroundings { variable: |name| (name == "COLUMNS").then(|| "wide".into()), ..told }.width(), 120);
    }
}
