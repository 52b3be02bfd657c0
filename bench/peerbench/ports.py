"""Ports and the smallest HTTP client that can tell whether a tunnel works."""
import random
import socket
import ssl
import time

_used = set()


def free_port():
    """Below the ephemeral range, so that no outgoing connection sits on it."""
    for _ in range(2000):
        port = random.randint(12000, 31999)
        if port not in _used and all(_binds(kind, port) for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)):
            _used.add(port)
            return port
    raise RuntimeError("no free port between 12000 and 31999")


def _binds(kind, port):
    with socket.socket(socket.AF_INET, kind) as s:
        try:
            s.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


def accepts(port, timeout=0.3):
    """Whether something accepts TCP connections there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout).close()
        return True
    except OSError:
        return False


def answers_hello(port, host, headers, timeout, scheme="http"):
    """One GET /hello on a connection of its own; True when the twelve bytes came back with a 200."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    head = f"GET /hello HTTP/1.1\r\nHost: {host or '127.0.0.1'}\r\n{lines}Connection: close\r\n\r\n"
    end = time.monotonic() + timeout
    got = b""
    try:
        with _connection(port, scheme, timeout) as s:
            s.sendall(head.encode())
            while time.monotonic() < end and not got.endswith(b"hello world\n"):
                data = s.recv(65536)
                if not data:
                    break
                got += data
    except OSError:
        return False
    return got.startswith(b"HTTP/1.1 200") and b"hello world\n" in got


def _connection(port, scheme, timeout):
    s = socket.create_connection(("127.0.0.1", port), timeout)
    s.settimeout(timeout)
    if scheme == "http":
        return s
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # whether it answers is the question, not who it is
    try:
        return context.wrap_socket(s)
    except OSError:
        s.close()
        raise
