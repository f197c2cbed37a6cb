"""What the office has set: its lists, lines, extensions, place and texts."""
