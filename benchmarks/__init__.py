"""Measurements: the headline cases on a corpus of our own, beside whichever peers are installed.

`python -m benchmarks` (or `make bench`). Timings are never tests.
"""
