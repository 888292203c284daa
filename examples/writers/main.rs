//! What each report format costs: a report with 100,000 findings is built as a
//! scan would build it and handed to every writer of the registry, each in a
//! process of its own, whose output is only counted. `benches/race.py` runs it.
//! What names persons is veiled before, where the format asks for that; what
//! the veil alone costs is told in lines of its own.
//!
//! `writers` prints a table and ends with 1 where a writer takes more than
//! [`CPU_LIMIT`] or [`MEMORY_LIMIT`]. Told, and held to nothing, is the same
//! with [`MANY`] distinct certificates. `writers FORMAT…` measures those alone,
//! `--distinct N` with so many certificates, `--keep FOLDER` leaves what was
//! written.

#![allow(clippy::print_stdout, reason = "it is a program")]

mod certificates;
mod der;
mod places;
mod rooms;

use oces::plan::Plan;
use oces::privacy::{self, Key};
use oces::report::{PersonalData, Report, ReportWriter, Style, WRITERS};
use rustix::time::{ClockId, clock_gettime};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// Seconds of CPU, user and system, for writing alone.
const CPU_LIMIT: f64 = 2.0;

/// MiB at the peak, the report itself included.
const MEMORY_LIMIT: f64 = 256.0;

/// How many distinct certificates lie in the 100,000 places.
const USUAL: usize = 300;

/// The worst that is plausible: nearly every fifth place has one of its own.
const MANY: usize = 20_000;

/// The lines of the veil alone, by what becomes of what names a person.
const VEILS: [(&str, PersonalData); 2] =
    [("veil-pseudonymise", PersonalData::Pseudonymise), ("veil-omit", PersonalData::Omit)];

/// What a process is told to measure one writer.
const ONE: &str = "--measure";

/// What was asked for.
#[derive(Default)]
struct Arguments {
    formats: Vec<String>,
    distinct: Option<usize>,
    keep: Option<PathBuf>,
    measure: bool,
}

fn main() -> io::Result<ExitCode> {
    let arguments = Arguments::read()?;
    if arguments.measure {
        measure(&arguments)?;
        return Ok(ExitCode::SUCCESS);
    }
    let held = race(&arguments, arguments.distinct.unwrap_or(USUAL), true)?;
    if arguments.distinct.is_none() {
        race(&arguments, MANY, false)?;
    }
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Arguments {
    fn read() -> io::Result<Arguments> {
        let mut read = Arguments::default();
        let mut given = std::env::args().skip(1);
        while let Some(argument) = given.next() {
            match argument.as_str() {
                ONE => read.measure = true,
                "--distinct" => {
                    read.distinct = Some(given.next().unwrap_or_default().parse().map_err(io::Error::other)?);
                }
                "--keep" => read.keep = given.next().map(PathBuf::from),
                format if rows().any(|row| row == format) => read.formats.push(argument),
                other => return Err(io::Error::other(format!("{other} is no format and no option"))),
            }
        }
        Ok(read)
    }
}

/// What there is to measure: the veils, then the formats.
fn rows() -> impl Iterator<Item = &'static str> {
    VEILS.into_iter().map(|(name, _)| name).chain(WRITERS.iter().map(|writer| writer.format()))
}

/// Every writer in a process of its own; whether all kept within the limits.
fn race(arguments: &Arguments, distinct: usize, limited: bool) -> io::Result<bool> {
    let mut held = true;
    let wanted = |format: &str| arguments.formats.is_empty() || arguments.formats.iter().any(|one| one == format);
    for (at, format) in rows().filter(|format| wanted(format)).enumerate() {
        let told = child(arguments, distinct, format)?;
        if at == 0 {
            println!("{} findings of {distinct} certificates, {} failures, {} actions", told[4], told[5], told[6]);
            println!("{:20}{:>14}{:>8}{:>12}{:>12}", "writer", "octets", "CPU s", "report MiB", "peak MiB");
        }
        let good = told[1] <= CPU_LIMIT && told[3] <= MEMORY_LIMIT;
        let verdict = match (good, limited) {
            (true, _) => "",
            (false, true) => "  MISSED",
            (false, false) => "  over",
        };
        println!("{format:20}{:>14}{:>8.2}{:>12.1}{:>12.1}{verdict}", told[0], told[1], told[2], told[3]);
        held &= good;
    }
    println!();
    Ok(held)
}

/// The figures of one writer: octets, CPU, MiB before and at the peak; then how
/// much there is in the report.
fn child(arguments: &Arguments, distinct: usize, format: &str) -> io::Result<[f64; 7]> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args([ONE, format, "--distinct", &distinct.to_string()]);
    if let Some(folder) = &arguments.keep {
        command.arg("--keep").arg(folder);
    }
    let output = command.stderr(std::process::Stdio::inherit()).output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let figures: Vec<f64> = told.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    figures.try_into().map_err(|_| io::Error::other(format!("{format} ended with {}", output.status)))
}

/// One writer: its figures on standard output.
fn measure(arguments: &Arguments) -> io::Result<()> {
    let format = arguments.formats.first().map(String::as_str).unwrap_or_default();
    let writer = WRITERS.iter().find(|writer| writer.format() == format);
    let mut report = rooms::report(arguments.distinct.unwrap_or(USUAL))?;
    let there = (report.findings.len(), report.inventory.failures.len(), report.plan.actions.len());
    // What building took is given back or used again, but counts no more.
    fs::write("/proc/self/clear_refs", "5")?;
    let (before, begin) = (status("VmRSS:")?, cpu());
    veil(&mut report, format, writer.copied());
    let mut out = Counted { octets: 0, copy: None };
    if let Some(folder) = &arguments.keep {
        out.copy = Some(File::create(folder.join(format))?);
    }
    if let Some(writer) = writer {
        writer.write(&report, Style { width: 80, ..Style::default() }, &mut out)?;
    }
    let (seconds, peak) = (cpu() - begin, status("VmHWM:")?);
    println!("{} {seconds} {before} {peak} {} {} {}", out.octets, there.0, there.1, there.2);
    Ok(())
}

/// What is done to a report before its writer gets it, and counts as part of
/// the writing: veiling what names persons.
fn veil(report: &mut Report, format: &str, writer: Option<&dyn ReportWriter>) {
    let alone = VEILS.iter().find(|(name, _)| *name == format).map(|(_, mode)| *mode);
    let mode = alone.or_else(|| Some(writer?.personal_data())).unwrap_or_default();
    if mode != PersonalData::Show && writer.is_some_and(|one| !one.tells_plan()) {
        report.plan = Plan::default();
    }
    privacy::veil(report, mode, Key::new(&[7; 64]).as_ref());
}

/// User and system time of this process.
#[allow(clippy::cast_precision_loss, reason = "seconds of one run")]
fn cpu() -> f64 {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    used.tv_sec as f64 + used.tv_nsec as f64 / 1e9
}

/// A line of `/proc/self/status`, in MiB.
fn status(name: &str) -> io::Result<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse().map_err(io::Error::other)?;
    Ok(kibibytes / 1024.0)
}

/// Counts what is written, and keeps it where that was asked for.
struct Counted {
    octets: u64,
    copy: Option<File>,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.octets += bytes.len() as u64;
        if let Some(copy) = &mut self.copy {
            copy.write_all(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
