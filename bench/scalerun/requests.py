"""What a request costs while few or many sessions are there: rounds of numbers of sessions, interleaved."""
import json
import os
import re
import subprocess
import time

from peerbench import origin
from peerbench.load import WRK_LUA
from peerbench.ports import answers_hello, free_port
from peerbench.process import end_with_parent, machine_cpu

from .processes import Crowd, Relay, become

CONNECTIONS = 64
SPREAD = 100  # sessions that get requests where these are spread
PREWARM = 2
HOSTS_LUA = """
local next, requests = 0, {}
init = function()
  for i = 0, tonumber(os.getenv("SCALE_HOSTS")) - 1 do
    requests[i] = wrk.format(nil, nil, {Host = "busy" .. i .. ".localhost"})
  end
end
request = function()
  next = (next + 1) % (#requests + 1)
  return requests[next]
end
"""


class Requests:
    """A relay, a crowd whose agents get requests, crowds that do nothing, nginx behind them."""

    def __init__(self, directory, options):
        self.directory, self.options = directory, options
        self.relay = self.busy = self.nginx = None
        self.idle = []

    def measure(self, numbers, emit):
        try:
            self._start()
            become([(self.busy, min(SPREAD, max(numbers)))])
            self._wrk(1, self.options.warm)
            self._wrk(min(SPREAD, max(numbers)), self.options.warm)
            for number in range(1, self.options.rounds + 1):
                first = (number - 1) % len(numbers)
                for sessions in numbers[first:] + numbers[:first]:  # another one first in each round
                    self._one(number, sessions, emit)
        finally:
            crowds = [crowd.process for crowd in self.idle + [self.busy] if crowd]
            for process in crowds + [p for p in (self.relay and self.relay.process, self.nginx) if p]:
                process.stop()

    def _start(self):
        self.lua = os.path.join(self.directory, "hosts.lua")
        with open(self.lua, "w") as f:
            f.write(WRK_LUA + HOSTS_LUA)
        port = free_port()
        self.nginx = origin.start(port, self.directory, self.directory)
        while not answers_hello(port, None, None, 1):
            time.sleep(0.05)
        self.relay = Relay(self.directory)
        self.busy = Crowd(self.directory, self.relay, "busy", port, self.options.request_links)
        self.idle = [Crowd(self.directory, self.relay, f"idle{i}x", port, self.options.request_links)
                     for i in range(self.options.jvms)]

    def _one(self, number, sessions, emit):
        busy = min(SPREAD, sessions)
        jvms = len(self.idle)
        shares = [(sessions - busy) // jvms + (i < (sessions - busy) % jvms) for i in range(jvms)]
        there = become([(self.busy, busy), *zip(self.idle, shares)])
        time.sleep(self.options.pause)
        for loaded in sorted({1, busy}):
            self._wrk(loaded, PREWARM)
            emit({"type": "requests", "round": number, "sessions": sessions, "loaded": loaded, **there,
                  **self._cost(loaded)})

    def _cost(self, loaded):
        processes = {"relay": self.relay.process, "agent": self.busy.process}
        before, machine = {name: p.cpu_seconds() for name, p in processes.items()}, machine_cpu()[0]
        result = self._wrk(loaded, self.options.seconds)
        for name, process in processes.items():
            result[name + "_us"] = (process.cpu_seconds() - before[name]) * 1e6 / max(1, result["requests"])
        return {**result, "machine_cpu_s": machine_cpu()[0] - machine}

    def _wrk(self, loaded, seconds):
        command = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", "10s", "--latency", "-s",
                   self.lua, f"http://127.0.0.1:{self.relay.port}/hello"]
        out = subprocess.run(command, env={**os.environ, "SCALE_HOSTS": str(loaded)}, stdin=subprocess.DEVNULL, text=True,
                             capture_output=True, timeout=seconds + 30, preexec_fn=end_with_parent).stdout
        match = re.search(r"@@(\{.*\})", out)
        if not match:
            return {"requests": 0, "rps": 0.0, "errors": 1, "p99_us": 0}
        j = json.loads(match.group(1))
        return {"requests": j["requests"], "rps": j["requests"] / (j["duration_us"] / 1e6), "p99_us": j["p99"],
                "errors": sum(j[key] for key in ("connect", "read", "write", "timeout", "status"))}
