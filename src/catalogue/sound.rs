//! What must hold of the catalogue's data before anything is judged by it.

use super::file::Data;
use super::{Authority, Generation};
use crate::error::Error;
use crate::name::{Name, attribute, fold};
use std::collections::BTreeSet;

/// Successors exist and form no cycle; whatever names a generation names one
/// that is there; every authority can be found by its name.
pub(super) fn check(data: &Data) -> Result<(), Error> {
    let known = |id: &str| data.generations.iter().any(|generation| &*generation.id == id);
    for generation in &data.generations {
        successors(generation, data)?;
    }
    for family in &data.families {
        require(known(&family.generation), || {
            format!("family {}: no generation {}", family.organisation, family.generation)
        })?;
        require(!fold(&family.organisation).is_empty(), || "a family without organisation".to_owned())?;
    }
    for authority in &data.authorities {
        require(known(&authority.generation), || {
            format!("{}: no generation {}", text(authority), authority.generation)
        })?;
        require(names_somebody(authority), || format!("`{}` has no CN, OU or O to be found by", text(authority)))?;
        require(authority.subject_key_identifier.as_ref().is_none_or(|key| !key.is_empty()), || {
            format!("{}: an empty subject-key-identifier", text(authority))
        })?;
    }
    Ok(())
}

fn require(holds: bool, fault: impl FnOnce() -> String) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(Error::Catalogue(fault())) }
}

/// Follows the successors to their end; a second visit is a cycle.
fn successors(first: &Generation, data: &Data) -> Result<(), Error> {
    let mut visited = BTreeSet::from([&first.id]);
    let mut generation = first;
    while let Some(next) = &generation.successor {
        require(visited.insert(next), || format!("generation {}: its successors form a cycle", first.id))?;
        let Some(found) = data.generations.iter().find(|other| other.id == *next) else {
            return Err(Error::Catalogue(format!("generation {}: no generation {next} to succeed it", generation.id)));
        };
        generation = found;
    }
    Ok(())
}

fn names_somebody(authority: &Authority) -> bool {
    let naming = [attribute::COMMON_NAME, attribute::ORGANISATIONAL_UNIT, attribute::ORGANISATION];
    authority.subject.iter().flatten().any(|part| naming.contains(&part.oid.as_str()) && !fold(&part.value).is_empty())
}

fn text(authority: &Authority) -> String {
    Name { der: Box::default(), rdns: authority.subject.clone() }.to_rfc4514()
}
