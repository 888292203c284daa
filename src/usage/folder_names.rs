//! What the names of folders tell of a use: robots, mail gateways, application
//! servers.
//!
//! Behaviour
//! 1. Words of a name are compared whole, numbers at their end taken off:
//!    `tomcat9`, `rpa-faktura`; `robotics` is no robot.
//! 2. A folder whose name is written in two words counts too: `mail-gateway`.

use super::host::Hosts;
use crate::location::Location;

/// Words for robots.
const ROBOT: &[&str] = &[
    "robot",
    "robots",
    "robotter",
    "softwarerobot",
    "softwarerobotter",
    "rpa",
    "uipath",
    "blueprism",
    "automationanywhere",
    "automation",
    "openorchestrator",
];

/// Words for what sends and receives mail.
const GATEWAY: &[&str] = &[
    "postfix",
    "dovecot",
    "exim",
    "sendmail",
    "opensmtpd",
    "mailgateway",
    "mailgw",
    "securemail",
    "sikkermail",
    "sikkerpost",
    "tunnelmail",
    "ciphermail",
    "djigzo",
    "seppmail",
    "nospamproxy",
    "totemo",
    "smime",
];

/// Words for application servers.
const SERVER: &[&str] = &[
    "tomcat",
    "wildfly",
    "jboss",
    "websphere",
    "weblogic",
    "glassfish",
    "payara",
    "jetty",
    "iis",
    "inetpub",
    "biztalk",
    "wlp",
];

/// What a folder is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purpose {
    Robot,
    Gateway,
    Server,
}

/// What the folders on the way to a place are for, and the names that say so.
pub(super) fn purposes(hosts: &Hosts<'_>, location: &Location) -> Vec<(Purpose, String)> {
    let mut found: Vec<(Purpose, String)> = Vec::new();
    for folder in hosts.folders(location) {
        for (purpose, words) in [(Purpose::Robot, ROBOT), (Purpose::Gateway, GATEWAY), (Purpose::Server, SERVER)] {
            if says(&folder, words) && found.iter().all(|(known, _)| *known != purpose) {
                found.push((purpose, folder.clone()));
            }
        }
    }
    found
}

fn says(folder: &str, words: &[&str]) -> bool {
    let parts = || folder.split(|c: char| !c.is_alphanumeric()).map(|part| part.trim_end_matches(char::is_numeric));
    let whole: String = parts().collect();
    words.contains(&whole.as_str()) || parts().any(|part| words.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_of_folders_count() {
        for (folder, words, expected) in [
            ("rpa", ROBOT, true),
            ("rpa-faktura", ROBOT, true),
            ("robot01", ROBOT, true),
            ("blue prism", ROBOT, true),
            ("robotics", ROBOT, false),
            ("carpark", ROBOT, false),
            ("exim4", GATEWAY, true),
            ("mail-gateway", GATEWAY, true),
            ("postfixadmin", GATEWAY, false),
            ("mail", GATEWAY, false),
            ("apache-tomcat-9.0.1", SERVER, true),
            ("jboss-eap-7.4", SERVER, true),
            ("tomcats", SERVER, false),
            ("tomcatalog", SERVER, false),
        ] {
            assert_eq!(says(folder, words), expected, "{folder}");
        }
    }
}
