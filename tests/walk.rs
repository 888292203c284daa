//! The walk as users meet it: what is entered, what is left out and told,
//! links, mounts, roots; the same at any number of threads.

#![allow(clippy::expect_used, clippy::print_stderr, reason = "a test may fail loudly and says why it skips")]

mod support;

use serde_json::Value;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use support::{assert_books_balance, list, text};

/// A certificate at each path below `root`.
fn plant(root: &Path, paths: &[&str]) {
    let certificate = support::testdata("certificates").join("ii-moces.pem");
    for path in paths {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::copy(&certificate, path).expect("a certificate");
    }
}

/// Where the certificates were found, below `base`, with the books checked.
fn found(report: &Value, base: &Path) -> Vec<String> {
    assert_books_balance(report);
    support::places(report, base).into_iter().map(|place| place.path).collect()
}

fn skipped(report: &Value, reason: &str) -> u64 {
    report["scan"]["tally"]["skipped"][reason].as_u64().unwrap_or(0)
}

fn named<'r>(report: &'r Value, reason: &str) -> Vec<&'r str> {
    let skipped = list(&report["scan"], "skipped").iter();
    skipped.filter(|skipped| text(skipped, "reason") == reason).map(|skipped| text(skipped, "path")).collect()
}

/// Scans several roots, with one thread and with eight: all is the same.
fn scan_roots(roots: &[&Path], more: &[&str]) -> (Value, i32) {
    let run = |threads: &str| {
        let mut arguments = vec!["scan", "-o", "json", "--scope", "test", "--as-of", support::AS_OF, "-j", threads];
        arguments.extend(roots.iter().map(|root| root.to_str().expect("a path in UTF-8")));
        arguments.extend(more);
        let outcome = support::oces(&arguments);
        let mut report = support::parse(&outcome);
        for key in ["id", "startedAt", "finishedAt", "durationMs", "host"] {
            report["scan"][key] = Value::Null;
        }
        (report, outcome.code)
    };
    let one = run("1");
    assert_eq!(one, run("8"), "the same at any number of threads");
    one
}

#[test]
fn hidden_and_ignored_files_are_read() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    plant(root, &[".hidden.pem", ".git/x.pem", "node_modules/a.pem", "ignored/b.pem"]);
    fs::write(root.join(".gitignore"), "ignored/\nnode_modules\n").expect("a file");
    let (report, _) = support::scan(root, &[]);
    assert_eq!(found(&report, root), [".git/x.pem", ".hidden.pem", "ignored/b.pem", "node_modules/a.pem"]);
}

#[test]
fn special_files_are_counted_and_never_opened() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    plant(root, &["a.pem"]);
    let fifo = root.join("fifo.pem");
    rustix::fs::mknodat(rustix::fs::CWD, &fifo, rustix::fs::FileType::Fifo, 0o600.into(), 0).expect("a FIFO");
    let _listener = std::os::unix::net::UnixListener::bind(root.join("socket")).expect("a socket");
    let (report, code) = support::scan(root, &["--fail-on", "never"]);
    assert_eq!((found(&report, root), code), (vec!["a.pem".to_owned()], 0));
    assert_eq!((skipped(&report, "fifo"), skipped(&report, "socket")), (1, 1));
    let alone = support::scan_raw(&fifo, &[]);
    assert_eq!(alone.code, 2, "a FIFO is nothing to look at");
}

#[test]
fn links_are_followed_at_the_root_only_and_told_where_they_lead_out() {
    let folder = tempfile::tempdir().expect("a directory");
    let base = folder.path();
    plant(base, &["tree/a.pem", "out/b.pem"]);
    symlink(base.join("out"), base.join("tree/away")).expect("a link");
    symlink("a.pem", base.join("tree/inside")).expect("a link");
    symlink(base.join("tree/a.pem"), base.join("tree/inside-absolute")).expect("a link");
    symlink("nowhere", base.join("tree/dangling")).expect("a link");
    symlink("tree", base.join("root")).expect("a link");
    let root = base.join("root");
    let (report, _) = scan_roots(&[&root], &[]);
    assert_eq!(found(&report, &root), ["a.pem"]);
    assert_eq!(named(&report, "link-out"), [root.join("away").to_str().expect("UTF-8")]);
    assert_eq!((skipped(&report, "link-out"), skipped(&report, "link")), (1, 3));
}

