"""Visitors: curl, which measures, and those who stop reading or whose local server does."""
import os
import re
import socket
import subprocess
import threading
import time

from peerbench.process import end_with_parent

TIMEOUT = 120
STALLED_AFTER = 1.0
HUGE = 1 << 30


class Curl:
    """Moves the file once, on a connection of its own, and says how many seconds it took."""

    def __init__(self, address, host, file, directory):
        self.address, self.host, self.file = address, host, file
        self.head = os.path.join(directory, "upload.head")

    def down(self):
        seconds, _, size = self._run(f"http://{self.address}/file")
        return self._whole(seconds, int(size))

    def up(self):
        seconds, _, _ = self._run("-T", self.file, "-D", self.head, f"http://{self.address}/upload")
        with open(self.head) as f:
            length = re.search(r"x-request-length: (\d+)", f.read().lower())
        return self._whole(seconds, int(length[1]) if length else 0)

    def _run(self, *arguments):
        command = ["curl", "-sS", "-o", "/dev/null", "-w", "%{time_total} %{http_code} %{size_download}", "--noproxy", "*",
                   "--max-time", str(TIMEOUT), "-H", "Expect:", "-H", "Host: " + self.host, *arguments]
        out = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, preexec_fn=end_with_parent)
        words = out.stdout.split()
        if len(words) != 3 or words[1] != "200":
            raise RuntimeError(f"curl: {out.stdout} {out.stderr}".strip())
        return float(words[0]), *words[1:]

    def _whole(self, seconds, size):
        if size < os.path.getsize(self.file):
            raise RuntimeError(f"{size} bytes arrived of {os.path.getsize(self.file)}")
        return seconds


class Stalled:
    """A stream that moves until somebody's buffers are full and then stays. `moved` are the bytes that this end moved."""

    def __init__(self, address, host, kind):
        self.address, self.host, self.kind = address, host, kind
        self.moved = 0

    def __enter__(self):
        name, port = self.address.split(":")
        self.socket = socket.create_connection((name, int(port)))
        if self.kind == "reader":
            self.socket.sendall(f"GET /huge HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())
            self._read_a_while()
        else:
            self.socket.sendall(f"PUT /deaf HTTP/1.1\r\nHost: {self.host}\r\nContent-Length: {HUGE}\r\n\r\n".encode())
            threading.Thread(target=self._send, daemon=True).start()
        self._until_it_stalls()
        return self

    def __exit__(self, *_):
        self.socket.close()

    def _read_a_while(self):
        """As much as makes its window grow as far as it can: a stream that never moved holds nothing."""
        while self.moved < 32 << 20:
            self.moved += len(self.socket.recv(1 << 20))

    def _send(self):
        zeros = bytes(1 << 16)
        try:
            while True:
                self.moved += self.socket.send(zeros)
        except OSError:
            pass  # closed: its time is over

    def _until_it_stalls(self):
        moved, since = self.moved, time.monotonic()
        while time.monotonic() - since < STALLED_AFTER:
            time.sleep(0.05)
            if self.moved != moved:
                moved, since = self.moved, time.monotonic()
