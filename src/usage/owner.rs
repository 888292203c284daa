//! Who looks after what: `[[owner]]` of the configuration.

use globset::GlobMatcher;
use std::path::Path;

/// What the configuration says of owners; the first rule that fits wins.
#[derive(Clone, Debug, Default)]
pub struct Owners(pub Vec<OwnerRule>);

/// One rule: whose a path or a CVR number is.
#[derive(Clone, Debug)]
pub struct OwnerRule {
    /// The paths it is about.
    pub path: Option<GlobMatcher>,
    /// The CVR number it is about.
    pub cvr: Option<String>,
    /// Who that is.
    pub owner: Owner,
}

/// Who looks after something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// The system's name.
    pub system: Option<String>,
    /// The team.
    pub team: Option<String>,
    /// The queue of the ticket system.
    pub queue: Option<String>,
    /// The category of its tickets.
    pub category: Option<String>,
    /// In whose name its tickets are opened.
    pub caller: Option<String>,
}

impl Owners {
    /// Who looks after a file with a certificate of this CVR number.
    pub fn of(&self, path: &Path, cvr: Option<&str>) -> Option<&Owner> {
        let fits = |rule: &&OwnerRule| {
            rule.path.as_ref().is_none_or(|glob| glob.is_match(path))
                && rule.cvr.as_deref().is_none_or(|wanted| Some(wanted) == cvr)
        };
        self.0.iter().find(fits).map(|rule| &rule.owner)
    }
}
