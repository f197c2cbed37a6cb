"""How values are written: numbers, dates, times and colors, in the viewer's language."""
