//! What moves while it is read: files that grow, are replaced, cut, rewritten,
//! deleted, shut, or become a FIFO, a socket or a link; folders that are renamed.

use crate::support;
use crate::tree::{Told, as_nobody, certificate, plant, program, run_while, scan_of, set_mode, told, write};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{FileExt, symlink};
use std::path::{Path, PathBuf};

/// Files of each kind that move.
const MOVING: usize = 12;

/// Octets of the large ones: more than one reading takes.
const LARGE: u64 = 1 << 20;

/// A tree of files that rest and files that move, and a place beside it on
/// the same file system where files are made ready.
struct Scene {
    folder: tempfile::TempDir,
    resting: Vec<PathBuf>,
    moving: Vec<PathBuf>,
}

impl Scene {
    fn new(first: &[u8]) -> Scene {
        let folder = tempfile::tempdir().expect("a directory");
        set_mode(folder.path(), 0o755);
        let root = folder.path().join("tree");
        // One folder for all that moves: between its listing and the last of its
        // files, each of them has moved.
        let mut resting = plant(&root.join("rest"), 300);
        resting.extend((0..100).map(|n| root.join(format!("rest/0/more-{n}"))));
        for path in &resting[300..] {
            write(path, &certificate());
        }
        let moving: Vec<PathBuf> = (0..MOVING).map(|n| root.join(format!("rest/0/moving-{n}"))).collect();
        for path in &moving {
            write(path, first);
        }
        fs::create_dir(folder.path().join("beside")).expect("a folder");
        Scene { folder, resting, moving }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("tree")
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join("beside").join(name)
    }

    /// Scans some times while `happen` befalls each moving file in turn; what rests is found.
    fn scan_while(&self, happen: impl Fn(&Path, usize) + Sync) -> Vec<Told> {
        let (root, step) = (self.root(), |n: usize| happen(&self.moving[n % MOVING], n / MOVING));
        let scan = |threads: &str| {
            let more = ["-j", threads].map(str::to_owned);
            let outcome = run_while(&mut program(&[scan_of(&root), more.to_vec()].concat()), step);
            assert_eq!(outcome.code, 1, "{}", outcome.stderr);
            let told = told(&outcome, &root);
            assert_eq!(told.missed(&self.resting, &root), [""; 0], "nobody touched these");
            told
        };
        ["1", "4"].map(scan).into_iter().collect()
    }

    /// The same, where a certificate is in every moving file at every moment.
    fn scan_with_certificates_always_there(&self, happen: impl Fn(&Path, usize) + Sync) {
        for told in self.scan_while(happen) {
            assert_eq!(told.silent(&self.moving, &self.root()), [""; 0], "neither found nor failed");
        }
    }
}

/// A certificate in front of `LARGE` octets.
fn large() -> Vec<u8> {
    let mut content = certificate();
    content.resize(usize::try_from(LARGE).expect("a size"), b' ');
    content
}

#[test]
fn files_that_grow_are_read() {
    let scene = Scene::new(&large());
    scene.scan_with_certificates_always_there(|path, round| {
        let mut file = OpenOptions::new().append(true).open(path).expect("a file");
        // A log, not a flood: the disk has an end.
        if round < 200 {
            file.write_all(b"one line more\n").expect("a line");
        }
    });
}

#[test]
fn files_that_are_replaced_are_read_before_or_after() {
    let scene = Scene::new(&certificate());
    scene.scan_with_certificates_always_there(|path, round| {
        let ready = scene.beside("ready");
        fs::write(&ready, if round % 2 == 0 { large() } else { certificate() }).expect("a file");
        fs::rename(&ready, path).expect("it takes the place");
    });
}

#[test]
fn files_that_are_cut_and_grow_again_are_read_or_fail() {
    let scene = Scene::new(&large());
    scene.scan_with_certificates_always_there(|path, round| {
        let file = OpenOptions::new().write(true).open(path).expect("a file");
        file.set_len(if round % 2 == 0 { 64 << 10 } else { LARGE }).expect("a size");
    });
}

/// The certificate is now at one end and now at the other, and never nowhere:
/// who reads both ends at the wrong moments sees none, and must not be content.
#[test]
fn a_certificate_that_flees_is_caught_or_the_file_fails() {
    let scene = Scene::new(&large());
    let content = certificate();
    let nothing = vec![b' '; content.len()];
    let far = LARGE - content.len() as u64;
    scene.scan_with_certificates_always_there(|path, round| {
        let file = OpenOptions::new().write(true).open(path).expect("a file");
        let (to, from) = if round % 2 == 0 { (far, 0) } else { (0, far) };
        file.write_all_at(&content, to).expect("there");
        file.write_all_at(&nothing, from).expect("no longer here");
    });
}

