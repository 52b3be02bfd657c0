"""The workloads: wrk for requests, h2load for those of HTTP/2, curl for bulk. Each returns what came of it and what it cost."""
import json
import os
import re
import resource
import subprocess
import time

from .origin import BIG
from .process import end_with_parent, machine_cpu

# name: ("wrk", path, connections, options), ("h2load", path, connections, streams) or ("down" | "up", connections)
WORKLOADS = {
    "hello-1": ("wrk", "/hello", 1, ()),
    "hello-16": ("wrk", "/hello", 16, ()),
    "hello-64": ("wrk", "/hello", 64, ()),
    "hello-256": ("wrk", "/hello", 256, ()),
    "browser-64": ("wrk", "/page", 64, ("browser",)),
    "1k-64": ("wrk", "/1k", 64, ()),
    "64k-16": ("wrk", "/64k", 16, ()),
    "newconn-16": ("wrk", "/hello", 16, ("close",)),
    "h2-1x100": ("h2load", "/hello", 1, 100), "h2-16x10": ("h2load", "/hello", 16, 10),
    "down-1": ("down", 1), "down-4": ("down", 4), "up-1": ("up", 1),
}
ROLES = ("server", "client", "origin")

# what a browser sends with a request for a page: 15 fields with Host
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.9,de;q=0.8", "Accept-Encoding": "gzip, deflate, br, zstd",
    "Cache-Control": "max-age=0", "Upgrade-Insecure-Requests": "1", "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1", "Sec-Fetch-Dest": "document",
    "sec-ch-ua": '"Chromium";v="142", "Not_A Brand";v="99"', "sec-ch-ua-mobile": "?0", "sec-ch-ua-platform": '"Linux"',
    "Cookie": "session=3q2_7wAAAABvYz1hbm9uOmJlbmNoOjE3NjM5MDI4MDA; theme=dark; csrftoken=nD4kQpYh0vZkWg2RrT1s",
}
WRK_LUA = r"""
done = function(s, l, r)
  io.write(string.format('@@{"requests":%d,"duration_us":%d,"bytes":%d,"connect":%d,"read":%d,"write":%d,"status":%d,' ..
    '"timeout":%d,"p50":%.0f,"p90":%.0f,"p99":%.0f,"p999":%.0f,"max":%.0f,"mean":%.1f}\n', s.requests, s.duration, s.bytes,
    s.errors.connect, s.errors.read, s.errors.write, s.errors.status, s.errors.timeout, l:percentile(50),
    l:percentile(90), l:percentile(99), l:percentile(99.9), l.max, l.mean))
end
"""


