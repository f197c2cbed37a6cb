"""Calls, their events, the call log, missed calls, outages."""
