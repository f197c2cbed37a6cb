"""The office's settings: its lists, lines, extensions, location and rules."""
