"""One system, once: start it, wait until it works, measure it at rest and under every workload, end it."""
import os
import shutil
import string
import subprocess
import sys
import tempfile
import threading
import time

from . import origin
from .load import WRK_LUA, Load
from .ports import accepts, answers_hello, free_port
from .process import Process, wide_listeners


class Skip(Exception):
    """Why a system was not measured."""


class Bench:
    """What all runs share: files, certificates, options, the deadline. `emit` takes each result."""

    def __init__(self, options, systems, emit):
        self.options = options
        self.systems = systems
        self.emit = emit
        self.files = os.path.abspath(options.data)
        self.end = time.monotonic() + options.max_minutes * 60
        self.directory = tempfile.mkdtemp(prefix="peerbench.")
        self.lua = os.path.join(self.directory, "done.lua")
        with open(self.lua, "w") as f:
            f.write(WRK_LUA)
        origin.make_files(self.files)
        self.variables = {**origin.make_certificates(os.path.join(self.directory, "tls")),
                          "bin": os.path.abspath(options.bin), **_noise_keys(options.bin)}

    def seconds_left(self):
        return self.end - time.monotonic()

    def run(self, name, number):
        """Measures system `name` in round `number`."""
        run = Run(self, name, number)
        try:
            run.measure()
        finally:
            run.stop()

    def wait(self, ready, timeout, process, what):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if ready():
                return
            if not process.runs():
                raise Skip(f"{what}: {process.name} exited with {process.popen.returncode}: {process.tail()}")
            time.sleep(0.005)
        raise Skip(f"{what}: not ready in {timeout} s: {process.tail()}")


REST_SECONDS = 8  # a JVM gives back what the compilation of its start held after at most five


