//! What says that a place is of its kind, for people.

/// The evidence for a kind of place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A folder of this name.
    Folder(String),
    /// A file name with this ending, or made as copies are.
    Name(String),
    /// A folder of the system.
    System(&'static str),
    /// A mail, of which it is a part.
    Mail,
    /// The history of a Git repository.
    Git,
    /// `[[place]]` of the configuration.
    Rule,
}

impl Why {
    /// The evidence in a few words. Names in it are foreign text.
    pub fn text(&self, danish: bool) -> String {
        match (self, danish) {
            (Why::Folder(name), true) => format!("mappen {name}"),
            (Why::Folder(name), false) => format!("folder {name}"),
            (Why::Name(name), true) => format!("filnavnet: {name}"),
            (Why::Name(name), false) => format!("file name: {name}"),
            (Why::System(folder), true) => format!("systemmappen {folder}"),
            (Why::System(folder), false) => format!("system folder {folder}"),
            (Why::Mail, true) => "del af en mail".to_owned(),
            (Why::Mail, false) => "part of a mail".to_owned(),
            (Why::Git, true) => "historikken i et Git-repository".to_owned(),
            (Why::Git, false) => "history of a Git repository".to_owned(),
            (Why::Rule, true) => "som oces.toml siger".to_owned(),
            (Why::Rule, false) => "as oces.toml says".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_told_in_both_languages() {
        assert_eq!(Why::Folder("Backup".into()).text(false), "folder Backup");
        assert_eq!(Why::Rule.text(true), "som oces.toml siger");
        assert_eq!(Why::Name(".bak".into()).text(true), "filnavnet: .bak");
    }
}
