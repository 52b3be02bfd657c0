"""What lies between the visitor's side and the local server's: bench/slowlink, or packets between two namespaces."""
import os
import re
import sys
import time

from peerbench.process import Process

from . import packets


class Path:
    """Knows where each program runs and what address it is reached at. `processes` are those of the path itself."""

    near = "127.0.0.1"  # where the relay listens and visitors are
    far_prefix = ()  # in front of the command of whatever is far

    def __init__(self, directory, options):
        self.directory, self.options = directory, options
        self.processes = []

    def cpu_seconds(self):
        return sum(p.cpu_seconds() for p in self.processes)

    def run(self, name, command, env=None):
        return Process(name, command, env, os.getcwd(), os.path.join(self.directory, f"{self.name}-{name}.log"))

    def run_far(self, name, command, env=None):
        return self.run(name, [*self.far_prefix, *command], env)

    def stop(self):
        for process in self.processes[::-1]:
            process.stop()

    def _start(self, name, command):
        process = self.run(name, command)
        self.processes.append(process)
        return process


class Loopback(Path):
    """Nothing between: what the tunnel itself costs."""

    name = "loopback"
    local_listens = "127.0.0.1"

    def start(self):
        pass

    def to_relay(self, port):
        return f"127.0.0.1:{port}"

    to_local = to_relay


class SlowLink(Path):
    """Bytes, late and at a rate: no losses, no slow start, a handshake that takes its round trip."""

    name = "slowlink"
    local_listens = "127.0.0.1"

    def start(self):
        pass

    def to_relay(self, port):
        return self._through("link-to-relay", port)

    def to_local(self, port):
        return self._through("link-to-local", port)

    def _through(self, name, port):
        link = self._start(name, ["bench/slowlink", "--listen", "127.0.0.1:0", "--to", f"127.0.0.1:{port}",
                                  "--rtt", str(self.options.rtt), "--mbit", str(self.options.mbit), "--cut-after", "86400"])
        return "127.0.0.1:" + wait_line(link, rb"listening on .*:(\d+)")[1].decode()


class Packets(Path):
    """TCP end to end: slow start, congestion control, losses where the queue is full."""

    name = "packets"
    near = packets.NEAR
    local_listens = "0.0.0.0"

    def start(self):
        there = self._start("far", ["unshare", "-n", "sh", "-c", "ip link set lo up && echo ready && exec sleep 86400"])
        wait_line(there, rb"ready")
        self.far_prefix = ("nsenter", f"--net=/proc/{there.popen.pid}/ns/net")
        wire = self._start("wire", [sys.executable, "-m", "distancerun.packets", "--far", str(there.popen.pid),
                                    "--rtt", str(self.options.rtt), "--mbit", str(self.options.mbit),
                                    "--congestion", self.options.congestion])
        wait_line(wire, rb"ready")

    def to_relay(self, port):
        return f"{packets.NEAR}:{port}"

    def to_local(self, port):
        return f"{packets.FAR}:{port}"


PATHS = {path.name: path for path in (SlowLink, Packets, Loopback)}


def wait_line(process, pattern, patience=30):
    """Waits until the process's log has a line."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with open(process.log, "rb") as f:
            match = re.search(pattern, f.read())
        if match:
            return match
        if not process.runs():
            raise RuntimeError(f"{process.name} ended: {process.tail()}")
        time.sleep(0.02)
    raise RuntimeError(f"{process.name} did not say {pattern!r} within {patience} s: {process.tail()}")
