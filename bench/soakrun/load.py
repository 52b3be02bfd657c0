"""The visitors: small GETs on a clock, downloads, uploads and streams, for as long as the run lasts."""
import asyncio
import hashlib
import itertools
import struct
import time

from .visitor import Broken, Visitor

CONNECTIONS = 32
DOWNLOAD = 4 << 20
TICKS = 90


class Refused(Exception):
    """A whole answer that is not a 200."""


class Wrong(Exception):
    """Never explained by a fault: an answer that is not its request's, or that is short and ends well."""


class Load:
    """`digest` is that of the file that is downloaded."""

    def __init__(self, host, port, ledger, per_second, digest):
        self.host, self.port, self.ledger, self.digest = host, port, ledger, digest
        self.per_second = per_second
        self.ids = itertools.count(1)
        self.answered_uploads = set()
        self.over = False

    def start(self):
        begin = time.monotonic()
        lanes = [self._lane(begin + i / self.per_second) for i in range(CONNECTIONS)]
        others = [self._repeat("download", self._download), self._repeat("download", self._download),
                  self._repeat("upload", self._upload), self._repeat("upload", self._upload),
                  self._repeat("stream", self._stream), self._repeat("stream", self._stream)]
        return [asyncio.ensure_future(task) for task in lanes + others]

    async def _lane(self, due):
        """An open loop: what is due while an answer is still awaited queues behind it."""
        visitor = Visitor(self.host, self.port)
        while not self.over:
            await asyncio.sleep(max(0, due - time.monotonic()))
            await self._judge("get", visitor, self._get, due)
            due += CONNECTIONS / self.per_second
        visitor.close()

    async def _repeat(self, kind, visit):
        while not self.over:
            visitor = Visitor(self.host, self.port)
            await self._judge(kind, visitor, visit)
            visitor.close()
            await asyncio.sleep(0.5)

    async def _judge(self, kind, visitor, visit, due=None):
        began = time.monotonic()
        try:
            await visit(visitor)
            self.ledger.success(kind, began, due)
        except Refused as e:
            self.ledger.failure(kind, began, f"status {e}")
        except Broken as e:
            self.ledger.failure(kind, began, f"broken in {e}")
            visitor.close()
        except Wrong as e:
            self.ledger.failure(kind, began, f"wrong: {e}")
            visitor.close()

    async def _get(self, visitor):
        number = str(next(self.ids))
        await visitor.send("GET", "/?id=" + number)
        body = await visitor.body(await _ok(visitor))
        if body.decode("latin-1") != number:
            raise Wrong(f"the answer to {number} was {body[:40]!r}")

    async def _download(self, visitor):
        """At most 2 MiB/s, so that most faults find two of them on their way."""
        await visitor.send("GET", "/file")
        fields = await _ok(visitor)
        digest = hashlib.sha256()
        async for piece in visitor.pieces(fields):
            digest.update(piece)
            await asyncio.sleep(len(piece) / (2 << 20))
        if digest.hexdigest() != self.digest:
            raise Wrong("a download that ended well is not the file")

    async def _upload(self, visitor):
        number = next(self.ids)
        body = upload_body(number)
        await visitor.send("POST", f"/upload/{number}", len(body))
        for at in range(0, len(body), 65536):
            await visitor.send_body(body[at:at + 65536])
            await asyncio.sleep(0.05)
        answer = await visitor.body(await _ok(visitor))
        if answer.decode("latin-1") != str(number):
            raise Wrong(f"the answer to upload {number} was {answer[:40]!r}")
        self.answered_uploads.add(number)

    async def _stream(self, visitor):
        await visitor.send("GET", "/stream")
        fields = await _ok(visitor)
        text = b""
        async for piece in visitor.pieces(fields):
            text += piece
            if self.over:
                return
        if text.split() != [b"%d" % tick for tick in range(TICKS)]:
            raise Wrong("a stream that ended well is not whole")


def upload_body(number):
    """1 MiB that is no other upload's."""
    return struct.pack(">Q", number) * 131072


async def _ok(visitor):
    status, fields = await visitor.head()
    if status == 200:
        return fields
    await visitor.body(fields)
    raise Refused(f"{status} {fields.get('portsicle-error', '')}".strip())
