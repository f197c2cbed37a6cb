"""Calls: taking them in, the call log, missed calls, whose calls they are."""
