//! A live Redmine.

use super::{Live, basic};
use crate::tickets::client::{Client, Trouble};
use crate::tickets::tracker::{Request, Settings};
use crate::tickets::{ExternalId, Standing};

/// A live Redmine.
pub struct Redmine {
    client: Client,
}

/// An API key, or a user and a password.
pub fn header(secret: &str) -> (&'static str, String) {
    if secret.contains(':') { ("Authorization", basic(secret)) } else { ("X-Redmine-API-Key", secret.to_owned()) }
}

impl Redmine {
    /// Over this connection.
    pub fn new(client: Client) -> Redmine {
        Redmine { client }
    }
}

impl Live for Redmine {
    fn prepare(&mut self, _settings: &mut Settings) -> Result<(), Trouble> {
        self.client.get("/issue_statuses.json").map(drop)
    }

    fn list(&mut self, _settings: &Settings) -> Result<Vec<Standing>, Trouble> {
        Err(Trouble::Over("not yet".to_owned()))
    }

    fn find(&mut self, _id: &ExternalId, _settings: &Settings) -> Result<Vec<Standing>, Trouble> {
        Err(Trouble::Over("not yet".to_owned()))
    }

    fn create(&mut self, _request: &Request) -> Result<String, Trouble> {
        Err(Trouble::Over("not yet".to_owned()))
    }

    fn change(&mut self, _number: &str, _request: &Request) -> Result<(), Trouble> {
        Err(Trouble::Over("not yet".to_owned()))
    }

    fn withdraw(&mut self, _number: &str, _instead: &str, _settings: &Settings) -> Result<(), Trouble> {
        Err(Trouble::Over("not yet".to_owned()))
    }
}
