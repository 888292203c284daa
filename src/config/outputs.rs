//! `-o FORMAT[=PATH]`: which reports go where. Opening them is `output`'s.

use super::keys::nearest;
use super::paths::absolute;
use super::surroundings::Surroundings;
use crate::error::Error;
use std::path::{Path, PathBuf};

/// One report of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputSpec {
    /// The name of a writer.
    pub format: String,
    /// The file, absolute; `None` is standard output.
    pub path: Option<PathBuf>,
}

/// Without any `-o` the table goes to standard output.
pub fn outputs(base: &Path, given: &[String], known: &[&str]) -> Result<Vec<OutputSpec>, Error> {
    if given.is_empty() {
        return Ok(vec![OutputSpec { format: "table".to_owned(), path: None }]);
    }
    let specs = given.iter().map(|text| parse(base, text)).collect::<Result<Vec<_>, Error>>()?;
    for (index, spec) in specs.iter().enumerate() {
        let Some(twin) = specs.iter().take(index).find(|other| other.path == spec.path) else { continue };
        return Err(Error::Usage(match &spec.path {
            None => format!(
                "`-o {}` and `-o {}` would both go to standard output: give one a file, as in `-o {}=PATH`",
                twin.format, spec.format, spec.format
            ),
            Some(path) => format!("two reports would be written to {}", path.display()),
        }));
    }
    for spec in &specs {
        known_format(&spec.format, known)?;
    }
    Ok(specs)
}

/// Where GitHub Actions wants the summary of the step, if `-o github` was given.
pub fn step_summary(given: &[String], around: &Surroundings) -> Option<PathBuf> {
    let github = given.iter().any(|text| text.split('=').next() == Some("github"));
    let path = github.then(|| (around.variable)("GITHUB_STEP_SUMMARY")).flatten()?;
    (!path.is_empty()).then(|| absolute(&around.directory, Path::new(&path)))
}

fn parse(base: &Path, text: &str) -> Result<OutputSpec, Error> {
    let (format, path) = match text.split_once('=') {
        Some((_, "")) => return Err(Error::Usage(format!("`-o {text}`: a path is missing after `=`"))),
        Some((format, "-" | "/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1")) => (format, None),
        Some((format, path)) => (format, Some(absolute(base, Path::new(path)))),
        None => (text, None),
    };
    Ok(OutputSpec { format: format.to_owned(), path })
}

fn known_format(format: &str, known: &[&str]) -> Result<(), Error> {
    if known.contains(&format) {
        return Ok(());
    }
    let hint = nearest(format, known).map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
    Err(Error::Usage(format!("unknown report format `{format}`{hint} (known: {})", known.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &["table", "json"];

    fn specs(given: &[&str]) -> Result<Vec<OutputSpec>, String> {
        let given: Vec<String> = given.iter().map(|text| (*text).to_owned()).collect();
        outputs(Path::new("/w"), &given, KNOWN).map_err(|error| error.to_string())
    }

    #[test]
    fn the_step_summary_is_written_where_github_says_and_only_for_github() {
        use super::super::surroundings::tests::bare;
        let actions = |name: &str| (name == "GITHUB_STEP_SUMMARY").then(|| "sum/mary.md".into());
        let around = Surroundings { variable: actions, ..bare() };
        let given = |format: &str| [format.to_owned()];
        for format in ["github", "github=out.txt"] {
            assert_eq!(step_summary(&given(format), &around), Some("/w/sum/mary.md".into()), "{format}");
        }
        assert_eq!(step_summary(&given("json"), &around), None);
        assert_eq!(step_summary(&given("github"), &bare()), None);
        let empty = Surroundings { variable: |_| Some("".into()), ..bare() };
        assert_eq!(step_summary(&given("github"), &empty), None);
    }

    #[test]
    fn one_scan_many_reports() {
        let spec =
            |format: &str, path: Option<&str>| OutputSpec { format: format.to_owned(), path: path.map(Into::into) };
        assert_eq!(specs(&[]).unwrap(), [spec("table", None)]);
        assert_eq!(specs(&["json"]).unwrap(), [spec("json", None)]);
        assert_eq!(
            specs(&["table", "json=../r=1.json"]).unwrap(),
            [spec("table", None), spec("json", Some("/r=1.json"))]
        );
        assert_eq!(specs(&["json=-"]).unwrap(), [spec("json", None)]);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let table: &[(&[&str], &str)] = &[
            (&["table", "json"], "standard output"),
            (&["json", "json"], "standard output"),
            (&["table", "json=/dev/stdout"], "standard output"),
            (&["json=a", "table=./b/../a"], "/w/a"),
            (&["jsn"], "did you mean `json`"),
            (&["yaml=x"], "known: table, json"),
            (&["json="], "missing"),
        ];
        for (given, part) in table {
            let message = specs(given).unwrap_err();
            assert!(message.contains(part), "{given:?}: {message}");
        }
    }
}
