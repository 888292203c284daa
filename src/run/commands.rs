//! What the commands need besides the rooms: outputs, the catalogue, facts
//! about the process.

use super::signals::Signals;
use crate::catalogue::Catalogue;
use crate::cli::{CatalogueArgs, Global, SchemaOf, generate};
use crate::config::{self, Config, OutputSpec, Verbosity};
use crate::error::Error;
use crate::output::{self, OutputFile, OwnPaths, to_standard_output};
use crate::plan::Plan;
use crate::privacy;
use crate::report::{self, PersonalData, Report, ReportWriter, Style, WRITERS};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

/// The reports that were asked for, opened.
pub(super) struct Outputs {
    files: Vec<(OutputSpec, Option<OutputFile>)>,
    /// GitHub's file for the summary of a step.
    summary: Option<OutputFile>,
}

/// GitHub takes no longer summary of a step, in octets.
const SUMMARY: u64 = 1024 * 1024;

impl Outputs {
    /// Opens all of them before anything is read.
    pub(super) fn open(config: &Config) -> Result<Outputs, Error> {
        let open = |spec: &OutputSpec| {
            let file = spec.path.as_deref().map(OutputFile::open).transpose()?;
            Ok((spec.clone(), file))
        };
        let summary = config.step_summary.as_deref().map(OutputFile::append).transpose()?;
        Ok(Outputs { files: config.outputs.iter().map(open).collect::<Result<_, Error>>()?, summary })
    }

    /// What the walk must pass by.
    pub(super) fn own_paths(&self) -> OwnPaths {
        let mut own = OwnPaths::default();
        for file in self.files.iter().filter_map(|(_, file)| file.as_ref()).chain(&self.summary) {
            own.extend(file.own_paths());
        }
        own
    }

    /// Writes every report; files take their places only at the commit. Those
    /// that show everything come first: what is veiled then stays veiled.
    pub(super) fn write(&mut self, report: &mut Report, config: &Config) -> Result<(), Error> {
        self.files.iter().try_for_each(|(spec, _)| writer(&spec.format).map(drop))?;
        let mode = |format: &str| config.personal_data.or_else(|| Some(writer(format).ok()?.personal_data()));
        let modes: BTreeSet<PersonalData> = self.files.iter().filter_map(|(spec, _)| mode(&spec.format)).collect();
        for now in modes {
            let told = |spec: &OutputSpec| {
                mode(&spec.format) >= Some(now) && writer(&spec.format).is_ok_and(ReportWriter::tells_plan)
            };
            // What no format tells from here on needs no veil.
            if now != PersonalData::Show && !self.files.iter().any(|(spec, _)| told(spec)) {
                report.plan = Plan::default();
            }
            privacy::veil(report, now, config.pseudonym_key.as_ref());
            let report = &*report;
            self.write_some(
                config,
                |format| mode(format) == Some(now),
                |format, style, out| match writer(format) {
                    Ok(writer) => writer.write(report, style, out),
                    Err(error) => Err(io::Error::other(error.to_string())),
                },
            )?;
            if mode("github") == Some(now) {
                self.write_summary(report, config)?;
            }
        }
        Ok(())
    }

    /// What the page of a run of GitHub Actions shows, beside `-o github`.
    fn write_summary(&mut self, report: &Report, config: &Config) -> Result<(), Error> {
        let (Some(file), Some(path)) = (&mut self.summary, &config.step_summary) else { return Ok(()) };
        let room = usize::try_from(SUMMARY.saturating_sub(file.length())).unwrap_or_default();
        let page = report::github::summary(report, config.style, room);
        file.write_all(page.as_bytes()).map_err(|error| Error::Output(format!("{}: {error}", path.display())))
    }

