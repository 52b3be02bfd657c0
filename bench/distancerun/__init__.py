"""How well one stream fills a long path: 64 MiB over 100 ms and 1 Gbit/s, through the tunnel and without it.

Started by bench/distance. Needs Python 3.10, nothing else.
"""