#[test]
fn followed_links_tell_nothing_twice() {
    let folder = tempfile::tempdir().expect("a directory");
    let base = folder.path();
    plant(base, &["tree/a.pem", "tree/sub/b.pem", "out/deep/c.pem", "far/d.pem", "far/e.pem"]);
    let tree = base.join("tree");
    for (target, link) in [
        ("..", "tree/loop"),
        ("../tree/sub", "tree/inside"),
        ("a.pem", "tree/file"),
        ("../out", "tree/one"),
        ("../out", "tree/two"),
        ("one", "tree/chain"),
        ("../far/d.pem", "tree/afile"),
        ("../../far", "out/deep/far"),
        ("nowhere", "tree/dangling"),
        ("self", "tree/self"),
    ] {
        symlink(target, base.join(link)).expect("a link");
    }
    // Without the link to everything above, each target has one way in.
    fs::remove_file(tree.join("loop")).expect("a link");
    symlink(".", tree.join("loop")).expect("a link");
    let (report, code) = scan_roots(&[&tree], &["--follow"]);
    assert_eq!(
        found(&report, &tree),
        ["a.pem", "chain/deep/c.pem", "chain/deep/far/d.pem", "chain/deep/far/e.pem", "sub/b.pem"],
        "{code}"
    );
    assert_eq!(skipped(&report, "dangling-link"), 1);
    let failures: Vec<String> =
        list(&report, "failures").iter().map(|failure| support::below(failure, &tree)).collect();
    assert_eq!(failures, ["self"], "a link to itself leads nowhere and is told");
}

#[test]
fn a_link_upwards_walks_what_is_above_once() {
    let folder = tempfile::tempdir().expect("a directory");
    let base = folder.path();
    plant(base, &["tree/a.pem", "beside/b.pem"]);
    symlink("..", base.join("tree/up")).expect("a link");
    let tree = base.join("tree");
    let (report, _) = scan_roots(&[&tree], &["--follow"]);
    assert_eq!(found(&report, &tree), ["a.pem", "up/beside/b.pem"]);
}

#[test]
fn excluded_folders_are_never_listed() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    plant(root, &["a.pem", "skip/b.pem", "x/y/skip/c.pem", "x/d.bak.pem", "x/e.pem"]);
    let slashed = format!("{}/x/e*", root.display());
    let (report, _) = support::scan(root, &["--exclude", "skip/", "--exclude", "*.bak.pem", "--exclude", &slashed]);
    assert_eq!(found(&report, root), ["a.pem"]);
    assert_eq!(report["scan"]["tally"]["directories"], 3, "the root, x and x/y");
    assert_eq!(skipped(&report, "excluded"), 4);
    let (report, _) = support::scan(root, &["--exclude", "**/y/**"]);
    assert_eq!(found(&report, root), ["a.pem", "skip/b.pem", "x/d.bak.pem", "x/e.pem"]);
}

#[test]
fn snapshots_are_left_out_unless_asked_for() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    plant(root, &["a.pem", ".snapshot/hourly/b.pem", ".zfs/snapshot/c.pem", "snapshot/d.pem"]);
    let (report, code) = support::scan(root, &["--fail-on", "never"]);
    assert_eq!((found(&report, root), code), (vec!["a.pem".to_owned(), "snapshot/d.pem".to_owned()], 0));
    assert_eq!(named(&report, "snapshot").len(), 2);
    let (report, _) = support::scan(root, &["--snapshots"]);
    assert_eq!(found(&report, root).len(), 4);
}

