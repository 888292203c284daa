//! When something happened, as exactly as its source tells.

use crate::wording::{self, Text};
use time::{Date, Month};

/// A day, or what is less than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum When {
    Day(Date),
    Month(i32, Month),
    Part(i32, Part),
    Year(i32),
    /// No source tells.
    Unknown,
}

/// A part of a year, as letters name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Part {
    Middle,
    Summer,
    Autumn,
}

impl When {
    /// Reads `2023-10-31`, `2019-10`, `2022-autumn`, `2026` or `unknown`.
    pub(super) fn parse(text: &str) -> Option<When> {
        if text == "unknown" {
            return Some(When::Unknown);
        }
        let mut parts = text.split('-');
        let year: i32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let found = match (parts.next(), parts.next()) {
            (None, _) => When::Year(year),
            (Some("middle"), None) => When::Part(year, Part::Middle),
            (Some("summer"), None) => When::Part(year, Part::Summer),
            (Some("autumn"), None) => When::Part(year, Part::Autumn),
            (Some(name), None) => When::Month(year, month(name)?),
            (Some(name), Some(day)) => When::Day(Date::from_calendar_date(year, month(name)?, day.parse().ok()?).ok()?),
        };
        parts.next().is_none().then_some(found)
    }

    /// The day, where it is one.
    pub fn day(self) -> Option<Date> {
        match self {
            When::Day(day) => Some(day),
            _ => None,
        }
    }

    /// The first day that it can mean.
    pub fn first(self) -> Option<Date> {
        let (year, month) = match self {
            When::Day(day) => return Some(day),
            When::Month(year, month) => (year, month),
            When::Part(year, Part::Middle | Part::Summer) => (year, Month::June),
            When::Part(year, Part::Autumn) => (year, Month::September),
            When::Year(year) => (year, Month::January),
            When::Unknown => return None,
        };
        Date::from_calendar_date(year, month, 1).ok()
    }

    /// As in the data, for programs.
    pub fn id(self) -> String {
        match self {
            When::Day(day) => format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day()),
            When::Month(year, month) => format!("{year:04}-{:02}", u8::from(month)),
            When::Part(year, Part::Middle) => format!("{year:04}-middle"),
            When::Part(year, Part::Summer) => format!("{year:04}-summer"),
            When::Part(year, Part::Autumn) => format!("{year:04}-autumn"),
            When::Year(year) => format!("{year:04}"),
            When::Unknown => "unknown".to_owned(),
        }
    }

    /// For people.
    pub fn told(self) -> Text {
        let (da, en) = match self {
            When::Day(day) => (wording::day(day, true), wording::day(day, false)),
            When::Month(year, month) => (format!("{} {year}", wording::month(month, true)), format!("{month} {year}")),
            When::Part(year, Part::Middle) => (format!("medio {year}"), format!("the middle of {year}")),
            When::Part(year, Part::Summer) => (format!("sommeren {year}"), format!("summer {year}")),
            When::Part(year, Part::Autumn) => (format!("efteråret {year}"), format!("autumn {year}")),
            When::Year(year) => (year.to_string(), year.to_string()),
            When::Unknown => ("ukendt".to_owned(), "unknown".to_owned()),
        };
        Text { da, en }
    }
}

fn month(digits: &str) -> Option<Month> {
    Month::try_from(digits.parse::<u8>().ok().filter(|_| digits.len() == 2)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_told_as_exactly_as_it_is() {
        for (text, da, en, first) in [
            ("2023-10-31", "31. oktober 2023", "31 October 2023", "2023-10-31"),
            ("2019-10", "oktober 2019", "October 2019", "2019-10-01"),
            ("2022-autumn", "efteråret 2022", "autumn 2022", "2022-09-01"),
            ("2023-summer", "sommeren 2023", "summer 2023", "2023-06-01"),
            ("2023-middle", "medio 2023", "the middle of 2023", "2023-06-01"),
            ("2026", "2026", "2026", "2026-01-01"),
        ] {
            let when = When::parse(text).unwrap();
            assert_eq!(when.id(), text);
            assert_eq!((when.told().da.as_str(), when.told().en.as_str()), (da, en));
            assert_eq!(When::Day(when.first().unwrap()).id(), first);
        }
        assert_eq!(When::parse("unknown"), Some(When::Unknown));
        assert_eq!(When::Unknown.first(), None);
        for wrong in ["", "23-10-31", "2023-13", "2023-1", "2023-10-32", "2023-10-31-1", "2023-winter", "soon"] {
            assert_eq!(When::parse(wrong), None, "{wrong}");
        }
    }
}
