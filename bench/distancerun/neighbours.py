"""Small requests, one after the other, beside downloads that never end: how long the downloads make them wait."""
import http.client
import statistics
import subprocess
import time

from peerbench.process import end_with_parent

REQUESTS = 100
DOWNLOADS = 8
SETTLE = 3.0
SECONDS = 20


def measure(tunnel):
    """The milliseconds of small requests, sorted: alone, and beside the downloads, with the rate of these in MB/s."""
    alone = _times(tunnel)
    command = ["curl", "-sS", "-o", "/dev/null", "-w", "%{size_download}", "--noproxy", "*", "--max-time", str(SECONDS),
               "-H", "Host: " + tunnel.host, f"http://{tunnel.relay}/huge"]
    curls = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              preexec_fn=end_with_parent) for _ in range(DOWNLOADS)]
    time.sleep(SETTLE)
    beside = _times(tunnel)
    if any(curl.poll() is not None for curl in curls):
        raise RuntimeError("a download ended before the requests did")
    moved = sum(int(curl.communicate()[0]) for curl in curls)
    return alone, beside, moved / SECONDS / 1e6


def _times(tunnel):
    connection = http.client.HTTPConnection(tunnel.relay, timeout=20)
    times = []
    for _ in range(REQUESTS):
        began = time.monotonic()
        connection.request("GET", "/hello", headers={"Host": tunnel.host})
        answer = connection.getresponse()
        if answer.status != 200 or answer.read() != b"hello world\n":
            raise RuntimeError(f"{answer.status} instead of the answer")
        times.append((time.monotonic() - began) * 1000)
    connection.close()
    return sorted(times)


def figures(times):
    """Median, p99 (the second longest of a hundred) and the longest."""
    return f"{times[len(times) // 2]:.1f} / {times[-len(times) // 100 - 1]:.1f} / {times[-1]:.1f}"


def report(records, meta):
    """The report's text; nothing is judged."""
    lines = [f"# Small requests beside {DOWNLOADS} downloads, {meta['date']}", "",
             f"{REQUESTS} requests one after the other on a connection, {meta['rtt']:g} ms round trip, {meta['mbit']:g} Mbit/s, one link; "
             f"{meta['rounds']} rounds, medians; {meta['cpus']} CPUs, Linux {meta['kernel']}, {meta['congestion']}; load average at the "
             f"start {meta['loadavg']}.", "", "| path | alone, ms: median / p99 / longest | beside the downloads | downloads, MB/s |",
             "|---|---:|---:|---:|"]
    for path in meta["paths"]:
        mine = [r for r in records if r["path"] == path]
        alone, beside = ([statistics.median(place) for place in zip(*(r[key] for r in mine))] for key in ("alone", "beside"))
        lines.append(f"| {path} | {figures(alone)} | {figures(beside)} | {statistics.median(r['mb_s'] for r in mine):.0f} |")
    return "\n".join(lines) + "\n", True
