//! Where something was read, how old that is, and how to say so.

use super::Text;
use crate::wording::day;
use time::{Date, Month};

/// Where something was read, and when that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knowledge {
    /// The source, for people: a page, a letter, certificates.
    pub source: Text,
    /// The day it was written, else the day it was read.
    pub date: Date,
    /// Whether that is the day of reading, because the source bears no date.
    pub read: bool,
    /// With whom to check.
    pub check_with: Text,
}

/// After so many months nothing is told as certain.
const MONTHS: u8 = 18;

impl Knowledge {
    /// Older than 18 months of the calendar on that day: not to be told as certain.
    pub fn is_old(&self, as_of: Date) -> bool {
        months_later(self.date, MONTHS).is_some_and(|end| as_of > end)
    }

    /// The source, its day, and with whom to check: the words to be printed
    /// behind whatever is known from it.
    pub fn told(&self, danish: bool, as_of: Date) -> String {
        let side = |text: &Text| if danish { text.da.clone() } else { text.en.clone() };
        let (source, whom, day) = (side(&self.source), side(&self.check_with), day(self.date, danish));
        let page = source.split(' ').next().is_some_and(|first| first.trim_end_matches(',').contains('.'));
        let told = match (danish, page) {
            (true, true) => format!("som beskrevet på {source}"),
            (true, false) => format!("som beskrevet i {source}"),
            (false, true) => format!("as described on {source}"),
            (false, false) => format!("as described in {source}"),
        };
        let told = match (danish, self.read) {
            (_, false) => format!("{told}, {day}"),
            (true, true) => format!("{told}, læst {day}"),
            (false, true) => format!("{told}, read {day}"),
        };
        match (danish, self.is_old(as_of)) {
            (true, true) => format!("{told}; det er over 18 måneder siden: spørg {whom}, før I handler"),
            (true, false) => format!("{told}; spørg {whom}"),
            (false, true) => format!("{told}; that is more than 18 months ago: check with {whom} before you act"),
            (false, false) => format!("{told}; check with {whom}"),
        }
    }
}

/// The same day some months later, or the last one of a shorter month.
fn months_later(date: Date, months: u8) -> Option<Date> {
    let count = u8::from(date.month()) - 1 + months;
    let year = date.year() + i32::from(count / 12);
    let month = Month::try_from(count % 12 + 1).ok()?;
    Date::from_calendar_date(year, month, date.day().min(month.length(year))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn knowledge(date: Date, read: bool) -> Knowledge {
        let both = |text: &str| Text { da: text.into(), en: text.into() };
        Knowledge { source: both("digitaliseringskataloget.dk"), date, read, check_with: both("KOMBIT") }
    }

    #[test]
    fn eighteen_months_are_counted_by_the_calendar() {
        for (written, last) in [
            (date!(2023 - 05 - 24), date!(2024 - 11 - 24)),
            (date!(2023 - 08 - 31), date!(2025 - 02 - 28)),
            (date!(2022 - 08 - 31), date!(2024 - 02 - 29)),
            (date!(2023 - 06 - 30), date!(2024 - 12 - 30)),
            (date!(2023 - 07 - 01), date!(2025 - 01 - 01)),
        ] {
            assert!(!knowledge(written, false).is_old(last), "{written}");
            assert!(knowledge(written, false).is_old(last.next_day().unwrap()), "{written}");
            assert!(!knowledge(written, false).is_old(date!(2020 - 01 - 01)), "{written}");
        }
    }

    #[test]
    fn a_source_is_told_with_its_day_and_with_whom_to_check() {
        let old = knowledge(date!(2023 - 05 - 24), false);
        let tail = "24 May 2023; that is more than 18 months ago: check with KOMBIT before you act";
        let now = date!(2026 - 11 - 21);
        assert_eq!(old.told(false, now), format!("as described on digitaliseringskataloget.dk, {tail}"));
        let tail = "24. maj 2023; det er over 18 måneder siden: spørg KOMBIT, før I handler";
        assert_eq!(old.told(true, now), format!("som beskrevet på digitaliseringskataloget.dk, {tail}"));
        let mut read = knowledge(now, true);
        assert!(read.told(false, now).ends_with(", read 21 November 2026; check with KOMBIT"));
        assert!(read.told(true, now).ends_with(", læst 21. november 2026; spørg KOMBIT"));
        read.source.en = "a letter (see kl.dk)".into();
        assert!(read.told(false, now).starts_with("as described in a letter"));
    }
}
