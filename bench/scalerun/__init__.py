"""bench/scale: many agents on one relay. Start at __main__.py, then idle.py and requests.py."""
