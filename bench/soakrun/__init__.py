"""bench/soak: a tunnel under load and under random faults. Start at __main__.py.

One asyncio loop carries the visitors, the local server behind nginx, and the faults, one after the other.
"""
