//! Drafts: which findings make which ticket. Made before anything is veiled, so
//! that identities and places are of what was really found.
//!
//! Says nothing to people; that is `telling`'s.
//!
//! *Behaviour*
//!
//! 1. What counts makes tickets, what the baseline knows too. History, what the
//!    configuration ignores, keys that are kept and foreign certificates make
//!    none, nor does a draft whose worst finding is below the least severity.
//! 2. By system: the name that `[[owner]] system` of this run gives is one
//!    system on all hosts; else the report's systems, host by host; what
//!    belongs to none is one ticket a host.
//! 3. By certificate: all its places on all hosts; a finding without a
//!    certificate is a ticket of its own.
//! 4. By action: every action of the plan that is not done, with the findings
//!    about its certificates or its paths.

use super::desk::Desk;
use super::mark::{Mark, Marker, Tag, gathered};
use super::{ExternalId, Per};
use crate::certificate::Fingerprint;
use crate::check::{Finding, Severity, State};
use crate::classify::{Classified, Ownership};
use crate::plan;
use crate::report::Report;
use crate::usage::{Owners, System};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// How tickets are made.
pub struct Options<'o> {
    /// What one is about.
    pub per: Per,
    /// What `[[owner]]` of this run says.
    pub owners: &'o Owners,
    /// A draft below it makes no ticket.
    pub least: Severity,
    /// Where a ticket goes that nobody's `[[owner]]` names.
    pub desk: &'o Desk,
    /// Makes marks.
    pub marker: Marker<'o>,
}

/// What a ticket is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// A system of `[[owner]]`, on whatever hosts.
    Named(String),
    /// A system of the report.
    System,
    /// What belongs to no system of this host.
    Host,
    /// A certificate, or a finding without one.
    Certificate,
    /// An action: its identity and kind.
    Action(String, &'static str),
}

/// A ticket that is wanted.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is known by.
    pub id: ExternalId,
    /// What it is about.
    pub matter: Matter,
    /// Its findings by identity, in the order of the report.
    pub findings: Vec<[u8; 16]>,
    /// What stands for each of them in its mark.
    pub keys: Vec<[u8; 6]>,
    /// Their places.
    pub marks: BTreeSet<Mark>,
    /// Where it goes.
    pub desk: Desk,
    /// The worst of its findings.
    pub severity: Severity,
}

/// Why a finding makes no ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quiet {
    /// The configuration ignores it.
    Ignored,
    /// It is about a key that is kept on purpose.
    Kept,
    /// It is in a message or a log.
    History,
    /// It is about somebody else's certificate.
    Foreign,
    /// It is not bad enough.
    Minor,
    /// It is in another ticket.
    Elsewhere,
    /// It is in the ticket of a system that the configuration names.
    Named,
}

/// All that the report asks for.
#[derive(Debug, Default)]
pub struct Drafts {
    /// The tickets that are wanted.
    pub wanted: BTreeMap<ExternalId, Draft>,
    /// What is there and asks for no ticket of its own, and why.
    quiet: BTreeMap<[u8; 6], (Quiet, Tag, Vec<Tag>)>,
}

impl Drafts {
    /// Why what a mark stands for asks for no ticket, if it is there.
    pub fn quiet(&self, mark: &Mark) -> BTreeSet<Quiet> {
        if !mark.folder {
            return self.quiet.get(&mark.finding).map(|(why, ..)| *why).into_iter().collect();
        }
        let below = |(_, scope, way): &&(Quiet, Tag, Vec<Tag>)| *scope == mark.scope && way.starts_with(&mark.way);
        self.quiet.values().filter(below).map(|(why, ..)| *why).collect()
    }

    fn hush(&mut self, mark: &Mark, why: Quiet) {
        self.quiet.insert(mark.finding, (why, mark.scope, mark.way.clone()));
    }
}

/// Gathers the findings of a report that nothing was veiled in.
pub fn drafts(report: &Report, options: &Options<'_>) -> Drafts {
    let mut maker = Maker { report, options, systems: Systems::new(report), drafts: Drafts::default() };
    if options.per == Per::Action {
        maker.actions();
    } else {
        report.findings.iter().for_each(|finding| maker.place(finding));
    }
    maker.finish()
}

/// Why this finding makes no ticket whatever else there is.
fn quiet(report: &Report, finding: &Finding) -> Option<Quiet> {
    let foreign = || classified(report, finding).is_some_and(|one| one.ownership == Ownership::Foreign);
    match finding.state() {
        State::Ignored => Some(Quiet::Ignored),
        State::Kept => Some(Quiet::Kept),
        State::History => Some(Quiet::History),
        State::Counted | State::Known => foreign().then_some(Quiet::Foreign),
    }
}

