"""The live feed of calls, the cached lookup of callers, and the notification of changes."""
