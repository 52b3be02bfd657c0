"""Runs the Autobahn suite's fuzzing client on Jython:

    jython fuzz.py SUITE REPORTS CASES URL

SUITE is the folder that has the suite, CASES are patterns with commas between, URL is the server's. REPORTS gets an index.json
with the results. Names below .localhost are this machine.

Some modules have a stand-in. The Twisted beside Jython is older than the suite wants: it lacks TLS and the standard streams,
which nothing here needs, but which are imported. So are parts of the suite that are no fuzzing client and want further packages.
And wsaccel, which the suite uses where it finds it, is written in C: here it is Java's arithmetic, a hundred times faster than
the suite's own loops.
"""
import sys
import types
from array import array

from java.nio import ByteBuffer, CharBuffer
from java.nio.charset import StandardCharsets
from java.util import BitSet

suite, reports, cases, url = sys.argv[1:]


def stand_in(name, **contents):
    module = types.ModuleType(name)
    module.__dict__.update(contents)
    sys.modules[name] = module
    return module


import twisted.internet

sys.path.insert(0, suite)  # only now: it has a folder "twisted" as well, in which Jython would see a Java package
twisted.internet.stdio = stand_in("twisted.internet.stdio", PipeAddress=object)
twisted.internet.ssl = stand_in("twisted.internet.ssl", ClientContextFactory=object)
for part in ("serializer", "massconnect", "testee", "broadcast", "echo"):
    stand_in("autobahntestsuite." + part)


class XorMaskerNull:
    """The key for data that is not masked."""

    def __init__(self, key=None):
        self.position = 0

    def pointer(self):
        return self.position

    def reset(self):
        self.position = 0

    def process(self, data):
        self.position += len(data)
        return data


class XorMasker(XorMaskerNull):
    def __init__(self, key):
        XorMaskerNull.__init__(self)
        self.key = key

    def process(self, data):
        size = len(data)
        start = self.position & 3
        key = (self.key * (size // 4 + 2))[start : start + size]
        self.position += size
        bits = BitSet.valueOf(array("b", data))
        bits.xor(BitSet.valueOf(array("b", key)))
        return bits.toByteArray().tostring().ljust(size, "\0")


class Utf8Validator:
    def __init__(self):
        self.reset()

    def reset(self):
        self.unfinished = ""
        self.total = 0

    def validate(self, data):
        """Whether it is valid so far, whether it ends with a whole character, where in data and in all that is known."""
        source = ByteBuffer.wrap(array("b", self.unfinished + data))
        result = StandardCharsets.UTF_8.newDecoder().decode(source, CharBuffer.allocate(source.limit()), False)
        if result.isError():
            valid = max(0, source.position() - len(self.unfinished))
            return False, False, valid, self.total + valid
        self.unfinished = (self.unfinished + data)[source.position() :]
        self.total += len(data)
        return True, not self.unfinished, len(data), self.total


stand_in("wsaccel")
stand_in("wsaccel.xormask", XorMaskerNull=XorMaskerNull, createXorMasker=lambda key, size=None: XorMasker(key))
stand_in("wsaccel.utf8validator", Utf8Validator=Utf8Validator)

from autobahntestsuite import wstest
from twisted.internet import base, defer, reactor


class Resolver(base.ThreadedResolver):
    def getHostByName(self, name, timeout=(1, 3, 11, 45)):
        if name.endswith(".localhost"):
            return defer.succeed("127.0.0.1")
        return base.ThreadedResolver.getHostByName(self, name, timeout)


reactor.installResolver(Resolver(reactor))
wstest.start(
    {"mode": "fuzzingclient", "debug": False},
    {
        "outdir": reports,
        "servers": [{"agent": "server", "url": url}],
        "cases": cases.split(","),
        "exclude-cases": [],
        "exclude-agent-cases": {},
    },
)