fn classified<'r>(report: &'r Report, finding: &Finding) -> Option<&'r Classified> {
    finding.certificate.as_ref().and_then(|sha256| report.certificate(sha256))
}

/// The scope of a finding.
pub fn scope_of<'r>(report: &'r Report, finding: &'r Finding) -> &'r str {
    finding.location.scope.as_deref().unwrap_or(&report.scan.scope)
}

/// Which system a place is of.
pub struct Systems<'r>(HashMap<(&'r str, &'r [u8]), Vec<&'r System>>);

impl<'r> Systems<'r> {
    /// Of this report, veiled or not.
    pub fn new(report: &'r Report) -> Systems<'r> {
        let mut index: HashMap<(&str, &[u8]), Vec<&System>> = HashMap::new();
        for system in &report.usage.systems {
            let scope = system.scope.as_deref().unwrap_or(&report.scan.scope);
            let texts = system.files.iter().map(|file| &file.path);
            for path in system.places.iter().chain(texts) {
                index.entry((scope, octets(path))).or_default().push(system);
            }
        }
        Systems(index)
    }

    /// The system of a finding: one that has its certificate before others.
    pub fn of(&self, scope: &str, finding: &Finding) -> Option<&'r System> {
        let here = self.0.get(&(scope, octets(&finding.location.path)))?;
        let has = |system: &&&System| finding.certificate.is_some_and(|one| system.certificates.contains(&one));
        here.iter().find(has).or_else(|| here.first()).copied()
    }
}

fn octets(path: &Path) -> &[u8] {
    path.as_os_str().as_bytes()
}

/// Drafts in the making.
struct Maker<'m> {
    report: &'m Report,
    options: &'m Options<'m>,
    systems: Systems<'m>,
    drafts: Drafts,
}

impl<'m> Maker<'m> {
    /// Gives a finding to the ticket of its system or certificate.
    fn place(&mut self, finding: &'m Finding) {
        if let Some(why) = quiet(self.report, finding) {
            self.hush(finding, why);
            return;
        }
        let scope = scope_of(self.report, finding);
        let system = self.systems.of(scope, finding);
        let (matter, id) = match self.options.per {
            Per::Certificate => (Matter::Certificate, certificate_id(scope, finding)),
            _ => self.system_id(scope, finding, system),
        };
        self.add(id, matter, finding, scope, b"");
    }

    fn system_id(&self, scope: &str, finding: &Finding, system: Option<&System>) -> (Matter, ExternalId) {
        let named = self.owner(finding).and_then(|owner| owner.system.clone());
        match (named, system) {
            (Some(name), _) => {
                let id = ExternalId::of(Per::System, &[b"named", name.as_bytes()]);
                (Matter::Named(name), id)
            }
            (None, Some(system)) => {
                // Its own identity is another one where reports are merged.
                let id = ExternalId::of(Per::System, &[b"system", scope.as_bytes(), octets(&system.home)]);
                (Matter::System, id)
            }
            (None, None) => (Matter::Host, ExternalId::of(Per::System, &[b"host", scope.as_bytes()])),
        }
    }