#[test]
fn roots_that_overlap_are_walked_once() {
    let folder = tempfile::tempdir().expect("a directory");
    let base = folder.path();
    plant(base, &["tree/a.pem", "tree/sub/b.pem"]);
    symlink("tree", base.join("link")).expect("a link");
    let (tree, sub, file) = (base.join("tree"), base.join("tree/sub"), base.join("tree/a.pem"));
    let dotted = base.join("tree/./sub/../");
    for roots in [
        vec![tree.as_path(), &tree],
        vec![&tree, &sub],
        vec![&sub, &tree],
        vec![&tree, &file, &sub],
        vec![&dotted, &tree],
    ] {
        let (report, _) = scan_roots(&roots, &[]);
        assert_eq!(found(&report, base), ["tree/a.pem", "tree/sub/b.pem"], "{roots:?}");
    }
    let link = base.join("link");
    let (report, _) = scan_roots(&[&link, &tree], &[]);
    assert_eq!(found(&report, base), ["tree/a.pem", "tree/sub/b.pem"]);
    assert_eq!(named(&report, "duplicate-root"), [link.to_str().expect("UTF-8")]);
    // Both are named through the link: the inner one must not fall between.
    let (report, _) = scan_roots(&[&link, &base.join("link/sub")], &[]);
    assert_eq!(found(&report, base), ["link/a.pem", "link/sub/b.pem"]);
}

/// A link that is a root of its own is no link that was left out.
#[test]
fn a_link_named_as_a_root_inside_another_root_is_walked() {
    let folder = tempfile::tempdir().expect("a directory");
    let base = folder.path();
    plant(base, &["tree/a.pem", "out/b.pem"]);
    symlink("../out", base.join("tree/away")).expect("a link");
    let (report, _) = scan_roots(&[&base.join("tree"), &base.join("tree/away")], &[]);
    assert_eq!(found(&report, base), ["tree/a.pem", "tree/away/b.pem"]);
    assert_eq!(skipped(&report, "link-out"), 0);
}

#[test]
fn missing_roots_are_failures_and_nothing_at_all_is_an_error() {
    let folder = tempfile::tempdir().expect("a directory");
    let base = folder.path();
    fs::create_dir(base.join("empty")).expect("a directory");
    fs::create_dir(base.join("tree")).expect("a directory");
    fs::write(base.join("tree/nothing.txt"), "nothing").expect("a file");
    let (tree, missing) = (base.join("tree"), base.join("missing"));
    let (report, code) = scan_roots(&[&tree, &missing], &[]);
    assert_eq!((list(&report, "failures").len(), code), (1, 3));
    assert_eq!(text(&list(&report, "failures")[0], "kind"), "unreadable");
    assert_eq!(scan_roots(&[&tree, &missing], &["--allow-incomplete"]).1, 0);
    assert_eq!(scan_roots(&[&tree, &missing], &["--fail-on", "never"]).1, 3);
    plant(base, &["tree/found.pem"]);
    assert_eq!(scan_roots(&[&tree, &missing], &[]).1, 1, "findings beat incompleteness");
    for roots in [["missing", "missing-too"], ["empty", "empty"]] {
        let outcome = support::oces(&["scan", base.join(roots[0]).to_str().expect("UTF-8"), "-o", "json"]);
        assert_eq!((outcome.code, outcome.stdout.len()), (2, 0), "{roots:?}");
        assert_eq!(outcome.stderr.contains("No such file"), roots[0] == "missing", "{}", outcome.stderr);
    }
}

