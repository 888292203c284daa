"""Judges what `strace -f -y -s 0` wrote down: which lines break the promise.

`-y` writes the path behind each descriptor (`3</srv/x>`), so that what is
relative to a descriptor is known too.
"""

import os
import re
from pathlib import Path

# Calls that change nothing outside the process, looked up in their manual pages.
HARMLESS = set("""
    access alarm arch_prctl brk capget clock_getres clock_gettime clock_nanosleep close close_range dup dup2 dup3
    epoll_create1 epoll_ctl epoll_wait eventfd2 exit exit_group faccessat faccessat2 fadvise64 fcntl fdatasync fstat
    fstatfs fsync futex get_mempolicy get_robust_list getcwd getdents64 getegid geteuid getgid getgroups getpgrp getpid
    getppid getpriority getrandom getrlimit getrusage gettid gettimeofday getuid ioprio_get lseek lstat madvise mincore
    mlock mprotect mremap munlock munmap nanosleep newfstatat pipe2 poll ppoll pread64 preadv preadv2 prlimit64 read
    readahead readlink readlinkat readv restart_syscall rseq rt_sigaction rt_sigprocmask rt_sigreturn
    sched_getaffinity sched_getparam sched_getscheduler sched_yield select set_robust_list set_tid_address sigaltstack
    stat statfs statx sysinfo time times umask uname write writev pwrite64 pwritev ftruncate ioctl
    ioprio_set sched_setscheduler setpriority tgkill""".split())
# These take a path or a descriptor; right only for a named output or what lies beside it.
OUTPUTS = set("""
    rename renameat renameat2 unlink unlinkat chmod fchmod fchmodat fchmodat2 truncate""".split())
WRITES = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)")
CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")
OWN_FILE = re.compile(r"\.oces-[0-9a-f]{16}\.tmp$")
# PR_GET_AUXV, for which this strace has no name.
GET_AUXV = "0x41555856"
# What every terminal and the silence of standard streams need.
ALWAYS = ("/dev/null", "/dev/tty")


def faults(log, tree, outputs, others=False):
    """The lines that break the promise, each with why. With `others`, calls
    that are not known are left to be: a control is judged for one thing."""
    found = []
    begun = False
    for line in log.splitlines():
        call = CALL.match(line)
        # The second half of a call that another thread interrupted says nothing new.
        if not call or "resumed>" in line.split("(")[0] or line.lstrip("0123456789 ").startswith(("<...", "+++", "---")):
            continue
        name, rest = call.groups()
        if name == "execve" and not begun:
            begun = True
            continue
        why = fault(name, rest, Path(tree), [Path(path) for path in outputs])
        if why and not (others and why == "a call that is not known"):
            found.append(f"{why}: {line[:200]}")
    return found if begun else ["nothing was started"]


def fault(name, rest, tree, outputs):
    """Why this call breaks the promise, or nothing."""
    if name in ("open", "openat", "openat2", "creat"):
        if (name == "creat" or WRITES.search(rest)) and not all(allowed(path, outputs) for path in paths(name, rest)):
            return "a file opened for writing"
        return None
    if name == "mmap":
        shared = "MAP_SHARED" in rest and "PROT_WRITE" in rest and "MAP_ANONYMOUS" not in rest
        return "a file mapped for writing" if shared else None
    if name in ("clone", "clone3"):
        return None if "CLONE_THREAD" in rest else "a process of its own"
    if name in ("fork", "vfork"):
        return "a process of its own"
    if name == "prctl":
        return None if re.match(r"PR_SET_NAME|PR_GET_\w+|PR_CAPBSET_READ|PR_SET_VMA|" + GET_AUXV, rest) else "prctl"
    if name in OUTPUTS:
        return None if paths(name, rest) and all(allowed(path, outputs) for path in paths(name, rest)) else name
    if name in HARMLESS:
        return None
    if re.match(r"(socket|connect|bind|listen|accept|send|recv|shutdown|get(sock|peer)|setsockopt)", name):
        return f"network: {name}"
    if re.match(r"exec", name):
        return "another program: exec"
    if re.match(r"(l?set|f?set|remove|l?remove|f?remove)xattr|f?l?chown|utime|futimesat|utimensat|mkdir|rmdir|mknod|"
                r"link|symlink|kill|tkill|ptrace|bpf|io_uring|mount|umount|fallocate", name):
        return name
    return "a call that is not known"


def paths(name, rest):
    """Every path of a call: the quoted ones, joined to the descriptors before
    them, or what the descriptor itself stands for."""
    rest = rest.split(") = ")[0]
    found = []
    for folder, text in re.findall(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"', rest):
        found.append(Path(os.path.normpath(Path(folder or "/", text))))
    if not found:
        found = [Path(one) for one in re.findall(r"^\d+<([^>]*)>", rest)]
    return found


def allowed(path, outputs):
    """Whether a path is a named output or the temporary file beside one."""
    beside = OWN_FILE.search(path.name) and any(path.parent == output.parent for output in outputs)
    return path in outputs or bool(beside) or str(path) in ALWAYS


def opened_in(log, tree):
    """How many calls open something in the tree."""
    calls = (call.groups() for call in map(CALL.match, log.splitlines()) if call)
    return sum(any(path.is_relative_to(tree) for path in paths(*call)) for call in calls if call[0].startswith("open"))


def says(fault_line, because):
    """Whether a fault is the one that was made."""
    return re.search(because, fault_line.split(": ")[0] + fault_line.split(": ")[1][:20]) is not None
