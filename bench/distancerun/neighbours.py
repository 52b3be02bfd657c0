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
    alone = _times(tunnel, SECONDS)
    command = ["curl", "-sS", "-o", "/dev/null", "-w", "%{size_download}", "--noproxy", "*", "--max-time", str(SECONDS),
               "-H", "Host: " + tunnel.host, f"http://{tunnel.relay}/huge"]
    curls = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              preexec_fn=end_with_parent) for _ in range(DOWNLOADS)]
    time.sleep(SETTLE)
    beside = _times(tunnel, SECONDS - SETTLE - 3)
    if any(curl.poll() is not None for curl in curls):
        raise RuntimeError("a download ended before the requests did")
    moved = sum(int(curl.communicate()[0]) for curl in curls)
    return alone, beside, moved / SECONDS / 1e6


def _times(tunnel, seconds):
    """Of a hundred requests, or of as many as there is time for."""
    end = time.monotonic() + seconds
    connection = http.client.HTTPConnection(tunnel.relay, timeout=20)
    times = []
    while len(times) < REQUESTS and time.monotonic() < end:
        began = time.monotonic()
        connection.request("GET", "/hello", headers={"Host": tunnel.host})
        answer = connection.getresponse()
        if answer.status != 200 or answer.read() != b"hello world\n":
            raise RuntimeError(f"{answer.status} instead of the answer")
        times.append((time.monotonic() - began) * 1000)
    connection.close()
    return sorted(times)


def figures(times):
    """Median, p99 (the second longest of a hundred) and the longest; how many there were where it was less."""
    fewer = f" ({len(times)} requests)" if len(times) < REQUESTS else ""
    return f"{times[len(times) // 2]:.1f} / {times[-1 - len(times) // REQUESTS]:.1f} / {times[-1]:.1f}{fewer}"


def report(records, meta):
    """The report's text; nothing is judged."""
    lines = [f"# Small requests beside {DOWNLOADS} downloads, {meta['date']}", "",
             f"{REQUESTS} requests one after the other on a connection, {meta['rtt']:g} ms round trip, {meta['mbit']:g} Mbit/s, one link; "
             f"{meta['rounds']} rounds, the middle one; {meta['cpus']} CPUs, Linux {meta['kernel']}, {meta['congestion']}; load average at the "
             f"start {meta['loadavg']}.", "", "| path | alone, ms: median / p99 / longest | beside the downloads | downloads, MB/s |",
             "|---|---:|---:|---:|"]
    for path in meta["paths"]:
        mine = [r for r in records if r["path"] == path]
        alone, beside = (_middle([r[key] for r in mine]) for key in ("alone", "beside"))
        lines.append(f"| {path} | {figures(alone)} | {figures(beside)} | {statistics.median(r['mb_s'] for r in mine):.0f} |")
    return "\n".join(lines) + "\n", True


def _middle(rounds):
    """The round whose median is the middle one."""
    return sorted(rounds, key=lambda times: times[len(times) // 2])[len(rounds) // 2]
