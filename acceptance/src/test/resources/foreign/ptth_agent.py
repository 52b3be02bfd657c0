"""A PTTH agent that knows nothing of Portsicle: an HTTP/2 server that is handed a socket after the 101.

    ptth_agent.py HOST PORT ORIGIN [TOKEN]

Answers GET /bytes/N with N bytes, and anything else with what the visitor sent. It obeys the windows of its peer.
"""
import socket
import sys
import urllib.parse

import h2.config
import h2.connection
import h2.events
import h2.exceptions


def upgraded_socket(host, port, origin, token):
    sock = socket.create_connection((host, port))
    path = "/.well-known/ptth/" + urllib.parse.quote(origin, safe="") + "/"
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}", "Connection: Upgrade", "Upgrade: ptth", "ALPN: h2"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    received = b""
    while b"\r\n\r\n" not in received:
        piece = sock.recv(65536)
        if not piece:
            sys.exit("closed instead of a 101: " + received.decode())
        received += piece
    head, rest = received.split(b"\r\n\r\n", 1)
    print(head.decode().splitlines()[0], flush=True)
    if b" 101 " not in head.splitlines()[0]:
        sys.exit(1)
    return sock, rest


def is_no_reset(event):
    return not isinstance(event, h2.events.StreamReset)


class Agent:
    def __init__(self, sock):
        self.sock = sock
        self.waiting = {}  # stream id -> [bytes not sent yet, is complete]
        self.http2 = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))

    def serve(self, first):
        self.http2.initiate_connection()
        self.flush()
        received = first
        while True:
            if received:
                # A stream that ends in these bytes is closed for good, whatever came before in them.
                for event in sorted(self.http2.receive_data(received), key=is_no_reset):
                    self.on(event)
                self.flush()
            received = self.sock.recv(65536)
            if not received:
                return

    def on(self, event):
        if isinstance(event, h2.events.RequestReceived):
            self.on_request(event)
        elif isinstance(event, h2.events.DataReceived):
            self.http2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            self.queue(event.stream_id, event.data)
        elif isinstance(event, h2.events.StreamEnded):
            self.finish(event.stream_id)
        elif isinstance(event, h2.events.StreamReset):
            self.waiting.pop(event.stream_id, None)
        elif isinstance(event, h2.events.WindowUpdated):
            for stream in [event.stream_id] if event.stream_id else list(self.waiting):
                self.pump(stream)

    def on_request(self, event):
        fields = dict(event.headers)
        path = fields[":path"]
        self.http2.send_headers(event.stream_id, [
            (":status", "200"), ("content-type", "application/octet-stream"),
            ("x-path", path), ("x-method", fields[":method"]), ("x-authority", fields[":authority"])])
        self.waiting[event.stream_id] = [bytearray(), False]
        if path.startswith("/bytes/"):
            self.queue(event.stream_id, b"b" * int(path.split("/")[2]))

    def queue(self, stream, data):
        if stream in self.waiting:
            self.waiting[stream][0] += data
            self.pump(stream)

    def finish(self, stream):
        if stream in self.waiting:
            self.waiting[stream][1] = True
            self.pump(stream)

    def pump(self, stream):
        if stream not in self.waiting:
            return
        data, complete = self.waiting[stream]
        room = min(self.http2.local_flow_control_window(stream), len(data))
        while room > 0:
            size = min(room, self.http2.max_outbound_frame_size)
            self.http2.send_data(stream, bytes(data[:size]))
            del data[:size]
            room -= size
        if complete and not data:
            del self.waiting[stream]
            self.http2.end_stream(stream)

    def flush(self):
        self.sock.sendall(self.http2.data_to_send())


if __name__ == "__main__":
    token = sys.argv[4] if len(sys.argv) > 4 else ""
    agent_socket, rest = upgraded_socket(sys.argv[1], int(sys.argv[2]), sys.argv[3], token)
    Agent(agent_socket).serve(rest)
