//! Which counterparty a certificate is used with: through the text that names both.
//!
//! Behaviour
//! 1. A text of one counterparty ties every certificate that it names or holds;
//!    a text of one certificate ties every counterparty that it names.
//! 2. In a text of several counterparties, what stands in settings of one group
//!    or in one block belongs together; what stands nearest and what stays open are weak signs, and so
//!    are all counterparties beyond one: some may be another system's.
//! 3. Where a text names certificates with their keys, others in it are a
//!    truststore's and not tied.
//! 4. A sign that speaks for its folder ties what lies there; a text beside the
//!    only certificate of a system is a weak sign.
//! 5. Nothing is tied across hosts, and nothing by a library, log, message,
//!    backup or archive.

use super::home::Home;
use super::pair::{self, Point};
use super::world::World;
use super::{TextFile, folder_signs::FolderSigns};
use crate::classify::Ownership;
use crate::clue::{Confidence, Topic};
use crate::inventory::{Mention, Said};
use std::collections::{BTreeMap, BTreeSet};

/// More signs and references of one text are not paired.
const MAX_POINTS: usize = 200;

/// More certificates than these are not tied where it is open which is meant.
const MAX_OPEN: usize = 4;

/// A certificate and a counterparty.
#[derive(Clone, Debug)]
pub(super) struct Tie<'w> {
    /// The certificate, by its number.
    pub(super) certificate: usize,
    pub(super) counterparty: &'static str,
    pub(super) confidence: Confidence,
    pub(super) how: How,
    /// The sign of the counterparty.
    pub(super) sign: &'w Mention,
    /// Where the certificate is named, if it is.
    pub(super) reference: Option<&'w Mention>,
}

/// What ties them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// The text names this counterparty alone.
    Only,
    /// The text names several counterparties, and this certificate alone.
    OneCertificate,
    /// Settings of one group name both.
    Group,
    /// A block of the text names both, and nothing else.
    Block,
    /// They stand near each other.
    Near,
    /// Several of both, and nothing tells them apart.
    Open,
    /// The sign speaks for the folder that the certificate lies in.
    Folder,
    /// Another text beside the system's only certificate.
    Beside,
}

/// A certificate in a text: named, or held by it.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'w> {
    pub(super) certificate: usize,
    pub(super) line: Option<u64>,
    pub(super) mention: Option<&'w Mention>,
    pub(super) key: bool,
}

/// The counterparty that a mention is a sign of.
pub(super) fn counterparty(mention: &Mention) -> Option<(&'static str, Confidence)> {
    match &mention.said {
        Said::Sign(sign) => match &sign.topic {
            Topic::Counterparty(id) => Some((id, sign.confidence)),
            Topic::Use(_) | Topic::Dependency(_) => None,
        },
        _ => None,
    }
}

/// All ties, by certificate and counterparty, surest first.
pub(super) fn ties<'w>(world: &World<'w>, homes: &[Home], signs: &FolderSigns<'w>) -> Vec<Tie<'w>> {
    let mut ties: Vec<Tie<'w>> = world.texts.iter().flat_map(|text| in_text(world, text)).collect();
    ties.extend(in_folders(world, signs));
    let known: BTreeSet<(usize, &str)> = ties.iter().map(|tie| (tie.certificate, tie.counterparty)).collect();
    ties.extend(beside(world, homes, &known));
    ties.sort_by(|a, b| rank(a).cmp(&rank(b)));
    ties.dedup_by(|a, b| (a.certificate, a.sign) == (b.certificate, b.sign));
    ties
}

type Rank<'t> = (usize, &'static str, std::cmp::Reverse<Confidence>, &'t Mention, How, Option<&'t Mention>);

fn rank<'t>(tie: &'t Tie<'_>) -> Rank<'t> {
    (tie.certificate, tie.counterparty, std::cmp::Reverse(tie.confidence), tie.sign, tie.how, tie.reference)
}