#[test]
fn files_that_come_and_go_are_counted() {
    let scene = Scene::new(&certificate());
    let told = scene.scan_while(|path, round| match round % 3 {
        0 if path.exists() => fs::remove_file(path).expect("it goes"),
        0 | 1 => fs::write(path, certificate()).expect("it comes"),
        _ => drop(fs::File::create(path).expect("it is emptied")),
    });
    for told in told {
        let moving = told.failed.iter().filter(|path| path.contains("moving"));
        assert_eq!(moving.count(), 0, "what is gone is no failure: {:?}", told.failed);
    }
}

/// Nothing waits for a writer, and no link leads out of the tree.
#[test]
fn a_fifo_a_socket_or_a_link_in_a_files_place_is_never_read() {
    let scene = Scene::new(&certificate());
    let outside = scene.beside("outside.pem");
    fs::write(&outside, fs::read(support::testdata("certificates").join("ii-poces.pem")).expect("another")).expect("");
    let told = scene.scan_while(|path, round| {
        let ready = scene.beside("ready");
        let listener = match round % 6 {
            1 => {
                let fifo = rustix::fs::FileType::Fifo;
                rustix::fs::mknodat(rustix::fs::CWD, &ready, fifo, 0o600.into(), 0).expect("a FIFO");
                None
            }
            3 => Some(std::os::unix::net::UnixListener::bind(&ready).expect("a socket")),
            5 => {
                symlink(&outside, &ready).expect("a link");
                None
            }
            _ => {
                fs::write(&ready, certificate()).expect("a file");
                None
            }
        };
        fs::rename(&ready, path).expect("it takes the place");
        drop(listener);
    });
    for told in told {
        assert!(told.failed.is_empty(), "{:?}", told.failed);
        let kinds = support::list(&told.report, "certificates").len();
        assert_eq!(kinds, 1, "a link was followed out of the tree");
    }
}

#[test]
fn files_that_are_shut_fail_for_who_may_not_read_them() {
    let scene = Scene::new(&certificate());
    let root = scene.root();
    let mut command = as_nobody(scene.folder.path(), &scan_of(&root));
    let outcome = run_while(&mut command, |n| {
        set_mode(&scene.moving[n % MOVING], if (n / MOVING).is_multiple_of(2) { 0o000 } else { 0o644 });
    });
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let told = told(&outcome, &root);
    assert_eq!(told.missed(&scene.resting, &root), [""; 0]);
    assert_eq!(told.silent(&scene.moving, &root), [""; 0]);
}

/// A folder may be met under either name, under both, or be told as gone.
#[test]
fn folders_that_are_renamed_lose_nothing_else() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path().join("tree");
    let resting = plant(&root.join("rest"), 400);
    let moving = plant(&root.join("a/moving"), 200);
    let names = [root.join("a"), root.join("b")];
    for threads in ["1", "4"] {
        let arguments = [scan_of(&root), vec!["-j".to_owned(), threads.to_owned()]].concat();
        let outcome = run_while(&mut program(&arguments), |n| {
            fs::rename(&names[n % 2], &names[(n + 1) % 2]).expect("another name");
            // An even number of renames: each run starts from the same name.
            fs::rename(&names[(n + 1) % 2], &names[n % 2]).expect("its name");
            fs::rename(&names[n % 2], &names[(n + 1) % 2]).expect("another name");
        });
        if names[1].exists() {
            fs::rename(&names[1], &names[0]).expect("its name");
        }
        assert_eq!(outcome.code, 1, "{}", outcome.stderr);
        let told = told(&outcome, &root);
        assert_eq!(told.missed(&resting, &root), [""; 0], "nobody touched these");
        let strange: Vec<&String> =
            told.found.iter().filter(|path| !path.starts_with("rest/") && !path[1..].starts_with("/moving/")).collect();
        assert!(strange.is_empty(), "{strange:?}");
        let moved = told.found.iter().filter(|path| !path.starts_with("rest/")).count();
        let lost = moved == 0 && told.failed.is_empty() && told.skipped("vanished") == 0;
        assert!(!lost, "{} files were passed over in silence", moving.len());
    }
}
