"""Reverse tunnels measured side by side on 127.0.0.1. Python 3.10 or newer, standard library only.

`bench/compare` is the command to run; start reading at `__main__.py`, then `run.py`.
"""
