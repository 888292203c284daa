//! The bounds as typed: numbers, and sizes such as `96MiB`.

use crate::bounds::Bounds;
use crate::cli::{BoundArgs, ScanArgs};
use crate::error::Error;

/// The least `--memory`: dictionaries of a usual size must have room.
const LEAST_MEMORY: u64 = 16 << 20;

/// What may be opened and spent, with what was given laid over the defaults.
pub fn bounds(args: &ScanArgs) -> Result<Bounds, Error> {
    let usual = Bounds::default();
    let given = &args.bounds;
    let BoundArgs { max_depth, max_members, max_expanded, max_expanded_scan, max_ratio, max_seconds, memory } = given;
    let usage = |option: &str, why: &str| Error::Usage(format!("{option}: {why}"));
    let count = |option: &str, text: &Option<String>, usual: u64| match text {
        None => Ok(usual),
        Some(text) => number(text).ok_or_else(|| usage(option, &format!("`{text}` is no number from 1 up"))),
    };
    let octets = |option: &str, text: &Option<String>, usual: u64| match text {
        None => Ok(usual),
        Some(text) => {
            size(text).ok_or_else(|| usage(option, &format!("`{text}` is no size such as 500MB, 96MiB or 2GiB")))
        }
    };
    let memory = octets("--memory", memory, usual.memory)?;
    if memory < LEAST_MEMORY {
        return Err(usage("--memory", "at least 16MiB are needed"));
    }
    let depth = count("--max-depth", max_depth, usual.depth as u64)?;
    Ok(Bounds {
        archives: !args.no_archives.unwrap_or_default(),
        mail: !args.no_mail.unwrap_or_default(),
        // A way of a thousand steps would be no way that anybody goes.
        depth: usize::try_from(depth).unwrap_or(usize::MAX).min(100),
        members: count("--max-members", max_members, usual.members)?,
        expanded: octets("--max-expanded", max_expanded, usual.expanded)?,
        expanded_scan: octets("--max-expanded-scan", max_expanded_scan, usual.expanded_scan)?,
        ratio: count("--max-ratio", max_ratio, usual.ratio)?,
        seconds: count("--max-seconds", max_seconds, usual.seconds)?,
        memory,
    })
}

fn number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|octet| octet.is_ascii_digit());
    text.parse().ok().filter(|number| plain && *number > 0)
}

/// A size in octets: a number, with or without a unit.
pub(super) fn size(text: &str) -> Option<u64> {
    const UNITS: [(&str, u64); 9] = [
        ("kib", 1 << 10),
        ("mib", 1 << 20),
        ("gib", 1 << 30),
        ("tib", 1 << 40),
        ("kb", 1_000),
        ("mb", 1_000_000),
        ("gb", 1_000_000_000),
        ("tb", 1_000_000_000_000),
        ("b", 1),
    ];
    let lower = text.to_ascii_lowercase();
    let unit = UNITS.iter().find_map(|(unit, octets)| lower.strip_suffix(unit).map(|digits| (digits, *octets)));
    let (digits, octets) = unit.unwrap_or((&lower, 1));
    number(digits.trim_end()).and_then(|count| count.checked_mul(octets))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_strictly() {
        for (text, octets) in [("1", 1), ("96MiB", 96 << 20), ("2 gib", 2 << 30), ("500MB", 500_000_000), ("7b", 7)] {
            assert_eq!(size(text), Some(octets), "{text}");
        }
        for wrong in ["", "MiB", "0", "-1", "+1", "1.5GiB", "1e9", "99999999999TiB", "5 %"] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_given_is_laid_over_the_defaults() {
        let given = BoundArgs { max_ratio: Some("9".into()), memory: Some("1GiB".into()), ..BoundArgs::default() };
        let args = ScanArgs { bounds: given, no_archives: Some(true), ..ScanArgs::default() };
        let expected = Bounds { ratio: 9, memory: 1 << 30, archives: false, ..Bounds::default() };
        assert_eq!(bounds(&args).unwrap(), expected);
        let little = BoundArgs { memory: Some("1MiB".into()), ..BoundArgs::default() };
        assert!(bounds(&ScanArgs { bounds: little, ..ScanArgs::default() }).is_err());
    }
}