    /// The same for what is no report: by format.
    pub(super) fn write_each(
        &mut self,
        config: &Config,
        write: impl Fn(&str, Style, &mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        self.write_some(config, |_| true, write)
    }

    fn write_some(
        &mut self,
        config: &Config,
        wanted: impl Fn(&str) -> bool,
        write: impl Fn(&str, Style, &mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        for (spec, file) in self.files.iter_mut().filter(|(spec, _)| wanted(&spec.format)) {
            let style = config.style_of(spec);
            match file {
                Some(file) => write(&spec.format, style, file).map_err(|error| file_failed(spec, &error))?,
                None => to_standard_output(|out| write(&spec.format, style, out))?,
            }
        }
        Ok(())
    }

    /// Puts the files in their places.
    pub(super) fn commit(self) -> Result<(), Error> {
        self.files.into_iter().filter_map(|(_, file)| file).chain(self.summary).try_for_each(OutputFile::commit)
    }
}

fn file_failed(spec: &OutputSpec, error: &std::io::Error) -> Error {
    let path = spec.path.as_deref().unwrap_or(Path::new("standard output"));
    Error::Output(format!("{}: {error}", path.display()))
}

fn writer(format: &str) -> Result<&'static dyn ReportWriter, Error> {
    let known = WRITERS.iter().copied().find(|writer| writer.format() == format);
    known.ok_or_else(|| Error::Usage(format!("unknown format `{format}`")))
}

/// The catalogue, with `--catalogue` added.
pub(super) fn load_catalogue(file: Option<&Path>) -> Result<Catalogue, Error> {
    match file {
        None => Catalogue::builtin(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Error::Catalogue(format!("{}: {error}", path.display())))?;
            Catalogue::load_with(&text)
        }
    }
}

/// `oces catalogue`.
pub(super) fn catalogue(global: &Global, args: &CatalogueArgs) -> Result<(), Error> {
    let (style, file) = config::for_catalogue(global, args)?;
    let catalogue = load_catalogue(file.as_deref())?;
    to_standard_output(|out| report::catalogue::write(&catalogue, style, out))
}

/// `oces inspect`.
pub(super) fn inspect(config: &Config) -> Result<u8, Error> {
    let report = super::report(config, &OwnPaths::default(), &Signals::listen()?)?;
    crate::exit::anything_seen(&report)?;
    to_standard_output(|out| report::inspect::write(&report, config.style, out))?;
    Ok(0)
}

/// `oces man --out`.
pub(super) fn man_pages(directory: &Path) -> Result<(), Error> {
    let pages = generate::man_pages().map_err(|error| Error::Internal(error.to_string()))?;
    output::write_all(directory, &pages)
}

/// `oces schema`.
pub(super) fn schema(of: SchemaOf) -> Result<(), Error> {
    let schema = match of {
        SchemaOf::Json => report::schema(),
        SchemaOf::Ndjson => report::line_schema(),
    };
    to_standard_output(|out| {
        serde_json::to_writer_pretty(&mut *out, &schema)?;
        out.write_all(b"\n")
    })
}

/// One line on standard error, unless it was asked to be quiet: a report that
/// went to a file says nothing on the terminal.
pub(super) fn last_line(report: &Report, config: &Config) {
    let quiet = config.verbosity == Verbosity::Quiet
        || config.outputs.iter().any(|spec| spec.format == "table" && spec.path.is_none());
    if !quiet {
        let line = report::line::of(report, config.style);
        // Nobody may be listening; the exit code says the same.
        drop(writeln!(std::io::stderr(), "{line}"));
    }
}

/// 128 random bits in hexadecimal.
pub(super) fn random_id() -> String {
    let mut bytes = [0; 16];
    match rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty()) {
        Ok(_) => data_encoding::HEXLOWER.encode(&bytes),
        Err(_) => format!("{:032x}", config::now().unix_timestamp_nanos()),
    }
}

/// The effective capabilities that let a process read what its user may not
/// (capabilities(7)), from `/proc/self/status`.
pub(super) fn capabilities() -> Vec<String> {
    const READING: [(u32, &str); 4] =
        [(1, "CAP_DAC_OVERRIDE"), (2, "CAP_DAC_READ_SEARCH"), (3, "CAP_FOWNER"), (21, "CAP_SYS_ADMIN")];
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("CapEff:"));
    let bits = line.and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok()).unwrap_or(0);
    READING.iter().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, name)| (*name).to_owned()).collect()
}
