//! What `[[ignore]]` and `[[acknowledge]]` must say, from texts alone.

use super::*;
use crate::config::parse::parse;
use time::macros::date;

fn read(toml: &str) -> Result<(Vec<Ignore>, Vec<Acknowledge>), String> {
    let file = parse(toml)?;
    let both =
        ignores(&file, Path::new("/etc/oces")).and_then(|one| Ok((one, acknowledges(&file, Path::new("/etc/oces"))?)));
    both.map_err(|error| error.to_string())
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    let ignore = |rest: &str| format!("[[ignore]]\n{rest}");
    let acknowledge = |rest: &str| format!("[[acknowledge]]\n{rest}");
    let everything = "`path` is for everything";
    for (toml, part) in [
        (ignore("reason='x'"), "`certificate`, `path`, `rule` or `issuer` is needed"),
        (ignore("rule='oces2-key'"), "[[ignore]] for `oces2-key`: `reason` is needed"),
        (ignore("rule='oces2-key'\nreason='  '"), "`reason` is needed"),
        (ignore("rule='oces2-kye'\nreason='x'"), "`oces2-kye` is no rule, did you mean `oces2-key`?"),
        (ignore("rule='banana split'\nreason='x'"), "is no rule; known are "),
        (ignore("path='/a'\nreason='x'\nuntil='2027-02-30'"), "`until`: "),
        (ignore("path='/a'\nreason='x'\nuntil='soon'"), "`until`: "),
        (ignore("certificate='xyz'\nreason='x'"), "8 to 64 hexadecimal digits"),
        (ignore("issuer=' '\nreason='x'"), "`issuer` is needed"),
        (ignore("path='['\nreason='x'"), "is no glob"),
        (ignore("path='/a'\nraeson='x'"), "unknown key `raeson`, did you mean `reason`?"),
        (ignore("path='**'\nreason='x'"), everything),
        (ignore("path='**'\nrule='oces2-key'\nreason='x'"), everything),
        (ignore("path='*'\nreason='x'"), everything),
        (ignore("path='/**'\nreason='x'"), everything),
        (ignore("path='**/*'\nreason='x'"), everything),
        (ignore("path='./**'\nreason='x'"), everything),
        (ignore("path='**!**'\nreason='x'"), everything),
        (ignore("path='[a-z0-9]*/**'\nreason='x'"), everything),
        (ignore("path='{a,**}'\nreason='x'"), everything),
        (acknowledge("reason='x'"), "`path` is needed"),
        (acknowledge("path='/a'"), "`reason` is needed"),
        (acknowledge("path='/a'\nreason='x'\nkind='loked'"), "no kind of failure, did you mean `locked`?"),
        (acknowledge("path='**'\nkind='locked'\nreason='x'"), everything),
        (acknowledge("path='/a'\nreason='x'\nrule='y'"), "unknown key `rule`"),
    ] {
        let why = read(&toml).expect_err(&toml);
        assert!(why.contains(part), "{toml}\n{why}");
    }
}

#[test]
fn members_begin_at_a_mark_that_negates_nothing() {
    for (text, at) in [("a.zip!b", Some(5)), ("[!a].zip", None), ("[!a].zip!b", Some(8)), ("a\\!b", None), ("a", None)]
    {
        assert_eq!(mark(text), at, "{text}");
    }
    assert!(read("[[ignore]]\npath='!b'\nreason='x'").is_err(), "members of what");
    assert!(read("[[ignore]]\npath='/srv/{a!b,c}'\nreason='x'").is_err());
}

#[test]
fn what_is_said_is_kept_as_it_was_meant() {
    let toml = "[[ignore]]\ncertificate='AB:CD:EF:01'\npath='./old/**'\nrule='oces2-key'\nissuer='CN=X,C=DK'\n\
                reason=' because '\nuntil=2027-06-01\n\
                [[ignore]]\npath='**/*.p12'\nreason='x'\n\
                [[acknowledge]]\npath='/srv/a.zip!b.p12'\nkind='locked'\nreason='y'\nuntil='2027-01-01'";
    let (ignores, acknowledges) = read(toml).unwrap();
    assert_eq!(ignores[0].certificate.as_deref(), Some("abcdef01"));
    assert_eq!(ignores[0].subject(), "abcdef01, /etc/oces/old/**, oces2-key, CN=X,C=DK");
    assert_eq!((&*ignores[0].term.reason, ignores[0].term.until), ("because", Some(date!(2027 - 06 - 01))));
    assert!(!ignores[0].term.is_past(date!(2027 - 06 - 01)), "it holds on the day itself");
    assert!(ignores[0].term.is_past(date!(2027 - 06 - 02)));
    assert!(!ignores[1].term.is_past(date!(9999 - 12 - 31)), "without a day it is for good");
    assert_eq!(acknowledges[0].subject(), "/srv/a.zip!b.p12, locked");
    let (file, members) = acknowledges[0].path.inside.as_ref().unwrap();
    assert!(
        file.is_match("/srv/a.zip") && members.is_match("b.p12") && ignores[1].path.as_ref().unwrap().inside.is_none()
    );
}
