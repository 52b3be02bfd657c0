"""What relay and agent hold: sampled every few seconds from /proc, and from the JVM at quiet moments."""
import asyncio
import collections
import os
import re
import statistics
import time

Sample = collections.namedtuple("Sample", "at rss fds threads")
Check = collections.namedtuple("Check", "at heap direct")

# what may be grown from the first minute to the last: MiB of heap after a collection, MiB outside of the heap that Java
# code asked for (buffers), MiB of resident memory, file descriptors, threads
TOLERANCE = {"heap": 8, "direct": 32, "rss": 96, "fds": 40, "threads": 8}
WARM, JUDGED = 30, 120  # seconds after the start from which on it counts, and that a life must last to be judged


class Life:
    """One process from its start to its end, which a fault may bring."""

    def __init__(self, role, number, process):
        self.name = f"{role} {number}"
        self.process = process
        self.pid = process.popen.pid
        self.started = time.monotonic()
        self.samples = []
        self.checks = []

    def age(self):
        return time.monotonic() - self.started

    def sample(self):
        try:
            with open(f"/proc/{self.pid}/status") as f:
                status = dict(line.split(":", 1) for line in f)
            fds = len(os.listdir(f"/proc/{self.pid}/fd"))
            rss = int(status["VmRSS"].split()[0]) / 1024
            self.samples.append(Sample(self.age(), rss, fds, int(status["Threads"])))
        except (OSError, KeyError):
            pass  # it has just ended

    async def check(self):
        """Collects garbage, then asks what is left. Only for a process that is not frozen."""
        try:
            await self._jcmd("GC.run")
            generations = re.findall(r"total .*?used (\d+)K", await self._jcmd("GC.heap_info"))
            heap = sum(int(kib) for kib in generations)
            other = re.search(r"Other \(reserved=\d+KB, committed=(\d+)KB\)", await self._jcmd("VM.native_memory", "summary"))
            self.checks.append(Check(self.age(), heap / 1024, int(other.group(1)) / 1024 if other else 0.0))
        except (OSError, asyncio.TimeoutError):
            pass  # it has just ended

    async def _jcmd(self, *command):
        jcmd = os.path.join(os.path.dirname(os.readlink(f"/proc/{self.pid}/exe")), "jcmd")
        process = await asyncio.create_subprocess_exec(jcmd, str(self.pid), *command, stdout=asyncio.subprocess.PIPE,
                                                       stderr=asyncio.subprocess.DEVNULL)
        out, _ = await asyncio.wait_for(process.communicate(), 20)
        return out.decode("utf-8", "replace")

    def growth(self):
        """By resource: (in its first minute, in its last one), or None while it was too short to tell."""
        samples = [s for s in self.samples if s.at >= WARM]
        checks = [c for c in self.checks if c.at >= WARM]
        if len(checks) < 2 or checks[-1].at - checks[0].at < JUDGED - WARM:
            return None
        first = [s for s in samples if s.at < samples[0].at + 60]
        last = [s for s in samples if s.at > samples[-1].at - 60]
        found = {"heap": (checks[0].heap, checks[-1].heap), "direct": (checks[0].direct, checks[-1].direct)}
        for key in ("rss", "fds", "threads"):
            found[key] = tuple(statistics.median(getattr(s, key) for s in part) for part in (first, last))
        return found

    def grown(self):
        """The resources that grew by more than their tolerance."""
        return [key for key, (first, last) in (self.growth() or {}).items() if last - first > TOLERANCE[key]]