/// The certificates of a text that have uses, those with keys if there are any.
pub(super) fn candidates<'w>(world: &World<'w>, text: &TextFile<'w>) -> Vec<Candidate<'w>> {
    let named = text.refs.iter().map(|one| Candidate {
        certificate: one.certificate,
        line: Some(one.mention.line),
        mention: Some(one.mention),
        key: one.key,
    });
    let held = world.in_unit(text.location).iter().map(|held| Candidate {
        certificate: held.certificate,
        line: held.line,
        mention: None,
        key: world.has_key_at(held),
    });
    let fits = |one: &Candidate<'_>| world.has_uses(one.certificate) && world.is_on(one.certificate, text.host);
    let mut all: Vec<Candidate<'w>> = named.chain(held).filter(fits).collect();
    if all.iter().any(|one| one.key) {
        let keyed: BTreeSet<usize> = all.iter().filter(|one| one.key).map(|one| one.certificate).collect();
        all.retain(|one| keyed.contains(&one.certificate));
    }
    all
}

fn in_text<'w>(world: &World<'w>, text: &TextFile<'w>) -> Vec<Tie<'w>> {
    let signs: Vec<(&'w Mention, &'static str, Confidence)> = text
        .mentions
        .iter()
        .filter_map(|mention| counterparty(mention).map(|(id, confidence)| (*mention, id, confidence)))
        .collect();
    if signs.is_empty() || !text.speaks() {
        return Vec::new();
    }
    let candidates = candidates(world, text);
    let parties: BTreeSet<&str> = signs.iter().map(|(_, id, _)| *id).collect();
    let certificates: BTreeSet<usize> = candidates.iter().map(|one| one.certificate).collect();
    let how = match (parties.len(), certificates.len()) {
        (_, 0) => return Vec::new(),
        (1, _) => How::Only,
        (_, only) => return pairs(world, &signs, &candidates, only == 1),
    };
    // One sign of each counterparty, its surest, tells enough.
    let mut best: BTreeMap<&str, (&'w Mention, &'static str, Confidence)> = BTreeMap::new();
    for sign in signs {
        let known = best.entry(sign.1).or_insert(sign);
        if sign.2 > known.2 {
            *known = sign;
        }
    }
    let each = |sign: &(&'w Mention, &'static str, Confidence)| {
        let (mention, counterparty, confidence) = *sign;
        nearest_of_each(&candidates, mention.line).into_iter().map(move |one| Tie {
            certificate: one.certificate,
            counterparty,
            confidence: confidence.min(ceiling(world, &one)),
            how,
            sign: mention,
            reference: one.mention,
        })
    };
    best.values().flat_map(each).collect()
}

/// Of each certificate the candidate nearest to a line.
fn nearest_of_each<'w>(candidates: &[Candidate<'w>], line: u64) -> Vec<Candidate<'w>> {
    let mut nearest: BTreeMap<usize, Candidate<'w>> = BTreeMap::new();
    let distance = |one: &Candidate<'_>| one.line.map_or(u64::MAX, |other| other.abs_diff(line));
    for one in candidates {
        let known = nearest.entry(one.certificate).or_insert(*one);
        if distance(one) < distance(known) {
            *known = *one;
        }
    }
    nearest.into_values().collect()
}

/// How sure a tie to this candidate can be: without a key here it may be the
/// counterparty's certificate.
fn ceiling(world: &World<'_>, candidate: &Candidate<'_>) -> Confidence {
    let Some(classified) = world.certificates.get(candidate.certificate) else { return Confidence::Low };
    let by_itself = candidate.mention.is_some_and(|mention| matches!(mention.said, Said::Certificate { .. }));
    match classified.ownership {
        _ if classified.private_key => Confidence::High,
        Ownership::Own => Confidence::High,
        _ if by_itself => Confidence::Medium,
        _ => Confidence::Low,
    }
}

