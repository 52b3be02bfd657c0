"""`bench/profile`: where relay and agent spend their CPU under one workload, once they are warm.

Attaches async-profiler to both JVMs, so kernel, JVM and Java frames are seen together; writes collapsed stacks and flame
graphs, and prints the costs by kind and the methods with the most samples of their own.
"""
import argparse
import collections
import glob
import os
import re
import subprocess
import sys

from .load import WORKLOADS
from .run import Bench, Run
from .systems import SYSTEMS

JAVA_OPTIONS = "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints -XX:+EnableDynamicAgentLoading"
# first match on a stack, from the leaf on, decides what a sample is spent on
KINDS = (
    ("JIT compilation", r"^(CompileBroker|Compile::|C2Compiler|Compilation::|PhaseChaitin|JavaThread::thread_main_inner)"),
    ("garbage collection", r"^(WorkerThread::run|VMThread::run|G1|SerialHeap|GenCollected|DefNew)"),
    ("kernel: send", r"^(__sys_sendto|__sys_sendmsg|ksys_write|do_writev)$"),
    ("kernel: receive", r"^(__sys_recvfrom|__sys_recvmsg|ksys_read|do_readv)$"),
    ("kernel: epoll", r"^(__x64_sys_epoll_\w+|do_epoll_\w+)$"),
    ("kernel: accept, connect, close", r"^(__x64_sys_(accept4?|connect|close|shutdown|socket)|task_work_run)$"),
    ("kernel: other", r"^(entry_SYSCALL_64\w*|asm_sysvec\w*|do_syscall_64)$"),
    ("HTTP/1.1 codec", r"^io/portsicle/tunnel/http1/"),
    ("HPACK", r"^io/portsicle/tunnel/hpack/"),
    ("fields and forwarding", r"^io/portsicle/tunnel/message/"),
    ("HTTP/2", r"^io/portsicle/tunnel/http2/"),
    ("link and WebSocket", r"^io/portsicle/tunnel/"),
    ("relay", r"^io/portsicle/relay/"),
    ("agent", r"^io/portsicle/agent/"),
    ("cli", r"^io/portsicle/cli/"),
    ("Netty: buffers", r"^io/netty/buffer/"),
    ("Netty: pipeline and event loop", r"^io/netty/"),
)


def main():
    options = _arguments()
    os.makedirs(options.out, exist_ok=True)
    system = dict(SYSTEMS["portsicle"], env={"PORTSICLE_JAVA_OPTS": JAVA_OPTIONS})
    bench = Bench(options, {"portsicle": system}, lambda record: None)
    run = Run(bench, "portsicle", 1)
    try:
        _profile(run, options)
    finally:
        run.stop()
        os.remove(bench.lua)
    return 0


def _arguments():
    parser = argparse.ArgumentParser(prog="bench/profile", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--workload", default="hello-64", choices=WORKLOADS)
    add("--event", default="cpu", help="cpu, alloc, lock, wall or another of async-profiler's")
    add("--interval", default="1ms", help="of the samples, as async-profiler has it: 1ms, 500us, 512k")
    add("--seconds", type=int, default=15)
    add("--warm", type=int, default=10, help="seconds of the same workload before the profiler starts")
    add("--top", type=int, default=25, help="methods to list")
    add("--bin", default=".peerbench/bin")
    add("--data", default=".peerbench/data")
    add("--profiler", default=".peerbench/profiler", help="folder with async-profiler's library and jfr-converter's jar")
    add("--out", default=".peerbench/profile")
    parser.set_defaults(prewarm=0, wrk_threads=1, bulk_timeout=60, max_minutes=30, keep=False)
    return parser.parse_args()


def _profile(run, options):
    load = run.ready()
    _warm(load, options)
    library = _library(options.profiler)
    start = f"start,event={options.event},interval={options.interval},threads,cstack=vm"
    pids = {role: run.processes[role].pids()[0] for role in ("server", "client")}
    for pid in pids.values():
        _tell(pid, library, start)
    _say(options, load.run(options.workload))
    for role, pid in pids.items():
        name = {"server": "relay", "client": "agent"}[role]
        path = os.path.abspath(os.path.join(options.out, f"{name}-{options.workload}-{options.event}"))
        _tell(pid, library, f"stop,collapsed,threads,file={path}.collapsed")
        _flame_graph(options.profiler, path)
        _summary(name, path, options.top)


def _warm(load, options):
    seconds, options.seconds = options.seconds, options.warm
    load.run(options.workload)
    options.seconds = seconds


def _tell(pid, library, words):
    """Through the JVM's own attach mechanism, so that nothing runs in it before it is warm."""
    subprocess.run([_jcmd(pid), str(pid), "JVMTI.agent_load", library, f'"{words}"'], check=True, stdout=subprocess.DEVNULL)


def _jcmd(pid):
    """The one of the JDK that runs the process."""
    return os.path.join(os.path.dirname(os.readlink(f"/proc/{pid}/exe")), "jcmd")


def _library(directory):
    name = {"x86_64": "linux-x64", "aarch64": "linux-arm64"}[os.uname().machine]
    return os.path.abspath(os.path.join(directory, name, "libasyncProfiler.so"))


def _flame_graph(profiler, path):
    jars = glob.glob(os.path.join(profiler, "jfr-converter-*.jar"))
    if jars:
        subprocess.run(["java", "-jar", jars[0], path + ".collapsed", path + ".html"], check=True, stdout=subprocess.DEVNULL)


def _say(options, result):
    rate = f"{result['rps']:,.0f} req/s, {result.get('both_us_per_req', 0):.1f} µs CPU per request" if "rps" in result \
        else f"{result['mb_s']:,.0f} MB/s"
    print(f"{options.workload} for {options.seconds} s under the profiler: {rate}, errors {result['errors']}")


def _summary(name, path, top):
    kinds, own, loops, total = collections.Counter(), collections.Counter(), collections.Counter(), 0
    with open(path + ".collapsed") as f:
        for line in f:
            stack, count = line.rsplit(" ", 1)
            frames = [re.sub(r"_\[.\]$", "", frame) for frame in stack.split(";")]
            total += int(count)
            kinds[_kind(frames)] += int(count)
            own[frames[-1]] += int(count)
            loops[re.sub(r" tid=\d+", "", frames[0])] += int(count)
    print(f"\n## {name}: {total} samples; {path}.html")
    for title, counter, n in (("by thread", loops, 5), ("by kind", kinds, 20), ("methods, samples of their own", own, top)):
        print(f"\n{title}")
        for what, count in counter.most_common(n):
            print(f"{100 * count / total:6.1f} %  {what}")


def _kind(frames):
    for frame in reversed(frames):
        for kind, pattern in KINDS:
            if re.search(pattern, frame):
                return kind
    return "other"


if __name__ == "__main__":
    sys.exit(main())
