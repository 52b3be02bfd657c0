"""The local server: nginx in one process, and behind it a server in this process that counts uploads and streams a tick a second."""
import asyncio
import collections
import hashlib
import os

from peerbench.origin import nginx_user

from .load import DOWNLOAD, TICKS, upload_body

CONF = """daemon off; master_process off; pid $D/nginx.pid; error_log $D/nginx.err warn; $USER
events { worker_connections 1024; }
http { access_log off; default_type application/octet-stream; client_max_body_size 0;
 client_body_temp_path $D/t1; proxy_temp_path $D/t2; fastcgi_temp_path $D/t3; uwsgi_temp_path $D/t4; scgi_temp_path $D/t5;
 server { listen 127.0.0.1:$P; root $D/files;
  location = / { return 200 $arg_id; }
  location = /file { }
  # nginx passes each request on once: what arrives twice was sent twice
  location / { proxy_pass http://127.0.0.1:$BEHIND; proxy_http_version 1.1; proxy_buffering off;
   proxy_request_buffering off; proxy_next_upstream off; } } }
"""


def configure(directory, port, behind):
    """Writes nginx's configuration and the file for downloads; returns the command and the file's digest."""
    path = os.path.join(directory, "nginx.conf")
    with open(path, "w") as f:
        f.write(CONF.replace("$D", directory).replace("$P", str(port)).replace("$BEHIND", str(behind))
                .replace("$USER", nginx_user()))
    os.makedirs(os.path.join(directory, "files"))
    content = os.urandom(DOWNLOAD)
    with open(os.path.join(directory, "files", "file"), "wb") as f:
        f.write(content)
    command = ["nginx", "-p", directory, "-e", directory + "/nginx.err", "-c", path]
    return command, hashlib.sha256(content).hexdigest()


class Behind:
    """Counts, for each upload, how often its head came and how often its body was whole."""

    def __init__(self):
        self.begun = collections.Counter()
        self.whole = collections.Counter()

    async def start(self):
        """Returns the port."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 18)
        return server.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                if head.startswith("POST /upload/"):
                    await self._count(int(head.split()[1].rsplit("/", 1)[1]), head, reader, writer)
                else:
                    await _stream(writer)
        except (OSError, EOFError, asyncio.CancelledError):
            pass  # the visitor left, or a fault took the connection away, or the run is over
        finally:
            writer.close()

    async def _count(self, number, head, reader, writer):
        self.begun[number] += 1
        fields = dict(line.lower().split(":", 1) for line in head.strip().split("\r\n")[1:])
        body = await reader.readexactly(int(fields["content-length"]))
        if body != upload_body(number):
            writer.write(b"HTTP/1.1 422 Other\r\nContent-Length: 0\r\n\r\n")
            return
        self.whole[number] += 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%d" % (len(str(number)), number))


async def _stream(writer):
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for tick in range(TICKS):
        line = b"%d\n" % tick
        writer.write(b"%x\r\n%s\r\n" % (len(line), line))
        await writer.drain()
        await asyncio.sleep(1)
    writer.write(b"0\r\n\r\n")