class Run:
    """The processes of one system in one round."""

    def __init__(self, bench, name, number):
        self.bench = bench
        self.system = bench.systems[name]
        self.head = {"system": name, "round": number}
        self.directory = os.path.join(bench.directory, f"{name}.{number}")
        os.mkdir(self.directory)
        self.variables = {**os.environ, **bench.variables, "dir": self.directory,
                          **{key: str(free_port()) for key in ("origin", "origin_tls", "pub", "ctl", "aux1", "aux2", "aux3")}}
        if not self.system.get("server") and not self.system.get("client"):
            self.variables["pub"] = self.variables["origin"]
        self.processes = {"server": None, "client": None, "origin": None}
        self.start = {}

    def ready(self):
        """Starts the system, notes what it costs at rest, and warms it; returns the load for it."""
        self._check()
        self._write_files()
        load = self._start()
        time.sleep(REST_SECONDS)
        self.start.update(self._at_rest())
        if self.system.get("warmup"):
            load.warm(self.system["warmup"])
        return load

    def measure(self):
        load = self.ready()
        for workload in self.bench.options.workloads:
            if self.bench.seconds_left() < self.bench.options.seconds + self.bench.options.prewarm + 5:
                raise Skip("--max-minutes is over")
            if load.can(workload, self.system):
                self._measure(load, workload)
        self.bench.emit({**self.head, "type": "system", **self.start, **self._after_load()})

    def stop(self):
        for process in (self.processes["client"], self.processes["server"], self.processes["origin"]):
            if process:
                process.stop()
        if self.bench.options.keep:
            print("  logs in", self.directory, file=sys.stderr)
        else:
            shutil.rmtree(self.directory, ignore_errors=True)

    def _check(self):
        for program in map(self._fill, self.system.get("needs", [])):
            if not shutil.which(program):
                raise Skip("missing " + program)
        for port in self.system.get("fixed_ports", []):
            if accepts(port):
                raise Skip(f"port {port} is taken")

    def _write_files(self):
        for name, text in self.system.get("files", {}).items():
            with open(os.path.join(self.directory, name), "w") as f:
                f.write(self._fill(text))
        if self.system.get("sshkey"):
            key = os.path.join(self.directory, "sshkey")
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True, timeout=20)

    def _start(self):
        """Origin, then server, then client; returns the load for it once a first response came through."""
        port, timeout = int(self.variables["origin"]), self.system.get("ready_timeout", 20)
        self.processes["origin"] = origin.start(port, self.directory, self.bench.files,
                                                origin.tls(self.variables["origin_tls"], self.bench.variables))
        self.bench.wait(lambda: answers_hello(port, None, None, 1), 10, self.processes["origin"], "origin")
        if self.system.get("server"):
            self._start_server(timeout)
        started = time.monotonic()
        if self.system.get("client"):
            self.processes["client"] = self._process("client")
        load = Load(self.bench, self._scheme(), int(self.variables["pub"]), self._host(), self._headers(), self.processes)
        first = self._first_good(load, started, timeout)
        self.start["ttfb_s"] = first if self.system.get("client") else None
        return load

    def _start_server(self, timeout):
        started = time.monotonic()
        server = self.processes["server"] = self._process("server")
        ready = self.system.get("ready", "ctl")
        if ready != "none":
            port = int(ready) if ready.isdigit() else int(self.variables[ready])
            self.bench.wait(lambda: accepts(port), timeout, server, "server")
        self.start["server_ready_s"] = time.monotonic() - started

    def _process(self, role):
        env = {key: self._fill(value) for key, value in self.system.get("env", {}).items()}
        argv = [self._fill(word) for word in self.system[role]]
        return Process(role, argv, env, self.directory, os.path.join(self.directory, role + ".log"))

    def _first_good(self, load, started, timeout):
        """Seconds to the first good response. A GET every 10 ms, overlapping: one that hangs, because it came too early, must
        not hide that the next one works."""
        process = self.processes["client"] or self.processes["server"] or self.processes["origin"]
        good, probes = [], []

        def probe():
            if answers_hello(load.port, load.host, load.headers, 2.0, load.scheme):
                good.append(time.monotonic())
        while not good:
            if not process.runs():
                raise Skip(f"tunnel: {process.name} exited with {process.popen.returncode}: {process.tail()}")
            if time.monotonic() - started > timeout:
                raise Skip(f"tunnel: no good response in {timeout} s: {process.tail()}")
            probes = [t for t in probes if t.is_alive()]
            if len(probes) < 64:
                probes.append(threading.Thread(target=probe, daemon=True))
                probes[-1].start()
            time.sleep(0.01)
        for t in probes:
            t.join(2.5)
        return min(good) - started

    def _at_rest(self):
        wide = [x for p in self.processes.values() if p for x in wide_listeners(p.pids())]
        if wide:
            print(f"  warning: {self.head['system']} listens beyond 127.0.0.1: {wide}", file=sys.stderr)
        return {"listens_wide": wide, **self._of_both("rss_idle_mb", Process.rss_mib),
                **self._of_both("start_cpu_s", Process.cpu_seconds)}

    def _after_load(self):
        return {**self._of_both("rss_after_mb", Process.rss_mib),
                **self._of_both("rss_peak_mb", lambda process: process.rss_mib("VmHWM"))}

    def _of_both(self, key, measure):
        return {f"{role}_{key}": measure(self.processes[role]) if self.processes[role] else 0.0 for role in ("server", "client")}

    def _measure(self, load, workload):
        record = {**self.head, "type": "result", "workload": workload, **load.run(workload)}
        asked = time.monotonic()
        record["alive_after"] = answers_hello(load.port, load.host, load.headers, 5.0, load.scheme)
        record["alive_after_ms"] = (time.monotonic() - asked) * 1000
        if not record["alive_after"]:
            record["errors"] += 1
            record["fail"] = (record.get("fail", "") + " tunnel did not answer within 5 s after the workload").strip()
        dead = [role for role, process in self.processes.items() if process and not process.runs()]
        self.bench.emit({**record, "died": dead} if dead else record)
        if dead:
            raise Skip("died: " + ", ".join(f"{role}: {self.processes[role].tail()}" for role in dead))

    def _scheme(self):
        return self.system.get("scheme", "http")

    def _host(self):
        return self._fill(self.system["host"]) if self.system.get("host") else None

    def _headers(self):
        return {name: self._fill(value) for name, value in self.system.get("headers", {}).items()}

    def _fill(self, text):
        return string.Template(text).safe_substitute(self.variables)


def _noise_keys(bin_directory):
    rathole = os.path.join(bin_directory, "rathole")
    if not os.path.exists(rathole):
        return {"noise_priv": "", "noise_pub": ""}
    out = subprocess.run([rathole, "--genkey"], capture_output=True, text=True, timeout=20).stdout.split()
    keys = [word for word in out if word.endswith("=") and len(word) == 44]
    return {"noise_priv": keys[0], "noise_pub": keys[1]} if len(keys) == 2 else {"noise_priv": "", "noise_pub": ""}
