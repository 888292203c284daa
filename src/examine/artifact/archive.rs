//! An artifact that is an archive: whether it may be opened, and its members.

use super::super::haul::FileHaul;
use super::Artifact;
use crate::container::archive::{ArchiveReader, Class, Member};
use crate::inventory::ImageNote;
use crate::location::{Location, Step, StepKind};

/// Longer names of members are cut, in octets.
const MAX_NAME: usize = 4096;

impl Artifact<'_> {
    /// Opens the examination of a member of the archive that this is.
    pub(in crate::examine) fn nested(&mut self, member: Member<'_>) -> Artifact<'_> {
        let own = member.of_message && !self.wrapped;
        let message = if own { Some(self.location.clone()) } else { self.message.clone() };
        let name = &member.name[..member.name.len().min(MAX_NAME)];
        let location = self.location.step(member.kind, name);
        let (page, wrapped) = (self.page, self.wraps);
        Artifact { page, message, wrapped, ..Artifact::new(location, self.watch, self.haul) }
    }

    /// Takes in what a member held.
    pub(in crate::examine) fn take_member(&mut self, file: FileHaul, has_key: bool) {
        self.has_key |= has_key;
        self.absorb(file);
    }

    /// Where the content is.
    pub(in crate::examine) fn location(&self) -> &Location {
        &self.location
    }

    /// What was noted of container images.
    pub(in crate::examine) fn images(&mut self) -> &mut Vec<ImageNote> {
        &mut self.file.images
    }

    /// How many archives this is inside of.
    pub(in crate::examine) fn depth(&self) -> usize {
        let opened = |step: &&Step| matches!(step.kind, StepKind::Member | StepKind::Compressed);
        self.location.steps.iter().filter(opened).count()
    }

    /// Whether the archive may be opened; one that stays closed is remembered.
    pub(in crate::examine) fn may_open(&mut self, reader: &dyn ArchiveReader) -> bool {
        let bounds = self.haul.meter.bounds();
        let open = match reader.class() {
            Class::Archive => bounds.archives,
            Class::Mail => bounds.mail,
            Class::Store => true,
        };
        self.opaque |= !open && reader.class() == Class::Archive;
        self.file.left_out |= !open && reader.class() == Class::Mail;
        open
    }

    /// Whether the content is a message, and messages are not looked at.
    pub(in crate::examine) fn is_left_out(&self) -> bool {
        self.file.left_out
    }

    pub(in crate::examine) fn begin_archive(&mut self, reader: &dyn ArchiveReader) {
        self.recognised = true;
        self.file.containers += 1;
        self.reader = Some(reader.id());
        self.lines = None;
    }

    /// Whether an archive's end record was met in what was carved.
    pub(in crate::examine) fn end_record(&self) -> bool {
        self.end_record
    }

    /// Forgets what was told so far: it is told again.
    pub(in crate::examine) fn restart(&mut self) {
        self.file = FileHaul::default();
        self.told.clear();
        self.seen.clear();
        self.base = 0;
    }
}
