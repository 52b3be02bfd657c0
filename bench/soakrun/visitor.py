"""A visitor's connection: HTTP/1.1 that takes nothing cut for whole."""
import asyncio

PATIENCE = 60


class Broken(Exception):
    """The connection ended, or was silent for too long, before the answer was whole."""


class Visitor:
    """One connection at a time; opened again when the relay has ended it between two requests."""

    def __init__(self, host, port):
        self.host, self.port = host, port
        self.reader = self.writer = None

    async def connect(self):
        if self.writer and self.reader.at_eof():
            self.close()
        if not self.writer:
            self.reader, self.writer = await _patiently(asyncio.open_connection("127.0.0.1", self.port), "connect")

    async def send(self, method, path, length=None):
        await self.connect()
        body = "" if length is None else f"Content-Length: {length}\r\n"
        self.writer.write(f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\n{body}\r\n".encode())
        await _patiently(self.writer.drain(), "send")

    async def send_body(self, data):
        self.writer.write(data)
        await _patiently(self.writer.drain(), "send")

    async def head(self):
        """The status and the fields, by their names in small letters."""
        head = await _patiently(self.reader.readuntil(b"\r\n\r\n"), "head")
        first, *lines = head.decode("latin-1").strip().split("\r\n")
        fields = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        return int(first.split()[1]), fields

    async def pieces(self, fields):
        """The body, piece by piece; raises Broken when it ends too soon."""
        if fields.get("transfer-encoding", "").lower() == "chunked":
            pieces = self._chunks()
        else:
            pieces = self._counted(int(fields["content-length"]))
        async for piece in pieces:
            yield piece
        if fields.get("connection", "").lower() == "close":
            self.close()

    async def body(self, fields):
        return b"".join([piece async for piece in self.pieces(fields)])

    def close(self):
        if self.writer:
            self.writer.transport.abort()
        self.reader = self.writer = None

    async def _counted(self, left):
        while left:
            piece = await _patiently(self.reader.read(min(left, 65536)), "body")
            if not piece:
                raise Broken(f"body: {left} bytes are missing")
            left -= len(piece)
            yield piece

    async def _chunks(self):
        while True:
            size = int(await _patiently(self.reader.readuntil(b"\r\n"), "body"), 16)
            piece = await _patiently(self.reader.readexactly(size + 2), "body")
            if not size:
                return
            yield piece[:-2]


async def _patiently(action, phase):
    try:
        return await asyncio.wait_for(action, PATIENCE)
    except asyncio.TimeoutError:
        raise Broken(f"{phase}: silent for {PATIENCE} s") from None
    except (OSError, EOFError) as e:
        raise Broken(f"{phase}: {type(e).__name__}") from None
