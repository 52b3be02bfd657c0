"""A path of packets between two network namespaces: TCP runs end to end, with its handshake, its slow start and its losses.

usage: python3 -m distancerun.packets --far PID --rtt MS --mbit N --congestion NAME

Each namespace gets a TUN interface `far0`, 10.77.0.1 here and 10.77.0.2 in the namespace of process PID. Packets wait for
their turn at N Mbit/s in a queue that holds what passes in one round trip, are dropped where it is full, and then arrive RTT/2
later. The interfaces take segments that are not cut into packets yet (TSO), as network cards do, so that a few thousand reads
a second carry a gigabit. Says `ready` on standard output.
"""
import argparse
import collections
import ctypes
import fcntl
import os
import select
import struct
import subprocess
import time

NEAR, FAR = "10.77.0.1", "10.77.0.2"
INTERFACE = "far0"
# The default of 4 MiB for a sender's buffer is less than such a path holds.
SYSCTL = {"tcp_wmem": "4096 16384 33554432", "tcp_rmem": "4096 131072 33554432"}

TUNSETIFF, TUNSETOFFLOAD = 0x400454CA, 0x400454D0
IFF_TUN, IFF_NO_PI, IFF_VNET_HDR = 0x0001, 0x1000, 0x4000
TUN_F_CSUM, TUN_F_TSO4 = 0x01, 0x02
PACKET_BYTES = 65536 + 64
CLONE_NEWNET = 0x40000000


class Direction:
    """From one interface to the other: one queue, one rate, one delay."""

    def __init__(self, source, sink, rtt, mbit):
        self.source, self.sink = source, sink
        self.per_second, self.rtt = mbit * 1e6 / 8, rtt / 1000
        self.free_at = 0.0
        self.waiting = collections.deque()
        self.dropped = 0

    def take(self, now):
        """All packets that are there."""
        while True:
            try:
                packet = os.read(self.source, PACKET_BYTES)
            except BlockingIOError:
                return
            if self.free_at - now > self.rtt:
                self.dropped += 1
                continue
            self.free_at = max(self.free_at, now) + len(packet) / self.per_second
            self.waiting.append((self.free_at + self.rtt / 2, packet))

    def deliver(self, now):
        """Every packet whose time has come; returns when the next one's does."""
        while self.waiting and self.waiting[0][0] <= now:
            packet = self.waiting.popleft()[1]
            try:
                os.write(self.sink, packet)
            except OSError:
                self.dropped += 1
        return self.waiting[0][0] if self.waiting else now + 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--far", type=int, required=True)
    parser.add_argument("--rtt", type=float, required=True)
    parser.add_argument("--mbit", type=float, required=True)
    parser.add_argument("--congestion", required=True)
    args = parser.parse_args()
    near = interface(NEAR, args.congestion)
    enter(args.far)
    far = interface(FAR, args.congestion)
    print("ready", flush=True)
    carry([Direction(near, far, args.rtt, args.mbit), Direction(far, near, args.rtt, args.mbit)])


def carry(directions):
    poll = select.epoll()
    by_source = {d.source: d for d in directions}
    for source in by_source:
        poll.register(source, select.EPOLLIN)
    while True:
        now = time.monotonic()
        next_due = min(d.deliver(now) for d in directions)
        # epoll counts in milliseconds; what is due in less is waited for exactly
        wait = max(0.0, next_due - time.monotonic())
        for source, _ in poll.poll(wait):
            by_source[source].take(time.monotonic())


def interface(address, congestion):
    """A TUN interface in this process's namespace, up, with this address; TCP there gets what such a path needs."""
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH14x", INTERFACE.encode(), IFF_TUN | IFF_NO_PI | IFF_VNET_HDR))
    fcntl.ioctl(fd, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4)
    for command in (f"ip addr add {address}/24 dev {INTERFACE}", f"ip link set {INTERFACE} mtu 1500 txqueuelen 10000 up"):
        subprocess.run(command.split(), check=True)
    for name, value in {**SYSCTL, "tcp_congestion_control": congestion}.items():
        with open("/proc/sys/net/ipv4/" + name, "w") as f:
            f.write(value)
    return fd


def enter(pid):
    """The network namespace of another process becomes this one's."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open(f"/proc/{pid}/ns/net") as namespace:
        if libc.setns(namespace.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"can't enter the network of process {pid}")


if __name__ == "__main__":
    main()
