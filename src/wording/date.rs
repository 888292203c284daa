//! Days and months in words.

use time::{Date, Month};

/// A day: `31. oktober 2023`, `31 October 2023`.
pub fn day(date: Date, danish: bool) -> String {
    let (day, month, year) = (date.day(), month(date.month(), danish), date.year());
    if danish { format!("{day}. {month} {year}") } else { format!("{day} {month} {year}") }
}

/// The name of a month, lower case in Danish.
pub fn month(month: Month, danish: bool) -> String {
    let name = match month {
        _ if !danish => return month.to_string(),
        Month::January => "januar",
        Month::February => "februar",
        Month::March => "marts",
        Month::April => "april",
        Month::May => "maj",
        Month::June => "juni",
        Month::July => "juli",
        Month::August => "august",
        Month::September => "september",
        Month::October => "oktober",
        Month::November => "november",
        Month::December => "december",
    };
    name.to_owned()
}
