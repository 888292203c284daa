//! The text of `oces.toml` to its values, with errors that name the line.
//! No message repeats a line of the file: a misplaced password stays there.

use super::file::File;
use super::keys;
use toml::de::DeTable;

/// Parses the text; the error begins with `:LINE` where the line is known.
pub fn parse(text: &str) -> Result<File, String> {
    let at = |offset: usize| 1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
    let told = |error: &toml::de::Error| match error.span() {
        Some(span) => format!(":{}: {}", at(span.start), error.message()),
        None => format!(": {}", error.message()),
    };
    let table = DeTable::parse(text).map_err(|error| told(&error))?;
    unknown_key(table.get_ref(), &at)?;
    toml::from_str(text).map_err(|error| told(&error))
}

/// Fails at the first unknown key of the table and those in it.
fn unknown_key(top: &DeTable<'_>, at: &dyn Fn(usize) -> usize) -> Result<(), String> {
    known_only(top, keys::TOP, at)?;
    for (name, value) in top {
        let known = match name.get_ref().as_ref() {
            "scan" => keys::SCAN,
            "acknowledge" => keys::ACKNOWLEDGE,
            "decision" => keys::DECISION,
            "ignore" => keys::IGNORE,
            "organisation" => keys::ORGANISATION,
            "owner" => keys::OWNER,
            "tickets" => keys::TICKETS,
            "password" => keys::PASSWORD,
            "place" => keys::PLACE,
            "retain" => keys::RETAIN,
            _ => continue,
        };
        let items = value.get_ref().as_array();
        let tables = items.into_iter().flat_map(|array| array.iter()).chain(std::iter::once(value));
        for table in tables.filter_map(|value| value.get_ref().as_table()) {
            known_only(table, known, at)?;
        }
    }
    Ok(())
}

fn known_only(table: &DeTable<'_>, known: &[&str], at: &dyn Fn(usize) -> usize) -> Result<(), String> {
    let unknown =
        table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())).min_by_key(|key| key.span().start);
    let Some(key) = unknown else { return Ok(()) };
    let (line, name) = (at(key.span().start), key.get_ref());
    if known == keys::PASSWORD && matches!(name.as_ref(), "password" | "passwords" | "value") {
        return Err(format!(":{line}: unknown key `{name}`: a password never stands here, name its `file` or `env`"));
    }
    Err(match keys::nearest(name, known) {
        Some(near) => format!(":{line}: unknown key `{name}`, did you mean `{near}`?"),
        None => format!(":{line}: unknown key `{name}`; known are {}", known.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_names_its_line_and_the_nearest() {
        let table = [
            ("[scan]\nfollow = true\nexlude = []\n", ":3: unknown key `exlude`, did you mean `exclude`?"),
            ("[skan]\n", ":1: unknown key `skan`, did you mean `scan`?"),
            ("organisation.cwr = []", ":1: unknown key `cwr`, did you mean `cvr`?"),
            ("[[plase]]\n", ":1: unknown key `plase`, did you mean `place`?"),
            ("[[place]]\npath='x'\nplaces='y'", ":3: unknown key `places`, did you mean `place`?"),
            ("[[owner]]\nsystm='x'", ":2: unknown key `systm`, did you mean `system`?"),
            ("[[decision]]\nreasn='x'", ":2: unknown key `reasn`, did you mean `reason`?"),
            ("[[retain]]\nreveiw='x'", ":2: unknown key `reveiw`, did you mean `review`?"),
            ("[[retian]]\nreview='x'", ":1: unknown key `retian`, did you mean `retain`?"),
            ("[[password]]\npath='x'\nfil='y'", ":3: unknown key `fil`, did you mean `file`?"),
        ];
        for (text, message) in table {
            assert_eq!(parse(text).unwrap_err(), message);
        }
    }

    #[test]
    fn no_message_repeats_a_password() {
        for text in [
            "[[password]]\npath='x'\npassword='hunter2'",
            "[[password]]\npath='x'\nfile=hunter2 x",
            "[[password]]\npath='x'\nfile='hunter2",
        ] {
            let message = parse(text).unwrap_err();
            assert!(!message.contains("hunter2"), "{message}");
        }
    }

    #[test]
    fn the_lists_of_keys_are_those_of_the_types() {
        fn expected(error: &toml::de::Error) -> Vec<String> {
            let names: Vec<String> = error.message().split('`').skip(3).step_by(2).map(str::to_owned).collect();
            names
        }
        let sorted = |text: &str| {
            let mut names = expected(&toml::from_str::<File>(text).unwrap_err());
            names.sort();
            names
        };
        assert_eq!(sorted("zzz = 1"), keys::TOP);
        assert_eq!(sorted("[scan]\nzzz = 1"), keys::SCAN);
        assert_eq!(sorted("[[password]]\npath = ''\nzzz = 1"), keys::PASSWORD);
        assert_eq!(sorted("[[owner]]\nzzz = 1"), keys::OWNER);
        assert_eq!(sorted("[tickets]\nzzz = 1"), keys::TICKETS);
        assert_eq!(sorted("[[decision]]\nzzz = 1"), keys::DECISION);
        assert_eq!(sorted("[[ignore]]\nzzz = 1"), keys::IGNORE);
        assert_eq!(sorted("[[acknowledge]]\nzzz = 1"), keys::ACKNOWLEDGE);
        assert_eq!(sorted("[[retain]]\nzzz = 1"), keys::RETAIN);
        let two = |text: &str| toml::from_str::<File>(text).unwrap_err().message().to_owned();
        assert_eq!(two("[organisation]\nzzz = 1"), "unknown field `zzz`, expected `cvr` or `name`");
        assert_eq!(two("[[place]]\nzzz = 1"), "unknown field `zzz`, expected `path` or `place`");
    }

    #[test]
    fn every_long_option_of_scan_is_a_key() {
        use clap::CommandFactory;
        let command = crate::cli::Cli::command();
        let scan = command.find_subcommand("scan").unwrap();
        let mut options: Vec<&str> = scan.get_arguments().filter_map(clap::Arg::get_long).collect();
        options.sort_unstable();
        assert_eq!(options, keys::SCAN);
    }

    #[test]
    fn a_wrong_value_names_its_line() {
        assert!(parse("[scan]\nfail-on = 'eror'").unwrap_err().starts_with(":2: unknown variant `eror`"));
        assert!(parse("[scan]\nfollow = 3").unwrap_err().starts_with(":2: invalid type"));
        assert!(parse("[scan]\n\nfollow = ").unwrap_err().starts_with(":3: "));
    }
}
