"""What came of every request, and which failures a fault explains."""
import asyncio
import collections
import time

Failure = collections.namedtuple("Failure", "kind began ended what")


class Ledger:
    def __init__(self):
        self.began = time.monotonic()
        self.succeeded = collections.Counter()
        self.failures = []
        self.millis = collections.Counter()
        self.slow = []
        self.waiting = []

    def success(self, kind, sent, due=None):
        """`due`: when an open loop wanted to send it; its latency counts from then."""
        now = time.monotonic()
        self.succeeded[kind] += 1
        if kind != "get":
            return
        self.millis[int((now - due) * 1000)] += 1
        if now - due > 0.2:
            self.slow.append((due, now))
        for moment, found in self.waiting:
            if sent > moment and not found.done():
                found.set_result(now - moment)

    def failure(self, kind, began, what):
        self.failures.append(Failure(kind, began, time.monotonic(), what))

    async def success_after(self, moment, patience):
        """Seconds from the moment to the answer of the first request that was sent after it; None if there was none."""
        entry = (moment, asyncio.get_running_loop().create_future())
        self.waiting.append(entry)
        try:
            return await asyncio.wait_for(entry[1], patience)
        except asyncio.TimeoutError:
            return None
        finally:
            self.waiting.remove(entry)

    def percentile(self, percent):
        """In milliseconds."""
        rank = percent / 100 * sum(self.millis.values())
        for millis, count in sorted(self.millis.items()):
            rank -= count
            if rank <= 0:
                return millis
        return 0

    def longest_wait(self, since, until):
        """In seconds, of the answered GETs that waited between these two moments."""
        return max((end - due for due, end in self.slow if due < until and end > since), default=0.0)