/// Several counterparties and several certificates in one text.
fn pairs<'w>(
    world: &World<'w>,
    signs: &[(&'w Mention, &'static str, Confidence)],
    candidates: &[Candidate<'w>],
    alone: bool,
) -> Vec<Tie<'w>> {
    let signs = signs.get(..MAX_POINTS).unwrap_or(signs);
    let candidates = candidates.get(..MAX_POINTS).unwrap_or(candidates);
    let from: Vec<Point<'w, &'static str>> =
        signs.iter().map(|(mention, id, _)| Point::new(Some(mention), Some(mention.line), *id)).collect();
    let to: Vec<Point<'w, usize>> =
        candidates.iter().map(|one| Point::new(one.mention, one.line, one.certificate)).collect();
    let mut ties = Vec::new();
    for ((mention, counterparty, confidence), partners) in signs.iter().zip(pair::partners(&from, &to)) {
        let (how, at) = match partners {
            (How::Near | How::Open, at) if alone => (How::OneCertificate, at),
            partners => partners,
        };
        let most = match how {
            How::Group | How::Block => Confidence::High,
            // What stands nearest is a guess where a text tells of several systems.
            _ => Confidence::Low,
        };
        let meant: Vec<Candidate<'w>> = at.into_iter().filter_map(|at| candidates.get(at).copied()).collect();
        let meant = nearest_of_each(&meant, mention.line);
        if how == How::Open && meant.len() > MAX_OPEN {
            continue;
        }
        ties.extend(meant.into_iter().map(|one| Tie {
            certificate: one.certificate,
            counterparty,
            confidence: (*confidence).min(most).min(ceiling(world, &one)),
            how,
            sign: mention,
            reference: one.mention,
        }));
    }
    // A tie that is told by one sign is not open by another.
    let sure: BTreeSet<&str> = ties.iter().filter(|tie| tie.how != How::Open).map(|tie| tie.counterparty).collect();
    let sure: BTreeSet<String> = sure.into_iter().map(str::to_owned).collect();
    ties.retain(|tie| tie.how != How::Open || !sure.contains(tie.counterparty));
    ties
}

/// Signs that speak for a folder.
fn in_folders<'w>(world: &World<'w>, signs: &FolderSigns<'w>) -> Vec<Tie<'w>> {
    let mut ties = Vec::new();
    for certificate in (0..world.certificates.len()).filter(|number| world.has_uses(*number)) {
        for spot in world.spots(certificate).into_iter().filter(|spot| spot.key) {
            let here = signs.at(&world.hosts, spot.location);
            ties.extend(here.into_iter().filter_map(|sign| {
                let (counterparty, confidence) = counterparty(sign)?;
                let confidence = confidence.min(Confidence::Medium);
                Some(Tie { certificate, counterparty, confidence, how: How::Folder, sign, reference: None })
            }));
        }
    }
    ties
}

/// What is at home in one folder.
#[derive(Default)]
struct Household<'w> {
    certificates: BTreeSet<usize>,
    keyed: BTreeSet<usize>,
    signs: BTreeMap<&'static str, &'w Mention>,
}

/// Texts beside the only certificate of a system.
fn beside<'w>(world: &World<'w>, homes: &[Home], known: &BTreeSet<(usize, &str)>) -> Vec<Tie<'w>> {
    let mut households: BTreeMap<&Home, Household<'w>> = BTreeMap::new();
    for (text, home) in world.texts.iter().zip(homes).filter(|(text, _)| text.speaks()) {
        let household = households.entry(home).or_default();
        for mention in text.mentions.iter().copied() {
            if let Some((id, _)) = counterparty(mention) {
                household.signs.entry(id).or_insert(mention);
            }
        }
        let used = text.refs.iter().filter(|one| world.has_uses(one.certificate));
        for one in used.filter(|one| world.is_on(one.certificate, text.host)) {
            household.certificates.insert(one.certificate);
            household.keyed.extend(one.key.then_some(one.certificate));
        }
    }
    for number in (0..world.certificates.len()).filter(|number| world.has_uses(*number)) {
        for spot in world.every_spot(number) {
            if let Some(household) = households.get_mut(&Home::of(&world.hosts, spot.location)) {
                household.certificates.insert(number);
                household.keyed.extend(spot.key.then_some(number));
            }
        }
    }
    households.values().flat_map(|household| household.ties(known)).collect()
}

impl<'w> Household<'w> {
    fn ties(&self, known: &BTreeSet<(usize, &str)>) -> Vec<Tie<'w>> {
        let all = if self.keyed.is_empty() { &self.certificates } else { &self.keyed };
        let (Some(certificate), 1) = (all.first().copied(), all.len()) else { return Vec::new() };
        let new = self.signs.iter().filter(|(id, _)| !known.contains(&(certificate, **id)));
        let tie = |(counterparty, sign): (&&'static str, &&'w Mention)| Tie {
            certificate,
            counterparty,
            confidence: Confidence::Low,
            how: How::Beside,
            sign,
            reference: None,
        };
        new.map(tie).collect()
    }
}
