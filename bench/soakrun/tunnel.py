"""The processes of a tunnel: started, broken, replaced, and ended by their pids."""
import asyncio
import os
import re
import signal
import time

from peerbench.ports import accepts, free_port
from peerbench.process import Process

from .resources import Life

MEASURABLE = "-XX:NativeMemoryTracking=summary"


class Tunnel:
    """A relay, an agent that dials it over bench/slowlink, nginx. `lives` has all relays and agents that there were."""

    def __init__(self, directory, options):
        self.directory, self.options = directory, options
        self.relay_port, self.local_port = free_port(), free_port()
        self.lives = []
        self.trouble = []  # what should have been mended and could not be: it ends the run
        self.remarks = []
        self.link = self.nginx = self.relay = self.agent = None

    async def start(self, nginx):
        self.nginx_command = nginx
        await self.start_local()
        self.relay = await self.start_relay()
        link = self._run("link", ["bench/slowlink", "--listen", "127.0.0.1:0", "--to", f"127.0.0.1:{self.relay_port}",
                                  "--cut-after", "86400"])
        self.link = link
        self.link_port = int((await self._line(link, rb"listening on .*:(\d+)"))[1])
        self.agent = await self.start_agent()
        self.host = (await self._line(self.agent.process, rb"Your public url: http://([^/\s]+)"))[1].decode()

    async def start_local(self):
        self.nginx = self._run("nginx", self.nginx_command)
        while not accepts(self.local_port):
            await asyncio.sleep(0.02)

    async def start_relay(self, *more):
        life = self._live("relay", "--listen", f"http://127.0.0.1:{self.relay_port}", "--data-dir",
                          os.path.join(self.directory, "relay"), *more, *self.options.relay)
        await self._line(life.process, rb"Relay listening on ")
        return life

    async def start_agent(self):
        life = self._live("agent", str(self.local_port), "--relay", f"http://127.0.0.1:{self.link_port}",
                          "--name", "soak", *self.options.agent)
        await self._line(life.process, rb"Your public url: ")
        return life

    def break_link(self, sign):
        self.link.popen.send_signal(sign)

    async def end(self, process, sign, patience=45):
        """Sends a signal that ends it; returns its exit status, None if it did not end by itself."""
        process.popen.send_signal(sign)
        until = time.monotonic() + patience
        while process.runs():
            if time.monotonic() > until:
                process.stop()
                return None
            await asyncio.sleep(0.02)
        process.stop()
        return process.popen.returncode

    def living(self):
        return [life for life in (self.relay, self.agent) if life]

    def complaints(self):
        """What went wrong with the processes, and what their logs say that should never be said."""
        found = self.trouble + self.remarks
        for life in self.lives:
            with open(life.process.log, "rb") as f:
                found += [f"{life.name}: {line.decode('utf-8', 'replace').strip()[:200]}" for line in f
                          if re.search(rb"\bERROR\b|LEAK:|Exception", line)]
        return found

    def stop(self):
        for process in [life.process for life in self.lives[::-1]] + [self.link, self.nginx]:
            if process:
                if process.runs():
                    process.popen.send_signal(signal.SIGCONT)
                process.stop()

    def _live(self, role, *arguments):
        number = 1 + sum(1 for life in self.lives if life.name.startswith(role))
        command = "http" if role == "agent" else "relay"
        options = {"PORTSICLE_JAVA_OPTS": (os.environ.get("PORTSICLE_JAVA_OPTS", "") + " " + MEASURABLE).strip()}
        process = self._run(f"{role}-{number}", [os.environ.get("PORTSICLE", "./portsicle"), command, *arguments], options)
        self.lives.append(Life(role, number, process))
        return self.lives[-1]

    def _run(self, name, command, env=None):
        # a log of its own for each run of a program
        log = os.path.join(self.directory, f"{name}-{time.monotonic_ns()}.log")
        return Process(name, command, env, os.getcwd(), log)

    async def _line(self, process, pattern, patience=30):
        """Waits until the process's log has a line."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            with open(process.log, "rb") as f:
                match = re.search(pattern + rb".*", f.read())
            if match:
                return match
            if not process.runs():
                raise RuntimeError(f"{process.name} ended: {process.tail()}")
            await asyncio.sleep(0.02)
        raise RuntimeError(f"{process.name} did not say {pattern!r} within {patience} s: {process.tail()}")
