"""Benchmarks of `make bench`: measures the promised figures, as ratios within one run on one machine."""
