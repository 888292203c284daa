//! Opens report files before the scan and replaces them whole after it.
//!
//! *Behaviour*
//! 1. A report is written to a new file beside its target, mode 0600, and takes
//!    the target's place only when it is whole; if not, it is removed.
//! 2. A symbolic link at the target is replaced, not followed: nobody who may
//!    plant a link can have root overwrite another file.
//! 3. A FIFO, a device and what lies in `/dev` or `/proc` is written directly.
//! 4. A reader of standard output that goes away is no error.
//! 5. A file that others write too is appended to.

use crate::error::Error;
use rustix::rand::GetRandomFlags;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// A report file being written. Dropped before [`OutputFile::commit`], it
/// leaves nothing behind.
#[derive(Debug)]
pub struct OutputFile {
    target: PathBuf,
    /// `None` where the target is written directly.
    temporary: Option<PathBuf>,
    file: BufWriter<File>,
}

/// What a walk must pass by because the run itself writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnPaths {
    /// Targets and their temporary files.
    pub paths: Vec<PathBuf>,
    /// Device and inode of those that exist.
    pub inodes: Vec<(u64, u64)>,
    /// Names of temporary files and of the targets they stand for.
    pub temporary: Vec<(OsString, OsString)>,
}

/// Writes to standard output. That its reader went away is not an error.
pub fn to_standard_output(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::Output(format!("standard output: {error}"))),
        _ => Ok(()),
    }
}

/// Writes files that are for everybody into a directory, which is made if need be.
pub fn write_all(directory: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    fs::create_dir_all(directory).map_err(|error| failed(directory, &error))?;
    files.iter().try_for_each(|(name, bytes)| {
        let path = directory.join(name);
        fs::write(&path, bytes).map_err(|error| failed(&path, &error))
    })
}

impl OutputFile {
    /// Opens a report file. Nothing at `path` changes before the commit.
    pub fn open(path: &Path) -> Result<OutputFile, Error> {
        let opened = if is_direct(path) { open_direct(path) } else { open_beside(path) };
        opened.map_err(|error| failed(path, &error))
    }

    /// Opens a file that others write too: what is written goes behind the rest.
    pub fn append(path: &Path) -> Result<OutputFile, Error> {
        let opened = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
        let file = opened.map_err(|error| failed(path, &error))?;
        Ok(OutputFile { target: path.to_owned(), temporary: None, file: BufWriter::new(file) })
    }

    /// How many octets stand in the file already.
    pub fn length(&self) -> u64 {
        // What cannot be asked for its length has none to speak of: a device.
        self.file.get_ref().metadata().map_or(0, |facts| facts.len())
    }

    /// Puts the report in its place: all of it is on disk before the name is.
    pub fn commit(mut self) -> Result<(), Error> {
        let done = self.file.flush().and_then(|()| {
            let Some(temporary) = &self.temporary else { return Ok(()) };
            self.file.get_ref().sync_all()?;
            fs::rename(temporary, &self.target)
        });
        done.map_err(|error| failed(&self.target, &error))?;
        self.temporary = None;
        Ok(())
    }

    /// What the walk must pass by.
    pub fn own_paths(&self) -> OwnPaths {
        let mut paths = vec![self.target.clone()];
        paths.extend(self.temporary.clone());
        let name = |path: &Path| path.file_name().unwrap_or_default().to_owned();
        let temporary = self.temporary.iter().map(|path| (name(path), name(&self.target))).collect();
        let inode = |path: &PathBuf| fs::symlink_metadata(path).ok().map(|facts| (facts.dev(), facts.ino()));
        OwnPaths { inodes: paths.iter().filter_map(inode).collect(), paths, temporary }
    }
}

impl OwnPaths {
    /// Adds those of another output.
    pub fn extend(&mut self, other: OwnPaths) {
        self.paths.extend(other.paths);
        self.inodes.extend(other.inodes);
        self.temporary.extend(other.temporary);
    }

    /// Under which path one of these is told. A temporary file stands for its
    /// target, so that a run tells the same whether the target was there
    /// before or not; the old target then needs no word of its own: `None`.
    pub fn told_as(&self, path: &Path) -> Option<PathBuf> {
        let name = path.file_name().unwrap_or_default();
        if let Some((_, target)) = self.temporary.iter().find(|(temporary, _)| temporary == name) {
            return Some(path.with_file_name(target));
        }
        let replaced = self.temporary.iter().any(|(_, target)| target == name);
        (!replaced).then(|| path.to_path_buf())
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            // A leftover that cannot be removed harms nobody; there is no one to tell.
            drop(fs::remove_file(temporary));
        }
    }
}

