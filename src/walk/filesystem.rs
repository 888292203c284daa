//! File systems by their type: which are no files at all, which lie on other
//! machines. The mount table has the names; the magic number of `statfs(2)`
//! answers where the table does not (btrfs subvolumes, other namespaces).

use rustix::fs::FileType;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{OnceLock, PoisonError, RwLock};

/// What a file system is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kind {
    /// Its type's name, such as `nfs4`.
    pub(super) name: String,
    /// Made up by the kernel.
    pub(super) pseudo: bool,
    /// On another machine.
    pub(super) network: bool,
}

/// The file systems met so far, by device.
#[derive(Debug, Default)]
pub(super) struct Filesystems {
    known: RwLock<HashMap<u64, Kind>>,
    mounts: OnceLock<HashMap<u64, String>>,
}

/// Kernel file systems: their files are questions to the kernel, no data.
const PSEUDO: [&str; 22] = [
    "proc",
    "sysfs",
    "devtmpfs",
    "cgroup",
    "cgroup2",
    "debugfs",
    "tracefs",
    "securityfs",
    "bpf",
    "pstore",
    "efivarfs",
    "configfs",
    "devpts",
    "mqueue",
    "hugetlbfs",
    "binfmt_misc",
    "fusectl",
    "selinuxfs",
    "nsfs",
    "rpc_pipefs",
    "fuse.lxcfs",
    "fuse.portal",
];

/// File systems whose data lies elsewhere.
const NETWORK: [&str; 24] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ncpfs",
    "coda",
    "ceph",
    "9p",
    "lustre",
    "gpfs",
    "ocfs2",
    "gfs2",
    "glusterfs",
    "beegfs",
    "panfs",
    "autofs",
    "acfs",
    "davfs",
    "virtiofs",
    "vboxsf",
    "vmhgfs",
    "prl_fs",
];

/// FUSE file systems that are local; every other one counts as network.
const LOCAL_FUSE: [&str; 8] = [
    "fuseblk",
    "fuse.ntfs-3g",
    "fuse.exfat",
    "fuse.ext4",
    "fuse.overlayfs",
    "fuse.fuse-overlayfs",
    "fuse.mergerfs",
    "fuse.encfs",
];

/// Magic numbers (`linux/magic.h`) of the types that matter, for devices the
/// mount table does not name.
const MAGIC: [(u64, &str); 27] = [
    (0x9fa0, "proc"),
    (0x6265_6572, "sysfs"),
    (0x0027_e0eb, "cgroup"),
    (0x6367_7270, "cgroup2"),
    (0x6462_6720, "debugfs"),
    (0x7472_6163, "tracefs"),
    (0x7363_6673, "securityfs"),
    (0xcafe_4a11, "bpf"),
    (0x6165_676c, "pstore"),
    (0xde5e_81e4, "efivarfs"),
    (0x6265_6570, "configfs"),
    (0x1cd1, "devpts"),
    (0x1980_0202, "mqueue"),
    (0x9584_58f6, "hugetlbfs"),
    (0x6e73_6673, "nsfs"),
    (0x6969, "nfs"),
    (0x517b, "smbfs"),
    (0xff53_4d42, "cifs"),
    (0xfe53_4d42, "smb3"),
    (0x5346_414f, "afs"),
    (0x6b41_4653, "afs"),
    (0x00c3_6400, "ceph"),
    (0x0102_1997, "9p"),
    (0x0bd0_0bd0, "lustre"),
    (0x4750_4653, "gpfs"),
    (0x0187, "autofs"),
    (0x6573_5546, "fuse"),
];

impl Filesystems {
    /// The kind of file system on which `path` lies.
    pub(super) fn kind(&self, path: &Path, device: u64) -> Kind {
        if let Some(kind) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&device) {
            return kind.clone();
        }
        let mounts = self.mounts.get_or_init(mount_table);
        let kind = of_name(mounts.get(&device).cloned().unwrap_or_else(|| by_magic(path)));
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(device, kind.clone());
        kind
    }
}

fn of_name(name: String) -> Kind {
    let pseudo = PSEUDO.contains(&name.as_str());
    let fuse = name == "fuse" || name.starts_with("fuse.");
    let network = NETWORK.contains(&name.as_str()) || (fuse && !pseudo && !LOCAL_FUSE.contains(&name.as_str()));
    Kind { name, pseudo, network }
}

fn by_magic(path: &Path) -> String {
    let Ok(stat) = rustix::fs::statfs(path) else { return "unknown".to_owned() };
    let magic = u64::from_ne_bytes(stat.f_type.to_ne_bytes());
    // On some machines the number comes sign-extended.
    let magic = magic & 0xffff_ffff;
    MAGIC.iter().find(|(number, _)| *number == magic).map_or("unknown", |(_, name)| name).to_owned()
}

/// Device to type, from `/proc/self/mountinfo` (`proc_pid_mountinfo(5)`).
fn mount_table() -> HashMap<u64, String> {
    let text = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    text.lines().filter_map(mount).collect()
}

/// `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`.
fn mount(line: &str) -> Option<(u64, String)> {
    let (major, minor) = line.split(' ').nth(2)?.split_once(':')?;
    let device = rustix::fs::makedev(major.parse().ok()?, minor.parse().ok()?);
    let name = line.split_once(" - ")?.1.split(' ').next()?;
    Some((device, name.to_owned()))
}

/// What a file that is neither regular nor a directory is counted as.
pub(super) fn special(kind: FileType) -> &'static str {
    match kind {
        FileType::Fifo => "fifo",
        FileType::Socket => "socket",
        FileType::BlockDevice | FileType::CharacterDevice => "device",
        FileType::Symlink => "link",
        _ => "special",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_apart() {
        for (name, pseudo, network) in [
            ("proc", true, false),
            ("ext4", false, false),
            ("nfs4", false, true),
            ("fuse.sshfs", false, true),
            ("fuseblk", false, false),
            ("fuse.lxcfs", true, false),
            ("tmpfs", false, false),
        ] {
            let kind = of_name(name.to_owned());
            assert_eq!((kind.pseudo, kind.network), (pseudo, network), "{name}");
        }
    }

    #[test]
    fn a_line_of_the_mount_table_is_read() {
        let line = "36 35 0:51 / /mnt/x rw,noatime shared:1 - nfs4 server:/export rw";
        assert_eq!(mount(line), Some((rustix::fs::makedev(0, 51), "nfs4".to_owned())));
        assert_eq!(mount("garbage"), None);
    }
}
