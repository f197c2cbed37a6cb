"""Calls, their events and where they come from."""