    fn owner(&self, finding: &Finding) -> Option<&'m crate::usage::Owner> {
        let listing = classified(self.report, finding).and_then(Classified::listing);
        let cvr = listing.and_then(|listing| listing.organisation.cvr.as_deref());
        self.options.owners.of(&finding.location.path, cvr)
    }

    /// One ticket for each action that is not done.
    fn actions(&mut self) {
        let report = self.report;
        for finding in &report.findings {
            if let Some(why) = quiet(report, finding) {
                self.hush(finding, why);
            }
        }
        let index = Index::new(report);
        for action in report.plan.actions.iter().filter(|action| action.state != plan::State::Done) {
            let id = self.action_id(action);
            let said = format!("{}\0{:?}", action.state.id(), action.deadline);
            for finding in index.about(action) {
                let matter = Matter::Action(action.id.clone(), action.kind);
                self.add(id, matter, finding, scope_of(report, finding), said.as_bytes());
            }
        }
    }

    /// Of what rests on NemID beside any certificate, its host and folder: its own identity is
    /// made from what a merge calls by another name.
    fn action_id(&self, action: &plan::Action) -> ExternalId {
        let report = self.report;
        if action.kind != "replace-nemid" {
            return ExternalId::of(Per::Action, &[action.id.as_bytes()]);
        }
        let system = match action.systems.as_slice() {
            [one] => report.usage.systems.iter().find(|system| system.id == *one),
            _ => None,
        };
        let scope = action.scopes.first().map_or(report.scan.scope.as_str(), |scope| scope);
        let folder = action.paths.first().and_then(|path| path.parent()).unwrap_or(Path::new("/"));
        let folder = system.map_or(folder, |system| &system.home);
        ExternalId::of(Per::Action, &[b"folder", action.kind.as_bytes(), scope.as_bytes(), octets(folder)])
    }

    fn add(&mut self, id: ExternalId, matter: Matter, finding: &'m Finding, scope: &str, said: &[u8]) {
        let facts = [facts(self.report, finding).as_bytes(), said].concat();
        let mark = self.options.marker.mark(scope, finding, &facts);
        let draft = self.drafts.wanted.entry(id).or_insert_with(|| Draft {
            id,
            matter,
            findings: Vec::new(),
            keys: Vec::new(),
            marks: BTreeSet::new(),
            desk: Desk::default(),
            severity: finding.severity,
        });
        draft.findings.push(finding.id);
        draft.keys.push(mark.finding);
        draft.marks.insert(mark);
        draft.severity = draft.severity.max(finding.severity);
        let owner = self.owner(finding).map(Desk::of).unwrap_or_default();
        let system = self.systems.of(scope, finding).and_then(|system| system.owner.as_ref());
        let told = owner.or(&system.map(Desk::of).unwrap_or_default());
        if let Some(draft) = self.drafts.wanted.get_mut(&id) {
            draft.desk = std::mem::take(&mut draft.desk).or(&told);
        }
    }

    fn hush(&mut self, finding: &Finding, why: Quiet) {
        let mark = self.options.marker.mark(scope_of(self.report, finding), finding, b"");
        self.drafts.hush(&mark, why);
    }

    fn finish(mut self) -> Drafts {
        let drafts = std::mem::take(&mut self.drafts.wanted);
        for (id, mut draft) in drafts {
            let wanted = draft.severity >= self.options.least;
            let why = match draft.matter {
                _ if !wanted => Quiet::Minor,
                Matter::Named(_) => Quiet::Named,
                _ => Quiet::Elsewhere,
            };
            draft.marks.iter().for_each(|mark| self.drafts.hush(mark, why));
            if wanted {
                draft.desk = std::mem::take(&mut draft.desk).or(self.options.desk);
                draft.marks = gathered(std::mem::take(&mut draft.marks));
                self.drafts.wanted.insert(id, draft);
            }
        }
        self.drafts
    }
}

fn certificate_id(scope: &str, finding: &Finding) -> ExternalId {
    match &finding.certificate {
        Some(sha256) => ExternalId::of(Per::Certificate, &[b"certificate", sha256]),
        None => ExternalId::of(Per::Certificate, &[b"finding", scope.as_bytes(), &finding.id]),
    }
}

/// The findings that make tickets, by what actions name.
struct Index<'r> {
    by_certificate: HashMap<Fingerprint, Vec<&'r Finding>>,
    by_path: HashMap<&'r [u8], Vec<&'r Finding>>,
}

impl<'r> Index<'r> {
    fn new(report: &'r Report) -> Index<'r> {
        let mut index = Index { by_certificate: HashMap::new(), by_path: HashMap::new() };
        for finding in report.findings.iter().filter(|finding| quiet(report, finding).is_none()) {
            match finding.certificate {
                Some(sha256) => index.by_certificate.entry(sha256).or_default().push(finding),
                None => index.by_path.entry(octets(&finding.location.path)).or_default().push(finding),
            }
        }
        index
    }

    /// About an action's certificates, or, where it is about none, its paths.
    fn about(&self, action: &plan::Action) -> Vec<&'r Finding> {
        if !action.certificates.is_empty() {
            let found = action.certificates.iter().filter_map(|sha256| self.by_certificate.get(sha256));
            return found.flatten().copied().collect();
        }
        let here = |finding: &&&Finding| match &finding.location.scope {
            Some(scope) if !action.scopes.is_empty() => action.scopes.contains(scope),
            _ => true,
        };
        let found = action.paths.iter().filter_map(|path| self.by_path.get(octets(path)));
        found.flatten().filter(here).copied().collect()
    }
}

/// What is said of a finding that may change while it stays where it is.
fn facts(report: &Report, finding: &Finding) -> String {
    let listing = classified(report, finding).and_then(Classified::listing);
    let status = listing.map_or("", |listing| listing.status.id());
    let replaced = finding.certificate.and_then(|one| report.plan.replacements.get(&one));
    let replaced = replaced.map_or("", |one| one.state.id());
    format!("{}\0{}\0{status}\0{replaced}", finding.rule.id, finding.severity.id())
}
