"""The office's settings and lists, which services hold in memory, and snapshots of profiles."""
