"""Settings of calls: their sources, simulated calls, and how long missed callers are due."""
