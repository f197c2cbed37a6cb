"""Settings of the office: its lists, its lines and extensions, its place, its sources."""
