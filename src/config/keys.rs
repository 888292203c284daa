//! The keys of `oces.toml`, and the nearest known one to a key that is not.

/// Keys outside any table.
pub const TOP: &[&str] = &[
    "acknowledge",
    "color",
    "decision",
    "ignore",
    "lang",
    "organisation",
    "owner",
    "password",
    "place",
    "quiet",
    "retain",
    "scan",
    "tickets",
    "verbose",
];
/// Keys of `[[acknowledge]]`.
pub const ACKNOWLEDGE: &[&str] = &["kind", "path", "reason", "until"];
/// Keys of `[[decision]]`.
pub const DECISION: &[&str] = &["by", "certificate", "needed", "on", "path", "reason", "system"];
/// Keys of `[[ignore]]`.
pub const IGNORE: &[&str] = &["certificate", "issuer", "path", "reason", "rule", "until"];
/// Keys of `[organisation]`.
pub const ORGANISATION: &[&str] = &["cvr", "name"];
/// Keys of `[[owner]]`.
pub const OWNER: &[&str] = &["caller", "category", "cvr", "ownership", "path", "queue", "system", "team"];
/// Keys of `[[place]]`.
pub const PLACE: &[&str] = &["path", "place"];
/// Keys of `[[password]]`.
pub const PASSWORD: &[&str] = &["env", "file", "path"];
/// Keys of `[[retain]]`.
pub const RETAIN: &[&str] = &["certificate", "owner", "path", "purpose", "review"];
/// Keys of `[tickets]`: long options of `oces tickets`, and what the tracker calls things.
pub const TICKETS: &[&str] = &[
    "ca-file",
    "caller",
    "category",
    "closed-status",
    "field",
    "for",
    "issue-type",
    "max-new",
    "min-severity",
    "open-status",
    "per",
    "plain-http",
    "queue",
    "retry-for",
    "state-field",
    "team",
    "token-file",
    "url",
];
/// Keys of `[scan]`: the long options of `oces scan`.
pub const SCAN: &[&str] = &[
    "all",
    "allow-incomplete",
    "as-of",
    "baseline",
    "catalogue",
    "csv-dialect",
    "exclude",
    "expiring-within",
    "fail-on",
    "fail-on-rule",
    "files-from",
    "follow",
    "idle",
    "jobs",
    "max-depth",
    "max-expanded",
    "max-expanded-scan",
    "max-members",
    "max-ratio",
    "max-read-rate",
    "max-seconds",
    "memory",
    "mitid-erhverv-csv",
    "network-filesystems",
    "no-archives",
    "no-default-passwords",
    "no-home",
    "no-mail",
    "no-references",
    "one-file-system",
    "output",
    "password-file",
    "personal-data",
    "previous",
    "pseudonym-key-file",
    "recall-offline",
    "resume",
    "scope",
    "snapshots",
    "time-limit",
];

/// The known name nearest to `name`, if one is near enough to be meant.
pub fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    // A key longer than any of ours is no slip of the keyboard.
    if name.len() > 64 {
        return None;
    }
    let spelled = name.replace('_', "-").to_lowercase();
    let (distance, key) = known.iter().map(|key| (distance(&spelled, key), *key)).min()?;
    (distance <= 1 + key.chars().count() / 4).then_some(key)
}

/// How many letters must be put in, taken out, replaced or swapped with their
/// neighbour (optimal string alignment).
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut best = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (one, other, count) in [("", "abc", 3), ("exlude", "exclude", 1), ("flolow", "follow", 1), ("a", "a", 0)] {
            assert_eq!(distance(one, other), count, "{one} {other}");
        }
    }

    #[test]
    fn the_nearest_key_is_named_and_nonsense_is_not() {
        assert_eq!(nearest("exlude", SCAN), Some("exclude"));
        assert_eq!(nearest("fail_on", SCAN), Some("fail-on"));
        assert_eq!(nearest("organization", TOP), Some("organisation"));
        assert_eq!(nearest("CVR", ORGANISATION), Some("cvr"));
        assert_eq!(nearest("banana", SCAN), None);
    }
}
