"""Who calls: which channels come from outside, and whether the caller may be shown."""
