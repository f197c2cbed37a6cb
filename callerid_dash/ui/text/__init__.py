"""Text forms of values: numbers, dates, times and colors, in the viewer's language."""
