"""A visitor of httpx and websockets: says what it did, one line each, and fails where something is wrong.

    client.py URL CA-FILE|- 1.1|2

httpx shows no trailers, so that there are none here.
"""

import asyncio
import socket
import ssl
import sys

import httpx
import websockets.sync.client

URL, CA, VERSION = sys.argv[1:]
resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *more, **named: resolve("127.0.0.1", *more, **named)


def trusting():
    """A context of its own for each use: httpx asks for HTTP/2 in its own."""
    return None if CA == "-" else ssl.create_default_context(cafile=CA)


async def pieces():
    for _ in range(30):
        yield b"portsicle" * 1_000


async def visit():
    verify = trusting() or True
    async with httpx.AsyncClient(http1=VERSION == "1.1", http2=VERSION == "2", verify=verify, timeout=30) as client:
        response = await client.get(URL + "/hello?a=%2F")
        expect(response.text, "hello a=%2F")
        print("get", response.headers["x-via"])

        response = await client.post(URL + "/echo", content=pieces())
        expect(response.text, "portsicle" * 30_000)
        print("post")

        responses = await asyncio.gather(*(client.get(URL + "/together") for _ in range(10)))
        expect([response.text for response in responses], ["together"] * 10)
        print("together")


def talk():
    with websockets.sync.client.connect(URL.replace("http", "ws", 1) + "/socket", ssl=trusting(), proxy=None) as connection:
        for text in ("one", "x" * 30_000):
            connection.send(text)
            expect(connection.recv(), text)
    expect(connection.close_code, 1000)
    print("websocket")


def expect(value, expected):
    if value != expected:
        sys.exit(f"{value!r:.100} (expected: {expected!r:.100})")


asyncio.run(visit())
talk()
print(httpx.__version__)
