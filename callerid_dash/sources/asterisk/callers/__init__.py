"""Incoming channels, and whether their callers may be shown."""