#[test]
fn lists_of_files_are_taken_from_files_and_standard_input() {
    let folder = tempfile::tempdir().expect("a directory");
    let base = folder.path();
    plant(base, &["a.pem", "new\nline.pem", "c.pem"]);
    fs::write(base.join("lines"), "a.pem\nc.pem\n").expect("a list");
    fs::write(base.join("nul"), "a.pem\0new\nline.pem\0").expect("a list");
    for (list, files) in [("lines", ["a.pem", "c.pem"]), ("nul", ["a.pem", "new\nline.pem"])] {
        for standard_input in [false, true] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_oces"));
            command.args(["scan", "-o", "json", "--as-of", support::AS_OF]).current_dir(base);
            command.args(["--files-from", if standard_input { "-" } else { list }]);
            command.stdin(fs::File::open(base.join(list)).expect("the list"));
            let output = command.output().expect("the program starts");
            let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            assert_eq!(found(&report, base), files);
        }
    }
}

/// Pre-commit and fleets name files by the ten thousand.
#[test]
fn many_roots_cost_no_more_than_many_files() {
    let folder = tempfile::tempdir().expect("a directory");
    let base = folder.path();
    let lines: Vec<String> = (0..20_000).map(|number| format!("{}/{number}", base.display())).collect();
    fs::write(base.join("1"), "nothing").expect("a file");
    fs::write(base.join("list"), lines.join("\n")).expect("a list");
    let list = base.join("list");
    let outcome = support::oces_under(
        "ulimit -t 8",
        &["scan", "--files-from", list.to_str().expect("UTF-8"), "-o", "json", "--fail-on", "never"],
    );
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert_eq!(support::list(&support::parse(&outcome), "failures").len(), 19_999);
}

/// Runs a shell line as root in a mount namespace of its own, or says why not.
fn with_mounts(line: &str, root: &Path, more: &str) -> Option<Value> {
    let script =
        format!("{line}\nexec \"$OCES\" scan \"$ROOT\" -o json --fail-on never --as-of {} {more}", support::AS_OF);
    let mut command = Command::new("unshare");
    command.args(["-m", "sh", "-ec", &script]).env("ROOT", root).env("OCES", env!("CARGO_BIN_EXE_oces"));
    let probe = Command::new("unshare").args(["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        eprintln!("NOT TESTED: mounts need root, unshare(1) and mount(8)");
        return None;
    }
    let output = command.output().expect("unshare starts");
    let told = String::from_utf8_lossy(&output.stderr);
    Some(serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {told}")))
}

#[test]
fn file_systems_of_the_kernel_are_pruned_and_others_entered() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    plant(root, &["a.pem"]);
    for directory in ["proc", "memory"] {
        fs::create_dir(root.join(directory)).expect("a directory");
    }
    let mounts = "mount -t proc none \"$ROOT/proc\"\nmount -t tmpfs none \"$ROOT/memory\"\ncp \"$ROOT/a.pem\" \"$ROOT/memory/b.pem\"";
    let Some(report) = with_mounts(mounts, root, "") else { return };
    assert_eq!(found(&report, root), ["a.pem", "memory/b.pem"]);
    assert_eq!(named(&report, "pseudo-filesystem"), [root.join("proc").to_str().expect("UTF-8")]);
    assert_eq!(report["scan"]["complete"], true);
    let Some(report) = with_mounts(mounts, root, "--one-file-system") else { return };
    assert_eq!(found(&report, root), ["a.pem"]);
    assert_eq!(named(&report, "other-filesystem"), [root.join("memory").to_str().expect("UTF-8")]);
    symlink("/proc/self/status", root.join("status")).expect("a link");
    let Some(report) = with_mounts("true", root, "--follow") else { return };
    assert_eq!(skipped(&report, "pseudo-filesystem"), 1, "a followed link leads into no pseudo file system");
}

#[test]
fn a_bind_mount_is_a_place_of_its_own() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    plant(root, &["a/a.pem"]);
    fs::create_dir(root.join("b")).expect("a directory");
    let Some(report) = with_mounts("mount --bind \"$ROOT/a\" \"$ROOT/b\"", root, "") else { return };
    assert_eq!(found(&report, root), ["a/a.pem", "b/a.pem"]);
}
