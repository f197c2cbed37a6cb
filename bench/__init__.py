"""What `make bench` measures: the promised numbers, as ratios within one run on one machine."""
