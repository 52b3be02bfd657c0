"""A system's processes: started, measured with all that they start, and ended by their pids."""
import ctypes
import glob
import os
import re
import signal
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
_libc = ctypes.CDLL(None, use_errno=True)


def end_with_parent():
    """Runs in the child: nothing is left behind when the harness dies."""
    _libc.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class Process:
    """One program of a system and its descendants. Its output goes to a log file."""

    def __init__(self, name, argv, env, directory, log, stdin=subprocess.DEVNULL):
        self.name = name
        self.log = log
        self.output = open(log, "ab")
        self.popen = subprocess.Popen(
            argv, env={**os.environ, **(env or {})}, cwd=directory, stdin=stdin,
            stdout=self.output, stderr=self.output, preexec_fn=end_with_parent, start_new_session=True)

    def runs(self):
        return self.popen.poll() is None

    def pids(self):
        return _tree(self.popen.pid) if self.runs() else []

    def cpu_seconds(self):
        return sum(_cpu_ticks(pid) for pid in self.pids()) / TICKS

    def rss_mib(self, key="VmRSS"):
        """Resident memory, now ("VmRSS") or at its peak ("VmHWM")."""
        return sum(status_kib(pid, key) for pid in self.pids()) / 1024.0

    def tail(self):
        """The end of its log."""
        try:
            with open(self.log, "rb") as f:
                return f.read()[-600:].decode("utf-8", "replace").strip()
        except OSError:
            return ""

    def stop(self, grace=6.0):
        """Ends the process and what it started, each by its pid."""
        pids = self.pids()
        if pids:
            self.popen.terminate()
            self._await(grace)
        if self.runs():
            self.popen.kill()
            self._await(5)
        self._end_survivors(pids[1:])
        self.output.close()

    def _await(self, seconds):
        try:
            self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            pass

    def _end_survivors(self, pids):
        """Descendants that outlived it are still in the session that the harness made for it."""
        for pid in pids:
            for sign in (signal.SIGTERM, signal.SIGKILL):
                try:
                    if os.getsid(pid) != self.popen.pid:
                        break
                    os.kill(pid, sign)
                    time.sleep(0.2)
                except OSError:
                    break


def machine_cpu():
    """CPU seconds of the whole machine since it started: (used, stolen by the hypervisor)."""
    with open("/proc/stat") as f:
        user, nice, system, _, _, irq, softirq, steal = (int(x) for x in f.readline().split()[1:9])
    return (user + nice + system + irq + softirq) / TICKS, steal / TICKS


def wide_listeners(pids):
    """The addresses, other than 127.x, on which these processes accept TCP connections."""
    own = {inode for pid in pids for inode in _socket_inodes(pid)}
    return [address for table in ("/proc/net/tcp", "/proc/net/tcp6")
            for address, inode in _listeners(table) if inode in own and not _is_loopback(address)]


def _tree(pid):
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            fields = _stat(int(entry))
            if fields:
                children.setdefault(int(fields[1]), []).append(int(entry))
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        todo += children.get(found[-1], [])
    return found


def _stat(pid):
    """The fields of /proc/PID/stat from the state on, or None."""
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(")", 1)[1].split()
    except OSError:
        return None


def _cpu_ticks(pid):
    fields = _stat(pid)
    return sum(int(x) for x in fields[11:15]) if fields else 0  # utime stime cutime cstime


def status_kib(pid, key):
    """A size in /proc/PID/status; 0 when the process or the line is gone."""
    try:
        with open(f"/proc/{pid}/status") as f:
            return next((int(line.split()[1]) for line in f if line.startswith(key + ":")), 0)
    except OSError:
        return 0


def _socket_inodes(pid):
    for fd in glob.glob(f"/proc/{pid}/fd/*"):
        try:
            match = re.match(r"socket:\[(\d+)\]", os.readlink(fd))
        except OSError:
            continue
        if match:
            yield match.group(1)


def _listeners(table):
    try:
        with open(table) as f:
            rows = [line.split() for line in f.readlines()[1:]]
    except OSError:
        return []
    return [(row[1], row[9]) for row in rows if row[3] == "0A"]


def _is_loopback(address):
    """`address` as /proc/net/tcp shows it: hexadecimal words, least significant byte first."""
    host = address.split(":")[0]
    return host.endswith("7F") or host == "00000000000000000000000001000000"
