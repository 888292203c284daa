//! How hard a scan goes about it, as typed: rates such as `20MiB`, times such
//! as `30m`.

use super::bounds::size;
use crate::cli::ScanArgs;
use crate::error::Error;
use crate::read::Gentle;
use crate::read::gentle::Limit;
use std::time::Duration;

/// How fast and how long it reads. The time begins to run.
pub fn gentle(args: &ScanArgs) -> Result<Gentle, Error> {
    let wrong = |option: &str, text: &str, what: &str| Error::Usage(format!("{option}: `{text}` is no {what}"));
    let rate = args.hard.max_read_rate.as_ref().map(|text| {
        size(text).ok_or_else(|| wrong("--max-read-rate", text, "size such as 500kB, 20MiB or 1GiB, for a second"))
    });
    let limit = args
        .hard
        .time_limit
        .as_ref()
        .map(|text| duration(text).ok_or_else(|| wrong("--time-limit", text, "time such as 90s, 30m, 2h or 1d")));
    if (limit.is_some() || args.hard.resume.is_some()) && args.walk.follow == Some(true) {
        let why = "which links were followed is not kept from one part to the next; leave --follow out";
        return Err(Error::Usage(format!("--time-limit and --resume: {why}")));
    }
    Ok(Gentle::new(rate.transpose()?, limit.transpose()?.map(Limit::new)))
}

/// How many threads; 0 is one a processor. One that is idle reads from one place
/// at a time: what waits for the disk waits for one read at most.
pub fn threads(args: &ScanArgs) -> usize {
    let usual = usize::from(args.hard.idle == Some(true));
    args.jobs.map_or(usual, usize::from)
}

/// A time: a whole number and its unit.
fn duration(text: &str) -> Option<Duration> {
    const UNITS: [(char, u64); 4] = [('s', 1), ('m', 60), ('h', 3600), ('d', 86_400)];
    let (digits, seconds) =
        UNITS.iter().find_map(|(unit, seconds)| text.strip_suffix(*unit).map(|digits| (digits, *seconds)))?;
    let plain = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
    let count: u64 = digits.parse().ok().filter(|_| plain)?;
    count.checked_mul(seconds).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{HardArgs, WalkArgs};

    #[test]
    fn times_are_read_strictly() {
        for (text, seconds) in [("90s", 90), ("30m", 1800), ("2h", 7200), ("1d", 86_400), ("0s", 0)] {
            assert_eq!(duration(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        for wrong in
            ["", "s", "90", "-1s", "+1s", "1.5h", "1 h", "2H", "99999999999999999999s", "18446744073709551615d"]
        {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_idle_scan_has_one_thread_unless_told_otherwise() {
        let idle = HardArgs { idle: Some(true), ..HardArgs::default() };
        let args = ScanArgs { hard: idle, ..ScanArgs::default() };
        assert_eq!(threads(&args), 1);
        assert_eq!(threads(&ScanArgs { jobs: Some(4), ..args }), 4);
        assert_eq!(threads(&ScanArgs::default()), 0);
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        let with = |hard: HardArgs| gentle(&ScanArgs { hard, ..ScanArgs::default() }).unwrap_err().to_string();
        let rate = HardArgs { max_read_rate: Some("fast".into()), ..HardArgs::default() };
        assert!(with(rate).starts_with("--max-read-rate: `fast`"));
        let limit = HardArgs { time_limit: Some("soon".into()), ..HardArgs::default() };
        assert!(with(limit.clone()).starts_with("--time-limit: `soon`"));
        let hard = HardArgs { time_limit: Some("1h".into()), ..limit };
        let walk = WalkArgs { follow: Some(true), ..WalkArgs::default() };
        assert!(gentle(&ScanArgs { walk, hard, ..ScanArgs::default() }).is_err());
    }
}