class Load:
    """Drives one system that is up: `scheme`, `port`, `host` and `headers` say how a visitor reaches it."""

    def __init__(self, bench, scheme, port, host, headers, processes):
        self.options = bench.options
        self.bench = bench
        self.scheme = scheme
        self.port = port
        self.host = host
        self.headers = headers
        self.processes = processes

    @staticmethod
    def can(workload, system):
        """Whether the system takes visitors of HTTP/2 where the workload is of that kind."""
        return WORKLOADS[workload][0] != "h2load" or system.get("h2", False)

    def warm(self, seconds):
        """A bit of everything, so that a JVM has compiled what any of the workloads needs."""
        part = max(1, int(seconds / 5))
        for path, connections, options in (("/hello", 64, ()), ("/64k", 16, ()), ("/hello", 16, ("close",))):
            self._output(self._wrk(path, connections, options, part), part + 15)
        self._bulk("down", 1, part)
        self._bulk("up", 1, part)

    def run(self, workload):
        """One workload with the CPU that everyone used meanwhile."""
        kind, *args = WORKLOADS[workload]
        self._prewarm(kind, args)
        before, started = self._cpu(), time.monotonic()
        if kind == "wrk":
            result = self._requests(*args)
        else:
            result = self._streams(*args) if kind == "h2load" else self._bulk(kind, *args, self.options.seconds)
        after = self._cpu()
        used = {name: max(0.0, after[name] - before[name]) for name in after}
        result.update({name + "_cpu_s": used[name] for name in ROLES}, wall_s=time.monotonic() - started,
                      load_cpu_s=used["load"], steal_s=used["steal"],
                      other_cpu_s=max(0.0, used["machine"] - used["load"] - sum(used[name] for name in ROLES)))
        _add_cost(result, used)
        return result

    def _prewarm(self, kind, args):
        """The same without measuring; h2load warms up itself."""
        seconds = self.options.prewarm
        if kind == "wrk" and seconds > 0:
            self._output(self._wrk(*args, seconds), seconds + 15)
        elif kind in ("down", "up") and seconds > 0:
            self._bulk(kind, *args, seconds)

    def _cpu(self):
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        machine, steal = machine_cpu()
        seconds = {name: p.cpu_seconds() if p else 0.0 for name, p in self.processes.items()}
        return {**seconds, "machine": machine, "steal": steal, "load": children.ru_utime + children.ru_stime}

    def _requests(self, path, connections, options):
        out, err = self._output(self._wrk(path, connections, options, self.options.seconds), self.options.seconds + 20)
        match = re.search(r"@@(\{.*\})", out)
        if not match:
            return {"rps": 0.0, "requests": 0, "errors": 1, "non2xx": 0, "fail": (err or out)[-200:]}
        j = json.loads(match.group(1))
        result = {"rps": j["requests"] / (j["duration_us"] / 1e6), "requests": j["requests"],
                  "mb_s": j["bytes"] / j["duration_us"], "non2xx": j["status"],
                  "errors": j["connect"] + j["read"] + j["write"] + j["timeout"]}
        result.update({key + "_us": j[key] for key in ("p50", "p90", "p99", "p999", "max")})
        result.update({"err_" + key: j[key] for key in ("connect", "read", "write", "timeout")})
        if not j["requests"]:  # wrk doesn't count a request that never gets an answer
            result.update(errors=max(1, result["errors"]), fail="no request completed")
        return result

    def _streams(self, path, connections, streams):
        """Requests of HTTP/2. h2load warms up itself, and tells no percentiles but its longest time."""
        seconds, prewarm = self.options.seconds, self.options.prewarm
        command = ["h2load", "-c", str(connections), "-m", str(streams), "-D", str(seconds), "--warm-up-time", f"{prewarm}s"]
        for name, value in {**({":authority": self.host} if self.host else {}), **self.headers}.items():
            command += ["-H", f"{name}: {value}"]
        out, err = self._output(command + [f"{self.scheme}://127.0.0.1:{self.port}{path}"], seconds + prewarm + 20)
        counts = re.search(r"requests: (\d+) total, .* (\d+) done, (\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout", out)
        rate = re.search(r"finished in [^,]*, ([\d.]+) req/s", out)
        if not counts or not rate or not int(counts.group(2)):
            return {"rps": 0.0, "requests": 0, "errors": 1, "non2xx": 0, "fail": (err or out)[-200:]}
        codes = re.search(r"status codes: (\d+) 2xx", out)
        done = int(counts.group(2))
        return {"rps": float(rate.group(1)), "requests": done, "errors": sum(map(int, counts.group(5, 6))),
                "non2xx": done - int(codes.group(1)) if codes else done}

    def _wrk(self, path, connections, options, seconds):
        command = ["wrk", "-t", str(min(connections, self.options.wrk_threads)), "-c", str(connections), "-d", f"{seconds}s",
                   "--timeout", "10s", "--latency", "-s", self.bench.lua]
        fields = {**({"Host": self.host} if self.host else {}), **self.headers,
                  **(BROWSER if "browser" in options else {}), **({"Connection": "close"} if "close" in options else {})}
        for name, value in fields.items():
            command += ["-H", f"{name}: {value}"]
        return command + [f"{self.scheme}://127.0.0.1:{self.port}{path}"]

    def _bulk(self, kind, connections, seconds):
        """Transfers until so many seconds have passed, one at least: the rate over all, and what went wrong."""
        end = time.monotonic() + seconds
        all_done, all_wall, failed = self._transfer(kind, connections)
        while not failed and time.monotonic() < end:
            done, wall, failed = self._transfer(kind, connections)
            all_done, all_wall = all_done + done, all_wall + wall
        return {"mb_s": all_done / all_wall / 1e6, "bytes": all_done, "errors": len(failed), "non2xx": 0,
                **({"fail": failed[0]} if failed else {})}

    def _transfer(self, kind, connections):
        """That many curls at once, each with 256 MiB: the bytes that arrived, the seconds, and what went wrong."""
        started = time.monotonic()
        curls = [subprocess.Popen(self._curl(kind, i), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, preexec_fn=end_with_parent) for i in range(connections)]
        outputs = [_finish(curl, self.options.bulk_timeout + 5) for curl in curls]
        wall = time.monotonic() - started
        seconds = [self._seconds_of(kind, i, out) for i, (out, _) in enumerate(outputs)]
        failed = [(out + " " + err).strip()[:160] for (out, err), s in zip(outputs, seconds) if s is None]
        if connections == 1 and not failed:
            wall = seconds[0]  # curl's own clock: without its start
        return BIG * (connections - len(failed)), wall, failed

    def _curl(self, kind, i):
        command = ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code} %{size_download} %{size_upload} %{time_total}",
                   "--max-time", str(self.options.bulk_timeout), "--noproxy", "*", "--insecure", "-H", "Expect:"]
        for name, value in {**({"Host": self.host} if self.host else {}), **self.headers}.items():
            command += ["-H", f"{name}: {value}"]
        if kind == "down":
            return command + [f"{self.scheme}://127.0.0.1:{self.port}/256m"]
        return command + ["-X", "POST", "-D", self._upload_head(i), "-T", os.path.join(self.bench.files, "256m"),
                          f"{self.scheme}://127.0.0.1:{self.port}/upload"]

    def _upload_head(self, i):
        return os.path.join(self.bench.directory, f"upload.{i}")

    def _seconds_of(self, kind, i, out):
        """How long a whole transfer took, or None: the origin must have seen every byte of an upload."""
        words = out.split()
        if len(words) != 4 or words[0] != "200" or int(words[2 if kind == "up" else 1]) != BIG:
            return None
        if kind == "up":
            with open(self._upload_head(i)) as f:
                match = re.search(r"(?i)x-request-length: *(\d+)", f.read())
            if not match or int(match.group(1)) < BIG:
                return None
        return float(words[3])

    def _output(self, command, timeout):
        return _finish(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, preexec_fn=end_with_parent), timeout)


def _finish(popen, timeout):
    try:
        return popen.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        popen.kill()
        popen.communicate()
        return "", "timed out"


def _add_cost(result, used):
    """CPU per request in µs, or per GB in seconds; `both` is relay and agent."""
    amount, unit = (result.get("requests", 0) / 1e6, "_us_per_req") if "rps" in result else (result["bytes"] / 1e9, "_s_per_gb")
    if amount:
        result.update({name + unit: used[name] / amount for name in ROLES})
        result["both" + unit] = (used["server"] + used["client"]) / amount
