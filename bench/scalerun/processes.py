"""A relay and crowds of agents, as processes of their own."""
import collections
import os
import re
import subprocess
import time

from peerbench.ports import accepts, free_port
from peerbench.process import Process

CROWD_SOURCES = "bench/src/main/java/io/portsicle/bench/crowd"
CROWD = "io.portsicle.bench.crowd.Crowd"
PATIENCE = 180


class Relay:
    """`./portsicle relay`. On loopback it takes agents without a token and knows that all are of one owner."""

    def __init__(self, directory):
        self.port = free_port()
        program = os.path.abspath(os.environ.get("PORTSICLE", "./portsicle"))
        data = os.path.join(directory, f"relay-{self.port}")
        os.mkdir(data)
        argv = [program, "relay", "--data-dir", data, "--listen", f"http://127.0.0.1:{self.port}"]
        self.process = Process("relay", argv, None, directory, data + ".log")
        while not accepts(self.port):
            if not self.process.runs():
                raise RuntimeError(f"the relay ended: {self.process.tail()}")
            time.sleep(0.05)

    @property
    def pid(self):
        return self.process.popen.pid

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))


class Crowd:
    """Agents in one JVM, which is the one of the relay, with its options and its jars."""

    def __init__(self, directory, relay, prefix, local_port, links):
        self.have = 0
        java, options, library = _jvm(relay.pid)
        argv = [java, *options, "-Xmx512m", "-cp", os.path.join(library, "*") + ":" + _classes(directory, java, library), CROWD,
                f"http://127.0.0.1:{relay.port}", str(local_port), prefix, str(links)]
        self.links = links
        self.process = Process(prefix, argv, None, directory, os.path.join(directory, f"{prefix}-{relay.port}.log"),
                               subprocess.PIPE)

    def ask(self, agents):
        """Wishes for that many agents; `await_answer` must follow."""
        self.wished = agents
        self.process.popen.stdin.write(b"%d\n" % agents)
        self.process.popen.stdin.flush()
        self.have += 1

    def await_answer(self):
        """Waits for what came of the last wish: (agents that are connected, their links, troubles on the way)."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with open(self.process.log) as f:
                parts = re.split(r"^have (\d+) (\d+)\n", f.read(), flags=re.M)  # log, agents, links, log, agents, links, log
            if len(parts) // 3 >= self.have:
                log, agents, links = parts[3 * self.have - 3:3 * self.have]
                troubles = {why: int(times) for times, why in re.findall(r"^trouble (\d+) (.*)$", log, re.M)}
                return int(agents), int(links), troubles
            if not self.process.runs():
                break
            time.sleep(0.02)
        raise RuntimeError(f"{self.process.name} did not answer: {self.process.tail()}")


def become(sizes):
    """Has each crowd grow or shrink to its size, all at once: seconds, agents connected, links, and troubles with their numbers."""
    started = time.monotonic()
    for crowd, agents in sizes:
        crowd.ask(agents)
    answers = [crowd.await_answer() for crowd, _ in sizes]
    troubles = collections.Counter()
    for answer in answers:
        troubles.update(answer[2])
    return {"connect_s": time.monotonic() - started, "connected": sum(a[0] for a in answers), "open_links": sum(a[1] for a in answers),
            "troubles": troubles}


def _jvm(pid):
    """The java of a running program, its options, and the folder of its jars."""
    with open(f"/proc/{pid}/cmdline") as f:
        words = f.read().split("\0")
    jar = words.index("-jar")
    options = [word for word in words[1:jar] if not word.startswith(("-XX:AOTCache", "-Xlog:aot", "-Xlog:cds"))]
    return words[0], options, os.path.dirname(words[jar + 1])


def _classes(directory, java, library):
    """The folder of the compiled crowd, made once for each run."""
    classes = os.path.join(directory, "classes")
    if not os.path.isdir(classes):
        sources = [os.path.join(CROWD_SOURCES, name) for name in sorted(os.listdir(CROWD_SOURCES))]
        subprocess.run([os.path.join(os.path.dirname(java), "javac"), "-cp", os.path.join(library, "*"), "-d", classes, *sources],
                       check=True)
    return classes