/// Under `/dev` and `/proc` a name may stand for an open file: replacing it
/// would not reach the reader, and as root would damage the system.
fn is_direct(path: &Path) -> bool {
    let special = |kind: fs::FileType| kind.is_fifo() || kind.is_char_device() || kind.is_block_device();
    path.starts_with("/dev") && !path.starts_with("/dev/shm")
        || path.starts_with("/proc")
        || fs::symlink_metadata(path).is_ok_and(|facts| special(facts.file_type()))
}

fn open_direct(path: &Path) -> io::Result<OutputFile> {
    let file = OpenOptions::new().append(true).open(path)?;
    if file.metadata()?.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    Ok(OutputFile { target: path.to_owned(), temporary: None, file: BufWriter::new(file) })
}

fn open_beside(path: &Path) -> io::Result<OutputFile> {
    if fs::symlink_metadata(path).is_ok_and(|facts| facts.is_dir()) {
        return Err(ErrorKind::IsADirectory.into());
    }
    let Some(directory) = path.parent().filter(|_| path.file_name().is_some()) else {
        return Err(ErrorKind::InvalidInput.into());
    };
    let mut random = [0u8; 8];
    rustix::rand::getrandom(&mut random, GetRandomFlags::empty())?;
    let temporary = directory.join(format!(".oces-{}.tmp", data_encoding::HEXLOWER.encode(&random)));
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    let output = OutputFile { target: path.to_owned(), temporary: Some(temporary), file: BufWriter::new(file) };
    output.file.get_ref().set_permissions(Permissions::from_mode(0o600))?;
    Ok(output)
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::Output(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_committed_report_replaces_the_old_one_and_is_private() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("r.json");
        fs::write(&target, "old").unwrap();
        fs::set_permissions(&target, Permissions::from_mode(0o644)).unwrap();
        let mut output = OutputFile::open(&target).unwrap();
        output.write_all(b"new").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old", "nothing changes before the commit");
        output.commit().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!(fs::metadata(&target).unwrap().mode() & 0o7777, 0o600);
        assert_eq!(names(dir.path()), ["r.json"]);
    }

    #[test]
    fn a_report_that_is_not_committed_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut output = OutputFile::open(&dir.path().join("r.json")).unwrap();
        output.write_all(b"half").unwrap();
        let own = output.own_paths();
        assert_eq!((own.paths.len(), own.inodes.len()), (2, 1), "the target does not exist yet");
        drop(output);
        assert!(names(dir.path()).is_empty());
    }

    #[test]
    fn a_link_is_replaced_and_its_target_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let (victim, target) = (dir.path().join("victim"), dir.path().join("r.json"));
        fs::write(&victim, "mine").unwrap();
        symlink(&victim, &target).unwrap();
        let mut output = OutputFile::open(&target).unwrap();
        output.write_all(b"new").unwrap();
        output.commit().unwrap();
        assert_eq!(fs::read(&victim).unwrap(), b"mine");
        assert!(fs::symlink_metadata(&target).unwrap().is_file());
    }

    #[test]
    fn what_is_appended_goes_behind_what_others_wrote() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("summary.md");
        for (text, whole) in [("a", "a"), ("b", "ab")] {
            let mut output = OutputFile::append(&target).unwrap();
            assert_eq!(output.length(), whole.len() as u64 - 1);
            output.write_all(text.as_bytes()).unwrap();
            output.commit().unwrap();
            assert_eq!(fs::read_to_string(&target).unwrap(), whole);
        }
        assert_eq!(names(dir.path()), ["summary.md"]);
        assert!(matches!(OutputFile::append(dir.path()), Err(Error::Output(_))));
    }

    #[test]
    fn devices_are_written_directly_and_a_full_disk_is_an_error() {
        OutputFile::open(Path::new("/dev/null")).unwrap().commit().unwrap();
        let mut full = OutputFile::open(Path::new("/dev/full")).unwrap();
        full.write_all(b"x").unwrap();
        assert!(matches!(full.commit(), Err(Error::Output(_))));
    }

    #[test]
    fn what_cannot_be_opened_is_told_before_the_scan() {
        let dir = tempfile::tempdir().unwrap();
        for path in [dir.path().join("missing/r.json"), dir.path().to_owned()] {
            assert!(matches!(OutputFile::open(&path), Err(Error::Output(_))), "{path:?}");
        }
    }
}
